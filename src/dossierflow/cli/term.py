"""``dossierflow term``: read time limits from the law's own words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dossierflow.cli.batch import run_batch
from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say, say_error, say_json
from dossierflow.cli.words import word
from dossierflow.deadlines.wording import COLUMNS, read_wording, reading_row


@command
def term(
    text: Annotated[list[str] | None, typer.Argument(metavar="[TEXT]...", help="One wording in each argument.")] = None,
    *,
    batch: Annotated[
        Path | None, typer.Option(metavar="WORDINGS.csv", help="Read the column 'wording' instead.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="RESULT.csv", help="Where the answered table goes.")] = None,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Read wordings such as 'không quá 03 ngày làm việc kể từ ngày nhận đủ hồ sơ'; refuse what is not certain."""
    if batch is not None:
        return _batch(batch, out, lang, as_json=as_json)
    if not text:
        say_error("give a wording, or a table with --batch")
        return Exit.BAD_INPUT
    rows = [(one, reading_row(read_wording(one))) for one in text]
    if as_json:
        say_json([{"wording": one, **row} for one, row in rows])
    else:
        say("\n\n".join("\n".join(_lines(one, row)) for one, row in rows))
    return Exit.FINDINGS if any(row["error"] for _, row in rows) else Exit.FINE


def _lines(text: str, row: dict[str, str]) -> list[str]:
    return [text, *(f"  {column}: {row[column]}" for column in COLUMNS if row[column])]


def _batch(source: Path, out: Path | None, lang: Lang, *, as_json: bool) -> Exit:
    result = run_batch(
        source,
        out,
        required=("wording",),
        known=("wording",),
        added=COLUMNS,
        answer=lambda row: reading_row(read_wording(row["wording"])),
    )
    if as_json and out is not None:
        say_json({"rows": result.rows, "errors": result.errors, "out": str(out)})
    else:
        tell = say_error if out is None else say
        tell(word("rows", lang, rows=result.rows, errors=result.errors, out=out or "-"))
    return Exit.FINDINGS if result.errors else Exit.FINE
