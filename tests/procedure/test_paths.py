"""The ways through a procedure: which there are, how loops and facts bound them, what each reaches."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossierflow.procedure import Fact, FactType, Procedure, catalogue, holds, load_procedure
from dossierflow.procedure.paths import (
    MOST_CELLS,
    Bounds,
    MoveKind,
    Walk,
    batches,
    paths_of,
    shortest,
    situations,
    walks,
)
from dossierflow.procedure.tables import representatives
from dossierflow.testing.sample import SAMPLE_PROCEDURE

STALL = load_procedure(Path(__file__).parent / "market-stall@2026-01-01.yaml")
PERMIT = catalogue().get("building-permit", "2026-07-01")
LAND = catalogue().get("land-registration", "2025-07-01")
BIRTH = catalogue().get("birth-bundle", "2026-09-01")
ALL = [*catalogue(), STALL, SAMPLE_PROCEDURE]


def told(walk: Walk) -> str:
    """Return the moves of a way as one line."""
    return " ".join(move.key for move in walk.moves)


def test_the_ways_of_a_small_procedure_are_these() -> None:
    """Supplement, its silence, refusal and the way through are all gone, each once."""
    begin, rest = (
        "submit receive",
        "hand_off answer_handoff.fire_opinion act.consult.heard act.sign.grant return_result",
    )
    asked = f"{begin} request_supplement"

    assert [told(walk) for walk in paths_of(SAMPLE_PROCEDURE).walks] == [
        f"{begin} act.check.sufficient {rest}",
        f"{begin} act.check.unfit return_result",
        f"{asked} elapse.complete",
        f"{asked} answer_supplement act.check.sufficient {rest}",
        f"{asked} answer_supplement act.check.unfit return_result",
    ]


@pytest.mark.parametrize("procedure", ALL, ids=str)
def test_every_step_end_and_silence_of_a_shipped_version_is_come_to(procedure: Procedure) -> None:
    """Nothing that a dossier can do is left without a way that shows it."""
    found = paths_of(procedure)
    covered = set(shortest(found.walks))
    silences = {
        f"elapse.{name}"
        for name, limit in procedure.limits.items()
        if limit.on_missed.effect.value == "end" and limit.start_milestones[0] != "decided"
    }

    assert found.is_complete
    assert {f"step.{step}" for step in procedure.steps} <= covered
    assert {f"end.{end}" for end in procedure.ends} <= covered
    assert {f"act.{step}.{key}" for step, one in procedure.steps.items() for key in one.actions} <= covered
    assert silences <= covered


@pytest.mark.parametrize("procedure", ALL, ids=str)
def test_no_way_breaks_a_guard_or_goes_a_loop_twice(procedure: Procedure) -> None:
    """An action is taken only where its condition holds, and a step is entered at most twice."""
    for walk in paths_of(procedure).walks:
        entered = [batch for move in walk.moves for batch in batches(procedure, move)]
        for move in walk.moves:
            if move.kind is MoveKind.ACT:
                assert holds(procedure.steps[str(move.step)].actions[str(move.name)].when, walk.facts)
        for step in procedure.steps:
            assert sum(batch.count(f"{step}.entered") for batch in entered) <= 2


def test_a_dossier_of_every_kind_is_in_exactly_one_situation() -> None:
    """The situations of the permit account for all its combinations of facts."""
    found = situations(PERMIT)

    assert found.is_complete
    assert sum(situation.cells for situation in found.situations) == found.cells == 2 * 7 * 2**4


def test_a_quantity_is_looked_at_where_a_row_ends() -> None:
    """The longest term of a row that is multiplied is that of its last number."""
    money = catalogue().get("counterfeit-money-test", "2026-06-01")

    assert {dict(situation.facts)["notes"] for situation in situations(money).situations} >= {1, 20, 21}


def test_tracks_follow_each_other_and_join() -> None:
    """The tracks that a dossier needs are gone one after the other, then what follows the fork."""
    both = next(walk for walk in paths_of(BIRTH).walks if walk.facts == {"residence": True, "identity_card": True})
    opening = next(move for move in both.moves if move.opens)
    tracks = list(dict.fromkeys(move.track for move in both.moves))

    assert opening.opens == ("residence_track", "card_track", "identity_track")
    assert tracks == ["main", "residence_track", "card_track", "identity_track"]
    assert [move.kind.value for move in both.moves][-3:] == ["joined", "act", "return_result"]


def test_more_rounds_make_more_ways() -> None:
    """A loop that may be gone twice gives further ways, and none without it are lost."""
    once, twice = (paths_of(BIRTH, Bounds(rounds=rounds)).walks for rounds in (1, 2))

    assert {told(walk) for walk in once} < {told(walk) for walk in twice}


def test_too_many_ways_are_cut_off_and_said_to_be() -> None:
    """A bound on the number of ways is never silent."""
    found = paths_of(LAND, Bounds(most=3))

    assert not found.is_complete
    assert max(len(ways) for _, ways in found.groups) == 3


def test_too_many_facts_are_not_gone_through_and_said_not_to_be() -> None:
    """Fifteen independent yes-or-no questions are more than is examined."""
    yes_or_no = next(fact for fact in PERMIT.facts.values() if fact.type is FactType.BOOLEAN)
    facts = {f"f{number}": yes_or_no for number in range(15)}
    step = PERMIT.steps["decide"]
    actions = {
        f"a{number}": step.actions["issue"].model_copy(update={"when": {f"f{number}": True}}) for number in range(15)
    }
    steps = {**PERMIT.steps, "decide": step.model_copy(update={"actions": actions})}
    many = PERMIT.model_copy(update={"steps": steps, "facts": {**PERMIT.facts, **facts}})

    found = paths_of(many)

    assert found.partition.cells > MOST_CELLS
    assert found.walks == ()
    assert not found.is_complete


@pytest.mark.parametrize(
    ("kind", "matchers", "expected"),
    [
        ("text", ["a", ("b", "a")], ("a", "b", "-")),
        ("date", ["2000-01-01"], ("2000-01-01", "2001-01-01")),
        ("boolean", [True], (True, False)),
    ],
)
def test_values_stand_for_all_others(kind: str, matchers: list[object], expected: tuple[object, ...]) -> None:
    """Of dates and texts there are those that are named, and one more."""
    fact = Fact(name=PERMIT.name, type=FactType(kind))

    assert representatives(fact, matchers) == expected  # type: ignore[arg-type] # values as a file states them


def test_a_limit_that_acts_in_silence_is_a_way_of_its_own() -> None:
    """Posting ends by an officer's act, or by the running out of its fifteen days."""
    ways = [told(walk) for walk in paths_of(LAND).walks]

    assert any("elapse.posting_time" in way for way in ways)
    assert any("act.post.posted" in way for way in ways)


def test_only_so_many_tracks_come_in_as_the_join_needs() -> None:
    """Where one track is enough, there is a way for each that may be the one."""
    fork = BIRTH.forks["after_birth"].model_copy(update={"join": "any"})
    ways = paths_of(BIRTH.model_copy(update={"forks": {"after_birth": fork}})).walks
    straight = [walk for walk in ways if len(walk.facts) and walk.facts["residence"] and walk.facts["identity_card"]]

    assert {walk.moves[-4].track for walk in straight if walk.end == "done"} == {
        "residence_track",
        "card_track",
        "identity_track",
    }


def test_every_way_of_a_situation_carries_its_facts() -> None:
    """Ways of one situation name it, so that they can be played."""
    (situation,) = situations(SAMPLE_PROCEDURE).situations

    assert {walk.situation for walk in walks(SAMPLE_PROCEDURE, situation)} == {situation}
