"""What must always be true of a timeline, looked at in ways that do not use the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.audit.verify import verify
from dossierflow.deadlines.replay import replay
from dossierflow.errors import TermError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.deadlines.explanation import Explanation
    from dossierflow.engine.dossier import Deadline, Dossier
    from dossierflow.engine.engine import Engine
    from dossierflow.simulate.paths.ways import Way


def violations(engine: Engine, way: Way) -> Iterator[tuple[str, str]]:
    """Yield what is not as it must always be along *way*, each with what was found."""
    log = tuple(event for one in way.taken for event in one.decision.events)
    dossier = way.dossier
    if dossier is None:
        return
    checked = verify(log, dossier=dossier.id, head=dossier.head, count=len(log))
    if not checked.is_intact:
        # a log that does not hold together cannot be followed
        yield from (("chain", str(found)) for found in checked.findings)
        return
    if engine.replay(log) != dossier:
        yield "replay", "the folded log is not the dossier"
    for clock in runs_of(dossier):
        yield from _of_clock(engine, dossier, clock)


def _of_clock(engine: Engine, dossier: Dossier, clock: Deadline) -> Iterator[tuple[str, str]]:
    ledger = engine.ledger_of(dossier, clock)
    begun = clock.trigger.astimezone(clock.due.at.tzinfo if clock.due is not None else clock.trigger.tzinfo).date()
    if clock.due is not None and clock.due.day < begun and ledger.counting.direction == "after":
        yield "due_before_start", f"{clock.limit}: due {clock.due.day} though it began {begun}"
    if dossier.lifecycle.is_over and clock.is_open:
        yield "open_at_the_end", f"{clock.limit} is {clock.state.value}"
    if clock is dossier.deadlines.get(clock.limit):
        yield from _explained(engine.explain(dossier, clock.limit), clock)


def _explained(explanation: Explanation, clock: Deadline) -> Iterator[tuple[str, str]]:
    """Yield where the steps of an explanation, added up again, do not come to the due date."""
    try:
        summed = replay(explanation)
    except TermError as error:
        yield "explanation", f"{clock.limit}: {error}"
        return
    if summed != explanation.due or (clock.due is not None and summed != clock.due):
        yield "explanation", f"{clock.limit}: the steps come to {summed}, due {clock.due}"


def runs_of(dossier: Dossier | None) -> Iterator[Deadline]:
    """Yield every run of every limit of *dossier*."""
    if dossier is not None:
        yield from dossier.deadlines.values()
        yield from dossier.past_deadlines
