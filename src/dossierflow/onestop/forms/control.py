"""The rows of the control slip: every hand-over from unit to unit, and how each kept its own time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.engine.dossier import is_in_a_step, step_of
from dossierflow.engine.draft import Draft
from dossierflow.engine.effects import Ending, HandoffMoved, HandoffStatus, StepAssigned, TrackMoved
from dossierflow.onestop.forms.words import OPEN
from dossierflow.onestop.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from dossierflow.engine.dossier import Deadline
    from dossierflow.engine.events import Event
    from dossierflow.procedure.model import Procedure


@dataclass(slots=True)
class _Stay:
    """The work of one unit, from its receipt to its hand-over."""

    unit: str
    what: str
    since: datetime
    giver: str | None
    milestones: tuple[str, str]
    """What starts and what stops the unit's own limit."""

    receiver: str | None = None
    until: datetime | None = None
    note: str = ""


def control_rows(
    events: Sequence[Event],
    procedure: Procedure,
    person: Callable[[str | None], str],
    at: Callable[[datetime], str],
) -> list[dict[str, str]]:
    """
    Return the rows of the slip, in the order of receipt.

    Args:
        events: The whole log of one dossier.

        procedure: The version that governs it.

        person: Says who an identifier of a person is.

        at: Says an instant in words.
    """
    draft = Draft(None)
    stays: list[_Stay] = []
    open_: dict[str, _Stay] = {}
    for event in events:
        draft.follow(event)
        for effect in event.effects:
            if isinstance(effect, TrackMoved):
                _move(effect, event, procedure, stays, open_)
            elif isinstance(effect, HandoffMoved):
                _hand_off(effect, event, procedure, stays, open_)
            elif isinstance(effect, StepAssigned) and f"step.{effect.step}" in open_:
                open_[f"step.{effect.step}"].receiver = effect.person
    clocks = (*draft.past, *draft.deadlines.values())
    return [_row(stay, clocks, procedure, person, at) for stay in stays]


def _move(effect: TrackMoved, event: Event, procedure: Procedure, stays: list[_Stay], open_: dict[str, _Stay]) -> None:
    here = step_of(effect.to) if effect.to is not None and is_in_a_step(effect.to) else None
    before = open_.get(f"track.{effect.track}")
    if before is not None and (here is None or before.milestones[0] != f"{here}.entered"):
        before.until = event.occurred_at
        before.receiver = before.receiver or event.actor.person
        del open_[f"track.{effect.track}"]
        before = None
    if here is None or before is not None or here not in procedure.steps:
        return
    step = procedure.steps[here]
    stay = _Stay(
        unit=_agency(procedure, step.by.agency),
        what=step.name.vi,
        since=event.occurred_at,
        giver=event.actor.person,
        milestones=(f"{here}.entered", f"{here}.completed"),
    )
    stays.append(stay)
    open_[f"track.{effect.track}"] = open_[f"step.{here}"] = stay


def _hand_off(
    effect: HandoffMoved, event: Event, procedure: Procedure, stays: list[_Stay], open_: dict[str, _Stay]
) -> None:
    rule = procedure.handoffs.get(effect.handoff)
    if rule is None:
        return
    key = f"handoff.{effect.handoff}"
    if effect.to is HandoffStatus.SENT:
        milestones = (f"{effect.handoff}.sent", f"{effect.handoff}.answered")
        stay = _Stay(_agency(procedure, rule.to.agency), rule.name.vi, effect.at, event.actor.person, milestones)
        stays.append(stay)
        open_[key] = stay
    elif key in open_:
        stay = open_[key]
        stay.receiver = stay.receiver or (event.actor.person if event.act.do != "elapse" else None)
        if not effect.to.is_open:
            stay.until, stay.note = effect.at, _OUTCOMES.get(effect.to, "")
            del open_[key]


_OUTCOMES = {
    HandoffStatus.DEEMED_AGREED: "không trả lời: coi như đồng ý",
    HandoffStatus.LAPSED: "không trả lời: tiếp tục xử lý",
    HandoffStatus.RETURNED: "trả lại",
    HandoffStatus.RECALLED: "đã rút lại",
    HandoffStatus.CANCELLED: "không cần trả lời nữa",
}


def _row(
    stay: _Stay,
    clocks: Sequence[Deadline],
    procedure: Procedure,
    person: Callable[[str | None], str],
    at: Callable[[datetime], str],
) -> dict[str, str]:
    return {
        "unit": visible(stay.unit),
        "what": visible(stay.what),
        "since": at(stay.since),
        "until": OPEN if stay.until is None else at(stay.until),
        "giver": person(stay.giver),
        "receiver": person(stay.receiver),
        "result": _result(stay, clocks, procedure),
        "note": stay.note,
    }


def _result(stay: _Stay, clocks: Sequence[Deadline], procedure: Procedure) -> str:
    """Return how the unit kept its own limit; nothing where it has none, or is still at work."""
    if stay.until is None:
        return ""
    starts, stops = stay.milestones
    own = {
        name for name, limit in procedure.limits.items() if limit.start_milestones == (starts,) and stops in limit.stops
    }
    for clock in clocks:
        if clock.limit in own and clock.trigger == stay.since and clock.ended_at is not None and clock.due is not None:
            if clock.ending is Ending.LAPSED or clock.ended_at > clock.due.at:
                return "Quá hạn"
            zone = clock.due.at.tzinfo
            return "Trước hạn" if clock.ended_at.astimezone(zone).date() < clock.due.day else "Đúng hạn"
    return ""


def _agency(procedure: Procedure, agency: str) -> str:
    known = procedure.agencies.get(agency)
    return agency if known is None else known.name.vi
