"""Logs to verify: one dossier's life, and two lives interleaved."""

from __future__ import annotations

import io
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

import pytest

from dossierflow.audit import write_log
from dossierflow.testing.sample import sample_log

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossierflow.engine import Event


def as_log(events: Iterable[Event]) -> bytes:
    """Return the bytes of a log."""
    file = io.BytesIO()
    write_log(events, file)
    return file.getvalue()


@pytest.fixture(scope="session")
def life() -> tuple[Event, ...]:
    """Return the events of one dossier, personal fact included."""
    return sample_log("S-1")


@pytest.fixture(scope="session")
def log(life: tuple[Event, ...]) -> bytes:
    """Return the log of one dossier."""
    return as_log(life)


@pytest.fixture(scope="session")
def two_lives(life: tuple[Event, ...]) -> tuple[Event, ...]:
    """Return the events of two dossiers, taking turns."""
    other = sample_log("S-2")
    return tuple(event for event in chain.from_iterable(zip_longest(life, other)) if event is not None)
