"""Pages of drawn lives in a real browser: nothing is complained of, nothing is fetched, no label lies upon another."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import datetime
from html import unescape
from itertools import combinations
from pathlib import Path

import pytest

from dossierflow.render.lives import (
    comparison_html,
    comparison_of,
    life_html,
    life_of_run,
    many_html,
    many_of,
)
from dossierflow.simulate import read_scenario, run_scenario
from dossierflow.worktime import zone

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

# what the page itself never has: a script, here only to measure
MEASURE = """<script>
addEventListener("load", () => {
  const boxes = [...document.querySelectorAll("svg text")].map((one) => {
    const box = one.getBoundingClientRect();
    const edge = one.closest("svg").getBoundingClientRect().right;
    return [one.textContent, box.left, box.top, box.right, box.bottom, edge];
  });
  const found = { boxes, fetched: performance.getEntriesByType("resource").map((one) => one.name) };
  const place = document.createElement("pre");
  place.id = "measured";
  place.textContent = JSON.stringify(found);
  document.body.append(place);
});
</script>"""


def pages() -> dict[str, str]:
    """Return a page of every kind."""
    file = read_scenario(EXAMPLES / "building-permit" / "tet-2026.scenario.yaml")
    stop = datetime(2026, 3, 5, 12, tzinfo=zone("Asia/Ho_Chi_Minh"))
    whole, cut = life_of_run(run_scenario(file), "vi"), life_of_run(run_scenario(file, until=stop), "vi")
    same_day = read_scenario(EXAMPLES / "birth-registration" / "same-day.scenario.yaml")
    day = life_of_run(run_scenario(same_day), "en")
    return {
        "life": life_html(whole),
        "day": life_html(day),
        "two": comparison_html(comparison_of(whole, cut)),
        "many": many_html(many_of([whole, cut, day])),
    }


@pytest.mark.skipif(BROWSER is None, reason="no browser: install chromium (Debian: chromium) to measure real letters")
def test_browsers_set_labels_apart(tmp_path: Path) -> None:
    """In the fonts of this machine no two labels touch, all end inside their picture, and the console stays empty."""
    for name, page in pages().items():
        path = tmp_path / f"{name}.html"
        path.write_text(page.replace("</head>", f"{MEASURE}</head>"), encoding="utf-8")
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--window-size=1240,1000"]
        command = [str(BROWSER), *flags, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", path.as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        assert "CONSOLE" not in done.stderr, name
        found = re.search(r'<pre id="measured">(.*?)</pre>', done.stdout, re.DOTALL)
        assert found is not None, name
        measured = json.loads(unescape(found[1]))
        assert all(one.startswith("data:") for one in measured["fetched"]), name
        boxes = measured["boxes"]
        assert len(boxes) > 10, name
        # two lines of text share the air above capitals and below feet; letters do not touch
        touching = [
            (one[0], other[0])
            for one, other in combinations(boxes, 2)
            if min(one[3], other[3]) - max(one[1], other[1]) > 0.5 and min(one[4], other[4]) - max(one[2], other[2]) > 3
        ]
        assert touching == [], name
        assert all(box[3] <= box[5] for box in boxes), name
