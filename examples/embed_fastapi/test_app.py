"""The host keeps its own rows and the dossier together, and answers refusals with their reasons."""

from __future__ import annotations

import asyncio
import importlib.util
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from sqlalchemy import event, text
from sqlmodel import Session

from dossierflow.audit import verify

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

NAME = "examples.embed_fastapi.app"
OFFICER = {"X-Agency": "authority", "X-Role": "officer", "X-Person": "NV-02"}
LEADER = {"X-Agency": "authority", "X-Role": "leader", "X-Person": "NV-03"}
RECEIVER = {"X-Agency": "one_stop", "X-Role": "receiver", "X-Person": "NV-01"}
FIRE = {"X-Agency": "fire", "X-Role": "officer"}
FORM = {
    "dossier": "H29-0001",
    "procedure": "building-permit",
    "title": "Nhà ở riêng lẻ, 12 Hàng Bạc",
    "name": "Nguyễn Văn A",
    "phone": "0900 000 000",
    "facts": {"work": "house", "kind": "new"},
}


def the_app() -> ModuleType:
    """Import the application once, whoever else has: its tables may be defined only once."""
    if NAME not in sys.modules:
        spec = importlib.util.spec_from_file_location(NAME, Path(__file__).with_name("app.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[NAME] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[NAME])
    return sys.modules[NAME]


# imported before any test can freeze the clock, as pydantic models must be
app = the_app()


class Desk:
    """A client with a clock that a test sets."""

    def __init__(self, path: Path) -> None:
        self.now = datetime(2026, 8, 27, 15, 20, tzinfo=app.HANOI)
        self.app = app.create_app(str(path), lambda: self.now)

    def at(self, moment: str) -> Desk:
        """Set the clock of the office."""
        self.now = datetime.fromisoformat(moment).replace(tzinfo=app.HANOI)
        return self

    def send(
        self, method: str, path: str, json: object = None, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """Send one request straight into the application, without a network."""

        async def sent() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://office") as client:
                return await client.request(method, path, json=json, headers=headers)

        return asyncio.run(sent())

    def file(self, expected: int = 201, **changes: object) -> dict[str, Any]:
        """File a dossier."""
        return self._json(self.send("POST", "/dossiers", FORM | changes), expected)

    def do(self, by: Mapping[str, str], command: Mapping[str, object], expected: int = 200) -> dict[str, Any]:
        """Carry out an act on the first dossier."""
        return self._json(self.send("POST", "/dossiers/H29-0001/acts", command, by), expected)

    def get(self, path: str = "", by: Mapping[str, str] | None = None, expected: int = 200) -> dict[str, Any]:
        """Read something of the first dossier."""
        return self._json(self.send("GET", f"/dossiers/H29-0001{path}", headers=by), expected)

    def rows(self, table: str) -> int:
        """Count the rows of a table."""
        with self.app.state.office.database.connect() as connection:
            counted: int = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 -- a name of ours
            return counted

    @staticmethod
    def _json(answer: httpx.Response, expected: int) -> dict[str, Any]:
        assert answer.status_code == expected, answer.text
        found: dict[str, Any] = answer.json()
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return a desk at an empty office."""
    desk = Desk(tmp_path / "office.sqlite")
    yield desk
    desk.app.state.office.database.dispose()


def received(desk: Desk) -> Desk:
    """File a dossier on Thursday afternoon and receive it on Friday morning."""
    desk.file()
    desk.at("2026-08-28T08:00").do(RECEIVER, {"do": "receive"})
    return desk


def test_a_dossier_is_carried_from_filing_to_result(desk: Desk) -> None:
    """The happy path over the National Day holidays, with the due date of the law and a chain that verifies."""
    assert desk.file()["status"] == {"code": 1, "name": "submitted"}
    after = desk.at("2026-08-28T08:00").do(RECEIVER, {"do": "receive"})
    assert after["deadlines"]["total"] == {"state": "running", "due": "2026-09-11T17:00:00+07:00"}
    concerned = dict.fromkeys(["planning_concerned", "heritage_concerned", "defence_concerned"], False)
    valid = {
        "do": "complete_step",
        "step": "appraise",
        "action": "valid",
        "facts": {"fire_concerned": True} | concerned,
    }
    desk.at("2026-09-03T09:00").do(OFFICER, valid)
    desk.do(OFFICER, {"do": "hand_off", "handoffs": ["fire_opinion"]})
    desk.at("2026-09-04T09:00").do(FIRE, {"do": "answer_handoff", "handoff": "fire_opinion", "opinion": "agreed"})
    desk.do(OFFICER, {"do": "complete_step", "step": "consult", "action": "opinions_in"})
    decided = desk.at("2026-09-08T10:00").do(LEADER, {"do": "decide", "step": "decide", "action": "issue"})
    assert decided["deadlines"]["total"]["state"] == "met"
    desk.at("2026-09-09T08:30").do(RECEIVER, {"do": "return_result"})

    shown = desk.get()
    assert (shown["status"]["name"], shown["applicant"], shown["title"]) == ("returned", FORM["name"], FORM["title"])
    assert desk.get("/verification") == {"is_intact": True, "events": 8, "findings": []}


def test_a_refusal_says_why_and_writes_nothing(desk: Desk) -> None:
    """An act of the wrong office is answered with code, reason, basis and what is allowed; no row changes."""
    received(desk)
    answer = desk.at("2026-08-31T09:00").do(RECEIVER, {"do": "return_result"}, expected=409)

    assert answer["code"] == "nothing_to_return"
    assert answer["reason"]["vi"] == "chưa có kết quả để trả"
    assert answer["basis"] == ["118/2025/NĐ-CP, Điều 22"]
    assert desk.get()["version"] == 2
    assert (desk.rows("citizen"), desk.rows("filing"), desk.rows("dossierflow_event")) == (1, 1, 2)


def test_a_refused_filing_leaves_no_citizen(desk: Desk) -> None:
    """A filing without a fact that the procedure needs writes neither citizen nor event."""
    answer = desk.file(expected=409, facts={"work": "house"})

    assert answer["code"] == "fact_missing"
    assert (desk.rows("citizen"), desk.rows("filing"), desk.rows("dossierflow_event")) == (0, 0, 0)


def test_a_crash_before_the_commit_leaves_nothing(desk: Desk) -> None:
    """Power fails after both have written and before the commit: no citizen, no event; filing again works."""

    def crash(_: object) -> None:
        message = "power cut"
        raise RuntimeError(message)

    event.listen(Session, "before_commit", crash)
    try:
        with pytest.raises(RuntimeError, match="power cut"):
            desk.file()
    finally:
        event.remove(Session, "before_commit", crash)
    counted = [desk.rows(table) for table in ("citizen", "filing", "dossierflow_dossier", "dossierflow_event")]

    assert counted == [0, 0, 0, 0]
    assert desk.file()["version"] == 1


def test_a_filing_sent_twice_is_one(desk: Desk) -> None:
    """The same idempotency key again answers as before and writes no second citizen."""
    for expected in (["submitted"], []):
        answer = desk.send("POST", "/dossiers", FORM, {"Idempotency-Key": "form-17"})
        assert answer.status_code == 201
        assert answer.json()["events"] == expected

    assert desk.rows("citizen") == 1


def test_the_view_is_as_of_now(desk: Desk) -> None:
    """A clock that ran out is shown as missed although nobody swept; the sweep then keeps it, once."""
    received(desk).at("2026-09-14T08:00")

    assert desk.get()["deadlines"]["total"]["state"] == "missed"
    assert desk.rows("dossierflow_event") == 2
    assert desk.send("POST", "/sweep").json() == {"fired": ["H29-0001:3", "H29-0001:4"]}
    assert desk.send("POST", "/sweep").json() == {"fired": []}


def test_what_ran_out_is_kept_even_where_the_act_is_refused(desk: Desk) -> None:
    """The refusal is answered, and the missed limits are in the log."""
    received(desk).at("2026-09-14T08:00").do(RECEIVER, {"do": "return_result"}, expected=409)

    assert desk.rows("dossierflow_event") == 4


def test_what_may_be_done_is_listed(desk: Desk) -> None:
    """The officer may finish the step; the receiver may not, and reads why."""
    received(desk)
    officer = desk.get("/allowed", OFFICER)
    receiver = desk.get("/allowed", RECEIVER)

    assert "complete_step appraise valid" in officer["may"]
    assert "not_authorised" in receiver["may_not"]["complete_step appraise valid"]


def test_a_due_date_is_explained(desk: Desk) -> None:
    """The explanation has steps with sources, in the language asked for; an unknown limit is not found."""
    received(desk)
    english = desk.get("/explanation/total?lang=en")

    assert english["due"]["day"] == "2026-09-11"
    assert "Friday 11 September 2026" in english["text"]
    assert "Thông báo 9441/TB-BNV" in desk.get("/explanation/total")["text"]
    assert desk.get("/explanation/none", expected=404)["code"] == "unknown_name"


def test_the_log_is_for_anyone_to_verify(desk: Desk) -> None:
    """The log downloads as JSON Lines, verifies by itself, and contains no personal data of the host."""
    received(desk)
    log = desk.send("GET", "/dossiers/H29-0001/log").text

    assert verify(log.splitlines(), dossier="H29-0001", count=2).is_intact
    assert "Nguyễn" not in log


def test_a_changed_row_is_found(desk: Desk) -> None:
    """Whoever edits the database behind the library's back is found out."""
    received(desk)
    with desk.app.state.office.database.begin() as connection:
        connection.execute(text("UPDATE dossierflow_event SET body = replace(body, 'NV-01', 'NV-99')"))

    assert desk.get("/verification")["is_intact"] is False


def test_what_is_not_there_is_not_found(desk: Desk) -> None:
    """An unknown dossier, or an unknown procedure, is 404 with the names that exist."""
    assert desk.get(expected=404)["code"] == "unknown_name"
    assert "building-permit" in desk.file(expected=404, procedure="castle-permit")["reason"]["en"]


def test_a_mistake_of_the_caller_is_a_conflict(desk: Desk) -> None:
    """A submission sent as an act of another dossier is refused by the keeper."""
    filing = {"do": "submit", "dossier": "H29-0002", "procedure": "building-permit", "channel": "online"}

    assert desk.do(RECEIVER, filing, expected=409)["code"] == "store"


def test_the_system_clock_has_a_zone() -> None:
    """Outside tests the office runs on its own time zone."""
    assert app.system_clock().utcoffset() is not None


def test_the_page_shows_the_code_that_runs() -> None:
    """Every Python block of the how-to page stands in the application, word for word."""
    here = Path(__file__).parent
    page = (here.parents[1] / "docs" / "how-to" / "embed-in-fastapi.md").read_text("utf-8")
    code = "\n".join(line.strip() for line in (here / "app.py").read_text("utf-8").splitlines())
    blocks = re.findall(r"^```python\n(.*?)^```", page, re.DOTALL | re.MULTILINE)

    assert len(blocks) >= 5
    assert [block for block in blocks if "\n".join(map(str.strip, block.splitlines())) not in code] == []
