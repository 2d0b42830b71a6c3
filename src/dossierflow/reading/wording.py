"""
The sentences for wrong values: what was found, what is allowed instead.

They use the words of a YAML file (text, number, list, mapping, key), never
those of the library that validated it.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, cast

from dossierflow.reading.complaint import listed

if TYPE_CHECKING:
    from collections.abc import Collection

    from dossierflow.reading.complaint import Complaint

_DATE = "a date as 2026-07-01"
_INSTANT = "a date and time as 2026-07-01T08:00:00+07:00"
_TIME = "a time as 15:00"
_DURATION = "a duration as PT2H30M"
_MAPPING = "a mapping ('key: value')"

_ALLOWED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "decimal_type": "a number",
    "decimal_parsing": "a number",
    "finite_number": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "none_required": "nothing",
    "list_type": "a list",
    "tuple_type": "a list",
    "set_type": "a list",
    "frozen_set_type": "a list",
    "iterable_type": "a list",
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "dataclass_type": _MAPPING,
    "dict_type": _MAPPING,
    "mapping_type": _MAPPING,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "datetime_type": _INSTANT,
    "datetime_parsing": _INSTANT,
    "datetime_from_date_parsing": _INSTANT,
    "timezone_aware": f"{_INSTANT}, with the offset from UTC",
    "timezone_naive": "a date and time as 2026-07-01T08:00:00, without an offset from UTC",
    "time_type": _TIME,
    "time_parsing": _TIME,
    "time_delta_type": _DURATION,
    "time_delta_parsing": _DURATION,
    "greater_than": "a number greater than {gt}",
    "greater_than_equal": "a number of at least {ge}",
    "less_than": "a number less than {lt}",
    "less_than_equal": "a number of at most {le}",
    "multiple_of": "a multiple of {multiple_of}",
    "string_too_short": "text of at least {min_length} characters",
    "string_too_long": "text of at most {max_length} characters",
    "string_pattern_mismatch": "text of the form {pattern}",
    "union_tag_not_found": "one of the documented forms",
    "too_short": "at least {min_length} of them",
    "too_long": "at most {max_length} of them",
}
_CHOICES = frozenset({"literal_error", "enum"})
_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")
_INPUT = re.compile(r"^(?:Input|Value|String|Data) ")
_LONGEST = 60


def sentence(complaint: Complaint, written: str | None, keys: Collection[str]) -> str:
    """
    Return what *complaint* says, for the author of the file.

    Args:
        complaint: What is wrong.

        written: The value as it is spelled in the file, where it is not in quotes.

        keys: The keys that are allowed, where an unknown key is the mistake.
    """
    if complaint.kind == "missing":
        return "the item is missing" if isinstance(complaint.path[-1], int) else "the key is missing"
    if complaint.kind == "extra_forbidden":
        return _unknown_key(str(complaint.path[-1]), keys)
    meant = (complaint, *complaint.others)
    spoken = [_said(one) for one in meant if one.kind not in _ALLOWED and one.kind not in _CHOICES]
    if spoken:
        return "; or ".join(dict.fromkeys(spoken))
    found = f"the key {_short(str(complaint.found))}" if complaint.about_key else _found(complaint.found, written)
    return f"found {found}{_reason(complaint)}; {_advice(meant, complaint.found, written)}"


def _advice(meant: Collection[Complaint], found: object, written: str | None) -> str:
    kinds = {one.kind for one in meant}
    choices = list(dict.fromkeys(item for one in meant if one.kind in _CHOICES for item in _choices(one)))
    if isinstance(found, int | float) and ("string_type" in kinds or written in choices):
        return "write it in quotes"
    # A choice that is refused though it is spelled right is a number or a word, not text.
    wants_number = bool(kinds & {"int_type", "float_type"})
    if isinstance(found, str) and (found in choices or (wants_number and _NUMBER.fullmatch(found))):
        return "write it without quotes"
    shapes = [_allowed(one) for one in meant if one.kind not in _CHOICES]
    allowed = " or ".join(dict.fromkeys([*([", ".join(choices)] if choices else []), *shapes]))
    return f"{_did_you_mean(found, choices)}allowed: {allowed}"


def _reason(complaint: Complaint) -> str:
    # Only this reason of pydantic's tells an author more than the allowed form does: 2026-02-30 has it.
    reason = str(complaint.context.get("error", ""))
    return f" ({reason})" if "range" in reason else ""


def _allowed(complaint: Complaint) -> str:
    text = _ALLOWED[complaint.kind].format_map({key: _bound(value) for key, value in complaint.context.items()})
    return text.removesuffix("s") if text.endswith(" 1 characters") else text


def _bound(value: object) -> object:
    # 1.0 is how a bound is kept, 1 is how people write it.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _choices(complaint: Complaint) -> list[str]:
    return listed(complaint.context.get("expected", ""))


def _said(complaint: Complaint) -> str:
    """Return the text that a validator of this library raised, or else pydantic's without its first word."""
    raised = complaint.context.get("error")
    if isinstance(raised, Exception):
        return str(raised) or "this is not allowed here"
    return _INPUT.sub("the value ", complaint.text)


def _unknown_key(key: str, keys: Collection[str]) -> str:
    text = f"unknown key {_short(key)}"
    return f"{text}; {_did_you_mean(key, keys)}allowed: {', '.join(keys)}" if keys else text


def _did_you_mean(word: object, options: Collection[str]) -> str:
    # Comparing a very long word with each option would take long, and helps nobody.
    if not isinstance(word, str) or len(word) > _LONGEST:
        return ""
    close = get_close_matches(word, options, n=1)
    return f"did you mean {_short(close[0])}? " if close else ""


def _found(value: object, written: str | None) -> str:
    if value is None:
        return written or "nothing"
    if isinstance(value, str):
        return f"the text {_short(value)}" if value else "empty text"
    if isinstance(value, list):
        length = len(cast("list[object]", value))
        return f"a list of {length}" if length else "an empty list"
    if isinstance(value, dict):
        return "a mapping"
    kind = "word" if isinstance(value, bool) else "number" if isinstance(value, int | float) else "value"
    return f"the {kind} {str(value).lower() if written is None else written}"


def _short(text: str) -> str:
    return repr(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")
