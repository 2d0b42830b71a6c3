"""
A process that fires deadlines: ``timer_node.py DATABASE NODE OFFSET [LOST]``.

Its clock is that of the machine, moved by so many seconds. It says ``ready``
when it has begun, and ends when its input does. What the node LOST had begun it
takes over, and says first how much that was.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

from dossierflow.delivery.durable import TimerWorker
from dossierflow.testing.contracts.life import ENGINE


def main(target: str, node: str, offset: str, lost: str = "") -> None:
    """Fire until the input ends."""
    shift = timedelta(seconds=float(offset))
    worker = TimerWorker(
        target, ENGINE, node=node, clock=lambda: datetime.now(UTC) + shift, poll=timedelta(milliseconds=100)
    )
    worker.start()
    if lost:
        print(worker.take_over(lost), flush=True)  # noqa: T201 - as below
    print("ready", flush=True)  # noqa: T201 - whoever started it waits for this
    sys.stdin.read()
    worker.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
