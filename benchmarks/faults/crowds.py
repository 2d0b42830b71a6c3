"""
Thousands of commands at once on a few dossiers, from several processes of several threads.

Every command moves a dossier on by one step. Who sent it looks at the dossier,
decides, and appends; where another was faster, he looks again. One command in
ten is sent by two processes, under one id.
"""

from __future__ import annotations

import random
import subprocess
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing import get_context
from threading import Event
from time import perf_counter
from typing import TYPE_CHECKING

from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from benchmarks.dossiers import OFFICER, engine, received
from benchmarks.faults.examination import CHANNEL, Findings, examine
from benchmarks.faults.orders import prepared
from benchmarks.faults.servers import SERVICES
from dossierflow.engine.commands import CompleteStep
from dossierflow.engine.refusals import RefusalCode
from dossierflow.errors import VersionConflictError
from dossierflow.store.sql import open_sqlite, sql_units

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from dossierflow.engine import Decision, Dossier
    from dossierflow.store import Units

MOVES = {
    "check": CompleteStep(step="check", action="pass_on"),
    "appraise": CompleteStep(step="appraise", action="pass_back"),
}
PATIENCE = 120_000
"""Milliseconds that a writer of SQLite waits for the others."""

TRIES = 2_000
"""How often one command is tried while others are faster or the server is away."""


@dataclass(slots=True)
class Share:
    """What one process did."""

    acknowledged: list[str] = field(default_factory=list)
    conflicts: int = 0
    """How often another was faster."""

    repeats: int = 0
    """Commands that were found carried out already."""

    interrupted: int = 0
    """How often the database was away."""


@dataclass(slots=True)
class Crowd:
    """What came of a crowd."""

    commands: int
    sent: int
    workers: int
    seconds: float
    conflicts: int
    repeats: int
    interrupted: int
    findings: Findings


def crowd(
    target: str,
    *,
    commands: int = 10_000,
    dossiers: int = 100,
    processes: int = 2,
    threads: int = 4,
    crash: str | None = None,
) -> Crowd:
    """
    Let a crowd work on an empty database, and examine it.

    Args:
        target: A file or a URL.

        commands: How many different ones; one in ten is sent twice.

        dossiers: How many they are for.

        processes: How many send them.

        threads: Of each process, each with a connection of its own.

        crash: Folder of the server, which crashes once in the middle; none for no crash.
    """
    database = prepared(target)
    names = [f"H26.{number}" for number in range(dossiers)]
    with sql_units(database, channels=[CHANNEL])() as unit:
        for name in names:
            dossier, events = received("to-and-fro", name)
            unit.store.append(dossier, events, expected_version=0)
    database.dispose()
    ids = [f"{names[number % dossiers]}/{number // dossiers}" for number in range(commands)]
    sent = ids + ids[::10]
    random.Random(2026).shuffle(sent)  # noqa: S311 -- an order, not a secret
    shares = [sent[number::processes] for number in range(processes)]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        # processes start before the clock does
        [*pool.map(_send, [target] * processes, [[]] * processes, [1] * processes, [None] * processes)]
        began = perf_counter()
        crashes = [crash, *[None] * (processes - 1)]
        done = [*pool.map(_send, [target] * processes, shares, [threads] * processes, crashes)]
        seconds = perf_counter() - began
    database = prepared(target)
    findings = examine(database, [one for share in done for one in share.acknowledged])
    database.dispose()
    return Crowd(
        commands=commands,
        sent=len(sent),
        workers=processes * threads,
        seconds=seconds,
        conflicts=sum(share.conflicts for share in done),
        repeats=sum(share.repeats for share in done),
        interrupted=sum(share.interrupted for share in done),
        findings=findings,
    )


def _send(target: str, ids: list[str], threads: int, crash: str | None) -> Share:
    database, share = _opened(target, threads), Share()
    units = sql_units(database, channels=[CHANNEL])
    middle = ids[len(ids) // 2] if crash and ids else None

    def one(command_id: str) -> None:
        if command_id == middle:
            subprocess.run([SERVICES, "crash", str(crash)], check=True, capture_output=True, timeout=120)
        _insist(units, command_id, share)
        share.acknowledged.append(command_id)

    with ThreadPoolExecutor(threads) as pool:
        [*pool.map(one, ids)]
    database.dispose()
    return share


def _insist(units: Units, command_id: str, share: Share) -> None:
    """Send one command until it is carried out."""
    for _ in range(TRIES):
        try:
            with units() as unit:
                name = command_id.rpartition("/")[0]
                before = unit.store.load(name)
                assert before is not None
                decision = _moved(before, command_id)
                if not _is_done(decision):
                    unit.store.append(decision.or_raise(), decision.events, expected_version=before.version)
        except VersionConflictError:
            share.conflicts += 1
        except OperationalError:
            share.interrupted += 1
            Event().wait(0.05)
        else:
            share.repeats += _is_done(decision)
            return
    msg = f"command {command_id} was not carried out in {TRIES} tries"
    raise RuntimeError(msg)


def _moved(dossier: Dossier, command_id: str) -> Decision:
    """Decide, a minute after the last act, to hand *dossier* to its other step."""
    at = dossier.last_at + timedelta(minutes=1)
    return engine().handle(dossier, MOVES[dossier.steps[0]], by=OFFICER, at=at, command_id=command_id)


def _is_done(decision: Decision) -> bool:
    """Tell whether the other sender of this id was faster; he may have found the dossier in the other step."""
    refused = decision.refusal
    return decision.is_repeat or (refused is not None and refused.code is RefusalCode.COMMAND_ID_REUSED)


def _opened(target: str, threads: int) -> Engine:
    if "://" not in target:
        return open_sqlite(target, busy_timeout=PATIENCE)
    return create_engine(target, pool_size=threads, pool_pre_ping=False)
