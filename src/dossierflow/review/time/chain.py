"""
One limit against what happens inside it, on one way: when it is due, and when it is stopped.

Everybody uses the whole of his own limit: a step ends at the last moment of the
limit that it stops, an answer comes at the last moment of its limit, the
applicant answers on his last day. What has no limit of its own takes no time;
what is left over is there for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from dossierflow.procedure.limits import APPLICANT, LimitKind
from dossierflow.procedure.paths import MAIN, Move, MoveKind
from dossierflow.review.time.clocks import Clocks, Ended, Run
from dossierflow.review.time.columns import START
from dossierflow.review.time.course import AtOnce, Course

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import time

    from dossierflow.deadlines.term import Term
    from dossierflow.engine.rulebook import CompiledProcedure
    from dossierflow.procedure.model import Procedure
    from dossierflow.procedure.paths import Walk
    from dossierflow.review.time.columns import Columns, Node
    from dossierflow.review.time.tables import Tables


@dataclass(frozen=True, slots=True)
class Part:
    """A limit that bounds one move inside another limit."""

    limit: str
    term: Term
    move: int
    """Number of the move that it bounds."""

    ours: bool
    """Whether it binds the agency whose limit is examined, or its front office."""


@dataclass(frozen=True, slots=True)
class Chain:
    """One limit on one way."""

    limit: str
    term: Term
    walk: Walk
    parts: tuple[Part, ...]
    idle: tuple[int, ...]
    """Numbers of the moves inside the limit that somebody must make and that no limit of their own bounds."""

    runs: tuple[tuple[Node, Node], ...]
    """Of each run, restarted ones included, when it is due and when it is stopped."""

    moments: tuple[Node, ...]
    """When each move happens."""

    begins: Node
    """When the last run begins."""


class Made(NamedTuple):
    """What the ways of one procedure are timed with."""

    compiled: CompiledProcedure
    tables: Tables
    columns: Columns
    handover: time | None = None
    """The last minute at which a step of the internal procedure is handed over on the same day; none for any."""


class Chains:
    """The chains of one procedure on one way."""

    def __init__(self, walk: Walk, made: Made) -> None:
        """Find out what lies inside what; *made* makes clocks for the facts of *walk*."""
        self._made = made
        self.procedure = made.compiled.procedure
        self.walk = walk
        self.runs = [run for run in Course(walk, self._clocks(), AtOnce()).clocks.runs if run.ended is not None]

    def _clocks(self) -> Clocks:
        made = self._made
        return Clocks(made.compiled, self.walk.facts, made.tables, made.columns, made.handover)

    def limits(self) -> tuple[str, ...]:
        """Return the limits of agencies inside of which something has a limit of its own."""
        last = {run.limit: run for run in self.runs if run.ending is Ended.MET}
        return tuple(
            name
            for name, run in last.items()
            if not self._is_of_others(name) and any(_inside(run, part) for part in self._parts(run))
        )

    def _is_of_others(self, limit: str) -> bool:
        """Tell whether *limit* binds the applicant, or an agency that is asked and whose work is not told."""
        starts = self.procedure.limits[limit].start_milestones
        asked = any(name.removesuffix(".sent") in self.procedure.handoffs for name in starts)
        return asked or self.procedure.limits[limit].party == APPLICANT

    def chain(self, limit: str, *, theirs: bool) -> Chain:
        """
        Return the chain of *limit*.

        Args:
            limit: One of `limits`.

            theirs: Whether the applicant and other agencies use the whole of
                their limits; otherwise they answer at once.
        """
        tested = next(run for run in reversed(self.runs) if run.limit == limit and run.ending is Ended.MET)
        ours = ours_of(self.procedure, limit)
        parts = [run for run in self._parts(tested) if theirs or self.procedure.limits[run.limit].party in ours]
        timing = LastMoments(self.procedure, _by_move(parts), limit, self._made.columns, self.walk)
        course = Course(self.walk, self._clocks(), timing)
        inside = [run for run in parts if _inside(tested, run)]
        bounded = {run.ended for run in parts}
        begun, ended = tested.begun, tested.ended or 0
        mine = _last_attempts([run for run in course.clocks.runs if run.limit == limit], tested)
        return Chain(
            limit=limit,
            term=tested.term,
            walk=self.walk,
            parts=tuple(
                Part(run.limit, run.term, run.ended or 0, self.procedure.limits[run.limit].party in ours)
                for run in inside
            ),
            idle=tuple(
                number
                for number in range(begun + 1, ended + 1)
                if number not in bounded and _takes_time(self.procedure, self.walk.moves[number])
            ),
            runs=tuple((course.clocks.due(run), run.ended_at or START) for run in mine),
            moments=tuple(course.moments),
            begins=mine[-1].trigger,
        )

    def _parts(self, tested: Run) -> Iterator[Run]:
        """Yield the runs that bound a move while *tested* runs or before it, but do not run around it."""
        attempts = _last_attempts([run for run in self.runs if run.limit == tested.limit], tested)
        for run in self.runs:
            ended = run.ending in {Ended.MET, Ended.LAPSED}
            if ended and run not in attempts and not self._around(run, tested):
                yield run

    def _around(self, run: Run, tested: Run) -> bool:
        begun, ended = (run.begun, run.ended or 0), (tested.begun, tested.ended or 0)
        if begun == ended:
            # a promise runs beside the law's limit, and is compared with it; it is no part of it
            one, other = self.procedure.limits[run.limit], self.procedure.limits[tested.limit]
            work = one.kind is LimitKind.INTERNAL is not other.kind
            return not work and (one.within != tested.limit or one.kind is LimitKind.COMMITTED)
        return begun[0] <= ended[0] and begun[1] >= ended[1]


class LastMoments:
    """Lets everybody use the whole of his limit."""

    def __init__(
        self, procedure: Procedure, bounds: Mapping[int, tuple[str, ...]], tested: str, columns: Columns, walk: Walk
    ) -> None:
        """
        Take the bounds of the moves.

        Args:
            procedure: The version.

            bounds: For the number of a move, the limits to whose last moment it may be put off.

            tested: The limit that is examined, which bounds nothing.

            columns: Where instants are computed.

            walk: The way.
        """
        self.procedure = procedure
        self.bounds = bounds
        self.tested = tested
        self.columns = columns
        self._moves = walk.moves
        self._at: dict[str, Node] = {MAIN: START}
        self._sent: dict[str, Node] = {}
        self._replies: dict[str, list[Node]] = {}

    def moment(self, number: int, move: Move, clocks: Clocks) -> Node:
        """Return the last moment of *move* that its limits allow, and not before what comes before it."""
        now = self.columns.latest(self._earliest(number, move), *self._bounds(number, move, clocks))
        if move.kind is MoveKind.REPLY:
            self._replies.setdefault(move.track, []).append(now)
            return now
        self._replies.pop(move.track, None)
        if move.kind is MoveKind.SEND:
            self._sent[move.track] = now
        # what follows by itself when a limit has run out is there in the minute after its last
        self._at[move.track] = self.columns.just_after(now) if move.kind is MoveKind.LAPSE else now
        self._at |= dict.fromkeys(move.opens, self._at[move.track])
        return now

    def _earliest(self, number: int, move: Move) -> Node:
        """Return when *move* can happen at once."""
        if move.kind is MoveKind.REPLY:
            return self._sent[move.track]
        if move.kind is MoveKind.JOINED:
            tracks = self.procedure.forks[str(move.name)].tracks
            joined = [one.track for one in self._moves[:number] if one.track in tracks]
            return self.columns.latest(*dict.fromkeys(self._at[track] for track in (*joined, move.track)))
        if move.kind is MoveKind.RETURN:
            return self._at[self._moves[number - 1].track]
        replies = self._replies.get(move.track)
        if not replies:
            return self._at[move.track]
        join = self.procedure.steps[str(move.step)].join
        wanted = len(replies) if join == "all" else min(1 if join == "any" else join, len(replies))
        return self.columns.ranked(replies, wanted - 1)

    def _bounds(self, number: int, move: Move, clocks: Clocks) -> tuple[Node, ...]:
        if move.kind is MoveKind.JOINED:
            # joining follows from the act of the last track, and cannot be put off
            return ()
        if move.kind is MoveKind.LAPSE and move.name in clocks.open:
            return (clocks.due(clocks.open[move.name]),)
        names = list(self.bounds.get(number, ()))
        rule = self.procedure.supplement
        if move.kind is MoveKind.ASK and rule is not None and rule.ask_within not in {None, self.tested, *names}:
            names.append(str(rule.ask_within))
        runs = [clocks.open[name] for name in names if name in clocks.open]
        ends = [self._last_moment(run, clocks) for run in runs if all(until is not None for _, until, _ in run.stops)]
        return (self.columns.earliest(*ends),) if ends else ()

    def _last_moment(self, run: Run, clocks: Clocks) -> Node:
        in_office = self.procedure.limits[run.limit].party != APPLICANT
        return self.columns.last_moment(clocks.rule(run), clocks.due(run), in_office=in_office)


def ours_of(procedure: Procedure, limit: str) -> frozenset[str]:
    """Return the parties that are on the same side as the one who owes *limit*: itself, and the front office."""
    offices = {procedure.reception.by.agency, procedure.returning.by.agency}
    return frozenset({procedure.limits[limit].party, *offices})


def _inside(tested: Run, part: Run) -> bool:
    return (part.ended or 0) > tested.begun and (part.ended or 0) <= (tested.ended or 0)


def _last_attempts(runs: list[Run], tested: Run) -> list[Run]:
    """Return the run that *tested* stands for, after those that it replaced one after the other."""
    last = next(number for number, run in enumerate(runs) if run.begun == tested.begun and run.ended == tested.ended)
    first = last
    while first > 0 and runs[first - 1].ending is Ended.SUPERSEDED:
        first -= 1
    return runs[first : last + 1]


def _by_move(parts: list[Run]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for run in parts:
        number = run.ended or 0
        found[number] = (*found.get(number, ()), run.limit)
    return found


_WORK = {MoveKind.RECEIVE, MoveKind.ACT, MoveKind.REPLY, MoveKind.ANSWER, MoveKind.PAY, MoveKind.RESUME}


def _takes_time(procedure: Procedure, move: Move) -> bool:
    """Tell whether *move* is work or waiting that takes its time, unless its step waits for others anyway."""
    if move.kind is MoveKind.ACT and move.step is not None:
        return not procedure.steps[move.step].handoffs
    return move.kind in _WORK
