"""
Every command, of every party, in every shipped procedure: done by its owner, refused to everybody else.

Who owns an act is written down here a second time, from the words of the
procedure model and not from the engine. Each shipped procedure is walked
through; wherever its owner may do something, everybody else who appears in the
procedure tries the same, and some who do not.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from dossierflow.engine import APPLICANT_ACTOR, Actor, Engine
from dossierflow.engine import commands as c
from dossierflow.engine.actors import SYSTEM_ACTOR
from dossierflow.engine.allowed import _candidates, in_words
from dossierflow.engine.commands import AnyCommand
from dossierflow.engine.decide import Accepted, Circumstances, decide
from dossierflow.engine.dossier import step_of
from dossierflow.engine.refusals import Refusal, RefusalCode
from dossierflow.errors import CalendarError, TermError
from dossierflow.procedure.catalogue import catalogue
from dossierflow.procedure.facts import Ask, FactType
from dossierflow.procedure.steps import Who
from dossierflow.testing.sample import SAMPLE_PROCEDURE
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.engine import Dossier
    from dossierflow.procedure.facts import Fact, FactValue
    from dossierflow.procedure.model import Procedure

APPLICANT = Who(agency="applicant")
FILED = datetime(2026, 9, 7, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SALT = "a salt for tests only"
MOST_STATES = 14
"""States of one procedure from which acts are tried; enough for every kind of act to come about somewhere."""

PROCEDURES = (*catalogue(), SAMPLE_PROCEDURE)
ENGINE = Engine(PROCEDURES, vietnam())
STRANGERS = (
    Actor(agency="nowhere", role="head"),
    SYSTEM_ACTOR,
    Actor(agency="system", role="timer", on_behalf_of="applicant"),
    Actor(agency="applicant", role="applicant", on_behalf_of="one_stop"),
    Actor(agency="", role=""),
)


def _owners(  # noqa: PLR0911, PLR0912 -- one line for each act is the table
    procedure: Procedure, dossier: Dossier | None, command: c.Command
) -> set[Who]:
    """Return whose act *command* is, in the words of the procedure."""
    steps, supplement, withdrawal, apology = (
        procedure.steps,
        procedure.supplement,
        procedure.withdrawal,
        procedure.apology,
    )
    open_steps = [
        step_of(state) for state in (dossier.tracks.values() if dossier else ()) if step_of(state) in procedure.steps
    ]
    match command:
        case c.Submit() | c.AnswerSupplement() | c.RequestWithdrawal():
            return {APPLICANT}
        case c.Receive() | c.RefuseReception():
            return {procedure.reception.by}
        case c.StartStep(step=step):
            return {steps[step].by}
        case c.CompleteStep(step=step, action=action) | c.Decide(step=step, action=action):
            return {steps[step].actions[action].by or steps[step].by}
        case c.Refuse(step=step, action=action):
            return {steps[step].actions[action].by or steps[step].by}
        case c.RequestSupplement(step=str(step)):
            return {(supplement and supplement.by) or steps[step].by}
        case c.Pause(reason=reason):
            return {procedure.pauses[reason].by}
        case c.Resume():
            return {one.lift_by or one.by for one in procedure.pauses.values()}
        case c.RequestPayment(fee=fee, step=str(step)):
            return {procedure.fees[fee].by or steps[step].by}
        case c.ConfirmPayment(fee=fee):
            return {procedure.fees[fee].confirm_by}
        case c.Extend(extension=name):
            return {procedure.extensions[name].by}
        case c.HandOff(handoffs=(name, *_)) | c.RecallHandoff(handoff=name):
            return {one.by for one in steps.values() if name in one.handoffs}
        case c.AcknowledgeHandoff(handoff=name) | c.AnswerHandoff(handoff=name):
            return {procedure.handoffs[name].to}
        case c.Apologise() if apology is not None:
            return {apology.by}
        case c.Stop() if withdrawal is not None:
            return {withdrawal.stop_by}
        case c.ReturnResult():
            return {procedure.returning.by}
        case c.Correct() | c.Migrate():
            return {Who(agency=one.agency) for one in (procedure.reception.by, *(steps[one].by for one in open_steps))}
        case _:
            return set()


def _cast(procedure: Procedure) -> tuple[Actor, ...]:
    """Return everybody in the procedure, in his own name and on behalf of everybody else, and strangers."""
    own = [Actor(agency=agency, role=role) for agency, one in procedure.agencies.items() for role in one.roles]
    parties = ("applicant", *procedure.agencies)
    behalf = [Actor(agency=one.agency, role=one.role, on_behalf_of=party) for one in own for party in parties]
    wrong_role = [Actor(agency=agency, role="cleaner") for agency in procedure.agencies]
    return (APPLICANT_ACTOR, *own, *behalf, *wrong_role, *STRANGERS)


def _is_entitled(procedure: Procedure, actor: Actor, owners: set[Who]) -> bool:
    """Tell whether one of *owners* is *actor*, or is a party for which his agency may act."""
    agency = procedure.agencies.get(actor.agency)
    has_role = agency is not None and actor.role in agency.roles
    if actor.on_behalf_of is not None:
        may_enter = has_role and agency is not None and actor.on_behalf_of in agency.acts_for
        return may_enter and any(owner.agency == actor.on_behalf_of for owner in owners)
    if actor.agency == "applicant":
        return APPLICANT in owners
    return has_role and any(one.agency == actor.agency and one.role in {None, actor.role} for one in owners)


def _value(fact: Fact) -> FactValue:
    values: dict[FactType, FactValue] = {
        FactType.BOOLEAN: True,
        FactType.DATE: "2026-10-12",
        FactType.TEXT: "-",
        FactType.INTEGER: fact.at_least if fact.at_least is not None else 1,
    }
    return fact.values[0] if fact.type is FactType.ENUM else values[fact.type]


def _filing(procedure: Procedure) -> c.Submit:
    asked = {name: fact for name, fact in procedure.facts.items() if fact.ask is Ask.SUBMISSION}
    return c.Submit(
        dossier="H1",
        procedure=procedure.procedure,
        version=procedure.version,
        channel=procedure.channels[0],
        facts={name: _value(fact) for name, fact in asked.items() if not fact.personal},
        personal={name: c.Personal(value=_value(fact), salt=SALT) for name, fact in asked.items() if fact.personal},
    )


def _tried(dossier: Dossier | None, command: c.Command, by: Actor, at: datetime) -> Accepted | Refusal:
    try:
        return decide(ENGINE.rulebook, dossier, command, Circumstances(by=by, at=at, recorded_at=at))
    except (CalendarError, TermError):
        # what runs past the calendar is nobody's to do
        return Refusal(code=RefusalCode.NOT_COUNTABLE, reason=None, basis=(), params={})  # type: ignore[arg-type]


def _acts(procedure: Procedure, dossier: Dossier, at: datetime) -> Iterator[c.Command]:
    yield from _candidates(procedure, dossier, at)
    yield c.Migrate(version=procedure.version, reason="-")
    for name in dossier.facts:
        if name in procedure.facts:
            yield c.Correct(fact=name, value=dossier.facts[name], reason="-")


def _walk(procedure: Procedure) -> Iterator[tuple[Dossier | None, c.Command, datetime]]:
    """Yield acts that their owners may do, with the dossier and the instant; each accepted act leads on once."""
    filing = _filing(procedure)
    yield None, filing, FILED
    first = _tried(None, filing, APPLICANT_ACTOR, FILED)
    assert isinstance(first, Accepted), (procedure, first)
    waiting: list[tuple[Dossier, datetime]] = [(first.dossier, FILED)]
    done: set[str] = set()
    for dossier, before in waiting:
        at = before + timedelta(minutes=10)
        # reception may have moved it to the version that governs
        procedure = ENGINE.procedure_of(dossier)
        for command in _acts(procedure, dossier, at):
            owners = _owners(procedure, dossier, command)
            by = next((one for one in _cast(procedure) if _is_entitled(procedure, one, owners)), None)
            outcome = None if by is None else _tried(dossier, command, by, at)
            if not isinstance(outcome, Accepted):
                continue
            words = in_words(command)
            if words not in done:
                yield dossier, command, at
                done.add(words)
                if len(waiting) < MOST_STATES and not isinstance(command, c.Correct | c.Migrate):
                    waiting.append((outcome.dossier, at))


@pytest.mark.parametrize("procedure", PROCEDURES, ids=str)
def test_an_act_is_its_owners_and_nobody_elses(procedure: Procedure) -> None:
    """The owners are let in; everybody else is refused for who he is, and nothing happens."""
    tried = 0
    for dossier, command, at in _walk(procedure):
        governing = procedure if dossier is None else ENGINE.procedure_of(dossier)
        owners = _owners(governing, dossier, command)
        for actor in _cast(governing):
            outcome = _tried(dossier, command, actor, at)
            said = f"{command!r} by {actor}"
            if _is_entitled(governing, actor, owners):
                assert isinstance(outcome, Accepted), said
            else:
                assert isinstance(outcome, Refusal), said
                assert outcome.code is RefusalCode.NOT_AUTHORISED, said
            tried += 1
    assert tried > 50


def test_the_table_has_every_command_of_a_person() -> None:
    """Between them the procedures let every kind of command happen; those of the engine alone never do."""
    seen = {type(command) for procedure in PROCEDURES for _, command, _ in _walk(procedure)}
    every = set(AnyCommand.__origin__.__args__)

    assert every - seen == {c.Elapse, c.Reproject}


@pytest.mark.parametrize(
    "command",
    [c.Elapse(limit="total", due=FILED), c.Reproject(cause="because")],
    ids=lambda command: command.do,
)
def test_nobody_lets_time_run_out_by_hand(command: c.Command) -> None:
    """What timers do is no command, not even for somebody who calls himself the system."""
    filed = ENGINE.handle(None, _filing(SAMPLE_PROCEDURE), by=APPLICANT_ACTOR, at=FILED).or_raise()

    for actor in _cast(SAMPLE_PROCEDURE):
        decision = ENGINE.handle(filed, command, by=actor, at=FILED)
        assert decision.events == ()
        assert decision.refusal is not None
        assert decision.refusal.code is RefusalCode.NOT_AUTHORISED
