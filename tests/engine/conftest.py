"""A small invented procedure with everything in it, and a desk at which its dossiers are handled."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from dossierflow.engine import APPLICANT_ACTOR, Actor, Engine
from dossierflow.engine import commands as c
from dossierflow.procedure.model import Procedure
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.engine import Decision, Dossier, Event
    from dossierflow.engine.commands import Command

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
CITE = [{"doc": "Quy định của bài kiểm thử", "at": "Điều 1"}]
SALT = "0123456789abcdef"

ACTORS = {
    "applicant": APPLICANT_ACTOR,
    "receiver": Actor(agency="one_stop", role="receiver"),
    "counter": Actor(agency="one_stop", role="receiver", on_behalf_of="applicant"),
    "officer": Actor(agency="authority", role="officer", person="NV-017"),
    "head": Actor(agency="authority", role="head"),
    "fire": Actor(agency="fire", role="officer"),
    "planning": Actor(agency="planning", role="officer"),
    "treasury": Actor(agency="treasury", role="teller"),
}


def text(words: str) -> dict[str, str]:
    """Return a name in both languages."""
    return {"vi": words, "en": words}


def who(agency: str, role: str | None = None) -> dict[str, str]:
    """Return an owner of acts."""
    return {"agency": agency} if role is None else {"agency": agency, "role": role}


def limit(starts: object, stops: str | list[str], term: str | None = None, **more: object) -> dict[str, Any]:
    """Return a limit of the authority that only becomes overdue, unless said otherwise."""
    given: dict[str, Any] = {
        "name": text("thời hạn"),
        "kind": "statutory",
        "party": "authority",
        "starts": starts,
        "stops": [stops] if isinstance(stops, str) else stops,
        "on_missed": {"effect": "overdue"},
        "cite": CITE,
    }
    return given | ({} if term is None else {"term": term}) | more


def step(agency: str, role: str | None, /, *, handoffs: tuple[str, ...] = (), **actions: Any) -> dict[str, Any]:
    """Return a step whose actions lead to what their names are given as."""
    listed = {
        name: {"name": text(name), "to": action} if isinstance(action, str) else {"name": text(name), **action}
        for name, action in actions.items()
        if name not in {"join", "suspends"}
    }
    more = {name: value for name, value in actions.items() if name in {"join", "suspends"}}
    return {"name": text("bước"), "by": who(agency, role), "handoffs": list(handoffs), "actions": listed, **more}


def permit() -> dict[str, Any]:
    """
    Return the procedure as a file would state it.

    check -> consult -> survey (a fork: measure, and paint for houses only) -> sign -> granted.
    """
    return {
        "procedure": "permit",
        "code": "1.0",
        "version": "1",
        "name": text("Giấy phép thử"),
        "effective": {"from": "2021-01-01"},
        "status": "enacted",
        "basis": CITE,
        "counting": "vn-general",
        "calendar": "vn-public",
        "channels": ["counter", "online"],
        "agencies": {
            "one_stop": {
                "name": text("Một cửa"),
                "roles": {"receiver": {"name": text("r")}},
                "acts_for": ["applicant"],
            },
            "authority": {"name": text("Sở"), "roles": {"officer": {"name": text("o")}, "head": {"name": text("h")}}},
            "fire": {"name": text("PCCC"), "roles": {"officer": {"name": text("o")}}},
            "planning": {"name": text("Quy hoạch"), "roles": {"officer": {"name": text("o")}}},
            "treasury": {"name": text("Kho bạc"), "roles": {"teller": {"name": text("t")}}},
        },
        "facts": {
            "work": {"name": text("Công trình"), "type": "enum", "values": ["house", "other"]},
            "floors": {"name": text("Số tầng"), "type": "integer", "at_least": 1, "ask": "processing"},
            "owner": {"name": text("Chủ"), "type": "text", "personal": True, "ask": "processing"},
        },
        "reception": {
            "by": who("one_stop", "receiver"),
            "first": "check",
            "marks": ["complete"],
            "appointment": "total",
            "grounds": {"wrong_office": text("Không đúng thẩm quyền")},
            "cite": CITE,
        },
        "limits": {
            "total": limit(
                "complete",
                "decided",
                cases=[
                    {"when": {"work": "house"}, "term": "15 days"},
                    {"when": {"work": "other"}, "term": "20 days"},
                ],
            ),
            "ask": limit("received", ["check.completed", "supplement_requested"], "3 working days", kind="internal"),
            "supp": limit(
                "supplement_requested",
                "supplement_answered",
                "15 working days",
                party="applicant",
                on_missed={"effect": "end", "to": "closed"},
            ),
            "fire_answer": limit(
                "fire_opinion.sent",
                "fire_opinion.answered",
                "12 days",
                party="fire",
                on_missed={"effect": "silence"},
            ),
            "planning_answer": limit(
                "planning_opinion.sent",
                "planning_opinion.answered",
                "5 working days",
                party="planning",
                on_missed={"effect": "silence"},
            ),
            "flood_bound": limit("flood.started", "flood.ended", "10 days", on_missed={"effect": "resume"}),
            "pay": limit(
                "charge.requested",
                "charge.paid",
                "5 working days",
                party="applicant",
                on_missed={"effect": "end", "to": "closed"},
            ),
        },
        "supplement": {
            "max": 1,
            "steps": ["check", "measure"],
            "ask_within": "ask",
            "clock": {"total": "restart", "ask": "runs"},
            "marks": ["complete"],
            "cite": CITE,
        },
        "handoffs": {
            "fire_opinion": {
                "name": text("PCCC"),
                "kind": "consult",
                "to": who("fire"),
                "silence": "deemed_consent",
                "cite": CITE,
            },
            "planning_opinion": {
                "name": text("QH"),
                "kind": "consult",
                "to": who("planning"),
                "when": {"work": "other"},
                "silence": "proceed",
                "cite": CITE,
            },
        },
        "pauses": {
            "flood": {
                "name": text("Lũ"),
                "by": who("authority"),
                "suspends": ["total"],
                "steps": ["check"],
                "cite": CITE,
            }
        },
        "fees": {
            "charge": {
                "name": text("Phí"),
                "steps": ["check"],
                "confirm_by": who("treasury"),
                "suspends": ["total"],
                "cite": CITE,
            }
        },
        "extensions": {
            "complex": {
                "name": text("Phức tạp"),
                "limit": "total",
                "by": who("authority", "head"),
                "max": 1,
                "at_most": "10 days",
                "anchor": "due",
                "cite": CITE,
            },
            "agreed": {
                "name": text("Thỏa thuận"),
                "limit": "total",
                "by": who("authority", "head"),
                "max": 2,
                "at_most": None,
                "agreement": True,
                "anchor": "trigger",
                "when": {"work": "other"},
                "cite": CITE,
            },
        },
        "steps": {
            "check": step(
                "authority",
                "officer",
                ok={"to": "consult", "marks": ["found_valid"]},
                bad={"to": "end.refused", "reason": True},
                back={"to": "end.given_back", "by": who("authority", "head")},
                tall={"to": "consult", "sets": ["floors"], "when": {"floors": {"at_least": 3}}},
            ),
            "consult": step(
                "authority",
                "officer",
                handoffs=("fire_opinion", "planning_opinion"),
                done="fork.survey",
                skip={"to": "sign", "open_handoffs": "cancel"},
            ),
            "measure": step("authority", "officer", measured="join", hopeless="end.refused"),
            "paint": step("authority", "officer", painted="join"),
            "sign": step("authority", "head", grant="end.granted"),
        },
        "forks": {
            "survey": {
                "tracks": {
                    "measuring": {"name": text("Đo"), "start": "measure"},
                    "painting": {"name": text("Sơn"), "start": "paint", "when": {"work": "house"}},
                },
                "join": "all",
                "then": "sign",
                "marks": ["surveyed"],
            }
        },
        "returning": {"by": who("one_stop", "receiver"), "cite": CITE},
        "apology": {"by": who("authority"), "max": 1, "at_least_before": "1 day", "cite": CITE},
        "withdrawal": {"stop_by": who("one_stop"), "cite": CITE},
        "ends": {
            "granted": {"name": text("Cấp"), "kind": "granted"},
            "refused": {"name": text("Từ chối"), "kind": "refused"},
            "closed": {"name": text("Đóng"), "kind": "closed"},
            "given_back": {"name": text("Trả lại"), "kind": "returned"},
        },
    }


def at(words: str) -> datetime:
    """Return an instant of Hanoi: ``2026-02-05 15:20``."""
    return datetime.fromisoformat(words).replace(tzinfo=HANOI)


@dataclass
class Desk:
    """One dossier and everything that has happened to it; commands may be refused."""

    engine: Engine
    dossier: Dossier | None = None
    log: list[Event] = field(default_factory=list)

    def do(self, when: str | datetime, actor: str | Actor, command: Command, **more: Any) -> Decision:
        """Give *command* and keep what comes of it."""
        by = ACTORS[actor] if isinstance(actor, str) else actor
        instant = at(when) if isinstance(when, str) else when
        decision = self.engine.handle(self.dossier, command, by=by, at=instant, **more)
        self.dossier = decision.dossier
        self.log += decision.events
        return decision

    def did(self, when: str | datetime, actor: str | Actor, command: Command, **more: Any) -> Dossier:
        """Give *command*, which must be accepted; return the dossier after it."""
        return self.do(when, actor, command, **more).or_raise()

    def code(self, when: str | datetime, actor: str | Actor, command: Command, **more: Any) -> str:
        """Give *command*, which must be refused; return the code."""
        refused = self.do(when, actor, command, **more).refusal
        assert refused is not None
        return refused.code.value

    def tick(self, when: str) -> list[str]:
        """Fire the timers due before an instant; return the types of their events."""
        decision = self.engine.tick(self.now, at(when))
        self.dossier = decision.dossier
        self.log += decision.events
        return [event.type for event in decision.events]

    @property
    def now(self) -> Dossier:
        """The dossier as it stands."""
        assert self.dossier is not None
        return self.dossier

    def due(self, name: str = "total") -> date | None:
        """The day on which a limit is due; none while it stands still."""
        due = self.now.deadlines[name].due
        return None if due is None else due.day

    def state(self, name: str = "total") -> str:
        """Where the clock of a limit stands."""
        return self.now.deadlines[name].state.value

    def submit(self, when: str = "2026-02-02 08:00", actor: str = "applicant", **facts: Any) -> Dossier:
        """File a dossier; about a house unless said otherwise."""
        filing = c.Submit(dossier="H1", procedure="permit", channel="online", facts={"work": "house", **facts})
        return self.did(when, actor, filing)

    def receive(self, when: str = "2026-02-02 09:00", **facts: Any) -> Dossier:
        """File and receive a dossier."""
        self.submit(**facts)
        return self.did(when, "receiver", c.Receive())

    def consult(self, when: str = "2026-02-03 09:00", **facts: Any) -> Dossier:
        """Come to the step in which other agencies are consulted."""
        self.receive(**facts)
        return self.did(when, "officer", c.CompleteStep(step="check", action="ok"))

    def survey(self, when: str = "2026-02-04 09:00", **facts: Any) -> Dossier:
        """Come to the fork, after every agency consulted has answered."""
        self.consult(**facts)
        sent = ("fire_opinion",) if facts.get("work", "house") == "house" else ("fire_opinion", "planning_opinion")
        self.did("2026-02-03 10:00", "officer", c.HandOff(handoffs=sent))
        for name in sent:
            self.did("2026-02-03 11:00", name.split("_")[0], c.AnswerHandoff(handoff=name, opinion="agreed"))
        return self.did(when, "officer", c.CompleteStep(step="consult", action="done"))

    def sign(self, when: str = "2026-02-05 09:00", **facts: Any) -> Dossier:
        """Come to the signature, past the consultation."""
        self.consult(**facts)
        return self.did(when, "officer", c.CompleteStep(step="consult", action="skip"))

    def decide(self, when: str = "2026-02-06 09:00", **facts: Any) -> Dossier:
        """Come to a decision."""
        self.sign(**facts)
        return self.did(when, "head", c.Decide(step="sign", action="grant"))


def build(change: Callable[[dict[str, Any]], object] | None = None) -> Procedure:
    """Return the procedure after *change* has had its way with what its file would state."""
    given = copy.deepcopy(permit())
    if change is not None:
        change(given)
    return Procedure.model_validate_json(json.dumps(given), strict=True)


@pytest.fixture(scope="session")
def standard() -> Engine:
    """An engine with the procedure as it is."""
    return Engine([build()], vietnam())


@pytest.fixture
def desk(standard: Engine) -> Desk:
    """A desk for the procedure as it is."""
    return Desk(standard)


@pytest.fixture(scope="session")
def open_desk() -> Callable[..., Desk]:
    """Open a desk for the procedure after changes, one version for each change."""

    def opened(*changes: Callable[[dict[str, Any]], object]) -> Desk:
        return Desk(Engine([build(change) for change in changes or (None,)], vietnam()))

    return opened


@pytest.fixture(scope="session")
def make() -> Callable[..., Procedure]:
    """Make the procedure, after a change."""
    return build


@pytest.fixture(scope="session")
def a_limit() -> Callable[..., dict[str, Any]]:
    """Write a limit as a file would."""
    return limit


@pytest.fixture(scope="session")
def a_step() -> Callable[..., dict[str, Any]]:
    """Write a step as a file would."""
    return step
