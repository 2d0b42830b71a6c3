"""
Lives of dossiers: sequences of acts, sensible ones and illegal ones, with jumps in time.

Acts are drawn one by one against the dossier as it stands, so that lives come
to forks, joins and ends; a good part of them is nevertheless wrong: another
actor, another step, an instant in the past, a key used before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from dossierflow.engine.actors import APPLICANT_ACTOR, SYSTEM_ACTOR, Actor
from dossierflow.engine.commands import Decide, Receive, Refuse, ReturnResult, Submit
from dossierflow.testing.strategies.choices import Choice, onward, waiting, wild
from dossierflow.testing.strategies.procedures import personal_values

if TYPE_CHECKING:
    from dossierflow.engine.commands import Command
    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.engine import Decision, Engine
    from dossierflow.engine.events import Event
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
_RECEIVER = Actor(agency="one_stop", role="receiver")


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
def lives(draw: st.DrawFn, engine: Engine, *, start: datetime, most: int = 18) -> Life:
    """
    Return lives of one dossier of the first procedure that *engine* knows.

    Args:
        draw: Given by Hypothesis.

        engine: Decides.

        start: When the dossier is submitted.

        most: The largest number of acts.
    """
    procedure = next(iter(engine.rulebook.library))
    filing = Submit(
        dossier="H-1",
        procedure=procedure.procedure,
        channel=draw(st.sampled_from(procedure.channels)),
        facts={"work": draw(st.sampled_from(("house", "other")))},
        personal={"owner": draw(personal_values())},
    )
    taken = [Act(at=start, by=APPLICANT_ACTOR, command=filing, command_id="k-0")]
    before: list[Dossier | None] = [None]
    decisions = [taken[0].take(engine, None)]
    if draw(st.integers(0, 9)):
        receiving = Act(at=start + draw(st.sampled_from(_JUMPS[:6])), by=_RECEIVER, command=Receive())
        taken.append(receiving)
        before.append(decisions[-1].dossier)
        decisions.append(receiving.take(engine, decisions[-1].dossier))
    for number in range(draw(st.integers(min(5, most), most))):
        dossier = decisions[-1].dossier
        if dossier is None or (dossier.lifecycle.is_over and draw(st.booleans())):
            break
        act = draw(acts(engine, dossier, latest=max(one.at for one in taken), number=number))
        taken.append(act)
        before.append(dossier)
        decisions.append(act.take(engine, dossier))
    return Life(engine, tuple(taken), tuple(before), tuple(decisions))


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
    by, command = draw(st.sampled_from(_choices(draw(st.sampled_from(_LEANINGS)), procedure, dossier, at)))
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


def _choices(leaning: str, procedure: Procedure, dossier: Dossier, at: datetime) -> list[Choice]:
    """Return what a *leaning* offers; where it offers nothing, what the others do."""
    ending = [one for one in onward(procedure, dossier) if isinstance(one[1], Decide | Refuse | ReturnResult)]
    going = [one for one in onward(procedure, dossier) if one not in ending]
    offers = {"wait": waiting(procedure, dossier), "on": going, "end": ending}
    return offers.get(leaning, []) or (going if leaning != "wild" else []) or wild(procedure, dossier, at)


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
        act = _next_step(engine, dossier, at)
        if act is None or len(taken) > _LONGEST_WAY_OUT:
            msg = f"no way out of {dict(dossier.tracks)} ({dossier.lifecycle}) after {[one.command for one in taken]}"
            raise AssertionError(msg)
        taken.append(act)
        dossier = act.take(engine, dossier).or_raise()
    return taken


def _swept(engine: Engine, dossier: Dossier, at: datetime) -> Dossier:
    return engine.tick(dossier, at).or_raise()


def _next_step(engine: Engine, dossier: Dossier, at: datetime) -> Act | None:
    """Return the first act that leads on and is accepted."""
    for by, command in onward(engine.procedure_of(dossier), dossier):
        act = Act(at=at, by=by, command=command)
        if act.take(engine, dossier).is_accepted:
            return act
    return None
