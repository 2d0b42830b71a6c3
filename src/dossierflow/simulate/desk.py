"""
A desk that does the work of everybody: files dossiers, and lets the right people act at the time of a clock.

For the tests of hosts, where who acts follows from the procedure and what is
filed need not be told in full.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dossierflow.engine import commands as c
from dossierflow.procedure.facts import Ask, FactType
from dossierflow.simulate.acting import command_of
from dossierflow.simulate.owners import owner_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.engine.actors import Actor
    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.engine import Decision, Engine
    from dossierflow.engine.events import Event
    from dossierflow.procedure.facts import Fact, FactValue
    from dossierflow.procedure.model import Procedure
    from dossierflow.simulate.clock import Clock

SALT = "a salt for tests only"
"""The salt of personal facts; a host draws its own for every dossier."""


class Desk:
    """
    Files dossiers and acts on them.

    >>> from datetime import datetime
    >>> from dossierflow.engine import Engine
    >>> from dossierflow.procedure.catalogue import shipped
    >>> from dossierflow.simulate.clock import VirtualClock
    >>> from dossierflow.worktime import vietnam
    >>> clock = VirtualClock(datetime(2026, 2, 6, 8, tzinfo=vietnam().tz))
    >>> desk = Desk(Engine(shipped("building-permit"), vietnam()), clock)
    >>> dossier = desk.file("building-permit", facts={"work": "house"})
    >>> dossier = desk.act(dossier, "complete_step appraise valid").or_raise()
    >>> dossier.steps, dossier.deadlines["total"].due.day.isoformat()
    (('consult',), '2026-02-23')
    """

    def __init__(self, engine: Engine, clock: Clock) -> None:
        """Act through *engine* at the time that *clock* tells."""
        self.engine, self.clock = engine, clock
        self._time = clock.now
        self._logs: dict[str, list[Event]] = {}

    def file(
        self,
        procedure: str,
        *,
        facts: Mapping[str, FactValue | date] | None = None,
        channel: str | None = None,
        number: str | None = None,
        received: bool = True,
    ) -> Dossier:
        """
        File a dossier, and receive it.

        Args:
            procedure: ``id`` (the version in force now) or ``id@version``.

            facts: What is known at filing, days as text or as ``date``; facts
                that must be known and are not given take their first possible value.

            channel: How it is filed; none takes the procedure's first channel.

            number: The number of the dossier; none counts the dossiers of the desk.

            received: Whether it is received too.

        Raises:
            UnknownNameError: There is no such procedure or version.

            VersionInForceError: No version is in force now.

            CommandRefusedError: It is refused.
        """
        rule = self._rule(procedure)
        asked = {name: fact for name, fact in rule.facts.items() if fact.ask is Ask.SUBMISSION}
        known = {name: sample_of(fact) for name, fact in asked.items()} | _written(facts)
        facts, personal = parted(rule, known)
        command = c.Submit(
            dossier=number or f"T-{len(self._logs) + 1}",
            procedure=rule.procedure,
            version=rule.version if "@" in procedure else None,
            channel=channel or rule.channels[0],
            facts=facts,
            personal=personal,
        )
        dossier = self.do(None, command).or_raise()
        return self.do(dossier, c.Receive()).or_raise() if received else dossier

    __call__ = file
    """A desk is called like the factory of dossiers that it is."""

    def act(
        self,
        dossier: Dossier,
        words: str,
        *,
        facts: Mapping[str, FactValue | date] | None = None,
        by: Actor | None = None,
    ) -> Decision:
        """
        Do what *words* name, at the time of the clock, as the one to whom the act belongs.

        Args:
            dossier: The dossier.

            words: The act as scenarios and tables name it: ``complete_step appraise valid``.

            facts: The facts that a finished step gives; those that it must
                give and are not given take their first possible value.

            by: Who acts instead.

        Raises:
            ValueError: There is no such act, or it takes other words.
        """
        command = command_of(words)
        if isinstance(command, c.CompleteStep | c.Decide | c.Refuse):
            rule = self.engine.procedure_of(dossier)
            step = rule.steps.get(command.step)
            action = None if step is None else step.actions.get(command.action)
            wanted = {} if action is None else {name: sample_of(rule.facts[name]) for name in action.sets}
            command = command.model_copy(update={"facts": dict(sorted((wanted | _written(facts)).items()))})
        return self.do(dossier, command, by=by)

    def do(self, dossier: Dossier | None, command: c.Command, *, by: Actor | None = None) -> Decision:
        """Give *command* at the time of the clock, as *by* or as the one to whom the act belongs."""
        if by is None:
            by = owner_of(self._rule_of(dossier, command), dossier, command)
        decision = self.engine.handle(dossier, command, by=by, at=self._time())
        self._keep(decision)
        return decision

    def tick(self, dossier: Dossier) -> Dossier:
        """Return *dossier* after every timer that is due by now."""
        decision = self.engine.tick(dossier, self._time())
        self._keep(decision)
        return dossier if decision.dossier is None else decision.dossier

    def events(self, dossier: Dossier) -> tuple[Event, ...]:
        """Return the log of a dossier that this desk has filed."""
        return tuple(self._logs.get(dossier.id, ()))

    def _keep(self, decision: Decision) -> None:
        if decision.dossier is not None:
            self._logs.setdefault(decision.dossier.id, []).extend(decision.events)

    def _rule(self, name: str) -> Procedure:
        procedure, _, version = name.partition("@")
        library = self.engine.rulebook.library
        if version:
            return library.get(procedure, version)
        return library.in_force(procedure, self._time().date())

    def _rule_of(self, dossier: Dossier | None, command: c.Command) -> Procedure:
        if dossier is not None:
            return self.engine.procedure_of(dossier)
        named = command.procedure if isinstance(command, c.Submit) else ""
        return self.engine.rulebook.library.versions(named)[-1]


def parted(procedure: Procedure, facts: Mapping[str, FactValue]) -> tuple[dict[str, FactValue], dict[str, c.Personal]]:
    """Return *facts* apart: what everybody may know, and what is personal in *procedure*, with the salt for tests."""
    personal = {
        name: c.Personal(value=value, salt=SALT)
        for name, value in facts.items()
        if name in procedure.facts and procedure.facts[name].personal
    }
    return {name: value for name, value in facts.items() if name not in personal}, personal


def _written(facts: Mapping[str, FactValue | date] | None) -> dict[str, FactValue]:
    """Return *facts* with days as events have them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in (facts or {}).items()}


def sample_of(fact: Fact) -> FactValue:
    """
    Return the first value that *fact* may have.

    >>> from dossierflow.procedure.catalogue import shipped
    >>> sample_of(shipped("building-permit").versions("building-permit")[0].facts["work"])
    'house'
    """
    samples: dict[FactType, FactValue] = {
        FactType.ENUM: fact.values[0] if fact.values else "",
        FactType.BOOLEAN: False,
        FactType.INTEGER: fact.at_least if fact.at_least is not None else min(1, fact.at_most or 1),
        FactType.DATE: "2000-01-01",
        FactType.TEXT: "-",
    }
    return samples[fact.type]
