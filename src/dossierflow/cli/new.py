"""``dossierflow new``: a procedure file to begin with."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from dossierflow.citation import LegalText
from dossierflow.cli.files import write_files
from dossierflow.cli.instants import day_of
from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say, say_json
from dossierflow.errors import DefinitionError, Problem
from dossierflow.procedure import procedure_schema
from dossierflow.procedure.scaffold import Template, file_name, scaffold

SCHEMA_NAME = "procedure.schema.json"
"""The file that the first line of a new procedure file names, for editors."""

_EXAMPLE_DAY = date(2026, 1, 1)
_SAID = LegalText(vi="Đã viết {file}", en="Written: {file}")
_SCHEMA_SAID = LegalText(
    vi="Đã viết {schema}: VS Code dùng tệp này để gợi ý và báo lỗi khi gõ",
    en="Written: {schema}, with which VS Code completes and checks while you type",
)
_EXAMPLE_SAID = LegalText(
    vi="Ngày có hiệu lực {day} chỉ là ví dụ; sửa trong tệp và trong tên tệp, hoặc viết lại với --since",
    en="The first day in force, {day}, is an example; change it in the file and in its name, or give --since",
)
_NEXT_SAID = LegalText(vi='Kiểm tra: dossierflow check "{file}"', en='Check it: dossierflow check "{file}"')


@command
def new(
    identifier: Annotated[
        str, typer.Argument(metavar="[ID]", help="Identifier: small letters, digits, hyphens.")
    ] = "my-procedure",
    *,
    template: Annotated[
        list[Template] | None, typer.Option("--template", help="What the file has besides the least. Repeatable.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="First day in force, as 2026-07-01.")] = None,
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Folder of the file.")] = Path(),
    schema: Annotated[bool, typer.Option(help="Write the JSON Schema beside it, where there is none.")] = True,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Write a commented procedure file that check accepts, with examples to be replaced by the law."""
    day = _EXAMPLE_DAY if since is None else day_of(since)
    try:
        text = scaffold(identifier, day, templates=template or (), lang=lang.language)
    except ValueError as error:
        raise DefinitionError([Problem("ID", 0, "", str(error))]) from None
    path, schema_path = out / file_name(identifier, day), out / SCHEMA_NAME
    files = {path: text.encode()}
    is_schema_new = schema and not schema_path.exists()
    if is_schema_new:
        files[schema_path] = f"{json.dumps(procedure_schema(), ensure_ascii=False, indent=2)}\n".encode()
    write_files(files, force=force)
    if as_json:
        say_json({"file": str(path), "schema": str(schema_path) if is_schema_new else None})
        return Exit.FINE
    told = [_SAID, *([_SCHEMA_SAID] if is_schema_new else []), *([_EXAMPLE_SAID] if since is None else []), _NEXT_SAID]
    for one in told:
        say(one.text(lang.language).format(file=path, schema=schema_path, day=day))
    return Exit.FINE
