"""Lines that are almost events are refused with the library's own error."""

from __future__ import annotations

import json

import pytest

from dossierflow.engine import event_from_json, event_to_json
from dossierflow.errors import EventFormatError
from dossierflow.testing.sample import sample_log


@pytest.mark.parametrize("change", [{"weather": "fine"}, {"at": None}])
def test_a_due_date_with_other_keys_is_refused(change: dict[str, str | None]) -> None:
    """A due date with an unknown key, or without a known one, is an error of format and never a crash."""
    logged = json.loads(event_to_json(sample_log()[1]))
    due = next(effect["due"] for effect in logged["effects"] if effect.get("due"))
    due.update(change)
    if due["at"] is None:
        del due["at"]

    with pytest.raises(EventFormatError, match="a due date has the keys at, day and provisional"):
        event_from_json(json.dumps(logged))
