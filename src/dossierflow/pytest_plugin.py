"""
The plugin for pytest: golden cases as tests, and what the fixtures of a host's tests are made of.

pytest finds the plugin through the package ``dossierflow_pytest``, which loads
this module only once a file of cases is collected or a fixture is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, cast

import pytest

from dossierflow.engine.engine import Engine
from dossierflow.errors import DossierflowError
from dossierflow.procedure.catalogue import catalogue
from dossierflow.procedure.reader import load_procedures
from dossierflow.render.cases import failure_headline, failure_text
from dossierflow.simulate.calendars import in_place_of_all
from dossierflow.simulate.cases.suite import Bench, read_cases
from dossierflow.simulate.clock import SystemClock, VirtualClock
from dossierflow.simulate.desk import Desk
from dossierflow.simulate.moments import is_offset, resolve
from dossierflow.simulate.stepping import SteppingClock
from dossierflow.worktime.instants import plain
from dossierflow.worktime.vietnam import vietnam

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from dossierflow.citation import Language
    from dossierflow.procedure.library import ProcedureLibrary
    from dossierflow.simulate.cases.suite import Case, CaseResult
    from dossierflow.worktime import WorkCalendar

__all__ = ["CaseFile", "CaseItem", "Desk", "clock_of", "desk_of", "engine_of", "procedures_of", "vietnam"]

_BENCH = pytest.StashKey[Bench]()


class CaseFailedError(Exception):
    """A case did not come as its file says; the plugin shows the difference instead of a traceback."""

    def __init__(self, result: CaseResult) -> None:
        """Keep the *result*."""
        self.result = result
        super().__init__(result.place)


@dataclass(frozen=True, slots=True)
class CrashLine:
    """Where a case failed and how, for pytest's summaries and for build servers."""

    path: str
    lineno: int
    message: str

    def __str__(self) -> str:
        """Return what ``--tb=line`` shows."""
        return f"{self.path}:{self.lineno}: {self.message}"


@dataclass(frozen=True, slots=True)
class Difference:
    """A failure as pytest takes it: one line for its summaries, all of it for its report."""

    reprcrash: CrashLine
    text: str

    def __str__(self) -> str:
        """Return the report."""
        return self.text

    def toterminal(self, tw: Writer) -> None:
        """Write the report."""
        for line in self.text.splitlines():
            tw.line(line)


class CaseFile(pytest.File):
    """A file of cases: a scenario with its variants, or a case table."""

    def collect(self) -> Iterator[CaseItem]:
        """
        Yield the cases of the file.

        Raises:
            CollectError: The file is wrong.
        """
        try:
            cases = read_cases(self.path)
        except (DossierflowError, ImportError) as error:
            raise self.CollectError(str(error)) from error
        for case in cases:
            make = CaseItem.from_parent  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] -- pytest leaves it untyped
            yield make(self, name=case.name, case=case)


class CaseItem(pytest.Item):
    """One case as one test."""

    def __init__(self, *, case: Case, name: str, parent: CaseFile) -> None:
        """Run *case* under its name."""
        super().__init__(name, parent)  # pyright: ignore[reportUnknownMemberType] -- pytest leaves it untyped
        self.case = case

    def runtest(self) -> None:
        """
        Run the case.

        Raises:
            CaseFailedError: It did not come as its file says.
        """
        # rules compiled for one case serve all others of the run
        bench = self.session.stash.setdefault(_BENCH, Bench())
        result = bench.result(self.case)
        if not result.is_fine:
            raise CaseFailedError(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """Return what was expected, what was found and why; of other exceptions the traceback."""
        error = excinfo.value
        if isinstance(error, CaseFailedError):
            result, headline = error.result, failure_headline(error.result)
            line = result.failures[0].line if result.failures else self.case.line
            told = f"{headline}\n\n{failure_text(result, language_of(self.config))}"
            # pytest takes anything that can be written so; its own class for it is private
            return cast("str", Difference(CrashLine(str(self.path), line, headline), told))
        return str(super().repr_failure(excinfo, cast("None", style)))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return the file, the line from 0, and the name of the case."""
        return self.path, self.case.line - 1, self.name


def language_of(config: pytest.Config) -> Language:
    """
    Return the language of explanations.

    Raises:
        UsageError: It is neither of the two.
    """
    found = str(config.getini("dossierflow_lang"))
    if found not in {"en", "vi"}:
        msg = f"dossierflow_lang: found {found!r}; allowed: en, vi"
        raise pytest.UsageError(msg)
    return cast("Language", found)


def procedures_of(config: pytest.Config) -> ProcedureLibrary:
    """Return the procedures that the ini file names, or the shipped ones."""
    folder = str(config.getini("dossierflow_procedures"))
    return _loaded(config.rootpath / folder) if folder else catalogue()


@lru_cache(maxsize=8)
def _loaded(folder: Path) -> ProcedureLibrary:
    return load_procedures(folder)


@lru_cache(maxsize=8)
def engine_of(procedures: ProcedureLibrary, calendar: WorkCalendar) -> Engine:
    """
    Return an engine of *procedures*; the same for the same, because compiling takes longer than a test.

    Where the procedures all count on one calendar, *calendar* is that one,
    whatever it is called; of several, it is the one of its name.
    """
    by_name = in_place_of_all(calendar, procedures)
    return Engine(procedures, by_name if len(by_name.keys() - {calendar.name}) <= 1 else calendar)


def desk_of(engine: object, own: Engine, clock: SteppingClock) -> Desk:
    """Return a desk on the host's fixture *engine*, or on *own* where that is an engine of another kind."""
    return Desk(engine if isinstance(engine, Engine) else own, clock)


class Writer(Protocol):
    """What pytest writes its report with."""

    def line(self, s: str = "") -> None:
        """Write a line."""
        ...


class Freezer(Protocol):
    """The clock that ``pytest-freezer`` hands out."""

    def move_to(self, target_datetime: datetime) -> None:
        """Put the clock at an instant."""
        ...


def clock_of(request: pytest.FixtureRequest, calendar: WorkCalendar) -> SteppingClock:
    """
    Return the clock of a test.

    Where the test uses ``freezer`` too, that clock tells the time and is moved,
    so that both agree whoever moves it. Otherwise, and where the marker
    ``dossier_clock`` says so, it begins at the marker's instant, or at the
    first opening of the office in the last year whose schedule is confirmed.
    """
    marker = request.node.get_closest_marker("dossier_clock")
    start = None if marker is None else _start(marker, calendar)
    if "freezer" in request.fixturenames:
        freezer: Freezer = request.getfixturevalue("freezer")
        if start is not None:
            freezer.move_to(start)
        return SteppingClock(calendar, SystemClock(calendar.tz).now, freezer.move_to)
    clock = VirtualClock(_first(calendar) if start is None else start)
    return SteppingClock(calendar, clock.now, clock.jump_to)


def _start(marker: pytest.Mark, calendar: WorkCalendar) -> datetime:
    if len(marker.args) != 1 or marker.kwargs:
        msg = "the marker dossier_clock takes one instant: dossier_clock('2026-02-05T15:20')"
        raise pytest.UsageError(msg)
    (when,) = marker.args
    if not isinstance(when, str):
        return plain(when)
    if is_offset(when):
        msg = f"the marker dossier_clock begins at an instant, found {when!r}"
        raise pytest.UsageError(msg)
    return resolve(when, None, calendar)


def _first(calendar: WorkCalendar) -> datetime:
    day = calendar.confirmed_until.replace(month=1, day=1)
    return calendar.next_opening(calendar.closing_time(calendar.nth_working_day_before(day, 1)))
