"""Names with ``*`` in them: one line of a mapping for many activities."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=1 << 14)
def is_named(name: str, patterns: tuple[str, ...]) -> bool:
    """
    Tell whether *name* is one of *patterns*, in which ``*`` stands for any characters, also none.

    What is empty has no name.

    >>> is_named("01_HOOFD_490_2", ("01_HOOFD_49*",)), is_named("01_HOOFD_49", ("01_HOOFD_490",))
    (True, False)
    """
    return bool(name) and (name in patterns or any(_pattern(one).fullmatch(name) for one in patterns if "*" in one))


def has_value(text: str, values: tuple[str, ...]) -> bool:
    """Tell the same of the value of a column, of which an empty text means that there is none."""
    return is_named(text, values) if text else "" in values


@lru_cache(maxsize=1 << 10)
def _pattern(text: str) -> re.Pattern[str]:
    # runs of stars mean one; many of them in a row would make the search slow
    parts = re.split(r"[*]+", text)
    return re.compile(".*".join(map(re.escape, parts)), re.DOTALL)
