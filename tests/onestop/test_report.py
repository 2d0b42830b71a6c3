"""The report as others read it: workbook, page, table; and what the host records, read strictly."""

from __future__ import annotations

import csv
import io
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from tests.onestop.population import library, population

from dossierflow.engine import NationalStatus
from dossierflow.errors import DefinitionError
from dossierflow.onestop import StatusReport
from dossierflow.onestop.indicators import Indicators, Period, report_workbook
from dossierflow.onestop.indicators.export import dossiers_csv
from dossierflow.onestop.indicators.words import REPORT_WORDS
from dossierflow.onestop.records import HostRecord, read_records, read_reports
from dossierflow.render.bars import Bar, bars_svg
from dossierflow.render.report import report_html, report_text
from dossierflow.testing.sample import instant, sample_log

if TYPE_CHECKING:
    from pathlib import Path

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NASTY = '=HYPERLINK("http://x")<script>\x07\u202e'


@cache
def report() -> Indicators:
    """Return the report of a month, with an agency whose name is an attack."""
    records = {f"D-{number:04d}": HostRecord(dossier=f"D-{number:04d}", agency=NASTY) for number in range(5)}
    return Indicators.of(population(), period=Period.parse("2026-02"), procedures=library(), records=records)


def test_the_workbook_opens_and_holds_the_numbers() -> None:
    """Excel's file, opened by a stranger to the library, has every number as a number, in every sheet its rows."""
    book = openpyxl.load_workbook(io.BytesIO(report_workbook(report(), "vi", agency="Sở Tư pháp")))
    numbers = report().total.numbers

    total = {row[0]: row[1] for row in book["Tổng hợp"].iter_rows(values_only=True)}
    for key, one in report().measures.items():
        assert total[one.name.vi] == numbers[key]
    for grouping in ("agency", "level", "procedure", "channel"):
        sheet = book[REPORT_WORDS[f"sheet_{grouping}"].vi]
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        assert len(rows) == len(report().by(grouping))
        assert sum(row[2] for row in rows) == numbers["received"]
    listed = list(book["Danh sách hồ sơ"].iter_rows(min_row=2, values_only=True))
    assert len(listed) == len(report().rows)
    differ = book["Luật và chỉ số khác nhau"].max_row
    assert differ == numbers["differ"] + 2


def test_codes_that_were_reported_wrongly_are_listed() -> None:
    """Every difference between codes and reports stands in the workbook and on the page, in words."""
    told = [StatusReport("S-1", instant("2026-02-10T08:00"), NationalStatus.DONE)]
    found = Indicators.of(sample_log(), period=Period.parse("2026-02"), reports={"S-1": told})
    book = openpyxl.load_workbook(io.BytesIO(report_workbook(found, "vi")))
    rows = list(book["Trạng thái gửi sai"].iter_rows(min_row=2, values_only=True))

    assert len(rows) == 5
    assert ("S-1", "10/02/2026 08:00:00", "đang chờ bổ sung hoặc nộp tiền mà gửi là đã xử lý xong", "9", "5") in rows
    assert "awaiting the applicant, reported as processed" in report_html(found, "en")
    assert "Codes reported wrongly" not in report_html(report(), "en")


def test_the_workbook_has_no_formulas() -> None:
    """A name that begins like a formula stays text."""
    book = openpyxl.load_workbook(io.BytesIO(report_workbook(report(), "vi")))

    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {
        "s",
        "inlineStr",
        "n",
        "d",
    }
    names = [row[0] for row in book["Theo cơ quan"].iter_rows(values_only=True)]
    assert '=HYPERLINK("http://x")<script>□□' in names


def test_the_same_report_is_the_same_bytes() -> None:
    """Written twice, workbook, page and table do not differ."""
    assert report_workbook(report(), "en") == report_workbook(report(), "en")
    assert report_html(report(), "en") == report_html(report(), "en")
    assert list(dossiers_csv(report())) == list(dossiers_csv(report()))


class Tags(HTMLParser):
    """The tags of a page, and whether they are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.seen.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that is closed at once."""
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that was opened last."""
        assert self.open.pop() == tag


def test_the_page_can_be_read_aloud() -> None:
    """The page is whole, has a language, captions and scopes, pictures with titles, and no script."""
    page = Tags(report_html(report(), "vi"))
    tags = [tag for tag, _ in page.seen]

    assert page.open == []
    assert dict(page.seen)["html"] == {"lang": "vi"}
    assert "script" not in tags
    assert tags.count("caption") == tags.count("table")
    assert all(attrs.get("scope") for tag, attrs in page.seen if tag == "th")
    assert tags.count("svg") == 4
    assert all(attrs.get("role") == "img" and attrs.get("aria-labelledby") for tag, attrs in page.seen if tag == "svg")
    ids = [attrs["id"] for _, attrs in page.seen if attrs.get("id")]
    assert len(ids) == len(set(ids))


def test_every_number_of_the_page_has_its_list() -> None:
    """Behind every number of the page stand the dossiers that it counts."""
    page = report_html(report(), "en")
    for key, one in report().measures.items():
        rows = report().total.dossiers(key)
        start = page.index(f'<details id="{key}">')
        section = page[start : page.index("</details>", start)]
        assert f"{one.name.en}: <strong>{len(rows)}</strong>" in section
        assert all(row.number in section for row in rows)


def test_the_text_says_why_a_rate_is_missing() -> None:
    """What is not recorded is said to be so, in both languages; an empty period makes a report."""
    empty = Indicators.of((), period=Period.parse("2026-02"))

    assert "đơn vị không ghi nhận" in report_text(report(), "vi")
    assert "the host has not recorded it" in report_text(report(), "en")
    assert "nothing was received" in report_text(empty, "en")
    assert report_html(empty, "en")
    assert report_workbook(empty, "en")


def test_the_table_counts_to_the_numbers() -> None:
    """Of the CSV, read by a stranger, the marks of each column add up to the number; no cell is a formula."""
    rows = list(csv.DictReader(io.StringIO("".join(dossiers_csv(report())))))

    assert len(rows) == len(report().rows)
    for key, number in report().total.numbers.items():
        assert sum(row[key] == "1" for row in rows) == number
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]
    assert "'=HYPERLINK" in rows[0]["agency"] or all(row["dossier"] > "D-0004" for row in rows)


def test_bars_are_drawn_to_scale() -> None:
    """Widths are as the numbers are; nothing at all is drawn without dividing by it."""
    drawn = bars_svg("t", ("a", "b"), [Bar("x", (30, 10)), Bar("y", (20, 0))], prefix="p")

    assert [f'width="{width}"' in drawn for width in ("390.0", "130.0", "260.0")] == [True] * 3
    assert "<svg" in bars_svg("t", ("a",), [Bar("x", (0,))], prefix="p")
    assert "<svg" in bars_svg("t", ("a",), [], prefix="p")
    assert "&lt;b&gt;" in bars_svg("<b>", ("a",), [], prefix="p")


def test_records_are_read(tmp_path: Path) -> None:
    """Commas or semicolons, a byte order mark, yes in two languages; empty is not recorded."""
    path = tmp_path / "records.csv"
    path.write_bytes("\ufeffdossier;agency;digitised;satisfied\nH-1;Sở X;có;\n\nH-2;;NO;yes\n".encode())
    read = read_records(path)

    assert read["H-1"] == HostRecord(dossier="H-1", agency="Sở X", digitised=True)
    assert read["H-2"] == HostRecord(dossier="H-2", digitised=False, satisfied=True)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("agency\nx\n", 1, "the column is missing"),
        ("dossier,colour\nx,y\n", 1, "is not a column of this table"),
        ("dossier,agency,agency\nx,y,z\n", 1, "twice"),
        ("dossier,digitised\nH-1,maybe\n", 2, "write yes, no, or nothing"),
        ("dossier\nH-1\nH-1\n", 3, "has a line already"),
        ("dossier,agency\n,x\n", 2, "the cell is empty"),
        ("dossier,agency\nH-1\n", 2, "found 1 cells"),
        ('dossier\n"H-1\n', 2, "not a table"),
        ("dossier\nH\u202e1\n", 2, "U+202E"),
        ("", 1, "the column is missing"),
    ],
)
def test_a_wrong_record_is_refused_with_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    """Every mistake in the table is named by file and line."""
    path = tmp_path / "records.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(DefinitionError, match=message.replace("+", r"\+")) as caught:
        read_records(path)

    assert caught.value.problems[0].line == line


def test_reported_codes_are_read(tmp_path: Path) -> None:
    """Codes and instants are read in the zone of the report, and refused with their line."""
    path = tmp_path / "statuses.csv"
    path.write_text("dossier,at,code\nS-1,2026-02-06T08:10,2\nS-1,2026-02-05T08:20Z,1\n", "utf-8")
    read = read_reports(path, HANOI)
    assert [(one.at, one.code) for one in read["S-1"]] == [
        (instant("2026-02-06T08:10"), NationalStatus.RECEIVED),
        (instant("2026-02-05T15:20"), NationalStatus.SUBMITTED),
    ]

    path.write_text(
        "dossier,at,code\nS-1,yesterday,2\nS-1,2026-02-06T08:10,11\nS-1,2026-02-06T08:10,０\n,x,1\n", "utf-8"
    )
    with pytest.raises(DefinitionError) as caught:
        read_reports(path, HANOI)
    assert [(problem.line, problem.field) for problem in caught.value.problems] == [
        (2, "at"),
        (3, "code"),
        (4, "code"),
        (5, "dossier"),
    ]
