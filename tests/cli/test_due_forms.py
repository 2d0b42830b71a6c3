"""``dossierflow due`` in all its forms; whatever is typed into it is answered or refused, never a traceback."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from dossierflow.cli import app

RUNNER = CliRunner(env={"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"})
ASKED = ["due", "5 working days", "--from", "2024-04-24T09:30", "--lang", "en"]

TERMS = st.one_of(
    st.sampled_from(
        ["5 working days", "1 month", "8 working hours", "same day", "0.5 days", "05 ngày làm việc", "-1 day"]
    ),
    st.text(max_size=30),
)
INSTANTS = st.one_of(
    st.sampled_from(
        ["2024-04-24T09:30", "2024-04-24", "2024-02-30T09:30", "9999-12-31T23:59", "2024-04-24T09:30+07:00"]
    ),
    st.datetimes().map(lambda at: at.isoformat(timespec="minutes")),
    st.text(max_size=20),
)
CHOICES = {
    "--starts": st.sampled_from(["next_day", "same_day", "instant", "never"]),
    "--receipt": st.sampled_from(["as_is", "next_opening", ""]),
    "--cutoff": st.sampled_from(["15:00", "25:00", "none", "15"]),
    "--cutoff-effect": st.sampled_from(["starts_later", "result_later", "x"]),
    "--roll": st.sampled_from(["none", "forward", "backward", "ROLL"]),
    "--direction": st.sampled_from(["after", "before"]),
    "--ends": st.sampled_from(["midnight", "close_of_business", "same_time"]),
    "--pause": st.one_of(st.sampled_from(["2024-04-25/", "2024-04-26/2024-04-25", "/", "x/y"]), st.text(max_size=12)),
    "--profile": st.sampled_from(["vn-civil", "eu-1182-71", "nl-atw", "de-bgb", "nowhere"]),
    "--calendar": st.sampled_from(["vn-public", "vn-public@2024-01-01", "vn-public@x", "mars"]),
    "--format": st.sampled_from(["text", "markdown", "html", "json", "svg", "pdf"]),
}


@pytest.mark.parametrize(
    ("form", "beginning"),
    [
        ("text", "Due: Saturday 4 May 2024"),
        ("markdown", "**Due: Saturday 4 May 2024"),
        ("html", "<!doctype html>"),
        ("svg", "<svg "),
        ("json", "{"),
    ],
)
def test_each_form_begins_as_it_should(form: str, beginning: str) -> None:
    """The same due date as text, Markdown, page, picture and JSON."""
    result = RUNNER.invoke(app, [*ASKED, "--format", form, "--sensitivity"])

    assert result.exit_code == 0
    assert result.output.startswith(beginning)
    assert "4 May 2024" in result.output or "2024-05-04" in result.output


def test_sensitivity_is_told_where_it_is_asked_for() -> None:
    """It is left out otherwise, and null in JSON."""
    plain = json.loads(RUNNER.invoke(app, [*ASKED, "--json"]).output)
    asked = json.loads(RUNNER.invoke(app, [*ASKED, "--json", "--sensitivity"]).output)

    assert plain["explanation"]["sensitivity"] is None
    assert asked["explanation"]["sensitivity"][1]["due"]["day"] == "2024-05-06"
    assert "If it were different" not in RUNNER.invoke(app, ASKED).output


def test_a_table_of_cases_has_no_pictures() -> None:
    """A batch is answered as a table; another form is refused before anything is read."""
    result = RUNNER.invoke(app, ["due", "--batch", "none.csv", "--format", "svg"])

    assert result.exit_code == 2
    assert "format: a table of cases is answered as a table" in result.output


@settings(max_examples=75)
@given(term=TERMS, at=INSTANTS, choices=st.fixed_dictionaries({}, optional=CHOICES), sensitivity=st.booleans())
@example(term="1 day", at="0001-01-01T00:00", choices={}, sensitivity=True)
@example(term="99999999999999999999 years", at="2024-04-24T09:30", choices={}, sensitivity=True)
def test_anything_typed_is_answered_or_refused(
    term: str,
    at: str,
    choices: dict[str, str],
    sensitivity: bool,  # noqa: FBT001 - drawn
) -> None:
    """Exit code 0 with an answer, or 2 with a sentence; no exception leaves the command."""
    options = [part for name, value in choices.items() for part in (name, value)]
    flags = ["--sensitivity"] if sensitivity else []
    result = RUNNER.invoke(app, ["due", *options, *flags, "--from", at, "--", term])

    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.exit_code in {0, 2}
    assert result.output.strip()
