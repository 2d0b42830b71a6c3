"""
Playing a plan: offices spread over workers, results put together in their own order.

An office in one replication is a unit of work that shares nothing with others.
Whichever executor plays it, and wherever, gives the same bytes, and they are
put together in the order of the plan: hence the same files from one process,
a pool or a cluster.
"""

from __future__ import annotations

import os
import pickle
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.engine.engine import Engine
from dossierflow.forecast.arrivals import OfficeKey
from dossierflow.forecast.errors import ForecastError
from dossierflow.forecast.office import OfficeResult, play
from dossierflow.forecast.outputs import Tables
from dossierflow.forecast.plan.files import Listed, PlanFile, everywhere, left_open
from dossierflow.forecast.results import Files, Forecast, unit_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor, Future
    from pathlib import Path

    from dossierflow.forecast.results import Unit
    from dossierflow.procedure.model import Procedure
    from dossierflow.worktime import WorkCalendar

_AHEAD = 4
"""How many offices a worker may be ahead of the one that is written."""

_UNKNOWN = 16
"""Workers assumed where an executor does not say how many it has."""


def run_plan(
    plan: PlanFile,
    *,
    seed: int,
    calendar: WorkCalendar | None = None,
    executor: Executor | None = None,
    workers: int | None = None,
    out: Path | None = None,
    events: bool = False,
    progress: Callable[[int, int], object] | None = None,
) -> Forecast:
    """Play *plan* and return what came of it: `dossierflow.forecast.forecast`, which see."""
    _check(seed, workers, out, events=events)
    if calendar is not None:
        plan = _on(plan, calendar)
    jobs = list(_jobs(plan, seed))
    log = _log_folder(out, jobs) if events and out is not None else None
    result = _empty(plan, seed)
    units: list[Unit] = []
    with ExitStack() as stack:
        tables = None if out is None else stack.enter_context(_tables(out, plan.calendar.zone))
        played = _played(stack, plan, jobs, log, executor, workers, rows=out is not None)
        for done, office in enumerate(played, start=1):
            result.tally.update(office.tally)
            units.append(unit_of(office.key.replication, office.key.office, office.key.copy, office.tally))
            if tables is not None:
                tables.add(office)
            if progress is not None:
                progress(done, len(jobs))
        files = None if tables is None else Files(dossiers=tables.paths[0], steps=tables.paths[1], events=log)
    return replace(result, units=tuple(units), files=files)


def _check(seed: int, workers: int | None, out: Path | None, *, events: bool) -> None:
    if seed < 0:
        msg = f"the seed is a whole number from 0; found {seed}"
        raise ForecastError(msg)
    if workers is not None and workers < 1:
        msg = f"a forecast needs at least one worker; found {workers}"
        raise ForecastError(msg)
    if events and out is None:
        msg = "an event log needs a folder to be written to; give 'out' too"
        raise ForecastError(msg)


def _on(plan: PlanFile, calendar: WorkCalendar) -> PlanFile:
    other = replace(plan, calendar=calendar, calendars=everywhere(calendar, plan.library))
    wrong = list(left_open(other))
    if wrong:
        msg = f"the plan does not fit the calendar {calendar.name!r}: {'; '.join(wrong)}"
        raise ForecastError(msg)
    return other


def _jobs(plan: PlanFile, seed: int) -> Iterator[OfficeKey]:
    for replication in range(plan.plan.replications):
        for name, office in plan.plan.offices.items():
            for copy in range(1, office.count + 1):
                yield OfficeKey(seed=seed, replication=replication, office=name, copy=copy, count=office.count)


def _tables(out: Path, zone: str) -> Tables:
    out.mkdir(parents=True, exist_ok=True)
    return Tables(out, zone)


def _log_folder(out: Path, jobs: list[OfficeKey]) -> Path:
    """Return the folder of logs, made if missing; logs of other offices in it would be taken for this forecast's."""
    folder = out / "events"
    folder.mkdir(parents=True, exist_ok=True)
    others = sorted({path.name for path in folder.glob("*.jsonl")} - {_log_name(key) for key in jobs})
    if others:
        found = f"{others[0]}, {len(others)} in all"
        msg = f"{folder} holds logs of another forecast ({found}); remove them, or give another folder"
        raise ForecastError(msg)
    return folder


def _empty(plan: PlanFile, seed: int) -> Forecast:
    stated, library = plan.plan, list(plan.library)
    return Forecast(
        title=stated.title,
        change=plan.change,
        seed=seed,
        replications=stated.replications,
        first=stated.first,
        last=stated.last,
        until=stated.until,
        offices={name: (office.name, office.count) for name, office in stated.offices.items()},
        procedures={one.procedure: one.name for one in library},
        steps={(one.procedure, name): step.name for one in library for name, step in one.steps.items()},
        parties={(one.procedure, who): name for one in library for who, name in _parties(one)},
        limits={(one.procedure, name): limit.name for one in library for name, limit in one.limits.items()},
    )


def _parties(procedure: Procedure) -> Iterator[tuple[str, LegalText]]:
    for agency, rule in procedure.agencies.items():
        yield agency, rule.name
        for role, one in rule.roles.items():
            name = LegalText(vi=f"{rule.name.vi}: {one.name.vi}", en=f"{rule.name.en}: {one.name.en}")
            yield f"{agency}/{role}", name


def _played(
    stack: ExitStack,
    plan: PlanFile,
    jobs: list[OfficeKey],
    log: Path | None,
    executor: Executor | None,
    workers: int | None,
    *,
    rows: bool,
) -> Iterator[OfficeResult]:
    """Yield the results in the order of *jobs*, with no more of them waiting than workers can be ahead."""
    wanted = min(workers or os.cpu_count() or 1, len(jobs))
    if executor is None and wanted == 1:
        engine = Engine(plan.library, plan.calendars)
        for key in jobs:
            yield play(plan, engine, key, log=_log_of(log, key), rows=rows)
        return
    if executor is None:
        executor = stack.enter_context(ProcessPoolExecutor(max_workers=wanted))
    ahead = _AHEAD * (workers or getattr(executor, "_max_workers", None) or _UNKNOWN)
    # lists of arrivals may be long; each office gets its own rows only
    common = pickle.dumps(replace(plan, listed={}), protocol=5)
    waiting: deque[Future[OfficeResult]] = deque()
    for key in jobs:
        listed = {where: found for where, found in plan.listed.items() if where[0] == key.office}
        waiting.append(executor.submit(play_packed, common, listed, key, _log_of(log, key), rows=rows))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def play_packed(common: bytes, listed: Listed, key: OfficeKey, log: Path | None, *, rows: bool) -> OfficeResult:
    """Play one office in a worker; what offices have in common is unpacked and compiled once a worker."""
    plan, engine = _unpacked(common)
    return play(replace(plan, listed=listed), engine, key, log=log, rows=rows)


@lru_cache(maxsize=2)
def _unpacked(common: bytes) -> tuple[PlanFile, Engine]:
    plan: PlanFile = pickle.loads(common)  # noqa: S301 -- packed by this module, in the process that submitted it
    return plan, Engine(plan.library, plan.calendars)


def _log_of(folder: Path | None, key: OfficeKey) -> Path | None:
    return None if folder is None else folder / _log_name(key)


def _log_name(key: OfficeKey) -> str:
    return f"{key.replication:03d}-{key.name}.jsonl"
