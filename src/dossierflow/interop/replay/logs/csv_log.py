"""Logs in CSV, of any size, as spreadsheets and registers write them."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from io import TextIOWrapper
from typing import TYPE_CHECKING, BinaryIO, Final

from dossierflow.interop.replay.logs.records import Fault, Record, Records, Source, Unreadable, composed, fault_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONGEST_LINE: Final = 1 << 20
_DELIMITERS: Final = {",": ",", ";": ";", "tab": "\t", "|": "|"}
_TOLD: Final = re.compile(r"""["']?sep=(?P<delimiter>[,;\t|])["']?""", re.IGNORECASE)
"""What some spreadsheets write before the heading."""

_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_UTF_8: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class CsvReader:
    """Reads CSV."""

    opened: BinaryIO
    """At its first byte."""

    start: bytes
    """Its first bytes, which say of a byte order mark."""

    encoding: str
    """Where no mark says it."""

    delimiter: str | None

    def __call__(self, source: Source) -> Records:
        """
        Yield the lines of *source*.

        Raises:
            DefinitionError: There is no heading, or it names a column twice;
                a line has no end; the file is not of its encoding at all.
        """
        text = TextIOWrapper(self.opened, encoding=self._encoding(), errors=self._errors(), newline="")
        lines = _Lines(text, source)
        try:
            yield from self._records(lines, source)
        except UnicodeDecodeError as error:
            message = f"the file is not {self._encoding()}: {error.reason}; give the right 'encoding' in the mapping"
            raise source.refused(lines.number + 1, message) from error
        finally:
            # the file is closed where it was opened
            text.detach()

    def _records(self, lines: _Lines, source: Source) -> Records:
        heading = next(lines, "")
        told = _TOLD.fullmatch(heading.strip("\r\n "))
        delimiter = None if self.delimiter is None else _DELIMITERS[self.delimiter]
        if told is not None:
            heading, delimiter = next(lines, ""), delimiter or told["delimiter"]
        delimiter, columns = _heading(heading, delimiter, source)
        source.see(columns)
        wanted = [*dict.fromkeys(filter(None, columns))] if source.wanted is None else source.wanted
        places = [(name, columns.index(name)) for name in wanted if name in columns]
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            first = lines.number + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                where = "" if lines.number <= first else f", up to line {lines.number}"
                yield Unreadable(first, f"not a line of a table: {error}{where}", Fault.QUOTES)
                continue
            if any(cells):
                yield _record(first, places, len(columns), cells)

    def _encoding(self) -> str:
        if self.start.startswith(_UTF_16):
            return "utf-16"
        return "utf-8-sig" if self.start.startswith(_UTF_8) or self.encoding == "utf-8" else self.encoding

    def _errors(self) -> str:
        # a byte that fits nowhere spoils its line, not the file; of UTF-16 it spoils all that follows
        return "strict" if self._encoding() == "utf-16" else "surrogateescape"


class _Lines:
    """The lines of a text, counted, none longer than a bound."""

    def __init__(self, text: TextIOWrapper, source: Source) -> None:
        self._text, self._source = text, source
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(_LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) == _LONGEST_LINE:
            message = f"the line has {_LONGEST_LINE:,} characters or more; this is no table"
            raise self._source.refused(self.number, message)
        return line


def _heading(heading: str, delimiter: str | None, source: Source) -> tuple[str, list[str]]:
    """Return the delimiter and the columns: the one that finds most of those wanted, or most at all."""
    best: list[str] = []
    chosen = ""
    for one in _DELIMITERS.values() if delimiter is None else [delimiter]:
        try:
            columns = next(csv.reader([heading], delimiter=one, strict=True), list[str]())
        except csv.Error:
            continue
        columns = [composed(name.strip()) for name in columns]
        if not best or _fit(columns, source) > _fit(best, source):
            best, chosen = columns, one
    if not heading.strip():
        raise source.refused(1, "the file begins with an empty line, or has none; it names none of the columns")
    if not _fit(best, source):
        message = f"the first line names none of the columns that the mapping reads; found {heading.strip()[:200]!r}"
        raise source.refused(1, message)
    twice = sorted({name for name in best if name in (source.wanted or ()) and best.count(name) > 1})
    if twice:
        raise source.refused(1, f"the heading names {twice[0]!r} twice")
    return chosen, best


def _fit(columns: Sequence[str], source: Source) -> int:
    if source.wanted is None:
        return sum(map(bool, columns))
    return len(set(source.wanted).intersection(columns))


def _record(line: int, places: Sequence[tuple[str, int]], columns: int, cells: Sequence[str]) -> Record | Unreadable:
    # a delimiter too many at the end of a line says nothing
    if len(cells) < columns or any(cells[columns:]):
        return Unreadable(line, f"found {len(cells)} cells; the heading has {columns}", Fault.CELLS)
    kept = {name: composed(cells[place].strip()) for name, place in places}
    fault = fault_in(kept, None)
    return Record(line, kept) if fault is None else Unreadable(line, fault, Fault.VALUE)
