"""Rebuilding a dossier from its log against rebuilding an aggregate of the eventsourcing library."""

from __future__ import annotations

from benchmarks.dossiers import engine, to_and_fro
from benchmarks.harness import Contestant, Race, always
from benchmarks.peers import aggregates
from dossierflow.engine import Dossier, event_from_json, event_to_json

ABOUT = """
A log of 100 events becomes the dossier again: once from event objects in memory, once from the stored text, which is
what a host has. The library's text is one line of JSON for each event; the aggregate is fetched from the eventsourcing
library's own in-memory repository, which decodes its stored events. The aggregate holds four fields; the dossier holds
steps, milestones, clocks and an appointment as well.
"""

LENGTH = 100


def race() -> Race:
    """Build the race."""
    events = to_and_fro(LENGTH)
    lines = tuple(event_to_json(event) for event in events)
    replay = engine().replay
    application = aggregates.permits()
    permit = aggregates.aged(LENGTH)
    application.save(permit)
    stored = tuple(application.events.get(permit.id))
    fetch = application.repository.get

    return Race(
        name="replay",
        title=f"Replay of {LENGTH} events",
        about=ABOUT,
        operation=f"one replay of {LENGTH} events",
        contestants=(
            Contestant(
                name="dossierflow, from event objects",
                is_ours=True,
                prepare=always(lambda: replay(events)),
                outcome=_reached,
            ),
            Contestant(
                name="dossierflow, from stored text",
                is_ours=True,
                prepare=always(lambda: replay(event_from_json(line) for line in lines)),
                outcome=_reached,
            ),
            Contestant(
                name="eventsourcing, from event objects",
                prepare=always(lambda: aggregates.fold(stored)),
                outcome=_reached,
            ),
            Contestant(
                name="eventsourcing, from stored events", prepare=always(lambda: fetch(permit.id)), outcome=_reached
            ),
        ),
        # submitted, received, then an even number of moves
        expected=(LENGTH, "check"),
    )


def _reached(returned: object) -> object:
    """Return how many events made the dossier, and the step it is in."""
    if isinstance(returned, Dossier):
        return returned.version, returned.steps[0]
    assert isinstance(returned, aggregates.Permit)
    return returned.version, returned.step
