"""
From a stream of events to the numbers of a report, in one pass.

While events stream by, a dossier is kept as the fold of its own events; once it
is over, or the stream ends, one small row is left of it. Memory grows with the
number of dossiers, not with their events.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from dossierflow.errors import EventFormatError, UnknownNameError
from dossierflow.onestop.indicators.course import Course
from dossierflow.onestop.indicators.limits import LimitFigures, runs_in
from dossierflow.onestop.indicators.measures import MEASURES, online
from dossierflow.onestop.indicators.rates import RATES, Rate
from dossierflow.onestop.indicators.rows import row_of
from dossierflow.onestop.indicators.scoring import Scoring
from dossierflow.onestop.reported import compared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dossierflow.engine.events import Event
    from dossierflow.onestop.indicators.limits import LimitKey
    from dossierflow.onestop.indicators.measures import Measure
    from dossierflow.onestop.indicators.period import Period
    from dossierflow.onestop.indicators.rows import Row
    from dossierflow.onestop.records import HostRecord
    from dossierflow.onestop.reported import StatusReport
    from dossierflow.procedure.library import ProcedureLibrary
    from dossierflow.procedure.model import Procedure, ProcedureRef

Grouping = Literal["agency", "level", "procedure", "channel"]


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of some dossiers."""

    rows: tuple[Row, ...]
    marks: tuple[frozenset[str], ...]
    """Beside each row the keys of the numbers in which it counts."""

    measures: Mapping[str, Measure]

    def dossiers(self, measure: str) -> tuple[Row, ...]:
        """
        Return the list behind a number.

        Raises:
            UnknownNameError: There is no such number.
        """
        if measure not in self.measures:
            kind = "number"
            raise UnknownNameError(kind, measure, self.measures)
        return tuple(row for row, keys in zip(self.rows, self.marks, strict=True) if measure in keys)

    @property
    def numbers(self) -> Mapping[str, int]:
        """Every number by its key."""
        found = dict.fromkeys(self.measures, 0)
        # many dossiers, few different ways to count
        for keys, count in Counter(self.marks).items():
            for key in keys:
                found[key] += count
        return found

    @property
    def rates(self) -> tuple[Rate, ...]:
        """Every rate, in the order of `RATES`."""
        numbers = self.numbers
        return tuple(Rate(rule, numbers[rule.part], numbers[rule.whole]) for rule in RATES)

    @property
    def mean_processing(self) -> timedelta | None:
        """Mean time from reception to the end, less the applicants' time; of what was finished, none if nothing was."""
        spans = [row.processing for row in self.dossiers("finished") if row.processing is not None]
        return sum(spans, timedelta(0)) / len(spans) if spans else None


@dataclass(frozen=True)
class Indicators:
    """A report: the dossiers of a period, and every number over them."""

    period: Period
    scoring: Scoring
    rows: tuple[Row, ...]
    """Dossiers that were received in the period, or open in it, or still not received; by their ids."""

    limits: Mapping[LimitKey, LimitFigures]
    online_channels: frozenset[str] = frozenset({"online"})
    unknown_procedures: tuple[str, ...] = ()
    """Versions that were not among the procedures given, so that the legal view of their dossiers is missing."""

    unused_records: tuple[str, ...] = ()
    """Dossiers that the host has recorded something about, but of which there is no event."""

    @classmethod
    def of(
        cls,
        events: Iterable[Event],
        *,
        period: Period,
        procedures: ProcedureLibrary | None = None,
        records: Mapping[str, HostRecord] | None = None,
        reports: Mapping[str, Sequence[StatusReport]] | None = None,
        scoring: Scoring | None = None,
        online_channels: Iterable[str] = ("online",),
        by_dossier: bool = False,
    ) -> Indicators:
        """
        Read *events* once, and return the report of *period*.

        Args:
            events: Of any number of dossiers, interleaved in any way; those of one dossier in their order.

            period: What the report is about; events from its end on are passed over.

            procedures: For the legal view, which is not computed without them.

            records: What the host has recorded, by dossier.

            reports: Status codes that the host has sent, by dossier; none leaves synchronisation out.

            scoring: The choices of the official view.

            online_channels: The channels of the procedures that count as online.

            by_dossier:
                Whether the events of each dossier come together, as a store
                gives them. Then only one dossier is held at a time, besides
                the rows of the report.

        Raises:
            EventFormatError: An event does not follow the one before it in its dossier.
        """
        pass_ = _Pass(period, procedures, records or {}, reports, scoring or Scoring(), by_dossier)
        for event in events:
            pass_.take(event)
        pass_.finish()
        return cls(
            period=period,
            scoring=pass_.scoring,
            rows=tuple(sorted(pass_.rows, key=attrgetter("dossier"))),
            limits=dict(sorted(pass_.limits.items())),
            online_channels=frozenset(online_channels),
            unknown_procedures=tuple(sorted(pass_.unknown)),
            unused_records=tuple(sorted((records or {}).keys() - pass_.courses.keys())),
        )

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """Every number that this report has, by its key."""
        return {**MEASURES, "online": online(self.online_channels)}

    @cached_property
    def total(self) -> Figures:
        """The numbers of everything."""
        known: dict[frozenset[str], frozenset[str]] = {}
        marks = (frozenset(key for key, one in self.measures.items() if one.counts(row)) for row in self.rows)
        return Figures(self.rows, tuple(known.setdefault(keys, keys) for keys in marks), self.measures)

    def by(self, grouping: Grouping) -> Mapping[str, Figures]:
        """Return the numbers of each agency, level, procedure or channel, by its name."""
        grouped: dict[str, tuple[list[Row], list[frozenset[str]]]] = {}
        for row, keys in zip(self.rows, self.total.marks, strict=True):
            rows, marks = grouped.setdefault(getattr(row, grouping), ([], []))
            rows.append(row)
            marks.append(keys)
        return {
            name: Figures(tuple(rows), tuple(marks), self.measures) for name, (rows, marks) in sorted(grouped.items())
        }


@dataclass(slots=True)
class _Pass:
    """One reading of a stream."""

    period: Period
    library: ProcedureLibrary | None
    records: Mapping[str, HostRecord]
    reports: Mapping[str, Sequence[StatusReport]] | None
    scoring: Scoring
    by_dossier: bool
    courses: dict[str, Course | None] = field(default_factory=dict[str, "Course | None"])
    """By dossier; none once it is over."""

    rows: list[Row] = field(default_factory=list["Row"])
    limits: dict[LimitKey, LimitFigures] = field(default_factory=dict["LimitKey", LimitFigures])
    unknown: set[str] = field(default_factory=set[str])
    known: dict[str, Procedure | None] = field(default_factory=dict[str, "Procedure | None"])
    current: str | None = None

    def take(self, event: Event) -> None:
        if event.dossier != self.current:
            if self.by_dossier and self.current is not None:
                self._leave(self.current)
            self.current = event.dossier
        if event.dossier not in self.courses:
            self.courses[event.dossier] = Course()
        if event.occurred_at >= self.period.end:
            return
        course = self.courses[event.dossier]
        if course is None:
            msg = f"event {event.id} comes after the end of its dossier; give every dossier's log once, and together"
            raise EventFormatError(msg)
        course.take(event)
        if course.draft.lifecycle.is_over:
            self._leave(event.dossier)

    def finish(self) -> None:
        for dossier in self.courses:
            self._leave(dossier)
        for figures in self.limits.values():
            figures.late.sort()
            figures.overdue.sort()

    def _leave(self, dossier: str) -> None:
        """Make the row of a dossier of which no more is to come, and keep nothing else of it."""
        course = self.courses[dossier]
        if course is not None and course.draft.version:
            self._close(course)
        self.courses[dossier] = None

    def _close(self, course: Course) -> None:
        dossier = course.draft.id
        told = None
        if self.reports is not None:
            told = compared(course.changes, (one for one in self.reports.get(dossier, ()) if one.at < self.period.end))
        row = row_of(
            course,
            period=self.period,
            scoring=self.scoring,
            procedure=self._procedure(course.draft.procedure),
            record=self.records.get(dossier),
            sync=told,
        )
        if row is not None:
            self.rows.append(row)
        for key, clock in runs_in(course, self.period):
            self.limits.setdefault(key, LimitFigures()).count(clock, dossier, self.period)

    def _procedure(self, reference: ProcedureRef | None) -> Procedure | None:
        if reference is None or self.library is None:
            return None
        name = str(reference)
        if name not in self.known:
            try:
                self.known[name] = self.library.get(reference.id, reference.version)
            except UnknownNameError:
                self.known[name] = None
        found = self.known[name]
        if found is None or found.hash != reference.hash:
            self.unknown.add(name)
            return None
        return found
