"""
Open deadlines under another calendar: recomputed, and revised by an event where they differ.

When a ministry announces a swap, the due dates of open dossiers move; what was
promised on the slip does not. A deadline that was recorded as missed comes back
to life only if its new due date still lies ahead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.engine import clocks
from dossierflow.engine.commands import Reproject
from dossierflow.engine.decide import Circumstances, conclude
from dossierflow.engine.draft import Draft
from dossierflow.engine.work import Work

if TYPE_CHECKING:
    from datetime import datetime

    from dossierflow.engine.actors import Actor
    from dossierflow.engine.decide import Accepted
    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.rulebook import Rulebook


def reproject(rulebook: Rulebook, dossier: Dossier, *, by: Actor, at: datetime, cause: str) -> Accepted | None:
    """
    Revise the open deadlines of *dossier* whose due date is another one under the rulebook's calendars.

    Timers are not fired first: a clock that the new calendar gives more time
    has not run out.

    Args:
        rulebook: Holds the calendars as they are known now.

        dossier: The dossier, last touched under calendars as they were known then.

        by: Who orders the revision.

        at: When; an instant before the dossier's last event counts as that event's.

        cause: What changed, in words, with its decision number.

    Returns:
        The event and the dossier after it; None where nothing moves.
    """
    at = max(at, dossier.last_at)
    work = Work(rulebook, rulebook.compiled(dossier.procedure), Draft(dossier), by, at)
    for limit, clock in sorted(dossier.deadlines.items()):
        if not clock.is_open:
            continue
        now_due = clocks.due_of(work, clock)
        is_past = clock.missed_at is not None and (now_due is None or now_due.at < at)
        if now_due != clock.due and not is_past:
            clocks.revise(work, limit, clock.term, clock.trigger)
    if not work.draft.effects:
        return None
    circumstances = Circumstances(by=by, at=at, recorded_at=at)
    return conclude(work, Reproject(cause=cause), circumstances, Reproject.event)
