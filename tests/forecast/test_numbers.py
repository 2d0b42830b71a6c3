"""Whole forecasts against formulas and against the law by hand: waits, queues, due days, what came off how."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import datetime, time, timedelta
from math import sqrt
from statistics import fmean, stdev
from typing import TYPE_CHECKING

import pytest
from tests.forecast.plans import COMMUNE, plan_of
from tests.forecast.test_queues import always_open, erlang_c

from dossierflow.forecast import Forecast, forecast

if TYPE_CHECKING:
    from pathlib import Path

MINUTES = 8 * 1440
QUEUES = {"one": (1, 1.0, 36.0), "two": (2, 1.5, 48.0)}
"""Officers, dossiers an hour, and mean minutes of work, by kind of office."""
OFFICES = 6

THEORY = """
forecast: queues
first: "2026-01-01"
last: "2026-01-08"
until: "2026-01-10"
takes: {fixed: 1}
procedures:
  certification: {steps: {compare: {outcomes: {same: 1}}}}
offices:
""" + "".join(
    f"""  {name}:
    name: {{vi: Xã, en: Commune}}
    count: {OFFICES}
    arrivals: [{{channel: counter, during: always, per_hour: {rate}, mix: {{certification: 1}}}}]
    staff: {{desk: {{roles: [commune/officer], officers: {officers}}}}}
"""
    for name, (officers, rate, _) in QUEUES.items()
)


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("kind", QUEUES)
def test_a_whole_forecast_waits_as_the_formula_says(kind: str, tmp_path: Path) -> None:
    """With exponential work the wait is that of Erlang C, officers are as busy as the load, and Little's law holds."""
    officers, rate, mean = QUEUES[kind]
    own = THEORY.replace(
        "takes: {fixed: 1}", f"takes: {{fixed: 1}}\nroles: {{commune/officer: {{gamma: {{mean: {mean}, shape: 1}}}}}}"
    )
    plan = plan_of(own, calendar=always_open())
    only = plan.plan.model_copy(update={"offices": {kind: plan.plan.offices[kind]}})
    object.__setattr__(plan, "plan", only)
    found = forecast(plan, seed=4, workers=1, out=tmp_path)
    stays: defaultdict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for row in rows(tmp_path / "steps.csv"):
        if row["step"] == "compare" and row["started"]:
            entered, started = (datetime.fromisoformat(row[name]) for name in ("entered", "started"))
            stays[row["office"]].append((entered, started))

    load = rate * mean / 60
    expected = erlang_c(officers, load) * mean / (officers - load)
    waits = [fmean((started - entered).total_seconds() / 60 for entered, started in one) for one in stays.values()]
    assert len(waits) == OFFICES
    assert abs(fmean(waits) - expected) < 2.571 * stdev(waits) / sqrt(OFFICES)
    assert found.utilisation[kind, "desk"] == pytest.approx(load / officers, abs=0.06)

    first = datetime.fromisoformat("2026-01-01T00:00+07:00")
    every = [pair for one in stays.values() for pair in one]
    looks = [first + timedelta(minutes=minute) for minute in range(0, MINUTES, 20)]
    length = fmean(sum(entered <= at < started for entered, started in every) for at in looks)
    wait = fmean((started - entered).total_seconds() / 60 for entered, started in every)
    assert length == pytest.approx(len(every) / MINUTES * wait, rel=0.06)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Forecast, list[dict[str, str]]]:
    """Play two communes with so few officers that much is late, and much is left over."""
    out = tmp_path_factory.mktemp("out")
    busy = COMMUNE.replace("per_hour: 1", "per_hour: 5")
    plan = plan_of(busy, until="2026-08-24", roles={"one_stop/receiver": {"fixed": 2}})
    return forecast(plan, seed=2, workers=1, out=out), rows(out / "dossiers.csv")


def test_due_days_are_those_of_the_law(played: tuple[Forecast, list[dict[str, str]]]) -> None:
    """A certification is due on the working day of its reception, or on the next one if received after 15:00."""
    calendar = plan_of().calendar
    seen = Counter[bool]()
    for row in played[1]:
        if row["procedure"] == "certification" and row["due"]:
            received, due = (datetime.fromisoformat(row[name]) for name in ("received", "due"))
            day, is_late = received.date(), received.time() > time(15)
            while is_late or not calendar.is_working(day):
                day, is_late = day + timedelta(days=1), False
            seen[received.time() > time(15)] += 1
            assert due.date() == day, row

    assert min(seen[False], seen[True]) > 5


def test_what_came_off_how_follows_from_the_dates(played: tuple[Forecast, list[dict[str, str]]]) -> None:
    """Early, on time, late, open and overdue are what due instant, decision and last day say, each dossier once."""
    found, table = played
    end = datetime.fromisoformat("2026-08-25T00:00+07:00")
    judged = Counter[str]()
    for row in table:
        due, decided = (datetime.fromisoformat(row[name]) if row[name] else None for name in ("due", "decided"))
        if row["finished"] and not decided:
            judged["other"] += 1
        elif decided and due:
            judged["early" if decided.date() < due.date() else "on_time" if decided <= due else "late"] += 1
        else:
            judged["overdue" if due and due < end else "open"] += 1

    assert judged == {outcome.value: count for outcome, count in found.outcomes.items() if count}
    assert len({row["id"] for row in table}) == len(table) == found.arrivals == judged.total()
    assert {"early", "on_time", "late"} <= judged.keys()
