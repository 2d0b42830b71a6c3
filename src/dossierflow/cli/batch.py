"""
Tables in, tables out: every row keeps its cells and gets its answer.

A row that cannot be answered gets an error and never stops the others. The
result appears under its name only when it is complete.
"""

from __future__ import annotations

import codecs
import csv
import errno
import os
import sys
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from dossierflow.cli.bar import counted
from dossierflow.errors import DefinitionError, Problem
from dossierflow.office.formulas import as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

BOM = "\ufeff"
_EVERY = 1000
"""Rows between two movements of the progress bar."""


@dataclass(frozen=True, slots=True)
class BatchResult:
    """How a batch went."""

    rows: int
    errors: int
    unused: tuple[str, ...]
    """Columns that mean nothing to the command; their cells are kept."""


def run_batch(
    source: Path,
    out: Path | None,
    *,
    required: tuple[str, ...],
    known: tuple[str, ...],
    added: tuple[str, ...],
    answer: Callable[[dict[str, str]], dict[str, str]],
) -> BatchResult:
    """
    Answer every row of a CSV file.

    Args:
        source: A CSV file with headings, in UTF-8, divided by commas or semicolons.

        out: Where the same rows go, with the answers; none prints them.

        required: Columns that must be there.

        known: All columns that the command reads.

        added: Columns that the answers have, the last of them ``error``.

        answer: Returns the *added* columns for one row.

    Raises:
        DefinitionError: The file is no such table.
    """
    with source.open(encoding="utf-8-sig", newline="") as file:
        try:
            headings, divider = _headings(file, source, required)
            reader = csv.reader(file, delimiter=divider, strict=True)
            next(reader)
            fields = [*headings, *(name for name in added if name not in headings)]
            with _target(out) as target:
                if out is not None and _has_mark(source):
                    # a spreadsheet that wrote the mark needs it to read the letters again
                    target.write(BOM)
                writer = csv.writer(target, delimiter=divider, lineterminator="\n")
                writer.writerow(fields)
                rows = errors = 0
                width, more = len(headings), [""] * (len(fields) - len(headings))
                # by place, because columns without a heading have no name to be found by
                places = [(fields.index(name), name) for name in added]
                for cells in _shown(reader, _lines_of(source)):
                    if not any(cells):
                        continue
                    row = _row(headings, cells)
                    told = answer(row) if row is not None else _ragged(headings, cells, added)
                    written = _of_width(cells, width) + more
                    for place, name in places:
                        written[place] = as_text(told[name])
                    writer.writerow(written)
                    rows += 1
                    errors += bool(told[added[-1]])
        except UnicodeDecodeError as error:
            raise _unreadable(source, 0, f"not UTF-8 at byte {error.start}; save the table as CSV UTF-8") from error
        except csv.Error as error:
            raise _unreadable(source, 0, f"not a CSV table: {error}") from error
    used = {*known, *added, "id"}
    return BatchResult(rows, errors, tuple(name for name in headings if name and name not in used))


def _headings(file: IO[str], source: Path, required: tuple[str, ...]) -> tuple[list[str], str]:
    first = file.readline()
    file.seek(0)
    first = first.removeprefix(BOM)
    divider = ";" if first.count(";") > first.count(",") else ","
    headings = [name.strip() for name in next(csv.reader([first], delimiter=divider), list[str]())]
    if not any(headings):
        raise _unreadable(
            source, 1, f"the table has no headings; the first line names the columns: {', '.join(required)}"
        )
    problems = [f"the column {name!r} is missing" for name in required if name not in headings]
    problems += [
        f"the column {name!r} is there twice" for name in dict.fromkeys(headings) if name and headings.count(name) > 1
    ]
    if problems:
        raise DefinitionError([Problem(str(source), 1, "", message) for message in problems])
    return headings, divider


def _row(headings: list[str], cells: list[str]) -> dict[str, str] | None:
    return dict(zip(headings, cells, strict=True)) if len(cells) == len(headings) else None


def _of_width(cells: list[str], width: int) -> list[str]:
    return cells if len(cells) == width else [*cells[:width], *[""] * (width - len(cells))]


def _ragged(headings: list[str], cells: list[str], added: tuple[str, ...]) -> dict[str, str]:
    message = f"the row has {len(cells)} cells, the table {len(headings)} columns"
    answer: dict[str, str] = dict.fromkeys(added, "")
    answer[added[-1]] = message
    return answer


@contextmanager
def _target(out: Path | None) -> Generator[IO[str]]:
    if out is None:
        yield sys.stdout
        return
    if not out.parent.is_dir():
        # said here, because a failure to make the file would name one that nobody asked for
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(out.parent))
    handle, name = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
    made = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file
        made.chmod(0o666 & ~_umask())
        made.replace(out)
    finally:
        with suppress(FileNotFoundError):
            made.unlink()


def _has_mark(source: Path) -> bool:
    with source.open("rb") as file:
        return file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _lines_of(source: Path) -> int:
    with source.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def _shown(rows: Iterator[list[str]], total: int) -> Iterator[list[str]]:
    """Yield *rows*, moving a bar where a person watches the error stream."""
    with counted() as move:
        for number, row in enumerate(rows, start=1):
            yield row
            if move is not None and number % _EVERY == 0:
                move(number, total)


def _unreadable(source: Path, line: int, message: str) -> DefinitionError:
    return DefinitionError([Problem(str(source), line, "", message)])
