"""Playing stories: what a run holds, where it stops, what it finds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from dossierflow.engine import event_to_json
from dossierflow.errors import DefinitionError
from dossierflow.procedure import catalogue
from dossierflow.reading import read_document
from dossierflow.simulate import Outcome, ScenarioRun, instant_in, run_scenario, scenario_from
from dossierflow.worktime import vietnam

BASE = (Path(__file__).parents[1] / "broken" / "scenarios" / "base.yaml").read_text(encoding="utf-8")
TZ = vietnam().tz


def played(timeline: str = "", expect: str = "", until: datetime | None = None) -> ScenarioRun:
    """Play the sample story with more entries and other expectations."""
    head, _, _ = BASE.partition("expect:\n  - at: end")
    text = f"{head}{timeline}" + (f"expect:\n{expect}" if expect else "")
    return run_scenario(scenario_from(read_document(text, file="story.yaml")), until=until)


def test_a_run_holds_every_entry_with_what_came_of_it() -> None:
    """Line, instants, actor, command, decision and dossier stand together, in the order of the file."""
    run = played()

    submit, receive = run.played
    assert (submit.number, submit.line, submit.name) == (1, 10, "applicant")
    assert (receive.number, receive.line, receive.name) == (2, 13, "receiver")
    assert submit.before is None
    assert receive.before == submit.dossier
    assert receive.dossier == run.dossier
    assert receive.at.isoformat() == "2026-02-06T08:00:00+07:00" == receive.occurred_at.isoformat()
    assert [event.type for event in run.events] == ["submitted", "received"]
    assert [event.command_id for event in run.events] == ["entry-1", "entry-2"]
    assert run.dossier is not None
    assert run.dossier.id == "H1"
    assert run.is_as_expected


def test_the_same_story_gives_the_same_bytes() -> None:
    """Nothing of a run depends on when or where it is played."""
    first, second = played(), played()

    assert [event_to_json(event) for event in first.events] == [event_to_json(event) for event in second.events]
    assert first.outcomes == second.outcomes


@pytest.mark.parametrize(
    ("until", "entries", "types", "state"),
    [
        ("2026-02-05T15:19", 0, [], None),
        ("2026-02-05T15:20", 1, ["submitted"], None),
        ("2026-02-23T17:00", 2, ["submitted", "received"], "running"),
        ("2026-02-23T17:01", 2, ["submitted", "received", "deadline_missed"], "missed"),
        ("2026-03-01T00:00", 2, ["submitted", "received", "deadline_missed", "deadline_missed"], "missed"),
    ],
)
def test_a_story_can_be_stopped_anywhere(until: str, entries: int, types: list[str], state: str | None) -> None:
    """Entries up to the instant are played, and time passes until it: timers fire strictly after they are due."""
    at = datetime.fromisoformat(until).replace(tzinfo=TZ)
    run = played(until=at)

    assert len(run.played) == entries
    assert [event.type for event in run.events] == types
    assert [event.type for event in run.closing] == types[2:]
    assert run.until == at
    deadlines = {} if run.dossier is None else run.dossier.deadlines
    assert (deadlines["total"].state.value if "total" in deadlines else None) == state


def test_the_end_is_the_last_entry_wherever_the_story_is_stopped() -> None:
    """A story that is stopped long after its last entry was told to its end all the same."""
    expect = "  - at: end\n    remaining: {total: 15 days}\n"
    run = played(expect=expect, until=datetime(2026, 2, 20, tzinfo=TZ))

    assert run.is_as_expected
    assert run.outcomes[-1].at == datetime(2026, 2, 6, 8, tzinfo=TZ)


@pytest.mark.parametrize(
    ("when", "instant"),
    [
        ("end", "2026-02-06T08:00"),
        ("+1 minute after due total", "2026-02-23T17:01"),
        ("+3 days", "2026-02-09T08:00"),
        ("-1 working day 15:00 before due total", "2026-02-13T15:00"),
        ("2026-02-10T09:00", "2026-02-10T09:00"),
    ],
)
def test_a_moment_of_a_story_that_was_told(when: str, instant: str) -> None:
    """What an expectation takes is found in the whole story, so that it can be stopped there."""
    assert instant_in(played(), when) == datetime.fromisoformat(instant).replace(tzinfo=TZ)


def test_expectations_of_later_instants_are_left_out_when_a_story_is_stopped() -> None:
    """What was expected after the stop, or at the end of a story that was not told to its end, is not looked at."""
    expect = "  - at: 2026-02-05T16:00\n    status: submitted\n  - at: end\n    status: received\n"

    assert [one.field for one in played(expect=expect).outcomes][-2:] == ["expect[0].status", "expect[1].status"]
    stopped = played(expect=expect, until=datetime(2026, 2, 5, 17, tzinfo=TZ))
    assert [one.field for one in stopped.outcomes] == ["timeline[0]", "expect[0].status"]


WRONG = [
    ("status: done", "status", "done", "received"),
    ("steps: [decide]", "steps", "decide", "appraise"),
    ("end: issued", "end", "issued", "none"),
    ('version: "2026-07-01"', "version", "2026-07-01", "2021-01-01"),
    ("due: {total: 2026-02-24}", "due.total", "2026-02-24", "2026-02-23T17:00:00+07:00"),
    ("due: {total: 2026-02-23T16:00}", "due.total", "2026-02-23T16:00", "2026-02-23T17:00:00+07:00"),
    ("due: {total: null}", "due.total", "none", "2026-02-23T17:00:00+07:00"),
    ("due: {guidance: 2026-02-24}", "due.guidance", "2026-02-24", "never started"),
    ("remaining: {total: 14 days}", "remaining.total", "14 days", "15 days"),
    ("remaining: {total: 15 working days}", "remaining.total", "15 working days", "15 days"),
    ("remaining: {guidance: 1 day}", "remaining.guidance", "1 day", "never started"),
    ("state: {total: missed}", "state.total", "missed", "running"),
    ("state: {guidance: met}", "state.guidance", "met", "never started"),
    ("handoffs: {fire_opinion: sent}", "handoffs.fire_opinion", "sent", "not sent"),
    ("appointment: 2026-02-24", "appointment", "2026-02-24", "2026-02-23T17:00:00+07:00"),
    ("appointment: null", "appointment", "none", "2026-02-23T17:00:00+07:00"),
    ("events: [submitted, decided]", "events[1]", "decided", "submitted, received"),
    ("explanation: {guidance: x}", "explanation.guidance", "x", "none"),
    ("refused: not_authorised", "refused", "not_authorised", "accepted"),
    ("tracks: {main: decide}", "tracks.main", "decide", "appraise"),
    ("tracks: {main: null}", "tracks.main", "none", "appraise"),
    ("tracks: {fire: appraise}", "tracks.fire", "appraise", "none"),
    ("suspended: {total: supplement}", "suspended.total", "supplement", "none"),
    ("suspended: {guidance: []}", "suspended.guidance", "none", "never started"),
    ("milestones: {received: 2026-02-07}", "milestones.received", "2026-02-07", "2026-02-06T08:00:00+07:00"),
    ("milestones: {decided: 2026-02-07}", "milestones.decided", "2026-02-07", "none"),
    ("no_events: [received]", "no_events[0]", "no received", "submitted, received"),
    (
        "allowed: {officer: decide decide issue}",
        "allowed.officer",
        "decide decide issue: allowed",
        "decide decide issue: step_not_open",
    ),
    (
        "allowed: {receiver: [start_step appraise]}",
        "allowed.receiver[0]",
        "start_step appraise: allowed",
        "start_step appraise: not_authorised",
    ),
    (
        "forbidden: {officer: {start_step appraise: step_not_open}}",
        "forbidden.officer.start_step appraise",
        "step_not_open",
        "allowed",
    ),
]


RIGHT = [
    "due: {guidance: null}",
    "tracks: {main: appraise}",
    "tracks: {fire: null}",
    "suspended: {total: []}",
    "milestones: {received: 2026-02-06T08:00, decided: null}",
    "no_events: [decided]",
    "allowed: {officer: [start_step appraise, complete_step appraise valid], applicant: request_withdrawal}",
    "forbidden: {officer: {decide decide issue: step_not_open, return_result: not_authorised}}",
    "forbidden: {receiver: {start_step appraise: not_authorised}}",
]


@pytest.mark.parametrize("line", RIGHT)
def test_what_is_so_is_not_found(line: str) -> None:
    """The same kinds of expectation are met where they are right."""
    run = played(expect=f"  - at: end\n    {line}\n")

    assert [str(failure) for failure in run.failures] == []
    assert len(run.outcomes) > 2


def test_why_a_clock_stands_still_can_be_expected() -> None:
    """While the applicant completes the dossier, the limit is suspended for the supplement and for nothing else."""
    asked = "  - at: +1 hour\n    do: request_supplement\n    by: officer\n    items: [a]\n    reason: b\n"
    expect = "    expect: {suspended: {total: supplement, check: []}, tracks: {main: appraise}}\n"

    assert [str(failure) for failure in played(asked + expect).failures] == []
    (failure,) = played(asked + "    expect: {suspended: {total: [fee, supplement]}}\n").failures
    assert (failure.expected, failure.actual) == ("fee, supplement", "supplement")
    assert failure.explanation is not None


def test_entries_and_expectations_count_from_milestones_and_due_dates() -> None:
    """What is named is looked up in the dossier as it stands by then."""
    wait = "  - at: +1 minute after due total\n    do: wait\n    expect: {state: {total: missed}}\n"
    expect = (
        "  - at: +0 minutes after due total\n    state: {total: running}\n"
        "  - at: +1 minute after end\n    state: {total: missed}\n"
        "  - at: +3 working days 09:00 after received\n    status: received\n"
        "  - at: -1 working day 15:00 before due total\n    remaining: {total: 8 days}\n"
        "  - at: +30 days\n    state: {check: missed}\n"
    )
    run = played(wait, expect)

    assert [str(failure) for failure in run.failures] == []
    assert [outcome.at.isoformat(timespec="minutes")[:16] for outcome in run.outcomes[-5:]] == [
        *("2026-02-23T17:00", "2026-02-23T17:02", "2026-02-11T09:00", "2026-02-13T15:00", "2026-03-25T17:01"),
    ]


def test_what_is_expected_after_the_last_entry_is_looked_at() -> None:
    """Time passes on to a later expectation; it is left out only where the story is stopped before it."""
    expect = "  - at: 2026-02-23T17:01\n    state: {total: running}\n"

    assert [failure.actual for failure in played(expect=expect).failures] == ["missed"]
    assert played(expect=expect, until=datetime(2026, 2, 23, 17, tzinfo=TZ)).is_as_expected


def test_a_milestone_that_is_never_reached_cannot_be_counted_from() -> None:
    """The file is told with the line of the entry."""
    with pytest.raises(DefinitionError, match=r"17: timeline\[2\]\.at: .*'decided', which has not come about"):
        played("  - at: +1 day after decided\n    do: wait\n")
    with pytest.raises(DefinitionError, match=r"which has not come about"):
        played(expect="  - at: +1 day after due guidance\n    status: received\n")


@pytest.mark.parametrize(("line", "field", "expected", "actual"), WRONG)
def test_what_is_not_so_is_found(line: str, field: str, expected: str, actual: str) -> None:
    """Every kind of expectation fails with its place, what was expected and what was found."""
    run = played(expect=f"  - at: end\n    {line}\n")

    (failure,) = run.failures
    assert failure == Outcome(
        line=failure.line, field=f"expect[0].{field}", at=run.until, expected=expected, actual=actual, is_met=False
    )
    assert failure.line == 19
    assert not run.is_as_expected
    assert str(failure) == f"19: expect[0].{field}: expected {expected}, found {actual}"


def test_an_explanation_must_name_what_is_expected() -> None:
    """A day, a source, a holiday in either language may be asked for; a miss lists what is named."""
    expect = (
        "  - at: end\n    explanation:\n"
        '      check: ["2026-02-16", "Lunar New Year", "Điều 147 khoản 2"]\n      total: Trung thu\n'
    )
    run = played(expect=expect)

    (failure,) = run.failures
    assert failure.field == "expect[0].explanation.total"
    assert "2026-02-21" in failure.actual


def test_an_unexpected_refusal_is_a_failure_of_its_entry() -> None:
    """An entry that says nothing expects to be accepted; the failure carries code and reason."""
    run = played("  - at: +1 hour\n    do: receive\n    by: receiver\n")

    (failure,) = run.failures
    assert failure.field == "timeline[2]"
    assert failure.line == 17
    assert failure.expected == "accepted"
    assert failure.actual.startswith("refused: already_received: ")


def test_an_expected_refusal_that_does_not_come_is_a_failure() -> None:
    """A refusal with another code, and an acceptance, are both found."""
    entry = "  - at: +1 hour\n    do: start_step\n    by: {by}\n    step: appraise\n    expect: {{refused: {code}}}\n"

    assert played(entry.format(by="receiver", code="not_authorised")).is_as_expected
    (other,) = played(entry.format(by="receiver", code="step_not_open")).failures
    (accepted,) = played(entry.format(by="officer", code="not_authorised")).failures
    assert (other.actual, accepted.actual) == ("not_authorised", "accepted")
    assert other.refusal is not None
    assert "belongs to authority/officer" in other.refusal.reason.en
    assert [event.type for event in accepted.events] == ["submitted", "received", "step_started"]


def test_failures_come_in_the_order_of_their_lines() -> None:
    """However the expectations of an instant are written, and across several lines."""
    lines = (
        "    version: '1'\n    state: {\n      total: missed,\n      check: met\n    }\n    end: issued\n"
        "    milestones: {received: 2026-02-07}\n    status: done\n    allowed:\n      receiver:\n"
        "        - start_step appraise\n        - receive\n    due: {total: 2026-02-24}\n"
    )
    run = played(expect=f"  - at: end\n{lines}")

    assert [failure.line for failure in run.failures] == [19, 21, 22, 24, 25, 26, 29, 30, 31]
    assert [failure.field.partition(".")[2] for failure in run.failures][:3] == [
        "version",
        "state.total",
        "state.check",
    ]


def test_every_failure_says_why() -> None:
    """A due date by its count, a refused act by its reason, everything else by what had happened by then."""
    expect = "  - at: end\n    due: {total: 2026-02-24}\n    allowed: {receiver: receive}\n    status: done\n"
    due, allowed, status = played(expect=expect).failures

    assert due.explanation is not None
    assert (due.refusal, due.events) == (None, ())
    assert allowed.refusal is not None
    assert allowed.refusal.code.value == "already_received"
    assert [event.type for event in status.events] == ["submitted", "received"]


def test_waiting_fires_what_is_due() -> None:
    """An entry in which nobody acts lets time pass; what ran out before it belongs to it."""
    run = played("  - at: 2026-02-23T17:01\n    do: wait\n    expect: {state: {total: missed}}\n")

    waited = run.played[-1]
    assert (waited.command, waited.actor, waited.name) == (None, None, None)
    assert [event.type for event in waited.timers] == ["deadline_missed"]
    assert run.is_as_expected


def test_waiting_for_a_dossier_that_is_not_there_does_nothing() -> None:
    """Time may pass before anything is submitted."""
    text = BASE.replace("timeline:\n", "timeline:\n  - at: 2026-02-05T08:00\n    do: wait\n")
    run = run_scenario(scenario_from(read_document(text)))

    assert run.played[0].dossier is None
    assert run.is_as_expected


def test_timers_before_an_act_are_told_apart_from_the_act() -> None:
    """The events of a decision are the timers', and the act's own last."""
    run = played("  - at: 2026-02-23T18:00\n    do: start_step\n    by: officer\n    step: appraise\n")

    assert [event.type for event in run.played[-1].decision.events] == ["deadline_missed", "step_started"]
    assert [event.type for event in run.played[-1].timers] == ["deadline_missed"]


def test_an_act_may_be_entered_late() -> None:
    """The act takes place at one instant and is entered at another; deadlines count from the first."""
    head = BASE.replace("    by: receiver\n    expect", "    by: receiver\n    occurred: 2026-02-06T07:00\n    expect")
    run = run_scenario(scenario_from(read_document(head)))

    event = run.events[-1]
    assert event.occurred_at.isoformat() == "2026-02-06T07:00:00+07:00"
    assert event.recorded_at.isoformat() == "2026-02-06T08:00:00+07:00"
    assert run.is_as_expected


def test_an_act_before_the_last_event_is_refused() -> None:
    """Entering something late does not let a dossier go back in time."""
    late = "  - at: 2026-02-09T10:00\n    do: start_step\n    by: officer\n    step: appraise\n    occurred: {at}\n"
    run = played(late.format(at="2026-02-06T07:59") + "    expect: {refused: time_goes_back}\n")

    assert run.is_as_expected


def test_a_command_under_the_same_key_is_done_once() -> None:
    """A repeated entry with the same command_id changes nothing and is accepted."""
    start = "  - at: +1 hour\n    do: start_step\n    by: officer\n    step: appraise\n    command_id: k1\n"
    run = played(start + start)

    assert [one.decision.is_repeat for one in run.played] == [False, False, False, True]
    assert len(run.events) == 3
    assert run.is_as_expected


def test_a_version_can_be_expected_by_a_command() -> None:
    """A command made for another version of the dossier is refused."""
    start = "  - at: +1 hour\n    do: start_step\n    by: officer\n    step: appraise\n    expected_version: {}\n"

    assert played(start.format(2)).is_as_expected
    assert played(start.format(1) + "    expect: {refused: version_conflict}\n").is_as_expected


def test_instants_inside_commands_are_local_times_and_offsets() -> None:
    """An appointment and a corrected milestone are written like the instants of entries."""
    entries = (
        "  - at: 2026-02-10T09:00\n    do: correct\n    by: receiver\n    milestone: received\n"
        "    instant: 2026-02-05T15:30\n    reason: Ghi nhầm giờ\n"
        "  - at: 2026-02-11T09:00\n    do: apologise\n    by: leader\n    reason: Chậm\n"
        "    appointment: +9 working days 17:00\n"
    )
    run = played()
    text = BASE.partition("expect:\n  - at: end")[0] + entries
    text = text.replace("actors:\n", "actors:\n  leader: {agency: authority, role: leader}\n")
    run = run_scenario(scenario_from(read_document(text)))

    assert run.is_as_expected
    assert run.dossier is not None
    assert run.dossier.milestones["received"].isoformat() == "2026-02-05T15:30:00+07:00"
    assert run.dossier.appointment is not None
    assert run.dossier.appointment.at.isoformat() == "2026-03-03T17:00:00+07:00"


def test_a_library_can_be_given_instead_of_the_one_in_the_file() -> None:
    """A host plays stories on its own rules and calendars."""
    file = scenario_from(read_document(BASE), library=catalogue())
    run = run_scenario(file, calendars={"vn-public": vietnam()})

    assert run.file.library is catalogue()
    assert run.is_as_expected


def test_a_calendar_known_earlier_gives_another_date() -> None:
    """As known in October 2025 the swap of 22 August 2026 is not there yet."""
    text = BASE.replace("2026-02-05T15:20", "2026-08-20T15:20").replace("due: {total: 2026-02-23}", "status: received")
    early = text.replace("dossier: H1", "dossier: H1\ncalendar: {known_on: 2025-01-01}").replace(
        "procedure: building-permit", "procedure: {id: building-permit, on: 2026-08-20}"
    )
    head = "facts: {work: house, kind: new}"
    dues = []
    for one in (text, early):
        run = run_scenario(scenario_from(read_document(one.replace("facts: {work: house}", head))))
        assert run.dossier is not None
        due = run.dossier.deadlines["total"].due
        assert due is not None
        dues.append((due.day.isoformat(), due.provisional))

    assert dues[0] != dues[1]
    assert dues[1][1]
    assert not dues[0][1]
