"""
What new rules do to due dates: every start day of the calendar, under both versions.

The two terms are counted from the same instant. Where the versions start a
limit at different milestones, that is a difference of its own and not part of
the effect.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from dossierflow.deadlines.compute import due, explain
from dossierflow.errors import CalendarCoverageError, TermError
from dossierflow.review.compare.terms import term_pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossierflow.deadlines.choices import Counting
    from dossierflow.deadlines.explanation import Due, Explanation
    from dossierflow.deadlines.ledger import Ledger
    from dossierflow.engine.rulebook import CompiledProcedure
    from dossierflow.review.compare.terms import Kind, TermPair
    from dossierflow.worktime import WorkCalendar

FIRST_EXAMPLES = 2
"""How many start days are explained, besides the longest shifts."""

_MORNING, _EVENING = time(9), time(19)
_A_DAY, _A_MINUTE = timedelta(days=1), timedelta(minutes=1)


class Shift(NamedTuple):
    """One start whose due date is another one."""

    start: datetime
    before: Due
    after: Due
    days: int
    """Calendar days from the old due day to the new one; negative when it is earlier."""

    working_days: int
    """The same in working days of the second version's calendar."""


class Explained(NamedTuple):
    """One shift with the steps that lead to both dates."""

    shift: Shift
    before: Explanation
    after: Explanation


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What becomes of one limit, for the dossiers with the same two terms."""

    pair: TermPair
    hours: tuple[time, ...]
    """The hours of the start for which this holds; of the first of them are the examples."""

    counted: int
    """How many start days were counted under both versions."""

    beyond: int
    """How many start days one of the versions leads past the calendar from."""

    moved: tuple[Shift, ...]
    """The starts whose due date moves, by day."""

    examples: tuple[Explained, ...]
    """The first starts that move, and the longest shifts either way."""

    @property
    def limit(self) -> str:
        """The limit."""
        return self.pair.limit

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of dossiers that are meant."""
        return self.pair.kinds

    @property
    def by_days(self) -> dict[int, int]:
        """How many starts move by how many calendar days; 0 is another hour of the same day."""
        return dict(sorted(Counter(one.days for one in self.moved).items()))

    @property
    def by_working_days(self) -> dict[int, int]:
        """The same in working days; 0 is another day off or another hour."""
        return dict(sorted(Counter(one.working_days for one in self.moved).items()))

    @property
    def earlier(self) -> int:
        """How many starts are due earlier."""
        return sum(1 for one in self.moved if one.after.at < one.before.at)

    @property
    def later(self) -> int:
        """How many starts are due later."""
        return len(self.moved) - self.earlier


def effects(before: CompiledProcedure, after: CompiledProcedure, *, first: date, last: date) -> tuple[Effect, ...]:
    """
    Return what becomes of every limit, for every kind of dossier and every start day.

    Args:
        before: The version that holds now.

        after: The version that it is compared with.

        first: The first start day, inclusive.

        last: The last start day, inclusive.
    """
    return tuple(
        effect for pair in term_pairs(before, after) for effect in _of_pair(pair, before, after, first=first, last=last)
    )


def _of_pair(
    pair: TermPair, before: CompiledProcedure, after: CompiledProcedure, *, first: date, last: date
) -> Iterator[Effect]:
    """Yield the effects on one pair of terms: one for all hours that make no difference among each other."""
    hours = hours_of(pair, before, after)
    total = (last - first).days + 1
    if pair.before is None or pair.after is None:
        yield Effect(pair=pair, hours=hours, counted=0, beyond=0, moved=(), examples=())
    elif _is_same(pair, before, after):
        yield Effect(pair=pair, hours=hours, counted=total, beyond=0, moved=(), examples=())
    else:
        found: dict[tuple[object, ...], Effect] = {}
        for at in hours:
            effect = _effect(pair, at, before, after, first=first, last=last)
            # of the start only the day: what is due on the same days from another hour is the same effect
            key = tuple((one.start.date(), one.before, one.after) for one in effect.moved)
            known = found.get(key)
            found[key] = effect if known is None else replace(known, hours=(*known.hours, at))
        yield from found.values()


def _effect(
    pair: TermPair, at: time, before: CompiledProcedure, after: CompiledProcedure, *, first: date, last: date
) -> Effect:
    total = (last - first).days + 1
    calendars = before.calendar_of(pair.limit), after.calendar_of(pair.limit)
    moved: list[Shift] = []
    beyond = 0
    for start in starts(first, last, at, calendars[1]):
        dues = [
            _due(_ledger(compiled, pair, start, new=new), calendar)
            for compiled, calendar, new in ((before, calendars[0], False), (after, calendars[1], True))
        ]
        was, becomes = dues
        if was is None or becomes is None:
            beyond += 1
        elif (was.day, was.at) != (becomes.day, becomes.at):
            moved.append(shift(start, was, becomes, calendars[1]))
    chosen = _chosen(moved)
    examples = tuple(
        Explained(
            one,
            explain(_ledger(before, pair, one.start, new=False), calendars[0]),
            explain(_ledger(after, pair, one.start, new=True), calendars[1]),
        )
        for one in chosen
    )
    return Effect(pair=pair, hours=(at,), counted=total - beyond, beyond=beyond, moved=tuple(moved), examples=examples)


def starts(first: date, last: date, at: time, calendar: WorkCalendar) -> Iterator[datetime]:
    """Yield one start a day at *at* in the zone of *calendar*, from *first* to *last*, both inclusive."""
    for number in range((last - first).days + 1):
        yield datetime.combine(first + _A_DAY * number, at, calendar.tz)


def shift(start: datetime, before: Due, after: Due, calendar: WorkCalendar) -> Shift:
    """Return by how much a due date moves, in days and in working days of *calendar*."""
    days = (after.day - before.day).days
    return Shift(start, before, after, days, calendar.working_days_between(before.day, after.day))


def _chosen(moved: Iterable[Shift]) -> list[Shift]:
    """Return the first shifts and the longest ones either way, each once, by day."""
    shifts = list(moved)
    if not shifts:
        return []
    chosen = [*shifts[:FIRST_EXAMPLES], max(shifts, key=_length), min(shifts, key=_length)]
    return sorted(set(chosen), key=lambda one: one.start)


def _length(one: Shift) -> timedelta:
    return one.after.at - one.before.at


def _due(ledger: Ledger, calendar: WorkCalendar) -> Due | None:
    try:
        return due(ledger, calendar)
    except CalendarCoverageError:
        return None


def _ledger(compiled: CompiledProcedure, pair: TermPair, start: datetime, *, new: bool) -> Ledger:
    term = pair.after if new else pair.before
    if term is None:
        msg = f"the limit {pair.limit!r} has no term under {compiled.procedure}"
        raise TermError(msg)
    return compiled.ledger(pair.limit, term, start)


def _is_same(pair: TermPair, before: CompiledProcedure, after: CompiledProcedure) -> bool:
    """Tell whether the two versions count alike, so that no start needs to be tried."""
    if pair.before != pair.after or pair.before is None:
        return False
    sides = [
        (_choices(one.counting(pair.limit, pair.before.unit)), one.calendar_of(pair.limit).hash, rule.deemed)
        for one in (before, after)
        for rule in (one.procedure.limits[pair.limit],)
    ]
    return sides[0] == sides[1]


def _choices(counting: Counting) -> Counting:
    return counting.model_copy(update={"sources": ()})


def hours_of(pair: TermPair, before: CompiledProcedure, after: CompiledProcedure) -> tuple[time, ...]:
    """Return the hours that tell the two ways of counting apart: the morning, around each cut-off, the evening."""
    countings = [
        compiled.counting(pair.limit, term.unit)
        for compiled, term in ((before, pair.before), (after, pair.after))
        if term is not None
    ]
    hours = {_MORNING}
    for counting in countings:
        if counting.cutoff is not None:
            late = (datetime.combine(date.min, counting.cutoff) + _A_MINUTE).time()
            hours |= {counting.cutoff, late, _EVENING}
    if len({counting.receipt for counting in countings}) > 1:
        hours.add(_EVENING)
    if any(term is not None and term.unit.is_clock for term in (pair.before, pair.after)):
        hours |= {_EVENING, time(16, 30)}
    return tuple(sorted(hours))
