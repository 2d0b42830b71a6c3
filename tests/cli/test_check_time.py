"""The options of `check` that are about time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dossierflow.cli import app

FILE = str(Path(__file__).parents[2] / "examples" / "four-steps" / "four-steps@2018-01-01.yaml")
FEW = ("--only", "DF7", "--from", "2026-02-10", "--to", "2026-02-19")


def check(*options: str, code: int = 1) -> str:
    """Return what `check` prints about the four steps."""
    result = CliRunner().invoke(app, ["check", FILE, *options])
    assert result.exit_code == code, result.output
    return result.output


def test_time_can_be_left_out() -> None:
    """Without time nothing is wrong with the file."""
    assert "DF7" not in check("--no-time", code=0)


@pytest.mark.parametrize(("lang", "worst"), [("en", "Worst case"), ("vi", "Lâu nhất")])
def test_a_table_tells_every_path(lang: str, worst: str) -> None:
    """With --times a table follows the findings, in the language asked for."""
    text = check(*FEW, "--times", "--lang", lang)

    assert worst in text
    assert "12 working days" in text or "12 ngày làm việc" in text


def test_json_tells_every_path_with_its_days() -> None:
    """The figures of each path stand in the JSON, ours and theirs apart."""
    (times,) = json.loads(check(*FEW, "--times", "--json"))["times"]
    (limit,) = times["limits"]
    (path,) = limit["paths"]

    assert (times["procedure"], times["start_days"], times["complete"]) == ("four-steps@2018-01-01", 10, True)
    assert limit["broken_days"] == limit["broken_by_ours"] == path["broken_days"]
    assert limit["broken_days"][0] == "2026-02-10"
    assert {part["term"] for part in path["parts"]} == {"3 working days"}
    assert path["worst"]["working_days"] == 12
    assert "times" not in json.loads(check(*FEW, "--json"))


def test_the_page_has_the_table_too(tmp_path: Path) -> None:
    """HTML gets a table with a caption; a version in which nothing lies inside a limit says so."""
    out = tmp_path / "found.html"
    check(*FEW, "--times", "--format", "html", "--out", str(out), "--lang", "en")
    plain = CliRunner().invoke(app, ["check", "passport@2026-06-01", "--only", "DF7", "--times", "--format", "html"])

    assert "<caption>four-steps@2018-01-01: 10 start days" in out.read_text(encoding="utf-8")
    assert "Không có thời hạn nào chứa thời hạn khác." in plain.output


def test_the_scenario_is_played_as_the_calendar_was_known(tmp_path: Path) -> None:
    """A calendar as known on a day is written into the scenario, and a page names the file."""
    folder = tmp_path / "out"
    text = check(*FEW, "--calendar", "vn-public@2026-01-05", "--scenarios", str(folder), "--format", "html")

    assert 'calendar: {known_on: "2026-01-05"}' in next(folder.glob("*.yaml")).read_text(encoding="utf-8")
    assert "four-steps@2018-01-01.total.scenario.yaml" in text


def test_a_later_hand_over_is_counted_and_not_played(tmp_path: Path) -> None:
    """With an hour of handing over there is a finding and no scenario."""
    text = check(*FEW, "--handover", "15:00", "--scenarios", str(tmp_path / "out"), "--lang", "en")

    assert "DF701" in text
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from", "2026-03-02", "--to", "2026-03-01"), "comes before"),
        (("--handover", "late"), "write the hour as 15:00"),
        (("--handover", "15:00:30"), "write the hour as 15:00"),
    ],
)
def test_what_cannot_be_meant_is_refused(options: tuple[str, ...], said: str) -> None:
    """A window that ends before it begins, or an hour that is none, is wrong usage."""
    assert said in check(*options, code=2)
