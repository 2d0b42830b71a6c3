"""The files that ``check --scenarios`` writes for the shipped procedures go as they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.procedure import catalogue
from dossierflow.review.time import Tables, exhaust, scenario_of
from dossierflow.simulate.cases import load_suite
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from pathlib import Path

    from dossierflow.review.time import TimeReport

CALENDAR = vietnam()
TABLES = Tables(CALENDAR)


def reports() -> list[TimeReport]:
    """Return the times of every shipped version."""
    return [exhaust(one, CALENDAR, tables=TABLES) for one in catalogue()]


def test_written_scenarios_go_as_they_say(tmp_path: Path) -> None:
    """Each first breach that is written plays through the runner, and the limit is late in it."""
    expected = set()
    for report in reports():
        for limit in report.limits:
            told = None if limit.first is None else scenario_of(report.procedure, limit.limit, limit.first, CALENDAR)
            if told is not None:
                expected.add(told.name)
                (tmp_path / told.name).write_text(told.text, encoding="utf-8")
    result = load_suite([tmp_path]).run() if expected else None

    assert result is not None
    assert {str(one.case.file).rsplit("/", 1)[-1] for one in result.results} == expected
    assert [(one.case.file, one.error, one.failures) for one in result.failed] == []
