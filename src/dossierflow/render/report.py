"""A report of the one-stop office as text, and as one HTML page with plots and the list behind every number."""

from __future__ import annotations

from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Final

from dossierflow.onestop.indicators import INDICATOR_GROUPS, NO_FORMULA, SCORING_RULES
from dossierflow.onestop.indicators.export import GROUPINGS
from dossierflow.onestop.indicators.words import REPORT_WORDS, headings, in_words, status_faults
from dossierflow.onestop.indicators.workbook import notes_of, source_of
from dossierflow.onestop.visible import visible
from dossierflow.render.bars import Bar, bars_svg
from dossierflow.render.tables import Table, table_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dossierflow.citation import Language
    from dossierflow.onestop.indicators import Grouping, Indicators, Rate

MOST_BARS: Final = 40
MOST_NAMED: Final = 500
"""How many dossiers are named behind one number; of more, the first so many and a note."""

_FINISHED: Final = ("finished_early", "finished_on_time", "finished_late", "open_in_term", "open_overdue")
_IN_GROUPS: Final = ("carried_over", "received", "online", "finished", *_FINISHED[:3], "open", *_FINISHED[3:], "differ")
_STYLE: Final = """\
body { font: 1rem/1.5 sans-serif; color: #111111; background: #FFFFFF }
main { max-width: 75rem; margin: 1rem auto; padding: 0 1rem }
figure { margin: 1rem 0; overflow-x: auto }
.wide { overflow-x: auto }
table { border-collapse: collapse; margin: .5rem 0 }
caption { text-align: left; font-weight: bold }
th, td { border: 1px solid #6B6B6B; padding: .2rem .5rem; text-align: left; vertical-align: top }
td.n { text-align: right; font-variant-numeric: tabular-nums }
.note { color: #333333; font-style: italic }
li { overflow-wrap: anywhere }
@media print { details { break-inside: avoid } @page { size: A4 landscape; margin: 12mm } }"""


def report_text(report: Indicators, lang: Language) -> str:
    """Return the main numbers and the rates as plain text."""
    total = report.total
    numbers = total.numbers
    counted = Table(
        headings("number", "count", lang=lang),
        tuple((one.name.text(lang), str(numbers[key])) for key, one in report.measures.items() if numbers[key]),
    )
    parts = [
        _title(report, lang),
        table_text(counted),
        table_text(Table(_rate_columns(lang), tuple(_rate_row(rate, lang) for rate in total.rates))),
        *notes_of(report, lang),
    ]
    return "\n\n".join(parts)


def report_html(report: Indicators, lang: Language) -> str:
    """Return the report as one HTML document that needs nothing else and runs no script."""
    said = REPORT_WORDS
    title = escape(_title(report, lang))
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{lang}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>",
        f"<style>\n{_STYLE}\n</style>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>{title}</h1>",
        *(f'<p class="note">{escape(note)}</p>' for note in notes_of(report, lang)),
        f"<h2>{escape(said['sheet_rates'].text(lang))}</h2>",
        *_table(
            said["sheet_rates"].text(lang), _rate_columns(lang), (_rate_row(rate, lang) for rate in report.total.rates)
        ),
    ]
    for grouping in GROUPINGS:
        parts += _grouped(report, lang, grouping)
    parts += _differing(report, lang)
    parts += _faults(report, lang)
    parts += _lists(report, lang)
    parts += _rules(lang)
    return "\n".join([*parts, "</main>", "</body>", "</html>"]) + "\n"


def _title(report: Indicators, lang: Language) -> str:
    first, last = (f"{day:%d/%m/%Y}" for day in (report.period.first, report.period.last))
    return f"{REPORT_WORDS['title'].text(lang)}. {REPORT_WORDS['period'].text(lang).format(first=first, last=last)}"


def _rate_columns(lang: Language) -> tuple[str, ...]:
    return headings("group", "rate", "part", "whole", "value", "points", "remark", "source", lang=lang)


def _rate_row(rate: Rate, lang: Language) -> tuple[str, ...]:
    group, value, points = INDICATOR_GROUPS[rate.rule.group], rate.value, rate.points
    remark = rate.rule.unknown.text(lang) if value is None else NO_FORMULA.text(lang) if points is None else ""
    return (
        group.name.text(lang),
        rate.rule.name.text(lang),
        str(rate.part),
        str(rate.whole),
        "-" if value is None else f"{_decimal(float(100 * value), lang)} %",
        "-" if points is None else f"{_decimal(float(points), lang)}/{group.most}",
        remark,
        source_of(rate.rule.cite, lang),
    )


def _decimal(value: float, lang: Language) -> str:
    text = f"{value:.2f}"
    return text.replace(".", ",") if lang == "vi" else text


def _grouped(report: Indicators, lang: Language, grouping: Grouping) -> Iterator[str]:
    title, name = REPORT_WORDS[f"sheet_{grouping}"].text(lang), REPORT_WORDS[grouping].text(lang)
    labels = tuple(report.measures[key].name.text(lang) for key in _FINISHED)
    counted = {group: figures.numbers for group, figures in report.by(grouping).items()}
    largest = sorted(counted, key=lambda group: (-sum(counted[group][key] for key in _FINISHED), group))[:MOST_BARS]
    bars = [Bar(visible(group), tuple(counted[group][key] for key in _FINISHED)) for group in largest]
    yield f"<h2>{escape(title)}</h2>"
    if bars:
        yield f"<figure>\n{bars_svg(title, labels, bars, prefix=grouping)}\n</figure>"
    columns = (name, *(report.measures[key].name.text(lang) for key in _IN_GROUPS))
    rows = ((visible(group), *(str(numbers[key]) for key in _IN_GROUPS)) for group, numbers in counted.items())
    yield from _table(title, columns, rows)


def _differing(report: Indicators, lang: Language) -> Iterator[str]:
    title = REPORT_WORDS["sheet_differ"].text(lang)
    columns = headings("dossier", "procedure", "official", "appointment", "legal", "due", "why", lang=lang)
    rows: list[tuple[str, ...]] = []
    differing = report.total.dossiers("differ")
    for row in differing[:MOST_NAMED]:
        official, legal = row.official, row.legal
        if official is None or legal is None:
            continue
        rows.append(
            (
                visible(row.number),
                f"{row.procedure}@{row.version}",
                in_words(official.result, lang),
                "" if official.appointment is None else f"{official.appointment:%d/%m/%Y}",
                in_words(legal.result, lang),
                "" if legal.due is None else f"{legal.due:%d/%m/%Y}",
                "; ".join(in_words(one, lang) for one in row.differences),
            )
        )
    yield f"<h2>{escape(title)}</h2>"
    yield f'<p class="note">{escape(REPORT_WORDS["differ_note"].text(lang))}</p>'
    if len(differing) > MOST_NAMED:
        yield f'<p class="note">{escape(REPORT_WORDS["first_named"].text(lang).format(count=MOST_NAMED))}</p>'
    yield from _table(title, columns, rows)


def _faults(report: Indicators, lang: Language) -> Iterator[str]:
    found = tuple(islice(status_faults(report, lang), MOST_NAMED))
    if found:
        title = REPORT_WORDS["sheet_statuses"].text(lang)
        yield f"<h2>{escape(title)}</h2>"
        yield from _table(title, headings("dossier", "at", "fault", "reported", "actual", lang=lang), found)


def _lists(report: Indicators, lang: Language) -> Iterator[str]:
    """Yield every number with its list, folded away until somebody asks."""
    yield f"<h2>{escape(REPORT_WORDS['sheet_total'].text(lang))}</h2>"
    for key, one in report.measures.items():
        rows = report.total.dossiers(key)
        yield f'<details id="{key}"><summary>{escape(one.name.text(lang))}: <strong>{len(rows)}</strong></summary>'
        if len(rows) > MOST_NAMED:
            yield f'<p class="note">{escape(REPORT_WORDS["first_named"].text(lang).format(count=MOST_NAMED))}</p>'
        names = ", ".join(escape(visible(row.number)) for row in rows[:MOST_NAMED])
        yield f"<p>{names}</p></details>"


def _rules(lang: Language) -> Iterator[str]:
    title = REPORT_WORDS["sheet_rules"].text(lang)
    yield f"<h2>{escape(title)}</h2>"
    rows = ((rule.name.text(lang), source_of(rule.cite, lang)) for rule in SCORING_RULES.values())
    yield from _table(title, headings("rule", "source", lang=lang), rows)


def _table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    yield f'<div class="wide"><table>\n<caption>{escape(caption)}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>'
    for first, *rest in rows:
        cells = "".join(_cell(cell) for cell in rest)
        yield f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'
    yield "</tbody>\n</table></div>"


def _cell(text: str) -> str:
    look = ' class="n"' if text.isdigit() else ""
    return f"<td{look}>{escape(text)}</td>"
