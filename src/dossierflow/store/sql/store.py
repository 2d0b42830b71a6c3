"""
The store on the host's session: it writes, the host commits.

Whether others were faster is decided by one conditional write of the dossier's
row, before any event is written. It waits for a writer that has not committed
yet, and it fails without an error of the database, so the host's transaction
stays usable. The primary key of the events stands behind it as the last guard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select, update

from dossierflow.engine.draft import evolve
from dossierflow.errors import StoreError, UnknownNameError, VersionConflictError
from dossierflow.store.checking import check_appended, check_continued, check_replayed
from dossierflow.store.ports import EVERY_DOSSIER, DossierFilter, DossierStore
from dossierflow.store.snapshot import dossier_from_json
from dossierflow.store.sql.clocks import IS_RUNNING, SqlClocks
from dossierflow.store.sql.dialects import insert_or
from dossierflow.store.sql.outbox import SqlOutbox
from dossierflow.store.sql.rows import (
    dossier_values,
    event_from_row,
    event_values,
    summary_from_row,
    touched_limits,
)
from dossierflow.store.sql.tables import DEADLINES, DOSSIERS, EVENTS
from dossierflow.worktime.instants import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection
    from sqlalchemy.orm import Session

    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.events import Event
    from dossierflow.store.ports import DossierSummary

_NEXT_DUE = (
    select(func.min(DEADLINES.c.due_at))
    .where(DEADLINES.c.dossier == DOSSIERS.c.id, IS_RUNNING)
    .correlate(DOSSIERS)
    .scalar_subquery()
    .label("next_due")
)
_SUMMARY = select(*(column for column in DOSSIERS.c if column.name != "snapshot"), _NEXT_DUE)


class SqlStore(DossierStore):
    """
    A `dossierflow.store.DossierStore` in tables beside the host's own.

    Everything happens in the transaction of *session*: what the host writes
    and what the store writes is committed together or not at all. Errors of
    the database itself (a lock that is not given up, a lost connection) pass
    through as SQLAlchemy raises them.
    """

    def __init__(self, session: Session, *, channels: Iterable[str] = ()) -> None:
        """
        Use *session*, of SQLModel or SQLAlchemy, and never commit or close it.

        Args:
            session: The host's session.

            channels: Those of the outbox that are told of every event; none
                keeps no outbox.
        """
        self._session = session
        self._channels = tuple(channels)
        self._clocks = SqlClocks(session)
        self._outbox = SqlOutbox(session)

    @property
    def _connection(self) -> Connection:
        return self._session.connection()

    def append(self, dossier: Dossier, events: Sequence[Event], *, expected_version: int) -> None:
        """
        Keep *events*, and *dossier* as they left it; see `dossierflow.store.DossierStore.append`.

        Raises:
            VersionConflictError: Others appended in the meantime; roll back,
                load again and repeat the command.

            StoreError: Events and dossier do not belong together, or the
                database is neither SQLite nor PostgreSQL.
        """
        if not events:
            return
        check_appended(dossier, events, expected_version)
        if not self._take_the_turn(dossier, events[0], expected_version):
            self._require_kept(dossier.id, events, expected_version)
            return
        self._connection.execute(insert(EVENTS), [event_values(event) for event in events])
        self._clocks.put(dossier, touched_limits(events))
        if self._channels:
            self._outbox.append_events(events, self._channels)

    def _take_the_turn(self, dossier: Dossier, first: Event, expected_version: int) -> bool:
        """Write the dossier's row if nobody was faster; tell whether it was written."""
        values = dossier_values(dossier)
        if expected_version == 0:
            check_continued(first, None)
            new = insert_or(self._connection, DOSSIERS)
            written = new.values(values).on_conflict_do_nothing().returning(DOSSIERS.c.id)
            # drivers count updated rows reliably, inserted ones not
            return self._connection.scalar(written) is not None
        mine = (DOSSIERS.c.id == dossier.id, DOSSIERS.c.version == expected_version, DOSSIERS.c.head == first.previous)
        return self._connection.execute(update(DOSSIERS).where(*mine).values(values)).rowcount == 1

    def _require_kept(self, dossier: str, events: Sequence[Event], expected_version: int) -> None:
        """Pass where the very same *events* are kept already; otherwise say why they cannot be."""
        columns = (DOSSIERS.c.version, DOSSIERS.c.head)
        row = self._connection.execute(select(*columns).where(DOSSIERS.c.id == dossier)).one_or_none()
        version, head = (0, None) if row is None else (row.version, row.head)
        if version == expected_version:
            check_continued(events[0], head)
        again = EVENTS.c.sequence.between(expected_version + 1, expected_version + len(events))
        kept = select(EVENTS.c.hash).where(EVENTS.c.dossier == dossier, again).order_by(EVENTS.c.sequence)
        if [*self._connection.scalars(kept)] != [event.hash for event in events]:
            raise VersionConflictError(dossier, expected_version, version)

    def load(self, dossier: str, *, verify: bool = False) -> Dossier | None:
        """Return the dossier as its last event left it; see `dossierflow.store.DossierStore.load`."""
        kept = select(DOSSIERS).where(DOSSIERS.c.id == dossier)
        row = self._connection.execute(kept).mappings().one_or_none()
        if row is None:
            return None
        found = dossier_from_json(row["snapshot"])
        if verify:
            # events appended since the row was read are not yet in it
            check_replayed(found, self._read_events(dossier, EVENTS.c.sequence <= row["version"]))
            if dict(row) != dossier_values(found):
                msg = f"the columns of dossier {dossier!r} are not those of its snapshot; rebuild it"
                raise StoreError(msg)
        return found

    def events(self, dossier: str, *, after: int = 0) -> tuple[Event, ...]:
        """Return the events of one dossier in order, those after the sequence *after*."""
        return self._read_events(dossier, EVENTS.c.sequence > after)

    def _read_events(self, dossier: str, which: ColumnElement[bool]) -> tuple[Event, ...]:
        columns = (EVENTS.c.body, EVENTS.c.personal)
        wanted = select(*columns).where(EVENTS.c.dossier == dossier, which).order_by(EVENTS.c.sequence)
        return tuple(event_from_row(row) for row in self._connection.execute(wanted).mappings())

    def head(self, dossier: str) -> str | None:
        """Return the hash of the last event; none if there is no such dossier."""
        head: str | None = self._connection.scalar(select(DOSSIERS.c.head).where(DOSSIERS.c.id == dossier))
        return head

    def find(
        self, wanted: DossierFilter = EVERY_DOSSIER, *, after: str | None = None, limit: int = 100
    ) -> tuple[DossierSummary, ...]:
        """
        List dossiers in the order of their ids; see `dossierflow.store.DossierStore.find`.

        A host that wants more (a join with its own tables, another order)
        selects from the tables itself.
        """
        listed = _SUMMARY.where(*_conditions(wanted)).order_by(DOSSIERS.c.id).limit(limit)
        if after is not None:
            listed = listed.where(DOSSIERS.c.id > after)
        return tuple(summary_from_row(row) for row in self._connection.execute(listed).mappings())

    def redact(self, dossier: str) -> int:
        """Remove the personal facts of a dossier for ever, and return how many events held some."""
        held = (EVENTS.c.dossier == dossier, EVENTS.c.personal.is_not(None))
        return self._connection.execute(update(EVENTS).where(*held).values(personal=None)).rowcount

    def rebuild(self, dossier: str) -> Dossier:
        """
        Write everything but the events of a dossier anew, by replaying them.

        Needed after an upgrade of the library that reads snapshots differently.

        Raises:
            UnknownNameError: There is no such dossier.

            StoreError: An event was changed.
        """
        state: Dossier | None = None
        events = self.events(dossier)
        for event in events:
            state = evolve(state, event)
        if state is None:
            raise UnknownNameError("dossier", dossier, ())
        check_replayed(state, events)
        mine = DOSSIERS.c.id == dossier
        self._connection.execute(update(DOSSIERS).where(mine).values(dossier_values(state)))
        self._clocks.put(state)
        return state


def _conditions(wanted: DossierFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.status is not None:
        found.append(DOSSIERS.c.status == wanted.status.value)
    if wanted.procedure is not None:
        found.append(DOSSIERS.c.procedure_id == wanted.procedure)
    if wanted.due_before is not None:
        due = DEADLINES.c.due_at < plain(wanted.due_before)
        found.append(DOSSIERS.c.id.in_(select(DEADLINES.c.dossier).where(IS_RUNNING, due)))
    return found
