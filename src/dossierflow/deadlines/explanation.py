"""
Why a term ends when it ends: the steps of the computation itself.

The kernel writes a `Step` for everything it does. Texts, pages and pictures are
renderings of the steps; `replay` adds them up again without the kernel.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime  # noqa: TC003 - models that hold a Due resolve its annotations at run time
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from decimal import Decimal

    from dossierflow.citation import Citation, LegalText
    from dossierflow.deadlines.ledger import Ledger
    from dossierflow.deadlines.term import Unit


class Due(NamedTuple):
    """When a term ends."""

    day: date
    """Last day of the term, in the zone of the calendar."""

    at: datetime
    """Last instant of the term; what happens at this very instant is in time."""

    provisional: bool
    """Whether a day was looked at whose schedule is not decided yet."""


class StepKind(StrEnum):
    """What the kernel did."""

    RECEIVED = "received"
    """Took the event at its own instant."""

    DEEMED = "deemed"
    """Put another day in the place of the event: one some days later, or a named one."""

    NEXT_OPENING = "next_opening"
    """Moved an event outside office hours to the next opening."""

    CUTOFF = "cutoff"
    """Found the event after the cut-off hour."""

    START = "start"
    """Decided with which day or instant the term starts."""

    COUNT = "count"
    """Counted whole days one by one."""

    CORRESPONDING = "corresponding"
    """Went to the corresponding day of a later week, month or year."""

    BROKEN_TERM = "broken_term"
    """Turned weeks, months or years that were interrupted into days."""

    CLEAR = "clear"
    """Did not count the last day either."""

    ELAPSE = "elapse"
    """Let hours and minutes pass."""

    WORK = "work"
    """Let working hours pass."""

    SUSPENDED = "suspended"
    """Left out a time in which hours and minutes did not run."""

    EXTENDED = "extended"
    """Went on from an anchor with a further term."""

    MINIMUM = "minimum"
    """Gave the term its least number of working days."""

    ROLL = "roll"
    """Looked whether the last day is a day off, and moved it if so."""

    RESULT_LATER = "result_later"
    """Moved the due day because the event came after the cut-off hour."""

    END = "end"
    """Found the time of day at which the last day ends."""

    STANDS_STILL = "stands_still"
    """Stopped: the term is suspended, and part of it is left."""


class SkipKind(StrEnum):
    """Why a day was passed over; the calendar's own kinds, and two of the kernel's."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    COMPENSATORY_OFF = "compensatory_off"
    SWAP_OFF = "swap_off"
    CLOSURE = "closure"
    RECEPTION_ONLY = "reception_only"
    SUSPENDED = "suspended"


class Skipped(NamedTuple):
    """A day that was passed over, and why."""

    day: date
    kind: SkipKind
    name: LegalText | None = None
    """What the calendar calls the day; none for weekends and suspended days."""

    cite: tuple[Citation, ...] = ()

    reason: str | None = None
    """Reason of the suspension that takes the day out."""


class WorkedInExchange(NamedTuple):
    """A day that counts only because a decision made it a working day."""

    day: date
    name: LegalText
    cite: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """
    One thing that the kernel did.

    Of steps that count days, `counted` and `skipped` together are all the days
    between `before` (exclusive) and `after` (inclusive), none twice; where the
    parameter ``from`` is ``start``, `before` is among them.
    """

    kind: StepKind
    before: date | datetime
    after: date | datetime | None
    """Where the step led; none where the term stands still."""

    amount: int | Decimal | None = None
    """How many *unit* the step counted; a fraction only of minutes, where seconds were counted."""

    unit: Unit | None = None
    counted: tuple[date, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    worked: tuple[WorkedInExchange, ...] = ()
    """Those of the `counted` days that a decision made working days."""

    params: tuple[tuple[str, str], ...] = ()
    cite: tuple[Citation, ...] = ()

    def param(self, name: str) -> str | None:
        """Return the parameter *name*, or none."""
        return next((value for key, value in self.params if key == name), None)


class CalendarUsed(NamedTuple):
    """The calendar that was asked."""

    name: str
    hash: str
    zone: str
    confirmed_until: date
    """Last day whose schedule is decided, inclusive."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A due date with the steps that lead to it."""

    ledger: Ledger
    calendar: CalendarUsed
    due: Due | None
    """None while the term stands still."""

    steps: tuple[Step, ...]
