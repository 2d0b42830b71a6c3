"""Rule packs: what is wrong with one is told by line; rules hold in their periods; sector law prevails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.review.lodging import lodging, subject
from tests.review.planting import changed

from dossierflow.citation import Citation
from dossierflow.deadlines.term import Term
from dossierflow.errors import DefinitionError
from dossierflow.procedure import Procedure, catalogue
from dossierflow.review import PREDICATES, one_stop_pack, read_pack
from dossierflow.review.findings import Severity, Subject
from dossierflow.review.law import check_pack
from dossierflow.review.predicates.predicate import is_within

if TYPE_CHECKING:
    from pathlib import Path

PACK = """\
format: dossierflow/pack@1
pack: town
name: {vi: Quy định của xã, en: Rules of the town}
documents: [01/2026/QĐ-UBND]
rules:
  - code: TOWN001
    title: {vi: Có thời hạn trả lời, en: Answers have a term}
    why: {vi: Không ai được chờ mãi, en: Nobody waits for ever}
    predicate: handoff_has_limit
    in_force:
      - from: "2026-01-01"
        severity: warning
        cite: [{doc: 01/2026/QĐ-UBND, at: Điều 9}]
    message: {vi: "“{handoff}” không có thời hạn", en: "“{handoff}” has no term"}
    fix: {vi: "Thêm thời hạn", en: "Add a term"}
"""
NEW = catalogue().get("building-permit", "2026-07-01")
OLD = catalogue().get("building-permit", "2021-01-01")


def test_a_pack_of_ones_own_is_checked(tmp_path: Path) -> None:
    """A rule that is read from a file finds its breaches, with its own code and source."""
    file = tmp_path / "town.yaml"
    file.write_text(PACK, encoding="utf-8")
    (found,) = check_pack(subject(), read_pack(file))

    assert str(found) == "lodging.yaml: TOWN001 warning: “Fire opinion” has no term"
    assert [str(cite) for cite in found.cite] == ["01/2026/QĐ-UBND, Điều 9"]
    assert found.details == {"pack": "town"}


SECTOR = [
    ("documents: [01/2026/QĐ-UBND]", ["warning"]),
    ("documents: [99/2020/QĐ-UBND]", ["note"]),
]


@pytest.mark.parametrize(("documents", "severities"), SECTOR)
@pytest.mark.parametrize(("sector", "departing"), [("note", ["note"]), ("same", ["warning"]), ("allowed", [])])
def test_sector_law_prevails_as_the_rule_says(
    documents: str, severities: list[str], sector: str, departing: list[str]
) -> None:
    """A departure on the authority of another document is a note, the same as any other, or nothing at all."""
    text = changed(PACK, "documents: [01/2026/QĐ-UBND]", documents)
    text = changed(text, "predicate: handoff_has_limit", f"sector: {sector}\npredicate: handoff_has_limit")
    found = [one.severity.value for one in check_pack(subject(), read_pack(text))]

    assert found == (departing if severities == ["note"] else severities)


PERIODS = [
    ('from: "2026-01-01"', ["warning"]),
    ('from: "2020-01-01"\nto: "2025-12-31"', []),
    ('from: "2020-01-01"\nto: "2026-01-01"', ["warning"]),
]


@pytest.mark.parametrize(("period", "severities"), PERIODS)
def test_a_rule_holds_in_its_period(period: str, severities: list[str]) -> None:
    """A version that was never in force together with the rule is not held to it."""
    text = PACK.replace('from: "2026-01-01"', period.replace("\n", "\n        "))

    assert [one.severity.value for one in check_pack(subject(), read_pack(text))] == severities


def test_a_version_that_ended_before_the_rule_is_not_held_to_it() -> None:
    """The period is compared with both ends of the version."""
    ended = lodging(('effective: {from: "2026-01-01"}', 'effective: {from: "2026-01-01", to: "2026-02-28"}'))
    text = PACK.replace('from: "2026-01-01"', 'from: "2026-03-01"')

    assert list(check_pack(Subject(ended, "ended.yaml"), read_pack(text))) == []


def test_the_newest_period_decides() -> None:
    """For the dossiers that are still to come the newest law weighs."""
    period = '      - from: "2026-01-01"\n        severity: warning\n'
    older = '      - from: "2018-01-01"\n        severity: error\n        cite: [{doc: 01/2018/QĐ-UBND, at: Điều 9}]\n'
    (found,) = check_pack(subject(), read_pack(PACK.replace(period, older + period)))
    rule = read_pack(PACK.replace(period, older + period)).rules[0]

    assert found.severity is Severity.WARNING
    assert rule.kind.severity is Severity.ERROR
    assert [str(cite) for cite in rule.kind.cite] == ["01/2026/QĐ-UBND, Điều 9"]


BROKEN = [
    ("code: TOWN001", "code: DF301", "rules.0.code: the code 'DF301' is taken; choose another"),
    (
        "predicate: handoff_has_limit",
        "predicate: be_nice",
        "rules.0.predicate: there is no predicate 'be_nice'; known:",
    ),
    (
        "predicate: handoff_has_limit",
        "predicate: handoff_has_limit\nwith: {times: 1}",
        "rules.0.with: there is no parameter 'times'; known: none",
    ),
    (
        "predicate: handoff_has_limit",
        "predicate: supplement_at_most",
        "rules.0.with: the parameter 'times' is missing: a number",
    ),
    (
        "predicate: handoff_has_limit",
        "predicate: supplement_asked_within\nwith: {term: 3}",
        "rules.0.with: the parameter 'term' must be a length of time",
    ),
    (
        'fix: {vi: "Thêm thời hạn", en: "Add a term"}',
        'fix: {vi: "Thêm {gi}", en: "Add a term"}',
        "rules.0.fix: nothing fills the gap {gi}; known: field, handoff",
    ),
    (
        'from: "2026-01-01"',
        'from: "2026-01-01"\nto: "2025-01-01"',
        "ends on 2025-01-01, before it starts on 2026-01-01",
    ),
    ("severity: warning", "severity: severe", "found the text 'severe'; allowed: error, warning, note"),
]


@pytest.mark.parametrize(("sound", "broken", "message"), BROKEN, ids=[broken for _, broken, _ in BROKEN])
def test_what_is_wrong_with_a_pack_is_told(sound: str, broken: str, message: str) -> None:
    """Taken codes, unknown predicates, wrong parameters and unfilled gaps are told with their line."""
    at = "\n        ".join(broken.split("\n")) if sound.startswith("from") else "\n    ".join(broken.split("\n"))
    with pytest.raises(DefinitionError) as refused:
        read_pack(PACK.replace(sound, at), file="town.yaml")

    (problem, *_) = refused.value.problems
    assert message in str(problem)
    assert str(problem).startswith("town.yaml:")
    assert problem.line > 1


def test_a_code_stands_in_a_pack_once() -> None:
    """The second rule of a code is refused."""
    rules = PACK.partition("rules:\n")[2]
    with pytest.raises(DefinitionError, match=r"rules\.1\.code: the code 'TOWN001' is taken"):
        read_pack(PACK + rules)


def test_every_predicate_is_used_by_the_shipped_pack() -> None:
    """No predicate is without a rule that shows it."""
    assert {rule.predicate for rule in one_stop_pack().rules} == set(PREDICATES)


def test_what_the_shipped_pack_has_not_read_is_marked() -> None:
    """Nothing of the decree in force since 1 July 2025 is cited as read, except the articles others quote."""
    cites = [cite for rule in one_stop_pack().rules for period in rule.in_force for cite in period.cite]

    assert all(cite.status.value == "announced" for cite in cites if cite.doc == "118/2025/NĐ-CP")
    assert all(cite.status.value != "unverified" for cite in cites)


WITHIN = [
    ("3 working days", "3 working days", True),
    ("4 working days", "3 working days", False),
    ("3 days", "3 working days", True),
    ("3 working days", "3 days", False),
    ("24 working hours", "3 working days", True),
    ("25 hours", "3 working days", False),
    ("1 week", "10 working days", False),
    ("30 minutes", "1 day", False),
]


@pytest.mark.parametrize(("term", "most", "expected"), WITHIN)
def test_terms_are_held_against_each_other_where_that_is_certain(term: str, most: str, *, expected: bool) -> None:
    """Where units do not convert, nothing is taken to be short enough."""
    assert is_within(Term.of(term), Term.of(most)) is expected


def breaches(name: str, procedure: Procedure, **told: object) -> list[tuple[str, dict[str, str]]]:
    """Return place and English gaps of what a predicate finds."""
    found = PREDICATES[name].find(procedure, told)  # type: ignore[arg-type]
    return [
        (
            ".".join(str(key) for key in one.place),
            {gap: getattr(value, "en", str(value)) for gap, value in one.gaps.items()},
        )
        for one in found
    ]


def supplemented(procedure: Procedure, **update: object) -> Procedure:
    """Return *procedure* with another supplement rule."""
    assert procedure.supplement is not None
    rule = type(procedure.supplement).model_validate({**procedure.supplement.model_dump(), **update})
    return procedure.model_copy(update={"supplement": rule})


def test_a_procedure_without_supplements_offends_no_rule_about_them() -> None:
    """Nothing is asked for, so nothing is asked for too often, too late or with the wrong clock."""
    plain = lodging()

    assert breaches("supplement_at_most", plain, times=1) == []
    assert breaches("supplement_asked_within", plain, term=Term.of("3 working days")) == []
    assert breaches("supplement_restarts", plain) == []


def test_a_supplement_once_and_early_offends_nothing() -> None:
    """Within the number and the term there is no breach; beyond them there is one each."""
    assert breaches("supplement_at_most", NEW, times=1) == []
    assert breaches("supplement_at_most", supplemented(NEW, max="unlimited"), times=3) == [
        ("supplement.max", {"max": "any number of times"})
    ]
    assert breaches("supplement_asked_within", NEW, term=Term.of("5 working days")) == []
    assert breaches("supplement_asked_within", NEW, term=Term.of("3 working days")) == [
        ("supplement.ask_within", {"asked": "within 5 working days ('appraisal')"})
    ]


MODELS = [
    ({"clock": {"total": "restart"}, "policy": {}}, []),
    ({}, []),
    ({"clock": {"total": {"remaining_plus": "5 days"}}, "policy": {}}, ["remaining_plus: 5 days"]),
    ({"clock": {"total": {"new_limit": "appraisal"}}, "policy": {}}, ["new_limit: appraisal"]),
    ({"clock": {"supplement_term": "runs", "fire_answer": "resume"}, "policy": {}}, []),
]


@pytest.mark.parametrize(("update", "models"), MODELS)
def test_only_the_limits_up_to_the_decision_must_restart(update: dict[str, object], models: list[str]) -> None:
    """Limits of single stages and of the applicant are not meant."""
    found = breaches("supplement_restarts", supplemented(NEW, **update))

    assert [gaps["model"] for _, gaps in found] == models


def test_an_unstated_clock_rests_on_its_policy() -> None:
    """Where the law is silent, the local choice answers for the clock."""
    policy = {"total": {"clock": "resume", "reason": {"vi": "x", "en": "x"}, "cite": [{"doc": "local"}]}}
    (found,) = PREDICATES["supplement_restarts"].find(supplemented(NEW, policy=policy), {})

    assert found.cites == (Citation(doc="local"),)


def test_whatever_the_applicant_is_waited_for_has_a_term() -> None:
    """Fees, steps and limits of the applicant without an end are told."""
    by_applicant = (
        "name: {vi: Ký giấy phép, en: Sign}\nby: {agency: office, role: officer}",
        "name: {vi: Ký giấy phép, en: Sign}\nby: {agency: applicant}",
    )
    untimed = ("starts: fee.requested\nstops: [fee.paid]", "starts: check.entered\nstops: [fee.paid]")
    timed = ("starts: visit.entered\nstops: [seen]", "starts: sign.started\nstops: [seen]")
    idle = ("on_missed: {effect: end, to: unpaid}", "on_missed: {effect: overdue}")

    assert breaches("silence_is_defined", lodging()) == []
    assert breaches("silence_is_defined", lodging(untimed)) == [("fees.fee", {"what": "Fee"})]
    assert breaches("silence_is_defined", lodging(by_applicant)) == [("steps.sign", {"what": "Sign"})]
    assert breaches("silence_is_defined", lodging(by_applicant, timed)) == []
    assert breaches("silence_is_defined", lodging(idle)) == [("limits.payment.on_missed", {"what": "Time for paying"})]


def test_a_refusal_by_the_applicant_is_none() -> None:
    """Only an agency refuses; a procedure without refusals has none outside its limits."""
    grant = "grant: {name: {vi: Cấp phép, en: Grant}, to: end.granted}"
    refusing = (grant, f"{grant}\nrefuse: {{name: {{vi: Từ chối, en: Refuse}}, to: end.unpaid}}")
    refused = (
        "unpaid: {name: {vi: Không nộp phí, en: Unpaid}, kind: closed}",
        "unpaid: {name: {vi: Không nộp phí, en: Unpaid}, kind: refused}",
    )
    open_end = ("stops: [decided]", "stops: [seen]")
    applicant = (
        "name: {vi: Ký giấy phép, en: Sign}\nby: {agency: office, role: officer}",
        "name: {vi: Ký giấy phép, en: Sign}\nby: {agency: applicant}",
    )

    assert breaches("refusal_within_limit", lodging(refusing)) == []
    assert breaches("refusal_within_limit", lodging(refusing, refused)) == []
    assert breaches("refusal_within_limit", lodging(refusing, refused, open_end)) == [
        ("steps.sign.actions.refuse", {"step": "Sign", "action": "Refuse"})
    ]
    assert breaches("refusal_within_limit", lodging(refusing, refused, open_end, applicant)) == []


def test_an_apology_keeps_its_distance() -> None:
    """Without apologies there is nothing to keep; a working day is no less than a day."""
    apology = OLD.apology
    assert apology is not None
    later = OLD.model_copy(update={"apology": apology.model_copy(update={"at_least_before": Term.of("1 working day")})})

    assert breaches("apology_comes_before", lodging(), at_least=Term.of("1 day")) == []
    assert breaches("apology_comes_before", later, at_least=Term.of("1 day")) == []
    assert breaches("apology_comes_before", OLD, at_least=Term.of("2 days")) == [
        ("apology.at_least_before", {"lead": "1 day before"})
    ]
    assert breaches("reappointment_at_most", lodging(), times=1) == []
    assert breaches("reappointment_at_most", OLD, times=1) == []


def test_limits_of_one_source_are_told_together() -> None:
    """The limits without a duty are grouped by the documents that they cite; parts and duties are left out."""
    one = lodging()
    total = one.limits["total"]
    visit = total.model_copy(update={"cite": (Citation(doc="02/2026/QĐ-UBND"),)})
    part = total.model_copy(update={"within": "total"})
    limits = {**one.limits, "again": total, "visit": visit, "part": part}

    assert breaches("duty_on_miss", one) == [("limits.total.on_missed", {"limits": "total"})]
    assert breaches("duty_on_miss", one.model_copy(update={"limits": limits})) == [
        ("limits.total.on_missed", {"limits": "total, again"}),
        ("limits.visit.on_missed", {"limits": "visit"}),
    ]


PROMISES = [
    ("term: 15 working days", None, []),
    ("term: 21 working days", None, ["21 working days"]),
    ("term: 1 month", None, ["1 month"]),
    (
        "cases:\n  - {when: {pool: true}, term: 25 working days}\n  - {when: {pool: false}, term: 5 working days}",
        None,
        ["25 working days"],
    ),
    ("term: 21 working days\nwhen: {pool: true}", None, ["21 working days"]),
    ("term: 21 working days\nwhen: {pool: false}", None, ["21 working days"]),
    ("term: 21 working days\nwithin: total", None, ["21 working days"]),
    ("term: 21 working days\nwithin: payment", None, ["21 working days"]),
    ("cases:\n  - {when: {pool: true}, term: 5 working days}", None, []),
    ("term: 21 working days", "stops: [seen, decided]", []),
]


@pytest.mark.parametrize(("term", "stops", "terms"), PROMISES)
def test_a_promise_is_never_longer_than_the_law(term: str, stops: str | None, terms: list[str]) -> None:
    """A promise is held against the limit of which it is a part, or that runs from and to the same milestones."""
    promise = (
        "promise:\n  name: {vi: Cam kết, en: Promise}\n  kind: committed\n  party: office\n  starts: complete\n"
        f"  {stops or 'stops: [decided]'}\n  " + term.replace("\n", "\n  ") + "\n  on_missed: {effect: overdue}\n"
        "  cite: [{doc: 01/2026/QĐ-UBND, at: Điều 8}]\n"
    )
    procedure = lodging(
        ("limits:\n  total:", "limits:\n" + "".join(f"  {line}\n" for line in promise.splitlines()) + "  total:")
    )
    found = breaches("committed_within_statutory", procedure)

    assert [gaps["term"] for _, gaps in found] == terms


def test_the_result_comes_back_through_a_named_role_of_the_receiver() -> None:
    """Another agency, or nobody in particular, is told."""
    nobody = lodging(("returning:\n  by: {agency: office, role: officer}", "returning:\n  by: {agency: office}"))

    assert breaches("result_returned_by_receiver", lodging()) == []
    assert breaches("result_returned_by_receiver", nobody) == [
        ("returning.by", {"returner": "office", "receiver": "office/officer"})
    ]


def test_what_stops_the_clock_has_a_bound() -> None:
    """A bounded pause is in order; a step that does not count its own time needs a limit of its own."""
    excluded = ("handoffs: [fire_opinion]", "handoffs: [fire_opinion]\nsuspends: [total]")
    limited = ("starts: visit.entered\nstops: [seen]", "starts: hear.entered\nstops: [heard]")

    assert breaches("pause_is_bounded", lodging()) == []
    assert breaches("pause_is_bounded", lodging(excluded)) == [("steps.hear.suspends", {"what": "Hear"})]
    assert breaches("pause_is_bounded", lodging(excluded, limited)) == []


def test_a_transfer_may_stop_the_clock() -> None:
    """Only consultations must keep it running."""
    stopped = ("silence: escalate", "silence: escalate\nsuspends: [total]")
    transfer = ("kind: consult", "kind: transfer")

    assert breaches("consultation_keeps_clock", lodging(stopped)) == [
        ("handoffs.fire_opinion.suspends", {"handoff": "Fire opinion", "limits": "total"})
    ]
    assert breaches("consultation_keeps_clock", lodging(stopped, transfer)) == []
