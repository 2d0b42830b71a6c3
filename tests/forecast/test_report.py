"""The report, and the command that prints it."""

from __future__ import annotations

import json
import re
import sys
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from tests.forecast.plans import COMMUNE, plan_of
from typer.testing import CliRunner

from dossierflow.cli import app
from dossierflow.forecast import Forecast, ForecastError, compare, forecast, what_if
from dossierflow.render.forecast import report, report_json, report_text
from dossierflow.render.forecast_html import report_html

if TYPE_CHECKING:
    from pathlib import Path

    from dossierflow.citation import Language
    from dossierflow.forecast import Difference


@pytest.fixture(scope="module")
def played() -> tuple[Forecast, list[tuple[str, tuple[Difference, ...]]]]:
    """Play the plan of two communes, and it with one officer more."""
    plan = plan_of()
    base = forecast(plan, seed=1, workers=1)
    other = forecast(what_if(plan, "staff.justice+1"), seed=1, workers=1)
    return base, [("staff.justice+1", compare(base, other))]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_text_and_page_say_the_same(
    played: tuple[Forecast, list[tuple[str, tuple[Difference, ...]]]], lang: Language
) -> None:
    """Every cell of the report stands in the text and in the page."""
    made = report(played[0], lang, played[1])
    text, page = report_text(made), report_html(made, lang)

    cells = {cell for section in made.sections for row in section.table.rows for cell in row}
    words = unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)))
    assert len(made.sections) >= 8
    assert all(cell in text for cell in cells)
    assert all(cell in words for cell in cells)


def test_plots_are_drawn_for_eyes_and_ears(
    played: tuple[Forecast, list[tuple[str, tuple[Difference, ...]]]],
) -> None:
    """Every plot is sound SVG with a title, a description, and bars that are filled by patterns."""
    page = report_html(report(*played[:1], "en", played[1]), "en")
    plots = [ET.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]  # noqa: S314 -- our own
    ns = {"s": "http://www.w3.org/2000/svg"}

    assert len(plots) >= 4
    for plot in plots:
        assert plot.find("s:title", ns) is not None
        assert plot.find("s:desc", ns) is not None
        bars = plot.findall("s:rect", ns)
        assert all(bar.attrib["fill"].startswith("url(#") for bar in bars)
    names = re.findall(r'id="([^"]+)"', page)
    assert len(names) == len(set(names))


def test_the_page_is_well_formed(played: tuple[Forecast, list[tuple[str, tuple[Difference, ...]]]]) -> None:
    """Every element of the page is closed, and no script is in it."""
    open_tags: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
            if tag not in {"meta", "path", "rect", "circle", "polyline"}:
                open_tags.append(tag)

        def handle_endtag(self, tag: str) -> None:
            if open_tags and open_tags[-1] == tag:
                open_tags.pop()

    page = report_html(report(played[0], "vi", played[1]), "vi")
    Reader().feed(page)
    assert open_tags == []
    assert "<script" not in page


def test_json_has_the_counts(played: tuple[Forecast, list[tuple[str, tuple[Difference, ...]]]]) -> None:
    """The JSON of the report has outcomes, utilisation, counts and differences."""
    data = json.loads(json.dumps(report_json(*played)))

    assert data["arrivals"] == sum(data["outcomes"].values())
    assert data["counts"]["sum arrivals"] == data["arrivals"]
    assert data["what_ifs"][0]["change"] == "staff.justice+1"
    assert {one["measure"] for one in data["what_ifs"][0]["differences"]} >= {"on_time_rate", "waited_staff"}


def test_the_command_plays_and_writes(tmp_path: Path) -> None:
    """One command reads the plan, plays it, and writes tables, logs and the page."""
    (tmp_path / "a.plan.yaml").write_text(COMMUNE, "utf-8")
    out, page = tmp_path / "out", tmp_path / "report.html"
    arguments = ["forecast", str(tmp_path / "a.plan.yaml"), "--seed", "3", "--workers", "1", "--lang", "en"]
    result = CliRunner().invoke(
        app, [*arguments, "--out", str(out), "--events", "--report", str(page), "--what-if", "staff.justice+1"]
    )

    assert result.exit_code == 0, result.output
    assert "Decided early or on time" in result.stdout
    assert "staff.justice+1" in result.stdout
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert sorted(path.name for path in out.iterdir()) == [
        "dossiers.csv", "dossiers.parquet", "events", "steps.csv", "steps.parquet",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--what-if", "staff.nobody+1"], "no office has a group 'nobody'"),
        (["--events"], "give 'out' too"),
        (["--calendar", "mars"], "mars"),
        (["--calendar", "mars.yaml"], "mars.yaml"),
        (["--what-if", "staff.justice +1", "--what-if", "staff.justice  +1"], "asked twice"),
        (["--report", "."], "."),
    ],
)
def test_the_command_refuses_without_a_traceback(tmp_path: Path, options: list[str], said: str) -> None:
    """What cannot be meant ends with exit code 2 and a sentence."""
    (tmp_path / "a.plan.yaml").write_text(COMMUNE, "utf-8")
    result = CliRunner().invoke(app, ["forecast", str(tmp_path / "a.plan.yaml"), "--workers", "1", *options])

    assert result.exit_code == 2
    assert said in result.output


def test_a_run_that_fails_leaves_no_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the page can be written is tried before the playing; what was there stays, and nothing new is left."""
    (tmp_path / "a.plan.yaml").write_text(COMMUNE, encoding="utf-8")
    kept, new = tmp_path / "kept.html", tmp_path / "deep" / "new.html"
    kept.write_text("before", encoding="utf-8")

    def fail(*_: object, **__: object) -> None:
        msg = "the dossier cannot be counted"
        raise ForecastError(msg)

    monkeypatch.setattr(sys.modules["dossierflow.cli.forecast"], "play", fail)
    for page in (kept, new):
        command = ["forecast", str(tmp_path / "a.plan.yaml"), "--report", str(page)]
        result = CliRunner().invoke(app, command)
        assert result.exit_code == 2
        assert "the dossier cannot be counted" in result.output

    assert kept.read_text("utf-8") == "before"
    assert not new.exists()
