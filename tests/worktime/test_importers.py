"""Calendars from elsewhere are taken under rules, refused where hostile, and compared with ours."""

from __future__ import annotations

import builtins
from datetime import date
from importlib.metadata import version
from typing import TYPE_CHECKING

import holidays.utils
import pytest
from pydantic import ValidationError

from dossierflow.citation import Citation, LegalText, Status
from dossierflow.errors import CalendarCoverageError, CalendarError, DefinitionError
from dossierflow.worktime import DayKind, Interval, Level, OfficeHours, compile_calendar, vietnam, vietnam_layers
from dossierflow.worktime.importers import (
    FeedRule,
    ImportedLayer,
    disagreements,
    holidays_layer,
    icalendar_layer,
    read_icalendar,
)
from dossierflow.worktime.importers.feed import DEEPEST, LONGEST_LINE, MOST_BYTES, MOST_EVENTS, raw_events

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CITE = (Citation(doc="feed of the province", status=Status.UNVERIFIED),)
HOLIDAY = FeedRule(kind=DayKind.HOLIDAY, summary="*")
ARGUMENTS = {
    "name": "feed",
    "level": Level.PROVINCE,
    "first": date(2026, 1, 1),
    "last": date(2027, 12, 31),
    "status": Status.ANNOUNCED,
    "known_from": date(2025, 12, 1),
    "cite": CITE,
}


def feed(*events: str) -> str:
    """Return a feed of *events*, each the lines of one, separated by bars."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.split("|"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def read(source: Path | str | bytes, *rules: FeedRule, **more: object) -> ImportedLayer:
    """Read a feed for two years."""
    return read_icalendar(source, rules=rules or (HOLIDAY,), **{**ARGUMENTS, **more})


def days(*events: str) -> list[str]:
    """Return the days on which *events* fall, or why the first of them is not taken."""
    found = read(feed(*events))
    return [event.reason for event in found.left_out] or [str(fact.day) for fact in found.layer.days]


START = "SUMMARY:Tết|DTSTART;VALUE=DATE:20260216"
TAKEN = [
    ([START], ["2026-02-16"]),
    ([START + "|DTEND;VALUE=DATE:20260219"], ["2026-02-16", "2026-02-17", "2026-02-18"]),
    ([START + "|DURATION:P2D"], ["2026-02-16", "2026-02-17"]),
    ([START, START], ["2026-02-16"]),
    ([START + "|RRULE:FREQ=YEARLY"], ["2026-02-16", "2027-02-16"]),
    ([START + "|RRULE:FREQ=YEARLY;COUNT=1"], ["2026-02-16"]),
    ([START + "|RRULE:FREQ=YEARLY;UNTIL=20270215"], ["2026-02-16"]),
    ([START + "|RRULE:FREQ=YEARLY;UNTIL=20270216T000000Z"], ["2026-02-16", "2027-02-16"]),
    ([START + "|RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=16"], ["2026-02-16", "2027-02-16"]),
    ([START + "|RRULE:FREQ=YEARLY|EXDATE;VALUE=DATE:20260216"], ["2027-02-16"]),
    (["SUMMARY:x|DTSTART;VALUE=DATE:20240229|RRULE:FREQ=YEARLY", START], ["2026-02-16"]),
    (["SUMMARY:x|DTSTART;VALUE=DATE:20230501|RRULE:FREQ=YEARLY;INTERVAL=3"], ["2026-05-01"]),
    (["SUMMARY:x|DTSTART;VALUE=DATE:20251230|DTEND;VALUE=DATE:20260103"], ["2026-01-01", "2026-01-02"]),
    (["SUMMARY:x|DTSTART;VALUE=DATE:20251230"], []),
]


@pytest.mark.parametrize(("events", "expected"), TAKEN)
def test_whole_days_are_taken(events: list[str], expected: list[str]) -> None:
    """Whole days, runs of them and their yearly repetition fall on the right days of the layer."""
    assert days(*events) == expected


OTHERWISE = "it repeats otherwise than every year, or every few years, on the same day"
NOT_TAKEN = [
    ("SUMMARY:x", "it has no start"),
    ("DTSTART;VALUE=DATE:20260216", "it has no summary"),
    ("SUMMARY:x|DTSTART:20260216T100000Z", "it has a time of day; only whole days can be days of a calendar"),
    (START + "|DTEND:20260217T100000", "it starts on a day and ends at a time of day"),
    (START + "|DTEND;VALUE=DATE:20260216", "it does not last one or more whole days"),
    (START + "|DURATION:PT5H", "it does not last one or more whole days"),
    (START + "|DURATION:P99999999D", "it does not last one or more whole days"),
    (START + "|DTSTART;VALUE=DATE:20260217", "it has DTSTART more than once"),
    (START + "|STATUS:CANCELLED", "it is cancelled"),
    (START + "|RDATE;VALUE=DATE:20260301", "it has RDATE, which changes single days of a repetition"),
    (START + "|RRULE:FREQ=DAILY", OTHERWISE),
    (START + "|RRULE:FREQ=SECONDLY", OTHERWISE),
    (
        START + "|RRULE:FREQ=YEARLY;INTERVAL=0",
        OTHERWISE,
    ),
    (
        START + "|RRULE:FREQ=YEARLY;BYDAY=MO",
        OTHERWISE,
    ),
    (
        START + "|RRULE:FREQ=YEARLY;BYMONTH=3",
        OTHERWISE,
    ),
    (
        START + "|RRULE:FREQ=YEARLY|RRULE:FREQ=YEARLY",
        OTHERWISE,
    ),
    (START + "|RRULE:FREQ=YEARLY;UNTIL=100000", "its repetition ends at no date"),
    (START + "|RRULE:FREQ=YEARLY;COUNT=x", "its RRULE cannot be read: Expected int, got: x"),
    ("SUMMARY:x|DTSTART;VALUE=DATE:20269901", "its DTSTART cannot be read: Wrong date format 20269901"),
    ("SUMMARY:" + "x" * 301 + "|DTSTART;VALUE=DATE:20260216", "its summary has more than 300 characters"),
    (
        "SUMMARY:x\u202e|DTSTART;VALUE=DATE:20260216",
        "its summary has the invisible character U+202E, which changes the order in which text is shown; remove it",
    ),
    ("SUMMARY:x|DTSTART;VALUE=PERIOD:P1D/P1D", "it is no iCalendar: Start value MUST be a datetime or date instance"),
]


@pytest.mark.parametrize(("event", "reason"), NOT_TAKEN)
def test_what_cannot_be_a_day_is_reported(event: str, reason: str) -> None:
    """An entry that is no run of whole days is left out and says why, even where a rule is for it."""
    (found,) = read(feed(event)).left_out

    assert found.reason.startswith(reason)
    assert found.line == 3
    assert read(feed(event)).layer.days == ()


def test_entries_without_a_rule_are_reported_and_not_taken() -> None:
    """The rules decide by summary, by category or by both; what has none is left out."""
    rules = (
        FeedRule(kind=None, summary="valentine*"),
        FeedRule(kind=DayKind.CLOSURE, category="Closed", summary="*bão*", status=Status.ENACTED, name=STORM),
        FeedRule(
            kind=DayKind.HOLIDAY, category="Public holiday", cite=(Citation(doc="own"),), known_from=date(2020, 1, 1)
        ),
    )
    source = feed(
        "SUMMARY:Valentine's Day|DTSTART;VALUE=DATE:20260214",
        "SUMMARY:Nghỉ BÃO|CATEGORIES:x,closed|DTSTART;VALUE=DATE:20260901",
        "SUMMARY:Tết|CATEGORIES:x|CATEGORIES:PUBLIC HOLIDAY|DTSTART;VALUE=DATE:20260217",
        "SUMMARY:Ngày thơ|CATEGORIES:x|DTSTART;VALUE=DATE:20260218",
        "SUMMARY:Ngày thơ|DTSTART;VALUE=DATE:20200218",
    )

    found = read(source, *rules)

    assert [(str(fact.day), fact.kind, fact.name.vi, fact.status) for fact in found.layer.days] == [
        ("2026-02-17", DayKind.HOLIDAY, "Tết", Status.ANNOUNCED),
        ("2026-09-01", DayKind.CLOSURE, "Nghỉ bão", Status.ENACTED),
    ]
    assert [fact.cite[0].doc for fact in found.layer.days] == ["own", "feed of the province"]
    assert [(event.line, event.summary, event.first, event.reason) for event in found.left_out] == [
        (18, "Ngày thơ", date(2026, 2, 18), "no rule says what it is")
    ]


EARLY = date(2020, 1, 1)
STORM = LegalText(vi="Nghỉ bão", en="Closed for a storm")


def test_a_strict_layer_accounts_for_every_entry() -> None:
    """The strict reader refuses a feed with entries that no rule is for, each with its line, and takes it otherwise."""
    source = feed(START, "SUMMARY:Ngày thơ|DTSTART;VALUE=DATE:20260218")
    tet = FeedRule(kind=DayKind.HOLIDAY, summary="tết")

    with pytest.raises(
        DefinitionError, match=r"feed.ics:7: 'Ngày thơ' was not taken: no rule says what it is; add a rule"
    ):
        icalendar_layer(source, rules=[tet], **ARGUMENTS)

    layer = icalendar_layer(source, rules=[tet, FeedRule(kind=None, summary="ngày thơ")], **ARGUMENTS)
    assert [str(fact.day) for fact in layer.days] == ["2026-02-16"]


def test_a_swap_needs_its_partner_from_the_rules() -> None:
    """Both halves of a swap are taken where the rules say so; half a one is refused with its line."""
    off = FeedRule(kind=DayKind.SWAP_OFF, summary="nghỉ", swap_with=date(2026, 10, 10))
    work = FeedRule(
        kind=DayKind.SWAP_WORK, summary="bù", swap_with=date(2026, 10, 5), hours=(Interval.parse("07:30-11:30"),)
    )
    source = feed("SUMMARY:Nghỉ|DTSTART;VALUE=DATE:20261005", "SUMMARY:Bù|DTSTART;VALUE=DATE:20261010")

    layer = icalendar_layer(source, rules=[off, work], **ARGUMENTS)

    calendar = compile_calendar([*vietnam_layers(2026, 2027), layer], name="province")
    assert not calendar.is_working(date(2026, 10, 5))
    assert calendar.hours(date(2026, 10, 10)) == ((450, 690),)
    with pytest.raises(DefinitionError, match=r"feed\.ics:3: 2026-10-05 \(swap_off\) is exchanged for 2026-10-10"):
        read(source, off)


def test_a_feed_may_be_a_lowest_layer(tmp_path: Path, week: Callable[..., OfficeHours]) -> None:
    """With zone and hours a feed in a file makes a calendar of its own, confirmed as far as its reader says."""
    file = tmp_path / "feed.ics"
    file.write_bytes(b"\xef\xbb\xbf" + feed(START).encode())

    layer = icalendar_layer(
        file,
        rules=[HOLIDAY],
        **{**ARGUMENTS, "level": Level.NATIONAL},
        zone="Asia/Ho_Chi_Minh",
        weekly=week(),
        confirmed_until=date(2026, 12, 31),
    )

    assert compile_calendar([layer], name="x").confirmed_until == date(2026, 12, 31)
    assert raw_events("\ufeff" + feed(START), None)[0] == "feed.ics"
    with pytest.raises(DefinitionError, match=r"feed\.ics: 2030-01-01 lies outside"):
        read(file, confirmed_until=date(2030, 1, 1))


def test_a_feed_without_a_source_is_refused() -> None:
    """Days are on somebody's authority."""
    with pytest.raises(CalendarError, match="who publishes it"):
        read(feed(START), cite=())


BAD_RULES = [
    ({"kind": "holiday"}, "give a summary, a category or both"),
    ({"kind": "swap_off", "summary": "x"}, "needs 'swap_with'"),
    ({"kind": "holiday", "summary": "x", "swap_with": date(2026, 1, 1)}, "has no partner"),
    ({"kind": "hours", "summary": "x"}, "needs 'hours'"),
]


@pytest.mark.parametrize(("values", "message"), BAD_RULES)
def test_rules_that_cannot_be_meant_are_refused(values: dict[str, object], message: str) -> None:
    """A rule names what it is for and gives what its kind needs."""
    with pytest.raises(ValidationError, match=message):
        FeedRule.model_validate(values)


def nested(depth: int) -> str:
    """Return components inside one another."""
    names = ["VCALENDAR", "VEVENT", *("X" for _ in range(depth - 2))]
    return "\n".join([*(f"BEGIN:{name}" for name in names), *(f"END:{name}" for name in reversed(names)), ""])


HOSTILE = [
    ("", "there is no VCALENDAR"),
    ("<html>", "there is no VCALENDAR"),
    ("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "VEVENT is not ended"),
    ("BEGIN:VCALENDAR\nEND:VEVENT\n", "feed.ics:2: VEVENT ends inside VCALENDAR"),
    ("END:VCALENDAR\n", "feed.ics:1: VCALENDAR ends outside everything"),
    (nested(DEEPEST + 1), "more than 8 deep"),
    (nested(100_000), "more than 8 deep"),
    ("x" * (MOST_BYTES + 1), "larger than 2,000,000 bytes"),
    (b"x" * (MOST_BYTES + 1), "larger than 2,000,000 bytes"),
    (b"BEGIN:VCALENDAR\n\xff", "which is not UTF-8"),
    (feed("SUMMARY:" + "x" * LONGEST_LINE), "feed.ics:4: : ?the line has more than|the line has more than 10,000"),
    (feed("SUMMARY:" + "x\r\n " * LONGEST_LINE), "the line has more than 10,000 characters"),
    (feed(*["SUMMARY:x"] * (MOST_EVENTS + 1)), "more than 5,000 events"),
]


@pytest.mark.parametrize(("source", "message"), HOSTILE, ids=[message for _, message in HOSTILE])
def test_hostile_feeds_are_refused(source: str | bytes, message: str) -> None:
    """A feed beyond every honest size, too deep, cut off or no feed at all is refused before anything parses it."""
    with pytest.raises(DefinitionError, match=message):
        read(source)


def test_what_is_no_event_never_reaches_the_parser() -> None:
    """Zones that change every second, alarms, and properties that do not matter stay out."""
    standard = "BEGIN:STANDARD\nDTSTART:19700101T000000\nRRULE:FREQ=SECONDLY\nEND:STANDARD\n"
    zone = f"BEGIN:VTIMEZONE\nTZID:Bomb\n{standard}END:VTIMEZONE\n"
    alarm = "BEGIN:VALARM\nRRULE:FREQ=SECONDLY\nSUMMARY:inner\nEND:VALARM\n"
    source = feed("X-EVIL:1|" + START).replace("\r\n", "\n").replace("VERSION:2.0\n", "VERSION:2.0\n" + zone)
    source = source.replace("END:VEVENT", alarm + "END:VEVENT")

    (raw,) = raw_events(source, "x")[1]

    assert raw.text == f"BEGIN:VEVENT\r\n{START.replace('|', chr(13) + chr(10))}\r\nEND:VEVENT\r\n"
    assert [str(fact.day) for fact in read(source).layer.days] == ["2026-02-16"]


def test_a_repetition_for_ever_ends_with_the_layer() -> None:
    """Repetition from year 1 for millions of times is walked once per year of the layer's reach."""
    assert days("SUMMARY:x|DTSTART;VALUE=DATE:00010501|RRULE:FREQ=YEARLY;COUNT=999999999") == [
        "2026-05-01",
        "2027-05-01",
    ]
    assert len(days("SUMMARY:x|DTSTART;VALUE=DATE:00010101|DTEND;VALUE=DATE:99991231")) == 730


@pytest.mark.parametrize(("package", "extra"), [("icalendar", "ical"), ("holidays", "holidays")])
def test_a_missing_package_names_its_extra(monkeypatch: pytest.MonkeyPatch, package: str, extra: str) -> None:
    """Without the package the error says how to install it."""
    own = builtins.__import__

    def without(name: str, *arguments: object) -> object:
        if name.split(".", maxsplit=1)[0] == package:
            raise ImportError(name)
        return own(name, *arguments)

    monkeypatch.setattr(builtins, "__import__", without)

    use = {"icalendar": lambda: read(feed(START)), "holidays": lambda: disagreements(vietnam(), "VN", [2026])}

    with pytest.raises(ImportError, match=rf"pip install 'dossierflow\[{extra}\]'"):
        use[package]()


# The package


KNOWN = {"known_from": date(2026, 1, 1), "confirmed_until": None}


@pytest.mark.skipif(version("holidays") != "0.109", reason="another version of the package knows other days")
def test_the_disagreements_with_the_package_are_known() -> None:
    """These are the days on which the shipped calendar and version 0.109 of the package differ, and no others."""
    found = disagreements(vietnam(), "VN", range(2018, 2028))

    assert [(str(one.day), one.ours, one.theirs, one.their_name) for one in found] == [
        ("2026-01-02", False, True, None),
        ("2026-01-10", True, False, None),
        ("2027-02-04", True, False, "29 of Lunar New Year"),
        ("2027-02-10", True, False, "Fifth Day of Lunar New Year"),
        ("2027-09-03", True, False, "National Day"),
    ]
    assert [str(cite) for one in found for cite in one.cite] == ["Công văn 12729/VPCP-KGVX"] * 2


def test_a_layer_of_the_package_is_the_calendar_of_the_package(week: Callable[..., OfficeHours]) -> None:
    """A calendar made of the package's layer has its working days, swaps included, and agrees with it everywhere."""
    layer = holidays_layer("VN", range(2018, 2027), zone="Asia/Ho_Chi_Minh", weekly=week(), **KNOWN)
    calendar = compile_calendar([layer], name="package")

    assert disagreements(calendar, "VN", range(2018, 2027)) == ()
    assert {fact.kind for fact in layer.days} == {
        DayKind.HOLIDAY,
        DayKind.COMPENSATORY_OFF,
        DayKind.SWAP_OFF,
        DayKind.SWAP_WORK,
    }
    (fact,) = calendar.facts(date(2024, 5, 4))
    assert fact.swap_with == date(2024, 4, 29)
    assert str(fact.cite[0]) == f"Python package holidays {version('holidays')}, VN"
    assert fact.cite[0].status is fact.status is Status.COMPUTED
    assert calendar.facts(date(2024, 1, 1))[0].name == LegalText(vi="Tết Dương lịch", en="New Year's Day")


def test_a_swap_over_the_turn_of_the_year_keeps_its_partner() -> None:
    """The half of a swap that lies in another year is found, though that year is not asked for."""
    layer = holidays_layer("VN", [2019], **KNOWN)

    assert [fact.swap_with for fact in layer.days if fact.day == date(2019, 1, 5)] == [date(2018, 12, 31)]


@pytest.mark.parametrize(
    ("country", "subdivision", "day", "kind", "english"),
    [
        ("DE", "BY", "2024-01-06", DayKind.HOLIDAY, "Epiphany"),
        ("US", None, "2023-11-10", DayKind.COMPENSATORY_OFF, "Veterans Day (observed)"),
        ("CN", None, "2024-02-04", DayKind.SWAP_WORK, "worked for 2024-02-15"),
        ("UA", None, "2021-01-01", DayKind.HOLIDAY, "New Year's Day"),
        ("GB", "ENG", "2024-12-25", DayKind.HOLIDAY, "Christmas Day"),
    ],
)
def test_other_countries_are_a_base(
    country: str, subdivision: str | None, day: str, kind: DayKind, english: str
) -> None:
    """Any country of the package comes in with kinds and English names."""
    layer = holidays_layer(country, range(2020, 2025), subdivision=subdivision, **KNOWN)

    facts = [fact for fact in layer.days if str(fact.day) == day]
    assert [(fact.kind, fact.name.en) for fact in facts] == [(kind, english)]


def test_days_that_the_package_estimates_are_unverified() -> None:
    """A day that the package itself calls estimated is no better for being imported as enacted."""
    layer = holidays_layer("ID", [2030], status=Status.ENACTED, **KNOWN)

    assert {fact.status for fact in layer.days if "(estimated)" in fact.name.en} == {Status.UNVERIFIED}
    assert {fact.status for fact in layer.days if "(estimated)" not in fact.name.en} == {Status.ENACTED}


BAD_ASKING = [
    ({"country": "XX", "years": [2024]}, "cannot give the days of 'XX'"),
    ({"country": "DE", "years": [2024], "subdivision": "XX"}, "cannot give the days of 'DE'"),
    ({"country": "VN", "years": [2024], "categories": ("nothing",)}, "cannot give the days of 'VN'"),
    ({"country": "DE", "years": [2024], "categories": ("public", "half_day")}, "hours of a half day"),
    ({"country": "VN", "years": [2024, 2026]}, "without a gap"),
    ({"country": "VN", "years": []}, "without a gap"),
    ({"country": "VN", "years": [2300]}, "knows VN from 1901 to 2100"),
]


@pytest.mark.parametrize(("asked", "message"), BAD_ASKING)
def test_what_the_package_does_not_know_is_refused(asked: dict[str, object], message: str) -> None:
    """Countries, years and categories that the package does not have are errors of the calendar."""
    with pytest.raises(CalendarError, match=message):
        holidays_layer(**asked, **KNOWN)


def test_a_worked_rest_day_without_a_partner_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A swap of which the package tells one half only is not guessed."""
    own = holidays.utils.country_holidays

    def with_one_more(*arguments: object, **options: object) -> object:
        found = own(*arguments, **options)
        found.weekend_workdays.add(date(2024, 6, 1))
        return found

    monkeypatch.setattr(holidays.utils, "country_holidays", with_one_more)

    with pytest.raises(CalendarError, match="2024-06-01 is worked, but not in exchange for which day"):
        holidays_layer("DE", [2024], **KNOWN)


def test_years_outside_our_calendar_cannot_be_compared() -> None:
    """A comparison says nothing about days that the calendar does not cover."""
    with pytest.raises(CalendarCoverageError):
        disagreements(vietnam(2026, 2026), "VN", [2027])
