"""What a run found: timings, tables and where it was measured, as data and as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.machine import Machine

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = "dossierflow/benchmarks@1"


@dataclass(frozen=True, slots=True)
class Timing:
    """The rounds of one contestant."""

    name: str
    is_ours: bool
    calls: int
    """Calls in each round."""

    rounds: tuple[float, ...]
    """Seconds for one operation, round by round."""

    @property
    def median(self) -> float:
        """Seconds for one operation in the middle round."""
        return median(self.rounds)

    @property
    def least(self) -> float:
        """Seconds for one operation in the best round."""
        return min(self.rounds)


@dataclass(frozen=True, slots=True)
class Table:
    """A finding that is not a time."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One race, run."""

    race: str
    title: str
    about: str
    operation: str
    timings: tuple[Timing, ...]
    tables: tuple[Table, ...] = ()

    def of(self, name: str) -> Timing:
        """
        Return the timing of the contestant *name*.

        Raises:
            KeyError: There is no such contestant.
        """
        for timing in self.timings:
            if timing.name == name:
                return timing
        raise KeyError(name)

    @property
    def ours(self) -> Timing:
        """The timing with which all others are compared: the first of our own."""
        return next(timing for timing in self.timings if timing.is_ours)

    def ratio(self, name: str, other: str) -> float:
        """Return how many times longer *name* takes than *other*, by medians."""
        return self.of(name).median / self.of(other).median

    def is_exact(self, name: str) -> bool:
        """Tell whether every count that the tables hold of *name* is zero: no wrong answers."""
        cells = [cell for table in self.tables for row in table.rows if row[0] == name for cell in row[1:]]
        return all(cell == 0 for cell in cells)

    def wrong(self, name: str) -> int | None:
        """Return how many answers of *name* were wrong, which a table counts first; none where nobody counted."""
        cells = (row[1] for table in self.tables for row in table.rows if row[0] == name)
        return next((cell for cell in cells if isinstance(cell, int)), None)


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run."""

    machine: Machine
    effort: str
    outcomes: tuple[Outcome, ...]

    def outcome(self, race: str) -> Outcome | None:
        """Return the outcome of *race*, or none if it was not run."""
        return next((outcome for outcome in self.outcomes if outcome.race == race), None)

    def as_json(self) -> dict[str, object]:
        """Return the report as JSON data; times in seconds for one operation."""
        races = [
            {
                "race": outcome.race,
                "title": outcome.title,
                "about": outcome.about,
                "operation": outcome.operation,
                "timings": [
                    {
                        "name": timing.name,
                        "is_ours": timing.is_ours,
                        "median_s": timing.median,
                        "min_s": timing.least,
                        "ratio_to_ours": timing.median / outcome.ours.median,
                        "calls_per_round": timing.calls,
                        "rounds_s": list(timing.rounds),
                    }
                    for timing in outcome.timings
                ],
                "tables": [asdict(table) for table in outcome.tables],
            }
            for outcome in self.outcomes
        ]
        return {
            "format": FORMAT,
            "effort": self.effort,
            "machine": asdict(self.machine),
            "races": races,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Report:
        """Return the report that `as_json` has written, so that its page can be written again without measuring."""
        if data["format"] != FORMAT:
            msg = f"the data have the format {data['format']}, not {FORMAT}; measure again"
            raise ValueError(msg)
        outcomes = tuple(
            Outcome(
                race["race"],
                race["title"],
                race["about"],
                race["operation"],
                tuple(
                    Timing(one["name"], one["is_ours"], one["calls_per_round"], tuple(one["rounds_s"]))
                    for one in race["timings"]
                ),
                tuple(
                    Table(one["title"], tuple(one["head"]), tuple(tuple(row) for row in one["rows"]))
                    for one in race["tables"]
                ),
            )
            for race in data["races"]
        )
        return cls(Machine(**data["machine"]), data["effort"], outcomes)
