"""Plan files: what they must say, and what is refused with its line."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pyarrow import parquet
from tests.forecast.plans import COMMUNE, plan_of
from typer.testing import CliRunner

from dossierflow.cli import app
from dossierflow.errors import DefinitionError
from dossierflow.forecast import Forecast, forecast, plan_schema, read_plan
from dossierflow.reading import read_document
from dossierflow.worktime import vietnam

ROOT = Path(__file__).parents[2]


def test_the_kept_schema_is_the_one_of_the_models() -> None:
    """The file that editors use says what the library reads."""
    kept = json.loads((ROOT / "docs/reference/plan.schema.json").read_text(encoding="utf-8"))

    assert kept == plan_schema()
    Draft202012Validator.check_schema(kept)


@pytest.mark.parametrize("path", sorted((ROOT / "examples").rglob("*.plan.yaml")), ids=lambda path: path.stem)
def test_the_examples_can_be_read(path: Path) -> None:
    """Every example passes the schema and the checks."""
    assert list(Draft202012Validator(plan_schema()).iter_errors(read_document(path).data)) == []
    assert read_plan(path).plan.offices


def test_only_what_is_asked_for_is_loaded() -> None:
    """A plan keeps the procedures of its mixes, in all their versions."""
    assert plan_of().library.ids == ("building-permit", "certification")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('last: "2026-08-07"', 'last: "2026-08-01"', "must follow each other"),
        ('until: "2026-12-31"', 'until: "2027-12-31"', "covers 2018-01-01 to 2027-12-31; end before it does"),
        ("outcomes: {same: 97, refuse: 3}", "", "step 'compare' may end in several ways (same, refuse)"),
        ("outcomes: {same: 97, refuse: 3}", "outcomes: {sme: 97}", "the step has no such action"),
        ("takes: {triangular: {low: 3, mode: 8, high: 25}}", "", "nothing says how long step 'sign'"),
        ("low: 3, mode: 8", "low: 9, mode: 8", "must rise"),
        ("median: 12, sigma: 0.6", "median: 0, sigma: 0.6", "greater than 0"),
        ("fire_concerned: {true: 0.4}", "", "needs the fact 'fire_concerned'"),
        ("fire_concerned: {true: 0.4}", "fire_concerned: {always: 3}", "allowed: true or false"),
        ("work: {one_of: {house: 8, other: 2}}", "work: {one_of: {hause: 8}}", "hause: not among its values"),
        ("work: {one_of: {house: 8, other: 2}}", "work: {true: 1}", "a chance of being true is for a boolean"),
        ("heritage_opinion: {takes: {fixed: 300}}", "", "nothing says how heritage/officer answers"),
        ("takes: {fixed: 300}}", "takes: {fixed: 300}, reminded: {fixed: 1}}", "never silent"),
        ("supplement: {after: {lognormal: {median: 1, sigma: 0.7}, unit: days}, never: 0.1}", "", "give supplement"),
        ("recheck: {outcomes", "recheck: {supplement: 0.1, outcomes", "no supplement to be asked for in this step"),
        ("recheck: {outcomes", "rechek: {}\n      recheck: {outcomes", "the procedure has none of this name"),
        ("channel: online, during", "channel: post, during", "has no channel 'post'"),
        ("mix: {certification: 1}", "mix: {certifcation: 1}", "there is no procedure of this name"),
        ("mix: {certification: 1}", "mix: {}", "at least 1"),
        ("per_hour: 1", "per_hour: 1\n        dossiers: 3", "give either per_hour, a rate, or dossiers, a number"),
        ('hours: {"20": 2}', 'hours: {"24": 2}', '"24"'),
        ("roles: [commune/officer]", "roles: [commune/oficer]", "has the role 'commune/oficer'"),
        ("[commune/officer], officers: 1", "[commune/officer]", "give either officers, or shifts"),
        ("[commune/officer], officers: 1", "[commune/officer], officers: 0", "at least 1"),
        ("[commune/officer], officers: 1", "[commune/officer], officers: 20000", "at most 10000"),
        ("roles: [commune/officer]", "roles: [commune/officer, one_stop/receiver]", "stands in several groups"),
        ("leave_days: 12", 'leave: [{first: "2026-08-03", last: "2026-08-04", officers: 2}]', "has only 1"),
        ("leave_days: 12", 'leave: [{first: "2026-08-05", last: "2026-08-04"}]', "before it begins"),
        (
            "[one_stop/receiver], officers: 1",
            '[one_stop/receiver], shifts: [{officers: 1, hours: ["22:00-06:00"]}]',
            "opening hours end after they start",
        ),
        ("{fixed: 15}", "{weibull: {shape: 2, scale: 3}}", "names one distribution: fixed, uniform, triangular"),
        ("{fixed: 15}", "{fixed: 15, uniform: {low: 1, high: 2}}", "names one distribution"),
        ("{fixed: 15}", "{fixed: -15}", "at least 0"),
        ("{fixed: 15}", "{fixed: 1e300}", "at most 1000000000"),
        ("{fixed: 15}", "{fixed: .nan}", "found the text '.nan'"),
        ("[120, 480, 2400]", "[]", "at least 1 of them"),
        ("median: 12, sigma: 0.6", "median: 12, sigma: 60", "at most 10"),
        ("mean: 60, shape: 2", "mean: 60, shape: 0", "at least 0.01"),
        ("{same: 97, refuse: 3}", "{same: 97, refuse: -3}", "greater than 0"),
        (
            "weekdays: {monday: 1.5}",
            "weekdays: {monday: 0, tuesday: 0, wednesday: 0, thursday: 0, friday: 0}",
            "nothing can come from 2026-08-03 to 2026-08-07",
        ),
        ("{fact: work, first: [other]}", "{fact: work, first: [othr]}", "allowed: one of house, other"),
        ('first: "2026-08-03"', 'first: "2017-08-03"', "begin when it does"),
        ("takes: {triangular", "calendar: {files: [mars.yaml]}\ntakes: {triangular", "has no place of its own"),
        ("first: [other]}", "first: [other], then: x}", "then"),
        ("{fact: work, first", "{fact: wrk, first", "no procedure of the office has the fact 'wrk'"),
        ("takes: {fixed: 15}", "takes: {fixed: 15, unit: days}", "give their work in working minutes"),
        ("never: 0.1}", "never: 1.1}", "at most 1"),
        ("procedures:\n", "procedures:\n  passport: {}\n", "no office is asked for it"),
        ("    steps:\n      compare", '    version: "1999"\n    steps:\n      compare', "there is no version '1999'"),
        ("  certification:\n", "  certification:\n    withdraw: {chance: 2, after: {fixed: 1}}\n", "at most 1"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_line(old: str, new: str, said: str) -> None:
    """A mistake, or something left open, is told with line and field, and with what to do."""
    assert old in COMMUNE
    with pytest.raises(DefinitionError) as caught:
        plan_of(COMMUNE.replace(old, new, 1))

    assert said in str(caught.value)
    assert all(problem.line for problem in caught.value.problems)


def test_another_calendar_takes_the_place_of_the_plans() -> None:
    """A calendar that is handed in is that of the offices and of the procedures."""
    less = vietnam(as_known_on=date(2026, 1, 1))

    assert plan_of(calendar=less).calendars == {"vn-public": less}
    assert plan_of(f'calendar: {{known_on: "2026-01-01"}}{COMMUNE}').calendar == less
    assert plan_of().calendar == vietnam()


OFFICE = """
name: stocktaking
level: office
first: 2026-01-01
last: 2026-12-31
days:
  - day: 2026-08-04
    kind: closure
    name: {vi: Kiểm kê, en: Stocktaking}
    status: unverified
    known_from: 2026-01-05
    cite: [{doc: notice, status: unverified}]
"""


def test_days_of_an_office_are_laid_on_top_from_files(tmp_path: Path) -> None:
    """Nobody receives anything on the day that the file closes; without the file, somebody does."""
    (tmp_path / "office.yaml").write_text(OFFICE, encoding="utf-8")
    laid = plan_of(f"calendar: {{files: [office.yaml]}}{COMMUNE}", folder=tmp_path)
    played = [
        forecast(laid, seed=3, workers=1, out=tmp_path / "a"),
        forecast(plan_of(), seed=3, workers=1, out=tmp_path),
    ]

    assert laid.calendar.name == "vn-public+stocktaking"
    assert laid.calendars == {"vn-public": laid.calendar}
    received = [{at.date() for at in received_in(found)} for found in played]
    assert [date(2026, 8, 4) in days for days in received] == [False, True]
    assert all(date(2026, 8, 5) in days for days in received)


def received_in(found: Forecast) -> list[datetime]:
    """Return when dossiers were received."""
    assert found.files is not None
    zone = vietnam().tz
    at = parquet.read_table(found.files.dossiers).column("received").to_pylist()
    return [one.astimezone(zone) for one in at if one is not None]


def test_a_command_may_lay_days_on_top_too(tmp_path: Path) -> None:
    """A file, or a name, in place of the plan's calendar; a file that is not there is told."""
    (tmp_path / "office.yaml").write_text(OFFICE, encoding="utf-8")
    (tmp_path / "own.plan.yaml").write_text(COMMUNE, encoding="utf-8")
    told: dict[str, str] = {}
    for calendar in ("vn-public", "vn-weekends", str(tmp_path / "office.yaml"), str(tmp_path / "none.yaml")):
        asked = ["forecast", str(tmp_path / "own.plan.yaml"), "--workers", "1", "--json", "--calendar", calendar]
        told[calendar.rpartition("/")[2]] = CliRunner().invoke(app, asked).output

    assert told["vn-public"].startswith("{")
    assert told["office.yaml"].startswith("{")
    assert told["vn-weekends"].startswith("{")
    assert told["office.yaml"] != told["vn-public"]
    assert told["none.yaml"].endswith("none.yaml: there is no such file\n")


LISTED = COMMUNE.replace("    staff:\n", "    arrivals_from: [came.csv]\n    staff:\n")

CENTRE = """\
  centre:
    name: {vi: Trung tâm, en: Centre}
    arrivals: [{channel: online, during: always, per_hour: 1, mix: {building-permit: 1}}]
"""


def test_a_list_of_arrivals_is_read(tmp_path: Path) -> None:
    """Rows come at their instants, to the office that they name, with the facts that they know."""
    (tmp_path / "came.csv").write_text(
        "at,procedure,channel,office,fact.work\n"
        "2026-08-04T10:00,building-permit,online,commune-2,other\n"
        "2026-08-03T23:10+07:00,building-permit,online,commune-1,\n"
        "2026-08-03T23:10,building-permit,online,centre,house\n",
        "utf-8",
    )
    plan = plan_of(f"{LISTED}{CENTRE}", folder=tmp_path)
    rows = plan.listed["commune", 0]

    assert [(row.copy, row.at.isoformat(), row.facts) for row in rows] == [
        (1, "2026-08-03T23:10:00+07:00", ()),
        (2, "2026-08-04T10:00:00+07:00", (("work", "other"),)),
    ]


ROW = "at,procedure,channel,office,fact.work\n"


def test_a_list_of_arrivals_is_played(tmp_path: Path) -> None:
    """Every row comes once, at its instant and to its office, whoever plays it; nothing else comes online."""
    rows = [("2026-08-04T10:00", "commune-2"), ("2026-08-03T23:10", "commune-1"), ("2026-08-04T10:00", "commune-1")]
    text = "".join(f"{at},building-permit,online,{office},other\n" for at, office in rows)
    (tmp_path / "came.csv").write_text(f"at,procedure,channel,office,fact.work\n{text}", "utf-8")
    alone = "\n".join(line for line in LISTED.splitlines() if "channel: online" not in line)
    played = [forecast(plan_of(alone, folder=tmp_path), seed=3, workers=n, out=tmp_path / str(n)) for n in (1, 2)]
    tables = [one.files.dossiers.read_bytes() for one in played if one.files is not None]
    came = [
        (row["submitted"].astimezone(vietnam().tz).isoformat()[:16], row["office"])
        for row in parquet.read_table(tmp_path / "1" / "dossiers.parquet").to_pylist()
        if row["channel"] == "online"
    ]

    assert tables[0] == tables[1]
    assert sorted(came) == sorted(rows)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("at,procedure\n", "came.csv:1: columns are at, procedure, channel, office and fact.<name>; missing: channel"),
        ("at,procedure,channel,work\n", "unknown: work"),
        ("at,at,procedure,channel,office\n", "twice: at"),
        ("at,procedure,channel\n", "there are 2 offices of the kind; say in a column 'office'"),
        (f"{ROW}2026-08-04T10:00,building-permit\n", "came.csv:2: the row has not as many fields"),
        (f"{ROW}2026-09-04T10:00,building-permit,online,commune-1,\n",
         "came.csv:2: at: 2026-09-04T10:00 is not between 2026-08-03 and 2026-08-07"),
        (f"{ROW}9999-12-31T23:59,building-permit,online,commune-1,\n", "is not between"),
        (f"{ROW}2026-08-02T23:59,building-permit,online,commune-1,\n", "is not between"),
        (f"{ROW}yesterday,building-permit,online,commune-1,\n", "came.csv:2: at: "),
        (f"{ROW}2026-08-04T10:00,passpart,online,commune-1,\n", "the procedure 'passpart', which is not known"),
        (f"{ROW}2026-08-04T10:00,building-permit,=cmd,commune-1,\n", "came.csv:2: channel: building-permit@"),
        (f"{ROW}2026-08-04T10:00,building-permit,online,comune-1,\n", "office: the plan has no office 'comune-1'"),
        (f"{ROW}2026-08-04T10:00,building-permit,online,commune-1,hause\n", "fact.work: found 'hause'"),
        (f"{ROW}2026-08-04T10:00,certification,counter,commune-1,house\n", "has no fact 'work'"),
    ],
)  # fmt: skip
def test_a_list_with_mistakes_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """A row that cannot be meant is told with its line and column."""
    (tmp_path / "came.csv").write_text(text, "utf-8")

    with pytest.raises(DefinitionError) as caught:
        plan_of(LISTED, folder=tmp_path)
    assert said in str(caught.value)


def test_a_list_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are told, with what to do."""
    (tmp_path / "came.csv").write_bytes(f"{ROW}2026-08-04T10:00,c\xf4ng,x,y,".encode("latin-1"))

    with pytest.raises(DefinitionError, match="is not UTF-8"):
        plan_of(LISTED, folder=tmp_path)


def test_a_list_may_be_divided_by_semicolons(tmp_path: Path) -> None:
    """Spreadsheets of many countries write semicolons; the rows are the same."""
    text = f"{ROW}2026-08-04T10:00,building-permit,online,commune-1,house\n"
    (tmp_path / "came.csv").write_text(text, "utf-8")
    with_commas = plan_of(LISTED, folder=tmp_path).listed
    (tmp_path / "came.csv").write_text(text.replace(",", ";"), "utf-8-sig")

    assert plan_of(LISTED, folder=tmp_path).listed == with_commas


def test_a_missing_list_is_refused(tmp_path: Path) -> None:
    """A file that is not there is told at its place in the plan; a text without a place has no files."""
    with pytest.raises(DefinitionError, match=r"offices\.commune\.arrivals_from\[0\]: there is no file 'came.csv'"):
        plan_of(LISTED, folder=tmp_path)
    with pytest.raises(DefinitionError, match="a text has no place of its own"):
        plan_of(LISTED)
