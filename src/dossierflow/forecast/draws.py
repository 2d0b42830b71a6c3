"""
Chance that can be had again: every draw has its own key.

A draw is named by seed, replication, office, the stream, week and weekday by
which the dossier came, its number on that day, and what is drawn. It does not depend on
what was drawn before, so that another officer, another worker or another order
of events changes no luck: what-ifs compare the same dossiers with the same
chances (common random numbers).

The generator is Philox, keyed through `numpy.random.SeedSequence`; draws of one
name are made for a batch of dossiers at once, since making a generator costs
far more than a draw.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from dossierflow.forecast.packages import np
from dossierflow.forecast.plan.distributions import (
    Empirical,
    Fixed,
    Gamma,
    Lognormal,
    Triangular,
    Uniform,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.forecast.plan.distributions import Distribution

_LONGEST = 1e12
"""Values of distributions without an end are cut here, in any unit far beyond every calendar."""

_LARGEST_POWER = 700.0
"""The exponential of more is no number."""

_WORDS = 4
_FIRST = 64
_WEEK = 7


def word_key(name: str) -> tuple[int, ...]:
    """Return *name* as numbers that seed a generator: the first 128 bits of its digest."""
    digest = hashlib.sha256(name.encode()).digest()
    return tuple(int.from_bytes(digest[4 * part : 4 * part + 4], "big") for part in range(_WORDS))


def place_in_week(weekday: int, number: int) -> int:
    """
    Return the place in a week's batch of dossier *number*, from 0, of a *weekday*.

    It does not depend on how many came on other days, so that a day off more changes no other day's luck.

    >>> place_in_week(0, 0), place_in_week(6, 0), place_in_week(0, 1)
    (0, 6, 7)
    """
    return number * _WEEK + weekday


def generator(*key: int) -> np.random.Generator:
    """Return the generator that belongs to *key*, whole numbers from 0."""
    return np.random.Generator(np.random.Philox(np.random.SeedSequence(key)))


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """The draws of all dossiers that one stream brought to one office in one week."""

    key: tuple[int, ...]
    """Seed, replication, and the numbers of office, stream and week."""

    _drawn: dict[str, list[float]]

    @classmethod
    def of(cls, seed: int, replication: int, *place: str | int) -> Batch:
        """Return the batch of a *place*: office, stream, week."""
        return cls((seed, replication, *word_key("/".join(str(part) for part in place))), {})

    def uniform(self, number: int, name: str) -> float:
        """Return the draw *name* of dossier *number*, evenly from 0 (inclusive) to 1 (exclusive)."""
        drawn = self._drawn.get(name)
        if drawn is None or number >= len(drawn):
            drawn = self._draw(name, number)
        return drawn[number]

    def standard(self, number: int, name: str, shape: float | None) -> float:
        """Return a draw from the standard normal, or with a *shape* from the gamma distribution of scale 1."""
        full = f"{name}~{'normal' if shape is None else shape!r}"
        drawn = self._drawn.get(full)
        if drawn is None or number >= len(drawn):
            drawn = self._draw(full, number, shape=shape, is_standard=True)
        return drawn[number]

    def _draw(self, name: str, number: int, *, shape: float | None = None, is_standard: bool = False) -> list[float]:
        size = _FIRST
        while size <= number:
            size *= 4
        source = generator(*self.key, *word_key(name))
        # the first draws of a longer run are those of a shorter one
        if not is_standard:
            drawn = source.random(size)
        else:
            drawn = source.standard_normal(size) if shape is None else source.standard_gamma(shape, size)
        found: list[float] = drawn.tolist()
        self._drawn[name] = found
        return found


@dataclass(frozen=True, slots=True)
class Luck:
    """The draws of one dossier."""

    batch: Batch
    number: int

    def happens(self, name: str, chance: float) -> bool:
        """Tell whether something happens that does with this *chance*."""
        return chance > 0 and self.batch.uniform(self.number, name) < chance

    def choose(self, name: str, weights: Mapping[str, float]) -> str:
        """Return one of the keys of *weights*, in proportion; the order of the keys decides nothing but the luck."""
        if len(weights) == 1:
            return next(iter(weights))
        at = self.batch.uniform(self.number, name) * sum(weights.values())
        for key, weight in weights.items():
            at -= weight
            if at < 0:
                return key
        return list(weights)[-1]

    def duration(self, name: str, distribution: Distribution) -> float:
        """Return a value of *distribution*, in its own unit."""
        match distribution:
            case Fixed():
                return distribution.fixed
            case Uniform():
                low, high = distribution.uniform.low, distribution.uniform.high
                return low + (high - low) * self.batch.uniform(self.number, name)
            case Triangular():
                return _triangular(distribution, self.batch.uniform(self.number, name))
            case Lognormal():
                parameters = distribution.lognormal
                at = self.batch.standard(self.number, name, None)
                grown = float(np.exp(min(parameters.sigma * at, _LARGEST_POWER)))
                return min(parameters.median * grown, _LONGEST)
            case Gamma():
                shape = distribution.gamma.shape
                return min(distribution.gamma.mean / shape * self.batch.standard(self.number, name, shape), _LONGEST)
            case Empirical():
                values = distribution.empirical
                return values[int(self.batch.uniform(self.number, name) * len(values))]
            case _:
                assert_never(distribution)

    def salt(self, name: str) -> str:
        """Return a salt for the commitment of the personal fact *name*, the same on every run."""
        text = "/".join(str(part) for part in (*self.batch.key, self.number, "salt", name))
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def _triangular(distribution: Triangular, at: float) -> float:
    """Return the value below which the share *at* of a triangular distribution lies."""
    low, mode, high = (getattr(distribution.triangular, name) for name in ("low", "mode", "high"))
    turn = (mode - low) / (high - low)
    if at < turn:
        return float(low + ((high - low) * (mode - low) * at) ** 0.5)
    return float(high - ((high - low) * (high - mode) * (1 - at)) ** 0.5)
