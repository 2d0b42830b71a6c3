"""
Days on which paths are tried, alone or by several workers, with the same figures in the same order.

Turns that several paths have in common are taken once for all of them.
"""

from __future__ import annotations

import pickle
from collections import deque
from dataclasses import dataclass, field
from datetime import time
from functools import lru_cache
from typing import TYPE_CHECKING

from dossierflow.errors import CalendarCoverageError, DossierflowError
from dossierflow.simulate.calendars import in_place_of_all
from dossierflow.simulate.edges import edge_instants
from dossierflow.simulate.paths.invariants import runs_of, violations
from dossierflow.simulate.paths.seeking import TryingEngine
from dossierflow.simulate.paths.ways import Way, next_taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Executor, Future
    from datetime import date, datetime

    from dossierflow.engine.refusals import RefusalCode
    from dossierflow.procedure.model import Procedure
    from dossierflow.simulate.paths.choosing import Path
    from dossierflow.simulate.paths.turns import Taken, Turn
    from dossierflow.worktime import WorkCalendar

CUT_OFF = time(15)
"""The hour of the one-stop rules after which it is late."""


def start_instants(calendar: WorkCalendar, day: date, procedure: Procedure | None = None) -> tuple[datetime, ...]:
    """
    Return the instants of *day* from which paths are gone, each with the minute before and after.

    They are 15:00, the hours after which limits of *procedure* say that it is
    late, the opening and the closing.
    """
    limits = () if procedure is None else procedure.limits.values()
    own = (limit.count.cutoff for limit in limits if limit.count is not None and limit.count.cutoff is not None)
    return edge_instants(calendar, day, hours={CUT_OFF, *own})


@dataclass(frozen=True, slots=True)
class Plan:
    """What every worker must know; small enough to be sent with every few days."""

    procedure: Procedure
    versions: tuple[Procedure, ...]
    calendar: WorkCalendar
    turns: tuple[tuple[Turn, ...], ...]
    codes: tuple[tuple[RefusalCode | None, ...], ...]
    """With which code each turn was refused where the path was found."""

    instants: int | None


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that must always be true and was not."""

    path: int
    """Number of the path."""

    start: datetime
    what: str
    detail: str


@dataclass(slots=True)
class Figures:
    """What came of one day."""

    timelines: int = 0
    beyond: int = 0
    diverted: int = 0
    decisions: int = 0
    deadlines: int = 0
    broken: list[Fault] = field(default_factory=list["Fault"])


def codes_of(paths: Iterable[Path]) -> tuple[tuple[RefusalCode | None, ...], ...]:
    """Return, for each of *paths*, with which code each of its turns was refused."""
    return tuple(tuple(_code(one) for one in path.way.taken) for path in paths)


def _code(taken: Taken) -> RefusalCode | None:
    return None if taken.decision.refusal is None else taken.decision.refusal.code


_DAYS_AT_ONCE = 4


def tried(plan: Plan, days: tuple[date, ...], executor: Executor | None) -> Iterator[Figures]:
    """Yield the figures of *days* in their order, with only a few of them waiting."""
    numbered = tuple(enumerate(days))
    if executor is None:
        trial = _Trial(plan)
        yield from (trial.of_day(row, day) for row, day in numbered)
        return
    sent = pickle.dumps(plan)
    parts = [numbered[at : at + _DAYS_AT_ONCE] for at in range(0, len(numbered), _DAYS_AT_ONCE)]
    waiting: deque[Future[list[Figures]]] = deque()
    for part in parts:
        waiting.append(executor.submit(_of_days, sent, part))
        if len(waiting) > _MOST_WAITING:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


_MOST_WAITING = 64


def _of_days(sent: bytes, days: Iterable[tuple[int, date]]) -> list[Figures]:
    trial = _trial(sent)
    return [trial.of_day(row, day) for row, day in days]


@lru_cache(maxsize=1)
def _trial(sent: bytes) -> _Trial:
    """Return the trial of a plan; a worker unpacks it once."""
    plan: Plan = pickle.loads(sent)  # noqa: S301 -- written by the process that asks
    return _Trial(plan)


@dataclass(slots=True)
class _Branch:
    """Turns that some paths have in common: each is taken once for all of them."""

    turn: Turn | None
    paths: list[int] = field(default_factory=list[int])
    """Those that go through here."""

    ends: list[int] = field(default_factory=list[int])
    branches: list[_Branch] = field(default_factory=list["_Branch"])


def _tree(turns: Sequence[tuple[Turn, ...]], numbers: Iterable[int]) -> _Branch:
    root = _Branch(None)
    for number in numbers:
        place = root
        for turn in turns[number]:
            found = next((one for one in place.branches if one.turn == turn), None)
            if found is None:
                found = _Branch(turn)
                place.branches.append(found)
            place = found
            place.paths.append(number)
        place.ends.append(number)
    return root


class _Trial:
    """Goes the paths of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._engine = TryingEngine(plan.versions, in_place_of_all(plan.calendar, plan.versions))
        self._trees: dict[tuple[int, ...], _Branch] = {}
        self._known: dict[str, list[tuple[str, str]]] = {}

    def of_day(self, row: int, day: date) -> Figures:
        """Return what comes of the day that is number *row* of those that are tried."""
        figures, plan = Figures(), self._plan
        moments = start_instants(plan.calendar, day, plan.procedure)
        chosen: dict[datetime, list[int]] = {}
        for column in range(len(plan.turns)):
            for start in _some(moments, plan.instants, row + column):
                chosen.setdefault(start, []).append(column)
        for start, numbers in sorted(chosen.items()):
            key = tuple(numbers)
            if key not in self._trees:
                self._trees[key] = _tree(plan.turns, numbers)
            self._known.clear()
            for branch in self._trees[key].branches:
                self._go(branch, (), start, figures)
        figures.broken.sort(key=lambda one: (one.path, one.start))
        return figures

    def _go(self, branch: _Branch, before: tuple[Taken, ...], start: datetime, figures: Figures) -> None:
        assert branch.turn is not None  # noqa: S101 -- only the root has none
        engine, plan = self._engine, self._plan
        try:
            taken = (*before, next_taken(engine, plan.calendar, before, branch.turn, start))
            found = self._looked_at(taken) if branch.ends else []
        except CalendarCoverageError:
            figures.beyond += len(branch.paths)
            return
        except DossierflowError as error:
            figures.broken += [Fault(number, start, "error", str(error)) for number in branch.paths]
            return
        codes = tuple(_code(one) for one in taken)
        for number in branch.ends:
            figures.timelines += 1
            figures.decisions += len(taken)
            figures.deadlines += sum(1 for _ in runs_of(taken[-1].dossier))
            figures.diverted += codes != plan.codes[number]
            figures.broken += [Fault(number, start, what, detail) for what, detail in found]
        for further in branch.branches:
            self._go(further, taken, start, figures)

    def _looked_at(self, taken: tuple[Taken, ...]) -> list[tuple[str, str]]:
        # a log that ends with the same hash is the same log, however many acts were refused after it
        head = "" if taken[-1].dossier is None else taken[-1].dossier.head
        if head not in self._known:
            self._known[head] = [*violations(self._engine, Way(self._plan.procedure, taken))]
        return self._known[head]


def _some(moments: tuple[datetime, ...], many: int | None, shift: int) -> Iterator[datetime]:
    if many is None or many >= len(moments):
        yield from moments
        return
    yield from (moments[(shift * many + number) % len(moments)] for number in range(many))
