"""
The columns of a case table: what each cell says.

A column that is not listed here is a mistake; a table of law must not have
columns which somebody fills in and nobody reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ANY, COUNTED, LIVED = "any", "counted", "lived"
"""Which rows fill in a column: all, those that count one time limit, those that play a life."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    rows: str
    """`ANY`, `COUNTED` or `LIVED`."""

    says: str
    """What its cells say, in a sentence for the page of the format."""


COLUMNS: Mapping[str, Column] = {
    "case": Column(ANY, "a name for the row; left empty: its number"),
    "procedure": Column(ANY, "`id` (the version that governs on the day) or `id@version`; every row has it"),
    "procedures": Column(ANY, "a folder of procedure files beside the table; left empty: the shipped ones"),
    "calendar": Column(ANY, "`vn-public` (also if left empty), or `vn-public@2026-01-05`: as known on that day"),
    "channel": Column(LIVED, "how the dossier is filed; left empty: the procedure's first channel"),
    "limit": Column(ANY, "the time limit that `due`, `state` and `remaining` are about"),
    "from": Column(COUNTED, "the instant of the event that starts the limit, or its day where no hour matters"),
    "submitted": Column(LIVED, "when the dossier was filed; left empty: when it was received"),
    "received": Column(LIVED, "when the dossier was received"),
    "supplement_asked": Column(LIVED, "when the applicant was asked to complete the dossier"),
    "supplement_answered": Column(LIVED, "when the applicant handed in what was asked for"),
    "pauses": Column(ANY, "when the clock stood still: `start/end`, before it the reason where a life is played"),
    "acts": Column(LIVED, "everything else that was done: `2026-03-02T09:00 complete_step appraise valid`"),
    "at": Column(LIVED, "the instant that is looked at; left empty: after the last act"),
    "due": Column(ANY, "the day or instant on which `limit` ends; `none` while there is none"),
    "state": Column(LIVED, "where the clock of `limit` stands: `running`, `suspended`, `missed`, `met` ..."),
    "remaining": Column(LIVED, "what is left of `limit`: `3 working days`"),
    "status": Column(LIVED, "the status of the dossier: `received`, `processing`, `done` ..."),
    "end": Column(LIVED, "the end that was reached"),
    "version": Column(LIVED, "the version that governs"),
    "appointment": Column(LIVED, "the day or instant on the slip; `none` if there must be none"),
    "refused": Column(LIVED, "the last act was refused, with this code"),
    "source": Column(
        ANY, "where the expected answer comes from: an article, a decision, a circular; not computed with"
    ),
    "note": Column(ANY, "anything else worth saying; not computed with"),
}
"""The columns with a name of their own."""

FAMILIES: Mapping[str, Column] = {
    "fact": Column(ANY, "`fact.work`: the value of the fact `work`"),
    "due": Column(LIVED, "`due.check`: the same as `due`, for the limit `check`"),
    "state": Column(LIVED, "`state.check`: the same as `state`, for the limit `check`"),
    "remaining": Column(LIVED, "`remaining.check`: the same as `remaining`, for the limit `check`"),
}
"""The columns that take a name after a dot."""

EXPECTED = frozenset({"due", "state", "remaining", "status", "end", "version", "appointment", "refused"})
"""The columns that say what must come of a case."""

SEVERAL = ("supplement_asked", "supplement_answered", "pauses", "acts")
"""The columns that may hold several values, divided by semicolons."""


def column_of(name: str) -> Column | None:
    """
    Return what the heading *name* means; none where it means nothing.

    >>> column_of("fact.work").rows, column_of("fact") is None
    ('any', True)
    """
    family, dot, rest = name.partition(".")
    if dot:
        return FAMILIES.get(family) if rest else None
    return COLUMNS.get(name)


def is_expected(name: str) -> bool:
    """Tell whether the column *name* says what must come of a case."""
    return name.partition(".")[0] in EXPECTED


def wrong_headings(names: Iterable[str]) -> Iterator[str]:
    """Yield what is wrong with the headings *names* of a table, in their order."""
    known = [*COLUMNS, *(f"{family}.NAME" for family in FAMILIES)]
    seen: set[str] = set()
    for number, name in enumerate(names, start=1):
        if not name:
            yield f"column {number} has no heading; name it, or delete it"
        elif name in seen:
            yield f"the column {name!r} is there twice"
        elif column_of(name) is None:
            near = get_close_matches(name, COLUMNS, n=1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            yield f"unknown column {name!r}; {hint}known: {', '.join(known)}"
        seen.add(name)
    if "procedure" not in seen:
        yield "the column 'procedure' is missing"
