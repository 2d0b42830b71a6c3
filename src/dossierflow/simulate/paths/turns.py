"""
What is done on a path, apart from when: somebody acts, or time passes until the next limit runs out.

Taking a turn puts it at an instant: the first one of office hours some minutes
after the turn before. So the same turns can be taken from any start.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dossierflow.engine import commands as c
from dossierflow.engine.engine import Decision
from dossierflow.simulate.paths.filing import submission, value_of

if TYPE_CHECKING:
    from datetime import datetime

    from dossierflow.engine.actors import Actor
    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.engine import Engine
    from dossierflow.simulate.paths.filing import Filing
    from dossierflow.worktime import WorkCalendar

PACE = timedelta(minutes=10)
"""How long after the turn before somebody acts, where the office is open then."""

_A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn of a path."""

    by: Actor | None = None
    """Who acts; none where time passes."""

    command: c.Command | None = None
    """What is asked; none where a dossier is filed, or where time passes."""

    filing: Filing | None = None
    """What is filed."""

    instant: tuple[str, timedelta] | None = None
    """A field of the command that holds an instant, and how long after the turn that is."""

    occurred: timedelta | None = None
    """How long after the turn it is said to have taken place."""

    command_id: str | None = None
    expected_version: int | None = None

    @property
    def is_wait(self) -> bool:
        """Tell whether time passes, until the next limit has run out."""
        return self.by is None


WAIT = Turn()
"""Time passes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A turn that was taken."""

    turn: Turn
    at: datetime
    occurred_at: datetime
    command: c.Command | None
    before: Dossier | None
    decision: Decision

    @property
    def dossier(self) -> Dossier | None:
        """The dossier after it."""
        return self.decision.dossier


def take(
    engine: Engine, calendar: WorkCalendar, turn: Turn, before: Dossier | None, last: datetime, number: int
) -> Taken:
    """
    Take *turn*.

    Args:
        engine: Decides.

        calendar: Says when the office is open.

        turn: What is done.

        before: The dossier; none before it is filed.

        last: The instant of the turn before; of the first turn, its own.

        number: Of the turn on its path, from 1.

    Raises:
        CalendarCoverageError: It would lie beyond the calendar, or a deadline would.
    """
    at = moment(engine, calendar, turn, before, last)
    if turn.is_wait:
        decision = Decision(dossier=None, events=()) if before is None else engine.tick(before, at)
        return Taken(turn=turn, at=at, occurred_at=at, command=None, before=before, decision=decision)
    command = turn.command
    if turn.filing is not None:
        command = submission(turn.filing, calendar, calendar.local_day(at))
    if command is not None and turn.instant is not None:
        name, shift = turn.instant
        command = command.model_copy(update={name: at + shift})
    assert command is not None and turn.by is not None  # noqa: S101, PT018 -- a turn is a filing, a command or a wait
    occurred = at if turn.occurred is None else at + turn.occurred
    decision = engine.handle(
        before,
        command,
        by=turn.by,
        at=occurred,
        recorded_at=at,
        command_id=turn.command_id or f"entry-{number}",
        expected_version=turn.expected_version,
    )
    return Taken(turn=turn, at=at, occurred_at=occurred, command=command, before=before, decision=decision)


def moment(engine: Engine, calendar: WorkCalendar, turn: Turn, before: Dossier | None, last: datetime) -> datetime:
    """
    Return when *turn* is taken: at once if it files or receives, else some minutes later when the office is open.

    Raises:
        CalendarCoverageError: The office does not open any more within the calendar.
    """
    if turn.is_wait:
        timer = None if before is None else engine.next_timer(before)
        return last + PACE if timer is None else max(last, timer.at.astimezone(last.tzinfo)) + _A_MINUTE
    if before is None or isinstance(turn.command, c.Receive):
        return last
    at = last + PACE
    return at if calendar.is_open(at) else calendar.next_opening(at)


def with_reason(turn: Turn, **values: object) -> Turn:
    """Return *turn* with other values of its command."""
    return turn if turn.command is None else replace(turn, command=turn.command.model_copy(update=values))


def with_facts(turn: Turn, filing: Filing) -> Turn:
    """Return *turn* of a dossier whose facts are those of *filing*."""
    if turn.filing is not None:
        return replace(turn, filing=filing)
    match turn.command:
        case c.CompleteStep() | c.Decide() | c.Refuse() as command if command.facts:
            told = {name: value_of(filing.procedure, name, filing.values) for name in command.facts}
            return replace(turn, command=command.model_copy(update={"facts": told}))
        case _:
            return turn
