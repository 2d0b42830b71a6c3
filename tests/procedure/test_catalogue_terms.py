"""The terms of the shipped procedures, one row for each that the law or the published procedure states."""

from __future__ import annotations

from datetime import date

import pytest

from dossierflow.errors import VersionInForceError
from dossierflow.procedure import Facts, FactValue, NewLimit, Procedure, Silence, catalogue, holds
from dossierflow.procedure.rules import RemainingPlus

LIBRARY = catalogue()


def shipped(ref: str) -> Procedure:
    """Return the version that *ref* names."""
    name, _, version = ref.partition("@")
    return LIBRARY.get(name, version)


def term(procedure: Procedure, limit: str, facts: Facts) -> str:
    """Return the term of *limit* for a dossier with *facts*, with the fact by which it is multiplied."""
    found = procedure.limits[limit]
    if found.term is not None:
        return str(found.term)
    (only,) = [case for case in found.cases if holds(case.when, facts)]
    return str(only.term) if only.per is None else f"{only.term} per {only.per}"


TERMS: list[tuple[str, str, dict[str, FactValue], str]] = [
    ("birth-bundle@05-2015", "total", {"residence": True}, "20 working days"),
    ("birth-bundle@05-2015", "total", {"residence": False}, "15 working days"),
    ("birth-bundle@05-2015", "birth", {}, "same day"),
    ("birth-bundle@05-2015", "police_work", {}, "15 days"),
    ("birth-bundle@05-2015", "insurer_work", {}, "10 days"),
    ("birth-bundle@2024-06-10", "total", {}, "3 working days"),
    ("birth-bundle@2024-06-10", "insurer_work", {}, "2 working days"),
    ("birth-bundle@2024-06-10", "error_notice", {}, "1 working day"),
    ("birth-bundle@2024-06-10", "police_notice", {}, "2 working hours"),
    ("death-bundle@2024-06-10", "total", {"benefit": "merit"}, "18 working days"),
    ("death-bundle@2024-06-10", "total", {"benefit": "social_protection"}, "6 working days"),
    ("death-bundle@2024-06-10", "total", {"benefit": "aged_monthly"}, "11 working days"),
    ("death-bundle@2024-06-10", "total", {"benefit": "insurance"}, "9 working days"),
    ("death-bundle@2024-06-10", "insurer_work", {"benefit": "insurance"}, "8 working days"),
    ("death-bundle@2024-06-10", "insurer_work", {"benefit": "stop_monthly"}, "2 working days"),
    ("death-bundle@2024-06-10", "labour_work", {"benefit": "merit"}, "17 working days"),
    ("death-bundle@2024-06-10", "labour_work", {"benefit": "social_protection"}, "5 working days"),
    ("death-bundle@2024-06-10", "death", {}, "same day"),
    ("death-bundle@2024-06-10", "relatives_term", {}, "5 working days"),
    ("certification@2025-07-01", "total", {}, "same day"),
    ("land-registration@2025-01-01", "registration", {}, "20 working days"),
    ("land-registration@2025-01-01", "certificate", {}, "3 working days"),
    ("land-registration@2025-07-01", "registration", {"region": "ordinary"}, "17 working days"),
    ("land-registration@2025-07-01", "registration", {"region": "remote"}, "27 working days"),
    ("land-registration@2025-07-01", "certificate", {}, "3 working days"),
    ("land-registration@2025-07-01", "measuring", {}, "5 working days"),
    ("land-registration@2025-07-01", "posting_time", {}, "15 days"),
    ("secured-transaction@2023-01-15", "registration", {}, "same day"),
    ("enterprise-registration@2026-06-01", "answer", {}, "3 working days"),
    ("enterprise-registration@2026-06-01", "supplement_term", {}, "60 days"),
    ("criminal-record@2018-01-01", "total", {"case": "ordinary"}, "10 days"),
    ("criminal-record@2018-01-01", "total", {"case": "foreigner"}, "15 days"),
    ("criminal-record@2026-07-01", "reception_check", {"channel": "online"}, "8 working hours"),
    ("criminal-record@2026-07-01", "reception_check", {"channel": "counter"}, "1 hour"),
    ("criminal-record@2026-07-01", "reception_check", {"channel": "post"}, "1 working day"),
    ("work-permit@2021-02-15", "total", {"kind": "new"}, "5 working days"),
    ("work-permit@2021-02-15", "total", {"kind": "extend"}, "5 working days"),
    ("work-permit@2021-02-15", "total", {"kind": "reissue"}, "3 working days"),
    ("labour-need-approval@2023-09-18", "total", {}, "10 working days"),
    ("work-permit@2025-08-07", "total", {}, "10 working days"),
    ("work-permit@2025-08-07", "refusal", {}, "3 working days"),
    ("work-permit-exemption@2025-08-07", "total", {}, "5 working days"),
    ("work-permit-exemption@2025-08-07", "refusal", {}, "3 working days"),
    ("environmental-permit@2026-06-01", "total", {"trial_operation": False}, "15 days"),
    ("environmental-permit@2026-06-01", "total", {"trial_operation": True}, "30 days"),
    ("environmental-permit@2026-06-01", "after_revision", {"trial_operation": False}, "5 days"),
    ("environmental-permit@2026-06-01", "after_revision", {"trial_operation": True}, "10 days"),
    ("environmental-permit@2026-06-01", "revision", {}, "12 months"),
    ("air-transport-licence@2025-07-01", "check", {}, "3 working days"),
    ("air-transport-licence@2025-07-01", "appraisal", {}, "10 working days"),
    ("air-transport-licence@2025-07-01", "submission", {}, "10 working days"),
    ("air-transport-licence@2025-07-01", "permission", {}, "7 working days"),
    ("air-transport-licence@2025-07-01", "issuing", {}, "5 working days"),
    ("air-licence-reissue@2026-07-01", "appraisal", {"ground": "changed"}, "10 working days"),
    ("air-licence-reissue@2026-07-01", "appraisal", {"ground": "cancelled"}, "10 working days"),
    ("air-licence-reissue@2026-07-01", "appraisal", {"ground": "lost_or_torn"}, "5 working days"),
    ("air-licence-reissue@2026-07-01", "fee_payment", {}, "5 working days"),
    ("air-licence-reissue@2026-07-01", "supplement_term", {}, "15 working days"),
    ("height-approval@2026-07-01", "total", {"project": "housing"}, "10 working days"),
    ("height-approval@2026-07-01", "total", {"project": "economic_zone"}, "15 working days"),
    ("height-approval@2026-07-01", "total", {"project": "lines"}, "20 working days"),
    ("height-approval@2026-07-01", "total", {"project": "long_lines"}, "30 days"),
    ("height-approval@2026-07-01", "asking", {}, "7 working days"),
    ("height-approval@2026-07-01", "refusal", {}, "7 working days"),
    ("height-approval@2026-07-01", "supplement_term", {}, "15 working days"),
    ("height-approval@2026-07-01", "aviation_answer", {"project": "long_lines"}, "25 working days"),
    ("social-allowance@2021-07-01", "commune_work", {}, "7 working days"),
    ("social-allowance@2021-07-01", "posting_time", {}, "2 working days"),
    ("social-allowance@2021-07-01", "complaint_answer", {}, "10 working days"),
    ("social-allowance@2021-07-01", "sending_up", {}, "3 working days"),
    ("social-allowance@2021-07-01", "district_work", {}, "7 working days"),
    ("social-allowance@2021-07-01", "district_decision", {}, "3 working days"),
    ("social-allowance@2025-07-01", "total", {}, "10 working days"),
    ("sea-area-allocation@2026-06-01", "appraisal", {}, "40 days"),
    ("sea-area-allocation@2026-06-01", "defence_answer", {}, "15 days"),
    ("sea-area-allocation@2026-06-01", "site_check", {}, "3 working days"),
    ("sea-area-allocation@2026-06-01", "supplement_term", {}, "15 days"),
    ("sea-area-allocation@2026-06-01", "submission", {}, "1 working day"),
    ("sea-area-allocation@2026-06-01", "decision", {}, "3 working days"),
    ("mineral-licence-reissue@2026-06-01", "reception_check", {}, "3 working days"),
    ("mineral-licence-reissue@2026-06-01", "appraisal", {}, "60 days"),
    ("mineral-licence-reissue@2026-06-01", "consulted_answer", {}, "20 days"),
    ("mineral-licence-reissue@2026-06-01", "decision", {}, "5 working days"),
    ("mineral-licence-reissue@2026-06-01", "handing_over", {}, "2 working days"),
    ("foreign-loan-registration@2026-06-01", "total", {}, "7 working days"),
    ("foreign-loan-registration@2026-06-01", "notice", {}, "5 working days"),
    ("foreign-loan-registration@2026-06-01", "supplement_term", {}, "60 days"),
    ("complaint@2018-01-01", "total", {"instance": "first", "remote": False}, "30 days"),
    ("complaint@2018-01-01", "total", {"instance": "first", "remote": True}, "45 days"),
    ("complaint@2018-01-01", "total", {"instance": "second", "remote": False}, "45 days"),
    ("complaint@2018-01-01", "total", {"instance": "second", "remote": True}, "60 days"),
    ("investment-certificate@2026-06-01", "total", {"case": "no_policy_approval"}, "10 working days"),
    ("investment-certificate@2026-06-01", "total", {"case": "policy_approved"}, "5 working days"),
    ("investment-certificate@2026-06-01", "total", {"case": "voluntary"}, "5 working days"),
    ("investment-certificate@2026-06-01", "total", {"case": "secondary_project"}, "10 working days"),
    ("foreign-marriage@2026-06-01", "collection", {}, "60 days"),
    ("parent-child-recognition@2026-06-01", "total", {}, "3 working days"),
    ("domestic-adoption@2026-07-01", "hearing", {}, "10 days"),
    ("domestic-adoption@2026-07-01", "change_of_mind", {}, "15 days"),
    ("domestic-adoption@2026-07-01", "registration", {}, "5 days"),
    ("domestic-adoption@2026-07-01", "record_answer", {}, "3 working days"),
    ("residence-registration@2026-06-01", "total", {}, "7 working days"),
    ("passport@2026-06-01", "total", {}, "8 working days"),
    ("driving-licence@2026-06-01", "electronic", {}, "3 days"),
    ("driving-licence@2026-06-01", "card", {}, "7 days"),
    ("vehicle-registration-reissue@2026-06-01", "total", {"thing": "certificate"}, "2 working days"),
    ("vehicle-registration-reissue@2026-06-01", "total", {"thing": "plate"}, "7 working days"),
    ("vehicle-registration-reissue@2026-06-01", "verification", {}, "30 days"),
    ("vehicle-registration-temporary@2026-06-01", "total", {}, "8 working hours"),
    ("permanent-residence@2026-06-01", "decision", {}, "4 months"),
    ("permanent-residence@2026-06-01", "collection", {}, "3 months"),
    ("food-safety-certificate@2026-06-01", "total", {}, "15 days"),
    ("counterfeit-money-test@2026-06-01", "test", {"notes": 1}, "5 working days per notes"),
    ("counterfeit-money-test@2026-06-01", "test", {"notes": 20}, "5 working days per notes"),
    ("counterfeit-money-test@2026-06-01", "test", {"notes": 21}, "60 days"),
    ("counterfeit-money-test@2026-06-01", "conclusion", {}, "2 working days"),
    ("irrigation-works-permit@2026-06-01", "total", {}, "11 working days"),
    ("irrigation-works-permit@2026-06-01", "answer_at_once", {}, "same day"),
    ("vehicle-quality-certificate@2026-06-01", "customs_reply", {}, "24 working days"),
    ("vehicle-quality-certificate@2026-06-01", "damaged", {}, "2 working days"),
    ("aircraft-clearance@2026-06-01", "acceptance", {}, "30 minutes"),
    ("aircraft-clearance@2026-06-01", "rejection", {}, "1 hour"),
    ("port-entry@2026-06-01", "total", {}, "1 hour"),
    ("child-protection@2025-11-27", "total", {}, "12 hours"),
]


@pytest.mark.parametrize(("ref", "limit", "facts", "expected"), TERMS)
def test_a_term_is_the_one_that_was_read(ref: str, limit: str, facts: dict[str, FactValue], expected: str) -> None:
    """Row by row, as the law, the decree or the published procedure states it."""
    assert term(shipped(ref), limit, facts) == expected


@pytest.mark.parametrize(
    ("ref", "limit", "model"),
    [
        ("air-licence-reissue@2026-07-01", "appraisal", "restart"),
        ("height-approval@2026-07-01", "total", "resume"),
        ("environmental-permit@2026-06-01", "total", "resume"),
        ("foreign-loan-registration@2026-06-01", "total", "restart"),
        ("sea-area-allocation@2026-06-01", "appraisal", "restart"),
        ("parent-child-recognition@2026-06-01", "total", "restart"),
    ],
)
def test_a_supplement_does_to_the_clock_what_was_read(ref: str, limit: str, model: str) -> None:
    """Two decrees of one field and one day restart it and stop it; where the law is silent, a policy speaks."""
    supplement = shipped(ref).supplement

    assert supplement is not None
    assert supplement.model_of(limit) == model


def test_a_mining_licence_gets_twenty_five_days_more() -> None:
    """What remained of the sixty days goes on, and 25 days are added."""
    supplement = shipped("mineral-licence-reissue@2026-06-01").supplement

    assert supplement is not None
    model = supplement.model_of("appraisal")
    assert isinstance(model, RemainingPlus)
    assert not isinstance(model, NewLimit)
    assert str(model.remaining_plus) == "25 days"


def test_a_contradictory_page_is_settled_by_a_policy_and_says_so() -> None:
    """Of the sea area's supplement the page says that it is not counted and that the term begins anew."""
    supplement = shipped("sea-area-allocation@2026-06-01").supplement

    assert supplement is not None
    assert supplement.clock["appraisal"] == "unstated"
    assert "both sentences" in supplement.policy["appraisal"].reason.en


@pytest.mark.parametrize(
    ("ref", "handoff", "meaning"),
    [
        ("mineral-licence-reissue@2026-06-01", "opinion", Silence.DEEMED_CONSENT),
        ("sea-area-allocation@2026-06-01", "defence_opinion", Silence.PROCEED),
        ("vehicle-quality-certificate@2026-06-01", "customs_query", Silence.PROCEED),
        ("air-transport-licence@2025-07-01", "pm_opinion", Silence.ESCALATE),
        ("land-registration@2025-07-01", "tax_notice", Silence.ESCALATE),
    ],
)
def test_silence_means_what_was_read(ref: str, handoff: str, meaning: Silence) -> None:
    """Consent, going on without, or nothing: three laws, three meanings."""
    assert shipped(ref).handoffs[handoff].silence is meaning


@pytest.mark.parametrize(
    ("ref", "earlier", "later"),
    [
        ("work-permit@2021-02-15", "None", "15 days"),
        ("labour-need-approval@2023-09-18", "None", "15 days"),
        ("work-permit-exemption@2025-08-07", "60 days", "10 days"),
        ("driving-licence@2026-06-01", "None", "7 working days"),
    ],
)
def test_dossiers_are_filed_within_their_window(ref: str, earlier: str, later: str) -> None:
    """Counted back from the first day of work, or from the examination."""
    (window,) = shipped(ref).filing

    assert (str(window.not_earlier), str(window.not_later)) == (earlier, later)


@pytest.mark.parametrize(
    ("ref", "extension", "most", "anchor"),
    [
        ("birth-bundle@05-2015", "completing_data", "2 working days", "due"),
        ("birth-bundle@05-2015", "remote_commune", "5 working days", "due"),
        ("birth-bundle@2024-06-10", "verification", "5 working days", "trigger"),
        ("certification@2025-07-01", "many_documents", "2 working days", "due"),
        ("certification@2025-07-01", "agreed", "None", "due"),
        ("secured-transaction@2023-01-15", "legitimate_reason", "3 working days", "trigger"),
        ("parent-child-recognition@2026-06-01", "verification", "5 working days", "due"),
        ("permanent-residence@2026-06-01", "further_verification", "2 months", "due"),
        ("complaint@2018-01-01", "complex_first", "45 days", "trigger"),
        ("complaint@2018-01-01", "complex_first_remote", "60 days", "trigger"),
        ("complaint@2018-01-01", "complex_second", "60 days", "trigger"),
        ("complaint@2018-01-01", "complex_second_remote", "70 days", "trigger"),
    ],
)
def test_a_term_may_be_lengthened_by_what_was_read(ref: str, extension: str, most: str, anchor: str) -> None:
    """Added to the end, or in place of the whole term."""
    rule = shipped(ref).extensions[extension]

    assert (str(rule.at_most), rule.anchor, rule.agreement) == (most, anchor, extension == "agreed")


@pytest.mark.parametrize(
    "ref", ["aircraft-clearance@2026-06-01", "port-entry@2026-06-01", "child-protection@2025-11-27"]
)
def test_hours_of_an_emergency_or_a_port_run_through_days_off(ref: str) -> None:
    """No limit of these moves to the next working day."""
    for limit in shipped(ref).limits.values():
        assert limit.count is not None
        assert limit.count.roll == "none"


def test_the_parts_of_the_twelve_hours_add_up() -> None:
    """Cao Bằng divides them into 0.5, 0.5, 4, 3, 2 and 2 hours."""
    parts = [limit for limit in shipped("child-protection@2025-11-27").limits.values() if limit.within == "total"]

    assert [str(part.term) for part in parts] == ["0.5 hours", "0.5 hours", "4 hours", "3 hours", "2 hours", "2 hours"]
    assert sum(part.term.amount for part in parts if part.term is not None) == 12


@pytest.mark.parametrize(
    ("name", "day", "version"),
    [
        ("birth-bundle", "2024-06-09", "05-2015"),
        ("birth-bundle", "2024-06-10", "2024-06-10"),
        ("birth-bundle", "2026-09-01", "2026-09-01"),
        ("land-registration", "2025-06-30", "2025-01-01"),
        ("land-registration", "2025-07-01", "2025-07-01"),
        ("work-permit", "2025-08-06", "2021-02-15"),
        ("work-permit", "2025-08-07", "2025-08-07"),
        ("social-allowance", "2025-06-30", "2021-07-01"),
        ("social-allowance", "2025-07-01", "2025-07-01"),
        ("criminal-record", "2026-07-01", "2026-07-01"),
    ],
)
def test_the_version_of_a_day_is_the_one_in_force(name: str, day: str, version: str) -> None:
    """Each version ends the day before the next begins."""
    assert LIBRARY.in_force(name, date.fromisoformat(day)).version == version


@pytest.mark.parametrize(("name", "day"), [("death-bundle", "2026-09-01"), ("foreign-loan-registration", "2026-07-25")])
def test_a_law_that_was_not_read_has_no_version(name: str, day: str) -> None:
    """The older version is not taken in its place."""
    with pytest.raises(VersionInForceError):
        LIBRARY.in_force(name, date.fromisoformat(day))


def test_a_criminal_record_received_before_july_2026_stays_under_the_older_law() -> None:
    """What counts is reception, not the day of the decision."""
    kept = {"submitted": date(2026, 6, 29), "received": date(2026, 6, 30), "asked": date(2026, 7, 8)}
    moved = {"submitted": date(2026, 6, 29), "received": date(2026, 7, 1)}

    assert LIBRARY.governing("criminal-record", kept).version == "2018-01-01"
    assert LIBRARY.governing("criminal-record", moved).version == "2026-07-01"
