"""
Codes that a host has sent or received, beside those that the events say.

The host records what its feed to the national portal said; here is where that
differs from what was so, and which of the known traps it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dossierflow.engine.dossier import NationalStatus
from dossierflow.onestop.history import status_history

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime, timedelta

    from dossierflow.engine.events import Event
    from dossierflow.onestop.history import StatusChange


@dataclass(frozen=True, slots=True)
class StatusReport:
    """One code, as the host's feed reported it."""

    dossier: str
    at: datetime
    """When it was reported; with a time zone."""

    code: NationalStatus


class StatusFault(StrEnum):
    """How a report differs from what was so."""

    PAUSED_AS_DONE = "paused_as_done"
    """Awaiting a supplement or a payment, reported as processed: the feed ends what has not ended."""
    PAUSED_AS_STOPPED = "paused_as_stopped"
    """Not over, reported with 8 as if that meant a pause."""
    WRONG_CODE = "wrong_code"
    BEFORE_FILING = "before_filing"
    """Reported before there was a dossier."""
    NOT_REPORTED = "not_reported"
    """A change that no report tells before the next one comes."""


@dataclass(frozen=True, slots=True)
class StatusDifference:
    """One place where reports and events disagree."""

    dossier: str
    at: datetime
    fault: StatusFault
    reported: NationalStatus | None
    """None where nothing was reported."""

    actual: NationalStatus | None
    """None before the dossier was filed."""


@dataclass(frozen=True, slots=True)
class Synchronisation:
    """How well the reports of one dossier tell its events."""

    changes: int
    reported: int
    """Changes that a right report told before the next change."""

    longest: timedelta | None
    """The longest time from a change to the report of it; none where none was reported."""

    differences: tuple[StatusDifference, ...]

    @property
    def is_complete(self) -> bool:
        """Tell whether every change was reported, and nothing was reported wrongly."""
        return not self.differences


_PAUSED = frozenset({NationalStatus.AWAITING_SUPPLEMENT, NationalStatus.AWAITING_PAYMENT})


def synchronisation(events: Iterable[Event], reports: Iterable[StatusReport]) -> Synchronisation:
    """
    Compare *reports* with what the events of their dossier say.

    Args:
        events: The whole log of one dossier.

        reports: Of the same dossier, in any order.

    Raises:
        EventFormatError: An event does not follow the one before it.
    """
    return compared(status_history(events), reports)


def compared(changes: Sequence[StatusChange], reports: Iterable[StatusReport]) -> Synchronisation:
    """Compare *reports* of one dossier with the *changes* of its code, which follow from its events."""
    ordered = sorted(reports, key=lambda report: report.at)
    wrong = list(_wrong(changes, ordered))
    waits: list[timedelta] = []
    missing: list[StatusDifference] = []
    dossier = changes[0].event.rpartition(":")[0] if changes else ""
    lasting = [one for one, after in zip(changes, (*changes[1:], None), strict=True) if _lasts(one, after)]
    for change, after in zip(lasting, (*lasting[1:], None), strict=True):
        told = _told(change, None if after is None else after.at, ordered)
        if told is None:
            fault = StatusFault.NOT_REPORTED
            missing.append(StatusDifference(dossier, change.at, fault, None, change.code))
        else:
            waits.append(told.at - change.at)
    found = sorted([*wrong, *missing], key=lambda one: (one.at, one.fault))
    return Synchronisation(len(lasting), len(waits), max(waits, default=None), tuple(found))


def _lasts(change: StatusChange, after: StatusChange | None) -> bool:
    # a code that lasted for no time at all cannot be reported while it is true
    return after is None or after.at > change.at


def _told(change: StatusChange, until: datetime | None, reports: Sequence[StatusReport]) -> StatusReport | None:
    right = (one for one in reports if one.code is change.code and one.at >= change.at)
    return next((one for one in right if until is None or one.at < until), None)


def _wrong(changes: Sequence[StatusChange], reports: Sequence[StatusReport]) -> Iterator[StatusDifference]:
    for report in reports:
        actual = next((one.code for one in reversed(changes) if one.at <= report.at), None)
        if report.code is not actual:
            yield StatusDifference(report.dossier, report.at, _fault(report.code, actual), report.code, actual)


def _fault(reported: NationalStatus, actual: NationalStatus | None) -> StatusFault:
    if actual is None:
        return StatusFault.BEFORE_FILING
    if actual in _PAUSED and reported is NationalStatus.DONE:
        return StatusFault.PAUSED_AS_DONE
    is_over = actual in {NationalStatus.RECEPTION_REFUSED, NationalStatus.DONE, NationalStatus.RETURNED}
    if reported is NationalStatus.STOPPED and not is_over:
        return StatusFault.PAUSED_AS_STOPPED
    return StatusFault.WRONG_CODE
