"""
Mutations that change nothing: the same due dates on every day of the calendar.

A term of working days ends on a working day, so whether it would roll makes no
difference. Such a mutation cannot be noticed, and is no gap in the cases.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dossierflow.deadlines.compute import due
from dossierflow.deadlines.ledger import Suspension
from dossierflow.engine.rulebook import CompiledProcedure
from dossierflow.errors import CalendarCoverageError
from dossierflow.review.compare.effect import hours_of, starts
from dossierflow.review.compare.terms import term_pairs
from dossierflow.review.overtaking import calendars_for

if TYPE_CHECKING:
    from datetime import date, datetime

    from dossierflow.deadlines.term import Term
    from dossierflow.procedure import Procedure
    from dossierflow.review.compare.terms import TermPair
    from dossierflow.review.mutation.mutation import Mutation
    from dossierflow.worktime import WorkCalendar

_PROVABLE = {"term", "cases", "count", "deemed"}
_STOPPED, _WENT_ON = timedelta(days=1, hours=1), timedelta(days=4, hours=2)


def is_equivalent(procedure: Procedure, mutation: Mutation, calendar: WorkCalendar) -> bool:
    """
    Tell whether *mutation* provably moves no due date of *procedure*.

    Every limit is counted from every day of *calendar*, at every hour that
    tells two ways of counting apart, for every kind of dossier; without a
    pause, and with one of three days. How often a supplement may be asked
    makes no difference where no way leads back to a step that asks. Where
    anything else is changed, nothing is proved and the answer is no.
    """
    path = mutation.path
    if path == ("supplement", "max"):
        return not _is_asked_again(procedure)
    if path[0] != "counting" and not (path[0] == "limits" and path[2] in _PROVABLE):
        return False
    sides = [CompiledProcedure(one, calendars_for(one, calendar)) for one in (procedure, mutation.procedure)]
    before, after = sides
    only = None if path[0] == "counting" else path[1]
    pairs = [pair for pair in term_pairs(before, after) if only in {None, pair.limit}]
    return all(_is_same(pair, before, after, calendar) for pair in pairs)


def _is_same(pair: TermPair, before: CompiledProcedure, after: CompiledProcedure, calendar: WorkCalendar) -> bool:
    if pair.before is None or pair.after is None:
        return False
    for at in hours_of(pair, before, after):
        for start in starts(calendar.first, calendar.last, at, calendar):
            first = _due(before, pair.limit, pair.before, start, calendar)
            if first != _due(after, pair.limit, pair.after, start, calendar):
                return False
    return True


def _is_asked_again(procedure: Procedure) -> bool:
    """Tell whether a dossier of which a supplement was asked may come to a step that asks for one."""
    rule = procedure.supplement
    if rule is None or rule.back_to is None or len(rule.steps) > 1:
        return True
    seen: set[str] = set()
    ahead = [rule.back_to]
    while ahead:
        step = ahead.pop()
        if step not in seen and step in procedure.steps:
            seen.add(step)
            ahead += [
                target for action in procedure.steps[step].actions.values() for target in _after(action.to, procedure)
            ]
    return not seen.isdisjoint(rule.steps)


def _after(target: str, procedure: Procedure) -> tuple[str, ...]:
    """Return the steps that may follow an outcome which leads to *target*."""
    if target == "join":
        return tuple(fork.then for fork in procedure.forks.values())
    fork = procedure.forks.get(target.removeprefix("fork."))
    return (target,) if fork is None else (fork.then, *(track.start for track in fork.tracks.values()))


_Ends = tuple["tuple[date, datetime] | None", "tuple[date, datetime] | None"]


def _due(compiled: CompiledProcedure, limit: str, term: Term, start: datetime, calendar: WorkCalendar) -> _Ends:
    """Return when the term ends without a pause, and with one; none beyond the calendar."""
    pause = (Suspension(start + _STOPPED, start + _WENT_ON, "pause"),)
    found: list[tuple[date, datetime] | None] = []
    for suspensions in ((), pause):
        try:
            ends = due(compiled.ledger(limit, term, start, suspensions=suspensions), calendar)
        except CalendarCoverageError:
            ends = None
        found.append(None if ends is None else (ends.day, ends.at))
    return found[0], found[1]
