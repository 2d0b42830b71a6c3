"""The relay: at least once, in order for each dossier, dead letters that a person resolves."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.delivery.conftest import Fake, failing

from dossierflow.delivery import DeliveryError, ReceiverUnreachableError, RejectedMessageError, Relay
from dossierflow.errors import StoreError
from dossierflow.store import MemoryUnits
from dossierflow.testing.contracts.life import LATER
from dossierflow.testing.contracts.outbox import note

if TYPE_CHECKING:
    from datetime import datetime

HOUR = timedelta(hours=1)
ALL = ["S-1/note/1", "S-2/note/1", "S-1/note/2", "S-1/note/3", "S-2/note/2"]


def test_everything_is_delivered_once_in_order(units: MemoryUnits) -> None:
    """A second run finds nothing."""
    fake = Fake()
    relay = Relay(units, fake, batch=2)

    report = relay.run(LATER)

    assert fake.arrived == ALL
    assert (report.delivered, report.failed, report.buried, report.is_clean) == (5, 0, (), True)
    assert relay.run(LATER).delivered == 0
    assert report.backlog.waiting == 0


def test_a_limit_limits(units: MemoryUnits) -> None:
    """No more is claimed than asked for."""
    fake = Fake()

    assert Relay(units, fake).run(LATER, limit=2).backlog.waiting == 3
    assert fake.arrived == ALL[:2]


def test_a_failure_stops_its_dossier_alone(units: MemoryUnits) -> None:
    """The others go on; later the dossier goes on where it stopped, waiting twice as long each time."""
    fake = Fake(failures={"S-1/note/2": failing()})
    relay = Relay(units, fake, retry_after=timedelta(minutes=1))

    first = relay.run(LATER)
    assert (first.delivered, first.failed, first.is_clean) == (3, 1, False)
    assert relay.run(LATER + timedelta(seconds=59)).failed == 0
    assert relay.run(LATER + timedelta(seconds=60)).failed == 1
    assert relay.run(LATER + timedelta(seconds=179)).failed == 0
    fake.failures.clear()
    assert relay.run(LATER + timedelta(seconds=180)).is_clean
    assert fake.arrived == ["S-1/note/1", "S-2/note/1", "S-2/note/2", "S-1/note/2", "S-1/note/3"]


def test_the_wait_has_an_end(units: MemoryUnits) -> None:
    """However often it failed, a message is tried again after the longest wait."""
    fake = Fake(failures={"S-2/note/1": failing()})
    relay = Relay(units, fake, tries=1000, longest_wait=HOUR)
    for turn in range(40):
        relay.run(LATER + turn * HOUR)

    with units() as unit:
        assert unit.outbox.claim(LATER + 40 * HOUR, lease=HOUR)[0].attempts == 41


def test_too_many_failures_make_a_dead_letter(units: MemoryUnits) -> None:
    """It stops its dossier until somebody revives it; the reason is kept, and those behind keep their attempts."""
    fake = Fake(failures={"S-1/note/1": failing("the receiver answered 503")})
    relay = Relay(units, fake, tries=3)
    reports = [relay.run(LATER + turn * HOUR) for turn in range(3)]

    assert [one.buried for one in reports] == [(), (), ("S-1/note/1",)]
    assert reports[-1].backlog.dead == 1
    assert not relay.run(LATER + 4 * HOUR).is_clean
    fake.failures = {"S-1/note/2": failing()}
    with units() as unit:
        (dead,) = unit.outbox.dead()
        assert dead.reason == "the receiver answered 503"
        unit.outbox.revive(dead.id)
    last = relay.run(LATER + 5 * HOUR)
    assert (last.delivered, last.failed, last.buried) == (1, 1, ())


def test_what_is_rejected_is_dead_at_once(units: MemoryUnits) -> None:
    """Trying again would be answered the same; a discarded letter lets its dossier go on."""
    fake = Fake(failures={"S-1/note/1": RejectedMessageError("the receiver answered 400")})
    relay = Relay(units, fake)

    assert relay.run(LATER).buried == ("S-1/note/1",)
    with units() as unit:
        assert unit.outbox.discard("S-1/note/1", at=LATER)
    assert relay.run(LATER).is_clean
    assert fake.arrived == ["S-2/note/1", "S-2/note/2", "S-1/note/2", "S-1/note/3"]


def test_an_outage_is_not_tried_message_by_message(units: MemoryUnits) -> None:
    """The first message that finds nobody ends the run, and all go out after it."""
    fake = Fake(failures={"S-1/note/1": ReceiverUnreachableError("no answer")})
    tried: list[str] = []
    publish = fake.publish
    fake.publish = lambda message: (tried.append(message.id), publish(message))[1]  # type: ignore[method-assign]  # a spy
    relay = Relay(units, fake)

    report = relay.run(LATER)
    assert report.is_unreachable
    assert tried == ["S-1/note/1"]
    assert report.delivered == 0
    fake.failures.clear()
    assert relay.run(LATER + HOUR).delivered == 5


def test_an_unknown_error_is_not_repeated_word_for_word(units: MemoryUnits) -> None:
    """What a library says may hold a password; its class says enough, and the other dossiers go on."""
    fake = Fake(failures={"S-1/note/1": RuntimeError("https://user:hunter2@host")})
    relay = Relay(units, fake, tries=1)

    assert relay.run(LATER).delivered == 2
    with units() as unit:
        assert unit.outbox.dead()[0].reason == "the publisher failed with RuntimeError"


def test_what_did_not_settle_is_delivered_again(units: MemoryUnits) -> None:
    """Nothing of a batch counts before the publisher is sure of it."""
    fake = Fake(unsettled=[OSError("disk")])
    relay = Relay(units, fake)

    first = relay.run(LATER)
    assert (first.delivered, first.failed) == (0, 2)
    assert relay.run(LATER + HOUR).delivered == 5
    assert list(dict.fromkeys(fake.arrived)) == ALL


class KilledError(BaseException):
    """Stands for a process that is no more."""


def test_killed_between_publishing_and_noting(units: MemoryUnits) -> None:
    """The claim ends with its lease, and everything comes again with the same ids, in the same order."""
    fake = Fake(failures={"S-1/note/3": KilledError()})  # type: ignore[dict-item]  # worse than any exception
    relay = Relay(units, fake, lease=timedelta(minutes=1))
    with pytest.raises(KilledError):
        relay.run(LATER)
    fake.failures.clear()

    assert relay.run(LATER + timedelta(seconds=59)).delivered == 0
    assert relay.run(LATER + timedelta(seconds=60)).delivered == 5
    assert fake.arrived == ALL[:3] + ALL
    assert list(dict.fromkeys(fake.arrived)) == ALL


def test_no_message_is_begun_after_the_end_of_its_claim(units: MemoryUnits) -> None:
    """A slow receiver makes the relay claim anew, and another relay in between harms nothing."""
    fake, time = Fake(), LATER

    def clock() -> datetime:
        nonlocal time
        time += timedelta(seconds=25)
        return time

    report = Relay(units, fake, lease=timedelta(minutes=1)).run(LATER, clock=clock)

    assert report.delivered == 5
    assert list(dict.fromkeys(fake.arrived)) == ALL


@pytest.mark.parametrize("wrong", [{"batch": 0}, {"tries": 0}, {"lease": timedelta(0)}, {"retry_after": -HOUR}])
def test_nothing_is_no_number(units: MemoryUnits, wrong: dict[str, int]) -> None:
    """A relay that could not do anything is refused."""
    with pytest.raises(StoreError, match="more than nothing"):
        Relay(units, Fake(), **wrong)  # type: ignore[arg-type]  # wrong on purpose


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.integers(1, 7))
def test_whatever_fails_the_receiver_sees_every_dossier_in_order(seed: int, batch: int) -> None:
    """With failures, outages, kills and lapsed claims at random, first arrivals are complete and in order."""
    draw = random.Random(seed)  # noqa: S311 - a test
    units = MemoryUnits()
    names = [(f"S-{draw.randrange(4)}", number) for number in range(20)]
    with units() as unit:
        unit.outbox.append([note(dossier, number) for dossier, number in names])
    arrived: list[str] = []

    class Flaky(Fake):
        def publish(self, message: object) -> None:
            kind = draw.randrange(7)
            if kind < 4:
                arrived.append(message.id)  # type: ignore[attr-defined]  # a message
            if kind in {3, 4}:
                raise DeliveryError
            if kind == 5:
                raise ReceiverUnreachableError
            if kind == 6:
                raise KilledError

    at, relay = LATER, Relay(units, Flaky(), batch=batch, tries=10**6, longest_wait=timedelta(minutes=1))
    for _ in range(2000):
        try:
            report = relay.run(at)
        except KilledError:
            pass
        else:
            if not report.backlog.waiting:
                break
        at += timedelta(seconds=draw.randrange(200))

    for dossier in {name for name, _ in names}:
        seen = [one for one in dict.fromkeys(arrived) if one.startswith(f"{dossier}/")]
        assert seen == [f"{name}/note/{number}" for name, number in names if name == dossier]
