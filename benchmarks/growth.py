"""
How forecasts of a province grow: what was measured, as data that is kept, and as lines of a page.

Each size is measured in a run of its own, and a run may be repeated alone: the
data keep for every run where and when it was made. Pages are written from the
data, so that they can be written again without measuring.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

FORMAT = "dossierflow/province@1"
Kind = Literal["forecast", "simpy", "spiff"]
STEPS = 6
"""Queues of SimPy alone, and user tasks of SpiffWorkflow."""

_ABOUT = """\
Whole forecasts: arrivals, officers with shifts and leave, queues, applicants, agencies, on the
[plan of a province](../examples/province/province.plan.yaml) with more or fewer offices. Every act is decided by the
engine and becomes a sealed audit event; the time includes reading the plan, compiling the procedures, writing the
tables (Parquet and CSV) and, where the log is kept, writing every event as a line of JSON. Memory is the largest
resident set of the process that collects results, and of the largest worker. SimPy alone sends as many dossiers through
six queues in one process: no calendar, no law, no log. SpiffWorkflow takes its cases through six user tasks in memory:
no clocks, no calendar, no queues, no log. Theirs is processor time too.
"""
PICTURE = """\
![Time and memory against the number of dossiers, both axes logarithmic]({name})

Time and memory against the number of dossiers, both logarithmic: a straight line that climbs one decade for each decade
grows with the dossiers, a level one does not grow. The same figures are in the table.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One size of one kind, measured once."""

    kind: Kind
    dossiers: int
    seconds: float
    worker_mb: float
    """Largest resident set of a worker; of the process, where there is one only."""

    cpu: float | None = None
    """Seconds of processor time, of all processes together."""

    parent_mb: float | None = None
    events: int | None = None
    offices: int | None = None
    log_mb: float = 0.0
    """Size of the audit log; 0 where it was made and sealed, but not kept."""

    tables_mb: float = 0.0
    on_time: float | None = None
    revision: str = "unknown"
    """Commit of the library."""

    machine: str = "unknown"
    day: str = "unknown"
    load: float | None = None
    """Load average when the run ended; what it used itself is part of it."""

    note: str = ""
    """What else must be known to read the figures."""

    @property
    def microseconds_an_event(self) -> float | None:
        """Processor time for one audit event."""
        return None if self.cpu is None or not self.events else 1e6 * self.cpu / self.events


@dataclass(frozen=True, slots=True)
class Growth:
    """All runs, the newest of every kind and size, by size."""

    runs: tuple[Run, ...] = ()

    def of(self, kind: Kind) -> tuple[Run, ...]:
        """Return the runs of *kind*, the smallest first."""
        return tuple(sorted((run for run in self.runs if run.kind == kind), key=lambda run: run.dossiers))

    def with_run(self, run: Run) -> Growth:
        """Return the data with *run* in the place of an older one of its kind and size."""
        others = tuple(one for one in self.runs if (one.kind, one.dossiers) != (run.kind, run.dossiers))
        return Growth(tuple(sorted((*others, run), key=lambda one: (one.kind, one.dossiers))))


def read(path: Path) -> Growth:
    """Return what *path* keeps; nothing where there is no such file."""
    if not path.exists():
        return Growth()
    data = json.loads(path.read_text("utf-8"))
    if data["format"] != FORMAT:
        msg = f"{path} has the format {data['format']}, not {FORMAT}; measure again"
        raise ValueError(msg)
    return Growth(tuple(Run(**run) for run in data["runs"]))


def write(growth: Growth, path: Path) -> None:
    """Keep *growth* in *path*."""
    data = {"format": FORMAT, "runs": [asdict(run) for run in growth.runs]}
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")


def growth_lines(growth: Growth, picture: str | None) -> Iterator[str]:
    """Yield what was measured and how, the table, the picture, and what the figures say."""
    yield _ABOUT.rstrip("\n")
    yield ""
    yield from _table(growth)
    yield ""
    if picture is not None:
        yield PICTURE.format(name=picture).rstrip("\n")
        yield ""
    yield from _said(growth)
    yield from _where(growth.runs)


def _table(growth: Growth) -> Iterator[str]:
    alone = {run.dossiers: run for run in growth.of("simpy")}
    cases = {run.dossiers: run for run in growth.of("spiff")}
    head = (
        "dossiers", "offices", "events", "time, two workers", "processor time", "of it an event", "parent", "worker",
        "log", "SimPy alone", "its memory", "SpiffWorkflow", "its memory",
    )  # fmt: skip
    yield f"| {' | '.join(head)} |"
    yield "|" + "---:|" * len(head)
    for run in growth.of("forecast"):
        cells = (
            f"{run.dossiers:,}", _whole(run.offices), _whole(run.events), _seconds(run.seconds), _seconds(run.cpu),
            "-" if run.microseconds_an_event is None else f"{run.microseconds_an_event:,.0f} µs",
            _megabytes(run.parent_mb), _megabytes(run.worker_mb),
            _megabytes(run.log_mb) if run.log_mb else "not kept",
            *_beside(alone.get(run.dossiers)), *_beside(cases.get(run.dossiers)),
        )  # fmt: skip
        yield f"| {' | '.join(cells)} |"


def _beside(run: Run | None) -> tuple[str, str]:
    """Return time and memory of another contestant with as many dossiers."""
    return ("-", "-") if run is None else (_seconds(run.cpu or run.seconds), _megabytes(run.worker_mb))


def _said(growth: Growth) -> Iterator[str]:
    """Yield in words how much more the largest size takes than the smallest that does not only start up."""
    ours = growth.of("forecast")
    if len(ours) > 1:
        less, most = ours[-2], ours[-1]
        by = f"{most.dossiers / less.dossiers:.1f} times the dossiers"
        time = f"{most.cpu / less.cpu:.1f} times the processor time" if most.cpu and less.cpu else ""
        yield (
            f"From {less.dossiers:,} to {most.dossiers:,}: {by}, {time}, "
            f"{most.worker_mb / less.worker_mb:.2f} times the memory of a worker."
        )
        yield ""
    for run in growth.of("spiff"):
        each = 1e6 * (run.cpu or run.seconds) / run.dossiers / STEPS
        yield f"SpiffWorkflow: {each:,.0f} µs a task, over {run.dossiers:,} cases of {STEPS} tasks."
        yield ""


def _where(runs: Sequence[Run]) -> Iterator[str]:
    """Yield where and when the runs were made, those made alike together."""
    alike: dict[tuple[str, str, str, str], list[Run]] = {}
    for run in runs:
        alike.setdefault((run.machine, run.day, run.revision, run.note), []).append(run)
    for (machine, day, revision, note), found in alike.items():
        loads = sorted(run.load for run in found if run.load is not None)
        load = f"; load at the end {loads[0]:.1f} to {loads[-1]:.1f}" if loads else ""
        sizes = ", ".join(f"{run.kind} {run.dossiers:,}" for run in found)
        yield f"- {sizes}: {day}, commit {revision}, {machine}{load}{f'; {note}' if note else ''}"


def _whole(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"


def _seconds(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f} s" if value >= 20 else f"{value:.1f} s"


def _megabytes(value: float | None) -> str:
    return "-" if value is None else f"{value:,.0f} MB"
