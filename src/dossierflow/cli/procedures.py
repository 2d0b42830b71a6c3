"""``procedures``, ``show``, ``diagram``: what a procedure says."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, is_terminal, say, say_json, say_table
from dossierflow.cli.words import word
from dossierflow.procedure import catalogue, load_procedure, load_procedures, shipped
from dossierflow.render.diagram import diagram_of
from dossierflow.render.names import Names
from dossierflow.render.pictures import diagram_json, diagram_text, limits_table, mermaid, steps_table
from dossierflow.render.procedure import effective_in_words, procedure_text
from dossierflow.render.tables import Table
from dossierflow.render.words.procedures import LEGAL_STATUSES
from dossierflow.worktime import zone

if TYPE_CHECKING:
    from dossierflow.procedure import Procedure, ProcedureLibrary

FolderOption = Annotated[
    Path | None,
    typer.Option("--procedures", metavar="FOLDER", help="Folder of procedure files instead of the shipped."),
]
ProcedureArgument = Annotated[
    str, typer.Argument(metavar="PROCEDURE", help="id (its newest version), id@version, or a procedure file.")
]


class PictureFormat(StrEnum):
    """How a diagram is written."""

    mermaid = "mermaid"
    text = "text"


@command
def procedures(*, folder: FolderOption = None, lang: LangOption = Lang.vi, as_json: JsonOption = False) -> Exit:
    """List the procedures that are known, with their versions."""
    library = _library(folder)
    if as_json:
        say_json([_procedure_json(one) for one in library])
        return Exit.FINE
    rows: list[tuple[str, ...]] = []
    for one in library:
        names = _names(one, lang)
        status = LEGAL_STATUSES[one.status].text(lang.language)
        rows.append((str(one), one.code, one.name.text(lang.language), effective_in_words(names), status))
    columns = ("procedure", "code", "name", "effective", "status")
    say_table(Table(tuple(word(key, lang) for key in columns), tuple(rows)))
    return Exit.FINE


@command
def show(
    procedure: ProcedureArgument,
    *,
    folder: FolderOption = None,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Tell a procedure version from beginning to end, with the source of every rule."""
    found = _found(procedure, folder)
    if as_json:
        say_json({"hash": found.hash, **found.model_dump(mode="json", by_alias=True, exclude_defaults=True)})
    else:
        say(procedure_text(_names(found, lang)))
    return Exit.FINE


@command
def diagram(
    procedure: ProcedureArgument,
    *,
    form: Annotated[PictureFormat, typer.Option("--format", help="Mermaid for pages, text for terminals.")] = (
        PictureFormat.mermaid
    ),
    folder: FolderOption = None,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Draw a procedure: who does what, where it leads, and which time limits run."""
    picture = diagram_of(_names(_found(procedure, folder), lang))
    if as_json:
        say_json(diagram_json(picture))
    elif form is PictureFormat.mermaid:
        say(mermaid(picture))
    elif is_terminal():
        say_table(steps_table(picture, lang.language), picture.title)
        say_table(limits_table(picture, lang.language))
    else:
        say(diagram_text(picture, lang.language))
    return Exit.FINE


def _library(folder: Path | None) -> ProcedureLibrary:
    return catalogue() if folder is None else load_procedures(folder)


def _found(name: str, folder: Path | None) -> Procedure:
    if name.endswith((".yaml", ".yml")):
        return load_procedure(Path(name))
    procedure, _, version = name.partition("@")
    library = shipped(procedure) if folder is None else load_procedures(folder)
    return library.get(procedure, version) if version else library.versions(procedure)[-1]


def _names(procedure: Procedure, lang: Lang) -> Names:
    return Names(procedure, lang.language, zone("Asia/Ho_Chi_Minh"))


def _procedure_json(procedure: Procedure) -> dict[str, str | None]:
    effective = procedure.effective
    return {
        "procedure": procedure.procedure,
        "version": procedure.version,
        "code": procedure.code,
        "name_vi": procedure.name.vi,
        "name_en": procedure.name.en,
        "from": effective.from_.isoformat(),
        "to": None if effective.to is None else effective.to.isoformat(),
        "status": procedure.status.value,
        "hash": procedure.hash,
    }
