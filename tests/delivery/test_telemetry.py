"""Spans and metrics, read back from the exporters in memory of the SDK."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from tests.delivery.conftest import Fake, failing

from dossierflow import APPLICANT_ACTOR, Engine, commands, shipped, vietnam
from dossierflow.delivery import Relay
from dossierflow.delivery.telemetry import Telemetry
from dossierflow.errors import NaiveInstantError
from dossierflow.store import MemoryUnits, Sweeper, handle_in_store
from dossierflow.testing.contracts.life import ENGINE, FILED, LATER, life_elsewhere, live
from dossierflow.testing.sample import LIFE, RECEIVER, instant, submission

if TYPE_CHECKING:
    from collections.abc import Mapping


class Seen:
    """What an application that listens is told."""

    def __init__(self) -> None:
        self.spans = InMemorySpanExporter()
        self.reader = InMemoryMetricReader()
        tracing = TracerProvider()
        tracing.add_span_processor(SimpleSpanProcessor(self.spans))
        self.telemetry = Telemetry(tracer_provider=tracing, meter_provider=MeterProvider(metric_readers=[self.reader]))

    def metrics(self) -> dict[str, list[tuple[Mapping[str, object], float]]]:
        """Return every metric with the attributes and values of its points."""
        data = self.reader.get_metrics_data()
        found: dict[str, list[tuple[Mapping[str, object], float]]] = {}
        for one in data.resource_metrics[0].scope_metrics[0].metrics if data else ():
            for point in one.data.data_points:
                value = point.value if hasattr(point, "value") else point.sum
                found.setdefault(one.name, []).append((dict(point.attributes or {}), value))
        return found

    def everything(self) -> str:
        """Return all that was told, as one text."""
        told = [json.loads(span.to_json()) for span in self.spans.get_finished_spans()]
        return json.dumps([told, self.metrics()], ensure_ascii=False, default=str)


@pytest.fixture
def seen() -> Seen:
    """Return a listener of its own for each test."""
    return Seen()


def test_commands_are_told_by_outcome(seen: Seen) -> None:
    """Accepted, repeated, refused and failed, with procedure and reason, and never with a person or a dossier."""
    engine, units = seen.telemetry.engine(ENGINE), MemoryUnits()
    with units() as unit:
        handle_in_store(engine, unit.store, "S-1", submission("S-1", "Nguyễn Văn A"), by=APPLICANT_ACTOR, at=FILED)
        for _ in range(2):
            at = instant("2026-02-06T08:00")
            handle_in_store(engine, unit.store, "S-1", commands.Receive(), by=RECEIVER, at=at, command_id="1")
        handle_in_store(engine, unit.store, "S-1", commands.Receive(), by=RECEIVER, at=instant("2026-02-06T09:00"))
        with pytest.raises(NaiveInstantError):
            handle_in_store(engine, unit.store, "S-1", commands.Receive(), by=RECEIVER, at=FILED.replace(tzinfo=None))

    spans = seen.spans.get_finished_spans()
    assert [one.name for one in spans] == ["dossierflow.command"] * 5
    assert [(one.attributes or {}).get("dossierflow.outcome") for one in spans] == [
        "accepted", "accepted", "repeated", "refused", None,
    ]  # fmt: skip
    assert (spans[3].attributes or {})["dossierflow.refusal"] == "already_received"
    assert (spans[4].attributes or {})["error.type"] == "naive_instant"
    assert not spans[4].status.is_ok
    assert sum(value for _, value in seen.metrics()["dossierflow.commands"]) == 5
    for secret in ("Nguyễn", "S-1", str(RECEIVER.person)):
        assert secret not in seen.everything()


def test_an_engine_that_tells_decides_the_same(seen: Seen) -> None:
    """A whole life, event by event, byte by byte."""
    engine = seen.telemetry.engine(ENGINE)
    told = [engine.handle(None, submission("S-1"), by=APPLICANT_ACTOR, at=FILED)]
    for at, by, command in LIFE:
        told.append(engine.handle(told[-1].or_raise(), command, by=by, at=instant(at)))

    assert told == life_elsewhere()
    assert engine.explain(told[-1].or_raise(), "total") == ENGINE.explain(told[-1].or_raise(), "total")


def test_sweeps_are_told_with_their_lateness(seen: Seen) -> None:
    """Counts, incidents by code, and how late the latest was; missed deadlines by limit."""
    units = MemoryUnits()
    with units() as unit:
        live(unit.store, "S-1", 1)
    report = seen.telemetry.sweep(Sweeper(seen.telemetry.engine(ENGINE), units), LATER)
    with units() as unit:
        live(unit.store, "S-2", 1)
    seen.telemetry.sweep(Sweeper(Engine(shipped("building-permit"), vietnam()), units), LATER)

    told = seen.metrics()
    assert told["dossierflow.sweep.dossiers"] == [({}, 1)]
    assert told["dossierflow.sweep.incidents"] == [({"error.type": "unknown_name"}, 1)]
    assert told["dossierflow.sweep.lateness"][0][1] == report.latest.total_seconds() > 0
    missed = told["dossierflow.deadlines.missed"]
    assert {one["dossierflow.procedure"] for one, _ in missed} == {"sample-permit"}
    assert sum(value for _, value in missed) == report.events
    first = seen.spans.get_finished_spans()[0]
    assert (first.attributes or {})["dossierflow.sweep.events"] == report.events
    assert "S-2" not in seen.everything()


def test_relays_are_told_with_what_waits(seen: Seen, units: MemoryUnits) -> None:
    """Delivered, failed, buried; how much waits, how old the oldest is."""
    fake = Fake(failures={"S-1/note/2": failing()})
    seen.telemetry.relay(Relay(units, fake, tries=1), LATER)

    told = seen.metrics()
    assert {one["dossierflow.outcome"]: value for one, value in told["dossierflow.relay.messages"]} == {
        "delivered": 3,
        "failed": 0,
        "buried": 1,
    }
    states = {one["dossierflow.state"]: value for one, value in told["dossierflow.outbox.messages"]}
    assert states == {"waiting": 1, "dead": 1}
    assert told["dossierflow.outbox.age"] == [({"dossierflow.channel": "default"}, 0.0)]


def test_without_an_sdk_nothing_happens() -> None:
    """A host that listens to nothing pays for nothing: no SDK is loaded, and every call works."""
    program = (
        "from dossierflow.delivery.telemetry import Telemetry\n"
        "from dossierflow.testing.contracts.life import ENGINE, FILED\n"
        "from dossierflow.testing.sample import submission\n"
        "from dossierflow import APPLICANT_ACTOR\n"
        "engine = Telemetry().engine(ENGINE)\n"
        "assert engine.handle(None, submission('S-1'), by=APPLICANT_ACTOR, at=FILED).is_accepted\n"
        "import sys\n"
        "assert not any(name.startswith('opentelemetry.sdk') for name in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
