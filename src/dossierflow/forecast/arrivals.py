"""
Arrivals: which dossiers come to one office, and when.

Within an hour of the plan arrivals come by pure chance (a Poisson process);
where the plan gives a number instead of a rate, so many are spread over the
hours in proportion to their weights. One day is made at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from dossierflow.forecast.draws import Batch, Luck, generator, place_in_week, word_key
from dossierflow.forecast.packages import np
from dossierflow.forecast.plan.listed import office_name
from dossierflow.forecast.plan.opening import cells

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dossierflow.forecast.plan.files import PlanFile
    from dossierflow.forecast.plan.offices import Stream
    from dossierflow.forecast.plan.opening import Cell

_combine = datetime.combine
_MIDNIGHT = datetime.min.time()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """One dossier that somebody will file."""

    id: str
    at: datetime
    procedure: str
    channel: str
    facts: tuple[tuple[str, str], ...]
    luck: Luck


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeKey:
    """One office in one replication: what is played on its own."""

    seed: int
    replication: int
    office: str
    """Kind of office."""

    copy: int
    """Which of its kind, from 1."""

    count: int
    """How many there are of its kind."""

    @property
    def name(self) -> str:
        """The name of the office, as its dossiers carry it."""
        return office_name(self.office, self.copy, self.count)


def filings(file: PlanFile, key: OfficeKey) -> Iterator[list[Filing]]:
    """Yield, day by day, what is filed at the office *key*, in the order of instants."""
    plan = file.plan
    office = plan.offices[key.office]
    sources: list[_Streamed | _Listed] = [
        _Streamed(file, key, number, stream) for number, stream in enumerate(office.arrivals)
    ]
    sources += [_Listed(file, key, number) for number in range(len(office.arrivals_from))]
    for ordinal in range(plan.first.toordinal(), plan.last.toordinal() + 1):
        day = plan.first.fromordinal(ordinal)
        came = [filing for source in sources for filing in source.of(day)]
        yield sorted(came, key=lambda filing: (filing.at, filing.id))


class _Listed:
    """Dossiers that a list names."""

    def __init__(self, file: PlanFile, key: OfficeKey, number: int) -> None:
        local_day = file.calendar.local_day
        rows = [row for row in file.listed[key.office, number] if (row.copy or 1) == key.copy]
        self._key, self._name = key, f"list{number + 1}"
        self._batch: _Week | None = None
        self._by_day = {day: list(of_day) for day, of_day in groupby(rows, key=lambda row: local_day(row.at))}

    def of(self, day: date) -> Iterator[Filing]:
        """Yield the dossiers of one day."""
        rows = self._by_day.get(day, [])
        self._batch = _batch(self._batch, self._key, self._name, day)
        for number, row in enumerate(rows):
            yield Filing(
                id=_id(self._key, self._name, day, number),
                at=row.at,
                procedure=row.procedure,
                channel=row.channel,
                facts=row.facts,
                luck=Luck(self._batch[1], place_in_week(day.weekday(), number)),
            )


class _Streamed:
    """Dossiers that come by chance."""

    def __init__(self, file: PlanFile, key: OfficeKey, number: int, stream: Stream) -> None:
        self._file, self._key, self._name, self._stream = file, key, str(number + 1), stream
        self._batch: _Week | None = None
        self._share = _share(stream.dossiers, key) if stream.dossiers is not None else None
        self._counts = {} if self._share is None else self._spread(self._share)

    def of(self, day: date) -> Iterator[Filing]:
        """Yield the dossiers of one day."""
        key, stream = self._key, self._stream
        hours = list(cells(stream, self._file.calendar, day))
        source = generator(key.seed, key.replication, *word_key(f"{key.name}/{self._name}/{day}/arrivals"))
        if self._share is None:
            rates = [(stream.per_hour or 0) * cell.weight * cell.minutes / 60 for cell in hours]
            counts: list[int] = source.poisson(rates).tolist() if hours else []
        else:
            counts = self._counts.get(day, [])
        self._batch = _batch(self._batch, key, self._name, day)
        midnight = _combine(day, _MIDNIGHT, self._file.calendar.tz)
        seconds = [second for cell, count in zip(hours, counts, strict=True) for second in _times(cell, count, source)]
        for number, second in enumerate(sorted(seconds)):
            luck = Luck(self._batch[1], place_in_week(day.weekday(), number))
            yield Filing(
                id=_id(key, self._name, day, number),
                at=midnight + timedelta(seconds=second),
                procedure=luck.choose("procedure", stream.mix),
                channel=stream.channel,
                facts=(),
                luck=luck,
            )

    def _spread(self, total: int) -> dict[date, list[int]]:
        """Return how many of *total* come in each cell of each day."""
        plan, key = self._file.plan, self._key
        days = [plan.first + timedelta(days=number) for number in range((plan.last - plan.first).days + 1)]
        found = {day: cells(self._stream, self._file.calendar, day) for day in days}
        sizes = {day: [cell.weight * cell.minutes for cell in hours] for day, hours in found.items()}
        weights = np.array([size for day in days for size in sizes[day]])
        source = generator(key.seed, key.replication, *word_key(f"{key.name}/{self._name}/spread"))
        counts = source.multinomial(total, weights / weights.sum()).tolist()
        starts = accumulate((len(sizes[day]) for day in days), initial=0)
        return {day: counts[start : start + len(sizes[day])] for day, start in zip(days, starts, strict=False)}


_Week = tuple["date", Batch]
"""A Monday, and the draws of its week."""


def _batch(last: _Week | None, key: OfficeKey, name: str, day: date) -> _Week:
    """Return the draws of the week of *day*: the *last* ones, if it is still their week."""
    monday = day - timedelta(days=day.weekday())
    if last is not None and last[0] == monday:
        return last
    return monday, Batch.of(key.seed, key.replication, key.name, name, monday.isoformat())


def _share(total: int, key: OfficeKey) -> int:
    """Return how many of *total* come to this office: the same to all, one more to the first."""
    return total // key.count + (key.copy <= total % key.count)


def _times(cell: Cell, count: int, source: np.random.Generator) -> Iterator[int]:
    """Yield *count* seconds of the day within the open minutes of *cell*, in no order."""
    for second in source.integers(0, cell.minutes * 60, count).tolist():
        rest = second
        for start, end in cell.spans:
            if rest < (end - start) * 60:
                yield start * 60 + rest
                break
            rest -= (end - start) * 60


def _id(key: OfficeKey, name: str, day: date, place: int) -> str:
    replication = f"R{key.replication}." if key.replication else ""
    return f"{replication}{key.name}.{name}.{day:%y%m%d}.{place + 1:04d}"
