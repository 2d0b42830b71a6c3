"""``dossierflow check``: formats, exit codes, packs and calendars."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.review.planting import changed, shipped
from tests.review.test_pack import PACK
from typer.testing import CliRunner

from dossierflow.cli import app

if TYPE_CHECKING:
    from pathlib import Path

FILE = "building-permit@2026-07-01"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one sound procedure."""
    (tmp_path / f"{FILE}.yaml").write_text(shipped(FILE), encoding="utf-8")
    return tmp_path


def run(*arguments: str | Path) -> tuple[int, str]:
    """Return the exit code and the output of the command."""
    result = CliRunner().invoke(app, ["check", *(str(one) for one in arguments)])
    return result.exit_code, result.output


def test_notes_alone_are_fine(folder: Path) -> None:
    """A sound file exits with 0, although there are notes."""
    code, output = run(folder)

    assert code == 0
    assert output.rstrip().splitlines()[-1].startswith("1 tệp: 0 lỗi, 0 cảnh báo, ")


@pytest.mark.parametrize(
    ("sound", "faulty"),
    [("appointment: total", "apointment: total"), ("max: 1\nat_least_before: null", "max: 2\nat_least_before: null")],
)
def test_errors_and_warnings_exit_with_one(folder: Path, sound: str, faulty: str) -> None:
    """An error and a warning are findings."""
    (folder / f"{FILE}.yaml").write_text(changed(shipped(FILE), sound, faulty), encoding="utf-8")

    assert run(folder)[0] == 1


def test_unusable_input_exits_with_two(folder: Path) -> None:
    """A path that does not exist, a broken pack and an unknown calendar are wrong calls."""
    broken = folder / "pack.txt"
    broken.write_text("pack: [", encoding="utf-8")

    assert run(folder / "gone.yaml")[0] == 2
    assert run("building-permit@1999-01-01")[0] == 2
    assert run("no-such-folder")[0] == 2
    assert run(folder, "--pack", broken)[0] == 2
    code, output = run(folder, "--calendar", "mars")
    assert code == 2
    assert "there is no calendar 'mars'" in output


@pytest.mark.parametrize(("form", "begins"), [("json", "{"), ("sarif", "{"), ("html", "<!DOCTYPE html>"), ("text", "")])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_format_goes_to_a_file_or_to_the_output(folder: Path, form: str, begins: str, lang: str) -> None:
    """The file holds what would have been printed, and ends with a line break; the output counts instead."""
    out = folder / "found.out"
    printed = run(folder, "--format", form, "--lang", lang)
    written = run(folder, "--format", form, "--lang", lang, "--out", out)
    text = out.read_text(encoding="utf-8")

    assert (printed[0], written[0]) == (0, 0)
    assert text == printed[1]
    assert text.startswith(begins)
    assert text.endswith("\n")
    assert written[1].count("\n") == 1


def test_codes_can_be_chosen(folder: Path) -> None:
    """Only codes that begin as asked are told."""
    _, output = run(folder, "--json", "--only", "DF60", "--only", "DF504")

    assert {one["code"] for one in json.loads(output)["findings"]} == {"DF504", "DF601", "DF605"}


def test_a_pack_is_added_to_the_shipped_one(folder: Path) -> None:
    """Rules of one's own are asked besides those of the one-stop mechanism."""
    pack = folder / "town.txt"
    pack.write_text(PACK.replace("handoff_has_limit", "consent_is_not_deemed"), encoding="utf-8")
    code, output = run(folder, "--format", "json", "--pack", pack)
    codes = {one["code"] for one in json.loads(output)["findings"]}

    assert code == 0
    assert {"TOWN001", "DF502"} <= codes


def test_the_calendar_may_be_that_of_an_earlier_day(tmp_path: Path) -> None:
    """As known in June 2025, the schedule ended with that year, when the older permit was in force."""
    file = tmp_path / "building-permit@2021-01-01.yaml"
    file.write_text(shipped("building-permit@2021-01-01"), encoding="utf-8")
    now = json.loads(run(file, "--format", "json", "--only", "DF605")[1])
    then = json.loads(run(file, "--format", "json", "--only", "DF605", "--calendar", "vn-public@2025-06-01")[1])

    assert now["findings"] == []
    assert [one["details"]["confirmed_until"] for one in then["findings"]] == ["2025-12-31"]


def test_a_shipped_version_is_checked_by_its_name(folder: Path) -> None:
    """The findings are those of the file, without its lines."""
    by_name = json.loads(run(FILE, "--json")[1])["findings"]
    of_file = json.loads(run(folder / f"{FILE}.yaml", "--json")[1])["findings"]

    assert {one["line"] for one in by_name} == {0}
    assert sorted((one["code"], one["field"]) for one in by_name) == sorted(
        (one["code"], one["field"]) for one in of_file
    )
