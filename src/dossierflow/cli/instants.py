"""Instants on the command line: local time of the calendar unless an offset is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dossierflow.worktime.instants import parse_day, parse_instant

if TYPE_CHECKING:
    from datetime import date, datetime

    from dossierflow.worktime import WorkCalendar

InstantOption = Annotated[str | None, typer.Option(metavar="INSTANT", help="An instant as 2026-02-20T12:00.")]


def instant_of(text: str, calendar: WorkCalendar) -> datetime:
    """
    Read an instant; a day alone means its end, one minute before midnight.

    Raises:
        CalendarError: it is written otherwise.
    """
    if len(text) == len("2026-02-20"):
        parse_day(text)
        text = f"{text}T23:59"
    return parse_instant(text, zone=calendar.tz)


def day_of(text: str) -> date:
    """
    Read a day as 2026-02-20.

    Raises:
        CalendarError: it is written otherwise.
    """
    return parse_day(text)
