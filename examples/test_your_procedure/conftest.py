"""The procedures that the fixtures of dossierflow use in these tests: our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossierflow.procedure import ProcedureLibrary, load_procedures


@pytest.fixture
def dossierflow_procedures() -> ProcedureLibrary:
    """Return the procedures of this folder."""
    return load_procedures(Path(__file__).parent / "procedures")
