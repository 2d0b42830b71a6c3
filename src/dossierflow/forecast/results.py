"""What a forecast found: counts over everything, and the few per office that comparisons need."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dossierflow.forecast.outcome import Outcome
from dossierflow.forecast.tally import new_tally, table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from dossierflow.citation import LegalText
    from dossierflow.forecast.tally import Key, Tally

_OF_UNITS = frozenset({"outcome", "sum"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One office in one replication, independent of all others."""

    replication: int
    office: str
    """Kind of office; units of a kind are alike but for their luck."""

    copy: int
    counts: Mapping[Key, int]
    """The counts ``outcome`` and ``sum``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Where the tables and logs of a forecast are."""

    dossiers: Path
    """Parquet; the same as CSV beside it."""

    steps: Path
    """Parquet; the same as CSV beside it."""

    events: Path | None
    """Folder of logs, one JSON Lines file for every office and replication; none where no logs were asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What came of playing a plan."""

    title: LegalText
    change: str | None
    """The what-if that was played; none for the plan as written."""

    seed: int
    replications: int
    first: date
    last: date
    until: date
    offices: Mapping[str, tuple[LegalText, int]]
    """Name and number of every kind of office."""

    procedures: Mapping[str, LegalText]
    """Names of the procedures, those of the newest version."""

    steps: Mapping[tuple[str, str], LegalText]
    """Names of the steps, by procedure and step."""

    limits: Mapping[tuple[str, str], LegalText]
    """Names of the limits, by procedure and limit."""

    parties: Mapping[tuple[str, str], LegalText]
    """Names of who does something, by procedure and ``agency`` or ``agency/role``."""

    tally: Tally = field(default_factory=new_tally)
    units: tuple[Unit, ...] = ()
    files: Files | None = None

    @property
    def outcomes(self) -> Counter[Outcome]:
        """How many dossiers came off how."""
        return Counter({outcome: self.tally["outcome", outcome.value] for outcome in Outcome})

    @property
    def arrivals(self) -> int:
        """How many dossiers were filed, or were to be."""
        return self.tally["sum", "arrivals"]

    @property
    def decided(self) -> int:
        """How many dossiers were decided to which a limit promised the decision."""
        return sum(count for outcome, count in self.outcomes.items() if outcome.is_decided)

    @property
    def on_time_rate(self) -> float | None:
        """The share of the decided dossiers that kept their promise; none where nothing was decided."""
        kept = self.outcomes[Outcome.EARLY] + self.outcomes[Outcome.ON_TIME]
        return kept / self.decided if self.decided else None

    @property
    def utilisation(self) -> dict[tuple[str, str], float]:
        """The share of their time for which the officers of a group are busy, by kind of office and group."""
        groups = table(self.tally, "group", 2)
        return {
            (key[0], key[1]): counts["busy"] / counts["present"] if counts["present"] else 0.0
            for key, counts in groups.items()
        }

    def sum(self, name: str) -> int:
        """Return a total: ``worked``, ``waited_staff``, ``supplements`` and the like."""
        return self.tally["sum", name]


def unit_of(replication: int, office: str, copy: int, tally: Tally) -> Unit:
    """Return what comparisons need of the counts of one office."""
    kept = {key: count for key, count in sorted(tally.items()) if key[0] in _OF_UNITS}
    return Unit(replication=replication, office=office, copy=copy, counts=kept)
