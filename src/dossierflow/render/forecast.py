"""The report of a forecast: its sections in their order, and the whole of it as text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossierflow.forecast.differences import estimates
from dossierflow.render import forecast_sections as sections
from dossierflow.render.forecast_view import Report, Section
from dossierflow.render.tables import Table, table_text
from dossierflow.render.words import words_of
from dossierflow.render.words.forecast import word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossierflow.citation import Language
    from dossierflow.forecast.differences import Difference
    from dossierflow.forecast.results import Forecast
    from dossierflow.reading.schema import Json


def report(forecast: Forecast, lang: Language, what_ifs: Sequence[tuple[str, Sequence[Difference]]] = ()) -> Report:
    """Return the report of *forecast*, with the *what_ifs* that were played beside it."""
    words = words_of(lang)
    lead = word(
        "played",
        lang,
        first=words.short_day(forecast.first, year=True),
        last=words.short_day(forecast.last, year=True),
        until=words.short_day(forecast.until, year=True),
        played=word("played.once" if forecast.replications == 1 else "played.often", lang, count=forecast.replications),
        seed=forecast.seed,
    )
    found = [sections.figures(forecast, lang), sections.rates(forecast, lang)]
    if what_ifs:
        found.append(_compared(what_ifs, lang))
    found += [
        make(forecast, lang)
        for make in (
            sections.by_procedure,
            sections.by_office,
            sections.by_limit,
            sections.by_agency,
            sections.waiting,
            sections.staff,
            sections.lateness,
            sections.weeks,
            sections.stuck,
            sections.refused,
        )
    ]
    return Report(_line(forecast.title.text(lang)), lead, tuple(_tidy(one) for one in found if one.table.rows))


def _tidy(section: Section) -> Section:
    """Return *section* with every cell and label on one line, whatever names in plans and procedures hold."""
    table, plot = section.table, section.plot
    rows = tuple(tuple(_line(cell) for cell in row) for row in table.rows)
    if plot is not None:
        plot = replace(plot, rows=tuple((_line(label), values) for label, values in plot.rows))
    return replace(section, table=Table(table.columns, rows), plot=plot)


def _line(text: str) -> str:
    return " ".join(text.split())


def report_text(made: Report) -> str:
    """Return the report as plain text."""
    parts = [f"{made.title}\n{made.lead}"]
    for section in made.sections:
        head = section.heading.upper() + (f"\n{section.note}" if section.note else "")
        parts.append(f"{head}\n\n{table_text(section.table)}")
    return "\n\n".join(parts) + "\n"


def report_json(forecast: Forecast, what_ifs: Sequence[tuple[str, Sequence[Difference]]] = ()) -> Json:
    """Return the counts of *forecast*, and what *what_ifs* change, as values that JSON knows."""
    return {
        "seed": forecast.seed,
        "replications": forecast.replications,
        "arrivals": forecast.arrivals,
        "decided": forecast.decided,
        "on_time_rate": forecast.on_time_rate,
        "outcomes": {outcome.value: count for outcome, count in forecast.outcomes.items()},
        "estimates": [
            {"measure": one.measure.value, "value": one.value, "low": one.low, "high": one.high}
            for one in estimates(forecast)
        ],
        "utilisation": {f"{office}.{group}": share for (office, group), share in forecast.utilisation.items()},
        "counts": {" ".join(key): count for key, count in sorted(forecast.tally.items())},
        "what_ifs": [
            {
                "change": change,
                "differences": [
                    {
                        "measure": one.measure.value,
                        "before": one.before,
                        "after": one.after,
                        "change": one.change,
                        "low": one.low,
                        "high": one.high,
                    }
                    for one in differences
                ],
            }
            for change, differences in what_ifs
        ],
    }


def _compared(what_ifs: Sequence[tuple[str, Sequence[Difference]]], lang: Language) -> Section:
    rows = tuple(_row(change, one, lang) for change, differences in what_ifs for one in differences)
    columns = ("change.column", "measure", "before", "after", "difference", "interval")
    wanted = Table(tuple(word(one, lang) for one in columns), rows)
    return Section(word("what_ifs", lang), wanted, word("what_ifs.note", lang))


def _row(change: str, one: Difference, lang: Language) -> tuple[str, ...]:
    def written(value: float, *, signed: bool = False) -> str:
        return sections.measured(one.measure, value, lang, signed=signed)

    interval = sections.between(one.measure, one.low, one.high, lang, signed=True) + (" *" if one.is_clear else "")
    difference = written(one.change, signed=True)
    name = word(f"measure.{one.measure.value}", lang)
    return change, name, written(one.before), written(one.after), difference, interval
