"""``import`` and ``export`` on the command line: drafts and annexes, and nothing half-written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from dossierflow.cli import app
from dossierflow.cli.files import write_files
from dossierflow.errors import DefinitionError
from dossierflow.procedure import load_procedure

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

TABLE = """TT,Nội dung công việc,Đơn vị,Thời gian
1,Tiếp nhận hồ sơ,Bộ phận một cửa,Giờ hành chính
2,Thẩm định,Chuyên viên,"0,5 ngày"
3,Ký,Lãnh đạo Sở,04 giờ
,Tổng thời gian,,{total}
"""
KNOWN = ("--code", "1.000001", "--decision", "12/QĐ-UBND", "--effective", "2026-01-05")


def run(*arguments: str | Path) -> Result:
    """Run the program."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def table(folder: Path, *, total: str = "01 ngày") -> Path:
    """Write a published table."""
    path = folder / "bảng.csv"
    path.write_text(TABLE.format(total=total), "utf-8")
    return path


def test_an_import_writes_drafts_that_can_be_read(tmp_path: Path) -> None:
    """The draft is a procedure file; what was found is told with its cell."""
    result = run("import", table(tmp_path), "--out", tmp_path / "drafts", *KNOWN, "--lang", "en")

    (draft,) = (tmp_path / "drafts").iterdir()
    assert draft.name == "bang@2026-01-05.yaml"
    assert str(load_procedure(draft).limits["total"].term) == "1 day"
    assert f"{draft}: 3 steps; total 1 ngày, which the steps give" in result.stdout
    assert "check: 1 file(s): 0 error(s), 0 warning(s)" in result.stdout
    assert "bảng.csv: D4: bare_hours:" in result.stdout
    # the table names no procedure: a person must
    assert result.exit_code == 1


def test_mistakes_of_the_publication_give_exit_code_1(tmp_path: Path) -> None:
    """A total that is wrong in print is told with its cell, as text and as JSON."""
    path = table(tmp_path, total="02 ngày")

    text, data = run("import", path, *KNOWN, "--lang", "en"), run("import", path, *KNOWN, "--json")

    assert text.exit_code == data.exit_code == 1
    assert "bảng.csv: D5: sum_differs: the steps add up to 1 ngày, 2 ngày is stated: 1 ngày apart" in text.stdout
    (draft,) = json.loads(data.stdout)["drafts"]
    assert (draft["steps"], draft["added_hours"], draft["stated_hours"], draft["agrees"]) == (3, "8", "16", False)
    assert draft["passes_check"] is True
    assert [remark["place"] for remark in draft["remarks"] if remark["code"] == "sum_differs"] == ["D5"]


def test_a_draft_that_is_no_procedure_yet_says_why(tmp_path: Path) -> None:
    """Without a day in force the reader refuses the draft, and the reason is printed."""
    result = run("import", table(tmp_path), "--lang", "en")

    assert result.exit_code == 1
    assert "bang@draft.yaml:3: effective: the key is missing" in result.stdout
    assert "day_unknown" in result.stdout


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.pdf", b"x", "what can be imported ends in"),
        ("a.xlsx", b"x", "this is not an Excel workbook"),
        ("a.docx", b"", "the file is empty"),
        ("a.csv", b"\xff\xfe", "is not UTF-8"),
        ("a.csv", "TT,Nội dung,Thời gian\n1,a\u202e,1 ngày".encode(), "B2: found the invisible character U+202E"),
        ("a.csv", b'"a', "the file is no CSV"),
        ("a.csv", b"a,b", "no table of steps was found"),
        ("a.csv", b"a" * (11 << 20), "the file is larger than 10,485,760 bytes"),
        ("a.csv", b"," * 300, "too many columns"),
        ("a.csv", b"a\0b", "a zero byte"),
    ],
)
def test_bad_files_give_exit_code_2_and_no_draft(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    """A file that cannot be meant is refused in one line, and nothing is written."""
    path = tmp_path / name
    path.write_bytes(content)

    result = run("import", path, "--out", tmp_path / "drafts")

    assert result.exit_code == 2
    assert expected in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "drafts").exists()


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A file that is not there is an error, not a traceback."""
    result = run("import", tmp_path / "a.csv")

    assert (result.exit_code, result.stderr.strip()) == (2, f"{tmp_path / 'a.csv'}: there is no such file")


def test_drafts_of_a_person_are_not_replaced(tmp_path: Path) -> None:
    """A file that exists stays, and so do all others, unless --force says so."""
    path, out = table(tmp_path), tmp_path / "drafts"
    run("import", path, "--out", out, *KNOWN)
    (draft,) = out.iterdir()
    draft.write_text("mine", "utf-8")

    refused = run("import", path, "--out", out, *KNOWN)

    assert refused.exit_code == 2
    assert "the file exists; give another name, or --force" in refused.stderr
    assert draft.read_text("utf-8") == "mine"
    assert run("import", path, "--out", out, *KNOWN, "--force").exit_code == 1
    assert draft.read_text("utf-8") != "mine"


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_an_export_comes_back(tmp_path: Path, suffix: str) -> None:
    """What is exported is imported with the same total; a second export needs --force."""
    annex = tmp_path / f"a.{suffix}"

    assert run("export", "child-protection", "--out", annex, "--agency", "UBND XÃ A").exit_code == 0
    assert run("export", "child-protection", "--out", annex).exit_code == 2
    assert run("export", "child-protection", "--out", annex, "--force").exit_code == 0
    assert "8 steps; total 12 giờ, which the steps give" in run("import", annex, "--lang", "en").stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--out", "a.pdf"), "the name must end in .xlsx or .docx"),
        (("--out", "a.xlsx", "--format", "docx"), "the name must end in .docx"),
    ],
)
def test_an_export_has_a_known_format(arguments: tuple[str, ...], expected: str) -> None:
    """The name and the format must agree, or nothing is written."""
    result = run("export", "child-protection", *arguments)

    assert result.exit_code == 2
    assert expected in result.stderr


def test_an_unknown_procedure_is_told(tmp_path: Path) -> None:
    """A name that the catalogue does not know is an error that lists those it does."""
    result = run("export", "no-such-thing", "--out", tmp_path / "a.docx")

    assert result.exit_code == 2
    assert "there is no procedure 'no-such-thing'" in result.stderr


def test_files_are_written_all_or_none(tmp_path: Path) -> None:
    """Where one of several files cannot be written, none is, and no part is left behind."""
    (tmp_path / "b").write_bytes(b"theirs")

    with pytest.raises(DefinitionError, match="the file exists"):
        write_files({tmp_path / "a": b"1", tmp_path / "b": b"2"}, force=False)
    with pytest.raises(OSError, match="b"):
        write_files({tmp_path / "a": b"1", tmp_path / "b" / "inside": b"2"}, force=False)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"b": b"theirs"}
