"""The scenario format as JSON Schema, for editors that complete and check while one writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.reading.schema import file_schema
from dossierflow.simulate.scenario import Scenario

if TYPE_CHECKING:
    from dossierflow.reading.schema import Json


def scenario_schema() -> dict[str, Json]:
    """
    Return the JSON Schema (draft 2020-12) of scenario files.

    A file that fails it is refused; one that passes may still name people or
    limits that do not exist, which only `read_scenario` finds out.

    >>> scenario_schema()["title"]
    'Scenario'
    """
    return file_schema(Scenario)
