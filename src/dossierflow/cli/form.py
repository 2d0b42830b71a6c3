"""``dossierflow form``: the forms of the circulars, filled from a log or a store."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dossierflow.cli.keeping import log_events
from dossierflow.cli.output import Exit, command, say
from dossierflow.errors import FormNotDueError, UnknownNameError
from dossierflow.procedure import load_procedures, shipped
from dossierflow.worktime import zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossierflow.engine.events import Event
    from dossierflow.onestop.forms import FormFacts, Slip, Source
    from dossierflow.procedure import Procedure, ProcedureLibrary, ProcedureRef


class FormName(StrEnum):
    """Which form."""

    receipt = "receipt"
    supplement = "supplement"
    refusal = "refusal"
    apology = "apology"
    stop = "stop"
    control = "control"
    register = "register"


_KINDS = {
    FormName.receipt: "receipt_slip",
    FormName.supplement: "supplement_request",
    FormName.refusal: "refusal_slip",
    FormName.apology: "apology_letter",
    FormName.stop: "stop_notice",
    FormName.control: "control_slip",
    FormName.register: "dossier_register",
}


@command
def form(
    kind: Annotated[FormName, typer.Argument(help="Which form.")],
    log: Annotated[Path, typer.Argument(metavar="LOG", help="A log (JSON Lines) or a SQLite file.")],
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write: .html, .docx, .zip, or a folder.")],
    facts: Annotated[Path | None, typer.Option(metavar="FACTS.yaml", help="What events do not hold.")] = None,
    dossier: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this dossier. Repeatable; all without it.")
    ] = None,
    templates: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Templates of your own.")] = None,
    procedures: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Folder of procedure files instead of the shipped.")
    ] = None,
    first: Annotated[int, typer.Option(min=1, help="Number of the first line of the register.")] = 1,
) -> Exit:
    """Fill a form for one dossier or for every dossier that has brought it about."""
    # the template libraries cost more time to load than most commands take
    from dossierflow.onestop.forms import FormFacts, FormKind, read_form_facts, register_of, slips_of  # noqa: PLC0415

    given = FormFacts() if facts is None else read_form_facts(facts)
    library = None if procedures is None else load_procedures(procedures)
    sources = _sources(log, dossier, given, library)
    asked = FormKind(_KINDS[kind])
    if asked is FormKind.DOSSIER_REGISTER:
        slips: tuple[Slip, ...] = (register_of(sources, first=first),)
    else:
        slips = tuple(slip for source in sources for slip in slips_of(asked, source))
    missing = sorted(set(dossier or ()) - {slip.dossier for slip in slips}) if kind is not FormName.register else []
    if missing or not slips:
        told = ", ".join(missing) or str(log)
        msg = f"{told}: nothing has happened that brings about the form {kind.value!r}"
        raise FormNotDueError(msg)
    for written in _write(slips, out, templates):
        say(str(written))
    return Exit.FINE


def _sources(log: Path, wanted: list[str] | None, facts: FormFacts, library: ProcedureLibrary | None) -> list[Source]:
    from dossierflow.onestop.forms import Source  # noqa: PLC0415 -- as above

    logs: dict[str, list[Event]] = {}
    for event in log_events(log):
        if not wanted or event.dossier in wanted:
            logs.setdefault(event.dossier, []).append(event)
    unknown = sorted(set(wanted or ()) - logs.keys())
    if unknown:
        kind = "dossier"
        raise UnknownNameError(kind, unknown[0], list(logs)[:20])
    hanoi = zone("Asia/Ho_Chi_Minh")
    return [Source(events, _governing(events, library), facts, hanoi) for _, events in sorted(logs.items())]


def _governing(events: Sequence[Event], library: ProcedureLibrary | None) -> Procedure:
    """
    Return the text that governs a dossier at its last event.

    Raises:
        UnknownNameError: It is not known, or the known one says something else.
    """
    reference: ProcedureRef = events[-1].procedure
    found = (shipped(reference.id) if library is None else library).get(reference.id, reference.version)
    if found.hash != reference.hash:
        kind = "text of the procedure version"
        raise UnknownNameError(kind, f"{reference} ({reference.hash})", [f"{found} ({found.hash})"])
    return found


def _write(slips: tuple[Slip, ...], out: Path, templates: Path | None) -> list[Path]:
    from dossierflow.onestop.forms import docx_files, docx_of, docx_zip, html_of  # noqa: PLC0415 -- as above

    suffix = out.suffix.lower()
    if suffix in {".html", ".htm"}:
        out.write_text(html_of(slips, templates=templates), encoding="utf-8", newline="\n")
        return [out]
    if suffix == ".zip":
        out.write_bytes(docx_zip(slips, templates=templates))
        return [out]
    if suffix == ".docx":
        only, *more = slips
        if more:
            msg = f"{out}: there are {len(slips)} forms; write them into a folder or a .zip"
            raise FormNotDueError(msg)
        out.write_bytes(docx_of(only, templates=templates))
        return [out]
    made = list(docx_files(slips, templates=templates))
    out.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name, raw in made:
        (out / name).write_bytes(raw)
        written.append(out / name)
    return written
