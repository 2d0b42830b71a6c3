"""A procedure version as a value: its hash, its reference, its milestones, its small rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossierflow.procedure import (
    Anchor,
    EndKind,
    NewLimit,
    Procedure,
    ProcedureRef,
    Who,
    load_procedure,
    procedure_from,
)
from dossierflow.reading import read_document

FILE = Path(__file__).parent / "market-stall@2026-01-01.yaml"
STALL = load_procedure(FILE)
HASH = "sha256:6c5a296ef01a10df4d2374cb765b0ff89cd8d202e38dc2819d2f0095c1a41d7a"


def test_the_hash_is_the_same_on_every_machine() -> None:
    """The golden value changes only when the file, or what the format means, changes."""
    assert STALL.hash == HASH


def test_layout_and_comments_do_not_change_the_hash() -> None:
    """Two files that say the same are the same version."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    rewritten = "\n\n".join(f"{line}  # as before" if line.endswith("]") else line for line in lines)

    assert procedure_from(read_document(rewritten)).hash == HASH


def test_spelling_out_a_default_does_not_change_the_hash() -> None:
    """A file may say what holds anyway."""
    text = FILE.read_text(encoding="utf-8").replace("type: boolean}", "type: boolean, personal: false}")

    assert procedure_from(read_document(text)).hash == HASH


def test_another_rule_changes_the_hash() -> None:
    """One day more is another version."""
    text = FILE.read_text(encoding="utf-8").replace("term: 10 working days", "term: 11 working days")

    assert procedure_from(read_document(text)).hash != HASH


def test_a_changed_copy_has_its_own_hash() -> None:
    """What was computed for the original does not stick to its copy."""
    changed = STALL.model_copy(update={"code": "9.000009", "channels": ("counter",)})

    assert STALL.hash == HASH
    assert changed.hash != HASH
    assert changed.ref.hash == changed.hash
    assert changed.known_facts["channel"].values == ("counter",)
    assert STALL.model_copy().hash == HASH


def test_a_procedure_survives_json() -> None:
    """What is stored is read back as the same version."""
    stored = STALL.model_dump_json(by_alias=True)

    assert Procedure.model_validate_json(stored, strict=True) == STALL


def test_a_reference_names_version_and_content() -> None:
    """Dossiers are pinned to identifier, version and hash."""
    assert STALL.ref == ProcedureRef(id="market-stall", version="2026-01-01", hash=HASH)
    assert str(STALL.ref) == str(STALL) == "market-stall@2026-01-01"


def test_milestones_are_built_in_derived_and_marked() -> None:
    """Everything a limit may start or stop at."""
    assert STALL.milestones >= {
        *("submitted", "received", "complete", "supplement_requested", "supplement_answered", "decided", "returned"),
        *("check.entered", "check.started", "check.completed", "accepted", "reviewed"),
        *("fire_opinion.sent", "fire_opinion.acknowledged", "fire_opinion.answered"),
        *("stall_fee.requested", "stall_fee.paid", "flood.started", "flood.ended"),
    }
    assert STALL.milestones.isdisjoint({"check", "check.sent", "stall_fee.entered", "total"})


def test_a_procedure_without_supplements_has_no_marks_of_them() -> None:
    """Milestones can be listed where there is no supplement."""
    bare = STALL.model_copy(update={"supplement": None})

    assert "complete" in bare.milestones


def test_the_channel_is_a_known_fact() -> None:
    """Conditions may use the channel, with the channels of the procedure as its values."""
    assert "channel" not in STALL.facts
    assert STALL.known_facts["channel"].values == ("counter", "online")
    assert STALL.known_facts["goods"] is STALL.facts["goods"]


def test_a_supplement_acts_on_a_clock_as_law_or_policy_say() -> None:
    """Where the law is silent the policy holds; limits that are not named run on."""
    assert STALL.supplement is not None
    assert STALL.supplement.model_of("total") == "resume"
    assert STALL.supplement.model_of("signing") == "runs"

    replaced = STALL.supplement.model_copy(update={"clock": {"total": NewLimit(new_limit="signing")}})
    assert replaced.model_of("total") == NewLimit(new_limit="signing")


def test_the_start_of_a_limit_is_one_milestone_or_the_later_of_several() -> None:
    """Both forms are read alike."""
    assert STALL.limits["total"].start_milestones == ("complete",)
    assert STALL.limits["signing"].start_milestones == ("sign.entered", "stall_fee.paid")


def test_counting_choices_of_a_limit_are_the_ones_that_are_given() -> None:
    """What a limit does not say is left to the profile."""
    count = STALL.limits["visit"].count

    assert count is not None
    assert count.choices() == {"roll": "none"}


@pytest.mark.parametrize(
    ("anchor", "milestone"),
    [
        (Anchor.FILED_BEFORE, "submitted"),
        (Anchor.RECEIVED_BEFORE, "received"),
        (Anchor.COMPLETE_BEFORE, "complete"),
    ],
)
def test_a_transition_clause_looks_at_one_milestone(anchor: Anchor, milestone: str) -> None:
    """Filed, received or complete before the new law."""
    assert anchor.milestone == milestone


def test_only_granting_and_refusing_are_decisions() -> None:
    """A dossier that is closed or given back ends without one."""
    assert [kind for kind in EndKind if kind.is_decision] == [EndKind.GRANTED, EndKind.REFUSED]


def test_who_acts_is_shown_with_the_role_if_there_is_one() -> None:
    """Messages name agency and role."""
    assert str(Who(agency="office", role="clerk")) == "office/clerk"
    assert str(Who(agency="office")) == "office"
