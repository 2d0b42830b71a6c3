"""Checks of structure: what is never reached, never left, never used, or never comes back (``DF301`` to ``DF308``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.procedure.flow import END, FORK, Flow
from dossierflow.procedure.limits import APPLICANT, LimitKind
from dossierflow.procedure.rules import Silence
from dossierflow.review.clock_walk import walk
from dossierflow.review.findings import Severity
from dossierflow.review.graph import Graph
from dossierflow.review.loops import loops
from dossierflow.review.register import structure as kinds
from dossierflow.review.register.entries import both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.citation import LegalText
    from dossierflow.procedure import Procedure, Step
    from dossierflow.review.clock_walk import Walk
    from dossierflow.review.findings import Finding, Subject
    from dossierflow.review.loops import Loop


def check_reach(subject: Subject) -> Iterator[Finding]:
    """Yield the steps that are not reached or not left, and the ends that are not reached."""
    procedure = subject.procedure
    flow = Flow(procedure)
    for name, step in procedure.steps.items():
        if name not in flow.reachable:
            yield subject.found(kinds.UNREACHABLE_STEP, ("steps", name), step=name, name=step.name)
        elif name not in flow.ending:
            yield subject.found(kinds.DEAD_END, ("steps", name), step=name, name=step.name)
    reached = {place.name for place in Graph(procedure).places}
    for name, end in procedure.ends.items():
        if f"{END}{name}" not in reached:
            yield subject.found(kinds.UNREACHABLE_END, ("ends", name), end=name, name=end.name)


def check_use(subject: Subject) -> Iterator[Finding]:
    """Yield handoffs that no step sends and forks that no action opens."""
    procedure = subject.procedure
    sent = {name for step in procedure.steps.values() for name in step.handoffs}
    opened = {action.to for step in procedure.steps.values() for action in step.actions.values()}
    for name in procedure.handoffs:
        if name not in sent:
            kind = both("handoff", "việc chuyển xử lý")
            yield subject.found(kinds.NEVER_USED, ("handoffs", name), kind=kind, name=name)
    for name in procedure.forks:
        if f"{FORK}{name}" not in opened:
            yield subject.found(kinds.NEVER_USED, ("forks", name), kind=both("fork", "điểm tách nhánh"), name=name)


def check_flow_of_time(subject: Subject) -> Iterator[Finding]:
    """Yield clocks that never start or are left running, loops without a bound, and handoffs that may never return."""
    procedure = subject.procedure
    graph = Graph(procedure)
    walks = {name: walk(graph, name) for name in procedure.limits}
    for name, found in walks.items():
        yield from _clock(subject, graph, name, found)
    for loop in loops(graph, walks):
        place = ("steps", loop.places[0].name)
        path = _round_in_words(graph, loop)
        steps = [place.name for place in loop.places]
        yield subject.found(kinds.ENDLESS_LOOP, place, severity=loop.severity, details={"steps": [*steps]}, path=path)
    reached = {place.name for place in graph.places}
    for name, step in procedure.steps.items():
        if name in reached:
            yield from _handoffs(subject, name, step, walks)


def _round_in_words(graph: Graph, loop: Loop) -> LegalText:
    first, *others = loop.places
    if others:
        return graph.path_in_words((first, *others, first))
    name = graph.name_of(first)
    return both(f"{name.en} → supplement → {name.en}", f"{name.vi} → bổ sung hồ sơ → {name.vi}") if loop.asks else name


def _clock(subject: Subject, graph: Graph, name: str, found: Walk) -> Iterator[Finding]:
    limit = subject.procedure.limits[name]
    starts = ", ".join(limit.start_milestones)
    if not found.started:
        start = f"'{starts}'"
        yield subject.found(kinds.CLOCK_NEVER_STARTS, ("limits", name, "starts"), limit=name, start=start)
    elif found.left_running is not None:
        path = graph.path_in_words(found.left_running)
        yield subject.found(
            kinds.CLOCK_LEFT_RUNNING,
            ("limits", name, "stops"),
            details={"path": [place.name for place in found.left_running]},
            limit=name,
            start=starts,
            path=path,
        )


def _handoffs(subject: Subject, step_name: str, step: Step, walks: dict[str, Walk]) -> Iterator[Finding]:
    procedure = subject.procedure
    waits = step.join != "any" and all(action.open_handoffs == "refuse" for action in step.actions.values())
    for name in step.handoffs if waits else ():
        handoff = procedure.handoffs.get(name)
        if handoff is None or handoff.silence is not Silence.ESCALATE:
            continue
        stands = bool(handoff.suspends)
        covered = not stands and _is_timed(procedure, step_name, walks)
        asked_until = any(limit.starts == f"{name}.sent" for limit in procedure.limits.values())
        agency = procedure.agencies.get(handoff.to.agency)
        yield subject.found(
            kinds.NO_RETURN,
            ("handoffs", name, "silence"),
            severity=Severity.NOTE if covered or asked_until else Severity.WARNING,
            step=step_name,
            handoff=name,
            name=handoff.name,
            agency=handoff.to.agency if agency is None else agency.name,
            clock=_clock_meanwhile(stands=stands, covered=covered),
        )


def _clock_meanwhile(*, stands: bool, covered: bool) -> LegalText:
    if stands:
        return both("; the clock stands still all that time", "; suốt thời gian đó thời hạn đứng yên")
    if covered:
        return both("; the clock runs on meanwhile", "; trong lúc đó thời hạn vẫn chạy")
    return both("; no time limit runs meanwhile", "; trong lúc đó không có thời hạn nào chạy")


def _is_timed(procedure: Procedure, step: str, walks: dict[str, Walk]) -> bool:
    """Tell whether a statutory limit of an agency may be running in *step*."""
    return any(
        limit.kind is LimitKind.STATUTORY and limit.party != APPLICANT and step in walks[name].running_in
        for name, limit in procedure.limits.items()
    )
