"""Procedure versions as the command line names them, with the file in which they stand."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from dossierflow.errors import DefinitionError, UnknownNameError
from dossierflow.procedure import procedure_from, shipped
from dossierflow.procedure.reader import SUFFIX
from dossierflow.reading import read_document
from dossierflow.review.findings import Subject
from dossierflow.review.sources import SCENARIO_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossierflow.procedure import Procedure
    from dossierflow.reading import Document


def subject_named(name: str) -> Subject:
    """
    Return the version called *name*: a file, ``id@version`` of a shipped one, or an id for its newest version.

    Raises:
        DefinitionError: The file has mistakes.

        UnknownNameError: There is no such shipped version.

    >>> str(subject_named("building-permit@2021-01-01").procedure)
    'building-permit@2021-01-01'
    """
    path = Path(name)
    if path.is_file() or path.suffix in {".yaml", ".yml"}:
        document = read_document(path)
    else:
        identifier, _, version = name.partition("@")
        library = shipped(identifier)
        found = library.get(identifier, version) if version else library.versions(identifier)[-1]
        document = _shipped_document(found)
    return Subject(procedure_from(document), document.file, document)


def document_of(procedure: Procedure) -> Document | None:
    """Return the shipped file of *procedure*, which knows the lines; none where it is not the shipped one."""
    try:
        known = shipped(procedure.procedure).get(procedure.procedure, procedure.version)
    except UnknownNameError:
        return None
    return _shipped_document(known) if known.hash == procedure.hash else None


def documents_in(folders: Iterable[Path]) -> dict[str, Document]:
    """Return the procedure files in *folders* by the hash of what they say; other files are passed over."""
    found: dict[str, Document] = {}
    for folder in dict.fromkeys(folders):
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            if path.name.endswith(SCENARIO_SUFFIX):
                continue
            try:
                document = read_document(path)
                found.setdefault(procedure_from(document).hash, document)
            except DefinitionError:
                # a calendar, or a procedure that nobody can use; the cases say which versions they are about
                continue
    return found


def _shipped_document(procedure: Procedure) -> Document:
    file = resources.files("dossierflow.procedure") / "catalogue" / f"{procedure}.yaml"
    return read_document(file.read_text(encoding="utf-8"), file=file.name)
