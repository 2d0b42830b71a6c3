"""``import`` of national records: drafts, what a record does not say, and nothing lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from dossierflow.cli import app
from dossierflow.procedure import load_procedure

if TYPE_CHECKING:
    from click.testing import Result

RECORDS = Path(__file__).parents[1] / "data" / "national-records"
WHOLE = {
    "ma_thu_tuc": "1.000001",
    "ten_thu_tuc": "Cấp phép",
    "so_quyet_dinh": "12/QĐ-BTP",
    "co_quan_thuc_hien": "Sở Tư pháp",
    "ket_qua_xu_ly": "Giấy phép",
    "cach_thuc_thuc_hien": "Trực tiếp5 Ngày làm việcMiễn phí",
    "trinh_tu_thuc_hien": "Bước 1: Nộp hồ sơ\nBước 2: Thẩm định hồ sơ\nBước 3: Trả kết quả",
}


def run(*arguments: str | Path) -> Result:
    """Run the program."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def records(folder: Path, *found: dict[str, str]) -> Path:
    """Write a file of records."""
    path = folder / "records.json"
    path.write_text(json.dumps(list(found)), "utf-8")
    return path


def test_a_clear_record_becomes_a_file_that_passes(tmp_path: Path) -> None:
    """A record in which everything is clear gives a procedure that check takes, and exit code 0."""
    result = run("import", records(tmp_path, WHOLE), "--since", "2026-07-01", "--out", tmp_path / "x", "--lang", "en")

    assert result.exit_code == 0, result.output
    (draft,) = (tmp_path / "x").iterdir()
    assert draft.name == "tthc-1-000001@2026-07-01.yaml"
    assert str(load_procedure(draft).limits["total"].term) == "5 working days"
    assert f"{draft}: 1 step(s); time limit 5 working days" in result.stdout
    assert "records.json: untranslated: " in result.stdout


@pytest.mark.parametrize(
    ("code", "field", "remark"),
    [("1.003851", "agencies.agency.name", "no_agency"), ("2.002033", "limits", "run_together")],
)
def test_what_is_missing_is_named(code: str, field: str, remark: str) -> None:
    """A record without agency or limit gives the key that is missing, as text and as JSON."""
    path = RECORDS / f"{code}.json"
    text = run("import", path, "--since", "2026-07-01", "--lang", "en")
    data = run("import", path, "--since", "2026-07-01", "--json")

    assert text.exit_code == data.exit_code == 1
    assert f": {field}: the key is missing" in text.stdout
    (draft,) = json.loads(data.stdout)["drafts"]
    assert (draft["is_whole"], draft["passes_check"], draft["limits"]) == (False, False, None)
    assert remark in [one["code"] for one in draft["remarks"]]


def test_the_first_day_has_two_names(tmp_path: Path) -> None:
    """The same day may be given as --since, as for records, or as --effective, as for tables."""
    path = records(tmp_path, WHOLE)

    assert (
        run("import", path, "--since", "2026-07-01").output == run("import", path, "--effective", "2026-07-01").output
    )
    assert "effective: the key is missing" in run("import", path).output


def test_two_records_of_one_code_do_not_replace_each_other(tmp_path: Path) -> None:
    """Where two drafts would have one name, none is written; without a folder both are shown."""
    path = records(tmp_path, WHOLE, {**WHOLE, "ten_thu_tuc": "Cấp lại"})

    refused = run("import", path, "--since", "2026-07-01", "--out", tmp_path / "x")

    assert refused.exit_code == 2
    assert "tthc-1-000001@2026-07-01.yaml: several drafts would have this name" in refused.stderr
    assert not (tmp_path / "x").exists()
    shown = json.loads(run("import", path, "--since", "2026-07-01", "--json").stdout)
    assert len(shown["drafts"]) == 2


def test_one_code_is_not_given_to_several_records(tmp_path: Path) -> None:
    """A code on the command line belongs to one record."""
    path = records(tmp_path, WHOLE, {**WHOLE, "ma_thu_tuc": "1.000002"})

    assert run("import", path, "--code", "1.000003").exit_code == 2
    one = records(tmp_path, WHOLE)
    assert "tthc-1-000003.yaml" in run("import", one, "--code", "1.000003").stdout


@pytest.mark.parametrize("text", ["", "[", "[1]", '{"a": 1}', "{" * 5000, '{"ten_thu_tuc": "a", "ten_thu_tuc": "b"}'])
def test_bad_files_give_exit_code_2(tmp_path: Path, text: str) -> None:
    """What holds no records is refused without a traceback, and nothing is written."""
    path = tmp_path / "a.json"
    path.write_text(text, "utf-8")

    result = run("import", path, "--out", tmp_path / "drafts")

    assert result.exit_code == 2
    assert str(path) in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "drafts").exists()
