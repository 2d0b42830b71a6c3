"""A story with parallel tracks, a pause and personal facts, told in both languages."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

from dossierflow.procedure import ProcedureLibrary, procedure_from
from dossierflow.reading import read_document
from dossierflow.render.story import story_json, story_of, story_text
from dossierflow.simulate import ScenarioRun, run_scenario, scenario_from

_SPEC = importlib.util.spec_from_file_location("pictures", Path(__file__).with_name("test_pictures.py"))
assert _SPEC is not None
assert _SPEC.loader is not None
_PICTURES = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_PICTURES)
BUNDLE = _PICTURES.BUNDLE.replace(
    "facts:\n", "facts:\n  child: {name: {vi: Họ tên, en: Name}, type: text, personal: true}\n"
)

STORY = """
scenario: Liên thông
procedure: bundle
dossier: B1
channel: counter
facts: {size: 20, kind: b}
personal: {child: {value: Nguyễn Thị Tí Hon, salt: 0123456789abcdef}}
actors:
  clerk: {agency: office, role: clerk}
timeline:
  - {at: 2026-03-02T08:00, do: submit, by: applicant}
  - {at: +5 minutes, do: receive, by: clerk}
  - {at: +5 minutes, do: start_step, by: clerk, step: sort}
  - {at: +5 minutes, do: complete_step, by: clerk, step: sort, action: go}
  - {at: +5 minutes, do: request_supplement, by: clerk, items: [Ảnh], reason: Thiếu, expect: {refused: step_ambiguous}}
  - {at: +5 minutes, do: pause, by: clerk, step: right, reason: survey, expect: {refused: pause_not_listed}}
  - {at: +5 minutes, do: pause, by: clerk, step: left, reason: survey}
  - {at: +1 hour, do: complete_step, by: clerk, step: left, action: done, expect: {refused: step_waits}}
  - {at: +1 hour, do: resume, by: clerk}
  - {at: +5 minutes, do: complete_step, by: clerk, step: left, action: done}
  - {at: +5 minutes, do: complete_step, by: clerk, step: right, action: done}
  - at: +5 minutes
    do: complete_step
    by: clerk
    step: sign
    action: sign
    expect: {refused: action_needs_another_command}
  - {at: +5 minutes, do: decide, by: clerk, step: sign, action: sign}
  - {at: +5 minutes, do: return_result, by: clerk}
expect:
  - {at: end, status: returned, state: {total: met}}
"""


def played() -> ScenarioRun:
    """Play the story of the bundle."""
    library = ProcedureLibrary([procedure_from(read_document(BUNDLE))])
    return run_scenario(scenario_from(read_document(STORY), library=library))


def test_the_story_goes_as_it_says() -> None:
    """Tracks open, one pauses, both join, and the dossier ends."""
    assert [str(one) for one in played().failures] == []


def test_tracks_and_pauses_are_told_by_their_names() -> None:
    """The fork, the steps in it, the reason of the pause and what it did to the clock."""
    text = story_text(story_of(played(), "en"))

    for part in (
        "step: Left, Right",
        "Left – “Survey”",
        "pauses the work for “Survey”",
        "Total: suspended (“Survey”)",
        "Total: resumed, due",
        "several steps are open (“Left”, “Right”); name the one that is meant",
        "the clock may not be stopped for “Survey” here, nor for any other reason",
        "the step “Left” cannot go on (paused for “Survey”); that comes first",
        "the action “Issue” leads to “Issued”; use the command “decide”",
    ):
        assert part in text


def test_personal_facts_are_nowhere_in_what_is_told() -> None:
    """Neither the text nor the JSON of a story holds the value of a personal fact."""
    run = played()

    for lang in ("vi", "en"):
        assert "Tí Hon" not in story_text(story_of(run, lang))
    assert "Tí Hon" not in json.dumps(story_json(story_of(run, "vi")), ensure_ascii=False)
    assert run.dossier is not None
    assert run.dossier.personal["child"].startswith("sha256:")
