"""The example plays its plan on a local cluster and finds the same bytes."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def test_the_cluster_writes_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    """Run as a program, it says how many dossiers there were, and that the bytes are the same."""
    spec = importlib.util.spec_from_file_location("forecast_on_dask", Path(__file__).with_name("main.py"))
    assert spec is not None
    assert spec.loader is not None
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    example.main()

    assert capsys.readouterr().out.splitlines()[-1] == "the same bytes"
