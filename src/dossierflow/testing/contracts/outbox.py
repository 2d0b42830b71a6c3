"""What every outbox must do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dossierflow.engine.events import event_from_json, redacted
from dossierflow.errors import StoreError
from dossierflow.store.outbox import EVENT, Backlog, Outbox, OutboxMessage, event_message
from dossierflow.testing.contracts.life import LATER, CrashError, live

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from dossierflow.store.units import Unit, Units

MINUTE = timedelta(minutes=1)


def note(dossier: str, number: int, channel: str = "default") -> OutboxMessage:
    """Return a message of a host."""
    name, body = f"{dossier}/note/{number}", f'{{"number":{number}}}'
    return OutboxMessage(id=name, dossier=dossier, kind="note", type="noted", at=LATER, body=body, channel=channel)


def ids(messages: Iterable[OutboxMessage]) -> list[str]:
    """Return the ids of *messages*."""
    return [one.id for one in messages]


class OutboxContract:
    """Tests of an outbox; needs the fixture ``units``, a `dossierflow.store.Units` on empty data."""

    def test_nothing_is_told_unasked(self, units: Units) -> None:
        """Without channels, events leave no messages."""
        with units() as unit:
            live(unit.store, "S-1", 1)

            assert unit.outbox.claim(LATER, lease=MINUTE) == ()
            assert unit.outbox.backlog() == Backlog(0, 0, None)

    def test_messages_come_as_they_were_given(self, units: Units) -> None:
        """Every field comes back, in the order of writing; position and attempts are added."""
        given = [note("S-1", 1), note("S-2", 1), note("S-1", 2)]
        with units() as unit:
            assert unit.outbox.append(given) == 3
            assert unit.outbox.append([]) == 0
            taken = unit.outbox.claim(LATER, lease=MINUTE)

        assert [replace(one, position=0, attempts=0) for one in taken] == given
        assert [one.attempts for one in taken] == [1, 1, 1]
        assert [one.position for one in taken] == sorted({one.position for one in taken})

    def test_a_message_about_an_event_holds_no_personal_facts(self, units: Units) -> None:
        """Its body is the redacted event, also if the event is redacted later."""
        with units() as unit:
            event = live(unit.store, "S-1", 0)[0].events[0]
            assert event.personal is not None
            unit.outbox.append([event_message(event)])
            (message,) = unit.outbox.claim(LATER, lease=MINUTE)

        assert event_from_json(message.body) == redacted(event)
        assert (message.id, message.dossier, message.sequence) == ("S-1:1", "S-1", 1)
        assert (message.kind, message.type, message.at) == (EVENT, "submitted", event.occurred_at)

    def test_a_known_id_is_kept_once(self, units: Units) -> None:
        """The same message again is left out, also after it was delivered; another channel has its own."""
        with units() as unit:
            assert unit.outbox.append([note("S-1", 1), note("S-1", 2)]) == 2
            assert unit.outbox.append([note("S-1", 2), note("S-1", 3)]) == 1
            assert unit.outbox.append([note("S-1", 1, "portal")]) == 1
            taken = unit.outbox.claim(LATER, lease=MINUTE)
            unit.outbox.delivered(ids(taken), at=LATER)
            assert unit.outbox.append([note("S-1", 1)]) == 0

            assert ids(taken) == ["S-1/note/1", "S-1/note/2", "S-1/note/3"]
            assert ids(unit.outbox.claim(LATER, lease=MINUTE, channel="portal")) == ["S-1/note/1"]

    def test_what_is_claimed_is_not_given_twice(self, units: Units) -> None:
        """Until the lease ends nobody else is given a message; then it is given again, and counted."""
        with units() as unit:
            unit.outbox.append([note("S-1", 1), note("S-2", 1)])
            first = unit.outbox.claim(LATER, lease=MINUTE, limit=1)
            second = unit.outbox.claim(LATER, lease=MINUTE)
            early = unit.outbox.claim(LATER + MINUTE - timedelta(microseconds=1), lease=MINUTE)
            again = unit.outbox.claim(LATER + MINUTE, lease=MINUTE)

        assert (ids(first), ids(second), early) == (["S-1/note/1"], ["S-2/note/1"], ())
        assert [(one.id, one.attempts) for one in again] == [("S-1/note/1", 2), ("S-2/note/1", 2)]

    def test_a_lease_lasts(self, units: Units) -> None:
        """A lease that ends before it begins is refused."""
        with units() as unit, pytest.raises(StoreError, match="a lease of 0:00:00 ends before it begins"):
            unit.outbox.claim(LATER, lease=timedelta(0))

    def test_a_dossier_waits_for_its_first_message(self, units: Units) -> None:
        """While an earlier message of a dossier is claimed, a later one is not given; others are."""
        with units() as unit:
            unit.outbox.append([note("S-1", 1), note("S-1", 2), note("S-2", 1)])
            first = unit.outbox.claim(LATER, lease=MINUTE, limit=1)
            others = unit.outbox.claim(LATER, lease=MINUTE)
            unit.outbox.delivered(ids(first), at=LATER)
            rest = unit.outbox.claim(LATER, lease=MINUTE)

        assert (ids(first), ids(others), ids(rest)) == (["S-1/note/1"], ["S-2/note/1"], ["S-1/note/2"])

    def test_what_was_delivered_is_done(self, units: Units) -> None:
        """It is not given again, and noted once."""
        with units() as unit:
            unit.outbox.append([note("S-1", 1)])
            unit.outbox.claim(LATER, lease=MINUTE)

            assert unit.outbox.backlog() == Backlog(1, 0, LATER)
            assert unit.outbox.delivered(["S-1/note/1", "S-9/note/1"], at=LATER) == 1
            assert unit.outbox.delivered(["S-1/note/1"], at=LATER) == 0
            assert unit.outbox.claim(LATER + 2 * MINUTE, lease=MINUTE) == ()
            assert unit.outbox.backlog() == Backlog(0, 0, None)

    def test_a_failed_message_is_tried_again_before_later_ones(self, units: Units) -> None:
        """After a failure the dossier waits; then everything comes in order, though it was claimed together."""
        with units() as unit:
            unit.outbox.append([note("S-1", 1), note("S-1", 2), note("S-2", 1)])
            unit.outbox.claim(LATER, lease=10 * MINUTE)
            unit.outbox.failed("S-1/note/1", at=LATER, retry_at=LATER + MINUTE, reason="503")
            unit.outbox.delivered(["S-2/note/1"], at=LATER)

            assert unit.outbox.claim(LATER, lease=MINUTE) == ()
            again = unit.outbox.claim(LATER + MINUTE, lease=MINUTE)
            assert [(one.id, one.reason) for one in again] == [("S-1/note/1", "503"), ("S-1/note/2", None)]
            # the second was never tried, and must not use up its attempts
            assert [one.attempts for one in again] == [2, 1]

    def test_a_dead_letter_stops_its_dossier_and_nothing_else(self, units: Units) -> None:
        """Later messages of the dossier wait until the letter is revived; others go on."""
        with units() as unit:
            unit.outbox.append([note("S-1", 1), note("S-1", 2), note("S-2", 1)])
            unit.outbox.claim(LATER, lease=MINUTE)
            unit.outbox.buried("S-1/note/1", at=LATER, reason="410 Gone")

            assert [(one.id, one.reason) for one in unit.outbox.dead()] == [("S-1/note/1", "410 Gone")]
            assert unit.outbox.backlog() == Backlog(2, 1, LATER)
            assert ids(unit.outbox.claim(LATER + MINUTE, lease=MINUTE)) == ["S-2/note/1"]
            assert unit.outbox.revive("S-1/note/1")
            assert not unit.outbox.revive("S-1/note/1")
            assert ids(unit.outbox.claim(LATER + MINUTE, lease=MINUTE)) == ["S-1/note/1", "S-1/note/2"]

    def test_a_dead_letter_can_be_given_up(self, units: Units) -> None:
        """A discarded letter is never given again, and its dossier goes on."""
        with units() as unit:
            unit.outbox.append([note("S-1", 1), note("S-1", 2)])
            unit.outbox.buried("S-1/note/1", at=LATER, reason="x")

            assert not unit.outbox.discard("S-1/note/2", at=LATER)
            assert unit.outbox.discard("S-1/note/1", at=LATER)
            assert not unit.outbox.discard("S-1/note/1", at=LATER)
            assert unit.outbox.dead() == ()
            assert ids(unit.outbox.claim(LATER, lease=MINUTE)) == ["S-1/note/2"]

    def test_what_nobody_knows_is_passed_over(self, units: Units) -> None:
        """A message that is unknown, or done, cannot fail any more."""
        with units() as unit:
            unit.outbox.append([note("S-1", 1)])
            unit.outbox.delivered(["S-1/note/1"], at=LATER)
            unit.outbox.failed("S-1/note/1", at=LATER, retry_at=LATER, reason="x")
            unit.outbox.buried("S-9/note/1", at=LATER, reason="x")

            assert unit.outbox.backlog() == Backlog(0, 0, None)
            assert not unit.outbox.revive("S-9/note/1")

    def test_old_messages_are_forgotten(self, units: Units) -> None:
        """Only what is done, and only before the instant."""
        with units() as unit:
            unit.outbox.append([note("S-1", 1), note("S-1", 2), note("S-1", 3)])
            unit.outbox.delivered(["S-1/note/1"], at=LATER)
            unit.outbox.delivered(["S-1/note/2"], at=LATER + MINUTE)

            assert unit.outbox.prune(LATER) == 0
            assert unit.outbox.prune(LATER + MINUTE) == 1
            assert unit.outbox.prune(LATER + 2 * MINUTE) == 1
            assert unit.outbox.backlog() == Backlog(1, 0, LATER)

    def test_a_unit_that_fails_tells_nothing(self, units: Units) -> None:
        """Messages are kept with what they tell of, or not at all."""
        with pytest.raises(CrashError), units() as unit:
            _tell_and_crash(unit)

        with units() as unit:
            assert unit.outbox.claim(LATER, lease=MINUTE) == ()
            assert unit.store.find() == ()

    def test_an_attempt_that_fails_is_undone_alone(self, units: Units) -> None:
        """Inside a unit, a failed attempt takes back its own writes and leaves the others."""
        with units() as unit:
            unit.outbox.append([note("S-1", 1)])
            with pytest.raises(CrashError), unit.attempt():
                _tell_and_crash(unit)
            unit.outbox.append([note("S-1", 2)])

        with units() as unit:
            assert ids(unit.outbox.claim(LATER, lease=MINUTE)) == ["S-1/note/1", "S-1/note/2"]
            assert unit.store.find() == ()

    def test_every_message_is_delivered_in_order_whatever_fails(self, units: Units) -> None:
        """With every third delivery failing, each dossier's messages arrive in order and none is lost."""
        with units() as unit:
            unit.outbox.append([note(f"S-{number % 3}", number) for number in range(12)])
        arrived, now, count = list[str](), LATER, 0
        for _ in range(40):
            with units() as unit:
                taken, stopped = unit.outbox.claim(now, lease=MINUTE, limit=5), set[str]()
            for message in taken:
                if message.dossier in stopped:
                    continue
                count += 1
                with units() as unit:
                    _deliver_or_fail(unit.outbox, message, now, arrived, stopped, fails=count % 3 == 0)
            now += MINUTE

        for dossier in range(3):
            mine = [int(name.rpartition("/")[2]) for name in arrived if name.startswith(f"S-{dossier}/")]
            assert mine == [number for number in range(12) if number % 3 == dossier]


def _deliver_or_fail(
    outbox: Outbox, message: OutboxMessage, now: datetime, arrived: list[str], stopped: set[str], *, fails: bool
) -> None:
    if fails:
        stopped.add(message.dossier)
        outbox.failed(message.id, at=now, retry_at=now + MINUTE, reason="x")
    else:
        arrived.append(message.id)
        outbox.delivered([message.id], at=now)


def _tell_and_crash(unit: Unit) -> None:
    event = live(unit.store, "S-9", 0)[0].events[0]
    unit.outbox.append([event_message(event)])
    raise CrashError
