"""The same plan and seed give the same bytes: in any number of processes, however they begin, in any surroundings."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from tests.forecast.plans import COMMUNE, plan_of

from dossierflow.forecast import compare, forecast, what_if
from dossierflow.render.forecast import report, report_text
from dossierflow.render.forecast_html import report_html

ROOT = Path(__file__).parents[2]
SMALL = (
    COMMUNE.replace('last: "2026-08-07"', 'last: "2026-08-03"')
    .replace("count: 2", "count: 3")
    .replace("dossiers: 41", "dossiers: 12")
)
CHANGE = "staff.justice+1"


def digests(folder: Path) -> dict[str, str]:
    """Return the digest of every file below *folder*."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Play a day of three communes in this process, with tables, logs and reports."""
    out = tmp_path_factory.mktemp("here")
    plan = plan_of(SMALL)
    found = forecast(plan, seed=5, workers=1, out=out, events=True)
    made = report(found, "vi", [(CHANGE, compare(found, forecast(what_if(plan, CHANGE), seed=5, workers=1)))])
    (out / "report.html").write_text(report_html(made, "vi"), "utf-8")
    (out / "report.txt").write_text(report_text(made), "utf-8")
    return digests(out)


@pytest.mark.parametrize("seed", [0, 2**200])
def test_every_seed_gives_the_same_to_three_workers(tmp_path: Path, seed: int) -> None:
    """The smallest seed and one of sixty digits are seeds like others, and differ from each other."""
    plan = plan_of(SMALL)
    for workers, folder in ((1, "one"), (3, "three")):
        forecast(plan, seed=seed, workers=workers, out=tmp_path / folder, events=True)

    assert digests(tmp_path / "one") == digests(tmp_path / "three")
    other = forecast(plan, seed=seed + 1, workers=1)
    assert other.tally != forecast(plan, seed=seed, workers=1).tally


def test_workers_that_begin_from_nothing_give_the_same_bytes(tmp_path: Path, here: dict[str, str]) -> None:
    """Workers that are spawned, as on Windows and macOS, know nothing of this process and find the same."""
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as executor:
        forecast(plan_of(SMALL), seed=5, executor=executor, out=tmp_path, events=True)

    assert digests(tmp_path) == {name: found for name, found in here.items() if not name.startswith("report")}


def test_no_surroundings_change_a_byte(tmp_path: Path, here: dict[str, str]) -> None:
    """Hash seed, time zone, locale and encoding of another machine leave tables, logs and reports as they are."""
    (tmp_path / "a.plan.yaml").write_text(SMALL, "utf-8")
    out = tmp_path / "out"
    command = [
        sys.executable, "-c", "from dossierflow.cli import app; app()", "forecast", str(tmp_path / "a.plan.yaml"),
        "--seed", "5", "--workers", "2",
        "--what-if", CHANGE, "--out", str(out), "--events", "--report", str(out / "report.html"),
    ]  # fmt: skip
    other = {
        "PYTHONHASHSEED": "77",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "LANG": "C",
        "PYTHONIOENCODING": "utf-8",
    }
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    ran = subprocess.run(command, env={**os.environ, **other, "PYTHONPATH": path}, capture_output=True, check=True)
    (out / "report.txt").write_bytes(ran.stdout)

    assert digests(out) == here
