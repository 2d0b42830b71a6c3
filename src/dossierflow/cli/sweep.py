"""``dossierflow sweep``: fire what ran out, warn of what will, in a database."""

from __future__ import annotations

import re
import signal
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from dossierflow.cli.databases import TargetArgument, incident_json
from dossierflow.cli.instants import InstantOption, instant_of
from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say, say_error, say_json
from dossierflow.cli.words import word
from dossierflow.engine import Engine
from dossierflow.errors import StoreError
from dossierflow.procedure import catalogue, load_procedures
from dossierflow.store import Sweeper, SweepReport
from dossierflow.worktime.vietnam import vietnam

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

_PERIOD = re.compile(r"([1-9][0-9]*)(s|m|h)")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours"}
_MOST_WORKERS = 64


@command
def sweep(
    target: TargetArgument,
    *,
    every: Annotated[
        str | None, typer.Option(metavar="PERIOD", help="Sweep again and again, as 60s, 5m or 1h, until stopped.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Sweep once and end; so it is if nothing is said.")] = False,
    workers: Annotated[int, typer.Option(min=1, max=_MOST_WORKERS, help="Processes that sweep at once.")] = 1,
    lead: Annotated[
        list[str] | None, typer.Option(metavar="TERM", help="Warn so long before a due date; the earliest first.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--procedures", metavar="FOLDER", help="Procedure files instead of the shipped.")
    ] = None,
    at: InstantOption = None,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Fire every clock that has run out, warn of those that will, and list what failed."""
    period = _period(every, once=once)
    instant = None if at is None else instant_of(at, vietnam())
    if instant is not None and period is not None:
        msg = "an instant is swept once; leave out --every or --at"
        raise StoreError(msg)
    from dossierflow.store.sql.opening import opened  # noqa: PLC0415 -- the database is loaded only where it is used

    with opened(target) as engine:
        if engine.dialect.name == "sqlite" and workers > 1:
            msg = "a SQLite file has one writer at a time; leave out --workers, or keep dossiers in PostgreSQL"
            raise StoreError(msg)
    chosen = (target, folder, tuple(lead or ()))
    if workers == 1:
        return _go_on(lambda now: [_sweep(*chosen, now)], instant, period, lang, as_json=as_json)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return _go_on(
            lambda now: [one.result() for one in [pool.submit(_sweep, *chosen, now) for _ in range(workers)]],
            instant,
            period,
            lang,
            as_json=as_json,
        )


def _period(every: str | None, *, once: bool) -> float | None:
    """Return the seconds between two sweeps; none for a single one."""
    if every is None:
        return None
    found = _PERIOD.fullmatch(every)
    if once or found is None:
        msg = f"--every {every}: write a period as 60s, 5m or 1h, and leave out --once"
        raise StoreError(msg)
    return timedelta(**{_UNITS[found[2]]: int(found[1])}).total_seconds()


def _sweep(target: str, folder: Path | None, leads: tuple[str, ...], at: datetime) -> SweepReport:
    """Sweep once, in a process and on a connection of its own."""
    from dossierflow.store.sql import sql_units  # noqa: PLC0415 -- as above
    from dossierflow.store.sql.opening import opened  # noqa: PLC0415 -- as above

    procedures = catalogue() if folder is None else load_procedures(folder)
    with opened(target) as engine:
        return Sweeper(Engine(procedures, vietnam()), sql_units(engine), leads=leads).sweep(at)


def _go_on(
    work: Callable[[datetime], list[SweepReport]],
    at: datetime | None,
    period: float | None,
    lang: Lang,
    *,
    as_json: bool,
) -> Exit:
    """Sweep once, or until somebody says stop; a sweep that has begun is finished."""
    stopped = Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    if period is not None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
    while True:
        code = _report(work, at or datetime.now(UTC), lang, as_json=as_json, goes_on=period is not None)
        if period is None or stopped.wait(period):
            return code


def _report(
    work: Callable[[datetime], list[SweepReport]], at: datetime, lang: Lang, *, as_json: bool, goes_on: bool
) -> Exit:
    try:
        reports = work(at)
    except StoreError as error:
        if not goes_on:
            raise
        # a database that is being restarted is there again at the next turn
        say_error(str(error))
        return Exit.BAD_INPUT
    _tell(reports, lang, as_json=as_json)
    return Exit.FINE if all(one.is_clean for one in reports) else Exit.FINDINGS


def _tell(reports: list[SweepReport], lang: Lang, *, as_json: bool) -> None:
    incidents = [incident for one in reports for incident in one.incidents]
    dossiers = sum(one.dossiers for one in reports)
    latest = max(one.latest for one in reports)
    mean = sum((one.mean * one.dossiers for one in reports), timedelta(0)) / max(dossiers, 1)
    counted = {
        "dossiers": dossiers,
        "events": sum(one.events for one in reports),
        "warnings": sum(one.warnings for one in reports),
        "repaired": sum(one.repaired for one in reports),
    }
    if as_json:
        late = {"latest_seconds": latest.total_seconds(), "mean_seconds": mean.total_seconds()}
        listed = [incident_json(one) for one in incidents]
        say_json({"at": reports[0].at.isoformat(), **counted, **late, "incidents": listed})
        return
    at = reports[0].at.isoformat(timespec="seconds")
    say(word("swept", lang, at=at, **counted, incidents=len(incidents), latest=_whole(latest)))
    for one in incidents:
        say_error(word("incident", lang, dossier=one.dossier, error=one.error, reason=one.reason))


def _whole(duration: timedelta) -> str:
    """Return a duration to the second, as ``2:05:00`` with days counted as hours."""
    seconds = int(duration.total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
