"""
Time and memory of forecasts from a thousand dossiers to a million.

``python benchmarks/province.py --write docs/benchmarks-province.md`` measures every size in a process of its own,
beside SimPy alone, and SpiffWorkflow with 10,000 cases, and keeps what it finds beside the page, size by size, as JSON.
``--rewrite`` writes the page again from what is kept. The plan is that of ``examples/province``, with so many more or
fewer offices.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent

if TYPE_CHECKING:
    from dossierflow.forecast import PlanFile

PLAN = ROOT / "examples" / "province" / "province.plan.yaml"
WHOLE = 228_601
SIZES = (1_000, 10_000, 100_000, WHOLE, 1_000_000)
CASES = 10_000
"""How many cases SpiffWorkflow goes through."""

LARGEST_LOG = WHOLE
"""Beyond this size the log is made and sealed, but not kept: it would be eleven gigabytes."""

WORKERS = 2
STEPS = 6
SEED = 1


def scaled(file: PlanFile, dossiers: int) -> PlanFile:
    """Return the plan of the province with so many offices that about *dossiers* come, and exactly so many."""
    share = dossiers / WHOLE
    offices = {}
    left = dossiers
    streams = sum(len(office.arrivals) for office in file.plan.offices.values())
    for name, office in file.plan.offices.items():
        arrivals = []
        for stream in office.arrivals:
            streams -= 1
            number = left if not streams else max(1, round((stream.dossiers or 0) * share))
            left -= number
            arrivals.append(stream.model_copy(update={"dossiers": number}))
        count = max(1, round(office.count * share))
        offices[name] = office.model_copy(update={"count": count, "arrivals": tuple(arrivals)})
    return replace(file, plan=file.plan.model_copy(update={"offices": offices}))


def peak(_: int) -> tuple[int, float]:
    """Return the number of this process and the largest memory it ever had, in MB."""
    return os.getpid(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def one(dossiers: int, workers: int, *, log: bool) -> dict[str, Any]:
    """Play one size here, with a pool of *workers*, and return what it took."""
    from dossierflow.forecast import forecast, read_plan  # noqa: PLC0415 -- the clock starts before the imports

    begun = perf_counter()
    folder = Path(tempfile.mkdtemp(prefix="province-"))
    try:
        plan = scaled(read_plan(PLAN), dossiers)
        with ProcessPoolExecutor(workers) as pool:
            found = forecast(plan, seed=SEED, executor=pool, workers=workers, out=folder, events=log)
            seconds = perf_counter() - begun
            peaks = dict(pool.map(peak, range(8 * workers)))
        size = sum(path.stat().st_size for path in (folder / "events").glob("*")) if log else 0
        tables = sum(path.stat().st_size for path in folder.glob("*.parquet"))
    finally:
        shutil.rmtree(folder)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "dossiers": found.arrivals,
        "offices": len(found.units),
        "events": found.sum("events"),
        "seconds": seconds,
        "cpu": process_time() + used.ru_utime + used.ru_stime,
        "parent_mb": peak(0)[1],
        "worker_mb": max(peaks.values()),
        "log_mb": size / 2**20,
        "tables_mb": tables / 2**20,
        "on_time": found.on_time_rate,
    }


def simpy_alone(dossiers: int) -> dict[str, Any]:
    """Let *dossiers* go through six queues of SimPy, with no calendar, no law and no log."""
    import simpy  # type: ignore[import-not-found,unused-ignore] # noqa: PLC0415 -- measured in its own process

    begun = perf_counter(), process_time()
    env = simpy.Environment()
    desks = [simpy.Resource(env, 2) for _ in range(STEPS)]

    def life() -> Any:
        for desk in desks:
            with desk.request() as turn:
                yield turn
                yield env.timeout(9)

    def come() -> Any:
        for _ in range(dossiers):
            env.process(life())
            yield env.timeout(5)

    env.process(come())
    env.run()
    return _alone(dossiers, begun)


def spiff(cases: int) -> dict[str, Any]:
    """Let *cases* go through six user tasks of SpiffWorkflow in memory, each loaded once; no clocks, no log."""
    from benchmarks.peers import spiff as peer  # noqa: PLC0415 -- measured in its own process

    begun = perf_counter(), process_time()
    for _ in range(cases):
        workflow = peer.serializer().deserialize_json(peer.started())
        for step in range(1, STEPS + 1):
            peer.accept(workflow, step)
    return _alone(cases, begun)


def _alone(dossiers: int, begun: tuple[float, float]) -> dict[str, Any]:
    """Return what a measurement in this one process took."""
    seconds, cpu = perf_counter() - begun[0], process_time() - begun[1]
    return {"dossiers": dossiers, "seconds": seconds, "cpu": cpu, "worker_mb": peak(0)[1]}


def measured(kind: str, number: int) -> dict[str, Any]:
    """Measure in a process of its own."""
    command = [sys.executable, str(Path(__file__)), "--only", kind, "--size", str(number)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    found: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return found


def only(kind: str, size: int) -> dict[str, Any]:
    """Measure one thing, here."""
    if kind == "forecast":
        return one(size, WORKERS, log=size <= LARGEST_LOG)
    return simpy_alone(size) if kind == "simpy" else spiff(size)


if __name__ == "__main__":
    # a file that is started is looked for its neighbours in its own folder; the package is one folder up
    sys.path[0] = str(ROOT)
    from benchmarks.province_page import main

    raise SystemExit(main(sys.argv[1:]))
