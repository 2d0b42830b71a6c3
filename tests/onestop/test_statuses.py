"""The ten status codes: one at every instant, only in allowed order, and the traps of other systems."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dossierflow.engine import Engine, NationalStatus, evolve
from dossierflow.errors import NaiveInstantError
from dossierflow.onestop import (
    STATUS_CODES,
    TRANSITIONS,
    StatusFault,
    StatusReport,
    status_at,
    status_history,
    synchronisation,
)
from dossierflow.testing.sample import instant, sample_log
from dossierflow.testing.strategies import Life, instants, lives, procedures
from dossierflow.worktime import vietnam

NAMES_VI = (
    "Mới đăng ký",
    "Được tiếp nhận",
    "Không được tiếp nhận",
    "Đang xử lý",
    "Yêu cầu bổ sung giấy tờ",
    "Yêu cầu thực hiện nghĩa vụ tài chính",
    "Công dân yêu cầu rút hồ sơ",
    "Dừng xử lý",
    "Đã xử lý xong",
    "Đã trả kết quả",
)
SOME = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)


@st.composite
def some_lives(draw: st.DrawFn) -> Life:
    """Lives of generated procedures on the days of Vietnam."""
    calendar = vietnam()
    engine = Engine([draw(procedures())], calendar)
    return draw(lives(engine, start=draw(instants(calendar, first=date(2025, 12, 20), days=70))))


def test_the_table_has_the_ten_codes_with_their_names() -> None:
    """The table holds the codes 1 to 10 in order, with the names of the portal."""
    assert [int(code) for code in STATUS_CODES] == list(range(1, 11))
    assert tuple(one.name.vi for one in STATUS_CODES.values()) == NAMES_VI
    assert all(code is one.code for code, one in STATUS_CODES.items())


def test_what_is_final_leads_nowhere() -> None:
    """A final code has no successor, and every other one has; 7 is not an end, 8 is not a pause."""
    for code, one in STATUS_CODES.items():
        assert one.is_final == (not TRANSITIONS[code])
    assert TRANSITIONS[NationalStatus.WITHDRAWAL_REQUESTED] == {NationalStatus.STOPPED}
    assert STATUS_CODES[NationalStatus.STOPPED].is_final


@SOME
@given(some_lives())
def test_a_life_has_one_code_at_a_time_in_allowed_order(life: Life) -> None:
    """Over any life the codes follow the table, and agree with the dossier after each event."""
    history = status_history(life.log)
    dossier = None
    latest = {}
    for event in life.log:
        dossier = evolve(dossier, event)
        latest[event.occurred_at] = dossier.status

    assert history[0].code is NationalStatus.SUBMITTED
    assert all(after.code in TRANSITIONS[before.code] for before, after in pairwise(history))
    assert all(before.at <= after.at for before, after in pairwise(history))
    for at, code in latest.items():
        assert status_at(life.log, at) is code
    assert status_at(life.log, history[0].at - timedelta(microseconds=1)) is None


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("2026-02-05T15:19", None),
        ("2026-02-05T15:20", 1),
        ("2026-02-06T07:59", 1),
        ("2026-02-06T08:00", 2),
        ("2026-02-09T09:00", 5),
        ("2026-02-20T00:00", 5),
        ("2026-02-24T09:00", 4),
        ("2026-03-12T08:59", 4),
        ("2026-03-12T09:00", 9),
        ("2026-03-12T15:00", 10),
        ("2030-01-01T00:00", 10),
    ],
)
def test_the_code_at_an_instant(at: str, code: int | None) -> None:
    """An act counts from its own instant on."""
    found = status_at(sample_log(), instant(at))

    assert (None if found is None else int(found)) == code


def test_an_instant_needs_a_zone() -> None:
    """An instant without a zone is refused."""
    with pytest.raises(NaiveInstantError):
        status_at(sample_log(), instant("2026-02-06T08:00").replace(tzinfo=None))


RIGHT = [
    ("2026-02-05T15:21", 1),
    ("2026-02-06T08:10", 2),
    ("2026-02-09T09:00", 5),
    ("2026-02-24T09:05", 4),
    ("2026-03-12T09:01", 9),
    ("2026-03-12T15:30", 10),
]


def reports(*told: tuple[str, int]) -> list[StatusReport]:
    """Return reports of the sample dossier."""
    return [StatusReport("S-1", instant(at), NationalStatus(code)) for at, code in told]


def test_right_reports_have_no_difference() -> None:
    """A feed that tells every change in time is complete, in whatever order its reports come."""
    found = synchronisation(sample_log(), reversed(reports(*RIGHT)))

    assert found.is_complete
    assert (found.changes, found.reported) == (6, 6)
    assert found.longest == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("told", "faults"),
    [
        (("2026-02-10T09:00", 9), {StatusFault.PAUSED_AS_DONE}),
        (("2026-02-10T09:00", 8), {StatusFault.PAUSED_AS_STOPPED}),
        (("2026-02-26T09:00", 8), {StatusFault.PAUSED_AS_STOPPED}),
        (("2026-02-26T09:00", 2), {StatusFault.WRONG_CODE}),
        (("2026-03-13T09:00", 8), {StatusFault.WRONG_CODE}),
        (("2026-02-01T09:00", 1), {StatusFault.BEFORE_FILING}),
    ],
)
def test_the_traps_are_named(told: tuple[str, int], faults: set[StatusFault]) -> None:
    """Each way in which feeds are wrong has its own name."""
    found = synchronisation(sample_log(), reports(*RIGHT, told))

    assert {one.fault for one in found.differences} == faults
    assert not found.is_complete


def test_a_change_that_nobody_reports_is_found() -> None:
    """A change without a right report before the next one is a difference of its own."""
    late = [*RIGHT[:2], ("2026-02-24T09:01", 5), *RIGHT[3:]]
    found = synchronisation(sample_log(), reports(*late))

    assert [one.fault for one in found.differences] == [StatusFault.NOT_REPORTED, StatusFault.WRONG_CODE]
    assert (found.changes, found.reported) == (6, 5)


def test_nothing_reported_at_all() -> None:
    """Without reports every change is missing and there is no longest wait."""
    found = synchronisation(sample_log(), [])

    assert [one.fault for one in found.differences] == [StatusFault.NOT_REPORTED] * 6
    assert found.longest is None
