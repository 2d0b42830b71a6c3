"""
What may happen to a dossier: commands, events, the pure core, timers and authority.

`Engine` is the door; everything else is data that goes in or comes out.
"""

from __future__ import annotations

from dossierflow.engine.actors import APPLICANT_ACTOR, SYSTEM_ACTOR, Actor
from dossierflow.engine.allowed import Permission
from dossierflow.engine.dossier import ClockState, Deadline, Dossier, NationalStatus
from dossierflow.engine.draft import evolve
from dossierflow.engine.effects import HandoffStatus, Lifecycle
from dossierflow.engine.engine import Decision, Engine
from dossierflow.engine.events import Event, event_from_json, event_to_json, redacted
from dossierflow.engine.refusals import Refusal, RefusalCode
from dossierflow.engine.timers import Timer

__all__ = [
    "APPLICANT_ACTOR",
    "SYSTEM_ACTOR",
    "Actor",
    "ClockState",
    "Deadline",
    "Decision",
    "Dossier",
    "Engine",
    "Event",
    "HandoffStatus",
    "Lifecycle",
    "NationalStatus",
    "Permission",
    "Refusal",
    "RefusalCode",
    "Timer",
    "event_from_json",
    "event_to_json",
    "evolve",
    "redacted",
]
