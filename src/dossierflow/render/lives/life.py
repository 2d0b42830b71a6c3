"""What is drawn of a dossier: bars of work, clocks with their flags, marks of acts, versions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from dossierflow.citation import Language
    from dossierflow.engine.dossier import ClockState
    from dossierflow.worktime import WorkCalendar


class BarKind(StrEnum):
    """What a bar stands for."""

    STEP = "step"
    WAIT = "wait"
    """Something the applicant owes: a supplement, a fee."""

    HANDOFF = "handoff"


class FlagKind(StrEnum):
    """What kind of due date a flag is."""

    STATUTORY = "statutory"
    PROMISED = "promised"
    """A shorter promise, or the appointment on the slip."""

    INTERNAL = "internal"
    MOVED = "moved"
    """Was due then; another date took its place, or none is owed any more."""


class MarkKind(StrEnum):
    """What kind of act a mark stands for."""

    ACT = "act"
    SUPPLEMENT = "supplement"
    TIMER = "timer"
    REFUSED = "refused"
    VERSION = "version"


@dataclass(frozen=True, slots=True)
class Stop:
    """A span in which something stands still; *end* is none while it lasts."""

    start: datetime
    end: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One piece of work, or one wait, in the lane of whoever owes it."""

    key: str
    """The same for the same piece of work in another life: ``step.appraise.1``."""

    lane: str
    """The agency, or ``applicant``."""

    kind: BarKind
    text: str
    start: datetime
    end: datetime | None
    """None while it goes on."""

    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """A due date."""

    at: datetime
    kind: FlagKind
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One run of one time limit, or the appointments on the slip, which have no run."""

    key: str
    """As of a bar: ``total.1``, or ``appointment``."""

    limit: str
    """Identifier; runs of one limit share a row."""

    text: str
    party: str
    term: str
    start: datetime
    end: datetime | None
    stops: tuple[Stop, ...]
    flags: tuple[Flag, ...]
    """Moved ones first, the one that counts last."""

    late_from: datetime | None
    """Since when it is, or was, late."""

    outcome: ClockState | None
    """Where it stands; none for appointments."""

    @property
    def due(self) -> Flag | None:
        """The due date that counts; none while it is not known, or no longer owed."""
        return self.flags[-1] if self.flags and self.flags[-1].kind is not FlagKind.MOVED else None


@dataclass(frozen=True, slots=True)
class Mark:
    """One act, accepted or refused, or one limit that ran out."""

    number: int
    at: datetime
    entered_at: datetime
    kind: MarkKind
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Era:
    """Since when which version governs."""

    at: datetime
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """The life of one dossier up to an instant, in one language."""

    dossier: str
    procedure: str
    lang: Language
    calendar: WorkCalendar
    lanes: tuple[tuple[str, str], ...]
    """Identifier and name of everyone who has a bar, the applicant first."""

    bars: tuple[Bar, ...]
    clocks: tuple[Clock, ...]
    marks: tuple[Mark, ...]
    eras: tuple[Era, ...]
    until: datetime
    state: str
    """How it stands at *until*, in words."""

    is_over: bool
    main: str | None
    """Key of the clock that the slip promises, else of the first statutory one that is not the applicant's."""

    @property
    def main_clock(self) -> Clock | None:
        """The clock by which the dossier as a whole is judged; none where none has started."""
        return next((clock for clock in self.clocks if clock.key == self.main), None)

    @property
    def first(self) -> datetime:
        """The first instant that is drawn."""
        return min(self.instants())

    @property
    def last(self) -> datetime:
        """The last instant that is drawn; a due date may lie beyond *until*."""
        return max(self.instants())

    def instants(self) -> Iterator[datetime]:
        """Yield every instant at which something happens or is due, in no order."""
        yield self.until
        for mark in self.marks:
            yield mark.at
        for era in self.eras:
            yield era.at
        for bar in self.bars:
            yield bar.start
            yield from (at for at in (bar.end,) if at is not None)
        for clock in self.clocks:
            yield clock.start
            yield from (at for at in (clock.end, clock.late_from) if at is not None)
            yield from (flag.at for flag in clock.flags)
            for stop in clock.stops:
                yield stop.start
                yield from (at for at in (stop.end,) if at is not None)
