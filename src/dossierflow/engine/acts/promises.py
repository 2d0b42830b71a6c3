"""More time, and another day: extensions of a limit, apologies and re-appointments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.deadlines.ledger import Anchor
from dossierflow.engine import clocks
from dossierflow.engine import effects as fx
from dossierflow.engine.acts.filing import days_before
from dossierflow.engine.causes import replacement
from dossierflow.engine.refusals import RefusalCode
from dossierflow.procedure.facts import holds

if TYPE_CHECKING:
    from dossierflow.engine.commands import Apologise, Extend
    from dossierflow.engine.dossier import Deadline
    from dossierflow.engine.work import Work
    from dossierflow.procedure.rules import ExtensionRule


def extend(work: Work, command: Extend) -> None:
    """Lengthen a running limit under one of the procedure's rules."""
    rule = work.procedure.extensions.get(command.extension)
    if rule is None or not holds(rule.when, work.draft.facts):
        known = [name for name, one in work.procedure.extensions.items() if holds(one.when, work.draft.facts)]
        raise work.refused(RefusalCode.EXTENSION_UNKNOWN, extension=command.extension, known=", ".join(known) or "-")
    work.cite(rule.cite)
    work.require(rule.by)
    _require_extendable(work, command, rule)
    clocks.extend(work, rule.limit, command.term, Anchor(rule.anchor), command.extension)


def apologise(work: Work, command: Apologise) -> None:
    """Apologise for lateness; another day may be appointed once, and not at the last moment."""
    rule = work.procedure.apology
    if rule is None:
        raise work.refused(RefusalCode.RIGHT_NOT_GIVEN, act="apology")
    work.cite(rule.cite)
    work.require(rule.by)
    if command.appointment is None:
        return
    current = work.draft.appointment
    clock = _promised(work)
    if current is None or clock is None or not clock.is_open or clock.due is None:
        raise work.refused(RefusalCode.LIMIT_NOT_RUNNING, limit=work.procedure.reception.appointment or "-")
    if work.draft.counts.get("reappointment", 0) >= rule.max:
        raise work.refused(RefusalCode.REAPPOINTMENT_USED_UP, max=rule.max)
    calendar = work.compiled.calendar_of(clock.limit)
    if rule.at_least_before is not None:
        latest = days_before(calendar, clock.due.day, rule.at_least_before)
        if calendar.local_day(work.at) > latest:
            raise work.refused(RefusalCode.REAPPOINTMENT_TOO_LATE, before=rule.at_least_before, latest=latest)
    if command.appointment <= current.at:
        raise work.refused(
            RefusalCode.REAPPOINTMENT_NOT_LATER, new=command.appointment.isoformat(), current=current.at.isoformat()
        )
    work.emit(fx.AppointmentSet(calendar.local_day(command.appointment), command.appointment, "reappointment"))


def settle_appointment(work: Work) -> None:
    """
    Print a new appointment on the slip where the act gave its limit another due date.

    The acts that the applicant is told about do so: reception, the answer to a
    supplement, an extension, the end of a pause. A calendar or a correction
    never moves a promise by itself, and one made in an apology is not taken
    back to an earlier day.
    """
    clock, promise, base = _promised(work), work.draft.appointment, work.draft.base
    if clock is None or not clock.is_open or clock.due is None or clock.missed_at is not None:
        return
    before = None if base is None else base.deadlines.get(clock.limit)
    is_new_run = before is None or before.run != clock.run
    if not is_new_run and before is not None and before.due == clock.due:
        return
    if promise is not None and promise.at >= clock.due.at and not is_new_run and promise.cause == "reappointment":
        return
    if promise is None or promise.at != clock.due.at:
        work.emit(fx.AppointmentSet(clock.due.day, clock.due.at, "due"))


def _promised(work: Work) -> Deadline | None:
    """
    Return the clock whose due date is promised on the slip: the limit's own, or the one in its place.

    Of several appointments the last that has begun is the one that counts.
    """
    for limit in reversed(work.procedure.reception.appointments):
        clock = work.draft.deadlines.get(replacement(work, limit) or limit)
        if clock is not None:
            return clock
    return None


def _require_extendable(work: Work, command: Extend, rule: ExtensionRule) -> None:
    clock = work.draft.deadlines.get(rule.limit)
    if clock is None or not clock.is_open:
        raise work.refused(RefusalCode.LIMIT_NOT_RUNNING, limit=rule.limit)
    if clock.missed_at is not None:
        raise work.refused(RefusalCode.EXTENSION_TOO_LATE, due=clock.missed_at.isoformat())
    if work.draft.counts.get(f"extension.{command.extension}", 0) >= rule.max:
        raise work.refused(RefusalCode.EXTENSION_USED_UP, extension=command.extension, max=rule.max)
    most = rule.at_most
    if most is not None and (command.term.unit is not most.unit or command.term.amount > most.amount):
        raise work.refused(RefusalCode.EXTENSION_TOO_LONG, at_most=most, term=command.term)
    if rule.agreement and not command.agreed:
        raise work.refused(RefusalCode.AGREEMENT_MISSING)
    if not clocks.is_longer(work, clock, command.term, Anchor(rule.anchor)):
        raise work.refused(RefusalCode.EXTENSION_NOT_LONGER, term=command.term, limit=rule.limit)
