"""What the shipped strategies promise to those who build on them."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dossierflow.deadlines.compute import due
from dossierflow.deadlines.term import Unit
from dossierflow.engine import Engine
from dossierflow.errors import CalendarError, TermError
from dossierflow.procedure import load_procedures
from dossierflow.procedure.catalogue import shipped
from dossierflow.testing.strategies import Act, Life, calendars, finish, instants, ledgers, lives, procedures, terms
from dossierflow.worktime import DayKind, vietnam

T = TypeVar("T")
FEW = settings(max_examples=25, deadline=None)
ODD_TERMS = (CalendarError, TermError)
"""What a generated ledger may be refused for: a term past the calendar, or a fraction that cannot be counted."""


def sample(strategy: st.SearchStrategy[T], number: int) -> list[T]:
    """Return so many values of *strategy*, made as a test would make them."""
    made: list[T] = []

    @settings(max_examples=number, deadline=None, database=None, derandomize=True, phases=[Phase.generate])
    @given(strategy)
    def make(value: T) -> None:
        made.append(value)

    make()
    return made


@FEW
@given(st.data())
def test_calendars_have_working_days_and_instants_lie_in_them(data: st.DataObject) -> None:
    """Every calendar can be counted on, and an instant carries its zone."""
    calendar = data.draw(calendars())
    first = calendar.next_working_day(calendar.first)
    assert calendar.is_working(first)
    at = data.draw(instants(calendar))
    assert at.tzinfo is not None
    assert calendar.first <= at.date() < calendar.first + timedelta(days=200)


def test_calendars_with_swaps_are_made() -> None:
    """Some calendars exchange a working day for a rest day, both ends known."""
    made = sample(calendars(), 40)
    days = [date(2025, 1, 1) + timedelta(days=number) for number in range(200)]
    kinds = {fact.kind for calendar in made for day in days for fact in calendar.facts(day)}
    assert {DayKind.SWAP_OFF, DayKind.SWAP_WORK, DayKind.HOLIDAY, DayKind.CLOSURE} <= kinds


@FEW
@given(terms((Unit.DAY, Unit.WORKING_HOUR)))
def test_terms_are_of_the_units_asked_for(term: object) -> None:
    """No other unit comes than those named."""
    assert term.unit in {Unit.DAY, Unit.WORKING_HOUR}  # type: ignore[attr-defined]


@FEW
@given(st.data())
def test_ledgers_can_be_counted(data: st.DataObject) -> None:
    """A ledger is due, stands still, or is refused with a reason; nothing else happens."""
    calendar = data.draw(calendars(years=6))
    ledger = data.draw(ledgers(calendar))
    with contextlib.suppress(*ODD_TERMS):
        assert due(ledger, calendar) is not None or ledger.suspended


def some_lives(number: int) -> list[Life]:
    """Return lives of one procedure, all submitted at one moment."""
    engine = Engine(sample(procedures(), 1), vietnam())
    return sample(lives(engine, start=datetime(2026, 2, 2, 8, tzinfo=vietnam().tz)), number)


def test_lives_read_well() -> None:
    """A life is printed act by act, with what came of each and no personal value; its log is its dossier."""
    for life in some_lives(10):
        lines = repr(life).splitlines()
        assert lines[0] == "Life("
        assert lines[1].endswith("-> submitted")
        assert len(lines) == len(life.acts) + 2
        assert "SECRET" not in repr(life)
        assert life.engine.replay(life.log) == life.dossier


def test_a_life_without_a_dossier_says_so() -> None:
    """A life begins with a submission that is accepted."""
    (life,) = some_lives(1)
    first = life.acts[0]
    late = Act(at=first.at, by=first.by, command=first.command.model_copy(update={"channel": "pigeon"}))
    refused = Life(life.engine, (late,), (None,), (late.take(life.engine, None),))
    with pytest.raises(ValueError, match="submission that is accepted"):
        _ = refused.dossier


def test_only_the_strategies_need_hypothesis() -> None:
    """The rest of the library, and of its tools for tests, is imported without it."""
    code = "import sys, dossierflow, dossierflow.testing; sys.exit('hypothesis' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


OWN = Engine(load_procedures(Path(__file__).parents[2] / "examples/test_your_procedure/procedures"), vietnam())
FILED = datetime(2026, 2, 5, 15, 20, tzinfo=vietnam().tz)


def test_lives_of_a_hosts_own_procedure_come_to_its_ends() -> None:
    """Facts, people, steps and ends are those of the procedure; from anywhere there is a way out."""
    made = sample(lives(OWN, start=FILED), 60)

    assert {life.dossier.facts["purpose"] for life in made} == {"event", "building"}
    assert {"permitted", "refused"} <= {life.dossier.end for life in made}
    assert sum(decision.is_accepted for life in made for decision in life.decisions) > 300
    for life in made[:20]:
        last = max(act.recorded_at or act.at for act in life.acts)
        acts = finish(OWN, life.dossier, max(last, life.dossier.last_at))
        assert len(acts) < 10


@pytest.mark.parametrize("name", ["building-permit", "criminal-record"])
def test_lives_of_a_shipped_procedure_are_lived(name: str) -> None:
    """Which procedure it is may be said; the version is the one in force, with whatever facts it asks for."""
    engine = Engine(shipped(name), vietnam())
    made = sample(lives(engine, start=datetime(2026, 7, 7, 9, tzinfo=vietnam().tz), procedure=name), 15)

    assert {life.dossier.procedure.id for life in made} == {name}
    assert any(len(life.dossier.milestones) > 3 for life in made)


def test_a_failing_life_is_printed_for_people() -> None:
    """One act a line with what came of it, and as short as it gets."""
    with pytest.raises(AssertionError) as caught:
        _never_signed()
    told = "\n".join(getattr(caught.value, "__notes__", []))

    assert "2026-02-05T15:20:00+07:00 applicant/applicant: submitted" in told
    assert "-> step_completed" in told
    assert told.count(" -> ") <= 3
    assert "Decision(" not in told


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(lives(OWN, start=FILED))
def _never_signed(life: Life) -> None:
    assert life.dossier.steps != ("sign",)
