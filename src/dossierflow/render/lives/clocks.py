"""The clocks of a life: every run of every limit, its suspensions, its due date and those before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from dossierflow.engine import effects as fx
from dossierflow.engine.dossier import ClockState
from dossierflow.procedure.limits import APPLICANT, LimitKind
from dossierflow.render.lives.clean import clean
from dossierflow.render.lives.life import Clock, Flag, FlagKind, Stop
from dossierflow.render.words.lives import said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from dossierflow.engine.dossier import Deadline, Dossier
    from dossierflow.engine.events import Event
    from dossierflow.render.names import Names

_KINDS = {
    LimitKind.STATUTORY: FlagKind.STATUTORY,
    LimitKind.COMMITTED: FlagKind.PROMISED,
    LimitKind.INTERNAL: FlagKind.INTERNAL,
}
_NO_LONGER_OWED = frozenset({ClockState.CANCELLED, ClockState.SUPERSEDED})
_DATED = (
    fx.DeadlineStarted,
    fx.DeadlineSuspended,
    fx.DeadlineResumed,
    fx.DeadlineExtended,
    fx.DeadlineRevised,
    fx.SuspensionCorrected,
)


@dataclass(slots=True)
class Clocks:
    """What the events say of due dates, taken one after the other."""

    _dues: dict[tuple[str, int], list[fx.Due]] = field(default_factory=dict[tuple[str, int], list[fx.Due]])
    """Every due date that a run ever had."""

    _runs: dict[str, int] = field(default_factory=dict[str, int])
    _slips: list[fx.AppointmentSet] = field(default_factory=list[fx.AppointmentSet])
    _slipped_at: list[datetime] = field(default_factory=list["datetime"])
    _names: dict[str, tuple[str, FlagKind]] = field(default_factory=dict[str, tuple[str, FlagKind]])

    def take(self, event: Event, names: Names) -> None:
        """Go through the next event; a limit is named by the version that governed when it last moved."""
        for effect in event.effects:
            if isinstance(effect, fx.AppointmentSet):
                self._slips.append(effect)
                self._slipped_at.append(event.occurred_at)
            elif isinstance(effect, _DATED):
                if isinstance(effect, fx.DeadlineStarted):
                    self._runs[effect.limit] = effect.run
                known = names.procedure.limits.get(effect.limit)
                kind = FlagKind.INTERNAL if known is None else _KINDS[known.kind]
                self._names[effect.limit] = (clean(names.limit(effect.limit)), kind)
                dues = self._dues.setdefault((effect.limit, self._runs[effect.limit]), [])
                if effect.due is not None and (not dues or dues[-1] != effect.due):
                    dues.append(effect.due)

    def rows(self, dossier: Dossier, until: datetime, names: Names) -> tuple[Clock, ...]:
        """Return every run, those of one limit together, in the order in which limits first started."""
        runs = [*dossier.past_deadlines, *dossier.deadlines.values()]
        order = list(dict.fromkeys(one.limit for one in sorted(runs, key=lambda one: one.trigger)))
        runs.sort(key=lambda one: (order.index(one.limit), one.run))
        return (*(self._row(one, until, names) for one in runs), *self._appointments(dossier, names))

    def main(self, dossier: Dossier, names: Names) -> str | None:
        """Return the key of the clock that the slip promises, else of the first statutory one of an agency."""
        promised = [limit for limit in reversed(names.procedure.reception.appointments) if limit in dossier.deadlines]
        owed = (one for one in dossier.deadlines.values() if one.party != APPLICANT)
        statutory = [one.limit for one in owed if self._names[one.limit][1] is FlagKind.STATUTORY]
        limit = next(iter([*promised, *statutory]), None)
        return None if limit is None else f"{limit}.{dossier.deadlines[limit].run}"

    def _row(self, run: Deadline, until: datetime, names: Names) -> Clock:
        text, kind = self._names[run.limit]
        dues = self._dues.get((run.limit, run.run), [])
        is_owed = run.state not in _NO_LONGER_OWED
        flags = [Flag(due.at, FlagKind.MOVED) for due in dues if due != run.due]
        if run.due is not None:
            flags.append(Flag(run.due.at, kind if is_owed else FlagKind.MOVED, run.due.provisional))
        end = run.ended_at
        late = run.due.at if run.due is not None and is_owed and (end or until) > run.due.at else None
        if run.state is ClockState.LAPSED:
            late = None
        return Clock(
            key=f"{run.limit}.{run.run}",
            limit=run.limit,
            text=text,
            party=clean(names.agency(run.party)),
            term=names.term(run.term),
            start=run.trigger,
            end=None if end is None else max(end, run.trigger),
            stops=tuple(Stop(one.start, one.end, clean(names.reason(one.reason))) for one in run.suspensions),
            flags=tuple(dict.fromkeys(flags)),
            late_from=late,
            outcome=run.state,
        )

    def _appointments(self, dossier: Dossier, names: Names) -> Iterator[Clock]:
        if not self._slips or dossier.appointment is None:
            return
        moved = [Flag(one.at, FlagKind.MOVED) for one, after in pairwise(self._slips) if one.at != after.at]
        yield Clock(
            key="appointment",
            limit="",
            text=said("appointment", names.lang),
            party=clean(names.agency(names.procedure.returning.by.agency)),
            term="–",
            start=self._slipped_at[0],
            end=self._slipped_at[-1],
            stops=(),
            flags=(*dict.fromkeys(moved), Flag(dossier.appointment.at, FlagKind.PROMISED)),
            late_from=None,
            outcome=None,
        )
