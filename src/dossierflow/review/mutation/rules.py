"""Rules by one notch: unit, start, roll, cut-off, what a miss and silence mean, what stops a clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.deadlines.conventions import BROKEN_DAYS
from dossierflow.deadlines.term import Term, Unit
from dossierflow.procedure.limits import LaterOf, MissEffect
from dossierflow.procedure.rules import NewLimit, RemainingPlus, Silence
from dossierflow.review.mutation.edits import GONE, Edit, MutationKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.procedure import Limit, Procedure
    from dossierflow.procedure.rules import ClockModel
    from dossierflow.reading.document import Path, Value

_NEXT_UNIT: Mapping[Unit, Unit] = {
    Unit.WORKING_DAY: Unit.DAY,
    Unit.DAY: Unit.WORKING_DAY,
    Unit.WORKING_HOUR: Unit.HOUR,
    Unit.HOUR: Unit.WORKING_HOUR,
}
_MODELS = ("restart", "resume", "runs")
_PROFILES: Mapping[str, str] = {"vn-general": "vn-civil", "vn-civil": "vn-general"}
_ANCHORS: Mapping[str, str] = {"due": "trigger", "rolled_due": "due", "trigger": "due"}
_EFFECTS: Mapping[str, str] = {"starts_later": "result_later", "result_later": "starts_later"}


def rules(procedure: Procedure) -> Iterator[Edit]:
    """Yield the edits that change a rule of *procedure* by one notch, numbers left out."""
    for name, limit in procedure.limits.items():
        yield from _of_limit(("limits", name), limit)
    yield from _of_supplement(procedure)
    yield from _of_clocks(procedure)
    yield from _of_handoffs(procedure)
    for name, rule in procedure.extensions.items():
        path: Path = ("extensions", name)
        other = _ANCHORS[rule.anchor]
        yield Edit(MutationKind.EXTENSION, (*path, "anchor"), other, rule.anchor, other)
        yield _flag(MutationKind.EXTENSION, (*path, "agreement"), now=rule.agreement)
    if procedure.counting in _PROFILES:
        other = _PROFILES[procedure.counting]
        yield Edit(MutationKind.PROFILE, ("counting",), other, procedure.counting, other)


def _of_limit(path: Path, limit: Limit) -> Iterator[Edit]:
    places = [((*path, "term"), limit.term, limit.per)] if limit.term else []
    places += [((*path, "cases", number, "term"), case.term, case.per) for number, case in enumerate(limit.cases)]
    for place, term, per in places:
        yield from _units(place, term)
        if per is not None:
            yield Edit(MutationKind.AMOUNT, (*place[:-1], "per"), GONE, per, "none")
    yield from _counting(path, limit)
    if limit.deemed is not None:
        yield Edit(MutationKind.START, (*path, "deemed"), GONE, "deemed", "none")
    if isinstance(limit.starts, LaterOf):
        for one in limit.starts.later_of:
            yield Edit(MutationKind.START, (*path, "starts"), one, ", ".join(limit.starts.later_of), one)
    effect = limit.on_missed.effect
    if effect is not MissEffect.OVERDUE:
        value: Value = {"effect": MissEffect.OVERDUE.value}
        yield Edit(MutationKind.MISSED, (*path, "on_missed"), value, effect.value, MissEffect.OVERDUE.value)


def _units(place: Path, term: Term) -> Iterator[Edit]:
    if term.amount == 0:
        return
    if term.unit in _NEXT_UNIT:
        other = Term(amount=term.amount, unit=_NEXT_UNIT[term.unit])
    elif term.unit in BROKEN_DAYS:
        # the days that the law gives an interrupted week, month or year
        other = Term(amount=term.amount * BROKEN_DAYS[term.unit], unit=Unit.DAY)
    else:
        return
    yield Edit(MutationKind.UNIT, place, str(other), str(term), str(other))


def _counting(path: Path, limit: Limit) -> Iterator[Edit]:
    """Yield the edits of the choices in which a limit departs from its profile, and of those that it leaves to it."""
    own = limit.count.choices() if limit.count is not None else {}
    units = {term.unit for term in limit.terms}
    cite: Value = [one.model_dump(mode="json", exclude_defaults=True) for one in limit.cite]

    def choice(name: str, was: str, becomes: str, kind: MutationKind) -> Edit:
        if limit.count is not None:
            return Edit(kind, (*path, "count", name), becomes, was, becomes)
        return Edit(kind, (*path, "count"), {name: becomes, "cite": cite}, was, becomes)

    if any(not unit.is_clock for unit in units):
        starts = str(own.get("starts", "next_day"))
        other = "same_day" if starts == "next_day" else "next_day"
        yield choice("starts", starts, other, MutationKind.START)
    if "roll" in own:
        other = "none" if own["roll"] == "forward" else "forward"
        yield choice("roll", str(own["roll"]), other, MutationKind.ROLL)
    elif units - {Unit.WORKING_DAY, Unit.WORKING_HOUR}:
        # working days end on working days, whatever becomes of days off
        yield choice("roll", "forward", "none", MutationKind.ROLL)
    if limit.count is not None and limit.count.cutoff is not None and limit.count.cutoff_effect is not None:
        was = limit.count.cutoff_effect
        yield choice("cutoff_effect", was, _EFFECTS[was], MutationKind.CUTOFF)
        left: dict[str, Value] = limit.count.model_dump(mode="json", exclude_defaults=True)
        left = {key: value for key, value in left.items() if not key.startswith("cutoff")}
        hour = f"{limit.count.cutoff:%H:%M}"
        value: Value | object = left if left.keys() - {"cite"} else GONE
        yield Edit(MutationKind.CUTOFF, (*path, "count"), value, f"cutoff {hour}", "none")


def _of_supplement(procedure: Procedure) -> Iterator[Edit]:
    rule = procedure.supplement
    if rule is None:
        return
    for name, model in rule.clock.items():
        if model != "unstated":
            yield from _models(("supplement", "clock", name), model)
    for name, policy in rule.policy.items():
        yield from _models(("supplement", "policy", name, "clock"), policy.clock)
    if rule.ask_within is not None:
        yield Edit(MutationKind.SUPPLEMENT, ("supplement", "ask_within"), GONE, rule.ask_within, "none")


def _models(path: Path, model: ClockModel) -> Iterator[Edit]:
    if isinstance(model, RemainingPlus | NewLimit):
        was = "remaining_plus" if isinstance(model, RemainingPlus) else f"new_limit {model.new_limit}"
    else:
        was = model
    for other in _MODELS:
        if other != model:
            yield Edit(MutationKind.SUPPLEMENT, path, other, was, other)


def _of_clocks(procedure: Procedure) -> Iterator[Edit]:
    """Yield the edits by which something no longer stops a clock."""
    kinds = (
        (MutationKind.PAUSE, "pauses", procedure.pauses),
        (MutationKind.PAUSE, "fees", procedure.fees),
        (MutationKind.EXCLUDED, "handoffs", procedure.handoffs),
        (MutationKind.EXCLUDED, "steps", procedure.steps),
    )
    for kind, part, things in kinds:
        for name, thing in things.items():
            for limit in thing.suspends:
                left: list[Value] = [one for one in thing.suspends if one != limit]
                path: Path = (part, name, "suspends")
                yield Edit(kind, path, left or GONE, ", ".join(thing.suspends), f"without {limit}")


def _of_handoffs(procedure: Procedure) -> Iterator[Edit]:
    for name, handoff in procedure.handoffs.items():
        for other in Silence:
            if other is not handoff.silence:
                path: Path = ("handoffs", name, "silence")
                yield Edit(MutationKind.SILENCE, path, other.value, handoff.silence.value, other.value)


def _flag(kind: MutationKind, path: Path, *, now: bool) -> Edit:
    return Edit(kind, path, not now, str(now).lower(), str(not now).lower())
