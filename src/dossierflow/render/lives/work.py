"""The bars of a life: steps in the lane of their agency, waits in that of the applicant, handoffs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dossierflow.engine import effects as fx
from dossierflow.engine.dossier import Wait, is_in_a_step, step_of, wait_of
from dossierflow.procedure.limits import APPLICANT
from dossierflow.render.lives.clean import clean
from dossierflow.render.lives.life import Bar, BarKind, Stop
from dossierflow.render.words.lives import said

if TYPE_CHECKING:
    from datetime import datetime

    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.events import Event
    from dossierflow.render.names import Names

_RECEPTION, _RETURNING, _WITHDRAWING = "reception", "returning", "withdrawing"
_PHASES = {
    fx.Lifecycle.SUBMITTED: _RECEPTION,
    fx.Lifecycle.DECIDED: _RETURNING,
    fx.Lifecycle.WITHDRAWING: _WITHDRAWING,
}


@dataclass(slots=True)
class Work:
    """Bars while they are being made; events are taken one after the other."""

    _done: list[Bar] = field(default_factory=list[Bar])
    _open: dict[str, Bar] = field(default_factory=dict[str, Bar])
    """Open bars by what holds them open: a track, a wait of a track, a handoff, a phase of the whole."""

    _counts: dict[str, int] = field(default_factory=dict[str, int])

    def take(self, event: Event, before: Dossier | None, after: Dossier, names: Names) -> None:
        """Go through the next event; *before* is none before the first."""
        at = event.occurred_at
        if before is None or before.lifecycle is not after.lifecycle:
            self._phase(after.lifecycle, at, names)
        if before is not None:
            for track, state in before.tracks.items():
                if after.tracks.get(track) != state:
                    self._leave(track, state, after.tracks.get(track), at)
        for track, state in after.tracks.items():
            if before is None or before.tracks.get(track) != state:
                self._enter(track, state, at, names)
        for effect in event.effects:
            if isinstance(effect, fx.HandoffMoved):
                self._handoff(effect, names)

    def bars(self) -> tuple[Bar, ...]:
        """Return every bar, by its start; those that go on have no end."""
        return tuple(sorted([*self._done, *self._open.values()], key=lambda bar: (bar.start, bar.key)))

    def _phase(self, lifecycle: fx.Lifecycle, at: datetime, names: Names) -> None:
        for phase in _PHASES.values():
            self._close(f"phase.{phase}", at)
        phase_now = _PHASES.get(lifecycle)
        if phase_now is None:
            return
        procedure = names.procedure
        lane = procedure.returning.by.agency if phase_now == _RETURNING else procedure.reception.by.agency
        self._begin(f"phase.{phase_now}", phase_now, lane, BarKind.STEP, said(phase_now, names.lang), at)

    def _leave(self, track: str, state: str, to: str | None, at: datetime) -> None:
        holder = f"track.{track}"
        self._close(f"{holder}?", at)
        bar = self._open.get(holder)
        if bar is not None and bar.stops and bar.stops[-1].end is None:
            ended = replace(bar.stops[-1], end=at)
            self._open[holder] = replace(bar, stops=(*bar.stops[:-1], ended))
        if to is None or step_of(to) != step_of(state):
            self._close(holder, at)

    def _enter(self, track: str, state: str, at: datetime, names: Names) -> None:
        if not is_in_a_step(state):
            return
        holder, step = f"track.{track}", step_of(state)
        if holder not in self._open:
            known = names.procedure.steps.get(step)
            lane = "" if known is None else known.by.agency
            self._begin(holder, f"step.{step}", lane, BarKind.STEP, names.step(step), at)
        wait = wait_of(state)
        if wait is None:
            return
        kind, name = wait
        reason = clean(names.reason(".".join(part for part in (kind.value, name) if part)))
        bar = self._open[holder]
        self._open[holder] = replace(bar, stops=(*bar.stops, Stop(at, None, reason)))
        if kind is Wait.SUPPLEMENT:
            self._begin(f"{holder}?", "supplement", APPLICANT, BarKind.WAIT, said("supplement", names.lang), at)
        elif kind is Wait.FEE and name is not None:
            text = said("fee", names.lang, name=names.fee(name))
            self._begin(f"{holder}?", f"fee.{name}", APPLICANT, BarKind.WAIT, text, at)

    def _handoff(self, effect: fx.HandoffMoved, names: Names) -> None:
        holder = f"handoff.{effect.handoff}"
        if not effect.to.is_open:
            self._close(holder, effect.at)
        elif holder not in self._open:
            known = names.procedure.handoffs.get(effect.handoff)
            lane = "" if known is None else known.to.agency
            self._begin(holder, holder, lane, BarKind.HANDOFF, names.handoff(effect.handoff), effect.at)

    def _begin(self, holder: str, key: str, lane: str, kind: BarKind, text: str, at: datetime) -> None:
        self._counts[key] = count = self._counts.get(key, 0) + 1
        self._open[holder] = Bar(key=f"{key}.{count}", lane=lane, kind=kind, text=clean(text), start=at, end=None)

    def _close(self, holder: str, at: datetime) -> None:
        bar = self._open.pop(holder, None)
        if bar is not None:
            # an answer that was entered late may lie before what it answers was entered
            self._done.append(replace(bar, end=max(at, bar.start)))
