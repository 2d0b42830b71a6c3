"""
Putting layers together into one working calendar.

A higher layer overrides a lower one day by day: where it says something about
a day, the lower layers' word on that day is gone. Its weekly hours hold on
every day it speaks of. What is known of the years is known from the lowest
level, which alone decides the coverage.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from itertools import cycle, islice, pairwise
from typing import TYPE_CHECKING

from dossierflow.errors import CalendarError
from dossierflow.worktime.calendar import DayTable, WorkCalendar
from dossierflow.worktime.day import DayKind
from dossierflow.worktime.hours import last_of_week, spans
from dossierflow.worktime.instants import zone as find_zone
from dossierflow.worktime.layers import Level, mistakes, swap_mistake

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossierflow.worktime.day import DayFact
    from dossierflow.worktime.hours import OfficeHours, Spans
    from dossierflow.worktime.layers import CalendarLayer

_ONE_DAY = timedelta(days=1)


def compile_calendar(layers: Iterable[CalendarLayer], *, name: str, as_known_on: date | None = None) -> WorkCalendar:
    """
    Put *layers* together.

    Args:
        layers:
            In any order. Layers of one level must not overlap; those of the
            lowest level must follow each other without a gap, and give zone
            and weekly hours.

        name: Name of the calendar, as explanations print it.

        as_known_on:
            Leave out what was decided after this day, and confirm only what
            was confirmed by then.

    Raises:
        CalendarError: The layers contradict themselves or each other.
    """
    levels = _by_level(layers)
    base = levels[0]
    building = _Building(base[0].first, base[-1].last)
    for level in levels:
        building.add(level, as_known_on)
    building.check_hours()
    zone = _one_zone(levels)
    confirmed = min(_confirmed(level, as_known_on) or building.last for level in levels)
    facts = {building.first + timedelta(days=index): chosen for index, chosen in sorted(building.chosen.items())}
    return WorkCalendar.of(
        name=name,
        zone=find_zone(zone),
        first=building.first,
        confirmed_until=confirmed,
        digest=_digest(zone, building, confirmed, facts),
        table=building.table(),
        facts=facts,
    )


class _Building:
    """The calendar under construction: one entry per day, filled level by level."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.size = (last - first).days + 1
        self.weeks: list[tuple[Spans, ...]] = [()] * self.size
        self.receptions: list[tuple[Spans, ...]] = [()] * self.size
        self.usual: list[Spans] = [()] * self.size
        self.ordinary: list[Spans] = [()] * self.size
        self.reception: list[Spans] = [()] * self.size
        self.cuts: set[int] = {0}
        """Indexes at which the ordinary week may change."""
        self.chosen: dict[int, tuple[DayFact, ...]] = {}

    def add(self, level: Sequence[CalendarLayer], as_known_on: date | None) -> None:
        """Lay one level on top of what is there."""
        for layer in level:
            if layer.weekly is not None:
                here = self._fill(layer, layer.weekly, self.weeks, self.ordinary)
                self.usual[here] = [last_of_week(layer.weekly.week)] * (here.stop - here.start)
            if layer.reception is not None:
                self._fill(layer, layer.reception, self.receptions, self.reception)
        by_index: dict[int, tuple[DayFact, ...]] = {}
        for fact in (fact for layer in level for fact in layer.days):
            index = (fact.day - self.first).days
            if 0 <= index < self.size and (as_known_on is None or fact.known_from <= as_known_on):
                by_index[index] = (*by_index.get(index, ()), fact)
        for index, facts in by_index.items():
            self._check_sense(index, facts)
            below = self.chosen.get(index, ()) if facts[0].kind is DayKind.HOURS else ()
            self.chosen[index] = (*(fact for fact in below if fact.kind is not DayKind.HOURS), *facts)

    def _fill(
        self, layer: CalendarLayer, hours: OfficeHours, weeks: list[tuple[Spans, ...]], days: list[Spans]
    ) -> slice:
        """Write the *hours* of *layer* over *weeks* and *days*; return the indexes written."""
        start = max(layer.first, self.first)
        end = max(min(layer.last, self.last) + _ONE_DAY, start)
        here = slice((start - self.first).days, (end - self.first).days)
        self.cuts |= {here.start, here.stop}
        week, length = hours.week, here.stop - here.start
        weeks[here] = [week] * length
        days[here] = islice(cycle((*week[start.weekday() :], *week[: start.weekday()])), length)
        return here

    def worked(self, index: int) -> bool:
        """Tell whether the day counts, as far as the levels laid so far say."""
        kinds = {fact.kind for fact in self.chosen.get(index, ())}
        if DayKind.SWAP_WORK in kinds:
            return True
        return bool(self.ordinary[index]) and kinds <= {DayKind.HOURS}

    def _check_sense(self, index: int, facts: Sequence[DayFact]) -> None:
        worked = self.worked(index)
        for fact in facts:
            if fact.kind is DayKind.SWAP_WORK and worked:
                msg = f"{fact.day} is swap_work, but it is a working day anyway; check the date"
                raise CalendarError(msg)
            if fact.kind in _TAKES_A_WORKING_DAY and not worked:
                msg = f"{fact.day} is {fact.kind}, but it is no working day anyway; check the date"
                raise CalendarError(msg)

    def check_hours(self) -> None:
        """Refuse days for which no layer gives the ordinary week."""
        if () in self.weeks:
            day = self.first + timedelta(days=self.weeks.index(()))
            msg = f"no layer gives weekly hours for {day}; the lowest level must give them for every day"
            raise CalendarError(msg)

    def table(self) -> DayTable:
        """Return what the facts make of the ordinary week."""
        hours, reception = self.ordinary.copy(), self.reception.copy()
        for index, facts in self.chosen.items():
            own = next((spans(fact.hours) for fact in reversed(facts) if fact.hours is not None), None)
            kinds = {fact.kind for fact in facts}
            if self.worked(index):
                hours[index] = own or self.ordinary[index] or self.usual[index]
                continue
            open_for_files = own or reception[index] or self.ordinary[index] or self.usual[index]
            reception[index] = open_for_files if DayKind.RECEPTION_ONLY in kinds else ()
            hours[index] = ()
        closing = [(day or standard)[-1][1] for day, standard in zip(hours, self.usual, strict=True)]
        return DayTable(hours, reception, [not day for day in self.ordinary], closing)


_TAKES_A_WORKING_DAY = frozenset({DayKind.SWAP_OFF, DayKind.COMPENSATORY_OFF, DayKind.HOURS})


def _by_level(layers: Iterable[CalendarLayer]) -> list[list[CalendarLayer]]:
    """Check the layers one by one and level by level; return the levels from the lowest."""
    given = sorted(layers, key=lambda layer: layer.first)
    levels = [found for level in Level if (found := [layer for layer in given if layer.level is level])]
    if not levels:
        msg = "a calendar needs at least one layer"
        raise CalendarError(msg)
    for layer in given:
        for _, problem in mistakes(layer):
            msg = f"layer {layer.name!r}: {problem}"
            raise CalendarError(msg)
    for level in levels:
        _check_neighbours(level, may_have_gaps=level is not levels[0])
        _check_swaps(level, levels[0][0].first, levels[0][-1].last)
    return levels


def _check_neighbours(level: Sequence[CalendarLayer], *, may_have_gaps: bool) -> None:
    for before, after in pairwise(level):
        if after.first <= before.last:
            msg = (
                f"layers {before.name!r} and {after.name!r} of level {after.level} both speak of "
                f"{after.first}; put them into one, or on different levels"
            )
            raise CalendarError(msg)
        if after.first > before.last + _ONE_DAY and not may_have_gaps:
            msg = (
                f"no layer of level {after.level} speaks of the days between {before.last} and {after.first}; "
                "the lowest level must cover every day"
            )
            raise CalendarError(msg)


def _check_swaps(level: Sequence[CalendarLayer], first: date, last: date) -> None:
    """Refuse half swaps; a partner beyond the years of the calendar cannot be judged."""
    days = [fact for layer in level for fact in layer.days]
    for fact in days:
        if fact.swap_with is not None and first <= fact.swap_with <= last:
            problem = swap_mistake(fact, days)
            if problem:
                raise CalendarError(problem)


def _one_zone(levels: Sequence[Sequence[CalendarLayer]]) -> str:
    zones = {layer.zone: layer.name for level in levels for layer in level if layer.zone is not None}
    if len(zones) != 1:
        found = " and ".join(f"{zone} in {name!r}" for zone, name in zones.items()) or "none"
        msg = f"the layers of a calendar give one time zone; found {found}"
        raise CalendarError(msg)
    return next(iter(zones))


def _confirmed(level: Sequence[CalendarLayer], as_known_on: date | None) -> date | None:
    """Return the end of the unbroken run of confirmed days; none where the level confirms nothing."""
    if all(layer.confirmed_until is None for layer in level):
        return None
    reached = level[0].first - _ONE_DAY
    for layer in level:
        known = layer.schedule is None or as_known_on is None or layer.schedule.known_from <= as_known_on
        if layer.confirmed_until is None or not known or layer.first > reached + _ONE_DAY:
            break
        reached = layer.confirmed_until
    return reached


def _digest(zone: str, building: _Building, confirmed_until: date, facts: dict[date, tuple[DayFact, ...]]) -> str:
    """Hash what the calendar says; names of layers, notes on hours and the layout of files do not count."""
    content = {
        "zone": zone,
        "first": building.first.isoformat(),
        "last": building.last.isoformat(),
        "confirmed_until": confirmed_until.isoformat(),
        "weekly": _runs(building, building.weeks),
        "reception": _runs(building, building.receptions),
        "days": [fact.model_dump(mode="json") for chosen in facts.values() for fact in chosen],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _runs(building: _Building, weeks: Sequence[tuple[Spans, ...]]) -> list[tuple[str, tuple[Spans, ...]]]:
    """Return each week with the first day on which it holds."""
    cuts = sorted(cut for cut in building.cuts if cut < building.size)
    changes = [cut for cut in cuts if cut == 0 or weeks[cut] != weeks[cut - 1]]
    return [((building.first + timedelta(days=cut)).isoformat(), weeks[cut]) for cut in changes]
