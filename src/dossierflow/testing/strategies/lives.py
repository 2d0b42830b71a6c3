"""
Lives of dossiers: sequences of acts, sensible ones and illegal ones, with jumps in time.

Acts are drawn one by one against the dossier as it stands, so that lives come
to forks, joins and ends; a good part of them is nevertheless wrong: another
actor, another step, an instant in the past, a key used before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from hypothesis import assume
from hypothesis import strategies as st

from dossierflow.engine.actors import APPLICANT_ACTOR, SYSTEM_ACTOR, Actor
from dossierflow.engine.commands import Decide, Personal, Receive, Refuse, ReturnResult, Submit
from dossierflow.errors import VersionInForceError
from dossierflow.procedure.facts import Ask, FactType
from dossierflow.simulate.owners import actor_of
from dossierflow.testing.strategies.choices import Choice, onward, values_of, waiting, wild
from dossierflow.testing.strategies.procedures import personal_values

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dossierflow.engine.commands import Command
    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.engine import Decision, Engine
    from dossierflow.engine.events import Event
    from dossierflow.procedure.facts import FactValue
    from dossierflow.procedure.model import Procedure

_JUMPS = (
    timedelta(0),
    timedelta(microseconds=1),
    timedelta(seconds=1),
    timedelta(minutes=59),
    timedelta(hours=7),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=9),
    timedelta(days=25),
)
_LONGEST_WAY_OUT = 60
_RARELY = 19


class Printer(Protocol):
    """What Hypothesis prints a failing example with."""

    def text(self, obj: str) -> None:
        """Print text as it is."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Act:
    """One call of the engine."""

    at: datetime
    by: Actor
    command: Command
    recorded_at: datetime | None = None
    command_id: str | None = None
    expected_version: int | None = None

    def __repr__(self) -> str:
        """Return the act as one line; a failing example is read by people."""
        words = self.command.model_dump(mode="json", exclude_defaults=True, exclude={"personal"})
        odd = {name: getattr(self, name) for name in ("recorded_at", "command_id", "expected_version")}
        more = "".join(f" {name}={value}" for name, value in odd.items() if value is not None)
        return f"{self.at.isoformat()} {self.by}: {self.command.event} {words}{more}"

    def _repr_pretty_(self, printer: Printer, cycle: bool) -> None:  # noqa: FBT001 -- as Hypothesis calls it
        # without this, the fields of a data class are printed
        del cycle
        printer.text(repr(self))

    def take(self, engine: Engine, dossier: Dossier | None) -> Decision:
        """Give the command to *engine*."""
        return engine.handle(
            dossier,
            self.command,
            by=self.by,
            at=self.at,
            recorded_at=self.recorded_at,
            command_id=self.command_id,
            expected_version=self.expected_version,
        )


@dataclass(frozen=True, slots=True, repr=False)
class Life:
    """Acts in the order in which they were tried, with the dossier before each and what came of it."""

    engine: Engine
    acts: tuple[Act, ...]
    before: tuple[Dossier | None, ...]
    decisions: tuple[Decision, ...]

    def __repr__(self) -> str:
        """Return the acts, one a line, with what came of each."""
        came = (
            str(one.refusal.code.value) if one.refusal else ", ".join(event.type for event in one.events)
            for one in self.decisions
        )
        lines = (f"  {act!r} -> {after}" for act, after in zip(self.acts, came, strict=True))
        return "\n".join(("Life(", *lines, ")"))

    def _repr_pretty_(self, printer: Printer, cycle: bool) -> None:  # noqa: FBT001 -- as Hypothesis calls it
        del cycle
        printer.text(repr(self))

    @property
    def log(self) -> tuple[Event, ...]:
        """The whole log of the dossier."""
        return tuple(event for decision in self.decisions for event in decision.events)

    @property
    def dossier(self) -> Dossier:
        """The dossier after the last act."""
        found = self.decisions[-1].dossier
        if found is None:
            msg = "a life begins with a submission that is accepted"
            raise ValueError(msg)
        return found


@st.composite
def lives(draw: st.DrawFn, engine: Engine, *, start: datetime, most: int = 18, procedure: str | None = None) -> Life:
    """
    Return lives of one dossier, whose submission is accepted.

    Args:
        draw: Given by Hypothesis.

        engine: Decides.

        start: When the dossier is submitted.

        most: The largest number of acts.

        procedure: Of which procedure; none for the first that *engine* knows.
    """
    rule = _in_force(engine, procedure, start)
    filing = draw(_filings(rule, start.date()))
    taken = [Act(at=start, by=APPLICANT_ACTOR, command=filing, command_id="k-0")]
    before: list[Dossier | None] = [None]
    decisions = [taken[0].take(engine, None)]
    # some values do not fit the day: a window that is closed, an examination that is over
    assume(decisions[0].is_accepted)
    if draw(st.integers(0, 9)):
        receiving = Act(
            at=start + draw(st.sampled_from(_JUMPS[:6])), by=actor_of(rule, rule.reception.by), command=Receive()
        )
        taken.append(receiving)
        before.append(decisions[-1].dossier)
        decisions.append(receiving.take(engine, decisions[-1].dossier))
    for number in range(most):
        # asked before every act, so that a failing life can be cut down to the acts that matter
        if not draw(st.integers(0, _RARELY)):
            break
        dossier = decisions[-1].dossier
        if dossier is None or (dossier.lifecycle.is_over and draw(st.booleans())):
            break
        act = draw(acts(engine, dossier, latest=max(one.at for one in taken), number=number))
        taken.append(act)
        before.append(dossier)
        decisions.append(act.take(engine, dossier))
    return Life(engine, tuple(taken), tuple(before), tuple(decisions))


def _in_force(engine: Engine, procedure: str | None, start: datetime) -> Procedure:
    library = engine.rulebook.library
    named = procedure or next(iter(library)).procedure
    try:
        return library.in_force(named, start.date())
    except VersionInForceError:
        # the one that is refused says so
        return library.versions(named)[0]


@st.composite
def _filings(draw: st.DrawFn, rule: Procedure, day: date) -> Submit:
    """Return submissions with every fact that is asked for, whose days lie around *day*."""
    facts: dict[str, FactValue] = {}
    personal: dict[str, Personal] = {}
    for name, fact in rule.facts.items():
        if fact.ask is not Ask.SUBMISSION:
            continue
        if fact.personal and fact.type is FactType.TEXT:
            personal[name] = draw(personal_values())
            continue
        near = st.integers(-60, 60).map(lambda days: (day + timedelta(days=days)).isoformat())
        value = draw(near if fact.type is FactType.DATE else st.sampled_from(values_of(fact)))
        if fact.personal:
            personal[name] = Personal(value=value, salt=f"salt-of-sixteen-{name}")
        else:
            facts[name] = value
    return Submit(
        dossier="H-1",
        procedure=rule.procedure,
        channel=draw(st.sampled_from(rule.channels)),
        facts=facts,
        personal=personal,
    )


@st.composite
def acts(draw: st.DrawFn, engine: Engine, dossier: Dossier, *, latest: datetime, number: int) -> Act:
    """
    Return acts on *dossier*: most of them sensible, some not.

    Args:
        draw: Given by Hypothesis.

        engine: Decides.

        dossier: As it stands.

        latest: No act but a wrong one takes place earlier.

        number: Of the act, for its key.
    """
    at = draw(_instants(engine, dossier, latest))
    procedure = engine.procedure_of(dossier)
    versions = [one.version for one in engine.rulebook.library.versions(procedure.procedure)]
    known = (*versions, *(one for one in ("2", "1") if one not in versions))
    choices = _choices(draw(st.sampled_from(_LEANINGS)), procedure, dossier, at, known)
    by, command = draw(st.sampled_from(choices))
    oddity = draw(st.sampled_from(_ODDITIES))
    if oddity == "stranger":
        by = draw(st.sampled_from((APPLICANT_ACTOR, SYSTEM_ACTOR, Actor(agency="authority", role="clerk"))))
    return Act(
        at=at - timedelta(days=40) if oddity == "past" else at,
        by=by,
        command=command,
        recorded_at={"late": at + timedelta(days=2), "early": at - timedelta(days=1)}.get(oddity),
        command_id={"used": f"k-{number // 2}", "keyed": f"act-{number}"}.get(oddity),
        expected_version={"fresh": dossier.version, "stale": dossier.version - 1}.get(oddity),
    )


_LEANINGS = ("on", "wait", "on", "wait", "on", "end", "wild")
"""What somebody is inclined to: to wait for something, to go on, to end it, or anything."""

_ODDITIES = ("none", "keyed", "late", "none", "fresh", "keyed", "none", "used", "stranger", "stale", "past", "early")


def _choices(
    leaning: str, procedure: Procedure, dossier: Dossier, at: datetime, versions: Sequence[str]
) -> list[Choice]:
    """Return what a *leaning* offers; where it offers nothing, what the others do."""
    ending = [one for one in onward(procedure, dossier) if isinstance(one[1], Decide | Refuse | ReturnResult)]
    going = [one for one in onward(procedure, dossier) if one not in ending]
    offers = {"wait": waiting(procedure, dossier), "on": going, "end": ending}
    return offers.get(leaning, []) or (going if leaning != "wild" else []) or wild(procedure, dossier, at, versions)


@st.composite
def _instants(draw: st.DrawFn, engine: Engine, dossier: Dossier, latest: datetime) -> datetime:
    """Return instants from *latest* on, often the next due instant or just after it."""
    timer = engine.next_timer(dossier)
    kind = draw(st.integers(0, 9))
    if timer is not None and timer.at > latest and kind < len(_AROUND):
        return max(latest, timer.at + _AROUND[kind])
    return latest + draw(st.sampled_from(_JUMPS))


_AROUND = (timedelta(0), timedelta(microseconds=1), timedelta(seconds=1), timedelta(hours=-3))


def finish(engine: Engine, dossier: Dossier, at: datetime) -> list[Act]:
    """
    Return the acts that bring *dossier* to its end from *at* on, as somebody would who wants it finished.

    Raises:
        AssertionError: No such acts were found; the dossier cannot be left.
    """
    taken: list[Act] = []
    while not (dossier := _swept(engine, dossier, at)).lifecycle.is_over:
        act = _next_step(engine, dossier, at, taken)
        if act is None or len(taken) > _LONGEST_WAY_OUT:
            msg = f"no way out of {dict(dossier.tracks)} ({dossier.lifecycle}) after {[one.command for one in taken]}"
            raise AssertionError(msg)
        taken.append(act)
        dossier = act.take(engine, dossier).or_raise()
    return taken


def _swept(engine: Engine, dossier: Dossier, at: datetime) -> Dossier:
    return engine.tick(dossier, at).or_raise()


def _next_step(engine: Engine, dossier: Dossier, at: datetime, taken: Sequence[Act]) -> Act | None:
    """Return the first act that leads on and is accepted; of ways that lead back, one not taken as often."""
    offers = [*onward(engine.procedure_of(dossier), dossier)]
    done = [one.command for one in taken]
    for by, command in sorted(offers, key=lambda offer: done.count(offer[1])):
        act = Act(at=at, by=by, command=command)
        if act.take(engine, dossier).is_accepted:
            return act
    return None
