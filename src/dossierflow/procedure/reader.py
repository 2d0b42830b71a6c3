"""Reading procedure files: from YAML to a checked `Procedure`."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from dossierflow.deadlines.counting import profile
from dossierflow.errors import DefinitionError, Problem
from dossierflow.procedure.library import ProcedureLibrary
from dossierflow.procedure.model import Procedure
from dossierflow.procedure.references import problems_in
from dossierflow.reading import load, read_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from dossierflow.deadlines.counting import CountingProfile
    from dossierflow.reading import Document

SUFFIX = ".yaml"


def load_procedure(path: Path, *, profiles: Callable[[str], CountingProfile] = profile) -> Procedure:
    """
    Read one version of a procedure from its file.

    Args:
        path: The file. A name with ``@`` must be ``<procedure>@<version>.yaml``.

        profiles: Gives the counting profile of a name; the shipped ones by default.

    Raises:
        DefinitionError: With everything that is wrong, by line.
    """
    return procedure_from(read_document(path), profiles=profiles)


def procedure_from(document: Document, *, profiles: Callable[[str], CountingProfile] = profile) -> Procedure:
    """
    Return the procedure that *document* states.

    Raises:
        DefinitionError:
            With every problem of form; where there is none, with everything
            in which the procedure contradicts itself.
    """
    procedure = load(Procedure, document)
    problems = [*_misnamed(procedure, document), *problems_in(procedure, document, profiles=profiles)]
    if problems:
        raise DefinitionError(problems)
    return procedure


def load_procedures(folder: Path, *, profiles: Callable[[str], CountingProfile] = profile) -> ProcedureLibrary:
    """
    Read all procedure files (``*.yaml``) of *folder*, without its subfolders.

    Raises:
        DefinitionError:
            With the problems of all files, or because two versions contradict
            each other, or because there is no file.
    """
    files = sorted(path for path in folder.glob(f"*{SUFFIX}") if path.is_file())
    if not files:
        message = f"there are no procedure files (*{SUFFIX}) in this folder; check the path"
        raise DefinitionError([Problem(str(folder), 0, "", message)])
    return library_from(((str(path), path) for path in files), profiles=profiles)


def library_from(
    sources: Iterable[tuple[str, Path | str]], *, profiles: Callable[[str], CountingProfile] = profile
) -> ProcedureLibrary:
    """
    Return the library of the procedures in *sources*.

    Args:
        sources: For each file its name, as messages show it, and its path or text.

        profiles: Gives the counting profile of a name; the shipped ones by default.

    Raises:
        DefinitionError: As `load_procedures`.
    """
    procedures: list[Procedure] = []
    problems: list[Problem] = []
    for file, source in sources:
        try:
            procedures.append(procedure_from(read_document(source, file=file), profiles=profiles))
        except DefinitionError as error:
            problems += error.problems
    if problems:
        raise DefinitionError(problems)
    return ProcedureLibrary(procedures)


def _misnamed(procedure: Procedure, document: Document) -> Iterator[Problem]:
    """Yield a problem if the file is named after another version; names without ``@`` are free."""
    name = PurePath(document.file).name
    if "@" in name and name != f"{procedure}{SUFFIX}":
        message = f"found version {procedure.version!r} of {procedure.procedure!r}; name the file {procedure}{SUFFIX}"
        yield Problem(document.file, document.line(("version",)), "version", message)
