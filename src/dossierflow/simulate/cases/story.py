"""A case that is a whole story: one scenario, or one variant of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dossierflow.simulate.files import read_scenarios
from dossierflow.simulate.places import place_of
from dossierflow.simulate.runner import run_scenario
from dossierflow.simulate.scenario import Layered

if TYPE_CHECKING:
    from dossierflow.engine.engine import Engine
    from dossierflow.procedure.library import ProcedureLibrary
    from dossierflow.simulate.checks import Outcome
    from dossierflow.simulate.files import ScenarioFile
    from dossierflow.worktime import WorkCalendar


@dataclass(frozen=True, slots=True)
class StoryCase:
    """One scenario file, ready to be played."""

    scenario: ScenarioFile

    @property
    def name(self) -> str:
        """The number of the dossier whose story it is, and the variant where there are several."""
        return self.scenario.name

    @property
    def file(self) -> str:
        """The file in which the case stands."""
        return self.scenario.document.file

    @property
    def line(self) -> int:
        """Its line there, from 1."""
        return self.scenario.line

    @property
    def procedure(self) -> str:
        """The identifier of the procedure that it is about."""
        return self.scenario.procedure

    @property
    def library(self) -> ProcedureLibrary:
        """The procedures that its file names."""
        return self.scenario.library

    @property
    def calendar(self) -> WorkCalendar:
        """The calendar that its file names."""
        return self.scenario.calendar

    @property
    def rules(self) -> Path | None:
        """The folder of procedure files that the scenario names; none for the shipped ones."""
        folder = self.scenario.scenario.procedures
        return None if folder is None else place_of(Path(self.file)) / folder

    @property
    def layers(self) -> tuple[Path, ...]:
        """The calendar files that the scenario names."""
        calendar = self.scenario.scenario.calendar
        named = calendar.layers if isinstance(calendar, Layered) else ()
        return tuple(place_of(Path(self.file)) / file for file in named)

    def play(self, engine: Engine) -> tuple[Outcome, ...]:
        """
        Play the story under the rules of *engine*.

        Raises:
            DossierflowError: It cannot be played under these rules.
        """
        return run_scenario(self.scenario, engine=engine).outcomes


def stories_of(path: Path, library: ProcedureLibrary | None) -> list[StoryCase]:
    """
    Return the stories of one scenario file.

    Raises:
        DefinitionError: With everything that is wrong, by line.
    """
    return [StoryCase(one) for one in read_scenarios(path, library=library)]
