"""A report as an Excel workbook: one sheet for each way to look at it, numbers as numbers."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from dossierflow.citation import Status
from dossierflow.office import HEADING, MOTTO, Box, Letterhead, Line, Page, Style, Table, write_workbook
from dossierflow.onestop.indicators.export import GROUPINGS
from dossierflow.onestop.indicators.rates import INDICATOR_GROUPS, NO_FORMULA
from dossierflow.onestop.indicators.scoring import SCORING_RULES
from dossierflow.onestop.indicators.words import REPORT_WORDS, headings, in_words, status_faults
from dossierflow.onestop.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dossierflow.citation import Citation, Language
    from dossierflow.office.pages import Block, BoxValue
    from dossierflow.onestop.indicators.indicators import Figures, Indicators
    from dossierflow.onestop.indicators.rows import Row

MOST_LISTED: Final = 20_000
"""How many dossiers are listed one by one; of more, only those that are late or differ."""

_IN_GROUPS: Final = (
    "carried_over",
    "received",
    "online",
    "finished",
    "finished_early",
    "finished_on_time",
    "finished_late",
    "open",
    "open_in_term",
    "open_overdue",
    "scored_on_time",
    "scored_late",
    "asked_again",
    "differ",
)
_TITLE: Final = Style(bold=True, align="center", size=14)
_NOTE: Final = Style(italic=True)
_WIDE: Final = 60.0


def report_workbook(report: Indicators, lang: Language = "vi", *, agency: str = "") -> bytes:
    """
    Return *report* as the bytes of an .xlsx file, the same bytes every time.

    Args:
        report: What to write.

        lang: ``vi`` or ``en``.

        agency: Whose report it is, for the head of the first sheet.

    Raises:
        ImportError: The extra ``office`` is not installed.
    """
    said = REPORT_WORDS
    sheets = {
        said["sheet_total"].text(lang): _page(report, lang, _total(report, lang, agency)),
        said["sheet_rates"].text(lang): _page(report, lang, _rates(report.total, lang)),
        **{
            said[f"sheet_{grouping}"].text(lang): _page(
                report, lang, [_groups(report.by(grouping), said[grouping].text(lang), report, lang)]
            )
            for grouping in GROUPINGS
        },
        said["sheet_differ"].text(lang): _page(report, lang, _differing(report, lang)),
        said["sheet_statuses"].text(lang): _page(
            report,
            lang,
            [_table((_fault_columns(lang), *islice(status_faults(report, lang), MOST_LISTED)), (45, 45, 90, 25, 25))],
        ),
        said["sheet_limits"].text(lang): _page(report, lang, _limits(report, lang)),
        said["sheet_dossiers"].text(lang): _page(report, lang, _dossiers(report, lang)),
        said["sheet_rules"].text(lang): _page(report, lang, _rules(lang)),
    }
    return write_workbook(sheets, title=said["title"].text(lang))


def _page(report: Indicators, lang: Language, blocks: Iterable[Block]) -> Page:
    title = f"{REPORT_WORDS['title'].text(lang)} {report.period}"
    return Page(title=title, blocks=tuple(blocks))


def _total(report: Indicators, lang: Language, agency: str) -> Iterator[Block]:
    said = REPORT_WORDS
    if agency:
        head = Style(bold=True, align="center")
        yield Letterhead((Line(visible(agency), head),), tuple(Line(one, head) for one in MOTTO))
    yield Line(said["title"].text(lang), _TITLE)
    yield Line(
        said["period"].text(lang).format(first=f"{report.period.first:%d/%m/%Y}", last=f"{report.period.last:%d/%m/%Y}")
    )
    numbers = report.total.numbers
    columns = headings("number", "count", lang=lang)
    rows = [(one.name.text(lang), numbers[key]) for key, one in report.measures.items()]
    yield _table((columns, *rows), (110, 30))
    yield from (Line(text, _NOTE) for text in notes_of(report, lang))


def notes_of(report: Indicators, lang: Language) -> Iterator[str]:
    """Yield what a reader has to know about what is missing."""
    said = REPORT_WORDS
    if report.unknown_procedures:
        yield said["unknown_procedures"].text(lang).format(listed=", ".join(report.unknown_procedures))
    if report.unused_records:
        yield said["unused_records"].text(lang).format(count=len(report.unused_records))


def _rates(figures: Figures, lang: Language) -> Iterator[Block]:
    columns = headings("group", "rate", "part", "whole", "value", "points", "remark", "source", lang=lang)
    rows: list[tuple[BoxValue, ...]] = []
    for rate in figures.rates:
        value, points = rate.value, rate.points
        remark = rate.rule.unknown if value is None else NO_FORMULA if points is None else None
        rows.append(
            (
                INDICATOR_GROUPS[rate.rule.group].name.text(lang),
                rate.rule.name.text(lang),
                rate.part,
                rate.whole,
                "" if value is None else round(float(value), 4),
                "" if points is None else round(float(points), 2),
                "" if remark is None else remark.text(lang),
                source_of(rate.rule.cite, lang),
            )
        )
    yield _table((columns, *rows), (45, _WIDE, 18, 18, 18, 18, _WIDE, _WIDE))
    groups = [(one.name.text(lang), one.most) for one in INDICATOR_GROUPS.values()]
    yield _table((headings("group", "most", lang=lang), *groups), (_WIDE, 25))


def _groups(groups: Mapping[str, Figures], name: str, report: Indicators, lang: Language) -> Table:
    columns = (name, *(report.measures[key].name.text(lang) for key in _IN_GROUPS), _rate_name(lang))
    rows: list[tuple[BoxValue, ...]] = []
    for group, figures in groups.items():
        numbers = figures.numbers
        progress = figures.rates[0].value
        shown = "" if progress is None else round(float(progress), 4)
        rows.append((visible(group), *(numbers[key] for key in _IN_GROUPS), shown))
    return _table((columns, *rows), (45, *(20 for _ in _IN_GROUPS), 25))


def _rate_name(lang: Language) -> str:
    return REPORT_WORDS["progress"].text(lang)


def _differing(report: Indicators, lang: Language) -> Iterator[Block]:
    yield Line(REPORT_WORDS["differ_note"].text(lang), _NOTE)
    columns = headings(
        "dossier", "procedure", "official", "appointment", "counted_day", "legal", "due", "ended", "why", lang=lang
    )
    rows: list[tuple[BoxValue, ...]] = []
    differing = report.total.dossiers("differ")
    if len(differing) > MOST_LISTED:
        yield Line(REPORT_WORDS["first_named"].text(lang).format(count=MOST_LISTED), _NOTE)
    for row in differing[:MOST_LISTED]:
        official, legal = row.official, row.legal
        if official is None or legal is None:
            continue
        rows.append(
            (
                visible(row.number),
                f"{row.procedure}@{row.version}",
                in_words(official.result, lang),
                official.appointment or "",
                report.period.day(official.counted_at),
                in_words(legal.result, lang),
                legal.due or "",
                report.period.day(legal.ended_at) if legal.ended_at is not None else "",
                "; ".join(in_words(one, lang) for one in row.differences),
            )
        )
    yield _table((columns, *rows), (45, 55, 25, 25, 25, 25, 25, 25, 90))


def _fault_columns(lang: Language) -> tuple[str, ...]:
    return headings("dossier", "at", "fault", "reported", "actual", lang=lang)


def _limits(report: Indicators, lang: Language) -> Iterator[Block]:
    columns = headings(
        "procedure",
        "limit",
        "party",
        "early",
        "on_time",
        "late",
        "running",
        "suspended",
        "overdue",
        "lapsed",
        lang=lang,
    )
    rows = [
        (
            key.procedure,
            key.limit,
            key.party,
            one.early,
            one.on_time,
            len(one.late),
            one.running,
            one.suspended,
            len(one.overdue),
            one.lapsed,
        )
        for key, one in report.limits.items()
    ]
    yield _table((columns, *rows), (55, 35, 35, *(20 for _ in range(7))))


def _dossiers(report: Indicators, lang: Language) -> Iterator[Block]:
    rows = report.total.rows
    if len(rows) > MOST_LISTED:
        yield Line(REPORT_WORDS["too_many"].text(lang).format(count=len(rows)), _NOTE)
        late = {"scored_late", "finished_late", "open_overdue", "differ"}
        rows = tuple(row for row, keys in zip(rows, report.total.marks, strict=True) if late & keys)[:MOST_LISTED]
    columns = headings(
        "dossier",
        "number",
        "procedure",
        "agency",
        "level",
        "channel",
        "status",
        "received",
        "finished",
        "supplements",
        "official",
        "appointment",
        "legal",
        "due",
        lang=lang,
    )
    yield _table(
        (columns, *(_dossier(row, lang) for row in rows)), (40, 40, 50, 30, 25, 22, 18, *(22 for _ in range(7)))
    )


def _dossier(row: Row, lang: Language) -> tuple[BoxValue, ...]:
    official, legal = row.official, row.legal
    return (
        visible(row.dossier),
        visible(row.number),
        f"{row.procedure}@{row.version}",
        visible(row.agency),
        visible(row.level),
        visible(row.channel),
        int(row.status),
        row.received_on or "",
        row.finished_on or "",
        row.supplements,
        "" if official is None else in_words(official.result, lang),
        "" if official is None else official.appointment or "",
        "" if legal is None else in_words(legal.result, lang),
        "" if legal is None else legal.due or "",
    )


def _rules(lang: Language) -> Iterator[Block]:
    rows = [(rule.name.text(lang), source_of(rule.cite, lang)) for rule in SCORING_RULES.values()]
    yield _table((headings("rule", "source", lang=lang), *rows), (120, 120))


def source_of(cite: Citation, lang: Language) -> str:
    """Return a source with a mark where nobody has read it."""
    mark = REPORT_WORDS["unverified"].text(lang) if cite.status is Status.UNVERIFIED else ""
    return f"{cite} {mark}".strip()


def _table(rows: Iterable[tuple[BoxValue, ...]], widths: tuple[float, ...]) -> Table:
    head, *body = rows
    top = tuple(Box(value, HEADING, shaded=True) for value in head)
    return Table(widths, (top, *(tuple(Box(value) for value in row) for row in body)), header_rows=1)
