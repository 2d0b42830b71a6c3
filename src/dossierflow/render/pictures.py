"""A diagram written as Mermaid, for pages that draw it, and as tables of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.reading.characters import escaped
from dossierflow.render.diagram import EdgeKind, NodeKind
from dossierflow.render.tables import Table, table_text
from dossierflow.render.words.procedures import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.citation import Language
    from dossierflow.render.diagram import Diagram, Edge, Node
    from dossierflow.render.explanation_json import Json

_SHAPES = {
    NodeKind.START: ("([", "])"),
    NodeKind.STEP: ("[", "]"),
    NodeKind.WAIT: ("{{", "}}"),
    NodeKind.HANDOFF: ("[[", "]]"),
    NodeKind.FORK: ("{", "}"),
    NodeKind.JOIN: ("{", "}"),
    NodeKind.END: ("([", "])"),
}
_ARROWS = {EdgeKind.FLOW: "-->", EdgeKind.HANDOFF: "<-->", EdgeKind.TIMER: "-.->"}


def mermaid(diagram: Diagram) -> str:
    """
    Return *diagram* as a Mermaid flowchart: one subgraph for everyone who acts.

    Dashed edges are time limits that run out.
    """
    ids = {node.id: f"n{number}" for number, node in enumerate(diagram.nodes, start=1)}
    lines = ["---", f"title: {_quoted(diagram.title)}", "---", "flowchart TD"]
    for number, (lane, name) in enumerate(diagram.lanes, start=1):
        inside = [node for node in diagram.nodes if node.lane == lane]
        if inside:
            lines.append(f"  subgraph a{number}[{_quoted(name)}]")
            lines += [f"    {_node(node, ids[node.id])}" for node in inside]
            lines.append("  end")
    lines += [f"  {_node(node, ids[node.id])}" for node in diagram.nodes if node.lane is None]
    lines += [f"  {_edge(edge, ids)}" for edge in _drawn(diagram)]
    return "\n".join(lines)


def steps_table(diagram: Diagram, lang: Language) -> Table:
    """Return the moves of *diagram* as a table: where, who, outcome, condition, where it leads."""
    nodes = {node.id: node for node in diagram.nodes}
    lanes = dict(diagram.lanes)
    rows = [
        (
            nodes[edge.source].text,
            nodes[edge.source].who or lanes.get(nodes[edge.source].lane or "", ""),
            edge.text,
            edge.condition,
            nodes[edge.target].text,
        )
        for edge in diagram.edges
    ]
    columns = ("step", "who", "outcome", "when", "to")
    return Table(tuple(phrase(key, lang) for key in columns), tuple(rows))


def limits_table(diagram: Diagram, lang: Language) -> Table:
    """Return the time limits of *diagram* as a table."""
    columns = ("limit", "party", "term", "runs", "missed")
    rows = tuple((one.text, one.party, one.term, one.runs, one.missed) for one in diagram.limits)
    return Table(tuple(phrase(key, lang) for key in columns), rows)


def diagram_text(diagram: Diagram, lang: Language) -> str:
    """Return *diagram* as two tables of text: the moves, and the time limits."""
    moves, limits = table_text(steps_table(diagram, lang)), table_text(limits_table(diagram, lang))
    return f"{diagram.title}\n\n{moves}\n\n{limits}"


def diagram_json(diagram: Diagram) -> Json:
    """Return *diagram* as values that JSON knows."""
    return {
        "title": diagram.title,
        "lanes": [{"id": lane, "name": name} for lane, name in diagram.lanes],
        "nodes": [
            {"id": node.id, "kind": node.kind.value, "text": node.text, "lane": node.lane, "who": node.who}
            for node in diagram.nodes
        ],
        "edges": [
            {
                "source": edge.source,
                "target": edge.target,
                "kind": edge.kind.value,
                "text": edge.text,
                "condition": edge.condition,
            }
            for edge in diagram.edges
        ],
        "limits": [
            {
                "id": one.id,
                "name": one.text,
                "party": one.party,
                "term": one.term,
                "runs": one.runs,
                "missed": one.missed,
            }
            for one in diagram.limits
        ],
    }


def _drawn(diagram: Diagram) -> Iterator[Edge]:
    """Yield the edges that are drawn: of a handoff and its answer only the one with two heads."""
    for edge in diagram.edges:
        if edge.kind is not EdgeKind.HANDOFF or edge.target.startswith("handoff."):
            yield edge


def _node(node: Node, node_id: str) -> str:
    opening, closing = _SHAPES[node.kind]
    return f"{node_id}{opening}{_quoted(node.text)}{closing}"


def _edge(edge: Edge, ids: dict[str, str]) -> str:
    text = edge.text if edge.kind is not EdgeKind.HANDOFF else ""
    said = f"{text} ({edge.condition})" if text and edge.condition else text or edge.condition
    label = f"|{_quoted(said)}|" if said else ""
    return f"{ids[edge.source]} {_ARROWS[edge.kind]}{label} {ids[edge.target]}"


def _quoted(text: str) -> str:
    # a line feed would end the label, and a name could go on with statements of its own
    line = escaped(" ".join(text.split())).replace("\\", "#92;")
    return '"' + line.replace("&", "&amp;").replace('"', "#quot;").replace("<", "&lt;") + '"'
