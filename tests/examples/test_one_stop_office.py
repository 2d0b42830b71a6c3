"""A clerk's day over HTTP: supplement, lateness, papers, report, erasure, restart, and a real browser."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import httpx
import pytest
from docx import Document
from examples.one_stop_office.app import create_app
from examples.one_stop_office.delivery import Outlets
from examples.one_stop_office.office import HANOI, Office
from openpyxl import load_workbook

from dossierflow.audit import verify

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parents[2]
BICH, DAT, CUONG, PORTAL = "NV-01", "NV-02", "NV-03", "PORTAL"
HOUSE = {
    "procedure": "building-permit",
    "channel": "online",
    "name": "Nguyễn Văn <An>",
    "number": "079200000001",
    "address": "12 Lê Lợi",
    "phone": "0905 000 001",
    "content": "Nhà ở riêng lẻ, 12 Lê Lợi",
    "components": "Đơn đề nghị\nBản vẽ thiết kế",
    "digitised": "yes",
    "fact.work": "house",
    "fact.kind": "new",
}
NO_OPINIONS = {f"fact.{name}_concerned": "no" for name in ("fire", "planning", "heritage", "defence")}


class Desk:
    """A client with a clock that a test sets; answers are what a browser would get."""

    def __init__(self, database: str, folder: Path) -> None:
        """Open the office on *database*."""
        self.database, self.folder = database, folder
        self.now = datetime(2026, 8, 3, 8, 0, tzinfo=HANOI)
        self.open()

    def open(self) -> None:
        """Start the application, as after a restart."""
        self.office = Office(self.database, lambda: self.now)
        self.app = create_app(self.office, Outlets(self.folder / "outbox.jsonl"))

    def restart(self) -> None:
        """Lose everything that is only in memory."""
        self.office.database.dispose()
        self.open()

    def at(self, moment: str) -> Desk:
        """Set the clock of the office."""
        self.now = datetime.fromisoformat(moment).replace(tzinfo=HANOI)
        return self

    def send(
        self, method: str, path: str, fields: Mapping[str, str] | None = None, clerk: str = BICH
    ) -> httpx.Response:
        """Send one request straight into the application, without a network."""

        async def sent() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            headers = {"cookie": f"clerk={clerk}", "content-type": "application/x-www-form-urlencoded"}
            async with httpx.AsyncClient(transport=transport, base_url="http://office") as client:
                body = urlencode(fields or {}) if method == "POST" else None
                return await client.request(method, path, content=body, headers=headers)

        return asyncio.run(sent())

    def get(self, path: str, clerk: str = BICH, expected: int = 200) -> str:
        """Read a page."""
        answer = self.send("GET", path, clerk=clerk)
        assert answer.status_code == expected, answer.text
        return answer.text

    def raw(self, path: str) -> io.BytesIO:
        """Download a file."""
        answer = self.send("GET", path)
        assert answer.status_code == 200, answer.text
        return io.BytesIO(answer.content)

    def file(self, **changes: str) -> str:
        """File a dossier and return where its page is."""
        answer = self.send("POST", "/dossiers", HOUSE | changes)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def do(self, page: str, clerk: str, act: str, expected: int = 303, **fields: str) -> str:
        """Send the form of an act; where it is to succeed, the page has to offer it."""
        if expected == 303:
            assert f'value="{act}"' in self.get(page, clerk), f"{act} is not offered to {clerk}"
        answer = self.send("POST", f"{page}/acts", {"act": act, **fields}, clerk)
        assert answer.status_code == expected, answer.text
        return answer.text

    def decide(self, page: str, step: str = "appraise") -> None:
        """Let a permit be issued, with nobody else to be asked."""
        self.do(page, DAT, f"complete_step {step} valid", **NO_OPINIONS)
        self.do(page, DAT, "complete_step consult opinions_in")
        self.do(page, CUONG, "decide decide issue")


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """Return a desk at an empty office, on a file and on a server."""
    database = str(tmp_path / "office.sqlite") if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    desk = Desk(database, tmp_path)
    yield desk
    desk.office.database.dispose()


def numbers(desk: Desk, period: str) -> dict[str, int]:
    """Return the numbers of the report over everything."""
    found: dict[str, int] = json.loads(desk.get(f"/report.json?period={period}"))["total"]["numbers"]
    return found


def test_a_month_at_the_office(desk: Desk, tmp_path: Path) -> None:
    """Three dossiers: one early, one with a supplement, one late with an apology; report and outbox tell them so."""
    early, asked, late = desk.file(), desk.file(name="Lê Thị Hoa"), desk.file(name="Võ Văn Tám")
    for page in (early, asked, late):
        desk.do(page, BICH, "receive")
    slip = Document(desk.raw(f"{early}/papers/receipt_slip.docx"))
    printed = "\n".join(paragraph.text for paragraph in slip.paragraphs)
    assert "H49.22-260803-0001" in printed
    assert "Nguyễn Văn <An>" in printed
    assert "12/8/2026" in printed.replace("0" + "8/2026", "8/2026")

    desk.at("2026-08-04T09:00").decide(early)
    desk.do(early, BICH, "return_result")

    desk.do(asked, DAT, "request_supplement appraise", items="Bản vẽ móng", reason="Thiếu bản vẽ móng")
    assert "Yêu cầu bổ sung giấy tờ" in desk.get(asked)
    assert "Bản vẽ móng" in desk.get(f"{asked}/papers/supplement_request.html")
    desk.at("2026-08-05T10:00").do(asked, PORTAL, "answer_supplement", items="Bản vẽ móng")
    desk.at("2026-08-06T10:00").decide(asked, "recheck")

    desk.do(late, DAT, "complete_step appraise valid", **NO_OPINIONS)
    desk.do(late, DAT, "complete_step consult opinions_in")
    desk.at("2026-08-14T08:30")
    assert desk.send("POST", "/sweep").status_code == 303
    assert re.search(r"Đã quá hạn</h2>.*?1 hồ sơ.*?Võ Văn Tám", desk.get("/due"), re.DOTALL)
    apology = "apologise with another appointment"
    desk.do(late, CUONG, apology, reason="Lãnh đạo đi công tác", appointment="2026-08-18T17:00")
    letter = desk.get(f"{late}/papers/apology_letter.html")
    assert "18/08/2026" in letter or "18 tháng 8" in letter
    desk.at("2026-08-17T09:00").do(late, CUONG, "decide decide issue")

    found = numbers(desk, "2026-08")
    wanted = {"received": 3, "finished": 3, "legal_late": 1, "legal_early": 2, "online": 3, "digitised": 3}
    assert {key: found[key] for key in wanted} == wanted
    sheet = load_workbook(desk.raw("/report.xlsx?period=2026-08"))
    assert "Tiếp nhận trong kỳ" in {cell.value for row in sheet.worksheets[0].iter_rows() for cell in row}
    assert ">3</td>" in desk.get("/report?period=2026-08")

    desk.send("POST", "/sweep")
    told = [json.loads(line) for line in (tmp_path / "outbox.jsonl").read_text("utf-8").splitlines()]
    mine = [one["id"] for one in told if one["subject"] == late.rpartition("/")[2]]
    events = [int(one.rpartition(":")[2]) for one in mine if one.count(":") == 1]
    assert events == list(range(1, len(events) + 1))
    assert len({one["id"] for one in told}) == len(told)
    assert "Võ Văn Tám" not in json.dumps(told, ensure_ascii=False)
    assert "Võ Văn Tám" in desk.get("/register.html")


def test_what_the_law_refuses_is_said_with_its_basis(desk: Desk) -> None:
    """An act that is not offered is refused by the engine, in the clerk's words; nothing is written."""
    page = desk.file()
    desk.do(page, BICH, "receive")
    said = desk.do(page, BICH, "return_result", expected=409)

    assert "chưa có kết quả để trả" in said
    assert "118/2025/NĐ-CP, Điều 22" in said
    assert "nothing_to_return" in said
    assert 'value="return_result"' not in desk.get(page)


def test_a_due_date_is_shown_with_its_picture_and_sources(desk: Desk) -> None:
    """The page has the picture of the weeks, and every step of the computation with where it stands."""
    page = desk.file()
    desk.do(page, BICH, "receive")
    shown = desk.get(f"{page}/why/total")

    assert "<svg" in shown
    assert "217/2026/NĐ-CP" in shown
    assert desk.get(f"{page}/why/none", expected=404)


def test_personal_data_is_erased_and_the_chain_stays(desk: Desk) -> None:
    """After erasure neither host nor events know the names; the log still verifies, and the papers say so."""
    page = desk.file(procedure="banner-permit", name="Trần Văn Ẩn", **{"fact.witness": "Lý Thị Kín"})
    desk.do(page, BICH, "receive")
    dossier = page.rpartition("/")[2]
    with desk.office.unit() as unit:
        assert any(event.personal for event in unit.store.events(dossier))
    assert desk.send("POST", f"{page}/erasure").status_code == 303
    shown, log = desk.get(page), desk.get(f"{page}/log")

    assert "nguyên vẹn" in shown
    assert "Trần Văn Ẩn" not in shown + log + desk.get("/") + desk.get(f"{page}/papers/receipt_slip.html")
    assert "Lý Thị Kín" not in log
    assert verify(log.splitlines(), dossier=dossier, count=2).is_intact
    with desk.office.unit() as unit:
        assert not any(event.personal for event in unit.store.events(dossier))


def test_a_form_sent_twice_is_one(desk: Desk) -> None:
    """The key that a page was printed with makes a second click harmless."""
    page = desk.file()
    assert desk.file(key="form") == desk.file(key="form") != page
    answers = [desk.send("POST", f"{page}/acts", {"act": "receive", "key": "once"}) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert len(desk.get(f"{page}/log").splitlines()) == 2


def test_a_restart_forgets_nothing(desk: Desk) -> None:
    """Another process on the same database goes on with numbers, due dates and outbox where the first one stopped."""
    first = desk.file()
    desk.do(first, BICH, "receive")
    before = desk.get(first)
    desk.restart()

    assert re.sub(r'name="key" value="[^"]*"', "", desk.get(first)) == re.sub(r'name="key" value="[^"]*"', "", before)
    second = desk.file()
    desk.do(second, BICH, "receive")
    assert second != first
    assert "H49.22-260803-0002" in desk.get(f"{second}/papers/receipt_slip.html")


def test_what_is_missing_is_said(desk: Desk) -> None:
    """A form without a needed field, an act with an unreadable one, a page that is not there: said, never a fault."""
    assert desk.send("POST", "/dossiers", {**HOUSE, "name": " "}).status_code == 422
    page = desk.file()
    desk.do(page, BICH, "receive")
    desk.do(page, DAT, "request_supplement appraise", expected=422, items="x")
    desk.do(page, DAT, "dance", expected=422)
    for path in ("/dossiers/none", f"{page}/papers/apology_letter.html", f"{page}/papers/receipt_slip.pdf"):
        desk.get(path, expected=404)
    assert "&lt;An&gt;" in desk.get(page)
    assert "<An>" not in desk.get(page)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """Start the office by its one command, and return its address."""
    pytest.importorskip("uvicorn", reason="no uvicorn: the office cannot be served")
    command = [sys.executable, "-m", "examples.one_stop_office", "--port=0", "--now=2026-08-27T15:20"]
    environment = os.environ | {"OFFICE_DATABASE": str(tmp_path / "office.sqlite")}
    with subprocess.Popen(
        [*command, f"--outbox={tmp_path / 'outbox.jsonl'}"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
            process.wait(20)


def test_the_command_starts_an_office_that_a_browser_shows(served: str, tmp_path: Path) -> None:
    """A real process answers over HTTP, and a real browser, where there is one, renders the page of a dossier."""
    with httpx.Client(base_url=served, timeout=20) as client:
        page = client.post("/dossiers", data=HOUSE).headers["location"]
        assert client.post(f"{page}/acts", data={"act": "receive"}).status_code == 303
        answer = client.get(page)
    assert "10/09/2026 17:00" in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no browser: neither chromium nor google-chrome is installed")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    shown = subprocess.run(
        [browser, *options, "--dump-dom", f"{served}{page}"], capture_output=True, text=True, check=True, timeout=90
    ).stdout

    assert "Nguyễn Văn &lt;An&gt;" in shown
    assert 'value="request_supplement' not in shown
