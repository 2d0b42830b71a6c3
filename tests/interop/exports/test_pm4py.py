"""pm4py, which knows nothing of the library, opens what is exported and counts the same."""

from __future__ import annotations

import warnings
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from dossierflow.interop.exports import LogFormat, export_log

if TYPE_CHECKING:
    from pathlib import Path

    from dossierflow.engine.events import Event

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pm4py

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.mark.parametrize(("form", "suffix"), [(LogFormat.OCEL_JSON, ".jsonocel"), (LogFormat.OCEL_SQLITE, ".sqlite")])
def test_pm4py_opens_ocel(
    log: list[Event],
    plain: list[dict[str, Any]],
    changes: Counter[tuple[str, str]],
    tmp_path: Path,
    form: LogFormat,
    suffix: str,
) -> None:
    """Events by type, clocks, their relations by qualifier and their moved due dates are those of the events."""
    out = tmp_path / f"log{suffix}"
    export_log(log, out, form)

    read = pm4py.read_ocel2_json(str(out)) if form is LogFormat.OCEL_JSON else pm4py.read_ocel2_sqlite(str(out))

    assert Counter(read.events["ocel:activity"]) == Counter(event["type"] for event in plain)
    instants = {f"{event['dossier']}:{event['sequence']}": event["occurred_at"] for event in plain}
    for row in read.events.to_dict("records"):
        assert row["ocel:timestamp"].isoformat()[:19] == _in_utc(instants[row["ocel:eid"]])
    starts = sum(count for (_, change), count in changes.items() if change == "started")
    assert (read.objects["ocel:type"] == "clock").sum() == starts
    assert (read.objects["ocel:type"] == "dossier").sum() == len({event["dossier"] for event in plain})
    suspended = sum(count for (_, change), count in changes.items() if change == "suspended")
    assert (read.relations["ocel:qualifier"] == "suspended").sum() == suspended
    assert (read.object_changes["ocel:field"] == "state").sum() > 0
    assert (read.o2o["ocel:qualifier"] == "limits").sum() == starts


def test_pm4py_opens_xes(log: list[Event], plain: list[dict[str, Any]], tmp_path: Path) -> None:
    """Traces, acts with their instants, and the lifecycle are those of the events."""
    out = tmp_path / "log.xes"
    export_log(log, out, LogFormat.XES)

    frame = pm4py.read_xes(str(out), variant="iterparse")

    assert set(frame["case:concept:name"]) == {event["dossier"] for event in plain}
    acts = frame[frame["part"] == 0]
    assert Counter(acts["event"]) == Counter(event["type"] for event in plain)
    assert {"start", "suspend", "resume", "complete"} <= set(frame["lifecycle:transition"])


def _in_utc(text: str) -> str:
    from datetime import UTC, datetime  # noqa: PLC0415 -- beside its one use

    return datetime.fromisoformat(text).astimezone(UTC).isoformat()[:19]
