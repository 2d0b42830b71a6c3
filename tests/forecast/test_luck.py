"""Draws and arrivals: keyed, repeatable, and distributed as the plan says."""

from __future__ import annotations

from datetime import date
from math import exp, sqrt
from statistics import fmean, pstdev
from typing import TYPE_CHECKING

import pytest
from pydantic import TypeAdapter
from tests.forecast.plans import COMMUNE, plan_of

from dossierflow.forecast import what_if
from dossierflow.forecast.arrivals import Filing, OfficeKey, filings
from dossierflow.forecast.draws import Batch, Luck
from dossierflow.forecast.plan.distributions import Distribution

if TYPE_CHECKING:
    from dossierflow.forecast import PlanFile

MANY = 4000
_ADAPTER: TypeAdapter[Distribution] = TypeAdapter(Distribution)


def draws(stated: dict[str, object], name: str = "x") -> list[float]:
    """Return the values of a distribution for many dossiers."""
    distribution = _ADAPTER.validate_python(stated)
    batch = Batch.of(1, 0, "office", 0, "2026-08-03")
    return [Luck(batch, number).duration(name, distribution) for number in range(MANY)]


def test_a_draw_does_not_depend_on_what_was_drawn_before() -> None:
    """Neither order nor number of other draws changes a value; seed, replication, place and name do."""
    there, back = Batch.of(1, 0, "a", 0), Batch.of(1, 0, "a", 0)
    forward = [there.uniform(number, name) for number in (0, 3, 900) for name in ("x", "y")]
    backward = [back.uniform(number, name) for number in (900, 3, 0) for name in ("y", "x")]
    others = [Batch.of(2, 0, "a", 0), Batch.of(1, 1, "a", 0), Batch.of(1, 0, "b", 0), Batch.of(1, 0, "a", 1)]

    assert forward == backward[::-1]
    assert len({forward[0], *(one.uniform(0, "x") for one in others)}) == 5


@pytest.mark.parametrize(
    ("stated", "mean", "deviation"),
    [
        ({"fixed": 7.0}, 7, 0),
        ({"uniform": {"low": 2.0, "high": 8.0}}, 5, 6 / sqrt(12)),
        ({"triangular": {"low": 1.0, "mode": 2.0, "high": 9.0}}, 4, sqrt((1 + 4 + 81 - 2 - 9 - 18) / 18)),
        ({"lognormal": {"median": 10.0, "sigma": 0.5}}, 10 * exp(0.125), 10 * exp(0.125) * sqrt(exp(0.25) - 1)),
        ({"gamma": {"mean": 12.0, "shape": 4.0}}, 12, 6),
        ({"empirical": (1.0, 2.0, 6.0)}, 3, sqrt(14 / 3)),
    ],
)
def test_values_are_distributed_as_stated(stated: dict[str, object], mean: float, deviation: float) -> None:
    """Mean and deviation of many values are those of the distribution, within four standard errors."""
    values = draws(stated)

    assert fmean(values) == pytest.approx(mean, abs=4 * deviation / sqrt(MANY) + 1e-9)
    assert pstdev(values) == pytest.approx(deviation, rel=0.08)


def test_choices_follow_their_weights() -> None:
    """Of many dossiers as many take each way as its weight says."""
    batch = Batch.of(1, 0, "office")
    chosen = [Luck(batch, number).choose("way", {"a": 3, "b": 1}) for number in range(MANY)]

    assert chosen.count("a") / MANY == pytest.approx(0.75, abs=0.03)
    assert Luck(batch, 0).happens("never", 0) is False


def all_filings(plan: PlanFile, copy: int = 1, replication: int = 0) -> list[Filing]:
    """Return what is filed at one of the two communes."""
    key = OfficeKey(seed=1, replication=replication, office="commune", copy=copy, count=2)
    return [filing for of_day in filings(plan, key) for filing in of_day]


def test_a_number_of_dossiers_is_met_exactly() -> None:
    """The dossiers of all offices of a kind are as many as the plan says; the first offices get what is over."""
    online = [[filing for filing in all_filings(plan_of(), copy) if filing.channel == "online"] for copy in (1, 2)]

    assert [len(found) for found in online] == [21, 20]


def test_the_counter_is_open_when_the_calendar_says() -> None:
    """Whoever comes to the counter comes in its hours; online dossiers come at night too."""
    plan = plan_of(COMMUNE.replace("per_hour: 1", "per_hour: 30"))
    found = all_filings(plan)
    counter = [filing.at for filing in found if filing.channel == "counter"]
    online = [filing.at for filing in found if filing.channel == "online"]

    assert len(counter) > 500
    assert all(plan.calendar.is_open(at) for at in counter)
    assert any(not plan.calendar.is_open(at) for at in online)


def test_rates_follow_weekday_and_hour() -> None:
    """A Monday of weight 1.5 brings half as many again, and so does an hour of that weight."""
    plan = plan_of(COMMUNE.replace("per_hour: 1", "per_hour: 200"))
    counter = [filing.at for filing in all_filings(plan) if filing.channel == "counter"]
    monday = sum(at.date() == date(2026, 8, 3) for at in counter)
    tuesday = sum(at.date() == date(2026, 8, 4) for at in counter)
    eight, nine = (sum(at.hour == hour for at in counter) for hour in (8, 9))

    assert monday / tuesday == pytest.approx(1.5, abs=0.15)
    assert eight / nine == pytest.approx(1.5, abs=0.2)


def test_a_day_off_changes_no_other_days_luck() -> None:
    """Closing one day takes away who came to the counter on it, and nobody else."""
    plan = plan_of()
    shut = what_if(plan, "calendar off 2026-08-05")

    def counter(one: PlanFile) -> list[tuple[str, object]]:
        return [(filing.id, filing.at) for filing in all_filings(one) if filing.channel == "counter"]

    assert counter(shut) == [one for one in counter(plan) if ".260805." not in one[0]]


def test_identifiers_are_unique() -> None:
    """No two dossiers of any office and replication have the same number."""
    plan = plan_of()
    found = [one.id for copy in (1, 2) for replication in (0, 1) for one in all_filings(plan, copy, replication)]

    assert len(found) == len(set(found))
