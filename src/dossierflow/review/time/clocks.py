"""
The clocks of a dossier along one way: what starts, stops, holds and replaces them.

This is the engine's own order of events, told of moves instead of commands and
of instants that stand for all start days at once. Nothing is decided here; a
test holds every way of every procedure to what the engine does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from dossierflow.deadlines.conventions import CutoffEffect
from dossierflow.deadlines.ledger import Anchor, Extension
from dossierflow.procedure.facts import holds
from dossierflow.procedure.limits import LimitKind, MissEffect
from dossierflow.procedure.rules import NewLimit, RemainingPlus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import time

    from dossierflow.deadlines.term import Term
    from dossierflow.engine.rulebook import CompiledProcedure
    from dossierflow.procedure.facts import Facts
    from dossierflow.review.time.columns import Columns, Node
    from dossierflow.review.time.tables import Rule, Tables


class Ended(StrEnum):
    """How a run of a clock came to its end."""

    MET = "met"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


@dataclass(slots=True, eq=False)
class Run:
    """One run of one limit."""

    limit: str
    term: Term
    trigger: Node
    begun: int
    """Number of the move that starts it."""

    stops: list[tuple[Node, Node | None, str]] = field(default_factory=list["tuple[Node, Node | None, str]"])
    """When it stood still: from, until, and why; open while until is missing."""

    more: tuple[Extension, ...] = ()
    extended_at: Node | None = None
    ended: int | None = None
    """Number of the move that ends it."""

    ended_at: Node | None = None
    ending: Ended | None = None

    def held_by(self, reason: str) -> bool:
        """Tell whether it stands still for *reason*."""
        return any(until is None and why == reason for _, until, why in self.stops)


class Clocks:
    """All clocks of one dossier."""

    def __init__(
        self,
        compiled: CompiledProcedure,
        facts: Facts,
        tables: Tables,
        columns: Columns,
        handover: time | None = None,
    ) -> None:
        """
        Begin before the submission.

        Args:
            compiled: The version.

            facts: Of the dossier.

            tables: Where terms are counted.

            columns: Where instants are computed.

            handover: The last minute at which a step of the internal procedure
                is handed over on the same day; none where it always is.
        """
        self.compiled = compiled
        self.procedure = compiled.procedure
        self.facts = facts
        self.tables = tables
        self.columns = columns
        self.handover = handover
        self.reached: dict[str, Node] = {}
        self.runs: list[Run] = []
        self.open: dict[str, Run] = {}
        self.causes: dict[str, tuple[Node, frozenset[str]]] = {}
        """What holds clocks still at the moment: since when, and which limits."""
        self.number = 0
        """Number of the move that is being made."""

    def rule(self, run: Run) -> Rule:
        """Return how *run* is counted, with what was added to it."""
        return self._rule(run, run.more)

    def _rule(self, run: Run, more: tuple[Extension, ...]) -> Rule:
        limit = self.procedure.limits[run.limit]
        counting = self.compiled.counting(run.limit, run.term.unit)
        if self.handover is not None and limit.kind is LimitKind.INTERNAL and counting.cutoff is None:
            later = {"cutoff": self.handover, "cutoff_effect": CutoffEffect.STARTS_LATER}
            counting = counting.model_copy(update=later)
        return self.tables.rule(self.compiled.calendar_of(run.limit), run.term, counting, limit.deemed, more)

    def due(self, run: Run) -> Node:
        """Return when *run* ends; what holds it still at the moment is left out."""
        stops = tuple((since, until) for since, until, _ in run.stops if until is not None)
        longer = self.columns.due(self.rule(run), run.trigger, stops)
        if run.extended_at is None:
            return longer
        plain = self.columns.due(self._rule(run, ()), run.trigger, stops)
        # a term that had run out before it went on has no remaining time to which something could be added
        return self.columns.unless(plain, run.extended_at, then=longer, otherwise=plain)

    def reach(self, milestones: Iterable[str], now: Node) -> None:
        """Reach *milestones* together: stop the clocks that wait for them, start those that they trigger."""
        batch = tuple(milestones)
        for milestone in batch:
            self.reached[milestone] = now
        self.stop_at(batch, now)
        self.start_at(batch, now)

    def stop_at(self, milestones: Iterable[str], now: Node) -> None:
        """End, as met, the open clocks that wait for one of *milestones*."""
        for limit in _limits(self.compiled.stopping, milestones):
            self.end((limit,), Ended.MET, now)

    def start_at(self, milestones: Iterable[str], now: Node) -> None:
        """Start the clocks whose last missing start milestone is among *milestones*."""
        for limit in _limits(self.compiled.starting, milestones):
            rule = self.procedure.limits[limit]
            starts = [self.reached.get(name) for name in rule.start_milestones]
            known = [start for start in starts if start is not None]
            if len(known) < len(starts) or limit in self.open or not holds(rule.when, self.facts):
                continue
            if not self._is_replaced(limit):
                self.start(limit, self.columns.latest(*known), now)

    def start(self, limit: str, trigger: Node, now: Node) -> None:
        """Start a new run of *limit*, in place of an open one."""
        term, _ = self.compiled.term(limit, self.facts)
        self.end((limit,), Ended.SUPERSEDED, now)
        run = Run(limit, term, trigger, self.number)
        self.runs.append(run)
        self.open[limit] = run
        for reason, (since, limits) in self.causes.items():
            if limit in limits:
                run.stops.append((self.columns.latest(trigger, since), None, reason))

    def end(self, limits: Iterable[str], ending: Ended, now: Node) -> None:
        """End the open clocks of *limits*."""
        for limit in limits:
            run = self.open.pop(limit, None)
            if run is not None:
                # what still holds it ends with it; a term that had run out before is late all the same
                run.stops = [(since, now if until is None else until, why) for since, until, why in run.stops]
                run.ended, run.ended_at, run.ending = self.number, now, ending

    def hold(self, reason: str, limits: Iterable[str], now: Node) -> None:
        """Let the clocks of *limits* stand still for *reason*, those that start meanwhile too."""
        self.causes[reason] = now, frozenset(limits)
        for limit in limits:
            run = self.open.get(limit)
            if run is not None and not run.held_by(reason):
                run.stops.append((now, None, reason))

    def release(self, reason: str, now: Node) -> None:
        """Let the clocks go on that stood still for *reason*."""
        self.causes.pop(reason, None)
        for run in self.open.values():
            self.resume(run, reason, now)

    def resume(self, run: Run, reason: str, now: Node) -> None:
        """Let one clock go on."""
        run.stops = [(since, now if until is None and why == reason else until, why) for since, until, why in run.stops]

    def settle_supplement(self, now: Node) -> None:
        """Let the clocks follow their models when the supplement is handed in."""
        rule = self.procedure.supplement
        self.causes.pop("supplement", None)
        instead: list[str] = []
        for limit in sorted(rule.clock) if rule is not None else ():
            run = self.open.get(limit)
            model = rule.model_of(limit) if rule is not None else "runs"
            if run is None or model == "runs":
                continue
            if model == "restart":
                self.start(limit, now, now)
            elif isinstance(model, NewLimit) and holds(self.procedure.limits[model.new_limit].when, self.facts):
                self.end((limit,), Ended.SUPERSEDED, now)
                instead.append(model.new_limit)
            else:
                self._go_on(run, model.remaining_plus if isinstance(model, RemainingPlus) else None, now)
        for limit in dict.fromkeys(instead):
            self.start(limit, now, now)

    def _go_on(self, run: Run, plus: Term | None, now: Node) -> None:
        self.resume(run, "supplement", now)
        if plus is not None:
            run.more = (*run.more, Extension(plus, Anchor.DUE, "supplement"))
            run.extended_at = now

    def decide(self, now: Node) -> None:
        """Come to an end that is a decision."""
        self.reached["decided"] = now
        self.stop_at(("decided",), now)
        self.close(now, but=self.compiled.stopping.get("returned", ()))
        self.start_at(("decided",), now)

    def close(self, now: Node, but: Iterable[str] = ()) -> None:
        """Come to the end of the dossier: what can no longer be stopped is not owed any more."""
        kept = set(but)
        self.end([limit for limit in self.open if limit not in kept], Ended.CANCELLED, now)
        for reason in list(self.causes):
            self.release(reason, now)

    def awaited(self, milestone: str, effect: MissEffect | None = None) -> Iterator[str]:
        """Yield the limits that *milestone* starts and whose running out has *effect*, or any."""
        for limit in self.compiled.starting.get(milestone, ()):
            if effect is None or self.procedure.limits[limit].on_missed.effect is effect:
                yield limit

    def _is_replaced(self, limit: str) -> bool:
        rule = self.procedure.supplement
        last = next((run for run in reversed(self.runs) if run.limit == limit), None)
        if rule is None or last is None or last.ending is not Ended.SUPERSEDED:
            return False
        model = rule.model_of(limit)
        return isinstance(model, NewLimit) and any(run.limit == model.new_limit for run in self.runs)


def _limits(index: dict[str, tuple[str, ...]], milestones: Iterable[str]) -> Iterator[str]:
    return iter(dict.fromkeys(limit for milestone in milestones for limit in index.get(milestone, ())))
