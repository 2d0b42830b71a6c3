"""
From files to subjects: every file is read, and a broken one says what is wrong with it (``DF1xx``, ``DF201``).

A file that is not plain YAML, or lacks the form of a procedure, is not looked
at further. One that contradicts itself is: what does not rest on the
contradiction is still told.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from dossierflow.errors import DefinitionError, Problem
from dossierflow.procedure.model import Procedure
from dossierflow.procedure.reader import SUFFIX
from dossierflow.procedure.references import mistakes_in
from dossierflow.reading import load, read_document
from dossierflow.review.findings import Subject, finding
from dossierflow.review.register import files as kinds
from dossierflow.review.register.dates import MISSING_CITATION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dossierflow.deadlines.counting import CountingProfile
    from dossierflow.procedure.checks.mistakes import Mistake
    from dossierflow.review.findings import Finding, FindingKind

SCENARIO_SUFFIX = f".scenario{SUFFIX}"
"""Files of another kind that may stand in the same folder."""

_SOURCES = {"cite", "basis"}


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading one file."""

    file: str
    """The name that findings show."""

    subject: Subject | None
    """None where the file has not the form of a procedure."""

    findings: tuple[Finding, ...] = ()
    """What keeps it from being one."""

    mistakes: tuple[Mistake, ...] = ()
    """In what it contradicts itself: places, and what is wrong there."""


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """
    Yield the procedure files among *paths*: files as they are, of folders every ``*.yaml`` but the scenarios.

    Raises:
        DefinitionError: A path does not exist, or a folder holds no procedure file.
    """
    for path in paths:
        if not path.is_dir():
            if not path.is_file():
                raise DefinitionError([Problem(str(path), 0, "", "there is no such file or folder; check the path")])
            yield path
            continue
        found = sorted(file for file in path.glob(f"*{SUFFIX}") if not file.name.endswith(SCENARIO_SUFFIX))
        if not found:
            message = f"there are no procedure files (*{SUFFIX}) in this folder; check the path"
            raise DefinitionError([Problem(str(path), 0, "", message)])
        yield from found


def read(source: Path | str, *, file: str, profiles: Callable[[str], CountingProfile]) -> Read:
    """
    Read one file.

    Args:
        source: A path, or the text itself.

        file: The name that findings show.

        profiles: Gives the counting profile of a name.
    """
    try:
        document = read_document(source, file=file)
    except DefinitionError as error:
        return Read(file, None, tuple(_found(kinds.UNREADABLE, problem) for problem in error.problems))
    try:
        procedure = load(Procedure, document)
    except DefinitionError as error:
        return Read(file, None, tuple(_of_form(problem) for problem in error.problems))
    subject = Subject(procedure, file, document)
    return Read(file, subject, mistakes=(*_misnamed(subject), *mistakes_in(procedure, profiles=profiles)))


def checked(procedure: Procedure, *, profiles: Callable[[str], CountingProfile]) -> Read:
    """Return the same for a *procedure* without a file."""
    subject = Subject(procedure, str(procedure))
    return Read(subject.file, subject, mistakes=tuple(mistakes_in(procedure, profiles=profiles)))


def contradictions(subject: Subject, mistakes: Iterable[Mistake], told: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the *mistakes* of a file that are not *told* already by a check of its own."""
    known = {one.field for one in told}
    for place, message in sorted(set(mistakes), key=str):
        found = subject.found(kinds.CONTRADICTION, place, message=message)
        if found.field not in known:
            yield found


def _misnamed(subject: Subject) -> Iterator[Mistake]:
    """Yield a mistake if the file is named after another version; names without ``@`` are free."""
    name, wanted = PurePath(subject.file).name, f"{subject.procedure}{SUFFIX}"
    if "@" in name and name != wanted:
        yield ("version",), f"found {str(subject.procedure)!r}; name the file {wanted}"


def _of_form(problem: Problem) -> Finding:
    last = problem.field.rsplit(".", 1)[-1]
    if last in _SOURCES and ("is missing" in problem.message or "empty list" in problem.message):
        return _found(MISSING_CITATION, problem)
    if problem.message.startswith("unknown key"):
        return _found(kinds.UNKNOWN_KEY, problem)
    if problem.message.endswith("is missing"):
        return _found(kinds.MISSING_KEY, problem)
    return _found(kinds.WRONG_VALUE, problem)


def _found(kind: FindingKind, problem: Problem) -> Finding:
    return finding(kind, file=problem.file, line=problem.line, field=problem.field, message=problem.message)
