"""The stories in examples/ go as they say, and say something worth checking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.simulate.stories import ROOT, STORIES, refused_of_owners, told, validator

from dossierflow.audit import verify
from dossierflow.reading import read_document
from dossierflow.simulate import read_scenario, run_scenario

if TYPE_CHECKING:
    from pathlib import Path


def test_there_are_stories_of_every_shipped_procedure() -> None:
    """Each procedure has a folder of stories."""
    assert {story.parent.name for story in STORIES} >= {
        "air-transport-licence",
        "birth-registration",
        "building-permit",
    }


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_a_story_goes_as_it_says(story: Path) -> None:
    """
    It is valid for an editor, and in every variant each expectation is met and the log intact.

    Replaying the log gives the same dossier, and whoever the procedure says may do what was done.
    """
    document = read_document(story)

    assert list(validator().iter_errors(document.data)) == []
    for scenario in told(document, story.parent):
        run = run_scenario(scenario)
        assert [str(failure) for failure in run.failures] == []
        assert list(refused_of_owners(run)) == []
        assert verify(run.events).is_intact
        assert run.engine.replay(run.events) == run.dossier


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_a_story_begins_in_both_languages(story: Path) -> None:
    """The file says at its top, in both languages, what it is about."""
    text = story.read_text(encoding="utf-8")
    comment = [line for line in text.split("scenario:")[0].splitlines() if line]

    assert len(comment) >= 3
    assert all(line.startswith("#") for line in comment)
    assert "#" in comment


def test_the_worked_example_tries_what_the_law_forbids() -> None:
    """A second supplement, an unlisted pause, the wrong agency and an act after the end are all refused."""
    run = run_scenario(read_scenario(ROOT / "examples/building-permit/tet-2026.scenario.yaml"))
    refused = {one.decision.refusal.code.value for one in run.played if one.decision.refusal is not None}

    assert refused >= {"supplement_used_up", "pause_not_listed", "not_authorised", "dossier_ended", "handoffs_open"}
    assert {event.type for event in run.events} >= {"consent_deemed", "extended", "apologised", "deadline_missed"}
