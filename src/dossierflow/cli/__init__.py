"""
The command line: one command for every question, for people who write rules and people who test them.

``main`` is the program, ``app`` the Typer application behind it.
"""

from __future__ import annotations

import typer

from dossierflow.cli.run import run

__all__ = ["app", "main"]

app = typer.Typer(
    name="dossierflow",
    help="Administrative procedures as state machines with statutory deadlines, explained with the article of law.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command()(run)


@app.callback()
def _program() -> None:
    """Administrative procedures as state machines with statutory deadlines, explained with the article of law."""


def main() -> None:
    """Run the program."""
    app()
