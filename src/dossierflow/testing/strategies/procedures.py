"""
Procedures of any shape, valid by construction.

A procedure is drawn as its file would state it and read by the same model, so
that whatever can be generated could have been written. What is drawn: a chain
of steps with loops and refusals, a fork with conditional and nested tracks,
handoffs with every meaning of silence, supplements with every clock model,
pauses, fees, extensions, and limits with every kind of start and consequence.
"""

from __future__ import annotations

import copy
import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from dossierflow.engine.commands import Personal
from dossierflow.procedure.model import Procedure
from dossierflow.testing.strategies import limits as made_limits
from dossierflow.testing.strategies.words import CITE, Written, named, who

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORKERS = (who("authority", "officer"), who("authority"), who("planning", "officer"), who("applicant"))
_CONSULTED = ("fire", "planning", "tax")
_AGENCIES: Written = {
    "one_stop": {"name": named("o"), "roles": {"receiver": {"name": named("r")}}, "acts_for": ["applicant"]},
    "authority": {"name": named("a"), "roles": {"officer": {"name": named("o")}, "head": {"name": named("h")}}},
    **{name: {"name": named(name), "roles": {"officer": {"name": named("o")}}} for name in _CONSULTED},
}
_FACTS: Written = {
    "work": {"name": named("w"), "type": "enum", "values": ["house", "other"]},
    "floors": {"name": named("f"), "type": "integer", "at_least": 1, "at_most": 50, "ask": "processing"},
    "owner": {"name": named("p"), "type": "text", "personal": True, "ask": "submission"},
}
_ENDS: Written = {
    "granted": {"name": named("g"), "kind": "granted"},
    "refused": {"name": named("r"), "kind": "refused"},
    "closed": {"name": named("c"), "kind": "closed"},
    "given_back": {"name": named("b"), "kind": "returned"},
}


def procedures(*, calendar: str = "vn-public", counting: str = "vn-general") -> st.SearchStrategy[Procedure]:
    """Return procedures of one version, in force since 2021, that count on *calendar*."""
    return _files(calendar=calendar, counting=counting).map(_read)


@st.composite
def versions(draw: st.DrawFn, *, calendar: str = "vn-public", turn: date = date(2026, 2, 10)) -> tuple[Procedure, ...]:
    """
    Return two versions of one procedure, the later in force from *turn*.

    The later one counts, suspends and keeps older dossiers differently, and
    may have a limit more or less.
    """
    earlier = draw(_files(calendar=calendar, counting="vn-general"))
    later = copy.deepcopy(earlier)
    earlier["effective"]["to"] = (turn - timedelta(days=1)).isoformat()
    later |= {"version": "2", "effective": {"from": turn.isoformat()}}
    anchor = draw(st.sampled_from((None, "filed_before", "received_before")))
    if anchor is not None:
        later["transition"] = {"keep_if": anchor, "cite": CITE}
    made_limits.change(draw, later)
    return _read(earlier), _read(later)


@st.composite
def personal_values(draw: st.DrawFn) -> Personal:
    """Return personal facts that can be found again wherever they leak: their values begin with ``SECRET``."""
    number = draw(st.integers(0, 10**6))
    return Personal(value=f"SECRET-{number}", salt=f"salt-of-sixteen-{number}")


def _read(written: Written) -> Procedure:
    return Procedure.model_validate_json(json.dumps(written), strict=True)


@st.composite
def _files(draw: st.DrawFn, *, calendar: str, counting: str) -> Written:
    written: Written = {
        "procedure": "generated",
        "code": "1.0",
        "version": "1",
        "name": named("thủ tục"),
        "effective": {"from": "2021-01-01"},
        "status": "enacted",
        "basis": CITE,
        "counting": counting,
        "calendar": calendar,
        "channels": ["counter", "online"],
        "agencies": _AGENCIES,
        "facts": _FACTS,
        "ends": _ENDS,
        "returning": {"by": who("one_stop")},
        "forks": {},
        "handoffs": {},
    }
    chain = [f"s{number + 1}" for number in range(draw(st.integers(1, 3)))]
    written["steps"] = {name: _step(draw) for name in chain}
    _connect(draw, written, chain)
    written["reception"] = {"by": who("one_stop", "receiver"), "first": "s1", "marks": ["complete"], "cite": CITE}
    _interrupt(draw, written, chain)
    made_limits.add(draw, written, chain)
    return written


def _step(draw: st.DrawFn) -> Written:
    return {"name": named("bước"), "by": draw(st.sampled_from(_WORKERS)), "handoffs": [], "actions": {}}


def _connect(draw: st.DrawFn, written: Written, chain: Sequence[str]) -> None:
    """Let each step of *chain* lead to the next, one of them perhaps through a fork, the last to an end."""
    forking = draw(st.sampled_from((None, *chain)))
    for number, name in enumerate(chain):
        following = chain[number + 1] if number + 1 < len(chain) else "end.granted"
        actions = written["steps"][name]["actions"]
        _lead(draw, actions, _fork(draw, written, following) if name == forking else following)
        if draw(st.booleans()):
            target = draw(st.sampled_from(("end.refused", "end.given_back", "end.closed")))
            actions["bad"] = {"name": named("không đạt"), "to": target, "reason": True, "open_handoffs": "cancel"}
        if draw(st.integers(0, 3)) == 0:
            actions["again"] = {"name": named("làm lại"), "to": draw(st.sampled_from(chain[: number + 1]))}


def _lead(draw: st.DrawFn, actions: Written, target: str) -> None:
    """Add the ways that lead on to *target*; for every dossier there is at least one."""
    way = {"name": named("tiếp"), "to": target}
    if target == "end.granted" or draw(st.booleans()):
        actions["next"] = way | {"marks": draw(st.sampled_from(([], ["found_valid"])))}
    else:
        actions["next"] = way | {"when": {"work": "house"}}
        actions["next_other"] = way | {"when": {"work": "other"}}
    if draw(st.booleans()):
        actions["measured"] = way | {"sets": ["floors"], "by": who("authority", "head")}


def _fork(draw: st.DrawFn, written: Written, following: str) -> str:
    """Add a fork whose tracks have one or two steps; the first may fork again."""
    names = ["a", "b", "c"][: draw(st.integers(1, 3))]
    tracks: Written = {}
    for name in names:
        first, second = f"{name}1", f"{name}2"
        length = draw(st.integers(1, 2))
        written["steps"][first] = _step(draw)
        if length > 1:
            written["steps"][second] = _step(draw)
            _lead(draw, written["steps"][second]["actions"], "join")
        _lead(draw, written["steps"][first]["actions"], _inner(draw, written, name, length))
        if draw(st.integers(0, 3)) == 0:
            refusing = {"name": named("từ chối"), "to": "end.refused", "reason": True}
            written["steps"][first]["actions"]["bad"] = refusing
        tracks[name] = {"name": named(name), "start": first}
        if draw(st.integers(0, 2)) == 0:
            tracks[name]["when"] = {"work": draw(st.sampled_from(("house", "other")))}
    join = draw(st.sampled_from(("all", "any", len(names))))
    written["forks"]["outer"] = {"tracks": tracks, "join": join, "then": following, "marks": ["joined_up"]}
    return "fork.outer"


def _inner(draw: st.DrawFn, written: Written, name: str, length: int) -> str:
    if length == 1:
        return "join"
    if name != "a" or draw(st.booleans()):
        return f"{name}2"
    tracks: Written = {}
    for inner in ("x", "y"):
        written["steps"][f"{inner}1"] = _step(draw)
        _lead(draw, written["steps"][f"{inner}1"]["actions"], "join")
        tracks[inner] = {"name": named(inner), "start": f"{inner}1"}
    written["forks"]["inner"] = {"tracks": tracks, "join": draw(st.sampled_from(("all", "any"))), "then": "a2"}
    return "fork.inner"


def _interrupt(draw: st.DrawFn, written: Written, chain: Sequence[str]) -> None:
    """Add handoffs, pauses, fees, withdrawal and apology; what they suspend is said with the limits."""
    steps = tuple(written["steps"])
    for number in range(draw(st.integers(0, 3))):
        name, asking = f"h{number + 1}", written["steps"][draw(st.sampled_from(steps))]
        written["handoffs"][name] = _handoff(draw)
        asking["handoffs"].append(name)
        asking["join"] = draw(st.sampled_from(("all", "any", len(asking["handoffs"]))))
    if draw(st.booleans()):
        some = draw(st.lists(st.sampled_from(steps), max_size=2, unique=True))
        pause = {"name": named("tạm dừng"), "by": who("authority"), "steps": some, "cite": CITE}
        written["pauses"] = {"storm": pause}
    if draw(st.booleans()):
        fee: Written = {"name": named("phí"), "steps": [draw(st.sampled_from(steps))], "cite": CITE}
        fee["confirm_by"] = who("tax")
        if fee["steps"][0] in chain and draw(st.booleans()):
            fee["to"] = draw(st.sampled_from(chain))
        written["fees"] = {"charge": fee}
    if draw(st.booleans()):
        written["withdrawal"] = {"stop_by": who("one_stop"), "cite": CITE}
    if draw(st.booleans()):
        before = draw(st.sampled_from((None, "1 day", "2 working days")))
        written["apology"] = {"by": who("authority"), "max": 1, "at_least_before": before, "cite": CITE}


def _handoff(draw: st.DrawFn) -> dict[str, Any]:
    given: Written = {"name": named("lấy ý kiến"), "kind": "consult", "cite": CITE}
    given["to"] = who(draw(st.sampled_from(_CONSULTED)))
    given["silence"] = draw(st.sampled_from(("deemed_consent", "proceed", "escalate")))
    if draw(st.integers(0, 2)) == 0:
        given["when"] = {"work": draw(st.sampled_from(("house", "other")))}
    return given
