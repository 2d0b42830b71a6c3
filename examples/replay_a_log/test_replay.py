"""The example makes its logs, and the replays say what is written down."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dossierflow.cli import app

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("log", "mapping", "more", "expected"),
    [
        ("permits.csv", "office.mapping.yaml", ["--calendar", "vn-weekends"], "office.expected.txt"),
        ("permits.xes", "municipality.mapping.yaml", ["--rule", "42 days"], "municipality.expected.txt"),
    ],
)
def test_a_replay_prints_what_is_written_down(
    tmp_path: Path, log: str, mapping: str, more: list[str], expected: str
) -> None:
    """Made anew from their seed, both logs have the bytes that are kept here, and give the report beside them."""
    spec = importlib.util.spec_from_file_location("replay_a_log", HERE / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    example.main(tmp_path)
    assert (tmp_path / log).read_bytes() == (HERE / log).read_bytes()

    told = CliRunner().invoke(
        app, ["replay", str(tmp_path / log), "--mapping", str(HERE / mapping), "--lang", "en", *more]
    )

    assert told.exit_code == 1
    assert told.output == (HERE / expected).read_text("utf-8")
