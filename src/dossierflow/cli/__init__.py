"""
The command line: one command for every question, for people who write rules and people who test them.

``main`` is the program, ``app`` the Typer application behind it.
"""

from __future__ import annotations

import typer

from dossierflow.cli.calendar import calendar
from dossierflow.cli.check import check
from dossierflow.cli.compare import compare
from dossierflow.cli.databases import db
from dossierflow.cli.describe_log import describe_log
from dossierflow.cli.due import due
from dossierflow.cli.explain import explain
from dossierflow.cli.export_log import export_log
from dossierflow.cli.exporting import export
from dossierflow.cli.forecast import forecast
from dossierflow.cli.form import form
from dossierflow.cli.importing import import_
from dossierflow.cli.new import new
from dossierflow.cli.paths import paths
from dossierflow.cli.picture import picture
from dossierflow.cli.procedures import diagram, procedures, show
from dossierflow.cli.relay import relay
from dossierflow.cli.replay import replay
from dossierflow.cli.report import report
from dossierflow.cli.run import run
from dossierflow.cli.schemas import schema
from dossierflow.cli.seal import keys, seal
from dossierflow.cli.sweep import sweep
from dossierflow.cli.term import term
from dossierflow.cli.test import test
from dossierflow.cli.verify import verify

__all__ = ["app", "main"]

app = typer.Typer(
    name="dossierflow",
    help="Administrative procedures as state machines with statutory deadlines, explained with the article of law.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
_TIME = (due, term, explain, calendar)
_RULES = (new, check, test, paths, compare, procedures, show, diagram, schema)
_FILES_OF_OTHERS = (import_, export, export_log, describe_log, replay)
_STORIES = (run, picture, forecast)
_LOGS = (verify, seal, keys)
_OFFICE = (form, report)
_SERVICE = (sweep, relay)

for _command in (*_TIME, *_RULES, *_FILES_OF_OTHERS, *_STORIES, *_LOGS, *_OFFICE, *_SERVICE):
    app.command(_command.__name__.strip("_").replace("_", "-"))(_command)
app.add_typer(db)


@app.callback()
def _program() -> None:
    """Administrative procedures as state machines with statutory deadlines, explained with the article of law."""


def main() -> None:
    """Run the program."""
    app()
