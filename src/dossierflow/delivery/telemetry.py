"""
Spans and metrics of commands, sweeps and deliveries, through the API of OpenTelemetry alone.

The one door to `opentelemetry`, which the extra ``telemetry`` installs. Without
a configured SDK every call does nothing; which exporter is used is the host's
affair. The engine stays pure: an engine that tells is another object around
it. No attribute holds a dossier's id, a person, or a fact.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from dossierflow.engine.effects import DeadlineMissed
from dossierflow.engine.engine import Engine
from dossierflow.errors import DossierflowError

try:
    from opentelemetry import metrics as _metrics
    from opentelemetry import trace as _trace
except ImportError as error:  # pragma: no cover - the tests have it
    _MSG = "telemetry needs the API of OpenTelemetry; install it with: pip install 'dossierflow[telemetry]'"
    raise ImportError(_MSG) from error

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from datetime import datetime

    from opentelemetry.metrics import MeterProvider
    from opentelemetry.trace import Span, TracerProvider

    from dossierflow.delivery.relay import Relay, RelayReport
    from dossierflow.engine.actors import Actor
    from dossierflow.engine.commands import Command
    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.engine import Decision
    from dossierflow.engine.events import Event
    from dossierflow.store.sweep import Sweeper, SweepReport

_SCOPE: Final = "dossierflow"


class Telemetry:
    """Tells what commands, sweeps and relays do."""

    def __init__(
        self, *, tracer_provider: TracerProvider | None = None, meter_provider: MeterProvider | None = None
    ) -> None:
        """
        Tell the given providers, or those that the host has set for its process.

        Args:
            tracer_provider: Where spans go.

            meter_provider: Where metrics go.
        """
        self._tracer = _trace.get_tracer(_SCOPE, tracer_provider=tracer_provider)
        meter = _metrics.get_meter(_SCOPE, meter_provider=meter_provider)
        count, spread, level = meter.create_counter, meter.create_histogram, meter.create_gauge
        self._commands = count("dossierflow.commands", unit="{command}", description="Commands, by outcome.")
        self._missed = count("dossierflow.deadlines.missed", unit="{deadline}", description="Deadlines that ran out.")
        self._swept = count("dossierflow.sweep.dossiers", unit="{dossier}", description="Dossiers that sweeps fired.")
        self._warned = count("dossierflow.sweep.warnings", unit="{warning}", description="Warnings given by sweeps.")
        self._incidents = count("dossierflow.sweep.incidents", unit="{incident}", description="Failures of sweeps.")
        self._late = spread(
            "dossierflow.sweep.lateness", unit="s", description="How long the longest overdue clock had run out."
        )
        self._relayed = count("dossierflow.relay.messages", unit="{message}", description="Messages, by outcome.")
        self._waiting = level("dossierflow.outbox.messages", unit="{message}", description="Messages not delivered.")
        self._age = level("dossierflow.outbox.age", unit="s", description="Age of the oldest message that waits.")

    def engine(self, engine: Engine) -> Engine:
        """Return an engine that decides as *engine* does, and tells of every command."""
        return _ToldEngine(engine, self)

    def sweep(self, sweeper: Sweeper, at: datetime, *, limit: int | None = None) -> SweepReport:
        """Sweep, and tell; see `dossierflow.store.Sweeper.sweep`."""
        with self.span("dossierflow.sweep") as span:
            report = sweeper.sweep(at, limit=limit)
            span.set_attributes(
                {
                    "dossierflow.sweep.dossiers": report.dossiers,
                    "dossierflow.sweep.events": report.events,
                    "dossierflow.sweep.warnings": report.warnings,
                    "dossierflow.sweep.incidents": len(report.incidents),
                    "dossierflow.sweep.lateness": report.latest.total_seconds(),
                }
            )
        self._swept.add(report.dossiers)
        self._warned.add(report.warnings)
        for one in report.incidents:
            self._incidents.add(1, {"error.type": one.error})
        self._late.record(report.latest.total_seconds())
        return report

    def relay(
        self, relay: Relay, at: datetime, *, clock: Callable[[], datetime] | None = None, limit: int | None = None
    ) -> RelayReport:
        """Run *relay*, and tell; see `dossierflow.delivery.Relay.run`."""
        where = {"dossierflow.channel": relay.channel}
        with self.span("dossierflow.relay") as span:
            report = relay.run(at, clock=clock, limit=limit)
            span.set_attributes(
                {
                    **where,
                    "dossierflow.relay.delivered": report.delivered,
                    "dossierflow.relay.failed": report.failed,
                    "dossierflow.relay.buried": len(report.buried),
                    "dossierflow.relay.unreachable": report.is_unreachable,
                }
            )
        counted = {"delivered": report.delivered, "failed": report.failed, "buried": len(report.buried)}
        for outcome, count in counted.items():
            self._relayed.add(count, {**where, "dossierflow.outcome": outcome})
        self._waiting.set(report.backlog.waiting, {**where, "dossierflow.state": "waiting"})
        self._waiting.set(report.backlog.dead, {**where, "dossierflow.state": "dead"})
        oldest = report.backlog.oldest
        self._age.set(0.0 if oldest is None else max((report.at - oldest).total_seconds(), 0.0), where)
        return report

    @contextmanager
    def span(self, name: str) -> Generator[Span]:
        """Open a span; an error that leaves it is named by its code, without its text, which may hold facts."""
        with self._tracer.start_as_current_span(name, record_exception=False, set_status_on_exception=False) as span:
            try:
                yield span
            except Exception as error:
                span.set_attribute("error.type", error_type(error))
                span.set_status(_trace.StatusCode.ERROR)
                raise

    def decided(self, span: Span, kind: str, decision: Decision) -> None:
        """Tell what came of a command."""
        outcome = "repeated" if decision.is_repeat else "accepted" if decision.is_accepted else "refused"
        told = {"dossierflow.command": kind, "dossierflow.outcome": outcome}
        if decision.refusal is not None:
            told["dossierflow.refusal"] = str(decision.refusal.code)
        if decision.dossier is not None:
            told["dossierflow.procedure"] = decision.dossier.procedure.id
        span.set_attributes({**told, "dossierflow.events": len(decision.events)})
        self._commands.add(1, told)
        self.fired(decision.events)

    def failed(self, kind: str, error: Exception) -> None:
        """Count a command that ended in an error."""
        told = {"dossierflow.command": kind, "dossierflow.outcome": "failed", "error.type": error_type(error)}
        self._commands.add(1, told)

    def fired(self, events: Sequence[Event]) -> None:
        """Count the deadlines that *events* found missed."""
        for event in events:
            for effect in event.effects:
                if isinstance(effect, DeadlineMissed):
                    told = {"dossierflow.procedure": event.procedure.id, "dossierflow.limit": effect.limit}
                    self._missed.add(1, told)


class _ToldEngine(Engine):
    """Decides as another engine does, whose rules it shares."""

    def __init__(self, engine: Engine, telemetry: Telemetry) -> None:
        self.rulebook = engine.rulebook
        self._told, self._telemetry = engine, telemetry

    def handle(
        self,
        dossier: Dossier | None,
        command: Command,
        *,
        by: Actor,
        at: datetime,
        recorded_at: datetime | None = None,
        command_id: str | None = None,
        expected_version: int | None = None,
    ) -> Decision:
        """Decide, and tell; see `dossierflow.Engine.handle`."""
        kind = type(command).__name__
        with self._telemetry.span("dossierflow.command") as span:
            try:
                decision = self._told.handle(
                    dossier,
                    command,
                    by=by,
                    at=at,
                    recorded_at=recorded_at,
                    command_id=command_id,
                    expected_version=expected_version,
                )
            except Exception as error:
                self._telemetry.failed(kind, error)
                raise
            self._telemetry.decided(span, kind, decision)
        return decision

    def tick(self, dossier: Dossier, at: datetime) -> Decision:
        """Fire timers, and tell; see `dossierflow.Engine.tick`."""
        decision = self._told.tick(dossier, at)
        self._telemetry.fired(decision.events)
        return decision


def error_type(error: Exception) -> str:
    """Return the code of an error of ours, or the name of a class."""
    return error.code if isinstance(error, DossierflowError) else type(error).__name__
