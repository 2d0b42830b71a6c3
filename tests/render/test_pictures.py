"""Diagrams: true to the procedure, and kept as they were."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from dossierflow.citation import LegalText
from dossierflow.procedure import catalogue, procedure_from
from dossierflow.reading import read_document
from dossierflow.render.diagram import EdgeKind, NodeKind, diagram_of
from dossierflow.render.names import Names
from dossierflow.render.pictures import diagram_json, diagram_text, mermaid
from dossierflow.render.procedure import procedure_text
from dossierflow.worktime import zone

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.citation import Language
    from dossierflow.procedure import Procedure

PROCEDURES = list(catalogue())
KEPT = (
    "air-transport-licence@2026-07-01",
    "birth-registration@2025-07-01",
    "building-permit@2021-01-01",
    "building-permit@2026-07-01",
)
"""The versions whose pictures are kept; the rules of drawing are tested on all of them."""

VIETNAM = zone("Asia/Ho_Chi_Minh")


def names(procedure: Procedure, lang: Language = "en") -> Names:
    """Return the names of a procedure."""
    return Names(procedure, lang, VIETNAM)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("procedure", [one for one in PROCEDURES if str(one) in KEPT], ids=str)
def test_the_worked_procedures_look_as_they_did(
    procedure: Procedure, lang: Language, golden: Callable[[str, str], None]
) -> None:
    """Mermaid, tables and the whole text of the worked examples are kept and compared."""
    picture = diagram_of(names(procedure, lang))

    golden(f"procedures/{procedure}.{lang}.mmd", mermaid(picture) + "\n")
    golden(f"procedures/{procedure}.{lang}.diagram.txt", diagram_text(picture, lang) + "\n")
    golden(f"procedures/{procedure}.{lang}.txt", procedure_text(names(procedure, lang)) + "\n")


def test_the_versions_whose_pictures_are_kept_are_shipped() -> None:
    """No kept picture is of a version that is gone."""
    assert {str(one) for one in PROCEDURES} >= set(KEPT)


@pytest.mark.parametrize("procedure", PROCEDURES, ids=str)
def test_a_diagram_has_every_step_outcome_handoff_and_end(procedure: Procedure) -> None:
    """What the procedure declares is in the picture, and every edge joins two nodes of it."""
    picture = diagram_of(names(procedure))
    nodes = {node.id for node in picture.nodes}

    assert {f"step.{step}" for step in procedure.steps} <= nodes
    assert {f"handoff.{handoff}" for handoff in procedure.handoffs} <= nodes
    assert {f"end.{end}" for end in procedure.ends} <= nodes
    assert {edge.source for edge in picture.edges} | {edge.target for edge in picture.edges} <= nodes
    assert len(nodes) == len(picture.nodes)
    flows = {(edge.source, edge.text) for edge in picture.edges if edge.kind is EdgeKind.FLOW}
    for step_id, step in procedure.steps.items():
        assert {(f"step.{step_id}", action.name.en) for action in step.actions.values()} <= flows
    assert [limit.id for limit in picture.limits] == list(procedure.limits)
    lanes = {lane for lane, _ in picture.lanes}
    assert {node.lane for node in picture.nodes if node.kind is not NodeKind.END} <= lanes | {None}


@pytest.mark.parametrize("procedure", PROCEDURES, ids=str)
def test_every_node_can_be_reached_from_filing(procedure: Procedure) -> None:
    """No node hangs in the air: a shipped procedure has no dead parts."""
    picture = diagram_of(names(procedure))
    reached, todo = {"submit"}, ["submit"]
    while todo:
        here = todo.pop()
        for edge in picture.edges:
            if edge.source == here and edge.target not in reached:
                reached.add(edge.target)
                todo.append(edge.target)

    assert reached == {node.id for node in picture.nodes}


def test_silence_is_a_dashed_edge() -> None:
    """A term that ends the dossier, and one whose silence acts, are drawn from where one waits."""
    air = diagram_of(names(catalogue().get("air-transport-licence", "2026-07-01")))
    birth = diagram_of(names(catalogue().versions("birth-registration")[-1]))

    timers = {(edge.source, edge.target) for edge in air.edges if edge.kind is EdgeKind.TIMER}
    assert ("check?fee.appraisal_fee", "end.unpaid") in timers
    assert ("appraise?supplement", "end.closed") in timers
    timers = {(edge.source, edge.target) for edge in birth.edges if edge.kind is EdgeKind.TIMER}
    assert ("step.confirm_draft", "step.register") in timers
    assert "-.->" in mermaid(air)


def test_mermaid_cannot_be_broken_by_a_name() -> None:
    """Quotation marks and angle brackets of a name do not end the text of a node."""
    permit = catalogue().versions("building-permit")[-1]
    step = permit.steps["decide"]
    odd = step.model_copy(update={"name": LegalText(vi='a "b" <i> & c', en='a "b" <i> & c')})
    procedure = permit.model_copy(update={"steps": {**permit.steps, "decide": odd}})

    text = mermaid(diagram_of(names(procedure)))

    assert '["a #quot;b#quot; &lt;i> &amp; c"]' in text
    for line in text.splitlines():
        assert line.count('"') % 2 == 0


def test_the_graph_as_json_is_the_graph() -> None:
    """Nodes, edges and limits are all there, with their kinds."""
    picture = diagram_of(names(PROCEDURES[0]))
    told = diagram_json(picture)

    assert isinstance(told, dict)
    assert told["title"] == picture.title
    assert len(told["nodes"]) == len(picture.nodes)  # type: ignore[arg-type] # a list, as the next lines show
    assert len(told["edges"]) == len(picture.edges)  # type: ignore[arg-type] # as above
    assert len(told["limits"]) == len(picture.limits)  # type: ignore[arg-type] # as above


BUNDLE = """
procedure: bundle
code: "0"
version: "1"
name: {vi: Liên thông, en: Bundle}
effective: {from: 2026-01-01}
status: unverified
basis: [{doc: mẫu}]
counting: vn-general
calendar: vn-public
channels: [counter]
agencies:
  office:
    name: {vi: Văn phòng, en: Office}
    roles: {clerk: {name: {vi: Nhân viên, en: Clerk}}}
facts:
  size: {name: {vi: Số lượng, en: Size}, type: integer, at_least: 0, at_most: 100}
  kind: {name: {vi: Loại, en: Kind}, type: enum, values: [a, b]}
reception: {by: {agency: office}, first: sort, marks: [complete], cite: [{doc: mẫu}]}
limits:
  total:
    name: {vi: Tổng, en: Total}
    kind: committed
    party: office
    starts: {later_of: [complete, sort.started]}
    stops: [decided]
    cases:
      - {when: {size: {at_most: 9}}, term: 1 day}
      - {when: {size: {at_least: 10, at_most: 49}}, term: 2 days}
      - {when: {size: {at_least: 50}}, term: 1 month}
    on_missed: {effect: overdue}
    cite: [{doc: mẫu}]
  rest:
    name: {vi: Nghỉ, en: Rest}
    kind: internal
    party: office
    starts: survey.started
    stops: [survey.ended]
    term: 3 working hours
    when: {kind: b}
    on_missed: {effect: resume}
    cite: [{doc: mẫu}]
supplement:
  max: unlimited
  steps: [left]
  clock: {total: {remaining_plus: 1 day}}
  cite: [{doc: mẫu}]
pauses:
  survey:
    name: {vi: Khảo sát, en: Survey}
    by: {agency: office}
    suspends: [total]
    steps: [left]
    cite: [{doc: mẫu}]
steps:
  sort:
    name: {vi: Phân loại, en: Sort}
    by: {agency: office}
    actions: {go: {name: {vi: Chia nhánh, en: Split}, to: fork.both}}
  left:
    name: {vi: Trái, en: Left}
    by: {agency: office}
    actions: {done: {name: {vi: Xong, en: Done}, to: join}}
  right:
    name: {vi: Phải, en: Right}
    by: {agency: office}
    actions: {done: {name: {vi: Xong, en: Done}, to: join}}
  sign:
    name: {vi: Ký, en: Sign}
    by: {agency: office}
    actions: {sign: {name: {vi: Ký ban hành, en: Issue}, to: end.issued}}
forks:
  both:
    tracks:
      one: {name: {vi: Nhánh trái, en: Left branch}, start: left}
      two: {name: {vi: Nhánh phải, en: Right branch}, start: right, when: {kind: b}}
    join: all
    then: sign
returning: {by: {agency: office}}
ends:
  issued: {name: {vi: Đã cấp, en: Issued}, kind: granted}
"""


def test_a_bundle_is_drawn_with_its_fork_join_and_pause() -> None:
    """Tracks leave the fork, arrive at its join, and the conditions of a track are told."""
    procedure = procedure_from(read_document(BUNDLE))
    picture = diagram_of(names(procedure))
    edges = {(edge.source, edge.target, edge.condition) for edge in picture.edges}

    assert ("step.sort", "fork.both", "") in edges
    assert ("fork.both", "step.left", "") in edges
    assert ("fork.both", "step.right", "Kind: b") in edges
    assert ("step.left", "join.both", "") in edges
    assert ("join.both", "step.sign", "") in edges
    assert ("step.left", "left?pause.survey", "") in edges
    assert re.search(r'n\d+\{"Left branch \+ Right branch"\}', mermaid(picture))


def test_the_rules_of_a_bundle_are_told_in_words() -> None:
    """Ranges, later milestones, conditions, clock models and pauses have their sentences."""
    text = procedure_text(names(procedure_from(read_document(BUNDLE))))

    for part in (
        "1 day if Size: at most 9; 2 days if Size: from 10 to 49; 1 month if Size: at least 50",
        "from the later of: receipt of the full dossier, the taking up of “Sort” to the decision",
        "(only if Kind: b)",
        "from the beginning of the pause “Survey” to the end of the pause “Survey”",
        "any number of times, in: Left",
        "goes on with what remained plus 1 day",
        "Split → Left branch + Right branch",
        "Done → The branches join",
        "When it runs out: the pause ends",
        "(committed)",
    ):
        assert part in text
