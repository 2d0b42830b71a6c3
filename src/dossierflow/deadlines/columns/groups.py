"""
Rows sorted by how they are counted.

There is one group for each way of counting, unit and kind of amount.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from dossierflow.deadlines.columns.shapes import UNITS, Countings, RowError, Terms
from dossierflow.deadlines.minutes import minutes_of, whole_minutes
from dossierflow.deadlines.term import Term, Unit, most_of
from dossierflow.errors import TermError
from dossierflow.worktime.numeric import np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from dossierflow.deadlines.choices import Counting
    from dossierflow.deadlines.columns.shapes import Ints

    Amounts: TypeAlias = NDArray[np.int64] | NDArray[np.float64]

_FRACTIONAL = frozenset({Unit.WORKING_DAY, Unit.DAY, Unit.WORKING_HOUR, Unit.HOUR})
_NEAR = 1e-6
"""How far from whole minutes a fraction may be: what binary numbers leave of a tenth of an hour."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Rows that are counted alike."""

    rows: slice | Ints
    counting: Counting
    unit: Unit
    amount: Ints | int
    """Units, or minutes; one number where all rows have the same."""

    in_minutes: bool = False
    uncountable: bool = False
    error: RowError = RowError.NONE
    """Why none of the rows can be counted, if that is so."""


def groups_of(terms: Term | Terms, counting: Counting | Countings, rows: int) -> Iterator[Group]:
    """
    Yield the groups of all rows; together they have each row once.

    Raises:
        TermError: One term for all rows cannot be counted as asked, or columns do not fit.
    """
    if isinstance(counting, Countings):
        for number, chosen_counting in enumerate(counting.choices):
            chosen = np.flatnonzero(counting.choice == number)
            if len(chosen):
                yield from _of_counting(terms, chosen_counting, chosen, one=False)
    else:
        yield from _of_counting(terms, counting, slice(0, rows), one=True)


def _of_counting(terms: Term | Terms, counting: Counting, rows: slice | Ints, *, one: bool) -> Iterator[Group]:
    if isinstance(terms, Term):
        yield _of_term(terms, counting, rows, one=one)
        return
    units = terms.unit
    if isinstance(units, Unit):
        yield from _of_unit(terms.amount[rows], counting, units, rows)
        return
    here = units[rows]
    for number, unit in enumerate(UNITS):
        chosen = np.flatnonzero(here == number)
        if len(chosen) == len(here):
            yield from _of_unit(terms.amount[rows], counting, unit, rows)
        elif len(chosen):
            picked = _picked(rows, chosen)
            yield from _of_unit(terms.amount[picked], counting, unit, picked)


def _of_term(term: Term, counting: Counting, rows: slice | Ints, *, one: bool) -> Group:
    refusal = counting.refuses(term.unit)
    if refusal is not None:
        if one:
            msg = f"cannot count {str(term)!r}: {refusal}"
            raise TermError(msg)
        return Group(rows, counting, term.unit, 0, error=RowError.REFUSED)
    if term.unit.is_clock or not isinstance(term.amount, int):
        minutes = whole_minutes(term, counting.fraction_of_day.hours)
        return Group(rows, counting, term.unit, minutes, in_minutes=True)
    return Group(rows, counting, term.unit, term.amount)


def _of_unit(amounts: Amounts, counting: Counting, unit: Unit, rows: slice | Ints) -> Iterator[Group]:
    """Yield the groups of rows of one unit: whole amounts, nothing, parts, and what cannot be an amount."""
    per = minutes_of(unit, counting.fraction_of_day.hours) if unit.is_clock else 0
    if counting.refuses(unit) is None and amounts.dtype.kind != "f" and _are_some(amounts, unit):
        yield _whole(amounts, counting, unit, rows, per=per)
        return
    missing, refused, fraction, zero = _sorts(amounts, unit)
    if counting.refuses(unit) is not None:
        refused = ~missing
    for flags, code in ((missing, RowError.MISSING), (refused, RowError.REFUSED)):
        if flags.any():
            yield Group(_picked(rows, np.flatnonzero(flags)), counting, unit, 0, error=code)
    fraction &= ~refused
    if fraction.any():
        yield from _of_fractions(amounts, counting, unit, rows, np.flatnonzero(fraction))
    zero &= ~(missing | refused)
    if zero.any() and not per:
        yield Group(_picked(rows, np.flatnonzero(zero)), counting, unit, 0)
    left = np.flatnonzero(~(missing | refused | fraction | (zero if not per else False)))
    if len(left):
        yield _whole(amounts[left], counting, unit, _picked(rows, left), per=per)


def _are_some(amounts: Amounts, unit: Unit) -> bool:
    """Tell whether all *amounts* are at least 1, and none more than a term may have."""
    return len(amounts) > 0 and int(amounts.min()) > 0 and int(amounts.max()) <= most_of(unit)


def _sorts(amounts: Amounts, unit: Unit) -> tuple[NDArray[np.bool_], ...]:
    """Tell which amounts are missing, which are none, which are fractions, and which are nothing."""
    zero = amounts == 0
    if amounts.dtype.kind != "f":
        return np.zeros_like(zero), (amounts < 0) | (amounts > most_of(unit)), np.zeros_like(zero), zero
    missing = np.isnan(amounts)
    fraction = np.isfinite(amounts) & (amounts != np.floor(amounts)) & (amounts > 0)
    refused = (amounts < 0) | (amounts > most_of(unit))
    if unit not in _FRACTIONAL:
        return missing, refused | fraction, np.zeros_like(fraction), zero
    return missing, refused, fraction, zero


def _whole(amounts: Amounts, counting: Counting, unit: Unit, rows: slice | Ints, *, per: int) -> Group:
    """Return the rows with whole amounts, turned into minutes where there are some *per* unit."""
    whole = amounts.astype(np.int64, copy=False)
    return Group(rows, counting, unit, whole * per if per else whole, in_minutes=per > 0)


def _of_fractions(
    amounts: Amounts, counting: Counting, unit: Unit, rows: slice | Ints, places: Ints
) -> Iterator[Group]:
    """Yield the rows with parts of a day or an hour, as minutes; those that come to no whole ones on their own."""
    minutes = amounts[places] * minutes_of(unit, counting.fraction_of_day.hours)
    near = np.rint(minutes)
    whole = np.abs(minutes - near) < _NEAR
    for flags, uncountable in ((whole, False), (~whole, True)):
        if flags.any():
            picked = _picked(rows, places[flags])
            found = near[flags].astype(np.int64)
            yield Group(picked, counting, unit, found, in_minutes=True, uncountable=uncountable)


def _picked(rows: slice | Ints, places: Ints) -> Ints:
    """Return the rows at *places* among *rows*."""
    return places + rows.start if isinstance(rows, slice) else rows[places]
