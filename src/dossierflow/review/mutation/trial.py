"""
Trying mutations: which of them the golden cases notice.

The cases are not known here. Whoever has them hands in a function that plays
them under a procedure, so that scenarios, tables and a host's own tests are
all tried the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dossierflow.review.mutation.equivalence import is_equivalent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.procedure import Procedure
    from dossierflow.review.mutation.mutation import Mutation
    from dossierflow.worktime import WorkCalendar

Played = Callable[["Procedure"], Iterable[tuple[str, bool]]]
"""Plays the cases under a procedure: yields the name of each and whether it went as it should."""


class Verdict(StrEnum):
    """What came of a mutation."""

    NOTICED = "noticed"
    """A case fails that passes without it."""

    UNNOTICED = "unnoticed"
    """Every case passes: nothing covers the rule."""

    EQUIVALENT = "equivalent"
    """It moves no due date on any day of the calendar, so no case could notice it."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One mutation, tried."""

    mutation: Mutation
    verdict: Verdict
    by: str | None = None
    """The first case that noticed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MutationReport:
    """The mutations of one procedure, tried."""

    procedure: Procedure
    cases: tuple[str, ...]
    """The cases that pass without any mutation, which alone can notice one."""

    trials: tuple[Trial, ...]

    def count(self, verdict: Verdict, rule: str | None = None) -> int:
        """Return how many mutations, of one rule or of all, came out so."""
        return sum(1 for one in self.trials if one.verdict is verdict and rule in {None, one.mutation.rule})

    @property
    def unnoticed(self) -> tuple[Mutation, ...]:
        """The mutations that no case notices."""
        return tuple(one.mutation for one in self.trials if one.verdict is Verdict.UNNOTICED)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that were changed, in the order of the file."""
        return tuple(dict.fromkeys(one.mutation.rule for one in self.trials))

    def score(self, rule: str | None = None) -> float:
        """Return which part of the mutations that could be noticed was, from 0 to 1; 1 where there is none."""
        noticed, missed = (self.count(verdict, rule) for verdict in (Verdict.NOTICED, Verdict.UNNOTICED))
        return noticed / (noticed + missed) if noticed + missed else 1.0


def try_mutations(
    procedure: Procedure, candidates: Iterable[Mutation], play: Played, *, calendar: WorkCalendar
) -> MutationReport:
    """
    Return which of the mutations *candidates* of *procedure* the cases notice.

    Args:
        procedure: As it is.

        candidates: What `mutations` yields, or some of it.

        play: Plays the cases under the procedure that it is given.

        calendar: On which equivalence is proved.
    """
    passing = tuple(name for name, is_fine in play(procedure) if is_fine)
    trials = tuple(trials_of(procedure, candidates, play, passing, calendar=calendar))
    return MutationReport(procedure=procedure, cases=passing, trials=trials)


def trials_of(
    procedure: Procedure,
    candidates: Iterable[Mutation],
    play: Played,
    passing: Iterable[str],
    *,
    calendar: WorkCalendar,
) -> Iterator[Trial]:
    """Yield the trials one after the other, for who shows progress; *passing* are the cases that pass without any."""
    known = frozenset(passing)
    for mutation in candidates:
        by = next((name for name, is_fine in play(mutation.procedure) if not is_fine and name in known), None)
        if by is not None:
            yield Trial(mutation, Verdict.NOTICED, by)
        elif is_equivalent(procedure, mutation, calendar):
            yield Trial(mutation, Verdict.EQUIVALENT)
        else:
            yield Trial(mutation, Verdict.UNNOTICED)
