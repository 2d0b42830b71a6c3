"""``dossierflow compare`` and ``test --mutate`` on the command line: what they print, write and return."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from dossierflow.cli import app

if TYPE_CHECKING:
    from pathlib import Path

OLD, NEW = "land-registration@2025-01-01", "land-registration@2025-07-01"
DAYS = ("--from", "2026-02-02", "--to", "2026-02-06")

HOUSE = """\
procedure,limit,from,fact.region,due
land-registration,registration,2026-02-02T09:00,ordinary,2026-03-04
land-registration,registration,2026-02-02T09:00,remote,2026-03-18
"""


def run(*arguments: str, code: int) -> str:
    """Return what a command prints, once it has ended with *code*."""
    result = CliRunner(env={"COLUMNS": "100", "NO_COLOR": "1"}).invoke(app, [*arguments])

    assert result.exit_code == code, result.output
    return result.output


def test_files_are_compared_with_their_lines(tmp_path: Path) -> None:
    """Two files of the same version are compared; places are lines of the files."""
    source = tmp_path / "mine.yaml"
    text = (resources.files("dossierflow.procedure") / "catalogue" / f"{NEW}.yaml").read_text("utf-8")
    source.write_text(text.replace("term: 27 working days", "term: 30 working days"), "utf-8")

    printed = run("compare", NEW, str(source), *DAYS, "--lang", "en", "--no-explain", code=1)

    assert "1 difference(s): 1 of what moves dates" in printed
    line = text[: text.index("term: 27 working days")].count("\n") + 1
    assert f"{source}:{line}: limits.registration.cases[1].term" in printed
    assert "27 working days → 30 working days" in printed
    assert "5 of 5 start days" in printed


def test_equal_versions_exit_with_nought(tmp_path: Path) -> None:
    """A version compared with itself differs in nothing; without a version the newest is meant."""
    out = tmp_path / "same.html"

    assert "giống hệt nhau" in run("compare", NEW, "land-registration", "--format", "html", "--out", str(out), code=0)
    assert out.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_json_has_every_start_that_moves() -> None:
    """The JSON holds differences, effects and each start day, and says null for what was not asked."""
    found = json.loads(run("compare", OLD, NEW, *DAYS, "--json", code=1))

    moving = [one for one in found["effects"] if one["moved"]]
    assert found["format"] == "dossierflow/comparison@1"
    assert [len(one["starts"]) for one in moving] == [5, 5]
    assert found["cases"] is None
    assert found["dossiers"] is None
    assert moving[0]["examples"][0]["explanation_before"]["due"]


def test_cases_that_change_are_told(tmp_path: Path) -> None:
    """Golden cases are played by both versions; those that come out otherwise are told with both answers."""
    table = tmp_path / "house.cases.csv"
    table.write_text(HOUSE.replace("land-registration,", f"{NEW},"), "utf-8")

    printed = run("compare", NEW, OLD, *DAYS, "--lang", "en", "--no-explain", "--cases", str(table), code=1)

    assert "2 of 2 golden case(s) change." in printed
    assert "due: 2026-03-04T17:00:00+07:00 → 2026-03-09T17:00:00+07:00" in printed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((OLD, "land-registration@1999"), "1999"),
        ((OLD, "no-such"), "no-such"),
        ((OLD, "missing.yaml"), "missing.yaml"),
        ((OLD, NEW, "--from", "2026-02-30"), "2026-02-30"),
        ((OLD, NEW, "--from", "2050-01-01"), "2050"),
        ((OLD, NEW, "--from", "2026-02-06", "--to", "2026-02-02"), "swap"),
        ((OLD, NEW, "--calendar", "mars"), "mars"),
        ((OLD, NEW, "--store", "missing.sqlite"), "missing.sqlite"),
        ((OLD, NEW, "--cases", "missing.csv"), "missing.csv"),
    ],
)
def test_bad_input_is_told_without_a_traceback(arguments: tuple[str, ...], said: str) -> None:
    """What cannot be meant exits with 2 and names what is wrong."""
    assert said in run("compare", *arguments, code=2)


def test_two_calendars_are_compared() -> None:
    """A calendar as known on two days differs in what was announced between; options that say nothing are refused."""
    printed = run("compare", "vn-public@2026-04-01", "vn-public", code=1)
    found = json.loads(run("compare", "vn-public@2026-04-01", "vn-public", "--json", code=1))

    assert "24/11/2026: làm việc → nghỉ" in printed
    assert [one["day"] for one in found["days"]] == ["2026-11-24", "2027-11-24"]
    five = next(one for one in found["terms"] if one["term"] == "5 working days")
    assert five["starts"][0] == {"start": "2026-11-17", "before": "2026-11-24", "after": "2026-11-25", "days": 1}
    assert "giống nhau" in run("compare", "vn-public", "vn-public", code=0)
    assert "as a whole" in run("compare", "vn-public", "vn-public", "--format", "html", code=2)


def test_dossiers_of_another_procedure_are_refused(tmp_path: Path) -> None:
    """A store cannot be compared across procedures."""
    store = tmp_path / "kept.sqlite"
    story = "examples/catalogue/passport/filed-on-saturday-morning.scenario.yaml"
    run("run", story, "--save", str(store), "--json", code=0)

    assert "different procedures" in run("compare", OLD, "passport", *DAYS, "--store", str(store), code=2)


def test_mutate_names_what_no_case_notices(tmp_path: Path) -> None:
    """Changes that no case notices are told with their line and exit with 1; as JSON too."""
    table = tmp_path / "house.cases.csv"
    table.write_text(HOUSE, "utf-8")

    printed = run("test", str(table), "--mutate", "--lang", "en", code=1)
    found = json.loads(run("test", str(table), "--mutate", "--json", code=1))

    assert f"{NEW}.yaml:" in printed
    assert "limits.certificate.term: 3 working days → 4 working days" in printed
    assert "limits.registration.cases[0].term: 17 working days → 18 working days" not in printed
    assert [one["procedure"] for one in found["procedures"]] == [OLD, NEW]


def test_mutate_reads_the_lines_of_a_hosts_own_files(tmp_path: Path) -> None:
    """With a folder of procedures, changes are told by the lines of its files."""
    text = (resources.files("dossierflow.procedure") / "catalogue" / f"{NEW}.yaml").read_text("utf-8")
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / f"{NEW}.yaml").write_text("\n\n" + text.replace("17 working days", "16 working days"), "utf-8")
    table = tmp_path / "house.cases.csv"
    table.write_text(HOUSE.replace("2026-03-04", "2026-03-03"), "utf-8")

    printed = run("test", str(table), "--procedures", str(folder), "--mutate", "--lang", "en", code=1)

    line = text[: text.index("term: 3 working days")].count("\n") + 3
    assert f"{folder / f'{NEW}.yaml'}:{line}: Number, limits.certificate.term" in printed


def test_an_exception_is_compared_in_words(tmp_path: Path) -> None:
    """A version that is excepted from a general rule differs by the rule and the reason."""
    text = (resources.files("dossierflow.procedure") / "catalogue" / "building-permit@2026-07-01.yaml").read_text(
        "utf-8"
    )
    exception = "exceptions:\n  - {rule: DF505, reason: {vi: Luật khác, en: Another law}, cite: [{doc: 1/2026/QH16}]}\n"
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    (tmp_path / "b.yaml").write_text(text.replace("\nreturning:", f"\n{exception}returning:"), "utf-8")

    told = run(
        "compare",
        str(tmp_path / "a.yaml"),
        str(tmp_path / "b.yaml"),
        "--from",
        "2026-08-03",
        "--to",
        "2026-08-03",
        code=1,
    )

    assert "+ Không áp dụng quy tắc chung: không có → quy tắc: DF505; lý do: Luật khác" in told
