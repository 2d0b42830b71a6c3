"""
Deadlines as delayed workflows of DBOS, on the database that keeps the dossiers.

The extra ``dbos`` installs it. A deadline is enqueued in the transaction of the
events that moved it, under a name that holds dossier, limit, run and due
instant: each of them fires once, whatever is killed, restarted or repeated.
"""

from __future__ import annotations

from dossierflow.delivery.durable.timers import APPLICATION_VERSION, QUEUE, WORKFLOW, Timers
from dossierflow.delivery.durable.units import TimedStore, TimedUnit, timed_units
from dossierflow.delivery.durable.worker import Fired, TimerWorker

__all__ = [
    "APPLICATION_VERSION",
    "QUEUE",
    "WORKFLOW",
    "Fired",
    "TimedStore",
    "TimedUnit",
    "TimerWorker",
    "Timers",
    "timed_units",
]
