"""Events of every format that was ever written are read, verified and written again as they were."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dossierflow.audit import verify
from dossierflow.engine import event_from_json, event_to_json, redacted
from dossierflow.engine.draft import fold
from dossierflow.engine.events import OlderEvent, digest
from dossierflow.engine.formats import FORMAT, UPCASTERS, upcast
from dossierflow.errors import EventFormatError
from dossierflow.testing.sample import sample_log

if TYPE_CHECKING:
    from dossierflow.engine.formats import Upcaster

LOGS = Path(__file__).parent.parent / "data" / "events"
VERSIONS = sorted(int(file.stem.removeprefix("format-")) for file in LOGS.glob("format-*.jsonl"))


def lines(version: int) -> list[str]:
    """Return the log of one version, as it was written."""
    return (LOGS / f"format-{version}.jsonl").read_text("utf-8").splitlines()


def test_there_is_a_log_of_every_version() -> None:
    """Whoever raises the version adds an upcaster and a log."""
    assert list(range(1, FORMAT + 1)) == VERSIONS
    assert set(UPCASTERS) == set(range(1, FORMAT))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_log_of_any_version_is_read(version: int) -> None:
    """It verifies, replays to the same dossier, and is written again byte for byte."""
    logged = lines(version)
    events = [event_from_json(line) for line in logged]
    now = fold(sample_log("S-1"))
    then = fold(events)
    assert now is not None
    assert then is not None

    assert verify(logged).is_intact
    assert [event_to_json(event) for event in events] == logged
    assert [digest(event) for event in events] == [event.hash for event in events]
    assert (then.lifecycle, then.milestones, then.deadlines) == (now.lifecycle, now.milestones, now.deadlines)


def as_format_0() -> list[str]:
    """Return the log as an imagined format 0 would have it: another name, one field less, and hashes of its own."""
    found, previous = list[str](), json.loads(lines(1)[0])["previous"]
    for line in lines(1):
        logged: dict[str, Any] = json.loads(line)
        personal = logged.pop("personal")
        del logged["hash"], logged["recorded_at"]
        logged |= {"format": 0, "previous": previous, "happened_at": logged.pop("occurred_at")}
        previous = "sha256:" + hashlib.sha256(_canonical(logged).encode()).hexdigest()
        found.append(_canonical({**logged, "hash": previous, "personal": personal}))
    return found


def _canonical(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_0_to_1(logged: dict[str, Any]) -> dict[str, Any]:
    """Read format 0 as format 1."""
    at = logged["happened_at"]
    rest = {key: value for key, value in logged.items() if key != "happened_at"}
    return {**rest, "occurred_at": at, "recorded_at": at}


STEPS: dict[int, Upcaster] = {0: from_0_to_1}


def test_an_older_event_says_what_it_said_and_keeps_its_text() -> None:
    """Read through a step, it has today's fields; its text, version and hash are those that were logged."""
    for line, now in zip(as_format_0(), sample_log("S-1"), strict=True):
        event = event_from_json(line, upcasters=STEPS)

        assert isinstance(event, OlderEvent)
        assert (event.format, event.type, event.act, event.effects) == (0, now.type, now.act, now.effects)
        assert (event.occurred_at, event.recorded_at) == (now.occurred_at, now.occurred_at)
        assert event_to_json(event) == line
        assert digest(event) == event.hash != now.hash


def test_older_events_replay() -> None:
    """The dossier is the same, but for the hash of its last event."""
    events = [event_from_json(line, upcasters=STEPS) for line in as_format_0()]
    then, now = fold(events), fold(sample_log("S-1"))
    assert then is not None
    assert now is not None

    assert then.deadlines == now.deadlines
    assert (then.version, then.status, then.head) == (now.version, now.status, events[-1].hash)


def test_an_older_event_can_be_redacted() -> None:
    """Its personal facts go, nothing else does, and its hash stays valid."""
    line = as_format_0()[0]
    event = event_from_json(line.encode(), upcasters=STEPS)
    gone = redacted(event)

    assert event.personal is not None
    assert event_to_json(gone) == _canonical({**json.loads(line), "personal": None})
    assert digest(gone) == gone.hash


def test_a_changed_older_event_is_found() -> None:
    """Its hash is that of its own text, so that a change shows as in any other."""
    line = as_format_0()[1].replace("2026-02-06", "2026-02-09")
    event = event_from_json(line, upcasters=STEPS)

    assert digest(event) != event.hash


UNREADABLE = [
    ('{"format":0}', STEPS, "an event of format 0 cannot be read as format 1: KeyError"),
    ('{"format":-1}', STEPS, "not an event of format 1"),
    ('{"format":true}', STEPS, "not an event of format 1"),
    ("[0]", STEPS, "not an event of format 1"),
    ("{", STEPS, "not an event of format 1: event: Invalid JSON"),
    ("[" * 100_000, STEPS, "not an event of format 1"),
]


@pytest.mark.parametrize(("text", "steps", "message"), UNREADABLE)
def test_what_no_step_reads_is_refused(text: str, steps: dict[int, Upcaster], message: str) -> None:
    """Text that is no event, and formats without a step, are errors of the same kind."""
    with pytest.raises(EventFormatError, match=message):
        event_from_json(text, upcasters=steps)


def test_a_step_that_leaves_no_event_is_found() -> None:
    """A step that forgets a field is noticed when it is used."""
    with pytest.raises(EventFormatError, match="not an event of format 1: recorded_at: Field required"):
        event_from_json(
            as_format_0()[0], upcasters={0: lambda logged: {**logged, "occurred_at": logged["happened_at"]}}
        )


def test_a_format_of_the_future_is_refused() -> None:
    """An event of a later version says so."""
    later = lines(1)[0].replace('"format":1', '"format":2')

    with pytest.raises(EventFormatError, match="event format 2 is not format 1; upgrade the library"):
        event_from_json(later)


def test_steps_follow_each_other() -> None:
    """Two steps are taken one after the other; a missing one stops the chain."""
    steps: dict[int, Upcaster] = {0: lambda logged: {**logged, "a": 1}, 1: lambda logged: {**logged, "b": logged["a"]}}

    assert upcast('{"format":0}', upcasters=steps, to=2) == (0, '{"a":1,"b":1,"format":2}')
    assert upcast('{"format":1,"a":3}', upcasters=steps, to=2) == (1, '{"a":3,"b":3,"format":2}')
    assert upcast('{"format":0}', upcasters={1: steps[1]}, to=2) is None
