"""The office: one transaction for what the host keeps and what the library keeps."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from dossierflow import Dossier, Engine, ProcedureLibrary, commands, load_procedures, shipped, vietnam
from dossierflow.engine.commands import Personal
from dossierflow.errors import UnknownNameError
from dossierflow.onestop import DossierNumber, NumberPattern
from dossierflow.store import Sweeper, handle_in_store
from dossierflow.store.sql import create_tables, open_database, sql_units

from .tables import FILED, RECEIVED, Applicant, Counter, Filing, create_host_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager

    from dossierflow import Actor, Decision, Event
    from dossierflow.procedure.facts import FactValue
    from dossierflow.store import SweepReport
    from dossierflow.store.sql import SqlUnit

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
AGENCY = "H49.22"
CHANNEL = "office"
"""The channel of the outbox that is told of every event."""

OFFERED = ("building-permit", "certification")
LEADS = ("3 working days", "1 working day")
"""How long before a due date is warned."""

OWN_PROCEDURES = Path(__file__).parent / "procedures"


def the_procedures() -> ProcedureLibrary:
    """Return the procedures that this office offers: some of the catalogue, and its own."""
    return ProcedureLibrary([*(one for name in OFFERED for one in shipped(name)), *load_procedures(OWN_PROCEDURES)])


@dataclass(frozen=True)
class NewFiling:
    """What a clerk enters when somebody files."""

    procedure: str
    channel: str
    name: str
    number: str
    address: str
    phone: str
    content: str
    components: str
    digitised: bool
    facts: Mapping[str, FactValue]
    personal: Mapping[str, FactValue]


class Office:
    """Engine, database and clock, and what is done with them."""

    def __init__(self, target: str, clock: Callable[[], datetime]) -> None:
        """Open the database at *target*, a URL of PostgreSQL or the path of a SQLite file, and make its tables."""
        self.clock = clock
        self.calendar = vietnam()
        self.procedures = the_procedures()
        self.engine = Engine(self.procedures, self.calendar)
        self.database = open_database(target, must_exist=False)
        create_tables(self.database)
        create_host_tables(self.database, self.today)
        self._units = sql_units(self.database, channels=[CHANNEL])
        self._sweeper = Sweeper(self.engine, self._units, leads=LEADS, channel=CHANNEL)

    @property
    def today(self) -> date:
        """The day on the office's clock."""
        return self.clock().astimezone(HANOI).date()

    def unit(self) -> AbstractContextManager[SqlUnit]:
        """Open one transaction for host and library: left in order it commits, otherwise nothing happened."""
        return self._units()

    def file(self, form: NewFiling, by: Actor, key: str | None) -> Decision:
        """File a dossier; applicant, filing, event, due dates and outbox are written together."""
        with self.unit() as unit:
            counter = self._counter(unit, FILED)
            sent_before = unit.session.scalar(select(Filing).where(col(Filing.key) == key)) if key else None
            new = f"HS-{counter.day:%y%m%d}-{counter.last + 1:04d}"
            dossier = new if sent_before is None else sent_before.dossier
            filing = commands.Submit(
                dossier=dossier,
                procedure=form.procedure,
                channel=form.channel,
                facts=form.facts,
                # salted, so that what was erased cannot be guessed from its commitment
                personal={
                    name: Personal(value=value, salt=secrets.token_hex(16)) for name, value in form.personal.items()
                },
            )
            decision = handle_in_store(self.engine, unit.store, dossier, filing, by=by, at=self.clock(), command_id=key)
            if decision.is_accepted and not decision.is_repeat:
                counter.last += 1
                applicant = Applicant(name=form.name, number=form.number, address=form.address, phone=form.phone)
                unit.session.add(applicant)
                unit.session.flush()
                assert applicant.id is not None
                unit.session.add(
                    Filing(
                        dossier=dossier,
                        applicant=applicant.id,
                        content=form.content,
                        components=form.components,
                        digitised=form.digitised,
                        key=key,
                    )
                )
        return decision

    def act(self, dossier: str, command: commands.AnyCommand, by: Actor, key: str | None) -> Decision:
        """Carry out one act; what ran out before it is kept even where the act is refused."""
        with self.unit() as unit:
            counter = None
            if isinstance(command, commands.Receive):
                counter = self._counter(unit, RECEIVED)
                command = self._reception(unit, dossier, counter)
            decision = handle_in_store(
                self.engine, unit.store, dossier, command, by=by, at=self.clock(), command_id=key
            )
            if counter is not None and decision.is_accepted and not decision.is_repeat:
                counter.last += 1
        return decision

    def _reception(self, unit: SqlUnit, dossier: str, counter: Counter) -> commands.Receive:
        """Return the reception with the next number; of a dossier that has one, the same again."""
        earlier = (event.act for event in unit.store.events(dossier))
        number = DossierNumber(AGENCY, counter.day, counter.last + 1, NumberPattern.AGENCY_FIRST)
        return next((act for act in earlier if isinstance(act, commands.Receive)), commands.Receive(number=str(number)))

    def _counter(self, unit: SqlUnit, name: str) -> Counter:
        """Lock the counter until the unit ends, so that no number is given twice."""
        counter = unit.session.get_one(Counter, name, with_for_update=True)
        if counter.day != self.today:
            counter.day, counter.last = self.today, 0
        return counter

    def dossier(self, unit: SqlUnit, dossier: str) -> Dossier:
        """
        Return a dossier as it stands now.

        Raises:
            UnknownNameError: There is none of that id.
        """
        found = unit.store.load(dossier)
        if found is None:
            kind = "dossier"
            raise UnknownNameError(kind, dossier, ())
        return self.engine.tick(found, self.clock()).dossier or found

    def ids(self, unit: SqlUnit) -> Iterator[str]:
        """Yield the id of every dossier, in order."""
        after: str | None = None
        while page := unit.store.find(after=after, limit=500):
            for one in page:
                yield one.id
            after = page[-1].id

    def events(self, unit: SqlUnit) -> Iterator[Event]:
        """Yield the events of every dossier, those of one dossier together."""
        for dossier in self.ids(unit):
            yield from unit.store.events(dossier)

    def applicant(self, unit: SqlUnit, dossier: str) -> tuple[Filing, Applicant]:
        """Return what the host knows of a dossier."""
        filing = unit.session.get_one(Filing, dossier)
        return filing, unit.session.get_one(Applicant, filing.applicant)

    def erase(self, dossier: str) -> int:
        """Erase personal data, the host's and that of the events, in one transaction; the chain stays valid."""
        with self.unit() as unit:
            self.dossier(unit, dossier)
            filing, applicant = self.applicant(unit, dossier)
            applicant.name = applicant.number = applicant.address = applicant.phone = ERASED
            filing.content = ERASED
            return unit.store.redact(dossier)

    def sweep(self) -> SweepReport:
        """Fire what has run out and warn of what will; call it as often as you like."""
        return self._sweeper.sweep(self.clock())


ERASED = "(đã xóa)"


def clock_from(start: datetime | None) -> Callable[[], datetime]:
    """Return the clock of the machine; given a *start*, one that begins there and goes on at the same pace."""
    began = datetime.now(HANOI)
    shift = timedelta(0) if start is None else start - began

    def clock() -> datetime:
        return datetime.now(HANOI) + shift

    return clock
