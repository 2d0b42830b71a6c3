"""
Timing contestants fairly: all in one run, round by round, garbage collector off inside a round.

The machine may be shared and its speed may drift. Each round therefore times
every contestant once, in rotating order, so that a slow moment falls on all of
them, and only ratios within one run are meant to be read.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass, field
from itertools import repeat
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.results import Outcome, Table, Timing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much measuring is done."""

    rounds: int
    seconds: float
    """How long one contestant works in one round, at least one call."""

    sample: int
    """Where answers are checked, every so many-th is; 1 for all."""

    longest: int = 1_000_000
    """Calls in one round, at most."""


FULL = Effort(rounds=9, seconds=0.2, sample=1)
QUICK = Effort(rounds=7, seconds=0.01, sample=40)
TINY = Effort(rounds=1, seconds=0.0, sample=400, longest=2)
"""Proves that everything runs; measures nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contestant:
    """One way of doing the work of a race."""

    name: str
    prepare: Callable[[int], Callable[[], object]]
    """
    Given how many calls will follow, returns what is called.

    Runs once a round and is not timed.
    """

    is_ours: bool = False
    operations: int = 1
    """Operations in one call."""

    outcome: Callable[[object], object] = field(default=lambda returned: returned)
    """What a call has done, read from what it returned, in the words of the race."""

    is_right: bool = True
    """Whether the outcome must be that of the race; some peers are in it to be counted wrong."""

    reports_seconds: bool = False
    """Whether a call measures itself, in another process, and returns seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """Contestants that do the same work."""

    name: str
    title: str
    about: str
    """What is measured, what each contestant does and does not do."""

    operation: str
    """What one operation is: ``one command``."""

    contestants: Sequence[Contestant]
    expected: object = None
    """The outcome of one call of every contestant that is right."""

    tables: Callable[[Effort], Sequence[Table]] = field(default=lambda _: ())
    """What else is found out, such as how many answers are wrong."""

    close: Callable[[], None] = field(default=lambda: None)
    """Gives back what the race holds open; called once, when it is over."""


def always(work: Callable[[], object]) -> Callable[[int], Callable[[], object]]:
    """Prepare *work* that needs no preparation."""
    return lambda _: work


def check(race: Race) -> None:
    """
    Call every contestant once and compare what it did with what the race expects.

    Raises:
        AssertionError: A contestant did something else.
    """
    for contestant in race.contestants:
        done = contestant.outcome(contestant.prepare(1)())
        if contestant.is_right and done != race.expected:
            msg = f"{race.name}: {contestant.name} did {done!r}, not {race.expected!r}"
            raise AssertionError(msg)


def run(race: Race, effort: Effort) -> Outcome:
    """Check the contestants of *race*, time them, close the race, and return what came out."""
    try:
        check(race)
        return _run(race, effort)
    finally:
        race.close()


def _run(race: Race, effort: Effort) -> Outcome:
    calls = [_calls_for(contestant, effort) for contestant in race.contestants]
    seconds: list[list[float]] = [[] for _ in race.contestants]
    for round_ in range(effort.rounds):
        for place in range(len(race.contestants)):
            index = (place + round_) % len(race.contestants)
            contestant = race.contestants[index]
            elapsed = _timed(contestant, calls[index])
            seconds[index].append(elapsed / calls[index] / contestant.operations)
    timings = tuple(
        Timing(contestant.name, contestant.is_ours, count, tuple(each))
        for contestant, count, each in zip(race.contestants, calls, seconds, strict=True)
    )
    return Outcome(race.name, race.title, race.about, race.operation, timings, tuple(race.tables(effort)))


def _calls_for(contestant: Contestant, effort: Effort) -> int:
    """Return how many calls fill a round; finding out warms the contestant up."""
    calls = 1
    while True:
        elapsed = _timed(contestant, calls)
        if elapsed * 4 >= effort.seconds or calls >= effort.longest:
            break
        calls *= 2
    return max(1, min(effort.longest, round(calls * effort.seconds / elapsed)))


def _timed(contestant: Contestant, calls: int) -> float:
    work = contestant.prepare(calls)
    if contestant.reports_seconds:
        return sum(float(str(work())) for _ in repeat(None, calls))
    gc.collect()
    gc.disable()
    try:
        began = perf_counter()
        for _ in repeat(None, calls):
            work()
        return perf_counter() - began
    finally:
        gc.enable()
