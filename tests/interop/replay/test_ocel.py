"""Objects and events are laid flat by case, whatever the form of the file."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

import pytest
import yaml

from dossierflow.errors import DefinitionError
from dossierflow.interop.exports import LogFormat, export_log
from dossierflow.interop.replay import read_mapping, replay
from dossierflow.interop.replay.logs.records import VALUE, Record, Unreadable
from dossierflow.interop.replay.opening import Way, opened_log
from dossierflow.testing.sample import SAMPLE_PROCEDURE, sample_log

if TYPE_CHECKING:
    from pathlib import Path

ALWAYS = "1970-01-01T00:00:00Z"
Attribute = tuple[str, str, str]
# id, type, values with the time from which on they hold, related objects
OBJECTS: list[tuple[str, str, list[Attribute], list[str]]] = [
    ("o1", "order", [("due", ALWAYS, "2026-02-01"), ("due", "2026-01-10T00:00:00Z", "2026-02-05")], ["i1", "i2"]),
    ("o2", "order", [("due", ALWAYS, "2026-03-01")], []),
    ("o3", "order", [], []),
    ("i1", "item", [("weight", ALWAYS, "3")], []),
    ("i2", "item", [("weight", ALWAYS, "4"), ("weight", "2026-01-07T00:00:00Z", "null")], []),
    ("p1", "package", [("to", ALWAYS, "Huế")], []),
    ("x1", "truck", [], []),
]
# type, time, objects
EVENTS: list[tuple[str, str, list[str]]] = [
    ("place", "2026-01-05T08:00:00Z", ["o1", "i1", "i2"]),
    ("place", "2026-01-06T08:00:00Z", ["o2"]),
    ("pick", "2026-01-08T08:00:00Z", ["i1"]),
    ("ship", "2026-01-20T08:00:00Z", ["o1", "o2", "p1", "i1"]),
    ("wash", "2026-01-21T08:00:00Z", ["x1"]),
    ("lost", "2026-01-22T08:00:00Z", ["nobody"]),
]


def as_json(path: Path) -> None:
    """Write the log as JSON."""
    objects = [
        {
            "id": name,
            "type": kind,
            "attributes": [{"name": one, "time": time, "value": value} for one, time, value in values],
            "relationships": [{"objectId": other, "qualifier": ""} for other in others],
        }
        for name, kind, values, others in OBJECTS
    ]
    events = [
        {"id": f"e{number}", "type": kind, "time": time, "relationships": [{"objectId": one} for one in touched]}
        for number, (kind, time, touched) in enumerate(EVENTS)
    ]
    path.write_text(json.dumps({"objects": objects, "events": events}), "utf-8")


def as_xml(path: Path) -> None:
    """Write the log as XML."""

    def tied(others: list[str]) -> str:
        return "".join(f"<relationship object-id={quoteattr(one)} qualifier=''/>" for one in others)

    parts = ["<log><object-types/><event-types/><objects>"]
    for name, kind, values, others in OBJECTS:
        told = "".join(
            f"<attribute name='{one}' time='{time}'>{escape(value)}</attribute>" for one, time, value in values
        )
        parts.append(f"<object id='{name}' type='{kind}'><attributes>{told}</attributes>")
        parts.append(f"<objects>{tied(others)}</objects></object>")
    parts.append("</objects><events>")
    for number, (kind, time, touched) in enumerate(EVENTS):
        parts.append(f"<event id='e{number}' type='{kind}' time='{time}'><attributes/>")
        parts.append(f"<objects>{tied(touched)}</objects></event>")
    path.write_text("".join(parts) + "</events></log>", "utf-8")


def as_sqlite(path: Path) -> None:
    """Write the log as tools of process mining do: no keys, no indexes, times without a zone."""
    with closing(sqlite3.connect(path)) as database:
        for table, columns in {
            "event": "ocel_id, ocel_type",
            "object": "ocel_id, ocel_type",
            "event_object": "ocel_event_id, ocel_object_id, ocel_qualifier",
            "object_object": "ocel_source_id, ocel_target_id, ocel_qualifier",
            "event_map_type": "ocel_type, ocel_type_map",
            "object_map_type": "ocel_type, ocel_type_map",
        }.items():
            database.execute(f"CREATE TABLE {table} ({columns})")
        for kind in sorted({kind for kind, _, _ in EVENTS}):
            database.execute("INSERT INTO event_map_type VALUES (?, ?)", (kind, kind.title()))
            database.execute(f"CREATE TABLE event_{kind.title()} (ocel_id TEXT, ocel_time TIMESTAMP)")
        for kind, column in {"order": "due TIMESTAMP", "item": "weight", "package": '"to"', "truck": "x"}.items():
            database.execute("INSERT INTO object_map_type VALUES (?, ?)", (kind, kind.title()))
            database.execute(
                f"CREATE TABLE object_{kind.title()} (ocel_id, ocel_time TIMESTAMP, ocel_changed_field, {column})"
            )
        for name, kind, values, others in OBJECTS:
            database.execute("INSERT INTO object VALUES (?, ?)", (name, kind))
            for one, time, value in values:
                row = (name, bare(time), None if time == ALWAYS else one, None if value == "null" else value)
                database.execute(f"INSERT INTO object_{kind.title()} VALUES (?, ?, ?, ?)", row)  # noqa: S608 -- a literal
            database.executemany("INSERT INTO object_object VALUES (?, ?, '')", [(name, other) for other in others])
        for number, (kind, time, touched) in enumerate(EVENTS):
            database.execute("INSERT INTO event VALUES (?, ?)", (f"e{number}", kind))
            database.execute(f"INSERT INTO event_{kind.title()} VALUES (?, ?)", (f"e{number}", bare(time)))  # noqa: S608 -- as above
            database.executemany("INSERT INTO event_object VALUES (?, ?, '')", [(f"e{number}", one) for one in touched])
        database.commit()


def bare(time: str) -> str:
    """Return a time as the tables have it."""
    return time.replace("T", " ").removesuffix("Z")


WRITERS = {"json": as_json, "xml": as_xml, "sqlite": as_sqlite}
WANTED = (
    "case:concept:name", "concept:name", "time:timestamp", "case:due", "item:weight", "item:id", "package:to",
)  # fmt: skip


def read(path: Path, *through: str, case: str = "order") -> tuple[list[Record], list[Unreadable], int]:
    """Read a log: its records, what cannot be read, and how many events belong to no case."""
    with opened_log(path, Way(case_object=case, through=through), WANTED) as (source, records):
        found = list(records)
    faults = [one for one in found if isinstance(one, Unreadable)]
    return [one for one in found if isinstance(one, Record)], faults, source.elsewhere


@pytest.fixture(params=sorted(WRITERS))
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The same log in each of the three forms."""
    path = tmp_path / "log"
    WRITERS[request.param](path)
    return path


def test_an_event_comes_once_for_each_case_as_it_was_then(log: Path) -> None:
    """Two orders that are shipped together have it each; what an order was due is what held at that instant."""
    records, faults, elsewhere = read(log)

    events = [
        (one.cells["case:concept:name"], one.line, one.cells["concept:name"], one.cells["case:due"][:10])
        for one in records
        if one.part != VALUE
    ]
    assert events == [
        ("o1", 1, "place", "2026-02-01"),
        ("o1", 4, "ship", "2026-02-05"),
        ("o2", 2, "place", "2026-03-01"),
        ("o2", 4, "ship", "2026-03-01"),
    ]
    assert [(one.line, one.fault.value) for one in faults] == [(0, "no_events"), (6, "no_case")]
    assert elsewhere == 2


def test_events_of_related_objects_may_count(log: Path) -> None:
    """Through its items, an order has what happened to them."""
    records, _, elsewhere = read(log, "item")

    lines = [one.line for one in records if one.part != VALUE and one.cells["case:concept:name"] == "o1"]
    assert (lines, elsewhere) == ([1, 3, 4], 1)


def test_every_value_of_what_belongs_to_a_case_is_told(log: Path) -> None:
    """Own values, those of related objects, and of objects that only share an event; a value that ends is empty."""
    records, _, _ = read(log)

    told = [
        (
            one.cells["time:timestamp"][:10],
            one.cells["case:due"][:10],
            one.cells["item:weight"],
            one.cells["package:to"],
        )
        for one in records
        if one.part == VALUE and one.cells["case:concept:name"] == "o1"
    ]
    assert told == [
        ("", "2026-02-01", "", ""),
        ("2026-01-10", "2026-02-05", "", ""),
        ("", "", "3", ""),
        ("", "", "4", ""),
        ("2026-01-07", "", "", ""),
        ("", "", "", "Huế"),
    ]


def test_of_several_objects_no_value_is_taken(log: Path) -> None:
    """An event that touches two items has their names; one that touches a single item has its weight."""
    records, _, _ = read(log)

    by_line = {(one.cells["case:concept:name"], one.line): one.cells for one in records if one.part != VALUE}
    assert (by_line["o1", 1]["item:id"], by_line["o1", 1]["item:weight"]) == ("i1, i2", "")
    assert (by_line["o1", 4]["item:id"], by_line["o1", 4]["item:weight"]) == ("i1", "3")


def test_types_that_are_not_there_are_refused(log: Path) -> None:
    """The types that are there are listed, for the cases and for what they are reached through."""
    with pytest.raises(DefinitionError, match="type 'permit'; there are: item, order, package, truck"):
        read(log, case="permit")
    with pytest.raises(DefinitionError, match="type 'box'; there are"):
        read(log, "box")


OWN = {
    "log": "our own",
    "zone": "Asia/Ho_Chi_Minh",
    "dates": "iso",
    "compare": "instant",
    "case_object": "dossier",
    # nobody but the applicant acts without an agency
    "defaults": {"agency:name": "applicant"},
    "columns": {
        "case": "case:concept:name",
        "activity": ["concept:name", "subject"],
        "timestamp": "time:timestamp",
        "agency": "agency:name",
        "role": "role",
        "due": {"column": "clock:due", "take": "last", "lines": {"clock:limit": ["total"]}},
    },
    "calendar": "vn-public",
    "ends": {"activity": ["decided*"], "take": "last"},
    "procedure": {
        "id": "sample-permit",
        "folder": ".",
        "limit": "total",
        "filing": {"activity": ["submitted"], "channel": "online", "facts": {"kind": "house"}},
        "acts": [
            {"activity": ["received"], "act": {"do": "receive"}},
            {"activity": ["supplement_requested"], "act": {"do": "request_supplement", "items": ["-"], "reason": "-"}},
            {"activity": ["supplement_answered"], "act": {"do": "answer_supplement"}},
            {
                "activity": ["step_completed+check*"],
                "act": {"do": "complete_step", "step": "check", "action": "sufficient"},
            },
            {"activity": ["handed_off*"], "act": {"do": "hand_off", "handoffs": ["fire_opinion"]}},
            {
                "activity": ["step_completed+consult*"],
                "act": {"do": "complete_step", "step": "consult", "action": "heard"},
            },
            {"activity": ["decided*"], "act": {"do": "decide", "step": "sign", "action": "grant"}},
            {"activity": ["result_returned"], "act": {"do": "return_result"}},
        ],
    },
}


@pytest.mark.parametrize("form", [LogFormat.OCEL_JSON, LogFormat.OCEL_SQLITE])
def test_the_clocks_of_our_own_log_are_its_due_dates(tmp_path: Path, form: LogFormat) -> None:
    """Asked again of the engine, the due dates of the clocks of an exported log come out to the minute."""
    text = SAMPLE_PROCEDURE.model_dump_json(exclude_none=True, exclude_defaults=True, by_alias=True)
    (tmp_path / "sample-permit@2021-01-01.yaml").write_text(text, "utf-8")
    (tmp_path / "own.map").write_text(yaml.safe_dump(OWN, allow_unicode=True), "utf-8")
    log = tmp_path / "log"
    export_log([event for number in range(3) for event in sample_log(f"S-{number}")], log, form)

    found = replay(log, read_mapping(tmp_path / "own.map"))

    assert (found.cases, found.compared, found.different) == (3, 3, 0)
    assert not found.refused
    assert found.rate("log") == found.rate("recomputed")


def test_what_no_database_can_keep_does_not_stop_the_others(tmp_path: Path) -> None:
    """Halves of characters in names and values cost their event, or are shown as what they are not."""
    half = "\ud800"
    log = {
        "objects": [{"id": f"a{half}", "type": "order", "attributes": [{"name": "n", "time": "", "value": half}]}],
        "events": [
            {"type": f"go{half}", "time": "2026-01-05T08:00:00Z", "relationships": [{"objectId": f"a{half}"}]},
            {"type": "go", "time": "2026-01-05T08:00:00Z", "relationships": [{"objectId": f"a{half}"}]},
        ],
    }
    path = tmp_path / "log.json"
    path.write_text(json.dumps(log), "utf-8")

    records, faults, _ = read(path)

    assert [one.line for one in records if one.part != VALUE] == [2]
    assert [(one.line, one.fault.value) for one in faults] == [(1, "value")]
