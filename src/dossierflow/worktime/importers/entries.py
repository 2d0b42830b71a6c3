"""
Reading one event of a feed: its days, or why it has none that could be taken.

The package ``icalendar`` reads the properties; which days they come to is
worked out here, in bounded time, for whole days and yearly repetition alone.
"""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeGuard, cast

from dossierflow.reading.characters import refusal
from dossierflow.worktime.importers.extras import missing
from dossierflow.worktime.importers.rules import FeedEvent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from icalendar import Event

    from dossierflow.worktime.importers.feed import RawEvent

LONGEST_SUMMARY = 300
_DAY = timedelta(days=1)
_RULE_PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "WKST"})


class _NotTakenError(Exception):
    """The event cannot be taken, and says why."""


def days_of(raw: RawEvent, first: date, last: date) -> tuple[FeedEvent, tuple[date, ...]]:
    """
    Return the event, and its days from *first* to *last*, both inclusive.

    An event that cannot be taken has a reason and no days.

    Raises:
        ImportError: The package ``icalendar`` is not installed.
    """
    try:
        from icalendar import Event  # noqa: PLC0415 - an extra, loaded only where a feed is read
    except ImportError as error:
        raise missing("icalendar", "ical") from error
    try:
        event = cast("Event", Event.from_ical(raw.text.encode()))
    except (TypeError, ValueError) as error:
        return FeedEvent(raw.line, "", (), None, None, f"it is no iCalendar: {_short(str(error))}"), ()
    if event.errors:
        name, problem = event.errors[0]
        return FeedEvent(raw.line, "", (), None, None, f"its {name} cannot be read: {_short(str(problem))}"), ()
    summary, categories = _text(event.get("SUMMARY")), _categories(event)
    try:
        _check(event, summary)
        start, days = _run(event)
        found = tuple(sorted(set(_repeated(event, start, days, first, last))))
    except _NotTakenError as reason:
        return FeedEvent(raw.line, _short(summary), categories, None, None, str(reason)), ()
    return FeedEvent(raw.line, summary, categories, start, start + timedelta(days=days - 1), ""), found


def _text(value: object) -> str:
    return "" if value is None else unicodedata.normalize("NFC", str(value)).strip()


def _short(text: str) -> str:
    return text if refusal(text) is None and len(text) <= LONGEST_SUMMARY else ascii(text[:LONGEST_SUMMARY])


def _categories(event: Event) -> tuple[str, ...]:
    return tuple(_text(category) for group in _all(event, "CATEGORIES") for category in group.cats)


def _all(event: Event, name: str) -> list[Any]:
    """Return every value of a property; the package gives a list only where there are several."""
    given: object = event.get(name)
    if given is None:
        return []
    return given if _is_list(given) else [given]


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _is_rule(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _check(event: Event, summary: str) -> None:
    """Refuse an event that is not what it seems."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        msg = "it is cancelled"
        raise _NotTakenError(msg)
    for name in ("RDATE", "RECURRENCE-ID"):
        if name in event:
            msg = f"it has {name}, which changes single days of a repetition"
            raise _NotTakenError(msg)
    problem = refusal(summary) or (f"more than {LONGEST_SUMMARY} characters" if len(summary) > LONGEST_SUMMARY else "")
    if problem or not summary:
        msg = f"its summary has {problem.removeprefix('found ')}" if problem else "it has no summary"
        raise _NotTakenError(msg)


def _run(event: Event) -> tuple[date, int]:
    """Return the first day, and how many days there are one after another."""
    start, end, length = _value(event, "DTSTART"), _value(event, "DTEND"), _value(event, "DURATION")
    if start is None:
        msg = "it has no start"
        raise _NotTakenError(msg)
    if not isinstance(start, date) or isinstance(start, datetime):
        msg = "it has a time of day; only whole days can be days of a calendar"
        raise _NotTakenError(msg)
    if isinstance(end, date) and not isinstance(end, datetime):
        length = end - start
    elif end is not None:
        msg = "it starts on a day and ends at a time of day"
        raise _NotTakenError(msg)
    length = _DAY if length is None else length
    if not isinstance(length, timedelta) or length < _DAY or length % _DAY or length > date.max - start:
        msg = "it does not last one or more whole days"
        raise _NotTakenError(msg)
    return start, length.days


def _value(event: Event, name: str) -> object:
    """Return the plain value of a property that an event may have once."""
    given = _all(event, name)
    if len(given) > 1:
        msg = f"it has {name} more than once"
        raise _NotTakenError(msg)
    return given[0].dt if given else None


def _repeated(event: Event, start: date, length: int, first: date, last: date) -> Iterator[date]:
    """Yield the days from *first* to *last* of an event, or of its yearly repetition."""
    left_out = _left_out(event)
    for begin in _begins(event, start, last):
        if begin in left_out:
            continue
        # The span of the layer bounds the walk, however long the event claims to be.
        low, high = max(begin.toordinal(), first.toordinal()), min(begin.toordinal() + length - 1, last.toordinal())
        yield from map(date.fromordinal, range(low, high + 1))


def _left_out(event: Event) -> frozenset[object]:
    return frozenset(one.dt for group in _all(event, "EXDATE") for one in group.dts)


def _begins(event: Event, start: date, last: date) -> Iterator[date]:
    """Yield the first days of an event and of its repetitions, up to *last*."""
    rules = _all(event, "RRULE")
    if not rules:
        yield start
        return
    step, count, until = _yearly(rules, start)
    until = min(last, until or last)
    done = 0
    for year in range(start.year, until.year + 1, step):
        begin = _in_year(start, year)
        if begin is None:
            continue
        if begin > until or (count is not None and done >= count):
            return
        done += 1
        yield begin


def _yearly(rules: list[Any], start: date) -> tuple[int, int | None, date | None]:
    """Return of a yearly repetition how many years apart it is, how often, and until when."""
    parts = rules[0] if len(rules) == 1 and _is_rule(rules[0]) else {}
    own = {"BYMONTH": [start.month], "BYMONTHDAY": [start.day]}
    elsewhere = any(parts.get(name, days) != days for name, days in own.items())
    step, count, until = (parts.get(name, [none]) for name, none in (("INTERVAL", 1), ("COUNT", None), ("UNTIL", None)))
    if parts.get("FREQ") != ["YEARLY"] or not parts.keys() <= _RULE_PARTS or elsewhere or step[0] < 1:
        msg = "it repeats otherwise than every year, or every few years, on the same day"
        raise _NotTakenError(msg)
    if until[0] is not None and not isinstance(until[0], date):
        msg = "its repetition ends at no date"
        raise _NotTakenError(msg)
    return step[0], count[0], until[0].date() if isinstance(until[0], datetime) else until[0]


def _in_year(start: date, year: int) -> date | None:
    """Return *start* in another *year*; none for 29 February in a year that has none."""
    try:
        return start.replace(year=year)
    except ValueError:
        return None
