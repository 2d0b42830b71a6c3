"""One office, played from its first dossier to the last day that is looked at."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dossierflow.forecast.arrivals import filings
from dossierflow.forecast.case import Case
from dossierflow.forecast.clock import Clock
from dossierflow.forecast.packages import simpy
from dossierflow.forecast.presence import leave_of, presence
from dossierflow.forecast.record import OfficeRecord
from dossierflow.forecast.staff import Queue, Window, officer
from dossierflow.forecast.world import World

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from dossierflow.engine.engine import Engine
    from dossierflow.forecast.arrivals import OfficeKey
    from dossierflow.forecast.plan.files import PlanFile
    from dossierflow.forecast.plan.offices import Group
    from dossierflow.forecast.tally import Tally
    from dossierflow.worktime import WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeResult:
    """What became of one office in one replication."""

    key: OfficeKey
    tally: Tally
    dossiers: bytes
    """Table of dossiers, packed."""

    steps: bytes
    """Table of stays in steps, packed."""


def play(file: PlanFile, engine: Engine, key: OfficeKey, *, log: Path | None, rows: bool) -> OfficeResult:
    """
    Play one office in one replication.

    Args:
        file: The plan.

        engine: Decides every command.

        key: Which office, and the seed.

        log: File that receives the events; none keeps no log.

        rows: Whether the tables are wanted.

    Raises:
        CalendarCoverageError: A deadline or some work runs past the calendar.
    """
    plan = file.plan
    clock = Clock.starting(plan.first, file.calendar)
    horizon = clock.seconds(Clock.starting(plan.until + timedelta(days=1), file.calendar).origin)
    with ExitStack() as stack:
        out = None if log is None else stack.enter_context(log.open("w", encoding="utf-8", newline="\n"))
        record = OfficeRecord(key, clock, horizon, out, rows=rows)
        env = simpy.Environment()
        groups = {
            name: (group, Queue(simpy.PriorityStore(env))) for name, group in plan.offices[key.office].staff.items()
        }
        world = World(env=env, clock=clock, engine=engine, file=file, horizon=horizon, groups=groups, recorder=record)
        for name, (group, queue) in groups.items():
            _hire(world, key, name, group, queue)
        env.process(_feed(world, key))
        env.run(until=horizon)
        for case in list(world.open_cases.values()):
            case.close()
            record.finished(case)
    _add_groups(record, key, world)
    dossiers, steps = record.tables()
    return OfficeResult(key=key, tally=record.tally, dossiers=dossiers, steps=steps)


def _hire(world: World, key: OfficeKey, name: str, group: Group, queue: Queue) -> None:
    """Let the officers of a group begin their work."""
    plan, calendar = world.file.plan, world.file.calendar
    # what is begun on the last day must have hours in which it could be finished
    last = min(calendar.last, plan.until + timedelta(days=370))
    measured = world.clock.seconds(Clock.starting(plan.last + timedelta(days=1), calendar).origin)
    away = leave_of(group, calendar, plan.first, plan.until, (key.seed, key.replication, f"{key.name}/{name}"))
    shifts = [shift for shift in group.all_shifts for _ in range(shift.officers)]
    known: dict[tuple[int, frozenset[object]], WorkCalendar] = {}
    for number, (shift, days) in enumerate(zip(shifts, away, strict=True), start=1):
        same = (id(shift), frozenset(days))
        hours = known.get(same)
        if hours is None:
            hours = known[same] = presence(calendar, shift, days, plan.first, last)
        queue.times.present += hours.working_minutes_between(world.clock.at(0), world.clock.at(measured))
        window = Window(measured, world.horizon)
        world.env.process(officer(world.env, world.clock, queue, f"{name}-{number:02d}", hours, window))


def _feed(world: World, key: OfficeKey) -> Generator[simpy.Event, object, None]:
    """Let dossiers come, each at its own instant."""
    for of_day in filings(world.file, key):
        for filing in of_day:
            second = world.clock.seconds(filing.at)
            if second > world.now:
                yield world.env.timeout(second - world.now)
            case = Case(world, filing)
            world.open_cases[filing.id] = case
            case.file()


def _add_groups(record: OfficeRecord, key: OfficeKey, world: World) -> None:
    for name, (_, queue) in world.groups.items():
        times = queue.times
        for what, amount in (
            ("present", times.present),
            ("busy", times.busy),
            ("pieces", times.pieces),
            ("waited", times.waited),
        ):
            record.tally["group", key.office, name, what] += amount
    for (procedure, command, code), count in world.refusals.items():
        record.tally["refused", procedure, command, code] += count
