"""
What is counted, and how counts of several offices become one.

A tally is a counter whose keys are tuples of words, whole numbers all of it:
adding two tallies is all that merging takes, in any order.

=========================================  ==================================================
Key                                        Counts
=========================================  ==================================================
``outcome, OUTCOME``                       dossiers
``sum, NAME``                              totals: ``arrivals``, ``events``, ``worked`` ...
``procedure, ID, OUTCOME``                 dossiers of a procedure
``office, KIND, OUTCOME``                  dossiers of a kind of office
``days, ID, N``                            decided dossiers by working days from filing
``days_late, N``                           late and overdue dossiers by working days
``limit, ID, LIMIT, PARTY, STATE``         runs of a limit by how they came off
``step, ID, STEP, WHO, NAME``              stays in a step; minutes worked and waited
``group, KIND, GROUP, NAME``               minutes present and busy, pieces, minutes waited
``week, MONDAY, NAME``                     dossiers filed and finished in a week
``refused, ID, COMMAND, CODE``             commands that the engine refused
``stuck, ID, WHERE``                       dossiers with which nobody can go on
=========================================  ==================================================
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Key: TypeAlias = tuple[str, ...]
Tally: TypeAlias = "Counter[Key]"


def new_tally() -> Tally:
    """Return an empty tally."""
    return Counter()


def under(tally: Mapping[Key, int], *prefix: str) -> Iterator[tuple[Key, int]]:
    """
    Yield the counts whose key begins with *prefix*, with the rest of the key, sorted.

    >>> list(under({("outcome", "late"): 2, ("sum", "events"): 9}, "outcome"))
    [(('late',), 2)]
    """
    size = len(prefix)
    yield from sorted((key[size:], count) for key, count in tally.items() if key[:size] == prefix)


def table(tally: Mapping[Key, int], kind: str, depth: int) -> dict[Key, Counter[str]]:
    """
    Return the counts of *kind* by the next *depth* words of their keys, each by its last word.

    >>> table({("office", "ward", "late"): 2, ("office", "ward", "early"): 3}, "office", 1)
    {('ward',): Counter({'early': 3, 'late': 2})}
    """
    found: dict[Key, Counter[str]] = {}
    for key, count in under(tally, kind):
        found.setdefault(key[:depth], Counter())[key[depth]] += count
    return found
