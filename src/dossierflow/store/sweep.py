"""
The sweep: what ran out is fired, what will run out is warned of, what fails is shown.

A sweep may run anywhere, at any time, as often as one likes and in many places
at once. A timer fires with its own due instant, so that none of this changes
an event; a late sweep is only late, and says by how much.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from dossierflow.errors import DossierflowError, StoreError
from dossierflow.store.incidents import RESOLVED_BY_SWEEP
from dossierflow.store.outbox import DEFAULT_CHANNEL
from dossierflow.store.warnings import horizon, leads_of, warning_message
from dossierflow.worktime.instants import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossierflow.deadlines.term import Term
    from dossierflow.engine.engine import Engine
    from dossierflow.store.clocks import Claimed, OpenClock
    from dossierflow.store.incidents import Incident
    from dossierflow.store.units import Unit, Units

_LONGEST_REASON: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepReport:
    """What one sweep did."""

    at: datetime
    dossiers: int
    """Dossiers whose clocks were fired."""

    events: int
    """Events that were kept."""

    warnings: int
    """Warnings that were put on the outbox."""

    incidents: tuple[Incident, ...]
    """Failures, as they stood after this sweep."""

    repaired: int
    """Dossiers whose clocks the index had wrong, and has right now."""

    latest: timedelta
    """How long the longest overdue clock had run out when it was found."""

    mean: timedelta
    """The same on average over *dossiers*."""

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing failed."""
        return not self.incidents


@dataclass(slots=True)
class _Tally:
    at: datetime
    dossiers: int = 0
    events: int = 0
    warnings: int = 0
    late: timedelta = timedelta(0)
    latest: timedelta = timedelta(0)
    incidents: dict[str, Incident] = field(default_factory=dict["str", "Incident"])
    repaired: set[str] = field(default_factory=set[str])

    def fired(self, due: datetime, events: int) -> None:
        """Count one dossier."""
        late = self.at - due
        self.dossiers += 1
        self.events += events
        self.late += late
        self.latest = max(self.latest, late)

    def report(self) -> SweepReport:
        """Return what was counted."""
        return SweepReport(
            at=self.at,
            dossiers=self.dossiers,
            events=self.events,
            warnings=self.warnings,
            incidents=tuple(self.incidents.values()),
            repaired=len(self.repaired),
            latest=self.latest,
            mean=self.late / max(self.dossiers, 1),
        )


class Sweeper:
    """
    Sweeps what is kept, one short transaction after another.

    Every dossier is handled in a savepoint of its own. If it fails, for
    whatever reason, an incident tells of it, and the others go on.
    """

    def __init__(
        self,
        engine: Engine,
        units: Units,
        *,
        leads: Sequence[Term | str] = (),
        channel: str = DEFAULT_CHANNEL,
        batch: int = 50,
        tries: int = 3,
        retry_after: timedelta = timedelta(minutes=5),
    ) -> None:
        """
        Sweep what *units* open.

        Args:
            engine: Knows the procedures and calendars of all dossiers.

            units: Opens transactions.

            leads: How long before a due date is warned, the earliest warning
                first: ``["3 working days", "1 working day"]``.

            channel: That of the outbox on which is warned.

            batch: Dossiers in one transaction.

            tries: How often a failing dossier is tried before it waits for a
                person.

            retry_after: How long it is left alone after the first failure; twice
                as long after each further one.

        Raises:
            TermError: A lead cannot be counted.

            StoreError: *batch* or *tries* is less than 1, or *retry_after* is
                no time.
        """
        if batch < 1 or tries < 1 or retry_after <= timedelta(0):
            msg = f"batch {batch}, tries {tries}, retry_after {retry_after}: each must be more than nothing"
            raise StoreError(msg)
        self._engine, self._units, self._channel = engine, units, channel
        self._leads = leads_of(leads)
        self._batch, self._tries, self._retry_after = batch, tries, retry_after

    def sweep(self, at: datetime, *, limit: int | None = None) -> SweepReport:
        """
        Fire every clock that ran out before *at*, then warn of those that will soon.

        Args:
            at: The instant as of which is swept: the host's clock.

            limit: The most dossiers to claim; none for all.

        Raises:
            NaiveInstantError: *at* has no time zone.

            CalendarCoverageError: A lead reaches past the end of a calendar;
                what had run out has been fired.
        """
        tally = _Tally(plain(at))
        left = limit
        while left is None or left > 0:
            with self._units() as unit:
                claimed = unit.clocks.claim(tally.at, limit=self._batch if left is None else min(left, self._batch))
                for one in claimed:
                    self._handle(unit, one, tally)
            if not claimed:
                break
            left = None if left is None else left - len(claimed)
        for stage, lead in reversed([*enumerate(self._leads, start=1)]):
            self._warn(lead, stage, tally)
        return tally.report()

    def _handle(self, unit: Unit, one: Claimed, tally: _Tally) -> None:
        try:
            with unit.attempt():
                events = self._fire(unit, one, tally)
                if one.has_incident:
                    unit.incidents.resolve(one.dossier, at=tally.at, by=RESOLVED_BY_SWEEP)
        except Exception as error:  # noqa: BLE001 -- whatever it is, it must not stop the other dossiers
            tally.incidents[one.dossier] = self._report(unit, one.dossier, error, tally.at)
        else:
            if events:
                tally.fired(one.due, events)

    def _fire(self, unit: Unit, one: Claimed, tally: _Tally) -> int:
        before = unit.store.load(one.dossier)
        if before is None:
            msg = f"the index lists dossier {one.dossier!r}, which is not kept; take it out of the index"
            raise StoreError(msg)
        decision = self._engine.tick(before, tally.at)
        if decision.events:
            unit.store.append(decision.dossier or before, decision.events, expected_version=before.version)
        elif one.dossier in tally.repaired:
            msg = f"the index lists a clock of dossier {one.dossier!r} that the dossier does not have"
            raise StoreError(msg)
        else:
            tally.repaired.add(one.dossier)
            unit.clocks.put(before)
        return len(decision.events)

    def _report(self, unit: Unit, dossier: str, error: Exception, at: datetime) -> Incident:
        known = [one for one in unit.incidents.of(dossier) if one.is_open]
        attempts = 1 + sum(one.attempts for one in known)
        again = None if attempts >= self._tries else at + self._retry_after * 2 ** (attempts - 1)
        code = error.code if isinstance(error, DossierflowError) else type(error).__name__
        # further lines of a database's error repeat the values of the row, personal facts among them
        reason = (str(error).splitlines() or [code])[0]
        if len(reason) > _LONGEST_REASON:
            reason = f"{reason[:_LONGEST_REASON]}..."
        return unit.incidents.report(dossier, at=at, error=code, reason=reason, retry_at=again)

    def _warn(self, lead: Term, stage: int, tally: _Tally) -> None:
        calendars = self._engine.rulebook.calendars.values()
        widest = max(horizon(lead, calendar, tally.at) for calendar in calendars)
        last: OpenClock | None = None
        while True:
            with self._units() as unit:
                found = unit.clocks.approaching(tally.at, widest, stage=stage, after=last, limit=self._batch)
                for clock in found:
                    if clock.dossier not in tally.incidents:
                        self._warn_of(unit, clock, lead, stage, tally)
            if not found:
                break
            last = found[-1]

    def _warn_of(self, unit: Unit, clock: OpenClock, lead: Term, stage: int, tally: _Tally) -> None:
        open_ = [one for one in unit.incidents.of(clock.dossier) if one.is_open]
        if any(one.holds(tally.at) for one in open_):
            return
        try:
            with unit.attempt():
                if clock.due > self._horizon_of(unit, clock, lead, tally.at):
                    return
                if unit.clocks.warned(clock, stage=stage):
                    message = warning_message(clock, lead, tally.at, self._channel)
                    tally.warnings += unit.outbox.append([message])
                if open_:
                    unit.incidents.resolve(clock.dossier, at=tally.at, by=RESOLVED_BY_SWEEP)
        except Exception as error:  # noqa: BLE001 -- as above
            tally.incidents[clock.dossier] = self._report(unit, clock.dossier, error, tally.at)

    def _horizon_of(self, unit: Unit, clock: OpenClock, lead: Term, at: datetime) -> datetime:
        """Return the horizon on the clock's own calendar; with only one there is nothing to look up."""
        calendars = list(self._engine.rulebook.calendars.values())
        if len(calendars) == 1:
            return horizon(lead, calendars[0], at)
        dossier = unit.store.load(clock.dossier)
        if dossier is None:
            msg = f"the index lists dossier {clock.dossier!r}, which is not kept; take it out of the index"
            raise StoreError(msg)
        return horizon(lead, self._engine.rulebook.compiled(dossier.procedure).calendar_of(clock.limit), at)
