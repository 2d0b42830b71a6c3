"""
Printing, and the exit codes that scripts rely on.

A terminal gets colour and boxes; a pipe gets plain text whose lines do not
depend on any width, so that it can be kept and compared. Names and reasons may
come from a stranger's log: nothing of them moves the cursor or the colours.
"""

from __future__ import annotations

import json
import sys
from enum import IntEnum, StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Annotated, ParamSpec

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable

from dossierflow.errors import DossierflowError
from dossierflow.reading.characters import escaped
from dossierflow.render.tables import table_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.citation import Language
    from dossierflow.render.tables import Table

P = ParamSpec("P")


class Exit(IntEnum):
    """What the exit code of every command means."""

    FINE = 0
    FINDINGS = 1
    """Findings, unexpected refusals, or expectations that are not met."""

    BAD_INPUT = 2
    """Wrong usage, or a file that cannot be meant as it is."""


class Lang(StrEnum):
    """The languages of the output."""

    vi = "vi"
    en = "en"

    @property
    def language(self) -> Language:
        """The same, as the library names it."""
        return "vi" if self is Lang.vi else "en"


LangOption = Annotated[Lang, typer.Option("--lang", help="Language of the output.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def command(function: Callable[P, Exit | None]) -> Callable[P, None]:
    """
    Make *function* a command: its result is the exit code, its errors are printed without a traceback.

    A definition error prints one line for each problem, as ``file:line: field: message``.
    """

    @wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = function(*args, **kwargs)
        except DossierflowError as error:
            say_error(str(error))
            code = Exit.BAD_INPUT
        except BrokenPipeError:
            # whoever reads the pipe has had enough
            raise
        except OSError as error:
            say_error(f"{error.filename}: {error.strerror}")
            code = Exit.BAD_INPUT
        if code:
            raise typer.Exit(int(code))

    return guarded


def is_terminal() -> bool:
    """Tell whether the output goes to a person's terminal."""
    return sys.stdout.isatty()


def say(text: str) -> None:
    """Print *text*; characters that a terminal would obey are spelt out."""
    typer.echo(escaped(text))


def say_heading(text: str) -> None:
    """Print a heading: bold in a terminal."""
    if is_terminal():
        Console().print(f"[bold]{escape(escaped(text))}[/bold]", highlight=False)
    else:
        say(text)


def say_table(table: Table, title: str | None = None) -> None:
    """Print a table: with boxes in a terminal, with aligned columns in a pipe."""
    if is_terminal():
        rich = RichTable(*(_cell(column) for column in table.columns), title=title and _cell(title))
        for row in table.rows:
            rich.add_row(*(_cell(cell) for cell in row))
        Console().print(rich)
        return
    if title:
        say(title)
    say(table_text(table))


def _cell(text: str) -> str:
    return escape(escaped(text))


def say_json(value: object) -> None:
    """Print *value*, made of what JSON knows, with its keys in their own order."""
    # what escapes itself in a string of JSON reads back as it was
    typer.echo(escaped(json.dumps(value, ensure_ascii=False, indent=2)))


def say_error(text: str) -> None:
    """Print what is wrong to the error stream."""
    typer.echo(escaped(text), err=True)
