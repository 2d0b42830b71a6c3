"""
The time of a procedure as tables: worst and best case, our share, slack, for each limit and path.

Text, JSON and HTML of the same report.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.render.tables import Table, table_text
from dossierflow.review.time.words import days_in_words, facts_in_words, parts_in_words, path_in_words
from dossierflow.review.words import day_in_words, term_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.citation import Language
    from dossierflow.reading.document import Value
    from dossierflow.review.time import Length, LimitTime, PathTime, TimeReport

_WORDS: Mapping[str, LegalText] = {
    "title": LegalText(
        vi="{procedure}: {days} ngày nộp từ {first} đến {last}, {ways} đường đi",
        en="{procedure}: {days} start days from {first} to {last}, {ways} paths",
    ),
    "nothing": LegalText(vi="Không có thời hạn nào chứa thời hạn khác.", en="No limit has another one inside of it."),
    "limit": LegalText(vi="Thời hạn", en="Limit"),
    "path": LegalText(vi="Đường đi", en="Path"),
    "parts": LegalText(vi="Các phần", en="Parts"),
    "worst": LegalText(vi="Lâu nhất", en="Worst case"),
    "best": LegalText(vi="Nhanh nhất", en="Best case"),
    "ours": LegalText(vi="Phần của ta", en="Our share"),
    "slack": LegalText(vi="Dư ít nhất", en="Least slack"),
    "broken": LegalText(vi="Ngày nộp bị vỡ hạn", en="Start days broken"),
    "length": LegalText(
        vi="{working} ngày làm việc, {days} ngày ({day})", en="{working} working days, {days} days ({day})"
    ),
}
_COLUMNS = ("limit", "path", "parts", "worst", "best", "ours", "slack", "broken")


def times_text(report: TimeReport, lang: Language) -> str:
    """Return the report as plain text."""
    table = _table(report, lang)
    return "\n".join([_title(report, lang), table_text(table) if table.rows else _WORDS["nothing"].text(lang)])


def times_html(report: TimeReport, lang: Language) -> str:
    """Return the report as a part of an HTML page: a table with a caption."""
    table = _table(report, lang)
    if not table.rows:
        return f"<p>{escape(_title(report, lang))}. {escape(_WORDS['nothing'].text(lang))}</p>"
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in table.columns)
    rows = "\n".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>'
        for row in table.rows
    )
    return (
        f"<table>\n<caption>{escape(_title(report, lang))}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody>\n</table>"
    )


def times_json(report: TimeReport) -> dict[str, Value]:
    """Return the report in both languages, with every start day on which a limit is broken."""
    return {
        "procedure": str(report.procedure),
        "calendar": report.calendar,
        "first": report.first.isoformat(),
        "last": report.last.isoformat(),
        "start_days": report.days,
        "situations": report.situations,
        "paths": report.ways,
        "complete": report.is_complete,
        "limits": [_limit_json(report, limit) for limit in report.limits],
        "promises": [
            {
                "committed": promise.committed,
                "statutory": promise.statutory,
                "days": [day.isoformat() for day in promise.days],
            }
            for promise in report.promises
        ],
    }


def _title(report: TimeReport, lang: Language) -> str:
    first, last = day_in_words(report.first).text(lang), day_in_words(report.last).text(lang)
    title = _WORDS["title"].text(lang)
    return title.format(procedure=report.procedure, days=report.days, first=first, last=last, ways=report.ways)


def _table(report: TimeReport, lang: Language) -> Table:
    columns = tuple(_WORDS[column].text(lang) for column in _COLUMNS)
    rows = tuple(_row(report, limit, path, lang) for limit in report.limits for path in limit.paths)
    return Table(columns, rows)


def _row(report: TimeReport, limit: LimitTime, path: PathTime, lang: Language) -> tuple[str, ...]:
    procedure = report.procedure
    way = path_in_words(procedure, path.walk).text(lang) + facts_in_words(procedure, path.facts).text(lang)
    return (
        f"{limit.limit} ({term_in_words(path.term).text(lang)})",
        way,
        parts_in_words(procedure, path.parts).text(lang),
        *(_length(one, lang) for one in (path.worst, path.best, path.ours, path.slack)),
        f"{len(path.breaking)}: {days_in_words(path.breaking).text(lang)}" if path.breaking else "0",
    )


def _length(length: Length, lang: Language) -> str:
    day = day_in_words(length.day).text(lang)
    return _WORDS["length"].text(lang).format(working=length.working_days, days=length.days, day=day)


def _limit_json(report: TimeReport, limit: LimitTime) -> dict[str, Value]:
    return {
        "limit": limit.limit,
        "kind": limit.rule.kind.value,
        "party": limit.rule.party,
        "decided_days": limit.decided,
        "broken_days": [day.isoformat() for day in limit.breaking],
        "broken_by_ours": [day.isoformat() for day in limit.ours_breaking],
        "paths": [_path_json(report, path) for path in limit.paths],
    }


def _path_json(report: TimeReport, path: PathTime) -> dict[str, Value]:
    words = path_in_words(report.procedure, path.walk)
    return {
        "path": {"vi": words.vi, "en": words.en},
        "moves": [move.key for move in path.walk.moves],
        "facts": dict(path.facts),
        "alike": path.alike,
        "term": str(path.term),
        "parts": [{"limit": part.limit, "term": str(part.term), "ours": part.ours} for part in path.parts],
        "worst": _length_json(path.worst),
        "best": _length_json(path.best),
        "ours": _length_json(path.ours),
        "slack": _length_json(path.slack),
        "broken_days": [day.isoformat() for day in path.breaking],
    }


def _length_json(length: Length) -> dict[str, Value]:
    return {"working_days": length.working_days, "days": length.days, "start_day": length.day.isoformat()}
