"""A replay recomputes what a reader of the law would, and lists everything it could not use."""

from __future__ import annotations

import csv
import json
import random
import tracemalloc
from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import yaml
from typer.testing import CliRunner

from dossierflow.cli import app
from dossierflow.deadlines import Term
from dossierflow.errors import DefinitionError
from dossierflow.interop.exports import LogFormat, export_log
from dossierflow.interop.replay import Alternatives, Outcome, Reason, Tables, mapping_schema, read_mapping, replay
from dossierflow.interop.replay.instants import logged_instant
from dossierflow.procedure import load_procedures
from dossierflow.simulate.calendars import calendar_named
from dossierflow.testing.sample import SAMPLE_PROCEDURE, sample_log

if TYPE_CHECKING:
    from pathlib import Path

    from dossierflow.interop.replay import MappingFile

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
# From 24 April to August 2018 these and weekends are all days off.
HOLIDAYS = {date(2018, 4, 25), date(2018, 4, 30), date(2018, 5, 1)}

LIMIT = {
    "log": "test",
    "zone": "Asia/Ho_Chi_Minh",
    "dates": "dmy",
    "compare": "day",
    "columns": {"case": "case", "activity": "act", "timestamp": "at", "due": {"column": "due", "take": "last"}},
    "calendar": "vn-public",
    "ends": {"activity": ["end"], "take": "last"},
    "limit": {
        "name": "x",
        "term": "10 working days",
        "profile": "vn-general",
        "starts": {"activity": ["start"], "take": "first"},
        "suspended": [{"since": ["stop"], "until": ["go"], "reason": "supplement"}],
    },
}


def mapped(folder: Path, **changes: object) -> MappingFile:
    """Write a mapping and read it."""
    path = folder / "m.yaml"
    path.write_text(yaml.safe_dump({**LIMIT, **changes}, allow_unicode=True), "utf-8")
    return read_mapping(path)


def logged(folder: Path, rows: list[tuple[str, str, str, str]]) -> Path:
    """Write a log."""
    path = folder / "log.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("case", "act", "at", "due"), *rows])
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def worked(day: date) -> bool:
    """Tell whether a day of spring or summer 2018 is worked."""
    return day.weekday() < 5 and day not in HOLIDAYS


def oracle(start: date, stop: date | None, go: date | None, term: int) -> date:
    """Count working days one by one; those after the day of the stop, up to the day of going on, do not count."""
    day, left = start, term
    while left:
        day += timedelta(days=1)
        paused = stop is not None and go is not None and stop < day <= go
        left -= worked(day) and not paused
    return day


def test_due_dates_are_those_of_a_day_by_day_count(tmp_path: Path) -> None:
    """Two hundred cases with and without a suspension, in any order of their lines, agree with the oracle."""
    luck = random.Random(3)  # noqa: S311 -- any cases will do
    rows: list[tuple[str, str, str, str]] = []
    expected: dict[str, tuple[date, str]] = {}
    for number in range(200):
        start = date(2018, 5, 2) + timedelta(days=luck.randrange(60))
        stop = start + timedelta(days=luck.randrange(1, 6)) if luck.random() < 0.5 else None
        go = None if stop is None else stop + timedelta(days=luck.randrange(9))
        due = oracle(start, stop, go, 10)
        end = due + timedelta(days=luck.randrange(-2, 3))
        told = due + timedelta(days=luck.choice([0, 0, 1]))
        acts = [("start", start), ("stop", stop), ("go", go), ("end", end)]
        # on one day the order of the file decides
        rows += [
            (f"C{number}", act, f"{day:%d/%m/%Y} {8 + place:02d}:00", f"{told:%d/%m/%Y}" if act == "start" else "")
            for place, (act, day) in enumerate(acts)
            if day is not None
        ]
        expected[f"C{number}"] = (due, "on_time" if end <= due else "late")
    luck.shuffle(rows)
    out = tmp_path / "out"
    with Tables(out, ()) as tables:
        found = replay(logged(tmp_path, rows), mapped(tmp_path), tables=tables)

    assert found.cases == 200
    assert not found.remarks
    cases = rows_of(out / "cases.csv")
    assert {
        row["case"]: (date.fromisoformat(row["due_recomputed"]), row["outcome_recomputed"]) for row in cases
    } == expected
    assert found.different == sum(row["due_log"] != row["due_recomputed"] for row in cases)
    counts = Counter(outcome for _, outcome in expected.values())
    assert found.rate("recomputed") == counts["on_time"] / 200


def test_another_rule_and_another_calendar_are_views_of_their_own(tmp_path: Path) -> None:
    """Each alternative changes one thing only; the recomputed view stays."""
    # 24 April 2018 and five working days: Hùng Kings' day, Reunification day and Labour day are off
    rows = [("A", "start", "24/04/2018 09:00", ""), ("A", "end", "08/05/2018 09:00", "")]
    file = mapped(tmp_path, limit={**LIMIT["limit"], "term": "5 working days"})  # type: ignore[dict-item] # a dict
    other = Alternatives(term=Term.of("9 working days"), calendar=calendar_named("vn-weekends"))
    out = tmp_path / "out"
    with Tables(out, ("rule", "calendar")) as tables:
        found = replay(logged(tmp_path, rows), file, alternatives=other, tables=tables)

    (case,) = rows_of(out / "cases.csv")
    assert date.fromisoformat(case["due_recomputed"]) == oracle(date(2018, 4, 24), None, None, 5)
    assert date.fromisoformat(case["due_rule"]) == oracle(date(2018, 4, 24), None, None, 9)
    assert case["due_calendar"] == "2018-05-01"
    assert [found.rate(view) for view in ("log", "recomputed", "rule", "calendar")] == [None, 0.0, 1.0, 0.0]


def test_what_cannot_be_used_is_remarked(tmp_path: Path) -> None:
    """Cases without a start, running backwards, suspended oddly or outside the calendar are listed with a reason."""
    rows = [
        ("no start", "end", "02/05/2018", ""),
        ("backwards", "start", "08/05/2018", ""),
        ("backwards", "end", "02/05/2018", ""),
        ("odd", "start", "02/05/2018", "not a day"),
        ("odd", "go", "03/05/2018", ""),
        ("odd", "stop", "04/05/2018", ""),
        ("odd", "stop", "05/05/2018", ""),
        ("old", "start", "02/05/1999", ""),
        ("open", "start", "02/05/2018", ""),
        ("overdue", "start", "02/05/2018", ""),
        ("last", "start", "02/07/2018", ""),
        ("", "start", "02/05/2018", ""),
        ("x", "start", "29/02/2018", ""),
    ]
    out = tmp_path / "out"
    with Tables(out, ()) as tables:
        found = replay(logged(tmp_path, rows), mapped(tmp_path), tables=tables)

    assert [(row["case"], row["code"]) for row in rows_of(out / "remarks.csv")] == [
        ("backwards", Reason.ENDS_BEFORE_START),
        ("no start", Reason.NOT_STARTED),
        ("odd", Reason.DUE_UNREADABLE),
        ("odd", Reason.NOT_SUSPENDED),
        ("odd", Reason.SUSPENDED_TWICE),
        ("old", Reason.NOT_COUNTABLE),
    ]
    outcomes = {row["case"]: row["outcome_recomputed"] for row in rows_of(out / "cases.csv")}
    assert outcomes["backwards"] == outcomes["no start"] == outcomes["old"] == Outcome.NO_DUE
    assert outcomes["odd"] == outcomes["last"] == Outcome.OPEN
    assert outcomes["open"] == outcomes["overdue"] == Outcome.OVERDUE
    assert [row["line"] for row in rows_of(out / "unreadable.csv")] == ["13", "14"]
    assert not found.is_clean


OWN = {
    "log": "our own",
    "zone": "Asia/Ho_Chi_Minh",
    "dates": "iso",
    "compare": "instant",
    "columns": {
        "case": "dossier",
        "activity": "activity",
        "timestamp": "occurred_at",
        "agency": "agency",
        "role": "role",
        "due": {"column": "due_at", "take": "last", "lines": {"limit": ["total"]}},
    },
    "calendar": "vn-public",
    "ends": {"activity": ["decided sign grant"], "take": "last"},
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
                "activity": ["step_completed check sufficient"],
                "act": {"do": "complete_step", "step": "check", "action": "sufficient"},
            },
            {"activity": ["handed_off fire_opinion"], "act": {"do": "hand_off", "handoffs": ["fire_opinion"]}},
            {
                "activity": ["step_completed consult heard"],
                "act": {"do": "complete_step", "step": "consult", "action": "heard"},
            },
            {"activity": ["decided sign grant"], "act": {"do": "decide", "step": "sign", "action": "grant"}},
            {"activity": ["result_returned"], "act": {"do": "return_result"}},
        ],
    },
}


def own(folder: Path) -> MappingFile:
    """Read the mapping of an exported sample log."""
    text = SAMPLE_PROCEDURE.model_dump_json(exclude_none=True, exclude_defaults=True, by_alias=True)
    (folder / "sample-permit@2021-01-01.yaml").write_text(text, "utf-8")
    path = folder / "own.map"
    path.write_text(yaml.safe_dump(OWN, allow_unicode=True), "utf-8")
    return read_mapping(path)


def test_a_log_of_our_own_replays_without_differences(tmp_path: Path) -> None:
    """Exported as a table and asked again of the engine, every act is accepted and every due date the same."""
    log = tmp_path / "log.csv"
    export_log([event for number in range(3) for event in sample_log(f"S-{number}")], log, LogFormat.CSV)

    found = replay(log, own(tmp_path))

    assert (found.cases, found.compared, found.different) == (3, 3, 0)
    assert not found.refused
    # clocks and silences are no acts of anybody
    assert {code for code, _ in found.remarked} <= {Reason.NOT_AN_ACT}
    assert found.rate("log") == found.rate("recomputed")


def test_an_act_out_of_turn_is_refused_and_the_replay_goes_on(tmp_path: Path) -> None:
    """A decision by an officer without authority, and a second supplement, are listed with the engine's codes."""
    log = tmp_path / "log.csv"
    export_log(sample_log("S-1"), log, LogFormat.CSV)
    lines = log.read_text("utf-8").splitlines(keepends=True)
    second = next(line for line in lines if ",supplement_requested," in line)
    again = second.replace("2026-02-09T09", "2026-02-25T08").replace("S-1,3,0", "S-1,99,0")
    log.write_text("".join(lines).replace("head,NV-03", "officer,NV-02") + again, "utf-8")

    found = replay(log, own(tmp_path))

    assert dict(found.refused) == {
        ("not_authorised", "decided sign grant"): 1,
        ("nothing_to_return", "result_returned"): 1,
        ("supplement_used_up", "supplement_requested"): 1,
    }


def test_other_procedure_files_are_another_rule(tmp_path: Path) -> None:
    """The same files give the same dates; files with a longer limit make every case punctual."""
    log = tmp_path / "log.csv"
    export_log([event for number in range(3) for event in sample_log(f"S-{number}")], log, LogFormat.CSV)
    longer = tmp_path / "longer"
    longer.mkdir()
    file = own(tmp_path)
    text = (tmp_path / "sample-permit@2021-01-01.yaml").read_text("utf-8")
    (longer / "sample-permit@2021-01-01.yaml").write_text(text.replace('"15 days"', '"150 days"'), "utf-8")

    same = replay(log, file, alternatives=Alternatives(library=load_procedures(tmp_path)))
    other = replay(log, file, alternatives=Alternatives(library=load_procedures(longer)))

    assert same.outcomes["rule"] == same.outcomes["recomputed"]
    assert (other.rate("recomputed"), other.rate("rule")) == (0.0, 1.0)
    with pytest.raises(DefinitionError, match="single limit"):
        replay(log, mapped(tmp_path), alternatives=Alternatives(library=load_procedures(longer)))


def test_whoever_waits_is_told_how_far_it_is(tmp_path: Path) -> None:
    """First bytes of the file, then cases; never more than there are."""
    rows = [(f"C{number}", "start", "02/05/2018", "") for number in range(1200)]
    told: list[tuple[str, int, int]] = []

    replay(logged(tmp_path, rows), mapped(tmp_path), progress=lambda *one: told.append(one))

    assert [stage for stage, _, _ in told] == sorted((stage for stage, _, _ in told), reverse=True)
    assert {stage for stage, _, _ in told} == {"lines", "cases"}
    assert all(0 <= done <= total for _, done, total in told)


def test_a_large_log_needs_no_more_memory_than_a_small_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight times the lines come with nearly the same peak of what Python holds."""
    monkeypatch.setattr("dossierflow.interop.replay.sorting._BATCH", 50)
    file = mapped(tmp_path)
    peaks: list[int] = []
    for count in (50, 300, 2400):
        log = logged(tmp_path, [(f"C{number}", "start", "02/05/2018", "") for number in range(count)])
        tracemalloc.start()
        replay(log, file)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    # the first replay fills what is kept for all of them
    assert peaks[2] < max(peaks[:2]) * 2


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2026-02-05", "iso", "2026-02-05T00:00:00+07:00"),
        ("2026-02-05 15:20:30.123456789+0100", "iso", "2026-02-05T21:20:30.123456+07:00"),
        ("2026-02-05T15:20:30,5 UTC", "iso", "2026-02-05T22:20:30.500000+07:00"),
        ("5/2/2026 7:05", "dmy", "2026-02-05T07:05:00+07:00"),
        ("02.05.2026", "mdy", "2026-02-05T00:00:00+07:00"),
        ("05-02-2026, 15:20:01", "dmy", "2026-02-05T15:20:01+07:00"),
    ],
)
def test_instants_are_read_as_the_mapping_says(text: str, order: str, expected: str) -> None:
    """Zone, order of day and month, and fractions are taken as said."""
    assert logged_instant(text, HANOI, order).isoformat() == expected  # type: ignore[arg-type] # a literal of the table


@pytest.mark.parametrize("text", ["05/02/2026", "1770000000", "2026-02-30", "2026-02-05T25:00", "", "hôm qua"])
def test_what_is_no_instant_is_refused(text: str) -> None:
    """Neither numbers nor another order are guessed at."""
    with pytest.raises(ValueError, match=r".+"):
        logged_instant(text, HANOI, "iso")


def test_clock_changes_are_not_guessed() -> None:
    """An hour that the clocks show twice is refused; the day on which it lies is not."""
    amsterdam = ZoneInfo("Europe/Amsterdam")

    with pytest.raises(Exception, match="twice"):
        logged_instant("2011-10-30 02:30", amsterdam, "iso")
    assert logged_instant("2011-10-30", amsterdam, "iso") == datetime(2011, 10, 30, tzinfo=amsterdam)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"zone": "Asia/Hanoi"}, "zone"),
        ({"dates": "ymd"}, "dates"),
        ({"limit": None}, "either 'limit'"),
        ({"extra": 1}, "extra"),
        ({"limit": {**LIMIT["limit"], "profile": "nl"}}, "profile"),  # type: ignore[dict-item] # a dict
        ({"limit": {**LIMIT["limit"], "starts": {"take": "first"}}}, "either 'activity' or 'column'"),  # type: ignore[dict-item] # a dict
        ({"columns": {"case": "a", "activity": "b"}}, "timestamp"),
        ({"calendar": {"files": ["none.yaml"]}}, "none.yaml"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(tmp_path: Path, changes: dict[str, object], told: str) -> None:
    """Every mistake is named with its file and field."""
    with pytest.raises((DefinitionError, OSError), match=told):
        mapped(tmp_path, **changes)


def test_a_column_that_is_nowhere_is_an_error(tmp_path: Path) -> None:
    """The columns that the log has are listed, so that the right name can be copied."""
    columns = {"case": "case", "activity": "act", "timestamp": "at", "resource": "who"}
    log = logged(tmp_path, [("A", "start", "02/05/2018", "")])

    with pytest.raises(DefinitionError, match=r"no 'who'.* it has: act, at, case, due"):
        replay(log, mapped(tmp_path, columns=columns))


def test_the_command_says_what_it_found(tmp_path: Path) -> None:
    """JSON holds the counts; a rule that does not fit the mapping is bad input; an answer without findings is fine."""
    mapped(tmp_path)
    log = logged(tmp_path, [("A", "start", "02/05/2018", "16/05/2018"), ("A", "end", "03/05/2018", "")])
    line = ["replay", str(log), "--mapping", str(tmp_path / "m.yaml")]

    fine = CliRunner().invoke(app, [*line, "--json", "--report", str(tmp_path / "r.html")])
    wrong = CliRunner().invoke(app, [*line, "--rule", "building-permit"])

    assert fine.exit_code == 0
    told = json.loads(fine.output)
    assert (told["compared"], told["different"], told["views"]["log"]["on_time_rate"]) == (1, 0, 1.0)
    assert "<table" in (tmp_path / "r.html").read_text("utf-8")
    assert wrong.exit_code == 2


def test_a_log_cannot_paint_the_terminal(tmp_path: Path) -> None:
    """Escape sequences in cells and headings are shown as replaced characters, in findings and in errors."""
    mapped(tmp_path)
    log = logged(tmp_path, [("A\x1b[2J", "go", "02/05/2018", "")])
    line = ["replay", str(log), "--mapping", str(tmp_path / "m.yaml"), "--lang", "en"]

    found = CliRunner().invoke(app, line)
    log.write_bytes(b"case,act,at,\x1b[2J,\xff\n")
    refused = CliRunner().invoke(app, line)

    assert "not_suspended" in found.output
    assert refused.exit_code == 2
    assert "no 'due'" in refused.output
    assert "\x1b" not in found.output + refused.output


def test_the_schema_is_kept_beside_its_page() -> None:
    """What the command prints is what the page links to."""
    from pathlib import Path as Here  # noqa: PLC0415 -- beside its one use

    kept = Here(__file__).parents[3] / "docs/reference/mapping.schema.json"
    assert json.loads(kept.read_text("utf-8")) == mapping_schema()


def test_no_name_in_a_foreign_log_becomes_a_formula(tmp_path: Path) -> None:
    """A case whose name a spreadsheet would compute is written as text, in every table."""
    rows = [('=HYPERLINK("//x")', "start", "02/05/2018", ""), ("+1+cmd", "end", "02/05/2018", "")]
    out = tmp_path / "out"
    with Tables(out, ()) as tables:
        replay(logged(tmp_path, rows), mapped(tmp_path), tables=tables)

    assert {row["case"] for row in rows_of(out / "cases.csv")} == {'\'=HYPERLINK("//x")', "'+1+cmd"}
    assert {row["case"] for row in rows_of(out / "remarks.csv")} == {"'+1+cmd"}
