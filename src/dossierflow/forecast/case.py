"""
One dossier in a simulated office: what people try, and what the engine makes of it.

Whatever happens is a command that the engine decides; after every event the
dossier is looked at afresh, and work is given to whoever the procedure says.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dossierflow.engine import commands as c
from dossierflow.engine.actors import APPLICANT_ACTOR
from dossierflow.engine.dossier import is_in_a_step, step_of
from dossierflow.engine.effects import Lifecycle
from dossierflow.errors import DossierflowError
from dossierflow.forecast.errors import ForecastError
from dossierflow.forecast.facts import facts_of
from dossierflow.forecast.interludes import REASON
from dossierflow.forecast.outside import Outside
from dossierflow.forecast.plan.lookup import duration_of
from dossierflow.forecast.task import Task
from dossierflow.forecast.visit import Visit

if TYPE_CHECKING:
    from dossierflow.engine.actors import Actor
    from dossierflow.engine.commands import Command
    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.engine import Decision
    from dossierflow.forecast.arrivals import Filing
    from dossierflow.forecast.plan.behaviour import ProcedurePlan
    from dossierflow.forecast.plan.distributions import Distribution
    from dossierflow.forecast.world import World
    from dossierflow.procedure.model import Procedure
    from dossierflow.procedure.rules import Reception
    from dossierflow.procedure.steps import Who


@dataclass(slots=True)
class Sums:
    """What a dossier has cost so far; working minutes of the office."""

    worked: int = 0
    waited_staff: int = 0
    waited_applicant: int = 0
    waited_agencies: int = 0
    paused: int = 0
    supplements: int = 0
    apologies_due: int = 0
    apologies: int = 0
    events: int = 0


@dataclass(slots=True, eq=False)
class Case:
    """One dossier, and those who have to do with it."""

    world: World
    filing: Filing
    dossier: Dossier | None = None
    procedure: Procedure = field(init=False)
    """The version that governs, once the dossier is filed."""

    said: ProcedurePlan = field(init=False)
    """What the plan says of the procedure."""

    refused: str | None = None
    """Why the dossier could not be filed."""

    stuck: str | None = None
    """Why nobody can go on: the code of the refusal."""

    sums: Sums = field(default_factory=Sums)
    counts: Counter[str] = field(default_factory=Counter[str])
    """How often each step was entered."""

    _here: dict[str, tuple[str, object]] = field(default_factory=dict[str, "tuple[str, object]"])
    _current: dict[str, Visit] = field(default_factory=dict[str, Visit])
    _done: set[str] = field(default_factory=set[str])
    _alarm: int | None = None
    _outside: Outside | None = None

    @property
    def known(self) -> Dossier:
        """The dossier, once it is filed."""
        assert self.dossier is not None  # noqa: S101 -- nothing is asked of a case before it is filed
        return self.dossier

    def file(self) -> None:
        """File the dossier, now."""
        filing, world = self.filing, self.world
        facts, personal = facts_of(world, filing)
        command = c.Submit(
            dossier=filing.id,
            procedure=filing.procedure,
            version=said.version if (said := world.file.plan.procedures.get(filing.procedure)) else None,
            channel=filing.channel,
            facts=facts,
            personal=personal,
        )
        self.act(command, APPLICANT_ACTOR)
        if self.dossier is None:
            world.recorder.finished(self)

    def act(self, command: Command, by: Actor) -> bool:
        """Let *by* give *command* now; tell whether it was accepted."""
        world = self.world
        try:
            decision = world.engine.handle(self.dossier, command, by=by, at=world.instant)
        except DossierflowError as error:
            raise self._unplayable(error) from error
        if decision.refusal is not None:
            code = decision.refusal.code.value
            world.refusals[self.filing.procedure, command.event, code] += 1
            if self.dossier is None:
                self.refused = code
        self._absorb(decision)
        return decision.is_accepted

    def _unplayable(self, error: DossierflowError) -> ForecastError:
        """Say of which dossier *error* is; in one sentence, for SimPy raises errors anew from their message."""
        filing = self.filing
        return ForecastError(f"{filing.procedure} {filing.id} on {self.world.instant:%Y-%m-%d %H:%M}: {error}")

    def once(self, name: str) -> bool:
        """Tell whether this is the first time that *name* is asked about."""
        is_first = name not in self._done
        self._done.add(name)
        return is_first

    def is_current(self, visit: Visit) -> bool:
        """Tell whether the dossier is where *visit* works on it, and waits for nothing."""
        dossier = self.known
        in_progress = dossier.lifecycle is Lifecycle.IN_PROGRESS
        return in_progress and self._current.get(visit.track) is visit and dossier.tracks.get(visit.track) == visit.step

    def _absorb(self, decision: Decision) -> None:
        if decision.dossier is None or not decision.events:
            return
        if self.dossier is None or self.dossier.procedure is not decision.dossier.procedure:
            self.procedure = self.world.engine.procedure_of(decision.dossier)
            self.said = self.world.plan_of(self.procedure)
        self.dossier = decision.dossier
        self.sums.events += len(decision.events)
        self.world.recorder.events(decision.events)
        for event in decision.events:
            if isinstance(event.act, c.Elapse):
                self._missed(event.act.limit)
        self._arm()
        self._look()

    def _missed(self, name: str) -> None:
        limit, rule = self.procedure.limits[name], self.procedure.apology
        if limit.on_missed.duty != "apology":
            return
        self.sums.apologies_due += 1
        number = self.sums.apologies_due
        if rule is not None and self.filing.luck.happens(f"apology.{number}", self.said.apologises):
            clock = self.world.clock
            opening = clock.seconds(clock.calendar.next_opening(clock.at(self.world.now)))
            self.world.at_second(opening, lambda: self._apologise(rule.by))

    def _apologise(self, who: Who) -> None:
        if not self.known.lifecycle.is_over and self.act(
            c.Apologise(reason=REASON), self.world.actor(self.procedure, who)
        ):
            self.sums.apologies += 1

    def _arm(self) -> None:
        """See to it that the next clock to run out is heard."""
        timer = self.world.engine.next_timer(self.known)
        if timer is None:
            self._alarm = None
            return
        # a timer fires strictly after its instant
        second = max(self.world.clock.seconds(timer.at) + 1, self.world.now)
        if second != self._alarm:
            self._alarm = second
            self.world.at_second(second, lambda: self._ring(second))

    def _ring(self, second: int) -> None:
        if self._alarm == second and not self.known.lifecycle.is_over:
            self._alarm = None
            try:
                decision = self.world.engine.tick(self.known, self.world.instant)
            except DossierflowError as error:
                raise self._unplayable(error) from error
            self._absorb(decision)

    def _look(self) -> None:
        """Give out the work that the dossier as it now stands asks for."""
        dossier = self.known
        match dossier.lifecycle:
            case Lifecycle.SUBMITTED:
                if self.once("receive"):
                    self._await_reception(self.procedure.reception)
            case Lifecycle.IN_PROGRESS:
                if self.once("withdraw"):
                    self._perhaps_withdraw()
                self._follow(dossier)
                if self._outside is None and dossier.handoffs:
                    self._outside = Outside(self)
                if self._outside is not None:
                    self._outside.look(dossier)
            case Lifecycle.WITHDRAWING:
                rule = self.procedure.withdrawal
                if rule is not None and self.once("stop"):
                    self._task("stop", rule.stop_by, None, c.Stop(), Lifecycle.WITHDRAWING)
            case Lifecycle.DECIDED:
                if self.once("return"):
                    self.close()
                    self._task(
                        "return", self.procedure.returning.by, self.said.returning, c.ReturnResult(), Lifecycle.DECIDED
                    )
            case _:
                if self.once("over"):
                    self.close()
                    self.world.recorder.finished(self)

    def _await_reception(self, rule: Reception) -> None:
        receiving, luck = self.said.receive, self.filing.luck
        command: Command = c.Receive()
        if luck.happens("receive.refused", receiving.refused):
            ground = luck.choose("receive.ground", dict.fromkeys(rule.grounds, 1.0)) if rule.grounds else None
            command = c.RefuseReception(ground=ground, reason=REASON)
        self._task("receive", rule.by, receiving.takes, command, Lifecycle.SUBMITTED)

    def _task(self, name: str, who: Who, takes: Distribution | None, command: Command, while_it_is: Lifecycle) -> None:
        world, procedure = self.world, self.procedure

        def give(officer: str) -> None:
            if not self.act(command, world.actor(self.procedure, who, officer or None)):
                self.stuck = name

        task = Task(
            case=self,
            place=f"({name})",
            who=who,
            takes=takes or duration_of(world.file.plan, procedure, None, str(who)),
            draw=name,
            wanted=lambda: self.known.lifecycle is while_it_is,
            done=give,
        )
        world.submit_work(self.known, procedure, who, task)

    def _perhaps_withdraw(self) -> None:
        rule, luck = self.said.withdraw, self.filing.luck
        if rule is None or self.procedure.withdrawal is None or not luck.happens("withdraw", rule.chance):
            return
        second = self.world.clock.after(self.world.now, luck.duration("withdraw.after", rule.after), rule.after.unit)
        self.world.at_second(second, self._withdraw)

    def _withdraw(self) -> None:
        if self.known.lifecycle is Lifecycle.IN_PROGRESS:
            self.act(c.RequestWithdrawal(reason=REASON), APPLICANT_ACTOR)

    def here(self) -> tuple[Visit, ...]:
        """Return the stays in steps that are not over."""
        return tuple(self._current.values())

    def _follow(self, dossier: Dossier) -> None:
        """Give out work for every track that has moved."""
        for track in [name for name in self._current if name not in dossier.tracks]:
            self._current.pop(track).leave()
        for track, state in dossier.tracks.items():
            step = step_of(state)
            place = (state, dossier.milestones.get(f"{step}.entered"))
            was = self._here.get(track)
            if was == place:
                continue
            self._here[track] = place
            visit = self._current.get(track)
            if visit is not None and (was is None or visit.step != step or was[1] != place[1]):
                self._current.pop(track).leave()
                visit = None
            if is_in_a_step(state):
                (visit or self._entered(track, step)).look(state)

    def _entered(self, track: str, step: str) -> Visit:
        self.counts[step] += 1
        visit = self._current[track] = Visit(self, track, step, self.counts[step])
        return visit

    def close(self) -> None:
        """Note that no step goes on: the dossier is over, or nobody looks any further."""
        while self._current:
            self._current.popitem()[1].leave()
