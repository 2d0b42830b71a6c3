"""In a terminal: boxes, bold headings, a bar while a table is answered; the words stay the same."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from dossierflow.cli import batch, main, output

TET = Path(__file__).parents[2] / "examples/building-permit/tet-2026.scenario.yaml"


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def watching(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """Let the program believe that a person watches, and return what the person sees."""
    shown = Screen()
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys, "stdout", shown)
    return shown


def called(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run the program as the shell does, and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["dossierflow", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_a_run_has_boxes_and_bold_headings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables of a story are boxed; the sentences are those of the plain text."""
    shown = watching(monkeypatch)

    assert called(monkeypatch, "run", str(TET), "--lang", "en", "--no-explain") == 0
    text = shown.getvalue()
    assert "┏" in text
    assert "\x1b[1m" in text
    assert "Time limit for the permit: 5 of 15 days used, 10 days left, suspended" in text
    assert "All 64 expectations are met." in text


def test_a_diagram_as_text_is_two_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Moves and time limits are boxed, with the title of the procedure."""
    shown = watching(monkeypatch)

    assert called(monkeypatch, "diagram", "building-permit", "--format", "text", "--lang", "en") == 0
    assert shown.getvalue().count("┏") == 2
    assert "building-permit@" in shown.getvalue()


def test_brackets_in_names_are_shown_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """What looks like markup is text."""
    shown = watching(monkeypatch)
    output.say_heading("[red]Điều 1[/red]")

    assert "[red]Điều 1[/red]" in shown.getvalue()


def test_a_bar_moves_while_rows_are_answered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A person who watches the error stream sees how far it is; the rows are the same."""
    source = tmp_path / "cases.csv"
    source.write_text("term\n" + "1 day\n" * 2500, "utf-8")
    watched = Screen()
    monkeypatch.setattr(sys, "stderr", watched)
    monkeypatch.setenv("TERM", "xterm")

    result = batch.run_batch(
        source,
        tmp_path / "out.csv",
        required=("term",),
        known=("term",),
        added=("error",),
        answer=lambda _: {"error": ""},
    )

    assert (result.rows, result.errors) == (2500, 0)
    assert (tmp_path / "out.csv").read_text("utf-8").count("\n") == 2501
    assert "/250" in watched.getvalue()


def test_a_bar_moves_while_cases_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is told stands in lines of its own, and reaches the output also where that is kept in a file."""
    path = tmp_path / "own.cases.csv"
    path.write_text("term,from,due\n" + "1 day,2026-03-02,2026-03-04\n" * 3, "utf-8")
    watched, kept = Screen(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", watched)
    monkeypatch.setattr(sys, "stdout", kept)
    monkeypatch.setenv("TERM", "xterm")

    assert called(monkeypatch, "test", str(path), "--lang", "en") == 1
    assert "3/3" in watched.getvalue()
    assert "FAILED" not in watched.getvalue()
    assert [line for line in kept.getvalue().splitlines() if "row-" in line] == [
        f"FAILED {path}:{number + 1} row-{number}" for number in (1, 2, 3)
    ]
    # on one screen: the bar is gone from the line in which something is told
    monkeypatch.setattr(sys, "stdout", watched)
    called(monkeypatch, "test", str(path), "--lang", "en")
    told = watched.getvalue().split("FAILED")[0]
    assert told.endswith(("\x1b[2K", "\n"))


def test_a_closed_pipe_is_no_mistake_of_a_file() -> None:
    """Whoever reads the pipe may stop; that is not reported as bad input."""

    @output.command
    def interrupted() -> output.Exit:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        interrupted()
