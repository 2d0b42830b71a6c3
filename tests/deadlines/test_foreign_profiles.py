"""
The profiles of Union, German and Dutch law, around Easter 2026 and at the ends of months.

Easter Sunday is 5 April 2026. Every date was counted by hand on a wall calendar.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from dossierflow.citation import Status
from dossierflow.deadlines import Anchor, Extension, Ledger, Term, due, explain, profile, replay
from dossierflow.render.explanation import explanation_text
from dossierflow.worktime import WorkCalendar, compile_calendar, read_layer

CALENDARS = Path(__file__).parents[1] / "data" / "calendars"
PLACES = {"de-bgb": "de-2026", "nl-atw": "nl-2026", "eu-1182-71": "eu-2026"}


def calendar_of(law: str) -> WorkCalendar:
    """Return the calendar of the place whose *law* is applied."""
    name = PLACES[law]
    return compile_calendar([read_layer(CALENDARS / f"{name}.yaml")], name=name)


CALENDAR = {law: calendar_of(law) for law in PLACES}


def ledger(law: str, term: str, event: str, **choices: object) -> Ledger:
    """Return the ledger of a *term* under *law* whose *event* is a local day, at ten o'clock, or an instant."""
    wanted = Term.of(term)
    at = datetime.fromisoformat(event if "T" in event else f"{event}T10:00")
    return Ledger(wanted, profile(law).counting(wanted.unit, **choices), at.replace(tzinfo=CALENDAR[law].tz))


def last_day(law: str, of: Ledger) -> str:
    """Return the last day of *of*, once its explanation has been added up again."""
    found = due(of, CALENDAR[law])
    assert found is not None
    assert replay(explain(of, CALENDAR[law])) == found
    return found.day.isoformat()


@pytest.mark.parametrize(
    ("term", "event", "choices", "expected"),
    [
        # § 187(1), § 188(1): the day of the event is not counted.
        ("14 days", "2026-03-26", {}, "2026-04-09"),
        ("1 day", "2026-03-24", {}, "2026-03-25"),
        # § 193: Good Friday, the weekend and Easter Monday move to Tuesday 7 April.
        ("10 days", "2026-03-24", {}, "2026-04-07"),
        ("1 week", "2026-03-27", {}, "2026-04-07"),
        ("1 month", "2026-03-06", {}, "2026-04-07"),
        # Saturday 3 October is a holiday and a Saturday.
        ("3 days", "2026-09-30", {}, "2026-10-05"),
        # § 188(3), § 193: no 31, 30 or 29 February; Saturday 28 February moves to Monday 2 March.
        ("1 month", "2026-01-31", {}, "2026-03-02"),
        ("1 month", "2026-01-29", {}, "2026-03-02"),
        ("1 month", "2026-01-28", {}, "2026-03-02"),
        ("1 month", "2026-01-27", {}, "2026-02-27"),
        ("1 month", "2026-03-31", {}, "2026-04-30"),
        ("1 month", "2026-02-28", {}, "2026-03-30"),
        ("3 months", "2026-01-31", {}, "2026-04-30"),
        # § 187(2), § 188(2): a period that begins with a day ends with the day before the corresponding one ...
        ("1 month", "2026-03-01", {"starts": "same_day"}, "2026-03-31"),
        ("6 months", "2026-01-01", {"starts": "same_day"}, "2026-06-30"),
        ("1 week", "2026-03-09", {"starts": "same_day"}, "2026-03-16"),
        ("1 week", "2026-03-09", {"starts": "same_day", "roll": "none"}, "2026-03-15"),
        ("10 days", "2026-03-16", {"starts": "same_day"}, "2026-03-25"),
        # ... and where the month has no such day either, with its last day.
        ("1 month", "2026-01-31", {"starts": "same_day", "roll": "none"}, "2026-02-28"),
        ("1 month", "2026-01-30", {"starts": "same_day", "roll": "none"}, "2026-02-28"),
        ("1 month", "2026-01-29", {"starts": "same_day", "roll": "none"}, "2026-02-28"),
        ("1 month", "2026-01-28", {"starts": "same_day", "roll": "none"}, "2026-02-27"),
    ],
)
def test_german_periods(term: str, event: str, choices: dict[str, object], expected: str) -> None:
    """Sections 187, 188 and 193 of the Civil Code."""
    assert last_day("de-bgb", ledger("de-bgb", term, event, **choices)) == expected


def test_a_german_extension_counts_from_the_expiry() -> None:
    """§ 190: ten days end on Good Friday; five more count from then and end on Wednesday 8 April, not on the 13th."""
    period = ledger("de-bgb", "10 days", "2026-03-24")
    five = Term.of("5 days")
    assert last_day("de-bgb", period.extend(Extension(five, Anchor.DUE, "Verlängerung"))) == "2026-04-08"
    assert last_day("de-bgb", period.extend(Extension(five, Anchor.ROLLED_DUE, "Verlängerung"))) == "2026-04-13"


def test_a_broken_german_month_has_thirty_days() -> None:
    """§ 191: a month from 2 March that stands still for two days has 30 days, ends on Good Friday, and moves on."""
    whole = ledger("de-bgb", "1 month", "2026-03-02")
    broken = whole.suspend(whole.trigger.replace(day=9), "Ruhen").resume(whole.trigger.replace(day=11))
    assert last_day("de-bgb", whole) == "2026-04-02"
    assert last_day("de-bgb", broken) == "2026-04-07"
    assert "30 days for 1 month" in explanation_text(explain(broken, CALENDAR["de-bgb"]), "en")


@pytest.mark.parametrize(
    ("term", "event", "choices", "expected"),
    [
        # Article 3(1), (2)(b): the day of the event is not counted, days off are (3(3)).
        ("15 days", "2026-03-24", {}, "2026-04-08"),
        ("5 working days", "2026-03-31", {}, "2026-04-09"),
        # Article 3(2)(c): the same date, or the last day of the month.
        ("1 month", "2026-01-30", {}, "2026-03-02"),
        ("1 month", "2026-03-31", {}, "2026-04-30"),
        ("2 weeks", "2026-04-08", {}, "2026-04-22"),
        # Article 3(4): a holiday, a Sunday or a Saturday; not for hours.
        ("10 days", "2026-03-24", {}, "2026-04-07"),
        ("24 hours", "2026-04-02T16:00", {}, "2026-04-03"),
        # Article 3(5): two days or more have two working days.
        ("2 days", "2026-04-17", {}, "2026-04-21"),
        ("1 day", "2026-04-17", {}, "2026-04-20"),
        ("3 days", "2026-04-02", {}, "2026-04-08"),
        ("2 days", "2026-04-14", {}, "2026-04-16"),
        # Counted back from an event there is no roll.
        ("5 days", "2026-04-09", {"direction": "before", "roll": "none"}, "2026-04-04"),
    ],
)
def test_union_periods(term: str, event: str, choices: dict[str, object], expected: str) -> None:
    """Article 3 of Regulation (EEC, Euratom) No 1182/71."""
    assert last_day("eu-1182-71", ledger("eu-1182-71", term, event, **choices)) == expected


OUTSIDE = {"roll": "none", "min_working_days": 0, "min_working_days_from": 0}
"""What a limit overrides to which the Dutch Act does not apply (article 4)."""


@pytest.mark.parametrize(
    ("term", "event", "choices", "expected"),
    [
        # Article 1: Thursday + 1 day ends on Good Friday, and is lengthened to Tuesday.
        ("1 day", "2026-04-02", {}, "2026-04-07"),
        ("2 days", "2026-04-02", {}, "2026-04-07"),
        # Article 2: three days or more have two days that are neither weekend nor holiday.
        ("3 days", "2026-04-02", {}, "2026-04-08"),
        ("4 days", "2026-04-02", {}, "2026-04-08"),
        ("3 days", "2026-03-26", {}, "2026-03-30"),
        ("3 days", "2026-03-27", {}, "2026-03-31"),
        ("6 weeks", "2026-03-16", {}, "2026-04-28"),
        ("6 weeks", "2026-02-24", {}, "2026-04-07"),
        # Article 4: hours, and more than 90 days, twelve weeks or three months.
        ("48 hours", "2026-04-02T16:00", {}, "2026-04-04"),
        ("13 weeks", "2026-03-07", OUTSIDE, "2026-06-06"),
        ("13 weeks", "2026-03-07", {}, "2026-06-08"),
        # Article 1, second paragraph: no lengthening of terms that count back.
        ("3 days", "2026-04-07", {"direction": "before", **OUTSIDE}, "2026-04-04"),
    ],
)
def test_dutch_terms(term: str, event: str, choices: dict[str, object], expected: str) -> None:
    """Articles 1, 2 and 4 of the Algemene termijnenwet."""
    assert last_day("nl-atw", ledger("nl-atw", term, event, **choices)) == expected


def test_days_end_at_midnight_of_the_place() -> None:
    """The last instant of a day is 24:00 in the zone of the calendar, summer time included."""
    found = due(ledger("nl-atw", "1 week", "2026-03-25"), CALENDAR["nl-atw"])
    assert found is not None
    assert found.at.isoformat() == "2026-04-02T00:00:00+02:00"


def test_the_least_number_of_working_days_is_told_with_its_article() -> None:
    """The explanation names the days that were added, and where the rule stands."""
    told = explanation_text(explain(ledger("nl-atw", "3 days", "2026-04-02"), CALENDAR["nl-atw"]), "en")
    assert "The term has too few working days; added: 7-8 Apr (2). Not counted: 6 Apr: Easter Monday" in told
    assert "Algemene termijnenwet, Artikel 2 (unverified)" in told


VERIFIED = {
    "de-bgb": {"§ 187 Abs. 1", "§ 188 Abs. 3"},
    "eu-1182-71": {"Article 3(4)"},
    "nl-atw": set[str](),
}
"""The only places of these profiles whose text has been read and compared."""


@pytest.mark.parametrize("law", PLACES)
def test_what_was_not_read_says_so(law: str) -> None:
    """Only the places that were read are enacted; every other citation is unverified and says why."""
    cites = {cite for name in type(profile(law).choices).model_fields for cite in profile(law).cite(name)}
    assert {cite.at for cite in cites if cite.status is not Status.UNVERIFIED} == VERIFIED[law]
    assert all(cite.note for cite in cites if cite.status is Status.UNVERIFIED)
