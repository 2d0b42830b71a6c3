"""The file format as JSON Schema, for editors that complete and check while one writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.procedure.model import Procedure
from dossierflow.procedure.schema_words import DESCRIBED, EXAMPLES
from dossierflow.reading.schema import file_schema

if TYPE_CHECKING:
    from dossierflow.reading.schema import Json


def procedure_schema() -> dict[str, Json]:
    """
    Return the JSON Schema (draft 2020-12) of procedure files.

    A file that fails it is refused; a file that passes it may still
    contradict itself, which only `load_procedure` finds out.

    >>> procedure_schema()["title"]
    'Procedure'
    """
    return file_schema(Procedure, described=DESCRIBED, examples=EXAMPLES)
