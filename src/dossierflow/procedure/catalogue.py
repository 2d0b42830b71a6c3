"""The procedures that ship with the library, each as a cited file."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from dossierflow.errors import UnknownNameError
from dossierflow.procedure.reader import SUFFIX, library_from

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from dossierflow.procedure.library import ProcedureLibrary


@cache
def catalogue() -> ProcedureLibrary:
    """
    Return the shipped procedures.

    Each file begins with what it leaves out and why.

    >>> "building-permit" in catalogue().ids
    True
    """
    return library_from((name, file.read_text(encoding="utf-8")) for name, file in _files().items())


@cache
def shipped(procedure_id: str) -> ProcedureLibrary:
    """
    Return the versions of one shipped procedure, reading no other file.

    Raises:
        UnknownNameError: No procedure of this name is shipped.

    >>> [procedure.version for procedure in shipped("building-permit")]
    ['2021-01-01', '2026-07-01']
    """
    own = {name: file for name, file in _files().items() if _id_of(name) == procedure_id}
    if not own:
        kind = "procedure"
        raise UnknownNameError(kind, procedure_id, {_id_of(name) for name in _files()})
    return library_from((name, file.read_text(encoding="utf-8")) for name, file in own.items())


def _files() -> dict[str, Traversable]:
    """Return the shipped files by name; the reader checks that a name says which version it holds."""
    folder = resources.files("dossierflow.procedure") / "catalogue"
    found = {entry.name: entry for entry in folder.iterdir() if entry.name.endswith(SUFFIX)}
    return dict(sorted(found.items()))


def _id_of(name: str) -> str:
    return name.partition("@")[0]
