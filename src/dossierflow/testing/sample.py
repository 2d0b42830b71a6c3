"""
A small procedure that nobody's law contains, and a dossier that lived through it.

Made for tests of stores and logs: it has a supplement, an agency that is
consulted, a fact that is personal data, and limits of every party. It is
marked unverified wherever it is cited, so that no due date of it can be taken
for a real one.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from dossierflow.engine.actors import APPLICANT_ACTOR, Actor
from dossierflow.engine.commands import (
    AnswerSupplement,
    CompleteStep,
    Decide,
    HandOff,
    Personal,
    Receive,
    RequestSupplement,
    ReturnResult,
    Submit,
)
from dossierflow.engine.engine import Engine
from dossierflow.procedure.model import Procedure
from dossierflow.worktime.vietnam import vietnam

if TYPE_CHECKING:
    from dossierflow.engine.commands import Command
    from dossierflow.engine.events import Event

RECEIVER: Final = Actor(agency="one_stop", role="receiver", person="NV-01")
OFFICER: Final = Actor(agency="authority", role="officer", person="NV-02")
HEAD: Final = Actor(agency="authority", role="head", person="NV-03")
FIRE: Final = Actor(agency="fire", role="officer", person="NV-04")

_ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
_CITE: Final = [{"doc": "sample", "status": "unverified"}]


def _name(vi: str, en: str) -> dict[str, str]:
    return {"vi": vi, "en": en}


def _limit(name: dict[str, str], party: str, starts: str, stops: str, term: str, **missed: str) -> dict[str, object]:
    on_missed = missed or {"effect": "overdue"}
    kind = "statutory"
    given = {"kind": kind, "party": party, "starts": starts, "stops": [stops], "term": term}
    return {"name": name, **given, "on_missed": on_missed, "cite": _CITE}


_AGENCIES: Final = {
    "one_stop": {
        "name": _name("Bộ phận Một cửa", "One-stop office"),
        "roles": {"receiver": {"name": _name("Người tiếp nhận", "Receiver")}},
        "acts_for": ["applicant"],
    },
    "authority": {
        "name": _name("Cơ quan giải quyết", "Authority"),
        "roles": {
            "officer": {"name": _name("Công chức thụ lý", "Case officer")},
            "head": {"name": _name("Thủ trưởng", "Head")},
        },
    },
    "fire": {
        "name": _name("Cảnh sát PCCC", "Fire police"),
        "roles": {"officer": {"name": _name("Cán bộ", "Officer")}},
    },
}
_LIMITS: Final = {
    "total": _limit(_name("Thời hạn giải quyết", "Time to decide"), "authority", "complete", "decided", "15 days"),
    "check": _limit(
        _name("Kiểm tra hồ sơ", "Check"), "authority", "check.entered", "check.completed", "7 working days"
    ),
    "consult": _limit(
        _name("Thời hạn trả lời", "Time to answer"),
        "fire",
        "fire_opinion.sent",
        "fire_opinion.answered",
        "12 days",
        effect="silence",
    ),
    "complete": _limit(
        _name("Thời hạn bổ sung", "Time to complete"),
        "applicant",
        "supplement_requested",
        "supplement_answered",
        "15 working days",
        effect="end",
        to="closed",
    ),
}
_STEPS: Final = {
    "check": {
        "name": _name("Kiểm tra", "Check"),
        "by": {"agency": "authority", "role": "officer"},
        "actions": {
            "sufficient": {"name": _name("Đủ", "Sufficient"), "to": "consult"},
            "unfit": {"name": _name("Không đạt", "Unfit"), "to": "end.refused"},
        },
    },
    "consult": {
        "name": _name("Lấy ý kiến", "Consult"),
        "by": {"agency": "authority", "role": "officer"},
        "handoffs": ["fire_opinion"],
        "actions": {"heard": {"name": _name("Đã có ý kiến", "Heard"), "to": "sign"}},
    },
    "sign": {
        "name": _name("Ký", "Sign"),
        "by": {"agency": "authority", "role": "head"},
        "actions": {"grant": {"name": _name("Cấp", "Grant"), "to": "end.granted"}},
    },
}
_PROCEDURE: Final = {
    "procedure": "sample-permit",
    "code": "0.000000",
    "version": "2021-01-01",
    "name": _name("Thủ tục mẫu", "Sample procedure"),
    "effective": {"from": "2021-01-01"},
    "status": "unverified",
    "basis": _CITE,
    "counting": "vn-general",
    "calendar": "vn-public",
    "channels": ["online", "counter"],
    "agencies": _AGENCIES,
    "facts": {
        "kind": {"name": _name("Loại", "Kind"), "type": "enum", "values": ["house", "other"]},
        "owner": {
            "name": _name("Chủ hồ sơ", "Owner"),
            "type": "text",
            "personal": True,
            "ask": "processing",
        },
    },
    "reception": {
        "by": {"agency": "one_stop", "role": "receiver"},
        "first": "check",
        "marks": ["complete"],
        "appointment": "total",
        "cite": _CITE,
    },
    "limits": _LIMITS,
    "supplement": {
        "max": 1,
        "steps": ["check"],
        "clock": {"total": "restart", "check": "resume"},
        "marks": ["complete"],
        "cite": _CITE,
    },
    "handoffs": {
        "fire_opinion": {
            "name": _name("Ý kiến PCCC", "Fire opinion"),
            "kind": "consult",
            "to": {"agency": "fire"},
            "silence": "deemed_consent",
            "cite": _CITE,
        }
    },
    "steps": _STEPS,
    "returning": {"by": {"agency": "one_stop", "role": "receiver"}},
    "ends": {
        "granted": {"name": _name("Được cấp", "Granted"), "kind": "granted"},
        "refused": {"name": _name("Bị từ chối", "Refused"), "kind": "refused"},
        "closed": {"name": _name("Đóng", "Closed"), "kind": "closed"},
    },
}

SAMPLE_PROCEDURE: Final = Procedure.model_validate_json(json.dumps(_PROCEDURE))
"""The procedure ``sample-permit@2021-01-01``."""


def sample_engine() -> Engine:
    """
    Return an engine that knows `SAMPLE_PROCEDURE` and the working days of Viet Nam.

    >>> sample_engine().rulebook.library.ids
    ('sample-permit',)
    """
    return Engine([SAMPLE_PROCEDURE], vietnam())


def instant(text: str) -> datetime:
    """
    Return a time on the clock of Viet Nam.

    >>> instant("2026-02-05T15:20").isoformat()
    '2026-02-05T15:20:00+07:00'
    """
    return datetime.fromisoformat(text).replace(tzinfo=_ZONE)


def submission(dossier: str, owner: str = "Nguyễn Văn A") -> Submit:
    """Return the filing of *dossier*, with the owner's name as a personal fact."""
    salt = f"salt of {dossier:-<16}"
    personal = {"owner": Personal(value=owner, salt=salt)}
    return Submit(
        dossier=dossier, procedure="sample-permit", channel="online", facts={"kind": "house"}, personal=personal
    )


LIFE: Final[tuple[tuple[str, Actor, Command], ...]] = (
    ("2026-02-06T08:00", RECEIVER, Receive()),
    ("2026-02-09T09:00", OFFICER, RequestSupplement(items=("bản vẽ",), reason="thiếu bản vẽ")),
    ("2026-02-24T09:00", APPLICANT_ACTOR, AnswerSupplement()),
    ("2026-02-25T09:00", OFFICER, CompleteStep(step="check", action="sufficient")),
    ("2026-02-25T09:30", OFFICER, HandOff(handoffs=("fire_opinion",))),
    ("2026-03-10T09:00", OFFICER, CompleteStep(step="consult", action="heard")),
    ("2026-03-12T09:00", HEAD, Decide(step="sign", action="grant")),
    ("2026-03-12T15:00", RECEIVER, ReturnResult()),
)
"""When, who and what, after the submission of 5 February 2026: a life over Tết with two silent clocks."""


def sample_log(dossier: str = "S-1", engine: Engine | None = None) -> tuple[Event, ...]:
    """
    Return the events of a whole life, from submission to the return of the result.

    >>> [event.type for event in sample_log()][-4:]
    ['step_completed', 'deadline_missed', 'decided', 'result_returned']
    """
    engine = engine or sample_engine()
    filed = engine.handle(None, submission(dossier), by=APPLICANT_ACTOR, at=instant("2026-02-05T15:20"))
    state, events = filed.or_raise(), list(filed.events)
    for number, (at, by, command) in enumerate(LIFE, start=1):
        done = engine.handle(state, command, by=by, at=instant(at), command_id=f"{dossier}/{number}")
        state = done.or_raise()
        events.extend(done.events)
    return tuple(events)
