"""The command that hands the outbox on."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest
from tests.delivery.conftest import receiver
from typer.testing import CliRunner

from dossierflow.cli import app
from dossierflow.store.sql import create_tables, open_sqlite, sql_units
from dossierflow.testing.contracts.life import live

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from tests.delivery.conftest import Receiver

__all__ = ["receiver"]


def call(*arguments: object) -> Result:
    """Run the command line."""
    return CliRunner().invoke(
        app, [str(one) for one in ("relay", *arguments, "--source", "urn:office", "--lang", "en")]
    )


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Return a database with three messages on the channel ``portal``."""
    path = tmp_path / "office.sqlite"
    engine = open_sqlite(path)
    create_tables(engine)
    with sql_units(engine, channels=["portal"])() as unit:
        live(unit.store, "S-1", 2)
    engine.dispose()
    return path


def test_to_a_file(office: Path, tmp_path: Path) -> None:
    """One line for each message, once; other channels are left."""
    path = tmp_path / "events.jsonl"
    other = call(office, "--to", f"file:{path}")
    told = call(office, "--to", f"file:{path}", "--channel", "portal", "--json")
    again = call(office, "--to", f"file:{path}", "--channel", "portal")

    assert other.output == again.output == "Delivered 0 message(s); 0 failed, 0 given up; 0 waiting, 0 dead.\n"
    assert (told.exit_code, json.loads(told.output)["delivered"]) == (0, 3)
    assert [json.loads(line)["id"] for line in path.read_text("utf-8").splitlines()] == ["S-1:1", "S-1:2", "S-1:3"]


def test_to_a_webhook(
    office: Path,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A refusal is a dead letter, exits with 1, and no secret is shown."""
    secret = "whsec_" + base64.b64encode(b"k" * 32).decode()
    unsigned = call(office, "--to", f"webhook:{receiver.url}", "--channel", "portal")
    monkeypatch.setenv("DOSSIERFLOW_WEBHOOK_SECRET", secret)
    receiver.answers = [200, 410]
    refused = call(office, "--to", f"webhook:{receiver.url}", "--channel", "portal")

    assert unsigned.exit_code == 2
    assert "DOSSIERFLOW_WEBHOOK_SECRET" in unsigned.output
    assert refused.exit_code == 1
    assert refused.output == "Delivered 1 message(s); 0 failed, 1 given up; 1 waiting, 1 dead.\n"
    assert secret not in refused.output + unsigned.output


def test_to_a_server_that_is_not_there(office: Path) -> None:
    """Nothing is lost, and the exit code says that something failed."""
    found = call(office, "--to", "nats:127.0.0.1:1/events", "--channel", "portal")

    assert (found.exit_code, found.output[:24]) == (1, "Delivered 0 message(s); ")


@pytest.mark.parametrize("wrong", ["", "file", "file:", "webhook:", "nats:host:4222", "kafka:host/topic"])
def test_to_nowhere(office: Path, wrong: str) -> None:
    """A receiver that cannot be meant is refused."""
    found = call(office, "--to", wrong)

    assert found.exit_code == 2
    assert "--to: write file:PATH" in found.output
