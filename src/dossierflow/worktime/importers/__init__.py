"""
Calendars from elsewhere: iCalendar feeds, and the ``holidays`` package.

What others publish is taken only under rules that say which of their entries
are which kind of day, on whose authority, and since when they are known.
"""

from __future__ import annotations

from dossierflow.worktime.importers.ical import ImportedLayer, icalendar_layer, read_icalendar
from dossierflow.worktime.importers.packaged import Disagreement, disagreements, holidays_layer
from dossierflow.worktime.importers.rules import FeedEvent, FeedRule

__all__ = [
    "Disagreement",
    "FeedEvent",
    "FeedRule",
    "ImportedLayer",
    "disagreements",
    "holidays_layer",
    "icalendar_layer",
    "read_icalendar",
]
