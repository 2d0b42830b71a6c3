"""
A log as lines: every act, and after it every clock that it changed.

The same lines make the tables and the traces. An act is complete when it is
told; a clock starts, is suspended, resumes and ends, in the words of the XES
lifecycle extension.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossierflow.interop.exports.told import ClockChange, Told

LIFECYCLE: Final = {
    "started": "start",
    "suspended": "suspend",
    "resumed": "resume",
    "met": "complete",
    "lapsed": "complete",
    "cancelled": "pi_abort",
    "superseded": "withdraw",
}
"""XES transition by change; the extension has no word for the others, which it calls ``unknown``."""


class Line(NamedTuple):
    """An act or a change of a clock; the order of the fields is that of the columns."""

    dossier: str
    sequence: int
    """Of the event, from 1."""

    part: int
    """0 for the act, then the clocks that it changed, from 1."""

    activity: str
    """``step_completed check sufficient``; of a clock ``clock total``."""

    lifecycle: str
    """Transition of the XES lifecycle extension."""

    occurred_at: str
    recorded_at: str
    agency: str
    role: str
    person: str
    on_behalf_of: str
    event: str
    """Type of the event."""

    step: str
    action: str
    limit: str
    run: int | None
    change: str
    """What became of the clock; see `ClockChange.change`."""

    effective_at: str
    """From when on the change counts."""

    reason: str
    party: str
    term: str
    due_day: str
    due_at: str
    status: str
    """Where the dossier stands as a whole, after the event."""

    end: str
    procedure: str
    version: str
    calendar: str
    calendar_hash: str
    hash: str


COLUMNS: Final = Line._fields
INSTANTS: Final = frozenset({"occurred_at", "recorded_at", "effective_at", "due_at"})


def lines_of(events: Iterable[Told]) -> Iterator[Line]:
    """Yield the lines of one dossier, whose *events* are in order."""
    status = end = ""
    for event in events:
        status, end = event.lifecycle or status, event.end or end
        yield _line(event, status, end, None, 0)
        for part, clock in enumerate(event.clocks, start=1):
            yield _line(event, status, end, clock, part)


def _line(event: Told, status: str, end: str, clock: ClockChange | None, part: int) -> Line:
    return Line(
        dossier=event.dossier,
        sequence=event.sequence,
        part=part,
        activity=event.activity if clock is None else f"clock {clock.limit}",
        lifecycle="complete" if clock is None else LIFECYCLE.get(clock.change, "unknown"),
        occurred_at=event.occurred_at,
        recorded_at=event.recorded_at,
        agency=event.agency,
        role=event.role,
        person=event.person,
        on_behalf_of=event.on_behalf_of,
        event=event.type,
        step=event.step,
        action=event.action,
        limit="" if clock is None else clock.limit,
        run=None if clock is None else clock.run,
        change="" if clock is None else clock.change,
        effective_at="" if clock is None else clock.at,
        reason="" if clock is None else clock.reason,
        party="" if clock is None else clock.party,
        term="" if clock is None else clock.term,
        due_day="" if clock is None else clock.due_day,
        due_at="" if clock is None else clock.due_at,
        status=status,
        end=end,
        procedure=event.procedure,
        version=event.version,
        calendar=event.calendar,
        calendar_hash=event.calendar_hash,
        hash=event.hash,
    )
