"""What makes foreign logs hard: it is read as the mapping says, or told; one case never stops the others."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
import yaml
from typer.testing import CliRunner

from dossierflow.cli import app
from dossierflow.errors import DefinitionError
from dossierflow.interop.replay import Outcome, Tables, read_mapping, replay
from dossierflow.render.forecast_html import report_html
from dossierflow.render.replay import replay_report

if TYPE_CHECKING:
    from pathlib import Path

    from dossierflow.interop.replay import Findings, MappingFile

BASE = {
    "log": "test",
    "zone": "Asia/Ho_Chi_Minh",
    "dates": "dmy",
    "compare": "day",
    "columns": {"case": "case", "activity": "act", "timestamp": "at", "due": {"column": "due", "take": "last"}},
    "calendar": "vn-public",
    "ends": {"activity": ["end"], "take": "last"},
    "limit": {
        "name": "x",
        "term": "10 days",
        "profile": "vn-general",
        "starts": {"activity": ["start"], "take": "first"},
    },
}
FLAT = {"case": "case:concept:name", "activity": "concept:name", "timestamp": "time:timestamp"}


def mapped(folder: Path, limit: dict[str, object] | None = None, **changes: object) -> MappingFile:
    """Write a mapping and read it."""
    path = folder / "m.yaml"
    base = {**BASE, "limit": {**BASE["limit"], **(limit or {})}}  # type: ignore[dict-item] # a dict
    path.write_text(yaml.safe_dump({**base, **changes}, allow_unicode=True), "utf-8")
    return read_mapping(path)


def logged(folder: Path, rows: list[tuple[str, ...]], *more: str) -> Path:
    """Write a log."""
    path = folder / "log.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("case", "act", "at", "due", *more), *rows])
    return path


def played(folder: Path, log: Path, file: MappingFile) -> tuple[Findings, dict[str, dict[str, str]]]:
    """Replay, and return what was found with the table of cases by name."""
    with Tables(folder / "out", ()) as tables:
        found = replay(log, file, tables=tables)
    with (folder / "out" / "cases.csv").open(encoding="utf-8", newline="") as table:
        return found, {row["case"]: row for row in csv.DictReader(table)}


def test_what_stands_for_nothing_is_nothing(tmp_path: Path) -> None:
    """Texts named as missing are empty; the beginning of 1970 is never a time, named or not."""
    rows = [
        ("A", "start", "02/05/2018", "UNKNOWN"),
        ("A", "end", "03/05/2018", ""),
        ("B", "start", "02/05/2018", "1970-01-01T00:00:00+01:00"),
        ("C", "start", "1970-01-01 00:00", ""),
        ("D", "UNKNOWN", "02/05/2018", ""),
    ]
    found, cases = played(tmp_path, logged(tmp_path, rows), mapped(tmp_path, missing=["UNKNOWN"]))

    assert {name: case["outcome_log"] for name, case in cases.items()} == {"A": "no_due", "B": "no_due"}
    assert [(one.code.value, one.case) for one in found.remarks] == [("due_unreadable", "B")]
    assert [(one.line, one.fault.value) for one in found.faults] == [(5, "instant"), (6, "empty")]
    assert "stands for no time" in found.faults[0].why


def test_lines_are_left_out_by_column_and_counted(tmp_path: Path) -> None:
    """Stages that do not count and noise are counted by what leaves them out; a default fills in."""
    rows = [
        ("A", "start", "02/05/2018", "", "complete"),
        ("A", "end", "03/05/2018", "", "start"),
        ("A", "end", "04/05/2018", "", ""),
        ("A", "system: sync", "05/05/2018", "", "complete"),
        ("A", "system: mail", "05/05/2018", "", "complete"),
    ]
    changes: dict[str, object] = {
        "lines": {"stage": ["complete"]},
        "leave_out": {"act": ["system: *"]},
        "defaults": {"stage": "complete", "nowhere": "x"},
    }
    found, cases = played(tmp_path, logged(tmp_path, rows, "stage"), mapped(tmp_path, **changes))

    assert dict(found.skipped) == {"stage = start": 1, "act = system: sync": 1, "act = system: mail": 1}
    assert (found.lines, found.used, found.left_out) == (5, 2, 3)
    assert cases["A"]["ended"].startswith("2018-05-04")


def test_activities_are_named_by_pattern_and_by_several_columns(tmp_path: Path) -> None:
    """A star stands for any characters; two columns are put together as tools of process mining do."""
    rows = [
        ("A", "01_HOOFD_010", "02/05/2018", "", "start"),
        ("A", "01_HOOFD_010", "03/05/2018", "", "complete"),
        ("A", "01_HOOFD_490_2", "04/05/2018", "", "complete"),
        ("A", "other", "04/05/2018", "", ""),
    ]
    file = mapped(
        tmp_path,
        {"starts": {"activity": ["01_HOOFD_01*+complete"], "take": "first"}},
        columns={"case": "case", "activity": ["act", "stage"], "timestamp": "at"},
        ends={"activity": ["01_HOOFD_49*", "never"], "take": "last"},
    )
    found, cases = played(tmp_path, logged(tmp_path, rows, "stage"), file)

    assert cases["A"]["started"].startswith("2018-05-03")
    assert cases["A"]["ended"].startswith("2018-05-04")
    assert found.unnamed == {"01_HOOFD_010+start": 1, "other": 1}
    assert found.absent == ("never",)


def test_columns_start_suspend_extend_and_end(tmp_path: Path) -> None:
    """Dates at the case do what activities do; what a case has not got is taken from elsewhere."""
    rows = [
        ("A", "go", "02/05/2018", "", "02/05/2018", "04/05/2018", "07/05/2018", "", "10/05/2018"),
        ("A", "go", "03/05/2018", "", "02/05/2018", "04/05/2018", "07/05/2018", "", "10/05/2018"),
        ("B", "start", "02/05/2018", "", "", "", "", "late", ""),
        ("B", "end", "09/05/2018", "", "", "", "", "", ""),
        ("C", "start", "02/05/2018", "", "", "07/05/2018", "04/05/2018", "", ""),
    ]
    limit = {
        "starts": {"column": "from", "take": "first", "otherwise": {"activity": ["start"], "take": "first"}},
        "suspended": [{"since_column": "stop", "until_column": "on", "reason": "x"}],
        "extended": [{"column": "longer", "term": "5 days", "anchor": "due", "reason": "y"}],
    }
    ends = {"column": "to", "take": "last", "otherwise": {"activity": ["end"], "take": "last"}}
    log = logged(tmp_path, rows, "from", "stop", "on", "longer", "to")
    found, cases = played(tmp_path, log, mapped(tmp_path, limit, ends=ends))

    # ten days from 2 May; three of them do not count, or five more are given; neither end falls on a weekend
    assert {name: case["due_recomputed"] for name, case in cases.items()} == {
        "A": "2018-05-15",
        "B": "2018-05-17",
        "C": "2018-05-14",
    }
    assert [case["ended"][:10] for case in cases.values()] == ["2018-05-10", "2018-05-09", ""]
    assert [(one.case, one.code.value) for one in found.remarks] == [("C", "not_suspended")]


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ({"suspended": [{"since": ["a"], "reason": "x"}]}, "give either 'since' and 'until'"),
        ({"suspended": [{"since": ["a"], "until_column": "b", "reason": "x"}]}, "give either 'since' and 'until'"),
        ({"extended": [{"term": "5 days", "anchor": "due", "reason": "y"}]}, "give either 'activity' or 'column'"),
    ],
)
def test_half_of_a_pair_is_refused(tmp_path: Path, limit: dict[str, object], told: str) -> None:
    """A suspension has a beginning and an end of one kind; an extension one cause."""
    with pytest.raises(DefinitionError, match=told):
        mapped(tmp_path, limit)


@pytest.mark.parametrize(("twice", "hour"), [("first", "+02:00"), ("second", "+01:00"), (None, None)])
def test_an_hour_that_is_shown_twice_is_what_the_mapping_says(
    tmp_path: Path, twice: str | None, hour: str | None
) -> None:
    """Without a word the line is refused; a time that the clocks skip is refused in every case."""
    rows = [
        ("A", "start", "30/10/2011 02:30", ""),
        ("B", "start", "27/03/2011 02:30", ""),
        ("C", "end", "1/1/2011", ""),
    ]
    days = {"country": "NL", "first_year": 2010, "last_year": 2013, "weekly": {"monday": ["09:00-17:00"]}}
    days["weekly"]["cite"] = [{"doc": "x", "status": "unverified"}]  # type: ignore[index] # a dict
    file = mapped(tmp_path, zone="Europe/Amsterdam", calendar=days, twice=twice)
    found, cases = played(tmp_path, logged(tmp_path, rows), file)

    assert [one.line for one in found.faults] == ([3] if twice else [2, 3])
    assert [case["started"][-6:] for name, case in cases.items() if name == "A"] == ([hour] if hour else [])


def test_a_case_beyond_the_calendar_costs_itself_only(tmp_path: Path) -> None:
    """Before and after: each case is remarked, and the next one is counted; the ends of all time are no times."""
    days = ["01/01/1900", "31/12/9999 23:59", "01/01/0001", "02/05/2018", "2050-01-01"]
    rows = [(f"{number}", act, day, "") for number, day in enumerate(days) for act in ("start", "end")]
    found, cases = played(tmp_path, logged(tmp_path, rows), mapped(tmp_path))

    assert {name: case["outcome_recomputed"] for name, case in cases.items()} == {
        "0": "no_due",
        "3": "on_time",
        "4": "no_due",
    }
    assert [one.line for one in found.faults] == [4, 5, 6, 7]
    assert {one.case for one in found.remarks} == {"0", "4"}
    assert {one.code.value for one in found.remarks} == {"not_countable"}


XES = """<?xml version="1.0" encoding="{encoding}"?><x:log xmlns:x="http://www.xes-standard.org/">{traces}</x:log>"""
TRACE = (
    '<x:trace><x:string key="concept:name" value="{name}"><x:string key="concept:name" value="inner"/></x:string>'
    '<x:event><x:string key="concept:name" value="start"/>'
    '<x:date key="time:timestamp" value="2018-05-0{day}T09:00:00+07:00"/></x:event></x:trace>'
)


@pytest.mark.parametrize(
    ("declared", "written", "told"),
    [
        ("UTF-8", "utf-8", None),
        ("UTF-16", "utf-16", None),
        ("windows-1258", "cp1258", None),
        ("UTF-8", "cp1252", "cp1252"),
    ],
)
def test_xml_is_read_in_its_encoding(tmp_path: Path, declared: str, written: str, told: str | None) -> None:
    """As it declares, or, where that is a lie, as the mapping says; name spaces with a prefix are no matter."""
    path = tmp_path / "log.xes"
    path.write_bytes(XES.format(encoding=declared, traces=TRACE.format(name="été", day=2)).encode(written))
    if told:
        with pytest.raises(DefinitionError, match="give 'encoding' in the mapping"):
            replay(path, mapped(tmp_path, columns=FLAT))

    _, cases = played(tmp_path, path, mapped(tmp_path, columns=FLAT, **({"encoding": told} if told else {})))

    assert list(cases) == ["été"]


def test_traces_of_one_name_are_one_case_and_told(tmp_path: Path) -> None:
    """They are taken together with a remark; by their number they are cases of their own."""
    path = tmp_path / "log.xes"
    path.write_text(XES.format(encoding="UTF-8", traces=TRACE.format(name="A", day=2) + TRACE.format(name="A", day=3)))

    found, _ = played(tmp_path, path, mapped(tmp_path, columns=FLAT))
    numbered, cases = played(tmp_path, path, mapped(tmp_path, columns={**FLAT, "case": "case:number"}))

    assert (found.cases, [one.code.value for one in found.remarks]) == (1, ["case_twice"])
    assert (list(cases), numbered.remarks) == (["1", "2"], [])


def test_events_of_one_instant_keep_their_order_on_one_line(tmp_path: Path) -> None:
    """A log without line breaks is no other log: a stop and a start at the same second stay in their order."""
    acts = ["start", "stop", "go", "stop", "go", "stop", "go"]
    at = '<date key="time:timestamp" value="2018-05-02T09:00:00+07:00"/>'
    events = "".join(f'<event><string key="concept:name" value="{act}"/>{at}</event>' for act in acts)
    path = tmp_path / "log.xes"
    path.write_text(f'<log><trace><string key="concept:name" value="A"/>{events}</trace></log>')
    limit = {"suspended": [{"since": ["stop"], "until": ["go"], "reason": "x"}]}

    found, _ = played(tmp_path, path, mapped(tmp_path, limit, columns=FLAT))

    assert found.remarks == []


def test_a_trace_without_end_is_too_long_and_not_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its lines are counted and the case remarked; the next trace is replayed."""
    for module in ("logs.xes_log", "sorting", "replaying"):
        monkeypatch.setattr(f"dossierflow.interop.replay.{module}.MOST_OF_A_CASE", 5)
    event = '<event><string key="concept:name" value="start"/><date key="time:timestamp" value="2018-05-02"/></event>'
    traces = [
        f'<trace><string key="concept:name" value="{name}"/>{event * count}</trace>'
        for name, count in (("A", 14), ("B", 1))
    ]
    path = tmp_path / "log.xes"
    path.write_text(f"<log>{''.join(traces)}</log>")

    found, cases = played(tmp_path, path, mapped(tmp_path, columns=FLAT))

    assert [(one.case, one.code.value, one.sentence.en) for one in found.remarks] == [
        ("A", "case_too_long", "the case has too many lines: 14 > 5")
    ]
    assert cases["B"]["outcome_recomputed"] == Outcome.OVERDUE or cases["B"]["due_recomputed"]


def test_spreadsheets_say_their_delimiter_and_end_lines_with_one(tmp_path: Path) -> None:
    """The line that a spreadsheet writes before the heading is not the heading; an empty cell too many is no cell."""
    path = tmp_path / "log.csv"
    path.write_text("sep=;\ncase;act;at;due\nA;start;02/05/2018;;\nB;start;02/05/2018;;x\n", "utf-8-sig")

    found, cases = played(tmp_path, path, mapped(tmp_path))

    assert list(cases) == ["A"]
    assert [(one.line, one.fault.value) for one in found.faults] == [(4, "cells")]


@pytest.mark.parametrize(
    ("start", "told"),
    [(b"BZh9", "bzip2"), (b"\xfd7zXZ\x00", "xz"), (b"PAR1", "Parquet"), (b"\xd0\xcf\x11\xe0", "workbook")],
)
def test_other_files_are_called_by_their_name(tmp_path: Path, start: bytes, told: str) -> None:
    """What is packed otherwise, or is no text at all, is told so."""
    path = tmp_path / "log"
    path.write_bytes(start + bytes(100))

    with pytest.raises(DefinitionError, match=told):
        replay(path, mapped(tmp_path))


def test_layers_lie_over_each_other(tmp_path: Path) -> None:
    """A day on which one office is closed moves its due dates, in the mapping and as another calendar."""
    cite = [{"doc": "x", "status": "unverified"}]
    closed = {
        "day": "2018-05-14",
        "kind": "closure",
        "name": {"vi": "nghỉ", "en": "closed"},
        "known_from": "2018-01-01",
    }
    layer = {
        "name": "office",
        "level": "office",
        "first": "2018-01-01",
        "last": "2018-12-31",
        "days": [{**closed, "cite": cite, "status": "enacted"}],
    }
    (tmp_path / "office.yaml").write_text(yaml.safe_dump(layer, allow_unicode=True), "utf-8")
    log = logged(tmp_path, [("A", "start", "04/05/2018", ""), ("A", "end", "05/05/2018", "")])
    mapped(tmp_path)
    line = ["replay", str(log), "--mapping", str(tmp_path / "m.yaml"), "--json", "--out", str(tmp_path / "o")]

    own = mapped(tmp_path, calendar={"files": ["vn-public", "office.yaml"]})
    _, cases = played(tmp_path, log, own)
    mapped(tmp_path)
    CliRunner().invoke(app, [*line, "--calendar", "vn-public", "--calendar", str(tmp_path / "office.yaml")])

    with (tmp_path / "o" / "cases.csv").open(encoding="utf-8", newline="") as table:
        (case,) = csv.DictReader(table)
    assert cases["A"]["due_recomputed"] == case["due_calendar"] == "2018-05-15"
    assert case["due_recomputed"] == "2018-05-14"


def test_nothing_is_half_written(tmp_path: Path) -> None:
    """A log that breaks off leaves no table, no folder and no report, and leaves older ones as they were."""
    mapped(tmp_path)
    good = logged(tmp_path, [("A", "start", "02/05/2018", "")])
    bad = tmp_path / "bad.csv"
    bad.write_bytes(good.read_bytes() + b"x" * (1 << 20))
    out, page = tmp_path / "o", tmp_path / "r.html"

    def run(log: Path) -> int:
        line = ["replay", str(log), "--mapping", str(tmp_path / "m.yaml"), "--out", str(out), "--report", str(page)]
        return CliRunner().invoke(app, line).exit_code

    assert run(bad) == 2
    assert not out.exists()
    assert not page.exists()
    assert run(good) == 0
    kept = {path.name: path.read_bytes() for path in [page, *out.iterdir()]}
    assert run(bad) == 2
    assert {path.name: path.read_bytes() for path in [page, *out.iterdir()]} == kept
    assert set(kept) == {"r.html", "cases.csv", "remarks.csv", "unreadable.csv"}


def test_names_do_nothing_on_a_page(tmp_path: Path) -> None:
    """Script in the name of a case, an activity or a value that leaves lines out stays text, in both languages."""
    nasty = "<script>alert(1)</script>"
    rows = [
        (nasty, "start", "02/05/2018", "01/01/2018"),
        ("B", nasty, "02/05/2018", ""),
        ("C", f"no {nasty}", "2018", ""),
    ]
    file = mapped(tmp_path, leave_out={"act": ["no *"]}, log=nasty)
    found, _ = played(tmp_path, logged(tmp_path, rows), file)

    for lang in ("vi", "en"):
        page = report_html(replay_report(found, file.mapping.title, lang), lang)
        assert "<script" not in page
        assert page.count("&lt;script&gt;") >= 4


def test_json_says_what_was_read(tmp_path: Path) -> None:
    """The counts of lines add up, and what the mapping leaves unnamed is listed."""
    mapped(tmp_path, leave_out={"act": ["x*"]})
    log = logged(
        tmp_path,
        [("A", "start", "02/05/2018", ""), ("A", "x1", "2", ""), ("A", "y", "3/5/2018", ""), ("", "a", "1", "")],
    )
    told = json.loads(
        CliRunner().invoke(app, ["replay", str(log), "--mapping", str(tmp_path / "m.yaml"), "--json"]).output
    )

    assert (told["lines"], told["used"], told["left_out_by"], told["unreadable_by"]) == (
        4, 2, {"act = x1": 1}, {"empty": 1},
    )  # fmt: skip
    assert (told["unnamed_activities"], told["absent_activities"]) == ({"y": 1}, ["end"])


def test_a_mapping_of_one_limit_takes_no_procedures(tmp_path: Path) -> None:
    """Other procedure files are another rule for a mapping with a procedure only; two other rules are one too many."""
    mapped(tmp_path)
    log = logged(tmp_path, [("A", "start", "02/05/2018", "")])
    line = ["replay", str(log), "--mapping", str(tmp_path / "m.yaml"), "--procedures", "examples/catalogue"]

    assert CliRunner().invoke(app, line).exit_code == 2
    assert CliRunner().invoke(app, [*line, "--rule", "5 days"]).exit_code == 2
