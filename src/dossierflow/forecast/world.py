"""What everything in one simulated office shares: time, the engine, the queues, the plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, cast

from dossierflow.engine.actors import APPLICANT_ACTOR, Actor
from dossierflow.forecast.plan.behaviour import ProcedurePlan
from dossierflow.forecast.plan.distributions import TimeUnit
from dossierflow.forecast.plan.offices import FactFirst
from dossierflow.procedure.limits import APPLICANT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.engine import Engine
    from dossierflow.engine.events import Event
    from dossierflow.forecast.case import Case
    from dossierflow.forecast.clock import Clock
    from dossierflow.forecast.packages import simpy
    from dossierflow.forecast.plan.files import PlanFile
    from dossierflow.forecast.plan.offices import Group
    from dossierflow.forecast.staff import Piece, Queue, Rank
    from dossierflow.forecast.task import Task
    from dossierflow.forecast.visit import Visit
    from dossierflow.procedure.model import Procedure
    from dossierflow.procedure.steps import Who

_LAST = 2**62
_NOTHING_SAID = ProcedurePlan()


class Recorder(Protocol):
    """Takes down what happens, and forgets the dossiers that are finished."""

    def events(self, events: Iterable[Event]) -> None:
        """Take down new events of one dossier, in order."""
        ...

    def waited(self, task: Task, minutes: int) -> None:
        """Take down that *task* is taken up after so many working minutes."""
        ...

    def left(self, visit: Visit) -> None:
        """Take down a stay in a step that is over."""
        ...

    def finished(self, case: Case) -> None:
        """Take down a dossier with which nothing can happen any more."""
        ...


@dataclass(slots=True, kw_only=True)
class World:
    """One office while it is simulated."""

    env: simpy.Environment
    clock: Clock
    engine: Engine
    file: PlanFile
    horizon: int
    """The second at which the simulation ends."""

    groups: Mapping[str, tuple[Group, Queue]]
    recorder: Recorder
    open_cases: dict[str, Case] = field(default_factory=dict[str, "Case"])
    refusals: Counter[tuple[str, str, str]] = field(default_factory=Counter[tuple[str, str, str]])
    """Commands refused: procedure, command and code."""

    _instant: tuple[int, datetime] | None = None
    _queues: dict[tuple[str, str], tuple[Group, Queue] | None] = field(
        default_factory=dict[tuple[str, str], "tuple[Group, Queue] | None"]
    )
    _actors: dict[tuple[str, str, str | None], Actor] = field(default_factory=dict[tuple[str, str, str | None], Actor])

    @property
    def now(self) -> int:
        """Seconds since the simulation began."""
        return int(self.env.now)

    def plan_of(self, procedure: Procedure) -> ProcedurePlan:
        """Return what the plan says of *procedure*."""
        return self.file.plan.procedures.get(procedure.procedure, _NOTHING_SAID)

    @property
    def instant(self) -> datetime:
        """The instant now."""
        if self._instant is None or self._instant[0] != self.env.now:
            self._instant = (self.now, self.clock.at(self.now))
        return self._instant[1]

    def at_second(self, second: int, action: Callable[[], object]) -> None:
        """Do *action* at *second*; never, if that is after the end."""
        if second <= self.horizon:
            timeout = self.env.timeout(second - self.env.now)
            # simpy types its callbacks by a class of its own that nobody else can name
            callbacks: list[Callable[[object], None]] = cast("Any", timeout).callbacks
            callbacks.append(_calling(action))

    def worked_since(self, second: int) -> int:
        """Count the working minutes of the office from *second* to now."""
        if second == self.now:
            return 0
        calendar = self.clock.calendar
        return calendar.working_minutes_between(self.clock.at(second), self.instant)

    def actor(self, procedure: Procedure, who: Who, person: str | None = None) -> Actor:
        """Return somebody who may do what belongs to *who*."""
        if who.agency == APPLICANT:
            return APPLICANT_ACTOR
        role = who.role or next(iter(procedure.agencies[who.agency].roles))
        known = self._actors.get((who.agency, role, person))
        if known is None:
            known = self._actors[who.agency, role, person] = Actor(agency=who.agency, role=role, person=person)
        return known

    def submit_work(self, dossier: Dossier | None, procedure: Procedure, who: Who, piece: Piece) -> None:
        """Let *piece* wait for an officer of the group that *who* belongs to, or be done at once where none does."""
        found = self.group_of(procedure, who)
        if found is not None:
            group, queue = found
            queue.put(_rank(group, dossier, self.clock), piece)
            return
        minutes = piece.minutes()
        piece.begin("")
        end = self.clock.after(self.now, minutes, TimeUnit.WORKING_MINUTES)
        self.at_second(end, lambda: piece.finish("") if piece.is_wanted else None)

    def has_staff(self, procedure: Procedure, who: Who) -> bool:
        """Tell whether work of *who* waits for officers."""
        return self.group_of(procedure, who) is not None

    def group_of(self, procedure: Procedure, who: Who) -> tuple[Group, Queue] | None:
        """Return the group that *who* belongs to, with its queue; None where nobody waits for officers."""
        key = (procedure.procedure, str(who))
        if key not in self._queues:
            self._queues[key] = self._found(procedure, who)
        return self._queues[key]

    def _found(self, procedure: Procedure, who: Who) -> tuple[Group, Queue] | None:
        if who.agency == APPLICANT:
            return None
        roles = [who.role] if who.role is not None else list(procedure.agencies[who.agency].roles)
        names = [f"{who.agency}/{role}" for role in roles]
        for wanted in ([f"{procedure.procedure}:{name}" for name in names], names):
            for group, queue in self.groups.values():
                if any(name in group.roles for name in wanted):
                    return group, queue
        return None


def _calling(action: Callable[[], object]) -> Callable[[object], None]:
    """Return *action* as what SimPy calls with an event that nobody looks at."""

    def call(_: object) -> None:
        action()

    return call


def _rank(group: Group, dossier: Dossier | None, clock: Clock) -> Rank:
    queue = group.queue
    if queue == "first_come" or dossier is None:
        return (0,)
    if isinstance(queue, FactFirst):
        value = dossier.facts.get(queue.fact)
        return (queue.first.index(value) if value in queue.first else len(queue.first),)
    if dossier.appointment is not None:
        return (clock.seconds(dossier.appointment.at),)
    running = (one.due.at for one in dossier.deadlines.values() if one.is_open and one.due and one.party != APPLICANT)
    return (min((clock.seconds(at) for at in running), default=_LAST),)
