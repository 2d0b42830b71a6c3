"""Officers and queues against queueing theory, and against the hours of their shifts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from math import factorial, sqrt
from statistics import fmean, stdev
from typing import TYPE_CHECKING

import pytest

from dossierflow.citation import Citation
from dossierflow.forecast.clock import Clock
from dossierflow.forecast.draws import generator
from dossierflow.forecast.packages import simpy
from dossierflow.forecast.plan.offices import Group, Shift
from dossierflow.forecast.presence import leave_of, presence
from dossierflow.forecast.staff import Queue, Window, officer
from dossierflow.worktime import CalendarLayer, Interval, Level, OfficeHours, compile_calendar, vietnam

if TYPE_CHECKING:
    from collections.abc import Generator

    from dossierflow.worktime import WorkCalendar

DAY = 86400


@dataclass
class Job:
    """A piece of work that remembers when it came, was begun and was done."""

    env: simpy.Environment
    takes: int
    came: float = field(init=False)
    begun: float | None = None
    done: float | None = None
    is_wanted: bool = True

    def __post_init__(self) -> None:
        """Come now."""
        self.came = self.env.now

    def minutes(self) -> int:
        """Return how long it takes."""
        return self.takes

    def begin(self, _: str) -> None:
        """Be begun now."""
        self.begun = self.env.now

    def finish(self, _: str) -> None:
        """Be done now."""
        self.done = self.env.now


def always_open() -> WorkCalendar:
    """Return a calendar of 2026 that never closes."""
    day = (Interval(start=0, end=1440),)
    cite = (Citation(doc="test"),)
    week = OfficeHours(
        monday=day, tuesday=day, wednesday=day, thursday=day, friday=day, saturday=day, sunday=day, cite=cite
    )
    layer = CalendarLayer(
        name="open",
        level=Level.NATIONAL,
        zone="Asia/Ho_Chi_Minh",
        first=date(2026, 1, 1),
        last=date(2026, 12, 31),
        confirmed_until=date(2026, 12, 31),
        weekly=week,
    )
    return compile_calendar([layer], name="open")


def play(officers: int, gap: float, service: float, key: int, days: int) -> tuple[list[Job], list[int]]:
    """Return all jobs of an M/M/c queue, in minutes, and the lengths of the queue, looked at every ten minutes."""
    calendar = always_open()
    env, clock = simpy.Environment(), Clock.starting(date(2026, 1, 1), calendar)
    queue, horizon = Queue(simpy.PriorityStore(env)), days * DAY
    luck = generator(key)
    jobs: list[Job] = []
    lengths: list[int] = []

    def come() -> Generator[simpy.Event, object, None]:
        while True:
            yield env.timeout(float(luck.exponential(gap * 60)))
            jobs.append(Job(env, max(1, round(float(luck.exponential(service))))))
            queue.put((0,), jobs[-1])

    def look() -> Generator[simpy.Event, object, None]:
        while True:
            yield env.timeout(600)
            lengths.append(len(queue.store.items))

    env.process(come())
    env.process(look())
    for number in range(officers):
        env.process(officer(env, clock, queue, f"o{number}", calendar, Window(horizon, horizon)))
    env.run(until=horizon)
    return jobs, lengths


def erlang_c(officers: int, load: float) -> float:
    """Return the chance of having to wait in an M/M/c queue with *load* officers' worth of work (Erlang C)."""
    full = load**officers / factorial(officers) * officers / (officers - load)
    return full / (sum(load**n / factorial(n) for n in range(officers)) + full)


def test_waiting_is_that_of_the_formula() -> None:
    """Three officers, exponential work and gaps: the mean wait is that of Erlang C, within its confidence interval."""
    officers, gap, service = 3, 20.0, 40.0
    load = service / gap
    expected = erlang_c(officers, load) * service / (officers - load)
    means = []
    for key in range(8):
        jobs, _ = play(officers, gap, service, key, 60)
        means.append(fmean((job.begun - job.came) / 60 for job in jobs[300:] if job.begun is not None))

    reach = 2.365 * stdev(means) / sqrt(len(means))
    assert abs(fmean(means) - expected) < reach
    assert reach < 0.2 * expected


def test_littles_law_holds() -> None:
    """The length of the queue, looked at from outside, is arrivals a minute times the mean wait."""
    jobs, lengths = play(2, 60.0, 90.0, 1, 300)
    waits = [(job.begun - job.came) / 60 for job in jobs if job.begun is not None]
    rate = len(waits) / (300 * 1440)

    assert fmean(lengths) == pytest.approx(rate * fmean(waits), rel=0.02)


def test_first_come_is_first_served_within_a_rank() -> None:
    """A smaller rank goes first, whenever it came; equal ranks go as they came."""
    calendar = always_open()
    env, clock = simpy.Environment(), Clock.starting(date(2026, 1, 1), calendar)
    queue = Queue(simpy.PriorityStore(env))
    jobs = [Job(env, 10) for _ in range(4)]
    for rank, job in zip((5, 1, 5, 1), jobs, strict=True):
        queue.put((rank,), job)
    env.process(officer(env, clock, queue, "o", calendar, Window(DAY, DAY)))
    env.run(until=DAY)

    begun = [job.begun for job in jobs]
    assert sorted(range(4), key=lambda number: begun[number] or 0) == [1, 3, 0, 2]


def test_work_spans_nights_and_nobody_begins_outside_the_shift() -> None:
    """Four hours begun at 15:00 are done at 10:00 the next day; what comes at night waits for the opening."""
    calendar, first = vietnam(), date(2026, 8, 3)
    env, clock = simpy.Environment(), Clock.starting(first, calendar)
    hours = presence(calendar, Shift(officers=1), frozenset(), first, date(2026, 9, 3))
    queue = Queue(simpy.PriorityStore(env))
    jobs: list[Job] = []

    def come() -> Generator[simpy.Event, object, None]:
        for at in (datetime(2026, 8, 3, 15, tzinfo=calendar.tz), datetime(2026, 8, 4, 20, tzinfo=calendar.tz)):
            yield env.timeout(clock.seconds(at) - env.now)
            jobs.append(Job(env, 240))
            queue.put((0,), jobs[-1])

    env.process(come())
    env.process(officer(env, clock, queue, "o", hours, Window(10 * DAY, 10 * DAY)))
    env.run(until=10 * DAY)

    assert [f"{clock.at(int(job.begun or 0)):%d %H:%M}" for job in jobs] == ["03 15:00", "05 08:00"]
    assert [f"{clock.at(int(job.done or 0)):%d %H:%M}" for job in jobs] == ["04 10:00", "05 12:00"]
    assert queue.times.busy == 480


def test_unwanted_work_is_passed_over() -> None:
    """An officer spends no time on what nobody wants any more."""
    calendar = always_open()
    env, clock = simpy.Environment(), Clock.starting(date(2026, 1, 1), calendar)
    queue = Queue(simpy.PriorityStore(env))
    gone, wanted = Job(env, 10, is_wanted=False), Job(env, 10)
    queue.put((0,), gone)
    queue.put((0,), wanted)
    env.process(officer(env, clock, queue, "o", calendar, Window(DAY, DAY)))
    env.run(until=DAY)

    assert (gone.begun, wanted.begun, queue.times.pieces) == (None, 0, 1)


def test_leave_and_shifts_cut_the_hours() -> None:
    """On leave nobody is there; a shift has its own hours and weekdays, on working days only."""
    calendar, first, last = vietnam(), date(2026, 8, 3), date(2026, 9, 4)
    shift = Shift(officers=1, hours=("07:00-11:00",), weekdays=("monday", "tuesday"))
    hours = presence(calendar, shift, frozenset({date(2026, 8, 4)}), first, last)

    assert [day.day for day in hours.days(first, date(2026, 8, 11)) if day.working] == [
        date(2026, 8, 3),
        date(2026, 8, 10),
        date(2026, 8, 11),
    ]
    assert hours.hours(date(2026, 8, 3)) == ((420, 660),)
    assert not hours.is_working(date(2026, 8, 31))


def test_one_officer_more_changes_nobodys_leave() -> None:
    """Leave belongs to an officer: those who were there before keep theirs."""
    calendar, first, last = vietnam(), date(2026, 1, 5), date(2026, 12, 31)
    leave = ({"first": date(2026, 6, 1), "last": date(2026, 6, 5), "officers": 1},)
    text = {"roles": ("a/b",), "leave_days": 12, "leave": leave}
    two, three = (Group.model_validate({**text, "officers": number}) for number in (2, 3))
    key = (1, 0, "office/group")

    assert leave_of(three, calendar, first, last, key)[:2] == leave_of(two, calendar, first, last, key)
    assert [len(days) for days in leave_of(two, calendar, first, last, key)][1] == 12
    assert date(2026, 6, 3) in leave_of(two, calendar, first, last, key)[0]
