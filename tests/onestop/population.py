"""Many dossiers of three procedures, lived at random from a seed: what the indicators are counted on."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dossierflow.engine import APPLICANT_ACTOR, Actor, Engine
from dossierflow.engine import commands as c
from dossierflow.procedure import Procedure, ProcedureLibrary, shipped
from dossierflow.testing.sample import SAMPLE_PROCEDURE
from dossierflow.testing.strategies.choices import onward, waiting
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from dossierflow.engine import Dossier, Event

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
CITE = [{"doc": "Quy định của bài kiểm thử", "at": "Điều 1"}]
LOOSE = {
    "procedure": "loose-permit",
    "supplement": {
        "max": "unlimited",
        "steps": ["check", "consult"],
        "clock": {"total": "restart", "check": "resume"},
        "marks": ["complete"],
        "cite": CITE,
    },
    "apology": {"by": {"agency": "authority", "role": "head"}, "max": 3, "at_least_before": None, "cite": CITE},
    "withdrawal": {"stop_by": {"agency": "one_stop", "role": "receiver"}, "cite": CITE},
    "pauses": {
        "flood": {
            "name": {"vi": "lũ lụt", "en": "flood"},
            "by": {"agency": "authority", "role": "officer"},
            "suspends": ["total"],
            "unbounded": True,
            "cite": CITE,
        }
    },
    "fees": {
        "licence": {
            "name": {"vi": "lệ phí", "en": "fee"},
            "steps": ["check", "sign"],
            "confirm_by": {"agency": "one_stop", "role": "receiver"},
            "suspends": ["total"],
            "cite": CITE,
        }
    },
}
"""What a procedure allows that is the sample but for this: any number of supplements, pauses, another day thrice."""

FACTS = {
    "loose-permit": {"kind": "house"},
    "sample-permit": {"kind": "house"},
    "building-permit": {"work": "house"},
    "air-transport-licence": {},
}
STEPS = (
    timedelta(minutes=7),
    timedelta(hours=3),
    timedelta(days=1),
    timedelta(days=2, hours=5),
    timedelta(days=6),
    timedelta(days=17),
)


@cache
def library() -> ProcedureLibrary:
    """Return the procedures of the population."""
    written = SAMPLE_PROCEDURE.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    found = [SAMPLE_PROCEDURE, Procedure.model_validate_json(json.dumps({**written, **LOOSE}))]
    for name in FACTS:
        if name not in {"sample-permit", "loose-permit"}:
            found += list(shipped(name))
    return ProcedureLibrary(found)


@cache
def population(dossiers: int = 150, seed: int = 20261122) -> tuple[Event, ...]:
    """Return the events of *dossiers* dossiers of January to April 2026, in the order of time, as a log has them."""
    engine = Engine(library(), vietnam())
    events: list[Event] = []
    for number in range(dossiers):
        events += _life(engine, random.Random(seed * 1000 + number), number)  # noqa: S311 -- a seeded stream, no secret
    return tuple(sorted(events, key=lambda event: event.occurred_at))


def _life(engine: Engine, rng: random.Random, number: int) -> list[Event]:
    procedure = rng.choice([*FACTS, "loose-permit", "loose-permit"])
    at = datetime(2026, 1, 5, 8, 30, tzinfo=HANOI) + timedelta(hours=rng.randrange(24 * 80))
    channels = engine.rulebook.library.versions(procedure)[0].channels
    filing = c.Submit(
        dossier=f"D-{number:04d}", procedure=procedure, channel=rng.choice(channels), facts=FACTS[procedure]
    )
    decision = engine.handle(None, filing, by=APPLICANT_ACTOR, at=at)
    dossier = decision.or_raise()
    events = [*decision.events]
    for _ in range(rng.randrange(3, 24)):
        if dossier.lifecycle.is_over:
            break
        at = _next(dossier, rng, at)
        by, command = _choice(engine, dossier, rng, number)
        decision = engine.handle(dossier, command, by=by, at=at)
        events += decision.events
        dossier = decision.dossier or dossier
    return events


def _next(dossier: Dossier, rng: random.Random, at: datetime) -> datetime:
    """Return when something happens next; often on the very day of the appointment, before or after its hour."""
    slip = dossier.appointment
    if slip is not None and slip.at > at and rng.random() < 0.25:
        return max(at, slip.at + timedelta(hours=rng.choice((-3, -1, 1, 3))))
    return at + rng.choice(STEPS)


def _choice(engine: Engine, dossier: Dossier, rng: random.Random, number: int) -> tuple[Actor, c.Command]:
    procedure = engine.procedure_of(dossier)
    if dossier.lifecycle.value == "submitted":
        receiver = Actor(agency=procedure.reception.by.agency, role=procedure.reception.by.role or "receiver")
        if rng.random() < 0.08:
            ground = next(iter(procedure.reception.grounds), None)
            return receiver, c.RefuseReception(ground=ground, reason="sai thẩm quyền")
        slip = rng.choice([f"000.00.{1 + number % 3:02d}.H49-260{1 + number % 4}05-{number + 1:04d}", None])
        return receiver, c.Receive(number=slip)
    draw = rng.random()
    if draw < 0.06 and procedure.apology is not None and dossier.appointment is not None:
        rule = procedure.apology.by
        head = Actor(agency=rule.agency, role=rule.role or next(iter(procedure.agencies[rule.agency].roles)))
        later = dossier.appointment.at + timedelta(days=rng.randrange(1, 9))
        return head, c.Apologise(reason="thiếu người", appointment=later)
    if draw < 0.09 and procedure.withdrawal is not None:
        return APPLICANT_ACTOR, c.RequestWithdrawal(reason="không cần nữa")
    if draw < 0.14:
        name = rng.choice(sorted(dossier.milestones))
        receiver = Actor(agency=procedure.reception.by.agency, role=procedure.reception.by.role or "receiver")
        moved = dossier.milestones[name] - timedelta(hours=rng.randrange(1, 5))
        return receiver, c.Correct(milestone=name, instant=moved, reason="nhập nhầm")
    going = list(onward(procedure, dossier))
    stopping = waiting(procedure, dossier)
    return rng.choice(stopping if stopping and draw < 0.55 else going or stopping)
