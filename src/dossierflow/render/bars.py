"""Bars as SVG: parts of a whole told apart by pattern and word, so that a grey printer loses nothing."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LEFT, _WIDTH, _BAR, _GAP, _TOP, _RIGHT = 250, 520, 22, 12, 34, 70
_LEGEND, _LONGEST_NAME, _FIRST_INK, _LEAST = 190, 34, "#111111", 26
# Fill and the lines drawn over it: dark, middle, light; plain, slanted, crossed.
_LOOKS: Final = (
    ("#1F5F8B", ""),
    ("#A9CCE3", "M0 0L8 8"),
    ("#8F1D14", "M0 0L8 8M8 0L0 8"),
    ("#F2F2F2", "M4 0V8"),
    ("#6B6B6B", "M0 4H8"),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, and the size of each of its parts."""

    name: str
    parts: tuple[int, ...]


def bars_svg(title: str, parts: Sequence[str], bars: Sequence[Bar], *, prefix: str) -> str:
    """
    Return stacked bars as one SVG element, the longest as wide as the picture.

    Args:
        title: What it shows; read out for screen readers.

        parts: The name of each part, at most five; the legend.

        bars: From top to bottom.

        prefix: Begins the identifiers; different for two pictures on one page.
    """
    height = _TOP + len(bars) * (_BAR + _GAP) + _GAP
    width = _LEFT + _WIDTH + _RIGHT
    most = max((sum(bar.parts) for bar in bars), default=0) or 1
    told = "; ".join(f"{bar.name}: {_in_words(parts, bar)}" for bar in bars)
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
            f' role="img" aria-labelledby="{prefix}-title {prefix}-desc" font-family="sans-serif" font-size="13">'
        ),
        f'<title id="{prefix}-title">{escape(title)}</title>',
        f'<desc id="{prefix}-desc">{escape(told)}</desc>',
        "<defs>",
        *_patterns(len(parts), prefix),
        "</defs>",
        f'<rect width="{width}" height="{height}" fill="#FFFFFF"/>',
        *_legend(parts, prefix),
    ]
    for row, bar in enumerate(bars):
        lines += _bar(bar, _TOP + _GAP + row * (_BAR + _GAP), most, prefix)
    return "\n".join([*lines, "</svg>"])


def _in_words(parts: Sequence[str], bar: Bar) -> str:
    return ", ".join(f"{name} {size}" for name, size in zip(parts, bar.parts, strict=True))


def _patterns(count: int, prefix: str) -> Iterator[str]:
    for index in range(count):
        fill, lines = _LOOKS[index]
        ink = "#FFFFFF" if _is_dark(fill) else _FIRST_INK
        over = f'<path d="{lines}" stroke="{ink}" stroke-width="1"/>' if lines else ""
        yield (
            f'<pattern id="{prefix}-{index}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect width="8" height="8" fill="{fill}"/>{over}</pattern>'
        )


def _is_dark(fill: str) -> bool:
    return sum(int(fill[place : place + 2], 16) for place in (1, 3, 5)) < 3 * 128


def _legend(parts: Sequence[str], prefix: str) -> Iterator[str]:
    for index, name in enumerate(parts):
        left = 8 + index * _LEGEND
        yield f'<rect x="{left}" y="8" width="16" height="16" fill="url(#{prefix}-{index})" stroke="#111111"/>'
        yield f'<text x="{left + 22}" y="21" fill="{_FIRST_INK}">{escape(name)}</text>'


def _bar(bar: Bar, top: int, most: int, prefix: str) -> Iterator[str]:
    name = bar.name if len(bar.name) <= _LONGEST_NAME else f"{bar.name[: _LONGEST_NAME - 1]}…"
    middle = top + _BAR - 6
    yield f"<g><title>{escape(bar.name)}</title>"
    yield f'<text x="{_LEFT - 8}" y="{middle}" text-anchor="end" fill="{_FIRST_INK}">{escape(name)}</text>'
    left = float(_LEFT)
    for index, size in enumerate(bar.parts):
        width = _WIDTH * size / most
        if size:
            place = f'x="{left:.1f}" y="{top}" width="{width:.1f}" height="{_BAR}"'
            yield f'<rect {place} fill="url(#{prefix}-{index})" stroke="#111111"/>'
        if size and width >= _LEAST:
            yield from _size(left + width / 2, top, size)
        left += width
    yield f'<text x="{left + 6:.1f}" y="{middle}" fill="{_FIRST_INK}">{sum(bar.parts)}</text></g>'


def _size(middle: float, top: int, size: int) -> Iterator[str]:
    wide = 8 * len(str(size)) + 6
    yield f'<rect x="{middle - wide / 2:.1f}" y="{top + 4}" width="{wide}" height="{_BAR - 8}" fill="#FFFFFF"/>'
    yield f'<text x="{middle:.1f}" y="{top + _BAR - 6}" text-anchor="middle" fill="{_FIRST_INK}">{size}</text>'
