"""
What one authority decides about a calendar, as it is written in a file.

A working calendar is several layers on top of each other: the national
schedule, a ministry's or province's own days, one office's hours. How they
are put together is told in `dossierflow.worktime.compiling`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import Field

from dossierflow.citation import Citation
from dossierflow.frozen import Frozen
from dossierflow.worktime.day import Day, DayFact, DayKind
from dossierflow.worktime.hours import OfficeHours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

Place = tuple[str | int, ...]
"""Where in a layer a mistake is: ``("days", 3, "swap_with")``."""


class Level(StrEnum):
    """Whose layer it is, from the lowest to the highest."""

    NATIONAL = "national"
    MINISTRY = "ministry"
    PROVINCE = "province"
    OFFICE = "office"


class Schedule(Frozen):
    """The decision by which the days of a layer became known."""

    known_from: Day
    """Date of the decision; if only later is certain, the later date."""

    cite: tuple[Citation, ...] = Field(min_length=1)


class CalendarLayer(Frozen):
    """
    The days and hours that one authority decides for some years.

    Outside `first` to `last` the layer says nothing, and the layers below it hold.

    >>> from datetime import date
    >>> storm = CalendarLayer(
    ...     name="province", level=Level.PROVINCE, first=date(2026, 1, 1), last=date(2026, 12, 31)
    ... )
    >>> storm.days
    ()
    """

    name: str = Field(min_length=1)
    level: Level

    zone: str | None = None
    """Time zone of the hours; the lowest layer must name it."""

    first: Day
    """First day the layer speaks of, inclusive."""

    last: Day
    """Last day the layer speaks of, inclusive."""

    confirmed_until: Day | None = None
    """Last day whose schedule is decided, inclusive; later days of the level are provisional."""

    schedule: Schedule | None = None
    """What confirmed it, and since when; with none, it has always been known."""

    weekly: OfficeHours | None = None
    """Ordinary hours; they replace those of the layers below."""

    reception: OfficeHours | None = None
    """Hours in which files are received on days that do not count, besides the working days."""

    days: tuple[DayFact, ...] = ()


def mistakes(layer: CalendarLayer) -> Iterator[tuple[Place, str]]:
    """
    Yield what a layer says that cannot be meant, with its place in the layer.

    A swap whose partner lies outside the layer is judged when layers are put
    together.
    """
    if layer.last < layer.first:
        yield ("last",), f"the layer ends on {layer.last}, before it starts on {layer.first}"
    if layer.confirmed_until is not None and not layer.first <= layer.confirmed_until <= layer.last:
        yield ("confirmed_until",), f"{layer.confirmed_until} lies outside {layer.first} to {layer.last}"
    if layer.schedule is not None and layer.confirmed_until is None:
        yield ("schedule",), "a schedule confirms days; say until when with 'confirmed_until'"
    for number, fact in enumerate(layer.days):
        if not layer.first <= fact.day <= layer.last:
            yield ("days", number, "day"), f"{fact.day} lies outside {layer.first} to {layer.last}"
        if fact.swap_with is not None and layer.first <= fact.swap_with <= layer.last:
            problem = swap_mistake(fact, layer.days)
            if problem:
                yield ("days", number, "swap_with"), problem
    yield from _clashes(layer.days)


def swap_mistake(fact: DayFact, days: Sequence[DayFact]) -> str | None:
    """Say what is wrong with the partner that *fact* names among *days*, if anything."""
    wanted = DayKind.SWAP_OFF if fact.kind is DayKind.SWAP_WORK else DayKind.SWAP_WORK
    partners = [other for other in days if other.day == fact.swap_with and other.kind is wanted]
    pair = f"{fact.day} ({fact.kind}) is exchanged for {fact.swap_with}"
    if not partners:
        return f"{pair}, which is no {wanted} here; a swap needs both days"
    if partners[0].swap_with != fact.day:
        return f"{pair}, which is exchanged for {partners[0].swap_with}; the two days must name each other"
    # Told once, at the day off: it is one mistake, though two days have it.
    if fact.kind is DayKind.SWAP_OFF and partners[0].known_from != fact.known_from:
        dates = f"{fact.known_from} and {partners[0].known_from}"
        return f"{pair}, but the two are known from {dates}; one decision has one date"
    return None


def _clashes(days: Sequence[DayFact]) -> Iterator[tuple[Place, str]]:
    by_day: defaultdict[date, list[int]] = defaultdict(list)
    for number, fact in enumerate(days):
        by_day[fact.day].append(number)
    for day, numbers in by_day.items():
        problem = _clash([days[number] for number in numbers]) if len(numbers) > 1 else None
        if problem:
            yield ("days", numbers[-1], "kind"), f"{day} {problem}"


def _clash(facts: Iterable[DayFact]) -> str | None:
    kinds: Mapping[DayKind, int] = Counter(fact.kind for fact in facts)
    for kind, times in kinds.items():
        if times > 1 and kind is not DayKind.HOLIDAY:
            return f"is {kind} twice"
    if len(kinds) > 1 and not all(kind.is_off for kind in kinds):
        return f"cannot be {' and '.join(sorted(kinds))} at once"
    return None
