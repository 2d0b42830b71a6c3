"""
The course of a term, from its event to its last instant.

One function runs it, with a `Trail` for an explanation and without one for a
bare due date: receipt, then each term of the chain, then the end. The parts
that count are in `dossierflow.deadlines.days` and `.minutes`.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeAlias

from dossierflow.deadlines.anchors import deemed_day
from dossierflow.deadlines.clock import Place, end_of
from dossierflow.deadlines.conventions import CutoffEffect, Direction, Receipt, Roll, Starts
from dossierflow.deadlines.explanation import Due, StepKind
from dossierflow.deadlines.ledger import Anchor
from dossierflow.deadlines.links import advance, least_day, nominal_days
from dossierflow.deadlines.term import Unit
from dossierflow.errors import CalendarCoverageError

if TYPE_CHECKING:
    from dossierflow.deadlines.anchors import Deeming
    from dossierflow.deadlines.choices import Counting
    from dossierflow.deadlines.ledger import Extension, Ledger
    from dossierflow.deadlines.trail import Trail
    from dossierflow.worktime.calendar import WorkCalendar

Start: TypeAlias = tuple[datetime, date, bool]
"""Where a term starts: the event or what it counts as; its local day; whether a cut-off makes the result later."""

_DAY = timedelta(days=1)
_NEXT_OPENING = Receipt.NEXT_OPENING
_STARTS_LATER = CutoffEffect.STARTS_LATER
_NO_ROLL = Roll.NONE


def run(ledger: Ledger, calendar: WorkCalendar, trail: Trail | None) -> Due | None:
    """
    Return when the term ends, or none while it stands still.

    Raises:
        CalendarCoverageError: A day outside *calendar* would have to be looked at.

        TermError: A choice of counting refuses.
    """
    start = receive(ledger, calendar, trail)
    place = expiry(ledger, calendar, start, trail)
    if place is None:
        return None
    counting, (_, first, late), (last, _) = ledger.counting, start, place
    if counting.roll is not _NO_ROLL or counting.min_working_days or trail is not None:
        place = _rolled(ledger, calendar, start, place, trail)
        if place is None:
            return None
    if late:
        place = _a_day_later(counting, calendar, place, trail)
    day, instant = place
    at = instant or end_of(calendar, day, counting.ends)
    if trail is not None:
        params = {"ends": counting.ends.value}
        trail.add(StepKind.END, instant or day, at, cite=counting.cite("ends"), params=params)
    confirmed = calendar.confirmed_until
    return Due(day, at, day > confirmed or last > confirmed or first > confirmed)


def receive(ledger: Ledger, calendar: WorkCalendar, trail: Trail | None) -> Start:
    """Return where the term of *ledger* starts, once receipt and cut-off have had their say."""
    counting, at, late = ledger.counting, ledger.trigger, False
    if trail is not None:
        trail.add(StepKind.RECEIVED, at, at.astimezone(calendar.tz), cite=counting.cite("receipt"))
    if ledger.deeming is not None:
        at = _deemed(ledger.deeming, calendar, at, trail)
    as_it_was = at
    if counting.receipt is _NEXT_OPENING:
        at = _next_opening(counting, calendar, at, trail)
    # Who comes at an opening is in time, however early the cut-off: nothing moves an event twice.
    if counting.cutoff is not None and at is as_it_was and _after_cutoff(calendar, at, counting.cutoff):
        late = counting.cutoff_effect is not _STARTS_LATER
        at = _cut_off(counting, calendar, at, trail)
    day = calendar.local_day(at)
    if not calendar.first <= day <= calendar.last:
        raise CalendarCoverageError(calendar.name, day, calendar.first, calendar.last)
    if trail is not None:
        _tell_start(ledger, at.astimezone(calendar.tz), day, trail)
    return at, day, late


def _deemed(deeming: Deeming, calendar: WorkCalendar, at: datetime, trail: Trail | None) -> datetime:
    """Return the first instant of the day that the event counts as."""
    happened = calendar.local_day(at)
    day = deemed_day(calendar, deeming, happened)
    if trail is not None:
        params = {"name.vi": deeming.name.vi, "name.en": deeming.name.en}
        if deeming.after is None:
            params["day"] = str(deeming.day)
            trail.add(StepKind.DEEMED, happened, day, cite=deeming.cite, params=params)
        else:
            unit = deeming.after.unit
            working = unit is Unit.WORKING_DAY
            trail.walk(StepKind.DEEMED, happened, day, unit, working=working, cite=deeming.cite, params=params)
    return datetime.combine(day, time.min, calendar.tz)


def _tell_start(ledger: Ledger, at: datetime, day: date, trail: Trail) -> None:
    """Tell how the first term starts; one of no length at all does not start."""
    counting, term = ledger.counting, ledger.chain[0]
    if isinstance(term.amount, int) and not term.unit.is_clock:
        if term.amount:
            starts = Starts.NEXT_DAY if counting.starts is Starts.INSTANT else counting.starts
            cite = counting.cite("starts") if starts is counting.starts else ()
            trail.add(StepKind.START, at, day, cite=cite, params={"starts": starts.value})
    else:
        cite = counting.cite("starts") if counting.starts is Starts.INSTANT else counting.cite("fraction_of_day")
        trail.add(StepKind.START, at, at, cite=cite, params={"starts": Starts.INSTANT.value})


def _next_opening(counting: Counting, calendar: WorkCalendar, at: datetime, trail: Trail | None) -> datetime:
    opening = calendar.next_opening(at)
    if trail is not None and opening != at:
        day = calendar.local_day(at)
        skipped = trail.days_off(day, calendar.local_day(opening))
        local = at.astimezone(calendar.tz)
        trail.add(StepKind.NEXT_OPENING, local, opening, skipped=skipped, cite=counting.cite("receipt"))
    return opening


def _after_cutoff(calendar: WorkCalendar, at: datetime, cutoff: time) -> bool:
    local = at.astimezone(calendar.tz)
    return local.replace(tzinfo=None, second=0, microsecond=0).time() > cutoff and calendar.is_working(
        calendar.local_day(at)
    )


def _cut_off(counting: Counting, calendar: WorkCalendar, at: datetime, trail: Trail | None) -> datetime:
    day = calendar.local_day(at)
    moved = at
    if counting.cutoff_effect is _STARTS_LATER:
        moved = calendar.opening(calendar.next_working_day(day)) or at
    if trail is not None and counting.cutoff is not None:
        trail.add(
            StepKind.CUTOFF,
            at.astimezone(calendar.tz),
            moved.astimezone(calendar.tz),
            skipped=trail.days_off(day + _DAY, calendar.local_day(moved)) if moved != at else (),
            cite=counting.cite("cutoff"),
            params={"cutoff": counting.cutoff.isoformat("minutes"), "effect": str(counting.cutoff_effect)},
        )
    return moved


def expiry(ledger: Ledger, calendar: WorkCalendar, start: Start, trail: Trail | None) -> Place | None:
    """Return where the chain of terms ends, before it rolls, or none while it stands still."""
    at, day, _ = start
    term, extensions, cite = ledger.term, ledger.extensions, ledger.cite
    for index, extension in enumerate(extensions):
        if extension.anchor == Anchor.TRIGGER:
            _tell_extension(extension, (day, None), trail)
            term, extensions, cite = extension.term, ledger.extensions[index + 1 :], extension.cite
    place = advance(ledger, calendar, term, (day, at), trail, cite, first=True)
    for extension in extensions:
        if place is None:
            break
        place = _extended(ledger, calendar, extension, start, place, trail)
    return place


def _extended(
    ledger: Ledger,
    calendar: WorkCalendar,
    extension: Extension,
    start: Start,
    place: Place,
    trail: Trail | None,
) -> Place | None:
    anchor: Place | None = place
    if extension.anchor == Anchor.ROLLED_DUE:
        anchor = _rolled(ledger, calendar, start, place, trail)
    if anchor is None:
        return None
    _tell_extension(extension, anchor, trail)
    return advance(ledger, calendar, extension.term, anchor, trail, extension.cite, first=False)


def _tell_extension(extension: Extension, anchor: Place, trail: Trail | None) -> None:
    if trail is not None:
        params = {"term": str(extension.term), "anchor": str(extension.anchor), "reason": extension.reason}
        day, instant = anchor
        at = instant or day
        trail.add(StepKind.EXTENDED, at, at, cite=extension.cite, params=params)


def _rolled(ledger: Ledger, calendar: WorkCalendar, start: Start, place: Place, trail: Trail | None) -> Place | None:
    """Return the end of the term once it has its least working days and has rolled; none if it stands still."""
    counting, (last, instant) = ledger.counting, place
    day = last
    if counting.min_working_days and instant is None and nominal_days(ledger) >= counting.min_working_days_from:
        least = least_day(ledger, calendar, start[1])
        if least is None:
            if trail is not None:
                trail.stands_still(last)
            return None
        day = _at_least(counting, last, least, trail)
    rolled = day
    if counting.roll is Roll.FORWARD:
        rolled = calendar.roll_forward(day)
    elif counting.roll is Roll.BACKWARD:
        rolled = calendar.roll_backward(day)
    moved = _on(instant, rolled)
    if trail is not None:
        trail.add(
            StepKind.ROLL,
            instant or day,
            moved or rolled,
            skipped=trail.days_off(day, rolled),
            cite=counting.cite("roll"),
            params={"roll": counting.roll.value, "working": "yes" if calendar.is_working(day) else "no"},
        )
    return rolled, moved


def _at_least(counting: Counting, day: date, least: date, trail: Trail | None) -> date:
    moved = min(day, least) if counting.direction is Direction.BEFORE else max(day, least)
    if trail is not None and moved != day:
        cite = counting.cite("min_working_days")
        trail.walk(StepKind.MINIMUM, day, moved, Unit.WORKING_DAY, working=True, cite=cite)
    return moved


def _a_day_later(counting: Counting, calendar: WorkCalendar, place: Place, trail: Trail | None) -> Place:
    day, instant = place
    later = calendar.next_working_day(day)
    moved = _on(instant, later)
    if trail is not None:
        skipped = trail.days_off(day + _DAY, later)
        cite = counting.cite("cutoff_effect")
        trail.add(StepKind.RESULT_LATER, instant or day, moved or later, skipped=skipped, cite=cite)
    return later, moved


def _on(instant: datetime | None, day: date) -> datetime | None:
    """Return *instant* moved to *day*, at the same time of the day; none for none."""
    return None if instant is None else datetime.combine(day, instant.timetz())
