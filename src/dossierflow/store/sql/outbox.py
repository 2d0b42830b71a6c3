"""The outbox, in a table beside the events it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, case, delete, func, not_, or_, select, update

from dossierflow.store.outbox import DEFAULT_CHANNEL, EVENT, Backlog, Outbox, OutboxMessage, check_lease
from dossierflow.store.sql.dialects import insert_or, one_at_a_time, word
from dossierflow.store.sql.tables import EVENTS, OUTBOX
from dossierflow.store.utc import in_utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import ColumnElement, Connection, Executable, RowMapping
    from sqlalchemy.orm import Session

    from dossierflow.engine.events import Event
    from dossierflow.store.sql.rows import Values

_EARLIER: Final = OUTBOX.alias("earlier")
_IS_OPEN: Final = OUTBOX.c.done_at.is_(None)
_IS_WAITING: Final = OUTBOX.c.state == word("waiting")
_IS_DEAD: Final = OUTBOX.c.state == word("dead")
_OF_EVENT: Final = and_(EVENTS.c.dossier == OUTBOX.c.dossier, EVENTS.c.sequence == OUTBOX.c.sequence)
_MESSAGE: Final = (
    OUTBOX.c.message_id.label("id"),
    OUTBOX.c.dossier,
    OUTBOX.c.kind,
    OUTBOX.c.type,
    OUTBOX.c.at,
    func.coalesce(OUTBOX.c.body, EVENTS.c.body).label("body"),
    OUTBOX.c.channel,
    OUTBOX.c.sequence,
    OUTBOX.c.position,
    OUTBOX.c.attempts,
    OUTBOX.c.reason,
)
_MESSAGES: Final = select(*_MESSAGE).select_from(OUTBOX.outerjoin(EVENTS, _OF_EVENT)).order_by(OUTBOX.c.position)


class SqlOutbox(Outbox):
    """
    An `dossierflow.store.Outbox` in the transaction of the host's session.

    Messages about events keep no text of their own: they give the text of the
    event, from which personal facts are always absent.
    """

    def __init__(self, session: Session) -> None:
        """Use *session*, and never commit or close it."""
        self._session = session

    @property
    def _connection(self) -> Connection:
        return self._session.connection()

    def append(self, messages: Sequence[OutboxMessage]) -> int:
        """Keep *messages*; see `dossierflow.store.Outbox.append`."""
        return self._insert([_values(one) for one in messages])

    def append_events(self, events: Sequence[Event], channels: Iterable[str]) -> int:
        """Keep a message about each of *events*, which are kept already, for each of *channels*."""
        return self._insert([_event_values(event, channel) for channel in channels for event in events])

    def _insert(self, rows: list[Values]) -> int:
        if not rows:
            return 0
        once = [OUTBOX.c.channel, OUTBOX.c.message_id]
        new = insert_or(self._connection, OUTBOX).on_conflict_do_nothing(index_elements=once)
        return self._connection.execute(new, rows, execution_options={"preserve_rowcount": True}).rowcount

    def claim(
        self, at: datetime, *, lease: timedelta, channel: str = DEFAULT_CHANNEL, limit: int = 100
    ) -> tuple[OutboxMessage, ...]:
        """
        Take messages to deliver; see `dossierflow.store.Outbox.claim`.

        Claims of one channel wait for each other until they are committed, so
        that no two of them share a dossier between them.
        """
        check_lease(lease)
        one_at_a_time(self._connection, f"outbox {channel}")
        rows = self._connection.execute(claimable(in_utc(at), channel, limit)).mappings().all()
        if rows:
            mine = OUTBOX.c.position.in_([row["position"] for row in rows])
            taken = {"not_before": in_utc(at) + lease, "attempts": OUTBOX.c.attempts + 1}
            self._connection.execute(update(OUTBOX).where(mine).values(taken))
        return tuple(_message(row, attempt=1) for row in rows)

    def delivered(self, ids: Sequence[str], *, at: datetime, channel: str = DEFAULT_CHANNEL) -> int:
        """Note that messages were delivered; see `dossierflow.store.Outbox.delivered`."""
        mine = (OUTBOX.c.channel == channel, OUTBOX.c.message_id.in_(list(ids)), _IS_OPEN)
        done = {"state": "delivered", "done_at": in_utc(at), "not_before": None}
        return self._connection.execute(update(OUTBOX).where(*mine).values(done)).rowcount

    def failed(
        self, message_id: str, *, at: datetime, retry_at: datetime, reason: str, channel: str = DEFAULT_CHANNEL
    ) -> None:
        """Note that a message could not be delivered; see `dossierflow.store.Outbox.failed`."""
        self._put_back(message_id, channel, at, {"state": "waiting", "not_before": in_utc(retry_at), "reason": reason})

    def buried(self, message_id: str, *, at: datetime, reason: str, channel: str = DEFAULT_CHANNEL) -> None:
        """Note that a message will not be tried again; see `dossierflow.store.Outbox.buried`."""
        self._put_back(message_id, channel, at, {"state": "dead", "not_before": None, "reason": reason})

    def _put_back(self, message_id: str, channel: str, at: datetime, values: Values) -> None:
        mine = (OUTBOX.c.channel == channel, OUTBOX.c.message_id == message_id, _IS_OPEN)
        stopped = update(OUTBOX).where(*mine).values(values).returning(OUTBOX.c.dossier, OUTBOX.c.position)
        found = self._connection.execute(stopped).one_or_none()
        if found is None:
            return
        # claimed with it, they were not tried, and need not wait for the end of their lease
        later = (OUTBOX.c.channel == channel, OUTBOX.c.dossier == found.dossier, OUTBOX.c.position > found.position)
        claimed = (_IS_OPEN, _IS_WAITING, OUTBOX.c.not_before.is_not(None))
        untried = case((OUTBOX.c.attempts > 0, OUTBOX.c.attempts - 1), else_=0)
        free = {"not_before": in_utc(at), "attempts": untried}
        self._connection.execute(update(OUTBOX).where(*later, *claimed).values(free))

    def dead(self, *, channel: str = DEFAULT_CHANNEL, limit: int = 100) -> tuple[OutboxMessage, ...]:
        """List dead letters; see `dossierflow.store.Outbox.dead`."""
        wanted = _MESSAGES.where(OUTBOX.c.channel == channel, _IS_OPEN, _IS_DEAD).limit(limit)
        return tuple(_message(row) for row in self._connection.execute(wanted).mappings())

    def revive(self, message_id: str, *, channel: str = DEFAULT_CHANNEL) -> bool:
        """Try a dead letter again; see `dossierflow.store.Outbox.revive`."""
        return self._change_dead(message_id, channel, {"state": "waiting", "attempts": 0})

    def discard(self, message_id: str, *, at: datetime, channel: str = DEFAULT_CHANNEL) -> bool:
        """Give a dead letter up; see `dossierflow.store.Outbox.discard`."""
        return self._change_dead(message_id, channel, {"state": "discarded", "done_at": in_utc(at)})

    def _change_dead(self, message_id: str, channel: str, values: Values) -> bool:
        mine = (OUTBOX.c.channel == channel, OUTBOX.c.message_id == message_id, _IS_DEAD)
        return self._connection.execute(update(OUTBOX).where(*mine).values(values)).rowcount == 1

    def backlog(self, *, channel: str = DEFAULT_CHANNEL) -> Backlog:
        """Return how much is still to be told."""
        mine = (OUTBOX.c.channel == channel, _IS_OPEN)
        counted = select(func.count(), func.min(OUTBOX.c.at)).select_from(OUTBOX).where(*mine, _IS_WAITING)
        waiting, oldest = self._connection.execute(counted).one()
        dead = self._connection.scalar(select(func.count()).select_from(OUTBOX).where(*mine, _IS_DEAD))
        return Backlog(waiting, dead or 0, oldest)

    def prune(self, before: datetime, *, channel: str = DEFAULT_CHANNEL) -> int:
        """Forget what was delivered; see `dossierflow.store.Outbox.prune`."""
        old = (OUTBOX.c.channel == channel, OUTBOX.c.done_at < in_utc(before))
        return self._connection.execute(delete(OUTBOX).where(*old)).rowcount


def claimable(at: datetime, channel: str, limit: int) -> Executable:
    """Return the statement that finds what may be delivered at *at*."""
    held = or_(_EARLIER.c.state == word("dead"), _EARLIER.c.not_before > at)
    before = and_(_EARLIER.c.dossier == OUTBOX.c.dossier, _EARLIER.c.position < OUTBOX.c.position)
    mine = and_(_EARLIER.c.channel == channel, _EARLIER.c.done_at.is_(None), before, held)
    is_stopped = select(_EARLIER.c.position).where(mine).exists()
    return _MESSAGES.where(OUTBOX.c.channel == channel, _IS_WAITING, _is_free(at), not_(is_stopped)).limit(limit)


def _is_free(at: datetime) -> ColumnElement[bool]:
    return or_(OUTBOX.c.not_before.is_(None), OUTBOX.c.not_before <= at)


def _message(row: RowMapping, attempt: int = 0) -> OutboxMessage:
    return OutboxMessage(**{**row, "attempts": row["attempts"] + attempt})


def _values(message: OutboxMessage) -> Values:
    return {
        "channel": message.channel,
        "message_id": message.id,
        "dossier": message.dossier,
        "kind": message.kind,
        "type": message.type,
        "at": in_utc(message.at),
        "sequence": message.sequence,
        "body": None if message.kind == EVENT and message.sequence is not None else message.body,
        "state": "waiting",
        "attempts": 0,
    }


def _event_values(event: Event, channel: str) -> Values:
    return {
        "channel": channel,
        "message_id": event.id,
        "dossier": event.dossier,
        "kind": EVENT,
        "type": event.type,
        "at": in_utc(event.occurred_at),
        "sequence": event.sequence,
        "body": None,
        "state": "waiting",
        "attempts": 0,
    }
