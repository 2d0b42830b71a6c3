"""The command writes a log, never over something unless told to, and never over the log itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from dossierflow.audit import write_log
from dossierflow.cli import app

if TYPE_CHECKING:
    from pathlib import Path

    from dossierflow.engine.events import Event


def test_the_command_writes_and_replaces_only_when_told(log: list[Event], tmp_path: Path) -> None:
    """A folder of logs goes into one file; a second run needs --force; the log itself is never the target."""
    source, out = tmp_path / "a.jsonl", tmp_path / "out.csv"
    with source.open("wb") as file:
        write_log(log, file)
    line = ["export-log", str(tmp_path), "--format", "csv", "--out"]

    first = CliRunner().invoke(app, [*line, str(out), "--json"])
    second = CliRunner().invoke(app, [*line, str(out)])
    third = CliRunner().invoke(app, [*line, str(out), "--force"])
    itself = CliRunner().invoke(app, [*line, str(source), "--force"])

    assert [one.exit_code for one in (first, second, third, itself)] == [0, 2, 0, 2]
    assert json.loads(first.output) == {"out": str(out), "format": "csv", "events": len(log)}
    assert "--force" in second.output
    assert source.read_bytes().count(b"\n") == len(log)
