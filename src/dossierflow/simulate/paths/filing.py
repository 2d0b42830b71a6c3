"""What is filed: the facts of a situation, and of everything else the first thing that will do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dossierflow.engine import commands as c
from dossierflow.engine.acts.filing import days_before
from dossierflow.engine.refusals import RefusalCode
from dossierflow.errors import CalendarCoverageError
from dossierflow.procedure.facts import Ask, FactType, holds
from dossierflow.simulate.desk import sample_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.procedure.facts import FactValue
    from dossierflow.procedure.model import Procedure
    from dossierflow.procedure.rules import FilingWindow
    from dossierflow.worktime import WorkCalendar

NUMBER = "P-1"
"""The number of the dossier on every path."""

SALT = "a salt for tests only"
NO_SUCH = "no_such"
"""A name that no procedure has."""

_FARTHEST = 800


@dataclass(frozen=True, slots=True)
class Filing:
    """A dossier as it is filed."""

    procedure: Procedure
    facts: tuple[tuple[str, FactValue], ...] = ()
    """The situation: facts on which something depends."""

    wrong: RefusalCode | None = None
    """Why it is refused; none where it is as it should be."""

    @property
    def values(self) -> Mapping[str, FactValue]:
        """The situation by name."""
        return dict(self.facts)


def value_of(procedure: Procedure, name: str, values: Mapping[str, FactValue]) -> FactValue:
    """Return the value of the fact *name*: that of the situation, or the first that it may have."""
    return values[name] if name in values else sample_of(procedure.facts[name])


def submission(filing: Filing, calendar: WorkCalendar, day: date) -> c.Submit:
    """Return what is filed on *day*."""
    procedure, values = filing.procedure, filing.values
    asked = {name for name, fact in procedure.facts.items() if fact.ask is Ask.SUBMISSION}
    found = {
        name: _on(filing, name, calendar, day)
        for name, fact in procedure.facts.items()
        if name in asked or (name in _told_at_once(procedure, values) and not fact.personal)
    }
    personal = {name: value for name, value in found.items() if procedure.facts[name].personal}
    facts = {name: value for name, value in found.items() if name not in personal}
    channel = str(values.get("channel", procedure.channels[0]))
    version: str | None = procedure.version
    match filing.wrong:
        case RefusalCode.CHANNEL_UNKNOWN:
            channel = NO_SUCH
        case RefusalCode.FACT_UNKNOWN:
            facts[NO_SUCH] = True
        case RefusalCode.FACT_MISSING:
            facts, personal = {}, {}
        case RefusalCode.FACT_INVALID:
            facts |= {name: _invalid(procedure, name) for name in [*facts][:1]}
        case RefusalCode.FACT_PERSONAL:
            facts, personal = facts | personal, {}
        case RefusalCode.FILING_WINDOW:
            facts |= {window.before: _outside(window, day) for window in _binding(filing)}
        case RefusalCode.VERSION_NOT_IN_FORCE:
            version = None
        case _:
            pass
    return c.Submit(
        dossier=NUMBER,
        procedure=procedure.procedure,
        version=version,
        channel=channel,
        facts=facts,
        personal={name: c.Personal(value=value, salt=SALT) for name, value in personal.items()},
    )


def _told_at_once(procedure: Procedure, values: Mapping[str, FactValue]) -> set[str]:
    """Return the facts of the situation that no step finds out, or without which a clock could not start."""
    later = {name for step in procedure.steps.values() for one in step.actions.values() for name in one.sets}
    limits = procedure.limits.values()
    conditions = [condition for one in limits for condition in (one.when, *(case.when for case in one.cases))]
    needed = {name for condition in conditions for name in condition} | {
        name for one in limits for name in one.quantities
    }
    return {name for name in values if name in procedure.facts and (name in needed or name not in later)}


def _on(filing: Filing, name: str, calendar: WorkCalendar, day: date) -> FactValue:
    procedure, values = filing.procedure, filing.values
    if name in values or procedure.facts[name].type is not FactType.DATE:
        return value_of(procedure, name, values)
    windows = [window for window in _binding(filing) if window.before == name]
    for ahead in range(_FARTHEST):
        found = day + timedelta(days=ahead)
        try:
            if all(_is_within(window, calendar, day, found) for window in windows):
                return found.isoformat()
        except CalendarCoverageError:
            break
    return day.isoformat()


def _binding(filing: Filing) -> list[FilingWindow]:
    return [window for window in filing.procedure.filing if holds(window.when, filing.values)]


def _is_within(window: FilingWindow, calendar: WorkCalendar, filed: date, day: date) -> bool:
    early, late = window.not_earlier, window.not_later
    begins = early is None or filed >= days_before(calendar, day, early)
    return begins and (late is None or filed <= days_before(calendar, day, late))


def _outside(window: FilingWindow, day: date) -> str:
    """Return a day for which filing on *day* is too late, or too early."""
    return (day if window.not_later is not None else day + timedelta(days=400)).isoformat()


def _invalid(procedure: Procedure, name: str) -> FactValue:
    tried: tuple[FactValue, ...] = ("no such value", -1, True, 10**9)
    fact = procedure.facts[name]
    return next((value for value in tried if fact.refuses(value) is not None), tried[0])
