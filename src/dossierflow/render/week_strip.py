"""
The week strip as SVG: one row a week, one cell a day, the due day under a flag.

The picture names itself for screen readers; `dossierflow.render.week_view.week_table`
says the same in words and belongs after it.
"""

from __future__ import annotations

import textwrap
from html import escape
from typing import TYPE_CHECKING

from dossierflow.render.day_styles import DASHES, DUE_FILL, DUE_TEXT, STYLES, WIDTHS, Border, DayState
from dossierflow.render.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.render.day_styles import DayStyle
    from dossierflow.render.week_view import DayCell, WeekView
    from dossierflow.render.words import Words

_WIDTH, _HEIGHT, _GAP, _TOP, _FLAG = 122, 84, 8, 30, 18
_LINES, _CHARACTERS = 3, 19
_NUMERAL = frozenset({DayState.PLAIN, DayState.TRIGGER, DayState.COUNTED})


def week_svg(view: WeekView, *, prefix: str = "strip") -> str:
    """
    Return the strip as one SVG element.

    Args:
        view: The weeks.

        prefix: Begins the identifiers; different for two strips on one page.
    """
    words = words_of(view.lang)
    width = 7 * (_WIDTH + _GAP) + _GAP
    height = _TOP + len(view.weeks) * (_HEIGHT + _GAP + _FLAG) + _GAP
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"',
        f' role="img" aria-labelledby="{prefix}-title {prefix}-desc" font-family="sans-serif" lang="{view.lang}">',
        f'<title id="{prefix}-title">{escape(view.title)}</title>',
        f'<desc id="{prefix}-desc">{escape(view.summary)}</desc>',
        f'<defs><pattern id="{prefix}-hatch" width="8" height="8" patternUnits="userSpaceOnUse"',
        ' patternTransform="rotate(45)"><path d="M0 0V8" stroke="#8F6400" stroke-width="2"/></pattern></defs>',
        f'<rect width="{width}" height="{height}" fill="#FFFFFF"/>',
        *_weekdays(words),
    ]
    for row, week in enumerate(view.weeks):
        top = _TOP + row * (_HEIGHT + _GAP + _FLAG)
        if week is None:
            lines.append(_text(width / 2, top + _HEIGHT / 2, words.say("strip.left_out"), "#333333", 14, "middle"))
            continue
        for column, cell in enumerate(week):
            lines += _cell(cell, _GAP + column * (_WIDTH + _GAP), top + _FLAG, words, prefix)
    return "\n".join([*lines, "</svg>"])


def _weekdays(words: Words) -> Iterator[str]:
    for column, name in enumerate(words.say("strip.weekdays").split()):
        yield _text(_GAP + column * (_WIDTH + _GAP) + _WIDTH / 2, 20, name.replace("_", " "), "#333333", 13, "middle")


def _cell(cell: DayCell, left: int, top: int, words: Words, prefix: str) -> Iterator[str]:
    style = STYLES[cell.state]
    yield "<g>"
    yield f"<title>{escape(f'{words.short_day(cell.day, year=True)}: {cell.word}'.removesuffix(': '))}</title>"
    yield from _box(style, left, top, prefix)
    yield _text(left + 8, top + 18, words.short_day(cell.day, year=False), style.text, 13, "start")
    mark = style.symbol
    if cell.number is not None:
        mark = str(cell.number) if cell.state in _NUMERAL else f"{style.symbol} {cell.number}"
    if mark:
        yield _text(left + _WIDTH - 8, top + 22, mark, style.text, 20, "end", bold=True)
    for line, text in enumerate(_wrapped(cell.word)):
        yield _text(left + 8, top + 40 + 14 * line, text, style.text, 11, "start")
    if cell.is_due:
        yield from _due(left, top, words)
    yield "</g>"


def _box(style: DayStyle, left: int, top: int, prefix: str) -> Iterator[str]:
    dash = DASHES.get(style.border)
    stroke = f'stroke="{style.line}" stroke-width="{WIDTHS.get(style.border, 2)}"'
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    place = f'x="{left}" y="{top}" width="{_WIDTH}" height="{_HEIGHT}"'
    yield f'<rect {place} fill="{style.fill}" {stroke}{dashed}/>'
    if style.hatched:
        # Only along the foot, so that no text stands on the hatching.
        foot = f'x="{left + 1}" y="{top + _HEIGHT - 9}" width="{_WIDTH - 2}" height="8"'
        yield f'<rect {foot} fill="url(#{prefix}-hatch)"/>'
    if style.border is Border.DOUBLE:
        inner = f'x="{left + 3}" y="{top + 3}" width="{_WIDTH - 6}" height="{_HEIGHT - 6}"'
        yield f'<rect {inner} fill="none" {stroke}/>'


def _due(left: int, top: int, words: Words) -> Iterator[str]:
    outline = f'x="{left - 2}" y="{top - 2}" width="{_WIDTH + 4}" height="{_HEIGHT + 4}"'
    yield f'<rect {outline} fill="none" stroke="{DUE_FILL}" stroke-width="4"/>'
    yield f'<rect x="{left - 4}" y="{top - _FLAG}" width="{_WIDTH + 8}" height="{_FLAG}" fill="{DUE_FILL}"/>'
    yield _text(left + 4, top - 5, f"⚑ {words.say('strip.flag')}", DUE_TEXT, 12, "start", bold=True)


def _wrapped(text: str) -> list[str]:
    lines = textwrap.wrap(text, _CHARACTERS)
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], f"{lines[_LINES - 1][: _CHARACTERS - 2]} …"]
    return lines


def _text(x: float, y: float, text: str, colour: str, size: int, anchor: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    look = f'font-size="{size}" text-anchor="{anchor}" fill="{colour}"{weight}'
    return f'<text x="{x:g}" y="{y:g}" {look}>{escape(text)}</text>'
