"""
Which days and minutes count: working calendars and the arithmetic on them.

This floor knows nothing of dossiers or deadlines.
"""

from __future__ import annotations

from dossierflow.worktime.calendar import CalendarDay, WorkCalendar
from dossierflow.worktime.compiling import compile_calendar
from dossierflow.worktime.day import DayFact, DayKind
from dossierflow.worktime.files import read_layer
from dossierflow.worktime.hours import Interval, OfficeHours
from dossierflow.worktime.instants import (
    human_day,
    human_instant,
    parse_day,
    parse_instant,
    plain,
    plain_day,
    zone,
)
from dossierflow.worktime.layers import CalendarLayer, Level, Schedule
from dossierflow.worktime.vietnam import vietnam, vietnam_layers

__all__ = [
    "CalendarDay",
    "CalendarLayer",
    "DayFact",
    "DayKind",
    "Interval",
    "Level",
    "OfficeHours",
    "Schedule",
    "WorkCalendar",
    "compile_calendar",
    "human_day",
    "human_instant",
    "parse_day",
    "parse_instant",
    "plain",
    "plain_day",
    "read_layer",
    "vietnam",
    "vietnam_layers",
    "zone",
]
