"""
The search for ways, breadth first: everything that can sensibly be done is tried on the engine itself.

Waiting for the next limit to run out is one of the things that can be done.
Dossiers that stand alike are followed once. What is wrong is tried beside the
way.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dossierflow.engine import commands as c
from dossierflow.engine.actors import APPLICANT_ACTOR, Actor
from dossierflow.engine.effects import Lifecycle
from dossierflow.engine.engine import Engine
from dossierflow.engine.refusals import RefusalCode
from dossierflow.errors import CalendarError, TermError
from dossierflow.simulate.paths.alike import standing_of
from dossierflow.simulate.paths.asking import FILING, Answers, Questions
from dossierflow.simulate.paths.filing import Filing
from dossierflow.simulate.paths.goals import Goal, GoalKind, goals_of, refused
from dossierflow.simulate.paths.provoking import misfilings, provocations
from dossierflow.simulate.paths.sensible import Stage, aside, going
from dossierflow.simulate.paths.turns import WAIT, Taken, Turn, take, with_facts
from dossierflow.simulate.paths.ways import NINE, Way, first_day, met_on, next_taken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.refusals import Refusal
    from dossierflow.procedure.model import Procedure
    from dossierflow.worktime import WorkCalendar

_A_DAY = timedelta(days=1)
_DONE = frozenset(one for one in Lifecycle if one.is_over) | {Lifecycle.DECIDED}
"""From here nothing keeps a dossier from its end."""


@dataclass(frozen=True, slots=True)
class Node:
    """A dossier that is to be followed."""

    answers: Answers
    taken: tuple[Taken, ...]
    sign: object
    """How it stands."""

    @property
    def dossier(self) -> Dossier:
        """The dossier as it stands."""
        dossier = self.taken[-1].dossier
        assert dossier is not None  # noqa: S101 -- only accepted turns make a node
        return dossier


class TryingEngine(Engine):
    """An engine that does not say what else could be done when it refuses: here everything is tried anyway."""

    def _with_alternatives(self, refused: Refusal, dossier: Dossier | None, by: Actor, at: datetime) -> Refusal:
        del dossier, by, at
        return refused


@dataclass
class Seeker:
    """Goes the ways of one procedure."""

    procedure: Procedure
    engine: Engine
    calendar: WorkCalendar
    most: int
    progress: Callable[[int, int], None] | None = None
    is_narrow: bool = False
    """Whether parallel tracks are followed one after the other, which brings only few of the ways through them."""

    ways: dict[Goal, Way] = field(default_factory=dict[Goal, Way])
    seen: set[object] = field(default_factory=set[object])
    queue: deque[Node] = field(default_factory=deque[Node])
    followed: int = 0
    lengths: int = 0
    """How many turns the way to the standing has that was followed last."""

    cells: int = 0
    """How many combinations of facts there were at most where not all were gone through; none where all were."""

    leads: dict[object, set[object]] = field(default_factory=dict[object, set[object]])
    """From each standing followed to those that come of it, unless the applicant gives up."""

    over: set[object] = field(default_factory=set[object])
    shortest: dict[object, tuple[Taken, ...]] = field(default_factory=dict[object, tuple[Taken, ...]])
    """The way to each standing."""

    def __post_init__(self) -> None:
        """Know where it begins, and what else there is."""
        self.start = first_day(self.procedure, self.calendar)
        library = self.engine.rulebook.library
        known = library.versions(self.procedure.procedure)
        self.others = tuple(one.version for one in known if one.version != self.procedure.version)
        self.wanted = set(goals_of(self.procedure))
        self.is_first = known[0].version == self.procedure.version
        self.questions = Questions(self.procedure)

    def seek(self) -> None:
        """Follow everything, breadth first."""
        self._file()
        while self.queue and self.followed < self.most:
            node = self.queue.popleft()
            self.followed += 1
            self.lengths = len(node.taken)
            self._follow(node)
            if self.progress is not None:
                self.progress(self.followed, len(self.queue))

    def trapped(self) -> Iterator[Way]:
        """Yield the shortest way to each place from which no end can be reached any more, unless it is withdrawn."""
        back: dict[object, set[object]] = {}
        for sign, others in self.leads.items():
            for other in others:
                back.setdefault(other, set()).add(sign)
        # what was not followed may yet lead anywhere
        ahead = [*self.over, *(node.sign for node in self.queue)]
        ends = set[object]()
        while ahead:
            sign = ahead.pop()
            if sign not in ends:
                ends.add(sign)
                ahead += back.get(sign, ())
        told = set[object]()
        for sign, taken in self.shortest.items():
            dossier = taken[-1].dossier
            place = None if dossier is None else tuple(sorted(dossier.tracks.items()))
            if sign not in ends and place not in told:
                told.add(place)
                yield Way(self.procedure, taken)

    def _file(self) -> None:
        for answers in self._split(self.questions.nothing_settled, frozenset({FILING})):
            filing = Filing(self.procedure, answers.facts)
            one = self._try((), Turn(by=APPLICANT_ACTOR, filing=filing), keep=True)
            if one is not None:
                self._enqueue(answers, (one,))
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

    def _follow(self, node: Node) -> None:
        dossier, taken = node.dossier, node.taken
        stage = Stage(self.procedure, dossier, node.answers.values)
        leads = self.leads.setdefault(node.sign, set())
        onward = [*going(stage, is_narrow=self.is_narrow)]
        if self.engine.next_timer(dossier) is not None:
            onward.append(WAIT)
        for turn in onward:
            one = self._try(taken, turn, keep=True)
            if one is not None:
                signs = self._enqueue(node.answers, (*taken, one))
                leads |= set() if isinstance(turn.command, c.RequestWithdrawal) else signs
        besides = [*aside(stage)]
        for turn in besides:
            self._try(taken, turn, keep=True)
        for code, turns in provocations(stage, self.others):
            if refused(code) not in self.ways and not (len(turns) == 1 and turns[0] in [*onward, *besides]):
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
            one = next_taken(self.engine, self.calendar, taken, turn, self.start)
        except (CalendarError, TermError):
            return None
        if keep:
            self._keep((*taken, one))
        return one if one.decision.is_accepted else None

    def _keep(self, taken: tuple[Taken, ...]) -> None:
        # what came earlier on the way is known already
        for goal in met_on(self.procedure, taken[-1:]):
            is_wanted = goal in self.wanted or goal.kind in {GoalKind.REFUSAL, GoalKind.DOOR}
            if is_wanted and goal not in self.ways:
                self.ways[goal] = Way(self.procedure, taken)

    def _enqueue(self, answers: Answers, taken: tuple[Taken, ...]) -> set[object]:
        """Put the dossier at the end of *taken* among those to be followed, once for every way to settle its facts."""
        dossier = taken[-1].dossier
        if dossier is None or dossier.procedure != self.procedure.ref:
            return set()
        places = self.questions.places(dossier)
        signs = set[object]()
        for other in self._split(answers, places):
            again = taken if other.facts == answers.facts else self._again(taken, other)
            if not again or again[-1].dossier is None:
                continue
            sign = (standing_of(self.procedure, again[-1].dossier), self.questions.told(other, places))
            signs.add(sign)
            if sign not in self.seen:
                self.seen.add(sign)
                self.queue.append(Node(other, again, sign))
                self.shortest[sign] = again
                if again[-1].dossier.lifecycle in _DONE:
                    self.over.add(sign)
        return signs

    def _split(self, answers: Answers, places: frozenset[str]) -> list[Answers]:
        found, cut = self.questions.split(answers, places)
        self.cells = max(self.cells, cut)
        return found

    def _again(self, taken: tuple[Taken, ...], answers: Answers) -> tuple[Taken, ...]:
        """Return the same turns with other facts, of which nothing has depended so far; nothing if one is refused."""
        found: tuple[Taken, ...] = ()
        for one in taken:
            turn = with_facts(one.turn, Filing(self.procedure, answers.facts))
            took = self._try(found, turn, keep=True)
            if took is None:
                return ()
            found = (*found, took)
        return found
