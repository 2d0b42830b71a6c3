"""Two lives on one time axis, one above the other, what differs marked and listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from dossierflow.errors import DefinitionError, Problem
from dossierflow.render.lives.axis import axis_of
from dossierflow.render.lives.layout import GAP, LEFT, SHEET, WIDTH
from dossierflow.render.lives.legend import difference_entry, draw_legend, entries_of
from dossierflow.render.lives.life_svg import draw_life, title_of
from dossierflow.render.lives.life_text import lanes_text, text_axis
from dossierflow.render.lives.moments import Moments
from dossierflow.render.lives.narrow import table_in, wrapped
from dossierflow.render.lives.paint import Canvas, svg
from dossierflow.render.lives.tables import outcome_in_words, stops_in_words
from dossierflow.render.tables import Table
from dossierflow.render.words.lives import said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, timedelta

    from dossierflow.render.lives.life import Bar, Clock, Life


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is otherwise in the second life."""

    key: str
    """Of the bar or the clock; empty for the dossier as a whole."""

    what: str
    field: str
    first: str
    second: str
    change: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two lives in one language, and what differs."""

    first: Life
    second: Life
    differences: tuple[Difference, ...]

    @property
    def title(self) -> str:
        """What is compared, in one line."""
        return said("two.title", self.first.lang, first=f"A {self.first.dossier}", second=f"B {self.second.dossier}")

    @property
    def summary(self) -> str:
        """How many differences there are."""
        if not self.differences:
            return said("two.same", self.first.lang)
        return said("two.differences", self.first.lang, count=len(self.differences))

    @property
    def keys(self) -> frozenset[str]:
        """Bars and clocks that differ."""
        return frozenset(one.key for one in self.differences if one.key)


def comparison_of(first: Life, second: Life) -> Comparison:
    """
    Return what differs from *first* to *second*: bars and clocks of the same step, handoff or limit, one by one.

    Raises:
        DefinitionError: Their times are written in different zones.
    """
    if first.calendar.zone != second.calendar.zone:
        message = f"the pictures have no common axis: zones {first.calendar.zone} and {second.calendar.zone}"
        raise DefinitionError([Problem(second.dossier, 0, "", message)])
    return Comparison(first, second, tuple(_differences(first, second)))


def differences_table(comparison: Comparison) -> Table:
    """Return the differences as a table."""
    lang = comparison.first.lang
    columns = (said("two.thing", lang), said("two.field", lang), "A", "B", said("two.change", lang))
    rows = tuple((one.what, one.field, one.first, one.second, one.change) for one in comparison.differences)
    return Table(columns, rows)


def comparison_svg(comparison: Comparison, *, prefix: str = "two") -> str:
    """
    Return both pictures as one SVG element, with equal instants one above the other.

    Args:
        comparison: What `comparison_of` returned.

        prefix: Begins the identifiers; different for two pictures on one page.
    """
    first, second = comparison.first, comparison.second
    axis = axis_of([*first.instants(), *second.instants()], first.calendar.tz, WIDTH, GAP, left=LEFT)
    canvas = Canvas(prefix)
    bottom = draw_life(canvas, first, axis, 8, head="A. ", different=comparison.keys)
    bottom = draw_life(canvas, second, axis, bottom + 24, head="B. ", different=comparison.keys)
    entries = {text: sample for life in (first, second) for text, sample in entries_of(life, axis)}
    legend = [*entries.items()]
    if comparison.keys:
        legend.append(difference_entry(said("two.mark", first.lang)))
    height = draw_legend(canvas, legend, bottom + 12)
    return svg(canvas, SHEET, height, comparison.title, comparison.summary, first.lang)


def comparison_text(comparison: Comparison, *, width: int | None = None) -> str:
    """
    Return both pictures in letters on one axis, then the differences.

    Args:
        comparison: What `comparison_of` returned.

        width: The columns of the terminal, at least 60.
    """
    first, second = comparison.first, comparison.second
    axis = text_axis([*first.instants(), *second.instants()], first, width)
    lines = [*wrapped(comparison.title, width), comparison.summary]
    for name, life in (("A", first), ("B", second)):
        head = wrapped(f"{name}. {title_of(life)}", width)
        lines += ["", *head, *lanes_text(life, axis, different=comparison.keys)]
    if comparison.differences:
        lines += ["", said("two.table", first.lang), table_in(differences_table(comparison), width)]
    return "\n".join(line.rstrip() for line in lines)


def _differences(first: Life, second: Life) -> Iterator[Difference]:
    lang, moments = first.lang, Moments(first.lang, first.calendar.tz)
    if first.procedure != second.procedure:
        procedure = said("two.procedure", lang)
        yield Difference("", procedure, "", first.procedure, second.procedure, said("two.other", lang))
    of_first, of_second = {bar.key: bar for bar in first.bars}, {bar.key: bar for bar in second.bars}
    for key in dict.fromkeys([*of_first, *of_second]):
        one, other = of_first.get(key), of_second.get(key)
        if one is None or other is None:
            yield _missing(key, (one or other).text, moments, in_first=one is not None)  # type: ignore[union-attr] # one is there
        else:
            yield from _of_bars(one, other, moments)
    clocks, others = {one.key: one for one in first.clocks}, {one.key: one for one in second.clocks}
    for key in dict.fromkeys([*clocks, *others]):
        clock, of_other = clocks.get(key), others.get(key)
        if clock is None or of_other is None:
            yield _missing(key, (clock or of_other).text, moments, in_first=clock is not None)  # type: ignore[union-attr] # one is there
        else:
            yield from _of_clocks(clock, of_other, moments)
    if first.state != second.state:
        yield Difference("", said("two.end", lang), "", first.state, second.state, said("two.other", lang))


def _missing(key: str, text: str, moments: Moments, *, in_first: bool) -> Difference:
    change = said("two.only_first" if in_first else "two.only_second", moments.lang)
    signs = ("+", "–") if in_first else ("–", "+")
    return Difference(key, text, said("field.presence", moments.lang), *signs, change)


def _of_bars(first: Bar, second: Bar, moments: Moments) -> Iterator[Difference]:
    yield from _of_instants(first.key, first.text, "start", first.start, second.start, moments)
    yield from _of_instants(first.key, first.text, "end", first.end, second.end, moments)
    yield from _of_words(first, second, "stops", _stops(first, moments), _stops(second, moments), moments)


def _of_clocks(first: Clock, second: Clock, moments: Moments) -> Iterator[Difference]:
    dues = [None if one.due is None else one.due.at for one in (first, second)]
    if first.limit:
        yield from _of_instants(first.key, first.text, "start", first.start, second.start, moments)
        yield from _of_instants(first.key, first.text, "end", first.end, second.end, moments)
    yield from _of_instants(first.key, first.text, "due", dues[0], dues[1], moments)
    yield from _of_words(first, second, "stops", _stops(first, moments), _stops(second, moments), moments)
    states = [outcome_in_words(one, moments.lang) for one in (first, second)]
    yield from _of_words(first, second, "state", states[0], states[1], moments)


def _stops(one: Bar | Clock, moments: Moments) -> str:
    return stops_in_words(one.stops, moments)


def _of_instants(
    key: str, text: str, field: str, first: datetime | None, second: datetime | None, moments: Moments
) -> Iterator[Difference]:
    if first == second:
        return
    cells = ["–" if at is None else moments.full(at) for at in (first, second)]
    change = said("two.other", moments.lang)
    if first is not None and second is not None:
        # within one zone Python would count hours of the clock on the wall
        apart: timedelta = abs(second.astimezone(UTC) - first.astimezone(UTC))
        key_of = "two.later" if second > first else "two.sooner"
        change = said(key_of, moments.lang, amount=moments.amount(apart))
    yield Difference(key, text, said(f"field.{field}", moments.lang), cells[0], cells[1], change)


def _of_words(
    one: Bar | Clock, other: Bar | Clock, field: str, first: str, second: str, moments: Moments
) -> Iterator[Difference]:
    if first != second:
        change = said("two.other", moments.lang)
        yield Difference(other.key, one.text, said(f"field.{field}", moments.lang), first, second, change)
