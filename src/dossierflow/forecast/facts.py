"""Facts of a dossier: those a list knows, and those that chance decides as the plan says."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from dossierflow.engine.commands import Personal
from dossierflow.forecast.plan.behaviour import Always, Chance, DayAfterFiling, Number, OneOf
from dossierflow.procedure.facts import Ask, FactType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.forecast.arrivals import Filing
    from dossierflow.forecast.plan.behaviour import FactPlan
    from dossierflow.forecast.world import World
    from dossierflow.procedure.facts import Fact, FactValue
    from dossierflow.procedure.model import Procedure


def facts_of(world: World, filing: Filing) -> tuple[dict[str, FactValue], dict[str, Personal]]:
    """Return what an applicant states when filing: open facts, and personal ones with their salts."""
    procedure = _procedure_on_filing(world, filing)
    listed = dict(filing.facts)
    facts: dict[str, FactValue] = {}
    personal: dict[str, Personal] = {}
    if procedure is None:
        return facts, personal
    for name, fact in procedure.facts.items():
        if fact.ask is not Ask.SUBMISSION and name not in listed:
            continue
        value = _read(fact, listed[name]) if name in listed else drawn(world, filing, procedure, name)
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
            days = round(luck.duration(draw, said.days_after_filing))
            return (world.clock.calendar.local_day(filing.at) + timedelta(days=days)).isoformat()
        case Always():
            return said.always
        case _:
            assert_never(said)


def _within(fact: Fact, number: int) -> int:
    low = number if fact.at_least is None else max(number, fact.at_least)
    return low if fact.at_most is None else min(low, fact.at_most)


def _read(fact: Fact, text: str) -> FactValue:
    """Return what *text* of a list means for *fact*; what it cannot mean is left to the engine to refuse."""
    if fact.type is FactType.BOOLEAN:
        words: Mapping[str, bool] = {"true": True, "false": False}
        return words.get(text.lower(), text)
    if fact.type is FactType.INTEGER:
        return int(text) if text.removeprefix("-").isdecimal() else text
    return text


def _procedure_on_filing(world: World, filing: Filing) -> Procedure | None:
    """Return the version that governs on the day of filing; None where the engine will refuse the filing."""
    library, said = world.file.library, world.file.plan.procedures.get(filing.procedure)
    versions = library.versions(filing.procedure)
    if said is not None and said.version is not None:
        return library.get(filing.procedure, said.version)
    day = world.clock.calendar.local_day(filing.at)
    return next((one for one in versions if one.effective.covers(day)), None)
