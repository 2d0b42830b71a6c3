"""
One event as exports tell it: flat, and without anything that a person wrote or is.

What leaves the house here goes to tools that nobody audits. Reasons, notes,
lists of papers and personal facts stay behind; names of steps, actions, limits
and the facts that a procedure declares as not personal go.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final

from dossierflow.engine import commands as c
from dossierflow.engine import effects as e

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossierflow.engine.events import Event

_SUBJECTS: Final[tuple[tuple[type[c.Command], tuple[str, ...]], ...]] = (
    (c.CompleteStep, ("step", "action")),
    (c.Decide, ("step", "action")),
    (c.Refuse, ("step", "action")),
    (c.StartStep, ("step",)),
    (c.RefuseReception, ("ground",)),
    (c.Pause, ("reason",)),
    (c.RequestPayment, ("fee",)),
    (c.ConfirmPayment, ("fee",)),
    (c.Extend, ("extension",)),
    (c.AcknowledgeHandoff, ("handoff",)),
    (c.AnswerHandoff, ("handoff", "opinion")),
    (c.RecallHandoff, ("handoff",)),
    (c.Elapse, ("limit",)),
    (c.HandOff, ("handoffs",)),
)
"""The names by which acts of one kind differ; a pause's reason is one that the procedure lists."""


@dataclass(slots=True)
class ClockChange:
    """What an event did to one clock."""

    limit: str
    change: str
    """``started``, ``suspended``, ``resumed``, ``extended``, ``revised``, ``corrected``, ``missed``, or its end."""

    at: str
    """From when on, with its offset; that of the event where the change has none of its own."""

    run: int = 0
    due_at: str = ""
    """Nothing while the clock stands still."""

    due_day: str = ""
    has_due: bool = True
    """Whether the change says anything of the due date."""

    reason: str = ""
    """Cause of a suspension: ``supplement``, ``pause.dispute``."""

    party: str = ""
    term: str = ""
    calendar: str = ""


@dataclass(slots=True)
class Told:
    """One event, flat; all texts are empty where there is nothing to tell."""

    dossier: str
    sequence: int
    type: str
    occurred_at: str
    """ISO 8601 with offset."""

    recorded_at: str
    agency: str
    role: str
    person: str
    on_behalf_of: str
    subject: str
    """What tells acts of one type apart: ``check sufficient``."""

    step: str
    action: str
    procedure: str
    version: str
    calendar: str
    calendar_hash: str
    hash: str
    lifecycle: str = ""
    end: str = ""
    channel: str = ""
    milestones: str = ""
    """Those reached by this event, divided by blanks."""

    facts: dict[str, str | int | bool] = field(default_factory=dict[str, "str | int | bool"])
    clocks: list[ClockChange] = field(default_factory=list[ClockChange])

    @property
    def activity(self) -> str:
        """Type and subject: ``step_completed check sufficient``."""
        return f"{self.type} {self.subject}" if self.subject else self.type

    @property
    def id(self) -> str:
        """Name of the event among all dossiers."""
        return f"{self.dossier}:{self.sequence}"

    def to_json(self) -> str:
        """Return it as one line, for the spool."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Told:
        """Read what `to_json` wrote."""
        values = json.loads(text)
        values["clocks"] = [ClockChange(**one) for one in values["clocks"]]
        return cls(**values)


def told(event: Event) -> Told:
    """
    Flatten *event*; the runs of its clocks are filled in by `with_runs`.

    >>> from dossierflow.testing.sample import sample_log
    >>> told(sample_log()[4]).activity
    'step_completed check sufficient'
    """
    act, actor = event.act, event.actor
    found = Told(
        dossier=event.dossier,
        sequence=event.sequence,
        type=event.type,
        occurred_at=event.occurred_at.isoformat(),
        recorded_at=event.recorded_at.isoformat(),
        agency=actor.agency,
        role=actor.role,
        person=actor.person or "",
        on_behalf_of=actor.on_behalf_of or "",
        subject=_subject(act),
        step=getattr(act, "step", None) or "",
        action=getattr(act, "action", None) or "",
        procedure=event.procedure.id,
        version=event.procedure.version,
        calendar=event.calendar.name,
        calendar_hash=event.calendar.hash,
        hash=event.hash,
        channel=act.channel if isinstance(act, c.Submit) else "",
    )
    milestones: list[str] = []
    for effect in event.effects:
        _take(found, milestones, effect)
    found.milestones = " ".join(milestones)
    return found


def with_runs(events: Iterable[Told]) -> Iterator[Told]:
    """
    Yield *events* of one dossier, in order, with the run of every clock that they changed.

    A restarted clock is a new run; events name only its limit.
    """
    runs: dict[str, int] = {}
    for event in events:
        for clock in event.clocks:
            if clock.change == "started":
                runs[clock.limit] = clock.run
            clock.run = runs.get(clock.limit, 1)
        yield event


def _subject(act: c.Command) -> str:
    for kind, names in _SUBJECTS:
        if isinstance(act, kind):
            values: list[str | tuple[str, ...] | None] = [getattr(act, name) for name in names]
            return " ".join(one if isinstance(one, str) else " ".join(one) for one in values if one)
    return ""


def _take(found: Told, milestones: list[str], effect: e.Effect) -> None:
    if isinstance(effect, e.LifecycleChanged):
        found.lifecycle, found.end = effect.to.value, effect.end or ""
    elif isinstance(effect, e.FactSet):
        found.facts[effect.fact] = effect.value
    elif isinstance(effect, e.MilestoneReached):
        milestones.append(effect.milestone)
    else:
        clock = _clock(effect, found.occurred_at)
        if clock is not None:
            found.clocks.append(clock)


def _clock(effect: e.Effect, at: str) -> ClockChange | None:
    match effect:
        case e.DeadlineStarted():
            change = ClockChange(effect.limit, "started", effect.trigger.isoformat(), run=effect.run)
            change.party, change.term, change.calendar = effect.party, str(effect.term), effect.calendar
        case e.DeadlineSuspended() | e.DeadlineResumed():
            name = "suspended" if isinstance(effect, e.DeadlineSuspended) else "resumed"
            change = ClockChange(effect.limit, name, effect.at.isoformat(), reason=effect.reason)
        case e.DeadlineExtended():
            change = ClockChange(effect.limit, "extended", at, term=str(effect.term))
        case e.DeadlineRevised():
            change = ClockChange(effect.limit, "revised", effect.trigger.isoformat(), term=str(effect.term))
            change.party, change.calendar = effect.party or "", effect.calendar or ""
        case e.SuspensionCorrected():
            change = ClockChange(effect.limit, "corrected", effect.now.isoformat(), reason=effect.reason)
        case e.DeadlineMissed():
            return ClockChange(effect.limit, "missed", effect.at.isoformat(), has_due=False)
        case e.DeadlineEnded():
            return ClockChange(effect.limit, effect.ending.value, effect.at.isoformat(), has_due=False)
        case _:
            return None
    if effect.due is not None:
        change.due_at, change.due_day = effect.due.at.isoformat(), effect.due.day.isoformat()
    return change
