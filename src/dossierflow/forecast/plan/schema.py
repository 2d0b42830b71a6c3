"""The plan format as JSON Schema, for editors that complete and check while one writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.forecast.plan.model import Plan
from dossierflow.reading.schema import file_schema

if TYPE_CHECKING:
    from dossierflow.reading.schema import Json


def plan_schema() -> dict[str, Json]:
    """
    Return the JSON Schema (draft 2020-12) of plan files.

    A file that fails it is refused; one that passes may still name procedures
    or steps that do not exist, which only `read_plan` finds out.

    >>> plan_schema()["title"]
    'Plan'
    """
    return file_schema(Plan)
