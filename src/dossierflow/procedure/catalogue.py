"""The procedures that ship with the library, each as a cited file."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from dossierflow.procedure.reader import SUFFIX, library_from

if TYPE_CHECKING:
    from dossierflow.procedure.library import ProcedureLibrary


@cache
def catalogue() -> ProcedureLibrary:
    """
    Return the shipped procedures.

    Each file begins with what it leaves out and why.

    >>> catalogue().ids
    ('air-transport-licence', 'birth-registration', 'building-permit')
    """
    folder = resources.files("dossierflow.procedure") / "catalogue"
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(SUFFIX)), key=lambda entry: entry.name)
    return library_from((entry.name, entry.read_text(encoding="utf-8")) for entry in files)
