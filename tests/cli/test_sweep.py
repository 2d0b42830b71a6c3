"""The commands that look after a database: sweep, db upgrade, db incidents, db resolve."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine
from typer.testing import CliRunner

from dossierflow.cli import app
from dossierflow.store.sql import create_tables, open_sqlite, sql_units
from dossierflow.testing.contracts.life import live

if TYPE_CHECKING:
    from click.testing import Result

ROOT = Path(__file__).resolve().parent.parent.parent
OLD = ROOT / "tests" / "data" / "stores" / "revision-1.sqlite.sql"
TET = ROOT / "examples" / "building-permit" / "tet-2026.scenario.yaml"
LATER = "2026-06-01T08:00"


def call(*arguments: object) -> Result:
    """Run the command line."""
    return CliRunner().invoke(app, [str(one) for one in (*arguments, "--lang", "en")])


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Return a file with one dossier whose clock runs."""
    path = tmp_path / "office.sqlite"
    assert call("run", TET, "--until", "2026-02-07T08:00", "--save", path).exit_code in {0, 1}
    return path


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """Return a file with a dossier of a procedure that does not ship."""
    path = tmp_path / "foreign.sqlite"
    engine = open_sqlite(path)
    create_tables(engine)
    with sql_units(engine)() as unit:
        live(unit.store, "S-1", 1)
    engine.dispose()
    return path


def test_a_sweep_says_what_it_did(office: Path) -> None:
    """One line with counts and lateness; the second time nothing is left."""
    first = call("sweep", office, "--at", LATER)
    second = call("sweep", office, "--once", "--at", LATER)

    assert first.exit_code == second.exit_code == 0
    assert first.output.startswith("2026-06-01T08:00:00+07:00: 1 dossier(s), 2 event(s), 0 warning(s), 0 incident(s),")
    assert "at most 2343:00:00 late" in first.output
    assert ": 0 dossier(s), 0 event(s)" in second.output


def test_a_sweep_as_json(office: Path) -> None:
    """The same with stable keys, lateness in seconds."""
    found = json.loads(call("sweep", office, "--at", LATER, "--json").output)

    assert found == {
        "at": "2026-06-01T08:00:00+07:00",
        "dossiers": 1,
        "events": 2,
        "warnings": 0,
        "repaired": 0,
        "latest_seconds": 2343 * 3600.0,
        "mean_seconds": 2343 * 3600.0,
        "incidents": [],
    }


def test_leads_warn(office: Path) -> None:
    """Each --lead is a warning of its own."""
    options = ("--lead", "10 working days", "--lead", "1 working day")
    counts = [
        json.loads(call("sweep", office, "--at", at, "--json", *options).output)["warnings"]
        for at in ("2026-02-07T09:00", "2026-02-10T09:00", "2026-02-13T09:00", "2026-02-13T10:00")
    ]

    assert counts == [2, 0, 1, 0]


def test_incidents_are_told_listed_and_resolved(foreign: Path) -> None:
    """A dossier that cannot be swept is named with its reason, exits with 1, and is tried again once resolved."""
    swept = call("sweep", foreign, "--at", LATER)
    listed = call("db", "incidents", foreign)
    resolved = call("db", "resolve", foreign, "S-1", "--by", "NV-01", "--note", "đã nạp thủ tục")

    assert (swept.exit_code, listed.exit_code, resolved.exit_code) == (1, 1, 0)
    assert "incident: dossier S-1: unknown_name: there is no procedure 'sample-permit'" in swept.output
    assert "S-1      1         2026-06-01T01:00+00:00  2026-06-01T01:05+00:00  unknown_name" in listed.output
    assert resolved.output.startswith("Resolved the incident of dossier S-1 (1 attempt(s))")
    assert call("db", "incidents", foreign).output == "There are no incidents.\n"
    again = call("sweep", foreign, "--at", LATER, "--json")
    assert [one["attempts"] for one in json.loads(again.output)["incidents"]] == [1]
    assert json.loads(call("db", "incidents", foreign, "--json").output)[0]["dossier"] == "S-1"
    assert json.loads(call("db", "resolve", foreign, "S-1", "--by", "NV-01", "--json").output)["resolved_by"] == "NV-01"


def test_what_has_no_incident_is_not_resolved(foreign: Path) -> None:
    """Resolving nothing is a mistake."""
    refused = call("db", "resolve", foreign, "S-1", "--by", "NV-01")

    assert refused.exit_code == 2
    assert "there is no open incident of dossier 'S-1'" in refused.output


def test_tables_are_made_and_brought_up_to_date(tmp_path: Path) -> None:
    """A missing file is made, an old one upgraded, a current one left."""
    new, old = tmp_path / "new.sqlite", tmp_path / "old.sqlite"
    connection = sqlite3.connect(old)
    connection.executescript(OLD.read_text("utf-8"))
    connection.close()

    assert call("db", "upgrade", new).output == "Made the tables, revision 0002.\n"
    assert call("db", "upgrade", new).output == "The tables have revision 0002 already.\n"
    assert call("sweep", old).exit_code == 2
    assert call("db", "upgrade", old).output == "Brought the tables from revision 0001 to 0002.\n"
    assert json.loads(call("db", "upgrade", old, "--json").output) == {"before": "0002", "revision": "0002"}
    assert call("sweep", old, "--at", "2026-02-01T08:00").exit_code == 0
    assert call("verify", old).exit_code == 0


WRONG = [
    (("sweep", "gone.sqlite"), "gone.sqlite: there is no such file"),
    (("sweep", "sqlite:///gone.sqlite"), "gone.sqlite: there is no such file"),
    (("sweep", "mysql://me:secret@host/x"), "the store speaks SQLite and PostgreSQL, not mysql"),
    (("sweep", "nosuch+thing://me:secret@host/x"), "the store speaks SQLite and PostgreSQL, not nosuch"),
    (("sweep", "postgresql+nosuch://me:secret@host/x"), "postgresql+nosuch://host/x is no database that"),
    (("sweep", "postgresql://me:secret@host:none/x"), "postgresql://host:none/x is no database that dossierflow"),
    (("sweep", "postgresql://me:secret@127.0.0.1:1/x"), "postgresql://me:***@127.0.0.1:1/x: connection failed"),
    (("sweep", ":memory:"), "the database has no tables of dossierflow"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_a_database_that_cannot_be_used_is_named(arguments: tuple[str, ...], message: str) -> None:
    """One line, exit code 2, and never a password."""
    refused = call(*arguments)

    assert refused.exit_code == 2
    assert message in refused.output
    assert "secret" not in refused.output


USAGE = [
    (("--every", "soon"), "--every soon: write a period as 60s, 5m or 1h"),
    (("--every", "0s"), "--every 0s: write a period"),
    (("--every", "60s", "--once"), "leave out --once"),
    (("--every", "60s", "--at", LATER), "an instant is swept once"),
    (("--workers", "2"), "a SQLite file has one writer at a time"),
    (("--lead", "1 month"), "a warning cannot be given 1 month ahead"),
]


@pytest.mark.parametrize(("options", "message"), USAGE)
def test_wrong_options_are_refused(office: Path, options: tuple[str, ...], message: str) -> None:
    """Each says what to write instead, and sweeps nothing."""
    refused = call("sweep", office, *options)

    assert refused.exit_code == 2
    assert message in refused.output


def test_a_service_ends_when_it_is_told_to(office: Path) -> None:
    """With --every it sweeps at once, and again until it is terminated; then it ends in order."""
    program = "from dossierflow.cli import main; main()"
    command = [sys.executable, "-u", "-c", program, "sweep", str(office), "--every", "1h", "--lang", "en"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout is not None
        line = service.stdout.readline()
        service.send_signal(signal.SIGTERM)
        code = service.wait(60)

    assert "1 dossier(s), 2 event(s)" in line
    assert code == 0


def test_several_processes_sweep_postgresql(postgres_url: str) -> None:
    """Between two workers every dossier becomes one incident, because its procedure does not ship."""
    engine = create_engine(postgres_url)
    create_tables(engine)
    with sql_units(engine)() as unit:
        for number in range(4):
            live(unit.store, f"S-{number}", 1)
    engine.dispose()
    swept = call("sweep", postgres_url, "--workers", "2", "--at", LATER, "--json")

    assert swept.exit_code == 1
    assert sorted(one["dossier"] for one in json.loads(swept.output)["incidents"]) == ["S-0", "S-1", "S-2", "S-3"]
