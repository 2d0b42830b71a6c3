"""``dossierflow export``: a procedure as the table of an internal procedure, to be filed as an annex."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dossierflow.cli.files import write_files
from dossierflow.cli.output import Exit, command, say, say_error
from dossierflow.cli.versions import subject_named
from dossierflow.errors import DefinitionError, Problem
from dossierflow.interop.internal_procedures.annex import annex
from dossierflow.office import write_document, write_workbook


class AnnexFormat(StrEnum):
    """How an annex is written."""

    xlsx = "xlsx"
    docx = "docx"


@command
def export(
    procedure: Annotated[str, typer.Argument(help="A procedure file, id@version of a shipped one, or its id.")],
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write: .xlsx or .docx.")],
    form: Annotated[AnnexFormat | None, typer.Option("--format", help="By default what FILE ends in.")] = None,
    agency: Annotated[str, typer.Option(help="The agency that files it, for the head of the page.")] = "",
    decision: Annotated[str, typer.Option(help="The decision that it is an annex of.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
) -> Exit:
    """Write a procedure as the table of its internal procedure, with totals and legal basis."""
    suffix = out.suffix.lower().removeprefix(".")
    if form is None and suffix not in set(AnnexFormat):
        raise DefinitionError([Problem(str(out), 0, "", "the name must end in .xlsx or .docx, or give --format")])
    chosen = AnnexFormat(suffix) if form is None else form
    if suffix != chosen.value:
        raise DefinitionError([Problem(str(out), 0, "", f"the name must end in .{chosen.value}, as the format is")])
    page = annex(subject_named(procedure).procedure, agency=agency, decision=decision)
    try:
        raw = write_document(page) if chosen is AnnexFormat.docx else write_workbook({"Quy trình nội bộ": page})
    except ImportError as error:
        say_error(str(error))
        return Exit.BAD_INPUT
    write_files({out: raw}, force=force)
    say(str(out))
    return Exit.FINE
