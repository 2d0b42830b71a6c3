"""Profiles of counting choices: complete, cited, overridden by name, refused when they contradict."""

from __future__ import annotations

import re
from datetime import time
from importlib import resources

import pytest
from pydantic import ValidationError

from dossierflow.citation import Citation, Status
from dossierflow.deadlines import Counting, Unit, profile, read_profile
from dossierflow.deadlines.choices import PARAMETERS
from dossierflow.errors import DefinitionError, TermError, UnknownNameError

SHIPPED = ("de-bgb", "eu-1182-71", "nl-atw", "vn-civil", "vn-general")
GENERAL = (resources.files("dossierflow.deadlines") / "profiles" / "vn-general.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("unit", list(Unit))
def test_shipped_profiles_count_every_unit(name: str, unit: Unit) -> None:
    """A shipped profile makes every choice for every unit, with a source, and the choices fit the unit."""
    counting = profile(name).counting(unit)
    assert counting.refuses(unit) is None
    assert all(counting.cite(parameter) for parameter in PARAMETERS)
    assert all(profile(name).cite(parameter) for parameter in PARAMETERS)


@pytest.mark.parametrize(
    ("unit", "starts", "roll", "ends"),
    [
        (Unit.WORKING_DAY, "next_day", "none", "close_of_business"),
        (Unit.DAY, "next_day", "forward", "close_of_business"),
        (Unit.WEEK, "next_day", "forward", "close_of_business"),
        (Unit.MONTH, "next_day", "forward", "close_of_business"),
        (Unit.YEAR, "next_day", "forward", "close_of_business"),
        (Unit.WORKING_HOUR, "instant", "none", "same_time"),
        (Unit.HOUR, "instant", "forward", "same_time"),
        (Unit.MINUTE, "instant", "forward", "same_time"),
    ],
)
def test_the_general_profile(unit: Unit, starts: str, roll: str, ends: str) -> None:
    """The general profile counts as the Civil Code does, to the close of business; the civil one to midnight."""
    general, civil = profile("vn-general").counting(unit), profile("vn-civil").counting(unit)
    assert (general.starts, general.roll, general.ends) == (starts, roll, ends)
    assert (general.receipt, general.cutoff, general.direction) == ("as_is", None, "after")
    assert (general.month_end, general.broken_term, general.clear) == ("clamp", "art146", False)
    assert (civil.starts, civil.roll) == (starts, roll)
    assert civil.ends == ("same_time" if unit.is_clock else "midnight")


def test_what_nobody_has_read_is_marked() -> None:
    """Office hours and the years that start on 29 February rest on no text that was read, and say so."""
    general = profile("vn-general")
    assert Status.UNVERIFIED in {cite.status for cite in general.counting(Unit.DAY).cite("ends")}
    assert {cite.status for cite in general.counting(Unit.YEAR).cite("month_end")} == {Status.UNVERIFIED}
    assert {cite.status for cite in general.counting(Unit.MONTH).cite("month_end")} == {Status.ENACTED}
    assert {cite.status for cite in profile("vn-civil").counting(Unit.DAY).cite("ends")} == {Status.ENACTED}


def test_overrides_bring_their_own_source() -> None:
    """An overridden choice is cited from where it comes, the others from the profile."""
    cite = (Citation(doc="63/2024/NĐ-CP", at="Điều 7"),)
    counting = profile("vn-general").counting(Unit.DAY, cite=cite, cutoff="15:00", cutoff_effect="starts_later")
    assert counting.cutoff == time(15)
    assert counting.cite("cutoff") == counting.cite("cutoff_effect") == cite
    assert counting.cite("roll") == profile("vn-general").counting(Unit.DAY).cite("roll")
    assert profile("vn-general").counting(Unit.DAY, cutoff="none", cutoff_effect=None).cutoff is None


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        ({"rolls": "none"}, "'rolls' is no choice; known: starts, receipt,"),
        ({"sources": ()}, "'sources' is no choice"),
        ({"roll": "sideways"}, "cannot count like this: roll: should be 'none', 'forward' or 'backward'"),
        ({"cutoff": "15:00"}, "cutoff and cutoff_effect are given together"),
        ({"cutoff": "15:00:30", "cutoff_effect": "starts_later"}, "15:00:30 is not a minute of the day"),
        ({"starts": "same_day", "clear": True}, "clear days count neither end"),
        ({"min_working_days": -1}, "min_working_days"),
        ({"min_working_days": 2}, "min_working_days and min_working_days_from are given together or are both 0"),
        ({"min_working_days_from": 2}, "min_working_days and min_working_days_from are given together"),
        (
            {"min_working_days": 3, "min_working_days_from": 2},
            "a term of 2 days cannot have 3 working days within itself",
        ),
    ],
)
def test_bad_overrides_are_refused(overrides: dict[str, object], message: str) -> None:
    """An override that names no choice, no value of it, or contradicts another choice is refused with a sentence."""
    with pytest.raises(TermError, match=re.escape(message)):
        profile("vn-general").counting(Unit.DAY, **overrides)


def test_nothing_has_a_default() -> None:
    """Leaving out any single choice is an error."""
    complete = profile("vn-general").counting(Unit.DAY).model_dump(exclude={"sources"})
    assert Counting.model_validate(complete).cite("roll") == ()
    for parameter in PARAMETERS:
        with pytest.raises(ValidationError, match=parameter):
            Counting.model_validate({key: value for key, value in complete.items() if key != parameter})


def test_unknown_names() -> None:
    """An unknown profile or parameter is an error that lists the known ones."""
    with pytest.raises(UnknownNameError, match=r"no counting profile 'xx'; known: .*vn-civil, vn-general"):
        profile("xx")
    with pytest.raises(UnknownNameError, match="no counting choice 'rolls'"):
        profile("vn-general").cite("rolls")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("value: clamp", "value: cut", "choices.month_end"),
        ("value: {hours: 8}", "value: {hours: 25}", "choices.fraction_of_day"),
        ("value: instant", "value: next_day", "of working_hours: hours and minutes start at once"),
        ("value: same_time", "value: midnight", "of hours: hours and minutes end at their own minute"),
        ("      value: close_of_business", "      value: same_time", "whole days do not end at the same time"),
        ("  cutoff:\n    value: none", "  cutoff:\n    value: '15:00'", "choices: cutoff and cutoff_effect"),
        ("  clear:", "  clearly:", "clearly"),
        ("dossierflow/profile@1", "dossierflow/profile@2", "format"),
    ],
)
def test_broken_profiles_are_refused(old: str, new: str, message: str) -> None:
    """A profile with a wrong, missing, misfitting or contradictory choice is refused with file and line."""
    assert old in GENERAL
    with pytest.raises(DefinitionError, match=re.escape(message)) as refusal:
        read_profile(GENERAL.replace(old, new), file="broken.yaml")
    assert all(problem.file == "broken.yaml" and problem.line > 0 for problem in refusal.value.problems)


def test_a_profile_reads_from_a_path_as_well() -> None:
    """The text and the file of a profile give the same profile."""
    with resources.as_file(resources.files("dossierflow.deadlines") / "profiles" / "vn-general.yaml") as path:
        assert read_profile(path) == read_profile(GENERAL) == profile("vn-general")
