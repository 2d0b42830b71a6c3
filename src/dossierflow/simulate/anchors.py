"""
When something is in a story: what an offset counts from is looked up in the dossier as it stands by then.

Milestones and due dates are known only while the story is played; before that
a moment is no more than words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.errors import DefinitionError
from dossierflow.simulate.moments import DUE, END, resolve

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dossierflow.engine.dossier import Dossier
    from dossierflow.simulate.files import ScenarioFile
    from dossierflow.simulate.runner import ScenarioRun


def instant_of(
    file: ScenarioFile,
    path: tuple[str | int, ...],
    when: str,
    before: datetime | None,
    dossier: Dossier | None = None,
    end: datetime | None = None,
) -> datetime:
    """
    Return the instant that *when*, which stands at *path* of the file, means.

    Args:
        file: The scenario.

        path: Where *when* stands.

        when: An instant or an offset.

        before: What an offset counts from that names nothing.

        dossier: As it stands by then; none before it is filed.

        end: When the last entry has been played; none while the story goes on.

    Raises:
        DefinitionError: What it counts from has not come about, or its local time does not exist.
    """
    try:
        return resolve(when, before, file.calendar, anchors=_anchors(dossier, end))
    except ValueError as error:
        raise DefinitionError([file.problem(path, str(error))]) from error


def instant_in(run: ScenarioRun, when: str) -> datetime:
    """
    Return the instant that *when* means in a story that was told to its end, as one of its expectations means it.

    Args:
        run: The story.

        when: An instant, ``end``, or an offset from the end or from what it
            names: ``+1 minute after due total``.

    Raises:
        ValueError: It is written otherwise, or what it names has not come about.

        CalendarCoverageError: Working days are counted past the calendar.
    """
    last = run.played[-1].at
    return last if when == END else resolve(when, last, run.file.calendar, anchors=_anchors(run.dossier, last))


def _anchors(dossier: Dossier | None, end: datetime | None) -> Callable[[str], datetime | None]:
    """Return what finds the instant of the end, a milestone or a due date by its name."""

    def found(name: str) -> datetime | None:
        if name == END:
            return end
        if dossier is None:
            return None
        if not name.startswith(DUE):
            return dossier.milestones.get(name)
        clock = dossier.deadlines.get(name.removeprefix(DUE))
        return None if clock is None or clock.due is None else clock.due.at

    return found
