"""
What pytest finds at its start: hooks and fixtures that load the library only once somebody needs it.

This package stands outside the library on purpose. pytest imports its plugins
before anything else, coverage included: a plugin inside the library would make
every run of every host import all of it, and hide the library's own lines from
its own coverage. The work is done in `dossierflow.pytest_plugin`.
"""

from __future__ import annotations

import datetime as dt
import sys
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

_LIBRARY = "dossierflow.pytest_plugin"
_FREEZER = "freezer"


if "dossierflow.testing" not in sys.modules:
    # what fails in an inherited contract shows its values, as in the host's own tests
    pytest.register_assert_rewrite("dossierflow.testing")


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
    # who imports some of it and freezes the clock may ask for our fixtures in the middle of a test
    is_used = "dossierflow" in sys.modules
    if any(_needs_us(item) or (is_used and _FREEZER in getattr(item, "fixturenames", ())) for item in session.items):
        import_module(_LIBRARY)


def _needs_us(item: pytest.Item) -> bool:
    """Tell whether one of the fixtures of *item* is ours; many hosts have an ``engine`` of their own."""
    known = getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {})
    return any(found and getattr(found[-1].func, "__module__", "") == __name__ for found in known.values())


def _load() -> None:
    """
    Load the library behind the fixtures.

    Raises:
        UsageError: It would have to be loaded under a frozen clock.
    """
    if _LIBRARY not in sys.modules and dt.datetime.__module__.startswith("freezegun"):
        msg = (
            "the clock is frozen and dossierflow is not loaded yet, whose models cannot be built under a frozen clock; "
            f"name the fixture among the arguments of the test, or write 'import {_LIBRARY}' into conftest.py"
        )
        raise pytest.UsageError(msg)
    import_module(_LIBRARY)


@pytest.fixture
def dossierflow_procedures(request: pytest.FixtureRequest) -> ProcedureLibrary:
    """The procedures that the other fixtures use; a host overrides it with its own."""
    _load()
    from dossierflow.pytest_plugin import procedures_of  # noqa: PLC0415

    return procedures_of(request.config)


@pytest.fixture
def dossierflow_calendar() -> WorkCalendar:
    """The calendar that the other fixtures use; a host overrides it with its own."""
    _load()
    from dossierflow.pytest_plugin import vietnam  # noqa: PLC0415

    return vietnam()


@pytest.fixture
def dossierflow_engine(dossierflow_procedures: ProcedureLibrary, dossierflow_calendar: WorkCalendar) -> Engine:
    """An engine of `dossierflow_procedures` on `dossierflow_calendar`."""
    _load()
    from dossierflow.pytest_plugin import engine_of  # noqa: PLC0415

    return engine_of(dossierflow_procedures, dossierflow_calendar)


@pytest.fixture
def engine(dossierflow_engine: Engine) -> Engine:
    """The same under a short name, which a host may give to an engine of its own, of whatever kind."""
    return dossierflow_engine


@pytest.fixture
def dossier_clock(request: pytest.FixtureRequest, dossierflow_calendar: WorkCalendar) -> SteppingClock:
    """
    A clock that moves only when told: to an instant, over working time, past the next timer.

    With the fixture ``freezer`` it turns that clock too, so that everything
    which asks for the time gets the same answer.
    """
    _load()
    from dossierflow.pytest_plugin import clock_of  # noqa: PLC0415

    return clock_of(request, dossierflow_calendar)


@pytest.fixture
def dossier_factory(engine: object, dossierflow_engine: Engine, dossier_clock: SteppingClock) -> Desk:
    """A desk that files dossiers and lets the right people act, at the time of `dossier_clock`."""
    _load()
    from dossierflow.pytest_plugin import desk_of  # noqa: PLC0415

    return desk_of(engine, dossierflow_engine, dossier_clock)
