"""``new`` and ``schema --out``: files to begin with, and nobody's work replaced."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from dossierflow.cli import app
from dossierflow.procedure import procedure_schema
from dossierflow.procedure.scaffold import Template

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def run(*arguments: str | Path) -> Result:
    """Run the program."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.mark.parametrize("templates", [(), *((part,) for part in Template), tuple(Template)], ids="+".join)
def test_check_accepts_a_new_file(tmp_path: Path, templates: tuple[Template, ...]) -> None:
    """No error and no warning, every path counted in time; what is left to do are notes."""
    chosen = [word for part in templates for word in ("--template", part.value)]

    written = run("new", "my-permit", *chosen, "--since", "2026-07-01", "--out", tmp_path)
    checked = run("check", tmp_path / "my-permit@2026-07-01.yaml", "--to", "2026-09-30", "--lang", "en")

    assert (written.exit_code, checked.exit_code) == (0, 0), checked.output
    assert "0 error(s), 0 warning(s)" in checked.output


def test_without_a_name_there_is_one(tmp_path: Path) -> None:
    """The command alone writes a file, and says that its day is an example."""
    result = run("new", "--out", tmp_path / "a", "--lang", "en")

    assert result.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [
        "my-procedure@2026-01-01.yaml",
        "procedure.schema.json",
    ]
    assert "The first day in force, 2026-01-01, is an example" in result.stdout


def test_somebodys_file_is_not_replaced(tmp_path: Path) -> None:
    """A file that exists stays as it is, and nothing else is written; a schema that exists stays in any case."""
    mine, schema = tmp_path / "p@2026-07-01.yaml", tmp_path / "procedure.schema.json"
    mine.write_text("mine", "utf-8")

    refused = run("new", "p", "--since", "2026-07-01", "--out", tmp_path)

    assert refused.exit_code == 2
    assert "the file exists" in refused.stderr
    assert mine.read_text("utf-8") == "mine"
    assert not schema.exists()
    schema.write_text("theirs", "utf-8")
    forced = run("new", "p", "--since", "2026-07-01", "--out", tmp_path, "--force", "--json")
    assert json.loads(forced.stdout) == {"file": str(mine), "schema": None}
    assert mine.read_text("utf-8") != "mine"
    assert schema.read_text("utf-8") == "theirs"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(("Cấp phép",), "write small letters"), (("p", "--since", "1/7/2026"), "1/7/2026"), (("../p",), "write small")],
)
def test_what_cannot_be_a_name_or_a_day_is_refused(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    """Nothing is written under a name that the reader would refuse."""
    result = run("new", *arguments, "--out", tmp_path)

    assert result.exit_code == 2
    assert message in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_schema_is_written_once(tmp_path: Path) -> None:
    """``schema --out`` writes what it would print, and replaces it only when told to."""
    path = tmp_path / "procedure.schema.json"

    assert run("schema", "procedure", "--out", path).exit_code == 0
    assert json.loads(path.read_text("utf-8")) == procedure_schema()
    assert run("schema", "procedure", "--out", path).exit_code == 2
    assert run("schema", "procedure", "--out", path, "--force").exit_code == 0
