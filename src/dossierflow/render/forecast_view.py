"""What the report of a forecast is made of: sections with a table, and the figures of a plot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from dossierflow.render.tables import Table


@dataclass(frozen=True, slots=True)
class Plot:
    """Figures to be drawn: a bar a row, made of one part a series; or a line a series over the rows."""

    kind: Literal["bars", "lines"]
    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float, ...]], ...]
    """Label and one figure a series."""

    unit: str = ""
    """What stands behind a figure."""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report."""

    heading: str
    table: Table
    note: str = ""
    plot: Plot | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The report of a forecast, and of the what-ifs that were played beside it."""

    title: str
    lead: str
    sections: tuple[Section, ...]
