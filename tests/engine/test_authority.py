"""Who may do what: an agency, one of its roles, or somebody on another's behalf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dossierflow.engine import APPLICANT_ACTOR, Actor
from dossierflow.engine import commands as c
from dossierflow.engine.authority import may
from dossierflow.procedure.steps import Who

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.procedure.model import Procedure

OWNERS = {
    "agency": Who(agency="authority"),
    "role": Who(agency="authority", role="head"),
    "applicant": Who(agency="applicant"),
    "one_stop": Who(agency="one_stop", role="receiver"),
}
MATRIX: list[tuple[Actor, set[str]]] = [
    (Actor(agency="authority", role="officer"), {"agency"}),
    (Actor(agency="authority", role="head"), {"agency", "role"}),
    (Actor(agency="authority", role="driver"), set()),
    (Actor(agency="fire", role="officer"), set()),
    (APPLICANT_ACTOR, {"applicant"}),
    (Actor(agency="applicant", role="lawyer"), {"applicant"}),
    (Actor(agency="one_stop", role="receiver"), {"one_stop"}),
    (Actor(agency="one_stop", role="receiver", on_behalf_of="applicant"), {"applicant"}),
    (Actor(agency="one_stop", role="cleaner", on_behalf_of="applicant"), set()),
    (Actor(agency="one_stop", role="receiver", on_behalf_of="authority"), set()),
    (Actor(agency="authority", role="head", on_behalf_of="applicant"), set()),
    (Actor(agency="authority", role="head", on_behalf_of="authority"), set()),
    (Actor(agency="applicant", role="applicant", on_behalf_of="authority"), set()),
    (Actor(agency="nowhere", role="head"), set()),
    (Actor(agency="system", role="timer"), set()),
]


@pytest.mark.parametrize(("actor", "owned"), MATRIX, ids=[str(row[0]) for row in MATRIX])
def test_the_matrix_of_authority(make: Callable[..., Procedure], actor: Actor, owned: set[str]) -> None:
    """Each actor may do exactly what belongs to the owners of the row."""
    procedure = make()
    assert {name for name, owner in OWNERS.items() if may(procedure, actor, owner)} == owned


ACTS: list[tuple[str, Callable[[Any], object], c.Command, set[str]]] = [
    ("receive", lambda desk: desk.submit(), c.Receive(), {"receiver"}),
    (
        "refuse reception",
        lambda desk: desk.submit(),
        c.RefuseReception(ground="wrong_office", reason="x"),
        {"receiver"},
    ),
    ("take up", lambda desk: desk.receive(), c.StartStep(step="check"), {"officer"}),
    ("finish", lambda desk: desk.receive(), c.CompleteStep(step="check", action="ok"), {"officer"}),
    (
        "give back, which is the head's",
        lambda desk: desk.receive(),
        c.Refuse(step="check", action="back", reason="x"),
        {"head"},
    ),
    ("ask for papers", lambda desk: desk.receive(), c.RequestSupplement(items=("x",), reason="x"), {"officer"}),
    ("pause", lambda desk: desk.receive(), c.Pause(reason="flood"), {"officer", "head"}),
    ("ask for money", lambda desk: desk.receive(), c.RequestPayment(fee="charge"), {"officer"}),
    (
        "extend",
        lambda desk: desk.receive(),
        c.Extend(extension="complex", term="10 days", reason="x"),
        {"head"},
    ),
    ("apologise", lambda desk: desk.receive(), c.Apologise(reason="x"), {"officer", "head"}),
    ("withdraw", lambda desk: desk.receive(), c.RequestWithdrawal(), {"applicant", "counter"}),
    ("consult", lambda desk: desk.consult(), c.HandOff(handoffs=("fire_opinion",)), {"officer"}),
    ("decide", lambda desk: desk.sign(), c.Decide(step="sign", action="grant"), {"head"}),
    ("hand over", lambda desk: desk.decide(), c.ReturnResult(), {"receiver"}),
    (
        "correct",
        lambda desk: desk.receive(),
        c.Correct(fact="work", value="other", reason="x"),
        {"receiver", "officer", "head"},
    ),
    ("move", lambda desk: desk.receive(), c.Migrate(version="1", reason="x"), {"receiver", "officer", "head"}),
]
EVERYBODY = ("applicant", "receiver", "counter", "officer", "head", "fire", "planning", "treasury")


@pytest.mark.parametrize("row", ACTS, ids=[row[0] for row in ACTS])
def test_each_act_belongs_to_somebody(open_desk: Callable[..., Any], row: Any) -> None:
    """Of all actors exactly those of the row are not refused for who they are."""
    _, prepare, command, owners = row
    entitled = set()
    for actor in EVERYBODY:
        desk = open_desk()
        prepare(desk)
        refused = desk.do(
            "2026-02-05 16:00" if desk.now.last_at.day < 5 else "2026-02-09 09:00", actor, command
        ).refusal
        if refused is None:
            entitled.add(actor)
        else:
            assert refused.code.value == "not_authorised"
    assert entitled == owners


def test_the_basis_of_a_refusal_is_what_the_act_rests_on(desk: Any) -> None:
    """Who is not entitled is told by which rule."""
    desk.receive()
    refused = desk.do("2026-02-05 09:00", "applicant", c.Pause(reason="flood")).refusal
    assert [str(one) for one in refused.basis] == ["Quy định của bài kiểm thử, Điều 1"]


def test_an_actor_is_told_with_the_party_whose_act_it_is() -> None:
    """Acting for somebody makes the act theirs, and the line says so."""
    counter = Actor(agency="one_stop", role="receiver", on_behalf_of="applicant")
    assert (counter.party, str(counter)) == ("applicant", "one_stop/receiver for applicant")
    assert (APPLICANT_ACTOR.party, str(APPLICANT_ACTOR)) == ("applicant", "applicant/applicant")
