"""The limits of generated procedures, what suspends them, and what a later version makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from dossierflow.testing.strategies.words import CITE, Written, named, who

if TYPE_CHECKING:
    from collections.abc import Sequence

_TERMS = (
    "15 days",
    "7 working days",
    "1 month",
    "20 working hours",
    "48 hours",
    "same day",
    "2 working days",
    "5 days",
)
_SHORT_TERMS = ("1 working day", "3 days", "8 working hours", "24 hours")
_FROM = ("complete", "received", "submitted", {"later_of": ["received", "s1.started"]})
_TO = (["decided"], ["decided"], ["returned"], ["decided", "returned"])
_COUNTS = (
    None,
    {"receipt": "next_opening", "cite": CITE},
    {"cutoff": "15:00", "cutoff_effect": "starts_later", "cite": CITE},
    {"cutoff": "15:00", "cutoff_effect": "result_later", "cite": CITE},
)
_MODELS = ("restart", "resume", "runs", "unstated", {"remaining_plus": "3 working days"}, {"new_limit": "revised"})
_SETTLED = ("restart", "resume", "runs", {"remaining_plus": "5 days"})


def add(draw: st.DrawFn, written: Written, chain: Sequence[str]) -> None:
    """Add limits to *written*, a procedure without any, and say what suspends them."""
    limits: Written = {"total": _total(draw)}
    written["limits"] = limits
    if draw(st.booleans()):
        limits["committed"] = _limit(draw, "received", ["decided"], kind="committed", when={"work": "house"})
    if draw(st.booleans()):
        limits["tall"] = _limit(draw, "received", ["decided"], when={"floors": {"at_least": 3}})
    if draw(st.booleans()):
        stops = [f"{name}.completed" for name in chain[-1:] if name != chain[0]]
        limits["across"] = _limit(draw, f"{chain[0]}.completed", [*stops, "decided"])
    for step in written["steps"]:
        if draw(st.booleans()):
            limits[f"{step}_time"] = _step_limit(draw, written, step)
    if draw(st.booleans()):
        missed = draw(st.sampled_from(({"effect": "overdue"}, {"effect": "end", "to": "closed"})))
        limits["fetch"] = _limit(draw, "decided", ["returned"], party="applicant", on_missed=missed)
    ours = [name for name in limits if name != "fetch"]
    _supplement(draw, written, ours, chain)
    _wait(draw, written, ours)
    if draw(st.booleans()):
        written["reception"]["appointment"] = "total"
    else:
        written.pop("apology", None)
    if draw(st.booleans()):
        written["extensions"] = {"longer": _extension(draw)}


def change(draw: st.DrawFn, later: Written) -> None:
    """Change the limits of *later*, a copy of another version, and what suspends them."""
    limits = later["limits"]
    for name in ("total", "committed", "tall", "across"):
        if name in limits and "term" in limits[name] and draw(st.booleans()):
            limits[name]["term"] = draw(st.sampled_from(_TERMS[:3]))
    clock = later.get("supplement", {}).get("clock", {})
    if "tall" in limits and draw(st.booleans()):
        del limits["tall"]
        _forget(later, "tall")
    if draw(st.booleans()):
        limits["extra"] = _limit(draw, "received", ["decided"])
        if clock:
            clock["extra"] = "resume"
    for kind in ("pauses", "fees", "handoffs"):
        for rule in later.get(kind, {}).values():
            if draw(st.booleans()):
                rule["suspends"] = ["total"]
    if "total" in clock and draw(st.booleans()):
        clock["total"] = "resume"
        later["supplement"].get("policy", {}).pop("total", None)


def _forget(written: Written, limit: str) -> None:
    written.get("supplement", {}).get("clock", {}).pop(limit, None)
    written.get("supplement", {}).get("policy", {}).pop(limit, None)
    owners = [rule for kind in ("pauses", "fees", "handoffs", "steps") for rule in written.get(kind, {}).values()]
    for rule in owners:
        rule["suspends"] = [name for name in rule.get("suspends", []) if name != limit] or ["total"]


def _limit(draw: st.DrawFn, starts: object, stops: Sequence[str], **more: object) -> Written:
    given: Written = {
        "name": named("thời hạn"),
        "kind": "statutory",
        "party": "authority",
        "starts": starts,
        "stops": list(stops),
        "on_missed": {"effect": "overdue"},
        "cite": CITE,
    }
    given |= more
    if "cases" not in given:
        given["term"] = draw(st.sampled_from(_TERMS))
    count = draw(st.sampled_from(_COUNTS))
    if count is not None:
        given["count"] = count
    return given


def _total(draw: st.DrawFn) -> Written:
    cases = [
        {"when": {"work": "house"}, "term": draw(st.sampled_from(_TERMS))},
        {"when": {"work": "other"}, "term": draw(st.sampled_from(_TERMS))},
    ]
    more = {"cases": cases} if draw(st.booleans()) else {}
    return _limit(draw, draw(st.sampled_from(_FROM)), draw(st.sampled_from(_TO)), **more)


def _step_limit(draw: st.DrawFn, written: Written, step: str) -> Written:
    """Return a limit of one step, under which silence may take the step's first action."""
    party = written["steps"][step]["by"]["agency"]
    start = f"{step}.{draw(st.sampled_from(('entered', 'started')))}"
    # a loop whose every turn is taken by silence would never come to rest within a test
    acts = draw(st.booleans()) and "again" not in written["steps"][step]["actions"]
    missed = {"effect": "action", "to": "next"} if acts else {"effect": "overdue"}
    return _limit(draw, start, [f"{step}.completed"], kind="internal", party=party, on_missed=missed)


def _supplement(draw: st.DrawFn, written: Written, ours: Sequence[str], chain: Sequence[str]) -> None:
    if draw(st.integers(0, 3)) == 0:
        return
    limits, steps = written["limits"], tuple(written["steps"])
    agencies = [name for name in ours if limits[name]["party"] != "applicant"]
    clock = {name: draw(st.sampled_from(_MODELS)) for name in agencies}
    rule: Written = {"max": draw(st.sampled_from((1, 2, "unlimited"))), "clock": clock, "cite": CITE}
    rule["steps"] = draw(st.lists(st.sampled_from(steps), min_size=1, max_size=3, unique=True))
    rule["marks"] = draw(st.sampled_from(([], ["complete"])))
    silent = [name for name, model in clock.items() if model == "unstated"]
    rule["policy"] = {name: {"clock": draw(st.sampled_from(_SETTLED)), "reason": named("lý do")} for name in silent}
    if set(rule["steps"]) <= set(chain) and draw(st.booleans()):
        rule["back_to"] = chain[0]
    limits["revised"] = _limit(draw, "supplement_answered", ["decided"])
    clock["revised"] = draw(st.sampled_from(("restart", "resume", "runs")))
    missed = draw(st.sampled_from(({"effect": "end", "to": "closed"}, {"effect": "overdue"})))
    answer = _limit(draw, "supplement_requested", ["supplement_answered"], party="applicant", on_missed=missed)
    limits["answer"] = answer
    if draw(st.booleans()):
        limits["ask"] = _limit(draw, "received", ["supplement_requested", "decided"])
        clock["ask"] = "runs"
        rule["ask_within"] = "ask"
    written["supplement"] = rule


def _wait(draw: st.DrawFn, written: Written, ours: Sequence[str]) -> None:
    """Say what handoffs, pauses, fees and steps suspend, and bound them by limits of their own."""
    limits, some = written["limits"], st.lists(st.sampled_from(ours), max_size=3, unique=True)
    for name, rule in written["handoffs"].items():
        rule["suspends"] = draw(some)
        if rule["silence"] != "escalate" or draw(st.booleans()):
            stop, party, missed = f"{name}.answered", rule["to"]["agency"], {"effect": "silence"}
            limits[f"{name}_answer"] = _limit(draw, f"{name}.sent", [stop], party=party, on_missed=missed)
    for name, rule in written.get("pauses", {}).items():
        rule["suspends"] = draw(some) or ["total"]
        rule["unbounded"] = draw(st.booleans())
        if not rule["unbounded"]:
            stops, missed = [f"{name}.ended"], {"effect": "resume"}
            limits[f"{name}_bound"] = _limit(draw, f"{name}.started", stops, on_missed=missed)
    for name, rule in written.get("fees", {}).items():
        rule["suspends"] = draw(some)
        missed = draw(st.sampled_from(({"effect": "end", "to": "closed"}, {"effect": "overdue"})))
        party = "applicant"
        limits[f"{name}_pay"] = _limit(draw, f"{name}.requested", [f"{name}.paid"], party=party, on_missed=missed)
    for step in written["steps"].values():
        if draw(st.integers(0, 3)) == 0:
            step["suspends"] = draw(some)


def _extension(draw: st.DrawFn) -> Written:
    given: Written = {"name": named("gia hạn"), "limit": "total", "by": who("authority", "head"), "cite": CITE}
    given["max"] = draw(st.integers(1, 2))
    given["at_most"] = draw(st.sampled_from((None, *_SHORT_TERMS, "20 days")))
    given["agreement"] = given["at_most"] is None or draw(st.booleans())
    given["anchor"] = draw(st.sampled_from(("due", "rolled_due", "trigger")))
    return given
