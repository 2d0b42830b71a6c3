"""
What a one-stop office owes: status codes, dossier numbers, forms, indicators.

All of it follows from events and from what the host records beside them;
nobody types anything twice. Forms are in `dossierflow.onestop.forms`, which
brings template libraries along and is imported only by those who use it.
"""

from __future__ import annotations

from dossierflow.onestop.history import StatusChange, status_at, status_history
from dossierflow.onestop.numbers import NUMBER_PATTERNS, DossierNumber, NumberPattern, PatternRule, parse_number
from dossierflow.onestop.reported import (
    StatusDifference,
    StatusFault,
    StatusReport,
    Synchronisation,
    synchronisation,
)
from dossierflow.onestop.statuses import STATUS_CODES, TRANSITIONS, StatusClock, StatusCode

__all__ = [
    "NUMBER_PATTERNS",
    "STATUS_CODES",
    "TRANSITIONS",
    "DossierNumber",
    "NumberPattern",
    "PatternRule",
    "StatusChange",
    "StatusClock",
    "StatusCode",
    "StatusDifference",
    "StatusFault",
    "StatusReport",
    "Synchronisation",
    "parse_number",
    "status_at",
    "status_history",
    "synchronisation",
]
