"""Taking down what happens in a simulated office: rows, counts, and the log of events."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TextIO

from dossierflow.engine.events import event_to_json
from dossierflow.forecast.outcome import Outcome, Promise, how_it_ended, promise_of, promised_limits, runs_of
from dossierflow.forecast.rows import DOSSIER_COLUMNS, STEP_COLUMNS, RowBuffer, schema_of
from dossierflow.forecast.tally import new_tally

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from dossierflow.engine.dossier import Deadline, Dossier
    from dossierflow.engine.events import Event
    from dossierflow.forecast.arrivals import OfficeKey
    from dossierflow.forecast.case import Case
    from dossierflow.forecast.clock import Clock
    from dossierflow.forecast.task import Task
    from dossierflow.forecast.visit import Visit
    from dossierflow.procedure.model import Procedure

_SUMS = (
    "worked",
    "waited_staff",
    "waited_applicant",
    "waited_agencies",
    "paused",
    "supplements",
    "apologies_due",
    "apologies",
    "events",
)


class OfficeRecord:
    """The recorder of one office."""

    def __init__(self, key: OfficeKey, clock: Clock, horizon: int, log: TextIO | None, *, rows: bool) -> None:
        """
        Begin a record.

        Args:
            key: The office.

            clock: Its clock.

            horizon: The second at which the forecast ends.

            log: Where events go, one JSON object a line; none keeps no log.

            rows: Whether the tables are wanted.
        """
        self.tally = new_tally()
        self._key, self._clock, self._log = key, clock, log
        self._end = clock.at(horizon)
        zone = clock.calendar.zone
        self._dossiers = RowBuffer(schema_of(DOSSIER_COLUMNS, zone)) if rows else None
        self._steps = RowBuffer(schema_of(STEP_COLUMNS, zone)) if rows else None
        self._promised: dict[str, frozenset[str]] = {}

    def tables(self) -> tuple[bytes, bytes]:
        """Return the tables of dossiers and of stays, packed; empty where none are wanted."""
        return (
            b"" if self._dossiers is None else self._dossiers.close(),
            b"" if self._steps is None else self._steps.close(),
        )

    def events(self, events: Iterable[Event]) -> None:
        """Take down new events of one dossier, in order."""
        if self._log is not None:
            self._log.writelines(f"{event_to_json(event)}\n" for event in events)

    def waited(self, task: Task, minutes: int) -> None:
        """Take down that *task* is taken up after so many working minutes."""
        found = task.case.world.group_of(task.case.procedure, task.who)
        if found is not None:
            found[1].times.waited += minutes

    def left(self, visit: Visit) -> None:
        """Take down a stay in a step that is over."""
        procedure, who = visit.case.procedure, visit.rule.by
        place = ("step", procedure.procedure, visit.step, str(who))
        for name, count in (
            ("visits", 1),
            ("worked", visit.worked),
            ("waited_staff", visit.waited_staff),
            ("waited_applicant", visit.waited_applicant),
            ("waited_agencies", visit.waited_agencies),
            ("paused", visit.paused),
        ):
            self.tally[*place, name] += count
        if self._steps is not None:
            at = self._clock.at
            filing = visit.case.filing
            self._steps.add((
                self._key.replication, self._key.name, filing.id, procedure.procedure, visit.track, visit.step,
                visit.number, who.agency, who.role, at(visit.entered),
                None if visit.started is None else at(visit.started), None if visit.left is None else at(visit.left),
                visit.worked, visit.waited_staff, visit.waited_applicant, visit.waited_agencies, visit.paused,
            ))  # fmt: skip

    def finished(self, case: Case) -> None:
        """Take down a dossier with which nothing can happen any more, or at which nobody looks any further."""
        case.world.open_cases.pop(case.filing.id, None)
        self.tally["sum", "arrivals"] += 1
        self.tally["week", _monday(self._clock.calendar.local_day(case.filing.at)), "filed"] += 1
        if case.dossier is None:
            self._not_filed(case)
            return
        dossier, procedure = case.dossier, case.procedure
        promised = self._promised.get(procedure.hash)
        if promised is None:
            promised = self._promised[procedure.hash] = promised_limits(procedure)
        promise = promise_of(dossier, promised, self._clock.calendar, self._end)
        self._count(case, dossier, procedure, promise)
        suspended = sum(self._suspended(clock) for clock in runs_of(dossier, promised))
        self.tally["sum", "suspended"] += suspended
        if self._dossiers is not None:
            self._dossiers.add(self._row(case, dossier, promise, suspended))

    def _not_filed(self, case: Case) -> None:
        filing = case.filing
        for key in (("outcome",), ("procedure", filing.procedure), ("office", self._key.office)):
            self.tally[*key, Outcome.NOT_FILED.value] += 1
        if self._dossiers is not None:
            empty = dict.fromkeys((name for name, _ in DOSSIER_COLUMNS), None)
            known = {
                "replication": self._key.replication, "office": self._key.name, "id": filing.id,
                "procedure": filing.procedure, "channel": filing.channel, "submitted": filing.at,
                "outcome": Outcome.NOT_FILED.value, "events": 0, "stuck": case.refused,
            }  # fmt: skip
            self._dossiers.add(tuple({**empty, **known}.values()))

    def _count(self, case: Case, dossier: Dossier, procedure: Procedure, promise: Promise) -> None:
        tally, outcome, calendar = self.tally, promise.outcome.value, self._clock.calendar
        for key in (("outcome",), ("procedure", procedure.procedure), ("office", self._key.office)):
            tally[*key, outcome] += 1
        for name in _SUMS:
            tally["sum", name] += getattr(case.sums, name)
        if case.stuck is not None and not dossier.lifecycle.is_over:
            tally["stuck", procedure.procedure, case.stuck] += 1
        if promise.outcome in {Outcome.LATE, Outcome.OVERDUE}:
            tally["days_late", str(promise.days_late)] += 1
        decided = dossier.milestones.get("decided")
        if decided is not None:
            days = calendar.working_days_between(calendar.local_day(case.filing.at), calendar.local_day(decided))
            tally["days", procedure.procedure, str(days)] += 1
        if promise.outcome not in {Outcome.OPEN, Outcome.OVERDUE}:
            last = decided or dossier.last_at
            tally["week", _monday(calendar.local_day(last)), "finished"] += 1
        for clock in (*dossier.past_deadlines, *dossier.deadlines.values()):
            state = how_it_ended(clock, calendar)
            tally["limit", procedure.procedure, clock.limit, clock.party, state] += 1

    def _row(self, case: Case, dossier: Dossier, promise: Promise, suspended: int) -> tuple[object, ...]:
        filing, sums, reached = case.filing, case.sums, dossier.milestones
        decided = reached.get("decided")
        finished = dossier.last_at if dossier.lifecycle.is_over else None
        over = decided or finished
        elapsed = None if over is None else self._clock.calendar.working_minutes_between(filing.at, over)
        return (
            self._key.replication, self._key.name, filing.id, dossier.procedure.id, dossier.procedure.version,
            filing.channel, filing.at, reached.get("received"), promise.due, decided, finished,
            dossier.end, promise.outcome.value, promise.limit, promise.days_late, sums.supplements, suspended, elapsed,
            sums.worked, sums.waited_staff, sums.waited_applicant, sums.waited_agencies, sums.paused,
            sums.apologies_due, sums.apologies, sums.events,
            case.stuck if not dossier.lifecycle.is_over else None,
        )  # fmt: skip

    def _suspended(self, clock: Deadline) -> int:
        between = self._clock.calendar.working_minutes_between
        end: datetime = clock.ended_at or self._end
        return sum(between(stop.start, max(stop.start, stop.end or end)) for stop in clock.suspensions)


def _monday(day: date) -> str:
    return (day - timedelta(days=day.weekday())).isoformat()
