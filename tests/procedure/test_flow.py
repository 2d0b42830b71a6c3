"""Where a dossier can go, and in which steps a clock may be running."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossierflow.procedure import Flow, Procedure, catalogue, load_procedure

STALL = load_procedure(Path(__file__).parent / "market-stall@2026-01-01.yaml")
AIR = catalogue().get("air-transport-licence", "2026-07-01")


def starting(procedure: Procedure, *milestones: str) -> frozenset[str]:
    """Return where the clock of a limit that starts at *milestones* may be running."""
    limit = next(iter(procedure.limits.values()))
    starts = milestones[0] if len(milestones) == 1 else {"later_of": milestones}
    changed = type(limit).model_validate(limit.model_dump() | {"starts": starts})
    return Flow(procedure).may_run_in(changed)


def test_every_step_of_the_sample_is_reached_and_ends() -> None:
    """The tracks of a fork are reached, and so is what follows their joining."""
    flow = Flow(STALL)

    assert flow.reachable == STALL.steps.keys()
    assert flow.ending >= STALL.steps.keys()
    assert flow.stray_joins == set()
    assert flow.circular_forks == frozenset()


@pytest.mark.parametrize(
    ("milestones", "expected"),
    [
        (["received"], "all"),
        (["complete"], "all"),
        (["supplement_requested"], "all"),
        (["flood.started"], "all"),
        (["nothing.completed"], "all"),
        (["appraise.entered"], ["appraise", "ask_ministries", "collect_opinions", "sum_up", "issue"]),
        (["appraise.started"], ["appraise", "ask_ministries", "collect_opinions", "sum_up", "issue"]),
        (["appraise.completed"], ["ask_ministries", "collect_opinions", "sum_up", "issue"]),
        (["appraisal_fee.paid"], ["appraise", "ask_ministries", "collect_opinions", "sum_up", "issue"]),
        (["summed_up"], ["issue"]),
        (["summed_up", "asked"], ["issue"]),
        (["reported"], ["ask_ministries", "collect_opinions", "sum_up", "issue"]),
        (["guidance_given"], "all"),
    ],
)
def test_a_clock_runs_only_in_steps_that_follow_its_start(milestones: list[str], expected: list[str] | str) -> None:
    """A limit that starts with a later step is not running in an earlier one."""
    steps = AIR.steps.keys() if expected == "all" else set(expected)

    assert starting(AIR, *milestones) & AIR.steps.keys() == steps


def test_payment_without_a_target_leads_back_to_the_step_that_asked() -> None:
    """A fee that opens no other step leaves the dossier where it is."""
    fee = AIR.fees["appraisal_fee"].model_copy(update={"to": None})
    staying = AIR.model_copy(update={"fees": {"appraisal_fee": fee}})

    assert "check" in starting(staying, "appraisal_fee.paid")
    assert "check" not in starting(AIR, "appraisal_fee.paid")


def test_a_mark_of_an_action_and_of_a_fork_is_looked_for_everywhere() -> None:
    """Where a milestone has several origins, every step may follow it."""
    both = STALL.forks["both"].model_copy(update={"marks": ("accepted",)})
    unsure = STALL.model_copy(update={"forks": {"both": both}})

    assert starting(STALL, "accepted") & STALL.steps.keys() == {"consult", "visit", "sign"}
    assert starting(unsure, "accepted") == STALL.steps.keys()


def test_silence_that_ends_a_dossier_is_a_way_out() -> None:
    """A step that only silence leaves is no dead end."""
    visit, limit = STALL.steps["visit"], STALL.limits["visit"]
    again = visit.actions["seen"].model_copy(update={"to": "visit"})
    circle = visit.model_copy(update={"actions": {"seen": again}})
    stuck = STALL.model_copy(update={"steps": {**STALL.steps, "visit": circle}})
    silence = type(limit).model_validate(limit.model_dump() | {"on_missed": {"effect": "end", "to": "closed"}})
    saved = stuck.model_copy(update={"limits": {**STALL.limits, "visit": silence}})

    assert "visit" not in Flow(stuck).ending
    assert "visit" in Flow(saved).ending
