"""The engine goes the paths that were counted, command by command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.engine import Engine
from dossierflow.engine.rulebook import CompiledProcedure
from dossierflow.errors import DossierflowError
from dossierflow.procedure.paths import Walk, paths_of
from dossierflow.review.overtaking import calendars_for
from dossierflow.review.time.acts import acts_of
from dossierflow.review.time.chain import Chain, Chains, Made
from dossierflow.review.time.columns import Columns
from dossierflow.review.time.tables import BEYOND, MINUTES_A_DAY, Tables
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from dossierflow.engine import Deadline, Dossier
    from dossierflow.procedure import Procedure

CALENDAR = vietnam()
TABLES = Tables(CALENDAR)


@dataclass(frozen=True)
class Lived:
    """What the engine says of one limit after a whole path."""

    missed: bool
    due: datetime | None
    stopped_by: str | None
    """The refusal or error at which the path could not go on."""


class Bench:
    """One procedure, timed and driven."""

    def __init__(self, procedure: Procedure, days: Sequence[date]) -> None:
        """Time *procedure* on the start days *days*."""
        self.procedure = procedure
        self.days = days
        calendars = calendars_for(procedure, CALENDAR)
        self.columns = Columns([(day - CALENDAR.first).days * MINUTES_A_DAY + 540 for day in days])
        self.made = Made(CompiledProcedure(procedure, calendars), TABLES, self.columns)
        self.engine = Engine([procedure], calendars)

    def ways(self) -> list[Walk]:
        """Return every way in every situation."""
        return [
            Walk(one, walk.moves) for group, walks in paths_of(self.procedure).groups for one in group for walk in walks
        ]

    def chains(self, walk: Walk) -> Iterator[Chain]:
        """Yield every limit of one way, twice."""
        found = Chains(walk, self.made)
        for limit in found.limits():
            yield found.chain(limit, theirs=True)
            yield found.chain(limit, theirs=False)

    def is_decided(self, chain: Chain, row: int) -> bool:
        """Tell whether everything on the path lies within the calendar."""
        nodes = [*chain.moments, *(node for run in chain.runs for node in run)]
        return all(self.columns[node][row] < BEYOND for node in nodes)

    def is_in_order(self, chain: Chain, row: int) -> bool:
        """Tell whether no track does something before what stands before it on the path."""
        instants = [self.columns[node][row] for node in chain.moments]
        return instants == sorted(instants)

    def live(self, chain: Chain, row: int) -> Lived:
        """Let the engine go the path of *chain* from one start day."""
        instants = [TABLES.instant(self.columns[node][row]) for node in chain.moments]
        dossier, stopped = None, None
        for act in acts_of(self.procedure, chain.walk, instants, CALENDAR, dossier="T-1"):
            try:
                decision = self.engine.handle(dossier, act.command, by=act.by, at=act.at)
            except DossierflowError as error:
                stopped = error.code
                break
            dossier = decision.dossier
            if decision.refusal is not None:
                stopped = decision.refusal.code.value
                break
        runs = () if dossier is None else self._meant(dossier, chain, row)
        if not runs:
            return Lived(missed=False, due=None, stopped_by=stopped)
        missed = any(run.missed_at is not None for run in runs)
        due = runs[-1].due
        if due is None and stopped is None:
            # a clock that ended while it stood still has no due date; it was counted as if it went on at its end
            return Lived(missed, self.counted(chain, row).due, None)
        return Lived(missed, None if due is None else due.at, stopped)

    def _meant(self, dossier: Dossier, chain: Chain, row: int) -> tuple[Deadline, ...]:
        """Return the run that was counted, after those that it replaced; a limit may have run again later."""
        runs = [run for run in dossier.past_deadlines if run.limit == chain.limit]
        runs += [dossier.deadlines[chain.limit]] if chain.limit in dossier.deadlines else []
        begun = TABLES.instant(self.columns[chain.begins][row])
        last = max((number for number, run in enumerate(runs) if run.trigger == begun), default=None)
        return () if last is None else tuple(runs[max(0, last + 1 - len(chain.runs)) : last + 1])

    def counted(self, chain: Chain, row: int) -> Lived:
        """Return the same as it was counted."""
        runs = [(self.columns[due][row], self.columns[stopped][row]) for due, stopped in chain.runs]
        return Lived(any(stopped > due for due, stopped in runs), TABLES.instant(runs[-1][0]), None)


def differences(bench: Bench, chains: Iterable[tuple[Chain, int]], *leave_out: str) -> list[str]:
    """Return where the engine says otherwise than what was counted, but not where it stopped for *leave_out*."""
    found = []
    for chain, row in chains:
        lived, counted = bench.live(chain, row), bench.counted(chain, row)
        if lived.stopped_by not in {"calendar_coverage", *leave_out} and lived != counted:
            moves = " ".join(move.key for move in chain.walk.moves)
            found.append(f"{bench.procedure} {chain.limit} {bench.days[row]} {moves}: {lived} instead of {counted}")
    return found
