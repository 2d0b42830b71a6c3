"""
Work on one step of one dossier, from entering it to leaving it.

First what must pass by itself, then an officer's work; then whatever comes
before the outcome, and at last one of the step's outcomes. After a supplement,
a fee, a pause or an opinion the work is taken up again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.engine import commands as c
from dossierflow.engine.actors import APPLICANT_ACTOR
from dossierflow.engine.dossier import Wait, wait_of
from dossierflow.engine.effects import Lifecycle
from dossierflow.forecast.interludes import are_enough_in, interludes
from dossierflow.forecast.outcomes import finishing
from dossierflow.forecast.plan.behaviour import StepPlan
from dossierflow.forecast.plan.lookup import duration_of
from dossierflow.forecast.task import Task
from dossierflow.procedure.limits import APPLICANT

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.engine.commands import Command
    from dossierflow.forecast.case import Case
    from dossierflow.forecast.plan.distributions import Distribution
    from dossierflow.procedure.steps import Step, Who

_NOTHING_SAID = StepPlan()


@dataclass(slots=True, eq=False)
class Visit:
    """One stay of a dossier in a step."""

    case: Case
    track: str
    step: str
    number: int
    """Which stay of this dossier in this step, from 1."""

    entered: int = 0
    started: int | None = None
    left: int | None = None
    worked: int = 0
    waited_staff: int = 0
    waited_applicant: int = 0
    waited_agencies: int = 0
    paused: int = 0
    rounds: int = 0
    """How often the work was given out."""

    awaits_agencies: bool = False
    _waits_for: Wait | None = None
    _since: int = 0
    _is_open: bool = False

    def __post_init__(self) -> None:
        """Remember when the step was entered."""
        self.entered = self.case.world.now

    @property
    def said(self) -> StepPlan:
        """What the plan says of the step."""
        return self.case.said.steps.get(self.step, _NOTHING_SAID)

    @property
    def rule(self) -> Step:
        """The step as the procedure has it."""
        return self.case.procedure.steps[self.step]

    def draw(self, name: str) -> str:
        """Return the full name of a draw that belongs to this stay."""
        return f"{self.step}.{self.number}.{name}"

    def look(self, state: str) -> None:
        """Do what the dossier's new *state* in this step asks for."""
        waiting = wait_of(state)
        if waiting is not None:
            self._since, self._waits_for = self.case.world.now, waiting[0]
            self._await(*waiting)
        elif not self._is_open:
            self._is_open = True
            self._open()
        else:
            self._waited()
            self._give_out()

    def look_again(self) -> None:
        """Go on if it was the agencies that were awaited, and enough of them are in."""
        if self.awaits_agencies and self.case.is_current(self) and are_enough_in(self):
            self.awaits_agencies = False
            waited = self.case.world.worked_since(self._since)
            self.waited_agencies += waited
            self.case.sums.waited_agencies += waited
            self._give_out()

    def leave(self) -> None:
        """Note that the dossier has left the step."""
        if self.left is None:
            self._waited()
            self.left = self.case.world.now
            self.case.world.recorder.left(self)

    # Waiting

    def _await(self, kind: Wait, name: str | None) -> None:
        case, luck = self.case, self.case.filing.luck
        said = case.said
        if kind is Wait.SUPPLEMENT and said.supplement is not None:
            case.sums.supplements += 1
            place = f"supplement.{case.sums.supplements}"
            if not luck.happens(f"{place}.never", said.supplement.never):
                self._later(place, said.supplement.after, c.AnswerSupplement(step=self.step), None)
        elif kind is Wait.FEE and name is not None and name in said.fees:
            fee = said.fees[name]
            if not luck.happens(f"fee.{name}.never", fee.never):
                rule = case.procedure.fees[name]
                self._later(f"fee.{name}", fee.after, c.ConfirmPayment(fee=name), rule.confirm_by)
        elif kind is Wait.PAUSE and name is not None and name in said.pauses:
            rule_of_pause = case.procedure.pauses[name]
            command = c.Resume(step=self.step)
            self._later(
                self.draw(f"pause.{name}"), said.pauses[name].lasts, command, rule_of_pause.lift_by or rule_of_pause.by
            )

    def _later(self, name: str, after: Distribution, command: Command, who: Who | None) -> None:
        case = self.case
        world, state = case.world, case.known.tracks[self.track]
        second = world.clock.after(world.now, case.filing.luck.duration(name, after), after.unit)

        def give() -> None:
            if case.known.lifecycle is Lifecycle.IN_PROGRESS and case.known.tracks.get(self.track) == state:
                actor = APPLICANT_ACTOR if who is None else world.actor(case.procedure, who)
                case.act(command, actor)

        world.at_second(second, give)

    def _waited(self) -> None:
        """Count for how long somebody was awaited, if anybody was."""
        if self._waits_for is not None:
            waited = self.case.world.worked_since(self._since)
            name = "paused" if self._waits_for is Wait.PAUSE else "waited_applicant"
            setattr(self, name, getattr(self, name) + waited)
            setattr(self.case.sums, name, getattr(self.case.sums, name) + waited)
            self._waits_for = None

    # Working

    def _open(self) -> None:
        world, said = self.case.world, self.said
        if said.lasts is None:
            self._give_out()
            return
        amount = self.case.filing.luck.duration(self.draw("lasts"), said.lasts)
        second = world.clock.after(world.now, amount, said.lasts.unit)
        world.at_second(second, lambda: self._give_out() if self.case.is_current(self) else None)

    def _give_out(self) -> None:
        case, who = self.case, self.rule.by
        self.rounds += 1
        takes = duration_of(case.world.file.plan, case.procedure, self.step)
        if self.rounds > 1 and self.said.again is not None:
            takes = self.said.again
        if who.agency == APPLICANT:
            self._await_applicant(takes)
            return
        self._work(who, takes, f"takes.{self.rounds}", self._go_on)

    def _await_applicant(self, takes: Distribution | None) -> None:
        assert takes is not None  # noqa: S101 -- a plan is refused that leaves a duration open
        case, world = self.case, self.case.world
        since = world.now
        amount = case.filing.luck.duration(self.draw(f"takes.{self.rounds}"), takes)

        def done() -> None:
            if case.is_current(self):
                waited = world.worked_since(since)
                self.waited_applicant += waited
                case.sums.waited_applicant += waited
                self._go_on("")

        world.at_second(world.clock.after(world.now, amount, takes.unit), done)

    def _work(self, who: Who, takes: Distribution | None, draw: str, then: Callable[[str], None]) -> None:
        case, this_round = self.case, self.rounds

        def begun(officer: str, waited: int) -> None:
            self.waited_staff += waited
            if self.started is None:
                self.started = case.world.now
                case.act(c.StartStep(step=self.step), case.world.actor(case.procedure, self.rule.by, officer or None))

        def done(officer: str) -> None:
            self.worked += task.minutes()
            then(officer)

        task = Task(
            case=case,
            place=self.step,
            who=who,
            takes=takes,
            draw=self.draw(draw),
            wanted=lambda: self.rounds == this_round and case.is_current(self),
            done=done,
            begun=begun,
        )
        case.world.submit_work(case.known, case.procedure, who, task)

    def _go_on(self, officer: str) -> None:
        """Take the first act that is due and that the engine accepts."""
        case = self.case
        for command, who, is_last in interludes(self):
            actor = case.world.actor(case.procedure, who, officer or None if who == self.rule.by else None)
            accepted = case.act(command, actor)
            if not case.is_current(self) or (accepted and is_last):
                return
        if not are_enough_in(self):
            self._since, self.awaits_agencies = case.world.now, True
            self.look_again()
            return
        self._finish(officer)

    def _finish(self, officer: str) -> None:
        found = finishing(self)
        if found is None:
            self.case.stuck = "no_outcome"
            return
        command, action_by = found
        case, procedure = self.case, self.case.procedure
        if action_by is None or action_by == self.rule.by:
            self._conclude(command, self.rule.by, officer)
        elif action_by.agency == APPLICANT:
            self._conclude(command, action_by, "")
        else:
            takes = duration_of(case.world.file.plan, procedure, self.step, str(action_by))
            self._work(action_by, takes, "signs", lambda other: self._conclude(command, action_by, other))

    def _conclude(self, command: Command, who: Who, officer: str) -> None:
        case = self.case
        if not case.act(command, case.world.actor(case.procedure, who, officer or None)) and case.is_current(self):
            case.stuck = command.event
