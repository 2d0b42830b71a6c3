"""
A suite: many cases from many files, run against one set of rules.

The rules are a parameter: whoever changes a procedure hands the changed one in
and sees which cases notice. Compiling it is done once for a run, so that a case
costs a few milliseconds at most.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from dossierflow.engine.engine import Engine
from dossierflow.errors import DefinitionError, DossierflowError
from dossierflow.simulate.calendars import in_place_of_all
from dossierflow.simulate.cases.finding import found_at, unreadable
from dossierflow.simulate.cases.reading import cases_of
from dossierflow.simulate.cases.story import stories_of
from dossierflow.simulate.cases.table import read_csv, read_xlsx
from dossierflow.simulate.places import place_of
from dossierflow.worktime import WorkCalendar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from dossierflow.procedure.library import ProcedureLibrary
    from dossierflow.procedure.model import Procedure
    from dossierflow.simulate.checks import Outcome

Calendars = "WorkCalendar | Mapping[str, WorkCalendar]"


class Case(Protocol):
    """One case: a row of a table, or one variant of a scenario."""

    @property
    def name(self) -> str:
        """What the case is called in its file."""
        ...

    @property
    def file(self) -> str:
        """The file in which it stands."""
        ...

    @property
    def line(self) -> int:
        """Its line there, from 1."""
        ...

    @property
    def procedure(self) -> str:
        """The identifier of the procedure that it is about; empty where it is about none."""
        ...

    @property
    def library(self) -> ProcedureLibrary:
        """The procedures that its file names."""
        ...

    @property
    def rules(self) -> Path | None:
        """The folder of procedure files that its file names; none for the shipped ones."""
        ...

    @property
    def layers(self) -> tuple[Path, ...]:
        """The calendar files that its file names."""
        ...

    @property
    def calendar(self) -> WorkCalendar:
        """The calendar that its file names."""
        ...

    def play(self, engine: Engine) -> tuple[Outcome, ...]:
        """Return what was expected and what was found under the rules of *engine*."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """How one case went."""

    case: Case
    outcomes: tuple[Outcome, ...]
    """Everything that was expected, in the order of the file."""

    error: str | None = None
    """Why the case could not be played under these rules; none where it was."""

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """The expectations that were not met."""
        return tuple(one for one in self.outcomes if not one.is_met)

    @property
    def is_fine(self) -> bool:
        """Tell whether everything came as the file says."""
        return self.error is None and not self.failures

    @property
    def place(self) -> str:
        """``file:line`` of the case."""
        return f"{self.case.file}:{self.case.line}"


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """How a run of a suite went."""

    results: tuple[CaseResult, ...]
    """One for each case, in the order of the suite."""

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """The cases that did not go as their files say."""
        return tuple(one for one in self.results if not one.is_fine)

    @property
    def is_fine(self) -> bool:
        """Tell whether every case went as its file says."""
        return not self.failed


@dataclass(frozen=True, slots=True)
class Suite:
    """Cases, in the order of their files and lines."""

    cases: tuple[Case, ...]

    def __len__(self) -> int:
        """Return the number of cases."""
        return len(self.cases)

    @property
    def procedures(self) -> tuple[str, ...]:
        """The identifiers of the procedures that the cases are about, sorted."""
        return tuple(sorted({case.procedure for case in self.cases if case.procedure}))

    def of(self, procedure: str) -> Suite:
        """Return the cases that are about *procedure*, an identifier."""
        return Suite(tuple(case for case in self.cases if case.procedure == procedure))

    def choose(self, is_wanted: Callable[[Case], bool]) -> Suite:
        """Return the cases of which *is_wanted* is true."""
        return Suite(tuple(case for case in self.cases if is_wanted(case)))

    def run(
        self,
        procedures: Iterable[Procedure] = (),
        calendars: WorkCalendar | Mapping[str, WorkCalendar] | None = None,
    ) -> SuiteResult:
        """
        Run every case.

        Args:
            procedures: Versions that take the place of those of the same name
                and version in the cases' own libraries, or join them.

            calendars: The calendars to count on; by default each case's own.
        """
        return SuiteResult(tuple(self.results(procedures, calendars)))

    def results(
        self,
        procedures: Iterable[Procedure] = (),
        calendars: WorkCalendar | Mapping[str, WorkCalendar] | None = None,
    ) -> Iterator[CaseResult]:
        """Yield how each case goes, one after the other; the arguments are those of `run`."""
        bench = Bench(tuple(procedures), calendars)
        for case in self.cases:
            yield bench.result(case)


@dataclass(frozen=True, slots=True)
class Bench:
    """The rules that cases are run with; what was compiled for one case serves the next."""

    procedures: tuple[Procedure, ...] = ()
    calendars: WorkCalendar | Mapping[str, WorkCalendar] | None = None
    _engines: dict[tuple[tuple[str, ...], int | tuple[str, str]], Engine] = field(
        default_factory=dict[tuple[tuple[str, ...], int | tuple[str, str]], Engine]
    )

    def result(self, case: Case) -> CaseResult:
        """Return how *case* goes."""
        try:
            return CaseResult(case=case, outcomes=case.play(self.engine(case)))
        except DossierflowError as error:
            return CaseResult(case=case, outcomes=(), error=str(error))

    def engine(self, case: Case) -> Engine:
        """
        Return an engine that knows the procedure of *case*.

        Raises:
            DossierflowError: The procedures cannot be used together.
        """
        own = case.library.versions(case.procedure) if case.procedure else ()
        versions = {str(one): one for one in own}
        versions |= {str(one): one for one in self.procedures if one.procedure == case.procedure}
        calendars = self.calendars or case.calendar
        # each variant of a story reads its calendar files for itself
        days = (calendars.name, calendars.hash) if isinstance(calendars, WorkCalendar) else id(calendars)
        key = (tuple(one.hash for one in versions.values()), days)
        known = self._engines.get(key)
        if known is None:
            by_name = in_place_of_all(calendars, versions.values(), case.calendar.name)
            known = self._engines[key] = Engine(versions.values(), by_name)
        return known


def load_suite(
    paths: Iterable[Path],
    *,
    library: ProcedureLibrary | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Suite:
    """
    Read scenarios and case tables.

    Args:
        paths: Files, patterns of names (``stories/**/*.scenario.yaml``), and
            folders in which ``*.scenario.yaml``, ``*.cases.csv`` and
            ``*.cases.xlsx`` are looked for at any depth.

        library: Procedures to use instead of those that the files name.

        progress: Told after every file how many are read, and how many there are.

    Raises:
        DefinitionError: With everything that is wrong in any of the files.
    """
    files, problems = found_at(paths)
    cases: list[Case] = []
    for number, file in enumerate(files, start=1):
        try:
            cases += read_cases(file, library=library)
        except DefinitionError as error:
            problems += error.problems
        if progress is not None:
            progress(number, len(files))
    if problems:
        # several cases may name one folder of procedures
        raise DefinitionError(dict.fromkeys(problems))
    return Suite(tuple(cases))


def read_cases(path: Path, *, library: ProcedureLibrary | None = None) -> list[Case]:
    """
    Read the cases of one file: a scenario with its variants, or a case table.

    Raises:
        DefinitionError: With everything that is wrong, by line.
    """
    readers = {".csv": read_csv, ".xlsx": read_xlsx}
    try:
        if path.suffix in readers:
            return [*cases_of(readers[path.suffix](path), place_of(path), library)]
        return [*stories_of(path, library)]
    except OSError as error:
        raise DefinitionError([unreadable(path, error)]) from error


def run_cases(
    paths: Iterable[Path],
    *,
    library: ProcedureLibrary | None = None,
    calendars: WorkCalendar | Mapping[str, WorkCalendar] | None = None,
) -> SuiteResult:
    """
    Read scenarios and case tables, and run them.

    Args:
        paths: Files and folders, as `load_suite` takes them.

        library: Procedures to use instead of those that the files name.

        calendars: The calendars to count on; by default each case's own.

    Raises:
        DefinitionError: With everything that is wrong in any of the files.
    """
    return load_suite(paths, library=library).run(calendars=calendars)
