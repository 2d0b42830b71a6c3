"""The indicators: every number equals an independent recount, and has its list."""

from __future__ import annotations

import json
import tracemalloc
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
from tests.onestop.population import library, population
from tests.onestop.recount import numbers, recount

from dossierflow.audit import read_log, write_log
from dossierflow.engine import APPLICANT_ACTOR, Engine, event_to_json
from dossierflow.engine import commands as c
from dossierflow.errors import CalendarError, EventFormatError, UnknownNameError
from dossierflow.onestop import StatusReport, status_history
from dossierflow.onestop.indicators import (
    INDICATOR_GROUPS,
    MEASURES,
    RATES,
    Indicators,
    Period,
    Scoring,
    Timeliness,
    Unknown,
    indicators_json,
)
from dossierflow.onestop.indicators.export import json_text
from dossierflow.onestop.records import HostRecord
from dossierflow.procedure import ProcedureLibrary
from dossierflow.testing.sample import RECEIVER, SAMPLE_PROCEDURE, instant, sample_log
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.engine import Event

PROMISED = {"sample-permit": ("total",), "loose-permit": ("total",), "building-permit": ("total",)}
PERIODS = ("2026-01", "2026-02", "2026-03", "2026-Q1", "2026", "2026-02-10/2026-02-20", "2025-12", "2027")
RECOUNTED = (
    "carried_over",
    "received",
    "finished",
    "finished_early",
    "finished_on_time",
    "finished_late",
    "finished_in_time",
    "finished_not_computed",
    "open",
    "open_in_term",
    "open_overdue",
    "open_not_computed",
    "awaiting_supplement",
    "awaiting_payment",
    "withdrawing",
    "stopped",
    "reception_refused",
    "not_received_yet",
    "scored_on_time",
    "scored_late",
    "not_scored",
    "asked_again",
    "reappointed",
    "online",
)


@cache
def lines() -> tuple[str, ...]:
    """Return the log of the population as JSON lines."""
    return tuple(event_to_json(event) for event in population())


@cache
def report(period: str, scoring: Scoring | None = None) -> Indicators:
    """Return the report of the population."""
    return reported(period, scoring=scoring)


def reported(period: str, **more: Any) -> Indicators:
    """Return the report of the population with what else is given."""
    return Indicators.of(population(), period=Period.parse(period), procedures=library(), **more)


@cache
def counted_again(period: str, most: int | None = 1) -> Mapping[str, dict[str, Any]]:
    """Return the dossiers of the same report, counted from the JSON of the log."""
    asked = Period.parse(period)
    return recount(lines(), asked.first, asked.last, PROMISED, most)


def test_the_population_has_everything() -> None:
    """The dossiers on which all is counted come to every result, every code and every reason but rare ones."""
    rows = report("2026-Q1").rows
    results = {row.official.result for row in rows if row.official is not None}

    assert len(rows) > 120
    assert results >= {Timeliness.EARLY, Timeliness.ON_TIME, Timeliness.LATE, Timeliness.IN_TERM, Timeliness.OVERDUE}
    assert {int(row.status) for row in rows} >= {1, 3, 4, 5, 6, 7, 8, 9, 10}
    assert len({one for row in rows for one in row.differences}) >= 7


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("most", [1, None, 0])
def test_every_number_equals_the_recount(period: str, most: int | None) -> None:
    """Plain Python over the JSON of the log comes to the same numbers, whatever the period and the rule."""
    found = report(period, scoring=Scoring(most_supplements=most))
    again = counted_again(period, most)

    assert [row.dossier for row in found.rows] == sorted(again)
    expected = numbers(again.values())
    assert {key: found.total.numbers[key] for key in RECOUNTED} == {key: expected[key] for key in RECOUNTED}


@pytest.mark.parametrize("period", PERIODS)
def test_every_group_equals_the_recount(period: str) -> None:
    """The numbers of each procedure and channel are those of its own dossiers."""
    found, again = report(period), counted_again(period)
    for grouping in ("procedure", "channel"):
        names = {view[grouping] for view in again.values()}
        assert set(found.by(grouping)) == names
        for name, figures in found.by(grouping).items():
            expected = numbers(view for view in again.values() if view[grouping] == name)
            assert {key: figures.numbers[key] for key in RECOUNTED} == {key: expected[key] for key in RECOUNTED}


@pytest.mark.parametrize("period", PERIODS)
def test_the_legal_view_equals_the_recount(period: str) -> None:
    """What the promised limit came to, read from the effects alone, is what the report says."""
    again = counted_again(period)
    compared = 0
    for row in report(period).rows:
        if row.procedure in PROMISED and row.legal is not None:
            result = row.legal.result.value
            assert again[row.dossier]["legal"] == (result if result != "not_computed" else "unknown")
            compared += 1
    assert compared or period == "2025-12"


@pytest.mark.parametrize("period", PERIODS)
def test_nothing_is_lost_between_the_numbers(period: str) -> None:
    """What came in is finished or open; what is finished is early, on time, late or not computed; lists sum up."""
    for figures in (report(period).total, *report(period).by("agency").values()):
        n = figures.numbers
        early_closed = sum(
            row.finished_on is not None and not row.is_finished_in_period for row in figures.dossiers("received")
        )
        assert n["carried_over"] + n["received"] == n["finished"] + n["open"] + early_closed
        assert n["finished"] == sum(n[f"finished_{one}"] for one in ("early", "on_time", "late", "not_computed"))
        assert n["open"] == sum(n[f"open_{one}"] for one in ("in_term", "overdue", "not_computed"))
        assert n["received"] == n["scored_on_time"] + n["scored_late"] + n["not_scored"]
        assert all(len(figures.dossiers(key)) == n[key] for key in n)


def test_the_agency_is_that_of_the_number() -> None:
    """Without records the agency is read from the number on the slip, and is not invented where there is none."""
    for row in report("2026").rows:
        if row.number.startswith("000.00."):
            assert row.agency == row.number.partition("-")[0]
        else:
            assert row.agency == "-"


def test_the_order_of_the_log_does_not_matter() -> None:
    """A log by dossier, as a store gives it, makes the same report as a log by time."""
    by_dossier = sorted(population(), key=lambda event: (event.dossier, event.sequence))
    again = Indicators.of(by_dossier, period=Period.parse("2026-02"), procedures=library())

    once = Indicators.of(by_dossier, period=Period.parse("2026-02"), procedures=library(), by_dossier=True)
    assert once.rows == again.rows == report("2026-02").rows
    assert once.limits == again.limits
    assert indicators_json(again) == indicators_json(report("2026-02"))


def test_a_stream_is_read_once() -> None:
    """Events may come from an iterator that cannot be begun again."""
    assert Indicators.of(iter(population()), period=Period.parse("2026-02")).rows


def test_later_events_change_nothing() -> None:
    """What happened after the period is as if it had not happened."""
    end = Period.parse("2026-02").end
    before = [event for event in population() if event.occurred_at < end]

    assert Indicators.of(before, period=Period.parse("2026-02"), procedures=library()).rows == report("2026-02").rows


def test_a_report_may_stop_within_its_period() -> None:
    """With an instant as of which it is made, what is later is left out."""
    asked = Period.parse("2026-02", as_of=instant("2026-02-10T12:00"))
    found = Indicators.of(population(), period=asked, procedures=library())
    before = [event for event in population() if event.occurred_at < instant("2026-02-10T12:00")]

    assert len(found.rows) == len(Indicators.of(before, period=Period.parse("2026-02")).rows)
    assert asked.end == instant("2026-02-10T12:00")


def test_without_procedures_the_law_is_not_guessed() -> None:
    """A procedure that is not given, or whose text is another one, leaves the legal view uncomputed and is named."""
    other = SAMPLE_PROCEDURE.model_copy(update={"code": "9.999999"})
    for given in (None, ProcedureLibrary([other])):
        found = Indicators.of(sample_log(), period=Period.parse("2026-03"), procedures=given)
        (row,) = found.rows
        assert row.legal is not None
        assert row.legal.unknown is Unknown.NO_PROCEDURE
        assert row.differences == ()
        assert found.unknown_procedures == (() if given is None else ("sample-permit@2021-01-01",))


def sample(**choices: Any) -> Any:
    """Return the row of the sample dossier: slip 25 Feb to begin with, 15 days for a supplement, decided 12 March."""
    (row,) = Indicators.of(
        sample_log(), period=Period.parse("2026-Q1"), procedures=library(), scoring=Scoring(**choices)
    ).rows
    return row


def test_the_applicants_time_is_subtracted() -> None:
    """The score takes 15 days off the decision and measures against the first slip; the law restarted its clock."""
    row = sample()
    first = next(effect for event in sample_log() for effect in event.effects if effect.kind == "appointment_set")

    assert row.official.appointment == first.day
    assert row.official.subtracted == timedelta(days=15)
    assert row.official.counted_at == instant("2026-03-12T09:00") - timedelta(days=15)
    assert row.legal.due > first.day


def test_the_choices_can_be_switched() -> None:
    """Without subtraction the sample is late; when no supplement is allowed it is late by count."""
    assert sample(subtract_supplement=False).official.result is Timeliness.LATE
    by_count = sample(most_supplements=0).official
    assert (by_count.result, by_count.by_count) == (Timeliness.LATE, True)


def test_a_second_supplement_is_late_and_listed() -> None:
    """Every dossier with more than one request is late in the score, and where the law says otherwise it is listed."""
    rows = [row for row in report("2026").rows if row.supplements > 1]

    assert rows
    for row in rows:
        assert row.official is not None
        assert row.official.result.is_late
        if row.legal is not None and row.legal.unknown is None and not row.legal.result.is_late:
            assert "second_supplement" in {one.value for one in row.differences}


def test_points_only_where_a_formula_is_known() -> None:
    """Progress has points by its observed formula; every other rate says why it has none."""
    total = report("2026-02").total
    rates = {rate.rule.key: rate for rate in total.rates}

    progress = rates["progress"]
    assert progress.points == 20 * progress.value
    assert progress.rule.cite.status.value == "unverified"
    assert all(rate.points is None for key, rate in rates.items() if key != "progress")
    assert rates["digitised"].value is None
    assert sum(group.most for group in INDICATOR_GROUPS.values()) == 100
    assert {rule.group for rule in RATES} <= set(INDICATOR_GROUPS)


def test_what_the_host_records_is_counted() -> None:
    """Records and reported codes make the rates that events cannot; what is not recorded is not a no."""
    dossiers = sorted({row.dossier for row in report("2026-02").rows if row.is_received_in_period})
    records = {
        one: HostRecord(
            dossier=one,
            agency="Sở Xây dựng" if index % 2 else None,
            level="tỉnh",
            digitised=[True, False, None][index % 3],
            satisfied=[True, True, False, None][index % 4],
            complaint=index % 5 == 0,
            complaint_answered=True if index % 5 == 0 else None,
        )
        for index, one in enumerate(dossiers)
    }
    logs: dict[str, list[Any]] = {}
    for event in population():
        logs.setdefault(event.dossier, []).append(event)
    reports = {
        one: tuple(
            StatusReport(one, change.at + timedelta(microseconds=index % 2), change.code)
            for change in status_history(logs[one])
        )
        for index, one in enumerate(dossiers)
    }
    records["nobody"] = HostRecord(dossier="nobody")
    found = reported("2026-02", records=records, reports=reports)
    n = found.total.numbers

    expected = Counter(record.digitised for record in records.values() if record.dossier != "nobody")
    assert (n["digitised"], n["digitised_recorded"]) == (expected[True], expected[True] + expected[False])
    assert n["complaint"] == n["complaint_answered"] == sum(1 for index in range(len(dossiers)) if index % 5 == 0)
    assert found.unused_records == ("nobody",)
    assert {"Sở Xây dựng"} <= set(found.by("agency"))
    assert {"tỉnh"} <= set(found.by("level"))
    assert n["compared"] == len(found.rows)
    assert n["synchronised"] >= len(dossiers) - 3


def test_events_that_do_not_follow_are_refused() -> None:
    """A gap, and events after the end of a dossier, are errors that name the event."""
    log = sample_log()
    with pytest.raises(EventFormatError, match="S-1:3 does not follow"):
        Indicators.of((*log[:1], *log[2:]), period=Period.parse("2026"))
    unfiled = replace(log[0], effects=log[0].effects[:1])
    with pytest.raises(EventFormatError, match="never filed"):
        Indicators.of((unfiled, *log[1:]), period=Period.parse("2026"))
    unclocked = replace(log[1], effects=())
    with pytest.raises(EventFormatError, match="nothing before it began"):
        Indicators.of((log[0], unclocked, *log[2:]), period=Period.parse("2026"))
    with pytest.raises(EventFormatError, match="and together"):
        Indicators.of(population(), period=Period.parse("2026"), by_dossier=True)
    with pytest.raises(EventFormatError, match="comes after the end"):
        Indicators.of((*log, log[-1]), period=Period.parse("2026"))


def test_an_unknown_number_is_refused() -> None:
    """Asking for a number that there is not lists those that there are."""
    with pytest.raises(UnknownNameError, match="finished_early"):
        report("2026").total.dossiers("on_times")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-10-05/2026-10-05", date(2026, 10, 5), date(2026, 10, 5)),
    ],
)
def test_a_period_is_read(text: str, first: date, last: date) -> None:
    """Months, quarters, years and two days are read; the end is the midnight after the last day."""
    period = Period.parse(text)

    assert (period.first, period.last) == (first, last)
    assert period.day(period.last_instant) == last
    assert not period.holds(period.end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10/2026",
        "2026-13",
        "2026-Q5",
        "2026-10-01",
        "2026-10-02/2026-10-01",
        "0000",
        "9999",
        "2026-1",
        "2026-02-30/2026-03-01",
    ],
)
def test_a_period_that_cannot_be_meant_is_refused(text: str) -> None:
    """Anything else is an error that says how to write it."""
    with pytest.raises(CalendarError):
        Period.parse(text)


def test_the_json_lists_every_dossier_behind_every_number() -> None:
    """The JSON survives a round trip, and its list of dossiers gives each number again."""
    told = json.loads(json.dumps(indicators_json(report("2026-Q1")), ensure_ascii=False))
    empty = Indicators.of((), period=Period.parse("2026"))

    assert json.loads("".join(json_text(report("2026-Q1")))) == told
    assert json.loads("".join(json_text(empty))) == indicators_json(empty)

    again = Counter(key for dossier in told["dossiers"] for key in dossier["counts_in"])
    assert {key: again[key] for key in MEASURES} == {key: told["total"]["numbers"][key] for key in MEASURES}
    assert set(told["by"]) == {"agency", "level", "procedure", "channel"}


def test_memory_does_not_grow_with_events() -> None:
    """Of four times as many events of as many dossiers, read by dossier, no more is kept."""
    kept = []
    for times in (1, 4):
        logs = [_stretched(number, 15 * times) for number in range(10)]
        tracemalloc.start()
        Indicators.of(chain.from_iterable(logs), period=Period.parse("2026"), by_dossier=True)
        kept.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert kept[1] < 1.5 * kept[0]


def _stretched(number: int, corrections: int) -> list[Event]:
    """Return the log of one dossier whose reception is corrected again and again."""
    engine = Engine(library(), vietnam())
    filing = c.Submit(dossier=f"M-{number}", procedure="loose-permit", channel="online", facts={"kind": "house"})
    decision = engine.handle(None, filing, by=APPLICANT_ACTOR, at=instant("2026-02-05T08:00"))
    events = [*decision.events]
    for step in range(corrections):
        act = c.Correct(fact="kind", value="house" if step % 2 else "other", reason="nhập nhầm")
        decision = engine.handle(decision.or_raise(), act, by=RECEIVER, at=instant("2026-02-05T09:00"))
        events += decision.events
    return events


def test_a_log_file_makes_the_same_report(tmp_path: Any) -> None:
    """Written to a file and read back line by line, the log makes the same report."""
    path = tmp_path / "log.jsonl"
    with path.open("wb") as file:
        write_log(population(), file)

    again = Indicators.of(read_log(path), period=Period.parse("2026-02"), procedures=library())
    assert again.rows == report("2026-02").rows
    assert replace(again, rows=()) == replace(report("2026-02"), rows=())
