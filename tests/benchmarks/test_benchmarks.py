"""The benchmarks run, their contestants do the same work, and their page says what was measured; nothing is timed."""

from __future__ import annotations

import doctest
import json
import re
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks import command_line, races
from benchmarks.budgets import BUDGETS
from benchmarks.days import walk_days, walk_minutes
from benchmarks.harness import TINY, Contestant, Race, always, check, run
from benchmarks.machine import describe
from benchmarks.page import duration, page
from benchmarks.plot import RACES, plot
from benchmarks.results import Outcome, Report, Table, Timing

MISSING = "a peer is missing; all come with the group 'benchmarks'"
DAY_PEERS = ("bizdays", "holidays", "numpy", "pandas", "workalendar")
PEERS = {
    "command": ("transitions", "statemachine"),
    "six-steps": ("SpiffWorkflow",),
    "six-steps-sqlite": ("SpiffWorkflow", "sqlmodel"),
    "replay": ("eventsourcing",),
    "save": ("eventsourcing", "sqlmodel"),
    "save-unsynced": ("eventsourcing", "sqlmodel"),
    "due-date": DAY_PEERS,
    "working-minutes": ("businesstimedelta", "pandas"),
    "bulk": ("numpy",),
    "bulk-paused": ("numpy",),
    "explanation": (),
    "import": (),
}


def built(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Race:
    """Build a race, or skip the test where its peers are not installed."""
    for peer in PEERS[name]:
        pytest.importorskip(peer, reason=MISSING)
    if name == "import":
        monkeypatch.setattr(
            "benchmarks.races.importing.STATEMENTS", ("import dossierflow", "import dossierflow.engine", "import json")
        )
    if name.startswith("bulk"):
        monkeypatch.setattr("benchmarks.races.bulk.ROWS", 20_000)
    return races.race(name, folder)


@pytest.mark.parametrize("name", races.NAMES)
def test_every_contestant_does_the_work(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each race runs once through; contestants that are right agree, and one of them is ours."""
    outcome = run(built(name, tmp_path, monkeypatch), TINY)

    assert outcome.race == name
    assert outcome.ours.is_ours
    assert any(not timing.is_ours for timing in outcome.timings)
    assert len({timing.name for timing in outcome.timings}) == len(outcome.timings)
    for timing in outcome.timings:
        assert len(timing.rounds) == 1
        assert timing.least > 0
    for budget in BUDGETS:
        if budget.race == name:
            assert budget.measured(outcome) > 0


def adding(name: str, returned: object, *, is_right: bool = True) -> Contestant:
    """Return a contestant that returns *returned*."""
    return Contestant(name=name, is_ours=name == "ours", is_right=is_right, prepare=always(lambda: returned))


def toy(*contestants: Contestant) -> Race:
    """Return a race whose work is to return 2."""
    return Race(name="toy", title="Toy", about="Two.", operation="one", contestants=contestants, expected=2)


def test_a_contestant_that_does_something_else_is_found() -> None:
    """A peer that is said to be right and does other work stops the race before anything is timed."""
    with pytest.raises(AssertionError, match="toy: peer did 3, not 2"):
        check(toy(adding("ours", 2), adding("peer", 3)))


def test_a_contestant_that_is_known_to_be_wrong_may_run() -> None:
    """A peer that is in the race to be counted wrong is timed like the others."""
    outcome = run(toy(adding("ours", 2), adding("peer", 3, is_right=False)), TINY)

    assert [timing.name for timing in outcome.timings] == ["ours", "peer"]


def test_rounds_are_interleaved_and_prepared() -> None:
    """Every round times each contestant once, beginning with another one each time, prepared for its calls."""
    seen: list[tuple[str, int]] = []

    def contestant(name: str) -> Contestant:
        def prepare(calls: int) -> object:
            seen.append((name, calls))
            return lambda: 2

        return Contestant(name=name, is_ours=name == "a", prepare=prepare, reports_seconds=True)  # type: ignore[arg-type]

    outcome = run(toy(contestant("a"), contestant("b")), replace(TINY, rounds=3, longest=1))

    assert [name for name, _ in seen] == ["a", "b", "a", "b", *("a", "b"), *("b", "a"), *("a", "b")]
    assert {calls for _, calls in seen} == {1}
    assert outcome.of("b").rounds == (2.0, 2.0, 2.0)
    assert outcome.ratio("b", "a") == 1.0
    with pytest.raises(KeyError):
        outcome.of("c")


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        # the Saturday 5 January 2019 was worked in exchange for Monday 31 December 2018
        (date(2018, 12, 28), 1, date(2019, 1, 2)),
        (date(2019, 1, 4), 1, date(2019, 1, 5)),
        (date(2019, 1, 5), 1, date(2019, 1, 7)),
        (date(2019, 1, 6), 5, date(2019, 1, 11)),
        (date(2019, 1, 7), -1, date(2019, 1, 5)),
        (date(2027, 12, 31), 1, None),
        (date(2018, 1, 2), -1, None),
    ],
)
def test_the_walk_counts_swapped_days(day: date, n: int, expected: date | None) -> None:
    """The oracle of days knows a worked Saturday and ends with the calendar."""
    assert walk_days(day, n) == expected


@pytest.mark.parametrize(
    ("at", "n", "expected"),
    [
        ("2019-01-04 16:00", 60, "2019-01-04 17:00"),
        ("2019-01-04 16:00", 61, "2019-01-05 08:01"),
        ("2019-01-04 11:30", 30, "2019-01-04 12:00"),
        ("2019-01-04 11:30", 31, "2019-01-04 13:01"),
        ("2019-01-06 03:00", 480, "2019-01-07 17:00"),
    ],
)
def test_the_walk_ends_at_closing_time(at: str, n: int, expected: str) -> None:
    """The oracle of minutes ends a term that fills the day when the office closes."""
    assert walk_minutes(datetime.fromisoformat(at), n) == datetime.fromisoformat(expected)


def test_a_mask_of_weekdays_loses_the_swapped_day() -> None:
    """The peers fed with Monday to Friday are wrong across a worked Saturday; fed with seven days they are right."""
    peers = pytest.importorskip("benchmarks.peers.day_libraries", reason=MISSING, exc_type=ImportError)
    trigger = date(2018, 12, 10)
    for library in (peers.bizdays_of, peers.numpy_of, peers.pandas_of, peers.workalendar_of):
        assert library(swaps=True)(trigger, 20) == walk_days(trigger, 20) == date(2019, 1, 8)
        assert library(swaps=False)(trigger, 20) == date(2019, 1, 9)


@pytest.fixture
def report() -> Report:
    """A report of two races, of which one meets its budget and one does not."""
    timings = (
        Timing("ours", is_ours=True, calls=3, rounds=(0.001, 0.002, 0.003)),
        Timing("peer", is_ours=False, calls=1, rounds=(0.5, 0.004, 0.25)),
    )
    table = Table("Wrong answers", ("library", "wrong"), (("peer", 1234),))
    return Report(
        describe(0.5),
        "tiny run",
        (
            Outcome("toy", "Toy", "\nTwo.\n", "one sum", timings, (table,)),
            Outcome(
                "explanation",
                "Explanation",
                "Why.",
                "one term",
                (
                    Timing("dossierflow, explanation", is_ours=True, calls=1, rounds=(9e-6,)),
                    Timing("day loop of the standard library", is_ours=False, calls=1, rounds=(1e-6,)),
                ),
            ),
            Outcome("import", "Import", "Time.", "one import", _imports(0.3, 0.2)),
        ),
    )


def _imports(package: float, engine: float) -> tuple[Timing, ...]:
    return (
        Timing("import dossierflow", is_ours=True, calls=1, rounds=(package,)),
        Timing("import dossierflow.engine", is_ours=True, calls=1, rounds=(engine,)),
    )


def test_the_page_says_what_was_measured(report: Report) -> None:
    """Medians, minima, ratios, findings and verdicts are on the page, and races that were not run are not."""
    text = page(report)

    assert "| **ours** | 2.00 ms | 1.00 ms | 1.00 | not counted |" in text
    assert "| peer | 250 ms | 4.00 ms | 125 | 1,234 |" in text
    assert "![" not in text
    assert "](figures.svg)" in page(report, "figures.svg")
    assert "| peer | 1,234 |" in text
    assert "at most 10 times a day loop | 9.00 times | 9.00 times | met |" in text
    assert "| `import dossierflow`: under 250 ms | 300 ms | 300 ms | **not met** |" in text
    assert "| `import dossierflow.engine`: under 250 ms | 200 ms | 200 ms | met |" in text
    assert "eventsourcing |" not in text
    assert report.machine.processor in text


def test_the_picture_tells_kinds_apart_without_colour(report: Report) -> None:
    """Ours, right peers and wrong peers differ in fill and border; every bar has its time and its wrong answers."""
    outcome = replace(report.outcomes[0], race="due-date")
    drawn = plot(replace(report, outcomes=(outcome,))) or ""

    root = ET.fromstring(drawn)  # noqa: S314 - drawn a line above
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"Toy", "ours", "2.00 ms", "not counted", "peer", "250 ms", "1,234"} <= set(texts)
    assert drawn.count("stroke-dasharray") == 2
    assert set(re.findall(r'fill="#([0-9a-f]+)"', drawn)) <= {"111", "222", "444", "aaa", "fff"}
    assert plot(report) is None


def test_the_data_are_json(report: Report) -> None:
    """The data hold every round in seconds, and ratios to ours."""
    data = json.loads(json.dumps(report.as_json()))

    peer = data["races"][0]["timings"][1]
    assert data["format"] == "dossierflow/benchmarks@1"
    assert peer["rounds_s"] == [0.5, 0.004, 0.25]
    assert peer["ratio_to_ours"] == 125
    assert data["races"][0]["tables"][0]["rows"] == [["peer", 1234]]


def test_the_examples_of_the_page_run() -> None:
    """The doctests of the page builder, which stands outside the folders that are collected, hold."""
    result = doctest.testmod(sys.modules["benchmarks.page"])

    assert result.attempted >= 2
    assert result.failed == 0


def test_the_published_figures_cover_every_race() -> None:
    """The page in the documentation was written from its data, and lacks no race."""
    folder = Path(__file__).resolve().parents[2] / "docs"
    data = json.loads((folder / "benchmarks.json").read_text("utf-8"))
    text = (folder / "benchmarks.md").read_text("utf-8")

    assert [race["race"] for race in data["races"]] == list(races.NAMES)
    assert "](benchmarks.svg)" in text
    drawn = (folder / "benchmarks.svg").read_text("utf-8")
    assert all(race["title"] in drawn for race in data["races"] if race["race"] in RACES)
    for race in data["races"]:
        assert f"## {race['title']}\n" in text
        assert all(timing["name"] in text for timing in race["timings"])


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(1.234e-8, "12.3 ns"), (1.5e-5, "15.0 µs"), (0.02, "20.0 ms"), (1.5, "1.50 s"), (1200, "1,200 s")],
)
def test_durations_have_three_figures(seconds: float, expected: str) -> None:
    """A duration is shown in the unit that suits it."""
    assert duration(seconds) == expected


def test_the_command_writes_page_and_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command runs the races asked for, prints them, and writes the page with its data beside it."""
    monkeypatch.setattr(command_line, "QUICK", TINY)
    written = tmp_path / "page.md"

    status = command_line.main(
        ["--quick", "--only", "explanation", "--write", str(written), "--json", str(tmp_path / "x")]
    )

    assert status == 0
    assert "## Explanation of a 20-working-day term" in written.read_text("utf-8")
    assert json.loads((tmp_path / "page.json").read_text("utf-8"))["races"][0]["race"] == "explanation"
    assert (tmp_path / "x").read_text("utf-8") == (tmp_path / "page.json").read_text("utf-8")
    assert "day loop of the standard library" in capsys.readouterr().out


def test_an_unknown_race_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt race is a usage error that lists the races."""
    with pytest.raises(SystemExit) as stopped:
        command_line.main(["--only", "replays"])

    assert stopped.value.code == 2
    assert "'replay'" in capsys.readouterr().err


@pytest.mark.parametrize(("wrong", "is_met"), [(0, True), (1, False)])
def test_a_wrong_answer_breaks_a_budget_that_promises_exactness(*, wrong: int, is_met: bool) -> None:
    """However fast, a due date that is wrong once does not keep the promise."""
    budget = next(budget for budget in BUDGETS if budget.is_exact)
    timings = (
        Timing(budget.ours, is_ours=True, calls=1, rounds=(1e-9,)),
        Timing(str(budget.peer), is_ours=False, calls=1, rounds=(1e-3,)),
    )
    table = Table("Wrong answers", ("library", "wrong"), ((budget.ours, wrong), (str(budget.peer), 7)))

    assert budget.is_met(Outcome("due-date", "Due", "", "one", timings, (table,))) is is_met
