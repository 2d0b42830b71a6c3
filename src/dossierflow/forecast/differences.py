"""
What a forecast says on average, how two with the same luck differ, and how sure that is.

Both of a pair have played the same offices with the same chances, so they are compared office
by office: what luck does to both of them cancels out. Offices of a kind are
alike but for their luck; within each kind the differences vary, and from that
follows a confidence interval of 95 % (ratio estimates by linearisation,
stratified by kind of office; Student's t).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from math import fsum, sqrt
from typing import TYPE_CHECKING

from dossierflow.forecast.errors import ForecastError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dossierflow.forecast.results import Forecast, Unit
    from dossierflow.forecast.tally import Key

_O = "outcome"
_DECIDED: tuple[Key, ...] = ((_O, "early"), (_O, "on_time"), (_O, "late"))
_ARRIVALS: tuple[Key, ...] = (("sum", "arrivals"),)


class Measure(StrEnum):
    """What is compared."""

    ON_TIME_RATE = "on_time_rate"
    """Share of the decided dossiers that kept their promise."""
    LATE_SHARE = "late_share"
    """Late and overdue dossiers, of all that came."""
    UNFINISHED_SHARE = "unfinished_share"
    """Dossiers not finished at the end, of all that came."""
    WAITED_STAFF = "waited_staff"
    """Working minutes for which a dossier waits for officers."""
    APOLOGIES_DUE = "apologies_due"
    """Apologies that the law demands, per dossier."""


_RATIOS: Mapping[Measure, tuple[tuple[Key, ...], tuple[Key, ...]]] = {
    Measure.ON_TIME_RATE: (((_O, "early"), (_O, "on_time")), _DECIDED),
    Measure.LATE_SHARE: (((_O, "late"), (_O, "overdue")), _ARRIVALS),
    Measure.UNFINISHED_SHARE: (((_O, "open"), (_O, "overdue")), _ARRIVALS),
    Measure.WAITED_STAFF: ((("sum", "waited_staff"),), _ARRIVALS),
    Measure.APOLOGIES_DUE: ((("sum", "apologies_due"),), _ARRIVALS),
}

SHARES = frozenset({Measure.ON_TIME_RATE, Measure.LATE_SHARE, Measure.UNFINISHED_SHARE})
"""Measures that lie between 0 and 1."""

# 95 % quantiles (two-sided) of Student's t for 1 to 30 degrees of freedom
_T = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
    2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
_NORMAL = 1.959964


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How one measure differs between two forecasts."""

    measure: Measure
    before: float
    after: float
    low: float | None
    """Lower end of the confidence interval of the change; none where there is only one office of each kind."""

    high: float | None

    @property
    def change(self) -> float:
        """What the change brings."""
        return self.after - self.before

    @property
    def is_clear(self) -> bool:
        """Tell whether the confidence interval leaves no doubt about the direction."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a measure comes to, and between which values it lies with a confidence of 95 %."""

    measure: Measure
    value: float
    low: float | None
    """Lower end of the confidence interval; none where only one office of a kind was played, and only once."""

    high: float | None


def estimates(forecast: Forecast) -> tuple[Estimate, ...]:
    """Return what every measure comes to in *forecast*, over all its offices and replications."""
    return tuple(_estimate(measure, forecast.units) for measure in Measure)


def mean_of(values: Sequence[float]) -> tuple[float, float | None]:
    """
    Return the mean of independent *values*, and how far its confidence interval of 95 % reaches (Student's t).

    >>> mean, reach = mean_of([8.0, 10.0, 12.0])
    >>> mean, round(reach or 0, 2)
    (10.0, 4.97)
    """
    mean = fsum(values) / len(values)
    if len(values) == 1:
        return mean, None
    variance = fsum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return mean, quantile(len(values) - 1) * sqrt(variance / len(values))


def compare(before: Forecast, after: Forecast) -> tuple[Difference, ...]:
    """
    Return how *after* differs from *before*.

    Args:
        before: The plan as written.

        after: The what-if, played with the same seed.

    Raises:
        ForecastError: The two were not played with the same seed, or not for the same offices.
    """
    pairs = _pairs(before, after)
    return tuple(_difference(measure, pairs) for measure in Measure)


def quantile(freedom: int) -> float:
    """
    Return the two-sided 95 % quantile of Student's t.

    >>> quantile(1), quantile(10), round(quantile(60), 3)
    (12.706, 2.228, 2.0)
    """
    if freedom <= len(_T):
        return _T[freedom - 1]
    z = _NORMAL
    return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)


def _pairs(before: Forecast, after: Forecast) -> list[tuple[Unit, Unit]]:
    units = {(one.replication, one.office, one.copy): one for one in after.units}
    keys = {(one.replication, one.office, one.copy) for one in before.units}
    if before.seed != after.seed or units.keys() != keys:
        msg = "only forecasts of the same offices with the same seed can be compared"
        raise ForecastError(msg)
    return [(one, units[one.replication, one.office, one.copy]) for one in before.units]


def _estimate(measure: Measure, units: Sequence[Unit]) -> Estimate:
    above, below = _RATIOS[measure]
    parts = [(one.office, _sum(one, above), _sum(one, below)) for one in units]
    value = _ratio(fsum(part[1] for part in parts), total := fsum(part[2] for part in parts))
    strata: defaultdict[str, list[float]] = defaultdict(list)
    for office, a, n in parts:
        strata[office].append((a - value * n) / total if total else 0.0)
    low, high = _interval(value, list(strata.values()))
    if low is not None and high is not None:
        most = 1.0 if measure in SHARES else high
        low, high = max(low, 0.0), min(high, most)
    return Estimate(measure=measure, value=value, low=low, high=high)


def _difference(measure: Measure, pairs: Sequence[tuple[Unit, Unit]]) -> Difference:
    above, below = _RATIOS[measure]
    parts = [
        (one.office, _sum(one, above), _sum(one, below), _sum(other, above), _sum(other, below)) for one, other in pairs
    ]
    before = _ratio(fsum(part[1] for part in parts), total := fsum(part[2] for part in parts))
    after = _ratio(fsum(part[3] for part in parts), other_total := fsum(part[4] for part in parts))
    strata: defaultdict[str, list[float]] = defaultdict(list)
    for office, a, n, b, m in parts:
        was = (a - before * n) / total if total else 0.0
        now = (b - after * m) / other_total if other_total else 0.0
        strata[office].append(now - was)
    low, high = _interval(after - before, list(strata.values()))
    return Difference(measure=measure, before=before, after=after, low=low, high=high)


def _interval(change: float, strata: Sequence[Sequence[float]]) -> tuple[float | None, float | None]:
    freedom = sum(len(stratum) - 1 for stratum in strata)
    if any(len(stratum) == 1 for stratum in strata) or not freedom:
        return None, None
    variance = 0.0
    for stratum in strata:
        size = len(stratum)
        mean = fsum(stratum) / size
        variance += size / (size - 1) * fsum((one - mean) ** 2 for one in stratum)
    reach = quantile(freedom) * sqrt(variance)
    return change - reach, change + reach


def _sum(unit: Unit, keys: Sequence[Key]) -> int:
    return sum(unit.counts.get(key, 0) for key in keys)


def _ratio(above: float, below: float) -> float:
    return above / below if below else 0.0
