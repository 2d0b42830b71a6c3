"""
A procedure as a graph: who does what where, and what follows.

`diagram_of` takes the graph from a procedure once; Mermaid and the text table
are written from it and never look at the procedure themselves. The graph has
its BPMN counterparts: lanes are agencies, waits are receive tasks, dashed
edges are boundary timers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dossierflow.procedure.limits import APPLICANT, MissEffect
from dossierflow.render.rules import condition_in_words, miss_in_words, runs_in_words, terms_in_words
from dossierflow.render.words.procedures import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.procedure.limits import Limit
    from dossierflow.procedure.steps import Action
    from dossierflow.render.names import Names


class NodeKind(StrEnum):
    """What a node of the graph is."""

    START = "start"
    STEP = "step"
    WAIT = "wait"
    HANDOFF = "handoff"
    FORK = "fork"
    JOIN = "join"
    END = "end"


class EdgeKind(StrEnum):
    """How one comes from one node to the next."""

    FLOW = "flow"
    HANDOFF = "handoff"
    """Work passed to another agency, and its answer."""

    TIMER = "timer"
    """A time limit that runs out, and what follows by itself."""


@dataclass(frozen=True, slots=True)
class Node:
    """One place in which a dossier can be, or one piece of work passed on."""

    id: str
    kind: NodeKind
    text: str
    lane: str | None
    """The agency that acts there; none for ends, forks and joins."""

    who: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """One move."""

    source: str
    target: str
    text: str
    condition: str = ""
    kind: EdgeKind = EdgeKind.FLOW


@dataclass(frozen=True, slots=True)
class LimitNote:
    """One time limit in words."""

    id: str
    text: str
    party: str
    term: str
    runs: str
    missed: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """The graph of one procedure version, in one language."""

    title: str
    lanes: tuple[tuple[str, str], ...]
    """Identifier and name of everyone who acts, in the order of the file; the applicant first."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    limits: tuple[LimitNote, ...]


def diagram_of(names: Names) -> Diagram:
    """Return the graph of the procedure that *names* are of, in their language."""
    procedure = names.procedure
    lanes = [(APPLICANT, names.agency(APPLICANT)), *((agency, names.agency(agency)) for agency in procedure.agencies)]
    return Diagram(
        title=f"{procedure.name.text(names.lang)} ({procedure})",
        lanes=tuple(lanes),
        nodes=tuple(_nodes(names)),
        edges=tuple(_edges(names)),
        limits=tuple(_note(limit_id, limit, names) for limit_id, limit in procedure.limits.items()),
    )


def _nodes(names: Names) -> Iterator[Node]:
    procedure, lang = names.procedure, names.lang
    yield Node("submit", NodeKind.START, phrase("submit", lang), APPLICANT)
    by = procedure.reception.by
    yield Node("reception", NodeKind.STEP, phrase("reception", lang), by.agency, names.who(by))
    for step_id, step in procedure.steps.items():
        yield Node(f"step.{step_id}", NodeKind.STEP, names.step(step_id), step.by.agency, names.who(step.by))
    if procedure.supplement is not None:
        for step_id in procedure.supplement.steps:
            yield Node(f"{step_id}?supplement", NodeKind.WAIT, phrase("wait_supplement", lang), APPLICANT)
    for fee_id, fee in procedure.fees.items():
        for step_id in fee.steps:
            text = phrase("wait_fee", lang, name=names.fee(fee_id))
            yield Node(f"{step_id}?fee.{fee_id}", NodeKind.WAIT, text, APPLICANT)
    for pause_id, pause in procedure.pauses.items():
        for step_id in pause.steps or procedure.steps:
            text = phrase("wait_pause", lang, name=names.pause(pause_id))
            yield Node(f"{step_id}?pause.{pause_id}", NodeKind.WAIT, text, pause.by.agency)
    for handoff_id, handoff in procedure.handoffs.items():
        who = names.who(handoff.to)
        yield Node(f"handoff.{handoff_id}", NodeKind.HANDOFF, names.handoff(handoff_id), handoff.to.agency, who)
    for fork_id in procedure.forks:
        yield Node(f"fork.{fork_id}", NodeKind.FORK, names.fork(fork_id), None)
        yield Node(f"join.{fork_id}", NodeKind.JOIN, phrase("join", lang), None)
    yield Node("end.reception_refused", NodeKind.END, phrase("reception_refused", lang), None)
    for end_id in procedure.ends:
        yield Node(f"end.{end_id}", NodeKind.END, names.end(end_id), None)


def _edges(names: Names) -> Iterator[Edge]:
    procedure, lang = names.procedure, names.lang
    yield Edge("submit", "reception", "")
    yield Edge("reception", f"step.{procedure.reception.first}", phrase("receive", lang))
    yield Edge("reception", "end.reception_refused", phrase("refuse_reception", lang))
    for step_id, step in procedure.steps.items():
        for action_id, action in step.actions.items():
            yield from _outcome(step_id, action_id, action, names)
        for handoff in step.handoffs:
            condition = condition_in_words(procedure.handoffs[handoff].when, names)
            yield Edge(f"step.{step_id}", f"handoff.{handoff}", phrase("send", lang), condition, EdgeKind.HANDOFF)
            yield Edge(f"handoff.{handoff}", f"step.{step_id}", phrase("answer", lang), "", EdgeKind.HANDOFF)
    for fork_id, fork in procedure.forks.items():
        for track in fork.tracks.values():
            condition = condition_in_words(track.when, names)
            yield Edge(f"fork.{fork_id}", f"step.{track.start}", track.name.text(lang), condition)
        yield Edge(f"join.{fork_id}", _place(fork.then), "")
    yield from _waiting(names)
    for limit_id, limit in procedure.limits.items():
        yield from _timers(limit_id, limit, names)


def _outcome(step_id: str, action_id: str, action: Action, names: Names) -> Iterator[Edge]:
    condition = condition_in_words(action.when, names)
    text = names.action(step_id, action_id)
    if action.to == "join":
        for fork_id in names.procedure.forks:
            if step_id in _inside(fork_id, names):
                yield Edge(f"step.{step_id}", f"join.{fork_id}", text, condition)
    else:
        yield Edge(f"step.{step_id}", _place(action.to), text, condition)


def _inside(fork_id: str, names: Names) -> set[str]:
    """Return the steps of a fork's own tracks; those of forks within it are left out, what follows them is not."""
    procedure = names.procedure
    todo = [track.start for track in procedure.forks[fork_id].tracks.values()]
    found: set[str] = set()
    while todo:
        place = todo.pop()
        if place.startswith("fork."):
            todo.append(procedure.forks[place.removeprefix("fork.")].then)
        elif place in procedure.steps and place not in found:
            found.add(place)
            todo += [action.to for action in procedure.steps[place].actions.values()]
    return found


def _waiting(names: Names) -> Iterator[Edge]:
    procedure, lang = names.procedure, names.lang
    supplement = procedure.supplement
    for step_id in supplement.steps if supplement is not None else ():
        back = supplement.back_to if supplement is not None and supplement.back_to else step_id
        yield Edge(f"step.{step_id}", f"{step_id}?supplement", phrase("ask_supplement", lang))
        yield Edge(f"{step_id}?supplement", f"step.{back}", phrase("answer_supplement", lang))
    for fee_id, fee in procedure.fees.items():
        for step_id in fee.steps:
            yield Edge(f"step.{step_id}", f"{step_id}?fee.{fee_id}", phrase("ask_fee", lang))
            yield Edge(f"{step_id}?fee.{fee_id}", f"step.{fee.to or step_id}", phrase("paid", lang))
    for pause_id, pause in procedure.pauses.items():
        for step_id in pause.steps or procedure.steps:
            yield Edge(f"step.{step_id}", f"{step_id}?pause.{pause_id}", phrase("pause", lang))
            yield Edge(f"{step_id}?pause.{pause_id}", f"step.{step_id}", phrase("resume", lang))


def _timers(limit_id: str, limit: Limit, names: Names) -> Iterator[Edge]:
    missed = limit.on_missed
    if missed.effect not in {MissEffect.END, MissEffect.ACTION} or missed.to is None:
        return
    text = phrase("ran_out", names.lang, limit=names.limit(limit_id))
    for source in _where(limit, names):
        if missed.effect is MissEffect.END:
            yield Edge(source, f"end.{missed.to}", text, "", EdgeKind.TIMER)
        else:
            step = source.removeprefix("step.")
            action = names.procedure.steps[step].actions[missed.to]
            yield Edge(source, _place(action.to), text, "", EdgeKind.TIMER)


def _where(limit: Limit, names: Names) -> Iterator[str]:
    """Yield the nodes in which *limit* runs out, by what starts it; the first step where that says nothing."""
    procedure = names.procedure
    owner, _, event = limit.start_milestones[0].partition(".")
    if event in {"entered", "started"} and owner in procedure.steps:
        yield f"step.{owner}"
    elif owner == "supplement_requested" and procedure.supplement is not None:
        yield from (f"{step}?supplement" for step in procedure.supplement.steps)
    elif event == "requested" and owner in procedure.fees:
        yield from (f"{step}?fee.{owner}" for step in procedure.fees[owner].steps)
    else:
        yield f"step.{procedure.reception.first}"


def _place(target: str) -> str:
    return target if target.startswith(("end.", "fork.")) else f"step.{target}"


def _note(limit_id: str, limit: Limit, names: Names) -> LimitNote:
    return LimitNote(
        id=limit_id,
        text=names.limit(limit_id),
        party=names.agency(limit.party),
        term=terms_in_words(limit, names),
        runs=runs_in_words(limit, names),
        missed=miss_in_words(limit, names),
    )
