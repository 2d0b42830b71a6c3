"""The command: which races, how thoroughly, and where the figures go."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks import machine, races
from benchmarks.growth import read
from benchmarks.harness import FULL, QUICK, Effort, run
from benchmarks.page import duration, page
from benchmarks.plot import plot
from benchmarks.results import Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.results import Outcome


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what *arguments* ask for, print it, and write page and data if asked to."""
    options = _parser().parse_args(arguments)
    if options.rewrite is not None:
        data = json.loads(options.rewrite.with_suffix(".json").read_text("utf-8"))
        write_page(Report.from_json(data), options.rewrite)
        return 0
    effort = QUICK if options.quick else FULL
    report = measure(options.only or races.NAMES, effort)
    data = json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n"
    if options.write is not None:
        write_page(report, options.write)
        options.write.with_suffix(".json").write_text(data, "utf-8")
    if options.json is not None:
        options.json.write_text(data, "utf-8")
    return 0


def write_page(report: Report, where: Path) -> None:
    """Write the page of *report*, its picture, and the province if its data are beside the page."""
    drawn = where.with_suffix(".svg")
    picture = plot(report)
    if picture is not None:
        drawn.write_text(picture, "utf-8")
    province = read(where.with_name("benchmarks-province.json"))
    where.write_text(page(report, drawn.name if picture else None, province), "utf-8")


def measure(names: Sequence[str], effort: Effort) -> Report:
    """Run the races *names* one after the other, printing each as it ends."""
    before = machine.load()
    outcomes = []
    for name in names:
        with TemporaryDirectory(prefix="dossierflow-") as folder:
            outcomes.append(run(races.race(name, Path(folder)), effort))
        _show(outcomes[-1])
    kind = "quick" if effort is QUICK else "full"
    said = f"{kind} run, {effort.rounds} rounds of {duration(effort.seconds)}"
    return Report(machine.describe(before), said, tuple(outcomes))


def _show(outcome: Outcome) -> None:
    print(f"\n{outcome.title} ({outcome.operation})")
    for timing in outcome.timings:
        ratio = timing.median / outcome.ours.median
        print(f"  {timing.name:46} {duration(timing.median):>9}  min {duration(timing.least):>9}  x {ratio:,.2f}")
    for table in outcome.tables:
        print(f"  {table.title}")
        for row in (table.head, *table.rows):
            print(f"    {'; '.join(str(cell) for cell in row)}")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks/run.py", description="Measure the library against its peers.")
    parser.add_argument("--quick", action="store_true", help="short rounds, few answers checked; for development")
    parser.add_argument("--only", action="append", choices=races.NAMES, help="this race; may be repeated")
    parser.add_argument(
        "--write",
        type=Path,
        metavar="PAGE",
        help="write the page, and beside it its data as .json and its picture as .svg",
    )
    parser.add_argument("--rewrite", type=Path, metavar="PAGE", help="write page and picture from the data beside it")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the data alone")
    return parser
