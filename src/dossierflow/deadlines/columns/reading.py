"""
Taking columns from other libraries: Arrow, Polars, pandas, and whatever numpy can look at.

Numbers and instants are not copied where the library lays them out as numpy
does. What a column leaves open, as the zone of its instants, is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from dossierflow.deadlines.columns.arrow import Column, OffersArray, OffersStream, arrow_chunks
from dossierflow.deadlines.columns.shapes import UNITS, Pauses, Terms
from dossierflow.deadlines.columns.spans import NAT
from dossierflow.deadlines.term import Unit
from dossierflow.errors import NaiveInstantError, TermError, UnknownNameError
from dossierflow.worktime.bulk import EPOCH, SECONDS_A_DAY
from dossierflow.worktime.numeric import np
from dossierflow.worktime.zones import ZoneTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from numpy.typing import NDArray

    from dossierflow.deadlines.columns.shapes import Instants

_STAMPS = {"tss": "s", "tsm": "ms", "tsu": "us", "tsn": "ns"}
_PER_SECOND = {"s": 1, "ms": 1000, "us": 1_000_000, "ns": 1_000_000_000}


class Batch(NamedTuple):
    """Columns as `dossierflow.deadlines.bulk.due_days` takes them."""

    triggers: Instants
    terms: Terms | None
    """None where no amounts were given."""

    choice: NDArray[np.integer] | None
    """Which counting each row takes; none where that was not given."""

    pauses: Pauses | None


def from_columns(
    *,
    triggers: object,
    amount: object = None,
    unit: object = None,
    choice: object = None,
    pause_starts: object = None,
    pause_ends: object = None,
    zone: ZoneInfo | None = None,
) -> Batch:
    """
    Take the columns of a table from another library.

    A column is an Arrow column (an array or series of pyarrow, Polars or any
    library that hands one out), a pandas series, a numpy array, or anything
    that numpy can look at.

    Args:
        triggers: Days or instants.

        amount: Numbers; a missing one makes a row with a `RowError`.

        unit: A `Unit` for all rows, or a column of their names (``working_day``) or of indices into `UNITS`.

        choice: Indices of ways of counting.

        pause_starts: Arrow lists of days or instants, the pauses of each row.

        pause_ends: Lists as long as those; a missing end is that of an open pause.

        zone:
            Where the clocks hang that instants without a zone were read from;
            numpy's instants never have one. With none, such instants are refused.

    Raises:
        NaiveInstantError: Instants have no zone and *zone* does not say which,
            or its clocks skip one of them or show it twice.

        TermError: Columns cannot be read, or do not fit each other.

        UnknownNameError: A unit does not exist.

    >>> from datetime import date
    >>> batch = from_columns(triggers=np.array(["2024-04-24"], dtype="datetime64[D]"), amount=[5], unit="working_day")
    >>> batch.terms.unit
    <Unit.WORKING_DAY: 'working_day'>
    """
    moments = _moments(triggers, "triggers", zone)
    if (amount is None) != (unit is None):
        msg = "give amount and unit together, or neither for one term of all rows"
        raise TermError(msg)
    if (pause_starts is None) != (pause_ends is None):
        msg = "give pause_starts and pause_ends together; a pause without an end has a missing one in its list"
        raise TermError(msg)
    return Batch(
        moments,
        None if amount is None else Terms(_numbers(amount, "amount"), _units(unit)),
        None if choice is None else _indices(choice, "choice"),
        None if pause_starts is None else _pauses(pause_starts, pause_ends, zone),
    )


def _moments(column: object, name: str, zone: ZoneInfo | None) -> Instants:
    if isinstance(column, OffersArray | OffersStream):
        return _joined([_moments_of(chunk, name, zone) for chunk in arrow_chunks(column)])
    aware = getattr(getattr(column, "dtype", None), "tz", None) is not None
    values = np.asarray(column, dtype=f"datetime64[{column.dtype.unit}]") if aware else np.asarray(column)  # type: ignore[attr-defined]  # pandas
    if values.dtype.kind != "M":
        msg = f"{name} must be days or instants; found a column of {values.dtype}"
        raise TermError(msg)
    if aware or np.datetime_data(values.dtype)[0] == "D":
        return values
    return _placed(values, name, zone)


def _moments_of(chunk: Column, name: str, zone: ZoneInfo | None) -> Instants:
    """Return days or instants of a chunk of Arrow, ``NaT`` where they are missing."""
    form, _, own_zone = chunk.kind.partition(":")
    if form not in {"tdD", *_STAMPS}:
        msg = f"{name} must be days or instants; found a column of Arrow type {chunk.kind!r}"
        raise TermError(msg)
    numbers = chunk.values.astype(np.int64, copy=False)
    if chunk.nulls is not None:
        numbers = np.where(chunk.nulls, NAT, numbers)
    values = numbers.view(f"datetime64[{_STAMPS.get(form, 'D')}]")
    return values if own_zone or form == "tdD" else _placed(values, name, zone)


def _placed(values: Instants, name: str, zone: ZoneInfo | None) -> Instants:
    """Return in UTC what the clocks of *zone* show."""
    if zone is None:
        msg = f"{name} has instants without a time zone; say with zone= which clocks they were read from, or UTC"
        raise NaiveInstantError(msg)
    unit, _ = np.datetime_data(values.dtype)
    per, ticks = _PER_SECOND.get(str(unit), 0), values.view(np.int64)
    there = ticks != NAT
    if not per or not there.any():
        return values
    days = ticks[there] // (SECONDS_A_DAY * per) + EPOCH
    table = ZoneTable.between(zone, int(days.min()), int(days.max()))
    utc = table.to_utc(ticks, per=per)
    doubtful = there & (utc != table.to_utc(ticks, np.ones(len(ticks), dtype=np.bool_), per))
    if doubtful.any():
        found = values[doubtful][0]
        msg = f"{name} has {found}, which the clocks of {zone.key} skip or show twice; give instants with their zone"
        raise NaiveInstantError(msg)
    return np.where(there, utc, NAT).view(values.dtype)


def _numbers(column: object, name: str) -> NDArray[np.int64] | NDArray[np.float64]:
    values = _plain(column, name)
    if values.dtype.kind not in "iuf":
        msg = f"{name} must be numbers; found a column of {values.dtype}"
        raise TermError(msg)
    if values.dtype.kind == "f":
        return values.astype(np.float64, copy=False)
    return values.astype(np.int64, copy=False)


def _indices(column: object, name: str) -> NDArray[np.integer]:
    values = _plain(column, name)
    if values.dtype.kind not in "iu":
        msg = f"{name} must be indices, none of them missing; found a column of {values.dtype}"
        raise TermError(msg)
    return cast("NDArray[np.integer]", values)


def _plain(column: object, name: str) -> NDArray[np.generic]:
    """Return numbers; as fractions, with missing ones as ``nan``, where some are missing."""
    if not isinstance(column, OffersArray | OffersStream):
        only_shares = hasattr(column, "__dlpack__") and not hasattr(column, "__array__")
        return np.from_dlpack(column) if only_shares else np.asarray(column)  # type: ignore[arg-type]  # asked for above
    parts: list[NDArray[np.generic]] = []
    for chunk in arrow_chunks(column):
        if chunk.inner is not None or chunk.kind.startswith("t"):
            msg = f"{name} must be numbers; found a column of Arrow type {chunk.kind!r}"
            raise TermError(msg)
        parts.append(chunk.values if chunk.nulls is None else np.where(chunk.nulls, np.nan, chunk.values))
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _units(column: object) -> NDArray[np.integer] | Unit:
    if isinstance(column, str):
        return _unit(column)
    try:
        return _indices(column, "unit")
    except TermError:
        # Words are no numbers of Arrow; numpy looks at them through the library that holds them.
        words, place = np.unique(np.asarray(column).astype(str), return_inverse=True)
    numbers = np.array([UNITS.index(_unit(word)) for word in words.tolist()], dtype=np.int64)
    return numbers[place]


def _unit(word: str) -> Unit:
    try:
        return Unit(word)
    except ValueError:
        kind = "unit"
        raise UnknownNameError(kind, word, UNITS) from None


def _pauses(starts: object, ends: object, zone: ZoneInfo | None) -> Pauses:
    offsets, first = _lists(starts, "pause_starts", zone)
    other, last = _lists(ends, "pause_ends", zone)
    if len(offsets) != len(other) or (offsets != other).any():
        msg = "pause_starts and pause_ends must have lists of the same lengths, row by row"
        raise TermError(msg)
    return Pauses(offsets, first, last)


def _lists(column: object, name: str, zone: ZoneInfo | None) -> tuple[NDArray[np.int64], Instants]:
    """Return where the list of each row begins, and what all lists hold; a missing list is an empty one."""
    if not isinstance(column, OffersArray | OffersStream):
        msg = f"{name} must be Arrow lists, as of pyarrow or Polars; for numpy arrays make Pauses yourself"
        raise TermError(msg)
    lengths: list[NDArray[np.int64]] = []
    values: list[Instants] = []
    for chunk in arrow_chunks(column):
        if not chunk.kind.startswith("+"):
            msg = f"{name} must be lists; found a column of Arrow type {chunk.kind!r}"
            raise TermError(msg)
        begins = chunk.values.astype(np.int64)
        size: NDArray[np.int64] = begins[1:] - begins[:-1]
        if chunk.nulls is not None and size[chunk.nulls].any():
            msg = f"{name} has missing lists that nevertheless hold something; rebuild the column"
            raise TermError(msg)
        lengths.append(size)
        if chunk.inner is not None:
            held = _moments_of(chunk.inner, name, zone)
            values.append(held[int(begins[0]) : int(begins[-1])])
    sizes = np.concatenate(lengths)
    offsets = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)])
    return offsets, _joined(values) if values else np.zeros(0, dtype="datetime64[s]")


def _joined(parts: Sequence[Instants]) -> Instants:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
