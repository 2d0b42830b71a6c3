"""Arrivals that really happened: a CSV file, one row a dossier."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.errors import CalendarError, DefinitionError, Problem
from dossierflow.worktime.instants import parse_instant

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from dossierflow.forecast.plan.model import Plan
    from dossierflow.worktime import WorkCalendar

_COLUMNS = ("at", "procedure", "channel")
_FACT = "fact."


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


def office_name(office: str, copy: int, count: int) -> str:
    """
    Return the name of one office of a kind.

    >>> office_name("commune", 3, 120), office_name("centre", 1, 1)
    ('commune-003', 'centre')
    """
    return office if count == 1 else f"{office}-{copy:0{len(str(count))}d}"


def read_arrivals(path: Path, office: str, count: int, plan: Plan, calendar: WorkCalendar) -> tuple[Arrival, ...]:
    """
    Read the rows for *office* from *path*, in the order of their instants.

    Args:
        path: The file, UTF-8 with or without a byte order mark.

        office: The kind of office.

        count: How many there are of it.

        plan: Says which days are simulated; a row outside is a mistake.

        calendar: Gives the zone of instants without an offset.

    Raises:
        DefinitionError: With every row that cannot be meant, by line.
    """
    names = {office_name(office, copy, count): copy for copy in range(1, count + 1)}
    rows: list[Arrival] = []
    problems: list[Problem] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        columns = reader.fieldnames or ()
        missing = [name for name in _COLUMNS if name not in columns]
        strange = [name for name in columns if name not in (*_COLUMNS, "office") and not name.startswith(_FACT)]
        if missing or strange:
            said = f"columns are at, procedure, channel, office and fact.<name>; missing: {', '.join(missing) or '-'}"
            raise DefinitionError([Problem(path.name, 1, "", f"{said}; unknown: {', '.join(strange) or '-'}")])
        for row in reader:
            if "office" in row and row["office"] not in names:
                continue
            try:
                rows.append(_arrival(row, plan, calendar, names.get(row.get("office") or "")))
            except ValueError as error:
                problems.append(Problem(path.name, reader.line_num, "", str(error)))
    if problems:
        raise DefinitionError(problems)
    return tuple(sorted(rows, key=lambda one: one.at))


def _arrival(row: Mapping[str, str | None], plan: Plan, calendar: WorkCalendar, copy: int | None) -> Arrival:
    if None in row or None in row.values():
        msg = "the row has not as many fields as there are columns"
        raise ValueError(msg)
    try:
        at = parse_instant(row["at"] or "", zone=calendar.tz)
    except CalendarError as error:
        raise ValueError(str(error)) from error
    if not plan.first <= calendar.local_day(at) <= plan.last:
        msg = f"{row['at']} is not between {plan.first} and {plan.last}, the days of the plan"
        raise ValueError(msg)
    facts = tuple((name.removeprefix(_FACT), value) for name, value in row.items() if name.startswith(_FACT) and value)
    return Arrival(at, row["procedure"] or "", row["channel"] or "", facts, copy)
