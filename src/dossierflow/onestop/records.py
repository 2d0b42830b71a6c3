"""
What the host records beside the events: who received, what was digitised, paid online, thought of it.

Events cannot know these things. They come as a table, one dossier a line; a
cell that is empty is not recorded, which is never the same as no.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossierflow.engine.dossier import NationalStatus
from dossierflow.errors import CalendarError, DefinitionError, NaiveInstantError, Problem
from dossierflow.onestop.reported import StatusReport
from dossierflow.reading.characters import check_text, decoded
from dossierflow.worktime.instants import parse_instant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path
    from zoneinfo import ZoneInfo

MOST_PROBLEMS: Final = 20
_YES_NO: Final[Mapping[str, bool]] = {"yes": True, "no": False, "có": True, "không": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class HostRecord:
    """What is recorded about one dossier; `None` is not recorded."""

    dossier: str
    agency: str | None = None
    level: str | None = None
    digitised: bool | None = None
    """Whether the papers of the dossier were digitised."""

    result_digitised: bool | None = None
    """Whether the result was issued in digital form."""

    paid_online: bool | None = None
    satisfied: bool | None = None
    """What the applicant said; not recorded where nobody asked or answered."""

    complaint: bool | None = None
    complaint_answered: bool | None = None
    """Whether a complaint was answered in time."""


_TEXTS: Final = ("agency", "level")
_FLAGS: Final = ("digitised", "result_digitised", "paid_online", "satisfied", "complaint", "complaint_answered")


def read_records(path: Path) -> dict[str, HostRecord]:
    """
    Read a table of records: CSV in UTF-8, by comma or semicolon, with a heading.

    The column ``dossier`` is the dossier's id and must be there; ``agency`` and
    ``level`` are text; ``digitised``, ``result_digitised``, ``paid_online``,
    ``satisfied``, ``complaint`` and ``complaint_answered`` are yes or no
    (``có``, ``không``). An empty cell is not recorded.

    Raises:
        DefinitionError: With the problems of the file, by line.

        OSError: It cannot be read.
    """
    known = ("dossier", *_TEXTS, *_FLAGS)
    found: dict[str, HostRecord] = {}

    def take(cells: Mapping[str, str]) -> str | None:
        dossier = cells["dossier"]
        if not dossier:
            return "dossier: the cell is empty; give the id of the dossier"
        if dossier in found:
            return f"dossier: {dossier!r} has a line already; keep one of them"
        for name in _FLAGS:
            if cells.get(name, "") and cells[name].lower() not in _YES_NO:
                return f"{name}: found {cells[name]!r}; write yes, no, or nothing"
        found[dossier] = HostRecord(
            dossier=dossier,
            agency=cells.get("agency") or None,
            level=cells.get("level") or None,
            digitised=_flag(cells, "digitised"),
            result_digitised=_flag(cells, "result_digitised"),
            paid_online=_flag(cells, "paid_online"),
            satisfied=_flag(cells, "satisfied"),
            complaint=_flag(cells, "complaint"),
            complaint_answered=_flag(cells, "complaint_answered"),
        )
        return None

    _read(path, known, ("dossier",), take)
    return found


def read_reports(path: Path, zone: ZoneInfo) -> dict[str, tuple[StatusReport, ...]]:
    """
    Read a table of status codes that were reported: CSV with the columns ``dossier``, ``at`` and ``code``.

    Args:
        path: The file.

        zone: Of instants that are written without an offset.

    Raises:
        DefinitionError: With the problems of the file, by line.

        OSError: It cannot be read.
    """
    found: dict[str, list[StatusReport]] = {}

    def take(cells: Mapping[str, str]) -> str | None:
        dossier, code = cells["dossier"], cells["code"]
        if not dossier:
            return "dossier: the cell is empty; give the id of the dossier"
        try:
            at = parse_instant(cells["at"], zone=zone)
        except (CalendarError, NaiveInstantError) as error:
            return f"at: {error}"
        if code not in {str(int(one)) for one in NationalStatus}:
            return f"code: found {code!r}; write one of the codes 1 to 10"
        found.setdefault(dossier, []).append(StatusReport(dossier, at, NationalStatus(int(code))))
        return None

    columns = ("dossier", "at", "code")
    _read(path, columns, columns, take)
    return {dossier: tuple(reports) for dossier, reports in found.items()}


def _flag(cells: Mapping[str, str], name: str) -> bool | None:
    return _YES_NO.get(cells.get(name, "").lower())


def _read(
    path: Path, known: Iterable[str], needed: Iterable[str], take: Callable[[Mapping[str, str]], str | None]
) -> None:
    file = str(path)
    text = decoded(path.read_bytes(), file)
    check_text(text, file)
    heading = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in heading else ",", strict=True)
    problems: list[Problem] = []
    try:
        columns = [cell.strip() for cell in next(reader, list[str]())]
        _check_columns(columns, known, needed, file)
        for cells in reader:
            if any(cells) and len(problems) < MOST_PROBLEMS:
                wrong = _wrong(columns, cells, take)
                if wrong is not None:
                    field, _, message = wrong.partition(": ")
                    problems.append(Problem(file, reader.line_num, field, message))
    except csv.Error as error:
        problems.append(Problem(file, reader.line_num, "", f"not a table: {error}"))
    if problems:
        raise DefinitionError(problems)


def _wrong(columns: list[str], cells: list[str], take: Callable[[Mapping[str, str]], str | None]) -> str | None:
    if len(cells) != len(columns):
        return f"row: found {len(cells)} cells; the heading has {len(columns)}"
    return take({name: cell.strip() for name, cell in zip(columns, cells, strict=True)})


def _check_columns(columns: list[str], known: Iterable[str], needed: Iterable[str], file: str) -> None:
    listed = ", ".join(known)
    problems = [
        Problem(file, 1, name, f"is not a column of this table; known: {listed}")
        for name in columns
        if name not in set(known)
    ]
    problems += [Problem(file, 1, name, "the column is missing") for name in needed if name not in columns]
    problems += [
        Problem(file, 1, name, "the column is there twice") for name in set(columns) if columns.count(name) > 1
    ]
    if problems:
        raise DefinitionError(problems)
