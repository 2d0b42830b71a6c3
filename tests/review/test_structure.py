"""Where dossiers go and which clocks run: forks, waits, loops, handoffs."""

from __future__ import annotations

import pytest
from tests.review.lodging import lodging, subject

from dossierflow.procedure import catalogue
from dossierflow.review.clock_walk import walk
from dossierflow.review.findings import Severity
from dossierflow.review.graph import Graph, Place
from dossierflow.review.structure import check_flow_of_time, check_reach, check_use

VISIT_STOPS = "starts: visit.entered\nstops: [seen]"
GRANT = "grant: {name: {vi: Cấp phép, en: Grant}, to: end.granted}"
SEEN = "seen: {name: {vi: Đã kiểm tra, en: Seen}, to: join, marks: [seen]}"
HEARD = "heard: {name: {vi: Đã có ý kiến, en: Heard}, to: join, marks: [heard]}"
VALID = "valid: {name: {vi: Hợp lệ, en: Valid}, to: fork.review}"
INTERNAL = (
    "kind: statutory\nparty: office\nstarts: complete",
    "kind: internal\nparty: office\nstarts: complete",
)
FEE = "steps: [check]\nconfirm_by: {agency: office, role: officer}\nsuspends: [total]"
PERMIT = catalogue().get("building-permit", "2026-07-01")


def told(*changes: tuple[str, str]) -> list[str]:
    """Return code, severity and field of what is found in the changed procedure."""
    under_review = subject(*changes)
    found = [*check_reach(under_review), *check_use(under_review), *check_flow_of_time(under_review)]
    return [f"{one.code} {one.severity.value} {one.field}" for one in found]


def test_a_sound_procedure_with_a_fork_has_only_the_note_about_its_handoff() -> None:
    """Clocks that one track starts and stops, and one that runs through the fork, are in order."""
    assert told() == ["DF305 note handoffs.fire_opinion.silence"]


def test_places_know_the_forks_around_them() -> None:
    """A step inside a track is another place than the same step outside, and what follows the join is outside."""
    graph = Graph(lodging())

    assert graph.places == {
        Place("check"),
        Place("visit", ("review",)),
        Place("hear", ("review",)),
        Place("sign"),
        Place("end.granted"),
        Place("end.unpaid"),
    }


CLOCKS = [
    # A clock of one track that only the other track stops is not told: nobody knows which comes first.
    ((VISIT_STOPS, "starts: visit.entered\nstops: [heard]"), []),
    # A clock of a track that nothing before the decision stops runs into it.
    ((VISIT_STOPS, "starts: visit.entered\nstops: [fee.paid]"), ["DF307 warning limits.visit_time.stops"]),
    ((VISIT_STOPS, "starts: visit.entered\nstops: [reviewed]"), []),
    # A decision that is waited for to be handed over starts clocks too.
    ((VISIT_STOPS, "starts: decided\nstops: [returned]"), []),
    ((VISIT_STOPS, "starts: decided\nstops: [seen]"), ["DF307 warning limits.visit_time.stops"]),
    # The later of two milestones, one of each track.
    ((VISIT_STOPS, "starts: {later_of: [seen, heard]}\nstops: [decided]"), []),
    ((VISIT_STOPS, "starts: {later_of: [seen, heard]}\nstops: [fee.paid]"), ["DF307 warning limits.visit_time.stops"]),
    ((VISIT_STOPS, "starts: supplement_answered\nstops: [seen]"), ["DF308 warning limits.visit_time.starts"]),
]


@pytest.mark.parametrize(("change", "expected"), CLOCKS, ids=[other for (_, other), _ in CLOCKS])
def test_a_clock_is_followed_through_the_fork(change: tuple[str, str], expected: list[str]) -> None:
    """A clock is told if it never starts, or runs on some path into the decision."""
    assert told(change) == [*expected, "DF305 note handoffs.fire_opinion.silence"]


def test_the_path_of_a_clock_left_running_is_named() -> None:
    """The sentence names the shortest path in both languages, and the details its places."""
    change = (VISIT_STOPS, "starts: visit.entered\nstops: [fee.paid]")
    (found, _) = check_flow_of_time(subject(change))

    assert found.message.en.endswith("on the path Check → Visit → Sign → Granted")
    assert found.message.vi.endswith("Kiểm tra hồ sơ → Kiểm tra cơ sở → Ký giấy phép → Đã cấp phép")
    assert found.details == {"path": ["check", "visit", "sign", "end.granted"]}


def test_a_place_that_follows_itself_is_told_once() -> None:
    """Waiting in a step is no further step."""
    check, visit = Place("check"), Place("visit", ("review",))

    assert Graph(lodging()).path_in_words((check, check, visit)).en == "Check → Visit"


def test_the_walk_knows_in_which_steps_a_clock_runs() -> None:
    """The total runs from reception to the decision, the visit's clock in its own step and, until it is heard, on."""
    graph = Graph(lodging())

    assert walk(graph, "total").running_in == {"check", "visit", "hear", "sign"}
    assert walk(graph, "visit_time").running_in == {"visit"}
    assert walk(graph, "payment").running_in == frozenset()


def test_a_step_that_is_left_takes_its_clocks_along() -> None:
    """The answer to a supplement leaves the step for another: what only the left step could end is cancelled."""
    own = PERMIT.limits["appraisal"].model_copy(
        update={"starts": "appraise.entered", "stops": ("appraise.completed",), "within": None}
    )
    changed = PERMIT.model_copy(update={"limits": {**PERMIT.limits, "own": own}})
    kept = own.model_copy(update={"stops": ("consult.completed", "appraise.completed")})
    other = PERMIT.model_copy(update={"limits": {**PERMIT.limits, "own": kept}})

    assert walk(Graph(changed), "own").running_in == {"appraise"}
    assert "recheck" in walk(Graph(other), "own").running_in


def test_a_limit_that_a_supplement_puts_in_the_place_of_another_starts_with_the_answer() -> None:
    """The replaced clock ends with the answer, the replacing one begins."""
    supplement = PERMIT.supplement
    assert supplement is not None
    new = PERMIT.limits["total"].model_copy(update={"starts": "submitted.never"})
    clock = {"total": {"new_limit": "again"}}
    rule = type(supplement).model_validate({**supplement.model_dump(), "clock": clock, "policy": {}})
    changed = PERMIT.model_copy(update={"supplement": rule, "limits": {**PERMIT.limits, "again": new}})
    graph = Graph(changed)

    assert walk(graph, "again").running_in == {"recheck", "notify", "consult", "decide"}
    assert "notify" not in walk(graph, "total").running_in


AGAIN = "again: {name: {vi: Làm lại, en: Again}, to: check}"
LOOPS = [
    # The total runs through the whole loop: the law bounds it.
    ([(GRANT, f"{GRANT}\n{AGAIN}")], None),
    # Each round starts the total anew.
    ([(GRANT, f"{GRANT}\n{AGAIN}"), ("stops: [decided]", "stops: [decided, reviewed]")], Severity.WARNING),
    (
        [
            (GRANT, f"{GRANT}\n{AGAIN}"),
            INTERNAL,
        ],
        Severity.WARNING,
    ),
    # A step that leads to itself.
    (
        [
            (GRANT, f"{GRANT}\nagain: {{name: {{vi: Làm lại, en: Again}}, to: sign}}"),
            ("stops: [decided]", "stops: [decided, sign.entered]"),
        ],
        Severity.WARNING,
    ),
    # The applicant decides about each round.
    (
        [
            (GRANT, f"{GRANT}\n{AGAIN}"),
            ("stops: [decided]", "stops: [decided, reviewed]"),
            (
                "name: {vi: Kiểm tra hồ sơ, en: Check}\nby: {agency: office, role: officer}",
                "name: {vi: Kiểm tra hồ sơ, en: Check}\nby: {agency: applicant}",
            ),
        ],
        Severity.NOTE,
    ),
]


@pytest.mark.parametrize(("changes", "severity"), LOOPS, ids=["timed", "anew", "internal", "itself", "applicant"])
def test_a_loop_is_told_unless_the_law_bounds_it(changes: list[tuple[str, str]], severity: Severity | None) -> None:
    """A loop without a clock through all of it is a warning, or a note where the applicant takes part."""
    found = [one for one in check_flow_of_time(subject(*changes)) if one.code == "DF303"]

    assert [one.severity for one in found] == ([severity] if severity else [])


def test_a_loop_of_one_step_is_told_with_its_name() -> None:
    """A step that leads to itself is named once."""
    changes = LOOPS[3][0]
    (found,) = (one for one in check_flow_of_time(subject(*changes)) if one.code == "DF303")

    assert found.message.en == "Sign can be repeated without end"


HANDOFFS = [
    ([(HEARD, HEARD.replace("marks: [heard]", "marks: [heard], open_handoffs: cancel"))], []),
    ([("handoffs: [fire_opinion]", "handoffs: [fire_opinion]\njoin: any")], []),
    ([("silence: escalate", "silence: escalate\nsuspends: [total]")], ["warning"]),
    ([INTERNAL], ["warning"]),
    ([("to: {agency: fire, role: officer}", "to: {agency: police, role: officer}")], ["note"]),
    ([("handoffs: [fire_opinion]", "handoffs: [fire_opinion, no_such_opinion]")], ["note"]),
]


@pytest.mark.parametrize(
    ("changes", "severities"), HANDOFFS, ids=["recalled", "any", "stands", "untimed", "unknown", "missing"]
)
def test_a_handoff_that_may_not_return_is_told(changes: list[tuple[str, str]], severities: list[str]) -> None:
    """Nothing is told where the work can go on; a clock that stands still, or none at all, is a warning."""
    found = [one for one in check_flow_of_time(subject(*changes)) if one.code == "DF305"]

    assert [one.severity.value for one in found] == severities


def test_a_fork_that_no_action_opens_is_told() -> None:
    """A fork and a handoff that nothing leads to are each told."""
    changes = [
        (VALID, "valid: {name: {vi: Hợp lệ, en: Valid}, to: sign}"),
        ("handoffs: [fire_opinion]", "suspends: []"),
    ]

    assert [f"{one.code} {one.field}" for one in check_use(subject(*changes))] == [
        "DF306 handoffs.fire_opinion",
        "DF306 forks.review",
    ]


ODD = [
    # Names that do not exist lead nowhere.
    (VALID, "valid: {name: {vi: Hợp lệ, en: Valid}, to: fork.nowhere}"),
    (VALID, "valid: {name: {vi: Hợp lệ, en: Valid}, to: join}"),
    (SEEN, "seen: {name: {vi: Đã kiểm tra, en: Seen}, to: fork.review, marks: [seen]}"),
    ("then: sign", "then: nowhere"),
]


@pytest.mark.parametrize("change", ODD, ids=lambda one: one[1])
def test_a_faulty_procedure_is_walked_too(change: tuple[str, str]) -> None:
    """Wrong names, stray joins and forks inside themselves end the walk instead of stopping it."""
    assert Place("check") in Graph(lodging(change)).places


def test_a_fork_may_end_the_dossier() -> None:
    """What follows a join may be an end; the clock that the decision stops is stopped."""
    change = ("then: sign\nmarks: [reviewed]", "then: end.granted\nmarks: [reviewed]")
    graph = Graph(lodging(change))

    assert Place("end.granted") in graph.places
    assert walk(graph, "total").left_running is None


INNER = """\
forks:
  inner:
    tracks:
      one: {name: {vi: Một, en: One}, start: sign}
    join: all
    then: hear
    marks: [inner_done]
  review:"""


def test_a_fork_within_a_track_is_walked() -> None:
    """The places of an inner fork lie in both, and what it reaches may stop a clock of the other track."""
    changes = [
        (SEEN, "seen: {name: {vi: Đã kiểm tra, en: Seen}, to: fork.inner, marks: [seen]}"),
        (GRANT, "grant: {name: {vi: Cấp phép, en: Grant}, to: join}"),
        ("then: sign\nmarks: [reviewed]", "then: end.granted\nmarks: [reviewed]"),
        ("forks:\n  review:", INNER),
        (VISIT_STOPS, "starts: check.entered\nstops: [inner_done]"),
    ]
    graph = Graph(lodging(*changes))

    assert {Place("sign", ("review", "inner")), Place("hear", ("review",))} <= graph.places
    assert walk(graph, "visit_time").left_running is None


def test_payment_may_lead_on() -> None:
    """A fee with a step of its own completes the step that asked."""
    graph = Graph(lodging((FEE, f"{FEE}\nto: sign"), (VISIT_STOPS, "starts: complete\nstops: [check.completed]")))

    assert walk(graph, "visit_time").running_in == {"check"}


def test_a_pause_without_steps_may_begin_anywhere() -> None:
    """The bound of such a pause starts in every step."""
    graph = Graph(
        lodging(
            ("suspends: [total]\nsteps: [visit]", "suspends: [total]"), ("stops: [storm.ended]", "stops: [returned]")
        )
    )

    assert walk(graph, "storm_bound").running_in == {"check", "visit", "hear", "sign"}


SILENCES = [
    ("visit.entered", {"visit"}),
    ("fee.requested", {"check"}),
    ("complete", {"check", "visit", "hear", "sign"}),
]


@pytest.mark.parametrize(("starts", "steps"), SILENCES)
def test_silence_ends_the_dossier_where_it_is_waited_for(starts: str, steps: set[str]) -> None:
    """A limit that closes the dossier leads to its end from the steps in which its clock is owed."""
    change = ("starts: fee.requested\nstops: [fee.paid]", f"starts: {starts}\nstops: [fee.paid]")
    graph = Graph(lodging(change))
    leading = {place.name for place, moves in graph.moves.items() for move in moves if move.lapses == "payment"}

    assert leading == steps
