"""
Time and memory of forecasts from a thousand dossiers to a million.

``python benchmarks/province.py --write docs/benchmarks-province.md`` measures every size in a process of its own,
beside SimPy alone, and SpiffWorkflow with 10,000 cases. The plan is that of ``examples/province``, with so many more or
fewer offices.
"""

from __future__ import annotations

import argparse
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

if TYPE_CHECKING:
    from dossierflow.forecast import PlanFile

ROOT = Path(__file__).resolve().parent.parent
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

_HEAD = """\
# A province, from a thousand dossiers to a million

Whole forecasts: arrivals, officers with shifts and leave, queues, applicants, agencies, on the
[plan of a province](../examples/province/province.plan.yaml) with more or fewer offices. Every act is decided by the
engine and becomes a sealed audit event; the time includes reading the plan, compiling the procedures, writing the
tables (Parquet and CSV) and, where the log is kept, writing every event as a line of JSON. This page is written by

```sh
python benchmarks/province.py --write docs/benchmarks-province.md
```

Each size runs in processes of its own. Memory is the largest resident set of the process that collects results, and of
the largest worker. Times belong to the machine, and other work may have run on it; what matters is how they grow.

"""


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

    begun = perf_counter()
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
    return {"dossiers": dossiers, "seconds": perf_counter() - begun, "worker_mb": peak(0)[1]}


def spiff(cases: int) -> dict[str, Any]:
    """Let *cases* go through six user tasks of SpiffWorkflow in memory, each loaded once; no clocks, no log."""
    from benchmarks.peers import spiff as peer  # noqa: PLC0415 -- measured in its own process

    begun = perf_counter()
    for _ in range(cases):
        workflow = peer.serializer().deserialize_json(peer.started())
        for step in range(1, STEPS + 1):
            peer.accept(workflow, step)
    return {"dossiers": cases, "seconds": perf_counter() - begun, "worker_mb": peak(0)[1]}


def measured(kind: str, number: int) -> dict[str, Any]:
    """Measure in a process of its own."""
    command = [sys.executable, str(Path(__file__)), "--only", kind, "--size", str(number)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    found: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return found


def page(sizes: tuple[int, ...], cases: int) -> str:
    """Return the page with what was measured."""
    rows = []
    for size in sizes:
        ours, theirs = measured("forecast", size), measured("simpy", size)
        print(json.dumps({"ours": ours, "simpy": theirs}), file=sys.stderr, flush=True)
        kept = f"{ours['log_mb']:,.0f} MB" if ours["log_mb"] else "not kept"
        rows.append(
            f"| {ours['dossiers']:,} | {ours['offices']:,} | {ours['events']:,} | {ours['seconds']:,.0f} s "
            f"| {1e6 * ours['cpu'] / ours['events']:.0f} µs | {ours['parent_mb']:.0f} MB | {ours['worker_mb']:.0f} MB "
            f"| {kept} | {theirs['seconds']:,.1f} s | {theirs['worker_mb']:.0f} MB |"
        )
    other = measured("spiff", cases)
    columns = (
        "dossiers|offices|events|time, two workers|processor time an event|parent|worker|log|SimPy alone|its memory"
    )
    head = "| " + " | ".join(columns.split("|")) + " |"
    rule = "|" + "---:|" * 10
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    tail = (
        "\nSimPy alone sends as many dossiers through six queues in one process: no calendar, no law, no log.\n"
        f"SpiffWorkflow takes {other['seconds']:,.0f} s for {other['dossiers']:,} cases of six user tasks in memory, "
        f"{1e6 * other['seconds'] / other['dossiers'] / STEPS:.0f} µs a task: "
        "no clocks, no calendar, no queues, no log.\n"
        f"\nMeasured with {os.cpu_count()} processors; load average at the end {load}.\n"
    )
    return _HEAD + "\n".join([head, rule, *rows]) + "\n" + tail


def main(arguments: list[str]) -> int:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, help="write the page to this file")
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="leave out larger sizes")
    parser.add_argument("--cases", type=int, default=CASES, help="cases of SpiffWorkflow")
    parser.add_argument("--only", choices=("forecast", "simpy", "spiff"), help="measure one thing, here")
    parser.add_argument("--size", type=int, default=SIZES[0])
    given = parser.parse_args(arguments)
    if given.only is None:
        text = page(tuple(size for size in SIZES if size <= given.largest), given.cases)
        print(text)
        if given.write is not None:
            given.write.write_text(text, encoding="utf-8")
        return 0
    if given.only == "forecast":
        found = one(given.size, WORKERS, log=given.size <= LARGEST_LOG)
    else:
        found = simpy_alone(given.size) if given.only == "simpy" else spiff(given.size)
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    # a file that is started is looked for its neighbours in its own folder; the package is one folder up
    sys.path[0] = str(ROOT)
    raise SystemExit(main(sys.argv[1:]))
