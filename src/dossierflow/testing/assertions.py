"""
Assertions about dossiers that say, when they fail, what was expected, what was found, and why.

They compare what scenarios compare, under the same names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from dossierflow.errors import Problem
from dossierflow.render.differences import differences
from dossierflow.simulate.checks import Situation, evaluate
from dossierflow.simulate.scenario import Checks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from dossierflow.citation import Language
    from dossierflow.engine.actors import Actor
    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.engine import Decision, Engine
    from dossierflow.engine.events import Event
    from dossierflow.engine.refusals import RefusalCode


def assert_dossier(
    engine: Engine,
    dossier: Dossier,
    *,
    at: datetime,
    events: Iterable[Event] = (),
    actors: Mapping[str, Actor] | None = None,
    lang: Language = "en",
    **expected: object,
) -> None:
    """
    Assert how *dossier* stands at an instant, after every timer that is due by then.

    Args:
        engine: The engine that knows its procedure.

        dossier: The dossier as kept.

        at: The instant.

        events: Its log, where types of events are expected.

        actors: Who is named in ``allowed`` and ``forbidden``.

        lang: Language of explanations.

        expected: What must be so, as a scenario says it: ``status="received"``,
            ``due={"total": "2026-02-23"}``, ``steps=["appraise"]``,
            ``remaining={"total": "3 days"}``, ``suspended={"total": []}`` ...

    Raises:
        AssertionError: Something is not so; everything that is not is told.

        TypeError: There is no expectation of such a name or form.

    >>> from datetime import datetime
    >>> from dossierflow.engine import Engine
    >>> from dossierflow.procedure.catalogue import shipped
    >>> from dossierflow.simulate.clock import VirtualClock
    >>> from dossierflow.simulate.desk import Desk
    >>> from dossierflow.worktime import vietnam
    >>> clock = VirtualClock(datetime(2026, 2, 6, 8, tzinfo=vietnam().tz))
    >>> engine = Engine(shipped("building-permit"), vietnam())
    >>> dossier = Desk(engine, clock).file("building-permit")
    >>> assert_dossier(engine, dossier, at=clock.now(), status="received", due={"total": "2026-02-23"})
    """
    __tracebackhide__ = True
    try:
        checks = Checks.model_validate(expected)
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors(include_url=False))
        raise TypeError(told) from None
    ticked = engine.tick(dossier, at)
    procedure = engine.procedure_of(dossier)
    situation = Situation(
        engine=engine,
        zone=engine.rulebook.calendars[procedure.calendar].tz,
        actors=actors or {},
        place=lambda path: Problem("", 0, ".".join(str(part) for part in path), ""),
        at=at,
        dossier=ticked.dossier,
        events=(*events, *ticked.events),
        refusal=None,
    )
    lines = [*differences([(one.field, one) for one in evaluate(checks, (), situation) if not one.is_met], lang)]
    if lines:
        head = f"dossier {dossier.id} ({dossier.procedure}) at {at.isoformat(timespec='minutes')}:"
        raise AssertionError("\n".join([head, *lines]))


def assert_accepted(decision: Decision) -> Dossier:
    """
    Assert that a command was accepted, and return the dossier after it.

    Raises:
        AssertionError: It was refused; code, reason and what is allowed instead are told.
    """
    __tracebackhide__ = True
    refused = decision.refusal
    if refused is not None:
        allowed = ", ".join(refused.allowed) or "nothing"
        message = f"expected: accepted\nfound:    refused: {refused}\nallowed:  {allowed}"
        raise AssertionError(message)
    if decision.dossier is None:
        message = "expected: accepted\nfound:    nothing has been submitted"
        raise AssertionError(message)
    return decision.dossier


def assert_refused(decision: Decision, code: RefusalCode | str) -> None:
    """
    Assert that a command was refused with *code*.

    Raises:
        AssertionError: It was accepted, or refused with another code.
    """
    __tracebackhide__ = True
    wanted = str(getattr(code, "value", code))
    refused = decision.refusal
    if refused is None:
        happened = ", ".join(event.type for event in decision.events) or "a repeated command"
        message = f"expected: refused: {wanted}\nfound:    accepted: {happened}"
        raise AssertionError(message)
    if refused.code.value != wanted:
        message = f"expected: refused: {wanted}\nfound:    refused: {refused}"
        raise AssertionError(message)


def assert_events(events: Iterable[Event], *types: str) -> None:
    """
    Assert the types of *events*, all of them in their order.

    Raises:
        AssertionError: They are others; the first difference is marked.
    """
    __tracebackhide__ = True
    found = [event.type for event in events]
    if found == list(types):
        return
    rows = [
        f"{'  ' if wanted == got else '> '}{number:>3}  {wanted:<28}{got}"
        for number, (wanted, got) in enumerate(_side_by_side(list(types), found), start=1)
    ]
    raise AssertionError("\n".join([f"       {'expected':<28}found", *rows]))


def _side_by_side(wanted: list[str], found: list[str]) -> list[tuple[str, str]]:
    length = max(len(wanted), len(found))
    pad = [*wanted, *["-"] * (length - len(wanted))], [*found, *["-"] * (length - len(found))]
    return list(zip(*pad, strict=True))
