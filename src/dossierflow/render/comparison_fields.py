"""Fields of a procedure and what stands in them, in words, for readers of a comparison."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel

from dossierflow.citation import Citation, LegalText, Status
from dossierflow.deadlines.anchors import Deeming
from dossierflow.deadlines.term import Term
from dossierflow.procedure.limits import Case, LaterOf, Limit, LimitKind
from dossierflow.procedure.rules import NewLimit, Policy, RemainingPlus, Silence
from dossierflow.procedure.steps import Who
from dossierflow.render.procedure import clock_in_words
from dossierflow.render.rules import (
    condition_in_words,
    deeming_in_words,
    milestone_in_words,
    miss_in_words,
    runs_in_words,
    target_in_words,
    terms_in_words,
)
from dossierflow.render.words.comparison import FIELDS, PARTS, VALUES, said
from dossierflow.render.words.procedures import LEGAL_STATUSES, LIMIT_KINDS, SILENCES, phrase
from dossierflow.review.compare.importance import holds_names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dossierflow.procedure import Procedure
    from dossierflow.procedure.facts import Matcher
    from dossierflow.reading.document import Path
    from dossierflow.render.names import Names

_SOURCES = {"cite", "basis"}
_CLOCK = {"restart", "resume", "runs"}


def value_at(procedure: Procedure, path: Path) -> object:
    """
    Return what stands at *path* of *procedure*, as the library holds it.

    Raises:
        LookupError: Nothing is there.

        AttributeError: There is no such field.
    """
    value: object = procedure
    for key in path:
        if isinstance(value, BaseModel):
            value = getattr(value, "from_" if key == "from" else str(key))
            continue
        # a path leads through models, and through mappings and tuples of them
        value = cast("Mapping[str | int, object]", value)[key]
    return value


def field_in_words(path: Path, names: Names) -> str:
    """Return what is meant by *path*: ``Time limit “Issuing the permit” – term``."""
    parts: list[str] = []
    for number, key in enumerate(path):
        here = path[: number + 1]
        if isinstance(key, int):
            condition = condition_in_words(getattr(value_at(names.procedure, here), "when", {}), names)
            parts.append(said("row", names.lang, condition=condition or str(key + 1)))
        elif number and holds_names(path[:number]):
            parts[-1] = f"{PARTS[str(path[number - 1])].text(names.lang)} “{_name(here, names)}”"
        elif number + 1 < len(path) and holds_names(here):
            parts.append("")
        else:
            within = f"{path[number - 1]}.{key}" if number else key
            parts.append(FIELDS.get(within, FIELDS[key]).text(names.lang))
    return " – ".join(parts)


def _name(path: Path, names: Names) -> str:
    """Return the name of what a file calls by the last key of *path*."""
    key = str(path[-1])
    if path[-2] in {"clock", "policy"}:
        return names.limit(key)
    found = getattr(value_at(names.procedure, path), "name", None)
    return found.text(names.lang) if isinstance(found, LegalText) else key


def words_at(path: Path, names: Names) -> str:
    """Return what stands at *path*, in words; what is not written there holds as the format says."""
    try:
        value = value_at(names.procedure, path)
    except (LookupError, AttributeError):
        return said("absent", names.lang)
    is_missed = path[0] == "limits" and path[2:3] == ("on_missed",) and path[-1] not in {"cite", "duty"}
    if is_missed:
        return miss_in_words(names.procedure.limits[str(path[1])], names)
    return _in_words(value, str(path[-1]), names)


def _in_words(value: object, key: str, names: Names) -> str:
    if value is None or value == ():
        return said("absent", names.lang)
    say = _SAY.get(type(value))
    if say is not None:
        return say(value, names)
    if isinstance(value, StrEnum):
        return VALUES[value.value].text(names.lang) if value.value in VALUES else value.value
    if isinstance(value, tuple):
        many = cast("tuple[object, ...]", value)
        return ("; " if key in _SOURCES else ", ").join(_in_words(one, key, names) for one in many)
    return _of_parts(value, key, names)


def _of_parts(value: object, key: str, names: Names) -> str:
    if isinstance(value, str):
        return _of_text(value, key, names)
    if isinstance(value, dict):
        return _of_mapping(cast("dict[str, object]", value), key, names)
    return _of_model(value, names) if isinstance(value, BaseModel) else str(value)


def _case(value: Case, names: Names) -> str:
    condition = condition_in_words(value.when, names) or said("always", names.lang)
    return phrase("if", names.lang, term=names.term(value.term), condition=condition)


def _later_of(value: LaterOf, names: Names) -> str:
    return phrase("later_of", names.lang, names=", ".join(milestone_in_words(one, names) for one in value.later_of))


# each is asked about values of its own type only
_SAY: Mapping[type, Callable[[Any, Names], str]] = {
    bool: lambda value, names: phrase("yes" if value else "no", names.lang),
    Term: lambda value, names: names.term(value),
    Who: lambda value, names: names.who(value),
    LegalText: lambda value, names: value.text(names.lang),
    Citation: lambda value, names: names.cite(value) + (f" – {value.note}" if value.note else ""),
    date: lambda value, names: names.day(value),
    time: lambda value, _: f"{value:%H:%M}",
    Limit: lambda value, names: f"{terms_in_words(value, names)}; {runs_in_words(value, names)}",
    Case: _case,
    LaterOf: _later_of,
    Deeming: deeming_in_words,
    RemainingPlus: clock_in_words,
    NewLimit: clock_in_words,
    Policy: lambda value, names: f"{clock_in_words(value.clock, names)} ({value.reason.text(names.lang)})",
    Silence: lambda value, names: SILENCES[value].text(names.lang),
    Status: lambda value, names: LEGAL_STATUSES[value].text(names.lang),
    LimitKind: lambda value, names: LIMIT_KINDS[value].text(names.lang),
}
"""What says the values that are of one type."""

_NAMED: Mapping[str, Callable[[Names, str], str]] = {
    **dict.fromkeys(("starts", "stops"), lambda names, value: milestone_in_words(value, names)),
    **dict.fromkeys(
        ("suspends", "within", "appointment", "next_appointments", "limit", "ask_within"),
        lambda names, value: names.limit(value),
    ),
    **dict.fromkeys(
        ("steps", "first", "back_to", "start", "then", "to"), lambda names, value: target_in_words(value, names)
    ),
    **dict.fromkeys(("party", "acts_for"), lambda names, value: names.agency(value)),
    **dict.fromkeys(("per", "before", "sets"), lambda names, value: names.fact(value)),
    "channels": lambda names, value: names.channel(value),
    "handoffs": lambda names, value: names.handoff(value),
}
"""What says the names that stand in one field."""


def _of_text(value: str, key: str, names: Names) -> str:
    if value in VALUES:
        return VALUES[value].text(names.lang)
    if value in _CLOCK:
        return phrase(f"clock.{value}", names.lang)
    return _NAMED[key](names, value) if key in _NAMED else value


def _of_mapping(value: Mapping[str, object], key: str, names: Names) -> str:
    if key == "when":
        return condition_in_words(cast("Mapping[str, Matcher]", value), names) or said("always", names.lang)
    return ", ".join(f"{name}: {_in_words(one, name, names)}" for name, one in value.items()) or said(
        "absent", names.lang
    )


def _of_model(value: BaseModel, names: Names) -> str:
    """Return a thing of several fields: its name, and what else it says besides its sources."""
    given = {name: getattr(value, name) for name in type(value).model_fields if name in value.model_fields_set}
    name = given.pop("name", None)
    given.pop("cite", None)
    more = "; ".join(
        f"{FIELDS[key.rstrip('_')].text(names.lang)}: {_in_words(one, key, names)}"
        for key, one in given.items()
        if not _holds_models(one) and key.rstrip("_") in FIELDS
    )
    # the name stands before it already, as that of the field
    return more or (name.text(names.lang) if isinstance(name, LegalText) else said("absent", names.lang))


def _holds_models(value: object) -> bool:
    """Tell whether *value* is a list of things with names of their own, which are too many for a line."""
    return isinstance(value, dict) and any(
        isinstance(one, BaseModel) for one in cast("dict[str, object]", value).values()
    )
