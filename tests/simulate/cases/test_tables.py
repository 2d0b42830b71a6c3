"""Case tables: rows that count a limit, rows that play a life, and what is wrong with them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from dossierflow.deadlines import Term
from dossierflow.errors import DefinitionError
from dossierflow.procedure.catalogue import shipped
from dossierflow.simulate.cases import CaseResult, Suite, SuiteResult, load_suite, read_cases, run_cases
from dossierflow.simulate.cases.columns import COLUMNS, FAMILIES
from dossierflow.simulate.cases.reading import cases_of
from dossierflow.simulate.cases.table import Row
from dossierflow.worktime import compile_calendar, vietnam, vietnam_layers

if TYPE_CHECKING:
    from dossierflow.procedure import Procedure

HEAD = (
    "case,procedure,fact.work,limit,from,received,pauses,supplement_asked,supplement_answered,acts,due,status,refused"
)
EXAMPLES = Path(__file__).parents[3] / "examples" / "cases"


def table(folder: Path, *rows: str, head: str = HEAD, name: str = "own.cases.csv") -> Path:
    """Write a table and return its path."""
    path = folder / name
    path.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    return path


def one(folder: Path, row: str, head: str = HEAD) -> CaseResult:
    """Return how the one case of a table goes."""
    (result,) = run_cases([table(folder, row, head=head)]).results
    return result


def problems(folder: Path, *rows: str, head: str = HEAD) -> list[str]:
    """Return what is wrong with a table, without the name of its folder."""
    with pytest.raises(DefinitionError) as caught:
        read_cases(table(folder, *rows, head=head))
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


# The due dates were counted by hand: 15 days from 6 February 2026 end on Saturday the 21st, so on Monday the 23rd.
GOOD = [
    ("a,building-permit@2021-01-01,house,total,2026-02-06T08:00,,,,,,2026-02-23,,"),
    ("a,building-permit,house,total,2026-02-06,,,,,,2026-02-23,,"),
    ("a,building-permit,house,total,2026-02-06,,,,,,2026-02-23T17:00,,"),
    ("a,building-permit,other,total,2026-02-06,,,,,,2026-02-26,,"),
    ("a,building-permit,house,total,2026-02-06,,2026-02-08/2026-02-11,,,,2026-02-24,,"),
    ("a,building-permit,house,total,2026-02-06,,2026-02-08/,,,,none,,"),
    ("a,building-permit,house,total,,2026-02-06T08:00,,,,,2026-02-23,received,"),
    ("a,building-permit,house,total,,2026-02-06T08:00,,2026-02-11T14:00,,,none,awaiting_supplement,"),
    ("a,building-permit,house,total,,2026-02-06T08:00,,2026-02-11T14:00,2026-02-24T09:00,,2026-03-11,processing,"),
    ("a,building-permit,house,total,,2026-02-06T08:00,,+3 working days 14:00,2026-02-24T09:00,,2026-03-11,,"),
    (
        "a,building-permit,house,total,,2026-02-06T08:00,,2026-02-11T14:00;2026-02-25T08:00,2026-02-24T09:00,"
        ",2026-03-11,,supplement_used_up"
    ),
    (
        "a,building-permit,house,,,2026-02-06T08:00,,,,"
        "2026-02-10T10:00 refuse appraise ineligible; 2026-02-11T09:00 return_result,,returned,"
    ),
]


@pytest.mark.parametrize("row", GOOD)
def test_a_row_that_the_law_bears_out_is_fine(tmp_path: Path, row: str) -> None:
    """Each kind of row is computed, and its expectation is met."""
    result = one(tmp_path, row)

    assert result.error is None
    assert [str(failure) for failure in result.failures] == []
    assert result.outcomes


def test_a_wrong_expectation_says_what_was_found_and_why(tmp_path: Path) -> None:
    """A failure has the line, the column, both dates, and the explanation of the right one."""
    result = one(tmp_path, "a,building-permit,house,total,2026-02-06,,,,,,2026-02-24,,")

    (failure,) = result.failures
    assert result.place == f"{tmp_path}/own.cases.csv:2"
    assert (failure.line, failure.field) == (2, "due")
    assert (failure.expected, failure.actual) == ("2026-02-24", "2026-02-23T17:00:00+07:00")
    assert failure.explanation is not None
    assert failure.explanation.due is not None
    assert failure.explanation.due.at.isoformat() == failure.actual


def test_a_life_tells_which_act_was_refused(tmp_path: Path) -> None:
    """An act that the law forbids fails in its own column, with code and reason."""
    result = one(tmp_path, "a,building-permit,house,total,,2026-02-06T08:00,,,2026-02-24T09:00,,2026-02-23,,")

    assert [failure.field for failure in result.failures] == ["supplement_answered"]
    assert result.failures[0].actual.startswith("refused: ")


def test_other_limits_have_columns_of_their_own(tmp_path: Path) -> None:
    """`due.check` is read beside `due`, and `state` and `remaining` beside both."""
    head = "procedure,fact.work,received,at,limit,due,state,remaining,due.check,state.check,version,appointment,channel"
    row = "building-permit,house,2026-02-06T08:00,2026-02-20T08:00,total,2026-02-23,running,1 day,2026-02-24,running"
    result = one(tmp_path, f"{row},2021-01-01,2026-02-23,online", head)

    assert {outcome.field: outcome.actual for outcome in result.failures} == {}
    assert {outcome.field for outcome in result.outcomes} == {
        *("due", "state", "remaining", "due.check", "state.check", "version", "appointment"),
    }


BAD = [
    ("a,,house,total,2026-02-06,,,,,,2026-02-23,,", "2: procedure: the cell is empty"),
    ("a,building,house,total,2026-02-06,,,,,,2026-02-23,,", "2: procedure: there is no procedure 'building'"),
    ("a,building-permit@1,house,total,2026-02-06,,,,,,2026-02-23,,", "2: procedure: there is no version"),
    ("a,building-permit,house,totl,2026-02-06,,,,,,2026-02-23,,", "2: limit: there is no limit 'totl'"),
    ("a,building-permit,hut,total,2026-02-06,,,,,,2026-02-23,,", "2: fact.work: found 'hut'; allowed: one of house"),
    ("a,building-permit,house,total,06/02/2026,,,,,,2026-02-23,,", "2: from: '06/02/2026' is not an instant"),
    ("a,building-permit,house,total,2026-02-06,,,,,,23/02/2026,,", "2: due: found '23/02/2026'"),
    ("a,building-permit,house,total,2026-02-06,,,,,,,,", "2: due: the row expects nothing"),
    ("a,building-permit,house,total,,,,,,,2026-02-23,,", "2: from: neither filled in"),
    ("a,building-permit,house,total,2026-02-06,2026-02-06T08:00,,,,,2026-02-23,,", "2: from: both filled in"),
    ("a,building-permit,house,total,2026-02-06,,,,,,2026-02-23,received,", "2: status: the row counts one limit"),
    ("a,building-permit,house,,2026-02-06,,,,,,2026-02-23,,", "2: limit: the cell is empty"),
    ("a,building-permit,house,,,2026-02-06T08:00,,,,,2026-02-23,,", "2: due: says nothing without"),
    ("a,building-permit,house,total,2026-02-06,,later,,,,2026-02-23,,", "2: pauses: found 'later'; write start/end"),
    (
        "a,building-permit,house,total,2026-02-06,,2026-02-09/2026-02-08,,,,2026-02-23,,",
        "2: pauses: the suspension 'pause' ends",
    ),
    (
        "a,building-permit,house,total,,2026-02-06T08:00,2026-02-08/2026-02-09,,,,2026-02-23,,",
        "2: pauses: found '2026-02-08/2026-02-09'; of a life that is played the pause has a reason",
    ),
    ("a,building-permit,house,total,,2026-02-06T08:00,,soon,,,2026-02-23,,", "2: supplement_asked: 'soon' is not"),
    ("a,building-permit,house,total,,2026-02-06T08:00,,,,sign,2026-02-23,,", "2: acts: found 'sign'; write an instant"),
    (
        "a,building-permit,house,total,,2026-02-06T08:00,,,,2026-02-07T08:00 sign,2026-02-23,,",
        "2: acts: there is no act 'sign'; known: receive, refuse_reception",
    ),
    (
        "a,building-permit,house,total,,2026-02-06T08:00,,,,2026-02-07T08:00 decide decide,2026-02-23,,",
        "2: acts: 'decide decide' lacks the action",
    ),
    (
        "a,building-permit,house,total,,2026-02-06T08:00,,,,2026-02-07T08:00 stop now,2026-02-23,,",
        "2: acts: found 'now' after 'stop', which takes nothing",
    ),
    (
        "a,building-permit,house,total,,2026-02-06T08:00,,,,2026-02-07T08:00 extend further_review soon,2026-02-23,,",
        "2: acts: found 'extend further_review soon': term:",
    ),
    ("a,building-permit,house,total,,2026-02-06T08:00,,,,,2026-02-23,fine,", "2: status: found 'fine'"),
    ("a,building-permit,house,total,,2026-02-06T08:00,,,,,2026-02-23,,no", "2: refused: found 'no'"),
    ("a,building-permit,house,total,2026-02-06,,,,,,2026-02-23,,,x", "2: the row has 14 cells, the table 13 columns"),
]


@pytest.mark.parametrize(("row", "message"), BAD)
def test_a_mistake_is_named_with_line_and_column(tmp_path: Path, row: str, message: str) -> None:
    """What cannot be meant is refused when the table is read, in the column where it stands."""
    (found,) = problems(tmp_path, row)

    assert found.startswith(f"own.cases.csv:{message}")


def test_all_mistakes_of_a_table_are_told_at_once(tmp_path: Path) -> None:
    """Three wrong rows are three problems, and one name twice is one more."""
    found = problems(
        tmp_path,
        "a,building,house,total,2026-02-06,,,,,,2026-02-23,,",
        "b,building-permit,hut,totl,2026-02-06,,,,,,2026-02-23,,",
        "c,building-permit,house,total,2026-02-06,,,,,,2026-02-23,,",
        "c,building-permit,house,total,2026-02-06,,,,,,2026-02-23,,",
    )

    assert [line.split(": ")[:2] for line in found] == [
        ["own.cases.csv:2", "procedure"],
        ["own.cases.csv:3", "fact.work"],
        ["own.cases.csv:3", "limit"],
        ["own.cases.csv:5", "case"],
    ]


HEADINGS = [
    ("procedure,limit,from,due,expected", "unknown column 'expected'"),
    ("procedure,limit,from,due,du", "unknown column 'du'; did you mean 'due'?"),
    ("procedure,limit,from,due,fact.", "unknown column 'fact.'"),
    ("procedure,limit,from,due,due", "the column 'due' is there twice"),
    ("procedure,limit,,from,due", "column 3 has no heading"),
    ("limit,from,due", "the column 'procedure' is missing"),
]


@pytest.mark.parametrize(("head", "message"), HEADINGS)
def test_headings_are_strict(tmp_path: Path, head: str, message: str) -> None:
    """A column that nobody reads is a mistake, told with the nearest one that is read."""
    found = problems(tmp_path, "x", head=head)

    assert len(found) == 1
    assert found[0].startswith(f"own.cases.csv:1: {message}")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"procedure,limit,from,due\n", "1: the table has no rows"),
        (b"", "1: the column 'procedure' is missing"),
        (b"procedure\nt\xeaX", "2: found the byte 0xEA, which is not UTF-8"),
        ("procedure,note\nx,a\u202eb".encode(), "2: found the invisible character U+202E"),
        (b'procedure,note\nx,"a', "2: not a CSV table"),
        (b'procedure,note\nx,"a"b', "2: not a CSV table"),
        (b"procedure,note\nx," + b"a" * 200_000, "2: not a CSV table: field larger"),
        (b"a" * (10 << 20) + b"b", " the file is larger than 10,485,760 bytes"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    """Encoding, invisible characters, quotes and size are checked before any row is."""
    path = tmp_path / "own.cases.csv"
    path.write_bytes(content)
    with pytest.raises(DefinitionError) as caught:
        read_cases(path)

    assert str(caught.value).startswith(f"{path}:{message}")


def test_what_spreadsheets_write_is_read(tmp_path: Path) -> None:
    """A mark at the start, semicolons, carriage returns, empty rows and trailing dividers are fine."""
    path = tmp_path / "own.cases.csv"
    head, row = (
        "procedure;fact.work;limit;from;due;note;;",
        "building-permit;house;total;2026-02-06 08:00;2026-02-23;;;",
    )
    text = f"{head}\r\n{row}\r\n;;;;;;;\r\n"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())

    (case,) = read_cases(path)
    assert (case.name, case.line) == ("row-1", 2)
    assert Suite((case,)).run().is_fine


def test_a_cell_may_hold_several_lines(tmp_path: Path) -> None:
    """The line of a case is the one in which its row begins."""
    row = 'building-permit,house,total,2026-02-06,2026-02-23,"one\ntwo"'
    first, second = read_cases(table(tmp_path, row, row, head="procedure,fact.work,limit,from,due,note"))

    assert (first.line, second.line) == (2, 4)


def test_a_table_names_its_own_procedures(tmp_path: Path) -> None:
    """The folder is relative to the table."""
    source = Path(__file__).parents[3] / "src/dossierflow/procedure/catalogue/building-permit@2021-01-01.yaml"
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / source.name).write_bytes(source.read_bytes())
    head = "procedure,procedures,fact.work,limit,from,due"
    path = table(tmp_path, "building-permit,rules,house,total,2026-02-06,2026-02-23", head=head)

    (case,) = read_cases(path)
    assert len(case.library) == 1
    assert run_cases([path]).is_fine


def changed(term: str) -> Procedure:
    """Return the permit of 2021 with another term for houses."""
    procedure = shipped("building-permit").get("building-permit", "2021-01-01")
    total = procedure.limits["total"]
    first, second = total.cases
    cases = (first.model_copy(update={"term": Term.of(term)}), second)
    limits = {**procedure.limits, "total": total.model_copy(update={"cases": cases})}
    return procedure.model_copy(update={"limits": limits})


def test_a_changed_rule_is_noticed(tmp_path: Path) -> None:
    """A suite is run against other rules by handing them in; only the cases that they touch fail."""
    suite = load_suite([table(tmp_path, GOOD[0], GOOD[3].replace("a,", "b,", 1), GOOD[6].replace("a,", "c,", 1))])

    def failing(result: SuiteResult) -> list[str]:
        return [one.case.name for one in result.failed]

    assert failing(suite.run()) == []
    assert failing(suite.run([changed("16 days")])) == []
    assert failing(suite.run([changed("18 days")])) == ["a", "c"]
    assert failing(suite.run([changed("15 days")])) == []
    assert failing(suite.run()) == []


def test_rules_under_which_a_case_cannot_be_counted_are_an_error_of_the_case(tmp_path: Path) -> None:
    """A calendar that ends too early fails the case and not the run."""
    calendar = compile_calendar(vietnam_layers(2025, 2025), name="vn-public")
    (result,) = load_suite([table(tmp_path, GOOD[0])]).run(calendars=calendar).results

    assert not result.is_fine
    assert result.outcomes == ()
    assert "covers 2025-01-01 to 2025-12-31" in str(result.error)


def test_a_day_alone_does_for_days_and_not_for_a_cut_off(tmp_path: Path) -> None:
    """Where the hour decides, a day alone is refused."""
    head = "procedure,limit,from,due"
    row = "birth-registration,registration,"

    assert one(tmp_path, f"{row}2026-03-02T15:01,2026-03-03", head).is_fine
    assert "a cut-off needs the time of day" in str(one(tmp_path, f"{row}2026-03-02,none", head).error)


def test_a_suite_is_chosen_from(tmp_path: Path) -> None:
    """Cases are found by procedure and by any test."""
    suite = load_suite([table(tmp_path, GOOD[0]), EXAMPLES])

    assert "building-permit" in suite.procedures
    assert {case.procedure for case in suite.of("building-permit").cases} == {"building-permit"}
    assert len(suite.choose(lambda case: case.file.endswith("own.cases.csv"))) == 1


def test_folders_are_searched_and_empty_ones_refused(tmp_path: Path) -> None:
    """Files are found at any depth, in the order of their names; a folder without cases is a mistake."""
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / "empty").mkdir()
    table(tmp_path / "b" / "c", GOOD[0])
    with pytest.raises(DefinitionError, match="there are no cases here"):
        load_suite([tmp_path, tmp_path / "empty"])
    assert len(load_suite([tmp_path])) == 1


def test_a_file_that_is_not_there_is_told_with_all_other_mistakes(tmp_path: Path) -> None:
    """Broken files do not hide each other."""
    table(tmp_path, "a,building,house,total,2026-02-06,,,,,,2026-02-23,,")
    with pytest.raises(DefinitionError) as caught:
        load_suite([tmp_path / "no.cases.csv", tmp_path])
    assert sorted(problem.field for problem in caught.value.problems) == ["", "procedure"]


def test_the_calendar_of_a_row_may_be_the_one_of_an_earlier_day(tmp_path: Path) -> None:
    """What was decided later is left out; another calendar is refused."""
    head = "procedure,fact.work,limit,from,due,calendar"
    row = "building-permit@2021-01-01,house,total,2026-02-06,2026-02-23"
    (case,) = read_cases(table(tmp_path, f"{row},vn-public@2025-01-01", head=head))

    assert case.calendar.hash == vietnam(as_known_on=date(2025, 1, 1)).hash != vietnam().hash
    assert "there is no calendar 'vn'" in problems(tmp_path, f"{row},vn", head=head)[0]
    assert "is not a day" in problems(tmp_path, f"{row},vn-public@soon", head=head)[0]


OFFICE = """
name: stocktaking
level: office
first: 2026-01-01
last: 2026-12-31
days:
  - day: 2026-02-09
    kind: closure
    name: {vi: Kiểm kê, en: Stocktaking}
    status: unverified
    known_from: 2026-01-05
    cite: [{doc: notice, status: unverified}]
"""

LAID = [
    (
        "building-permit@2021-01-01,house,check,2026-02-06T08:00,,2026-02-25",
        "procedure,fact.work,limit,from,received,due",
    ),
    (
        "building-permit@2021-01-01,house,check,,2026-02-06T08:00,2026-02-25",
        "procedure,fact.work,limit,from,received,due",
    ),
    ("1 working day,2026-02-06T08:00,2026-02-10", "term,from,due"),
]


@pytest.mark.parametrize(("row", "head"), LAID)
def test_a_row_may_lay_days_of_its_office_on_top(tmp_path: Path, row: str, head: str) -> None:
    """A calendar file is found from the table; without it, the day that it closes is worked."""
    (tmp_path / "office.yaml").write_text(OFFICE, encoding="utf-8")
    result = one(tmp_path, f"{row},office.yaml", f"{head},calendar")

    assert (result.error, [str(failure) for failure in result.failures]) == (None, [])
    assert result.case.layers == (tmp_path / "office.yaml",)
    assert result.case.calendar.name == "vn-public+stocktaking"
    assert one(tmp_path, row, head).failures


def test_a_row_may_lay_several_files_on_top(tmp_path: Path) -> None:
    """They are divided by semicolons, and read once for all rows that name them."""
    (tmp_path / "office.yaml").write_text(OFFICE, encoding="utf-8")
    second = (
        OFFICE.replace("stocktaking", "moving")
        .replace("level: office", "level: province")
        .replace("2026-02-09", "2026-02-10")
    )
    (tmp_path / "moving.yml").write_text(second, encoding="utf-8")
    row = "1 working day,2026-02-06T08:00,2026-02-11,office.yaml; moving.yml"
    first, other = run_cases([table(tmp_path, row, row, head="term,from,due,calendar")]).results

    assert first.is_fine
    assert first.case.calendar is other.case.calendar


@pytest.mark.parametrize(
    ("calendar", "said"),
    [
        ("office.yml", "there is no file 'office.yml' beside the table"),
        ("vn-public; office.yaml", "divided by semicolons, not both"),
        ("office", "or a file of a layer beside the table (office.yaml)"),
    ],
)
def test_a_calendar_file_that_cannot_be_meant_is_refused(tmp_path: Path, calendar: str, said: str) -> None:
    """With the line of the row, and what to write instead."""
    (tmp_path / "office.yaml").write_text(OFFICE, encoding="utf-8")
    row = f"building-permit@2021-01-01,house,total,2026-02-06,2026-02-23,{calendar}"
    (told,) = problems(tmp_path, row, head="procedure,fact.work,limit,from,due,calendar")

    assert told.startswith("own.cases.csv:2: calendar: ")
    assert said in told


def test_a_row_without_a_place_names_no_file() -> None:
    """Nothing can be found from it."""
    row = Row("rows", 3, {"term": "1 day", "from": "2026-02-06", "due": "2026-02-07", "calendar": "office.yaml"})
    with pytest.raises(DefinitionError, match="has no place of its own"):
        cases_of([row], None, None)


def test_the_page_lists_every_column() -> None:
    """The reference says of every column what the library says of it."""
    page = (EXAMPLES.parents[1] / "docs/reference/case-table.md").read_text(encoding="utf-8")

    for name, column in {**COLUMNS, **{f"{family}.NAME": one for family, one in FAMILIES.items()}}.items():
        assert f"| `{name}` | {column.for_rows} | {column.says} |" in page


TERMS = [
    ("5 working days,2024-04-24T09:30,,2024-05-04", "term,from,pauses,due"),
    ("5 ngày làm việc,2024-04-24,,2024-05-04", "term,from,pauses,due"),
    ("3 days,2026-02-06,2026-02-07/2026-02-08,2026-02-10", "term,from,pauses,due"),
    ("3 days,2026-02-06,2026-02-07/,none", "term,from,pauses,due"),
    ("1 working day,2026-02-06T16:00,15:00,starts_later,2026-02-10", "term,from,cutoff,cutoff_effect,due"),
    ("3 days,2026-02-06T09:00,vn-civil,2026-02-09", "term,from,profile,due"),
    ("5 working days,2024-04-24T09:30,vn-days-off,2024-05-06", "term,from,calendar,due"),
]


@pytest.mark.parametrize(("row", "head"), TERMS)
def test_a_row_may_count_a_bare_term(tmp_path: Path, row: str, head: str) -> None:
    """A term outside any procedure is counted as the due command counts it."""
    result = one(tmp_path, row, head)

    assert (result.error, [str(failure) for failure in result.failures]) == (None, [])
    assert (result.case.procedure, len(result.case.library)) == ("", 0)


BAD_TERMS = [
    ("soon,2026-02-06,,,2026-02-10", "2: term: "),
    ("3 days,,,,2026-02-10", "2: from: the cell is empty; a row that counts a bare term"),
    ("3 days,6/2/2026,,,2026-02-10", "2: from: "),
    ("3 days,2026-02-06,x,,2026-02-10", "2: profile: there is no counting profile 'x'"),
    ("3 days,2026-02-06,,x,2026-02-10", "2: starts: found 'x'; allowed: next_day"),
    ("3 days,2026-02-06,,,", "2: due: the row expects nothing"),
]


@pytest.mark.parametrize(("row", "message"), BAD_TERMS)
def test_a_term_that_cannot_be_meant_is_refused(tmp_path: Path, row: str, message: str) -> None:
    """Mistakes are told in the columns of the table."""
    (found,) = problems(tmp_path, row, head="term,from,profile,starts,due")

    assert found.startswith(f"own.cases.csv:{message}")


def test_a_term_and_a_procedure_exclude_each_other(tmp_path: Path) -> None:
    """A procedure states its own terms."""
    (found,) = problems(tmp_path, "3 days,building-permit,2026-02-06,2026-02-09", head="term,procedure,from,due")
    assert found.startswith("own.cases.csv:2: term: a procedure states its own terms")
    (other,) = problems(tmp_path, "3 days,2026-02-06,2026-02-09,total", head="term,from,due,limit")
    assert other.startswith("own.cases.csv:2: limit: the row counts a bare term ('term'), which this column")


def test_a_workbook_is_a_table_too(tmp_path: Path) -> None:
    """Every shown sheet is a table; the line of a case is the number of its row."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Permits"
    sheet.append(["case", "procedure", "fact.work", "limit", "from", "due"])
    sheet.append(["text", "building-permit", "house", "total", "2026-02-06T08:00", "2026-02-23"])
    sheet.append(["dates", "building-permit", "house", "total", datetime(2026, 2, 6, 8), date(2026, 2, 23)])  # noqa: DTZ001 -- as Excel keeps them
    book.create_sheet("Empty")
    hidden = book.create_sheet("Notes")
    hidden.append(["anything"])
    hidden.sheet_state = "hidden"
    path = tmp_path / "own.cases.xlsx"
    book.save(path)

    result = run_cases([tmp_path])
    assert [(one.case.name, one.place.removeprefix(str(tmp_path)), one.error) for one in result.results] == [
        ("text", "/own.cases.xlsx!Permits:2", None),
        ("dates", "/own.cases.xlsx!Permits:3", None),
    ]
    assert [str(failure) for one in result.failed for failure in one.failures] == []


def test_mistakes_of_a_workbook_name_sheet_and_row(tmp_path: Path) -> None:
    """All sheets are told at once; a workbook that shows nothing is refused."""
    book = openpyxl.Workbook()
    for name in ("One", "Two"):
        book.create_sheet(name).append(["procedur", "due"])
    del book["Sheet"]
    path = tmp_path / "own.cases.xlsx"
    book.save(path)
    with pytest.raises(DefinitionError) as caught:
        read_cases(path)
    assert {problem.file.rpartition("!")[2] for problem in caught.value.problems} == {"One", "Two"}

    openpyxl.Workbook().save(path)
    with pytest.raises(DefinitionError, match="no sheet that is shown holds anything"):
        read_cases(path)
