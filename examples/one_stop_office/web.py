"""The pages, and what is sent back from them."""

from __future__ import annotations

# FastAPI reads the annotations of endpoints at run time.
# ruff: noqa: TC001
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dossierflow import Decision
from dossierflow.audit import verify
from dossierflow.engine.events import event_to_json, redacted
from dossierflow.errors import DossierflowError, UnknownNameError
from dossierflow.onestop.forms import FORMS, docx_of, docx_zip, html_of
from dossierflow.onestop.indicators import Indicators, report_workbook
from dossierflow.onestop.indicators.export import json_text
from dossierflow.render.dossier import names_of
from dossierflow.render.refusal import reason_in_words
from dossierflow.render.report import report_html
from dossierflow.render.words.dossier import STATUSES

from . import papers, views
from .delivery import deliver
from .desk import command_of, fact_entry, fact_values
from .office import CHANNEL, NewFiling, Office
from .people import CLERKS, FIRST, PORTAL, Clerk

COOKIE = "clerk"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "pages"), autoescape=True, undefined=StrictUndefined
)
routes = APIRouter()


def the_office(request: Request) -> Office:
    """Return the office that this application serves."""
    office: Office = request.app.state.office
    return office


def the_clerk(request: Request) -> Clerk:
    """Return who asks. A real host takes this from its login."""
    return CLERKS.get(request.cookies.get(COOKIE, FIRST), CLERKS[FIRST])


async def the_fields(request: Request) -> Mapping[str, str]:
    """Return the fields of a form that was sent."""
    text = (await request.body()).decode()
    return {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}


InOffice = Annotated[Office, Depends(the_office)]
By = Annotated[Clerk, Depends(the_clerk)]
Fields = Annotated[Mapping[str, str], Depends(the_fields)]


def page(name: str, office: Office, clerk: Clerk, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401 -- whatever the page shows
    """Fill a page."""
    common = {"clerk": clerk, "clerks": CLERKS.values(), "now": office.clock(), "key": secrets.token_hex(16)}
    return HTMLResponse(PAGES.get_template(name).render(common | values), status_code=status)


def told(office: Office, clerk: Clerk, status: int, title: str, *said: str) -> HTMLResponse:
    """Say on a page of its own what went wrong."""
    return page("message.html", office, clerk, status, title=title, said=said)


@routes.get("/")
def everything(office: InOffice, clerk: By, q: str = "") -> HTMLResponse:
    """List all dossiers, or those that have *q* in their id or the applicant's name."""
    with office.unit() as unit:
        found = views.lines(office, unit)
    wanted = q.strip().casefold()
    shown = [one for one in found if wanted in one.id.casefold() or wanted in one.applicant.casefold()]
    return page("list.html", office, clerk, lines=shown, q=q)


@routes.get("/due")
def due(office: InOffice, clerk: By) -> HTMLResponse:
    """Show what is overdue, due today, and due soon."""
    with office.unit() as unit:
        return page("due.html", office, clerk, groups=views.by_due(office, unit))


@routes.post("/clerk")
def change_clerk(fields: Fields) -> RedirectResponse:
    """Let another clerk sit down."""
    answer = RedirectResponse("/", 303)
    answer.set_cookie(COOKIE, fields.get("clerk", FIRST), httponly=True, samesite="strict")
    return answer


@routes.get("/new")
def new(office: InOffice, clerk: By, procedure: str = "") -> HTMLResponse:
    """Show the form for a dossier of a procedure, or the procedures to choose from."""
    offered = [office.procedures.in_force(name, office.today) for name in office.procedures.ids]
    chosen = next((one for one in offered if one.procedure == procedure), None)
    asked = {} if chosen is None else {name: fact for name, fact in chosen.facts.items() if fact.ask == "submission"}
    entries = [fact_entry(name, fact) for name, fact in asked.items()]
    return page("new.html", office, clerk, offered=offered, chosen=chosen, entries=entries)


@routes.post("/dossiers")
def file(office: InOffice, clerk: By, fields: Fields) -> Response:
    """File a dossier for somebody at the counter."""
    needed = ("procedure", "name", "number", "address", "phone", "components")
    missing = [name for name in needed if not fields.get(name, "").strip()]
    if missing:
        return told(office, clerk, 422, "Chưa đủ thông tin", f"Còn thiếu: {', '.join(missing)}")
    procedure = office.procedures.in_force(fields["procedure"], office.today)
    given = fact_values(procedure.facts, fields)
    hidden = {name for name in given if procedure.facts[name].personal}
    form = NewFiling(
        procedure=procedure.procedure,
        channel=fields.get("channel", "counter"),
        name=fields["name"].strip(),
        number=fields["number"].strip(),
        address=fields["address"].strip(),
        phone=fields["phone"].strip(),
        content=fields.get("content", "").strip(),
        components="\n".join(line.strip() for line in fields["components"].splitlines() if line.strip()),
        digitised=fields.get("digitised") == "yes",
        facts={name: value for name, value in given.items() if name not in hidden},
        personal={name: value for name, value in given.items() if name in hidden},
    )
    # what comes over the portal was filed by the applicant, whoever enters it here
    who = clerk if form.channel == "counter" else CLERKS[PORTAL]
    return _after(office, clerk, office.file(form, who.actors[0], fields.get("key")))


@routes.get("/dossiers/{dossier}")
def show(dossier: str, office: InOffice, clerk: By) -> HTMLResponse:
    """Show a dossier: how it stands, what may be done, its papers, its history."""
    with office.unit() as unit:
        found = office.dossier(unit, dossier)
        filing, applicant = office.applicant(unit, dossier)
        kept = unit.store.events(dossier)
        table, limits = views.deadlines(office, found)
        return page(
            "dossier.html",
            office,
            clerk,
            dossier=found,
            procedure=office.engine.procedure_of(found).name.vi,
            standing=STATUSES[found.status].vi,
            filing=filing,
            applicant=applicant,
            table=table,
            limits=limits,
            acts=views.acts(office, found, clerk),
            papers=[FORMS[kind] for kind in papers.papers_of(office, unit, dossier)],
            history=list(views.history(office, unit, dossier)),
            is_intact=verify(kept, dossier=dossier, head=unit.store.head(dossier)).is_intact,
        )


@routes.post("/dossiers/{dossier}/acts")
def act(dossier: str, office: InOffice, clerk: By, fields: Fields) -> Response:
    """Carry out one act."""
    named = fields.get("act", "")
    with office.unit() as unit:
        found = office.dossier(unit, dossier)
        offered = [one.actor for one in views.acts(office, found, clerk) if one.act == named]
    try:
        command = command_of(named, office.engine.procedure_of(found), fields)
    except (ValueError, KeyError, DossierflowError):
        return told(office, clerk, 422, "Chưa thực hiện được", "Thông tin còn thiếu hoặc không đọc được; xin nhập lại.")
    # an act that is not offered is tried all the same: the engine says why not
    actor = offered[0] if offered else clerk.actors[0]
    return _after(office, clerk, office.act(dossier, command, actor, fields.get("key")))


def _after(office: Office, clerk: Clerk, decision: Decision) -> Response:
    if decision.refusal is None:
        assert decision.dossier is not None
        return RedirectResponse(f"/dossiers/{quote(decision.dossier.id)}", 303)
    refusal = decision.refusal
    why = refusal.reason.vi
    if decision.dossier is not None:
        why = reason_in_words(refusal, names_of(office.engine, decision.dossier, "vi"))
    basis = [f"Căn cứ: {citation}" for citation in refusal.basis]
    return told(office, clerk, 409, "Không thực hiện được", why, *basis, f"Mã: {refusal.code.value}")


@routes.get("/dossiers/{dossier}/why/{limit}")
def why(dossier: str, limit: str, office: InOffice, clerk: By) -> HTMLResponse:
    """Explain a due date with a picture of its weeks, and every step with its source."""
    with office.unit() as unit:
        found = views.why(office, office.dossier(unit, dossier), limit)
    # drawn by the library, which escapes what it draws
    return page("why.html", office, clerk, dossier=dossier, why=found, picture=Markup(found.picture))  # noqa: S704


@routes.get("/dossiers/{dossier}/papers/{name}")
def paper(dossier: str, name: str, office: InOffice) -> Response:
    """Print the papers of one kind: ``receipt_slip.html`` for the printer, ``receipt_slip.docx`` for Word."""
    kind, _, suffix = name.rpartition(".")
    with office.unit() as unit:
        slips = papers.slips_named(office, unit, dossier, kind)
    if suffix == "html":
        return HTMLResponse(html_of(slips))
    if suffix == "zip":
        return _file(docx_zip(slips), "application/zip", f"{kind}-{dossier}.zip")
    if suffix == "docx":
        return _file(docx_of(slips[-1]), DOCX, f"{kind}-{dossier}.docx")
    form = "form of papers"
    raise UnknownNameError(form, suffix, ["html", "docx", "zip"])


@routes.get("/dossiers/{dossier}/log")
def log(dossier: str, office: InOffice) -> PlainTextResponse:
    """Return the audit log as JSON Lines, without personal facts."""
    with office.unit() as unit:
        office.dossier(unit, dossier)
        text = "".join(event_to_json(redacted(event)) + "\n" for event in unit.store.events(dossier))
    return PlainTextResponse(text, media_type="application/jsonl")


@routes.post("/dossiers/{dossier}/erasure")
def erase(dossier: str, office: InOffice) -> RedirectResponse:
    """Erase the personal data of a dossier, here and in its events."""
    office.erase(dossier)
    return RedirectResponse(f"/dossiers/{quote(dossier)}", 303)


@routes.get("/register.html")
def register(office: InOffice) -> HTMLResponse:
    """Print the register of dossiers."""
    with office.unit() as unit:
        return HTMLResponse(html_of([papers.register(office, unit)]))


@routes.get("/report")
def report(office: InOffice, clerk: By, period: str = "") -> HTMLResponse:
    """Show the main figures of a month, each with its dossiers."""
    found = _report(office, period)
    shown = [
        (one.name.vi, number, found.total.dossiers(key))
        for key, one in found.measures.items()
        if (number := found.total.numbers[key])
    ]
    month = period or f"{office.today:%Y-%m}"
    return page("report.html", office, clerk, period=month, shown=shown)


@routes.get("/report.{suffix}")
def report_file(suffix: str, office: InOffice, period: str = "") -> Response:
    """Return the whole report as .xlsx, .html or .json."""
    found = _report(office, period)
    if suffix == "xlsx":
        return _file(report_workbook(found, "vi", agency=papers.THE_OFFICE.agency or ""), XLSX, "report.xlsx")
    if suffix == "html":
        return HTMLResponse(report_html(found, "vi"))
    if suffix == "json":
        return Response("".join(json_text(found)), media_type="application/json")
    form = "form of reports"
    raise UnknownNameError(form, suffix, ["xlsx", "html", "json"])


def _report(office: Office, period: str) -> Indicators:
    with office.unit() as unit:
        return papers.report(office, unit, period or f"{office.today:%Y-%m}")


@routes.get("/system")
def system(office: InOffice, clerk: By) -> HTMLResponse:
    """Show what waits to be told, what could not be, and where a sweep failed."""
    with office.unit() as unit:
        backlog = unit.outbox.backlog(channel=CHANNEL)
        dead, incidents = unit.outbox.dead(channel=CHANNEL), unit.incidents.opened()
    return page("system.html", office, clerk, backlog=backlog, dead=dead, incidents=incidents)


@routes.post("/sweep")
def sweep(request: Request, office: InOffice) -> RedirectResponse:
    """Fire what has run out, warn of what will, and hand everything on."""
    office.sweep()
    deliver(office, request.app.state.outlets)
    return RedirectResponse("/system", 303)


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})
