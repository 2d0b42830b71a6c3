"""What-ifs and how their forecasts are compared."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING

import pytest
from tests.forecast.plans import plan_of

from dossierflow.citation import LegalText
from dossierflow.forecast import Forecast, ForecastError, Measure, Unit, compare, estimates, forecast, what_if
from dossierflow.forecast.differences import mean_of, quantile
from dossierflow.procedure import catalogue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dossierflow.forecast import PlanFile


@pytest.fixture(scope="module")
def plan() -> PlanFile:
    """Return the plan of two communes."""
    return plan_of()


def strength(plan: PlanFile, group: str) -> int:
    """Return how many officers a group has."""
    return plan.plan.offices["commune"].staff[group].strength


def test_officers_come_and_go(plan: PlanFile) -> None:
    """One officer more or less, in every office or in one kind; the other groups stay as they are."""
    assert strength(what_if(plan, "staff.justice+2"), "justice") == 3
    assert strength(what_if(plan, "staff.commune.justice +1 and staff.leaders+1"), "leaders") == 2
    assert strength(what_if(plan, "staff.justice+2"), "builders") == strength(plan, "builders")


def test_limits_get_longer_and_shorter(plan: PlanFile) -> None:
    """A change counts in the unit of the limit, for every row of its table, in one procedure or in all."""
    changed = what_if(plan, "limit building-permit.total -1").library
    before = plan.library.get("building-permit", "2026-07-01").limits["total"]
    after = changed.get("building-permit", "2026-07-01").limits["total"]

    assert [case.term.amount - 1 for case in before.cases] == [case.term.amount for case in after.cases]
    assert changed.get("certification", "2025-07-01") == plan.library.get("certification", "2025-07-01")
    both = what_if(plan, "limit total +1").library
    assert str(both.get("certification", "2025-07-01").limits["total"].term) == "1 working day"


def test_days_change(plan: PlanFile) -> None:
    """A day is off or worked; or the calendar is that which was known on a day."""
    off, on = date(2026, 8, 5), date(2026, 8, 8)

    assert not what_if(plan, "calendar off 2026-08-05").calendar.is_working(off)
    assert what_if(plan, "calendar on 2026-08-08").calendar.is_working(on)
    assert what_if(plan, "calendar on 2026-08-08").calendar.hours(on) == plan.calendar.hours(date(2026, 8, 7))
    known = what_if(plan, "calendar known on 2026-01-01")
    assert known.calendar.is_working(date(2026, 11, 24)) is True
    assert known.calendars["vn-public"] == known.calendar


def test_a_version_is_put_in_place_of_another(plan: PlanFile, tmp_path: Path) -> None:
    """A procedure file takes the place of the version with the same name."""
    source = catalogue().get("certification", "2025-07-01")
    text = tmp_path / "certification@2025-07-01.yaml"
    shipped = resources.files("dossierflow.procedure") / "catalogue" / text.name
    text.write_text(shipped.read_text("utf-8").replace("2 working days", "3 working days"), "utf-8")
    changed = what_if(plan, f"procedure {text}").library.get("certification", "2025-07-01")

    assert str(changed.extensions["many_documents"].at_most) == "3 working days"
    assert changed.hash != source.hash


def test_a_version_that_asks_for_more_is_refused(plan: PlanFile, tmp_path: Path) -> None:
    """What another version leaves open must be said in the plan before it is played, not while."""
    text = tmp_path / "certification@2025-07-01.yaml"
    shipped = resources.files("dossierflow.procedure") / "catalogue" / text.name
    fact = "facts:\n  copies: {name: {vi: Số bản, en: Copies}, type: integer}\n"
    text.write_text(shipped.read_text("utf-8").replace("limits:\n", f"{fact}limits:\n", 1), "utf-8")

    with pytest.raises(ForecastError, match=r"needs the fact 'copies'; say under facts\.copies"):
        what_if(plan, f"procedure {text}")


def test_a_version_may_name_a_calendar_of_its_own(plan: PlanFile, tmp_path: Path) -> None:
    """The calendar of the plan stands in for it, as for those of all other versions."""
    text = tmp_path / "certification@2025-07-01.yaml"
    shipped = resources.files("dossierflow.procedure") / "catalogue" / text.name
    text.write_text(shipped.read_text("utf-8").replace("calendar: vn-public", "calendar: vn-hue", 1), "utf-8")
    changed = what_if(plan, f"procedure {text}")

    assert changed.calendars["vn-hue"] == plan.calendar
    assert forecast(changed, seed=1, workers=1).arrivals == forecast(plan, seed=1, workers=1).arrivals


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("limit building-permit.total +9999", "ends beyond the calendar"),
        ("more officers", "cannot be read"),
        ("staff.juctice+1", "no office has a group 'juctice'; known: commune.builders"),
        ("staff.branch.justice+1", "no office has a group 'justice' in 'branch'"),
        ("staff.justice-1", "leaves none"),
        ("limit totl -1", "no procedure of the plan has the limit 'totl'"),
        ("limit building-permit.total -5", "leaves no time"),
        ("calendar off 2026-08-08", "the day is off already"),
        ("staff.justice+0", "changes nothing"),
        ("staff.justice+1 and limit total -0", "changes nothing"),
        (" and ".join(f"calendar off 2026-08-0{day}" for day in range(3, 8)), "nothing can come from 2026-08-03"),
        ("calendar on 2026-08-05", "the day is on already"),
        ("calendar off 2026-13-01", "2026-13-01"),
        ("procedure nowhere.yaml", "nowhere.yaml"),
    ],
)
def test_what_cannot_be_meant_is_refused(plan: PlanFile, change: str, said: str) -> None:
    """A name that does not exist, or a change that leaves nothing, is told."""
    with pytest.raises(ForecastError, match=said):
        what_if(plan, change)


def found(late: Sequence[int], of: int, seed: int = 1) -> Forecast:
    """Return a forecast of offices of one kind, of whose dossiers so many are late."""
    units = tuple(
        Unit(
            replication=0,
            office="a",
            copy=number,
            counts=Counter({("outcome", "late"): count, ("outcome", "on_time"): of - count, ("sum", "arrivals"): of}),
        )
        for number, count in enumerate(late, start=1)
    )
    name = LegalText(vi="a", en="a")
    day = date(2026, 1, 1)
    return Forecast(
        title=name, change=None, seed=seed, replications=1, first=day, last=day, until=day,
        offices={}, procedures={}, steps={}, limits={}, parties={}, units=units,
    )  # fmt: skip


def test_the_difference_is_that_of_the_pairs() -> None:
    """With offices of one size the interval is that of the paired t-test."""
    before, after = (10, 30, 20, 40), (8, 27, 19, 36)
    pairs = [(one - other) / 100 for one, other in zip(before, after, strict=True)]
    mean = sum(pairs) / 4
    error = (sum((one - mean) ** 2 for one in pairs) / 3 / 4) ** 0.5
    rate = next(one for one in compare(found(before, 100), found(after, 100)) if one.measure is Measure.ON_TIME_RATE)

    assert rate.change == pytest.approx(mean)
    assert (rate.low, rate.high) == pytest.approx((mean - 3.182 * error, mean + 3.182 * error))
    assert rate.is_clear


def test_one_office_gives_no_interval() -> None:
    """Where nothing varies nothing is claimed."""
    rate = compare(found((10,), 100), found((5,), 100))[0]

    assert (rate.low, rate.high, rate.is_clear) == (None, None, False)


def test_other_luck_is_not_compared() -> None:
    """Forecasts with different seeds, or of different offices, are refused."""
    with pytest.raises(ForecastError, match="with the same seed"):
        compare(found((1,), 10), found((1,), 10, seed=2))
    with pytest.raises(ForecastError, match="same offices"):
        compare(found((1,), 10), replace(found((1, 2), 10)))


def test_quantiles_are_those_of_student() -> None:
    """The expansion beyond the table goes on where the table ends, down to the normal quantile."""
    values = [quantile(freedom) for freedom in (30, 31, 60, 1000)]

    assert values == pytest.approx([2.042, 2.0395, 2.0003, 1.9623], abs=2e-4)


def test_an_estimate_has_the_interval_of_its_offices() -> None:
    """With offices of one size the interval is that of Student's t over their shares; shares stay between 0 and 1."""
    late = (10, 30, 20, 40)
    mean, reach = mean_of([count / 100 for count in late])
    share = next(one for one in estimates(found(late, 100)) if one.measure is Measure.LATE_SHARE)

    assert (share.value, share.low, share.high) == pytest.approx((mean, mean - (reach or 0), mean + (reach or 0)))
    wide = next(one for one in estimates(found((0, 0, 90), 100)) if one.measure is Measure.LATE_SHARE)
    assert (wide.low, wide.high) == (0.0, 1.0)
    alone = estimates(found((10,), 100))[0]
    assert (alone.low, alone.high) == (None, None)
