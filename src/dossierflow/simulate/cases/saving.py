"""
Saving a present answer as a golden case: a row of a table, or an expectation of a story.

What is saved is read again and run before the file is put in place: a case
that would fail at once, or a file that could not be read, is never written.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from dossierflow.errors import DefinitionError, Problem
from dossierflow.reading import read_document
from dossierflow.reading.characters import check_text
from dossierflow.simulate.cases.columns import COLUMNS
from dossierflow.simulate.cases.reading import cases_of
from dossierflow.simulate.cases.suite import Bench
from dossierflow.simulate.cases.table import Row, divider_of, read_csv, text_of
from dossierflow.simulate.files import scenario_from
from dossierflow.simulate.runner import run_scenario

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dossierflow.procedure.library import ProcedureLibrary
    from dossierflow.simulate.cases.reading import TableCase
    from dossierflow.simulate.cases.suite import CaseResult

_MARK = "\ufeff"


def append_rows(
    path: Path, rows: Iterable[Mapping[str, str]], *, library: ProcedureLibrary | None = None
) -> list[TableCase]:
    """
    Append cases to the table at *path*, which is made where it does not exist.

    A column that the table lacks is added at its right end; a name that it has
    already gets a number behind it.

    Args:
        path: A file that ends in ``.csv``.

        rows: Text by column, as `dossierflow.simulate.cases.columns.COLUMNS` lists them.

        library: Procedures to run the rows with, instead of those that they name.

    Returns:
        The cases as they stand in the file.

    Raises:
        DefinitionError: The table there, or a row, is wrong; or a row does not
            come as it says. The file is then left as it was.
    """
    _refuse_other_endings(path, ".csv")
    old = text_of(path) if path.exists() else ""
    kept = read_csv(path) if path.exists() else []
    table = _cells(old)
    headings = table[0] if table else []
    taken = {row.cells["case"] for row in kept if "case" in row.cells}
    wanted = [dict(row) for row in rows]
    for row in wanted:
        row["case"] = _unlike(row.get("case", "saved case"), taken)
        taken.add(row["case"])
    asked = {name for row in wanted for name, text in row.items() if text}
    new = sorted(asked - set(headings), key=_order)
    columns = [*headings, *new]
    text = _table_text(old, table, columns, [[row.get(name, "") for name in columns] for row in wanted])
    check_text(text.removeprefix(_MARK), str(path))
    first = len(text.splitlines()) - len(wanted) + 1
    made = [Row(str(path), first + number, {k: v for k, v in row.items() if v}) for number, row in enumerate(wanted)]
    cases = cases_of(made, path.parent, library)
    _refuse_failures(Bench().result(case) for case in cases)
    write_whole(path, text)
    return cases


def save_story(path: Path, text: str, *, variant: str | None = None) -> None:
    """
    Write the scenario *text* to *path*, once it is sure that it goes as it says.

    Args:
        path: A file that ends in ``.scenario.yaml``; what was in it is gone.

        text: The scenario.

        variant: The variant to try; needed where the text has several.

    Raises:
        DefinitionError: The text is wrong, or does not come as it says. The
            file is then left as it was.
    """
    _refuse_other_endings(path, ".scenario.yaml")
    file = scenario_from(read_document(text, file=str(path)), folder=path.parent, variant=variant)
    run = run_scenario(file)
    if not run.is_as_expected:
        raise DefinitionError(Problem(str(path), one.line, one.field, _unmet(one)) for one in run.failures)
    write_whole(path, text)


def write_whole(path: Path, text: str) -> None:
    """Put *text* at *path*, in UTF-8, all of it or nothing."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    made = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        made.chmod(path.stat().st_mode if path.exists() else 0o644)
        made.replace(path)
    finally:
        with suppress(FileNotFoundError):
            made.unlink()


def _cells(text: str) -> list[list[str]]:
    bare = text.removeprefix(_MARK)
    table = list(csv.reader(io.StringIO(bare, newline=""), delimiter=divider_of(bare)))
    if table:
        table[0] = [name.strip() for name in table[0]]
        while table[0] and not table[0][-1]:
            table[0].pop()
    return table


def _table_text(old: str, table: list[list[str]], columns: list[str], rows: list[list[str]]) -> str:
    end = "\r\n" if "\r\n" in old else "\n"
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=divider_of(old.removeprefix(_MARK)), lineterminator=end)
    if table and columns == table[0]:
        # what somebody wrote stays as they wrote it
        out.write(old if old.endswith("\n") else f"{old}{end}")
    else:
        out.write(_MARK if old.startswith(_MARK) else "")
        writer.writerow(columns)
        width = len(table[0]) if table else 0
        writer.writerows([*cells[:width], *[""] * (len(columns) - len(cells[:width]))] for cells in table[1:])
    writer.writerows(rows)
    return out.getvalue()


def _order(name: str) -> tuple[int, str]:
    family = name.partition(".")[0]
    # facts stand beside the channel, the columns of other limits beside those of the row's own
    return list(COLUMNS).index("channel" if family == "fact" else family), name


def _unlike(name: str, taken: set[str]) -> str:
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name} ({number})"
    return found


def _refuse_failures(results: Iterable[CaseResult]) -> None:
    problems: list[Problem] = []
    for result in results:
        if result.error is not None:
            problems.append(Problem(result.case.file, result.case.line, "", result.error))
        problems += [Problem(result.case.file, one.line, one.field, _unmet(one)) for one in result.failures]
    if problems:
        raise DefinitionError(problems)


def _unmet(one: object) -> str:
    return f"not saved, because it does not come so: {one}"


def _refuse_other_endings(path: Path, ending: str) -> None:
    if not path.name.endswith(ending):
        raise DefinitionError([Problem(str(path), 0, "", f"a case of this kind is saved in a file named *{ending}")])
