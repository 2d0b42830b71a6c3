"""A personal value, once redacted, is nowhere: not in a store, an export, a form, a message, a log or an error."""

from __future__ import annotations

import hashlib
import io
import json
import logging
from contextlib import closing
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from pyarrow import parquet
from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from dossierflow import APPLICANT_ACTOR
from dossierflow.audit import to_batch, verify, write_log
from dossierflow.engine import Engine
from dossierflow.engine import commands as c
from dossierflow.engine.events import event_to_json, redacted
from dossierflow.errors import FormFactMissingError
from dossierflow.interop.exports import LogFormat, export_log
from dossierflow.onestop.forms import FormFacts, FormKind, Source, html_of, slips_of
from dossierflow.procedure.model import Procedure
from dossierflow.store import MemoryUnits, Units, handle_in_store
from dossierflow.store.snapshot import dossier_to_json
from dossierflow.store.sql import create_tables, open_database, open_sqlite, sql_units
from dossierflow.store.sql.tables import EVENTS, TABLES
from dossierflow.testing.sample import LIFE, SAMPLE_PROCEDURE, instant, sample_engine
from dossierflow.worktime import vietnam, zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dossierflow.engine import Event
    from dossierflow.store.outbox import OutboxMessage

NAME, NUMBER = "Trần Thị Bí Mật", "001190012345"
SECRET = f"{NAME} {NUMBER}"
SALT = "f3b1c0de5a17e5a17e5a17e5a17e5a17"
FILED = instant("2026-02-05T15:20")
CHANNEL = "province"


def _filing(dossier: str = "S-1", value: str = SECRET, salt: str = SALT) -> c.Submit:
    return c.Submit(
        dossier=dossier,
        procedure="sample-permit",
        channel="online",
        facts={"kind": "house"},
        personal={"owner": c.Personal(value=value, salt=salt)},
    )


def _live(units: Units) -> str:
    """Let a dossier live through its life, redact it, and return the head that was kept before."""
    engine = sample_engine()
    with units() as unit:
        handle_in_store(engine, unit.store, "S-1", _filing(), by=APPLICANT_ACTOR, at=FILED).or_raise()
    for number, (at, by, command) in enumerate(LIFE):
        with units() as unit:
            done = handle_in_store(engine, unit.store, "S-1", command, by=by, at=instant(at), command_id=f"{number}")
            done.or_raise()
    with units() as unit:
        events = unit.store.events("S-1")
        assert _tells("".join(map(event_to_json, events)))
        assert unit.store.redact("S-1") == 1
        return events[-1].hash


def _tells(told: str | bytes) -> bool:
    """Tell whether *told* holds the value or its salt, in any of the ways in which texts are written down."""
    raw = told if isinstance(told, bytes) else told.encode()
    forms = [SECRET, NAME, json.dumps(NAME)[1:-1], NUMBER, SALT]
    return any(form.encode(coding) in raw for form in forms for coding in ("utf-8", "utf-16-le"))


def _exported(events: Sequence[Event], folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every form in which a log leaves the house."""
    log = io.BytesIO()
    write_log(events, log)
    yield "log", log.getvalue()
    for personal in (False, True):
        batch = to_batch(events, "urn:x", personal=personal)
        yield f"cloudevents, personal={personal}", json.dumps(batch, ensure_ascii=False).encode()
    for form in LogFormat:
        export_log(events, folder / form.value, form)
        yield form.value, (folder / form.value).read_bytes()
    # its columns are packed, so its bytes alone would tell nothing
    yield "rows of parquet", repr(parquet.read_table(folder / LogFormat.PARQUET.value).to_pylist()).encode()


def _messages(units: Units) -> tuple[OutboxMessage, ...]:
    with units() as unit:
        return unit.outbox.claim(FILED, lease=timedelta(hours=1), channel=CHANNEL)


def _told_after(units: Units, folder: Path) -> Iterator[tuple[str, bytes]]:
    with units() as unit:
        events, dossier = unit.store.events("S-1"), unit.store.load("S-1", verify=True)
    assert dossier is not None
    yield from _exported(events, folder)
    yield "snapshot", dossier_to_json(dossier).encode()
    yield "representations", repr((events, dossier)).encode()
    yield "outbox", repr(_messages(units)).encode()


def _assert_gone(units: Units, head: str, folder: Path) -> None:
    """The chain is whole up to the head that was kept, and nothing that is told holds the value."""
    with units() as unit:
        assert verify(unit.store.events("S-1"), dossier="S-1", head=head).is_intact
    for name, told in _told_after(units, folder):
        assert not _tells(told), name


def test_memory_forgets(tmp_path: Path) -> None:
    """Nothing that can be asked of a store in memory tells the value."""
    units = MemoryUnits(channels=[CHANNEL])

    _assert_gone(units, _live(units), tmp_path)


def test_sqlite_forgets_down_to_its_free_pages(tmp_path: Path) -> None:
    """After a checkpoint no byte of the value is in the file, its log or its free pages, without a VACUUM."""
    path = tmp_path / "office.sqlite"
    database = open_sqlite(path)
    create_tables(database)
    units = sql_units(database, channels=[CHANNEL])

    head = _live(units)
    with database.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    _assert_gone(units, head, tmp_path)
    database.dispose()
    kept = list(tmp_path.glob("office.sqlite*"))
    assert kept
    assert not any(_tells(file.read_bytes()) for file in kept)


def test_postgresql_forgets(postgres_url: str, tmp_path: Path) -> None:
    """No row of any table holds the value, in any column."""
    database = open_database(postgres_url)
    create_tables(database)
    units = sql_units(database, channels=[CHANNEL])

    _assert_gone(units, _live(units), tmp_path)
    with closing(database.connect()) as connection:
        for table in TABLES:
            rows = connection.scalars(text(f"SELECT row_to_json(t)::text FROM {table.name} t"))  # noqa: S608
            assert not _tells("".join(rows)), table.name
    database.dispose()


def test_forms_cannot_be_filled_with_what_is_gone() -> None:
    """A form that takes its name from the dossier has it before, and refuses to be made afterwards."""
    engine = sample_engine()
    filed = engine.handle(None, _filing(), by=APPLICANT_ACTOR, at=FILED)
    received = engine.handle(filed.or_raise(), LIFE[0][2], by=LIFE[0][1], at=instant(LIFE[0][0]))
    events = (*filed.events, *received.events)
    facts = FormFacts.model_validate(
        {
            "take": {"name": "owner"},
            "office": {"agency": "Một cửa", "place": "Hà Nội", "receiver": "Lê Văn C", "phone": "1"},
            "common": {"applicant": {"id": "x", "address": "x", "phone": "x"}, "components": ["Đơn"], "sets": 1,
                       "result_place": "x"},
        }
    )  # fmt: skip
    hanoi = zone("Asia/Ho_Chi_Minh")

    before = slips_of(FormKind.RECEIPT_SLIP, Source(events, SAMPLE_PROCEDURE, facts, hanoi))
    assert _tells(html_of(before))
    with pytest.raises(FormFactMissingError, match=r"applicant\.name") as caught:
        slips_of(FormKind.RECEIPT_SLIP, Source([*map(redacted, events)], SAMPLE_PROCEDURE, facts, hanoi))
    assert not _tells(str(caught.value))


def test_nothing_of_it_comes_into_a_program_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """With the statements of the database logged, as somebody does who looks for a fault, no value is."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)
    database = open_sqlite(tmp_path / "office.sqlite")
    create_tables(database)

    _live(sql_units(database))

    logging.getLogger("sqlalchemy.engine").setLevel(logging.NOTSET)
    assert "INSERT INTO dossierflow_event" in caplog.text
    assert not _tells(caplog.text)
    database.dispose()


def test_an_error_of_the_database_names_no_values(tmp_path: Path) -> None:
    """The same row twice fails, and says so without the row."""
    database = open_sqlite(tmp_path / "office.sqlite")
    create_tables(database)
    units = sql_units(database)
    with units() as unit:
        handle_in_store(sample_engine(), unit.store, "S-1", _filing(), by=APPLICANT_ACTOR, at=FILED)
    with database.connect() as connection:
        row = dict(connection.execute(EVENTS.select()).mappings().one())
        assert _tells(row["personal"])
        with pytest.raises(IntegrityError) as caught:
            connection.execute(EVENTS.insert(), row)
    database.dispose()

    assert not _tells(str(caught.value))


def _with_birthday() -> Procedure:
    """Return the sample procedure with a personal date and a personal number."""
    given = SAMPLE_PROCEDURE.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for name, kind in (("born", "date"), ("children", "integer")):
        given["facts"][name] = {"name": {"vi": name, "en": name}, "type": kind, "personal": True, "ask": "processing"}
    return Procedure.model_validate_json(json.dumps(given))


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("fact_invalid", {"personal": {"born": c.Personal(value=SECRET, salt=SALT)}}),
    ("fact_invalid", {"personal": {"children": c.Personal(value=SECRET, salt=SALT)}}),
    ("fact_invalid", {"personal": {"kind": c.Personal(value=SECRET, salt=SALT)}}),
    ("fact_unknown", {"personal": {"spouse": c.Personal(value=SECRET, salt=SALT)}}),
    ("fact_personal", {"facts": {"kind": "house", "owner": SECRET}}),
    ("fact_invalid", {"facts": {"kind": "house", "born": SECRET}}),
]


@pytest.mark.parametrize(("code", "given"), REFUSED)
def test_a_refusal_repeats_no_personal_value(code: str, given: dict[str, Any]) -> None:
    """Whatever is wrong with it, the answer says what is allowed and not what was found."""
    engine = Engine([_with_birthday()], vietnam())
    command = _filing().model_copy(update={"personal": {}, **given})

    refusal = engine.handle(None, command, by=APPLICANT_ACTOR, at=FILED).refusal

    assert refusal is not None
    assert refusal.code.value == code
    assert not _tells(repr(refusal))


def test_commands_and_events_do_not_show_personal_values() -> None:
    """What a host logs by accident, a command or an event or a decision, has the names of the facts alone."""
    decision = sample_engine().handle(None, _filing(), by=APPLICANT_ACTOR, at=FILED)

    for thing in (_filing(), decision, decision.events[0], decision.events[0].personal):
        assert not _tells(repr(thing))
        assert not _tells(str(thing))
    assert "owner" in repr(decision.events[0].personal)


@pytest.mark.parametrize("personal", [{"value": SECRET, "salt": "short"}, {"value": [SECRET], "salt": SALT}, SECRET])
def test_a_command_that_cannot_be_read_is_not_quoted(personal: object) -> None:
    """The error of a submission that came over a wire names the field and no value."""
    given = {**_filing().model_dump(mode="json"), "personal": {"owner": personal}}
    for read in (c.Submit.model_validate, c.Submit.model_validate_strings):
        with pytest.raises(ValidationError) as caught:
            read(given)
        assert not _tells(str(caught.value))


def test_small_spaces_of_values_cannot_be_searched() -> None:
    """With the redacted log in hand, no day of ten years opens the commitment to a date of birth; the salt opens it."""
    engine = Engine([_with_birthday()], vietnam())
    born = "1990-05-17"
    personal = {"born": c.Personal(value=born, salt=SALT)}
    filed = engine.handle(None, _filing().model_copy(update={"personal": personal}), by=APPLICANT_ACTOR, at=FILED)
    kept = event_to_json(filed.events[0])
    gone = json.loads(kept)
    gone["personal"] = None
    (committed,) = [one["commitment"] for one in gone["effects"] if one["kind"] == "personal_fact_committed"]
    days = [(date(1985, 1, 1) + timedelta(days=day)).isoformat() for day in range(3653)]

    def opened_by(salts: set[str]) -> set[str]:
        return {
            day
            for salt in salts
            for day in days
            if "sha256:" + hashlib.sha256(json.dumps([salt, day], separators=(",", ":")).encode()).hexdigest()
            == committed
        }

    assert opened_by({SALT}) == {born}
    assert opened_by({"", *_strings(gone)}) == set()


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
