"""
From what a clerk may do to forms on a page, and from a form that was sent back to a command.

`Engine.allowed` names every act that may be done now; nothing here knows the
law. Which fields an act needs follows from the procedure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pydantic import TypeAdapter

from dossierflow import Actor, commands
from dossierflow.procedure.facts import Fact, FactType, FactValue
from dossierflow.render.acts import allowed_in_words
from dossierflow.worktime import parse_instant

from .office import HANOI

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dossierflow import Procedure
    from dossierflow.render.names import Names

COMMAND: TypeAdapter[commands.AnyCommand] = TypeAdapter(commands.AnyCommand)
Kind = Literal["text", "area", "choice", "number", "date", "moment"]
YES_NO = (("yes", "Có"), ("no", "Không"))

VALUES = {
    "house": "Nhà ở riêng lẻ",
    "other": "Công trình khác",
    "new": "Cấp mới",
    "adjust": "Điều chỉnh",
    "repair": "Sửa chữa, cải tạo",
    "relocate": "Di dời",
    "temporary": "Có thời hạn",
    "extend": "Gia hạn",
    "reissue": "Cấp lại",
    "agreed": "Đồng ý",
    "disagreed": "Không đồng ý",
    "done": "Đã thực hiện",
    "returned": "Trả lại",
}
"""What identifiers of values are called."""


@dataclass(frozen=True)
class Entry:
    """One field of a form."""

    name: str
    label: str
    kind: Kind = "text"
    options: tuple[tuple[str, str], ...] = ()
    required: bool = True


@dataclass(frozen=True)
class DeskAct:
    """One act that a clerk may do now, with the form for it."""

    act: str
    title: str
    actor: Actor
    entries: tuple[Entry, ...]
    is_main: bool
    """Whether it moves the dossier on, and is shown first."""


_REASON = Entry("reason", "Lý do", "area")
_ITEMS = Entry("items", "Giấy tờ, mỗi dòng một loại", "area")
_FIXED: Mapping[str, tuple[Entry, ...]] = {
    "request_supplement": (_ITEMS, _REASON),
    "answer_supplement": (Entry("items", "Giấy tờ đã nộp, mỗi dòng một loại", "area", required=False),),
    "refuse_reception": (_REASON,),
    "refuse": (_REASON,),
    "recall_handoff": (_REASON,),
    "apologise": (_REASON,),
    "request_withdrawal": (Entry("reason", "Lý do", "area", required=False),),
    "extend": (Entry("term", "Gia hạn thêm (ví dụ: 2 working days)"), _REASON),
    "answer_handoff": (
        Entry("opinion", "Ý kiến", "choice", tuple((one, VALUES[one]) for one in ("agreed", "disagreed"))),
    ),
}
_MAIN = frozenset({
    "receive", "complete_step", "decide", "hand_off", "answer_handoff", "answer_supplement", "return_result",
})  # fmt: skip


def desk_acts(acts: Sequence[tuple[str, Actor]], names: Names) -> tuple[DeskAct, ...]:
    """Return the forms for *acts*, those that move the dossier on first."""
    made = [
        DeskAct(act, allowed_in_words(act, names), actor, _entries(act, names.procedure), act.split()[0] in _MAIN)
        for act, actor in acts
    ]
    return tuple(sorted(made, key=lambda one: not one.is_main))


def fact_entry(name: str, fact: Fact) -> Entry:
    """Return the field for a fact."""
    match fact.type:
        case FactType.BOOLEAN:
            return Entry(f"fact.{name}", fact.name.vi, "choice", YES_NO)
        case FactType.ENUM:
            return Entry(
                f"fact.{name}", fact.name.vi, "choice", tuple((one, VALUES.get(one, one)) for one in fact.values)
            )
        case FactType.INTEGER:
            return Entry(f"fact.{name}", fact.name.vi, "number")
        case FactType.DATE:
            return Entry(f"fact.{name}", fact.name.vi, "date")
        case FactType.TEXT:
            return Entry(f"fact.{name}", fact.name.vi)


def fact_values(facts: Mapping[str, Fact], fields: Mapping[str, str]) -> dict[str, FactValue]:
    """Return the facts that were entered; what is empty was not entered."""
    found: dict[str, FactValue] = {}
    for name, fact in facts.items():
        text = fields.get(f"fact.{name}", "").strip()
        if not text:
            continue
        if fact.type is FactType.BOOLEAN:
            found[name] = text == "yes"
        elif fact.type is FactType.INTEGER:
            found[name] = int(text)
        else:
            found[name] = text
    return found


def _entries(act: str, procedure: Procedure) -> tuple[Entry, ...]:
    do, *rest = act.split()
    entries = list(_FIXED.get(do, ()))
    if do in {"complete_step", "decide", "refuse"}:
        action = procedure.steps[rest[0]].actions[rest[1]]
        entries += [fact_entry(name, procedure.facts[name]) for name in action.sets]
        if action.reason and do != "refuse":
            entries.append(_REASON)
    if do == "apologise" and rest:
        entries.append(Entry("appointment", "Hẹn trả lại vào", "moment"))
    return tuple(entries)


_WORDS: Mapping[str, tuple[str, ...]] = {
    "complete_step": ("step", "action"),
    "decide": ("step", "action"),
    "refuse": ("step", "action"),
    "start_step": ("step",),
    "request_supplement": ("step",),
    "pause": ("step", "reason"),
    "request_payment": ("step", "fee"),
    "confirm_payment": ("fee",),
    "extend": ("extension",),
    "hand_off": ("handoffs",),
    "acknowledge_handoff": ("handoff",),
    "answer_handoff": ("handoff",),
    "recall_handoff": ("handoff",),
    "refuse_reception": ("ground",),
}
"""What the words of an act stand for."""


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


_READ: Mapping[str, Callable[[str], object]] = {
    "reason": str,
    "term": str,
    "opinion": str,
    "items": _lines,
    "appointment": lambda text: parse_instant(text, zone=HANOI),
}


def command_of(act: str, procedure: Procedure, fields: Mapping[str, str]) -> commands.AnyCommand:
    """
    Return the command that a form asks for.

    Raises:
        ValueError: A field is missing or cannot be read.

        KeyError: The act is none of this procedure.
    """
    do, *rest = act.split()
    found: dict[str, Any] = {"do": do, **dict(zip(_WORDS.get(do, ()), rest, strict=False))}
    if do == "hand_off":
        found["handoffs"] = [found["handoffs"]]
    for entry in _entries(act, procedure):
        text = fields.get(entry.name, "").strip()
        if text and entry.name in _READ:
            found[entry.name] = _READ[entry.name](text)
    if do in {"complete_step", "decide", "refuse"}:
        sets = procedure.steps[found["step"]].actions[found["action"]].sets
        found["facts"] = fact_values({name: procedure.facts[name] for name in sets}, fields)
    if do == "extend":
        found["agreed"] = True
    return COMMAND.validate_python(found)
