"""
Which of the ways are kept: none that is only the beginning of another.

So the shortest way to every goal is among the paths, as a whole or as their
beginning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.simulate.paths.goals import Goal, GoalKind
from dossierflow.simulate.paths.words import way_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossierflow.citation import LegalText
    from dossierflow.simulate.paths.search import Search, Way
    from dossierflow.simulate.paths.turns import Turn

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
    groups: dict[tuple[object, ...], list[Goal]] = {}
    ways: dict[tuple[object, ...], Way] = {}
    for goal, way in search.ways.items():
        if goal.kind in wanted:
            sign = tuple(_sign(turn) for turn in way.turns)
            groups.setdefault(sign, []).append(goal)
            ways.setdefault(sign, way)
    beginnings = {sign[:length]: None for sign in groups for length in range(1, len(sign))}
    kept = [sign for sign in groups if sign not in beginnings]
    return tuple(_path(ways[sign], groups, sign) for sign in kept)


def _path(way: Way, groups: dict[tuple[object, ...], list[Goal]], sign: tuple[object, ...]) -> Path:
    own = min(groups[sign], key=lambda goal: (_ORDER.index(goal.kind), goal.name))
    shortest = [goal for length in range(1, len(sign) + 1) for goal in groups.get(sign[:length], ())]
    return Path(f"{own.kind}-{own.name}".replace(".", "-"), way_in_words(way), way, tuple(sorted(shortest)))


def _sign(turn: Turn) -> tuple[object, ...]:
    """Return what tells one turn from another."""
    said = None if turn.command is None else turn.command.model_dump_json()
    filed = None if turn.filing is None else (turn.filing.facts, turn.filing.wrong)
    return (str(turn.by), said, filed, turn.instant, turn.occurred, turn.command_id, turn.expected_version)
