"""One change for each mistake that a scenario file can make, and what is said about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossierflow.errors import DefinitionError
from dossierflow.reading import read_document
from dossierflow.simulate import read_scenario, run_scenario, scenario_from

BASE = (Path(__file__).parents[1] / "broken" / "scenarios" / "base.yaml").read_text(encoding="utf-8")

MISTAKES = [
    ("channel: counter", "channel: counter\nchanel: post", 5, "chanel", "did you mean 'channel'?"),
    ("dossier: H1\n", "", 1, "dossier", "the key is missing"),
    ("procedure: building-permit", "procedure: building-permits", 2, "procedure", "no procedure 'building-permits'"),
    ("procedure: building-permit", "procedure: building-permit@2020", 2, "procedure", "known: 2021-01-01, 2026-07-01"),
    (
        "procedure: building-permit",
        "procedure: {id: building-permit, on: 2019-05-01}",
        2,
        "procedure",
        "no version of 'building-permit' is in force on 2019-05-01",
    ),
    ("dossier: H1", "dossier: H1\ncalendar: vn-publik", 4, "calendar", "vn-public"),
    ("dossier: H1", "dossier: H1\ncalendar: {known_on: soon}", 4, "calendar.known_on", "a date as 2026-07-01"),
    ("dossier: H1", "dossier: H1\nprocedures: nowhere", 4, "procedures", "cannot be found from it"),
    ("agency: one_stop", "agency: onestop", 7, "actors.receiver.agency", "did you mean 'one_stop'?"),
    ("role: officer", "role: head", 8, "actors.officer.role", "no role of 'authority' 'head'"),
    ("  officer: {", "  applicant: {", 8, "actors.applicant", "always there"),
    ("by: receiver", "by: reciever", 15, "timeline[1].by", "did you mean 'receiver'?"),
    ("do: receive\n", "do: recieve\n", 14, "timeline[1].do", "did you mean 'receive'?"),
    ("    do: receive\n", "", 13, "timeline[1].do", "the key is missing"),
    ("by: applicant\n", "by: applicant\n    items: [a]\n", 13, "timeline[0].items", "unknown key 'items'"),
    ("at: 2026-02-05T15:20", "at: 05/02/2026", 10, "timeline[0].at", "is not an instant"),
    ("at: 2026-02-05T15:20", "at: +1 day", 10, "timeline[0].at", "the first entry has none before it"),
    ("at: +1 working day 08:00", "at: +1 workday 08:00", 13, "timeline[1].at", "write an offset as"),
    ("at: +1 working day 08:00", "at: 2026-02-05T15:19", 13, "timeline[1].at", "cannot go back to"),
    ("by: receiver\n", "by: receiver\n    occurred: +1 day\n", 16, "timeline[1].occurred", "as an instant"),
    ("due: {total", "due: {totl", 16, "timeline[1].expect.due.totl", "did you mean 'total'?"),
    ("due: {total: 2026-02-23}", "handoffs: {fire: sent}", 16, "timeline[1].expect.handoffs.fire", "no handoff 'fire'"),
    ("due: {total: 2026-02-23}", "dew: {}", 16, "timeline[1].expect.dew", "did you mean 'due'?"),
    ("due: {total: 2026-02-23}", "refused: no_way", 16, "timeline[1].expect.refused", "not_authorised"),
    ("due: {total: 2026-02-23}", "remaining: {total: 5}", 16, "timeline[1].expect.remaining.total", "5"),
    ("  - at: end", "  - at: ende", 18, "expect[0].at", "is not an instant"),
    ("status: received", "status: recieved", 19, "expect[0].status", "did you mean 'received'?"),
    ("facts: {work: house}", "facts: {work: 1.5}", 5, "facts.work", "1.5"),
    ("due: {total: 2026-02-23}", "allowed: {boss: stop}", 16, "timeline[1].expect.allowed.boss", "no actor 'boss'"),
    ("due: {total: 2026-02-23}", "allowed: {officer: sing}", 16, "timeline[1].expect.allowed.officer.sing", "no act"),
    (
        "due: {total: 2026-02-23}",
        "forbidden: {officer: {stop: no_way}}",
        16,
        "timeline[1].expect.forbidden.officer.stop",
        "not_authorised",
    ),
    ("due: {total: 2026-02-23}", "suspended: {totl: []}", 16, "timeline[1].expect.suspended.totl", "'total'?"),
    ("due: {total: 2026-02-23}", "milestones: {done: null}", 16, "timeline[1].expect.milestones.done", "no milestone"),
    ("due: {total: 2026-02-23}", "events: [recieved]", 16, "timeline[1].expect.events[0]", "did you mean 'received'?"),
    ("due: {total: 2026-02-23}", "no_events: [finished]", 16, "timeline[1].expect.no_events[0]", "no event of type"),
    ("at: +1 working day 08:00", "at: +1 day after recieved", 13, "timeline[1].at", "did you mean 'received'?"),
    ("at: +1 working day 08:00", "at: +1 day after end", 13, "timeline[1].at", "no milestone or due date 'end'"),
    ("  - at: end", "  - at: +1 day after due totl", 18, "expect[0].at", "did you mean 'due total'?"),
]


@pytest.mark.parametrize(("good", "bad", "line", "field", "message"), MISTAKES)
def test_a_mistake_is_named_with_its_line(good: str, bad: str, line: int, field: str, message: str) -> None:
    """Every mistake gives one problem: file, line, field, and a sentence that says what is allowed."""
    assert BASE.count(good) >= 1

    with pytest.raises(DefinitionError) as caught:
        run_scenario(scenario_from(read_document(BASE.replace(good, bad, 1), file="story.yaml")))

    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.field) == ("story.yaml", line, field)
    assert message in problem.message


def test_all_mistakes_are_told_at_once() -> None:
    """Two wrong names in different places are two problems."""
    text = BASE.replace("role: officer", "role: head").replace("total", "totl")

    with pytest.raises(DefinitionError) as caught:
        scenario_from(read_document(text))
    assert [problem.line for problem in caught.value.problems] == [8, 16]


def test_the_sample_itself_is_sound() -> None:
    """The file that the mistakes are made in has none, and goes as it expects."""
    assert run_scenario(scenario_from(read_document(BASE))).is_as_expected


def test_a_folder_of_own_procedures_is_found_beside_the_scenario(tmp_path: Path) -> None:
    """The folder is relative to the file; a folder without procedures is refused."""
    story = tmp_path / "story.scenario.yaml"
    story.write_text(BASE.replace("dossier: H1", "dossier: H1\nprocedures: rules"), encoding="utf-8")
    (tmp_path / "rules").mkdir()

    with pytest.raises(DefinitionError, match="there are no procedure files"):
        read_scenario(story)

    shipped = Path(__file__).parents[2] / "src/dossierflow/procedure/catalogue/building-permit@2021-01-01.yaml"
    (tmp_path / "rules" / shipped.name).write_bytes(shipped.read_bytes())
    file = read_scenario(story)

    assert len(file.library) == 1
    assert run_scenario(file).is_as_expected
