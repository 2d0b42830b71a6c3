"""Column types that mean the same in SQLite and in PostgreSQL."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import TIMESTAMP, BigInteger, Integer, String, TypeDecorator

from dossierflow.store.utc import from_utc_text, in_utc, utc_text

if TYPE_CHECKING:
    from sqlalchemy import Dialect
    from sqlalchemy.types import TypeEngine

BIG_NUMBER: Final = BigInteger().with_variant(Integer(), "sqlite")
"""A number that a table counts up; SQLite counts only what it calls INTEGER."""


class Instant(TypeDecorator[datetime]):
    """
    An instant: ``timestamp with time zone`` in PostgreSQL, text that sorts as time does in SQLite.

    Written in UTC to the microsecond, and read back as an aware datetime in UTC.
    """

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str] | TypeEngine[datetime]:
        """Return the type of the column in the database of *dialect*."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(String())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        """Return what is sent to the database."""
        if value is None:
            return None
        return in_utc(value) if dialect.name == "postgresql" else utc_text(value)

    def process_result_value(self, value: datetime | str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- the signature is SQLAlchemy's
        """Return what was read, in UTC."""
        if value is None:
            return None
        return from_utc_text(value) if isinstance(value, str) else in_utc(value)
