"""
When a case of ``dossierflow due`` ends, computed a second time and knowing nothing of the program.

Plain loops over days and stretches of time, written from the text that says what
the columns mean, with the days off of Vietnam as data.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

TZ = timezone(timedelta(hours=7))
DAY = timedelta(days=1)
FIRST, LAST = date(2018, 1, 1), date(2027, 12, 31)
DECIDED_UNTIL = date(2026, 12, 31)
OFFICE = ((time(8), time(12)), (time(13), time(17)))

_OFF = """
    2018 01-01 02-14 02-15 02-16 02-17 02-18 02-19 02-20 04-25 04-30 05-01 09-02 09-03 12-31
    2019 01-01 02-04 02-05 02-06 02-07 02-08 04-14 04-15 04-29 04-30 05-01 09-02
    2020 01-01 01-23 01-24 01-25 01-26 01-27 01-28 01-29 04-02 04-30 05-01 09-02
    2021 01-01 02-10 02-11 02-12 02-13 02-14 02-15 02-16 04-21 04-30 05-01 05-03 09-02 09-03
    2022 01-01 01-03 01-31 02-01 02-02 02-03 02-04 04-10 04-11 04-30 05-01 05-02 05-03 09-01 09-02
    2023 01-01 01-02 01-20 01-21 01-22 01-23 01-24 01-25 01-26 04-29 04-30 05-01 05-02 05-03 09-01 09-02 09-04
    2024 01-01 02-08 02-09 02-10 02-11 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03
    2025 01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02
    2026 01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-26 04-27 04-30 05-01 08-31 09-01 09-02 11-24
    2027 01-01 02-05 02-06 02-07 02-08 02-09 04-16 04-30 05-01 05-03 09-02 11-24
"""
_WORKED = """
    2019 01-05 05-04
    2024 05-04
    2025 04-26
    2026 01-10 08-22
"""


def _days(text: str) -> frozenset[date]:
    lines = (line.split() for line in text.strip().splitlines())
    return frozenset(date.fromisoformat(f"{year}-{day}") for year, *days in lines for day in days)


OFF, WORKED = _days(_OFF), _days(_WORKED)
NONE = frozenset[date]()
CALENDARS = {"": (OFF, WORKED), "vn-public": (OFF, WORKED), "vn-days-off": (OFF, NONE), "vn-weekends": (NONE, NONE)}
"""By name: the days off from Monday to Friday, and the weekends that are worked."""


class BeyondTheCalendarError(Exception):
    """The count leaves the years whose days off are known."""


@dataclass(frozen=True)
class Answer:
    """The cells that the program should give."""

    due_date: str
    due_at: str
    provisional: str


STILL = Answer("", "", "")
"""The term is suspended and has not run out."""


@dataclass(frozen=True)
class Office:
    """Days on which offices are open, by one of the calendars."""

    off: Collection[date]
    worked: Collection[date]

    def works(self, day: date) -> bool:
        """Tell whether offices are open on *day*."""
        if not FIRST <= day <= LAST:
            raise BeyondTheCalendarError
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def may_work(self, day: date) -> bool:
        """Tell whether offices are open on *day*, or may be for all that is known."""
        return day > LAST or self.works(day)

    def next_working(self, day: date, step: timedelta = DAY) -> date:
        """Return the first working day after *day*, or before it with a negative *step*."""
        day += step
        while not self.works(day):
            day += step
        return day


def at(day: date, clock: time) -> datetime:
    """Return *clock* on *day* in Vietnam."""
    return datetime.combine(day, clock, tzinfo=TZ)


def instant(text: str, clock: str = "00:00") -> datetime:
    """Read an instant, in Vietnam unless it has an offset; a day alone is at *clock*."""
    found = datetime.fromisoformat(f"{text}T{clock}" if len(text) == len("2024-04-24") else text)
    return found.replace(tzinfo=TZ) if found.tzinfo is None else found.astimezone(TZ)


Pause = tuple[datetime, datetime | None]
CLOCK = {"working_hour": 60, "hour": 60, "minute": 1}
BROKEN = {"week": 7, "month": 30, "year": 365}


def answer(row: Mapping[str, str], amount: int, unit: str) -> Answer:
    """
    Return the due date of *row*, whose term is *amount* of *unit*.

    Blank cells are as ``vn-general`` fills them: the count begins on the next day, or at the
    instant for hours; no cut-off; working days and hours do not roll, others roll forward.
    """
    office = Office(*CALENDARS[row["calendar"]])
    event, late = moved(office, instant(row["trigger"]), row)
    spans = [part.partition("/") for part in row["pauses"].split(";") if part]
    pauses: list[Pause] = [(instant(start), instant(end, "23:59") if end else None) for start, _, end in spans]
    back = row["direction"] == "before"
    if unit in CLOCK:
        end = by_the_clock(office, event, amount * CLOCK[unit], pauses, working=unit == "working_hour", back=back)
        if end is None:
            return STILL
        day = rolled(office, end.date(), row["roll"] or ("none" if unit == "working_hour" else "forward"))
        day = office.next_working(day) if late else day
        return told(day, at(day, end.time()), event.date(), end.date())
    last = by_days(office, event.date(), amount, unit, pauses, same_day=row["from"] == "same_day", back=back)
    if last is None:
        return STILL
    day = rolled(office, last, row["roll"] or ("none" if unit == "working_day" else "forward"))
    day = office.next_working(day) if late else day
    due_at = at(day + DAY, time(0)) if row["ends"] == "midnight" else at(day, time(17))
    return told(day, due_at, event.date(), last)


def told(day: date, due_at: datetime, *looked_at: date) -> Answer:
    """Return the cells of a term that ends on *day*; days that nobody has announced yet make it provisional."""
    provisional = max(day, *looked_at) > DECIDED_UNTIL
    return Answer(day.isoformat(), due_at.isoformat(), "true" if provisional else "false")


def moved(office: Office, event: datetime, row: Mapping[str, str]) -> tuple[datetime, bool]:
    """Return what *event* counts as, and whether its result comes a working day later."""
    day, cutoff = event.date(), row["cutoff"]
    open_day = office.works(day)
    if row["receipt"] == "next_opening" and (not open_day or event.time() >= time(17)):
        return at(office.next_working(day), time(8)), False
    if not cutoff or not open_day or (event.hour, event.minute) <= (int(cutoff[:2]), int(cutoff[3:])):
        return event, False
    if row["cutoff_effect"] == "result_later":
        return event, True
    return at(office.next_working(day), time(8)), False


def rolled(office: Office, day: date, roll: str) -> date:
    """Return the working day that takes the place of a last *day* off; the calendar knows that day at least."""
    if office.works(day) or roll == "none":
        return day
    return office.next_working(day, DAY if roll == "forward" else -DAY)


def suspended(day: date, pauses: list[Pause]) -> bool:
    """Tell whether a pause takes *day* out: the days after its start day, its end day included."""
    return any(start.date() < day and (end is None or day <= end.date()) for start, end in pauses)


def by_days(
    office: Office, event: date, amount: int, unit: str, pauses: list[Pause], *, same_day: bool, back: bool
) -> date | None:
    """
    Return the last day of a term in days; none where an open pause keeps it from ending.

    Weeks, months and years with pauses become days. The walk goes on beyond the
    calendar, where any day may be a working day: an open pause that it meets
    there certainly comes before the end.
    """
    step = -DAY if back else DAY
    if unit in BROKEN:
        if not pauses:
            return corresponding(event, amount, unit, same_day=same_day, back=back)
        amount, unit = amount * BROKEN[unit], "day"
    day = event if same_day else event + step
    while True:
        if any(end is None and start.date() < day for start, end in pauses):
            return None
        if day < FIRST:
            raise BeyondTheCalendarError
        if not suspended(day, pauses) and (unit == "day" or office.may_work(day)):
            amount -= 1
            if amount <= 0 and day > LAST:
                raise BeyondTheCalendarError
            if amount <= 0:
                return day
        day += step


def corresponding(event: date, amount: int, unit: str, *, same_day: bool, back: bool) -> date:
    """Return the last day of whole weeks, months or years without a pause."""
    sign = -1 if back else 1
    if unit == "week":
        return event + sign * (7 * amount - same_day) * DAY
    months = event.year * 12 + event.month - 1 + sign * amount * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    longest = monthrange(year, month + 1)[1]
    found = date(year, month + 1, min(event.day, longest))
    if not same_day:
        return found
    # a month that begins on the 31st and ends in February has all of its last days
    return found if event.day > longest and not back else found - sign * DAY


def by_the_clock(
    office: Office, event: datetime, minutes: int, pauses: list[Pause], *, working: bool, back: bool
) -> datetime | None:
    """Return when *minutes* have run, within office hours or around the clock; none as of days above."""
    if back and any(end is None and start < event for start, end in pauses):
        return None
    left = timedelta(minutes=minutes)
    for start, end in stretches(office, event, pauses, working=working, back=back):
        if end - start >= left:
            found = end - left if back else start + left
            if working and found.date() > LAST and found != at(LAST + DAY, time(0)):
                raise BeyondTheCalendarError
            return found
        left -= end - start
    return None


def stretches(
    office: Office, event: datetime, pauses: list[Pause], *, working: bool, back: bool
) -> Iterator[tuple[datetime, datetime]]:
    """Yield what runs after *event* (before it, going back), without the pauses."""
    day = event.date()
    while day >= FIRST:
        whole = [(at(day, time(0)), at(day + DAY, time(0)))]
        hours = [(at(day, opens), at(day, closes)) for opens, closes in OFFICE]
        opened = whole if not working or day > LAST else hours if office.works(day) else []
        runs = [run for one in opened for run in cut(one, pauses)]
        for start, end in reversed(runs) if back else runs:
            since, until = (start, min(end, event)) if back else (max(start, event), end)
            if since < until:
                yield since, until
        if not back and any(end is None and start.date() < day for start, end in pauses):
            return
        day += -DAY if back else DAY
    raise BeyondTheCalendarError


def cut(span: tuple[datetime, datetime], pauses: list[Pause]) -> list[tuple[datetime, datetime]]:
    """Return the parts of *span* outside the *pauses*, in order."""
    parts = [span]
    for start, end in pauses:
        kept: list[tuple[datetime, datetime]] = []
        for a, b in parts:
            if a < min(b, start):
                kept.append((a, min(b, start)))
            if end is not None and max(a, end) < b:
                kept.append((max(a, end), b))
        parts = kept
    return parts
