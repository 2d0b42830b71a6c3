"""Logs in CSV, of any size, as spreadsheets and registers write them."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from io import TextIOWrapper
from typing import TYPE_CHECKING, BinaryIO, Final

from dossierflow.interop.replay.records import Record, Records, Source, Unreadable, fault_in

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_LINE: Final = 1 << 20
_DELIMITERS: Final = {",": ",", ";": ";", "tab": "\t", "|": "|"}
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
        delimiter, columns = self._heading(heading, source)
        source.see(columns)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            first = lines.number + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                where = "" if lines.number <= first else f", up to line {lines.number}"
                yield Unreadable(first, f"not a line of a table: {error}{where}")
                continue
            if any(cells):
                yield _record(first, columns, cells, source)

    def _heading(self, heading: str, source: Source) -> tuple[str, list[str]]:
        wanted = set(source.wanted)
        given = self.delimiter
        best: list[str] = []
        chosen = ""
        for delimiter in _DELIMITERS.values() if given is None else [_DELIMITERS[given]]:
            try:
                columns = next(csv.reader([heading], delimiter=delimiter, strict=True), list[str]())
            except csv.Error:
                continue
            columns = [_nfc(name.strip()) for name in columns]
            if len(wanted.intersection(columns)) > len(wanted.intersection(best)) or not best:
                best, chosen = columns, delimiter
        if not best or not wanted.intersection(best):
            message = (
                f"the first line names none of the columns that the mapping reads; found {heading.strip()[:200]!r}"
            )
            raise source.refused(1, message)
        twice = sorted({name for name in best if name in wanted and best.count(name) > 1})
        if twice:
            raise source.refused(1, f"the heading names {twice[0]!r} twice")
        return chosen, best

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


def _record(line: int, columns: list[str], cells: list[str], source: Source) -> Record | Unreadable:
    if len(cells) != len(columns):
        return Unreadable(line, f"found {len(cells)} cells; the heading has {len(columns)}")
    named = dict(zip(columns, cells, strict=True))
    kept = {name: _nfc(named.get(name, "").strip()) for name in source.wanted}
    fault = fault_in(kept, source.wanted)
    return Record(line, kept) if fault is None else Unreadable(line, fault)


def _nfc(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)
