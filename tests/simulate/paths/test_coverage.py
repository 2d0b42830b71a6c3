"""What a suite of cases comes to, and what would come to the rest."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.simulate.paths.coverage_page import CASES, PAGE, digest, found, line
from typer.testing import CliRunner

from dossierflow.cli import app
from dossierflow.procedure import catalogue
from dossierflow.render.paths import coverage_json, coverage_text
from dossierflow.simulate.cases import load_suite
from dossierflow.simulate.paths import (
    COUNTED,
    GoalKind,
    Listener,
    choose,
    coverage,
    file_name,
    find_ways,
    general,
    percent,
    scenario_text,
)
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from pathlib import Path

PASSPORT = catalogue().get("passport", "2026-06-01")


def written(folder: Path, kinds: tuple[GoalKind, ...]) -> None:
    """Write the paths of one version into *folder*."""
    for path in choose(find_ways(PASSPORT, vietnam(), library=catalogue()), kinds=kinds):
        (folder / file_name(path)).write_text(scenario_text(path, vietnam()), encoding="utf-8")


def test_the_paths_cover_everything(tmp_path: Path) -> None:
    """The files of all paths come to all that there is."""
    written(tmp_path, tuple(GoalKind))
    heard, suite = Listener(), load_suite([tmp_path])
    results = [heard.result(case) for case in suite.cases]
    one = coverage(PASSPORT, find_ways(PASSPORT, vietnam(), library=catalogue()), heard)

    assert all(result.is_fine for result in results)
    assert (one.missing, one.share, one.cases) == ((), 100.0, len(suite))
    assert [one.of(kind)[0] for kind in GoalKind] == [one.of(kind)[1] for kind in GoalKind]


def test_what_is_missing_comes_with_its_path(tmp_path: Path) -> None:
    """With the ends alone, timers and refusals are missing, and the paths that are offered lead exactly there."""
    written(tmp_path, (GoalKind.END,))
    heard = Listener()
    for case in load_suite([tmp_path]).cases:
        heard.result(case)
    one = coverage(PASSPORT, find_ways(PASSPORT, vietnam(), library=catalogue()), heard)

    assert {goal.kind for goal in one.missing} == {GoalKind.ACT, GoalKind.TIMER, GoalKind.REFUSAL}
    assert {goal for path in one.paths for goal in path.shortest} == set(one.missing)


def test_a_case_that_fails_covers_nothing(tmp_path: Path) -> None:
    """What does not come as its file says proves nothing of where it came."""
    written(tmp_path, (GoalKind.END,))
    for file in tmp_path.iterdir():
        file.write_text(file.read_text("utf-8").replace("status: done", "status: received"), encoding="utf-8")
    heard = Listener()
    results = [heard.result(case) for case in load_suite([tmp_path]).cases]

    assert not any(result.is_fine for result in results)
    assert heard.met == {}


def test_acts_that_a_story_forbids_count_as_refused(tmp_path: Path) -> None:
    """A refusal need not be tried: an expectation that something is forbidden covers its code."""
    written(tmp_path, (GoalKind.TIMER,))
    (file,) = tmp_path.iterdir()
    text = file.read_text("utf-8") + "    forbidden: {applicant: {stop: not_authorised}}\n"
    file.write_text(text, encoding="utf-8")
    heard = Listener()
    (case,) = load_suite([tmp_path]).cases

    assert heard.result(case).is_fine
    assert "refusal.not_authorised" in {str(goal) for goal in heard.met[PASSPORT.hash]}


@pytest.mark.parametrize(("met", "known", "share"), [(0, 0, 100.0), (1, 3, 33.3), (1999, 2000, 99.9), (5, 5, 100.0)])
def test_a_share_is_never_rounded_up_to_all(met: int, known: int, share: float) -> None:
    """A hundred percent means that nothing is missing."""
    assert share == percent(met, known)


@pytest.mark.parametrize(("least", "code"), [("20", 0), ("100", 1)])
def test_the_command_fails_under_a_share(least: str, code: int, tmp_path: Path) -> None:
    """The exit code tells a build server whether enough is covered."""
    written(tmp_path, (GoalKind.END,))
    asked = ["test", str(tmp_path), "--coverage", "--fail-under", least, "--json"]
    result = CliRunner().invoke(app, asked)
    told = json.loads(result.stdout)

    assert result.exit_code == code
    assert 20 <= told["share"] < 100
    assert [one["procedure"] for one in told["procedures"]] == ["passport@2026-06-01"]
    assert all(one["path"] for one in told["procedures"][0]["missing"])


def test_general_refusals_are_asked_once(tmp_path: Path) -> None:
    """What one version refuses at the door need not be provoked in another; it has no part in any share."""
    written(tmp_path, (GoalKind.DOOR,))
    heard = Listener()
    results = [heard.result(case) for case in load_suite([tmp_path]).cases]
    other = catalogue().get("driving-licence", "2026-06-01")
    ones = [coverage(one, find_ways(one, vietnam(), library=catalogue()), heard) for one in (PASSPORT, other)]
    met, known = general(ones)
    told = coverage_json(ones)

    assert all(result.is_fine for result in results)
    assert ones[1].of(GoalKind.DOOR)[0] == 0
    assert {goal.name for goal in known - met} <= {goal.name for goal in ones[1].known if goal.kind is GoalKind.DOOR}
    assert len(met) == ones[0].of(GoalKind.DOOR)[1] > 20
    assert told["general_refusals"] == {
        "met": sorted(goal.name for goal in met),
        "missing": sorted(goal.name for goal in known - met),
    }
    assert f"{len(met)} of {len(known)} met" in coverage_text(ones, "en")


def test_a_share_without_a_coverage_is_a_mistake() -> None:
    """--fail-under says nothing on its own."""
    assert CliRunner().invoke(app, ["test", str(CASES[0]), "--fail-under", "50"]).exit_code == 2


def test_the_page_was_written_from_the_files_as_they_are() -> None:
    """Every version has a row, and each row the hash of the version and its cases."""
    rows = {text.split(" | ")[0].removeprefix("| "): text for text in PAGE.read_text("utf-8").splitlines()}
    wrong = [str(one) for one in catalogue() if not rows.get(str(one), "").endswith(f"`{digest(one)}` |")]

    assert wrong == [], "run python -m tests.simulate.paths.coverage_page"


@pytest.mark.parametrize("name", ["passport@2026-06-01", "secured-transaction@2023-01-15"])
def test_rows_of_the_page_are_what_is_found(name: str) -> None:
    """A sample of the rows is computed anew."""
    one = found(catalogue().get(*name.split("@")))

    assert line(one) in PAGE.read_text("utf-8").splitlines()
    assert one.counted == (sum(one.of(kind)[0] for kind in COUNTED), sum(one.of(kind)[1] for kind in COUNTED))
