"""Tables in memory whose changes can be taken back, at the cost of the changes alone."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

K = TypeVar("K")
V = TypeVar("V")


class Undo:
    """Remembers how to take back what was written since a block was opened."""

    def __init__(self) -> None:
        self._steps: list[Callable[[], object]] = []
        self._depth = 0

    def note(self, step: Callable[[], object]) -> None:
        """Remember *step*, which takes back the change that follows; outside of blocks nothing is remembered."""
        if self._depth:
            self._steps.append(step)

    @contextmanager
    def block(self) -> Generator[None]:
        """Open a block that leaves everything as it was if it is left with an exception; blocks nest."""
        mark = len(self._steps)
        self._depth += 1
        try:
            yield
        except BaseException:
            while len(self._steps) > mark:
                self._steps.pop()()
            raise
        finally:
            self._depth -= 1
            if not self._depth:
                self._steps.clear()


class Table(Generic[K, V]):
    """
    A dictionary that notes in an `Undo` how to take each change back.

    >>> undo = Undo()
    >>> table = Table[str, int](undo)
    >>> table["a"] = 1
    >>> with undo.block():
    ...     table["a"] = 2
    ...     raise KeyError
    Traceback (most recent call last):
    KeyError
    >>> table["a"]
    1
    """

    def __init__(self, undo: Undo) -> None:
        self._rows: dict[K, V] = {}
        self._undo = undo

    def __getitem__(self, key: K) -> V:
        """Return the row of *key*."""
        return self._rows[key]

    def __setitem__(self, key: K, row: V) -> None:
        """Write the row of *key*."""
        if key in self._rows:
            before = self._rows[key]
            self._undo.note(lambda: self._rows.__setitem__(key, before))
        else:
            self._undo.note(lambda: self._rows.__delitem__(key))
        self._rows[key] = row

    def __delitem__(self, key: K) -> None:
        """Remove the row of *key*."""
        before = self._rows.pop(key)
        self._undo.note(lambda: self._rows.__setitem__(key, before))

    def __contains__(self, key: K) -> bool:
        """Tell whether there is a row of *key*."""
        return key in self._rows

    def __iter__(self) -> Iterator[K]:
        """Go through the keys, in the order in which they were first written."""
        return iter(self._rows)

    def get(self, key: K) -> V | None:
        """Return the row of *key*, or none."""
        return self._rows.get(key)

    def rows(self) -> Iterator[V]:
        """Go through the rows."""
        return iter(self._rows.values())
