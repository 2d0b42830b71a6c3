"""
Procedures and calendars, compiled once for deciding.

A rulebook is what the pure core is given besides the dossier and the command:
which versions exist, which moves they allow, how their limits are counted and
on whose calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from dossierflow.deadlines.counting import profile
from dossierflow.deadlines.ledger import Ledger
from dossierflow.deadlines.term import Term, Unit
from dossierflow.engine.dossier import MAIN_TRACK
from dossierflow.engine.events import CalendarRef
from dossierflow.engine.inside import milestones_only_in, steps_of_track
from dossierflow.engine.machine import MoveTable
from dossierflow.errors import DefinitionError, Problem, UnknownNameError
from dossierflow.procedure.facts import holds, unknown
from dossierflow.procedure.library import ProcedureLibrary
from dossierflow.worktime.calendar import WorkCalendar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from dossierflow.citation import Citation
    from dossierflow.deadlines.choices import Counting
    from dossierflow.deadlines.ledger import Extension, Suspension
    from dossierflow.engine.dossier import Deadline
    from dossierflow.procedure.facts import Facts
    from dossierflow.procedure.limits import Limit
    from dossierflow.procedure.model import Procedure, ProcedureRef


class CompiledProcedure:
    """One procedure version, ready to be asked."""

    def __init__(self, procedure: Procedure, calendars: Mapping[str, WorkCalendar]) -> None:
        """
        Compile *procedure* against the host's *calendars*.

        Raises:
            UnknownNameError: the procedure or one of its limits names a calendar that is not given.
            DefinitionError: it says something that the engine cannot carry out.
        """
        _refuse_unusable(procedure)
        self.procedure = procedure
        self.moves = MoveTable(procedure)
        self.profile = profile(procedure.counting)
        self.calendars = {name: _calendar(calendars, name) for name in _calendar_names(procedure)}
        main = self.calendars[procedure.calendar]
        self.calendar_ref = CalendarRef(main.name, main.hash)
        self.starting = _index(procedure, lambda limit: limit.start_milestones)
        self.stopping = _index(procedure, lambda limit: limit.stops)
        self._only_in = {name: milestones_only_in(procedure, frozenset({name})) for name in procedure.steps}
        self._only_in_track = {
            name: milestones_only_in(procedure, steps_of_track(procedure, track.start))
            for fork in procedure.forks.values()
            for name, track in fork.tracks.items()
        }
        self._countings: dict[tuple[str, Unit], Counting] = {}

    def only_in(self, step: str) -> frozenset[str]:
        """Return the milestones that only *step* can reach."""
        return self._only_in[step]

    def only_in_track(self, track: str) -> frozenset[str]:
        """Return the milestones that only *track* of a fork can reach."""
        return self._only_in_track[track]

    def calendar_of(self, limit: str) -> WorkCalendar:
        """Return the calendar on which *limit* is counted: its own, its agency's, or the procedure's."""
        return self.calendars[_calendar_name(self.procedure, self.procedure.limits[limit])]

    def counting(self, limit: str, unit: Unit) -> Counting:
        """Return how *limit* is counted in *unit*: the profile's choices and the limit's own."""
        known = self._countings.get((limit, unit))
        if known is None:
            override = self.procedure.limits[limit].count
            choices = {} if override is None else override.choices()
            cite = () if override is None else override.cite
            known = self._countings[limit, unit] = self.profile.counting(unit, cite=cite, **choices)
        return known

    def term(self, limit: str, facts: Facts) -> tuple[Term, tuple[Citation, ...]]:
        """
        Return the term of *limit* for a dossier with *facts*, and its sources.

        Raises:
            MissingFactError: the decision table needs a fact that is not known.
        """
        rule = self.procedure.limits[limit]
        if rule.term is not None:
            return self._times(limit, rule.term, rule.per, facts), rule.cite
        for case in rule.cases:
            if holds(case.when, facts):
                return self._times(limit, case.term, case.per, facts), case.cite or rule.cite
        missing = tuple(dict.fromkeys(name for case in rule.cases for name in unknown(case.when, facts)))
        raise MissingFactError(limit, missing)

    def _times(self, limit: str, term: Term, per: str | None, facts: Facts) -> Term:
        if per is None:
            return term
        if per not in facts:
            raise MissingFactError(limit, (per,))
        return Term(amount=term.amount * int(facts[per]), unit=term.unit)

    def ledger(
        self,
        limit: str,
        term: Term,
        trigger: datetime,
        *,
        suspensions: tuple[Suspension, ...] = (),
        extensions: tuple[Extension, ...] = (),
        cite: tuple[Citation, ...] = (),
    ) -> Ledger:
        """Return the ledger from which the kernel derives the due date of *limit*."""
        return Ledger(
            term=term,
            counting=self.counting(limit, term.unit),
            trigger=trigger,
            suspensions=suspensions,
            extensions=extensions,
            cite=cite or self.procedure.limits[limit].cite,
            deeming=self.procedure.limits[limit].deemed,
        )

    def ledger_of(self, deadline: Deadline, facts: Facts) -> Ledger:
        """
        Return the ledger of a deadline, with the sources of its term, suspensions and extensions.

        Raises:
            UnknownNameError: this version has no such limit; the deadline is one of a version before.
        """
        if deadline.limit not in self.procedure.limits:
            kind = f"limit of {self.procedure}"
            raise UnknownNameError(kind, deadline.limit, self.procedure.limits)
        try:
            term, cite = self.term(deadline.limit, facts)
        except MissingFactError:
            term, cite = deadline.term, ()
        return self.ledger(
            deadline.limit,
            deadline.term,
            deadline.trigger,
            suspensions=tuple(self._cited(stop) for stop in deadline.suspensions),
            extensions=tuple(self._cited_extension(more) for more in deadline.extensions),
            cite=cite if term == deadline.term else (),
        )

    def _cited(self, stop: Suspension) -> Suspension:
        kind, _, name = stop.reason.partition(".")
        procedure = self.procedure
        cite: tuple[Citation, ...] = ()
        if kind == "supplement" and procedure.supplement is not None:
            cite = procedure.supplement.cite
        elif kind in _CITED_RULES:
            rule = getattr(procedure, _CITED_RULES[kind]).get(name)
            cite = () if rule is None else rule.cite
        return type(stop)(start=stop.start, end=stop.end, reason=stop.reason, cite=cite)

    def _cited_extension(self, more: Extension) -> Extension:
        rule = self.procedure.extensions.get(more.reason)
        supplement = self.procedure.supplement
        cite = rule.cite if rule is not None else supplement.cite if supplement is not None else ()
        return type(more)(term=more.term, anchor=more.anchor, reason=more.reason, cite=cite)


_WHOLE_DAYS = {Unit.WORKING_DAY, Unit.DAY}
_CITED_RULES = {"pause": "pauses", "fee": "fees", "handoff": "handoffs", "step": "steps"}


class MissingFactError(DefinitionError):
    """A decision table needs a fact that the dossier lacks; deciding turns it into a refusal."""

    code = "missing_fact"

    def __init__(self, limit: str, facts: tuple[str, ...]) -> None:
        """Say which *facts* the table of *limit* needs."""
        self.limit, self.facts = limit, facts
        listed = ", ".join(facts) or "a row that fits"
        super().__init__([Problem("<procedure>", 0, f"limits.{limit}.cases", f"no term without {listed}")])


class Rulebook:
    """All procedure versions of a host, with its calendars."""

    def __init__(
        self,
        procedures: ProcedureLibrary | Iterable[Procedure],
        calendars: WorkCalendar | Mapping[str, WorkCalendar] | Iterable[WorkCalendar],
    ) -> None:
        """
        Compile every version.

        Args:
            procedures: The versions that dossiers may be governed by.

            calendars: One calendar, several, or a mapping from the names that procedures use.

        Raises:
            UnknownNameError: a procedure names a calendar that is not given.
        """
        self.library = procedures if isinstance(procedures, ProcedureLibrary) else ProcedureLibrary(procedures)
        self.calendars = _by_name(calendars)
        self._compiled = {(one.procedure, one.version): CompiledProcedure(one, self.calendars) for one in self.library}

    def compiled(self, ref: ProcedureRef) -> CompiledProcedure:
        """
        Return the compiled version that *ref* pins.

        Raises:
            UnknownNameError: the version is not loaded, or its content is not what was pinned.
        """
        found = self._compiled.get((ref.id, ref.version))
        if found is None or found.procedure.hash != ref.hash:
            known = [f"{one.ref} {one.hash}" for one in self.library.versions(ref.id)]
            kind = "procedure version with this content"
            raise UnknownNameError(kind, f"{ref} {ref.hash}", known)
        return found


def _refuse_unusable(procedure: Procedure) -> None:
    problems: list[Problem] = []
    for name, fork in procedure.forks.items():
        if MAIN_TRACK in fork.tracks:
            path, message = f"forks.{name}.tracks.{MAIN_TRACK}", "the name is that of the first track; choose another"
            problems.append(Problem(str(procedure), 0, path, message))
    before = procedure.apology.at_least_before if procedure.apology is not None else None
    if before is not None and (before.unit not in _WHOLE_DAYS or before.amount != int(before.amount)):
        message = f"found {str(before)!r}; give whole days or working days"
        problems.append(Problem(str(procedure), 0, "apology.at_least_before", message))
    if problems:
        raise DefinitionError(problems)


def _by_name(
    calendars: WorkCalendar | Mapping[str, WorkCalendar] | Iterable[WorkCalendar],
) -> dict[str, WorkCalendar]:
    if isinstance(calendars, WorkCalendar):
        return {calendars.name: calendars}
    if isinstance(calendars, Mapping):
        # a mapping is an iterable too, but of names
        return dict(cast("Mapping[str, WorkCalendar]", calendars))
    return {calendar.name: calendar for calendar in calendars}


def _calendar_name(procedure: Procedure, limit: Limit) -> str:
    agency = procedure.agencies.get(limit.party)
    own = limit.calendar or (agency.calendar if agency is not None else None)
    return own or procedure.calendar


def _calendar_names(procedure: Procedure) -> set[str]:
    return {procedure.calendar} | {_calendar_name(procedure, limit) for limit in procedure.limits.values()}


def _calendar(calendars: Mapping[str, WorkCalendar], name: str) -> WorkCalendar:
    if name not in calendars:
        kind = "calendar"
        raise UnknownNameError(kind, name, calendars)
    return calendars[name]


def _index(procedure: Procedure, milestones: Callable[[Limit], tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for limit_id, limit in sorted(procedure.limits.items()):
        for milestone in milestones(limit):
            index[milestone] = (*index.get(milestone, ()), limit_id)
    return index
