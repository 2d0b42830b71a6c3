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

COUNTED, LIVED, TERM = "counted", "lived", "term"
"""The kinds of rows: that count one limit of a procedure, that play a life, that count a bare term."""

_ALL = (COUNTED, LIVED, TERM)
_OF_A_PROCEDURE = (COUNTED, LIVED)


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    rows: tuple[str, ...]
    """The kinds of rows that may fill it in: `COUNTED`, `LIVED`, `TERM`."""

    says: str
    """What its cells say, in a sentence for the page of the format."""

    @property
    def for_rows(self) -> str:
        """The kinds of rows in words, for the page of the format."""
        return "all" if self.rows == _ALL else ", ".join(self.rows)


COLUMNS: Mapping[str, Column] = {
    "case": Column(_ALL, "a name for the row; left empty: its number"),
    "procedure": Column(
        _OF_A_PROCEDURE, "`id` (the version that governs on the day) or `id@version`; left empty only with `term`"
    ),
    "procedures": Column(_OF_A_PROCEDURE, "a folder of procedure files beside the table; left empty: the shipped ones"),
    "calendar": Column(
        _ALL,
        "`vn-public` (also if left empty), `vn-public@2026-01-05`: as known on that day, or files "
        "(`.yaml`) of a calendar layer each, beside the table, laid on top of it",
    ),
    "channel": Column(_OF_A_PROCEDURE, "how the dossier is filed; left empty in a life: the procedure's first channel"),
    "limit": Column(_OF_A_PROCEDURE, "the time limit that `due`, `state` and `remaining` are about"),
    "from": Column((COUNTED, TERM), "the instant of the event that starts the limit, or its day where no hour matters"),
    "submitted": Column((LIVED,), "when the dossier was filed; left empty: when it was received"),
    "received": Column((LIVED,), "when the dossier was received"),
    "supplement_asked": Column((LIVED,), "when the applicant was asked to complete the dossier"),
    "supplement_answered": Column((LIVED,), "when the applicant handed in what was asked for"),
    "pauses": Column(_ALL, "when the clock stood still: `start/end`, before it the reason where a life is played"),
    "acts": Column((LIVED,), "everything else that was done: `2026-03-02T09:00 complete_step appraise valid`"),
    "at": Column((LIVED,), "the instant that is looked at; left empty: after the last act"),
    "term": Column((TERM,), "a term counted outside any procedure: `5 working days`, `5 ngày làm việc`"),
    "profile": Column((TERM,), "the counting profile; left empty: `vn-general`"),
    "starts": Column((TERM,), "`next_day`, `same_day` or `instant`; these and the next are as in `dossierflow due`"),
    "receipt": Column((TERM,), "`as_is` or `next_opening`"),
    "cutoff": Column((TERM,), "the hour after which it is late: `15:00`"),
    "cutoff_effect": Column((TERM,), "`starts_later` or `result_later`"),
    "roll": Column((TERM,), "`none`, `forward` or `backward`"),
    "direction": Column((TERM,), "`after` or `before`"),
    "ends": Column((TERM,), "`close_of_business`, `midnight` or `same_time`"),
    "due": Column(_ALL, "the day or instant on which `limit` or `term` ends; `none` while there is none"),
    "state": Column((LIVED,), "where the clock of `limit` stands: `running`, `suspended`, `missed`, `met` ..."),
    "remaining": Column((LIVED,), "what is left of `limit`: `3 working days`"),
    "status": Column((LIVED,), "the status of the dossier: `received`, `processing`, `done` ..."),
    "end": Column((LIVED,), "the end that was reached"),
    "version": Column((LIVED,), "the version that governs"),
    "appointment": Column((LIVED,), "the day or instant on the slip; `none` if there must be none"),
    "refused": Column((LIVED,), "the last act was refused, with this code"),
    "source": Column(
        _ALL, "where the expected answer comes from: an article, a decision, a circular; not computed with"
    ),
    "note": Column(_ALL, "anything else worth saying; not computed with"),
}
"""The columns with a name of their own."""

FAMILIES: Mapping[str, Column] = {
    "fact": Column(_OF_A_PROCEDURE, "`fact.work`: the value of the fact `work`"),
    "due": Column((LIVED,), "`due.check`: the same as `due`, for the limit `check`"),
    "state": Column((LIVED,), "`state.check`: the same as `state`, for the limit `check`"),
    "remaining": Column((LIVED,), "`remaining.check`: the same as `remaining`, for the limit `check`"),
}
"""The columns that take a name after a dot."""

EXPECTED = frozenset({"due", "state", "remaining", "status", "end", "version", "appointment", "refused"})
"""The columns that say what must come of a case."""


def column_of(name: str) -> Column | None:
    """
    Return what the heading *name* means; none where it means nothing.

    >>> column_of("fact.work").rows, column_of("fact") is None
    (('counted', 'lived'), True)
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
    if seen.isdisjoint({"procedure", "term"}):
        yield "the column 'procedure' is missing; or 'term', for terms outside any procedure"
