"""A log that nobody has described is looked at, and gets a mapping that can be replayed with at once."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from dossierflow.cli import app
from dossierflow.errors import DefinitionError, UnknownNameError
from dossierflow.interop.exports import LogFormat, export_log
from dossierflow.interop.replay import Roles, Way, describe_log, read_mapping, replay, starting_mapping
from dossierflow.render.forecast import report_text
from dossierflow.render.log_description import log_report
from dossierflow.testing.sample import sample_log

if TYPE_CHECKING:
    from dossierflow.interop.replay import LogDescription

ROOT = Path(__file__).parents[3]


def receipts(folder: Path) -> Path:
    """Make the receipt-like log of the example."""
    spec = importlib.util.spec_from_file_location("receipts", ROOT / "examples/replay_a_log/generate_receipts.py")
    assert spec is not None
    assert spec.loader is not None
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    example.main(folder)
    return folder / "receipts.xes"


def coded(folder: Path) -> Path:
    """Make a log with coded activities, as process mining tools save it."""
    rows = ["Case ID;Activity;Resource;Complete Timestamp;(case) startDate;(case) endDate;dueDate;lifecycle:transition"]
    for number in range(40):
        month = 1 + number % 9
        start, due = f"2014/{month:02d}/03 00:00:00.000", f"2014/{month + 2:02d}/01 00:00:00.000"
        end = "" if number % 5 == 0 else f"2014/{month + 2:02d}/0{1 + number % 3} 00:00:00.000"
        case = f"{2_930_000 + number};{{}};560872;{{}};{start};{end};{due};complete"
        rows += [case.format("01_HOOFD_010", start), case.format("01_HOOFD_490_2", end or start)]
    path = folder / "coded.csv"
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


def orders(folder: Path) -> Path:
    """Make a log of orders, items and packages in OCEL 2.0."""
    objects: list[object] = []
    events: list[object] = []
    for number in range(12):
        order, items = f"o-{number}", [f"i-{number}-{one}" for one in range(3)]
        day = 5 + number
        objects.append({
            "id": order,
            "type": "orders",
            "attributes": [
                {"name": "due", "time": "1970-01-01T00:00:00Z", "value": f"2026-02-{day:02d}T00:00:00Z"},
                {"name": "price", "time": "1970-01-01T00:00:00Z", "value": 12.5},
            ],
            "relationships": [{"objectId": one, "qualifier": "comprises"} for one in items],
        })  # fmt: skip
        objects += [{"id": one, "type": "items", "attributes": []} for one in items]
        touched = [{"objectId": one, "qualifier": ""} for one in (order, *items)]
        morning, later = f"2026-01-{day:02d}", f"2026-02-{day:02d}"
        events += [
            {"id": f"a{number}", "type": "place order", "time": f"{morning}T02:00:00Z", "relationships": touched},
            {"id": f"b{number}", "type": "pick item", "time": f"{morning}T05:00:00Z", "relationships": touched[1:2]},
            {"id": f"c{number}", "type": "send package", "time": f"{later}T05:00:00Z", "relationships": touched},
        ]  # fmt: skip
    path = folder / "orders.json"
    path.write_text(json.dumps({"objectTypes": [], "eventTypes": [], "objects": objects, "events": events}), "utf-8")
    return path


def begun(path: Path, **more: str) -> tuple[LogDescription, str]:
    """Look at a log and begin its mapping."""
    found = describe_log(path)
    return found, starting_mapping(found, **more)


@pytest.mark.parametrize(
    ("make", "more", "roles", "cases", "term"),
    [
        (receipts, {}, ("case:concept:name", "case:deadline", "case:startdate", "case:enddate"), 50, "56 days"),
        (coded, {"zone": "Europe/Amsterdam"}, ("Case ID", "dueDate", "(case) startDate", "(case) endDate"), 40, "days"),
        (orders, {}, ("case:concept:name", "case:due", "", ""), 12, "20 working days"),
    ],
    ids=["receipts", "coded", "orders"],
)
def test_an_unknown_log_can_be_replayed_at_once(
    tmp_path: Path, make: object, more: dict[str, str], roles: tuple[str, ...], cases: int, term: str
) -> None:
    """The columns of the three kinds of public logs are found, and the mapping that is begun reads every case."""
    assert callable(make)
    path = make(tmp_path)
    found, text = begun(path, **more)
    (tmp_path / "m.yaml").write_text(text, "utf-8")

    played = replay(path, read_mapping(tmp_path / "m.yaml"))

    assert (found.roles.case, found.roles.due, found.roles.starts, found.roles.ends) == roles
    assert found.cases == played.cases == cases
    assert f"term: {term}" in text or term == "days"
    assert played.compared >= cases - 2
    assert {code for code, _ in played.remarked} <= {"case_twice"}


@pytest.mark.parametrize("form", [LogFormat.CSV, LogFormat.XES, LogFormat.OCEL_JSON, LogFormat.OCEL_SQLITE])
def test_our_own_exports_are_known(tmp_path: Path, form: LogFormat) -> None:
    """Case, activity, time and due date of what the library writes are found without being said."""
    path = tmp_path / "log"
    export_log([event for number in range(3) for event in sample_log(f"S-{number}")], path, form)

    found, text = begun(path)
    (tmp_path / "m.yaml").write_text(text, "utf-8")

    assert replay(path, read_mapping(tmp_path / "m.yaml")).cases == found.cases == 3
    assert "due" in found.roles.due


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        ("46027.5", "excel"),
        ("1767600000", "unix"),
        ("1767600000123", "unix_ms"),
        ("13/02/2026 08:00", "dmy"),
        ("02/13/2026 8:00 PM", "mdy"),
        ("2026-02-13T08:00:00+07:00", "iso"),
        ("13-Feb-2026 08:00", "iso"),
    ],
)
def test_how_times_are_written_is_seen(tmp_path: Path, cells: str, order: str) -> None:
    """Days that cannot be months, serial numbers and seconds are told apart, and the mapping says so."""
    path = tmp_path / "log.csv"
    path.write_text(f"case,activity,timestamp\nA,x,{cells}\nB,y,{cells}\n", "utf-8")

    found, text = begun(path)
    (tmp_path / "m.yaml").write_text(text, "utf-8")

    assert f"\ndates: {order}" in text
    assert found.first is not None
    assert replay(path, read_mapping(tmp_path / "m.yaml")).used == 2


def test_names_of_a_stranger_stay_names(tmp_path: Path) -> None:
    """Neither a comment nor a text of the mapping is broken out of; what cannot be seen may be anything."""
    nasty = '"a\u2028b: [x]\nlimit: {}","# y\n- z\x85"'
    path = tmp_path / "log.csv"
    path.write_text(f"case,activity,timestamp\n{nasty},2026-01-05\n", "utf-8")

    _, text = begun(path)
    (tmp_path / "m.yaml").write_text(text, "utf-8")

    found = replay(path, read_mapping(tmp_path / "m.yaml"))
    assert found.rate("recomputed") == 1.0
    assert not found.absent


def test_what_is_not_found_is_asked_for(tmp_path: Path) -> None:
    """Without a column that could be the case, the columns are listed; a name that is not there is refused."""
    path = tmp_path / "log.csv"
    path.write_text("what,activity,timestamp\nA,x,2026-01-05\n", "utf-8")

    with pytest.raises(DefinitionError, match=r"which column is the case\? Say it with --case; there are: activity"):
        describe_log(path)
    with pytest.raises(DefinitionError, match="the log has no 'nix', given as the case"):
        describe_log(path, given=Roles(case="nix"))
    assert describe_log(path, given=Roles(case="what")).cases == 1
    (tmp_path / "none.xes").write_text("<log/>", "utf-8")
    with pytest.raises(DefinitionError, match="there is nothing in the log"):
        describe_log(tmp_path / "none.xes")


def test_where_a_log_is_from_is_asked_for(tmp_path: Path) -> None:
    """Old times without an offset are nobody's; a zone without a known country needs one."""
    found = describe_log(coded(tmp_path))

    with pytest.raises(DefinitionError, match="where is the log from"):
        starting_mapping(found)
    with pytest.raises(DefinitionError, match="whose holidays count in Asia/Tokyo"):
        starting_mapping(found, zone="Asia/Tokyo")
    with pytest.raises(UnknownNameError, match="time zone"):
        starting_mapping(found, zone="Nowhere")
    assert "country: JP" in starting_mapping(found, zone="Asia/Tokyo", country="JP")


def test_only_the_beginning_of_a_large_log_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was seen is said to be the beginning, in the report and in the mapping."""
    monkeypatch.setattr("dossierflow.interop.replay.describing.looking.MOST_LINES", 10)
    found, text = begun(coded(tmp_path), zone="Europe/Amsterdam")

    assert (found.lines, found.is_whole) == (10, False)
    assert "the first of more" in text
    assert "only its beginning" in report_text(log_report(found, "en"))


def test_the_command_writes_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON has the roles; a mapping is not written over; an unknown encoding is bad input; without one, replay asks."""
    monkeypatch.chdir(tmp_path)
    log = str(receipts(tmp_path))
    line = ["describe-log", log, "--new-mapping", "m.yaml", "--lang", "en"]

    told = CliRunner().invoke(app, [*line, "--json"])
    again = CliRunner().invoke(app, line)
    vietnamese = CliRunner().invoke(app, ["describe-log", log])
    wrong = CliRunner().invoke(app, ["describe-log", log, "--encoding", "ebcdic"])
    asked = CliRunner().invoke(app, ["replay", log])

    found = json.loads(told.output)
    assert found["roles"]["due"] == "case:deadline"
    assert found["columns"]["case:deadline"]["missing"] == {"1970-01-01T00:00:00.000+01:00": 3}
    assert found["terms"] == {"56": 45, "98": 3}
    assert (again.exit_code, wrong.exit_code, asked.exit_code) == (2, 2, 2)
    assert "Các cột".upper() in vietnamese.output
    assert "describe-log" in asked.output


def test_an_encoding_that_is_told_is_kept(tmp_path: Path) -> None:
    """What is needed to read the log stands in the mapping that is begun."""
    path = tmp_path / "log.csv"
    # Windows writes most tones apart
    apart = {"ồ": "ô\u0300", "ạ": "a\u0323", "ộ": "ô\u0323", "ờ": "ơ\u0300", "ể": "ê\u0309"}
    text = "Mã hồ sơ,Hoạt động,Thời điểm\nA,đi,05/02/2026\n"
    path.write_bytes(text.translate(str.maketrans(apart | {"ã": "a\u0303"})).encode("cp1258"))

    text = starting_mapping(describe_log(path, way=Way(encoding="cp1258", guesses=True)))
    (tmp_path / "m.yaml").write_text(text, "utf-8")

    assert "encoding: cp1258" in text
    assert replay(path, read_mapping(tmp_path / "m.yaml")).used == 1


def test_a_column_without_a_name_is_none(tmp_path: Path) -> None:
    """Tools that save a table with its row numbers leave their heading empty; nothing is told of such a column."""
    rows = [",case:concept:name,concept:name,time:timestamp"]
    rows += [f"{number},case-{number},Confirmation,2011-10-11 13:45:40.276000+02:00" for number in range(5)]
    log = tmp_path / "numbered.csv"
    log.write_text("\n".join(rows) + "\n", "utf-8")

    found = describe_log(log)

    assert list(found.columns) == ["case:concept:name", "concept:name", "time:timestamp"]
    assert found.roles.case == "case:concept:name"
