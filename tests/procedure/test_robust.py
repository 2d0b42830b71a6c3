"""Whatever is wrong with a file, it is told as a problem, never as a traceback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dossierflow.errors import DefinitionError, Problem
from dossierflow.procedure import procedure_from
from dossierflow.reading import read_document

DATA = json.loads(json.dumps(dict(read_document(Path(__file__).parent / "market-stall@2026-01-01.yaml").data)))


def paths(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the path of every value inside *value*."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, item in inner for found in [(*path, key), *paths(item, (*path, key))]]


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    """Return what stands at *path*."""
    for key in path:
        value = value[key]
    return value


PATHS = paths(DATA)
LEAVES = sorted({item for path in PATHS if isinstance(item := at(DATA, path), str)})
OTHERS = [None, True, 0, -1, 10**9, 1.5, "", "join", "end.granted", "fork.both", "applicant", "system", [], {}, [[]]]
VALUES = st.one_of(st.sampled_from(LEAVES), st.sampled_from(OTHERS), st.sampled_from(PATHS).map(lambda p: at(DATA, p)))
EDITS = st.lists(st.tuples(st.sampled_from(PATHS), st.one_of(st.just("remove"), VALUES)), min_size=1, max_size=3)


def edited(edits: list[tuple[tuple[str | int, ...], object]]) -> dict[str, Any]:
    """Return the sample with *edits*; those whose place an earlier one took away are left out."""
    data = json.loads(json.dumps(DATA))
    for path, value in edits:
        try:
            parent = at(data, path[:-1])
            if value == "remove":
                del parent[path[-1]]
            elif path[-1] in parent or isinstance(parent, list):
                parent[path[-1]] = json.loads(json.dumps(value))
        except (LookupError, TypeError):
            continue
    return data


@settings(max_examples=100)
@given(edits=EDITS)
def test_an_edited_file_is_read_or_its_problems_are_told(edits: list[tuple[tuple[str | int, ...], object]]) -> None:
    """Values swapped, removed or replaced give a procedure or problems with lines, and nothing else."""
    text = json.dumps(edited(edits), ensure_ascii=False, indent=1)
    lines = text.count("\n") + 1

    problems: tuple[Problem, ...] = ()
    try:
        procedure_from(read_document(text))
    except DefinitionError as error:
        problems = error.problems or (Problem("", 0, "", ""),)

    assert all(problem.message and 1 <= problem.line <= lines for problem in problems)
