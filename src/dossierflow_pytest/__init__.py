"""
What pytest finds at its start: hooks and fixtures that load the library only once somebody needs it.

This package stands outside the library on purpose. pytest imports its plugins
before anything else, coverage included: a plugin inside the library would make
every run of every host import all of it, and hide the library's own lines from
its own coverage. The work is done in `dossierflow.pytest_plugin`.
"""

from __future__ import annotations

from fnmatch import fnmatch
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from dossierflow.engine import Engine
    from dossierflow.procedure import ProcedureLibrary
    from dossierflow.simulate.desk import Desk
    from dossierflow.simulate.stepping import SteppingClock
    from dossierflow.worktime import WorkCalendar

FILES = "dossierflow_files"
"""The ini option that says which files hold cases."""

FIXTURES = frozenset({"dossierflow_procedures", "dossierflow_calendar", "engine", "dossier_clock", "dossier_factory"})


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the settings."""
    parser.addini(
        FILES,
        "names of files that hold cases of dossierflow; empty collects none",
        type="args",
        default=["*.scenario.yaml", "*.cases.csv", "*.cases.xlsx"],
    )
    parser.addini("dossierflow_procedures", "folder of procedure files for the fixtures; empty: the shipped ones")
    parser.addini("dossierflow_lang", "language of explanations: en or vi", default="en")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker."""
    config.addinivalue_line("markers", "dossier_clock(start): the instant at which the fixture dossier_clock begins")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a file of cases."""
    if not any(fnmatch(file_path.name, pattern) for pattern in parent.config.getini(FILES)):
        return None
    from dossierflow.pytest_plugin import CaseFile  # noqa: PLC0415 -- hosts without such files do not pay for it

    make = CaseFile.from_parent  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] -- pytest leaves it untyped
    return make(parent, path=file_path)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Load the library before a test that uses it can freeze the clock, under which models cannot be built."""
    for item in session.items:
        if not FIXTURES.isdisjoint(getattr(item, "fixturenames", ())):
            import_module("dossierflow.pytest_plugin")
            return


@pytest.fixture
def dossierflow_procedures(request: pytest.FixtureRequest) -> ProcedureLibrary:
    """The procedures that the other fixtures use; a host overrides it with its own."""
    from dossierflow.pytest_plugin import procedures_of  # noqa: PLC0415

    return procedures_of(request.config)


@pytest.fixture
def dossierflow_calendar() -> WorkCalendar:
    """The calendar that the other fixtures use; a host overrides it with its own."""
    from dossierflow.pytest_plugin import vietnam  # noqa: PLC0415

    return vietnam()


@pytest.fixture
def engine(dossierflow_procedures: ProcedureLibrary, dossierflow_calendar: WorkCalendar) -> Engine:
    """An engine of `dossierflow_procedures` on `dossierflow_calendar`."""
    from dossierflow.pytest_plugin import engine_of  # noqa: PLC0415

    return engine_of(dossierflow_procedures, dossierflow_calendar)


@pytest.fixture
def dossier_clock(request: pytest.FixtureRequest, dossierflow_calendar: WorkCalendar) -> SteppingClock:
    """
    A clock that moves only when told: to an instant, over working time, past the next timer.

    With the fixture ``freezer`` it turns that clock too, so that everything
    which asks for the time gets the same answer.
    """
    from dossierflow.pytest_plugin import clock_of  # noqa: PLC0415

    return clock_of(request, dossierflow_calendar)


@pytest.fixture
def dossier_factory(engine: Engine, dossier_clock: SteppingClock) -> Desk:
    """A desk that files dossiers and lets the right people act, at the time of `dossier_clock`."""
    from dossierflow.pytest_plugin import Desk  # noqa: PLC0415

    return Desk(engine, dossier_clock)
