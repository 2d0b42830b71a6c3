"""
Five working days from Wednesday 24 April 2024, day by day.

Monday 29 April 2024 was off and Saturday 4 May worked in exchange; 30 April and
1 May are public holidays. A program that leaves out one of these gives another
date, and a public holiday or a day too early is among them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from dossierflow.citation import Citation, LegalText, Status
from dossierflow.deadlines import Ledger, Term, due, explain, profile
from dossierflow.worktime import (
    CalendarLayer,
    DayFact,
    DayKind,
    Interval,
    Level,
    OfficeHours,
    compile_calendar,
    vietnam,
)

if TYPE_CHECKING:
    from dossierflow.worktime import WorkCalendar

TERM = Term.of("5 working days")
SOURCE = (Citation(doc="test"),)


def received(calendar: WorkCalendar) -> Ledger:
    """Return the ledger of a dossier received on 24 April 2024."""
    trigger = datetime(2024, 4, 24, 9, 30, tzinfo=calendar.tz)
    return Ledger(TERM, profile("vn-general").counting(TERM.unit), trigger)


def calendar_of(*facts: tuple[int, int, DayKind]) -> WorkCalendar:
    """Return a calendar of 2024 that knows the weekends and *facts*, each a month, a day and its kind."""
    hours = (Interval.parse("08:00-12:00"), Interval.parse("13:00-17:00"))
    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    off, work = date(2024, 4, 29), date(2024, 5, 4)
    known = [
        DayFact(
            day=date(2024, month, day),
            kind=kind,
            name=LegalText(vi="ngày", en="day"),
            status=Status.ANNOUNCED,
            known_from=date(2024, 1, 1),
            cite=SOURCE,
            swap_with={off: work, work: off}[date(2024, month, day)] if kind.is_swap else None,
        )
        for month, day, kind in facts
    ]
    layer = CalendarLayer(
        name="test",
        level=Level.NATIONAL,
        zone="Asia/Ho_Chi_Minh",
        first=date(2024, 1, 1),
        last=date(2024, 12, 31),
        weekly=OfficeHours.model_validate({"cite": SOURCE, **dict.fromkeys(days, hours)}),
        days=tuple(known),
    )
    return compile_calendar([layer], name="test")


HOLIDAYS = ((4, 30, DayKind.HOLIDAY), (5, 1, DayKind.HOLIDAY))
SWAP = ((4, 29, DayKind.SWAP_OFF), (5, 4, DayKind.SWAP_WORK))


def test_the_due_date_is_the_working_saturday() -> None:
    """The shipped calendar gives Saturday 4 May 2024, at closing time."""
    found = due(received(vietnam()), vietnam())
    assert found is not None
    assert found.day == date(2024, 5, 4)
    assert found.at == datetime(2024, 5, 4, 17, tzinfo=vietnam().tz)
    assert not found.provisional


def test_every_day_is_told() -> None:
    """The explanation names each of the ten days after the start: five counted, five passed over, with reasons."""
    step = next(step for step in explain(received(vietnam()), vietnam()).steps if step.kind == "count")
    told = dict.fromkeys(step.counted, "counted") | {skip.day: skip.kind.value for skip in step.skipped}
    assert {day.isoformat()[5:]: told[day] for day in sorted(told)} == {
        "04-25": "counted",
        "04-26": "counted",
        "04-27": "weekend",
        "04-28": "weekend",
        "04-29": "swap_off",
        "04-30": "holiday",
        "05-01": "holiday",
        "05-02": "counted",
        "05-03": "counted",
        "05-04": "counted",
    }
    swap = next(skip for skip in step.skipped if skip.kind == "swap_off")
    assert any("2450/VPCP-KGVX" in cite.doc for cite in swap.cite)
    assert [worked.day for worked in step.worked] == [date(2024, 5, 4)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((), date(2024, 5, 1)),
        (HOLIDAYS, date(2024, 5, 3)),
        ((*HOLIDAYS, (4, 29, DayKind.CLOSURE)), date(2024, 5, 6)),
        ((*HOLIDAYS, *SWAP), date(2024, 5, 4)),
    ],
    ids=["weekends only", "holidays too", "day off without its make-up day", "the whole swap"],
)
def test_what_the_calendar_knows_decides(facts: tuple[tuple[int, int, DayKind], ...], expected: date) -> None:
    """Leaving one fact after another out of the calendar gives 6 May, 3 May, and the holiday of 1 May."""
    calendar = calendar_of(*facts)
    found = due(received(calendar), calendar)
    assert found is not None
    assert found.day == expected


def test_counting_the_day_of_receipt_is_a_day_too_early() -> None:
    """With the one choice that the day of receipt counts, the shipped calendar gives 3 May as well."""
    ledger = received(vietnam())
    wrong = profile("vn-general").counting(TERM.unit, starts="same_day")
    found = due(Ledger(TERM, wrong, ledger.trigger), vietnam())
    assert found is not None
    assert found.day == date(2024, 5, 3)
