"""The words of a generated procedure file that never matter, but must be there."""

from __future__ import annotations

from typing import Any

Written = dict[str, Any]
"""A part of a procedure as its file states it."""

CITE = [{"doc": "generated"}]


def named(words: str) -> Written:
    """Return a name in both languages."""
    return {"vi": words, "en": words}


def who(agency: str, role: str | None = None) -> Written:
    """Return an owner of acts."""
    return {"agency": agency} if role is None else {"agency": agency, "role": role}
