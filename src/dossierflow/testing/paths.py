"""The shortest paths through a procedure as parameters of a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossierflow.procedure.library import ProcedureLibrary
from dossierflow.simulate.paths import GoalKind, choose, find_ways
from dossierflow.worktime.vietnam import vietnam

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _pytest.mark import ParameterSet

    from dossierflow.procedure.model import Procedure
    from dossierflow.worktime import WorkCalendar


def paths(
    procedure: Procedure,
    *,
    calendar: WorkCalendar | None = None,
    library: ProcedureLibrary | None = None,
    kinds: Iterable[GoalKind] = tuple(GoalKind),
) -> list[ParameterSet]:
    """
    Return the shortest paths through *procedure* as parameters, each under its key.

    A parameter is a `dossierflow.simulate.paths.Path`: the commands that lead
    there (``path.way.taken``), what came of each, and the dossier at the end.

    Args:
        procedure: The version.

        calendar: Its working days; by default the public calendar of Vietnam.

        library: Its other versions, to which a dossier may be moved; by default none.

        kinds: To which kinds of goals the paths lead.

    >>> from dossierflow.procedure import catalogue
    >>> record = catalogue().get("criminal-record", "2026-07-01")
    >>> [parameter.id for parameter in paths(record, kinds=[GoalKind.END])]
    ['end-issued', 'end-refused']
    """
    own = ProcedureLibrary([procedure]) if library is None else library
    search = find_ways(procedure, calendar or vietnam(), library=own)
    return [pytest.param(path, id=path.key) for path in choose(search, kinds=kinds)]
