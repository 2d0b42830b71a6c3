"""Vietnamese words of the forms that no template holds: days, times, terms, channels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossierflow.deadlines.unit_names import UNITS_VI

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from dossierflow.deadlines.term import Term

CHANNELS_VI: Final[Mapping[str, str]] = {"counter": "Trực tiếp", "online": "Trực tuyến", "post": "Qua bưu chính"}
OPEN: Final = "…………"
"""A line left open for the clerk."""


def term_vi(term: Term) -> str:
    """
    Return a term as a form prints it.

    >>> from dossierflow.deadlines.term import Term
    >>> term_vi(Term.of("7 working days")), term_vi(Term.of("0.5 days")), term_vi(Term.of("same day"))
    ('07 ngày làm việc', '0,5 ngày', 'trong ngày')
    """
    if not term.amount:
        return "trong ngày"
    amount = str(term.amount).replace(".", ",") if term.amount != int(term.amount) else f"{int(term.amount):02d}"
    return f"{amount} {UNITS_VI[term.unit]}"


def day_vi(day: date) -> str:
    """Return a day in figures."""
    return f"{day:%d/%m/%Y}"


def long_day_vi(day: date) -> str:
    """Return a day as a paper is dated."""
    return f"ngày {day:%d} tháng {day:%m} năm {day:%Y}"


def instant_vi(at: datetime, zone: ZoneInfo) -> str:
    """
    Return an instant on the clock of *zone*, to the minute.

    >>> from datetime import datetime
    >>> from zoneinfo import ZoneInfo
    >>> instant_vi(datetime.fromisoformat("2026-02-06T08:00+07:00"), ZoneInfo("Asia/Ho_Chi_Minh"))
    '08 giờ 00 phút, ngày 06/02/2026'
    """
    local = at.astimezone(zone)
    return f"{local:%H} giờ {local:%M} phút, ngày {local:%d/%m/%Y}"
