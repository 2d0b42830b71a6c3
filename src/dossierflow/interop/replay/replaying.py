"""Replaying a log: every case under the rule as mapped, and under another rule or calendar where asked."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from dossierflow.citation import LegalText
from dossierflow.errors import DefinitionError, DossierflowError, Problem
from dossierflow.interop.replay.limit_mode import SENTENCES, LimitRule, course_of, due_of, not_countable
from dossierflow.interop.replay.logs.records import MOST_OF_A_CASE
from dossierflow.interop.replay.mappings.files import counting_of
from dossierflow.interop.replay.opening import opened_log, way_of
from dossierflow.interop.replay.points import differs, logged_due, logged_view, point_of, view_of
from dossierflow.interop.replay.procedure_mode import ActPlayer, engine_for
from dossierflow.interop.replay.results import NOTHING, CaseResult, Findings, Reason, Remark
from dossierflow.interop.replay.sorting import sorted_log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from dossierflow.deadlines.explanation import Due
    from dossierflow.deadlines.term import Term
    from dossierflow.interop.replay.logs.records import Records, Source
    from dossierflow.interop.replay.mappings.files import MappingFile
    from dossierflow.interop.replay.mappings.mapping import LimitMode
    from dossierflow.interop.replay.outputs import Tables
    from dossierflow.interop.replay.sorting import CaseLines, SortedLog
    from dossierflow.procedure.library import ProcedureLibrary
    from dossierflow.procedure.model import Procedure
    from dossierflow.worktime.calendar import WorkCalendar

    Progress = Callable[[str, int, int], None]
    """Told ``lines`` or ``cases``, how far it is, and of how much: bytes of the file, cases."""

_EVERY = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternatives:
    """What else the cases are held to; each gives a view of its own."""

    term: Term | None = None
    """Another term for the limit, of a mapping with a limit."""

    profile: str | None = None
    """Another way of counting for the limit, of a mapping with a limit."""

    procedure: Procedure | None = None
    """Another version of the procedure, of a mapping with a procedure."""

    library: ProcedureLibrary | None = None
    """Other procedure files, of which the one of the mapping's name governs by its day, as in life."""

    calendar: WorkCalendar | None = None


NO_ALTERNATIVES = Alternatives()
"""Only the rule as mapped."""


def replay(
    log: Path,
    file: MappingFile,
    *,
    alternatives: Alternatives = NO_ALTERNATIVES,
    tables: Tables | None = None,
    progress: Progress | None = None,
) -> Findings:
    """
    Replay a log: recompute every due date, and find what the rule would not have had.

    The log may be of any size: lines are sorted on disk, and one case is held
    at a time.

    Args:
        log: CSV, XES, OCEL 2.0 in JSON, XML or SQLite; it may be compressed with gzip.

        file: What the log means.

        alternatives: Another rule, another calendar, or both, each on its own.

        tables: Takes every case, remark and unreadable line.

        progress: Told now and then how far it is.

    Raises:
        DefinitionError: The log cannot be read, lacks a column that the mapping
            names, or *alternatives* do not fit the mapping.

        OSError: The log cannot be read.
    """
    views = _views(file, alternatives)
    found = Findings(views=("log", *views))
    with ExitStack() as stack:
        source, records = stack.enter_context(opened_log(log, way_of(file.mapping), file.mapping.wanted))
        laid = stack.enter_context(sorted_log(source, told(records, source, progress), file))
        found.lines, found.skipped, found.until = laid.lines, laid.left_out, laid.last
        found.take_activities(laid.activities, file.mapping.named)
        total = laid.count() if progress else 0
        for place, result in enumerate(_results(laid, file, views)):
            found.take(result)
            if tables is not None:
                tables.take(result)
            if progress and place % _EVERY == 0:
                progress("cases", place, total)
        found.take_faults(laid.unreadable())
        if tables is not None:
            tables.take_faults(laid.unreadable())
    return found


def told(records: Records, source: Source, progress: Progress | None) -> Records:
    """Yield *records*, and tell how much of the file they come to."""
    if progress is None:
        yield from records
        return
    for place, record in enumerate(records):
        if place % _EVERY == 0:
            progress("lines", source.position(), source.size)
        yield record


class _Held(Protocol):
    """Holds one case to one rule."""

    @property
    def calendar(self) -> WorkCalendar:
        """On whose days."""
        ...

    def __call__(
        self, case: CaseLines, ended: datetime | None, until: datetime, remarks: list[Remark], /
    ) -> tuple[datetime | None, Due | None]:
        """Return when the limit started, and when it was due."""
        ...


@dataclass(frozen=True, slots=True)
class _ByLimit:
    file: MappingFile
    mode: LimitMode
    rule: LimitRule

    @property
    def calendar(self) -> WorkCalendar:
        return self.rule.calendar

    def __call__(
        self, case: CaseLines, ended: datetime | None, _until: datetime, remarks: list[Remark], /
    ) -> tuple[datetime | None, Due | None]:
        course = course_of(case, ended, self.file, self.mode, remarks)
        if course.started is not None and ended is not None and ended < course.started:
            # no answer is better than one about a case that runs backwards
            return course.started, None
        return course.started, due_of(course, self.rule, ended)


@dataclass(frozen=True, slots=True)
class _ByProcedure:
    player: ActPlayer
    calendar: WorkCalendar

    def __call__(
        self, case: CaseLines, ended: datetime | None, until: datetime, remarks: list[Remark], /
    ) -> tuple[datetime | None, Due | None]:
        dossier = self.player.tick(self.player.play(case.name, case.rows, remarks), until)
        deadline = None if dossier is None else dossier.deadlines.get(self.player.mode.limit)
        if deadline is None:
            remarks.append(_whole(case, Reason.NOT_STARTED))
            return None, None
        return deadline.trigger, self.player.due(dossier, ended)


def _views(file: MappingFile, other: Alternatives) -> dict[str, _Held]:
    made = {"recomputed": _held(file, NO_ALTERNATIVES)}
    if (other.term, other.profile, other.procedure, other.library) != (None, None, None, None):
        made["rule"] = _held(file, replace(other, calendar=None))
    if other.calendar is not None:
        made["calendar"] = _held(file, Alternatives(calendar=other.calendar))
    return made


def _held(file: MappingFile, other: Alternatives) -> _Held:
    mapping, calendar = file.mapping, other.calendar or file.calendar
    if mapping.limit is not None:
        if other.procedure is not None or other.library is not None:
            raise _unfit("a procedure is given as the other rule, but the mapping has a single limit; give a term")
        limit = mapping.limit
        changes = {"term": other.term or limit.term, "profile": other.profile or limit.profile}
        changed = mapping.model_copy(update={"limit": limit.model_copy(update=changes)})
        return _ByLimit(file, limit, LimitRule(other.term or limit.term, counting_of(changed), calendar))
    mode, library = mapping.procedure, other.library or file.library
    assert mode is not None  # noqa: S101 -- a mapping has one of the two
    assert library is not None  # noqa: S101 -- and this one comes with a library
    if other.term is not None or other.profile is not None:
        raise _unfit("a term is given as the other rule, but the mapping has a procedure; give another version of it")
    if other.procedure is None:
        # other files have versions of their own; the one that governs is taken
        version = mode.version if other.library is None else None
        for one in library.versions(mode.id):
            if mode.limit not in one.limits:
                msg = f"{one} has no limit {mode.limit!r}, whose due date is compared"
                raise _unfit(msg)
        player = ActPlayer(engine_for(library, calendar), mode, mapping.columns, version, mode.id)
        return _ByProcedure(player, calendar)
    if mode.limit not in other.procedure.limits:
        msg = f"{other.procedure} has no limit {mode.limit!r}, whose due date is compared"
        raise _unfit(msg)
    engine = engine_for([other.procedure], calendar)
    player = ActPlayer(engine, mode, mapping.columns, other.procedure.version, other.procedure.procedure)
    return _ByProcedure(player, calendar)


def _unfit(message: str) -> DefinitionError:
    return DefinitionError([Problem("--rule", 0, "", message)])


def _results(laid: SortedLog, file: MappingFile, views: Mapping[str, _Held]) -> Iterator[CaseResult]:
    until = laid.last
    for case in laid.cases():
        # a log with cases has a last instant
        assert until is not None  # noqa: S101 -- as said
        yield _result(case, until, file, views) if case.rows else _long(case, views)


def _result(case: CaseLines, until: datetime, file: MappingFile, views: Mapping[str, _Held]) -> CaseResult:
    remarks: list[Remark] = []
    if case.is_twice:
        remarks.append(_whole(case, Reason.CASE_TWICE))
    ended = point_of(file.mapping.ends, case, file, remarks)
    log = logged_view(logged_due(case, file, remarks), ended, until, file)
    shown, started = {"log": log}, None
    for name, held in views.items():
        # what another rule would refuse is its own affair
        own = remarks if name == "recomputed" else list[Remark]()
        try:
            begun, due = held(case, ended, until, own)
            view = view_of(due, ended, until, file, held.calendar) if begun else NOTHING
        except (DossierflowError, OverflowError) as error:
            begun, view = None, NOTHING
            remarks.append(not_countable(case, error, "" if name == "recomputed" else name))
        started = begun if name == "recomputed" else started
        shown[name] = view
    first = case.rows[0].line
    return CaseResult(case.name, first, started, ended, shown, differs(log, shown["recomputed"]), tuple(remarks))


def _long(case: CaseLines, views: Iterable[str]) -> CaseResult:
    told = f"{case.size:,} > {MOST_OF_A_CASE:,}"
    sentence = LegalText(vi=f"hồ sơ có quá nhiều dòng: {told}", en=f"the case has too many lines: {told}")
    remark = Remark(case.name, 0, None, "", Reason.CASE_TOO_LONG, sentence)
    return CaseResult(case.name, 0, None, None, dict.fromkeys(("log", *views), NOTHING), False, (remark,))  # noqa: FBT003 - a field


def _whole(case: CaseLines, reason: Reason) -> Remark:
    first = case.rows[0]
    return Remark(case.name, first.line, first.at, "", reason, SENTENCES[reason])
