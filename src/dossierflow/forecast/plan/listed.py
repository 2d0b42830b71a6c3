"""Arrivals that really happened: a CSV file, one row a dossier."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.errors import CalendarError, DefinitionError, Problem
from dossierflow.procedure.facts import FactType
from dossierflow.worktime.instants import parse_instant

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path
    from typing import TextIO

    from dossierflow.forecast.plan.model import Plan
    from dossierflow.procedure.facts import Fact, FactValue
    from dossierflow.procedure.library import ProcedureLibrary
    from dossierflow.procedure.model import Procedure
    from dossierflow.worktime import WorkCalendar

_COLUMNS = ("at", "procedure", "channel")
_OFFICE = "office"
_FACT = "fact."

Complaint = tuple[str, str]
"""The column, and what is wrong with it; no column where the whole row is."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One dossier that is filed."""

    at: datetime
    procedure: str
    channel: str
    facts: tuple[tuple[str, str], ...] = ()
    """Facts that the list knows, as text; the others come from the plan."""

    copy: int | None = None
    """To which of several offices of a kind it comes, from 1; none where the list does not say."""

    line: int = 0
    """Line of the row in its file."""


@dataclass(frozen=True, slots=True)
class ArrivalList:
    """Where a list is, and for whom it is read."""

    path: Path
    office: str
    """Kind of office."""

    plan: Plan
    library: ProcedureLibrary
    calendar: WorkCalendar
    """Gives the zone of instants without an offset."""


def office_name(office: str, copy: int, count: int) -> str:
    """
    Return the name of one office of a kind.

    >>> office_name("commune", 3, 120), office_name("centre", 1, 1)
    ('commune-003', 'centre')
    """
    return office if count == 1 else f"{office}-{copy:0{len(str(count))}d}"


def value_of(fact: Fact, text: str) -> FactValue:
    """Return what *text* of a list means for *fact*; text that cannot mean anything for it stays text."""
    if fact.type is FactType.BOOLEAN:
        words: Mapping[str, bool] = {"true": True, "false": False}
        return words.get(text.lower(), text)
    if fact.type is FactType.INTEGER:
        return int(text) if text.isascii() and text.removeprefix("-").isdecimal() else text
    return text


def version_on_filing(plan: Plan, library: ProcedureLibrary, procedure: str, day: date) -> Procedure | None:
    """Return the version under which a dossier is filed on *day*; None where there is none."""
    said = plan.procedures.get(procedure)
    versions = library.versions(procedure)
    if said is not None and said.version is not None:
        return next((one for one in versions if one.version == said.version), None)
    return next((one for one in versions if one.effective.covers(day)), None)


def read_arrivals(source: ArrivalList) -> tuple[Arrival, ...]:
    """
    Read the rows for the offices of one kind, in the order of their instants.

    The file is UTF-8, with or without a byte order mark; commas or semicolons divide.

    Raises:
        DefinitionError: With every row that cannot be meant, by line.
    """
    problems: list[Problem] = []
    rows: list[Arrival] = []
    name = str(source.path)
    with source.path.open(encoding="utf-8-sig", newline="") as file:
        try:
            for line, row, complaints in _rows(source, file):
                problems += [Problem(name, line, column, message) for column, message in complaints]
                if row is not None:
                    rows.append(row)
        except UnicodeDecodeError as error:
            message = f"is not UTF-8 (byte {error.start}); save it as CSV in UTF-8"
            problems.append(Problem(name, 0, "", message))
        except csv.Error as error:
            problems.append(Problem(name, 0, "", f"cannot be read as CSV: {error}"))
    if problems:
        raise DefinitionError(problems)
    return tuple(sorted(rows, key=lambda one: one.at))


def refused(row: Arrival, plan: Plan, library: ProcedureLibrary, calendar: WorkCalendar) -> Iterator[Complaint]:
    """Yield what the procedures do not know of *row*: its procedure, version, channel or facts."""
    if row.procedure not in library.ids:
        yield "procedure", f"names the procedure {row.procedure!r}, which is not known"
        return
    day = calendar.local_day(row.at)
    version = version_on_filing(plan, library, row.procedure, day)
    if version is None:
        yield "procedure", f"no version of {row.procedure} is in force on {day}"
        return
    if row.channel not in version.channels:
        yield "channel", f"{version} has no channel {row.channel!r}, only {', '.join(version.channels)}"
    for name, text in row.facts:
        fact = version.facts.get(name)
        why = f"{version} has no fact {name!r}" if fact is None else fact.refuses(value_of(fact, text))
        if why is not None:
            yield f"{_FACT}{name}", why


def _rows(source: ArrivalList, file: TextIO) -> Iterator[tuple[int, Arrival | None, list[Complaint]]]:
    """Yield every row for the office with its line and what is wrong with it."""
    first = file.readline()
    file.seek(0)
    reader = csv.DictReader(file, delimiter=";" if first.count(";") > first.count(",") else ",")
    columns = reader.fieldnames or ()
    offices = source.plan.offices
    own = offices[source.office].count
    names = {office_name(source.office, copy, own): copy for copy in range(1, own + 1)}
    known = {office_name(kind, copy, one.count) for kind, one in offices.items() for copy in range(1, one.count + 1)}
    wrong = list(_of_columns(columns, own))
    if wrong:
        yield 1, None, wrong
    if not set(_COLUMNS) <= set(columns):
        return
    for cells in reader:
        office = cells.get(_OFFICE)
        if office is not None and office in known and office not in names:
            continue
        row, complaints = _arrival(cells, source, reader.line_num, names.get(office or ""))
        if office is not None and office not in known:
            complaints.append((_OFFICE, f"the plan has no office {office!r}; its offices are called as {min(known)!r}"))
        yield reader.line_num, row, complaints


def _of_columns(columns: Sequence[str], count: int) -> Iterator[Complaint]:
    missing = [name for name in _COLUMNS if name not in columns]
    strange = [name for name in columns if name not in (*_COLUMNS, _OFFICE) and not name.startswith(_FACT)]
    if missing or strange:
        said = f"columns are at, procedure, channel, office and fact.<name>; missing: {', '.join(missing) or '-'}"
        yield "", f"{said}; unknown: {', '.join(strange) or '-'}"
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        yield "", f"each column stands once; twice: {', '.join(twice)}"
    if count > 1 and _OFFICE not in columns:
        yield "", f"there are {count} offices of the kind; say in a column 'office' to which of them each row comes"


def _arrival(
    cells: Mapping[str, str | None], source: ArrivalList, line: int, copy: int | None
) -> tuple[Arrival | None, list[Complaint]]:
    if None in cells or None in cells.values():
        return None, [("", "the row has not as many fields as there are columns")]
    plan, calendar = source.plan, source.calendar
    try:
        at = parse_instant(cells["at"] or "", zone=calendar.tz)
    except CalendarError as error:
        return None, [("at", str(error))]
    if not plan.first <= at.astimezone(calendar.tz).date() <= plan.last:
        return None, [("at", f"{cells['at']} is not between {plan.first} and {plan.last}, the days of the plan")]
    facts = tuple((name.removeprefix(_FACT), text) for name, text in cells.items() if name.startswith(_FACT) and text)
    row = Arrival(at, cells["procedure"] or "", cells["channel"] or "", facts, copy, line)
    return row, list(refused(row, plan, source.library, calendar))
