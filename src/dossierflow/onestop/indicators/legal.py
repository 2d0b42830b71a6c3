"""
The law's view of lateness: the due date of the limit that the slip promises, as the engine keeps it.

Where no appointment is promised, every statutory limit of an agency counts, and
the worst of them stands for the dossier. The procedure says which limits these are; one that is
not among those given leaves the view uncomputed, and nothing is guessed from
events.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dossierflow.engine.effects import Ending
from dossierflow.onestop.indicators.scoring import Timeliness
from dossierflow.procedure.limits import APPLICANT, LimitKind
from dossierflow.procedure.rules import NewLimit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from dossierflow.engine.dossier import Deadline
    from dossierflow.onestop.indicators.course import Course
    from dossierflow.onestop.indicators.period import Period
    from dossierflow.procedure.limits import Limit
    from dossierflow.procedure.model import Procedure


class Unknown(StrEnum):
    """Why a view is not computed."""

    NO_PROCEDURE = "no_procedure"
    """The version that governs the dossier is not among the procedures given."""
    NO_LIMIT = "no_limit"
    """The procedure has no statutory limit of an agency."""
    NOT_STARTED = "not_started"
    """No limit that counts has begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalStanding:
    """How one dossier stands in the eyes of the law."""

    result: Timeliness
    limit: str | None = None
    due: date | None = None
    """None while the clock stands still, or where nothing is known."""

    due_at: datetime | None = None
    ended_at: datetime | None = None
    run: int = 0
    stood_still_for: tuple[str, ...] = ()
    """For what the clock stood still, once each."""

    unknown: Unknown | None = None


def legal_standing(course: Course, procedure: Procedure | None, period: Period) -> LegalStanding:
    """Return how a dossier stands at the end of *period* under *procedure*, the version that governs it."""
    if procedure is None:
        return LegalStanding(result=Timeliness.NOT_COMPUTED, unknown=Unknown.NO_PROCEDURE)
    deadlines = course.draft.deadlines
    promised = procedure.reception.appointments
    for limit in reversed(promised):
        clock = deadlines.get(_replacement(procedure, deadlines, limit) or limit)
        if clock is not None:
            return _standing(clock, period)
    if promised:
        return LegalStanding(result=Timeliness.NOT_COMPUTED, limit=promised[0], unknown=Unknown.NOT_STARTED)
    return _worst(course, procedure, period)


def _worst(course: Course, procedure: Procedure, period: Period) -> LegalStanding:
    """Return how the worst statutory limit of an agency stands, where no appointment stands for all of them."""
    statutory = [name for name, limit in procedure.limits.items() if is_statutory(limit)]
    if not statutory:
        return LegalStanding(result=Timeliness.NOT_COMPUTED, unknown=Unknown.NO_LIMIT)
    clocks = (*course.draft.past, *course.draft.deadlines.values())
    begun = [clock for clock in clocks if clock.limit in statutory and clock.ending is not Ending.SUPERSEDED]
    if not begun:
        return LegalStanding(result=Timeliness.NOT_COMPUTED, unknown=Unknown.NOT_STARTED)
    standings = ((_standing(clock, period), clock.trigger, clock.limit) for clock in begun)
    worst, _, _ = max(standings, key=lambda one: (_BADNESS.index(one[0].result), *one[1:]))
    return worst


_BADNESS: Final = (
    Timeliness.NOT_OWED,
    Timeliness.EARLY,
    Timeliness.ON_TIME,
    Timeliness.SUSPENDED,
    Timeliness.IN_TERM,
    Timeliness.LATE,
    Timeliness.OVERDUE,
)


def is_statutory(limit: Limit) -> bool:
    """Tell whether the law sets *limit* to an agency."""
    return limit.kind is LimitKind.STATUTORY and limit.party != APPLICANT


def longest_limit(course: Course, procedure: Procedure | None) -> tuple[date, datetime] | None:
    """Return the latest due date that a limit from reception to the decision had at reception; none if unknown."""
    if procedure is None:
        return None
    until_decision = (
        name for name, one in procedure.limits.items() if is_statutory(one) and set(one.stops) == {"decided"}
    )
    known = (course.first_due.get(name) for name in until_decision)
    return max((due for due in known if due is not None), key=lambda due: due[1], default=None)


def _replacement(procedure: Procedure, deadlines: Mapping[str, Deadline], limit: str) -> str | None:
    """Return the limit that a supplement has put in the place of *limit*, if it has."""
    clock, rule = deadlines.get(limit), procedure.supplement
    if clock is None or rule is None or clock.ending is not Ending.SUPERSEDED:
        return None
    model = rule.model_of(limit)
    return model.new_limit if isinstance(model, NewLimit) and model.new_limit in deadlines else None


def _standing(clock: Deadline, period: Period) -> LegalStanding:
    due = clock.due
    return LegalStanding(
        result=_result(clock, period),
        limit=clock.limit,
        due=None if due is None else due.day,
        due_at=None if due is None else due.at,
        ended_at=clock.ended_at,
        run=clock.run,
        stood_still_for=tuple(dict.fromkeys(stop.reason for stop in clock.suspensions)),
    )


def _result(clock: Deadline, period: Period) -> Timeliness:
    if clock.ending is Ending.MET and clock.ended_at is not None:
        if clock.is_late:
            return Timeliness.LATE
        is_early = clock.due is not None and period.day(clock.ended_at) < clock.due.day
        return Timeliness.EARLY if is_early else Timeliness.ON_TIME
    if clock.ending is not None:
        return Timeliness.NOT_OWED
    if clock.missed_at is not None or (clock.due is not None and clock.due.at <= period.last_instant):
        # whether anybody swept the timers makes no difference
        return Timeliness.OVERDUE
    return Timeliness.SUSPENDED if clock.due is None else Timeliness.IN_TERM
