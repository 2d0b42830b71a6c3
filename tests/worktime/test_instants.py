"""Instants are read strictly, written in two languages, and always standard values."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pendulum
import pytest

from dossierflow.errors import CalendarError, NaiveInstantError, UnknownNameError
from dossierflow.worktime import human_day, human_instant, parse_day, parse_instant, plain, plain_day, zone

if TYPE_CHECKING:
    from freezegun.api import FrozenDateTimeFactory

    from dossierflow.citation import Language

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize("name", ["Asia/Hochiminh", "Asia", "", "../etc/passwd"])
def test_refuses_unknown_zones(name: str) -> None:
    """A zone that the database does not have is refused, whatever the name looks like."""
    with pytest.raises(UnknownNameError, match="there is no time zone"):
        zone(name)


def test_suggests_near_zones() -> None:
    """A misspelt zone is answered with the zone that was meant."""
    with pytest.raises(UnknownNameError) as caught:
        zone("Asia/Ho_Chi_Min")

    assert "Asia/Ho_Chi_Minh" in caught.value.known


@pytest.mark.parametrize(
    "text", ["2026-2-16", "16/02/2026", "2026-02-16T00:00", "20260216", "2026-W07-1", "", "٢٠٢٦-02-16"]
)
def test_refuses_days_written_otherwise(text: str) -> None:
    """Only year, month and day with hyphens is a day."""
    with pytest.raises(CalendarError, match="is not a day; write"):
        parse_day(text)


def test_refuses_days_that_do_not_exist() -> None:
    """The 30th of February is refused, not rolled."""
    with pytest.raises(CalendarError, match="'2026-02-30' is not a day: day is out of range"):
        parse_day("2026-02-30")


@pytest.mark.parametrize(
    ("text", "in_zone", "expected"),
    [
        ("2026-02-16T15:20+07:00", None, datetime(2026, 2, 16, 8, 20, tzinfo=UTC)),
        ("2026-02-16T08:20Z", None, datetime(2026, 2, 16, 8, 20, tzinfo=UTC)),
        ("2026-02-16 15:20", VIETNAM, datetime(2026, 2, 16, 8, 20, tzinfo=UTC)),
        ("2026-02-16T15:20:30.250001", VIETNAM, datetime(2026, 2, 16, 8, 20, 30, 250001, tzinfo=UTC)),
        ("2026-02-16T08:20Z", VIETNAM, datetime(2026, 2, 16, 8, 20, tzinfo=UTC)),
        ("2026-07-01T10:00", AMSTERDAM, datetime(2026, 7, 1, 8, tzinfo=UTC)),
        ("2026-10-25T02:30+01:00", AMSTERDAM, datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_reads_instants(text: str, in_zone: ZoneInfo | None, expected: datetime) -> None:
    """An offset in the text wins; without one the named zone decides."""
    read = parse_instant(text, zone=in_zone)

    assert expected == read.astimezone(UTC)
    assert type(read) is datetime
    assert in_zone is None or read.tzinfo is in_zone


@pytest.mark.parametrize(
    "text", ["2026-02-16", "2026-02-16T15", "15:20", "2026-02-16T15:20+7", "P1D", "2026-02-16T15:20 +07:00"]
)
def test_refuses_instants_written_otherwise(text: str) -> None:
    """Bare dates, hours without minutes and durations are no instants."""
    with pytest.raises(CalendarError, match="is not an instant; write"):
        parse_instant(text, zone=VIETNAM)


@pytest.mark.parametrize(
    "text", ["2026-02-30T10:00", "2026-02-16T25:00", "2026-13-01T10:00", "2026-02-16T10:61", "2026-02-16T24:00"]
)
def test_refuses_instants_that_do_not_exist(text: str) -> None:
    """A date or time of day that does not exist is refused, not rolled."""
    with pytest.raises(CalendarError, match="there is no such date or time"):
        parse_instant(text, zone=VIETNAM)


def test_refuses_instants_without_a_zone() -> None:
    """Nothing is assumed about the zone: not UTC, not the machine's."""
    with pytest.raises(NaiveInstantError, match="has no time zone"):
        parse_instant("2026-02-16T10:00", zone=None)
    with pytest.raises(NaiveInstantError, match="has no time zone"):
        plain(datetime(2026, 2, 16, 10))  # noqa: DTZ001 - the missing zone is the mistake


@pytest.mark.parametrize(
    ("text", "why"), [("2026-03-29T02:30", "skip that time"), ("2026-10-25T02:30", "show that time twice")]
)
def test_refuses_times_a_change_of_clocks_makes_doubtful(text: str, why: str) -> None:
    """A time that the clocks skip or show twice needs its offset."""
    with pytest.raises(CalendarError, match=why):
        parse_instant(text, zone=AMSTERDAM)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (pendulum.datetime(2026, 2, 16, 8, tz="Asia/Ho_Chi_Minh"), datetime(2026, 2, 16, 8, tzinfo=VIETNAM)),
        (pendulum.datetime(2026, 2, 16, 8), datetime(2026, 2, 16, 8, tzinfo=ZoneInfo("UTC"))),
        (
            pendulum.datetime(2026, 2, 16, 8, tz=pendulum.FixedTimezone(25200)),
            datetime(2026, 2, 16, 8, tzinfo=timezone(timedelta(hours=7))),
        ),
        (datetime(2026, 2, 16, 8, tzinfo=UTC), datetime(2026, 2, 16, 8, tzinfo=UTC)),
        (
            pendulum.datetime(2026, 10, 25, 2, 30, tz="Europe/Amsterdam", fold=1),
            datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM, fold=1),
        ),
        (
            pendulum.datetime(2026, 10, 25, 2, 30, tz="Europe/Amsterdam", fold=0),
            datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM),
        ),
    ],
)
def test_makes_instants_standard(given: datetime, expected: datetime) -> None:
    """An instant of another library becomes the same instant, and nothing but standard."""
    made = plain(given)

    assert repr(expected) == repr(made)
    assert type(made) is datetime


def test_test_clocks_leave_no_trace(freezer: FrozenDateTimeFactory) -> None:
    """Values made while a test clock runs are standard ones."""
    freezer.move_to("2026-02-16 08:00")
    fake = datetime.now(tz=UTC)

    assert type(fake).__name__ == "FakeDatetime"
    assert [type(plain(fake)).__name__, type(plain_day(fake.date())).__name__] == ["datetime", "date"]
    assert type(parse_day("2026-02-16")).__name__ == "date"
    assert type(parse_instant("2026-02-16T08:00Z", zone=VIETNAM)).__name__ == "datetime"


def test_an_instant_is_no_day() -> None:
    """Which day an instant lies on depends on a zone, so it is not taken for a day."""
    with pytest.raises(CalendarError, match="is an instant, not a day"):
        plain_day(datetime(2026, 2, 16, tzinfo=VIETNAM))


@pytest.mark.parametrize(
    ("day", "lang", "expected"),
    [
        (date(2026, 2, 15), "vi", "Chủ nhật, ngày 15/02/2026"),
        (date(2026, 2, 16), "vi", "thứ Hai, ngày 16/02/2026"),
        (date(2026, 2, 17), "vi", "thứ Ba, ngày 17/02/2026"),
        (date(2026, 2, 18), "vi", "thứ Tư, ngày 18/02/2026"),
        (date(2026, 2, 19), "vi", "thứ Năm, ngày 19/02/2026"),
        (date(2026, 2, 20), "vi", "thứ Sáu, ngày 20/02/2026"),
        (date(2026, 2, 21), "vi", "thứ Bảy, ngày 21/02/2026"),
        (date(2026, 2, 1), "en", "Sunday 1 February 2026"),
    ],
)
def test_writes_days(day: date, lang: Language, expected: str) -> None:
    """Days are written as official letters write them."""
    assert expected == human_day(day, lang)


def test_writes_instants_on_their_own_clock() -> None:
    """An instant is written on the clock of its zone, also late in the evening."""
    at = datetime(2026, 2, 16, 23, 30, tzinfo=UTC).astimezone(VIETNAM)

    assert [human_instant(at, "vi"), human_instant(at, "en")] == [
        "06:30 thứ Ba, ngày 17/02/2026",
        "06:30 on Tuesday 17 February 2026",
    ]
