"""
A small one-stop office as a web service: the host's tables and the dossiers in one transaction.

The host owns citizens and titles; the library owns dossiers, events and due
dates. Every request is one unit of work: load, decide, write both, commit. A
refusal is an answer (409) with its code, its reason and its legal basis.
"""

from __future__ import annotations

# FastAPI reads the annotations of endpoints at run time.
# ruff: noqa: TC001, TC002, TC003
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, FastAPI, Header, Request
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel
from sqlalchemy import Engine as Database
from sqlmodel import Field, Session, SQLModel

from dossierflow import (
    APPLICANT_ACTOR,
    Actor,
    Decision,
    Dossier,
    DossierflowError,
    Engine,
    catalogue,
    commands,
    vietnam,
)
from dossierflow.audit import verify
from dossierflow.citation import Language
from dossierflow.engine.events import event_to_json, redacted
from dossierflow.errors import UnknownNameError
from dossierflow.procedure.facts import FactValue
from dossierflow.render.explanation import explanation_json, explanation_text
from dossierflow.store import handle_in_store, sweep_store
from dossierflow.store.sql import SqlStore, create_tables, open_sqlite

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


class Citizen(SQLModel, table=True):
    """An applicant: personal data stays in the host's table and never enters an event."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    phone: str


class Filing(SQLModel, table=True):
    """What the host wants to know about a dossier."""

    dossier: str = Field(primary_key=True, foreign_key="dossierflow_dossier.id")
    title: str
    citizen: int = Field(foreign_key="citizen.id")


class NewFiling(BaseModel):
    """The form that an applicant fills in."""

    dossier: str
    procedure: str
    title: str
    name: str
    phone: str
    facts: dict[str, FactValue] = {}


@dataclass(frozen=True)
class Office:
    """What every request needs; tests make one with a clock of their own."""

    engine: Engine
    database: Database
    clock: Callable[[], datetime]

    @contextmanager
    def unit_of_work(self) -> Iterator[tuple[Session, SqlStore]]:
        """Open one transaction for host and library: left in order it commits, otherwise nothing happened."""
        with Session(self.database) as session:
            yield session, SqlStore(session)
            session.commit()


class RefusedError(Exception):
    """Carries a refusal out of an endpoint, after the unit of work was committed."""

    def __init__(self, decision: Decision) -> None:
        self.refusal = decision.refusal


def the_office(request: Request) -> Office:
    """Return the office that this application serves."""
    office: Office = request.app.state.office
    return office


def the_time(office: Annotated[Office, Depends(the_office)]) -> datetime:
    """Read the clock, once for each request."""
    return office.clock()


def the_actor(
    agency: Annotated[str, Header(alias="X-Agency")] = APPLICANT_ACTOR.agency,
    role: Annotated[str, Header(alias="X-Role")] = APPLICANT_ACTOR.role,
    person: Annotated[str | None, Header(alias="X-Person")] = None,
) -> Actor:
    """Return who asks. A real host takes this from its login, never from a header."""
    return Actor(agency=agency, role=role, person=person)


InOffice = Annotated[Office, Depends(the_office)]
Now = Annotated[datetime, Depends(the_time)]
By = Annotated[Actor, Depends(the_actor)]
Key = Annotated[str | None, Header(alias="Idempotency-Key")]
Json = dict[str, Any]

routes = APIRouter()


@routes.post("/dossiers", status_code=201)
def submit(form: NewFiling, office: InOffice, now: Now, by: By, key: Key = None) -> Json:
    """File a dossier; citizen, title and event are written together."""
    filing = commands.Submit(dossier=form.dossier, procedure=form.procedure, channel="online", facts=form.facts)
    with office.unit_of_work() as (session, store):
        decision = handle_in_store(office.engine, store, form.dossier, filing, by=by, at=now, command_id=key)
        if decision.is_accepted and not decision.is_repeat:
            citizen = Citizen(name=form.name, phone=form.phone)
            session.add(citizen)
            session.flush()
            assert citizen.id is not None
            session.add(Filing(dossier=form.dossier, title=form.title, citizen=citizen.id))
    return _outcome(decision)


@routes.post("/dossiers/{dossier}/acts")
def act(dossier: str, command: commands.AnyCommand, office: InOffice, now: Now, by: By, key: Key = None) -> Json:
    """Carry out one act; what ran out before it is kept even where the act is refused."""
    with office.unit_of_work() as (_, store):
        decision = handle_in_store(office.engine, store, dossier, command, by=by, at=now, command_id=key)
    return _outcome(decision)


@routes.get("/dossiers/{dossier}")
def view(dossier: str, office: InOffice, now: Now) -> Json:
    """Show a dossier as it stands now, with what the host knows of it."""
    with office.unit_of_work() as (session, store):
        found = _as_of(office, _found(store, dossier), now)
        filing = session.get_one(Filing, dossier)
        citizen = session.get_one(Citizen, filing.citizen)
        return {"title": filing.title, "applicant": citizen.name, **_shown(found)}


@routes.get("/dossiers/{dossier}/allowed")
def allowed(dossier: str, office: InOffice, now: Now, by: By) -> Json:
    """List what the one who asks may do now, and why the rest may not be done."""
    with office.unit_of_work() as (_, store):
        permissions = office.engine.allowed(_found(store, dossier), by=by, at=now)
    may_not = {one.act: str(one.refusal) for one in permissions if not one.is_given}
    return {"may": [one.act for one in permissions if one.is_given], "may_not": may_not}


@routes.get("/dossiers/{dossier}/explanation/{limit}")
def explanation(dossier: str, limit: str, office: InOffice, now: Now, lang: Language = "vi") -> Json:
    """Explain a due date step by step, each step with its source."""
    with office.unit_of_work() as (_, store):
        found = _as_of(office, _found(store, dossier), now)
    explained = office.engine.explain(found, limit)
    return {"text": explanation_text(explained, lang), **explanation_json(explained)}


@routes.get("/dossiers/{dossier}/log")
def log(dossier: str, office: InOffice) -> PlainTextResponse:
    """Return the audit log as JSON Lines, without personal facts."""
    with office.unit_of_work() as (_, store):
        lines = [event_to_json(redacted(event)) + "\n" for event in store.events(dossier)]
    return PlainTextResponse("".join(lines), media_type="application/jsonl")


@routes.get("/dossiers/{dossier}/verification")
def verification(dossier: str, office: InOffice) -> Json:
    """Verify the chain of a dossier against the head that is kept."""
    with office.unit_of_work() as (_, store):
        found = verify(store.events(dossier), dossier=dossier, head=_found(store, dossier).head)
    return {"is_intact": found.is_intact, "events": found.count, "findings": [str(one) for one in found.findings]}


@routes.post("/sweep")
def sweep(office: InOffice, now: Now) -> Json:
    """Fire what has run out; call it as often as you like, it changes no instant."""
    with office.unit_of_work() as (_, store):
        decisions = sweep_store(office.engine, store, now)
    return {"fired": [event.id for decision in decisions for event in decision.events]}


def _found(store: SqlStore, dossier: str) -> Dossier:
    found = store.load(dossier)
    if found is None:
        kind = "dossier"
        raise UnknownNameError(kind, dossier, ())
    return found


def _as_of(office: Office, dossier: Dossier, now: datetime) -> Dossier:
    return office.engine.tick(dossier, now).dossier or dossier


def _outcome(decision: Decision) -> Json:
    if decision.dossier is None or decision.refusal is not None:
        raise RefusedError(decision)
    return {"events": [event.type for event in decision.events], **_shown(decision.dossier)}


def _shown(dossier: Dossier) -> Json:
    deadlines = {
        name: {"state": clock.state.value, "due": None if clock.due is None else clock.due.at.isoformat()}
        for name, clock in dossier.deadlines.items()
    }
    status = {"code": dossier.status.value, "name": dossier.status.name.lower()}
    return {"dossier": dossier.id, "version": dossier.version, "status": status, "deadlines": deadlines}


def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RefusedError)
    assert error.refusal is not None
    refusal = error.refusal
    content = {
        "code": refusal.code.value,
        "reason": refusal.reason.model_dump(),
        "basis": [str(citation) for citation in refusal.basis],
        "allowed": list(refusal.allowed),
    }
    return JSONResponse(content, status_code=409)


def _failed(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DossierflowError)
    status = 404 if isinstance(error, UnknownNameError) else 409
    return JSONResponse({"code": error.code, "reason": {"en": str(error)}}, status_code=status)


def system_clock() -> datetime:
    """Return the time of the machine, on the clock of the office."""
    return datetime.now(HANOI)


def create_app(database: str = "my-office.sqlite", clock: Callable[[], datetime] = system_clock) -> FastAPI:
    """Return the application on one database file; tests give a clock that stands still."""
    engine = open_sqlite(database)
    create_tables(engine)
    SQLModel.metadata.create_all(engine, tables=[SQLModel.metadata.tables[name] for name in ("citizen", "filing")])
    app = FastAPI(title="One-stop office")
    app.state.office = Office(Engine(catalogue(), vietnam()), engine, clock)
    app.include_router(routes)
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(DossierflowError, _failed)
    return app
