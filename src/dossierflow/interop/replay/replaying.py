"""Replaying a log: every case under the rule as mapped, and under another rule or calendar where asked."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from dossierflow.citation import LegalText
from dossierflow.errors import DefinitionError, DossierflowError, Problem
from dossierflow.interop.replay.files import counting_of
from dossierflow.interop.replay.limit_mode import SENTENCES, LimitRule, course_of, due_of, not_countable
from dossierflow.interop.replay.opening import opened_log
from dossierflow.interop.replay.points import differs, logged_due, logged_view, point_of, view_of
from dossierflow.interop.replay.procedure_mode import ActPlayer, engine_for
from dossierflow.interop.replay.records import MOST_OF_A_CASE
from dossierflow.interop.replay.results import NOTHING, CaseResult, Findings, Reason, Remark
from dossierflow.interop.replay.sorting import sorted_log

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from dossierflow.deadlines.explanation import Due
    from dossierflow.deadlines.term import Term
    from dossierflow.interop.replay.files import MappingFile
    from dossierflow.interop.replay.mapping import LimitMode
    from dossierflow.interop.replay.outputs import Tables
    from dossierflow.interop.replay.sorting import Row, SortedLog
    from dossierflow.procedure.model import Procedure
    from dossierflow.worktime.calendar import WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternatives:
    """What else the cases are held to; each gives a view of its own."""

    term: Term | None = None
    """Another term for the limit, of a mapping with a limit."""

    profile: str | None = None
    """Another way of counting for the limit, of a mapping with a limit."""

    procedure: Procedure | None = None
    """Another version of the procedure, of a mapping with a procedure."""

    calendar: WorkCalendar | None = None


NO_ALTERNATIVES = Alternatives()
"""Only the rule as mapped."""


def replay(
    log: Path,
    file: MappingFile,
    *,
    alternatives: Alternatives = NO_ALTERNATIVES,
    tables: Tables | None = None,
) -> Findings:
    """
    Replay a log: recompute every due date, and find what the rule would not have had.

    The log may be of any size: lines are sorted on disk, and one case is held
    at a time.

    Args:
        log: CSV, XES, OCEL 2.0 in JSON or SQLite; it may be compressed with gzip.

        file: What the log means.

        alternatives: Another rule, another calendar, or both, each on its own.

        tables: Takes every case, remark and unreadable line.

    Raises:
        DefinitionError: The log cannot be read, lacks a column that the mapping
            names, or *alternatives* do not fit the mapping.

        OSError: The log cannot be read.
    """
    views = _views(file, alternatives)
    found = Findings(views=("log", *views))
    with ExitStack() as stack:
        source, records = stack.enter_context(opened_log(log, file.mapping))
        laid = stack.enter_context(sorted_log(source, records, file))
        found.lines, found.left_out, found.until = laid.lines, laid.left_out, laid.last
        for result in _results(laid, file, views):
            found.take(result)
            if tables is not None:
                tables.take(result)
        found.take_faults(laid.unreadable())
        if tables is not None:
            tables.take_faults(laid.unreadable())
    return found


class _Held(Protocol):
    """Holds one case to one rule."""

    @property
    def calendar(self) -> WorkCalendar:
        """On whose days."""
        ...

    def __call__(
        self, case: str, rows: Sequence[Row], ended: datetime | None, until: datetime, remarks: list[Remark], /
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
        self, case: str, rows: Sequence[Row], ended: datetime | None, _until: datetime, remarks: list[Remark], /
    ) -> tuple[datetime | None, Due | None]:
        course = course_of(case, rows, ended, self.file, self.mode, remarks)
        if course.started is not None and ended is not None and ended < course.started:
            # no answer is better than one about a case that runs backwards
            return course.started, None
        return course.started, due_of(course, self.rule, ended)


@dataclass(frozen=True, slots=True)
class _ByProcedure:
    player: ActPlayer
    calendar: WorkCalendar

    def __call__(
        self, case: str, rows: Sequence[Row], ended: datetime | None, until: datetime, remarks: list[Remark], /
    ) -> tuple[datetime | None, Due | None]:
        dossier = self.player.tick(self.player.play(case, rows, remarks), until)
        deadline = None if dossier is None else dossier.deadlines.get(self.player.mode.limit)
        if deadline is None:
            remarks.append(_whole(case, rows, Reason.NOT_STARTED, SENTENCES[Reason.NOT_STARTED]))
            return None, None
        return deadline.trigger, self.player.due(dossier, ended)


def _views(file: MappingFile, other: Alternatives) -> dict[str, _Held]:
    made = {"recomputed": _held(file, NO_ALTERNATIVES)}
    if (other.term, other.profile, other.procedure) != (None, None, None):
        made["rule"] = _held(file, replace(other, calendar=None))
    if other.calendar is not None:
        made["calendar"] = _held(file, Alternatives(calendar=other.calendar))
    return made


def _held(file: MappingFile, other: Alternatives) -> _Held:
    mapping, calendar = file.mapping, other.calendar or file.calendar
    if mapping.limit is not None:
        if other.procedure is not None:
            raise _unfit("a procedure is given as the other rule, but the mapping has a single limit; give a term")
        limit = mapping.limit
        changes = {"term": other.term or limit.term, "profile": other.profile or limit.profile}
        changed = mapping.model_copy(update={"limit": limit.model_copy(update=changes)})
        return _ByLimit(file, limit, LimitRule(other.term or limit.term, counting_of(changed), calendar))
    mode, library = mapping.procedure, file.library
    assert mode is not None  # noqa: S101 -- a mapping has one of the two
    assert library is not None  # noqa: S101 -- and this one comes with a library
    if other.term is not None or other.profile is not None:
        raise _unfit("a term is given as the other rule, but the mapping has a procedure; give another version of it")
    if other.procedure is None:
        player = ActPlayer(engine_for(library, calendar), mode, mapping.columns, mode.version, mode.id)
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
    for case, rows in laid.cases():
        # a log with cases has a last instant
        assert until is not None  # noqa: S101 -- as said
        yield _long(case, rows, views) if isinstance(rows, int) else _result(case, rows, until, file, views)


def _result(
    case: str, rows: Sequence[Row], until: datetime, file: MappingFile, views: Mapping[str, _Held]
) -> CaseResult:
    remarks: list[Remark] = []
    ended = point_of(file.mapping.ends, case, rows, file, remarks)
    log = logged_view(logged_due(case, rows, file, remarks), ended, until, file)
    shown, started = {"log": log}, None
    for name, held in views.items():
        # what another rule would refuse is its own affair
        own = remarks if name == "recomputed" else list[Remark]()
        try:
            begun, due = held(case, rows, ended, until, own)
        except DossierflowError as error:
            begun, due = None, None
            remarks.append(not_countable(case, rows, error, "" if name == "recomputed" else name))
        started = begun if name == "recomputed" else started
        shown[name] = view_of(due, ended, until, file, held.calendar) if begun else NOTHING
    return CaseResult(case, rows[0].line, started, ended, shown, differs(log, shown["recomputed"]), tuple(remarks))


def _long(case: str, lines: int, views: Iterable[str]) -> CaseResult:
    told = f"{lines:,} > {MOST_OF_A_CASE:,}"
    sentence = LegalText(vi=f"hồ sơ có quá nhiều dòng: {told}", en=f"the case has too many lines: {told}")
    remark = Remark(case, 0, None, "", Reason.CASE_TOO_LONG, sentence)
    return CaseResult(case, 0, None, None, dict.fromkeys(("log", *views), NOTHING), False, (remark,))  # noqa: FBT003 - a field


def _whole(case: str, rows: Sequence[Row], reason: Reason, sentence: LegalText) -> Remark:
    return Remark(case, rows[0].line, rows[0].at, "", reason, sentence)
