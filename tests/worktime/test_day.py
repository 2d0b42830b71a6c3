"""Facts about days refuse what cannot be meant."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from dossierflow.worktime import DayFact, DayKind, Interval

if TYPE_CHECKING:
    from collections.abc import Callable

MORNING = (Interval.parse("08:00-12:00"),)


@pytest.mark.parametrize(
    ("kind", "off", "swapped"),
    [
        (DayKind.HOLIDAY, True, False),
        (DayKind.COMPENSATORY_OFF, True, False),
        (DayKind.SWAP_OFF, True, True),
        (DayKind.SWAP_WORK, False, True),
        (DayKind.CLOSURE, True, False),
        (DayKind.HOURS, False, False),
        (DayKind.RECEPTION_ONLY, False, False),
    ],
)
def test_kinds_know_whether_they_are_off_and_swapped(kind: DayKind, *, off: bool, swapped: bool) -> None:
    """Every kind says whether the office is closed and whether there is a partner day."""
    assert (off, swapped) == (kind.is_off, kind.is_swap)


@pytest.mark.parametrize(
    ("kind", "more", "message"),
    [
        (DayKind.SWAP_OFF, {}, "swap_off needs 'swap_with'"),
        (DayKind.SWAP_WORK, {}, "swap_work needs 'swap_with'"),
        (DayKind.HOLIDAY, {"swap_with": date(2024, 5, 4)}, "holiday has no partner"),
        (DayKind.SWAP_OFF, {"swap_with": date(2024, 4, 29)}, "cannot be exchanged for itself"),
        (DayKind.HOURS, {}, "hours needs 'hours'"),
        (DayKind.HOLIDAY, {"hours": MORNING}, "holiday is not open"),
        (DayKind.HOURS, {"hours": ()}, "a day without hours is a closure"),
        (DayKind.HOURS, {"hours": MORNING * 2}, "08:00-12:00 must start after 08:00-12:00 has ended"),
        (DayKind.HOLIDAY, {"cite": ()}, "at least 1 item"),
        (DayKind.HOLIDAY, {"day": datetime(2024, 4, 29)}, "valid date"),  # noqa: DTZ001 - an instant is the mistake
    ],
)
def test_refuses_facts_that_cannot_be_meant(
    fact: Callable[..., DayFact], kind: DayKind, more: dict[str, object], message: str
) -> None:
    """A fact whose parts do not fit its kind is refused with the reason."""
    with pytest.raises(ValidationError, match=message):
        fact("2024-04-29", kind, **more)


@pytest.mark.parametrize("kind", [DayKind.HOURS, DayKind.RECEPTION_ONLY])
def test_open_days_may_have_hours_of_their_own(fact: Callable[..., DayFact], kind: DayKind) -> None:
    """A day on which somebody is in the office may have its own hours."""
    assert fact("2024-04-29", kind, hours=MORNING).hours == MORNING


def test_survives_json(fact: Callable[..., DayFact]) -> None:
    """A fact written as JSON and read back strictly is the same fact."""
    written = fact("2024-04-29", DayKind.HOURS, hours=MORNING).model_dump_json()

    assert DayFact.model_validate_json(written, strict=True).hours == MORNING
