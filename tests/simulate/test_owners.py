"""Who acts follows from the procedure; that every story goes so is looked at where stories are played."""

from __future__ import annotations

from datetime import datetime

import pytest

from dossierflow.engine import Engine
from dossierflow.procedure.catalogue import shipped
from dossierflow.procedure.facts import FactType
from dossierflow.simulate.acting import ACTS, command_of
from dossierflow.simulate.clock import VirtualClock
from dossierflow.simulate.desk import Desk, sample_of
from dossierflow.simulate.owners import actor_of, open_steps, owner_of
from dossierflow.worktime import vietnam

PERMIT = shipped("building-permit").get("building-permit", "2021-01-01")


def test_what_no_rule_gives_to_anybody_is_the_receivers() -> None:
    """The engine then refuses by name what does not exist."""
    receiver = actor_of(PERMIT, PERMIT.reception.by)

    for words in ("pause lunch", "confirm_payment gift", "extend forever 1 day", "answer_handoff x agreed", "resume"):
        assert owner_of(PERMIT, None, command_of(words)) == receiver
    for words in ("start_step x", "complete_step x y", "hand_off x", "request_payment gift", "request_supplement"):
        assert owner_of(PERMIT, None, command_of(words)) == receiver
    assert open_steps(None) == ()


@pytest.mark.parametrize("act", sorted(ACTS))
def test_every_act_can_be_named(act: str) -> None:
    """Each act of the table is made of the words that it lists."""
    sample = {"term*": "2 days", "opinion": "agreed", "handoffs*": "a b", "appointment?": "2026-03-02T17:00+07:00"}
    words = " ".join(sample.get(slot, slot.rstrip("?*")) for slot in ACTS[act])

    assert command_of(f"{act} {words}".strip()).model_dump()["do"] == act


@pytest.mark.parametrize("words", ["", "sing", "decide a", "stop now", "extend a soon", "answer_handoff a maybe"])
def test_words_that_name_no_act_are_refused(words: str) -> None:
    """An unknown act, a missing word and a wrong one are told apart in the message."""
    with pytest.raises(ValueError, match=r"no act|lacks the|takes|term:|opinion:"):
        command_of(words)


def test_a_desk_files_what_every_shipped_procedure_wants() -> None:
    """Facts that are not given take possible values; what depends on days must be given."""
    at = datetime(2026, 9, 7, 8, tzinfo=vietnam().tz)
    for name in ("building-permit", "birth-registration", "certification", "land-registration"):
        dossier = Desk(Engine(shipped(name), vietnam()), VirtualClock(at)).file(name)
        assert dossier.status.name == "RECEIVED"


def test_samples_are_values_of_their_facts() -> None:
    """Of every shipped fact the sample is allowed."""
    facts = [
        fact
        for name in ("building-permit", "land-registration", "passport")
        for one in shipped(name)
        for fact in one.facts.values()
    ]

    assert {fact.type for fact in facts} >= {FactType.ENUM, FactType.BOOLEAN}
    assert [fact.refuses(sample_of(fact)) for fact in facts] == [None] * len(facts)
