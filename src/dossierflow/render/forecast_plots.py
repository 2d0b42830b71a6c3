"""
The plots of a forecast's report as SVG: bars and lines that can be told apart without colour.

Every series has its own pattern and every bar its figure; each plot has a
title and a description for those who hear it, and stands beside a table of the
same figures.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.citation import Language
    from dossierflow.render.forecast_view import Plot

_ROW, _BAR, _LABEL, _WIDTH, _RIGHT, _TOP = 26, 18, 300, 560, 80, 10
_LEGEND = 22
_HEIGHT = 220
_LETTERS = 40
_TICKS = 4
_LABELS_BELOW = 8
_WIDE_ENOUGH = 34

# fill, lines over it: told apart in grey, on paper, and by those who see no colours
_PATTERNS = (
    ("#1b4f8a", ""),
    ("#9cc3e6", '<path d="M0 8 8 0" stroke="#1a1a1a" stroke-width="1"/>'),
    ("#e8b04a", '<path d="M0 0 8 8M0 8 8 0" stroke="#1a1a1a" stroke-width="1"/>'),
    ("#ffffff", '<circle cx="4" cy="4" r="1.6" fill="#1a1a1a"/>'),
    ("#8a8a8a", ""),
    ("#ffffff", '<path d="M0 4 8 4" stroke="#1a1a1a" stroke-width="1.4"/>'),
    ("#d9d9d9", '<path d="M4 0 4 8" stroke="#1a1a1a" stroke-width="1.4"/>'),
)
_DASHES = ("", "6 4", "2 3", "10 3 2 3")


def plot_svg(plot: Plot, name: str, title: str, lang: Language) -> str:
    """
    Return *plot* as an SVG element.

    Args:
        plot: The figures.

        name: Identifier, unique on the page.

        title: What is shown, read aloud in the place of the picture.

        lang: Language of numbers.
    """
    draw = _bars if plot.kind == "bars" else _lines
    height, body = draw(plot, name, lang)
    width = _LABEL + _WIDTH + _RIGHT
    said = "; ".join(f"{label}: {_figures(plot, values, lang)}" for label, values in plot.rows)
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="{name}-title {name}-desc">',
            f'<title id="{name}-title">{escape(title)}</title>',
            f'<desc id="{name}-desc">{escape(said)}</desc>',
            "<defs>",
            *(_pattern(name, number) for number in range(len(plot.series))),
            "</defs>",
            *body,
            "</svg>",
        ]
    )


def _pattern(name: str, number: int) -> str:
    fill, over = _PATTERNS[number % len(_PATTERNS)]
    return (
        f'<pattern id="{name}-p{number}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{fill}"/>{over}</pattern>'
    )


def _bars(plot: Plot, name: str, lang: Language) -> tuple[int, list[str]]:
    most = max((sum(values) for _, values in plot.rows), default=0.0) or 1.0
    if plot.unit == "%":
        most = max(most, 100.0)
    body = list(_legend(plot, name)) if len(plot.series) > 1 else []
    top = _TOP + (_LEGEND if body else 0)
    for number, (label, values) in enumerate(plot.rows):
        y = top + number * _ROW
        body.append(f'<text x="{_LABEL - 8}" y="{y + 14}" text-anchor="end">{escape(_short(label))}</text>')
        x = float(_LABEL)
        for series, value in enumerate(values):
            width = value / most * _WIDTH
            if width > 0:
                body.append(
                    f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{_BAR}" '
                    f'fill="url(#{name}-p{series})" stroke="#1a1a1a" stroke-width="0.8"/>'
                )
            x += width
        figure = _number(sum(values), lang) if len(values) == 1 or plot.unit != "%" else ""
        if figure:
            body.append(f'<text x="{x + 6:.1f}" y="{y + 14}">{figure} {escape(plot.unit)}</text>')
    return top + len(plot.rows) * _ROW + _TOP, body


def _lines(plot: Plot, name: str, lang: Language) -> tuple[int, list[str]]:
    most = max((value for _, values in plot.rows for value in values), default=0.0) or 1.0
    body = list(_legend(plot, name, lines=True))
    top = _TOP + _LEGEND
    bottom = top + _HEIGHT
    for tick in range(_TICKS + 1):
        y = bottom - _HEIGHT * tick / _TICKS
        body.append(f'<path d="M{_LABEL} {y:.1f}H{_LABEL + _WIDTH}" stroke="#b0b0b0" stroke-width="0.6"/>')
        text = _number(most * tick / _TICKS, lang)
        body.append(f'<text x="{_LABEL - 8}" y="{y + 4:.1f}" text-anchor="end">{text}</text>')
    step = _WIDTH / max(1, len(plot.rows) - 1)
    every = max(1, -(-len(plot.rows) // _LABELS_BELOW))
    for number, (label, _) in enumerate(plot.rows):
        if number % every == 0:
            x = _LABEL + number * step
            body.append(f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{escape(label[5:])}</text>')
    for series in range(len(plot.series)):
        points = " ".join(
            f"{_LABEL + number * step:.1f},{bottom - _HEIGHT * values[series] / most:.1f}"
            for number, (_, values) in enumerate(plot.rows)
        )
        body.append(f'<polyline points="{points}" fill="none" stroke="#1a1a1a" stroke-width="2" {_dash(series)}/>')
    return bottom + 30, body


def _legend(plot: Plot, name: str, *, lines: bool = False) -> Iterator[str]:
    x = 8
    for number, series in enumerate(plot.series):
        if lines:
            yield f'<path d="M{x} {_TOP + 4}H{x + 28}" stroke="#1a1a1a" stroke-width="2" {_dash(number)}/>'
        else:
            yield (
                f'<rect x="{x}" y="{_TOP - 4}" width="16" height="14" fill="url(#{name}-p{number})" '
                'stroke="#1a1a1a" stroke-width="0.8"/>'
            )
        start = x + (_WIDE_ENOUGH if lines else _LEGEND)
        yield f'<text x="{start}" y="{_TOP + 8}">{escape(series)}</text>'
        x = start + 14 + 7 * len(series)


def _dash(series: int) -> str:
    dashes = _DASHES[series % len(_DASHES)]
    return f'stroke-dasharray="{dashes}"' if dashes else ""


def _figures(plot: Plot, values: tuple[float, ...], lang: Language) -> str:
    named = zip(plot.series, values, strict=True)
    return ", ".join(f"{series} {_number(value, lang)} {plot.unit}".rstrip() for series, value in named)


def _number(value: float, lang: Language) -> str:
    text = f"{value:.1f}".removesuffix(".0")
    return text.replace(".", ",") if lang == "vi" else text


def _short(label: str) -> str:
    return label if len(label) <= _LETTERS else f"{label[: _LETTERS - 1]}…"
