"""Tables, sources, versions, ambiguity: each check row by row."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.review.lodging import lodging, subject
from tests.review.planting import changed, shipped

from dossierflow.deadlines import profile
from dossierflow.deadlines.term import Term
from dossierflow.procedure import LimitKind, Procedure, catalogue, holds
from dossierflow.reading import load, read_document
from dossierflow.review.ambiguity import ambiguous_days, check_months, check_units, check_unstated
from dossierflow.review.cells import MOST_KINDS, kinds_of_dossiers, shown
from dossierflow.review.citations import check_articles, check_statuses
from dossierflow.review.decision_tables import check_outcomes, check_tables
from dossierflow.review.findings import Severity, Subject
from dossierflow.review.horizon import check_horizon
from dossierflow.review.overtaking import check_overtaking
from dossierflow.review.versions import check_doubles, check_line, lines_of_versions
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossierflow.review import Finding

CALENDAR = vietnam()
OLD = catalogue().get("building-permit", "2021-01-01")
NEW = catalogue().get("building-permit", "2026-07-01")
TERM = "stops: [decided]\nterm: 20 working days"
VALID = "valid: {name: {vi: Hợp lệ, en: Valid}, to: fork.review}"


def told(findings: Iterable[Finding]) -> list[str]:
    """Return code, severity and field of *findings*."""
    return [f"{one.code} {one.severity.value} {one.field}" for one in findings]


def cases(*rows: str) -> tuple[str, str]:
    """Return the change that gives the total a table of *rows*."""
    return TERM, "stops: [decided]\ncases:\n" + "\n".join(f"  - {row}" for row in rows)


TABLES = [
    (cases("{when: {pool: true}, term: 5 days}", "{when: {pool: false}, term: 6 days}"), []),
    (cases("{when: {pool: true}, term: 5 days}"), ["no row fits a dossier with pool: false"]),
    (
        cases("{when: {}, term: 5 days}", "{when: {pool: true}, term: 6 days}"),
        ["row 2 is never needed; earlier rows fit every dossier that it fits, such as pool: true (row 1)"],
    ),
    (
        cases("{when: {}, term: 5 days}", "{when: {}, term: 6 days}"),
        ["row 2 is never needed; earlier rows fit every dossier that it fits, such as any facts (row 1)"],
    ),
    (
        cases("{when: {}, term: 5 days}", "{when: {rooms: {at_least: 501}}, term: 6 days}"),
        ["row 2 is never needed; no dossier of this limit has rooms: 501"],
    ),
    # What cannot be gone through is a mistake of another kind, told by the reader.
    (cases("{when: {town: x}, term: 5 days}"), []),
    (cases("{when: {no_such_fact: true}, term: 5 days}"), []),
]


@pytest.mark.parametrize(("change", "expected"), TABLES)
def test_a_table_is_told_with_an_example(change: tuple[str, str], expected: list[str]) -> None:
    """Gaps, overlaps and dead rows are told, and nothing else."""
    found = [one.message.en.removeprefix("limit 'total': ") for one in check_tables(subject(change))]

    assert found == expected


TWO = [("valid", "true"), ("again", "[true, false]")]
OUTCOMES = [
    ([], None),
    ([("to: fork.review}", "to: fork.review, when: {pool: true}}")], "pool: false"),
    ([("to: fork.review}", "to: fork.review, when: {town: x}}")], None),
    ([("to: fork.review}", "to: fork.review, when: {rooms: {at_least: 1}}}")], None),
    (
        [("to: fork.review}", "to: fork.review, when: {pool: true}}"), ("steps: [check]", "steps: [check]\nto: sign")],
        None,
    ),
    (
        [
            (
                VALID,
                "\n".join(
                    [f"{name}: {{name: {{vi: x, en: x}}, to: sign, when: {{pool: {pools}}}}}" for name, pools in TWO]
                ),
            )
        ],
        None,
    ),
]


@pytest.mark.parametrize(("changes", "example"), OUTCOMES, ids=["open", "gap", "text", "all", "paid", "both"])
def test_a_step_without_an_outcome_is_told(changes: list[tuple[str, str]], example: str | None) -> None:
    """A step that some dossier cannot leave is told, unless payment leads out of it."""
    replaced = [(VALID, VALID.replace(old, new)) if old in VALID else (old, new) for old, new in changes]
    found = [one.details for one in check_outcomes(subject(*replaced))]

    assert found == ([] if example is None else [{"facts": {"pool": False}}])


def test_a_supplement_that_leads_on_leaves_a_step_too() -> None:
    """Where the answer opens another step, an outcome for everybody is not needed."""
    text = changed(
        shipped("building-permit@2026-07-01"),
        'name: {vi: "Hồ sơ đủ, hợp lệ", en: The dossier is full and valid}\nto: consult',
        'name: {vi: "Hồ sơ đủ, hợp lệ", en: The dossier is full and valid}\nto: consult\nwhen: {work: house}',
    )
    permit = load(Procedure, read_document(text))
    back = changed(text, "back_to: recheck\nmarks: [complete]", "marks: [complete]")

    assert told(check_outcomes(Subject(permit, "permit.yaml"))) == []
    assert told(check_outcomes(Subject(load(Procedure, read_document(back)), "permit.yaml"))) == [
        "DF405 warning steps.appraise.actions"
    ]


KINDS = [
    ((TERM, TERM), {"": 1}),
    (cases("{when: {pool: true}, term: 5 days}"), {"pool: true": 1, "pool: false": 1}),
    (
        cases("{when: {rooms: {at_least: 10, at_most: 20}}, term: 5 days}"),
        {"rooms: 1": 1, "rooms: 10": 1, "rooms: 21": 1},
    ),
    (cases("{when: {rooms: [3, 7]}, term: 5 days}"), {f"rooms: {number}": 1 for number in (1, 3, 4, 7, 8)}),
    (cases("{when: {rooms: 500}, term: 5 days}"), {"rooms: 1": 1, "rooms: 500": 1}),
    (cases("{when: {town: [x, y]}, term: 5 days}"), {"town: x": 1, "town: y": 1}),
    (cases("{when: {no_such_fact: true}, term: 5 days}"), {"": 1}),
    (cases("{when: {}, term: 5 days, per: rooms}"), {"rooms: 1": 1}),
    (cases("{when: {rooms: many}, term: 5 days}"), {"rooms: 1": 1}),
]


@pytest.mark.parametrize(("change", "expected"), KINDS)
def test_one_dossier_stands_for_each_kind(change: tuple[str, str], expected: dict[str, int]) -> None:
    """Only what the rules name is told apart, whole numbers at the bounds that they set."""
    procedure = lodging(change)
    found = [shown(facts) for facts in kinds_of_dossiers([procedure.limits["total"]], procedure.known_facts)]

    assert {one: found.count(one) for one in found} == expected


def test_open_numbers_have_one_example_below_the_first_bound() -> None:
    """Where a fact has no least value, the number before the first bound stands for all below."""
    facts = lodging().known_facts
    free = facts["rooms"].model_copy(update={"at_least": None, "at_most": None})
    limit = lodging(cases("{when: {rooms: {at_least: 10}}, term: 5 days}")).limits["total"]

    assert [one["rooms"] for one in kinds_of_dossiers([limit], {"rooms": free})] == [9, 10]
    assert [
        one["rooms"]
        for one in kinds_of_dossiers(
            [lodging(cases("{when: {}, term: 1 day, per: rooms}")).limits["total"]], {"rooms": free}
        )
    ] == [0]


def test_ranges_without_a_lower_bound_and_texts_in_ranges_are_gone_through() -> None:
    """A range that is open downwards cuts above its bound; one of a text names nothing."""
    procedure = lodging(cases("{when: {rooms: {at_most: 5}}, term: 5 days}"))
    odd = lodging(cases("{when: {town: {at_least: 1}}, term: 5 days}"))

    assert [shown(one) for one in kinds_of_dossiers([procedure.limits["total"]], procedure.known_facts)] == [
        "rooms: 1",
        "rooms: 6",
    ]
    assert list(kinds_of_dossiers([odd.limits["total"]], odd.known_facts)) == []


def test_no_more_kinds_are_gone_through_than_anybody_has_time_for() -> None:
    """Beyond the largest number the rest is left out."""
    row = "{when: {rooms: [" + ", ".join(str(number) for number in range(1, 500, 2)) + "], pool: true}, term: 1 day}"
    procedure = lodging(cases(row))
    many = [procedure.limits["total"]]
    other = {**procedure.known_facts, "guests": procedure.known_facts["rooms"]}
    rule = (
        many[0]
        .cases[0]
        .model_copy(update={"when": {**many[0].cases[0].when, "guests": many[0].cases[0].when["rooms"]}})
    )
    wide = many[0].model_copy(update={"cases": (rule,)})

    assert sum(1 for _ in kinds_of_dossiers([wide], other)) == MOST_KINDS


CITES = "cite: [{doc: 01/2026/QĐ-UBND, at: Điều 6}]"
ARTICLES = [
    (CITES, []),
    ("cite: [{doc: 01/2026/QĐ-UBND}]", ["DF202 warning handoffs.fire_opinion.cite"]),
    (
        "cite: [{doc: 01/2026/QĐ-UBND, note: printed in the national database}]",
        ["DF202 note handoffs.fire_opinion.cite"],
    ),
    ("cite: [{doc: 01/2026/QĐ-UBND, quote: trong 05 ngày}]", []),
    ("cite: [{doc: 01/2026/QĐ-UBND, status: announced}]", ["DF203 note handoffs.fire_opinion.cite[0]"]),
    ("cite: [{doc: 01/2026/QĐ-UBND, status: unverified}]", ["DF203 warning handoffs.fire_opinion.cite[0]"]),
    ("cite: [{doc: 01/2026/QĐ-UBND, status: computed, at: Điều 6}]", []),
]


@pytest.mark.parametrize(("cite", "expected"), ARTICLES)
def test_a_source_must_be_found_and_read(cite: str, expected: list[str]) -> None:
    """A rule about time names its place in the document; what was not read is told."""
    under_review = subject((CITES, cite))

    assert told([*check_articles(under_review), *check_statuses(under_review)]) == expected


def test_a_version_that_admits_that_it_is_not_read_has_notes_only() -> None:
    """The status of the version is told; what it covers weighs no more than a note."""
    changes = [("status: enacted", "status: unverified"), (CITES, "cite: [{doc: X, at: Điều 1, status: unverified}]")]

    assert told(check_statuses(subject(*changes))) == ["DF203 note status", "DF203 note handoffs.fire_opinion.cite[0]"]


def test_a_limit_may_be_marked_itself() -> None:
    """A limit whose own status says that it was not read is told under its name, unless its citation says so."""
    marked = "on_missed: {effect: overdue}\nstatus: unverified\ncite: [{doc: 01/2026/QĐ-UBND, at: Điều 3}]"
    text = "stops: [seen]\nterm: 3 working days\non_missed: {effect: overdue}"
    change = (f"{text}\ncite: [{{doc: 01/2026/QĐ-UBND, at: Điều 3}}]", f"stops: [seen]\nterm: 3 working days\n{marked}")
    both = (change[0], change[1].replace("at: Điều 3}", "at: Điều 3, status: unverified}"))

    assert told(check_statuses(subject(change))) == ["DF203 warning limits.visit_time.status"]
    assert told(check_statuses(subject(both))) == ["DF203 warning limits.visit_time.cite[0]"]


def version(name: str, first: str, last: str | None = None) -> Subject:
    """Return a version of the lodging permit in force from *first* to *last*."""
    until = f', to: "{last}"' if last else ""
    changes = [
        ('version: "2026-01-01"', f'version: "{name}"'),
        ('effective: {from: "2026-01-01"}', f'effective: {{from: "{first}"{until}}}'),
    ]
    return Subject(lodging(*changes), f"{name}.yaml")


LINES = [
    ([version("a", "2026-01-01")], []),
    ([version("a", "2026-01-01", "2026-02-28"), version("b", "2026-03-01")], []),
    (
        [version("a", "2026-01-01", "2026-02-27"), version("b", "2026-03-01")],
        ["from 2026-02-28 to 2026-02-28 (1 days)"],
    ),
    ([version("a", "2026-01-01", "2026-03-01"), version("b", "2026-03-01")], ["from 2026-03-01 to 2026-03-01"]),
    ([version("a", "2026-01-01"), version("b", "2026-03-01")], ["from 2026-03-01 to now on"]),
    ([version("a", "2026-01-01", "2026-05-31")], ["after 2026-05-31"]),
    ([version("a", "2016-01-01", "2016-05-31")], []),
    ([version("a", "2026-01-01", "2027-12-31")], []),
]


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_the_line_of_versions_has_neither_gaps_nor_overlaps(line: list[Subject], expected: list[str]) -> None:
    """Each boundary is looked at, and the end of the last version within the calendar."""
    found = list(check_line(line, CALENDAR))

    assert len(found) == len(expected)
    assert all(part in one.message.en for one, part in zip(found, expected, strict=True))


def test_without_a_calendar_nothing_is_said_about_the_end() -> None:
    """Nobody knows up to when a due date is wanted."""
    assert list(check_line([version("a", "2026-01-01", "2026-05-31")], None)) == []


def test_the_same_file_twice_is_one_version() -> None:
    """Equal files are no contradiction, and one of them stands in the line."""
    twice = [version("b", "2026-03-01"), version("a", "2026-01-01"), version("b", "2026-03-01")]

    assert list(check_doubles(twice)) == []
    assert [str(one.procedure) for one in lines_of_versions(twice)["lodging-permit"]] == [
        "lodging-permit@a",
        "lodging-permit@b",
    ]


def day_walk(day: date, amount: int, *, working: bool) -> date:
    """Return the last day of a term by walking day by day: the day of filing is not counted, days off roll on."""
    left = amount
    while left:
        day += timedelta(days=1)
        left -= not working or CALENDAR.is_working(day)
    while not CALENDAR.is_working(day):
        day += timedelta(days=1)
    return day


def test_the_overtaken_filing_days_are_those_that_a_walk_finds() -> None:
    """Every filing day under the old permit that falls due after the first day of the new one is listed, no other."""
    without = NEW.model_copy(update={"transition": None})
    (found,) = check_overtaking([Subject(OLD, "old.yaml"), Subject(without, "new.yaml")], CALENDAR)
    first = NEW.effective.from_
    facts = found.details["facts"]
    assert isinstance(facts, dict)
    terms = [
        next(
            case.term
            for case in one.limits["total"].cases
            if holds(case.when, {name: str(value) for name, value in facts.items()})
        )
        for one in (OLD, NEW)
    ]
    due_after = day_walk(first, int(terms[1].amount), working=True)
    filed = [first - timedelta(days=number) for number in range(60, 0, -1)]
    expected = [day.isoformat() for day in filed if day_walk(day, int(terms[0].amount), working=False) > due_after]

    assert [str(term) for term in terms] == ["20 days", "5 working days"]
    assert found.details["filing_days"] == expected
    assert found.details["days"] == len(expected) == 12
    assert found.severity is Severity.WARNING


def with_term(term: str, version_name: str, first: str, last: str | None = None, **update: object) -> Subject:
    """Return a version of the lodging permit whose total is *term*."""
    made = version(version_name, first, last)
    total = made.procedure.limits["total"].model_copy(update={"term": Term.of(term), **update})
    return Subject(made.procedure.model_copy(update={"limits": {**made.procedure.limits, "total": total}}), made.file)


OVERTAKING = [
    ("20 working days", "5 working days", {}, 1),
    ("5 working days", "5 working days", {}, 0),
    ("5 working days", "20 working days", {}, 0),
    ("20 working days", "5 working days", {"starts": "visit.entered"}, 0),
    ("20 working days", "5 working days", {"party": "applicant"}, 0),
    ("20 working days", "5 working days", {"kind": LimitKind.INTERNAL}, 0),
    ("20 working days", "5 working days", {"when": {"pool": True}}, 1),
]


@pytest.mark.parametrize(("before", "after", "update", "count"), OVERTAKING)
def test_only_a_shortening_of_what_starts_with_reception_overtakes(
    before: str, after: str, update: dict[str, object], count: int
) -> None:
    """Longer terms, terms of the applicant and of single steps overtake nobody."""
    line = [
        with_term(before, "a", "2026-01-01", "2026-05-31", **update),
        with_term(after, "b", "2026-06-01", **update),
    ]

    assert len(list(check_overtaking(line, CALENDAR))) == count


def test_a_very_long_term_is_looked_at_no_further_than_a_year() -> None:
    """The list of days stops at the beginning of the old version, of the calendar, or after four hundred days."""
    short = with_term("1 working day", "b", "2026-06-01")
    young = with_term("1 year", "a", "2026-05-20", "2026-05-31")
    old = with_term("3 years", "a", "2018-05-20", "2023-05-31")

    (found,) = check_overtaking([young, short], CALENDAR)
    assert found.details["days"] == 12
    (found,) = check_overtaking([old, with_term("1 working day", "b", "2023-06-01")], CALENDAR)
    assert found.details["days"] == 400


def test_beyond_the_calendar_nothing_is_compared() -> None:
    """A due date that the calendar cannot give is neither early nor late, and a table with a gap has none."""
    line = [with_term("3 years", "a", "2026-01-01", "2026-05-31"), with_term("1 working day", "b", "2026-06-01")]
    gap = lodging(cases("{when: {pool: true}, term: 30 days}"))
    gapped = gap.model_copy(update={"version": "a", "effective": line[0].procedure.effective})
    (found,) = check_overtaking([Subject(gapped, "gap.yaml"), line[1]], CALENDAR)

    assert list(check_overtaking(line, CALENDAR)) == []
    assert found.details["facts"] == {"pool": True}


AMBIGUOUS = [
    ("1 month", 2026, ["01-29", "01-30", "01-31", "03-31", "05-31", "08-31", "10-31"]),
    ("12 months", 2026, []),
    ("1 year", 2028, ["02-29"]),
    ("4 years", 2028, []),
    ("2 months", 2026, ["07-31", "12-29", "12-30", "12-31"]),
]


@pytest.mark.parametrize(("term", "year", "days"), AMBIGUOUS)
def test_the_days_without_a_corresponding_day(term: str, year: int, days: list[str]) -> None:
    """The ends of months are found by going through the year."""
    assert [f"{day:%m-%d}" for day in ambiguous_days(Term.of(term), year)] == days


VISIT = "starts: visit.entered\nstops: [seen]\nterm: 3 working days"
CITE = "cite: [{doc: 01/2026/QĐ-UBND, at: Điều 3}]"
MONTHS = [
    ("term: 3 working days", [], []),
    ("term: 1 month", [], ["DF602 note"]),
    ("term: 4 years", [], []),
    (f"term: 1 month\ncount:\n  month_end: refuse\n  {CITE}", [], ["DF602 warning"]),
    ("term: 1 month", ["suspends: [total]\nsteps: [visit]"], ["DF602 note", "DF603 note"]),
    (
        f"term: 1 month\ncount:\n  broken_term: refuse\n  {CITE}",
        ["suspends: [total]\nsteps: [visit]"],
        ["DF602 note", "DF603 warning"],
    ),
]


@pytest.mark.parametrize(("term", "suspended", "expected"), MONTHS)
def test_a_term_in_months_is_told(term: str, suspended: list[str], expected: list[str]) -> None:
    """Month ends and interrupted months are notes where the convention settles them, warnings where it refuses."""
    changes = [(VISIT, VISIT.replace("term: 3 working days", term))]
    changes += [(text, text.replace("[total]", "[total, visit_time]")) for text in suspended]
    found = check_months(subject(*changes), profile("vn-general"))

    assert [
        f"{one.code} {one.severity.value}" for one in found if one.field.startswith("limits.visit_time")
    ] == expected


def test_a_supplement_interrupts_a_month_unless_it_restarts_it() -> None:
    """Resuming and adding to what remains break a month; a restart begins a new one."""
    text = changed(
        shipped("air-transport-licence@2026-07-01"),
        "stops: [reported, decided]\nterm: 10 working days",
        "stops: [reported, decided]\nterm: 1 month",
    )
    found = {}
    for model in ("restart", "resume", "{remaining_plus: 5 days}", "{new_limit: decision}"):
        procedure = load(Procedure, read_document(changed(text, "appraisal: restart", f"appraisal: {model}")))
        under_review = Subject(procedure, "air.yaml")
        found[model] = [one.code for one in check_months(under_review, profile("vn-general"))]
        found[model] += told(check_units(under_review))

    assert found == {
        "restart": ["DF602"],
        "resume": ["DF602", "DF603"],
        "{remaining_plus: 5 days}": ["DF602", "DF603", "DF604 note supplement.clock.appraisal"],
        "{new_limit: decision}": ["DF602"],
    }


UNITS = [
    ("stops: [seen]\nterm: 3 working days\nwithin: total", []),
    ("stops: [seen]\nterm: 3 days\nwithin: total", ["DF604 note limits.visit_time.term"]),
    ("stops: [seen]\nterm: 3 days", []),
]


@pytest.mark.parametrize(("text", "expected"), UNITS)
def test_two_units_in_one_chain_are_told(text: str, expected: list[str]) -> None:
    """A part that is counted otherwise than the whole is told once."""
    assert told(check_units(subject(("stops: [seen]\nterm: 3 working days", text)))) == expected


def test_an_extension_without_a_bound_has_no_unit() -> None:
    """Only what is extended by a length of time is compared."""
    rule = (
        "{name: {vi: Thỏa thuận, en: Agreed}, limit: total, by: {agency: office, role: officer}, max: 1, anchor: due, "
        f"agreement: true, at_most: null, {CITE}}}"
    )
    change = ("returning:", f"extensions:\n  agreed: {rule}\nreturning:")

    assert told(check_units(subject(change))) == []


def test_a_procedure_without_supplements_leaves_nothing_unstated() -> None:
    """No supplement, no clock that the law forgets."""
    assert list(check_unstated(subject())) == []
    assert told(check_unstated(Subject(NEW, "new.yaml"))) == ["DF601 note supplement.policy.total"]


HORIZON = [
    (version("a", "2026-01-01"), "2026-12-01"),
    (version("a", "2026-01-01", "2026-11-30"), None),
    (with_term("3 years", "a", "2026-01-01"), "2024-01-01"),
]


@pytest.mark.parametrize(("under_review", "first"), HORIZON)
def test_the_first_start_day_beyond_the_decided_calendar_is_told(under_review: Subject, first: str | None) -> None:
    """Of all terms the one that reaches farthest decides; a version that has ended tells nothing."""
    found = [one.details["first"] for one in check_horizon(under_review, CALENDAR)]

    assert found == ([] if first is None else [first])


def test_a_calendar_that_is_decided_to_its_end_has_no_horizon() -> None:
    """Where every day is decided, a due date beyond is an error of the count, not a doubt."""
    assert list(check_horizon(version("a", "2018-01-01"), vietnam(2018, 2025))) == []


def test_a_term_that_never_reaches_beyond_tells_nothing() -> None:
    """Terms that are over on the day on which they start are decided with it."""
    limits = {"total": with_term("same day", "a", "2026-01-01").procedure.limits["total"]}
    made = version("a", "2026-01-01")

    assert list(check_horizon(Subject(made.procedure.model_copy(update={"limits": limits}), "a.yaml"), CALENDAR)) == []
