"""Exported logs say what the events say, in every form, to readers that know nothing of the library."""

from __future__ import annotations

import csv
import json
import random
import sqlite3
import tracemalloc
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from lxml import etree

from dossierflow.audit import from_batch
from dossierflow.errors import EventFormatError
from dossierflow.interop.exports import LogFormat, export_log
from dossierflow.testing.sample import sample_log

if TYPE_CHECKING:
    from dossierflow.engine.events import Event

XES = "{http://www.xes-standard.org/}"
SORTED = [form for form in LogFormat if form is not LogFormat.CLOUDEVENTS]


def written(events: list[Event], folder: Path, form: LogFormat) -> Path:
    """Write *events* and return the file."""
    out = folder / f"log.{form.value}"
    assert export_log(events, out, form) == len(events)
    return out


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_has_a_line_for_every_act_and_every_clock(
    log: list[Event], plain: list[dict[str, Any]], changes: Counter[tuple[str, str]], tmp_path: Path
) -> None:
    """Acts and changes of clocks are counted and told as the plain JSON has them."""
    rows = rows_of(written(log, tmp_path, LogFormat.CSV))

    acts = {(row["dossier"], int(row["sequence"])): row for row in rows if row["part"] == "0"}
    assert len(acts) == len(plain)
    for event in plain:
        row = acts[event["dossier"], event["sequence"]]
        assert row["occurred_at"] == event["occurred_at"]
        assert row["recorded_at"] == event["recorded_at"]
        assert row["event"] == event["type"]
        assert (row["agency"], row["role"]) == (event["actor"]["agency"], event["actor"]["role"])
        assert row["hash"] == event["hash"]
    assert Counter((row["dossier"], row["change"]) for row in rows if row["change"]) == changes
    dues = {(row["dossier"], row["due_at"]) for row in rows if row["due_at"]}
    assert dues == {
        (event["dossier"], effect["due"]["at"])
        for event in plain
        for effect in event["effects"]
        if effect.get("due") is not None
    }


def test_a_restarted_clock_is_another_run(log: list[Event], tmp_path: Path) -> None:
    """The total limit of the sample is restarted by the supplement: its first run is superseded."""
    rows = rows_of(written(log, tmp_path, LogFormat.CSV))

    total = [(row["run"], row["change"]) for row in rows if row["dossier"] == "S-1" and row["limit"] == "total"]
    assert total[0] == ("1", "started")
    assert ("1", "superseded") in total
    assert total[-1] == ("2", "met")


def test_parquet_holds_the_same_as_csv(log: list[Event], tmp_path: Path) -> None:
    """Polars reads the lines with their types: instants are instants, numbers numbers, nothing is null."""
    rows = rows_of(written(log, tmp_path, LogFormat.CSV))
    frame = pl.read_parquet(written(log, tmp_path, LogFormat.PARQUET))

    assert frame.columns == list(rows[0])
    assert str(frame.schema["occurred_at"]) == "Datetime(time_unit='us', time_zone='UTC')"
    for row, cells in zip(rows, frame.iter_rows(named=True), strict=True):
        for name, text in row.items():
            value = cells[name]
            if isinstance(value, datetime):
                assert value == datetime.fromisoformat(text)
            else:
                assert ("" if value is None else str(value)) == text


def test_xes_is_valid_and_tells_suspensions(
    log: list[Event], plain: list[dict[str, Any]], changes: Counter[tuple[str, str]], tmp_path: Path
) -> None:
    """The structure is that of the standard; clocks are suspended and resumed as often as the events say."""
    tree = etree.parse(str(written(log, tmp_path, LogFormat.XES)))
    schema = etree.XMLSchema(etree.parse(str(Path(__file__).with_name("xes.xsd"))))

    schema.assertValid(tree)
    traces = tree.getroot().findall(f"{XES}trace")
    names = [trace.find(f"{XES}string[@key='concept:name']").get("value") for trace in traces]
    assert names == sorted({event["dossier"] for event in plain})
    transitions = Counter(
        one.get("value") for one in tree.iter(f"{XES}string") if one.get("key") == "lifecycle:transition"
    )
    by_change = Counter[str]()
    for (_, change), count in changes.items():
        by_change[change] += count
    # one more stands in the globals
    assert transitions["complete"] == 1 + len(plain) + by_change["met"] + by_change["lapsed"]
    assert transitions["suspend"] == by_change["suspended"] > 0
    assert transitions["resume"] == by_change["resumed"] > 0
    assert transitions["start"] == by_change["started"]


def test_ocel_sqlite_has_keys_and_no_loose_ends(log: list[Event], plain: list[dict[str, Any]], tmp_path: Path) -> None:
    """Every table of the format is there with its keys, no reference dangles, and types are named as their tables."""
    with closing(sqlite3.connect(written(log, tmp_path, LogFormat.OCEL_SQLITE))) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for table in ("event", "object", "event_object", "object_object", "event_map_type", "object_map_type"):
            assert any(row[5] for row in database.execute(f"PRAGMA table_info({table})")), table
        assert len(database.execute("PRAGMA foreign_key_list(event_object)").fetchall()) == 2
        assert all(kind == name for kind, name in database.execute("SELECT * FROM event_map_type"))
        types = Counter(kind for (kind,) in database.execute("SELECT ocel_type FROM event"))
        assert types == Counter(event["type"] for event in plain)
        changed = database.execute(
            "SELECT due FROM object_clock WHERE ocel_id = 'clock:S-1/check/1' ORDER BY ocel_time"
        ).fetchall()
        # promised, standing still, running again
        assert [row[0] is None for row in changed if row != changed[1]][:1] == [False]
        assert any(due is None for (due,) in changed)


def test_ocel_json_and_sqlite_say_the_same(log: list[Event], tmp_path: Path) -> None:
    """Events, objects and relations with their qualifiers are equal in both forms."""
    told = json.loads(written(log, tmp_path, LogFormat.OCEL_JSON).read_bytes())
    with closing(sqlite3.connect(written(log, tmp_path, LogFormat.OCEL_SQLITE))) as database:
        events = dict(database.execute("SELECT ocel_id, ocel_type FROM event"))
        objects = dict(database.execute("SELECT ocel_id, ocel_type FROM object"))
        relations = set(database.execute("SELECT * FROM event_object"))
        between = set(database.execute("SELECT * FROM object_object"))

    assert {one["id"]: one["type"] for one in told["events"]} == events
    assert {one["id"]: one["type"] for one in told["objects"]} == objects
    assert {(e["id"], r["objectId"], r["qualifier"]) for e in told["events"] for r in e["relationships"]} == relations
    assert {(o["id"], r["objectId"], r["qualifier"]) for o in told["objects"] for r in o["relationships"]} == between
    declared = {one["name"]: {a["name"] for a in one["attributes"]} for one in told["objectTypes"]}
    for one in told["objects"]:
        assert {a["name"] for a in one["attributes"]} <= declared[one["type"]]
        assert all(isinstance(a["value"], str) for a in one["attributes"])


def test_a_batch_of_cloudevents_reads_back(log: list[Event], tmp_path: Path) -> None:
    """The batch is JSON, in the order of the log, and every event is the one that was logged, redacted."""
    batch = json.loads(written(log, tmp_path, LogFormat.CLOUDEVENTS).read_bytes())

    assert from_batch(batch) == tuple(replace(event, personal=None) for event in log)


@pytest.mark.parametrize("form", LogFormat)
def test_nothing_personal_leaves(log: list[Event], tmp_path: Path, form: LogFormat) -> None:
    """Neither the name of the owner nor its salt is in any form; words of officers only in whole events."""
    raw = written(log, tmp_path, form).read_bytes()
    if form is LogFormat.PARQUET:
        raw = pl.read_parquet(tmp_path / "log.parquet").write_csv().encode()

    assert "Nguyễn Văn A".encode() not in raw
    assert b"salt of" not in raw
    assert ("thiếu bản vẽ".encode() in raw) is (form is LogFormat.CLOUDEVENTS)


@pytest.mark.parametrize("form", SORTED)
def test_the_same_log_gives_the_same_bytes(log: list[Event], tmp_path: Path, form: LogFormat) -> None:
    """Interleaved in another way, the dossiers give the same file."""
    shuffled = sorted(log, key=lambda event: event.sequence)
    random.Random(7).shuffle(shuffled)  # noqa: S311 -- any order will do
    first = written(log, tmp_path, form).read_bytes()

    assert written(shuffled, tmp_path, form).read_bytes() == first


@pytest.mark.parametrize("form", LogFormat)
def test_an_empty_log_is_a_log(tmp_path: Path, form: LogFormat) -> None:
    """Nothing happened: the file is there and says so."""
    assert written([], tmp_path, form).stat().st_size > 0


@pytest.mark.parametrize("form", SORTED)
def test_an_event_that_is_there_twice_is_refused(log: list[Event], tmp_path: Path, form: LogFormat) -> None:
    """The log is not intact; nothing is written, and an old file stays."""
    out = tmp_path / "log"
    out.write_bytes(b"old")

    with pytest.raises(EventFormatError, match="twice"):
        export_log([*log, log[0]], out, form)

    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]


def test_a_log_is_not_held_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty dossiers take less than a quarter of the memory that their file would."""
    monkeypatch.setattr("dossierflow.interop.exports.spool._BATCH", 50)
    one, out = sample_log(), tmp_path / "log.xes"
    events = (replace(event, dossier=f"D-{number}") for number in range(60) for event in one)
    export_log(one, out, LogFormat.XES)

    tracemalloc.start()
    try:
        export_log(events, out, LogFormat.XES)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < out.stat().st_size / 4
