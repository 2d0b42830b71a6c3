"""The index of clocks, in the table of deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, case, delete, literal, or_, select, tuple_, update

from dossierflow.store.clocks import Claimed, DeadlineIndex, OpenClock
from dossierflow.store.sql.dialects import insert_or, word
from dossierflow.store.sql.rows import deadline_values
from dossierflow.store.sql.tables import DEADLINES, DOSSIERS, INCIDENTS
from dossierflow.store.utc import in_utc

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row, Select
    from sqlalchemy.dialects import postgresql, sqlite
    from sqlalchemy.orm import Session

    from dossierflow.engine.dossier import Dossier

IS_RUNNING: Final = DEADLINES.c.state == word("running")
_KEY: Final = (DEADLINES.c.dossier, DEADLINES.c.limit_id, DEADLINES.c.run)
_CLOCK: Final = (*_KEY, DEADLINES.c.party, DEADLINES.c.due_at)
_ORDER: Final = (DEADLINES.c.due_at, DEADLINES.c.dossier, DEADLINES.c.limit_id)


class SqlClocks(DeadlineIndex):
    """A `dossierflow.store.DeadlineIndex` in the transaction of the host's session."""

    def __init__(self, session: Session) -> None:
        """Use *session*, and never commit or close it."""
        self._session = session

    @property
    def _connection(self) -> Connection:
        return self._session.connection()

    def put(self, dossier: Dossier, limits: Iterable[str] | None = None) -> None:
        """
        Write the clocks of *dossier*, or of some of its limits; see `dossierflow.store.DeadlineIndex.put`.

        Ended runs are kept too, for lists. That a warning was given of a due
        date is remembered as long as the date stays.
        """
        rows = deadline_values(dossier, limits)
        if limits is None:
            self._forget_others(dossier.id, {(str(row["limit_id"]), row["run"]) for row in rows})
        if rows:
            self._connection.execute(upsert(insert_or(self._connection, DEADLINES)), rows)

    def _forget_others(self, dossier: str, runs: set[tuple[str, object]]) -> None:
        key = (DEADLINES.c.limit_id, DEADLINES.c.run)
        kept = self._connection.execute(select(*key).where(DEADLINES.c.dossier == dossier))
        for row in [row for row in kept if (row.limit_id, row.run) not in runs]:
            gone = (DEADLINES.c.dossier == dossier, DEADLINES.c.limit_id == row.limit_id, DEADLINES.c.run == row.run)
            self._connection.execute(delete(DEADLINES).where(*gone))

    def take(self, dossier: str) -> int:
        """Remove every clock of a dossier, and return how many of them could still run out."""
        mine = DEADLINES.c.dossier == dossier
        open_ = self._connection.execute(delete(DEADLINES).where(mine, IS_RUNNING)).rowcount
        self._connection.execute(delete(DEADLINES).where(mine))
        return open_

    def due(self, before: datetime, *, after: OpenClock | None = None, limit: int = 100) -> tuple[OpenClock, ...]:
        """List the clocks that run out before an instant; see `dossierflow.store.DeadlineIndex.due`."""
        wanted = select(*_CLOCK).where(IS_RUNNING, DEADLINES.c.due_at < in_utc(before)).order_by(*_ORDER).limit(limit)
        if after is not None:
            wanted = wanted.where(tuple_(*_ORDER) > tuple_(*_bound(after)))
        return tuple(_clock(row) for row in self._connection.execute(wanted))

    def claim(self, before: datetime, *, limit: int = 1) -> tuple[Claimed, ...]:
        """
        Claim dossiers whose clocks ran out; see `dossierflow.store.DeadlineIndex.claim`.

        Fewer than *limit* may be returned while more are left, where several
        clocks of one dossier have run out. In SQLite, whose one writer holds
        all, begin the transaction with `begin_writing`.
        """
        claimed: dict[str, Claimed] = {}
        for row in self._connection.execute(claims(before, limit)):
            claimed.setdefault(row.dossier, Claimed(row.dossier, row.due_at, row.incident is not None))
        return tuple(claimed.values())

    def approaching(
        self, at: datetime, until: datetime, *, stage: int, after: OpenClock | None = None, limit: int = 100
    ) -> tuple[OpenClock, ...]:
        """List clocks to warn of; see `dossierflow.store.DeadlineIndex.approaching`."""
        wanted = approaches(at, until, stage).limit(limit)
        if after is not None:
            wanted = wanted.where(tuple_(*_ORDER) > tuple_(*_bound(after)))
        return tuple(_clock(row) for row in self._connection.execute(wanted))

    def warned(self, clock: OpenClock, *, stage: int) -> bool:
        """Note a warning; see `dossierflow.store.DeadlineIndex.warned`."""
        key = (clock.dossier, clock.limit, clock.run, clock.due)
        mine = [column == value for column, value in zip((*_KEY, DEADLINES.c.due_at), key, strict=True)]
        noted = update(DEADLINES).where(*mine, IS_RUNNING, DEADLINES.c.warned < stage).values(warned=stage)
        return self._connection.execute(noted).rowcount == 1


def claims(before: datetime, limit: int) -> Select[str, datetime, int | None]:
    """Return the statement that claims overdue dossiers, the longest overdue first."""
    unresolved = and_(INCIDENTS.c.dossier == DEADLINES.c.dossier, INCIDENTS.c.resolved_at.is_(None))
    joined = DEADLINES.join(DOSSIERS, DOSSIERS.c.id == DEADLINES.c.dossier).outerjoin(INCIDENTS, unresolved)
    is_free = or_(INCIDENTS.c.id.is_(None), INCIDENTS.c.retry_at <= in_utc(before))
    return (
        select(DEADLINES.c.dossier, DEADLINES.c.due_at, INCIDENTS.c.id.label("incident"))
        .select_from(joined)
        .where(IS_RUNNING, DEADLINES.c.due_at < in_utc(before), is_free)
        .order_by(DEADLINES.c.due_at, DEADLINES.c.dossier)
        .limit(limit)
        .with_for_update(of=DOSSIERS, skip_locked=True)
    )


def approaches(at: datetime, until: datetime, stage: int) -> Select[str, str, int, str, datetime]:
    """Return the statement that finds clocks to warn of, the next to run out first."""
    soon = DEADLINES.c.due_at.between(in_utc(at), in_utc(until))
    # a list rather than a bound, so that the index gives the order for each stage
    unwarned = DEADLINES.c.warned.in_(range(stage))
    return select(*_CLOCK).where(IS_RUNNING, unwarned, soon).order_by(*_ORDER).with_for_update(skip_locked=True)


def upsert(new: sqlite.Insert | postgresql.Insert) -> sqlite.Insert | postgresql.Insert:
    """Return *new* as a statement that writes a run anew, and keeps its warnings as long as its date stays."""
    given = new.excluded
    is_same = DEADLINES.c.due_at.is_not_distinct_from(given.due_at)
    changed = {
        "party": given.party,
        "state": given.state,
        "due_at": given.due_at,
        "warned": case((is_same, DEADLINES.c.warned), else_=0),
    }
    return new.on_conflict_do_update(index_elements=list(_KEY), set_=changed)


def _bound(clock: OpenClock) -> tuple[ColumnElement[object], ...]:
    return tuple(literal(value, column.type) for column, value in zip(_ORDER, clock.place, strict=True))


def _clock(row: Row[str, str, int, str, datetime]) -> OpenClock:
    return OpenClock(dossier=row.dossier, limit=row.limit_id, run=row.run, party=row.party, due=row.due_at)
