"""Rules changed on purpose: each change is one, is told where it stands, and is judged rightly."""

from __future__ import annotations

import json
from datetime import time
from typing import TYPE_CHECKING

import pytest

from dossierflow.procedure import Procedure, catalogue, shipped
from dossierflow.procedure.references import mistakes_in
from dossierflow.render.mutations import mutations_json, mutations_text
from dossierflow.review.mutation.edits import NUMBERS, MutationKind
from dossierflow.review.mutation.mutation import mutations
from dossierflow.review.mutation.trial import Verdict, try_mutations
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dossierflow.review.mutation.mutation import Mutation


def version(name: str) -> Procedure:
    """Return a shipped version by ``id@version``."""
    identifier, _, number = name.partition("@")
    return shipped(identifier).get(identifier, number)


def ids(name: str) -> list[str]:
    """Return what is changed in a shipped version."""
    return [one.id for one in mutations(version(name))]


@pytest.mark.parametrize("procedure", list(catalogue())[::5], ids=str)
def test_every_change_is_a_procedure_of_its_own(procedure: Procedure) -> None:
    """Changes keep name and version, differ from the original and from each other, and load as files do."""
    found = list(mutations(procedure))

    assert len({one.id for one in found}) == len(found)
    assert len({one.procedure.hash for one in found} | {procedure.hash}) == len(found) + 1
    for one in found:
        assert str(one.procedure) == str(procedure)
        assert not list(mistakes_in(one.procedure))
        assert one.sentence.vi
        assert one.rule.split(".")[0] == one.path[0]


def test_the_same_changes_in_the_same_order() -> None:
    """Two runs yield the same changes in the same order."""
    assert ids("building-permit@2026-07-01") == ids("building-permit@2026-07-01")


def test_every_number_goes_up_and_down() -> None:
    """Each term, each count and each day in force is changed both ways, where that is a procedure at all."""
    found = ids("building-permit@2021-01-01")

    for text in (
        "limits.total.cases[0].term: 15 days -> 16 days",
        "limits.total.cases[0].term: 15 days -> 14 days",
        "supplement.max: 1 -> 2",
        "extensions.further_review.at_most: 10 days -> 11 days",
        "extensions.further_review.at_most: 10 days -> 9 days",
        "apology.max: 1 -> 0",
        "apology.at_least_before: 1 day -> 0 days",
        "effective.to: 2026-06-30 -> 2026-07-01",
    ):
        assert text in found
    assert "supplement.max: 1 -> 0" not in found


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("building-permit@2021-01-01", MutationKind.UNIT, "limits.total.cases[0].term: 15 days -> 15 working days"),
        ("building-permit@2021-01-01", MutationKind.ROLL, "limits.total.count: forward -> none"),
        ("aircraft-clearance@2026-06-01", MutationKind.ROLL, "limits.acceptance.count.roll: none -> forward"),
        ("building-permit@2021-01-01", MutationKind.START, "limits.total.count: next_day -> same_day"),
        ("building-permit@2021-01-01", MutationKind.PROFILE, "counting: vn-general -> vn-civil"),
        ("birth-bundle@2024-06-10", MutationKind.CUTOFF, "limits.total.count.cutoff: 15:00 -> 15:01"),
        ("birth-bundle@2024-06-10", MutationKind.CUTOFF, "limits.total.count.cutoff: 15:00 -> 14:59"),
        ("birth-bundle@2024-06-10", MutationKind.CUTOFF, "limits.total.count: cutoff 15:00 -> none"),
        ("building-permit@2021-01-01", MutationKind.SUPPLEMENT, "supplement.clock.total: restart -> resume"),
        ("building-permit@2021-01-01", MutationKind.SUPPLEMENT, "supplement.ask_within: check -> none"),
        (
            "building-permit@2021-01-01",
            MutationKind.SILENCE,
            "handoffs.fire_opinion.silence: deemed_consent -> escalate",
        ),
        ("land-registration@2025-07-01", MutationKind.PAUSE, ""),
        (
            "land-registration@2025-07-01",
            MutationKind.EXCLUDED,
            "steps.post.suspends: registration -> without registration",
        ),
        ("complaint@2018-01-01", MutationKind.EXTENSION, "extensions.complex_first.anchor: trigger -> due"),
        ("counterfeit-money-test@2026-06-01", MutationKind.AMOUNT, "limits.test.cases[0].per: notes -> none"),
        ("counterfeit-money-test@2026-06-01", MutationKind.AMOUNT, "facts.notes.at_least: 1 -> 2"),
    ],
)
def test_each_kind_of_rule_is_changed(name: str, kind: MutationKind, text: str) -> None:
    """Units, starts, rolls, cut-offs, profiles, supplements, silences, exclusions and extensions are changed."""
    found = [one for one in mutations(version(name)) if one.kind is kind]

    if text:
        assert text in [one.id for one in found]
    else:
        # a pause may not be without any limit that it stops
        assert found == []


def test_numbers_are_told_from_other_rules() -> None:
    """Only changes of one number count as such."""
    found = list(mutations(version("birth-bundle@2024-06-10")))

    assert {one.kind for one in found if one.is_number} == NUMBERS
    assert all(one.path[-1] != "counting" for one in found if one.is_number)


def total_of(procedure: Procedure) -> str:
    """Return the term of the limit called total."""
    return str(procedure.limits["total"].terms[0])


def watching(*cases: tuple[str, Callable[[Procedure], bool]]) -> Callable[[Procedure], Iterator[tuple[str, bool]]]:
    """Return what plays *cases*, each a name and a condition on the procedure."""

    def play(procedure: Procedure) -> Iterator[tuple[str, bool]]:
        yield from ((name, is_fine(procedure)) for name, is_fine in cases)

    return play


def found_of(
    name: str, play: Callable[[Procedure], Iterator[tuple[str, bool]]]
) -> dict[str, tuple[Verdict, str | None]]:
    """Return what came of every change of a shipped version."""
    procedure = version(name)
    report = try_mutations(procedure, mutations(procedure), play, calendar=vietnam(2025, 2026))
    return {one.mutation.id: (one.verdict, one.by) for one in report.trials}


def test_the_first_case_that_fails_notices() -> None:
    """A change is noticed by the first case that passed before; one that failed already notices nothing."""
    found = found_of(
        "aircraft-clearance@2026-06-01",
        watching(
            ("always wrong", lambda _: False),
            ("half an hour", lambda one: str(one.limits["acceptance"].term) == "30 minutes"),
            ("both", lambda one: str(one.limits["acceptance"].term) == "30 minutes"),
        ),
    )

    assert found["limits.acceptance.term: 30 minutes -> 31 minutes"] == (Verdict.NOTICED, "half an hour")
    assert found["limits.rejection.term: 1 hour -> 2 hours"] == (Verdict.UNNOTICED, None)


def test_what_moves_no_day_is_equivalent() -> None:
    """A change that no day of the calendar tells apart is no gap; one that a pause tells apart is."""
    found = found_of("certification@2025-07-01", watching())
    asked_once = found_of("environmental-permit@2026-06-01", watching())
    asked_again = found_of("enterprise-registration@2026-06-01", watching())

    assert found["limits.total.count.starts: next_day -> same_day"][0] is Verdict.EQUIVALENT
    assert found["limits.total.term: same day -> 1 working day"][0] is Verdict.UNNOTICED
    assert asked_once["supplement.max: unlimited -> 1"][0] is Verdict.EQUIVALENT
    assert asked_again["supplement.max: unlimited -> 1"][0] is Verdict.UNNOTICED
    assert {verdict for verdict, _ in found.values()} == {Verdict.EQUIVALENT, Verdict.UNNOTICED}


def test_the_score_is_of_what_could_be_noticed() -> None:
    """The score of a rule is what was noticed of its changes, equivalent ones left out."""
    procedure = version("certification@2025-07-01")
    report = try_mutations(
        procedure,
        mutations(procedure),
        watching(("same day", lambda one: str(one.limits["total"].term) == "same day")),
        calendar=vietnam(),
    )

    assert report.count(Verdict.EQUIVALENT, "limits.total") == 2
    assert report.score("limits.total") == pytest.approx(report.count(Verdict.NOTICED, "limits.total") / 4)
    assert report.score("apology") == 0.0
    assert 0 < report.score() < 1
    assert report.rules[0] == "effective"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_report_tells_what_nobody_notices(lang: str) -> None:
    """Text and JSON name every change that no case notices, with its place, and the scores."""
    procedure = version("passport@2026-06-01")
    report = try_mutations(
        procedure, mutations(procedure), watching(("none", lambda _: True)), calendar=vietnam(2025, 2026)
    )

    text = mutations_text([report], "vi" if lang == "vi" else "en")
    data = json.loads(json.dumps(mutations_json([report])))

    assert text.count("passport@2026-06-01: ") == 1 + len(report.unnoticed)
    assert "0 %" in text
    assert data["format"] == "dossierflow/mutations@1"
    assert [one["verdict"] for one in data["procedures"][0]["mutations"]] == ["unnoticed"] * len(report.trials)


def test_a_cut_off_at_midnight_stays_a_time_of_day() -> None:
    """A minute after 23:59 and a minute before 00:00 are times of day."""
    procedure = version("birth-bundle@2024-06-10")
    total = procedure.limits["total"]
    assert total.count is not None
    late = total.model_copy(update={"count": total.count.model_copy(update={"cutoff": time(23, 59)})})
    changed = procedure.model_copy(update={"limits": {**procedure.limits, "total": late}})

    found: list[Mutation] = [one for one in mutations(changed) if one.path[-1] == "cutoff"]

    assert [one.id.partition(": ")[2] for one in found] == ["23:59 -> 00:00", "23:59 -> 23:58"]
