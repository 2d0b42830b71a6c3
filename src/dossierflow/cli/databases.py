"""``db``: tables brought up to date, incidents listed and resolved."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say, say_json, say_table
from dossierflow.cli.words import word
from dossierflow.render.tables import Table

if TYPE_CHECKING:
    from dossierflow.store import Incident

TargetArgument = Annotated[
    str, typer.Argument(metavar="DATABASE", help="postgresql://user@host/name, or a SQLite file.")
]

db = typer.Typer(
    name="db",
    help="Look after a database that the library keeps dossiers in.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@db.command()
@command
def upgrade(target: TargetArgument, *, lang: LangOption = Lang.vi, as_json: JsonOption = False) -> Exit:
    """Bring the tables up to date, or make them; what is kept stays."""
    from dossierflow.store.sql import schema  # noqa: PLC0415 -- the database costs more time to load than most commands
    from dossierflow.store.sql.opening import opened  # noqa: PLC0415 -- as above

    with opened(target, must_exist=False, must_be_current=False) as engine:
        before, current = schema.upgrade(engine), schema.HEAD
    if as_json:
        say_json({"before": before, "revision": current})
    else:
        key = "tables_made" if before is None else "tables_current" if before == current else "tables_upgraded"
        say(word(key, lang, before=before, revision=current))
    return Exit.FINE


@db.command()
@command
def incidents(target: TargetArgument, *, lang: LangOption = Lang.vi, as_json: JsonOption = False) -> Exit:
    """List the dossiers at which a sweep failed; exit with 1 if there are any."""
    found: list[Incident] = []
    from dossierflow.store.sql import sql_units  # noqa: PLC0415 -- as above
    from dossierflow.store.sql.opening import opened  # noqa: PLC0415 -- as above

    with opened(target) as engine, sql_units(engine)() as unit:
        while page := unit.incidents.opened(after=found[-1].id if found else 0):
            found += page
    if as_json:
        say_json([incident_json(one) for one in found])
    elif found:
        columns = tuple(word(key, lang) for key in ("dossier", "attempts", "opened", "retry", "error", "reason"))
        say_table(Table(columns, tuple(_row(one) for one in found)))
    else:
        say(word("no_incidents", lang))
    return Exit.FINDINGS if found else Exit.FINE


@db.command()
@command
def resolve(
    target: TargetArgument,
    dossier: Annotated[str, typer.Argument(metavar="DOSSIER", help="The dossier whose cause of failure is removed.")],
    *,
    by: Annotated[str, typer.Option(help="Who removed it.")],
    note: Annotated[str | None, typer.Option(help="What was done.")] = None,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Resolve the incident of a dossier, so that the next sweep tries it again."""
    from dossierflow.store.sql import sql_units  # noqa: PLC0415 -- as above
    from dossierflow.store.sql.opening import opened  # noqa: PLC0415 -- as above

    with opened(target) as engine, sql_units(engine)() as unit:
        resolved = unit.incidents.resolve(dossier, at=datetime.now(UTC), by=by, note=note)
    if as_json:
        say_json(incident_json(resolved))
    else:
        say(word("resolved", lang, dossier=dossier, attempts=resolved.attempts))
    return Exit.FINE


def incident_json(one: Incident) -> dict[str, str | int | None]:
    """Return an incident as JSON data."""
    return {
        "id": one.id,
        "dossier": one.dossier,
        "error": one.error,
        "reason": one.reason,
        "attempts": one.attempts,
        "opened_at": one.opened_at.isoformat(),
        "last_at": one.last_at.isoformat(),
        "retry_at": None if one.retry_at is None else one.retry_at.isoformat(),
        "resolved_by": one.resolved_by,
        "note": one.note,
    }


def _row(one: Incident) -> tuple[str, ...]:
    retry = "-" if one.retry_at is None else one.retry_at.isoformat(timespec="minutes")
    opened = one.opened_at.isoformat(timespec="minutes")
    return (one.dossier, str(one.attempts), opened, retry, one.error, one.reason)
