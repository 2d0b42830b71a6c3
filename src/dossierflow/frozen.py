"""
The one base of every value that is read from a file or written to one.

Values are immutable and refuse keys they do not know: a misspelt key in a
procedure file must be an error, never a silently ignored rule.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """
    An immutable value with no unknown fields.

    >>> class Point(Frozen):
    ...     x: int
    >>> Point(x=1)
    Point(x=1)
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_default=True,
        use_attribute_docstrings=True,
        ser_json_timedelta="iso8601",
        populate_by_name=True,
    )
