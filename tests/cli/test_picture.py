"""``dossierflow picture``: scenarios, logs and stores become pictures, and what cannot be drawn is told."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dossierflow.cli import app

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
TET = str(EXAMPLES / "building-permit" / "tet-2026.scenario.yaml")
MOVED = str(EXAMPLES / "building-permit" / "transition-2026.scenario.yaml")


def run(*words: str, code: int = 0) -> str:
    """Run the command and return what it prints."""
    result = CliRunner().invoke(app, ["picture", *words, "--lang", "en"])
    assert result.exit_code == code, result.output
    return result.output


def kept(folder: Path, *scenarios: str) -> tuple[Path, Path]:
    """Return a log and a store with the events of *scenarios*."""
    store = folder / "all.db"
    lines = b""
    for number, scenario in enumerate(scenarios):
        log = folder / f"{number}.log"
        words = ["run", scenario, "--save", str(store), "--log", str(log), "--no-explain"]
        assert CliRunner().invoke(app, words).exit_code == 0
        lines += log.read_bytes()
        log.unlink()
    whole = folder / "all.jsonl"
    whole.write_bytes(lines)
    return whole, store


def test_a_scenario_in_every_format(tmp_path: Path) -> None:
    """The name tells the format; the bytes are the same every time; no file is overwritten unasked."""
    assert "Time limits" in run(TET)
    for name in ("a.svg", "a.html", "a.txt"):
        assert run(TET, "--out", str(tmp_path / name)).strip().endswith(name)
    ET.fromstring((tmp_path / "a.svg").read_text("utf-8"))  # noqa: S314 -- our own
    assert (tmp_path / "a.html").read_text("utf-8").startswith("<!doctype html>")
    assert (tmp_path / "a.txt").read_text("utf-8") == run(TET)
    before = (tmp_path / "a.svg").read_bytes()
    assert "the file exists" in run(TET, "--out", str(tmp_path / "a.svg"), code=2)
    run(TET, "--out", str(tmp_path / "a.svg"), "--force")
    assert (tmp_path / "a.svg").read_bytes() == before
    assert "give the file such a name" in run(TET, "--out", str(tmp_path / "a.png"), code=2)


def test_logs_and_stores(tmp_path: Path) -> None:
    """A log and a store of two dossiers give rows; one of them gives its life; as JSON too."""
    log, store = kept(tmp_path, TET, MOVED)
    rows = run(str(log))
    assert "2 dossiers, from 5 Feb 2026" in rows
    assert rows == run(str(store))
    assert rows == run(str(tmp_path))
    one = run(str(store), "--dossier", "H49.22-260205-0017")
    assert one == run(str(log), "--dossier", "H49.22-260205-0017")
    assert "Appraise the dossier" in one
    told = json.loads(run(str(log), "--json", "--sort", "start"))
    assert [row["verdict"] for row in told["dossiers"]] == ["late", "open"]
    assert [row["until"][:10] for row in told["dossiers"]] == ["2026-07-01", "2026-07-01"]
    alone = json.loads(
        run(str(log), "--dossier", "H49.22-260630-0041", "--until", "2026-07-20", "--page", "1", "--json")
    )
    assert [(row["verdict"], row["days"]) for row in alone["dossiers"]] == [("overdue", 4)]
    assert json.loads(run(TET, "--json"))["dossier"] == "H49.22-260205-0017"


def test_two_are_compared() -> None:
    """Two scenarios on one axis with the table of differences; a dossier with itself has none."""
    told = run(TET, "--compare", MOVED)
    assert "Table of differences" in told
    assert "There is no difference." in run(TET, "--compare", TET)
    assert json.loads(run(TET, "--compare", MOVED, "--json"))["differences"]


def test_pages(tmp_path: Path) -> None:
    """Text has all pages or one; an SVG is one page; a page that is not there is refused."""
    log, _ = kept(tmp_path, TET, MOVED)
    assert "Page 2 of 2" in run(str(log), "--page-size", "1")
    assert "Page 1 of 2" not in run(str(log), "--page-size", "1", "--page", "2")
    assert "choose one with --page" in run(str(log), "--page-size", "1", "--format", "svg", code=2)
    assert "<svg" in run(str(log), "--page-size", "1", "--page", "2", "--format", "svg")
    assert run(str(log), "--format", "html", "--page-size", "1").count("<svg") == 2
    assert "there are 2 pages" in run(str(log), "--page-size", "1", "--page", "3", code=2)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((TET, "--until", "2026-01-01"), "there is no dossier to draw"),
        ((str(EXAMPLES), "--dossier", "x"), "there are no scenarios"),
        ((TET, "--compare", str(EXAMPLES / "building-permit" / "nowhere.jsonl")), "No such file"),
        ((TET, "--variant", "x"), "variant"),
    ],
)
def test_what_cannot_be_drawn_is_told(words: tuple[str, ...], told: str) -> None:
    """One line says what is wrong, without a traceback."""
    assert told in run(*words, code=2)


def test_logs_that_do_not_follow(tmp_path: Path) -> None:
    """A log with a gap, one that is no log, and one of a procedure that is not known are refused."""
    log, _ = kept(tmp_path, MOVED)
    lines = log.read_bytes().splitlines(keepends=True)
    broken = tmp_path / "broken.jsonl"
    broken.write_bytes(lines[0] + lines[-1].replace(b'"sequence":2', b'"sequence":9'))
    assert "does not follow" in run(str(broken), code=2)
    broken.write_bytes(b"not a log\n")
    assert "not an event" in run(str(broken), code=2)
    other = EXAMPLES / "four-steps"
    assert "building-permit" in run(str(log), "--procedures", str(other), code=2)
