"""A connection that the server ends at a write point, and the host that sends the same command again."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sqlalchemy.exc import DBAPIError

from benchmarks.faults.examination import CHANNEL, Findings, examine
from benchmarks.faults.orders import carry_out, orders, prepared
from benchmarks.faults.points import WritePoints
from benchmarks.faults.servers import end_connection
from dossierflow.store.sql import sql_units


@dataclass(slots=True)
class Cut:
    """What came of cutting connections."""

    points: int = 0
    errors: int = 0
    """Errors that the host saw; a connection that is cut after the commit may be missed only later."""

    in_doubt: int = 0
    """Commands that were kept although the host saw an error."""

    findings: Findings = field(default_factory=Findings)


def cut_everywhere(url: str, *, acts: int = 2, every: int = 1) -> Cut:
    """
    Cut the connection at the points of a dossier's first acts, each time for a new dossier.

    Args:
        url: An empty PostgreSQL database.

        acts: How many acts follow the submission.

        every: Only every so many-th point, from the first on.
    """
    prepared(url).dispose()
    found, acknowledged = Cut(), list[str]()
    for point in count(1, every):
        passed = _cut_at(url, point, f"S-{point:04}", acts, found, acknowledged)
        if passed < point:
            break
        found.points += 1
    database = prepared(url)
    found.findings = examine(database, acknowledged)
    database.dispose()
    return found


def _cut_at(url: str, point: int, dossier: str, acts: int, found: Cut, acknowledged: list[str]) -> int:
    database = prepared(url)

    def cut(name: str, driver: Any) -> None:
        end_connection(url, driver.info.backend_pid)
        if name == "after the commit":
            # what the server answered is lost with the connection
            driver.execute("SELECT 1")

    points = WritePoints(database, at=point, strike=cut)
    units = sql_units(database, channels=[CHANNEL])
    for order in orders(dossier, acts):
        try:
            carry_out(units, order)
        except DBAPIError:
            found.errors += 1
            found.in_doubt += carry_out(units, order).is_repeat
        acknowledged.append(order.id)
    database.dispose()
    return points.passed
