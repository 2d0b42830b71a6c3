"""Checks of time: what breaks, on which start days, and a scenario that shows the first (``DF701`` to ``DF705``)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossierflow.errors import DossierflowError
from dossierflow.procedure.limits import LimitKind
from dossierflow.procedure.paths import MoveKind
from dossierflow.review.findings import Severity
from dossierflow.review.register import time as kinds
from dossierflow.review.register.entries import both
from dossierflow.review.time.chain import ours_of
from dossierflow.review.time.exhaust import exhaust
from dossierflow.review.time.scenario import Told, scenario_of
from dossierflow.review.time.tables import Tables
from dossierflow.review.time.words import days_in_words, facts_in_words, instant_in_words, parts_in_words, path_in_words
from dossierflow.review.words import day_in_words, listed, term_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, time

    from dossierflow.citation import LegalText
    from dossierflow.reading.document import Value
    from dossierflow.review.findings import Finding, Subject
    from dossierflow.review.time.report import LimitTime, PathTime, TimeReport
    from dossierflow.worktime import WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which start days are examined, and how."""

    first: date | None = None
    last: date | None = None
    handover: time | None = None
    """The last minute at which a step is handed over on the same day; none where the hour does not matter."""

    known_on: str | None = None
    """The day as known on which the calendar is; none for today's."""


EVERY_DAY = Window()


@dataclass(frozen=True, slots=True)
class TimeCheck:
    """What was found in one version."""

    subject: Subject
    report: TimeReport | None
    """None where an engine could not carry the version out."""

    findings: tuple[Finding, ...]
    scenarios: tuple[Told, ...]
    """The files that play the first breaches; findings name them as their reproducers."""


def check_times(
    subjects: Iterable[Subject], calendar: WorkCalendar, window: Window = EVERY_DAY, *, scenarios: bool = False
) -> Iterator[TimeCheck]:
    """
    Yield what is found in each of *subjects*, which must not contradict themselves.

    Args:
        subjects: Versions, as a review gives them.

        calendar: Counts their days.

        window: Which start days are examined, and how; every one by default.

        scenarios: Whether files that play the first breaches are written.
    """
    tables = Tables(calendar)
    for subject in subjects:
        try:
            yield check_time(subject, calendar, window, tables=tables, scenarios=scenarios)
        except DossierflowError as error:
            # what no engine can carry out has no time; the other files are examined all the same
            why = both(str(error), str(error))
            yield TimeCheck(subject, None, (subject.found(kinds.NOT_EXAMINED, ("procedure",), what=why),), ())


def check_time(
    subject: Subject,
    calendar: WorkCalendar,
    window: Window = EVERY_DAY,
    *,
    tables: Tables | None = None,
    scenarios: bool = False,
) -> TimeCheck:
    """Return what is found in one version; the arguments are those of `check_times`."""
    report = exhaust(
        subject.procedure,
        calendar,
        first=window.first,
        last=window.last,
        handover=window.handover,
        tables=tables,
    )
    told: list[Told] = []
    found: list[Finding] = []
    for limit in report.limits:
        one = _broken(subject, report, limit)
        # the engine hands steps over at any hour, so it cannot play what a later hour costs
        story = (
            scenario_of(subject.procedure, limit.limit, limit.first, calendar, known_on=window.known_on)
            if scenarios and limit.first is not None and window.handover is None
            else None
        )
        if one is not None and story is not None:
            told.append(story)
            one = replace(one, reproducer=story.name)
        found += [] if one is None else [one]
        found += _nothing_left(subject, limit)
    found += _promises(subject, report)
    found += _not_examined(subject, report)
    return TimeCheck(subject, report, tuple(found), tuple(told))


def _broken(subject: Subject, report: TimeReport, limit: LimitTime) -> Finding | None:
    breach, procedure = limit.first, subject.procedure
    if breach is None:
        return None
    path = breach.path
    days = limit.breaking if breach.theirs else limit.ours_breaking
    broken_by_others = len(limit.breaking) - len(days)
    severity = None
    if _is_all_law(subject, limit):
        severity = Severity.NOTE
    elif not breach.theirs and len(days) == limit.decided:
        severity = Severity.ERROR
    return subject.found(
        kinds.OTHERS_TOO_SLOW if breach.theirs else kinds.STEPS_TOO_LONG,
        ("limits", limit.limit),
        severity=severity,
        cite=limit.rule.cite,
        details=_figures(report, limit, days),
        limit=limit.limit,
        term=term_in_words(path.term),
        count=len(days),
        days=limit.decided,
        when=_when(days, limit.decided),
        first=day_in_words(breach.day),
        facts=facts_in_words(procedure, path.facts),
        path=path_in_words(procedure, path.walk),
        parts=parts_in_words(procedure, path.parts, theirs=breach.theirs),
        due=instant_in_words(breach.due),
        done=instant_in_words(breach.stopped),
        others=_others(limit, broken_by_others),
    )


def _others(limit: LimitTime, more: int) -> LegalText:
    if all(part.ours for path in limit.paths for part in path.parts):
        return both("Nobody else has a part in it", "Không bên nào khác tham gia")
    if not more:
        return both(
            "No further day is added if others use the whole of their limits",
            "Bên khác dùng hết thời hạn của họ cũng không thêm ngày nào",
        )
    return both(
        f"{more} further start days are added if others use the whole of their limits",
        f"Thêm {more} ngày nộp nữa nếu bên khác dùng hết thời hạn của họ",
    )


def _is_all_law(subject: Subject, limit: LimitTime) -> bool:
    """Tell whether the law alone says so: then there is nothing in the file that could be put right."""
    rules = subject.procedure.limits
    names = {limit.limit, *(part.limit for path in limit.paths if path.breaking for part in path.parts)}
    return all(rules[name].kind is LimitKind.STATUTORY for name in names)


def _when(days: tuple[date, ...], examined: int) -> LegalText:
    if len(days) == examined:
        return both("every one examined", "mọi ngày đã kiểm tra")
    return days_in_words(days)


def _nothing_left(subject: Subject, limit: LimitTime) -> Iterator[Finding]:
    ours = ours_of(subject.procedure, limit.limit)
    found = [(path, steps) for path in limit.paths if path.exhausted and (steps := _idle(subject, path, ours))]
    if limit.first is None and found:
        path, steps = max(found, key=lambda one: len(one[0].exhausted))
        names = [subject.procedure.steps[step].name for step in steps]
        yield subject.found(
            kinds.NOTHING_LEFT,
            ("limits", limit.limit),
            cite=limit.rule.cite,
            details={"steps": [*steps], "days": [day.isoformat() for day in path.exhausted]},
            limit=limit.limit,
            term=term_in_words(path.term),
            steps=listed([both(f"'{name.en}'", f"'{name.vi}'") for name in names]),
            count=len(path.exhausted),
            days=path.decided,
            when=_when(path.exhausted, path.decided),
            parts=parts_in_words(subject.procedure, path.parts),
        )


def _idle(subject: Subject, path: PathTime, ours: frozenset[str]) -> tuple[str, ...]:
    """Return our steps that have no limit of their own."""
    moves = [path.walk.moves[number] for number in path.idle]
    steps = [str(move.step) for move in moves if move.kind is MoveKind.ACT]
    return tuple(dict.fromkeys(step for step in steps if subject.procedure.steps[step].by.agency in ours))


def _promises(subject: Subject, report: TimeReport) -> Iterator[Finding]:
    for promise in report.promises:
        yield subject.found(
            kinds.PROMISE_AFTER_LAW,
            ("limits", promise.committed),
            cite=subject.procedure.limits[promise.statutory].cite,
            details={"days": [day.isoformat() for day in promise.days], "statutory": promise.statutory},
            limit=promise.committed,
            other=promise.statutory,
            count=len(promise.days),
            days=report.days,
            when=_when(promise.days, report.days),
        )


def _not_examined(subject: Subject, report: TimeReport) -> Iterator[Finding]:
    if report.is_complete:
        return
    what = both(
        f"there are too many paths; {report.ways:,} were examined, the rest was not",
        f"có quá nhiều đường đi; đã kiểm tra {report.ways:,}, phần còn lại thì chưa",
    )
    if not report.situations:
        what = both(
            "conditions use too many combinations of facts; no path was examined",
            "điều kiện dùng quá nhiều tổ hợp dữ kiện; chưa kiểm tra đường đi nào",
        )
    yield subject.found(kinds.NOT_EXAMINED, ("procedure",), details={"paths": report.ways}, what=what)


def _figures(report: TimeReport, limit: LimitTime, days: tuple[date, ...]) -> dict[str, Value]:
    """Return the figures behind a broken limit, for programs."""
    worst = limit.paths[0]
    return {
        "limit": limit.limit,
        "examined": {"first": report.first.isoformat(), "last": report.last.isoformat(), "days": limit.decided},
        "days": [day.isoformat() for day in days],
        "days_with_others": [day.isoformat() for day in limit.breaking],
        "first": days[0].isoformat(),
        "path": [move.key for move in limit.first.path.walk.moves] if limit.first is not None else [],
        "facts": dict(limit.first.path.facts) if limit.first is not None else {},
        "worst": {
            "day": worst.slack.day.isoformat(),
            "late_by_working_days": -worst.slack.working_days,
            "late_by_days": -worst.slack.days,
        },
    }
