"""Events as they are kept, and what happens to a log that is not one."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter

from dossierflow.engine import commands as c
from dossierflow.engine import event_from_json, event_to_json, evolve
from dossierflow.engine.dossier import ClockState, wait_of
from dossierflow.engine.effects import Due
from dossierflow.engine.tracks import enough
from dossierflow.errors import EventFormatError

if TYPE_CHECKING:
    from collections.abc import Callable


def test_an_event_reads_back_as_it_was(desk: Any) -> None:
    """Every event of a whole life survives JSON, byte by byte."""
    desk.decide()
    for event in desk.log:
        text = event_to_json(event)
        assert event_from_json(text) == event
        assert event_to_json(event_from_json(text.encode())) == text
        assert event.id == f"H1:{event.sequence}"


BROKEN: list[tuple[str, Callable[[dict[str, Any]], object], str]] = [
    ("format", lambda event: event.update(format=2), "event format 2 is not format 1"),
    ("missing", lambda event: event.pop("actor"), "actor: Field required"),
    ("effect", lambda event: event["effects"][0].update(kind="levitated"), r"effects\.0"),
    ("naive", lambda event: event["act"].update(do="fly"), "act"),
]


@pytest.mark.parametrize(("name", "change", "message"), BROKEN, ids=[row[0] for row in BROKEN])
def test_what_is_no_event_is_named(desk: Any, name: str, change: Any, message: str) -> None:
    """A line that is not an event of this format says where it is wrong."""
    desk.submit()
    written = json.loads(event_to_json(desk.log[0]))
    change(written)
    with pytest.raises(EventFormatError, match=message):
        event_from_json(json.dumps(written))
    assert name


def test_a_due_date_in_memory_stays_what_it_is(desk: Any) -> None:
    """Validating what is already an event changes nothing in it."""
    desk.receive()
    due = desk.now.deadlines["total"].due
    assert TypeAdapter(Due).validate_python(due) == due


def test_what_is_no_json_is_no_event() -> None:
    """A torn line is named as such."""
    with pytest.raises(EventFormatError, match="event: Invalid JSON"):
        event_from_json('{"dossier": ')


def test_events_follow_one_another(desk: Any) -> None:
    """A gap, a repetition, another dossier and a log without its first event cannot be folded."""
    desk.consult()
    first, second, third = desk.log
    one, two = evolve(None, first), evolve(evolve(None, first), second)
    for before, event in ((one, third), (two, second), (two, replace(third, dossier="H2")), (None, second)):
        with pytest.raises(EventFormatError, match="does not follow"):
            evolve(before, event)


def test_a_first_event_pins_a_version(desk: Any) -> None:
    """Without a version nothing governs the dossier."""
    desk.submit()
    first = replace(desk.log[0], effects=())
    with pytest.raises(EventFormatError, match="no procedure version"):
        evolve(None, first)


@pytest.mark.parametrize(
    ("join", "wanted", "arrived", "is_enough"),
    [
        ("all", 0, 0, True),
        ("all", 2, 1, False),
        ("all", 2, 2, True),
        ("any", 2, 0, False),
        ("any", 2, 1, True),
        (2, 3, 1, False),
        (2, 3, 2, True),
        (3, 2, 2, True),
    ],
)
def test_joins(join: Any, wanted: int, arrived: int, *, is_enough: bool) -> None:
    """All, any, or so many, but never more than there are."""
    assert enough(join, wanted, arrived) == is_enough


def test_clock_states_have_names_that_are_never_changed() -> None:
    """The stored words of states are part of the format."""
    assert [state.value for state in ClockState] == [
        "running",
        "suspended",
        "missed",
        "met",
        "met_late",
        "lapsed",
        "cancelled",
        "superseded",
    ]


def test_waits_are_read_from_states() -> None:
    """A state tells what it waits for, and for which of them."""
    assert wait_of("check") is None
    assert [str(part) for part in wait_of("check?fee.charge") or ()] == ["fee", "charge"]
    assert wait_of("check?supplement") == ("supplement", None)


def test_the_status_follows_the_work(desk: Any) -> None:
    """Received until somebody takes it up; then in processing, or waiting."""
    desk.receive()
    assert int(desk.now.status) == 2
    desk.did("2026-02-03 09:00", "officer", c.StartStep(step="check"))
    assert int(desk.now.status) == 4
