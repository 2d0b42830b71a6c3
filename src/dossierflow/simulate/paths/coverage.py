"""
What a suite of cases comes to: which steps, actions, acts, ends, timers, silences and refusals, of all that there are.

The cases are played on an engine that remembers what it has decided. What they
leave out is listed with the shortest path that would come to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dossierflow.engine import commands as c
from dossierflow.engine.engine import Decision, Engine
from dossierflow.engine.refusals import RefusalCode
from dossierflow.errors import DossierflowError
from dossierflow.simulate.calendars import in_place_of_all
from dossierflow.simulate.cases.suite import CaseResult
from dossierflow.simulate.paths.choosing import Path, choose
from dossierflow.simulate.paths.goals import Goal, GoalKind, met_by, refused
from dossierflow.simulate.paths.search import find_ways

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from dossierflow.engine.actors import Actor
    from dossierflow.engine.dossier import Dossier
    from dossierflow.procedure.model import Procedure
    from dossierflow.simulate.cases.suite import Case, Suite
    from dossierflow.simulate.paths.search import Search
    from dossierflow.worktime import WorkCalendar

COUNTED = tuple(kind for kind in GoalKind if kind is not GoalKind.DOOR)
"""What a coverage is made of; refusals that every procedure gives alike are listed but not counted."""


class ListeningEngine(Engine):
    """An engine that remembers what came of each call."""

    def listen(self) -> list[tuple[Procedure, Decision]]:
        """Forget what has been heard, and return the list in which it will be from now on."""
        self._heard: list[tuple[Procedure, Decision]] = []
        return self._heard

    def handle(
        self,
        dossier: Dossier | None,
        command: c.Command,
        *,
        by: Actor,
        at: datetime,
        recorded_at: datetime | None = None,
        command_id: str | None = None,
        expected_version: int | None = None,
    ) -> Decision:
        """Decide as any engine does, and remember it."""
        decision = super().handle(
            dossier,
            command,
            by=by,
            at=at,
            recorded_at=recorded_at,
            command_id=command_id,
            expected_version=expected_version,
        )
        about = decision.dossier or dossier
        if about is not None:
            self._heard.append((self.procedure_of(about), decision))
        else:
            self._heard += [(one, decision) for one in self._meant(command, at)]
        return decision

    def tick(self, dossier: Dossier, at: datetime) -> Decision:
        """Let time pass as any engine does, and remember what ran out."""
        decision = super().tick(dossier, at)
        self._heard.append((self.procedure_of(dossier), decision))
        return decision

    def _meant(self, command: c.Command, at: datetime) -> Iterator[Procedure]:
        """Yield the version under which a refused dossier was filed; the first one where none was in force."""
        library = self.rulebook.library
        if not isinstance(command, c.Submit):
            # before there is a dossier every version gives the same answer
            yield from library
            return
        try:
            if command.version is not None:
                yield library.get(command.procedure, command.version)
            else:
                yield library.in_force(command.procedure, at.date())
        except DossierflowError:
            yield library.versions(command.procedure)[0]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the cases about one procedure version come to."""

    procedure: Procedure
    search: Search
    cases: int
    """How many cases come to anything of it."""

    met: frozenset[Goal]

    def of(self, kind: GoalKind) -> tuple[int, int]:
        """Return how many goals of *kind* are met, and how many there are."""
        known = [goal for goal in self.known if goal.kind is kind]
        return sum(goal in self.met for goal in known), len(known)

    @property
    def known(self) -> tuple[Goal, ...]:
        """The goals to which some way leads, and those that the cases have come to."""
        return tuple(sorted({*self.search.ways, *self.met}))

    @property
    def missing(self) -> tuple[Goal, ...]:
        """The goals that count and that no case comes to."""
        return tuple(goal for goal in self.known if goal.kind in COUNTED and goal not in self.met)

    @property
    def paths(self) -> tuple[Path, ...]:
        """The shortest paths that would come to what is missing, none of them the beginning of another."""
        left = {goal: self.search.ways[goal] for goal in self.missing if goal in self.search.ways}
        return choose(replace(self.search, ways=left))

    @property
    def counted(self) -> tuple[int, int]:
        """Return how many goals that count are met, and how many there are."""
        figures = [self.of(kind) for kind in COUNTED]
        return sum(met for met, _ in figures), sum(known for _, known in figures)

    @property
    def share(self) -> float:
        """The share of the counted goals that is met, from 0 to 100."""
        return percent(*self.counted)


def percent(met: int, known: int) -> float:
    """
    Return *met* of *known* in percent; of nothing, everything is met.

    >>> percent(1, 3), percent(0, 0)
    (33.3, 100.0)
    """
    # never rounded up to what has not been reached
    return 100.0 if met == known else min(round(100 * met / known, 1), 99.9)


@dataclass
class Listener:
    """Plays cases and keeps what each version was brought to."""

    calendars: WorkCalendar | None = None
    _engines: dict[tuple[tuple[str, ...], str, str], ListeningEngine] = field(
        default_factory=dict[tuple[tuple[str, ...], str, str], ListeningEngine]
    )
    met: dict[str, set[Goal]] = field(default_factory=dict[str, set[Goal]])
    """By the hash of the version."""

    cases: dict[str, int] = field(default_factory=dict[str, int])

    def result(self, case: Case) -> CaseResult:
        """Return how *case* goes; only what comes as its file says counts as covered."""
        try:
            engine = self._engine(case)
            heard = engine.listen()
            result = CaseResult(case=case, outcomes=case.play(engine))
        except DossierflowError as error:
            return CaseResult(case=case, outcomes=(), error=str(error))
        if result.is_fine:
            self._keep(heard, result)
        return result

    def _keep(self, heard: list[tuple[Procedure, Decision]], result: CaseResult) -> None:
        found: dict[str, set[Goal]] = {}
        for procedure, decision in heard:
            goals = found.setdefault(procedure.hash, set())
            goals |= set(met_by(procedure, decision.events))
            if decision.refusal is not None:
                goals.add(refused(decision.refusal.code))
        last = heard[-1][0].hash if heard else None
        for outcome in result.outcomes:
            # what nobody tried, but the story says that it would be refused
            if ".forbidden." in outcome.field and last is not None:
                found[last].add(refused(RefusalCode(outcome.expected)))
        for version, goals in found.items():
            self.met.setdefault(version, set()).update(goals)
            self.cases[version] = self.cases.get(version, 0) + 1

    def _engine(self, case: Case) -> ListeningEngine:
        versions = case.library.versions(case.procedure) if case.procedure else ()
        calendar = self.calendars or case.calendar
        key = (tuple(one.hash for one in versions), calendar.name, calendar.hash)
        if key not in self._engines:
            by_name = in_place_of_all(calendar, versions, case.calendar.name)
            self._engines[key] = ListeningEngine(versions, by_name)
        return self._engines[key]


def coverage_of(suite: Suite, heard: Listener) -> Iterator[Coverage]:
    """
    Yield, for every version of the procedures that *suite* is about, what its cases come to.

    Args:
        suite: The cases.

        heard: What has played them.
    """
    first: dict[str, Case] = {}
    for case in suite.cases:
        if case.procedure:
            first.setdefault(case.procedure, case)
    seen: set[str] = set()
    for case in first.values():
        for procedure in case.library.versions(case.procedure):
            if procedure.hash not in seen:
                seen.add(procedure.hash)
                calendar = heard.calendars or case.calendar
                yield coverage(procedure, find_ways(procedure, calendar, library=case.library), heard)


def coverage(procedure: Procedure, search: Search, heard: Listener) -> Coverage:
    """Return what was *heard* of one version, against what *search* found."""
    met = frozenset(heard.met.get(procedure.hash, set()))
    known = {*search.ways}
    # acts that no goal is made of, such as a correction, are no part of a coverage
    counted = {goal for goal in met if goal in known or goal.kind in {GoalKind.REFUSAL, GoalKind.DOOR}}
    return Coverage(procedure, search, heard.cases.get(procedure.hash, 0), frozenset(counted))


def general(coverages: Iterable[Coverage]) -> tuple[frozenset[Goal], frozenset[Goal]]:
    """
    Return the refusals that every procedure gives alike: those that were met anywhere, and all that there are.

    What one version refuses so every other refuses too: they are asked of a
    suite once, and have no part in the share of a version.
    """
    many = [*coverages]
    met = frozenset(goal for one in many for goal in one.met if goal.kind is GoalKind.DOOR)
    known = frozenset(goal for one in many for goal in one.known if goal.kind is GoalKind.DOOR)
    return met, known


def total(coverages: Iterable[Coverage]) -> float:
    """Return the share of all counted goals that is met, from 0 to 100."""
    figures = [one.counted for one in coverages]
    return percent(sum(met for met, _ in figures), sum(known for _, known in figures))
