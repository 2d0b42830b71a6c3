"""Pieces of SVG: rectangles, lines, texts, flags and patterns, written the same way everywhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from dossierflow.render.lives.life import FlagKind
from dossierflow.render.lives.looks import FLAGS, FONT, INK, LATE, PAPER, SIZE, SUSPENDED, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossierflow.citation import Language
    from dossierflow.render.lives.looks import Look

_TILE = 7


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page."""

    x: float
    y: float
    width: float
    height: float


@dataclass(slots=True)
class Canvas:
    """Lines of SVG as they are painted; what is painted later lies above."""

    prefix: str
    """Begins the identifiers; different for two pictures on one page."""

    lines: list[str] = field(default_factory=list[str])

    def group(self, title: str) -> None:
        """Begin a group that says what it is to those who point at it or hear it."""
        self.lines.append(f"<g><title>{escape(title)}</title>")

    def end(self) -> None:
        """End a group."""
        self.lines.append("</g>")

    def fill(self, box: Box, colour: str) -> None:
        """Paint a rectangle without a border."""
        self.lines.append(f'<rect {_place(box)} fill="{colour}"/>')

    def rect(self, box: Box, look: Look, *, corner: float = 0) -> None:
        """Paint a rectangle with its border, and its pattern where the look has one."""
        round_ = f' rx="{_n(corner)}"' if corner else ""
        dashes = f' stroke-dasharray="{look.dashes}"' if look.dashes else ""
        fill = self._pattern(look)
        stroke = f'stroke="{look.line}" stroke-width="{_n(look.width)}"{dashes}'
        self.lines.append(f'<rect {_place(box)}{round_} fill="{fill}" {stroke}/>')

    def line(self, path: str, colour: str, width: float = 1, dashes: str = "") -> None:
        """Paint a path without a fill."""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self.lines.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{_n(width)}"{dashed}/>')

    def text(
        self,
        x: float,
        y: float,
        text: str,
        colour: str = INK,
        *,
        size: float = SIZE,
        middle: bool = False,
        plate: bool = False,
    ) -> None:
        """Write *text* from *x* to the right, or around it; on a plate of paper where lines may pass behind it."""
        if plate:
            self.fill(Box(x - 2, y - size, width_of(text, size) + 4, size + 4), PAPER)
        around = ' text-anchor="middle"' if middle else ""
        self.lines.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" fill="{colour}"{around}>{escape(text)}</text>'
        )

    def flag(self, x: float, top: float, foot: float, kind: FlagKind) -> None:
        """Paint a flag whose pole stands at *x*; its kind is told by the shape of its cloth."""
        colour = FLAGS[kind]
        dashes = ' stroke-dasharray="2 2"' if kind is FlagKind.MOVED else ""
        pole = "1.5" if kind in {FlagKind.INTERNAL, FlagKind.MOVED} else "2.5"
        self.lines.append(f'<path d="M{_n(x)} {_n(top)}V{_n(foot)}" stroke="{colour}" stroke-width="{pole}"{dashes}/>')
        fill = colour if kind in {FlagKind.STATUTORY, FlagKind.INTERNAL} else PAPER
        cloth = {
            FlagKind.STATUTORY: "h13l-4 5l4 5h-13z",
            FlagKind.PROMISED: "h12v10h-12z",
            FlagKind.INTERNAL: "l9 4.5l-9 4.5z",
            FlagKind.MOVED: "l9 4.5l-9 4.5z",
        }[kind]
        self.lines.append(
            f'<path d="M{_n(x)} {_n(top)}{cloth}" fill="{fill}" stroke="{colour}" stroke-width="1.5"{dashes}/>'
        )

    def _pattern(self, look: Look) -> str:
        if look is SUSPENDED:
            return f"url(#{self.prefix}-hatch)"
        return f"url(#{self.prefix}-late)" if look is LATE else look.fill


def svg(canvas: Canvas, width: float, height: float, title: str, description: str, lang: Language) -> str:
    """Return what was painted as one SVG element, a named image to those who cannot see it."""
    prefix = canvas.prefix
    size = f'viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" height="{_n(height)}"'
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"',
        f' aria-labelledby="{prefix}-title {prefix}-desc" font-family="{FONT}" lang="{lang}">',
        f'<title id="{prefix}-title">{escape(title)}</title>',
        f'<desc id="{prefix}-desc">{escape(description)}</desc>',
        "<defs>",
        _tile(f"{prefix}-hatch", SUSPENDED, ' patternTransform="rotate(45)"', 2.2),
        _tile(f"{prefix}-late", LATE, "", 1),
        "</defs>",
        f'<rect width="{_n(width)}" height="{_n(height)}" fill="{PAPER}"/>',
    ]
    return "\n".join([*head, *canvas.lines, "</svg>"])


def wrapped(items: Sequence[float], room: float) -> list[tuple[float, int]]:
    """Return offset and line of every item, set one after the other in lines no wider than *room*."""
    places: list[tuple[float, int]] = []
    x, line = 0.0, 0
    for width in items:
        if x and x + width > room:
            x, line = 0.0, line + 1
        places.append((x, line))
        x += width
    return places


def _tile(name: str, look: Look, turn: str, width: float) -> str:
    ink = PAPER if look is LATE else look.line
    return (
        f'<pattern id="{name}" width="{_TILE}" height="{_TILE}" patternUnits="userSpaceOnUse"{turn}>'
        f'<rect width="{_TILE}" height="{_TILE}" fill="{look.fill}"/>'
        f'<path d="{look.pattern}" stroke="{ink}" stroke-width="{width:g}"/></pattern>'
    )


def _place(box: Box) -> str:
    return f'x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(max(box.width, 0))}" height="{_n(box.height)}"'


def _n(number: float) -> str:
    """Return *number* with at most one digit behind the point, so that bytes do not depend on rounding."""
    return f"{number:.1f}".removesuffix(".0")
