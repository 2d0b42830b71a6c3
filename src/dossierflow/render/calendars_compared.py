"""Two calendars compared, as text and JSON: the days that differ, and what they do to common terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.render.comparison import bars, signed
from dossierflow.render.tables import Table, indented, table_text
from dossierflow.render.words import words_of
from dossierflow.render.words.comparison import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from dossierflow.citation import Language
    from dossierflow.deadlines.reprojection import DayChange
    from dossierflow.reading.document import Value
    from dossierflow.review.compare.calendars import CalendarComparison, TermShifts

CALENDARS_FORMAT = "dossierflow/calendars-compared@1"
"""Names the JSON format and its version."""

_FIRST_STARTS = 3
_SAID: Mapping[str, LegalText] = {
    "same": LegalText(vi="Hai lịch giống nhau.", en="The two calendars say the same."),
    "days": LegalText(vi="{n} ngày khác nhau:", en="{n} day(s) differ:"),
    "worked": LegalText(vi="làm việc", en="worked"),
    "off": LegalText(vi="nghỉ", en="off"),
    "other_hours": LegalText(vi="giờ làm việc khác", en="other hours"),
    "ordinary": LegalText(vi="ngày thường", en="an ordinary day"),
    "term": LegalText(
        vi="{term}: {moved}/{counted} ngày bắt đầu đổi ngày hết hạn",
        en="{term}: {moved} of {counted} start days are due on another day",
    ),
}


def calendars_text(seen: CalendarComparison, lang: Language) -> str:
    """Return what differs as plain text."""
    head = said("title", lang, before=_named(seen, new=False), after=_named(seen, new=True))
    if seen.is_same:
        return f"{head}\n{_SAID['same'].text(lang)}"
    days = [_SAID["days"].text(lang).format(n=len(seen.days)), *(f"  {_day_text(one, lang)}" for one in seen.days)]
    terms = ["\n".join(_term_text(one, lang)) for one in seen.terms]
    return "\n\n".join([head, "\n".join(days), *terms])


def calendars_json(seen: CalendarComparison) -> dict[str, Value]:
    """Return what differs, with every start day that moves."""
    return {
        "format": CALENDARS_FORMAT,
        "before": {"name": seen.before.name, "hash": seen.before.hash},
        "after": {"name": seen.after.name, "hash": seen.after.hash},
        "same": seen.is_same,
        "days": [
            {
                "day": one.day.isoformat(),
                "worked_before": one.worked_before,
                "worked_after": one.worked_after,
                "cite": [cite.model_dump(mode="json", exclude_none=True) for cite in one.cite],
            }
            for one in seen.days
        ],
        "terms": [
            {
                "term": str(one.term),
                "counted": one.counted,
                "starts": [
                    {
                        "start": move.start.date().isoformat(),
                        "before": move.before.day.isoformat(),
                        "after": move.after.day.isoformat(),
                        "days": move.days,
                    }
                    for move in one.moved
                ],
            }
            for one in seen.terms
        ],
    }


def _named(seen: CalendarComparison, *, new: bool) -> str:
    calendar = seen.after if new else seen.before
    return f"{calendar.name} ({calendar.hash[:15]})"


def _day_text(change: DayChange, lang: Language) -> str:
    was, becomes = (
        _SAID["worked" if works else "off"].text(lang) for works in (change.worked_before, change.worked_after)
    )
    told = f"{was} → {becomes}" if was != becomes else _SAID["other_hours"].text(lang)
    facts = change.facts_after or change.facts_before
    name = facts[0].name.text(lang) if facts else _SAID["ordinary"].text(lang)
    sources = "; ".join(str(cite) for cite in change.cite)
    return f"{_day(change.day, lang)}: {told} – {name}" + (f"  [{sources}]" if sources else "")


def _term_text(shifts: TermShifts, lang: Language) -> Iterator[str]:
    term = words_of(lang).amount(shifts.term.amount, shifts.term.unit)
    yield _SAID["term"].text(lang).format(term=term, moved=len(shifts.moved), counted=shifts.counted)
    if not shifts.moved:
        return
    counts: dict[int, int] = {}
    for one in shifts.moved:
        counts[one.days] = counts.get(one.days, 0) + 1
    rows = tuple((name, str(count)) for name, count in bars(counts))
    yield indented(table_text(Table((said("by_days", lang), said("starts", lang)), rows)))
    for one in shifts.moved[:_FIRST_STARTS]:
        start, before, after = (_day(day, lang) for day in (one.start.date(), one.before.day, one.after.day))
        yield f"  {start}: {before} → {after} ({signed(one.days)})"


def _day(day: date, lang: Language) -> str:
    return words_of(lang).short_day(day, year=True)
