"""Every path from every edge of the calendar, and that broken invariants are noticed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.simulate.paths import own

from dossierflow.engine import Engine
from dossierflow.procedure import catalogue
from dossierflow.simulate.calendars import calendar_named
from dossierflow.simulate.paths import (
    GoalKind,
    Path,
    Way,
    choose,
    find_ways,
    start_days,
    start_instants,
    timelines,
    trials,
    try_edges,
    violations,
)
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from dossierflow.engine import Deadline

CALENDAR = vietnam()
KINDS = tuple(kind for kind in GoalKind if kind is not GoalKind.DOOR)
TRIED = ["passport@2026-06-01", "driving-licence@2026-06-01", "secured-transaction@2023-01-15"]


def paths_of(name: str) -> tuple[Path, ...]:
    """Return the paths of a shipped version, those refused at the door left out."""
    return choose(find_ways(catalogue().get(*name.split("@")), CALENDAR, library=catalogue()), kinds=KINDS)


@pytest.mark.parametrize("name", TRIED)
def test_nothing_is_broken_from_any_edge_around_tet(name: str) -> None:
    """From every edge day of the year's end to after Tết, each path keeps what must always be true."""
    paths = paths_of(name)
    days = start_days(paths[0].way.procedure, catalogue(), CALENDAR, first=date(2026, 8, 28), last=date(2027, 2, 20))
    report = try_edges(paths, CALENDAR, days, library=catalogue(), instants=2)

    assert report.broken == []
    assert report.timelines + report.beyond == 2 * len(days) * report.paths
    assert report.beyond == 0
    assert report.decisions > report.timelines


def test_edges_are_those_that_were_asked_for() -> None:
    """Days off with their neighbours, both sides of an exchange, ends of months, versions and the confirmed day."""
    old = catalogue().get("building-permit", "2021-01-01")
    days = {day.isoformat() for day in start_days(old, catalogue(), CALENDAR)}

    assert {"2024-04-26", "2024-04-27", "2024-04-29", "2024-05-02", "2024-05-04"} <= days
    assert {"2025-01-31", "2026-02-13", "2026-02-14", "2026-02-22", "2026-02-23"} <= days
    assert {"2021-01-01", "2026-06-30"} <= days
    assert "2026-07-01" not in days
    new = start_days(catalogue().get("building-permit", "2026-07-01"), catalogue(), CALENDAR)
    confirmed = CALENDAR.confirmed_until
    assert {confirmed - timedelta(days=1), confirmed, confirmed + timedelta(days=1)} <= set(new)


def test_instants_are_those_around_the_hours_that_matter() -> None:
    """A minute before, at and after 15:00, the opening and the closing."""
    hours = {at.time() for at in start_instants(CALENDAR, date(2026, 7, 6))}

    assert {time(14, 59), time(15), time(15, 1)} <= hours
    assert len(hours) == 9


def test_hours_of_the_procedure_are_tried_too() -> None:
    """Where a limit has another hour after which it is late, the minutes around it are starts as well."""
    limits = {
        "total": own.limit(
            "complete", "decided", count={"cutoff": "16:30", "cutoff_effect": "starts_later", "cite": own.CITE}
        )
    }
    procedure = own.procedure({"s": own.step(on="end.granted")}, "s", limits=limits)
    hours = {at.time() for at in start_instants(CALENDAR, date(2026, 7, 6), procedure)}

    assert {time(14, 59), time(15), time(15, 1), time(16, 29), time(16, 30), time(16, 31)} <= hours


def test_any_number_of_workers_comes_to_the_same() -> None:
    """Alone, in a pool, and with an executor of one's own, the figures are the same, in the same order."""
    paths = paths_of("secured-transaction@2023-01-15")[:4]
    days = start_days(paths[0].way.procedure, catalogue(), CALENDAR, first=date(2027, 12, 1))
    told: list[int] = []
    alone = try_edges(paths, CALENDAR, days, library=catalogue(), instants=1)
    pool = try_edges(paths, CALENDAR, days, library=catalogue(), instants=1, workers=2, progress=told.append)
    with ThreadPoolExecutor(max_workers=2) as executor:
        own_one = try_edges(paths, CALENDAR, days, library=catalogue(), instants=1, executor=executor)

    assert alone == pool == own_one
    assert alone.beyond > 0
    assert told == [*range(1, len(days) + 1)]


def test_a_broken_invariant_is_counted_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not as it must be is kept with path and start, up to a bound, and counted without one."""
    paths = paths_of("passport@2026-06-01")
    days = start_days(paths[0].way.procedure, catalogue(), CALENDAR, first=date(2027, 2, 1), last=date(2027, 2, 3))
    monkeypatch.setattr(trials, "violations", lambda _engine, _way: iter([("chain", "made up")]))
    monkeypatch.setattr(timelines, "MOST_TOLD", 5)
    report = try_edges(paths, CALENDAR, days, library=catalogue(), instants=2)

    assert report.kinds == {"chain": report.timelines}
    assert len(report.broken) == 5
    assert "passport@2026-06-01" in str(report.broken[0])


def test_a_version_that_was_never_in_force_within_the_window_has_no_edges() -> None:
    """Where version and window do not meet there is nothing to go."""
    old = catalogue().get("building-permit", "2021-01-01")

    assert start_days(old, catalogue(), CALENDAR, first=date(2026, 8, 1)) == ()


def test_another_calendar_stands_in_for_the_one_that_is_named() -> None:
    """Paths are found and tried on a calendar of any name."""
    weekends = calendar_named("vn-weekends")
    passport = catalogue().get("passport", "2026-06-01")
    paths = choose(find_ways(passport, weekends, library=catalogue()), kinds=[GoalKind.END])
    report = try_edges(paths, weekends, [date(2026, 8, 28)], library=catalogue(), instants=1)

    assert report.broken == []
    assert report.timelines == len(paths) > 0


def test_timelines_beyond_the_calendar_are_counted_and_not_hidden() -> None:
    """Filed on the last days that the calendar knows, a path is cut off, and that is said."""
    paths = paths_of("passport@2026-06-01")
    report = try_edges(paths, CALENDAR, [CALENDAR.last], library=catalogue(), instants=1)

    assert (report.beyond > 0, report.broken) == (True, [])


@pytest.fixture(scope="module")
def ended() -> tuple[Engine, Way]:
    """Return a way to the end, with its engine."""
    way = next(path.way for path in paths_of("passport@2026-06-01") if path.key == "end-issued")
    return Engine(catalogue().versions("passport"), CALENDAR), way


def broken(way: Way, engine: Engine, **clock: object) -> set[str]:
    """Return what is found when the first clock at the end of *way* is another one."""
    last = way.taken[-1]
    assert last.dossier is not None
    name, own = next(iter(last.dossier.deadlines.items()))
    other: Deadline = replace(own, **clock)  # type: ignore[arg-type] # fields by name
    dossier = replace(last.dossier, deadlines={**last.dossier.deadlines, name: other})
    taken = (*way.taken[:-1], replace(last, decision=replace(last.decision, dossier=dossier)))
    return {what for what, _ in violations(engine, Way(way.procedure, taken))}


def test_a_sound_way_breaks_nothing(ended: tuple[Engine, Way]) -> None:
    """Untouched, there is nothing to find."""
    engine, way = ended

    assert [*violations(engine, way)] == []


def test_a_due_date_that_does_not_follow_is_noticed(ended: tuple[Engine, Way]) -> None:
    """A due day that the steps do not come to, or that lies before the start, is found."""
    engine, way = ended
    assert way.dossier is not None
    due = next(iter(way.dossier.deadlines.values())).due
    assert due is not None
    later = due._replace(day=due.day + timedelta(days=1), at=due.at + timedelta(days=1))
    earlier = due._replace(day=due.day - timedelta(days=300), at=due.at - timedelta(days=300))

    assert broken(way, engine, due=later) == {"replay", "explanation"}
    assert broken(way, engine, due=earlier) == {"replay", "explanation", "due_before_start"}


def test_a_changed_log_is_noticed(ended: tuple[Engine, Way]) -> None:
    """An event that was touched, or left out, breaks the chain."""
    engine, way = ended
    first = way.taken[0]
    event = replace(first.decision.events[0], type="received")
    touched = replace(first, decision=replace(first.decision, events=(event,)))

    assert "chain" in {what for what, _ in violations(engine, Way(way.procedure, (touched, *way.taken[1:])))}
    assert "chain" in {what for what, _ in violations(engine, Way(way.procedure, way.taken[1:]))}
