"""Procedures that nobody's law contains, each made to be hard for those who look for ways through it."""

from __future__ import annotations

import json
from typing import Any

from dossierflow.procedure.model import Procedure

CITE = [{"doc": "sample", "status": "unverified"}]
OFFICER = {"agency": "office", "role": "officer"}
Document = dict[str, Any]


def name(text: str) -> Document:
    """Return a name that is the same in both languages."""
    return {"vi": text, "en": text}


def step(*, handoffs: tuple[str, ...] = (), **actions: str | Document) -> Document:
    """Return a step whose *actions* lead where they say."""
    made = {key: {"to": to} if isinstance(to, str) else to for key, to in actions.items()}
    named = {key: {"name": name(key), **action} for key, action in made.items()}
    return {"name": name("step"), "by": OFFICER, "handoffs": [*handoffs], "actions": named}


def limit(starts: str, stops: str, term: str = "5 working days", **more: object) -> Document:
    """Return a statutory limit of the office."""
    told = {"on_missed": {"effect": "overdue"}, "cite": CITE, **more}
    return {
        "name": name("limit"),
        "kind": "statutory",
        "party": "office",
        "starts": starts,
        "stops": [stops],
        **told,
    } | ({"term": term})


def procedure(steps: Document, first: str, **more: object) -> Procedure:
    """Return a procedure of *steps* that begins with *first*."""
    document = {
        "procedure": "own",
        "code": "none",
        "version": "2026-01-01",
        "name": name("own"),
        "effective": {"from": "2026-01-01"},
        "status": "unverified",
        "basis": CITE,
        "counting": "vn-general",
        "calendar": "vn-public",
        "channels": ["counter"],
        "agencies": {"office": {"name": name("office"), "roles": {"officer": {"name": name("officer")}}}},
        "reception": {"by": OFFICER, "first": first, "marks": ["complete"], "appointment": "total", "cite": CITE},
        "limits": {"total": limit("complete", "decided", "30 working days")},
        "steps": steps,
        "returning": {"by": OFFICER},
        "ends": {"granted": {"name": name("granted"), "kind": "granted"}},
        **more,
    }
    return Procedure.model_validate_json(json.dumps(document))


def facts(many: int) -> Document:
    """Return so many facts, each true or false."""
    return {f"f{number}": {"name": name(f"f{number}"), "type": "boolean"} for number in range(many)}


def asked_in_turn(many: int) -> Procedure:
    """Return a procedure in which step after step another fact decides whether there is a detour."""
    steps: Document = {}
    for number in range(many):
        to = f"s{number + 1}" if number + 1 < many else "end.granted"
        steps[f"s{number}"] = step(
            on={"to": to, "when": {f"f{number}": True}}, round={"to": f"d{number}", "when": {f"f{number}": False}}
        )
        steps[f"d{number}"] = step(on=to)
    return procedure(steps, "s0", facts=facts(many))


def asked_at_once(many: int) -> Procedure:
    """Return a procedure whose only step has an action for each of so many facts."""
    actions: Document = {f"a{number}": {"to": "end.granted", "when": {f"f{number}": True}} for number in range(many)}
    return procedure({"s": step(none="end.granted", **actions)}, "s", facts=facts(many))


def in_tracks(tracks: int, steps: int) -> Procedure:
    """Return a bundle of so many tracks with so many steps each, every step with a limit of its own."""
    made: Document = {"begin": step(go="fork.all"), "collect": step(done="end.granted")}
    limits: Document = {"total": limit("complete", "decided", "90 working days")}
    for track in range(tracks):
        for number in range(steps):
            key = f"t{track}_{number}"
            made[key] = step(on=f"t{track}_{number + 1}" if number + 1 < steps else "join")
            limits[key] = limit(f"{key}.entered", f"{key}.completed", f"{3 + track} working days")
    fork = {
        "tracks": {f"t{track}": {"name": name("track"), "start": f"t{track}_0"} for track in range(tracks)},
        "join": "all",
        "then": "collect",
    }
    return procedure(made, "begin", forks={"all": fork}, limits=limits)


def long_chain(many: int) -> Procedure:
    """Return a procedure of so many steps, from each of which one may go back to the first."""
    steps = {
        f"s{number}": step(on=f"s{number + 1}" if number + 1 < many else "end.granted", back="s0")
        for number in range(many)
    }
    limits = {"total": limit("complete", "decided", "30 working days")} | {
        f"l{number}": limit(f"s{number}.entered", f"s{number}.completed") for number in range(many)
    }
    return procedure(steps, "s0", limits=limits)


def dead_end() -> Procedure:
    """Return a procedure in which one action leads into a circle and another into a step that nothing leads out of."""
    steps = {
        "begin": step(fine="end.granted", circle="one", hole="hole"),
        "one": step(on="two"),
        "two": step(on="one"),
        "hole": step(out={"to": "end.granted", "when": {"f0": True, "f1": True}}),
        "never": step(on="end.granted"),
    }
    when = {"f0": False}
    return procedure(
        steps,
        "begin",
        facts=facts(2),
        limits={
            "total": limit("complete", "decided", "30 working days"),
            "odd": limit("hole.entered", "hole.completed", when=when),
        },
    )


def silent(silence: str) -> Procedure:
    """Return a procedure that asks another agency, again in every round, and goes on where it stays silent."""
    steps = {
        "ask": step(handoffs=("opinion",), heard="weigh"),
        "weigh": step(again="ask", fine="end.granted"),
    }
    handoff = {"name": name("opinion"), "kind": "consult", "to": OFFICER, "silence": silence, "cite": CITE}
    limits = {
        "total": limit("complete", "decided", "30 working days"),
        "arrival": limit("opinion.acknowledged", "opinion.answered", "2 working days"),
        "answer": limit("opinion.sent", "opinion.answered", on_missed={"effect": "silence"}),
    }
    return procedure(steps, "ask", handoffs={"opinion": handoff}, limits=limits)
