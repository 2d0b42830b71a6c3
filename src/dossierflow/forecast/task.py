"""A piece of work: who does it, how long it takes, and what is done with it then."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.forecast.case import Case
    from dossierflow.forecast.plan.distributions import Distribution
    from dossierflow.procedure.steps import Who


@dataclass(slots=True, kw_only=True, eq=False)
class Task:
    """Work on one dossier that waits for an officer, or is being done."""

    case: Case
    place: str
    """The step, or in brackets what is done outside steps: ``(receive)``."""

    who: Who
    takes: Distribution | None
    draw: str
    """Name of the draw that decides how long it takes."""

    wanted: Callable[[], bool]
    done: Callable[[str], None]
    """What follows when it is done, by which officer."""

    begun: Callable[[str, int], None] | None = None
    """What follows when it is taken up: by which officer, after how many working minutes."""

    queued: int = field(init=False)
    _minutes: int | None = None

    def __post_init__(self) -> None:
        """Remember since when the work waits."""
        self.queued = self.case.world.now

    @property
    def is_wanted(self) -> bool:
        """Tell whether the work still has to be done."""
        return self.wanted()

    def minutes(self) -> int:
        """Return how many working minutes it takes, at least one."""
        if self._minutes is None:
            assert self.takes is not None  # noqa: S101 -- a plan is refused that leaves a duration open
            self._minutes = max(1, round(self.case.filing.luck.duration(self.draw, self.takes)))
        return self._minutes

    def begin(self, officer: str) -> None:
        """Take the work up."""
        waited = self.case.world.worked_since(self.queued)
        self.case.sums.waited_staff += waited
        self.case.world.recorder.waited(self, waited)
        if self.begun is not None:
            self.begun(officer, waited)

    def finish(self, officer: str) -> None:
        """Have it done, if it is still wanted."""
        minutes = self.minutes()
        self.case.sums.worked += minutes
        if self.is_wanted:
            self.done(officer)
