"""The consequences of an act, in one sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.engine import effects as fx
from dossierflow.render.words.dossier import ENDINGS, HANDOFFS, OPINIONS
from dossierflow.render.words.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.events import Event
    from dossierflow.render.names import Names


def effects_in_words(event: Event, before: Dossier | None, names: Names) -> tuple[str, ...]:
    """
    Return what *event* did to deadlines, handoffs, appointment, version and end.

    Args:
        event: The event.

        before: The dossier before it; none before the first event.

        names: The names of the version that governs after the event.
    """
    return tuple(_sentences(event, before, names))


def _sentences(event: Event, before: Dossier | None, names: Names) -> Iterator[str]:
    pinned = None if before is None else before.procedure
    # a limit missed by this very event ends late as well
    ran_out = {effect.limit for effect in event.effects if isinstance(effect, fx.DeadlineMissed)}
    missed = set(ran_out)
    if before is not None:
        missed |= {name for name, one in before.deadlines.items() if one.missed_at is not None}
    again = {effect.limit for effect in event.effects if isinstance(effect, fx.DeadlineStarted)}
    for effect in event.effects:
        match effect:
            case fx.DeadlineEnded(ending=fx.Ending.SUPERSEDED) if effect.limit in again:
                # that it is counted anew says that what was counted is no more
                continue
            case fx.DeadlineEnded(ending=fx.Ending.LAPSED) if effect.limit in ran_out:
                # that it ran out is told, and the event says what follows
                continue
            case fx.VersionPinned() if effect.procedure != pinned:
                yield label("effect.version", names.lang, version=effect.procedure.version)
            case fx.LifecycleChanged() if effect.end is not None:
                yield label("effect.end", names.lang, end=names.end(effect.end))
            case fx.HandoffMoved():
                status = HANDOFFS[effect.to].text(names.lang)
                opinion = "" if effect.opinion is None else f" ({OPINIONS[effect.opinion].text(names.lang)})"
                yield label(
                    "effect.handoff", names.lang, handoff=names.handoff(effect.handoff), status=status + opinion
                )
            case fx.AppointmentSet():
                key = "effect.appointment" if effect.cause == "due" else "effect.reappointment"
                yield label(key, names.lang, at=names.instant(effect.at))
            case _:
                yield from _of_clock(effect, names, missed)


def _of_clock(effect: fx.Effect, names: Names, missed: set[str]) -> Iterator[str]:
    lang = names.lang
    match effect:
        case fx.DeadlineStarted():
            key = "effect.started" if effect.run == 1 else "effect.started_again"
            if str(effect.term) == "same day":
                key += "_same_day"
            elif effect.term.amount == 1:
                # English says that one day begins and two begin
                key += "_singly"
            limit, term = names.limit(effect.limit), names.term(effect.term)
            yield label(key, lang, limit=limit, term=term, due=names.due(effect.due))
        case fx.DeadlineSuspended():
            key = "effect.suspended" if effect.due is None else "effect.suspended_too_late"
            reason = names.reason(effect.reason)
            yield label(key, lang, limit=names.limit(effect.limit), reason=reason, due=names.due(effect.due))
        case fx.DeadlineResumed():
            key = "effect.still_suspended" if effect.due is None else "effect.resumed"
            yield label(key, lang, limit=names.limit(effect.limit), due=names.due(effect.due))
        case fx.DeadlineExtended():
            limit, term = names.limit(effect.limit), names.term(effect.term)
            key = "effect.extended_to" if effect.anchor == "trigger" else "effect.extended"
            yield label(key, lang, limit=limit, term=term, due=names.due(effect.due))
        case fx.DeadlineRevised():
            before, due = names.due(effect.before), names.due(effect.due)
            yield label("effect.revised", lang, limit=names.limit(effect.limit), before=before, due=due)
        case fx.DeadlineMissed():
            yield label("effect.missed", lang, limit=names.limit(effect.limit), at=names.instant(effect.at))
        case fx.DeadlineEnded():
            late = effect.ending is fx.Ending.MET and effect.limit in missed
            key = "effect.ended_late" if late else "effect.ended"
            yield label(key, lang, limit=names.limit(effect.limit), ending=ENDINGS[effect.ending].text(lang))
        case _:
            return


_MOVING = (fx.DeadlineStarted, fx.DeadlineSuspended, fx.DeadlineResumed, fx.DeadlineExtended, fx.DeadlineRevised)


def moved_limits(event: Event) -> tuple[str, ...]:
    """Return the limits whose due date *event* set, moved or took away, once each."""
    return tuple(dict.fromkeys(effect.limit for effect in event.effects if isinstance(effect, _MOVING)))
