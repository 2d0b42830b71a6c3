"""Playing plans: the same bytes everywhere, and counts that add up, by oracles that know nothing of the players."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from pyarrow import parquet
from tests.forecast.plans import COMMUNE, plan_of, plan_of_everything

from dossierflow.audit import verify
from dossierflow.engine import event_from_json
from dossierflow.forecast import Forecast, ForecastError, Outcome, PlanFile, compare, forecast, what_if
from dossierflow.forecast.tally import table, under
from dossierflow.procedure import catalogue
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@pytest.fixture(scope="module")
def plan() -> PlanFile:
    """Return the plan of two communes."""
    return plan_of()


@pytest.fixture(scope="module")
def played(plan: PlanFile, tmp_path_factory: pytest.TempPathFactory) -> Forecast:
    """Play the plan here, with tables and logs."""
    return forecast(plan, seed=7, workers=1, out=tmp_path_factory.mktemp("one"), events=True)


def folder_of(played: Forecast) -> Path:
    """Return where a forecast has written its files."""
    assert played.files is not None
    return played.files.dossiers.parent


def digests(folder: Path) -> dict[str, str]:
    """Return the digest of every file below *folder*."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


def logs(played: Forecast) -> Iterator[list[str]]:
    """Yield the lines of every log."""
    assert played.files is not None
    assert played.files.events is not None
    for path in sorted(played.files.events.iterdir()):
        yield path.read_text("utf-8").splitlines()


def rows(played: Forecast, name: str = "dossiers") -> list[dict[str, str]]:
    """Return the rows of a table, as its CSV file has them."""
    with (folder_of(played) / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_pool_gives_the_same_bytes(plan: PlanFile, played: Forecast, tmp_path: Path) -> None:
    """Two processes write the very files that one writes, logs included."""
    other = forecast(plan, seed=7, workers=2, out=tmp_path, events=True)

    assert digests(folder_of(played)) == digests(tmp_path)
    assert (played.tally, played.units) == (other.tally, other.units)


def test_any_executor_gives_the_same_bytes(plan: PlanFile, played: Forecast, tmp_path: Path) -> None:
    """An executor that is handed in is used, and changes nothing."""
    with ThreadPoolExecutor(3) as executor:
        forecast(plan, seed=7, executor=executor, out=tmp_path, events=True)

    assert digests(folder_of(played)) == digests(tmp_path)


def test_another_seed_gives_other_luck(plan: PlanFile, played: Forecast) -> None:
    """The seed decides."""
    assert forecast(plan, seed=8, workers=1).tally != played.tally


def test_replications_are_independent(plan: PlanFile) -> None:
    """Each replication has its own luck, and the first is that of a forecast with one."""
    twice = forecast(plan_of(replications=2), seed=7, workers=1)
    once = forecast(plan, seed=7, workers=1)

    assert twice.units[:2] == once.units
    assert twice.units[2:] != once.units
    assert twice.arrivals == sum(unit.counts["sum", "arrivals"] for unit in twice.units)


def test_every_chain_verifies(played: Forecast) -> None:
    """Each log is a log of whole dossiers, with nothing missing and nothing changed."""
    found = [verify(lines) for lines in logs(played)]

    assert all(one.is_intact for one in found)
    assert sum(one.count for one in found) == played.sum("events")
    assert sum(len(one.heads) for one in found) == played.arrivals


def test_the_tables_say_the_same(played: Forecast) -> None:
    """Parquet and CSV have the same rows, and as many as dossiers came."""
    kept = parquet.read_table(folder_of(played) / "dossiers.parquet").to_pylist()
    text = rows(played)

    assert len(kept) == len(text) == played.arrivals
    assert [row["id"] for row in kept] == [row["id"] for row in text]
    assert [str(row["days_late"]) for row in kept] == [row["days_late"] for row in text]
    assert [row["submitted"].isoformat() for row in kept] == [row["submitted"] for row in text]


def test_nobody_is_lost(played: Forecast) -> None:
    """What came is finished, open, or was not filed; the tables know of nobody else."""
    outcomes = Counter(row["outcome"] for row in rows(played))

    assert outcomes == {outcome.value: count for outcome, count in played.outcomes.items() if count}
    assert played.arrivals == sum(played.outcomes.values())
    finished = sum(1 for row in rows(played) if row["finished"])
    assert played.arrivals == finished + played.outcomes[Outcome.OPEN] + played.outcomes[Outcome.OVERDUE]


def test_the_on_time_rate_follows_from_the_log_alone(played: Forecast) -> None:
    """Folding the deadlines of the log, without the engine, gives the same dossiers on time."""
    on_time: dict[str, bool] = {}
    for lines in logs(played):
        by_dossier: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for line in lines:
            event = json.loads(line)
            by_dossier[event["dossier"]].append(event)
        for dossier, events in by_dossier.items():
            judged = _kept(events)
            if judged is not None:
                on_time[dossier] = judged

    said = {
        row["id"]: row["outcome"] in {"early", "on_time"}
        for row in rows(played)
        if row["outcome"] in {"early", "on_time", "late"}
    }
    assert on_time == said
    assert played.on_time_rate == sum(on_time.values()) / len(on_time)


def _kept(events: list[dict[str, Any]]) -> bool | None:
    """Tell from the effects of *events* whether the decision kept the limit ``total``; None without a decision."""
    missed = decided = False
    for effect in (effect for event in events for effect in event["effects"]):
        if effect["kind"] == "milestone_reached" and effect["milestone"] == "decided":
            decided = True
        if effect["kind"] == "deadline_missed" and effect["limit"] == "total":
            missed = True
    return not missed if decided else None


def test_steps_begin_after_they_are_entered(played: Forecast) -> None:
    """A stay is entered, then worked on, then left; nobody works while waiting."""
    stays = rows(played, "steps")
    at = datetime.fromisoformat

    assert stays
    assert all(at(row["entered"]) <= at(row["started"]) <= at(row["left"]) for row in stays if row["started"])


def test_officers_work_one_piece_at_a_time(played: Forecast) -> None:
    """No two stays that the only justice officer works on overlap."""
    begun = sorted(
        (row["office"], row["started"], row["left"])
        for row in rows(played, "steps")
        if (row["agency"], row["role"], row["step"]) == ("commune", "officer", "compare") and row["started"]
    )

    assert len(begun) > 20
    assert all(one[0] != other[0] or one[2] <= other[1] for one, other in pairwise(begun))


def test_events_carry_who_did_it(played: Forecast) -> None:
    """Every act of an office names its officer, and takes place in the hours of the calendar."""
    people = Counter(
        event.actor.person
        for lines in logs(played)
        for event in map(event_from_json, lines)
        if event.type == "step_completed" and event.actor.agency == "commune"
    )

    assert set(people) == {"justice-01"}


def test_nothing_is_refused_but_what_came_too_late(played: Forecast) -> None:
    """Officers and applicants of the forecast know the procedure: only lateness refuses them."""
    codes = {key[-1] for key, _ in under(played.tally, "refused")}

    assert codes <= {"withdrawal_pending", "supplement_too_late"}
    assert not list(under(played.tally, "stuck"))


def test_every_shipped_procedure_can_be_played() -> None:
    """Whatever a shipped procedure knows, its dossiers come to their end, and nobody is stuck."""
    found = forecast(plan_of_everything(catalogue(), "2026-07-06", "2027-11-30", 4), seed=1, workers=1)
    open_ones = {
        key[0]: counts
        for key, counts in table(found.tally, "procedure", 1).items()
        if counts["open"] + counts["overdue"] + counts["not_filed"]
    }

    assert open_ones == {}
    assert len(found.procedures) > 30
    assert not list(under(found.tally, "stuck"))


def test_what_ifs_meet_the_same_dossiers(plan: PlanFile, played: Forecast, tmp_path: Path) -> None:
    """One officer more changes neither who comes nor how long the work on it takes."""
    other = forecast(what_if(plan, "staff.justice+1"), seed=7, workers=1, out=tmp_path)

    def key(found: Forecast) -> set[tuple[str, str, str]]:
        return {(row["id"], row["submitted"], row["procedure"]) for row in rows(found)}

    def worked(found: Forecast) -> Mapping[str, str]:
        return {row["id"]: row["worked_minutes"] for row in rows(found, "steps") if row["step"] == "compare"}

    assert key(played) == key(other)
    assert worked(played) == worked(other)
    assert other.sum("waited_staff") < played.sum("waited_staff")
    waited = next(one for one in compare(played, other) if one.measure.value == "waited_staff")
    assert waited.change < 0


def test_progress_is_told_office_by_office(plan: PlanFile) -> None:
    """Whoever waits is told how far it is."""
    told: list[tuple[int, int]] = []
    forecast(plan, seed=7, workers=1, progress=lambda done, total: told.append((done, total)))

    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"seed": -1}, "whole number from 0; found -1"),
        ({"seed": 1, "workers": 0}, "at least one worker; found 0"),
        ({"seed": 1, "events": True}, "give 'out' too"),
    ],
)
def test_what_cannot_be_played_is_refused(plan: PlanFile, options: dict[str, Any], said: str) -> None:
    """Options without a sense are refused with what to do."""
    with pytest.raises(ForecastError, match=said):
        forecast(plan, **options)


def test_work_that_outlasts_the_calendar_is_never_done() -> None:
    """An applicant who takes years to answer leaves a dossier open; it stops nobody else."""
    other = COMMUNE.replace("{after: {lognormal: {median: 1, sigma: 0.7}, unit: days}", "{after: {fixed: 900000000}")
    other = other.replace("takes: {fixed: 15}", "takes: {fixed: 900000000}")
    found = forecast(plan_of(other), seed=7, workers=1)

    assert found.arrivals == sum(found.outcomes.values())
    assert found.outcomes[Outcome.OVERDUE] > 10


@pytest.mark.parametrize("workers", [1, 2])
def test_a_limit_beyond_the_calendar_is_told(plan: PlanFile, workers: int) -> None:
    """Where a due day cannot be known the dossier is named, also when a worker finds it."""
    with pytest.raises(ForecastError, match=r"building-permit commune-1\.2\.2608.* covers 2018-01-01 to 2027-12-31"):
        forecast(what_if(plan, "limit building-permit.total +351"), seed=7, workers=workers)


def test_another_calendar_must_cover_the_plan(plan: PlanFile) -> None:
    """A calendar that is handed in and ends in the middle of the plan is refused before anything is played."""
    with pytest.raises(ForecastError, match="does not fit the calendar 'vn-public': until: "):
        forecast(plan, seed=7, workers=1, calendar=vietnam(2018, 2025))


def test_officers_who_are_never_there_do_nothing() -> None:
    """With everybody of a group on leave all dossiers wait, and nobody is busy."""
    away = 'leave: [{first: "2026-01-01", last: "2027-12-31"}]'
    found = forecast(plan_of(COMMUNE.replace("leave_days: 12", away)), seed=7, workers=1)

    assert found.arrivals == found.outcomes[Outcome.OPEN]
    assert found.utilisation["commune", "receivers"] == 0


def test_logs_of_another_forecast_are_not_mixed_in(plan: PlanFile, tmp_path: Path) -> None:
    """A folder that holds logs of other offices is refused; the same forecast may be written again."""
    forecast(plan_of(replications=2), seed=7, workers=1, out=tmp_path, events=True)

    with pytest.raises(ForecastError, match=r"holds logs of another forecast \(001-commune-1.jsonl, 2 in all\)"):
        forecast(plan, seed=7, workers=1, out=tmp_path, events=True)
    forecast(plan_of(replications=2), seed=7, workers=1, out=tmp_path, events=True)
