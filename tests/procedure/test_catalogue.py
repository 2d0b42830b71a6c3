"""The shipped procedures say what the law says, row by row."""

from __future__ import annotations

from datetime import date
from importlib import resources
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dossierflow.citation import Citation, Status
from dossierflow.errors import VersionInForceError
from dossierflow.frozen import Frozen
from dossierflow.procedure import CHANNEL, Facts, NewLimit, Procedure, Silence, catalogue, holds

if TYPE_CHECKING:
    from collections.abc import Iterator

LAW_2014 = "Luật Xây dựng 50/2014/QH13, Điều 102, được sửa đổi bởi Luật 62/2020/QH14"
SECTORS = ("fire", "planning", "heritage", "defence")
NEW_KINDS = ("new", "adjust", "repair", "relocate", "temporary")
KINDS = (*NEW_KINDS, "extend", "reissue")
LIBRARY = catalogue()
PERMIT_OLD = LIBRARY.get("building-permit", "2021-01-01")
PERMIT = LIBRARY.get("building-permit", "2026-07-01")
AIR = LIBRARY.get("air-transport-licence", "2026-07-01")
BIRTH = LIBRARY.get("birth-registration", "2025-07-01")
ALL = tuple(LIBRARY)
FILES = sorted(Path(str(resources.files("dossierflow.procedure") / "catalogue")).glob("*.yaml"))
NOT_VERIFIED = {"birth-bundle@2026-09-01"}
"""Versions whose terms are carried over from an older law, and marked so."""


def term(procedure: Procedure, limit: str, facts: Facts | None = None) -> str:
    """Return the term of *limit* for a dossier with *facts*."""
    found = procedure.limits[limit]
    if found.term is not None:
        return str(found.term)
    (only,) = [case.term for case in found.cases if holds(case.when, facts or {})]
    return str(only)


def citations(value: object) -> Iterator[Citation]:
    """Yield every citation within *value*."""
    if isinstance(value, Citation):
        yield value
    elif isinstance(value, Frozen):
        for name in type(value).model_fields:
            yield from citations(getattr(value, name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from citations(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from citations(item)


def test_the_catalogue_is_read_once() -> None:
    """Asking again gives the same library."""
    assert catalogue() is LIBRARY
    assert len(LIBRARY) >= 46


@pytest.mark.parametrize("procedure", ALL, ids=str)
def test_nothing_is_encoded_whose_source_nobody_has_read(procedure: Procedure) -> None:
    """Every version and every limit has a source that somebody has read, unless the file is marked as not verified."""
    assert procedure.status in {Status.ENACTED, Status.ANNOUNCED}
    assert all(limit.cite for limit in procedure.limits.values())
    if str(procedure) not in NOT_VERIFIED:
        assert all(citation.status is not Status.UNVERIFIED for citation in citations(procedure))
        assert all(limit.status is not Status.UNVERIFIED for limit in procedure.limits.values())


def test_terms_that_were_carried_over_unread_say_so() -> None:
    """The amended birth bundle marks each of its terms, and each citation says what has not been read."""
    bundle = LIBRARY.get("birth-bundle", "2026-09-01")
    unread = [citation for citation in citations(bundle) if citation.status is Status.UNVERIFIED]

    assert {str(bundle)} == NOT_VERIFIED
    assert {limit.status for limit in bundle.limits.values()} == {Status.UNVERIFIED}
    assert all("has not been read" in str(citation.note) for citation in unread)


def test_a_version_that_ended_before_july_2025_rests_on_no_decree_of_that_day() -> None:
    """Decree 118/2025/NĐ-CP replaced 61/2018/NĐ-CP on 1 July 2025, so an older version cites the older decree."""
    older = [one for one in ALL if one.effective.to is not None and one.effective.to < date(2025, 7, 1)]

    assert {str(one) for one in older} >= {"land-registration@2025-01-01", "social-allowance@2021-07-01"}
    assert [str(one) for one in older if any(cite.doc == "118/2025/NĐ-CP" for cite in citations(one))] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_file_begins_with_what_it_leaves_out(file: Path) -> None:
    """The comment at the top names what was left out or settled, and why."""
    comment = file.read_text(encoding="utf-8").split("\nprocedure:")[0].splitlines()

    assert all(line.startswith("#") for line in comment)
    assert any(line.startswith("# Left out, and why:") for line in comment)
    assert all(len(line) <= 120 for line in comment)


@pytest.mark.parametrize("procedure", ALL, ids=str)
def test_every_refusal_gives_its_reasons(procedure: Procedure) -> None:
    """An action that refuses or gives back a dossier demands a written reason."""
    negative = {f"end.{name}" for name, end in procedure.ends.items() if end.kind.value in {"refused", "returned"}}
    actions = [action for step in procedure.steps.values() for action in step.actions.values()]

    assert any(action.to in negative for action in actions)
    assert all(action.reason for action in actions if action.to in negative)


@pytest.mark.parametrize(("work", "expected"), [("house", "15 days"), ("other", "20 days")])
def test_the_old_permit_takes_fifteen_days_for_a_house_and_twenty_for_other_works(work: str, expected: str) -> None:
    """Article 102 of the Law on Construction 2014 as amended in 2020."""
    assert term(PERMIT_OLD, "total", {"work": work}) == expected
    assert [str(cite) for cite in PERMIT_OLD.limits["total"].cite] == [LAW_2014]


def test_the_old_permit_is_checked_once_then_guided_then_refused() -> None:
    """Seven working days, one request, guidance in five, the reasons in three."""
    supplement = PERMIT_OLD.supplement

    assert [term(PERMIT_OLD, name) for name in ("check", "guidance", "no_permit_notice")] == [
        "7 working days",
        "5 working days",
        "3 working days",
    ]
    assert supplement is not None
    assert (supplement.max, supplement.ask_within, supplement.model_of("total")) == (1, "check", "restart")


def test_the_old_permit_may_be_extended_once_by_ten_days_from_the_due_date() -> None:
    """In writing and counted from the due date."""
    (rule,) = PERMIT_OLD.extensions.values()

    assert (rule.limit, rule.max, str(rule.at_most), rule.anchor) == ("total", 1, "10 days", "due")


def test_the_old_permit_is_apologised_for_a_day_before_and_moved_once() -> None:
    """Decree 61/2018, article 19, clause 9."""
    apology = PERMIT_OLD.apology

    assert apology is not None
    assert (apology.max, str(apology.at_least_before)) == (1, "1 day")
    assert str(apology.cite[0]) == "61/2018/NĐ-CP, Điều 19 khoản 9"


@pytest.mark.parametrize(("procedure", "expected"), [(PERMIT_OLD, "12 days"), (PERMIT, "2 working days")], ids=str)
def test_agencies_that_stay_silent_on_a_permit_agree(procedure: Procedure, expected: str) -> None:
    """Each consulted agency has its own limit, and silence is consent."""
    for sector in SECTORS:
        limit, handoff = procedure.limits[f"{sector}_answer"], procedure.handoffs[f"{sector}_opinion"]

        assert (str(limit.term), limit.party, limit.on_missed.effect.value) == (expected, sector, "silence")
        assert (handoff.silence, handoff.when) == (Silence.DEEMED_CONSENT, {f"{sector}_concerned": True})
        assert not handoff.suspends


@pytest.mark.parametrize(
    ("work", "kind", "total", "appraisal", "supplement"),
    [
        *(("house", kind, "7 working days", "3 working days", "2 working days") for kind in NEW_KINDS),
        *(("other", kind, "10 working days", "5 working days", "2 working days") for kind in NEW_KINDS[::3]),
        *(("other", kind, "9 working days", "5 working days", "2 working days") for kind in NEW_KINDS[1:3]),
        ("other", "temporary", "10 working days", "5 working days", "2 working days"),
        *(
            (work, kind, "5 working days", "2 working days", "1 working day")
            for work, kind in product(("house", "other"), ("extend", "reissue"))
        ),
    ],
)
def test_the_new_permit_takes_as_long_as_works_and_request_demand(
    work: str, kind: str, total: str, appraisal: str, supplement: str
) -> None:
    """Decree 217/2026, article 54: term, appraisal, and the applicant's own term."""
    facts = {"work": work, "kind": kind}

    assert term(PERMIT, "total", facts) == total
    assert term(PERMIT, "appraisal", facts) == appraisal
    assert term(PERMIT, "supplement_term", facts) == supplement


def test_the_new_permit_is_silent_on_the_clock_and_a_policy_fills_it() -> None:
    """What article 54 does not say is marked, and settled with a reason."""
    supplement = PERMIT.supplement

    assert supplement is not None
    assert supplement.max == 1
    assert supplement.clock["total"] == "unstated"
    assert supplement.model_of("total") == "restart"
    assert supplement.policy["total"].reason.en.startswith("The term runs from the day")
    assert not PERMIT.extensions


def test_an_unsatisfactory_supplement_to_the_new_permit_is_told_in_a_day_and_filed_anew() -> None:
    """One working day for the notice; the dossier is returned without a decision."""
    assert term(PERMIT, "unsatisfactory_notice") == "1 working day"
    assert PERMIT.ends["returned"].kind.value == "returned"
    assert PERMIT.limits["supplement_term"].on_missed.to == "returned"


@pytest.mark.parametrize(
    ("submitted", "asked", "expected"),
    [
        ("2026-06-30", "2026-06-30", PERMIT_OLD),
        ("2026-06-30", "2026-08-15", PERMIT_OLD),
        ("2026-07-01", "2026-08-15", PERMIT),
    ],
    ids=str,
)
def test_permits_filed_before_july_2026_stay_under_the_old_decree(
    submitted: str, asked: str, expected: Procedure
) -> None:
    """Decree 217/2026, article 76, clause 19."""
    dates = {"submitted": date.fromisoformat(submitted), "asked": date.fromisoformat(asked)}

    assert LIBRARY.governing("building-permit", dates) is expected


def test_an_air_licence_valid_before_july_2026_stays_under_the_older_decree() -> None:
    """A valid dossier of June goes to the Prime Minister; one completed in July does not."""
    june = {"submitted": date(2026, 6, 1), "complete": date(2026, 6, 10), "asked": date(2026, 7, 2)}
    july = {"submitted": date(2026, 6, 1), "complete": date(2026, 7, 1)}

    assert LIBRARY.governing("air-transport-licence", june) is LIBRARY.get("air-transport-licence", "2025-07-01")
    assert LIBRARY.governing("air-transport-licence", july) is AIR


def test_an_air_licence_from_before_july_2025_has_no_version_here() -> None:
    """What was not read is not guessed."""
    with pytest.raises(VersionInForceError, match="in force on 2025-06-30"):
        LIBRARY.in_force("air-transport-licence", date(2025, 6, 30))


@pytest.mark.parametrize(
    ("limit", "party", "expected", "starts", "effect"),
    [
        ("check", "authority", "3 working days", "check.entered", "overdue"),
        ("fee_payment", "applicant", "5 working days", "appraisal_fee.requested", "end"),
        ("appraisal", "authority", "10 working days", "appraisal_fee.paid", "overdue"),
        ("supplement_term", "applicant", "15 working days", "supplement_requested", "end"),
        ("asking", "ministry", "3 working days", "reported", "overdue"),
        ("defence_answer", "defence", "7 working days", "defence_opinion.sent", "silence"),
        ("police_answer", "police", "7 working days", "police_opinion.sent", "silence"),
        ("finance_answer", "finance", "7 working days", "finance_opinion.sent", "silence"),
        ("summing_up", "ministry", "7 working days", "sum_up.entered", "overdue"),
        ("decision", "authority", "5 working days", "issue.entered", "overdue"),
    ],
)
def test_the_air_licence_has_its_numbered_limits(
    limit: str, party: str, expected: str, starts: str, effect: str
) -> None:
    """Decree 208/2026, article 10, in its order."""
    found = AIR.limits[limit]

    assert (found.party, str(found.term), found.starts, found.on_missed.effect.value) == (
        party,
        expected,
        starts,
        effect,
    )
    assert all(cite.doc == "208/2026/NĐ-CP" for cite in found.cite)


def test_the_air_licence_counts_from_zero_after_its_one_supplement() -> None:
    """Not answered in time, the dossier is closed; answered, the appraisal begins anew."""
    supplement = AIR.supplement

    assert supplement is not None
    assert (supplement.max, supplement.model_of("appraisal")) == (1, "restart")
    assert not isinstance(supplement.model_of("check"), NewLimit)
    assert AIR.limits["supplement_term"].on_missed.to == "closed"
    assert AIR.ends["closed"].kind.value == "closed"
    assert AIR.limits["fee_payment"].on_missed.to == "unpaid"
    assert all(handoff.silence is Silence.DEEMED_CONSENT for handoff in AIR.handoffs.values())


def test_a_birth_is_registered_the_same_day_and_after_fifteen_the_result_follows_the_next() -> None:
    """Decree 123/2015, article 5, clause 3."""
    limit = BIRTH.limits["registration"]

    assert str(limit.term) == "same day"
    assert limit.count is not None
    assert (str(limit.count.cutoff), limit.count.cutoff_effect) == ("15:00:00", "result_later")
    assert str(limit.count.cite[0]) == "123/2015/NĐ-CP, Điều 5 khoản 3"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"abandoned": False, CHANNEL: "counter"}, {"enough"}),
        ({"abandoned": False, CHANNEL: "post"}, {"enough"}),
        ({"abandoned": False, CHANNEL: "online"}, {"send_draft"}),
        ({"abandoned": True, CHANNEL: "counter"}, {"post"}),
        ({"abandoned": True, CHANNEL: "online"}, {"post"}),
    ],
)
def test_the_way_to_the_register_depends_on_channel_and_child(facts: Facts, expected: set[str]) -> None:
    """Exactly one way on is open: at once, by a confirmed draft, or by a posting."""
    actions = BIRTH.steps["check"].actions

    assert {name for name, action in actions.items() if action.when and holds(action.when, facts)} == expected


@pytest.mark.parametrize(
    ("limit", "expected", "effect", "to"),
    [
        ("confirmation", "1 day", "action", "confirm"),
        ("posting", "7 days", "action", "nobody_came"),
        ("verification", "3 working days", "silence", None),
    ],
)
def test_silence_in_a_birth_registration_acts(limit: str, expected: str, effect: str, to: str | None) -> None:
    """A draft not answered in a day is confirmed; a posting nobody answers is over after seven days."""
    found = BIRTH.limits[limit]

    assert (str(found.term), found.on_missed.effect.value, found.on_missed.to) == (expected, effect, to)


def test_nobody_is_deemed_to_have_verified_a_birth() -> None:
    """Silence of another commune or of the database only tells the head of the one-stop unit."""
    assert {handoff.silence for handoff in BIRTH.handoffs.values()} == {Silence.ESCALATE}


def test_papers_for_a_birth_may_be_asked_for_again_and_the_day_counts_from_the_last() -> None:
    """The published procedure puts no number on the requests."""
    supplement = BIRTH.supplement

    assert supplement is not None
    assert (supplement.max, supplement.marks) == ("unlimited", ("complete",))
    assert BIRTH.limits["registration"].starts == "complete"


def test_what_a_day_cannot_hold_ends_the_same_day_term_and_starts_it_anew() -> None:
    """A request, a posting and a draft end the term; what follows each of them marks the dossier complete again."""
    assert BIRTH.limits["registration"].stops == ("decided", "supplement_requested", "posted", "draft_sent")
    for step in ("post_notice", "confirm_draft"):
        assert all(action.marks == ("complete",) for action in BIRTH.steps[step].actions.values())


def test_birth_registration_ends_with_the_new_law() -> None:
    """No version is taken after the Law on Civil Status 2026 has taken effect."""
    assert LIBRARY.in_force("birth-registration", date(2027, 2, 28)) is BIRTH
    with pytest.raises(VersionInForceError):
        LIBRARY.in_force("birth-registration", date(2027, 3, 1))
