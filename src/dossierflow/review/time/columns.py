"""
Instants along paths, as columns: one number for each start day.

An instant on a path is a node: where the path starts, when a term ends that
starts at another node, the later or earlier of several. Equal nodes are one
node, and each is computed once for all start days; so thousands of paths cost
as much as the few hundred different instants that they are made of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dossierflow.review.time.tables import BEYOND

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossierflow.review.time.tables import Rule

Node = int
"""Names one column."""

START: Node = 0
"""The instant at which the dossier is filed."""

NodeStops = tuple[tuple[Node, Node], ...]


class _Due(NamedTuple):
    rule: int
    trigger: Node
    stops: NodeStops


class _Last(NamedTuple):
    rule: int
    end: Node
    in_office: bool


class _Ranked(NamedTuple):
    nodes: tuple[Node, ...]
    rank: int
    """0 for the earliest; of two equal ones each has a rank."""


class _After(NamedTuple):
    node: Node


class _Unless(NamedTuple):
    """*then*, but *otherwise* in the rows in which *early* comes before *late*."""

    early: Node
    late: Node
    then: Node
    otherwise: Node


_Key = _Due | _Last | _Ranked | _After | _Unless


class Columns:
    """The instants of the paths of one procedure, for all start days."""

    def __init__(self, starts: Sequence[int]) -> None:
        """Begin at *starts*, in minutes."""
        self._values: dict[Node, list[int]] = {START: list(starts)}
        self._nodes: dict[_Key, Node] = {}
        self._keys: dict[Node, _Key] = {}
        self._rules: list[Rule] = []
        self._numbers: dict[int, int] = {}

    def __len__(self) -> int:
        """Return how many different instants there are."""
        return len(self._nodes) + 1

    def due(self, rule: Rule, trigger: Node, stops: NodeStops = ()) -> Node:
        """Return when the term of *rule* ends that starts at *trigger* and stands still meanwhile."""
        real = tuple(sorted({(since, until) for since, until in stops if since != until}))
        return self._node(_Due(self._number(rule), trigger, real))

    def last_moment(self, rule: Rule, end: Node, *, in_office: bool) -> Node:
        """Return when somebody acts who uses the term of *rule* to its *end*."""
        return self._node(_Last(self._number(rule), end, in_office)) if rule.ends_at_midnight else end

    def latest(self, *nodes: Node) -> Node:
        """Return the latest of *nodes*, in each row."""
        return self.ranked(nodes, len(set(nodes)) - 1) if len(set(nodes)) > 1 else nodes[0]

    def earliest(self, *nodes: Node) -> Node:
        """Return the earliest of *nodes*, in each row."""
        return self.ranked(set(nodes), 0)

    def ranked(self, nodes: Iterable[Node], rank: int) -> Node:
        """Return, in each row, the one of *nodes* that comes at place *rank*, from 0."""
        chosen = tuple(sorted(nodes))
        return chosen[0] if len(set(chosen)) == 1 else self._node(_Ranked(chosen, rank))

    def just_after(self, node: Node) -> Node:
        """Return the minute after *node*."""
        return self._node(_After(node))

    def unless(self, early: Node, late: Node, *, then: Node, otherwise: Node) -> Node:
        """Return *then*, but *otherwise* in the rows in which *early* comes before *late*."""
        return self._node(_Unless(early, late, then, otherwise))

    def __getitem__(self, node: Node) -> list[int]:
        """Return the instants of *node*, in minutes, one for each start day."""
        known = self._values.get(node)
        if known is None:
            known = self._values[node] = self._computed(self._keys[node])
        return known

    def _node(self, key: _Key) -> Node:
        node = self._nodes.setdefault(key, len(self._nodes) + 1)
        self._keys[node] = key
        return node

    def _number(self, rule: Rule) -> int:
        number = self._numbers.setdefault(id(rule), len(self._rules))
        if number == len(self._rules):
            self._rules.append(rule)
        return number

    def _computed(self, key: _Key) -> list[int]:  # noqa: PLR0911 -- one case a kind of node
        match key:
            case _Due(rule, trigger, ()):
                return self._rules[rule].column(self[trigger])
            case _Due(rule, trigger, stops):
                return self._stopped(self._rules[rule], self[trigger], stops)
            case _Last(rule, end, in_office):
                last_moment = self._rules[rule].last_moment
                return [last_moment(minute, in_office=in_office) for minute in self[end]]
            case _Ranked((one, other), 0):
                return [min(b, a) for a, b in zip(self[one], self[other], strict=True)]
            case _Ranked((one, other), 1):
                return [max(b, a) for a, b in zip(self[one], self[other], strict=True)]
            case _Ranked(nodes, rank):
                return [sorted(row)[rank] for row in zip(*(self[node] for node in nodes), strict=True)]
            case _After(node):
                return [minute + 1 for minute in self[node]]
            case _Unless(early, late, then, otherwise):
                rows = zip(self[early], self[late], self[then], self[otherwise], strict=True)
                return [no if a < b else yes for a, b, yes, no in rows]

    def _stopped(self, rule: Rule, triggers: list[int], stops: NodeStops) -> list[int]:
        since = [self[start] for start, _ in stops]
        until = [self[end] for _, end in stops]
        known: dict[tuple[int, tuple[tuple[int, int], ...]], int] = {}
        found: list[int] = []
        for row, trigger in enumerate(triggers):
            still = tuple(
                (start[row], end[row]) for start, end in zip(since, until, strict=True) if start[row] < end[row]
            )
            key = trigger, still
            if key not in known:
                known[key] = BEYOND if trigger >= BEYOND else rule.end(trigger, still)
            found.append(known[key])
        return found
