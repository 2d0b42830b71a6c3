"""What is unread or mistaken in the rows of one procedure, by cell."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from dossierflow.interop.internal_procedures.folding import folded
from dossierflow.interop.internal_procedures.kinds import remark
from dossierflow.interop.internal_procedures.sums import parts_of
from dossierflow.interop.internal_procedures.times import TimeKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossierflow.interop.drafts import Remark
    from dossierflow.interop.internal_procedures.publication import Published
    from dossierflow.interop.internal_procedures.rows import StepRow


def row_remarks(published: Published) -> Iterator[Remark]:
    """Yield what is unread or mistaken in the rows of one procedure."""
    for code, place, words in published.table.unread:
        yield remark(code, place, words)
    for row in published.table.rows:
        yield from _time_remarks(row, published.table.rows)
    if bare := [row for row in published.table.rows if row.time.term is not None and _is_bare(row)]:
        yield remark("bare_hours", bare[0].time_place, bare[0].time.quote)
    numbers = [row for row in published.table.rows if row.number]
    for before, after in pairwise(numbers):
        if before.number == after.number:
            yield remark("number_repeated", after.place, after.number, step=after.number)
        elif _jumps(before.number, after.number):
            yield remark("number_gap", after.place, after.number, before=before.number, step=after.number)


def _time_remarks(row: StepRow, rows: Sequence[StepRow]) -> Iterator[Remark]:
    time = row.time
    if row.shares_time:
        yield remark("shared_time", row.time_place, time.quote)
    elif time.kind is TimeKind.BLANK:
        divided = row.is_parent or any(row in parts_of(other, rows) and other.time.term is not None for other in rows)
        if not divided:
            yield remark("no_time", row.time_place, step=row.label)
    elif time.reason:
        yield remark(time.reason, row.time_place, time.quote, detail=time.detail)
    for _, rest in time.terms if time.kind is TimeKind.TIMED else ():
        if rest:
            yield remark("time_words", row.time_place, rest)


def _is_bare(row: StepRow) -> bool:
    words = folded(row.time.quote)
    return "gio" in words and "gio lam viec" not in words


def _jumps(before: str, after: str) -> bool:
    if not (before.isdecimal() and after.isdecimal()):
        return False
    return int(after) > int(before) + 1
