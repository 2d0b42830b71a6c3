"""
What a plan must say so that nothing need be guessed while it is played.

Each check yields the place in the plan and what to do about it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.forecast.plan.behaviour import Always, Chance, DayAfterFiling, Number, OneOf, ProcedurePlan
from dossierflow.forecast.plan.distributions import TimeUnit
from dossierflow.forecast.plan.lookup import duration_of
from dossierflow.forecast.plan.office_checks import of_office, versions_of
from dossierflow.procedure.facts import Ask, FactType
from dossierflow.procedure.limits import APPLICANT
from dossierflow.procedure.steps import Who

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.forecast.plan.behaviour import FactPlan, StepPlan
    from dossierflow.forecast.plan.model import Plan
    from dossierflow.forecast.plan.office_checks import Mistake, Path
    from dossierflow.procedure.facts import Fact
    from dossierflow.procedure.library import ProcedureLibrary
    from dossierflow.procedure.model import Procedure
    from dossierflow.worktime import WorkCalendar

APPLICANT_WHO = Who(agency=APPLICANT)


def mistakes_in(
    plan: Plan, library: ProcedureLibrary, calendar: WorkCalendar, listed: Mapping[tuple[str, int], frozenset[str]]
) -> Iterator[Mistake]:
    """
    Yield what is wrong with *plan*.

    Args:
        plan: The plan.

        library: The procedures that it asks for, as far as they exist.

        calendar: The calendar of the offices.

        listed: The procedures named in lists of arrivals, by office and number of the list.
    """
    covered = f"the calendar {calendar.name!r} covers {calendar.first} to {calendar.last}"
    if plan.first < calendar.first:
        yield ("first",), f"{covered}; begin when it does"
    if plan.until >= calendar.last:
        yield ("until",), f"{covered}; end before it does"
    is_covered = plan.first >= calendar.first and plan.until < calendar.last
    for office_id, office in plan.offices.items():
        yield from of_office(plan, office_id, office, library, listed, calendar if is_covered else None)
    for procedure_id, said in plan.procedures.items():
        if procedure_id not in library.ids:
            yield ("procedures", procedure_id), "no office is asked for it; remove it, or put it into a mix"
            continue
        if said.version is not None and said.version not in {one.version for one in library.versions(procedure_id)}:
            yield ("procedures", procedure_id, "version"), f"there is no version {said.version!r} of it"
            continue
        yield from _unknown_names(("procedures", procedure_id), said, versions_of(plan, library, procedure_id))
    for procedure_id in library.ids:
        versions = versions_of(plan, library, procedure_id)
        if not versions:
            yield ("first",), f"no version of {procedure_id} is in force between {plan.first} and {plan.until}"
        for procedure in versions:
            yield from _left_open(plan, procedure)


def _unknown_names(path: Path, said: ProcedurePlan, versions: tuple[Procedure, ...]) -> Iterator[Mistake]:
    kinds: tuple[tuple[str, set[str]], ...] = (
        ("steps", {name for one in versions for name in one.steps}),
        ("facts", {name for one in versions for name in one.facts}),
        ("handoffs", {name for one in versions for name in one.handoffs}),
        ("fees", {name for one in versions for name in one.fees}),
        ("pauses", {name for one in versions for name in one.pauses}),
        ("extensions", {name for one in versions for name in one.extensions}),
    )
    for kind, known in kinds:
        for name in getattr(said, kind):
            if name not in known:
                yield (
                    (*path, kind, name),
                    f"the procedure has none of this name; known: {', '.join(sorted(known)) or '-'}",
                )
    for name, step in said.steps.items():
        yield from _of_step((*path, "steps", name), name, step, versions)
    for name, fact in said.facts.items():
        for one in versions:
            why = _unfit(one.facts[name], fact) if name in one.facts else None
            if why is not None:
                yield (*path, "facts", name), f"{one}: {why}"
    if said.withdraw is not None and said.withdraw.chance and not any(one.withdrawal for one in versions):
        yield (*path, "withdraw"), "the procedure gives no right to withdraw"


def _of_step(path: Path, name: str, said: StepPlan, versions: tuple[Procedure, ...]) -> Iterator[Mistake]:
    actions = {action for one in versions if name in one.steps for action in one.steps[name].actions}
    for action in said.outcomes or ():
        if action not in actions:
            yield (*path, "outcomes", action), f"the step has no such action; its actions: {', '.join(sorted(actions))}"
    asking = [one for one in versions if one.supplement is not None and name in one.supplement.steps]
    if said.supplement and not asking:
        yield (*path, "supplement"), "the procedure allows no supplement to be asked for in this step"


def _unfit(fact: Fact, said: FactPlan) -> str | None:
    match said:
        case OneOf():
            wrong = [value for value in said.one_of if fact.type is not FactType.ENUM or value not in fact.values]
            return f"{', '.join(wrong)}: not among its values {', '.join(fact.values) or '-'}" if wrong else None
        case Chance():
            return None if fact.type is FactType.BOOLEAN else "a chance of being true is for a boolean"
        case Number():
            return None if fact.type is FactType.INTEGER else "a number is for an integer"
        case DayAfterFiling():
            return None if fact.type is FactType.DATE else "days after filing are for a date"
        case Always():
            return fact.refuses(said.always)


def _left_open(plan: Plan, procedure: Procedure) -> Iterator[Mistake]:
    """Yield what *procedure* leaves open and the plan does not settle."""
    said = plan.procedures.get(procedure.procedure) or ProcedurePlan()
    path = ("procedures", procedure.procedure)
    needed = {name for name, fact in procedure.facts.items() if fact.ask is Ask.SUBMISSION}
    needed |= {name for step in procedure.steps.values() for action in step.actions.values() for name in action.sets}
    for name in sorted(needed - said.facts.keys()):
        yield path, f"{procedure} needs the fact {name!r}; say under facts.{name} where its value comes from"
    yield from _steps_left_open(plan, procedure, said)
    for name in sorted(procedure.handoffs.keys() - said.handoffs.keys()):
        yield path, f"{procedure}: nothing says how {procedure.handoffs[name].to} answers; give handoffs.{name}"
    for name in sorted(procedure.fees.keys() - said.fees.keys()):
        yield path, f"{procedure}: nothing says how applicants pay; give fees.{name}"
    if any(step.supplement for step in said.steps.values()) and said.supplement is None:
        yield path, f"{procedure}: supplements are asked for, but nothing says how applicants answer; give supplement"
    by_hand = {"reception": procedure.reception.by, "returning": procedure.returning.by}
    for name, who in by_hand.items():
        own_time = said.receive.takes if name == "reception" else said.returning
        if who.agency != APPLICANT and own_time is None and duration_of(plan, procedure, None, str(who)) is None:
            key = "receive.takes" if name == "reception" else "returning"
            yield path, f"{procedure}: nothing says how long the {name} ({who}) takes; give {key} or roles"


def _steps_left_open(plan: Plan, procedure: Procedure, said: ProcedurePlan) -> Iterator[Mistake]:
    path: Path = ("procedures", procedure.procedure)
    for name, step in procedure.steps.items():
        own = said.steps.get(name)
        if len(step.actions) > 1 and (own is None or own.outcomes is None):
            listed = ", ".join(step.actions)
            yield path, f"{procedure}: step {name!r} may end in several ways ({listed}); give steps.{name}.outcomes"
        takes = duration_of(plan, procedure, name)
        if takes is None:
            yield path, f"{procedure}: nothing says how long step {name!r} ({step.by}) takes; give steps.{name}.takes"
        elif step.by.agency != APPLICANT and takes.unit is not TimeUnit.WORKING_MINUTES:
            yield path, f"{procedure}: officers work on step {name!r}; give their work in working minutes"
        for who in (action.by for action in step.actions.values()):
            if who is None or who in (step.by, APPLICANT_WHO):
                continue
            if duration_of(plan, procedure, name, str(who)) is None:
                yield path, f"{procedure}: nothing says how long the work of {who} takes in step {name!r}; give roles"
