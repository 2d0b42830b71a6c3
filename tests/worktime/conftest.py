"""Builders of small calendar layers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from dossierflow.citation import Citation, LegalText, Status
from dossierflow.worktime import CalendarLayer, DayFact, DayKind, Interval, Level, OfficeHours

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCE = (Citation(doc="decision of the test"),)


def a_week(
    days: str = "monday tuesday wednesday thursday friday", hours: str = "08:00-12:00 13:00-17:00"
) -> OfficeHours:
    """Return a week with the same *hours* on each of *days*."""
    intervals = tuple(Interval.parse(text) for text in hours.split())
    return OfficeHours.model_validate({"cite": SOURCE, **dict.fromkeys(days.split(), intervals)})


def a_fact(on: str, kind: DayKind, **more: object) -> DayFact:
    """Return a fact about the day *on*, decided long ago unless said otherwise."""
    given = {
        "day": date.fromisoformat(on),
        "kind": kind,
        "name": LegalText(vi="ngày", en="day"),
        "status": Status.ANNOUNCED,
        "known_from": date(2000, 1, 1),
        "cite": SOURCE,
    }
    return DayFact.model_validate(given | more)


def a_swap(off: str, work: str, **more: object) -> tuple[DayFact, DayFact]:
    """Return both halves of a swap."""
    return (
        a_fact(off, DayKind.SWAP_OFF, swap_with=date.fromisoformat(work), **more),
        a_fact(work, DayKind.SWAP_WORK, swap_with=date.fromisoformat(off), **more),
    )


def a_layer(name: str = "base", level: Level = Level.NATIONAL, **more: object) -> CalendarLayer:
    """Return a layer of 2024; a national one has the ordinary week and the zone of Vietnam."""
    given: dict[str, object] = {"name": name, "level": level, "first": date(2024, 1, 1), "last": date(2024, 12, 31)}
    if level is Level.NATIONAL:
        given |= {"zone": "Asia/Ho_Chi_Minh", "weekly": a_week()}
    return CalendarLayer.model_validate(given | more)


@pytest.fixture
def week() -> Callable[..., OfficeHours]:
    """Return the builder of weeks."""
    return a_week


@pytest.fixture
def fact() -> Callable[..., DayFact]:
    """Return the builder of facts."""
    return a_fact


@pytest.fixture
def swap() -> Callable[..., tuple[DayFact, DayFact]]:
    """Return the builder of swaps."""
    return a_swap


@pytest.fixture
def layer() -> Callable[..., CalendarLayer]:
    """Return the builder of layers."""
    return a_layer
