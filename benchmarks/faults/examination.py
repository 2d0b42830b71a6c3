"""What must be true of a database after any fault, counted where it is not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from sqlalchemy import select

from dossierflow.engine.draft import fold
from dossierflow.engine.events import GENESIS, digest
from dossierflow.errors import EventFormatError
from dossierflow.store import DossierFilter
from dossierflow.store.clocks import open_clocks
from dossierflow.store.outbox import EVENT
from dossierflow.store.sql import sql_units
from dossierflow.store.sql.rows import deadline_values, dossier_values
from dossierflow.store.sql.tables import DEADLINES, DOSSIERS, OUTBOX

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sqlalchemy import Engine

    from dossierflow.engine import Dossier, Event
    from dossierflow.store.sql import SqlUnit

CHANNEL = "portal"
"""The channel of the outbox that is told of every event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What an examination found; of a sound database all but the first three are zero."""

    dossiers: int = 0
    events: int = 0
    acknowledged: int = 0
    """Commands of which the host was told that they are kept."""

    lost: int = 0
    """Acknowledged commands without an event."""

    doubled: int = 0
    """Commands with more than one event."""

    broken: int = 0
    """Dossiers whose chain has a gap, or an event that is not the one that was hashed."""

    differing: int = 0
    """Dossiers that are not what their events say, in their snapshot or in a column."""

    misindexed: int = 0
    """Dossiers whose rows of deadlines are not their clocks."""

    untold: int = 0
    """Dossiers whose events are not each once, and in order, on the outbox."""

    def __add__(self, other: Findings) -> Findings:
        """Return the sums."""
        return Findings(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)})

    @property
    def faults(self) -> dict[str, int]:
        """What should not be, by name, where there is any."""
        known = {"dossiers", "events", "acknowledged"}
        return {one.name: count for one in fields(self) if one.name not in known and (count := getattr(self, one.name))}


def examine(database: Engine, acknowledged: Collection[str], *, only: Collection[str] | None = None) -> Findings:
    """
    Examine every dossier of *database*.

    Args:
        database: With the tables of the library.

        acknowledged: Ids of commands of which the host was told that they are kept.

        only: Ids of the dossiers to look at; none for all.
    """
    found, kept = Findings(acknowledged=len(set(acknowledged))), Counter[str]()
    with sql_units(database)() as unit:
        names = _all_names(unit) if only is None else sorted(only)
        for name in names:
            dossier, events = unit.store.load(name), unit.store.events(name)
            kept.update(event.command_id for event in events if event.command_id is not None)
            found += Findings(
                dossiers=dossier is not None,
                events=len(events),
                broken=not _is_chained(events),
                differing=not _is_replayed(dossier, events) or not _is_written(unit, name, dossier),
                misindexed=not _is_indexed(unit, name, dossier),
                untold=not _is_told(unit, name, events),
            )
    lost = sum(kept[one] == 0 for one in set(acknowledged))
    return found + Findings(lost=lost, doubled=sum(count > 1 for count in kept.values()))


def _all_names(unit: SqlUnit) -> Iterator[str]:
    after: str | None = None
    while page := unit.store.find(DossierFilter(), after=after, limit=200):
        yield from (one.id for one in page)
        after = page[-1].id


def _is_chained(events: Iterable[Event]) -> bool:
    """Walk the chain without the library's own walk."""
    head = GENESIS
    for sequence, event in enumerate(events, start=1):
        if event.sequence != sequence or event.previous != head or digest(event) != event.hash:
            return False
        head = event.hash
    return True


def _is_replayed(dossier: Dossier | None, events: Iterable[Event]) -> bool:
    try:
        return fold(events) == dossier
    except EventFormatError:
        return False


def _is_written(unit: SqlUnit, name: str, dossier: Dossier | None) -> bool:
    row = unit.session.connection().execute(select(DOSSIERS).where(DOSSIERS.c.id == name)).mappings().one_or_none()
    return (row is None) if dossier is None else row is not None and dict(row) == dossier_values(dossier)


def _is_indexed(unit: SqlUnit, name: str, dossier: Dossier | None) -> bool:
    rows = unit.session.connection().execute(select(DEADLINES).where(DEADLINES.c.dossier == name)).mappings().all()
    given = sorted(str({key: value for key, value in row.items() if key != "warned"}) for row in rows)
    due = sorted((row["limit_id"], row["due_at"]) for row in rows if row["state"] == "running")
    if dossier is None:
        return not rows
    clocks = sorted((one.limit, one.due) for one in open_clocks(dossier))
    return due == clocks and given == sorted(str(values) for values in deadline_values(dossier))


def _is_told(unit: SqlUnit, name: str, events: Iterable[Event]) -> bool:
    mine = (OUTBOX.c.dossier == name, OUTBOX.c.channel == CHANNEL, OUTBOX.c.kind == EVENT)
    told = unit.session.connection().scalars(select(OUTBOX.c.message_id).where(*mine).order_by(OUTBOX.c.position))
    return [*told] == [event.id for event in events]
