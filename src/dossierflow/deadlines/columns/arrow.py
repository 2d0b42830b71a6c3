"""
Reading Arrow columns where they lie, without any Arrow library.

Arrow hands out a column as a few C structures in a capsule (the Arrow C data
interface). Numbers, days and instants are looked at in place; the memory is
given back when the last array that looks at it is gone.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, runtime_checkable

from dossierflow.errors import TermError
from dossierflow.worktime.numeric import np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_NUMBERS = {
    "c": "<i1",
    "C": "<u1",
    "s": "<i2",
    "S": "<u2",
    "i": "<i4",
    "I": "<u4",
    "l": "<i8",
    "L": "<u8",
    "f": "<f4",
    "g": "<f8",
    "tdD": "<i4",
}
_LISTS = {"+l": "<i4", "+L": "<i8"}
_STAMP = "ts"
_BITS = 8


class _Schema(ctypes.Structure):
    """``struct ArrowSchema``."""


class _Array(ctypes.Structure):
    """``struct ArrowArray``."""


class _Stream(ctypes.Structure):
    """``struct ArrowArrayStream``."""


_SchemaPointer, _ArrayPointer = ctypes.POINTER(_Schema), ctypes.POINTER(_Array)
_Schema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_char_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(_SchemaPointer)),
    ("dictionary", _SchemaPointer),
    ("release", ctypes.CFUNCTYPE(None, _SchemaPointer)),
    ("private_data", ctypes.c_void_p),
]
_Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(_ArrayPointer)),
    ("dictionary", _ArrayPointer),
    ("release", ctypes.CFUNCTYPE(None, _ArrayPointer)),
    ("private_data", ctypes.c_void_p),
]
_StreamPointer = ctypes.POINTER(_Stream)
_Stream._fields_ = [
    ("get_schema", ctypes.CFUNCTYPE(ctypes.c_int, _StreamPointer, _SchemaPointer)),
    ("get_next", ctypes.CFUNCTYPE(ctypes.c_int, _StreamPointer, _ArrayPointer)),
    ("get_last_error", ctypes.CFUNCTYPE(ctypes.c_char_p, _StreamPointer)),
    ("release", ctypes.CFUNCTYPE(None, _StreamPointer)),
    ("private_data", ctypes.c_void_p),
]

_pointer_of = ctypes.pythonapi.PyCapsule_GetPointer
_pointer_of.restype = ctypes.c_void_p
_pointer_of.argtypes = [ctypes.py_object, ctypes.c_char_p]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column of Arrow, or one chunk of it."""

    kind: str
    """Arrow's format: ``tdD`` for days, ``tsu:UTC`` for microseconds in UTC, ``+l`` for lists, and so on."""

    values: NDArray[np.generic]
    """The numbers; of lists, the offsets, one entry more than there are lists, from 0."""

    nulls: NDArray[np.bool_] | None
    """Which are missing; none if none is."""

    inner: Column | None = None
    """What the lists hold."""


S = TypeVar("S", _Schema, _Array)


class _Owned(Generic[S]):
    """A structure that we were given, and give back."""

    def __init__(self, struct: S) -> None:
        self.struct: S = struct

    def __del__(self) -> None:
        if self.struct.release:
            self.struct.release(ctypes.byref(self.struct))


class _Memory:
    """Memory at an address, as numpy looks at it; numpy keeps this object, and it keeps the owner."""

    __slots__ = ("__array_interface__", "owner")

    def __init__(self, address: int, count: int, kind: str, owner: object) -> None:
        self.owner = owner
        self.__array_interface__ = {"data": (address, True), "shape": (count,), "typestr": kind, "version": 3}


@runtime_checkable
class OffersArray(Protocol):
    """What hands itself out as one chunk."""

    def __arrow_c_array__(self) -> tuple[object, object]:
        """Return the capsules of the schema and of the data."""
        ...


@runtime_checkable
class OffersStream(Protocol):
    """What hands itself out chunk by chunk."""

    def __arrow_c_stream__(self) -> object:
        """Return the capsule of the stream."""
        ...


def arrow_chunks(column: OffersArray | OffersStream) -> list[Column]:
    """
    Return the chunks of *column*.

    Raises:
        TermError: It holds neither numbers, days, instants, nor lists of them.
    """
    if isinstance(column, OffersArray):
        schema, array = column.__arrow_c_array__()
        form = _Schema.from_address(_pointer_of(schema, b"arrow_schema"))
        return [_column(form, _Array.from_address(_pointer_of(array, b"arrow_array")), (schema, array))]
    return list(_chunks(column.__arrow_c_stream__()))


def _chunks(capsule: object) -> Iterator[Column]:
    stream = _Stream.from_address(_pointer_of(capsule, b"arrow_array_stream"))
    form = _Owned(_Schema())
    _done(stream, stream.get_schema(ctypes.byref(stream), ctypes.byref(form.struct)))
    any_chunk = False
    while True:
        chunk = _Owned(_Array())
        _done(stream, stream.get_next(ctypes.byref(stream), ctypes.byref(chunk.struct)))
        if not chunk.struct.release:
            break
        any_chunk = True
        yield _column(form.struct, chunk.struct, (capsule, form, chunk))
    if not any_chunk:
        yield _column(form.struct, _Array(), (capsule, form))


def _done(stream: _Stream, code: int) -> None:
    if code:
        said = stream.get_last_error(ctypes.byref(stream)) or b""
        msg = f"the column cannot be read: its library reports error {code} {said.decode(errors='replace')}".rstrip()
        raise TermError(msg)


def _column(form: _Schema, array: _Array, owner: object) -> Column:
    kind = form.format.decode()
    nulls = _nulls(array, owner)
    if kind in _LISTS:
        offsets = _values(array, 1, _LISTS[kind], owner, more=1).astype(np.int64)
        inner = _column(form.children[0].contents, array.children[0].contents, owner) if array.length else None
        return Column(kind, offsets, nulls, inner)
    numbers = "<i8" if kind.startswith(_STAMP) else _NUMBERS.get(kind)
    if form.dictionary:
        # Its numbers are places in a list of words, and no numbers of the column.
        numbers, kind = None, "dictionary"
    if numbers is None:
        msg = f"found a column of Arrow type {kind!r}; columns hold numbers, days, instants, or lists of them"
        raise TermError(msg)
    return Column(kind, _values(array, 1, numbers, owner), nulls)


def _values(array: _Array, buffer: int, kind: str, owner: object, more: int = 0) -> NDArray[np.generic]:
    """Look at the entries of a *buffer*, and so many *more* than the column is long."""
    if not array.length or not array.buffers[buffer]:
        return np.zeros(more, dtype=kind)
    start = array.buffers[buffer] + array.offset * np.dtype(kind).itemsize
    return np.asarray(_Memory(start, array.length + more, kind, owner))


def _nulls(array: _Array, owner: object) -> NDArray[np.bool_] | None:
    if not array.length or array.null_count == 0 or not array.buffers[0]:
        return None
    count = (array.offset + array.length + _BITS - 1) // _BITS
    there = np.unpackbits(np.asarray(_Memory(array.buffers[0], count, "|u1", owner)), bitorder="little")
    nulls: NDArray[np.bool_] = there[array.offset : array.offset + array.length] == 0
    return nulls if nulls.any() else None
