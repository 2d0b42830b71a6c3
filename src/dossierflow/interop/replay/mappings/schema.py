"""The mapping format as JSON Schema, for editors that complete and check while one writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.interop.replay.mappings.mapping import LogMapping
from dossierflow.reading.schema import file_schema

if TYPE_CHECKING:
    from dossierflow.reading.schema import Json


def mapping_schema() -> dict[str, Json]:
    """
    Return the JSON Schema (draft 2020-12) of mapping files.

    A file that fails it is refused; one that passes may still name limits or
    zones that do not exist, which only `read_mapping` finds out.

    >>> mapping_schema()["title"]
    'LogMapping'
    """
    return file_schema(LogMapping)
