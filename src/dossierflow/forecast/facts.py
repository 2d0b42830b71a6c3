"""Facts of a dossier: those a list knows, and those that chance decides as the plan says."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from dossierflow.engine.commands import Personal
from dossierflow.forecast.plan.behaviour import Always, Chance, DayAfterFiling, Number, OneOf
from dossierflow.forecast.plan.listed import value_of, version_on_filing
from dossierflow.procedure.facts import Ask

if TYPE_CHECKING:
    from dossierflow.forecast.arrivals import Filing
    from dossierflow.forecast.plan.behaviour import FactPlan
    from dossierflow.forecast.world import World
    from dossierflow.procedure.facts import Fact, FactValue
    from dossierflow.procedure.model import Procedure

_LATEST_DAY = 36_525
"""Days after filing of the latest date that is drawn: a hundred years."""


def facts_of(world: World, filing: Filing) -> tuple[dict[str, FactValue], dict[str, Personal]]:
    """Return what an applicant states when filing: open facts, and personal ones with their salts."""
    plan, library = world.file.plan, world.file.library
    procedure = version_on_filing(plan, library, filing.procedure, world.clock.calendar.local_day(filing.at))
    listed = dict(filing.facts)
    facts: dict[str, FactValue] = {}
    personal: dict[str, Personal] = {}
    if procedure is None:
        return facts, personal
    for name, fact in procedure.facts.items():
        if fact.ask is not Ask.SUBMISSION and name not in listed:
            continue
        value = value_of(fact, listed[name]) if name in listed else drawn(world, filing, procedure, name)
        if fact.personal:
            personal[name] = Personal(value=value, salt=filing.luck.salt(name))
        else:
            facts[name] = value
    return facts, personal


def drawn(world: World, filing: Filing, procedure: Procedure, name: str) -> FactValue:
    """Return the value of fact *name* that the dossier has by its luck; the same whenever it is asked for."""
    return _value(world, filing, name, world.plan_of(procedure).facts[name], procedure.facts[name])


def _value(world: World, filing: Filing, name: str, said: FactPlan, fact: Fact) -> FactValue:
    luck, draw = filing.luck, f"fact.{name}"
    match said:
        case OneOf():
            return luck.choose(draw, said.one_of)
        case Chance():
            return luck.happens(draw, said.true)
        case Number():
            return _within(fact, round(luck.duration(draw, said.number)))
        case DayAfterFiling():
            days = min(round(luck.duration(draw, said.days_after_filing)), _LATEST_DAY)
            return (world.clock.calendar.local_day(filing.at) + timedelta(days=days)).isoformat()
        case Always():
            return said.always
        case _:
            assert_never(said)


def _within(fact: Fact, number: int) -> int:
    low = number if fact.at_least is None else max(number, fact.at_least)
    return low if fact.at_most is None else min(low, fact.at_most)
