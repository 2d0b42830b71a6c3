"""Other days in the hours of a mapping: Monday to Friday, or those of a country, for logs of any place and year."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date, time, timedelta
from pathlib import Path

import holidays
import pytest
import yaml
from typer.testing import CliRunner

from dossierflow.cli import app
from dossierflow.interop.replay import MappingFile, layered, read_mapping

EXAMPLES = Path(__file__).parents[3] / "examples" / "replay_a_log"
CITE = [{"doc": "an ordinary week", "status": "unverified"}]
WORKED = ("monday", "tuesday", "wednesday", "thursday", "friday")
SHORT_WEEK = {day: ["09:00-12:30"] for day in ("monday", "tuesday", "thursday", "saturday")}
DUTCH = {"country": "NL", "first_year": 2010, "last_year": 2015, "weekly": {**SHORT_WEEK, "cite": CITE}}
MAPPING = {
    "log": "test",
    "zone": "Europe/Amsterdam",
    "dates": "iso",
    "compare": "day",
    "columns": {"case": "case", "activity": "act", "timestamp": "at"},
    "calendar": DUTCH,
    "ends": {"activity": ["end"], "take": "last"},
    "limit": {
        "name": "x",
        "term": "5 working days",
        "profile": "nl-atw",
        "starts": {"activity": ["start"], "take": "first"},
    },
}


def mapped(folder: Path, calendar: object = DUTCH) -> MappingFile:
    """Write a mapping and read it."""
    path = folder / "m.yaml"
    path.write_text(yaml.safe_dump({**MAPPING, "calendar": calendar}), "utf-8")
    return read_mapping(path)


def office_closed(folder: Path) -> None:
    """Write the layer of an office with hours of its own in 2020, closed on one day."""
    office = {
        "name": "office",
        "level": "office",
        "first": "2020-01-01",
        "last": "2020-12-31",
        "weekly": {**{day: ["07:00-11:00"] for day in WORKED}, "cite": CITE},
        "days": [
            {
                "day": "2020-03-03",
                "kind": "closure",
                "name": {"vi": "nghỉ", "en": "closed"},
                "known_from": "2020-01-01",
                "cite": CITE,
                "status": "enacted",
            }
        ],
    }
    (folder / "office.yaml").write_text(json.dumps(office, ensure_ascii=False), "utf-8")


def days_of(file: MappingFile) -> list[date]:
    """Return every day of the years of the mapping."""
    first, last = file.calendar.first, file.calendar.last
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def test_weekdays_are_monday_to_friday_in_the_years_and_hours_of_the_mapping(tmp_path: Path) -> None:
    """Monday to Friday count and nothing else, whatever week and holidays the mapping has."""
    file = mapped(tmp_path)

    found = layered(["weekdays"], tmp_path, file.layers)

    assert (found.first, found.last, found.zone) == (date(2010, 1, 1), date(2015, 12, 31), "Europe/Amsterdam")
    assert found.name == "weekdays"
    assert all(found.is_working(day) == (day.weekday() < 5) for day in days_of(file))
    # the Wednesday has no hours in the mapping, and gets those of the week's last weekday
    assert found.closing_time(date(2012, 5, 2)).time() == time(12, 30)


@pytest.mark.parametrize("country", ["NL", "DE", "BE"])
def test_a_country_has_the_days_of_the_package(tmp_path: Path, country: str) -> None:
    """What the package has as a holiday does not count; the week is that of the mapping."""
    file = mapped(tmp_path)
    off = holidays.country_holidays(country, years=range(2010, 2016))
    worked = {0, 1, 3, 5}

    found = layered([country], tmp_path, file.layers)

    assert found.name == country
    assert all(found.is_working(day) == (day.weekday() in worked and day not in off) for day in days_of(file))


def test_the_country_of_the_mapping_gives_its_own_calendar(tmp_path: Path) -> None:
    """The same country is built as the mapping builds it."""
    file = mapped(tmp_path)

    assert layered(["NL"], tmp_path, file.layers) == file.calendar


@pytest.mark.parametrize("name", ["weekdays", "NL"])
def test_a_calendar_of_many_layers_keeps_its_years_and_hours(tmp_path: Path, name: str) -> None:
    """Years in layers of their own, and an office's hours over them, stay; the days of all of them go."""
    office_closed(tmp_path)
    file = mapped(tmp_path, {"files": ["vn-public", "office.yaml"]})

    found = layered([name], tmp_path, file.layers)

    assert (found.first, found.last, found.zone) == (file.calendar.first, file.calendar.last, "Asia/Ho_Chi_Minh")
    assert not file.calendar.is_working(date(2020, 3, 3))
    assert found.is_working(date(2020, 3, 3))
    assert [found.closing_time(date(year, 3, 3)).hour for year in (2020, 2021)] == [11, 17]
    # Tết 2021: no holiday of either
    assert found.is_working(date(2021, 2, 12))


def test_a_file_lies_on_the_days_of_a_country(tmp_path: Path) -> None:
    """The closure of an office is laid over the holidays of a country."""
    office_closed(tmp_path)
    file = mapped(tmp_path, {**DUTCH, "last_year": 2020})

    found = layered(["NL", "office.yaml"], tmp_path, file.layers)

    assert found.name == "NL + office"
    assert [found.is_working(date(2020, *day)) for day in ((3, 3), (3, 4), (4, 27))] == [False, True, False]


def test_a_replay_has_the_rate_under_another_calendar_for_a_log_of_2012(tmp_path: Path) -> None:
    """Queen's Day moves a Dutch due date, and not that of a plain week: there the case is late."""
    mapped(tmp_path, {**DUTCH, "weekly": {**{day: ["09:00-17:00"] for day in WORKED}, "cite": CITE}})
    log = tmp_path / "log.csv"
    log.write_text("case,act,at\nA,start,2012-04-25T10:00:00+02:00\nA,end,2012-05-03T10:00:00+02:00\n", "utf-8")
    line = ["replay", str(log), "--mapping", str(tmp_path / "m.yaml"), "--out", str(tmp_path / "o")]

    told = CliRunner().invoke(app, [*line, "--calendar", "weekdays", "--lang", "en"])

    with (tmp_path / "o" / "cases.csv").open(encoding="utf-8", newline="") as table:
        (case,) = csv.DictReader(table)
    assert (case["due_recomputed"], case["due_calendar"]) == ("2012-05-03", "2012-05-02")
    assert (case["outcome_recomputed"], case["outcome_calendar"]) == ("on_time", "late")
    assert "another calendar" in told.output


@pytest.mark.parametrize(
    ("name", "told"),
    [("nl", "a country such as NL"), ("weekday", "weekdays"), ("XX", "CZ, DE, DJ"), ("NLD", "vn-weekends")],
)
def test_a_name_that_is_none_lists_what_is_possible(name: str, told: str) -> None:
    """A name that is no calendar, or a code that is no country, is answered with those that there are."""
    log, mapping = EXAMPLES / "receipts.xes", EXAMPLES / "receipts.mapping.yaml"

    found = CliRunner().invoke(app, ["replay", str(log), "--mapping", str(mapping), "--calendar", name])

    assert found.exit_code == 2
    assert name in found.output
    assert told in " ".join(found.output.split())


def test_a_missing_package_is_named_with_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package a mapping that does not need it still has weekdays; a country says what to install."""
    mapped(tmp_path, "vn-public")
    log = tmp_path / "log.csv"
    log.write_text("case,act,at\n", "utf-8")
    monkeypatch.setitem(sys.modules, "holidays.utils", None)
    line = ["replay", str(log), "--mapping", str(tmp_path / "m.yaml"), "--calendar"]

    fine, missing = (CliRunner().invoke(app, [*line, name]) for name in ("weekdays", "NL"))

    assert "dossierflow[holidays]" not in fine.output
    assert missing.exit_code == 2
    assert "dossierflow[holidays]" in missing.output
