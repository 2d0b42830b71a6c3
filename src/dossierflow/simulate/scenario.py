"""
The scenario file: one story of one dossier, written so that it can be read aloud.

A story names a procedure, the people in it, what they do and when, and what
must have become of the dossier. Everything an entry of the timeline may say is
what its command takes; an unknown key is a mistake with its line.
"""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any, Literal, Optional, Union, get_args

from pydantic import AfterValidator, AwareDatetime, Field, create_model

from dossierflow.citation import LegalText
from dossierflow.deadlines.term import Term
from dossierflow.engine import commands as c
from dossierflow.engine.actors import Actor
from dossierflow.engine.acts import ACTS
from dossierflow.engine.dossier import ClockState
from dossierflow.engine.effects import HandoffStatus
from dossierflow.engine.refusals import RefusalCode
from dossierflow.engine.timers import TIMER_EVENTS
from dossierflow.frozen import Frozen
from dossierflow.procedure.facts import FactValue, Name
from dossierflow.simulate.moments import DayOrInstant, Moment, When

StatusName = Literal[
    "submitted",
    "received",
    "reception_refused",
    "processing",
    "awaiting_supplement",
    "awaiting_payment",
    "withdrawal_requested",
    "stopped",
    "done",
    "returned",
]
"""The ten statuses of the national portal, by name."""

EVENT_TYPES = frozenset({*TIMER_EVENTS, c.Reproject.event, *(command.event for command in ACTS)})
"""The types of events that a log can hold."""


def _known_event(name: str) -> str:
    # a misspelt type would never be in the log, and not to find it would always be right
    if name not in EVENT_TYPES:
        near = get_close_matches(name, sorted(EVENT_TYPES), n=1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        msg = f"there is no event of type {name!r}; {hint}known: {', '.join(sorted(EVENT_TYPES))}"
        raise ValueError(msg)
    return name


_EventType = Annotated[str, AfterValidator(_known_event)]
_Texts = str | Annotated[tuple[str, ...], Field(min_length=1)]


class Checks(Frozen):
    """What must be so at some instant; what is left out is not looked at."""

    refused: RefusalCode | None = None
    """The act (in an expectation: the last act up to the instant) was refused with this code."""

    status: StatusName | None = None
    steps: tuple[str, ...] | None = None
    """The open steps, all of them; empty when none is open."""

    tracks: dict[Name, str | None] = {}
    """The open step of each track, ``joined``, or null where the track is not open."""

    end: Name | None = None
    """The end that the dossier has reached."""

    version: str | None = None
    """The procedure version that governs the dossier."""

    due: dict[Name, DayOrInstant | None] = {}
    """Due day or instant of the latest run of each limit; null while there is none."""

    remaining: dict[Name, Term] = {}
    """What is left of each limit, in its own unit: ``3 working days``."""

    state: dict[Name, ClockState] = {}
    suspended: dict[Name, str | tuple[str, ...]] = {}
    """Why each limit stands still: ``supplement``, ``pause.dispute``; all the reasons, none for a running one."""

    milestones: dict[str, DayOrInstant | None] = {}
    """Day or instant on which each milestone was reached; null while it was not."""

    handoffs: dict[Name, HandoffStatus] = {}
    appointment: DayOrInstant | None = None
    """The appointment printed on the slip; null asserts that there is none."""

    events: tuple[_EventType, ...] = ()
    """Types of events that must be in the log by then."""

    no_events: tuple[_EventType, ...] = ()
    """Types of events that must not be in the log by then."""

    allowed: dict[str, _Texts] = {}
    """What somebody may do at the instant, by the name of the actor: ``complete_step appraise valid``."""

    forbidden: dict[str, dict[str, RefusalCode]] = {}
    """What somebody may not do at the instant, and with which code it is refused."""

    explanation: dict[Name, _Texts] = {}
    """
    What the explanation of each due date must name.

    A citation, a day (``2026-02-16``), a holiday in either language, the
    reason of a suspension.
    """


class Expectation(Checks):
    """What must be so at an instant of its own, or at the end."""

    at: Moment


class Entry(Frozen):
    """Base of the entries of a timeline: when, who, and what must come of it."""

    at: When
    expect: Literal["accepted"] | Checks = "accepted"
    """An entry that says nothing expects its act to be accepted."""


class Wait(Entry):
    """Let time pass: due timers fire."""

    do: Literal["wait"] = "wait"


class ActEntry(Entry):
    """Base of the entries in which somebody does something."""

    by: str
    """A name from ``actors``, or ``applicant``."""

    occurred: When | None = None
    """When the act took place, if it is entered later; ``at`` is then when it is entered."""

    command_id: str | None = None
    """Idempotency key; by default the number of the entry."""

    expected_version: int | None = None


FROM_THE_HEADER = frozenset({"dossier", "procedure", "version", "channel", "facts", "personal"})
"""What a submission takes from the head of the file instead of its entry."""


def _entry_of(command: type[c.Command]) -> type[ActEntry]:
    """Return the model of entries that give *command*: its own fields, instants as a scenario writes them."""
    taken = FROM_THE_HEADER if command is c.Submit else frozenset[str]()
    # the fields are those of another model, which no type checker can follow into a new one
    fields: dict[str, Any] = {
        name: (_as_written(field.annotation), field)
        for name, field in command.model_fields.items()
        if name not in taken
    }
    return create_model(f"{command.__name__}Entry", __base__=ActEntry, __doc__=command.__doc__, **fields)


def _as_written(annotation: object) -> object:
    is_instant = AwareDatetime in get_args(annotation)
    return Optional[When] if is_instant else annotation  # noqa: UP045 -- an expression, which | makes of no Annotated


COMMANDS: dict[str, type[c.Command]] = {command.model_fields["do"].default: command for command in ACTS}
"""The commands that somebody may give, by the word that names them in a file."""

ENTRIES: dict[str, type[ActEntry]] = {do: _entry_of(command) for do, command in COMMANDS.items()}

if TYPE_CHECKING:
    AnyEntry = Wait | ActEntry
else:
    AnyEntry = Annotated[Union[Wait, *ENTRIES.values()], Field(discriminator="do")]


class InForce(Frozen):
    """The version of a procedure that is in force on a day."""

    id: str
    on: date


class KnownOn(Frozen):
    """The calendar as it was known on a day: what was decided later is left out."""

    known_on: date


class Layered(Frozen):
    """A calendar of one's own: layers on top of the public one, or instead of it where one of them is national."""

    layers: Annotated[tuple[str, ...], Field(min_length=1)]
    """Files of one layer each, relative to the scenario."""

    known_on: date | None = None


class Scenario(Frozen):
    """One story of one dossier."""

    scenario: LegalText | str
    """What the story is about."""

    procedure: str | InForce
    """``id`` (the version that governs on the day of filing), ``id@version``, or ``{id, on}``."""

    procedures: str | None = None
    """Folder of procedure files, relative to the scenario; none takes the shipped ones."""

    calendar: Literal["vn-public"] | KnownOn | Layered = "vn-public"
    dossier: str = Field(min_length=1)
    """The number of the dossier; its events carry it."""

    channel: Name
    facts: dict[Name, FactValue] = {}
    personal: dict[Name, c.Personal] = {}
    actors: dict[Name, Actor] = {}
    """Who acts, by the name that the timeline uses; ``applicant`` need not be declared."""

    timeline: tuple[AnyEntry, ...] = Field(min_length=1)
    expect: tuple[Expectation, ...] = ()
    variants: tuple[dict[Name, FactValue | None], ...] = ()
    """
    The same story with other values, each under a name of its own in ``variant``.

    ``$name`` anywhere in the file stands for the value that the variant gives.
    """

    @property
    def title(self) -> LegalText:
        """What the story is about, in both languages; one sentence given for both serves for both."""
        return self.scenario if isinstance(self.scenario, LegalText) else LegalText(vi=self.scenario, en=self.scenario)
