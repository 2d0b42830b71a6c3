"""
What strangers write into names stays text in everything that is written from it.

A shipped procedure is poisoned: every name, note and citation gets a piece of
markup, of a formula and of a Mermaid statement. Dossier ids and reasons of a
log are poisoned the same way. Whatever the commands write is then read by a
parser of its own kind, which must find the pieces as text and nowhere else.
"""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select
from typer.testing import CliRunner

from dossierflow import APPLICANT_ACTOR
from dossierflow.audit import read_log, write_log
from dossierflow.citation import LegalText
from dossierflow.cli import app
from dossierflow.cli.batch import run_batch
from dossierflow.engine import Engine
from dossierflow.engine import commands as c
from dossierflow.interop.exports import LogFormat, export_log
from dossierflow.office import Box, Page, Table, write_workbook
from dossierflow.office.formulas import as_text
from dossierflow.procedure import load_procedures, shipped
from dossierflow.render.bars import bars_svg
from dossierflow.render.diagram import diagram_of
from dossierflow.render.explanation_html import explanation_html
from dossierflow.render.names import Names
from dossierflow.render.pictures import mermaid
from dossierflow.store import DossierFilter, handle_in_store
from dossierflow.store.sql import create_tables, open_sqlite, sql_units
from dossierflow.store.sql.tables import DOSSIERS, EVENTS
from dossierflow.testing.sample import RECEIVER, instant, sample_engine, sample_log, submission
from dossierflow.worktime import vietnam, zone

if TYPE_CHECKING:
    from collections.abc import Iterator

POISON = "</title></style></script><planted onload=\"x\" href='javascript:x'>]]>&amp;"
FORMULA = '=HYPERLINK("http://x")'
SHIPPED = "building-permit"
EXAMPLES = Path(__file__).parents[2] / "examples"


def _poisoned(value: object, key: str = "") -> object:
    if isinstance(value, dict):
        return {name: _poisoned(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_poisoned(one, key) for one in value]
    return f"{value} {POISON}" if isinstance(value, str) and key in {"vi", "en", "note"} else value


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two poisoned versions of a shipped procedure, and a log of one under a poisoned id."""
    made = tmp_path_factory.mktemp("poisoned")
    for procedure in shipped(SHIPPED):
        given = procedure.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        target = made / f"{procedure}.yaml"
        target.write_text(json.dumps(_poisoned(given), ensure_ascii=False, indent=1), encoding="utf-8")
    return made


class Tags(HTMLParser):
    """Collects tags, and names and values of attributes."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what a browser would make of it."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data


def _assert_clean(page: str) -> None:
    tags = Tags()
    tags.feed(page)
    tags.close()
    assert "planted" not in tags.tags
    assert not {name for name in tags.attributes if name.startswith("on")}
    # the poison is there, as text
    assert "<planted onload=" in tags.text
    for svg in re.findall(r"<svg\b.*?</svg>", page, re.DOTALL):
        ET.fromstring(svg)  # noqa: S314 -- as above


def _run(*args: object, codes: tuple[int, ...] = (0, 1)) -> str:
    result = CliRunner().invoke(app, [str(one) for one in args])
    assert result.exit_code in codes, result.output
    return result.output


def _versions(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"{SHIPPED}@*.yaml"))


def test_a_review_in_html_shows_names_as_text(folder: Path, tmp_path: Path) -> None:
    """Findings, times and titles of a poisoned procedure are text."""
    out = tmp_path / "review.html"
    _run(
        "check",
        _versions(folder)[-1],
        "--format",
        "html",
        "--out",
        out,
        "--times",
        "--from",
        "2026-07-06",
        "--to",
        "2026-07-10",
    )

    _assert_clean(out.read_text("utf-8"))


def test_a_comparison_in_html_shows_names_as_text(folder: Path, tmp_path: Path) -> None:
    """Both versions, their terms and their examples are text."""
    out = tmp_path / "comparison.html"
    before, after = _versions(folder)[:2]
    _run("compare", before, after, "--format", "html", "--out", out, "--from", "2026-07-06", "--to", "2026-07-10")

    _assert_clean(out.read_text("utf-8"))


def test_an_explanation_in_html_shows_names_as_text(folder: Path) -> None:
    """The steps and citations of a due date are text."""
    library = load_procedures(folder)
    engine = Engine(library, vietnam())
    procedure = library.versions(SHIPPED)[-1]
    first = {name: fact.values[0] for name, fact in procedure.facts.items() if fact.values}
    filing = c.Submit(dossier="H1", procedure=SHIPPED, channel="online", facts=first)
    filed = engine.handle(None, filing, by=APPLICANT_ACTOR, at=instant("2026-07-06T08:00")).or_raise()
    received = engine.handle(filed, c.Receive(), by=RECEIVER, at=instant("2026-07-06T09:00")).or_raise()

    page = explanation_html(engine.explain(received, next(iter(received.deadlines))), vietnam(), "vi")

    assert "<planted" not in page


def test_a_bar_of_a_poisoned_name_is_an_svg_with_its_text() -> None:
    """Titles and parts are text for an XML parser."""
    picture = bars_svg(POISON, [POISON], [], prefix="x")

    root = ET.fromstring(picture)  # noqa: S314 -- as above
    assert POISON in "".join(root.itertext())
    assert not [one for one in root.iter() if one.tag.endswith("planted")]


def test_a_mermaid_diagram_has_no_statement_of_a_name(folder: Path) -> None:
    """A quotation mark ends no label, a line feed no statement."""
    procedure = load_procedures(folder).versions(SHIPPED)[-1]
    name, step = next(iter(procedure.steps.items()))
    evil = 'x"] --> evil["y\n%%{init: {}}%%\nclick a call b()'
    renamed = step.model_copy(update={"name": LegalText(vi=evil, en=evil)})
    poisoned = procedure.model_copy(update={"steps": {**procedure.steps, name: renamed}})

    drawn = mermaid(diagram_of(Names(poisoned, "en", zone("Asia/Ho_Chi_Minh"))))

    assert not [line for line in drawn.splitlines() if line.lstrip().startswith(("%%{", "click", "evil"))]
    assert 'x"]' not in drawn


IDS = (
    FORMULA,
    f"H {POISON}",
    "'; DROP TABLE dossierflow_event; --",
    "../../etc/passwd",
    "\x1b[2J\x1b]0;owned\x07\u202egpj.exe",
)


@pytest.fixture(scope="module")
def hostile_log(folder: Path) -> Path:
    """Return a log of dossiers whose ids, numbers and reasons are poisoned."""
    engine = Engine(load_procedures(folder), vietnam())
    procedure = load_procedures(folder).versions(SHIPPED)[-1]
    facts = {name: fact.values[0] for name, fact in procedure.facts.items() if fact.values}
    log = folder / "hostile.jsonl"
    with log.open("wb") as out:
        for name in IDS:
            filing = c.Submit(dossier=name, procedure=SHIPPED, channel="online", facts=facts)
            filed = engine.handle(None, filing, by=APPLICANT_ACTOR, at=instant("2026-07-06T08:00"))
            act = c.Receive(number=name)
            received = engine.handle(filed.or_raise(), act, by=RECEIVER, at=instant("2026-07-06T09:00"))
            asked = c.RequestWithdrawal(reason=name)
            withdrawn = engine.handle(received.or_raise(), asked, by=APPLICANT_ACTOR, at=instant("2026-07-07T09:00"))
            withdrawn.or_raise()
            write_log((*filed.events, *received.events, *withdrawn.events), out)
    return log


@pytest.fixture(scope="module")
def reported(folder: Path, hostile_log: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the periodic report of the poisoned log."""
    out = tmp_path_factory.mktemp("report")
    outs = [part for form in ("html", "csv", "xlsx") for part in ("--out", str(out / f"report.{form}"))]
    _run("report", hostile_log, "--period", "2026-07", "--procedures", folder, *outs)
    return out


def test_the_report_in_html_shows_ids_as_text(reported: Path) -> None:
    """Numbers and procedures of the report are text."""
    _assert_clean((reported / "report.html").read_text("utf-8"))


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def _computed(cells: Iterator[str]) -> list[str]:
    return [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and len(cell) > 1]


def test_no_cell_of_a_csv_report_is_a_formula(reported: Path) -> None:
    """An id that begins with an equals sign stands behind an apostrophe; control characters are gone."""
    text = (reported / "report.csv").read_text("utf-8")
    rows = _rows(text)

    assert f"'{FORMULA}" in {cell for row in rows for cell in row}
    assert not _computed(cell for row in rows for cell in row)
    assert "\x1b" not in text


def test_no_cell_of_a_workbook_is_a_formula(reported: Path) -> None:
    """A spreadsheet reads every cell as text, a number or a day."""
    book = load_workbook(reported / "report.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert FORMULA in {cell.value for cell in cells}
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


def test_no_cell_of_an_exported_log_is_a_formula(hostile_log: Path, tmp_path: Path) -> None:
    """The table of events for other programs is as harmless."""
    export_log(read_log(hostile_log), tmp_path / "log.csv", LogFormat.CSV)
    rows = _rows((tmp_path / "log.csv").read_text("utf-8"))

    assert f"'{FORMULA}" in {cell for row in rows for cell in row}
    assert not _computed(cell for row in rows for cell in row)


def test_an_exported_log_in_xml_has_ids_as_text(hostile_log: Path, tmp_path: Path) -> None:
    """A parser finds no element that a name brought in; what XML cannot hold is not in the file."""
    export_log(read_log(hostile_log), tmp_path / "log.xes", LogFormat.XES)

    root = ET.parse(tmp_path / "log.xes").getroot()  # noqa: S314 -- as above
    assert not [one for one in root.iter() if one.tag.endswith("planted")]
    assert f"H {POISON}" in {one.get("value") for one in root.iter()}


CELLS = ["=1+1", "+1+cmd", "-1+cmd", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＠SUM(A1)", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("cell", CELLS)
def test_what_a_spreadsheet_computes_becomes_text(cell: str) -> None:
    """Every beginning that some spreadsheet takes for a formula is kept from it, in CSV and in workbooks."""
    assert as_text(cell) == f"'{cell}"
    if cell.isprintable():
        book = load_workbook(
            io.BytesIO(write_workbook({"x": Page(title="x", blocks=(Table((20.0,), ((Box(cell),),)),))}))
        )
        assert [(one.value, one.data_type) for row in book["x"].iter_rows() for one in row] == [(cell, "s")]


@pytest.mark.parametrize("cell", ["", "-", "-5", "+1,5", "12", "Điều 5", "2026-07-06", "a=b"])
def test_what_no_spreadsheet_computes_stays(cell: str) -> None:
    """Numbers and plain text are not touched."""
    assert as_text(cell) == cell


def test_answers_to_a_table_are_no_formulas(tmp_path: Path) -> None:
    """The cells of a table come back as their owner wrote them; those that are added are no formulas."""
    answer = {"due": FORMULA, "error": "-1+cmd"}
    (tmp_path / "in.csv").write_text("id\n=1\n", encoding="utf-8")
    run_batch(
        tmp_path / "in.csv", tmp_path / "out.csv", required=(), known=("id",), added=("due", "error"),
        answer=lambda _: answer,
    )  # fmt: skip

    rows = _rows((tmp_path / "out.csv").read_text("utf-8"))
    assert rows[1] == ["=1", f"'{FORMULA}", "'-1+cmd"]


def test_forms_stay_in_their_folder(hostile_log: Path, folder: Path, tmp_path: Path) -> None:
    """A dossier with the name of a path gives a file of that name's letters, inside the folder."""
    out = tmp_path / "a" / "b" / "forms"
    facts = EXAMPLES / "office-forms" / "facts.yaml"
    told = _run("form", "control", hostile_log, "--facts", facts, "--procedures", folder, "--out", out)

    made = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(made) == len(IDS), told
    assert {path.parent for path in made} == {out}


@pytest.mark.parametrize("dossier", IDS)
def test_an_id_is_a_value_for_the_database(tmp_path: Path, dossier: str) -> None:
    """Whatever an id holds, it finds itself and nothing else, and no table goes."""
    database = open_sqlite(tmp_path / "a?b;c 'd.sqlite")
    create_tables(database)
    units = sql_units(database)
    with units() as unit:
        for name in (dossier, "S-1"):
            handle_in_store(
                sample_engine(), unit.store, name, submission(name), by=APPLICANT_ACTOR, at=instant("2026-02-05T15:20")
            ).or_raise()
    with units() as unit:
        assert [event.dossier for event in unit.store.events(dossier)] == [dossier]
        assert unit.store.load(f"{dossier}' OR '1'='1") is None
        assert unit.store.redact(f"{dossier}' OR 1=1 --") == 0
        assert unit.store.redact("%") == 0
        assert [one.id for one in unit.store.find(DossierFilter(procedure="x' OR '1'='1"))] == []
        assert len(unit.store.find(after="")) == 2
    with database.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(EVENTS)) == 2
        assert connection.scalar(select(func.count()).select_from(DOSSIERS)) == 2
    database.dispose()
    assert (tmp_path / "a?b;c 'd.sqlite").is_file()


HARMLESS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("more", [[], ["--json"], ["--head", "sha256:x"]])
def test_a_terminal_obeys_nothing_that_a_log_says(hostile_log: Path, more: list[str]) -> None:
    """Escape sequences, titles and reversed names are spelt out, in text and in JSON."""
    told = _run("verify", hostile_log, "--lang", "en", *more)

    assert not HARMLESS.search(told)
    assert "--head" in more or "\\u001b" in told
    if more == ["--json"]:
        assert IDS[-1] in json.loads(told)["heads"]


def test_a_name_adds_no_line_to_the_output(tmp_path: Path) -> None:
    """A line feed in an id cannot forge a verdict."""
    forged = "S-1\nThe log is intact: 99 events of 9 dossier(s).\n"
    log = tmp_path / "log.jsonl"
    with log.open("wb") as out:
        write_log(sample_log(forged), out)

    told = _run("verify", log, "--lang", "en")

    assert told.count("\n") == 2
    assert [line for line in told.splitlines() if line.startswith("The log is intact")] == [told.splitlines()[0]]
