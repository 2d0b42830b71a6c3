"""The host's own tables: applicants, what they filed, and the numbers that were given out."""

from __future__ import annotations

# SQLModel reads the annotations of tables at run time.
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import Field, Session, SQLModel

if TYPE_CHECKING:
    from sqlalchemy import Engine as Database


class Applicant(SQLModel, table=True):
    """Who files: personal data stays in the host's table, where it can be erased."""

    __tablename__ = "office_applicant"

    id: int | None = Field(default=None, primary_key=True)
    name: str
    number: str
    address: str
    phone: str


class Filing(SQLModel, table=True):
    """What the office knows of a dossier beside its events."""

    __tablename__ = "office_filing"

    dossier: str = Field(primary_key=True, foreign_key="dossierflow_dossier.id")
    applicant: int = Field(foreign_key="office_applicant.id")
    content: str
    components: str
    """Papers of the dossier, one in a line."""

    digitised: bool
    key: str | None = Field(default=None, unique=True)
    """That of the form: sent twice, it is one filing."""


class Counter(SQLModel, table=True):
    """The last number that was given out on a day; its row is locked while one is given."""

    __tablename__ = "office_counter"

    name: str = Field(primary_key=True)
    day: date
    last: int


FILED, RECEIVED = "filed", "received"
_MINE = ("office_applicant", "office_filing", "office_counter")


def create_host_tables(database: Database, today: date) -> None:
    """Create the host's tables and the two counters where they are missing."""
    SQLModel.metadata.create_all(database, tables=[SQLModel.metadata.tables[name] for name in _MINE])
    with Session(database) as session:
        for name in (FILED, RECEIVED):
            if session.get(Counter, name) is None:
                session.add(Counter(name=name, day=today, last=0))
        session.commit()
