"""The sections of a forecast's report, each from the counts of the forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.forecast.outcome import Outcome
from dossierflow.forecast.tally import table, under
from dossierflow.render.forecast_view import Plot, Section
from dossierflow.render.tables import Table
from dossierflow.render.words.forecast import number, percent, whole, word

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable

    from dossierflow.citation import Language
    from dossierflow.forecast.results import Forecast

_MOST_STEPS = 25
_MOST_BARS = 12
_MOST_DAYS = 15
_HOUR = 60
_FIGURES = ("supplements", "suspended", "apologies_due", "apologies", "events")
_LIMIT_STATES = ("met", "met_late", "missed", "lapsed")


def figures(forecast: Forecast, lang: Language) -> Section:
    """Return how many dossiers came off how, and what that cost."""
    outcomes = forecast.outcomes
    rows = [
        (word("arrivals", lang), whole(forecast.arrivals, lang)),
        (word("decided", lang), whole(forecast.decided, lang)),
        (word("on_time_rate", lang), percent(forecast.on_time_rate, lang)),
    ]
    rows += [(word(one.value, lang), whole(outcomes[one], lang)) for one in Outcome]
    for name in _FIGURES:
        amount = forecast.sum(name)
        rows.append((word(name, lang), whole(amount // _HOUR if name == "suspended" else amount, lang)))
    return Section(word("figures", lang), Table((word("figure", lang), word("value", lang)), tuple(rows)))


def by_procedure(forecast: Forecast, lang: Language) -> Section:
    """Return the outcomes of every procedure."""
    return _by_outcome(forecast, lang, "procedure", lambda name: forecast.procedures[name].text(lang))


def by_office(forecast: Forecast, lang: Language) -> Section:
    """Return the outcomes of every kind of office."""

    def named(kind: str) -> str:
        name, count = forecast.offices[kind]
        return f"{name.text(lang)} × {count}" if count > 1 else name.text(lang)

    return _by_outcome(forecast, lang, "office", named)


def _by_outcome(forecast: Forecast, lang: Language, kind: str, named: Callable[[str], str]) -> Section:
    counts = table(forecast.tally, kind, 1)
    outcomes = [one for one in Outcome if forecast.outcomes[one]]
    rows = [
        (
            named(key[0]),
            whole(found.total(), lang),
            percent(_kept(found), lang),
            *(whole(found[one.value], lang) for one in outcomes),
        )
        for key, found in counts.items()
    ]
    columns = (word(kind, lang), word("total", lang), word("rate", lang), *(word(one.value, lang) for one in outcomes))
    bars = tuple(
        (named(key[0]), tuple(100 * found[one.value] / found.total() for one in outcomes))
        for key, found in counts.items()
    )
    plot = Plot("bars", tuple(word(one.value, lang) for one in outcomes), bars, "%")
    return Section(word(f"by_{kind}", lang), Table(columns, tuple(rows)), plot=plot)


def by_limit(forecast: Forecast, lang: Language) -> Section:
    """Return how the runs of every limit ended, by who owed them."""
    rows: list[tuple[str, ...]] = []
    for (procedure, limit, party), found in table(forecast.tally, "limit", 3).items():
        told = [found[state] for state in _LIMIT_STATES]
        judged = found["met"] + found["met_late"] + found["missed"]
        rows.append((
            forecast.procedures[procedure].text(lang),
            forecast.limits[procedure, limit].text(lang),
            party,
            percent(found["met"] / judged if judged else None, lang),
            *(whole(count, lang) for count in told),
            whole(found.total() - sum(told), lang),
        ))  # fmt: skip
    columns = ("procedure", "limit", "party", "rate", *_LIMIT_STATES, "without")
    return Section(word("by_limit", lang), Table(tuple(word(one, lang) for one in columns), tuple(rows)))


def waiting(forecast: Forecast, lang: Language) -> Section:
    """Return where dossiers spend their time, the steps with the longest queues first."""
    kinds = ("worked", "waited_staff", "waited_applicant", "waited_agencies", "paused")
    counts = sorted(table(forecast.tally, "step", 3).items(), key=lambda pair: (-pair[1]["waited_staff"], pair[0]))
    rows: list[tuple[str, ...]] = []
    bars: list[tuple[str, tuple[float, ...]]] = []
    for (procedure, step, who), found in counts[:_MOST_STEPS]:
        hours = tuple(found[kind] / found["visits"] / _HOUR for kind in kinds)
        name = forecast.steps[procedure, step].text(lang)
        place = (forecast.procedures[procedure].text(lang), name, who, whole(found["visits"], lang))
        rows.append((*place, *(number(one, lang) for one in hours)))
        bars.append((name, hours))
    columns = ("procedure", "step", "who", "visits", *kinds)
    plot = Plot("bars", tuple(word(kind, lang) for kind in kinds), tuple(bars[:_MOST_BARS]), "h")
    wanted = Table(tuple(word(one, lang) for one in columns), tuple(rows))
    return Section(word("waiting", lang), wanted, word("waiting.note", lang), plot)


def staff(forecast: Forecast, lang: Language) -> Section:
    """Return how busy every group of officers is, and how long work waits for it."""
    rows: list[tuple[str, ...]] = []
    bars: list[tuple[str, tuple[float, ...]]] = []
    for (office, group), found in table(forecast.tally, "group", 2).items():
        share = forecast.utilisation[office, group]
        wait = found["waited"] / found["pieces"] if found["pieces"] else 0.0
        name = forecast.offices[office][0].text(lang)
        rows.append((name, group, percent(share, lang), whole(found["pieces"], lang), number(wait, lang)))
        bars.append((f"{name}: {group}", (100 * share,)))
    columns = tuple(word(one, lang) for one in ("office", "group", "busy", "pieces", "wait"))
    plot = Plot("bars", (word("busy", lang),), tuple(bars), "%") if bars else None
    return Section(word("staff", lang), Table(columns, tuple(rows)), word("staff.note", lang), plot)


def lateness(forecast: Forecast, lang: Language) -> Section:
    """Return by how many working days late dossiers are late."""
    days: dict[int, int] = {}
    for key, count in under(forecast.tally, "days_late"):
        days[min(int(key[0]), _MOST_DAYS)] = days.get(min(int(key[0]), _MOST_DAYS), 0) + count

    def named(day: int) -> str:
        return word("lateness.more", lang, days=day) if day == _MOST_DAYS else str(day)

    found = [(named(day), days[day]) for day in sorted(days)]
    columns = (word("days", lang), word("dossiers", lang))
    rows = tuple((name, whole(count, lang)) for name, count in found)
    bars = tuple((name, (float(count),)) for name, count in found)
    plot = Plot("bars", (word("dossiers", lang),), bars) if bars else None
    return Section(word("lateness", lang), Table(columns, rows), plot=plot)


def weeks(forecast: Forecast, lang: Language) -> Section:
    """Return how many dossiers came and were finished, week by week."""
    counts = table(forecast.tally, "week", 1)
    names = ("filed", "finished")
    rows = tuple((key[0], *(whole(found[name], lang) for name in names)) for key, found in counts.items())
    lines = tuple((key[0], tuple(float(found[name]) for name in names)) for key, found in counts.items())
    columns = (word("week", lang), *(word(name, lang) for name in names))
    plot = Plot("lines", tuple(word(name, lang) for name in names), lines)
    return Section(word("weeks", lang), Table(columns, rows), plot=plot)


def refused(forecast: Forecast, lang: Language) -> Section:
    """Return the acts that the engine refused."""
    rows = tuple((*key, whole(count, lang)) for key, count in under(forecast.tally, "refused"))
    columns = tuple(word(one, lang) for one in ("procedure", "act", "code", "count"))
    return Section(word("refused", lang), Table(columns, rows), word("refused.note", lang))


def stuck(forecast: Forecast, lang: Language) -> Section:
    """Return the dossiers with which nobody can go on."""
    rows = tuple((*key, whole(count, lang)) for key, count in under(forecast.tally, "stuck"))
    return Section(word("stuck", lang), Table(tuple(word(one, lang) for one in ("procedure", "act", "count")), rows))


def _kept(counts: Counter[str]) -> float | None:
    decided = counts["early"] + counts["on_time"] + counts["late"]
    return (counts["early"] + counts["on_time"]) / decided if decided else None
