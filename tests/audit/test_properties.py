"""Any life, of any procedure, travels unchanged and proves itself."""

from __future__ import annotations

import io
import json

import jsonschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossierflow.audit import event_schema, from_batch, read_log, to_batch, verify, write_log
from dossierflow.engine import Engine, event_to_json
from dossierflow.testing.sample import instant
from dossierflow.testing.strategies import Life, lives, procedures
from dossierflow.worktime.vietnam import vietnam

CALENDAR = vietnam()
SCHEMA = jsonschema.Draft202012Validator(event_schema())
slow = settings(
    max_examples={"deep": 300}.get(settings.get_current_profile_name(), 25),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@st.composite
def some_lives(draw: st.DrawFn) -> Life:
    """Return a life of some procedure, begun a week before Tết 2026."""
    engine = Engine([draw(procedures())], CALENDAR)
    return draw(lives(engine, start=instant("2026-02-09T15:20")))


@slow
@given(some_lives())
def test_every_event_travels_unchanged(life: Life) -> None:
    """Through a log and through CloudEvents every event comes back equal, and passes the schema."""
    log = io.BytesIO()
    write_log(life.log, log)
    sent = json.loads(json.dumps(to_batch(life.log, "/office", personal=True)))

    assert tuple(read_log(io.BytesIO(log.getvalue()))) == life.log
    assert from_batch(sent) == life.log
    for event in life.log:
        assert list(SCHEMA.iter_errors(json.loads(event_to_json(event)))) == []


@slow
@given(some_lives(), st.data())
def test_any_changed_byte_of_any_life_is_found(life: Life, data: st.DataObject) -> None:
    """Untouched the log is intact; with one byte changed, the line is named."""
    lines = [event_to_json(event).encode() + b"\n" for event in life.log]
    assert verify(lines, head=life.dossier.head).is_intact
    line = data.draw(st.integers(0, len(lines) - 1))
    offset = data.draw(st.integers(0, len(lines[line]) - 2))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != lines[line][offset]))
    log = b"".join(lines[:line]) + lines[line][:offset] + bytes([byte]) + lines[line][offset + 1 :]
    log += b"".join(lines[line + 1 :])

    assert line + 1 in {one.line for one in verify(io.BytesIO(log), head=life.dossier.head).findings}
