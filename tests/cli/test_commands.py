"""Every command: what it prints, what it returns, and that its mistakes are sentences."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from dossierflow.cli import app
from dossierflow.procedure import procedure_schema

if TYPE_CHECKING:
    from typer.testing import Result

ROOT = Path(__file__).parents[2]
TET = str(ROOT / "examples/building-permit/tet-2026.scenario.yaml")
BASE = ROOT / "tests/broken/scenarios/base.yaml"
HEAD = "H49.22-260205-0017"
COMMANDS = ("run", "due", "term", "explain", "verify", "procedures", "show", "diagram", "calendar", "schema")


def call(*arguments: object) -> Result:
    """Run the program."""
    return CliRunner(env={"COLUMNS": "40"}).invoke(app, [str(one) for one in arguments])


def told(*arguments: object) -> object:
    """Run the program with --json, and return what it printed."""
    result = call(*arguments, "--json")

    assert result.exit_code in {0, 1}, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    """The program lists the command, and the command says what it does."""
    assert name in call("--help").output
    assert call(name, "--help").exit_code == 0


def test_without_a_command_the_program_says_what_it_can_do() -> None:
    """No argument is wrong usage, and shows the help."""
    result = call()

    assert result.exit_code == 2
    assert "verify" in result.output


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_pipe_gets_plain_text_that_no_width_changes(lang: str) -> None:
    """The same bytes at any width, without colour, and fine."""
    narrow = CliRunner(env={"COLUMNS": "20", "FORCE_COLOR": "1"}).invoke(app, ["run", TET, "--lang", lang])
    wide = CliRunner(env={"COLUMNS": "400"}).invoke(app, ["run", TET, "--lang", lang])

    assert narrow.exit_code == 0
    assert narrow.stdout == wide.stdout
    assert "\x1b" not in narrow.stdout


def test_a_story_that_goes_otherwise_is_a_finding(tmp_path: Path) -> None:
    """An expectation that is not met, and an unexpected refusal, give exit code 1."""
    story = tmp_path / "story.scenario.yaml"
    story.write_text(BASE.read_text("utf-8").replace("status: received", "status: done"), "utf-8")

    result = call("run", story, "--lang", "en")
    assert result.exit_code == 1
    assert "expected done, found received" in result.stdout


def test_a_mistake_in_a_file_is_a_line_and_no_traceback(tmp_path: Path) -> None:
    """Each problem is file:line: field: message on the error stream, with exit code 2."""
    story = tmp_path / "story.scenario.yaml"
    story.write_text(BASE.read_text("utf-8").replace("do: receive", "do: recieve"), "utf-8")

    result = call("run", story)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"{story}:14: timeline[1].do: found the text 'recieve'; did you mean 'receive'?")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "nowhere.yaml"], "nowhere.yaml: there is no such file"),
        (["run", TET, "--until", "tomorrow"], "'tomorrow' is not an instant"),
        (["explain", TET, "--limit", "totl"], "there is no limit 'totl'; known: appraisal, check"),
        (["verify", "nowhere.jsonl"], "nowhere.jsonl: No such file or directory"),
        (["show", "birth"], "there is no procedure 'birth'"),
        (["diagram", "building-permit@1999"], "there is no version of 'building-permit' '1999'"),
        (["procedures", "--procedures", "."], "there are no procedure files"),
        (["calendar", "1999"], "the calendar covers 2018 to 2027; 1999 is not among them"),
        (["calendar", "2026", "--known-on", "soon"], "'soon' is not a day"),
        (["due", "5 days", "--from", "2099-01-01T08:00"], "covers 2018-01-01 to 2027-12-31"),
        (["due", "5 days"], "trigger: the instant is missing"),
        (["due"], "term: a term is missing"),
        (["term"], "give a wording"),
    ],
)
def test_bad_input_is_a_sentence(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wrong names, missing files and days outside the calendar say what is wrong, with exit code 2."""
    monkeypatch.chdir(tmp_path)
    result = call(*arguments)

    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_a_run_stops_where_it_is_told() -> None:
    """A day alone means its end; the story is told up to there."""
    run = told("run", TET, "--until", "2026-02-11", "--no-explain")

    assert isinstance(run, dict)
    assert run["until"] == "2026-02-11T23:59:00+07:00"
    assert run["dossier"]["status"] == "awaiting_supplement"
    assert "explanations" not in run


def test_a_run_is_kept_in_a_database_and_a_log(tmp_path: Path) -> None:
    """Both are intact, keep the same last hash, and saving again changes nothing."""
    base, log = tmp_path / "run.sqlite", tmp_path / "run.jsonl"
    for _ in range(2):
        result = call("run", TET, "--save", base, "--log", log, "--lang", "en")
        assert result.exit_code == 0
        assert f"Saved to {base}" in result.stdout
    kept = told("verify", base)
    logged = told("verify", log)

    assert isinstance(kept, dict)
    assert isinstance(logged, dict)
    assert kept["heads"] == logged["heads"]
    assert (kept["events"], kept["intact"], kept["findings"]) == (16, True, [])
    assert f"intact: 16 events of 1 dossier(s).\n  {HEAD}: sha256:" in call("verify", base, "--lang", "en").stdout


def test_json_stays_json_when_a_run_is_kept(tmp_path: Path) -> None:
    """Where a run was kept is said on the error stream, not inside the JSON."""
    result = call("run", TET, "--log", tmp_path / "run.jsonl", "--json")

    assert json.loads(result.stdout)["as_expected"] is True
    assert "run.jsonl" in result.stderr


def test_another_story_of_the_same_dossier_is_not_mixed_in(tmp_path: Path) -> None:
    """A database that holds other events under the number refuses them and stays as it was."""
    base = tmp_path / "run.sqlite"
    call("run", TET, "--save", base)
    other = tmp_path / "other.scenario.yaml"
    other.write_text(Path(TET).read_text("utf-8").replace("T15:20", "T15:30"), "utf-8")

    result = call("run", other, "--save", base)
    assert result.exit_code == 2
    assert HEAD in result.stderr
    assert call("verify", base).exit_code == 0


def test_nothing_is_kept_of_a_story_that_has_not_begun(tmp_path: Path) -> None:
    """Before the submission there is nothing to save."""
    base = tmp_path / "run.sqlite"

    assert call("run", TET, "--until", "2026-01-01", "--save", base).exit_code == 0
    assert not base.exists()


def test_a_changed_log_is_found_and_located(tmp_path: Path) -> None:
    """A changed person, a dropped line and a cut end each give exit code 1 and their place."""
    log = tmp_path / "run.jsonl"
    call("run", TET, "--log", log)
    lines = log.read_text("utf-8").splitlines(keepends=True)
    head = json.loads(lines[-1])["hash"]

    log.write_text("".join(lines).replace("NV-103", "NV-104", 1), "utf-8")
    changed = call("verify", log, "--lang", "en")
    assert changed.exit_code == 1
    assert f"{log}:2: changed: " in changed.stdout
    assert "The log is NOT intact" in changed.stdout

    log.write_text("".join(lines[:4] + lines[5:]), "utf-8")
    assert "missing" in call("verify", log).stdout

    log.write_text("".join(lines[:-1]), "utf-8")
    assert call("verify", log).exit_code == 0
    cut = call("verify", log, "--head", head)
    assert cut.exit_code == 1
    assert "head_not_reached" in cut.stdout
    assert call("verify", log, "--count", 16).exit_code == 1


def test_a_changed_database_is_found(tmp_path: Path) -> None:
    """Whoever edits the kept events is found by the chain; a file that is no store is refused."""
    base = tmp_path / "run.sqlite"
    call("run", TET, "--save", base)
    with sqlite3.connect(base) as connection:
        connection.execute("update dossierflow_event set body = replace(body, 'NV-217', 'NV-218') where sequence = 3")
    connection.close()

    result = call("verify", base)
    assert result.exit_code == 1
    assert "changed" in result.stdout

    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("create table notes (text)")
    connection.close()
    assert call("verify", other).exit_code == 2


def test_a_due_date_is_explained_as_it_stood(tmp_path: Path) -> None:
    """Suspended there is none; at the end there is; before it began the command says so."""
    suspended = call("explain", TET, "--limit", "total", "--at", "2026-02-20T12:00", "--lang", "en")
    assert suspended.exit_code == 0
    assert "Due: not known while the term is suspended" in suspended.stdout
    assert "5 of 15 days used, 10 days left, suspended" in suspended.stdout

    ended = told("explain", TET, "--limit", "total")
    assert isinstance(ended, dict)
    assert ended["clock"]["state"] == "met_late"
    assert ended["explanation"]["due"]["day"] == "2026-03-23"
    assert call("explain", TET, "--limit", "total").exit_code == 0

    early = call("explain", TET, "--limit", "total", "--at", "2026-02-05T16:00", "--lang", "en")
    assert early.exit_code == 1
    assert "has not started" in early.stdout
    assert told("explain", TET, "--limit", "total", "--at", "2026-02-05T16:00") is None
    assert list(tmp_path.iterdir()) == []


def test_procedures_are_listed_shown_and_drawn(tmp_path: Path) -> None:
    """The shipped ones, those of a folder, and one file."""
    listed = told("procedures")
    assert isinstance(listed, list)
    assert [one["version"] for one in listed if one["procedure"] == "building-permit"] == ["2021-01-01", "2026-07-01"]
    assert "building-permit@2021-01-01" in call("procedures").stdout
    assert "Building permit (building-permit@2026-07-01)" in call("show", "building-permit", "--lang", "en").stdout
    shown = told("show", "building-permit@2021-01-01")
    assert isinstance(shown, dict)
    assert shown["version"] == "2021-01-01"
    assert shown["hash"].startswith("sha256:")

    name = "building-permit@2021-01-01.yaml"
    copy = tmp_path / name
    copy.write_bytes((ROOT / "src/dossierflow/procedure/catalogue" / name).read_bytes())
    assert call("diagram", copy).stdout.startswith("---\ntitle: ")
    assert call("diagram", "building-permit", "--procedures", tmp_path, "--format", "text").exit_code == 0
    drawn = told("diagram", "building-permit@2021-01-01")
    assert isinstance(drawn, dict)
    assert len(drawn["edges"]) > 10


def test_a_calendar_year_is_listed_with_its_decisions() -> None:
    """A decided year has its swaps; one that is not announced says so; a day of knowledge leaves later ones out."""
    decided = call("calendar", "2026", "--lang", "en").stdout
    assert "Saturday 22 August 2026" in decided
    assert "exchanged for 31 Aug 2026" in decided
    assert "9441/TB-BNV" in decided
    assert "not been announced" not in decided
    assert "has not been announced" in call("calendar", "2027", "--lang", "en").stdout

    known = told("calendar", "2026")
    earlier = told("calendar", "2026", "--known-on", "2025-01-01")
    assert isinstance(known, dict)
    assert isinstance(earlier, dict)
    assert known["confirmed_until"] == "2026-12-31"
    assert known["working_days"] == 249
    assert earlier["confirmed_until"] < "2026-01-01"
    assert len(earlier["days"]) < len(known["days"])
    newest = told("calendar")
    assert isinstance(newest, dict)
    assert newest["year"] == 2026


@pytest.mark.parametrize("name", ["procedure", "event", "scenario"])
def test_schemas_are_printed(name: str) -> None:
    """Each format has its JSON Schema; that of procedures is the library's."""
    schema = json.loads(call("schema", name).stdout)

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    if name == "procedure":
        assert schema == procedure_schema()
