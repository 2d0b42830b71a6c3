"""Procedure versions as the command line names them, with the file in which they stand."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from dossierflow.procedure import procedure_from, shipped
from dossierflow.reading import read_document
from dossierflow.review.findings import Subject


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
        file = resources.files("dossierflow.procedure") / "catalogue" / f"{found}.yaml"
        document = read_document(file.read_text(encoding="utf-8"), file=file.name)
    return Subject(procedure_from(document), document.file, document)
