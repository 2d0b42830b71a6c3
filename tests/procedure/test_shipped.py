"""One shipped procedure without the others."""

from __future__ import annotations

import pytest

from dossierflow.errors import UnknownNameError
from dossierflow.procedure import catalogue, shipped


@pytest.mark.parametrize("name", catalogue().ids)
def test_one_procedure_is_the_same_as_in_the_catalogue(name: str) -> None:
    """The versions read alone are those of the whole catalogue."""
    assert tuple(shipped(name)) == catalogue().versions(name)


@pytest.mark.parametrize("name", ["building", "building-permit@2021-01-01", ""])
def test_an_unknown_procedure_is_refused_with_the_known_ones(name: str) -> None:
    """Part of a name, and a name with its version, are no names."""
    with pytest.raises(UnknownNameError, match="building-permit"):
        shipped(name)
