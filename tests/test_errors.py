"""Errors cross from one process to another with all that they say."""

from __future__ import annotations

import pickle
from datetime import date

import pytest

from dossierflow.errors import (
    CalendarCoverageError,
    DefinitionError,
    DossierflowError,
    Problem,
    TermError,
    UnknownNameError,
)


@pytest.mark.parametrize(
    "error",
    [
        CalendarCoverageError("vn", date(2030, 1, 1), date(2018, 1, 1), date(2027, 12, 31)),
        DefinitionError([Problem("a.yaml", 3, "limits", "is missing"), Problem("a.yaml", 1, "", "is not YAML")]),
        UnknownNameError("limit", "totl", ["total"]),
        TermError("no unit"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_survives_the_way_out_of_a_worker(error: DossierflowError) -> None:
    """Type, message and attributes are the same after pickling, whatever the constructor asks for."""
    other = pickle.loads(pickle.dumps(error))  # noqa: S301 -- our own

    assert type(other) is type(error)
    assert str(other) == str(error)
    assert vars(other) == vars(error)
