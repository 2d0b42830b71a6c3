"""The door of the engine: keys, expected versions, late entries, questions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from dossierflow.engine import SYSTEM_ACTOR, Engine
from dossierflow.engine import commands as c
from dossierflow.engine.actors import Actor
from dossierflow.errors import CommandRefusedError, DefinitionError, NaiveInstantError, UnknownNameError
from dossierflow.procedure.library import ProcedureLibrary
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.procedure.model import Procedure

OK = c.CompleteStep(step="check", action="ok")
WHEN = "2026-02-03 09:00"


def at(words: str) -> datetime:
    """Return an instant of Hanoi."""
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def test_a_command_under_a_known_key_is_a_repeat(desk: Any) -> None:
    """The same command at a later instant, under the key of the first, is accepted and does nothing."""
    desk.receive()
    desk.did(WHEN, "officer", OK, command_id="k")
    again = desk.do("2026-02-09 09:00", "officer", OK, command_id="k")
    assert (again.is_repeat, again.is_accepted, again.events) == (True, True, ())
    assert again.dossier is desk.now


def test_a_submission_may_be_repeated(desk: Any) -> None:
    """A host that does not know whether its submission arrived gives it once more."""
    filing = c.Submit(dossier="H1", procedure="permit", channel="online", facts={"work": "house"})
    desk.did(WHEN, "applicant", filing, command_id="k")
    assert desk.do(WHEN, "applicant", filing, command_id="k").is_repeat


def test_a_key_names_one_command_and_not_one_kind(desk: Any) -> None:
    """Another step finished under the key of the first is refused, not passed over in silence."""
    desk.receive()
    desk.did(WHEN, "officer", OK, command_id="k")
    other = c.CompleteStep(step="consult", action="skip")
    assert desk.code(WHEN, "officer", other, command_id="k") == "command_id_reused"


def test_a_repeat_comes_before_the_expected_version(desk: Any) -> None:
    """A repeated command names the version it was first made for; it is a repeat all the same."""
    desk.receive()
    desk.did(WHEN, "officer", OK, command_id="k", expected_version=2)
    assert desk.do(WHEN, "officer", OK, command_id="k", expected_version=2).is_repeat


def test_the_expected_version_is_that_of_the_dossier_given(desk: Any) -> None:
    """Timers that fire on the way do not make a command stale; somebody else's event does."""
    desk.receive()
    desk.did("2026-02-24 09:00", "officer", OK, expected_version=2)
    assert desk.now.version == 5
    assert desk.code("2026-02-24 10:00", "officer", OK, expected_version=2) == "version_conflict"


def test_an_act_entered_late_keeps_both_instants(desk: Any) -> None:
    """An act of the past occurs when it occurred, and is recorded when it was entered."""
    desk.receive()
    desk.did(WHEN, "officer", OK, recorded_at=at("2026-02-04 08:00"))
    event = desk.log[-1]
    assert (event.occurred_at, event.recorded_at) == (at(WHEN), at("2026-02-04 08:00"))
    assert desk.now.last_at == at(WHEN)


def test_an_act_before_the_last_event_is_refused_even_where_it_was_forgotten(desk: Any) -> None:
    """Once a timer has fired, what came before it is entered as of now and corrected."""
    desk.receive()
    desk.tick("2026-02-06 09:00")
    assert desk.code(WHEN, "officer", OK, recorded_at=at("2026-02-06 10:00")) == "time_goes_back"


@pytest.mark.parametrize("which", ["at", "recorded_at"])
def test_an_instant_without_a_zone_is_an_error(desk: Any, which: str) -> None:
    """An instant that could mean several is the host's mistake."""
    desk.receive()
    given = {"at": at(WHEN), "recorded_at": at(WHEN)} | {which: datetime(2026, 2, 3, 9)}  # noqa: DTZ001 -- on purpose
    with pytest.raises(NaiveInstantError):
        desk.engine.handle(desk.now, OK, by=Actor(agency="authority", role="officer"), **given)


def test_a_decision_can_be_asked_for_its_dossier(desk: Any) -> None:
    """`or_raise` gives the dossier of an accepted command and raises the refusal of another."""
    desk.receive()
    refused = desk.do(WHEN, "applicant", OK)
    with pytest.raises(CommandRefusedError, match="not_authorised") as caught:
        refused.or_raise()
    assert caught.value.refusal is refused.refusal
    refused = Engine(desk.engine.rulebook.library, vietnam()).handle(None, OK, by=SYSTEM_ACTOR, at=at(WHEN))
    with pytest.raises(CommandRefusedError, match="not_submitted"):
        refused.or_raise()


def test_a_refusal_names_what_may_be_done_instead(desk: Any) -> None:
    """The same actor's other possibilities come with the refusal, unless nothing can be done any more."""
    desk.receive()
    refused = desk.do(WHEN, "officer", c.Pause(reason="lunch")).refusal
    assert "complete_step check ok" in refused.allowed
    assert "pause check flood" in refused.allowed
    assert desk.do("2026-01-05 09:00", "officer", OK).refusal.allowed == ()
    assert "[Quy định của bài kiểm thử, Điều 1]" in str(refused)


def test_nobody_takes_the_acts_of_the_clock(desk: Any) -> None:
    """A limit runs out by time alone; no actor can make it, not even one who claims to be the system."""
    desk.receive()
    elapsing = c.Elapse(limit="total", due=at("2026-02-23 17:00"))
    for actor in (SYSTEM_ACTOR, Actor(agency="authority", role="head")):
        assert desk.code(WHEN, actor, elapsing) == "not_authorised"


def test_clocks_can_be_asked_and_explained(desk: Any) -> None:
    """Ledger, balance and explanation of a limit carry its sources; an unknown limit is an error."""
    desk.receive()
    ledger = desk.engine.ledger(desk.now, "total")
    assert str(ledger.term) == "15 days"
    assert desk.engine.balance(desk.now, "total", at("2026-02-06 09:00")).used == 4
    assert desk.engine.explain(desk.now, "total").due == desk.now.deadlines["total"].due
    with pytest.raises(UnknownNameError, match="deadline"):
        desk.engine.explain(desk.now, "tomorrow")


def test_what_held_and_lengthened_a_clock_is_explained_with_its_source(open_desk: Callable[..., Any]) -> None:
    """Suspensions and extensions name the rules that they rest on; what no rule explains names none."""

    def change(written: dict[str, Any]) -> None:
        written["supplement"]["clock"]["total"] = {"remaining_plus": "5 days"}
        written["supplement"]["cite"] = [{"doc": "BS"}]
        written["pauses"]["flood"]["cite"] = [{"doc": "TD"}]
        written["extensions"]["complex"]["cite"] = [{"doc": "GH"}]

    desk = open_desk(change)
    desk.receive()
    desk.did("2026-02-03 09:00", "officer", c.Pause(reason="flood"))
    desk.did("2026-02-04 09:00", "officer", c.Resume())
    desk.did("2026-02-05 09:00", "officer", c.RequestSupplement(items=("x",), reason="thiếu"))
    desk.did("2026-02-06 09:00", "applicant", c.AnswerSupplement())
    extending = c.Extend(extension="complex", term="10 days", reason="phức tạp")
    desk.did("2026-02-09 09:00", "head", extending)
    ledger = desk.engine.ledger(desk.now, "total")
    assert [str(one.cite[0]) for one in ledger.suspensions] == ["TD", "BS"]
    assert [str(one.cite[0]) for one in ledger.extensions] == ["BS", "GH"]


def test_a_procedure_may_come_as_a_library_and_calendars_in_any_form(make: Callable[..., Procedure]) -> None:
    """Engines are made of libraries or lists, and of one calendar, several, or names for them."""
    library, calendar = ProcedureLibrary([make()]), vietnam()
    for calendars in (calendar, [calendar], {"vn-public": calendar}):
        assert Engine(library, calendars).rulebook.library is library
    with pytest.raises(UnknownNameError, match="calendar"):
        Engine(library, {"elsewhere": calendar})


def test_an_agency_may_have_days_of_its_own(make: Callable[..., Procedure]) -> None:
    """A limit is counted on its own calendar, else on its agency's, else on the procedure's."""

    def change(written: dict[str, Any]) -> None:
        written["agencies"]["fire"]["calendar"] = "fire-days"
        written["limits"]["planning_answer"]["calendar"] = "planning-days"

    names = ("vn-public", "fire-days", "planning-days")
    engine = Engine([make(change)], {name: vietnam(name=name) for name in names})
    (compiled,) = (engine.rulebook.compiled(one.ref) for one in engine.rulebook.library)
    found = {limit: compiled.calendar_of(limit).name for limit in ("total", "fire_answer", "planning_answer")}
    assert found == {"total": "vn-public", "fire_answer": "fire-days", "planning_answer": "planning-days"}


def test_a_table_without_a_row_asks_for_the_fact(open_desk: Callable[..., Any]) -> None:
    """A fact that decides the term and is not known yet is asked for when the clock must start."""

    def change(written: dict[str, Any]) -> None:
        written["limits"]["total"]["cases"] = [
            {"when": {"floors": {"at_most": 6}}, "term": "15 days"},
            {"when": {"floors": {"at_least": 7}}, "term": "20 days", "cite": [{"doc": "Nhà cao tầng"}]},
        ]

    desk = open_desk(change)
    desk.submit()
    decision = desk.do(WHEN, "receiver", c.Receive())
    assert (decision.refusal.code.value, "floors" in decision.refusal.reason.en) == ("fact_missing", True)
    desk.did(WHEN, "receiver", c.Correct(fact="floors", value=9, reason="bổ sung thông tin"))
    desk.did(WHEN, "receiver", c.Receive())
    assert desk.due().isoformat() == "2026-02-23"
    assert str(desk.engine.ledger(desk.now, "total").cite[0]) == "Nhà cao tầng"


def test_a_term_per_unit_asks_for_the_number(open_desk: Callable[..., Any]) -> None:
    """A term so many times as long as a number says needs the number."""

    def change(written: dict[str, Any]) -> None:
        written["limits"]["total"] |= {"cases": [], "term": "2 days", "per": "floors"}

    desk = open_desk(change)
    desk.submit()
    assert desk.code(WHEN, "receiver", c.Receive()) == "fact_missing"
    desk.did(WHEN, "receiver", c.Correct(fact="floors", value=5, reason="bổ sung thông tin"))
    desk.did(WHEN, "receiver", c.Receive())
    assert desk.due().isoformat() == "2026-02-13"


def test_a_suspension_under_a_rule_that_is_gone_names_no_source(open_desk: Callable[..., Any]) -> None:
    """After a move to a version without supplements, the old suspension is kept without a citation."""

    def first(written: dict[str, Any]) -> None:
        written["effective"] = {"from": "2021-01-01", "to": "2026-02-28"}
        written["supplement"]["clock"]["total"] = "resume"

    def second(written: dict[str, Any]) -> None:
        written |= {"version": "2", "effective": {"from": "2026-03-01"}}
        del written["supplement"], written["limits"]["supp"]
        written["limits"]["ask"]["stops"] = ["check.completed"]

    desk = open_desk(first, second)
    desk.receive()
    desk.did("2026-02-03 09:00", "officer", c.RequestSupplement(items=("x",), reason="thiếu"))
    desk.did("2026-02-04 09:00", "applicant", c.AnswerSupplement())
    desk.did("2026-02-05 09:00", "receiver", c.Migrate(version="2", reason="luật mới"))
    assert [one.cite for one in desk.engine.ledger(desk.now, "total").suspensions] == [()]


def test_a_ledger_survives_a_fact_that_is_gone(desk: Any) -> None:
    """The term that was counted stays known where its table could no longer be read."""
    desk.receive()
    (clock,) = (one for one in desk.now.deadlines.values() if one.limit == "total")
    compiled = desk.engine.rulebook.compiled(desk.now.procedure)
    ledger = compiled.ledger_of(clock, {})
    assert (ledger.term, ledger.trigger) == (clock.term, clock.trigger)


def test_replaying_nothing_gives_nothing(standard: Engine) -> None:
    """An empty log has no dossier."""
    assert standard.replay([]) is None


def test_ticking_fires_nothing_before_its_time(desk: Any) -> None:
    """A sweep that finds nothing returns the same dossier."""
    desk.receive()
    decision = desk.engine.tick(desk.now, desk.now.last_at + timedelta(minutes=1))
    assert (decision.events, decision.dossier is desk.now, decision.is_accepted) == ((), True, True)


def test_a_place_that_does_not_exist_is_found_when_the_engine_is_made(open_desk: Callable[..., Any]) -> None:
    """A misspelt target becomes no state of its own."""
    with pytest.raises(DefinitionError, match="'consutl', which does not exist"):
        open_desk(lambda written: written["steps"]["check"]["actions"]["ok"].update(to="consutl"))


def test_clocks_that_have_ended_are_not_revised(desk: Any) -> None:
    """Another calendar moves open deadlines only."""
    desk.decide()
    decision = desk.engine.reproject(desk.now, at=at("2026-02-09 09:00"), cause="thử")
    assert decision.events == ()
