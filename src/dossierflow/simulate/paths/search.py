"""
The shortest ways to everything that a dossier can come to, found by trying it on the engine.

Breadth first: from each kind of dossier everything that can sensibly be done is
done, and so is waiting for the next limit to run out. Dossiers that stand alike
are followed once. What is wrong is tried beside the way.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from dossierflow.engine import commands as c
from dossierflow.engine.actors import APPLICANT_ACTOR, Actor
from dossierflow.engine.engine import Engine
from dossierflow.engine.refusals import RefusalCode
from dossierflow.errors import CalendarError, TermError
from dossierflow.procedure.facts import holds
from dossierflow.procedure.paths import situations
from dossierflow.procedure.paths.situations import guards
from dossierflow.simulate.paths.filing import Filing
from dossierflow.simulate.paths.goals import Goal, GoalKind, goals_of, met_by, refused
from dossierflow.simulate.paths.provoking import misfilings, provocations
from dossierflow.simulate.paths.sensible import Stage, aside, going
from dossierflow.simulate.paths.turns import WAIT, Taken, Turn, take

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dossierflow.engine.dossier import Deadline, Dossier
    from dossierflow.procedure.facts import FactValue
    from dossierflow.procedure.library import ProcedureLibrary
    from dossierflow.procedure.model import Procedure
    from dossierflow.procedure.paths import Situation
    from dossierflow.worktime import WorkCalendar

MOST_STANDINGS = 2_000
"""How many different standings of dossiers are followed at most."""

MOST_IDLE = 500
"""After how many standings in a row that bring nothing new the search gives up."""

NINE = time(9)
_A_DAY = timedelta(days=1)
_A_FORTNIGHT = 14
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Way:
    """Turns that were taken one after the other, the first of which files the dossier."""

    procedure: Procedure
    taken: tuple[Taken, ...]

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What was done, apart from when."""
        return tuple(one.turn for one in self.taken)

    @property
    def dossier(self) -> Dossier | None:
        """The dossier at the end; none where it was not accepted."""
        return self.taken[-1].dossier

    @property
    def refusal(self) -> RefusalCode | None:
        """With which code the last turn was refused; none where it was accepted."""
        last = self.taken[-1].decision.refusal
        return None if last is None else last.code

    @property
    def goals(self) -> frozenset[Goal]:
        """Everything that the way comes to."""
        return frozenset(_met(self.procedure, self.taken))


@dataclass(frozen=True, slots=True)
class Search:
    """What was found of one procedure."""

    procedure: Procedure
    ways: Mapping[Goal, Way]
    """For everything that can be come to, the shortest way."""

    standings: int
    """How many different standings of dossiers were followed."""

    is_complete: bool
    """Whether everything was followed; otherwise a bound has cut the search."""

    @property
    def unreached(self) -> tuple[Goal, ...]:
        """What the procedure names and no way was found to."""
        return tuple(goal for goal in goals_of(self.procedure) if goal not in self.ways)


def find_ways(
    procedure: Procedure,
    calendar: WorkCalendar,
    *,
    library: ProcedureLibrary | None = None,
    most: int = MOST_STANDINGS,
    engine: Engine | None = None,
) -> Search:
    """
    Find the shortest way to everything that a dossier of *procedure* can come to.

    Args:
        procedure: The version.

        calendar: Its working days; stands in for every calendar that the version names.

        library: Where its other versions are; none: it has no others.

        most: How many different standings are followed at most.

        engine: One that knows the versions and the calendar already.

    Raises:
        CalendarCoverageError: The calendar does not cover the version's first days.

    >>> from dossierflow.procedure.catalogue import shipped
    >>> from dossierflow.worktime import vietnam
    >>> found = find_ways(shipped("criminal-record").get("criminal-record", "2026-07-01"), vietnam())
    >>> found.is_complete, len(found.ways[Goal(GoalKind.END, "issued")].taken)
    (True, 4)
    """
    own = (procedure,) if library is None else library.versions(procedure.procedure)
    seeker = _Seeker(procedure, engine or Engine(own, calendar), calendar, most)
    seeker.seek()
    return Search(procedure, dict(sorted(seeker.ways.items())), len(seeker.seen), not seeker.is_cut)


def first_day(procedure: Procedure, calendar: WorkCalendar) -> datetime:
    """
    Return nine o'clock of the first day of a plain week in which *procedure* is in force.

    Raises:
        CalendarCoverageError: The calendar does not cover it.
    """
    begins = max(procedure.effective.from_, calendar.first)
    weeks = [begins + _A_DAY * (number + (-begins.weekday()) % 7) for number in range(0, _A_FORTNIGHT * 7, 7)]
    last = min(calendar.last, procedure.effective.to or calendar.last)
    plain = (
        day
        for day in weeks
        if day + _A_DAY * _FRIDAY <= last and all(calendar.is_working(day + _A_DAY * n) for n in range(_FRIDAY + 1))
    )
    return datetime.combine(next(plain, calendar.roll_forward(begins)), NINE, calendar.tz)


def play(procedure: Procedure, engine: Engine, calendar: WorkCalendar, turns: Iterable[Turn], start: datetime) -> Way:
    """
    Take *turns* one after the other, the first of them at *start*.

    Raises:
        CalendarCoverageError: One of them would lie beyond the calendar, or a deadline would.
    """
    taken: list[Taken] = []
    for turn in turns:
        taken.append(_next(engine, calendar, tuple(taken), turn, start))
    return Way(procedure, tuple(taken))


def _next(engine: Engine, calendar: WorkCalendar, taken: tuple[Taken, ...], turn: Turn, start: datetime) -> Taken:
    before, last = (taken[-1].dossier, taken[-1].at) if taken else (None, start)
    return take(engine, calendar, turn, before, last, len(taken) + 1)


def _met(procedure: Procedure, taken: Iterable[Taken]) -> Iterator[Goal]:
    for one in taken:
        yield from met_by(procedure, one.decision.events)
        if one.decision.refusal is not None:
            yield refused(one.decision.refusal.code)


@dataclass
class _Seeker:
    """Goes the ways of one procedure."""

    procedure: Procedure
    engine: Engine
    calendar: WorkCalendar
    most: int
    ways: dict[Goal, Way] = field(default_factory=dict[Goal, Way])
    seen: set[object] = field(default_factory=set[object])
    queue: deque[tuple[Filing, tuple[Taken, ...]]] = field(default_factory=deque[tuple[Filing, tuple[Taken, ...]]])
    is_cut: bool = False
    idle: int = 0

    def __post_init__(self) -> None:
        """Know where it begins, and what else there is."""
        self.start = first_day(self.procedure, self.calendar)
        library = self.engine.rulebook.library
        known = library.versions(self.procedure.procedure)
        self.others = tuple(one.version for one in known if one.version != self.procedure.version)
        self.wanted = set(goals_of(self.procedure))
        self.is_first = known[0].version == self.procedure.version

    def seek(self) -> None:
        """Follow everything, breadth first."""
        self._file()
        while self.queue:
            filing, taken = self.queue.popleft()
            if len(self.seen) >= self.most or self.idle >= MOST_IDLE:
                self.is_cut = True
                return
            before = len(self.ways)
            self._follow(filing, taken)
            self.idle = 0 if len(self.ways) > before else self.idle + 1

    def _file(self) -> None:
        for situation in _kinds(self.procedure):
            filing = Filing(self.procedure, situation.facts)
            one = self._try((), Turn(by=APPLICANT_ACTOR, filing=filing), keep=True)
            if one is not None:
                self._enqueue(filing, (one,))
        receiver = Actor(agency=self.procedure.reception.by.agency, role=self._role())
        self._try((), Turn(by=receiver, command=c.Receive()), keep=True)
        for filing in misfilings(self.procedure):
            if filing.wrong is RefusalCode.VERSION_NOT_IN_FORCE:
                self._too_early(filing)
            elif refused(filing.wrong or RefusalCode.FACT_INVALID) not in self.ways:
                self._try((), Turn(by=APPLICANT_ACTOR, filing=filing), keep=True)

    def _role(self) -> str:
        by = self.procedure.reception.by
        return by.role or next(iter(self.procedure.agencies[by.agency].roles))

    def _too_early(self, filing: Filing) -> None:
        """File before there is any version; where the calendar knows such days."""
        begins = self.procedure.effective.from_
        if not self.is_first or begins - 7 * _A_DAY < self.calendar.first:
            return
        day = self.calendar.nth_working_day_before(begins, 1)
        turn = Turn(by=APPLICANT_ACTOR, filing=filing)
        self._keep((take(self.engine, self.calendar, turn, None, datetime.combine(day, NINE, self.calendar.tz), 1),))

    def _follow(self, filing: Filing, taken: tuple[Taken, ...]) -> None:
        dossier = taken[-1].dossier
        if dossier is None:
            return
        procedure = self.engine.procedure_of(dossier)
        stage = Stage(procedure, dossier, filing.values)
        for turn in going(stage):
            one = self._try(taken, turn, keep=True)
            if one is not None:
                self._enqueue(filing, (*taken, one))
        if self.engine.next_timer(dossier) is not None:
            one = self._try(taken, WAIT, keep=True)
            if one is not None:
                self._enqueue(filing, (*taken, one))
        for turn in aside(stage):
            self._try(taken, turn, keep=True)
        for code, turns in provocations(stage, self.others):
            if refused(code) not in self.ways:
                self._provoke(taken, turns)

    def _provoke(self, taken: tuple[Taken, ...], turns: tuple[Turn, ...]) -> None:
        """Try what is wrong; only the last of *turns* may be refused."""
        for turn in turns[:-1]:
            one = self._try(taken, turn, keep=False)
            if one is None:
                return
            taken = (*taken, one)
        self._try(taken, turns[-1], keep=True)

    def _try(self, taken: tuple[Taken, ...], turn: Turn, *, keep: bool) -> Taken | None:
        """Take *turn*; return it if it was accepted."""
        try:
            one = _next(self.engine, self.calendar, taken, turn, self.start)
        except (CalendarError, TermError):
            return None
        if keep:
            self._keep((*taken, one))
        return one if one.decision.is_accepted else None

    def _keep(self, taken: tuple[Taken, ...]) -> None:
        # what came earlier on the way is known already
        for goal in _met(self.procedure, taken[-1:]):
            is_wanted = goal in self.wanted or goal.kind in {GoalKind.REFUSAL, GoalKind.DOOR}
            if is_wanted and goal not in self.ways:
                self.ways[goal] = Way(self.procedure, taken)

    def _enqueue(self, filing: Filing, taken: tuple[Taken, ...]) -> None:
        dossier = taken[-1].dossier
        if dossier is None or dossier.procedure != self.procedure.ref:
            return
        sign = _standing(self.procedure, dossier, filing)
        if sign not in self.seen:
            self.seen.add(sign)
            self.queue.append((filing, taken))


def _standing(procedure: Procedure, dossier: Dossier, filing: Filing) -> tuple[object, ...]:
    """Return how *dossier* stands, as far as it decides what can happen to it."""
    counts = {name: min(many, _bound(procedure, name)) for name, many in dossier.counts.items()}
    starts = (limit.start_milestones for limit in procedure.limits.values())
    joint = {name for names in starts if len(names) > 1 for name in names}
    return (
        filing.facts,
        dossier.lifecycle,
        tuple(sorted(dossier.tracks.items())),
        tuple(sorted(counts.items())),
        tuple((name, one.status) for name, one in sorted(dossier.handoffs.items())),
        tuple((name, _clock(one)) for name, one in sorted(dossier.deadlines.items())),
        tuple(sorted(joint & dossier.milestones.keys())),
    )


def _bound(procedure: Procedure, name: str) -> int:
    most = procedure.supplement.max if procedure.supplement is not None else 1
    return most if name == "supplement" and isinstance(most, int) else 1


def _clock(clock: Deadline) -> str:
    return clock.state.value if clock.is_open else "ended"


def _kinds(procedure: Procedure) -> Iterator[Situation]:
    """Yield one situation for each answer to all conditions; terms that differ lead to the same places."""
    conditions = [*guards(procedure), *(limit.when for limit in procedure.limits.values() if limit.when)]
    conditions += [rule.when for rule in procedure.extensions.values() if rule.when]
    conditions += [window.when for window in procedure.filing if window.when]
    seen: set[tuple[bool, ...]] = set()
    for situation in situations(procedure).situations:
        facts: dict[str, FactValue] = dict(situation.facts)
        sign = tuple(_holds(condition, facts) for condition in conditions)
        if sign not in seen:
            seen.add(sign)
            yield situation


def _holds(condition: Mapping[str, object], facts: Mapping[str, FactValue]) -> bool:
    return holds(condition, facts)  # type: ignore[arg-type] # conditions of several rules, all of the same shape
