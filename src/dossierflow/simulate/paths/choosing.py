"""
Which of the ways are kept: none that is only the beginning of another.

So the shortest way to every goal is among the paths, as a whole or as their
beginning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.simulate.paths.goals import Goal, GoalKind
from dossierflow.simulate.paths.ways import met_on
from dossierflow.simulate.paths.words import way_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossierflow.citation import LegalText
    from dossierflow.simulate.paths.search import Search
    from dossierflow.simulate.paths.turns import Turn
    from dossierflow.simulate.paths.ways import Way

_ORDER = (
    GoalKind.REFUSAL,
    GoalKind.DOOR,
    GoalKind.END,
    GoalKind.SILENCE,
    GoalKind.TIMER,
    GoalKind.ACTION,
    GoalKind.ACT,
    GoalKind.STEP,
)
"""After which of its goals a path is called."""


@dataclass(frozen=True, slots=True)
class Path:
    """A way that is kept, with its name."""

    key: str
    """The goal at its end: ``end-issued``; unique among the paths of a procedure."""

    name: LegalText
    """The way as a chain: ``nộp hồ sơ → tiếp nhận → yêu cầu bổ sung → hết hạn``."""

    way: Way
    shortest: tuple[Goal, ...]
    """The goals to which this path, or its beginning, is the shortest way."""

    @property
    def is_refused(self) -> bool:
        """Tell whether the last act is refused."""
        return self.way.refusal is not None

    def __str__(self) -> str:
        """Return the key."""
        return self.key


def choose(search: Search, *, kinds: Iterable[GoalKind] = tuple(GoalKind)) -> tuple[Path, ...]:
    """
    Return the ways of *search* to goals of *kinds* as paths, none of them the beginning of another.

    >>> from dossierflow.procedure.catalogue import shipped
    >>> from dossierflow.simulate.paths.search import find_ways
    >>> from dossierflow.worktime import vietnam
    >>> record = shipped("criminal-record").get("criminal-record", "2026-07-01")
    >>> paths = choose(find_ways(record, vietnam()), kinds=[GoalKind.END])
    >>> [path.name.en for path in paths][0]
    'filed → received → The information is complete → Issue the certificate'
    """
    wanted = set(kinds)
    groups: dict[_Sign, _Group] = {}
    for goal, way in search.ways.items():
        if goal.kind in wanted:
            groups.setdefault(_sign_of(way), _Group(way, [])).goals.append(goal)
    kept: dict[_Acts, list[_Sign]] = {}
    for sign in sorted(groups, key=lambda one: -len(one[0])):
        acts = sign[0]
        if not any(_leads(groups[longer].way, groups[sign]) for longer in kept.get(acts, ())):
            for length in range(1, len(acts) + 1):
                kept.setdefault(acts[:length], []).append(sign)
    left = {sign for signs in kept.values() for sign in signs}
    shortest: dict[_Sign, list[Goal]] = {sign: [] for sign in left}
    for sign, group in groups.items():
        for longer in kept.get(sign[0], ()):
            if _leads(groups[longer].way, group):
                shortest[longer] += group.goals
    return tuple(_path(groups[sign], shortest[sign]) for sign in groups if sign in left)


_Acts = tuple[tuple[object, ...], ...]
_Sign = tuple[_Acts, object]
"""What is done, and the facts of the dossier."""


@dataclass(frozen=True, slots=True)
class _Group:
    """A way, and the goals to which it is the shortest."""

    way: Way
    goals: list[Goal]


def _leads(way: Way, group: _Group) -> bool:
    """Tell whether the beginning of *way* that does the same as the way of *group* comes to the same."""
    number = len(group.way.taken)
    return set(group.goals) <= set(met_on(way.procedure, way.taken[number - 1 : number]))


def _path(group: _Group, shortest: list[Goal]) -> Path:
    own = min(group.goals, key=lambda goal: (_ORDER.index(goal.kind), goal.name))
    key = f"{own.kind}-{own.name}".replace(".", "-")
    return Path(key, way_in_words(group.way), group.way, tuple(sorted(shortest)))


def _sign_of(way: Way) -> _Sign:
    filed = next((turn.filing for turn in way.turns if turn.filing is not None), None)
    return tuple(_act(turn) for turn in way.turns), None if filed is None else filed.facts


def _act(turn: Turn) -> tuple[object, ...]:
    """Return what tells one turn from another, the facts of the dossier left out."""
    said = None if turn.command is None else turn.command.model_dump_json(exclude={"facts"})
    filed = None if turn.filing is None else (turn.filing.wrong,)
    return (str(turn.by), said, filed, turn.instant, turn.occurred, turn.command_id, turn.expected_version)
