"""Columns of pyarrow, Polars, pandas and numpy come in as they are meant, or not at all."""

from __future__ import annotations

import gc
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from dossierflow.deadlines import Unit, profile
from dossierflow.deadlines.bulk import Countings, due_days, from_columns
from dossierflow.deadlines.columns.arrow import arrow_chunks
from dossierflow.errors import NaiveInstantError, TermError, UnknownNameError
from dossierflow.worktime import vietnam

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BERLIN = ZoneInfo("Europe/Berlin")
DAYS = [date(2024, 4, 24), None, date(2024, 4, 30)]
MOMENTS = [datetime(2024, 4, 24, 2, 30, tzinfo=UTC), None, datetime(2024, 4, 30, 2, 30, tzinfo=UTC)]
LOCAL = [moment and moment.astimezone(HANOI).replace(tzinfo=None) for moment in MOMENTS]
THREE = np.arange(3).astype("datetime64[D]")

DAY_COLUMNS = {
    "arrow": pa.array(DAYS),
    "arrow chunks": pa.chunked_array([pa.array(DAYS[:1]), pa.array(DAYS[1:])]),
    "arrow slice": pa.array([None, *DAYS, None]).slice(1, 3),
    "polars": pl.Series(DAYS),
    "numpy": np.array(DAYS, dtype="datetime64[D]"),
}
MOMENT_COLUMNS = {
    **{unit: pa.array(MOMENTS, pa.timestamp(unit, "UTC")) for unit in ("s", "ms", "us", "ns")},
    "other zone": pa.array(MOMENTS, pa.timestamp("us", "Asia/Ho_Chi_Minh")),
    "polars": pl.Series(MOMENTS),
    "pandas": pd.Series(pd.to_datetime(MOMENTS, utc=True)),
    "pandas elsewhere": pd.Series(pd.to_datetime(MOMENTS, utc=True)).dt.tz_convert("Europe/Berlin"),
}
LOCAL_COLUMNS = {
    "arrow": pa.array(LOCAL, pa.timestamp("s")),
    "polars": pl.Series(LOCAL),
    "pandas": pd.Series(pd.to_datetime(LOCAL)),
    "numpy": np.array(LOCAL, dtype="datetime64[s]"),
}


@pytest.mark.parametrize("name", DAY_COLUMNS)
def test_days_come_in(name: str) -> None:
    """Days are the same days, and missing ones stay missing."""
    found = from_columns(triggers=DAY_COLUMNS[name]).triggers

    assert found.dtype == "datetime64[D]"
    assert found.tolist() == DAYS


@pytest.mark.parametrize("name", MOMENT_COLUMNS)
def test_instants_with_a_zone_come_in(name: str) -> None:
    """Instants with a zone of their own are the same instants, in UTC."""
    found = from_columns(triggers=MOMENT_COLUMNS[name]).triggers

    assert found.astype("datetime64[s]").tolist() == [moment and moment.replace(tzinfo=None) for moment in MOMENTS]


@pytest.mark.parametrize("name", LOCAL_COLUMNS)
def test_instants_without_a_zone_need_one(name: str) -> None:
    """Instants without a zone are refused; once the zone is said they are moved to UTC."""
    with pytest.raises(NaiveInstantError, match="say with zone="):
        from_columns(triggers=LOCAL_COLUMNS[name])

    found = from_columns(triggers=LOCAL_COLUMNS[name], zone=HANOI).triggers

    assert found.astype("datetime64[s]").tolist() == [moment and moment.replace(tzinfo=None) for moment in MOMENTS]


@pytest.mark.parametrize("local", ["2024-03-31T02:30", "2024-10-27T02:30"])
def test_a_time_that_clocks_skip_or_show_twice_is_refused(local: str) -> None:
    """An instant that is none, or may be two, is not guessed."""
    with pytest.raises(NaiveInstantError, match="skip or show twice"):
        from_columns(triggers=np.array([local], dtype="datetime64[s]"), zone=BERLIN)


def test_a_column_of_missing_instants_needs_no_clocks() -> None:
    """Nothing but missing instants stays that."""
    found = from_columns(triggers=np.array(["NaT"], dtype="datetime64[s]"), zone=BERLIN).triggers

    assert np.isnat(found).all()


def test_numbers_are_not_copied() -> None:
    """Instants and amounts of an Arrow library are looked at where they lie, and outlive it."""
    moments = pa.array(np.arange(1000), pa.timestamp("s", "UTC"))
    amounts = pl.Series(np.arange(1000))

    batch = from_columns(triggers=moments, amount=amounts, unit="day")

    assert batch.triggers.__array_interface__["data"][0] == moments.buffers()[1].address
    assert batch.terms is not None
    assert np.shares_memory(batch.terms.amount, amounts.to_numpy())
    del moments, amounts
    gc.collect()
    assert batch.triggers[-1] == np.datetime64(999, "s")
    assert batch.terms.amount[-1] == 999


UNIT_COLUMNS = {
    "words of polars": pl.Series(["day", "working_day", "day"]),
    "categories of polars": pl.Series(["day", "working_day", "day"], dtype=pl.Categorical),
    "words of arrow": pa.array(["day", "working_day", "day"]),
    "dictionary of arrow": pa.array(["day", "working_day", "day"]).dictionary_encode(),
    "words of pandas": pd.Series(["day", "working_day", "day"]),
    "words of python": ["day", "working_day", "day"],
    "numbers": pa.array([1, 0, 1], pa.int8()),
}


@pytest.mark.parametrize("name", UNIT_COLUMNS)
def test_units_come_in_as_words_or_numbers(name: str) -> None:
    """Names of units, however they are kept, become their numbers."""
    terms = from_columns(triggers=THREE, amount=[1, 2, 3], unit=UNIT_COLUMNS[name]).terms

    assert terms is not None
    assert np.asarray(terms.unit).tolist() == [1, 0, 1]
    assert np.asarray(terms.amount).tolist() == [1, 2, 3]


class Shares:
    """A column that can only be shared by dlpack."""

    def __init__(self, values: np.ndarray) -> None:
        """Share *values*."""
        self.values = values

    def __dlpack__(self, **options: object) -> object:
        """Hand out the capsule."""
        return self.values.__dlpack__(**options)

    def __dlpack_device__(self) -> tuple[int, int]:
        """Say where it lies."""
        return self.values.__dlpack_device__()


AMOUNT_COLUMNS = [
    (pl.Series([1, None, 3]), [1, None, 3]),
    (pa.array([1.5, 2, None]), [1.5, 2, None]),
    (pa.chunked_array([[1], [2, 3]]), [1, 2, 3]),
    (pa.chunked_array([[1], [2, None]]), [1, 2, None]),
    (pa.chunked_array([], pa.int64()), []),
    (pa.array([], pa.int32()), []),
    (Shares(np.array([1, 2, 3])), [1, 2, 3]),
    (pd.Series([1, 2, 3]), [1, 2, 3]),
    (pa.array([1, 2, 3], pa.uint16()), [1, 2, 3]),
]


@pytest.mark.parametrize(("column", "expected"), AMOUNT_COLUMNS, ids=range(len(AMOUNT_COLUMNS)))
def test_amounts_come_in(column: object, expected: list[float | None]) -> None:
    """Numbers stay the same, and missing ones become nan."""
    terms = from_columns(triggers=THREE, amount=column, unit=Unit.DAY).terms

    assert terms is not None
    assert [None if value != value else value for value in np.asarray(terms.amount).tolist()] == expected  # noqa: PLR0124


LISTS = [[MOMENTS[0], MOMENTS[2]], [], None, [None], [MOMENTS[2]]]


@pytest.mark.parametrize(
    "column",
    [
        pl.Series(LISTS),
        pa.array(LISTS, pa.list_(pa.timestamp("us", "UTC"))),
        pa.array(LISTS, pa.large_list(pa.timestamp("s", "UTC"))),
        pa.chunked_array([LISTS[:2], LISTS[2:]], pa.list_(pa.timestamp("us", "UTC"))),
        pa.array([[MOMENTS[0]], *LISTS, []], pa.list_(pa.timestamp("us", "UTC"))).slice(1, 5),
    ],
    ids=["polars", "arrow", "large", "chunks", "slice"],
)
def test_pauses_come_in_as_lists(column: object) -> None:
    """Lists of instants become offsets and ends; a missing list is an empty one."""
    pauses = from_columns(triggers=np.arange(5).astype("datetime64[D]"), pause_starts=column, pause_ends=column).pauses

    assert pauses is not None
    assert pauses.offsets.tolist() == [0, 2, 2, 2, 3, 4]
    flat = [MOMENTS[0], MOMENTS[2], None, MOMENTS[2]]
    assert pauses.starts.astype("datetime64[s]").tolist() == [one and one.replace(tzinfo=None) for one in flat]


def test_rows_without_any_pause_come_in() -> None:
    """A column of empty lists is one, whatever its lists would hold."""
    empty = pa.chunked_array([], pa.list_(pa.timestamp("s", "UTC")))

    pauses = from_columns(triggers=THREE[:0], pause_starts=empty, pause_ends=empty).pauses

    assert pauses is not None
    assert pauses.offsets.tolist() == [0]


def test_columns_of_a_table_are_counted() -> None:
    """A Polars table goes through from its columns to its due dates."""
    table = pl.DataFrame(
        {
            "received": MOMENTS,
            "amount": [5, 5, 2],
            "unit": ["working_day", "day", "working_day"],
            "way": [0, 0, 1],
            "from": [[MOMENTS[0]], [], []],
            "to": [[MOMENTS[2]], [], []],
        }
    )
    ways = profile("vn-general")
    batch = from_columns(
        triggers=table["received"],
        amount=table["amount"],
        unit=table["unit"],
        choice=table["way"],
        pause_starts=table["from"],
        pause_ends=table["to"],
    )
    assert batch.terms is not None
    assert batch.choice is not None
    counting = Countings([ways.counting(Unit.WORKING_DAY), ways.counting(Unit.WORKING_DAY, clear=True)], batch.choice)

    found = due_days(batch.triggers, batch.terms, counting=counting, calendar=vietnam(), pauses=batch.pauses)

    assert found.day.tolist() == [date(2024, 5, 7), None, date(2024, 5, 4)]
    assert found.error.tolist() == [0, 1, 0]


BAD = [
    ({"triggers": [1, 2]}, TermError, "triggers must be days or instants; found a column of int64"),
    ({"triggers": pa.array([1, 2])}, TermError, "Arrow type 'l'"),
    ({"triggers": pa.array(["x"])}, TermError, "columns hold numbers"),
    ({"triggers": THREE, "amount": [1]}, TermError, "amount and unit together"),
    ({"triggers": THREE, "pause_ends": [1]}, TermError, "pause_starts and pause_ends together"),
    ({"triggers": THREE, "amount": ["x"], "unit": "day"}, TermError, "amount must be numbers"),
    ({"triggers": THREE, "amount": pa.array(DAYS), "unit": "day"}, TermError, "amount must be numbers"),
    ({"triggers": THREE, "amount": [1], "unit": "fortnight"}, UnknownNameError, "no unit 'fortnight'"),
    ({"triggers": THREE, "amount": [1], "unit": pa.array(["day", None])}, UnknownNameError, "no unit 'None'"),
    ({"triggers": THREE, "choice": pa.array([1, None])}, TermError, "none of them missing"),
    ({"triggers": THREE, "pause_starts": [[1]], "pause_ends": [[1]]}, TermError, "must be Arrow lists"),
    ({"triggers": THREE, "pause_starts": pa.array([1]), "pause_ends": pa.array([1])}, TermError, "must be lists"),
    (
        {"triggers": THREE, "pause_starts": pa.array([DAYS[:1], []]), "pause_ends": pa.array([[], DAYS[:1]])},
        TermError,
        "lists of the same lengths",
    ),
    ({"triggers": THREE, "pause_starts": pa.array([["x"]]), "pause_ends": pa.array([["x"]])}, TermError, "Arrow type"),
]


@pytest.mark.parametrize(("columns", "error", "message"), BAD, ids=[message for _, _, message in BAD])
def test_columns_that_cannot_be_meant_are_refused(
    columns: dict[str, object], error: type[Exception], message: str
) -> None:
    """What cannot be read is an error that says what was found."""
    with pytest.raises(error, match=message):
        from_columns(**columns)


def test_a_missing_list_that_holds_something_is_refused() -> None:
    """A list that is missing and nevertheless has entries is not guessed to be either."""
    buffers = [pa.py_buffer(b"\x00"), pa.py_buffer(np.array([0, 1], "<i4"))]
    column = pa.ListArray.from_buffers(pa.list_(pa.date32()), 1, buffers, children=[pa.array(DAYS[:1])])

    with pytest.raises(TermError, match="nevertheless hold something"):
        from_columns(triggers=THREE, pause_starts=column, pause_ends=column)


def test_a_stream_that_breaks_off_says_why() -> None:
    """An error between two chunks is reported in the words of the library."""

    def no_chunk() -> object:
        raise ValueError("the disk is gone")
        yield

    reader = pa.RecordBatchReader.from_batches(pa.schema({"a": pa.int64()}), no_chunk())

    class Fails:
        def __arrow_c_stream__(self) -> object:
            return reader.__arrow_c_stream__()

    with pytest.raises(TermError, match="the disk is gone"):
        arrow_chunks(Fails())


def test_a_stream_that_refuses_its_schema_says_why() -> None:
    """A table is no column, and is refused as one."""
    with pytest.raises(TermError, match=r"Arrow type '\+s'"):
        arrow_chunks(pl.DataFrame({"a": [1]}))
