"""
The picture of the page: for each library the time of one answer, and how many of its answers are wrong.

Fill and border tell the three kinds of bars apart without colour, and every bar
has its figures beside it, so that the picture may be printed in grey.
"""

from __future__ import annotations

from html import escape
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from benchmarks.page import duration

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.results import Outcome, Report, Timing

RACES = ("due-date", "working-minutes", "bulk", "bulk-paused")
"""The races that are drawn: those whose answers are dates."""

_WIDTH, _NAMES, _BARS = 1000, 370, 390
_ROW, _BAR, _TITLE, _AXIS = 22, 13, 40, 26
_LEFT = _NAMES + 10
_STYLES = {
    "ours": 'fill="#222" stroke="#222"',
    "right": 'fill="#aaa" stroke="#444"',
    "wrong": 'fill="#fff" stroke="#444" stroke-dasharray="4 2"',
}


def plot(report: Report) -> str | None:
    """Return the picture of *report* as SVG, or none if no race that is drawn was run."""
    outcomes = [outcome for name in RACES if (outcome := report.outcome(name)) is not None]
    if not outcomes:
        return None
    body: list[str] = []
    top = 30
    body += _legend()
    for outcome in outcomes:
        body += _panel(outcome, top)
        top += _height(outcome)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {top}" width="{_WIDTH}" height="{top}" '
        f'role="img" font-family="sans-serif" font-size="12" fill="#111">'
    )
    title = "<title>Time of one answer and wrong answers, library by library</title>"
    paper = f'<rect width="{_WIDTH}" height="{top}" fill="#fff"/>'
    return "\n".join([head, title, paper, *body, "</svg>", ""])


def _height(outcome: Outcome) -> int:
    return _TITLE + _ROW * len(outcome.timings) + _AXIS


def _legend() -> Iterator[str]:
    at = _LEFT
    for kind, words in (("ours", "dossierflow"), ("right", "no wrong answer"), ("wrong", "wrong answers")):
        yield f'<rect x="{at}" y="10" width="26" height="{_BAR}" {_STYLES[kind]}/>'
        yield f'<text x="{at + 32}" y="21">{words}</text>'
        at += 160


def _panel(outcome: Outcome, top: int) -> Iterator[str]:
    """Yield one race: a title, a bar for each contestant, and a scale of powers of ten."""
    low = floor(log10(min(timing.median for timing in outcome.timings)))
    high = ceil(log10(max(timing.median for timing in outcome.timings)))
    high = max(high, low + 1)
    yield f'<text x="10" y="{top + 24}" font-size="14" font-weight="bold">{escape(outcome.title)}</text>'
    counted = outcome.tables[0].head[1] if outcome.tables else "wrong answers"
    yield f'<text x="{_WIDTH - 10}" y="{top + 24}" text-anchor="end">{escape(counted)}</text>'
    first = top + _TITLE
    bottom = first + _ROW * len(outcome.timings)
    yield from _scale(range(low, high + 1), first, bottom)
    for place, timing in enumerate(outcome.timings):
        share = (log10(timing.median) - low) / (high - low)
        yield from _bar(timing, outcome.wrong(timing.name), first + place * _ROW, share)


def _scale(powers: Sequence[int], first: int, bottom: int) -> Iterator[str]:
    for place, power in enumerate(powers):
        x = _LEFT + _BARS * place / (len(powers) - 1)
        yield f'<line x1="{x:.1f}" y1="{first}" x2="{x:.1f}" y2="{bottom}" stroke="#ccc"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 14}" text-anchor="middle" fill="#444">{_power(power)}</text>'


def _power(power: int) -> str:
    """Return ten to *power* seconds as people say it."""
    unit = power // 3
    return f"{10 ** (power % 3)} { ({-3: 'ns', -2: 'µs', -1: 'ms'}.get(unit, 's')) }"


def _bar(timing: Timing, wrong: int | None, top: int, share: float) -> Iterator[str]:
    kind = "ours" if timing.is_ours else "wrong" if wrong else "right"
    width = max(_BARS * share, 2)
    weight = ' font-weight="bold"' if timing.is_ours else ""
    base = top + _BAR + 1
    yield f'<text x="{_NAMES}" y="{base}" text-anchor="end"{weight}>{escape(timing.name)}</text>'
    yield f'<rect x="{_LEFT}" y="{top + 3}" width="{width:.1f}" height="{_BAR}" {_STYLES[kind]}/>'
    yield f'<text x="{_LEFT + width + 6:.1f}" y="{base}">{duration(timing.median)}</text>'
    told = "not counted" if wrong is None else f"{wrong:,}"
    yield f'<text x="{_WIDTH - 10}" y="{base}" text-anchor="end"{weight}>{told}</text>'
