"""
The picture of growth: time and memory against dossiers, both axes in powers of ten.

Each contestant has its own mark and its own dashes, and a name at its end, so
that the picture may be printed in grey.
"""

from __future__ import annotations

from html import escape
from math import ceil, floor, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.growth import Growth

_WIDTH, _HEIGHT = 1000, 420
_LEFT, _PANEL, _GAP, _TOP, _BOTTOM = 70, 330, 150, 50, 370
_DASHES = ("", "7 4", "2 3")

Line = tuple[str, tuple[tuple[float, float], ...]]
"""A name, and its points: dossiers, and seconds or megabytes."""


def growth_plot(growth: Growth) -> str | None:
    """Return the picture of *growth* as SVG, or none if fewer than two sizes were measured."""
    ours, alone, cases = growth.of("forecast"), growth.of("simpy"), growth.of("spiff")
    if len(ours) < 2:
        return None
    time: list[Line] = [
        ("forecast", tuple((run.dossiers, run.cpu or run.seconds) for run in ours)),
        ("SimPy alone", tuple((run.dossiers, run.cpu or run.seconds) for run in alone)),
        ("SpiffWorkflow", tuple((run.dossiers, run.cpu or run.seconds) for run in cases)),
    ]
    memory: list[Line] = [
        ("a worker", tuple((run.dossiers, run.worker_mb) for run in ours)),
        ("SimPy alone", tuple((run.dossiers, run.worker_mb) for run in alone)),
        ("SpiffWorkflow", tuple((run.dossiers, run.worker_mb) for run in cases)),
    ]
    body = [
        *_panel("Processor time, seconds", time, _LEFT),
        *_panel("Memory, megabytes", memory, _LEFT + _PANEL + _GAP),
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" role="img" font-family="sans-serif" font-size="12" fill="#111">'
    )
    title = "<title>Time and memory of forecasts against the number of dossiers</title>"
    said = "; ".join(f"{name}: {_told(points)}" for name, points in (*time, *memory) if points)
    paper = f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>'
    return "\n".join([head, title, f"<desc>{escape(said)}</desc>", paper, *body, "</svg>", ""])


def _told(points: Sequence[tuple[float, float]]) -> str:
    return ", ".join(f"{x:,.0f} {y:,.1f}" for x, y in points)


def _panel(title: str, lines: Sequence[Line], left: int) -> Iterator[str]:
    """Yield one panel: scales of powers of ten, and a line with marks for every contestant."""
    points = [point for _, line in lines for point in line]
    across = _powers([x for x, _ in points])
    up = _powers([y for _, y in points])

    def at(x: float, y: float) -> tuple[float, float]:
        right = left + _PANEL * (log10(x) - across[0]) / (across[-1] - across[0])
        return right, _BOTTOM - (_BOTTOM - _TOP) * (log10(y) - up[0]) / (up[-1] - up[0])

    yield f'<text x="{left}" y="24" font-size="14" font-weight="bold">{escape(title)}</text>'
    for power in across:
        x, _ = at(10**power, 10 ** up[0])
        yield f'<line x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{_BOTTOM}" stroke="#ccc"/>'
        yield f'<text x="{x:.1f}" y="{_BOTTOM + 16}" text-anchor="middle" fill="#444">{10**power:,}</text>'
    yield f'<text x="{left + _PANEL / 2}" y="{_BOTTOM + 36}" text-anchor="middle">dossiers</text>'
    for power in up:
        _, y = at(10 ** across[0], 10**power)
        yield f'<line x1="{left}" y1="{y:.1f}" x2="{left + _PANEL}" y2="{y:.1f}" stroke="#ccc"/>'
        yield f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end" fill="#444">{_scale(power)}</text>'
    for number, (name, line) in enumerate(lines):
        if line:
            yield from _line(name, [at(x, y) for x, y in line], number)


def _line(name: str, places: Sequence[tuple[float, float]], number: int) -> Iterator[str]:
    dashes = f' stroke-dasharray="{_DASHES[number]}"' if _DASHES[number] else ""
    if len(places) > 1:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        yield f'<polyline points="{path}" fill="none" stroke="#222" stroke-width="2"{dashes}/>'
    for x, y in places:
        yield _mark(x, y, number)
    x, y = places[-1]
    yield f'<text x="{x + 9:.1f}" y="{y + 4:.1f}">{escape(name)}</text>'


def _mark(x: float, y: float, number: int) -> str:
    if number == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#222"/>'
    if number == 1:
        return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="#aaa" stroke="#222"/>'
    corners = f"{x:.1f},{y - 5:.1f} {x + 5:.1f},{y + 4:.1f} {x - 5:.1f},{y + 4:.1f}"
    return f'<polygon points="{corners}" fill="#fff" stroke="#222"/>'


def _powers(values: Sequence[float]) -> range:
    """Return the powers of ten that hold *values* between the first and the last."""
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return range(low, max(high, low + 1) + 1)


def _scale(power: int) -> str:
    return f"{10**power:,}" if power >= 0 else f"{10.0**power:g}"
