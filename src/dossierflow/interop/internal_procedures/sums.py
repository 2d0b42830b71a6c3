"""
Adding up the steps of a published table, at eight hours a day, and holding the sum to what is stated.

Only days, working days, hours and minutes can be added; months cannot. A step
that others divide counts once, and so does a cell merged over several steps.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from dataclasses import replace as changed
from fractions import Fraction
from typing import TYPE_CHECKING

from dossierflow.deadlines.term import Term, Unit
from dossierflow.interop.internal_procedures.kinds import remark
from dossierflow.interop.internal_procedures.times import (
    HOURS_A_DAY,
    StepTime,
    TimeKind,
    hours_of,
    in_words,
    read_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossierflow.interop.drafts import Remark
    from dossierflow.interop.internal_procedures.publication import Published
    from dossierflow.interop.internal_procedures.rows import Stated, StepRow

_HOURS = frozenset({Unit.HOUR, Unit.WORKING_HOUR, Unit.MINUTE})


@dataclass(frozen=True, slots=True)
class Sum:
    """What the steps of one procedure add up to, and what is stated."""

    added: Fraction | None
    """Hours at eight a day; none where a step cannot be added."""

    stated: Fraction | None
    """Hours; none where nothing is stated."""

    term: Term | None
    """The stated total as it is meant; the sum where nothing is stated; none where neither can be said."""

    @property
    def agrees(self) -> bool | None:
        """Tell whether the steps give what is stated; none where that cannot be said."""
        return None if self.added is None or self.stated is None else self.added == self.stated


def leaves(rows: Sequence[StepRow]) -> list[StepRow]:
    """Return the rows whose times are added: not the ones that others divide, nor a shared time twice."""
    timed_parents = {row.number for row in rows if row.is_parent and not _divided_times(row, rows)}
    return [
        row
        for row in rows
        if not row.shares_time
        and not (row.is_parent and row.number not in timed_parents)
        and not any(_is_part(row, parent) for parent in timed_parents)
    ]


def parts_of(parent: StepRow, rows: Sequence[StepRow]) -> list[StepRow]:
    """Return the rows that divide *parent*, without those that are divided again."""
    return [row for row in rows if _is_part(row, parent.number) and not row.is_parent]


def settle_units(published: Published) -> Iterator[Remark]:
    """Give bare numbers the unit by which alone the steps reach the stated total, and say so."""
    rows = published.table.rows
    bare = [row for row in rows if row.time.reason == "no_unit"]
    stated = [one for one in _stated(published) if one.time.term is not None]
    if not bare or not stated:
        return
    total = stated[-1].time.hours
    others = Counter(row.time.term.unit for row in rows if row.time.term is not None)
    units = dict.fromkeys([stated[-1].time.term.unit, *others])  # type: ignore[union-attr]  # chosen for its term
    fitting: list[tuple[Unit, list[StepRow]]] = []
    for unit in units:
        tried = [_in_unit(row, unit) for row in rows]
        if total is not None and _add(leaves(tried)) == total:
            fitting.append((unit, tried))
    if len({hours_of(Term(amount=1, unit=unit)) for unit, _ in fitting}) != 1:
        return
    unit, published.table.rows = fitting[0]
    words = in_words(Term(amount=1, unit=unit)).removeprefix("1 ")
    yield remark("unit_from_total", bare[0].time_place, bare[0].time.quote, unit=words)


def sum_of(published: Published) -> tuple[Sum, list[Remark]]:
    """Return the sum of the steps of *published*, and the mistakes found in adding."""
    rows = published.table.rows
    remarks = [*_part_mistakes(rows)]
    added = _add(leaves(rows))
    stated = _stated(published)
    overall: tuple[Stated, Term] | None = None
    for one in stated:
        term = _meant(one, rows)
        hours = None if term is None else hours_of(term)
        if term is None or hours is None:
            overall = (one, term) if term is not None else overall
            continue
        section = _add(leaves([row for row in rows if row.section == one.section])) if one.section else None
        is_part = section is not None and section == hours and one is not stated[-1]
        if section is not None and section == hours:
            if not is_part and added == hours:
                overall = (one, term)
            continue
        overall = (one, term)
        if added is not None and added != hours and any(row.time.kind is TimeKind.TIMED for row in rows):
            remarks.append(
                remark(
                    "sum_differs",
                    one.place,
                    one.time.quote,
                    added=shown(added, rows),
                    stated=in_words(term),
                    difference=shown(abs(added - hours), rows),
                )
            )
    remarks += _limit_mistakes(published, overall)
    if overall is not None:
        timed = any(row.time.kind is TimeKind.TIMED for row in rows)
        return Sum(added if timed else None, hours_of(overall[1]), overall[1]), remarks
    term = None if not added else _term(added, rows)
    if term is None:
        remarks.append(remark("total_unknown", published.table.place))
    else:
        remarks.append(remark("total_unstated", published.table.place, added=in_words(term)))
    return Sum(added, None, term), remarks


def shown(hours: Fraction, rows: Sequence[StepRow]) -> str:
    """Return *hours* in the unit that most of the rows use, and in hours besides."""
    return in_words(_term(hours, rows) or Term.of(f"{float(hours):g} hours"))


def _stated(published: Published) -> list[Stated]:
    totals = list(published.table.totals)
    return totals or ([published.limit] if published.limit is not None else [])


def _limit_mistakes(published: Published, overall: tuple[Stated, Term] | None) -> Iterator[Remark]:
    limit = published.limit
    if limit is None or overall is None or overall[0] is limit or limit.time.hours is None:
        return
    hours = hours_of(overall[1])
    if hours is not None and hours != limit.time.hours:
        yield remark(
            "limit_differs", limit.place, limit.time.quote, limit=limit.time.quote, stated=in_words(overall[1])
        )


def _part_mistakes(rows: Sequence[StepRow]) -> Iterator[Remark]:
    for row in rows:
        parts = parts_of(row, rows) if row.is_parent else []
        if row.time.term is None or not any(part.time.kind is TimeKind.TIMED for part in parts):
            continue
        added = _add(leaves(parts))
        if added is not None and row.time.hours is not None and added != row.time.hours:
            said = shown(added, parts)
            yield remark(
                "part_differs", row.time_place, row.time.quote, step=row.label, stated=row.time.quote, added=said
            )


def _meant(one: Stated, rows: Sequence[StepRow]) -> Term | None:
    """Return the stated total; a bare number counts in the unit of the steps, where they have one."""
    if one.time.term is not None:
        return one.time.term
    unit = _main_unit(rows)
    if one.time.reason != "no_unit" or unit is None:
        return None
    return read_words(one.time.quote, in_words(Term(amount=1, unit=unit)).removeprefix("1 ")).term


def _main_unit(rows: Sequence[StepRow]) -> Unit | None:
    counted = Counter(row.time.term.unit for row in rows if row.time.term is not None and row.time.term.amount)
    return counted.most_common(1)[0][0] if counted else None


def _term(hours: Fraction, rows: Sequence[StepRow]) -> Term | None:
    """Return *hours* as a term in the unit of the steps, where it has one in figures."""
    unit = _main_unit(rows)
    one = None if unit is None else hours_of(Term(amount=1, unit=unit))
    if unit is None or one is None:
        return None
    if unit is Unit.MINUTE or (hours / one).denominator > HOURS_A_DAY * 10:
        unit, one = Unit.WORKING_HOUR, Fraction(1)
    amount = f"{float(hours / one):.4f}".rstrip("0").rstrip(".")
    return Term.of(f"{amount} {unit.value.replace('_', ' ')}s") if Fraction(amount) == hours / one else None


def _add(rows: Sequence[StepRow]) -> Fraction | None:
    total = Fraction(0)
    for row in rows:
        hours = row.time.hours
        if hours is None:
            return None
        total += hours
    return total


def _in_unit(row: StepRow, unit: Unit) -> StepRow:
    if row.time.reason != "no_unit":
        return row
    words = in_words(Term(amount=1, unit=unit)).removeprefix("1 ")
    time: StepTime = read_words(row.time.quote, words)
    return changed(row, time=time)


def _divided_times(parent: StepRow, rows: Sequence[StepRow]) -> bool:
    return any(row.time.kind in {TimeKind.TIMED, TimeKind.UNREAD} for row in parts_of(parent, rows))


def _is_part(row: StepRow, number: str) -> bool:
    if not number or not row.number or row.number == number:
        return False
    return row.number.startswith(f"{number}.") or (row.number[:-1] == number and row.number[-1].isalpha())
