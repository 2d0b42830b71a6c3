"""Four steps of three working days in a limit of twenty days: the start days that break it, the first one played."""

from __future__ import annotations

import json
import re
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dossierflow.cli import app
from dossierflow.errors import CalendarCoverageError
from dossierflow.procedure import Procedure, load_procedure, procedure_from
from dossierflow.reading import read_document
from dossierflow.review.findings import Severity, Subject
from dossierflow.review.time import Tables, check_time, exhaust, stretches
from dossierflow.simulate import read_scenario, run_scenario
from dossierflow.worktime import vietnam

FILE = Path(__file__).parents[3] / "examples" / "four-steps" / "four-steps@2018-01-01.yaml"
CALENDAR = vietnam()
TABLES = Tables(CALENDAR)
A_DAY = timedelta(days=1)


def walked(steps: tuple[int, ...], limit: int) -> tuple[list[date], list[date]]:
    """Return the start days that break the limit and those that were counted, walking day by day."""
    breaking, counted = [], []
    start = CALENDAR.first
    while start <= CALENDAR.last:
        done, due = start, start + limit * A_DAY
        try:
            for step in steps:
                for _ in range(step):
                    done += A_DAY
                    while not CALENDAR.is_working(done):
                        done += A_DAY
            while not CALENDAR.is_working(due):
                due += A_DAY
        except CalendarCoverageError:
            # the calendar ends: neither this start day nor a later one can be counted
            return breaking, counted
        counted.append(start)
        if done > due:
            breaking.append(start)
        start += A_DAY
    return breaking, counted


def with_terms(steps: tuple[int, ...], limit: int) -> Procedure:
    """Return the example with other numbers in it."""
    text = FILE.read_text(encoding="utf-8").replace("term: 20 days", f"term: {limit} days")
    terms = iter(steps)
    text = re.sub("term: 3 working days", lambda _: f"term: {next(terms)} working days", text)
    return procedure_from(read_document(text, file="changed.yaml"))


@pytest.mark.parametrize(
    ("steps", "limit"), [((3, 3, 3, 3), 20), ((1, 2, 5, 1), 14), ((3, 3, 3, 3), 24), ((4, 4, 4, 4), 22)]
)
def test_exactly_the_start_days_that_break_are_found(steps: tuple[int, ...], limit: int) -> None:
    """A walk from day to day, which knows only which days are worked, finds the same start days, all ten years."""
    breaking, counted = walked(steps, limit)

    (found,) = exhaust(with_terms(steps, limit), CALENDAR, tables=TABLES).limits

    assert list(found.breaking) == list(found.ours_breaking) == breaking
    assert found.decided == len(counted)


def test_most_days_are_sound_and_those_before_tet_are_not() -> None:
    """Nine start days in ten are sound; every Tết has its stretch of days that are not."""
    (found,) = exhaust(load_procedure(FILE), CALENDAR, tables=TABLES).limits
    longest = [(first, last) for first, last in stretches(found.breaking) if (last - first).days > 14]

    assert len(found.breaking) < found.decided / 10
    assert [first.year for first, _ in longest] == list(range(2018, 2027))
    assert {first.month for first, _ in longest} == {1}


def test_the_worst_and_best_case_and_the_slack_are_told() -> None:
    """Worst and best case are those of a walk, and the least slack is that of a start day that breaks."""
    (found,) = exhaust(load_procedure(FILE), CALENDAR, tables=TABLES).limits
    (path,) = found.paths
    lengths: dict[date, int] = {}
    for start in walked((3, 3, 3, 3), 20)[1]:
        done, left = start, 12
        while left:
            done += A_DAY
            left -= CALENDAR.is_working(done)
        lengths[start] = (done - start).days

    assert (path.worst.working_days, path.best.working_days) == (12, 12)
    assert (path.worst.days, path.best.days) == (max(lengths.values()), min(lengths.values()))
    assert (lengths[path.worst.day], lengths[path.best.day]) == (path.worst.days, path.best.days)
    assert path.slack.days < 0
    assert path.slack.day in found.breaking
    assert (path.ours, path.alike) == (path.worst, 1)


def test_the_finding_says_so_in_both_languages() -> None:
    """Code, severity, line and count stand in the finding, and every day among its figures."""
    check = check_time(Subject(load_procedure(FILE), str(FILE)), CALENDAR, tables=TABLES, scenarios=True)
    (finding,) = check.findings
    breaking, counted = walked((3, 3, 3, 3), 20)

    assert (finding.code, finding.severity, finding.field) == ("DF701", Severity.WARNING, "limits.total")
    assert f"on {len(breaking)} of {len(counted)} start days" in finding.message.en
    assert f"ở {len(breaking)} trong {len(counted)} ngày nộp" in finding.message.vi
    assert finding.details["days"] == [day.isoformat() for day in breaking]
    assert finding.reproducer == check.scenarios[0].name


def test_the_scenario_of_the_first_breach_plays_it(tmp_path: Path) -> None:
    """`check --scenarios` writes a file that `run` plays to the missed limit, every step in time."""
    runner = CliRunner()
    asked = ["check", str(FILE), "--only", "DF7", "--scenarios", str(tmp_path / "out"), "--json"]
    told = runner.invoke(app, asked)
    (finding,) = json.loads(told.output)["findings"]

    file = Path(finding["reproducer"])
    run = run_scenario(read_scenario(file))
    dossier = run.played[-1].dossier
    played = runner.invoke(app, ["run", str(file), "--lang", "en"])

    assert told.exit_code == 1
    assert finding["details"]["first"] == "2018-01-30"
    assert run.is_as_expected
    assert dossier is not None
    assert {name: clock.state.value for name, clock in dossier.deadlines.items()} == {
        "total": "met_late",
        **{f"{step}_part": "met" for step in ("check", "appraise", "review", "sign")},
    }
    assert played.exit_code == 0
    assert "ran out" in played.output


def test_a_later_hour_of_handing_over_costs_a_day_a_step() -> None:
    """With a hand-over by 15:00 each of the four steps begins a day later, and more start days break."""
    (plain,) = exhaust(load_procedure(FILE), CALENDAR, tables=TABLES).limits
    (late,) = exhaust(load_procedure(FILE), CALENDAR, tables=TABLES, handover=time(15)).limits

    assert late.paths[0].worst.working_days == plain.paths[0].worst.working_days + 3
    assert set(plain.breaking) < set(late.breaking)


def test_only_the_start_days_of_the_window_are_counted() -> None:
    """A window that is given bounds the start days; one outside the calendar leaves none."""
    procedure = load_procedure(FILE)
    few = exhaust(procedure, CALENDAR, first=date(2026, 2, 10), last=date(2026, 2, 19), tables=TABLES)
    none = exhaust(procedure, CALENDAR, first=date(2031, 1, 1), tables=TABLES)

    assert (few.first, few.last, few.days) == (date(2026, 2, 10), date(2026, 2, 19), 10)
    assert few.limits[0].breaking == tuple(date(2026, 2, day) for day in range(10, 18))
    assert (none.days, none.limits) == (0, ())
