"""One log of several interleaved dossiers, and what its plain JSON says, counted without the library."""

from __future__ import annotations

import json
from collections import Counter
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import pytest

from dossierflow.engine import event_to_json
from dossierflow.testing.sample import sample_log

if TYPE_CHECKING:
    from dossierflow.engine.events import Event

NAMES = ("S-1", "H49.22-260706-0009", 'Đ "&<1>\u0301')


@pytest.fixture(scope="session")
def log() -> list[Event]:
    """Return the events of three dossiers, one of each in turn."""
    turns = zip_longest(*(sample_log(name) for name in NAMES))
    return [event for turn in turns for event in turn if event is not None]


@pytest.fixture(scope="session")
def plain(log: list[Event]) -> list[dict[str, Any]]:
    """Return the same events as any reader of JSON sees them."""
    return [json.loads(event_to_json(event)) for event in log]


@pytest.fixture(scope="session")
def changes(plain: list[dict[str, Any]]) -> Counter[tuple[str, str]]:
    """Return how often each dossier's clocks changed in each way."""
    counts: Counter[tuple[str, str]] = Counter()
    for event in plain:
        for effect in event["effects"]:
            kind = effect["kind"]
            if kind == "deadline_ended":
                counts[event["dossier"], effect["ending"]] += 1
            elif kind.startswith("deadline_"):
                counts[event["dossier"], kind.removeprefix("deadline_")] += 1
            elif kind == "suspension_corrected":
                counts[event["dossier"], "corrected"] += 1
    return counts
