"""When an entry happens: instants, and offsets from the entry before."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from dossierflow.simulate.moments import DayOrInstant, Moment, When, matches, resolve
from dossierflow.worktime import CalendarLayer, compile_calendar, vietnam, vietnam_layers

CALENDAR = vietnam()
FRIDAY = datetime(2026, 2, 13, 15, 20, tzinfo=CALENDAR.tz)
"""The last working day before Tết 2026."""

WHEN, MOMENT, DAY = TypeAdapter(When), TypeAdapter(Moment), TypeAdapter(DayOrInstant)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2026-02-05T15:20", "2026-02-05T15:20:00+07:00"),
        ("2026-02-05 15:20", "2026-02-05T15:20:00+07:00"),
        ("2026-02-05T08:20Z", "2026-02-05T15:20:00+07:00"),
        ("+0 days", "2026-02-13T15:20:00+07:00"),
        ("+0 working days 17:00", "2026-02-13T17:00:00+07:00"),
        ("+1 day 10:00", "2026-02-14T10:00:00+07:00"),
        ("+1 day", "2026-02-14T15:20:00+07:00"),
        ("+1 working day 08:30", "2026-02-23T08:30:00+07:00"),
        ("+2 working days", "2026-02-24T15:20:00+07:00"),
        ("+1 week 00:00", "2026-02-20T00:00:00+07:00"),
        ("+30 minutes", "2026-02-13T15:50:00+07:00"),
        ("+10 hours", "2026-02-14T01:20:00+07:00"),
        ("+2 working hours", "2026-02-23T08:20:00+07:00"),
    ],
)
def test_what_an_entry_writes_is_one_instant(when: str, expected: str) -> None:
    """Every form, counted from the Friday before Tết, gives the instant a reader would name."""
    assert WHEN.validate_python(when) == when
    assert resolve(when, FRIDAY, CALENDAR).isoformat() == expected


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ("tomorrow", "is not an instant"),
        ("2026-02-30T10:00", "no such date"),
        ("2026-02-05", "is not an instant"),
        ("+two days", "write an offset"),
        ("+2 months", "write an offset"),
        ("+ 2 days", "write an offset"),
        ("+2 hours 10:00", "only whole days take a time of day"),
        ("+2 days 24:00", "between 00:00 and 23:59"),
        ("+2 days 10:60", "between 00:00 and 23:59"),
        ("-1 day", "or '-1 day before due total'"),
        ("+1 day before received", "write .+1 day after received"),
        ("-1 day after received", "write .+1 day after received"),
        ("-2 working hours before due total", "not counted back"),
        ("+1 day after", "write an offset"),
    ],
)
def test_what_cannot_be_meant_is_refused_when_the_file_is_read(when: str, why: str) -> None:
    """A wrong form is refused before anything is played, with the form that is allowed."""
    with pytest.raises(ValidationError, match=why):
        WHEN.validate_python(when)


NAMED = {"received": FRIDAY, "due total": datetime(2026, 2, 23, 17, tzinfo=CALENDAR.tz)}


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("+1 working day 08:30 after received", "2026-02-23T08:30:00+07:00"),
        ("+1 minute after due total", "2026-02-23T17:01:00+07:00"),
        ("-1 minute before due total", "2026-02-23T16:59:00+07:00"),
        ("-1 working day 15:00 before due total", "2026-02-13T15:00:00+07:00"),
        ("-1 week before due total", "2026-02-16T17:00:00+07:00"),
        ("-0 working days 08:00 before due total", "2026-02-23T08:00:00+07:00"),
        ("-3 hours before received", "2026-02-13T12:20:00+07:00"),
    ],
)
def test_an_offset_may_name_what_it_counts_from(when: str, expected: str) -> None:
    """A milestone or a due date is counted from, forward or back."""
    assert WHEN.validate_python(when) == when
    assert resolve(when, None, CALENDAR, anchors=NAMED.get).isoformat() == expected


def test_what_has_not_come_about_cannot_be_counted_from() -> None:
    """A milestone that is not reached is an error, never skipped."""
    with pytest.raises(ValueError, match="'decided', which has not come about by then"):
        resolve("+1 day after decided", FRIDAY, CALENDAR, anchors=NAMED.get)
    with pytest.raises(ValueError, match="'received', which has not come about by then"):
        resolve("+1 day after received", FRIDAY, CALENDAR)


def test_an_offset_needs_something_before_it() -> None:
    """The first entry of a story cannot count from another."""
    with pytest.raises(ValueError, match="there is none"):
        resolve("+1 day", None, CALENDAR)


def test_a_time_that_the_clocks_skip_is_refused() -> None:
    """Half past two does not exist on the morning on which summer time begins."""
    amsterdam = compile_calendar(
        [layer.model_copy(update={"zone": "Europe/Amsterdam"}) for layer in vietnam_layers(2026, 2026)], name="nl"
    )
    night = datetime(2026, 3, 28, 2, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))

    assert isinstance(vietnam_layers(2026, 2026)[0], CalendarLayer)
    with pytest.raises(ValueError, match="skip that time"):
        resolve("+1 day", night, amsterdam)


@pytest.mark.parametrize(
    ("text", "adapter", "is_fine"),
    [
        ("end", MOMENT, True),
        ("2026-03-11T17:00", MOMENT, True),
        ("+1 day", MOMENT, True),
        ("tomorrow", MOMENT, False),
        ("2026-03-11", DAY, True),
        ("2026-03-11T17:00", DAY, True),
        ("2026-02-30", DAY, False),
        ("11/03/2026", DAY, False),
    ],
)
def test_expectations_name_instants_and_days(text: str, adapter: TypeAdapter[str], is_fine: bool) -> None:  # noqa: FBT001
    """An expectation has an instant or the end; a due date is a day or an instant; nothing else is read."""
    if is_fine:
        assert adapter.validate_python(text) == text
    else:
        with pytest.raises(ValidationError):
            adapter.validate_python(text)


@pytest.mark.parametrize(
    ("expected", "day", "at", "is_match"),
    [
        (None, None, None, True),
        (None, date(2026, 2, 13), FRIDAY, False),
        ("2026-02-13", None, None, False),
        ("2026-02-13", date(2026, 2, 13), FRIDAY, True),
        ("2026-02-14", date(2026, 2, 13), FRIDAY, False),
        ("2026-02-13T15:20", date(2026, 2, 13), FRIDAY, True),
        ("2026-02-13T08:20Z", date(2026, 2, 13), FRIDAY, True),
        ("2026-02-13T15:21", date(2026, 2, 13), FRIDAY, False),
    ],
)
def test_a_day_matches_a_day_and_an_instant_an_instant(
    expected: str | None,
    day: date | None,
    at: datetime | None,
    is_match: bool,  # noqa: FBT001
) -> None:
    """A day is compared with the due day, an instant with the due instant, nothing with nothing."""
    assert matches(expected, day, at, CALENDAR.tz) is is_match


@given(st.integers(min_value=0, max_value=400), st.sampled_from(["working days", "days", "hours", "minutes"]))
def test_an_offset_never_goes_back(amount: int, unit: str) -> None:
    """Counting on from an instant, at the same time of day, never leads before it."""
    assert resolve(f"+{amount} {unit}", FRIDAY, CALENDAR) >= FRIDAY


@given(st.integers(min_value=0, max_value=300))
def test_working_days_are_those_of_the_calendar(amount: int) -> None:
    """Between the two instants lie as many working days as the offset says."""
    reached = resolve(f"+{amount} working days", FRIDAY, CALENDAR)

    assert CALENDAR.working_days_between(FRIDAY.date(), reached.date()) == amount
    assert reached.time() == FRIDAY.time()
    assert reached - FRIDAY >= timedelta(days=amount)
