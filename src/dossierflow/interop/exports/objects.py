"""
A log as objects and events, in the sense of OCEL 2.0.

One audit event is one event. It relates to its dossier, to who acted, and to
every clock that it changed; what it did to a clock is the qualifier. The due
date of a clock is an attribute with a time, so that "why did this date move" is
a question to the log.

================== ==================================== ===================================
Object             Id                                   Attributes
================== ==================================== ===================================
dossier            ``dossier:<id>``                     channel, status, end, facts
clock              ``clock:<id>/<limit>/<run>``         limit, run, party, term, state, due
agency             ``agency:<procedure>/<agency>``      name
applicant          ``applicant:<dossier>``              (nobody is named)
officer            ``officer:<the host's identifier>``  (nobody is named)
procedure_version  ``procedure:<id>@<version>``         procedure, version
calendar           ``calendar:<name>``                  name
================== ==================================== ===================================
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from dossierflow.engine.actors import SYSTEM
from dossierflow.procedure.limits import APPLICANT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossierflow.interop.exports.told import ClockChange, Told

EVENT_ATTRIBUTES: Final = (
    ("sequence", "integer"),
    ("subject", "string"),
    ("step", "string"),
    ("action", "string"),
    ("role", "string"),
    ("on_behalf_of", "string"),
    ("recorded_at", "time"),
    ("milestones", "string"),
    ("calendar_hash", "string"),
    ("hash", "string"),
)
"""Name and OCEL type; every event has those of them that it says something of."""

OBJECT_ATTRIBUTES: Final = {
    "dossier": (("channel", "string"), ("status", "string"), ("end", "string")),
    "clock": (
        ("limit", "string"),
        ("run", "integer"),
        ("party", "string"),
        ("term", "string"),
        ("state", "string"),
        ("due", "time"),
    ),
    "agency": (("name", "string"),),
    "applicant": (),
    "officer": (),
    "procedure_version": (("procedure", "string"), ("version", "string")),
    "calendar": (("name", "string"),),
}
"""Name and OCEL type by object type; a dossier has its facts besides, each as ``fact_<name>``."""

INITIALLY: Final = "1970-01-01T00:00:00Z"
"""The time of values that an object began with."""

NO_DUE: Final = "null"
"""How a due date is told that is not there, because the clock stands still."""

Value = str | int | bool
_STATES: Final = {"started": "running", "resumed": "running", "suspended": "suspended"}

# Bound once: a test clock swaps the class for its own, but not this.
_from_iso = datetime.fromisoformat


@dataclass(slots=True)
class Thing:
    """An object: its values with the times from which they hold, and what it belongs to."""

    id: str
    type: str
    values: list[tuple[str, str, Value]] = field(default_factory=list[tuple[str, str, "Value"]])
    """Attribute, time in UTC, value; the first of each attribute at `INITIALLY`."""

    relations: dict[tuple[str, str], None] = field(default_factory=dict[tuple[str, str], None])
    """Id of the other object and qualifier, in order."""

    def set(self, name: str, at: str, value: Value) -> None:
        """Give an attribute another *value* from *at* on; nothing where it has it already."""
        last = next((old for one, _, old in reversed(self.values) if one == name), None)
        if last != value:
            self.values.append((name, INITIALLY if last is None else at, value))


@dataclass(frozen=True, slots=True)
class Happened:
    """An event with what it relates to."""

    told: Told
    time: str
    """In UTC, ending in Z."""

    relations: tuple[tuple[str, str], ...]
    """Id of the object and qualifier, each pair once."""


@dataclass(frozen=True, slots=True)
class Story:
    """One dossier as objects and events."""

    events: tuple[Happened, ...]
    own: tuple[Thing, ...]
    """The dossier, its applicant if he acted, and its clocks."""

    shared: tuple[Thing, ...]
    """What other dossiers may have too: agencies, officers, versions, calendars."""


def utc(text: str) -> str:
    """
    Return an instant in UTC, as OCEL has it.

    >>> utc("2026-02-05T15:20:00+07:00")
    '2026-02-05T08:20:00Z'
    """
    return _from_iso(text).astimezone(UTC).isoformat().replace("+00:00", "Z")


def story_of(events: Sequence[Told]) -> Story:
    """Return the objects and events of one dossier, whose *events* are in order."""
    return _Teller(events[0].dossier).tell(events)


class _Teller:
    """Gathers what one dossier's events tell."""

    def __init__(self, dossier: str) -> None:
        self._name = dossier
        self._dossier = Thing(f"dossier:{dossier}", "dossier")
        self._own: dict[str, Thing] = {self._dossier.id: self._dossier}
        self._shared: dict[str, Thing] = {}

    def tell(self, events: Iterable[Told]) -> Story:
        happened = tuple(self._event(event) for event in events)
        return Story(happened, tuple(self._own.values()), tuple(self._shared.values()))

    def _event(self, event: Told) -> Happened:
        at = utc(event.occurred_at)
        relations: dict[tuple[str, str], None] = {(self._dossier.id, "dossier"): None}
        for acting, qualifier in self._actors(event):
            relations[acting, qualifier] = None
        version = self._thing("procedure_version", f"procedure:{event.procedure}@{event.version}")
        version.set("procedure", at, event.procedure)
        version.set("version", at, event.version)
        relations[version.id, "governed by"] = None
        self._dossier.relations[version.id, "governed by"] = None
        for name, value in (("channel", event.channel), ("status", event.lifecycle), ("end", event.end)):
            if value:
                self._dossier.set(name, at, value)
        for fact, known in event.facts.items():
            self._dossier.set(f"fact_{fact}", at, known)
        for change in event.clocks:
            relations[self._clock(event, change, at), change.change] = None
        return Happened(event, at, tuple(relations))

    def _actors(self, event: Told) -> Iterable[tuple[str, str]]:
        if event.agency != SYSTEM:
            yield self._party(event, event.agency), "acts"
        if event.on_behalf_of:
            yield self._party(event, event.on_behalf_of), "acted for"
        if event.person and event.agency != APPLICANT:
            officer = self._thing("officer", f"officer:{event.person}")
            officer.relations[self._party(event, event.agency), "works for"] = None
            yield officer.id, "acts"

    def _party(self, event: Told, party: str) -> str:
        if party == APPLICANT:
            applicant = self._own.setdefault(f"applicant:{self._name}", Thing(f"applicant:{self._name}", "applicant"))
            self._dossier.relations[applicant.id, "filed by"] = None
            return applicant.id
        # procedures name their agencies each for itself
        agency = self._thing("agency", f"agency:{event.procedure}/{party}")
        agency.set("name", INITIALLY, party)
        return agency.id

    def _clock(self, event: Told, change: ClockChange, at: str) -> str:
        name = f"clock:{self._name}/{change.limit}/{change.run}"
        clock = self._own.setdefault(name, Thing(name, "clock"))
        clock.relations[self._dossier.id, "limits"] = None
        clock.set("limit", at, change.limit)
        clock.set("run", at, change.run)
        if change.party:
            clock.set("party", at, change.party)
            clock.relations[self._party(event, change.party), "owed by"] = None
        if change.calendar:
            calendar = self._thing("calendar", f"calendar:{change.calendar}")
            calendar.set("name", at, change.calendar)
            clock.relations[calendar.id, "counted on"] = None
        if change.term and change.change != "extended":
            clock.set("term", at, change.term)
        if change.has_due:
            clock.set("due", at, utc(change.due_at) if change.due_at else NO_DUE)
            stands = not change.due_at and change.change in {"resumed", "corrected", "revised"}
            state = "suspended" if stands else _STATES.get(change.change)
        else:
            state = change.change
        if state is not None:
            clock.set("state", at, state)
        return name

    def _thing(self, kind: str, name: str) -> Thing:
        return self._shared.setdefault(name, Thing(name, kind))
