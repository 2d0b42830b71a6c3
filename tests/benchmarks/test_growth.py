"""How forecasts grow is kept as data, and the pages are what the data say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks import command_line, province_page
from benchmarks.growth import Growth, Run, growth_lines, read, write
from benchmarks.growth_plot import growth_plot
from benchmarks.province import only

DOCS = Path(__file__).resolve().parents[2] / "docs"


def ours(dossiers: int, cpu: float) -> Run:
    """Return a run of a forecast."""
    return Run(
        kind="forecast", dossiers=dossiers, events=dossiers * 8,
        seconds=cpu / 2, cpu=cpu, worker_mb=150.0, parent_mb=170.0,
    )  # fmt: skip


@pytest.fixture
def growth() -> Growth:
    """Two sizes of a forecast, one of them beside the others."""
    found = Growth((ours(1_000, 4.0), ours(10_000, 40.0)))
    found = found.with_run(Run(kind="simpy", dossiers=10_000, seconds=0.5, worker_mb=23.0, note="on a train"))
    return found.with_run(Run(kind="spiff", dossiers=10_000, seconds=18.0, worker_mb=50.0))


def test_the_data_come_back(growth: Growth, tmp_path: Path) -> None:
    """What is kept is read as it was; data of another format are refused, and none are nothing."""
    write(growth, tmp_path / "a.json")

    assert read(tmp_path / "a.json") == growth
    assert read(tmp_path / "b.json") == Growth()
    (tmp_path / "b.json").write_text('{"format": "other"}', "utf-8")
    with pytest.raises(ValueError, match="measure again"):
        read(tmp_path / "b.json")


def test_a_new_run_takes_the_place_of_the_old(growth: Growth) -> None:
    """A size that is measured again is not in the data twice."""
    again = growth.with_run(ours(1_000, 3.0))

    assert [run.cpu for run in again.of("forecast")] == [3.0, 40.0]
    assert len(again.runs) == len(growth.runs)


def test_the_lines_say_what_was_measured(growth: Growth) -> None:
    """Each size has its row, with the others beside it, what an event costs, how all grow, and notes."""
    text = "\n".join(growth_lines(growth, "a.svg"))

    assert "| 10,000 | - | 80,000 | 20 s | 40 s | 500 µs | 170 MB | 150 MB | not kept | 0.5 s | 23 MB |" in text
    assert "10.0 times the dossiers, 10.0 times the processor time, 1.00 times the memory of a worker" in text
    assert "SpiffWorkflow: 300 µs a task" in text
    assert "](a.svg)" in text
    assert "on a train" in text


def test_the_picture_is_logarithmic(growth: Growth) -> None:
    """Ten times as much lies one power of ten away on either axis, and marks differ in shape."""
    root = ET.fromstring(growth_plot(growth) or "")  # noqa: S314 -- our own
    ns = "{http://www.w3.org/2000/svg}"
    texts = [element.text for element in root.iter(f"{ns}text")]
    (x1, y1), (x2, y2) = [(float(one.get("cx", 0)), float(one.get("cy", 0))) for one in root.iter(f"{ns}circle")][:2]

    assert {"forecast", "a worker", "SimPy alone", "SpiffWorkflow", "10,000", "0.1"} <= set(texts)
    assert len(list(root.iter(f"{ns}polygon"))) == 2
    assert x2 - x1 == pytest.approx(330, abs=1)
    assert y1 - y2 == pytest.approx(320 / 3, abs=1)
    assert growth_plot(Growth(growth.runs[:1])) is None


def test_a_size_is_measured(tmp_path: Path) -> None:
    """What is measured here fits the data, and one run can be taken into them."""
    page = tmp_path / "page.md"
    (tmp_path / "run.json").write_text(json.dumps(only("simpy", 50)), "utf-8")
    province_page.main(["--rewrite", str(page), "--take", str(tmp_path / "run.json"), "--only", "simpy"])

    (run,) = read(page.with_suffix(".json")).runs
    assert (run.kind, run.dossiers, run.cpu is not None) == ("simpy", 50, True)
    assert "simpy 50" in page.read_text("utf-8")


def test_the_published_pages_are_written_from_their_data(tmp_path: Path) -> None:
    """Both pages can be written again without measuring, and then say what they say now."""
    for name in ("benchmarks", "benchmarks-province"):
        for ending in (".json", ".md"):
            (tmp_path / f"{name}{ending}").write_bytes((DOCS / f"{name}{ending}").read_bytes())
    province_page.main(["--rewrite", str(tmp_path / "benchmarks-province.md")])
    command_line.main(["--rewrite", str(tmp_path / "benchmarks.md")])

    for name in ("benchmarks.md", "benchmarks.svg", "benchmarks-province.md", "benchmarks-province.svg"):
        assert (tmp_path / name).read_text("utf-8") == (DOCS / name).read_text("utf-8"), name
    assert "benchmarks-province.svg" in (tmp_path / "benchmarks.md").read_text("utf-8")


def test_a_run_without_events_has_no_price() -> None:
    """Nothing is divided by nothing."""
    assert replace(ours(10, 1.0), events=0).microseconds_an_event is None
