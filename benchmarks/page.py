"""The page: what was measured, where, the figures, and which budgets are met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.budgets import NOT_MEASURED, judged
from benchmarks.growth import growth_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.budgets import Budget
    from benchmarks.growth import Growth
    from benchmarks.results import Outcome, Report

HEAD = """\
# Benchmarks

How long the library takes, beside other libraries that do the same work. This page and
[its data](benchmarks.json) are written by one command, which may be repeated on any machine:

```sh
python -m pip install -e '.[all]' --group benchmarks && python benchmarks/run.py --write docs/benchmarks.md
```

All contestants of a table run in one process, in turn, round after round, in rotating order, with the garbage collector
off inside a round; imports run in processes of their own. Before anything is timed, every contestant does its work once
and what it did is compared with what the others did. A ratio is a ratio of medians within the run. Absolute times
belong to the machine; ratios travel better, and neither is ever asserted in a test. `--rewrite` instead of `--write`
writes the page again from its data, without measuring.

What keeping costs, on SQLite and PostgreSQL, beside the same peers: [Benchmarks of keeping](benchmarks-keeping.md).
What is left after faults: [Reliability](reliability.md).
"""
PICTURE = """\
![Time of one answer on a logarithmic scale, library by library, with the number of wrong answers beside it]({name})

Time of one answer, and how many answers are wrong: ours dark, peers that are right grey, peers that are wrong white
with a broken border. The same figures are in the tables below.
"""
BUSY = 0.5
"""Load of others from which on the page says so."""

_SCALES = ((1e-6, 1e9, "ns"), (1e-3, 1e6, "µs"), (1.0, 1e3, "ms"))


PROVINCE = """\
## A province, from a thousand dossiers to a million
"""


def page(report: Report, picture: str | None = None, province: Growth | None = None) -> str:
    """
    Return *report* as Markdown.

    Args:
        report: What the races found.

        picture: Name of its picture, if there is one.

        province: How forecasts grow, if that was measured; its picture is beside the page of its own.
    """
    parts = [HEAD, "\n".join(machine_lines(report)), "\n".join(_budgets(report))]
    parts += [PICTURE.format(name=picture)] if picture else []
    parts += ["\n".join(race_lines(outcome)) for outcome in report.outcomes]
    if province is not None and province.runs:
        parts += [PROVINCE, "\n".join(growth_lines(province, "benchmarks-province.svg"))]
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def duration(seconds: float) -> str:
    """
    Return *seconds* with three figures and a unit.

    >>> duration(0.00001234), duration(1.5)
    ('12.3 µs', '1.50 s')
    """
    for limit, factor, unit in _SCALES:
        if seconds < limit:
            return f"{_figures(seconds * factor)} {unit}"
    return f"{_figures(seconds)} s"


def _figures(value: float) -> str:
    """
    Return *value* with three figures.

    >>> _figures(12345.6), _figures(12.34), _figures(1.0), _figures(0.0012345)
    ('12,346', '12.3', '1.00', '0.00123')
    """
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 1:
        return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
    return f"{value:.3g}"


def machine_lines(report: Report) -> Iterator[str]:
    """Yield where it was measured, as a section."""
    machine = report.machine
    yield "## Where it was measured"
    yield ""
    yield f"- {machine.processor}, {machine.cores} cores; {machine.system}; {machine.python}"
    load = f"load before the run {machine.load_before:.2f}, at its end {machine.load_after:.2f}"
    yield f"- {load} (one is the run itself); {report.effort}"
    if max(machine.load_before, machine.load_after - 1) >= BUSY:
        yield "- **other work was running at the same time**: times are longer than they need be, and ratios less sure"
    yield f"- commit {machine.revision}"
    yield f"- {', '.join(f'{name} {number}' for name, number in machine.packages.items())}"


def _budgets(report: Report) -> Iterator[str]:
    yield "## Budgets"
    yield ""
    rows = [
        (
            budget.promise,
            _amount(budget, budget.measured(outcome)),
            _amount(budget, budget.at_best(outcome)),
            "met" if budget.is_met(outcome) else "**not met**",
        )
        for budget, outcome in judged(report)
    ]
    yield from _table(("budget", "by medians", "by best rounds", "verdict, by medians"), rows)
    yield ""
    yield "Not measured by these benchmarks:"
    yield ""
    yield from (f"- {budget}" for budget in NOT_MEASURED)


def _amount(budget: Budget, found: float) -> str:
    if budget.peer is None:
        return duration(found)
    if budget.at_most < 1:
        return f"{_figures(1 / found)} times faster" if found < 1 else f"{_figures(found)} times slower"
    return f"{_figures(found)} times"


def race_lines(outcome: Outcome) -> Iterator[str]:
    """Yield one race as a section."""
    yield f"## {outcome.title}"
    yield ""
    yield outcome.about.strip()
    yield ""
    counted = any(outcome.wrong(each.name) is not None for each in outcome.timings)
    rows = [
        (
            f"**{each.name}**" if each.is_ours else each.name,
            duration(each.median),
            duration(each.least),
            _figures(each.median / outcome.ours.median),
            *((_count(outcome.wrong(each.name)),) if counted else ()),
        )
        for each in outcome.timings
    ]
    head = (outcome.operation, "median", "min", "ratio")
    yield from _table((*head, "wrong answers") if counted else head, rows)
    for table in outcome.tables:
        yield ""
        yield f"{table.title}:"
        yield ""
        yield from _table(table.head, table.rows)


def _count(wrong: int | None) -> str:
    return "not counted" if wrong is None else f"{wrong:,}"


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    """Yield a Markdown table; columns of figures are aligned to the right."""
    shown = [[f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row] for row in rows]
    lines = ["---:" if all(row[at][:1].isdigit() for row in shown) else "---" for at in range(len(head))]
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join(lines)}|"
    for row in shown:
        yield f"| {' | '.join(row)} |"
