"""``dossierflow form`` and ``dossierflow report`` from a log and from a store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest
from typer.testing import CliRunner

from dossierflow.audit import write_log
from dossierflow.cli import app
from dossierflow.cli.keeping import save_run
from dossierflow.simulate import read_scenario, run_scenario

if TYPE_CHECKING:
    from click.testing import Result

ROOT = Path(__file__).resolve().parents[2]
FACTS = """
office: {agency: TRUNG TÂM, place: Quy Nhơn, phone: "0256", receiver: Bích, head: Cường, head_title: Giám đốc}
common:
  applicant: {name: An, id: "079", address: 12 Lê Lợi, phone: "0905"}
  components: [Đơn]
  sets: 1
  result_place: Trung tâm
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a log of two dossiers, a store of one, and the office's facts; work in it."""
    tet, later = (
        run_scenario(read_scenario(ROOT / "examples" / "building-permit" / f"{name}.scenario.yaml"))
        for name in ("tet-2026", "v2-2026")
    )
    with (tmp_path / "log.jsonl").open("wb") as file:
        write_log((*tet.events, *later.events), file)
    save_run(tet, tmp_path / "store.sqlite")
    (tmp_path / "facts.yaml").write_text(FACTS, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*arguments: str) -> Result:
    """Run the program."""
    return CliRunner().invoke(app, list(arguments))


@pytest.mark.parametrize("log", ["log.jsonl", "store.sqlite"])
def test_a_form_is_written_from_a_log_or_a_store(office: Path, log: str) -> None:
    """One dossier's receipt is one Word file, which says what was received."""
    dossier = "H49.22-260205-0017"
    done = call("form", "receipt", log, "--dossier", dossier, "--facts", "facts.yaml", "--out", "slip.docx")

    assert (done.exit_code, done.output) == (0, "slip.docx\n")
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(office / "slip.docx")).paragraphs)
    assert f"Mã hồ sơ: {dossier}" in text


def test_a_batch_is_written_as_page_folder_or_zip(office: Path) -> None:
    """All receipts of a log are one page, a folder of files, or a zip; one .docx cannot hold two."""
    for out in ("slips.html", "slips", "slips.zip"):
        done = call("form", "receipt", "log.jsonl", "--facts", "facts.yaml", "--out", out)
        assert done.exit_code == 0, done.output
    assert (office / "slips.html").read_text("utf-8").count("<article") == 2
    assert len(list((office / "slips").glob("*.docx"))) == 2

    refused = call("form", "receipt", "log.jsonl", "--facts", "facts.yaml", "--out", "slips.docx")
    assert refused.exit_code == 2
    assert "there are 2 forms" in refused.output
    assert not (office / "slips.docx").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("form", "receipt", "log.jsonl", "--out", "x.html"), "office.agency"),
        (("form", "stop", "log.jsonl", "--facts", "facts.yaml", "--out", "x.html"), "nothing has happened"),
        (("form", "receipt", "log.jsonl", "--dossier", "nobody", "--out", "x.html"), "there is no dossier 'nobody'"),
        (("form", "receipt", "none.jsonl", "--out", "x.html"), "none.jsonl"),
        (("form", "passport", "log.jsonl", "--out", "x.html"), "passport"),
        (("report", "log.jsonl", "--period", "Tet"), "is not a period"),
        (("report", "log.jsonl", "--period", "2026", "--out", "x.pdf"), ".xlsx"),
        (("report", "none.jsonl", "--period", "2026"), "none.jsonl"),
        (("report", "facts.yaml", "--period", "2026"), "facts.yaml:1"),
        (("report", "log.jsonl", "--period", "2026", "--records", "facts.yaml"), "facts.yaml:1"),
    ],
)
def test_what_cannot_be_done_is_said(office: Path, arguments: tuple[str, ...], said: str) -> None:
    """Bad input is exit code 2, one sentence, no traceback, and no file."""
    done = call(*arguments)

    assert done.exit_code == 2
    assert said in done.output
    assert "Traceback" not in done.output
    assert not list(office.glob("x.*"))


def test_a_report_is_written_in_every_form(office: Path) -> None:
    """Workbook, page, JSON and table come from one reading, and agree."""
    outs = [word for name in ("r.xlsx", "r.html", "r.json", "r.csv") for word in ("--out", name)]
    done = call("report", "log.jsonl", "--period", "2026", *outs, "--lang", "en", "--agency", "Sở Xây dựng")

    assert done.exit_code == 0, done.output
    told = json.loads((office / "r.json").read_text("utf-8"))
    assert told["total"]["numbers"]["received"] == 2
    book = openpyxl.load_workbook(office / "r.xlsx")
    assert {row[0]: row[1] for row in book["Total"].iter_rows(values_only=True)}["Received"] == 2
    assert "Received: <strong>2</strong>" in (office / "r.html").read_text("utf-8")
    assert (office / "r.csv").read_bytes().startswith(b"\xef\xbb\xbfdossier,")


def test_a_store_makes_the_report_of_its_dossier(office: Path) -> None:
    """From a store comes the same as from a log, and JSON on request."""
    del office
    done = call("report", "store.sqlite", "--period", "2026-03", "--json", "--as-of", "2026-03-20T12:00")
    told = json.loads(done.output)

    assert [one["dossier"] for one in told["dossiers"]] == ["H49.22-260205-0017"]
    assert told["total"]["numbers"]["open"] == 1
