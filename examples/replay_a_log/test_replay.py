"""The example makes its logs, and the replays say what is written down."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dossierflow.cli import app

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("maker", "log", "mapping", "more"),
    [
        ("generate.py", "permits.csv", "office", ["--calendar", "vn-weekends"]),
        ("generate.py", "permits.xes", "municipality", ["--rule", "42 days"]),
        ("generate_receipts.py", "receipts.xes", "receipts", ["--rule", "42 days"]),
    ],
)
def test_a_replay_prints_what_is_written_down(
    tmp_path: Path, maker: str, log: str, mapping: str, more: list[str]
) -> None:
    """Made anew from their seed, the logs have the bytes that are kept here, and give the report beside them."""
    spec = importlib.util.spec_from_file_location("replay_a_log", HERE / maker)
    assert spec is not None
    assert spec.loader is not None
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    example.main(tmp_path)
    assert (tmp_path / log).read_bytes() == (HERE / log).read_bytes()

    told = CliRunner().invoke(
        app, ["replay", str(tmp_path / log), "--mapping", str(HERE / f"{mapping}.mapping.yaml"), "--lang", "en", *more]
    )

    assert told.exit_code == 1
    assert told.output == (HERE / f"{mapping}.expected.txt").read_text("utf-8")
