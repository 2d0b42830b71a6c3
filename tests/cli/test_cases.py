"""``dossierflow test``: which cases run, what is told, what build servers get, and saving answers as cases."""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from dossierflow.cli import app, watching
from dossierflow.cli.bar import counted
from dossierflow.render.junit import suite_junit
from dossierflow.simulate.cases import load_suite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from typer.testing import Result

    from dossierflow.simulate.cases import Suite

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "examples/cases/building-permit.cases.csv"
BASE = ROOT / "tests/broken/scenarios/base.yaml"


def call(*arguments: object) -> Result:
    """Run the program."""
    return CliRunner().invoke(app, [str(one) for one in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a table of which two cases fail, and a sound story."""
    wrong = TABLE.read_text(encoding="utf-8").replace("2026-02-23", "2026-02-24")
    (tmp_path / "own.cases.csv").write_text(wrong, encoding="utf-8")
    (tmp_path / "own.scenario.yaml").write_text(BASE.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def test_cases_that_come_as_they_say_are_fine() -> None:
    """A summary in either language, and exit code 0; every case is told only where that is asked for."""
    result = call("test", TABLE, "--lang", "en")

    assert (result.exit_code, result.output) == (0, "7 case(s) in 1 file(s): all passed.\n")
    told = call("test", TABLE, "-v")
    assert told.output.count("ĐÚNG ") == 7
    assert told.output.endswith("7 trường hợp trong 1 tệp: tất cả đều đúng.\n")


def test_a_failure_says_what_was_expected_what_was_found_and_why(folder: Path) -> None:
    """Place, name, column, both dates and the explanation, and exit code 1."""
    result = call("test", folder, "--lang", "en")

    assert result.exit_code == 1
    assert f"FAILED {folder}/own.cases.csv:2 house before Tết (building-permit)\n" in result.output
    assert f"  {folder}/own.cases.csv:2: due (2026-02-06T08:00+07:00)\n" in result.output
    assert (
        "    expected: 2026-02-24\n    found: 2026-02-23T17:00:00+07:00\n    why:\n      Due: Monday 23"
        in result.output
    )
    assert result.output.endswith("8 case(s) in 2 file(s): 6 passed, 2 failed.\n")


@pytest.mark.parametrize(
    ("texts", "cases"),
    [(["tết"], 2), (["own.scenario"], 1), (["BUILDING"], 8), (["asked twice", "h1"], 2)],
)
def test_cases_are_chosen_by_file_name_and_procedure(folder: Path, texts: list[str], cases: int) -> None:
    """Any of the texts is enough, in any case of letters."""
    result = call("test", folder, "--json", *(word for text in texts for word in ("-k", text)))

    assert json.loads(result.stdout)["cases"] == cases


def test_choosing_nothing_is_wrong_usage() -> None:
    """A misspelt choice never passes as a success."""
    result = call("test", TABLE, "-k", "nothing like it")

    assert result.exit_code == 2
    assert "-k: no case has 'nothing like it' in its file, name or procedure" in result.output


def test_json_has_the_failures_with_their_explanations(folder: Path) -> None:
    """Keys are stable; what passed is counted."""
    told = json.loads(call("test", folder, "--json").stdout)

    assert (told["cases"], told["failed"]) == (8, 2)
    first = told["results"][0]
    assert {"case", "file", "line", "procedure", "passed", "expectations", "error", "failures"} == set(first)
    assert first["failures"][0]["found"] == "2026-02-23T17:00:00+07:00"
    assert first["failures"][0]["explanation"]["due"]["day"] == "2026-02-23"


def test_junit_is_read_by_build_servers(folder: Path) -> None:
    """A suite for each file, a test for each case, the diff in the failure."""
    out = folder / "junit.xml"
    first = call("test", folder, "--junit", out, "--lang", "en")

    assert first.exit_code == 1
    root = ET.fromstring(out.read_bytes())  # noqa: S314 -- our own
    assert unknown_to_jenkins(root) == []
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("8", "2", "0")
    assert [suite.get("tests") for suite in root] == ["7", "1"]
    (failure, *_) = root.iter("failure")
    assert failure.get("message") == "due: expected 2026-02-24, found 2026-02-23T17:00:00+07:00"
    assert "why:" in str(failure.text)
    assert str(failure.text).startswith(f"{folder}/own.cases.csv:2\n")
    properties = {(one.get("name"), str(one.get("value")).partition(" ")[0]) for one in root[0].iter("property")}
    assert properties >= {("calendar", "vn-public"), ("procedure", "building-permit@2021-01-01")}


JENKINS = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {*("name", "tests", "failures", "errors", "time", "skipped", "timestamp", "hostname", "id"), "file"},
    "testcase": {"name", "time", "classname", "group"},
    "failure": {"type", "message"},
    "error": {"type", "message"},
    "properties": set(),
    "property": {"name", "value"},
}
"""The elements and attributes that the schema of Jenkins (junit-10.xsd) knows, of those that are written."""


def unknown_to_jenkins(root: ET.Element) -> list[str]:
    """Return what the schema of Jenkins does not know."""
    found = [f"{one.tag} {name}" for one in root.iter() for name in set(one.keys()) - JENKINS[one.tag]]
    return found + [str(one.attrib) for one in root.iter("testsuite") if not {"tests", "errors"} <= set(one.keys())]


def test_junit_says_how_long_each_case_took(folder: Path) -> None:
    """Seconds of each case, of each file and of all; the same results without times are the same bytes."""
    call("test", folder, "--junit", folder / "junit.xml")
    root = ET.fromstring((folder / "junit.xml").read_bytes())  # noqa: S314 -- our own
    times = [float(str(one.get("time"))) for one in root.iter("testcase")]

    assert len(times) == 8
    assert float(str(root.get("time"))) == pytest.approx(sum(times), abs=0.01)
    results = [load_suite([folder]).run() for _ in range(2)]
    assert suite_junit(results[0], "vi") == suite_junit(results[1], "vi")
    assert " time=" not in suite_junit(results[0], "vi")


def test_junit_has_the_files_that_cannot_be_read(folder: Path) -> None:
    """A build server that finds no file would show the results of the run before."""
    (folder / "a.cases.csv").write_text("procedure,du\nx,\n", encoding="utf-8")
    (folder / "b.scenario.yaml").write_text("scenario: x\n", encoding="utf-8")
    result = call("test", folder, "--junit", folder / "junit.xml")
    root = ET.fromstring((folder / "junit.xml").read_bytes())  # noqa: S314 -- our own

    assert result.exit_code == 2
    assert unknown_to_jenkins(root) == []
    assert [Path(str(suite.get("name"))).name for suite in root] == ["a.cases.csv", "b.scenario.yaml"]
    assert "b.scenario.yaml:1: procedure: the key is missing" in "".join(root[1].itertext())


def test_junit_tells_errors_apart_and_holds_any_text(tmp_path: Path) -> None:
    """A case that cannot be counted is an error; quotes, brackets and line breaks in names are escaped."""
    rows = 'case,term,from,due\n"a <b> ""c""\n&d",3 days,1999-02-05,2026-02-23\n'
    (tmp_path / "own.cases.csv").write_text(rows, encoding="utf-8")
    call("test", tmp_path, "--junit", tmp_path / "junit.xml")

    root = ET.fromstring((tmp_path / "junit.xml").read_bytes())  # noqa: S314 -- our own
    assert root.get("errors") == "1"
    (case,) = root.iter("testcase")
    assert case.get("name") == 'a <b> "c"\n&d'
    assert case.find("error") is not None


def test_files_that_are_wrong_are_all_told(folder: Path) -> None:
    """Exit code 2, one line for each mistake."""
    (folder / "a.cases.csv").write_text("procedure,du\nx,\n", encoding="utf-8")
    (folder / "b.scenario.yaml").write_text("scenario: x\n", encoding="utf-8")
    result = call("test", folder)

    assert result.exit_code == 2
    assert "a.cases.csv:1: unknown column 'du'" in result.output
    assert "b.scenario.yaml:1: procedure: the key is missing" in result.output


def test_cases_run_against_other_procedures_and_calendars(folder: Path) -> None:
    """Options take the place of what the cases name."""
    source = ROOT / "src/dossierflow/procedure/catalogue/building-permit@2021-01-01.yaml"
    rules = folder / "rules"
    rules.mkdir()
    text = source.read_text(encoding="utf-8").replace("term: 15 days", "term: 16 days")
    (rules / source.name).write_text(text.replace("term: 16 days}", "term: 18 days}"), encoding="utf-8")

    assert call("test", folder / "own.scenario.yaml").exit_code == 0
    assert call("test", folder / "own.scenario.yaml", "--procedures", rules).exit_code == 1
    assert call("test", TABLE, "--calendar", "vn-public@2026-01-05").exit_code == 0
    assert call("test", TABLE, "--calendar", "nowhere").exit_code == 2


def test_watching_runs_again_after_every_change(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each round reads the files anew; a file that is wrong for a while does not end the watch."""
    table = folder / "own.cases.csv"
    watched: list[Path] = []

    def changes(paths: Callable[[], Iterable[Path]]) -> Iterator[None]:
        watched.extend(paths())
        table.write_text("procedur\n", encoding="utf-8")
        yield None
        table.write_text(TABLE.read_text(encoding="utf-8"), encoding="utf-8")
        yield None

    monkeypatch.setattr(watching, "changes", changes)
    result = call("test", folder, "--watch", "--lang", "en")

    assert result.exit_code == 0
    assert watched == [folder]
    assert result.output.count("Waiting for a file to change") == 3
    assert result.output.index("2 failed.") < result.output.index("unknown column 'procedur'")
    assert result.output.index("unknown column 'procedur'") < result.output.index("all passed.")


def test_what_is_watched_includes_the_rules_that_cases_name(tmp_path: Path) -> None:
    """The folder of own procedures is watched with the cases, and only files of ours wake the watcher up."""
    rules = tmp_path / "rules"
    rules.mkdir()
    name = "building-permit@2021-01-01.yaml"
    (rules / name).write_bytes((ROOT / "src/dossierflow/procedure/catalogue" / name).read_bytes())
    cases = tmp_path / "cases"
    cases.mkdir()
    table = (
        "procedure,procedures,fact.work,limit,from,due\nbuilding-permit,../rules,house,total,2026-02-06,2026-02-23\n"
    )
    (cases / "own.cases.csv").write_text(table, encoding="utf-8")
    story = BASE.read_text(encoding="utf-8").replace("dossier: H1", "dossier: H1\nprocedures: ../rules")
    (cases / "own.scenario.yaml").write_text(story, encoding="utf-8")

    found = watching.watched_paths([cases], load_suite([cases]), [])
    assert [path.resolve() for path in dict.fromkeys(path.resolve() for path in found)] == [cases, rules]
    assert watching.watched_paths([cases, tmp_path / "gone"], None, [rules]) == [cases, tmp_path / "gone", rules]


class Watcher:
    """Stands in for the library that watches, which would wait."""

    def __init__(self, *rounds: list[str]) -> None:
        self.rounds, self.asked = [*rounds], list[tuple[tuple[Path, ...], dict[str, object]]]()

    def watch(self, *paths: Path, **options: object) -> Iterator[set[tuple[int, str]]]:
        """Report what changes, round by round; then be interrupted."""
        self.asked.append((paths, options))
        while self.rounds:
            yield {(1, path) for path in self.rounds.pop(0)}
        raise KeyboardInterrupt


def test_changes_are_those_of_cases_and_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of ours below the folders, and the very files that are named; whoever interrupts ends it."""
    inner, story = tmp_path / "cases/inner", tmp_path / "own.scenario.yaml"
    inner.mkdir(parents=True)
    names = ("inner/a.yaml", "a.cases.csv", "a.py", ".a.csv.swp", "../own.scenario.yaml", "../other.scenario.yaml")
    watcher = Watcher(*([str((tmp_path / "cases" / name).resolve())] for name in names), [])
    monkeypatch.setitem(sys.modules, "watchfiles", watcher)  # type: ignore[arg-type]

    # the file need not be there: an editor may be about to put it back
    assert len(list(watching.changes(lambda: [tmp_path / "cases", story]))) == 3
    ((paths, options),) = watcher.asked
    assert paths == (tmp_path, tmp_path / "cases", inner)
    assert options["recursive"] is False


def test_what_is_watched_follows_what_cases_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After each change it is looked up anew what there is to watch."""
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    watcher = Watcher([str(old / "a.yaml")], [str(new / "a.yaml")])
    monkeypatch.setitem(sys.modules, "watchfiles", watcher)  # type: ignore[arg-type]
    named = [old]
    for number, _ in enumerate(watching.changes(lambda: named)):
        named[:] = [new] if number == 0 else named

    assert [paths for paths, _ in watcher.asked] == [(old,), (new,)]


def test_a_file_that_could_not_be_read_is_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules that are wrong from the start wake the watch up once they are put right; any error is survived."""
    (tmp_path / "rules").mkdir()
    wrong = tmp_path / "rules/own@1.yaml"
    wrong.write_text("broken: [", encoding="utf-8")
    story = tmp_path / "own.scenario.yaml"
    story.write_text(BASE.read_text(encoding="utf-8") + "procedures: rules\n", encoding="utf-8")
    watched: list[Path] = []

    def changes(paths: Callable[[], Iterable[Path]]) -> Iterator[None]:
        watched.extend(path.resolve() for path in paths())
        monkeypatch.setattr(sys.modules["dossierflow.cli.test"], "load_suite", _unreadable)
        yield None

    monkeypatch.setattr(watching, "changes", changes)
    result = call("test", story, "--watch")

    assert result.exit_code == 2
    assert watched == [story, wrong]
    assert "own.scenario.yaml: Permission denied" in result.output


def _unreadable(*_: object, **__: object) -> Suite:
    raise PermissionError(13, "Permission denied", "own.scenario.yaml")


def test_whoever_interrupts_a_watch_gets_the_code_of_the_last_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not that of an aborted program."""

    def changes(_: object) -> Iterator[None]:
        yield None
        raise KeyboardInterrupt

    monkeypatch.setattr(watching, "changes", changes)

    assert call("test", folder, "--watch").exit_code == 1
    assert call("test", TABLE, "--watch").exit_code == 0


def test_patterns_links_and_repetitions_name_each_case_once(folder: Path, tmp_path: Path) -> None:
    """A pattern that the shell has left alone, a folder beside its file, a link to a file or a folder."""
    (tmp_path / "link.scenario.yaml").symlink_to(folder / "own.scenario.yaml")
    paths = [f"{folder}/*.cases.csv", folder, folder / "own.cases.csv", tmp_path / "link.scenario.yaml"]

    assert json.loads(call("test", *paths, "--json").stdout)["cases"] == 8
    assert "nothing*.scenario.yaml: there is no such file" in call("test", f"{folder}/nothing*.scenario.yaml").output


def test_a_linked_story_names_its_rules_from_where_it_lies(tmp_path: Path) -> None:
    """A link from another folder runs like the file itself."""
    own = ROOT / "examples/test_your_procedure/cases"
    for file in own.iterdir():
        (tmp_path / file.name).symlink_to(file)

    assert call("test", tmp_path).exit_code == 0


def test_mistakes_in_rules_that_many_cases_name_are_told_once(tmp_path: Path) -> None:
    """Not once for every row."""
    (tmp_path / "own@1.yaml").write_text("broken: [", encoding="utf-8")
    row = "building-permit,.,house,total,2026-02-06,2026-02-23\n"
    head = "procedure,procedures,fact.work,limit,from,due\n"
    (tmp_path / "own.cases.csv").write_text(head + row * 5, encoding="utf-8")

    assert call("test", tmp_path).output.count("own@1.yaml:1:") == 1


def test_another_calendar_takes_the_place_of_any(tmp_path: Path) -> None:
    """By its name, or a file of one layer; for terms and procedures alike, whatever calendar they name."""
    rows = "case,term,from,due\na,5 working days,2024-04-24T09:30,2024-05-01\n"
    (tmp_path / "term.cases.csv").write_text(rows, encoding="utf-8")
    rows = "procedure,fact.work,limit,from,due\nbuilding-permit@2021-01-01,house,check,2026-02-06T08:00,2026-02-17\n"
    (tmp_path / "own.cases.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "office.yaml").write_text(LAYER, encoding="utf-8")

    assert call("test", tmp_path).exit_code == 1
    assert call("test", tmp_path, "--calendar", "vn-weekends").exit_code == 0
    told = call("test", tmp_path / "own.cases.csv", "--calendar", tmp_path / "office.yaml", "--lang", "en").output
    assert "found: 2026-02-25T17:00:00+07:00" in told
    assert "Stocktaking" in told
    assert call("test", tmp_path, "--calendar", tmp_path / "none.yaml").exit_code == 2


@pytest.mark.parametrize("calendar", ["vn-weekends", "vn-public@2026-01-05", "office.yaml"])
def test_coverage_is_counted_on_another_calendar_too(calendar: str, tmp_path: Path) -> None:
    """It takes the place of the one that the procedure names, in the cases and in the search for what is left out."""
    (tmp_path / "office.yaml").write_text(LAYER, encoding="utf-8")
    story = ROOT / "examples/catalogue/passport/withdrawn.scenario.yaml"
    named = str(tmp_path / calendar) if calendar.endswith(".yaml") else calendar
    result = call("test", story, "--coverage", "--calendar", named, "--json")

    assert result.exit_code == 0, result.output
    assert [one["cases"] for one in json.loads(result.stdout)["procedures"]] == [1]


def test_a_story_of_an_offices_own_days_is_covered(tmp_path: Path) -> None:
    """A calendar that the file itself lays on top has another name than the procedure's, and stands in for it."""
    (tmp_path / "office.yaml").write_text(LAYER, encoding="utf-8")
    text = (ROOT / "examples/catalogue/passport/withdrawn.scenario.yaml").read_text("utf-8")
    assert "\ndossier:" in text
    laid = text.replace("\ndossier:", "\ncalendar: {layers: [office.yaml]}\ndossier:", 1)
    (tmp_path / "own.scenario.yaml").write_text(laid, encoding="utf-8")
    result = call("test", tmp_path, "--coverage", "--lang", "en")

    assert "there is no calendar" not in result.output
    assert "passport@2026-06-01" in result.output


def test_mutations_are_tried_on_another_calendar_too(tmp_path: Path) -> None:
    """A case that only that calendar bears out notices there what is changed, and nothing elsewhere."""
    # eight working days from the Monday on which the public days of National Day begin
    rows = "procedure,limit,from,due\npassport,total,2026-08-31T08:00,2026-09-10\n"
    (tmp_path / "own.cases.csv").write_text(rows, encoding="utf-8")
    noticed = []
    for calendar in ("vn-public", "vn-weekends"):
        told = json.loads(call("test", tmp_path, "--mutate", "--json", "--calendar", calendar).stdout)
        noticed.append(sum(one["counts"]["noticed"] for one in told["procedures"]))

    assert noticed[0] == 0 < noticed[1]


@contextmanager
def seen_by_all() -> Iterator[Path]:
    """Give a folder that everybody may look into."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        # what was closed must be opened to be removed
        for one in (folder, *folder.rglob("*")):
            one.chmod(0o755)


@contextmanager
def without_rights() -> Iterator[None]:
    """Lay down the rights of an administrator, who may read everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_what_may_not_be_read_is_told_with_the_rest() -> None:
    """A table, a story, a folder below: each is named, none of them hides another, and nothing passes unplayed."""
    with seen_by_all() as folder:
        (folder / "own.cases.csv").write_text("x\n", encoding="utf-8")
        (folder / "own.scenario.yaml").write_text("x: 1\n", encoding="utf-8")
        (folder / "wrong.cases.csv").write_text("x\n", encoding="utf-8")
        (folder / "below").mkdir()
        (folder / "below" / "own.scenario.yaml").write_text("x: 1\n", encoding="utf-8")
        for name in ("own.cases.csv", "own.scenario.yaml", "below"):
            (folder / name).chmod(0o000)
        with without_rights():
            result = call("test", folder)
            alone = call("test", folder / "below" / "*.scenario.yaml")

    told = result.output.replace(f"{folder}/", "").splitlines()
    assert result.exit_code == alone.exit_code == 2
    assert told[:2] == [
        "below: the folder cannot be read: Permission denied",
        "own.cases.csv: the file cannot be read: Permission denied",
    ]
    assert told[2] == "own.scenario.yaml: the file cannot be read: Permission denied"
    assert any(line.startswith("wrong.cases.csv:1: unknown column 'x'") for line in told[3:])
    assert "cannot be read: Permission denied" in alone.output


def test_files_are_read_under_a_bar_where_a_person_watches(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Reading many files takes as long as running them; in a pipe there is no bar."""
    shown = Screen()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", shown)
    with counted("Reading files") as progress:
        load_suite([folder], progress=progress)
    assert "Reading files" in shown.getvalue()
    assert "2/2" in shown.getvalue()
    monkeypatch.undo()
    with counted("Reading files") as progress:
        assert progress is None
    assert capfd.readouterr() == ("", "")


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


LAYER = """
name: closing-days
level: office
first: 2026-01-01
last: 2026-12-31
days:
  - day: 2026-02-09
    kind: closure
    name: {vi: Kiểm kê, en: Stocktaking}
    status: unverified
    known_from: 2026-01-05
    cite: [{doc: notice, status: unverified}]
"""


def test_a_story_may_bring_calendar_files(tmp_path: Path) -> None:
    """Layers beside it lie on top of the public calendar, as known on a day; they are watched with it."""
    (tmp_path / "office.yaml").write_text(LAYER, encoding="utf-8")
    text = BASE.read_text(encoding="utf-8") + "  - at: end\n    due: {check: 2026-02-25}\n"
    story = tmp_path / "own.scenario.yaml"
    story.write_text(text + "calendar: {layers: [office.yaml]}\n", encoding="utf-8")
    assert call("test", story).exit_code == 0
    assert load_suite([story]).cases[0].layers == (tmp_path / "office.yaml",)

    story.write_text(text + "calendar: {layers: [office.yaml], known_on: 2026-01-04}\n", encoding="utf-8")
    assert call("test", story).exit_code == 1
    story.write_text(text + "calendar: {layers: [none.yaml]}\n", encoding="utf-8")
    assert "none.yaml: there is no such file" in call("test", story).output


def test_a_story_stops_at_what_an_expectation_would_take() -> None:
    """The end, an offset from it or from what it names; a moment that never comes is told."""
    assert (
        "Up to: 23 Feb 2026 17:01" in call("run", BASE, "--until", "+1 minute after due total", "--lang", "en").output
    )
    assert "Up to: 6 Feb 2026 08:00" in call("run", BASE, "--until", "end", "--lang", "en").output
    result = call("run", BASE, "--until", "+1 day after decided")

    assert result.exit_code == 2
    assert "--until: '+1 day after decided' counts from 'decided', which has not come about" in result.output


def test_an_answer_of_due_becomes_a_row(tmp_path: Path) -> None:
    """The first answer makes the table, the next adds the columns it needs; both pass."""
    path = tmp_path / "own.cases.csv"
    first = call("due", "5 working days", "--from", "2024-04-24T09:30", "--save-case", path, "--lang", "en")
    second = call(
        *("due", "5 working days", "--from", "2024-04-24T09:30", "--cutoff", "09:00", "--profile", "vn-civil"),
        *("--pause", "2024-04-25/", "--save-case", path),
    )

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert f"Saved as a case in {path}" in first.output
    assert path.read_text(encoding="utf-8").splitlines() == [
        "case,from,term,due,pauses,profile,cutoff",
        "5 working days from 2024-04-24T09:30,2024-04-24T09:30,5 working days,2024-05-04,,,",
        "5 working days from 2024-04-24T09:30 (2),2024-04-24T09:30,5 working days,none,2024-04-25/,vn-civil,09:00",
    ]
    assert call("test", path).exit_code == 0


def test_a_table_keeps_what_somebody_wrote(tmp_path: Path) -> None:
    """Rows are appended below; mark, semicolons, line ends, notes and file mode stay."""
    path = tmp_path / "own.cases.csv"
    old = "\ufeffcase;term;from;due;note\r\na;3 days;2026-02-03;2026-02-06; my note \r\n"
    path.write_bytes(old.encode())
    path.chmod(0o600)
    assert call("due", "3 days", "--from", "2026-03-02", "--save-case", path).exit_code == 0

    assert path.read_bytes().decode() == f"{old}3 days from 2026-03-02;3 days;2026-03-02;2026-03-05;\r\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert call("test", path).exit_code == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--save-case", "{}/own.txt"], "own.txt: a case of this kind is saved in a file named *.csv"),
        (["--save-case", "{}/broken.cases.csv"], "broken.cases.csv:1: unknown column 'x'"),
    ],
)
def test_what_cannot_be_saved_leaves_the_file_alone(tmp_path: Path, options: list[str], message: str) -> None:
    """A wrong ending or a broken table is refused, and nothing is written."""
    broken = tmp_path / "broken.cases.csv"
    broken.write_text("term,x\n", encoding="utf-8")
    result = call("due", "3 days", "--from", "2026-03-02", *(one.format(tmp_path) for one in options))

    assert result.exit_code == 2
    assert message in result.output
    assert broken.read_text(encoding="utf-8") == "term,x\n"
    assert [path.name for path in tmp_path.iterdir()] == ["broken.cases.csv"]


def test_a_table_of_questions_is_not_saved() -> None:
    """A batch has its answers in its own table."""
    result = call("due", "--batch", TABLE, "--save-case", "x.cases.csv")
    assert result.exit_code == 2
    assert "save-case: saves one answer" in result.output


def test_a_run_becomes_further_expectations(tmp_path: Path) -> None:
    """A new file is the story with how it stands; the story itself may be added to, at any instant."""
    story, copy = tmp_path / "own.scenario.yaml", tmp_path / "saved.scenario.yaml"
    text = f"# a comment\n{BASE.read_text(encoding='utf-8')}# the last word\ncalendar: vn-public\n"
    story.write_text(text, encoding="utf-8")

    assert call("run", story, "--save-case", copy).exit_code == 0
    assert story.read_text(encoding="utf-8") == text
    saved = copy.read_text(encoding="utf-8")
    assert saved.startswith("# a comment\n")
    assert saved.endswith("# the last word\ncalendar: vn-public\n")
    assert "\n    due: {total: 2026-02-23T17:00, check: 2026-02-24T17:00}\n" in saved.replace(
        "{check: 2026-02-24T17:00, total: 2026-02-23T17:00}", "{total: 2026-02-23T17:00, check: 2026-02-24T17:00}"
    )
    until = ("--until", "2026-02-23T17:01", "--save-case", story, "--lang", "en")
    assert f"Saved as a case in {story}" in call("run", story, *until).output
    assert "  - at: 2026-02-23T17:01:00+07:00\n    status: received\n" in story.read_text(encoding="utf-8")
    assert call("test", tmp_path).exit_code == 0


def test_a_story_without_expectations_gets_its_first(tmp_path: Path) -> None:
    """The list is made where there is none."""
    story = tmp_path / "own.scenario.yaml"
    story.write_text(BASE.read_text(encoding="utf-8").partition("expect:\n")[0], encoding="utf-8")

    assert call("run", story, "--save-case", story).exit_code == 0
    assert "\nexpect:\n  - at: end\n    status: received\n    steps: [appraise]\n" in story.read_text(encoding="utf-8")
    assert call("run", story, "--until", "2026-01-01T00:00", "--save-case", story).exit_code == 0
    assert "no_events: [submitted]" in story.read_text(encoding="utf-8")


def test_a_run_becomes_a_row_for_each_limit(tmp_path: Path) -> None:
    """Facts of the decision table, the trigger and the due date stand in the row; all rows pass."""
    path = tmp_path / "own.cases.csv"

    assert call("run", ROOT / "examples/building-permit/tet-2026.scenario.yaml", "--save-case", path).exit_code == 0
    rows = path.read_text(encoding="utf-8").splitlines()
    assert rows[0] == "case,procedure,limit,from,due"
    assert "H49.22-260205-0017 check,building-permit@2021-01-01,check,2026-02-06T08:00,2026-02-24T17:00" in rows
    assert call("test", path).exit_code == 0


@pytest.mark.parametrize("calendar", ["{layers: [../office.yaml]}", "{known_on: 2025-01-01}"])
def test_a_saved_row_names_the_calendar_of_its_story(calendar: str, tmp_path: Path) -> None:
    """Files are found from the table, wherever that is; the row would be counted otherwise without it."""
    (tmp_path / "office.yaml").write_text(LAYER, encoding="utf-8")
    (tmp_path / "stories").mkdir()
    story = tmp_path / "stories" / "own.scenario.yaml"
    story.write_text(f"{BASE.read_text(encoding='utf-8')}calendar: {calendar}\n", encoding="utf-8")
    path = tmp_path / "own.cases.csv"

    assert call("run", story, "--save-case", path).exit_code == 0
    named = "office.yaml" if "layers" in calendar else "vn-public@2025-01-01"
    assert f",{named}," in path.read_text(encoding="utf-8").splitlines()[1].replace("./", "")
    assert call("test", path).exit_code == 0


def test_a_story_that_names_a_calendar_file_is_saved_beside_it(tmp_path: Path) -> None:
    """Elsewhere the file would not be found."""
    (tmp_path / "office.yaml").write_text(LAYER, encoding="utf-8")
    story = tmp_path / "own.scenario.yaml"
    laid = "calendar: {layers: [office.yaml]}"
    story.write_text(f"{BASE.read_text(encoding='utf-8')}{laid}\n", encoding="utf-8")
    (tmp_path / "other").mkdir()

    result = call("run", story, "--save-case", tmp_path / "other" / "own.scenario.yaml")
    assert (result.exit_code, "names files beside it" in result.output) == (2, True)
    assert call("run", story, "--save-case", tmp_path / "beside.scenario.yaml").exit_code == 0


REFUSED = [
    ("own.scenario.yaml", "expect: [{at: end, status: received}]\n", "other.scenario.yaml", "stands in brackets"),
    ("own.scenario.yaml", "expect:\n  - at: end\n    status: done\n", "other.scenario.yaml", "not saved, because"),
    ("own.scenario.yaml", "", "there.scenario.yaml", "there is another story already"),
    ("own.scenario.yaml", "", "other.yaml", "saved in a file named *.scenario.yaml"),
    (
        "own.scenario.yaml",
        "variants:\n  - {variant: a, x: applicant}\n",
        "other.scenario.yaml",
        "the scenario has variants",
    ),
]


@pytest.mark.parametrize(("name", "more", "target", "message"), REFUSED)
def test_a_run_that_cannot_be_saved_is_refused(tmp_path: Path, name: str, more: str, target: str, message: str) -> None:
    """Nothing is overwritten, and nothing is saved that would not pass."""
    story = tmp_path / name
    text = BASE.read_text(encoding="utf-8").partition("expect:\n")[0]
    story.write_text((text.replace("by: applicant", "by: $x") if "variants" in more else text) + more, encoding="utf-8")
    (tmp_path / "there.scenario.yaml").write_text("scenario: x\n", encoding="utf-8")
    result = call("run", story, "--save-case", tmp_path / target)

    assert result.exit_code == 2
    assert message in result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["own.scenario.yaml", "there.scenario.yaml"]


def test_a_story_with_a_folder_is_saved_beside_it(tmp_path: Path) -> None:
    """Elsewhere the folder would not be found."""
    rules = tmp_path / "rules"
    rules.mkdir()
    name = "building-permit@2021-01-01.yaml"
    (rules / name).write_bytes((ROOT / "src/dossierflow/procedure/catalogue" / name).read_bytes())
    story = tmp_path / "own.scenario.yaml"
    text = BASE.read_text(encoding="utf-8").replace("dossier: H1", "dossier: H1\nprocedures: rules")
    story.write_text(text, encoding="utf-8")
    result = call("run", story, "--save-case", rules / "other.scenario.yaml")

    assert "save the case in the folder of the scenario" in result.output
    path = rules / "own.cases.csv"
    assert call("run", story, "--save-case", path).exit_code == 0
    assert ",.,house,total," in path.read_text(encoding="utf-8")
    assert call("test", path).exit_code == 0


def test_a_run_without_limits_has_no_rows(tmp_path: Path) -> None:
    """Before anything is submitted there is nothing to save in a table."""
    result = call("run", BASE, "--until", "2026-01-01T00:00", "--save-case", tmp_path / "own.cases.csv")

    assert result.exit_code == 2
    assert "no time limit that a row could state" in result.output


def test_one_variant_is_run_by_name(tmp_path: Path) -> None:
    """`run` and `explain` take the variant where a file has several."""
    story = tmp_path / "own.scenario.yaml"
    text = BASE.read_text(encoding="utf-8").replace("by: applicant", "by: $x")
    story.write_text(f"{text}variants:\n  - {{variant: a, x: applicant}}\n  - {{variant: b, x: applicant}}\n", "utf-8")

    assert call("run", story).exit_code == 2
    assert call("run", story, "--variant", "a").exit_code == 0
    assert call("explain", story, "--limit", "total", "--variant", "b").exit_code == 0
