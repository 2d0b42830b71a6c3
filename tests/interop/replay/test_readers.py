"""Every kind of log, well formed and hostile, is read line by line, or refused with a reason."""

from __future__ import annotations

import gzip
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from dossierflow.errors import DefinitionError
from dossierflow.interop.exports import LogFormat, export_log
from dossierflow.interop.replay import LogMapping
from dossierflow.interop.replay.logs.records import LONGEST_CELL, VALUE, Fault, Record, Unreadable
from dossierflow.interop.replay.opening import opened_log, way_of
from dossierflow.testing.sample import sample_log

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = {"case": "Mã", "activity": "Việc", "timestamp": "Lúc"}
FLAT = {"case": "case:concept:name", "activity": "concept:name", "timestamp": "time:timestamp"}


def mapping(columns: dict[str, str], **more: object) -> LogMapping:
    """Return a mapping that reads *columns*."""
    values = {
        "log": "test",
        "zone": "Asia/Ho_Chi_Minh",
        "dates": "dmy",
        "compare": "day",
        "columns": columns,
        "calendar": "vn-public",
        "ends": {"activity": ["end"], "take": "last"},
        "limit": {
            "name": "x",
            "term": "5 working days",
            "profile": "vn-general",
            "starts": {"activity": ["start"], "take": "first"},
        },
        **more,
    }
    return LogMapping.model_validate_json(json.dumps(values))


def read(path: Path, columns: dict[str, str] = COLUMNS, **more: object) -> list[Record | Unreadable]:
    """Read a whole log."""
    said = mapping(columns, **more)
    with opened_log(path, way_of(said), said.wanted) as (_, records):
        return list(records)


def saved(folder: Path, raw: bytes, name: str = "log.csv") -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(raw)
    return path


TABLE = "Mã{d}Việc{d}Lúc\nH-1{d}Tiếp nhận{d}05/02/2026\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_of_every_form_are_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    """Delimiter and byte order mark are found; the cells are the same."""
    path = saved(tmp_path, TABLE.format(d=delimiter).encode(encoding))

    assert read(path) == [Record(2, {"Mã": "H-1", "Việc": "Tiếp nhận", "Lúc": "05/02/2026"})]


def test_cp1258_is_composed(tmp_path: Path) -> None:
    """Windows writes Vietnamese tones apart; they are put together, so that names are equal."""
    apart = "Ma\u0303;Vi\u00ea\u0323c;Lu\u0301c\nH-1;Ti\u00ea\u0301p nh\u00e2\u0323n;05/02/2026\n"
    path = saved(tmp_path, apart.encode("cp1258"))

    assert read(path, encoding="cp1258") == [Record(2, {"Mã": "H-1", "Việc": "Tiếp nhận", "Lúc": "05/02/2026"})]


def test_broken_lines_are_listed_and_the_others_read(tmp_path: Path) -> None:
    """Too few cells, bytes of another encoding, a huge value and loose quotes cost their line only."""
    raw = b"\n".join([
        b"M\xc3\xa3,Vi\xe1\xbb\x87c,L\xc3\xbac",
        b"H-1,a,1",
        b"H-2,a",
        b"H-3,\xff\xfe,1",
        b"H-4," + b"x" * (LONGEST_CELL + 1) + b",1",
        b'H-5,"a"b,1',
        b"H-6,a\x00,1",
        b'"H-7","a\nb",1',
        b"",
        b"H-8,a,1",
        b'H-9,"never ends,1',
    ])  # fmt: skip
    found = read(saved(tmp_path, raw))

    assert [one.line for one in found if isinstance(one, Record)] == [2, 8, 11]
    assert {one.line: one.why.partition(":")[0] for one in found if isinstance(one, Unreadable)} == {
        3: "found 2 cells; the heading has 3",
        4: "Việc",
        5: "Việc",
        6: "not a line of a table",
        7: "Việc",
        12: "not a line of a table",
    }


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "names none of the columns"),
        (b"a,b,c\n1,2,3\n", "names none of the columns"),
        ("Mã,Mã,Việc,Lúc\n".encode(), "names 'Mã' twice"),
        (b"PK\x03\x04" + b"\0" * 100, "ZIP archive"),
        ("Mã,Việc,Lúc\n".encode() + b"x" * (1 << 20), "this is no table"),
        ("Mã,Việc,Lúc\n".encode("utf-16") + b"\x00\xd8\x00", "not utf-16"),
        (b'{"events": 3}', "no list of 'events'"),
        (b'{"events": [', "not JSON"),
        (b"[" * 10 + b"<", "names none of the columns"),
        (b"<html></html>", "a log in XES begins with 'log'"),
        (b"<log><trace>", "breaks off"),
        (b"<log>" * 100, "nested more than"),
        (b'<!DOCTYPE log [<!ENTITY a "aaaa">]><log>&a;</log>', "document type"),
        (b'<!DOCTYPE log SYSTEM "file:///etc/passwd"><log/>', "document type"),
        (b'<log><trace><string key="k" value="' + b"x" * (5 << 20) + b'"/></trace></log>', "longer than"),
        (gzip.compress("Mã,Việc,Lúc\nH-1,a,1\n".encode() * 50, mtime=0)[:-12], "damaged or cut off"),
        (b"SQLite format 3\x00" + b"\x01" * 4096, "cannot be read"),
    ],
)
def test_a_file_that_is_no_log_is_refused(tmp_path: Path, raw: bytes, told: str) -> None:
    """The reason names the file and what is wrong with it."""
    path = saved(tmp_path, raw)

    with pytest.raises(DefinitionError, match=told) as raised:
        read(path, case_object="dossier")

    assert raised.value.problems[0].file == str(path)


def test_packed_logs_grow_only_so_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that unpacks to a huge one is refused on the way."""
    monkeypatch.setattr("dossierflow.interop.replay.opening.LARGEST_UNPACKED", 1 << 20)
    path = saved(tmp_path, gzip.compress("Mã,Việc,Lúc\n".encode() + b"H-1,a,1\n" * (1 << 18)))

    with pytest.raises(DefinitionError, match="unpacks to more than"):
        read(path)


def test_xes_gives_trace_and_event_their_names(tmp_path: Path) -> None:
    """Attributes of attributes and lists are passed over, with or without a name space, packed or not."""
    text = """<?xml version="1.0"?><log xmlns="http://www.xes-standard.org/">
<global scope="event"><string key="concept:name" value="global"/></global>
<trace><string key="concept:name" value="7"><string key="concept:name" value="inner"/></string>
<list key="l"><values><string key="concept:name" value="listed"/></values></list>
<event><date key="time:timestamp" value="2011-01-03T09:00:00+01:00"/>
<string key="concept:name" value="01_HOOFD_010"/></event>
</trace>
<trace><string key="concept:name" value="empty"/></trace>
<event><string key="concept:name" value="loose"/></event></log>"""
    cells = {
        "case:concept:name": "7",
        "concept:name": "01_HOOFD_010",
        "time:timestamp": "2011-01-03T09:00:00+01:00",
    }
    path = saved(tmp_path, gzip.compress(text.encode()), "log.xes.gz")

    assert read(path, FLAT) == [
        Record(5, cells, 1),
        Unreadable(8, "the trace 'empty' has no events", Fault.NO_EVENTS),
        Unreadable(9, "the event belongs to no trace", Fault.NO_CASE),
    ]


@pytest.mark.parametrize("form", [LogFormat.OCEL_JSON, LogFormat.OCEL_SQLITE])
def test_our_own_ocel_is_laid_flat(tmp_path: Path, form: LogFormat) -> None:
    """Every event of the sample comes once, with its dossier and that dossier's facts."""
    path = tmp_path / "log"
    events = sample_log("S-1")
    export_log(events, path, form)

    found = read(path, {**FLAT, "resource": "case:fact_kind"}, case_object="dossier")

    records = [one for one in found if isinstance(one, Record) and one.part != VALUE]
    assert [one.line for one in records] == list(range(1, len(events) + 1))
    assert not [one for one in found if isinstance(one, Unreadable)]
    assert sorted(one.cells["concept:name"] for one in records) == sorted(event.type for event in events)
    assert {one.cells["case:concept:name"] for one in records} == {"dossier:S-1"}
    assert {one.cells["case:fact_kind"] for one in records} == {"house"}
    assert all(one.cells["time:timestamp"].endswith("Z") for one in records)


@pytest.mark.parametrize("form", [LogFormat.OCEL_JSON, LogFormat.OCEL_SQLITE])
def test_ocel_must_have_objects_of_the_type(tmp_path: Path, form: LogFormat) -> None:
    """A type that is not there is refused with those that are; so is a mapping that names none."""
    path = tmp_path / "log"
    export_log(sample_log("S-1"), path, form)

    with pytest.raises(DefinitionError, match="agency, applicant, calendar, clock, dossier"):
        read(path, FLAT, case_object="permit")
    with pytest.raises(DefinitionError, match="case_object"):
        read(path, FLAT)


def test_views_and_odd_databases_are_not_run(tmp_path: Path) -> None:
    """A view in the place of a table is no table."""
    path = tmp_path / "log.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE VIEW event AS SELECT 1 AS ocel_id, 2 AS ocel_type")

    with pytest.raises(DefinitionError, match="there is no table event"):
        read(path, FLAT, case_object="dossier")


def test_odd_json_costs_its_event(tmp_path: Path) -> None:
    """Events that are no objects, or relate to nothing, are listed by their number."""
    log = {
        "objects": [{"id": "a", "type": "case"}],
        "events": [3, {"type": "x"}, {"relationships": [{"objectId": "a"}]}],
    }
    path = saved(tmp_path, json.dumps(log).encode())

    found = read(path, FLAT, case_object="case")

    assert [one.line for one in found if isinstance(one, Unreadable)] == [1, 2]
    assert found[1] == Record(3, {"case:concept:name": "a", "concept:name": "", "time:timestamp": ""})
