"""A forecast of offices flows into the report: simulated events are events like any others."""

from __future__ import annotations

import csv
import json
from itertools import chain
from pathlib import Path

from tests.onestop.recount import numbers, recount
from typer.testing import CliRunner

from dossierflow.audit import read_log
from dossierflow.cli import app
from dossierflow.forecast import Outcome, forecast, plan_from
from dossierflow.onestop.indicators import Indicators, Period
from dossierflow.procedure import catalogue
from dossierflow.reading import read_document

PLAN = Path(__file__).resolve().parents[2] / "examples" / "province" / "two-communes.plan.yaml"


def test_a_simulated_month_makes_a_report(tmp_path: Path) -> None:
    """Two communes for two days: the report has the forecast's dossiers and equals the recount of its logs."""
    text = PLAN.read_text("utf-8").replace('"2026-08-28"', '"2026-08-04"').replace("dossiers: 41", "dossiers: 5")
    forecast(plan_from(read_document(text)), seed=7, workers=1, out=tmp_path, events=True)
    logs = sorted((tmp_path / "events").glob("*.jsonl"))
    with (tmp_path / "dossiers.csv").open(encoding="utf-8", newline="") as file:
        simulated = list(csv.DictReader(file))

    found = Indicators.of(
        chain.from_iterable(map(read_log, logs)), period=Period.parse("2026-08"), procedures=catalogue()
    )
    lines = [line for log in logs for line in log.read_text("utf-8").splitlines()]
    promised = {one.procedure: one.reception.appointments for one in catalogue()}
    period = Period.parse("2026-08")
    again = recount(lines, period.first, period.last, promised)

    assert len(found.rows) == len(simulated) == len(again)
    expected = numbers(again.values())
    assert found.total.numbers["received"] == expected["received"]
    assert all(found.total.numbers[key] == expected[key] for key in ("finished", "open", "stopped", "asked_again"))
    assert found.unknown_procedures == ()

    done = CliRunner().invoke(app, ["report", str(tmp_path / "events"), "--period", "2026-08", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["total"]["numbers"] == dict(found.total.numbers)


def test_forecast_and_report_agree_on_lateness(tmp_path: Path) -> None:
    """Offices with too much to do: as many early, on time, late and stopped on both sides, dossier by dossier."""
    slow = PLAN.read_text("utf-8").replace("mean: 60,", "mean: 420,").replace("{fixed: 15}", "{fixed: 60}")
    played = forecast(plan_from(read_document(slow)), seed=1, workers=1, out=tmp_path, events=True)
    found = Indicators.of(
        chain.from_iterable(map(read_log, sorted((tmp_path / "events").glob("*.jsonl")))),
        period=Period.parse("2026"),
        procedures=catalogue(),
    )
    pairs = {
        Outcome.EARLY: "legal_early",
        Outcome.ON_TIME: "legal_on_time",
        Outcome.LATE: "legal_late",
        Outcome.OTHER: "legal_not_owed",
    }
    with (tmp_path / "dossiers.csv").open(encoding="utf-8", newline="") as file:
        came_off = {line["id"]: line["outcome"] for line in csv.DictReader(file)}

    assert played.outcomes[Outcome.LATE] > 10
    assert sum(played.outcomes[one] for one in pairs) == played.arrivals == found.total.numbers["received"]
    for outcome, number in pairs.items():
        listed = {row.dossier for row in found.total.dossiers(number)}
        assert listed == {dossier for dossier, result in came_off.items() if result == outcome.value}
