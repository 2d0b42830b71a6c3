"""
Start the office: ``python -m examples.one_stop_office``.

``OFFICE_DATABASE`` names the database: the path of a SQLite file
(``my-office.sqlite`` by default) or ``postgresql://user@host/name``.
"""

from __future__ import annotations

import argparse
import os
import socket
from pathlib import Path

import uvicorn

from dossierflow.delivery import Secret
from dossierflow.worktime import parse_instant

from .app import create_app
from .delivery import Outlets
from .office import HANOI, Office, clock_from


def main() -> None:
    """Read the command line and the environment, and serve until stopped."""
    parser = argparse.ArgumentParser(prog="python -m examples.one_stop_office")
    parser.add_argument("--port", type=int, default=8000, help="0 for any that is free")
    parser.add_argument("--now", help="begin the office's clock here, to rehearse: 2026-08-27T15:20")
    parser.add_argument("--every", type=float, default=60.0, help="seconds between two sweeps")
    parser.add_argument("--outbox", type=Path, default=Path("my-office.outbox.jsonl"), help="file for messages")
    given = parser.parse_args()
    start = None if given.now is None else parse_instant(given.now, zone=HANOI)
    office = Office(os.environ.get("OFFICE_DATABASE", "my-office.sqlite"), clock_from(start))
    webhook, secret = os.environ.get("OFFICE_WEBHOOK"), os.environ.get("OFFICE_WEBHOOK_SECRET")
    outlets = Outlets(given.outbox, webhook, None if secret is None else Secret.from_text(secret))
    server = uvicorn.Server(uvicorn.Config(create_app(office, outlets, every=given.every), log_level="warning"))
    with socket.create_server(("127.0.0.1", given.port)) as listener:
        print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        server.run(sockets=[listener])


if __name__ == "__main__":
    main()
