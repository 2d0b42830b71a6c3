"""The shortest paths: what they lead to, that none is the beginning of another, and that their files hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossierflow.engine import Engine
from dossierflow.procedure import ProcedureLibrary, catalogue
from dossierflow.procedure.paths import paths_of
from dossierflow.simulate.cases import load_suite
from dossierflow.simulate.paths import (
    GoalKind,
    Path,
    Search,
    choose,
    file_name,
    find_ways,
    first_day,
    goals_of,
    play,
    scenario_text,
)
from dossierflow.testing import paths
from dossierflow.testing.sample import SAMPLE_PROCEDURE
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    import pathlib

    from dossierflow.procedure import Procedure

CALENDAR = vietnam()
CHOSEN = ["criminal-record@2026-07-01", "air-licence-reissue@2026-07-01", "land-registration@2025-01-01"]
TINY = catalogue().get("passport", "2026-06-01")


def search_of(name: str) -> Search:
    """Return what is found of a shipped version."""
    return find_ways(catalogue().get(*name.split("@")), CALENDAR, library=catalogue())


@pytest.fixture(scope="module")
def searches() -> dict[str, Search]:
    """Search each chosen version once."""
    return {name: search_of(name) for name in CHOSEN}


@pytest.mark.parametrize("name", CHOSEN)
def test_everything_that_a_procedure_names_is_reached(searches: dict[str, Search], name: str) -> None:
    """There is a way to every step, action, act, end, timer and silence, and the search says that it saw all."""
    search = searches[name]

    assert (search.is_complete, search.unreached) == (True, ())


@pytest.mark.parametrize("name", CHOSEN)
def test_each_way_ends_with_what_it_was_kept_for(searches: dict[str, Search], name: str) -> None:
    """A way comes to its goal with its last turn, and not before."""
    wrong = [
        str(goal)
        for goal, way in searches[name].ways.items()
        if goal not in way.goals or goal in type(way)(way.procedure, way.taken[:-1]).goals
    ]

    assert wrong == []


def test_no_way_to_a_step_is_longer_than_the_shortest_walk(searches: dict[str, Search]) -> None:
    """Counted without the engine, no step is nearer than the search found it."""
    search = searches["criminal-record@2026-07-01"]
    walks = paths_of(search.procedure).walks
    nearest = {
        step: min(number for walk in walks for number, move in enumerate(walk.moves, 1) if move.to == step)
        for step in search.procedure.steps
    }
    ways = {goal.name: len(way.taken) for goal, way in search.ways.items() if goal.kind is GoalKind.STEP}

    assert ways == nearest


@pytest.mark.parametrize("name", CHOSEN)
def test_no_path_is_the_beginning_of_another(searches: dict[str, Search], name: str) -> None:
    """What is only the beginning of another path is left out, and its goals are told with the longer one."""
    chosen = choose(searches[name])
    turns = [path.way.turns for path in chosen]
    beginnings = [one for one in turns for other in turns if one is not other and other[: len(one)] == one]

    assert beginnings == []
    assert {goal for path in chosen for goal in path.shortest} == set(searches[name].ways)
    assert len({path.key for path in chosen}) == len(chosen)


@pytest.mark.parametrize("name", CHOSEN)
def test_files_of_paths_pass_unchanged(searches: dict[str, Search], name: str, tmp_path: pathlib.Path) -> None:
    """Every path is a scenario file that goes as it says, with expectations of where the dossier stands."""
    chosen = choose(searches[name])
    for path in chosen:
        (tmp_path / file_name(path)).write_text(scenario_text(path, CALENDAR), encoding="utf-8")
    result = load_suite([tmp_path]).run()

    assert [str(one.failures or one.error) for one in result.failed] == []
    assert len(result.results) == len(chosen)
    assert all(one.outcomes for one in result.results)


@pytest.mark.parametrize("path", paths(TINY, library=catalogue()))
def test_paths_are_parameters(path: Path) -> None:
    """Taken again from their start, the turns of a path come to the same."""
    engine = Engine(catalogue().versions("passport"), CALENDAR)
    again = play(TINY, engine, CALENDAR, path.way.turns, path.way.taken[0].at)

    assert (again.goals, again.refusal, again.dossier) == (path.way.goals, path.way.refusal, path.way.dossier)


def test_a_path_reads_aloud(searches: dict[str, Search]) -> None:
    """Names of steps and limits come from the procedure, in both languages."""
    found = {path.key: path.name for path in choose(searches["air-licence-reissue@2026-07-01"])}

    assert found["refusal-supplement_used_up"].vi.startswith("nộp hồ sơ → tiếp nhận → ")
    assert "yêu cầu bổ sung → nộp bổ sung" in found["refusal-supplement_used_up"].vi
    assert "supplement asked: refused (supplement_used_up)" in found["refusal-supplement_used_up"].en


def test_the_search_says_when_it_was_cut() -> None:
    """A bound that is reached makes the search incomplete, and what it did not come to is named."""
    found = find_ways(TINY, CALENDAR, most=1)

    assert not found.is_complete
    assert found.unreached


def test_a_procedure_that_is_not_shipped_is_searched() -> None:
    """Any procedure will do; it need not be one of the catalogue."""
    found = find_ways(SAMPLE_PROCEDURE, CALENDAR)
    named = set(goals_of(SAMPLE_PROCEDURE))

    assert named - set(found.ways) == set(found.unreached)
    assert {goal.name for goal in found.ways if goal.kind is GoalKind.END} == set(SAMPLE_PROCEDURE.ends)


@pytest.mark.parametrize("procedure", [*catalogue()], ids=str)
def test_paths_begin_while_the_version_is_in_force(procedure: Procedure) -> None:
    """The first day is a working day on which the version governs."""
    start = first_day(procedure, CALENDAR)

    assert procedure.effective.covers(start.date())
    assert CALENDAR.is_working(start.date())


def test_what_cannot_be_reached_is_told() -> None:
    """A limit that no way can let run out has no path, and is listed as unreached."""
    limits = {name: rule.model_copy(update={"starts": "returned"}) for name, rule in TINY.limits.items()}
    never = TINY.model_copy(update={"limits": limits})
    found = find_ways(never, CALENDAR, library=ProcedureLibrary([never]))

    assert [str(goal) for goal in found.unreached] == [f"timer.{name}" for name in sorted(limits)]
