"""
Playing a scenario: every entry at its own instant, due timers before it.

A run is a value. It depends on the file, the procedures and the calendar, and
on nothing else: the same story gives the same bytes on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.engine.engine import Decision, Engine
from dossierflow.errors import DefinitionError
from dossierflow.simulate.anchors import instant_of
from dossierflow.simulate.calendars import in_place_of_all
from dossierflow.simulate.checks import Outcome, Situation, evaluate
from dossierflow.simulate.clock import ClockGoesBackError, VirtualClock
from dossierflow.simulate.moments import END, depends_on_the_end
from dossierflow.simulate.scenario import COMMANDS, FROM_THE_HEADER, ActEntry, Checks, Entry
from dossierflow.worktime.instants import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from dossierflow.engine.actors import Actor
    from dossierflow.engine.commands import Command
    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.events import Event
    from dossierflow.simulate.files import ScenarioFile
    from dossierflow.worktime import WorkCalendar

_INSTANTS = ("appointment", "instant")
"""Fields of commands that hold an instant, which a scenario writes like ``at``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One entry of the timeline, as it went."""

    number: int
    """Position in the timeline, from 1."""

    line: int
    """Line in the scenario file."""

    at: datetime
    """When it was entered."""

    occurred_at: datetime
    """When it took place; as *at*, unless it was entered late."""

    name: str | None
    """Who acted, by the name that the file uses; none where time just passed."""

    actor: Actor | None
    command: Command | None
    decision: Decision
    before: Dossier | None
    """The dossier before, with no timer fired since the entry above."""

    @property
    def dossier(self) -> Dossier | None:
        """The dossier after the entry; none as long as nothing has been submitted."""
        return self.decision.dossier

    @property
    def timers(self) -> tuple[Event, ...]:
        """The time limits that ran out before the act."""
        return tuple(event for event in self.decision.events if event.type not in self._own)

    @property
    def _own(self) -> tuple[str, ...]:
        return () if self.command is None else (self.command.event,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioRun:
    """A scenario that was played."""

    file: ScenarioFile
    engine: Engine
    played: tuple[Played, ...]
    until: datetime
    """The instant at which the story stops; timers due before it have fired."""

    closing: tuple[Event, ...]
    """Time limits that ran out between the last entry and *until*."""

    dossier: Dossier | None
    outcomes: tuple[Outcome, ...]
    """Everything that was expected, in the order of the file."""

    @property
    def events(self) -> tuple[Event, ...]:
        """The whole log of the dossier."""
        return (*(event for one in self.played for event in one.decision.events), *self.closing)

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """The expectations that were not met."""
        return tuple(outcome for outcome in self.outcomes if not outcome.is_met)

    @property
    def is_as_expected(self) -> bool:
        """Tell whether everything came as the file says."""
        return not self.failures


def run_scenario(
    file: ScenarioFile,
    *,
    until: datetime | None = None,
    calendars: Mapping[str, WorkCalendar] | WorkCalendar | None = None,
    engine: Engine | None = None,
) -> ScenarioRun:
    """
    Play *file*.

    Args:
        file: What `read_scenario` has read.

        until: Play only entries up to this instant, inclusive, then let time
            pass until it. By default the story ends with its last entry.

        calendars: The calendars that the procedures name, where they name
            others than the one of the scenario.

        engine: An engine that already knows the procedure, so that many
            stories are played without compiling it anew for each.

    Raises:
        DefinitionError: An entry lies before the one above it, or its local time does not exist.

        CalendarCoverageError: A deadline runs past the calendar.
    """
    # only what the story can come to: compiling a whole library would take longer than playing it
    if engine is None:
        versions = file.library.versions(file.procedure)
        engine = Engine(versions, in_place_of_all(calendars or file.calendar, versions))
    stop = None if until is None else plain(until)
    played = tuple(_play(file, engine, stop))
    last = played[-1] if played else None
    dossier = None if last is None else last.dossier
    closing: tuple[Event, ...] = ()
    if stop is not None and dossier is not None:
        closed = engine.tick(dossier, stop)
        dossier, closing = closed.dossier, closed.events
    ended = stop if stop is not None else played[-1].at
    return ScenarioRun(
        file=file,
        engine=engine,
        played=played,
        until=ended,
        closing=closing,
        dossier=dossier,
        outcomes=tuple(_outcomes(file, engine, played, ended, stop)),
    )


def _play(file: ScenarioFile, engine: Engine, stop: datetime | None) -> Iterator[Played]:
    clock: VirtualClock | None = None
    before: datetime | None = None
    dossier: Dossier | None = None
    for index, entry in enumerate(file.scenario.timeline):
        at = instant_of(file, ("timeline", index, "at"), entry.at, before, dossier)
        if stop is not None and at > stop:
            return
        try:
            clock = VirtualClock(at) if clock is None else clock
            clock.jump_to(at)
        except ClockGoesBackError as error:
            message = f"{error}; for an act entered late, say when it took place with 'occurred'"
            raise DefinitionError([file.problem(("timeline", index, "at"), message)]) from error
        one = _play_one(file, engine, index, entry, dossier, at)
        yield one
        before, dossier = at, one.dossier


def _play_one(
    file: ScenarioFile, engine: Engine, index: int, entry: Entry, dossier: Dossier | None, at: datetime
) -> Played:
    line = file.document.line(("timeline", index))
    if not isinstance(entry, ActEntry):
        decision = Decision(dossier=None, events=()) if dossier is None else engine.tick(dossier, at)
        return Played(
            number=index + 1,
            line=line,
            at=at,
            occurred_at=at,
            name=None,
            actor=None,
            command=None,
            decision=decision,
            before=dossier,
        )
    occurred = at
    if entry.occurred is not None:
        occurred = instant_of(file, ("timeline", index, "occurred"), entry.occurred, None)
    command, actor = _command(file, index, entry, at), file.actors[entry.by]
    decision = engine.handle(
        dossier,
        command,
        by=actor,
        at=occurred,
        recorded_at=at,
        command_id=entry.command_id or f"entry-{index + 1}",
        expected_version=entry.expected_version,
    )
    return Played(
        number=index + 1,
        line=line,
        at=at,
        occurred_at=occurred,
        name=entry.by,
        actor=actor,
        command=command,
        decision=decision,
        before=dossier,
    )


def _command(file: ScenarioFile, index: int, entry: ActEntry, at: datetime) -> Command:
    scenario = file.scenario
    # every entry of this kind has the discriminator of its command
    kind = COMMANDS[getattr(entry, "do")]  # noqa: B009
    values = {name: getattr(entry, name) for name in kind.model_fields if name in type(entry).model_fields}
    for name in _INSTANTS:
        if values.get(name) is not None:
            values[name] = instant_of(file, ("timeline", index, name), values[name], at)
    if kind.event == "submitted":
        head = {"procedure": file.procedure, "version": file.version}
        values |= {name: head.get(name) or getattr(scenario, name, None) for name in FROM_THE_HEADER}
    return kind(**values)


def _outcomes(
    file: ScenarioFile, engine: Engine, played: tuple[Played, ...], ended: datetime, stop: datetime | None
) -> Iterator[Outcome]:
    is_whole = len(played) == len(file.scenario.timeline)
    for index, one in enumerate(played):
        yield from _of_entry(file, engine, played[: index + 1], one, file.scenario.timeline[index])
    for number, expectation in enumerate(file.scenario.expect):
        if not is_whole and depends_on_the_end(expectation.at):
            continue
        last = played[-1].at if played else ended
        dossier = played[-1].dossier if played else None
        path: tuple[str | int, ...] = ("expect", number, "at")
        at = last if expectation.at == END else instant_of(file, path, expectation.at, last, dossier, last)
        if stop is None or at <= stop:
            yield from evaluate(expectation, ("expect", number), _situation(file, engine, played, at))


def _of_entry(
    file: ScenarioFile, engine: Engine, so_far: tuple[Played, ...], one: Played, entry: Entry
) -> Iterator[Outcome]:
    refused = one.decision.refusal
    path: tuple[str | int, ...] = ("timeline", one.number - 1)
    if "expect" in entry.model_fields_set:
        path = (*path, "expect")
    expects_refusal = isinstance(entry.expect, Checks) and entry.expect.refused is not None
    if not expects_refusal and one.command is not None:
        actual = "accepted" if refused is None else f"refused: {refused}"
        place = file.place(path)
        yield Outcome(
            line=place.line,
            field=place.field,
            at=one.at,
            expected="accepted",
            actual=actual,
            is_met=refused is None,
            refusal=refused,
        )
    if isinstance(entry.expect, Checks):
        yield from evaluate(entry.expect, path, _situation(file, engine, so_far, one.at))


def _situation(file: ScenarioFile, engine: Engine, played: tuple[Played, ...], at: datetime) -> Situation:
    so_far = [one for one in played if one.at <= at]
    dossier = so_far[-1].dossier if so_far else None
    events = tuple(event for one in so_far for event in one.decision.events)
    if dossier is not None:
        ticked = engine.tick(dossier, at)
        dossier, events = ticked.dossier, (*events, *ticked.events)
    acts = [one for one in so_far if one.command is not None]
    return Situation(
        engine=engine,
        zone=file.calendar.tz,
        actors=file.actors,
        place=file.place,
        at=at,
        dossier=dossier,
        events=events,
        refusal=acts[-1].decision.refusal if acts else None,
    )
