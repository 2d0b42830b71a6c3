"""The command of the province: what is measured, what is kept of it, and the page that is written from that."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.growth import Run, growth_lines, read, write
from benchmarks.growth_plot import growth_plot
from benchmarks.machine import describe, load
from benchmarks.province import CASES, SIZES, measured, only

if TYPE_CHECKING:
    from benchmarks.growth import Kind

_HEAD = """\
# A province, from a thousand dossiers to a million

This page and [its data](benchmarks-province.json) are written by

```sh
python benchmarks/province.py --write docs/benchmarks-province.md
```

and, from the data that are kept, without measuring, with `--rewrite` instead of `--write`. Each size runs in processes
of its own. Times belong to the machine, and other work may have run on it; what matters is how they grow.

"""


def kept(kind: Kind, figures: dict[str, Any], revision: str | None, note: str) -> Run:
    """Return *figures* of one measurement as a run that was made here and now."""
    here = describe(0.0)
    return Run(
        kind=kind,
        **figures,
        revision=revision or here.revision,
        machine=f"{here.processor}, {here.cores} cores, {here.python}",
        day=datetime.now(UTC).date().isoformat(),
        load=load(),
        note=note,
    )


def measure(page: Path, sizes: tuple[int, ...], cases: int, note: str) -> None:
    """Measure every size, and keep each as soon as it is found."""
    _keep(page, "spiff", cases, note)
    for size in sizes:
        _keep(page, "simpy", size, note)
        _keep(page, "forecast", size, note)


def _keep(page: Path, kind: Kind, size: int, note: str) -> None:
    run = kept(kind, measured(kind, size), None, note)
    print(json.dumps(asdict(run)), file=sys.stderr, flush=True)
    data = page.with_suffix(".json")
    write(read(data).with_run(run), data)


def rewrite(page: Path) -> None:
    """Write *page* and its picture from the data beside it."""
    growth = read(page.with_suffix(".json"))
    drawn = growth_plot(growth)
    picture = page.with_suffix(".svg")
    if drawn is not None:
        picture.write_text(drawn, "utf-8")
    lines = "\n".join(growth_lines(growth, None if drawn is None else picture.name))
    page.write_text(f"{_HEAD}{lines}\n", "utf-8")


def main(arguments: list[str]) -> int:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, metavar="PAGE", help="measure, and write page, data and picture")
    parser.add_argument("--rewrite", type=Path, metavar="PAGE", help="write page and picture from the data beside it")
    parser.add_argument("--take", type=Path, metavar="FILE", help="put what --only printed into the data of --rewrite")
    parser.add_argument("--revision", help="commit that --take was measured on, if it is not the present one")
    parser.add_argument("--note", default="", help="what else must be known to read the figures")
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="leave out larger sizes")
    parser.add_argument("--cases", type=int, default=CASES, help="cases of SpiffWorkflow")
    parser.add_argument("--only", choices=("forecast", "simpy", "spiff"), help="measure one thing, here")
    parser.add_argument("--size", type=int, default=SIZES[0])
    given = parser.parse_args(arguments)
    page = given.write or given.rewrite
    if given.only is not None and given.take is None:
        print(json.dumps(only(given.only, given.size)))
        return 0
    if page is None:
        parser.error("say what to do: --write PAGE, --rewrite PAGE or --only KIND")
    if given.write is not None:
        measure(page, tuple(size for size in SIZES if size <= given.largest), given.cases, given.note)
    if given.take is not None:
        figures = json.loads(given.take.read_text("utf-8").splitlines()[-1])
        data = page.with_suffix(".json")
        write(read(data).with_run(kept(given.only or "forecast", figures, given.revision, given.note)), data)
    rewrite(page)
    return 0
