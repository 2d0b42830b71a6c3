"""Acts as few words: ``complete_step appraise valid``, the way in which tables and expectations name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from dossierflow.simulate.scenario import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.engine.commands import Command

SAID = "-"
"""What stands in a letter whose wording nobody counts by."""

ACTS: Mapping[str, tuple[str, ...]] = {
    "receive": (),
    "refuse_reception": ("ground?",),
    "start_step": ("step",),
    "complete_step": ("step", "action"),
    "decide": ("step", "action"),
    "refuse": ("step", "action"),
    "request_supplement": ("step?",),
    "answer_supplement": ("step?",),
    "pause": ("reason", "step?"),
    "resume": ("step?",),
    "request_payment": ("fee",),
    "confirm_payment": ("fee",),
    "extend": ("extension", "term*"),
    "hand_off": ("handoffs*",),
    "acknowledge_handoff": ("handoff",),
    "answer_handoff": ("handoff", "opinion"),
    "recall_handoff": ("handoff",),
    "apologise": ("appointment?",),
    "request_withdrawal": (),
    "stop": (),
    "return_result": (),
}
"""The acts that can be named, and what follows each; ``?`` may be left out, ``*`` takes all that is left."""

_FILLED: Mapping[str, Mapping[str, object]] = {
    "refuse_reception": {"reason": SAID},
    "complete_step": {"reason": SAID},
    "decide": {"reason": SAID},
    "refuse": {"reason": SAID},
    "request_supplement": {"items": (SAID,), "reason": SAID},
    "extend": {"reason": SAID, "agreed": True},
    "recall_handoff": {"reason": SAID},
    "apologise": {"reason": SAID},
}


def command_of(words: str) -> Command:
    """
    Return the command that *words* name; texts that nobody counts by are filled in.

    Raises:
        ValueError: There is no such act, or it takes other words.

    >>> command_of("complete_step appraise valid")
    CompleteStep(action='valid', do='complete_step', facts={}, reason='-', step='appraise')
    """
    do, *left = words.replace(",", " ").split() or [""]
    if do not in ACTS:
        msg = f"there is no act {do!r}; known: {', '.join(ACTS)}"
        raise ValueError(msg)
    values: dict[str, object] = dict(_FILLED.get(do, {}))
    for slot in ACTS[do]:
        name = slot.rstrip("?*")
        if slot.endswith("*"):
            values[name] = tuple(left) if name == "handoffs" else " ".join(left)
            left = []
        elif left:
            values[name] = left.pop(0)
        elif not slot.endswith("?"):
            msg = f"{words!r} lacks the {name}; write {do} {' '.join(ACTS[do])}"
            raise ValueError(msg)
    if left:
        msg = f"found {' '.join(left)!r} after {do!r}, which takes {' '.join(ACTS[do]) or 'nothing'}"
        raise ValueError(msg)
    try:
        return COMMANDS[do].model_validate(values)
    except ValidationError as error:
        told = "; ".join(f"{one['loc'][0]}: {one['msg']}" for one in error.errors(include_url=False))
        msg = f"found {words!r}: {told}"
        raise ValueError(msg) from error
