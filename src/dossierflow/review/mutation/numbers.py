"""
Every number of a procedure, one more and one less.

The content of the file is gone through as a whole, so that a number which a
later version of the format adds is found without anybody thinking of it.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from dossierflow.deadlines.term import Term
from dossierflow.errors import TermError
from dossierflow.review.mutation.edits import Edit, MutationKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.reading.document import Path, Value

_SILENT = {"name", "note", "basis", "cite", "code", "version", "procedure", "reason", "result", "values"}
"""Keys whose values are words, even where they look like numbers."""

_ONE = 1
_A_DAY = timedelta(days=1)
_MINUTES_A_DAY = 24 * 60


def numbers(content: Value, path: Path = ()) -> Iterator[Edit]:
    """Yield, for every number of *content*, the edits by one notch up and down."""
    if isinstance(content, dict):
        for key, value in content.items():
            # a step may be called "result"; the words of the file are texts and lists of sources
            is_silent = key in _SILENT and not (isinstance(value, dict) and "vi" not in value)
            if not is_silent:
                yield from numbers(value, (*path, key))
    elif isinstance(content, list):
        for place, value in enumerate(content):
            yield from numbers(value, (*path, place))
    elif isinstance(content, int) and not isinstance(content, bool):
        yield from _of_integer(content, path)
    elif isinstance(content, str):
        yield from _of_text(content, path)


def _of_integer(number: int, path: Path) -> Iterator[Edit]:
    for other in (number + _ONE, number - _ONE):
        yield Edit(MutationKind.AMOUNT, path, other, str(number), str(other))


def _of_text(text: str, path: Path) -> Iterator[Edit]:
    if path[-2:-1] == ("effective",):
        yield from _of_date(date.fromisoformat(text), path)
    elif path[-1] == "cutoff":
        yield from _of_hour(time.fromisoformat(text), path)
    elif path[-1] == "max" and text == "unlimited":
        yield Edit(MutationKind.AMOUNT, path, _ONE, text, str(_ONE))
    else:
        try:
            term = Term.of(text)
        except TermError:
            return
        yield from _of_term(term, path)


def _of_date(day: date, path: Path) -> Iterator[Edit]:
    for other in (day + _A_DAY, day - _A_DAY):
        yield Edit(MutationKind.DATE, path, other.isoformat(), day.isoformat(), other.isoformat())


def _of_hour(hour: time, path: Path) -> Iterator[Edit]:
    for step in (_ONE, -_ONE):
        other = time(*divmod((hour.hour * 60 + hour.minute + step) % _MINUTES_A_DAY, 60))
        yield Edit(MutationKind.CUTOFF, path, other.isoformat(), f"{hour:%H:%M}", f"{other:%H:%M}")


def _of_term(term: Term, path: Path) -> Iterator[Edit]:
    for step in (Decimal(1), Decimal(-1)):
        amount = term.amount + step
        if amount >= 0:
            other = str(Term(amount=amount, unit=term.unit))
            yield Edit(MutationKind.AMOUNT, path, other, str(term), other)
