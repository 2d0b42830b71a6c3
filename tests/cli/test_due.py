"""Due dates on the command line: single ones and tables of them."""

from __future__ import annotations

import csv
import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from dossierflow.cli import app
from dossierflow.deadlines import Ledger, Suspension, Term, due, explain, profile, replay
from dossierflow.errors import CalendarCoverageError
from dossierflow.simulate.questions import CaseError, CaseReader, instant_in
from dossierflow.worktime import parse_instant, vietnam

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

TZ = vietnam().tz


def call(*arguments: object) -> Result:
    """Run the program."""
    return CliRunner().invoke(app, [str(one) for one in arguments])


DUES = [
    (["5 working days", "--from", "2024-04-24T09:30"], "2024-05-04T17:00:00+07:00"),
    (["5 ngày làm việc", "--from", "2024-04-24T09:30"], "2024-05-04T17:00:00+07:00"),
    (["không quá 05 ngày làm việc", "--from", "2024-04-24"], "2024-05-04T17:00:00+07:00"),
    (["5 working days", "--from", "2024-04-24T02:30Z"], "2024-05-04T17:00:00+07:00"),
    (["5 working days", "--from", "2024-04-24", "--starts", "same_day"], "2024-05-03T17:00:00+07:00"),
    (["1 month", "--from", "2026-01-31"], "2026-03-02T17:00:00+07:00"),
    (["1 month", "--from", "2026-01-31", "--roll", "none"], "2026-02-28T17:00:00+07:00"),
    (["1 month", "--from", "2026-01-31", "--profile", "vn-civil"], "2026-03-03T00:00:00+07:00"),
    (["5 days", "--from", "2026-03-02", "--ends", "midnight"], "2026-03-10T00:00:00+07:00"),
    (["5 days", "--from", "2026-03-09", "--direction", "before", "--roll", "none"], "2026-03-04T17:00:00+07:00"),
    (["8 working hours", "--from", "2026-03-02T10:00"], "2026-03-03T10:00:00+07:00"),
    (["8 giờ làm việc", "--from", "2026-03-02T10:00"], "2026-03-03T10:00:00+07:00"),
    (["24 giờ", "--from", "2026-03-02T10:00"], "2026-03-03T10:00:00+07:00"),
    (["ngay trong ngày làm việc", "--from", "2026-03-02T10:00"], "2026-03-02T17:00:00+07:00"),
    (
        ["8 working hours", "--from", "2026-03-05T10:00", "--direction", "before", "--pause", "2026-03-04/2026-03-04"],
        "2026-03-03T10:00:00+07:00",
    ),
    (["5 working days", "--from", "2026-03-02T15:30", "--cutoff", "15:00"], "2026-03-10T17:00:00+07:00"),
    (
        ["same day", "--from", "2026-03-02T15:30", "--cutoff", "15:00", "--cutoff-effect", "result_later"],
        "2026-03-03T17:00:00+07:00",
    ),
    (["5 working days", "--from", "2026-02-28T10:00", "--receipt", "next_opening"], "2026-03-09T17:00:00+07:00"),
    (["5 working days", "--from", "2026-03-02", "--pause", "2026-03-03/2026-03-04"], "2026-03-10T17:00:00+07:00"),
    (
        [
            "5 days",
            "--from",
            "2026-03-02",
            "--pause",
            "2026-03-03/2026-03-04",
            "--pause",
            "2026-03-05T08:00/2026-03-06",
        ],
        "2026-03-09T17:00:00+07:00",
    ),
    (
        ["3 working days", "--from", "2026-08-26", "--calendar", "vn-public@2025-01-01"],
        "2026-08-31T17:00:00+07:00",
    ),
    (["3 working days", "--from", "2026-08-26"], "2026-09-03T17:00:00+07:00"),
    (["1440 phút", "--from", "2026-03-02T10:00"], "2026-03-03T10:00:00+07:00"),
    (["1440 minutes", "--from", "2026-03-02T10:00"], "2026-03-03T10:00:00+07:00"),
    (["1200 ngày", "--from", "2018-03-01", "--roll", "none"], "2021-06-13T17:00:00+07:00"),
    (["2000 working hours", "--from", "2018-03-01T08:00"], "2019-02-27T17:00:00+07:00"),
    # an opening to which an event was moved comes after this cut-off, which must not move it again
    (
        ["1 working day", "--from", "2026-03-07T10:00", "--receipt", "next_opening", "--cutoff", "07:30"],
        "2026-03-10T17:00:00+07:00",
    ),
    (
        ["same day", "--from", "2026-03-07T10:00", "--receipt", "next_opening", "--cutoff", "07:30"],
        "2026-03-09T17:00:00+07:00",
    ),
    (["1 working day", "--from", "2026-03-09T09:00", "--cutoff", "07:30"], "2026-03-11T17:00:00+07:00"),
]


@pytest.mark.parametrize(("arguments", "expected"), DUES)
def test_a_term_ends_when_the_options_say(arguments: list[str], expected: str) -> None:
    """Every option moves the due date as the rule behind it does."""
    result = call("due", *arguments, "--json")

    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["explanation"]["due"]["at"] == expected


def test_a_pause_that_lasts_leaves_no_due_date() -> None:
    """An open end means that the term still stands still."""
    told = json.loads(call("due", "5 days", "--from", "2026-03-02", "--pause", "2026-03-03/", "--json").stdout)

    assert told["explanation"]["due"] is None


STILL = [
    ("2027-12-10", "1 month", "2027-12-15/"),
    ("2027-12-10", "60 days", "2028-01-05/"),
    ("2027-12-10", "60 working days", "2028-01-05/"),
    ("2027-12-10", "9999999 days", "2400-01-05/"),
    ("2027-12-10T09:00", "900 hours", "2028-01-05/"),
    ("2027-12-10T09:00", "2000 working hours", "2028-01-05/"),
    ("2027-12-10T09:00", "9999999 hours", "2028-01-05/"),
    ("2027-12-10", "60 working days", "2027-12-12/2028-02-01;2028-03-01/"),
    ("2027-12-10T09:00", "3000 working hours", "2027-12-12/2028-02-01;2028-03-01/"),
]


@pytest.mark.parametrize(("trigger", "term", "pauses"), STILL)
def test_a_suspended_term_needs_no_calendar_for_its_unbroken_end(trigger: str, term: str, pauses: str) -> None:
    """What certainly stands still has no due date, and says so step by step, wherever it would have ended."""
    ledger, calendar = CaseReader("vn-general").read({"trigger": trigger, "term": term, "pauses": pauses})

    told = explain(ledger, calendar)

    assert due(ledger, calendar) is None
    assert (told.due, told.steps[-1].after) == (None, None)
    assert replay(told) is None


@pytest.mark.parametrize(
    ("trigger", "term", "pauses"),
    [
        ("2027-12-10", "18 working days", "2028-01-05/"),
        ("2027-12-10", "26 days", "2028-01-05/"),
        ("2027-12-10T09:00", "200 working hours", "2028-01-05/"),
        ("2027-12-10", "60 working days", "2027-12-12/2028-02-01"),
        ("2027-12-10T09:00", "9999999 hours", ""),
        ("2027-12-10T09:00", "9999999 working hours", ""),
    ],
)
def test_what_may_end_beyond_the_calendar_is_refused(trigger: str, term: str, pauses: str) -> None:
    """Where the unknown days decide whether a term had run out before it was suspended, nothing is said."""
    ledger, calendar = CaseReader("vn-general").read({"trigger": trigger, "term": term, "pauses": pauses})

    with pytest.raises(CalendarCoverageError):
        due(ledger, calendar)
    with pytest.raises(CalendarCoverageError):
        explain(ledger, calendar)


def test_a_result_in_a_folder_that_is_not_there_names_the_folder(tmp_path: Path) -> None:
    """The message names what was asked for, not a file that nobody knows."""
    source = tmp_path / "cases.csv"
    source.write_text("trigger,term\n2024-04-24T09:30,5 working days\n", "utf-8")

    result = call("due", "--batch", source, "--out", tmp_path / "missing" / "result.csv")

    assert result.exit_code == 2
    assert result.stderr == f"{tmp_path / 'missing'}: No such file or directory\n"


def test_every_choice_is_printed_with_its_source() -> None:
    """The table under the explanation names each choice; those of the command line say so."""
    text = call("due", "5 working days", "--from", "2024-04-24", "--roll", "none", "--lang", "en").stdout

    assert "Bộ luật Dân sự 2015, Điều 147 khoản 2" in text
    assert "Due: Saturday 4 May 2024" in text
    for choice in ("starts", "receipt", "cutoff", "roll", "ends", "broken_term", "fraction_of_day"):
        assert f"\n{choice} " in text
    (roll,) = [line for line in text.splitlines() if line.startswith("roll ")]
    assert roll.split() == ["roll", "none", "(chosen", "on", "the", "command", "line)"]
    told = json.loads(call("due", "5 working days", "--from", "2024-04-24", "--json").stdout)
    assert {one["choice"]: one["value"] for one in told["choices"]["choices"]}["starts"] == "next_day"
    assert all(one["cite"] for one in told["choices"]["choices"])


def test_only_the_date_can_be_asked_for() -> None:
    """Without the explanation one line is left."""
    result = call("due", "5 working days", "--from", "2024-04-24", "--no-explain", "--lang", "en")

    assert result.stdout == "Due: Saturday 4 May 2024, close of business (17:00)\n"


WRONG = [
    ({"term": "5"}, "term: "),
    ({"term": "30 ngày (đường bộ 15 ngày)"}, "term: "),
    ({"term": "0,5 ngày"}, "term: found '0,5 ngày', which reads as '0.5 days' but says more (ambiguous_unit)"),
    ({"term": "ít nhất 5 ngày"}, "term: found 'ít nhất 5 ngày', which reads as '5 days' but says more (at_least)"),
    ({"term": "Ngay trong ngày; sau 15 giờ thì trả kết quả ngày làm việc tiếp theo"}, "term: "),
    ({"term": ""}, "term: a term is missing"),
    ({"trigger": ""}, "trigger: the instant is missing"),
    ({"trigger": "24/04/2024"}, "trigger: '24/04/2024'"),
    ({"trigger": "2024-02-30"}, "trigger: "),
    ({"trigger": "2024-04-24", "cutoff": "15:00"}, "trigger: found the day '2024-04-24'; a cut-off needs"),
    ({"trigger": "2024-04-24", "term": "2 hours"}, "trigger: found the day '2024-04-24'; hours and minutes need"),
    ({"from": "today"}, "from: found 'today'; allowed: next_day, same_day, instant"),
    ({"roll": "up"}, "roll: found 'up'"),
    ({"cutoff": "25:00"}, "cutoff: found '25:00'"),
    ({"cutoff": "3pm"}, "cutoff: found '3pm'"),
    ({"cutoff_effect": "starts_later"}, "cutoff_effect: given without"),
    ({"term": "2 hours", "from": "next_day"}, "from: cannot count '2 hours': hours and minutes start at once"),
    ({"term": "2 hours", "ends": "midnight"}, "ends: cannot count '2 hours': hours and minutes end at their own"),
    ({"ends": "same_time"}, "ends: cannot count '5 working days'"),
    ({"term": "10000000 minutes"}, "term: a term has at most 9,999,999 minutes; give the amount that the law states"),
    ({"term": "10000 months"}, "term: a term has at most 9,999 months"),
    ({"term": "9" * 5000 + " days"}, "term: a term has at most 9,999,999 days"),
    ({"trigger": "9999-12-31T23:59Z"}, "trigger: '9999-12-31T23:59Z' is not an instant: on the clocks of"),
    ({"trigger": "0001-01-01T00:00+14:00"}, "trigger: '0001-01-01T00:00+14:00' is not an instant"),
    ({"pauses": "2024-04-25/9999-12-31T23:59Z"}, "pauses: '9999-12-31T23:59Z' is not an instant"),
    ({"from": "instant"}, "from: cannot count '5 working days'"),
    ({"pauses": "2024-04-25"}, "pauses: found '2024-04-25'; write start/end"),
    ({"pauses": "2024-04-25/2024-04-26/2024-04-27"}, "pauses: found"),
    ({"pauses": "2024-04-26/2024-04-25"}, "pauses: "),
    ({"pauses": "soon/"}, "pauses: 'soon'"),
    ({"calendar": "nl"}, "calendar: there is no calendar 'nl'"),
    ({"calendar": "vn-public@soon"}, "calendar: 'soon' is not a day"),
]
SOUND = {"trigger": "2024-04-24T09:30", "term": "5 working days"}


@pytest.mark.parametrize(("values", "message"), WRONG)
def test_what_cannot_be_meant_is_refused_with_its_column(values: dict[str, str], message: str) -> None:
    """A case with one wrong value names the column and what is allowed instead."""
    reader = CaseReader("vn-general")
    with pytest.raises(CaseError) as caught:
        reader.read({**SOUND, **values})
    assert str(caught.value).startswith(message)

    with pytest.raises(CaseError):
        reader.read({**SOUND, **values})


@pytest.mark.parametrize(
    "text", ["2024-04-24T09:30", "2024-04-24 09:30:15", "2024-04-24T09:30+09:00", "2024-04-24T09:30Z"]
)
def test_the_quick_reading_of_instants_agrees_with_the_full_one(text: str) -> None:
    """Rows are read without the full parser where nothing can be misread."""
    calendar = vietnam()

    assert instant_in(text, calendar) == parse_instant(text, zone=calendar.tz)
    assert instant_in(text, calendar).utcoffset() == timedelta(hours=7)


HEADINGS = "id,trigger,term,from,receipt,cutoff,roll,direction,ends,pauses,calendar"
ROWS = [
    ("1,2024-04-24T09:30,5 working days,,,,,,,,", "2024-05-04", "false", ""),
    ("2,2024-04-24T09:30,5 working days,same_day,,,,,,,", "2024-05-03", "false", ""),
    ("3,2024-04-24T09:30,x,,,,,,,,", "", "", "term: "),
    ("4,2024-04-24T09:30,20 days,,,,none,,midnight,,", "2024-05-14", "false", ""),
    ('5,2024-04-24T09:30,5 days,,,,,,,"2024-04-25/",', "", "", ""),
    ("6,2026-12-30T09:30,5 working days,,,,,,,,", "2027-01-07", "true", ""),
    ("7,2027-12-30T09:30,5 working days,,,,,,,,", "", "", "calendar 'vn-public' covers"),
    ("8,2024-04-24T09:30,5 working days", "", "", "the row has 3 cells, the table 11 columns"),
    (
        "9,2024-04-24T15:30,5 working days,,,15:00,,,,2024-05-02/2024-05-03;2024-05-04/2024-05-04,vn-public",
        "",
        "",
        None,
    ),
]


def answered(path: Path) -> list[dict[str, str]]:
    """Return the rows of a result."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_table_is_answered_row_by_row(tmp_path: Path) -> None:
    """The same rows come back with due dates; a bad row has an error and stops nothing."""
    source, out = tmp_path / "cases.csv", tmp_path / "result.csv"
    source.write_text("\n".join([HEADINGS, *(row for row, *_ in ROWS), ""]), "utf-8")

    result = call("due", "--batch", source, "--out", out, "--lang", "en")

    assert result.exit_code == 1
    assert f"9 rows, 3 with an error; result in {out}" in result.stdout
    assert "Bộ luật Dân sự 2015, Điều 148 khoản 5" in result.stdout
    rows = answered(out)
    assert list(rows[0]) == [*HEADINGS.split(","), "due_date", "due_at", "provisional", "error"]
    for row, (given, day, provisional, error) in zip(rows, ROWS, strict=True):
        assert row["id"] == given[0]
        if error is None:
            continue
        assert (row["due_date"], row["provisional"]) == (day, provisional)
        assert row["error"].startswith(error)
        assert bool(row["error"]) == bool(error)
    assert rows[0]["due_at"] == "2024-05-04T17:00:00+07:00"
    calendar = vietnam()
    ledger = Ledger(
        Term.of("5 working days"),
        profile("vn-general").counting(Term.of("1 working day").unit, cutoff="15:00", cutoff_effect="starts_later"),
        datetime(2024, 4, 24, 15, 30, tzinfo=TZ),
        suspensions=(
            Suspension(datetime(2024, 5, 2, tzinfo=TZ), datetime(2024, 5, 3, 23, 59, tzinfo=TZ), "pause"),
            Suspension(datetime(2024, 5, 4, tzinfo=TZ), datetime(2024, 5, 4, 23, 59, tzinfo=TZ), "pause"),
        ),
    )
    expected = due(ledger, calendar)
    assert expected is not None
    assert rows[8]["due_at"] == expected.at.isoformat()


def test_options_hold_where_a_table_leaves_its_columns_empty(tmp_path: Path) -> None:
    """A table without a column takes the option of the command, then the profile's choice."""
    source, out = tmp_path / "cases.csv", tmp_path / "result.csv"
    source.write_text("trigger,term,from\n2024-04-24,5 working days,\n2024-04-24,5 working days,next_day\n", "utf-8")

    result = call("due", "--batch", source, "--out", out, "--starts", "same_day")

    assert result.exit_code == 0
    assert [row["due_date"] for row in answered(out)] == ["2024-05-03", "2024-05-04"]


def test_a_table_of_another_spreadsheet_is_read(tmp_path: Path) -> None:
    """Semicolons, a byte order mark and empty lines are what spreadsheets write; unknown columns are kept and named."""
    source = tmp_path / "cases.csv"
    source.write_bytes("\ufefftrigger;term;ghi chú\r\n2024-04-24;5 ngày làm việc;Hà, Nội\r\n;;\r\n".encode())

    result = call("due", "--batch", source, "--lang", "en")

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "trigger;term;ghi chú;due_date;due_at;provisional;error",
        "2024-04-24;5 ngày làm việc;Hà, Nội;2024-05-04;2024-05-04T17:00:00+07:00;false;",
    ]
    assert "Columns that are not used: ghi chú" in result.stderr


def test_what_a_spreadsheet_needs_comes_back(tmp_path: Path) -> None:
    """The byte order mark, cells without a heading, and rows of the wrong length are kept as they are."""
    source, out = tmp_path / "cases.csv", tmp_path / "result.csv"
    lines = ["\ufefftrigger;term;;", "2024-04-24;5 ngày;a;b", "2024-04-24;5 ngày;;c", "2024-04-24;5 ngày", ";;;d;e"]
    source.write_bytes("\r\n".join([*lines, ""]).encode())

    result = call("due", "--batch", source, "--out", out, "--lang", "en")

    assert result.exit_code == 1
    assert "not used" not in result.stdout
    assert out.read_text("utf-8").splitlines() == [
        "\ufefftrigger;term;;;due_date;due_at;provisional;error",
        "2024-04-24;5 ngày;a;b;2024-05-02;2024-05-02T17:00:00+07:00;false;",
        "2024-04-24;5 ngày;;c;2024-05-02;2024-05-02T17:00:00+07:00;false;",
        "2024-04-24;5 ngày;;;;;;the row has 2 cells, the table 4 columns",
        ";;;d;;;;the row has 5 cells, the table 4 columns",
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ["5 days", "--batch", "cases.csv"],
        ["--from", "2024-04-24", "--batch", "cases.csv"],
        ["--pause", "2024-04-24/", "--batch", "cases.csv"],
        ["5 days", "--from", "2024-04-24", "--out", "result.csv"],
    ],
)
def test_what_would_be_passed_over_is_wrong_usage(arguments: list[str]) -> None:
    """An option that the command could not heed ends it with exit code 2."""
    result = call("due", *arguments)

    assert result.exit_code == 2
    assert result.stderr.startswith(("batch: ", "out: "))


FOUR_ANSWERS = [
    ("vn-weekends", "2024-05-01"),
    ("vn-holidays", "2024-05-03"),
    ("vn-days-off", "2024-05-06"),
    ("vn-public", "2024-05-04"),
    ("vn-public@2024-04-11", "2024-05-03"),
    ("vn-weekends@2024-04-11", "2024-05-01"),
    ("vn-days-off@2024-04-11", "2024-05-03"),
]


@pytest.mark.parametrize(("calendar", "expected"), FOUR_ANSWERS)
def test_what_the_calendar_knows_gives_four_answers(calendar: str, expected: str) -> None:
    """Five working days from 24 April 2024 end on four days, as the calendar knows more or less."""
    result = call("due", "5 working days", "--from", "2024-04-24T09:30", "--calendar", calendar, "--json")

    assert json.loads(result.stdout)["explanation"]["due"]["day"] == expected


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "cases.csv:1: the table has no headings"),
        (b"trigger\n2024-04-24\n", "cases.csv:1: the column 'term' is missing"),
        (b"trigger,term,term\n", "cases.csv:1: the column 'term' is there twice"),
        (b"trigger,term\n\xff\xfe,x\n", "not UTF-8"),
        (b'trigger,term\n"2024-04-24"x,5 days\n', "not a CSV table"),
    ],
)
def test_what_is_no_table_is_refused_and_nothing_is_written(tmp_path: Path, content: bytes, message: str) -> None:
    """A file that cannot be read as a table gives exit code 2 and leaves no half result."""
    source, out = tmp_path / "cases.csv", tmp_path / "result.csv"
    source.write_bytes(content)

    result = call("due", "--batch", source, "--out", out)

    assert result.exit_code == 2
    assert message in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cases.csv"]


def test_a_table_may_be_answered_in_its_place(tmp_path: Path) -> None:
    """A result that is answered again keeps its columns, with the answers renewed."""
    source = tmp_path / "cases.csv"
    source.write_text("trigger,term\n2024-04-24,5 working days\n", "utf-8")

    told = json.loads(call("due", "--batch", source, "--out", source, "--json").stdout)
    again = call("due", "--batch", source, "--out", source)

    assert told == {"rows": 1, "errors": 0, "unused": [], "out": str(source), "profile": "vn-general"}
    assert again.exit_code == 0
    assert source.read_text("utf-8").count("due_date") == 1


def test_wordings_are_read_one_by_one_and_as_a_table(tmp_path: Path) -> None:
    """What is read has its columns; what is refused has its reason and makes the exit code 1."""
    fine = call("term", "không quá 03 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ")
    assert fine.exit_code == 0
    assert fine.stdout.splitlines()[1:] == [
        "  amount: 3",
        "  unit: working_day",
        "  starts: complete",
        "  qualifiers: at_most",
    ]
    mixed = call("term", "7 ngày", "1", "--json")
    assert mixed.exit_code == 1
    assert [one["unit"] for one in json.loads(mixed.stdout)] == ["day", ""]

    source, out = tmp_path / "wordings.csv", tmp_path / "read.csv"
    source.write_text("id,wording\n1,15 ngày\n2,30 ngày (đường bộ 15 ngày)\n", "utf-8")
    result = call("term", "--batch", source, "--out", out, "--lang", "en")
    assert result.exit_code == 1
    assert f"2 rows, 1 with an error; result in {out}" in result.stdout
    assert [(row["amount"], row["error"][:9]) for row in answered(out)] == [("15", ""), ("", "two_terms")]
    assert call("term", "--batch", source).stdout.startswith("id,wording,amount,unit,")
    told = json.loads(call("term", "--batch", source, "--out", out, "--json").stdout)
    assert told == {"rows": 2, "errors": 1, "out": str(out)}
