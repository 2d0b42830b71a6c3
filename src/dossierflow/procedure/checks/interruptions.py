"""Cross-checks of what interrupts the work: supplements, fees, pauses, handoffs, extensions, apologies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.procedure.checks.mistakes import Mistake, missing, repeated, unknown
from dossierflow.procedure.checks.steps import check_marks
from dossierflow.procedure.flow import Flow
from dossierflow.procedure.limits import APPLICANT, MissEffect
from dossierflow.procedure.rules import NewLimit, Silence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.procedure.limits import Limit
    from dossierflow.procedure.model import Procedure
    from dossierflow.procedure.rules import ClockModel, Supplement


def check_interruptions(procedure: Procedure) -> Iterator[Mistake]:
    """Yield what is wrong with the interruptions that *procedure* allows."""
    if procedure.supplement:
        yield from _check_supplement(procedure, procedure.supplement)
    yield from _check_fees(procedure)
    yield from _check_pauses(procedure)
    yield from _check_handoffs(procedure)
    for name, rule in procedure.extensions.items():
        if rule.limit not in procedure.limits:
            yield ("extensions", name, "limit"), unknown("limit", rule.limit, procedure.limits)
    appointment = procedure.reception.appointment
    if appointment is not None and appointment not in procedure.limits:
        yield ("reception", "appointment"), unknown("limit", appointment, procedure.limits)
    place = ("reception", "next_appointments")
    yield from missing("limit", procedure.reception.next_appointments, procedure.limits, place)
    yield from repeated(procedure.reception.appointments, place)
    if procedure.reception.next_appointments and appointment is None:
        yield place, "there is no first appointment; add 'reception.appointment'"
    if procedure.apology and appointment is None:
        yield ("apology",), "no appointment is given, so none can be moved; add 'reception.appointment'"


def _check_supplement(procedure: Procedure, supplement: Supplement) -> Iterator[Mistake]:
    place = ("supplement",)
    yield from missing("step", supplement.steps, procedure.steps, (*place, "steps"))
    yield from repeated(supplement.steps, (*place, "steps"))
    yield from check_marks(supplement.marks, (*place, "marks"))
    if supplement.ask_within is not None and supplement.ask_within not in procedure.limits:
        yield (*place, "ask_within"), unknown("limit", supplement.ask_within, procedure.limits)
    if supplement.back_to is not None and supplement.back_to not in procedure.steps:
        yield (*place, "back_to"), unknown("step", supplement.back_to, procedure.steps)
    yield from _check_clocks(procedure, supplement)
    yield from _check_policies(procedure, supplement)


def _check_clocks(procedure: Procedure, supplement: Supplement) -> Iterator[Mistake]:
    flow = Flow(procedure)
    for name, limit in procedure.limits.items():
        running = flow.may_run_in(limit) & set(supplement.steps)
        if name not in supplement.clock and running and _is_interrupted(procedure, limit):
            message = f"{name!r} may be running when a supplement is asked for; say what happens to its clock"
            yield ("supplement", "clock"), f"{message}: restart, resume, runs, remaining_plus, new_limit or unstated"
    for name, model in supplement.clock.items():
        if name not in procedure.limits:
            yield ("supplement", "clock", name), unknown("limit", name, procedure.limits)
        elif procedure.limits[name].party == APPLICANT:
            yield (
                ("supplement", "clock", name),
                "this is the applicant's own limit; a supplement moves agencies' clocks",
            )
        yield from _check_new_limit(procedure, model, ("clock", name))


def _check_policies(procedure: Procedure, supplement: Supplement) -> Iterator[Mistake]:
    for name, model in supplement.clock.items():
        if model == "unstated" and name not in supplement.policy:
            yield ("supplement", "clock", name), f"the law is silent: add 'policy.{name}' with a clock and a reason"
    for name, policy in supplement.policy.items():
        if supplement.clock.get(name) != "unstated":
            yield ("supplement", "policy", name), f"a policy fills only what is 'unstated'; {name!r} is not"
        yield from _check_new_limit(procedure, policy.clock, ("policy", name, "clock"))


def _check_new_limit(procedure: Procedure, model: ClockModel, path: tuple[str, ...]) -> Iterator[Mistake]:
    if isinstance(model, NewLimit) and model.new_limit not in procedure.limits:
        yield ("supplement", *path, "new_limit"), unknown("limit", model.new_limit, procedure.limits)


def _is_interrupted(procedure: Procedure, limit: Limit) -> bool:
    """Tell whether a supplement could touch the clock of *limit*: an agency's own work on the dossier."""
    if limit.party == APPLICANT or "supplement_requested" in limit.stops:
        return False
    elsewhere = {
        *(f"{handoff}.sent" for handoff in procedure.handoffs),
        *(f"{pause}.{event}" for pause in procedure.pauses for event in ("started", "ended")),
        # What starts with payment is the main work; only what waits for payment is left out.
        *(f"{fee}.requested" for fee in procedure.fees),
        "supplement_requested",
        "supplement_answered",
    }
    return not elsewhere.intersection(limit.start_milestones)


def _check_fees(procedure: Procedure) -> Iterator[Mistake]:
    for name, fee in procedure.fees.items():
        place = ("fees", name)
        yield from missing("step", fee.steps, procedure.steps, (*place, "steps"))
        yield from missing("limit", fee.suspends, procedure.limits, (*place, "suspends"))
        if fee.to is not None and fee.to not in procedure.steps:
            yield (*place, "to"), unknown("step", fee.to, procedure.steps)


def _check_pauses(procedure: Procedure) -> Iterator[Mistake]:
    for name, pause in procedure.pauses.items():
        place = ("pauses", name)
        yield from missing("step", pause.steps, procedure.steps, (*place, "steps"))
        yield from missing("limit", pause.suspends, procedure.limits, (*place, "suspends"))
        bounds = _limits_from(procedure, f"{name}.started", MissEffect.RESUME)
        if pause.unbounded and bounds:
            yield (*place, "unbounded"), f"the limit {bounds[0]!r} bounds the pause; remove 'unbounded'"
        elif not pause.unbounded and not bounds:
            message = f"nothing bounds the pause; add a limit that starts at '{name}.started' with the effect 'resume'"
            yield place, f"{message}, or set 'unbounded' where the law puts no bound"


def _check_handoffs(procedure: Procedure) -> Iterator[Mistake]:
    for name, handoff in procedure.handoffs.items():
        place = ("handoffs", name)
        yield from missing("limit", handoff.suspends, procedure.limits, (*place, "suspends"))
        waits = handoff.silence is Silence.ESCALATE
        if not waits and not _limits_from(procedure, f"{name}.sent", MissEffect.SILENCE):
            message = f"silence never becomes {handoff.silence.value!r}; add a limit that starts at '{name}.sent'"
            yield (*place, "silence"), f"{message} with the effect 'silence'"


def _limits_from(procedure: Procedure, milestone: str, effect: MissEffect) -> list[str]:
    return [
        name
        for name, limit in procedure.limits.items()
        if limit.starts == milestone and limit.on_missed.effect is effect
    ]
