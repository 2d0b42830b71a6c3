"""The search against those who count for themselves: from the files alone, and by trying everything blindly."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.simulate.paths import own
from typer.testing import CliRunner

import dossierflow
from dossierflow.cli import app
from dossierflow.deadlines.term import Term
from dossierflow.engine import Actor, Engine
from dossierflow.engine import commands as c
from dossierflow.errors import CalendarError
from dossierflow.procedure import catalogue, load_procedure
from dossierflow.render.paths import paths_json, paths_text
from dossierflow.simulate.paths import Goal, GoalKind, choose, find_ways, goals_of
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from dossierflow.engine import Decision, Dossier
    from dossierflow.procedure import Procedure
    from dossierflow.simulate.paths import Search

CALENDAR = vietnam()
FILES = sorted((Path(dossierflow.__file__).parent / "procedure" / "catalogue").glob("*.yaml"))
ACTING = {"end", "action", "silence", "resume"}


def named_in(text: str) -> set[str]:
    """Return what a procedure file names that a dossier can come to, read from the file alone."""
    told: dict[str, Any] = yaml.safe_load(text)
    found = {f"step.{name}" for name in told["steps"]} | {f"end.{name}" for name in told["ends"]}
    found |= {f"action.{name}.{key}" for name, step in told["steps"].items() for key in step["actions"]}
    found |= {f"timer.{name}" for name in told["limits"]}
    missed = {name: limit["on_missed"]["effect"] for name, limit in told["limits"].items()}
    found |= {f"silence.{name}" for name, effect in missed.items() if effect in ACTING}
    found |= {"act.receive", "act.refuse_reception"}
    pairs = {
        "fees": ("request_payment", "confirm_payment"),
        "pauses": ("pause", "resume"),
        "handoffs": ("hand_off", "answer_handoff"),
        "extensions": ("extend",),
    }
    for group, acts in pairs.items():
        found |= {f"act.{act}.{name}" for name in told.get(group) or () for act in acts}
    single = {
        "supplement": ("request_supplement", "answer_supplement"),
        "apology": ("apologise",),
        "withdrawal": ("request_withdrawal", "stop"),
    }
    for group, acts in single.items():
        found |= {f"act.{act}" for act in acts if told.get(group)}
    if any(end["kind"] in {"granted", "refused"} for end in told["ends"].values()):
        found.add("act.return_result")
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_everything_that_a_file_names_is_a_goal(file: Path) -> None:
    """Steps, actions, ends, limits, silences and acts, counted from the raw file, are the goals and nothing else."""
    assert {str(goal) for goal in goals_of(load_procedure(file))} == named_in(file.read_text("utf-8"))


class Blind:
    """Tries every act that a file names, by everyone whom it names, and every wait, after each other."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        self.engine = Engine([procedure], CALENDAR)
        agencies = procedure.agencies.items()
        self.actors = [Actor(agency=name, role=role) for name, agency in agencies for role in agency.roles]
        self.actors.append(Actor(agency="applicant", role=""))
        self.commands = [*self._commands()]

    def _commands(self) -> Iterator[c.Command]:
        one = self.procedure
        yield from (c.Receive(), c.Stop(), c.ReturnResult(), c.RequestWithdrawal(), c.AnswerSupplement(), c.Resume())
        yield c.RefuseReception(ground=next(iter(one.reception.grounds), None), reason="r")
        yield c.Apologise(reason="r")
        for step, rule in one.steps.items():
            yield c.StartStep(step=step)
            yield c.RequestSupplement(step=step, items=("i",), reason="r")
            for action in rule.actions:
                yield c.CompleteStep(step=step, action=action, reason="r")
                yield c.Decide(step=step, action=action, reason="r")
                yield c.Refuse(step=step, action=action, reason="r")
            yield from (c.Pause(reason=name, step=step) for name in one.pauses)
            yield from (c.RequestPayment(fee=name, step=step) for name in one.fees)
        yield from (c.ConfirmPayment(fee=name) for name in one.fees)
        for name in one.handoffs:
            yield c.HandOff(handoffs=(name,))
            yield c.AcknowledgeHandoff(handoff=name)
            yield c.AnswerHandoff(handoff=name, opinion="agreed")
        for name, extension in one.extensions.items():
            term = extension.at_most or Term.of("10 days")
            yield c.Extend(extension=name, term=term, reason="r", agreed=True)

    def nearest(self, start: datetime, filed: c.Submit, most: int) -> dict[str, int]:
        """Return with how many acts and waits each thing is first come to, up to *most* of them."""
        found: dict[str, int] = {}
        first = self.engine.handle(None, filed, by=self.actors[-1], at=start)
        row = [(first.or_raise(), start)]
        self._note(first, 1, found)
        seen: set[object] = set()
        for number in range(2, most + 1):
            ahead: list[tuple[Dossier, datetime]] = []
            for dossier, last in row:
                for decision, at in self._after(dossier, last):
                    self._note(decision, number, found)
                    after = decision.or_raise()
                    sign = self._sign(after)
                    if sign not in seen:
                        seen.add(sign)
                        ahead.append((after, at))
            row = ahead
        return found

    def _after(self, dossier: Dossier, last: datetime) -> Iterator[tuple[Decision, datetime]]:
        timer = self.engine.next_timer(dossier)
        if timer is not None:
            at = max(last, timer.at.astimezone(last.tzinfo)) + timedelta(minutes=1)
            yield self.engine.tick(dossier, at), at
        at = last + timedelta(minutes=10)
        at = at if CALENDAR.is_open(at) else CALENDAR.next_opening(at)
        for command in self.commands:
            for by in self.actors:
                try:
                    decision = self.engine.handle(dossier, command, by=by, at=at)
                except CalendarError:
                    continue
                if decision.is_accepted:
                    yield decision, at
                    break

    def _sign(self, dossier: Dossier) -> object:
        clocks = [
            (name, one.run, one.state, one.due is None, len(one.extensions)) for name, one in dossier.deadlines.items()
        ]
        handoffs = [(name, one.status) for name, one in dossier.handoffs.items()]
        order = sorted((at, name) for name, at in dossier.milestones.items())
        return (
            dossier.lifecycle,
            tuple(sorted(dossier.tracks.items())),
            tuple(sorted(clocks)),
            tuple(sorted(handoffs)),
            tuple(name for _, name in order),
            tuple(sorted(dossier.counts.items())),
        )

    def _note(self, decision: Decision, number: int, found: dict[str, int]) -> None:
        for event in decision.events:
            act = event.act
            if isinstance(act, c.CompleteStep | c.Decide | c.Refuse):
                found.setdefault(f"action.{act.step}.{act.action}", number)
            for effect in event.effects:
                told = type(effect).__name__
                if told == "MilestoneReached":
                    name, _, what = str(effect.milestone).rpartition(".")  # type: ignore[union-attr] # by its name
                    if what == "entered":
                        found.setdefault(f"step.{name}", number)
                elif told == "DeadlineMissed":
                    found.setdefault(f"timer.{effect.limit}", number)  # type: ignore[union-attr] # by its name
                elif told == "LifecycleChanged" and effect.end is not None:  # type: ignore[union-attr] # by its name
                    found.setdefault(f"end.{effect.end}", number)  # type: ignore[union-attr] # by its name


SMALL = {
    "passport": lambda: catalogue().get("passport", "2026-06-01"),
    "clearance": lambda: catalogue().get("aircraft-clearance", "2026-06-01"),
    "circle": own.dead_end,
    "deemed": lambda: own.silent("deemed_consent"),
    "tracks": lambda: own.in_tracks(2, 1),
}


@pytest.mark.parametrize("name", SMALL)
def test_no_blind_try_is_shorter(name: str) -> None:
    """Whoever tries everything, with the facts of the way that was found, comes to nothing sooner."""
    search = find_ways(SMALL[name](), CALENDAR)
    blind, wrong = Blind(search.procedure), dict[str, tuple[int, int]]()
    kinds = {GoalKind.STEP, GoalKind.ACTION, GoalKind.END, GoalKind.TIMER}
    ways = {goal: way for goal, way in search.ways.items() if goal.kind in kinds}
    most = min(max(len(way.taken) for way in ways.values()), 5)
    filings = {str(way.taken[0].command): way for way in ways.values()}
    nearest: dict[str, int] = {}
    for way in filings.values():
        first = way.taken[0]
        assert isinstance(first.command, c.Submit)
        for goal, many in blind.nearest(first.at, first.command, most).items():
            nearest[goal] = min(many, nearest.get(goal, many))
    for goal, way in ways.items():
        if len(way.taken) <= most and nearest.get(str(goal)) != len(way.taken):
            wrong[str(goal)] = (len(way.taken), nearest.get(str(goal), 0))

    assert wrong == {}
    assert set(nearest) <= {str(goal) for goal in ways}


@pytest.fixture(scope="module", params=[*catalogue()], ids=str)
def shipped(request: pytest.FixtureRequest) -> Search:
    """Search each shipped version once."""
    return find_ways(request.param, CALENDAR, library=catalogue())


def test_every_shipped_version_is_searched_to_its_end(shipped: Search) -> None:
    """No bound cuts the search, everything named is reached, and an end is left wherever a dossier stands."""
    assert (shipped.cut, shipped.unreached, shipped.trapped) == (None, (), ())


def test_keys_and_names_of_paths_are_each_its_own(shipped: Search) -> None:
    """Two paths never have one key; names are there in both languages and end with what the path is for."""
    chosen = choose(shipped)
    wordless = [path.key for path in chosen if not path.name.vi.strip() or not path.name.en.strip()]

    assert len({path.key for path in chosen}) == len(chosen)
    assert wordless == []
    assert {goal for path in chosen for goal in path.shortest} == set(shipped.ways)


def test_facts_that_are_asked_in_turn_are_not_multiplied() -> None:
    """Fourteen facts, each asked in a step of its own, are more than a hundred thousand dossiers and few standings."""
    found = find_ways(own.asked_in_turn(14), CALENDAR)

    assert (found.cut, found.unreached) == (None, ())
    assert found.standings < 200


def test_facts_that_are_asked_at_once_are_tried_one_by_one() -> None:
    """Of sixteen facts in one step not every combination is tried, which is said, and yet every action is reached."""
    found = find_ways(own.asked_at_once(16), CALENDAR)

    assert found.unreached == ()
    assert found.cut is not None
    assert found.cut.combinations == 2**16


def test_a_search_that_is_cut_says_how_far_it_came() -> None:
    """What lies behind six parallel tracks is found all the same, and what may have a shorter way is named."""
    found = find_ways(own.in_tracks(6, 2), CALENDAR, most=300)
    assert found.cut is not None
    far = {goal for goal, way in found.ways.items() if len(way.taken) > found.cut.turns}

    assert found.unreached == ()
    assert found.cut.left > 0
    assert set(found.cut.longer) == far
    assert Goal(GoalKind.END, "granted") in far
    assert len(found.ways[Goal(GoalKind.END, "granted")].taken) == 2 + 1 + 6 * 2 + 1


def test_what_a_cut_search_calls_shortest_is_shortest() -> None:
    """Ways no longer than what was looked at in full are as long as those of a search that was not cut."""
    procedure = own.in_tracks(3, 2)
    whole, cut = find_ways(procedure, CALENDAR), find_ways(procedure, CALENDAR, most=60)
    assert (whole.cut is None, cut.cut is None) == (True, False)
    assert cut.cut is not None
    lengths = {goal: len(way.taken) for goal, way in whole.ways.items()}

    assert {goal for goal, many in lengths.items() if many <= cut.cut.turns} <= set(cut.ways)
    assert [
        goal for goal, way in cut.ways.items() if goal not in cut.cut.longer and len(way.taken) != lengths[goal]
    ] == []


def test_circles_and_dead_ends_are_told() -> None:
    """A circle without an exit and a step whose condition can never hold are traps; what nothing leads to is named."""
    found = find_ways(own.dead_end(), CALENDAR)
    steps = {way.dossier.steps for way in found.trapped if way.dossier is not None}

    assert steps == {("one",), ("two",), ("hole",)}
    assert {str(goal) for goal in found.unreached} == {"step.never", "action.never.on"}


@pytest.mark.parametrize("silence", ["deemed_consent", "proceed", "escalate"])
def test_an_agency_that_is_asked_again_is_asked_again(silence: str) -> None:
    """In a second round the opinion is asked anew; silence, arrival and both ways out are reached."""
    found = find_ways(own.silent(silence), CALENDAR)

    assert (found.cut, found.unreached, found.trapped) == (None, (), ())


def test_a_chain_of_many_steps_with_ways_back() -> None:
    """Twelve steps, each with a way back to the first, are gone to the end, the shortest way by no detour."""
    found = find_ways(own.long_chain(12), CALENDAR)

    assert (found.cut, found.unreached) == (None, ())
    assert len(found.ways[Goal(GoalKind.END, "granted")].taken) == 14


OWN = {
    "asked": lambda: own.asked_in_turn(3),
    "tracks": lambda: own.in_tracks(2, 2),
    "silent": lambda: own.silent("proceed"),
}


@pytest.mark.parametrize("kind", OWN)
def test_files_of_a_procedure_of_ones_own_pass(kind: str, tmp_path: Path) -> None:
    """Given as a file, its paths are written beside it, go as they say, and cover everything."""
    told = OWN[kind]().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    file, out = tmp_path / "own.yaml", str(tmp_path / "out")
    file.write_text(json.dumps(told), encoding="utf-8")
    runner = CliRunner()
    written = runner.invoke(app, ["paths", str(file), "--out", out])
    tested = runner.invoke(app, ["test", out, "--coverage", "--fail-under", "100"])

    assert (written.exit_code, tested.exit_code) == (0, 0), written.output + tested.output


def test_a_cut_search_is_told() -> None:
    """Text and JSON say how far the search came, what it left, and that nothing is known of what was not found."""
    found = find_ways(own.in_tracks(3, 2), CALENDAR, most=30)
    assert found.cut is not None
    text, values = paths_text(found, choose(found), "en"), paths_json(found, choose(found), {})

    assert f"every way of up to {found.cut.turns} turns was; {found.cut.left} standings farther on were not" in text
    assert "No path was found to:" in text
    assert values["left_out"] == {
        "turns": found.cut.turns,
        "standings": found.cut.left,
        "combinations": 0,
        "longer": [str(goal) for goal in found.cut.longer],
    }
    at_once = find_ways(own.asked_at_once(16), CALENDAR)
    assert "combine in 65536 ways" in paths_text(at_once, choose(at_once), "en")
    dead = find_ways(own.dead_end(), CALENDAR)
    told = paths_text(dead, choose(dead), "en")
    assert "From here no end can be reached any more" in told
    assert "No path leads to:" in told


def test_progress_is_told() -> None:
    """Whoever watches hears after each standing how many were followed."""
    told: list[tuple[int, int]] = []
    find_ways(own.long_chain(4), CALENDAR, progress=lambda followed, waiting: told.append((followed, waiting)))

    assert [followed for followed, _ in told] == [*range(1, len(told) + 1)]
    assert told[-1][1] == 0
    assert all(after >= 0 for _, after in told)
    assert any(before < after for (_, before), (_, after) in pairwise(told))
