"""
Adding the steps of an explanation up again, without kernel and without calendar.

A person who checks an explanation does the same: start where the last step
ended, count the days that are listed, and see whether none is missing.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from dossierflow.deadlines.anchors import NamedDay, named_day
from dossierflow.deadlines.explanation import Due, StepKind
from dossierflow.deadlines.term import Unit
from dossierflow.errors import TermError

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.deadlines.explanation import Explanation, Step

_DAY = timedelta(days=1)
_MONTHS = {Unit.MONTH: 1, Unit.YEAR: 12}
_DAYS_OF_WEEK = 7
_LOOKS = {
    StepKind.RECEIVED,
    StepKind.DEEMED,
    StepKind.NEXT_OPENING,
    StepKind.CUTOFF,
    StepKind.ROLL,
    StepKind.RESULT_LATER,
}
"""Steps that decide where a term starts or ends, so that their days had to be looked at."""


def replay(explanation: Explanation) -> Due | None:
    """
    Return the due date to which the steps of *explanation* lead, or none if they stop short of one.

    Raises:
        TermError: A step does not start where the one before it ended, or its
            days do not add up.
    """
    position: date | datetime = explanation.ledger.trigger
    looked_at: list[date] = []
    for number, step in enumerate(explanation.steps, start=1):
        if not _joins(position, step.before):
            raise _wrong(number, step, f"it starts at {step.before}, the step before ended at {position}")
        if step.after is None:
            return None
        mistake = _CHECKS.get(step.kind, _unchecked)(step)
        if mistake is not None:
            raise _wrong(number, step, mistake)
        position = step.after
        if step.kind is StepKind.DEEMED:
            looked_at.clear()
        if step.kind in _LOOKS:
            looked_at += [_day(position), _day(step.before)] if step.kind is StepKind.ROLL else [_day(position)]
    if not isinstance(position, datetime) or explanation.steps[-1].kind is not StepKind.END:
        msg = "the explanation does not come to an end; its last step says at which instant the term ends"
        raise TermError(msg)
    provisional = any(day > explanation.calendar.confirmed_until for day in looked_at)
    return Due(_day(explanation.steps[-1].before), position, provisional)


def _wrong(number: int, step: Step, mistake: str) -> TermError:
    return TermError(f"step {number} ({step.kind.value}) does not add up: {mistake}")


def _day(position: date | datetime) -> date:
    return position.date() if isinstance(position, datetime) else position


def _joins(position: date | datetime, before: date | datetime) -> bool:
    """Tell whether a step from *before* may follow at *position*; a day is joined by any of its instants."""
    if isinstance(position, datetime) and isinstance(before, datetime):
        return position == before
    if isinstance(before, datetime):
        return before.date() == position or before == datetime.combine(
            position + _DAY, before.min.time(), before.tzinfo
        )
    return _day(position) == before


def _unchecked(_step: Step) -> str | None:
    return None


def _days_between(step: Step) -> list[date]:
    """Return the days that the step had to look at, in its direction."""
    before, after = _day(step.before), _day(step.after or step.before)
    sign = _DAY if after >= before else -_DAY
    first = before if step.param("from") == "start" else before + sign
    return [first + sign * index for index in range(abs((after - first).days) + 1)]


def _count(step: Step) -> str | None:
    if step.amount == 0:
        return None if step.before == step.after else "nothing was counted, and yet the day changed"
    if len(step.counted) != step.amount:
        return f"{len(step.counted)} days are listed as counted, not {step.amount}"
    if sorted([*step.counted, *(skip.day for skip in step.skipped)]) != sorted(_days_between(step)):
        return "the days counted and the days passed over are not all the days in between"
    return None if step.counted[-1] == step.after else f"the last day counted is {step.counted[-1]}"


def _deemed(step: Step) -> str | None:
    name = step.param("day")
    if name is None:
        return _count(step)
    found = named_day(NamedDay(name), _day(step.before))
    return None if found == step.after else f"that day is {found}"


def _days_off(step: Step) -> str | None:
    """Check a move from a day to the next one that is no day off; the day itself may be one."""
    passed = [skip.day for skip in step.skipped]
    between = _days_between(step)[:-1] if step.before != step.after else []
    if step.kind is StepKind.RESULT_LATER:
        expected = between
    else:
        start = [] if step.kind is StepKind.NEXT_OPENING and _day(step.before) not in passed else [_day(step.before)]
        expected = [*start, *between] if _day(step.before) != _day(step.after or step.before) else []
    return None if passed == expected else "the days passed over are not all the days in between"


def _corresponding(step: Step) -> str | None:
    before, after, amount = _day(step.before), _day(step.after or step.before), int(step.amount or 0)
    sign = 1 if after >= before else -1
    if step.unit is Unit.WEEK:
        found = before + _DAY * _DAYS_OF_WEEK * amount * sign
    else:
        months = before.year * 12 + before.month - 1 + _MONTHS[step.unit or Unit.MONTH] * amount * sign
        year, month = months // 12, months % 12 + 1
        found = date(year, month, min(before.day, monthrange(year, month)[1]))
    if step.param("from") == "start" and not (sign > 0 and step.param("clamped") == "yes"):
        found -= _DAY * sign
    return None if found == after else f"the corresponding day is {found}"


def _elapse(step: Step) -> str | None:
    if not isinstance(step.before, datetime) or not isinstance(step.after, datetime):
        return "minutes pass between instants, not between days"
    passed = abs(step.after.astimezone(UTC) - step.before.astimezone(UTC))
    listed = timedelta(microseconds=int((step.amount or 0) * 60_000_000))
    return None if passed == listed else f"{passed} passed, not {listed}"


def _work(step: Step) -> str | None:
    listed = sum(Decimal(minutes) for _, minutes in step.params)
    if listed != step.amount:
        return f"the minutes of its days come to {listed}, not {step.amount}"
    listed_days = [day for day, _ in step.params]
    return None if listed_days == [day.isoformat() for day in step.counted] else "its days are not those with minutes"


def _end(step: Step) -> str | None:
    if isinstance(step.before, datetime):
        return None if step.before == step.after else "an instant ends when it is reached"
    if not isinstance(step.after, datetime):
        return "a day ends at an instant"
    midnight = step.after.min.time()
    ends = step.after.date() if step.param("ends") == "close_of_business" else step.after.date() - _DAY
    if step.param("ends") == "midnight" and step.after.time() != midnight:
        return "the day does not end at midnight"
    return None if ends == step.before else "that instant is not of the last day"


_CHECKS: dict[StepKind, Callable[[Step], str | None]] = {
    StepKind.DEEMED: _deemed,
    StepKind.NEXT_OPENING: _days_off,
    StepKind.COUNT: _count,
    StepKind.CLEAR: _count,
    StepKind.MINIMUM: _count,
    StepKind.CORRESPONDING: _corresponding,
    StepKind.ELAPSE: _elapse,
    StepKind.WORK: _work,
    StepKind.ROLL: _days_off,
    StepKind.RESULT_LATER: _days_off,
    StepKind.END: _end,
}
