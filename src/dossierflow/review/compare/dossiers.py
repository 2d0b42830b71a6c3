"""
What a new version does to the dossiers that a store keeps: kept by its transition clause, or moved.

Nothing is written. A dossier that would move is moved for trial by the engine
itself, so that what it would be due, and why it could not move, is what the
real migration gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from dossierflow.citation import Effective
from dossierflow.engine.actors import Actor
from dossierflow.engine.commands import Migrate
from dossierflow.engine.effects import Lifecycle
from dossierflow.engine.engine import Engine
from dossierflow.errors import DossierflowError
from dossierflow.review.overtaking import calendars_for
from dossierflow.store.ports import DossierFilter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.deadlines.explanation import Due
    from dossierflow.engine.dossier import Deadline, Dossier
    from dossierflow.engine.refusals import Refusal
    from dossierflow.procedure import Procedure
    from dossierflow.store.ports import DossierStore
    from dossierflow.worktime import WorkCalendar

_A_DAY = timedelta(days=1)
_PAGE = 200


class Fate(StrEnum):
    """What becomes of an open dossier when the new version takes effect."""

    KEPT = "kept"
    """The transition clause keeps it under the version that it has."""

    MOVED = "moved"
    """It moves to the new version."""

    STUCK = "stuck"
    """It should move and cannot: something of it has no place in the new version."""

    OVER = "over"
    """It ends by itself before the new version takes effect: a limit runs out."""

    OTHER_RULES = "other_rules"
    """It follows another version than the first one of the comparison, or other content of that name."""


@dataclass(frozen=True, slots=True)
class DueChange:
    """One open deadline of a dossier, before and after."""

    limit: str
    before: Due | None
    """None while it stands still, or where the limit does not exist yet."""

    after: Due | None
    """None while it stands still, or where the limit does not exist any more."""

    ends: bool = False
    """Whether the new version has no such limit for this dossier."""

    begins: bool = False
    """Whether only the new version has it."""

    @property
    def has_moved(self) -> bool:
        """Tell whether the due date is another one."""
        sides = [None if one is None else (one.day, one.at) for one in (self.before, self.after)]
        return self.ends or self.begins or sides[0] != sides[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierEffect:
    """One open dossier and the new version."""

    id: str
    fate: Fate
    rules: str
    """The version that it follows now, ``id@version``."""

    milestone: str | None = None
    """What the transition clause asks for; none where the new version has no clause."""

    reached: date | None = None
    """On which day the dossier reached that; none if it has not."""

    refusal: Refusal | None = None
    """Why it cannot move."""

    dues: tuple[DueChange, ...] = ()
    """Its open deadlines; of a dossier that stays, as they are."""

    @property
    def has_changed(self) -> bool:
        """Tell whether one of its due dates is another one."""
        return any(one.has_moved for one in self.dues)


class OtherProcedureError(DossierflowError):
    """Dossiers move between versions of one procedure only."""

    code = "other_procedure"


def dossiers_between(
    store: DossierStore, before: Procedure, after: Procedure, *, calendar: WorkCalendar
) -> Iterator[DossierEffect]:
    """
    Yield what becomes of every open dossier of the procedure, in the order of their ids.

    Each is looked at on the first day of *after*, or at its own last event if
    that came later.

    Args:
        store: Where the dossiers are; it is read only.

        before: The version that holds now.

        after: The version that is to take its place.

        calendar: On which everything is counted.

    Raises:
        OtherProcedureError: The two are not versions of one procedure.

        CalendarCoverageError: A deadline runs past the calendar.
    """
    if before.procedure != after.procedure:
        msg = f"{before} and {after} are different procedures; a dossier moves between versions of one procedure only"
        raise OtherProcedureError(msg)
    target = _beside(before, after)
    engine = Engine((before, target), {**calendars_for(before, calendar), **calendars_for(after, calendar)})
    for dossier in _open_dossiers(store, before.procedure):
        yield _of_dossier(engine, dossier, before, after, target, calendar)


def _beside(before: Procedure, after: Procedure) -> Procedure:
    """Return *after* under a name and in a time of its own; a draft often has those of the version it replaces."""
    taken = after.version == before.version
    version = f"{after.version}.new" if taken else after.version
    starts, ends = before.effective.from_, before.effective.to
    apart = after.effective.from_ > (ends or date.max) or (after.effective.to or date.max) < starts
    effective = after.effective if apart else Effective.model_validate({"from": date.min, "to": starts - _A_DAY})
    return after.model_copy(update={"version": version, "effective": effective})


def _open_dossiers(store: DossierStore, procedure: str) -> Iterator[Dossier]:
    wanted, last = DossierFilter(procedure=procedure), None
    while page := store.find(wanted, after=last, limit=_PAGE):
        for one in page:
            found = store.load(one.id)
            if found is not None and not found.lifecycle.is_over and found.lifecycle is not Lifecycle.DECIDED:
                yield found
        last = page[-1].id


def _of_dossier(
    engine: Engine,
    dossier: Dossier,
    before: Procedure,
    after: Procedure,
    target: Procedure,
    calendar: WorkCalendar,
) -> DossierEffect:
    rules = str(dossier.procedure)
    if dossier.procedure != before.ref:
        return DossierEffect(id=dossier.id, fate=Fate.OTHER_RULES, rules=rules)
    milestone = None if after.transition is None else after.transition.keep_if.milestone
    at = dossier.milestones.get(milestone or "")
    reached = None if at is None else calendar.local_day(at)
    day = datetime.combine(after.effective.from_, time.min, calendar.tz)
    now = engine.tick(dossier, max(day, dossier.last_at)).dossier or dossier
    if now.lifecycle.is_over:
        return DossierEffect(id=dossier.id, fate=Fate.OVER, rules=rules, milestone=milestone, reached=reached)
    if reached is not None and reached < after.effective.from_:
        dues = tuple(DueChange(one.limit, one.due, one.due) for one in _open(now).values())
        return DossierEffect(
            id=dossier.id, fate=Fate.KEPT, rules=rules, milestone=milestone, reached=reached, dues=dues
        )
    by = Actor(agency=before.reception.by.agency, role=before.reception.by.role or _a_role(before))
    command = Migrate(version=target.version, reason=f"{after} takes effect")
    decided = engine.handle(now, command, by=by, at=max(day, now.last_at))
    if decided.refusal is not None or decided.dossier is None:
        fate, dues = Fate.STUCK, tuple(DueChange(one.limit, one.due, one.due) for one in _open(now).values())
    else:
        fate, dues = Fate.MOVED, _changes(_open(now), _open(decided.dossier))
    return DossierEffect(
        id=dossier.id,
        fate=fate,
        rules=rules,
        milestone=milestone,
        reached=reached,
        refusal=decided.refusal,
        dues=dues,
    )


def _a_role(procedure: Procedure) -> str:
    return next(iter(procedure.agencies[procedure.reception.by.agency].roles))


def _open(dossier: Dossier) -> dict[str, Deadline]:
    return {name: one for name, one in sorted(dossier.deadlines.items()) if one.is_open}


def _changes(before: Mapping[str, Deadline], after: Mapping[str, Deadline]) -> tuple[DueChange, ...]:
    return tuple(
        DueChange(
            name,
            before[name].due if name in before else None,
            after[name].due if name in after else None,
            ends=name not in after,
            begins=name not in before,
        )
        for name in sorted({*before, *after})
    )
