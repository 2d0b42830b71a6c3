"""One story told several times: values are put in, and each variant is a case of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossierflow.errors import DefinitionError
from dossierflow.reading import read_document
from dossierflow.simulate import read_scenario, read_scenarios, run_scenario, scenario_from
from dossierflow.simulate.cases import load_suite
from dossierflow.simulate.variants import variants_of

BASE = (Path(__file__).parents[1] / "broken" / "scenarios" / "base.yaml").read_text(encoding="utf-8")
STORY = (
    BASE.replace("2026-02-05T15:20", "$filed")
    .replace("+1 working day 08:00", "+$wait working days 08:00")
    .replace("due: {total: 2026-02-23}", "due: {total: $due}")
)
ROWS = """variants:
  - {variant: before Tết, filed: 2026-02-05T15:20, wait: 1, due: 2026-02-23}
  - {variant: after Tết, filed: 2026-03-02T08:00, wait: 2, due: 2026-03-19}
"""


def written(folder: Path, text: str) -> Path:
    """Write a scenario and return its path."""
    path = folder / "story.scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_variant_is_a_story_of_its_own(tmp_path: Path) -> None:
    """Values stand whole or inside a text; each variant has a name, a line and its own outcome."""
    path = written(tmp_path, STORY + ROWS)
    first, second = read_scenarios(path)

    assert (first.name, second.name) == ("H1 [before Tết]", "H1 [after Tết]")
    assert (first.line, second.line) == (21, 22)
    assert [str(failure) for one in (first, second) for failure in run_scenario(one).failures] == []
    assert first.document.digest != second.document.digest
    suite = load_suite([path])
    assert [(case.name, case.line) for case in suite.cases] == [("H1 [before Tết]", 21), ("H1 [after Tết]", 22)]
    assert suite.run().is_fine


def test_a_variant_may_use_its_own_name() -> None:
    """The name of the variant can stand in the text like any of its values."""
    document = read_document(STORY + "note: told $variant\n" + ROWS)

    assert [one.document.data["note"] for one in variants_of(document)] == ["told before Tết", "told after Tết"]


def test_a_failing_variant_does_not_touch_the_other(tmp_path: Path) -> None:
    """The failure has the line of the expectation, the case the line of the variant."""
    result = load_suite([written(tmp_path, STORY + ROWS.replace("2026-03-19", "2026-03-20"))]).run()

    (failed,) = result.failed
    assert failed.case.name == "H1 [after Tết]"
    assert [(one.line, one.expected) for one in failed.failures] == [(16, "2026-03-20")]


def test_a_key_that_a_variant_gives_keeps_its_line(tmp_path: Path) -> None:
    """A failure of an expectation whose name comes from the table is told with the line of that name."""
    story = STORY.replace("due: {total: $due}", "due: {\n      $limit: $due\n    }")
    rows = ROWS.replace("wait:", "limit: total, wait:").replace("2026-03-19", "2026-03-20")
    ((failure,),) = (one.failures for one in load_suite([written(tmp_path, story + rows)]).run().failed)

    assert (failure.line, failure.field) == (17, "timeline[1].expect.due.total")


def test_a_key_that_stands_there_already_is_refused(tmp_path: Path) -> None:
    """One of the two would be lost."""
    story = STORY.replace("due: {total: $due}", "due: {total: $due, $limit: $due}")
    rows = ROWS.replace("wait:", "limit: total, wait:")

    with pytest.raises(DefinitionError, match=r"16: .*\$limit.*: becomes 'total', which stands here already"):
        read_scenarios(written(tmp_path, story + rows))


def test_a_value_that_cannot_be_meant_is_told_with_its_variant(tmp_path: Path) -> None:
    """The line is that of the story; which variant it was is told too, unless it was all of them."""
    path = written(tmp_path, STORY + ROWS.replace("2026-03-19", "2026-02-30"))
    with pytest.raises(DefinitionError, match=r"16: .*day is out of range.* \(variant 'after Tết' in line 22\)$"):
        read_scenarios(path)

    path = written(tmp_path, (STORY + ROWS).replace("by: receiver", "by: nobody"))
    with pytest.raises(DefinitionError) as caught:
        read_scenarios(path)
    assert "variant" not in str(caught.value)


def test_one_variant_is_asked_for_by_name(tmp_path: Path) -> None:
    """A single variant need not be named; of several one must be."""
    path = written(tmp_path, STORY + ROWS)

    assert read_scenario(path, variant="after Tết").variant == "after Tết"
    with pytest.raises(DefinitionError, match="20: variants: the file tells several stories; name one; known: before"):
        read_scenario(path)
    with pytest.raises(DefinitionError, match="there is no variant 'x'; known: before Tết, after Tết"):
        read_scenario(path, variant="x")
    with pytest.raises(DefinitionError, match="there is no variant 'x'; known: none"):
        scenario_from(read_document(BASE), variant="x")
    alone = "".join(ROWS.splitlines(keepends=True)[:2])
    assert scenario_from(read_document(STORY + alone)).variant == "before Tết"


def test_types_and_dollar_signs_are_kept() -> None:
    """A truth value stays one, text around a value stays text, two dollar signs are one."""
    text = BASE.replace("dossier: H1", "dossier: H$$1-$number").replace("{work: house}", "{work: house, fire: $fire}")
    rows = "variants:\n  - {variant: a, number: 7, fire: true}\n"
    file = scenario_from(read_document(text + rows))

    assert file.scenario.dossier == "H$1-7"
    assert file.scenario.facts["fire"] is True


def test_a_file_without_variants_may_hold_dollar_signs() -> None:
    """Files written before there were variants are read as they always were."""
    assert scenario_from(read_document(BASE.replace("dossier: H1", "dossier: $H1"))).scenario.dossier == "$H1"


FAULTS = [
    ("  - {variant: a, filed: 2026-02-05T15:20, wait: 1}", "21: variants[0]: the value of $due is missing"),
    ("  - {variant: a, filed: x, wait: 1, due: x, more: 1}", "21: variants[0].more: $more stands nowhere in the file"),
    ("  - {filed: x, wait: 1, due: x}", "21: variants[0].variant: a variant has a name"),
    ("  - {variant: 1, filed: x, wait: 1, due: x}", "21: variants[0].variant: a variant has a name"),
    ("  - {variant: a, filed: [x], wait: 1, due: x}", "21: variants[0].filed: found several values"),
    (
        "  - {variant: a, filed: x, wait: 1, due: x}\n  - {variant: a, filed: x, wait: 1, due: x}",
        "22: variants[1].variant: 'a' is the name of another variant too",
    ),
    ("  []", "20: variants: found an empty list"),
    ("  {a: 1}", "20: variants: found a mapping"),
    ("  - 1", "21: variants[0]: found the number 1"),
]


@pytest.mark.parametrize(("rows", "message"), FAULTS)
def test_a_table_that_does_not_fit_its_story_is_refused(tmp_path: Path, rows: str, message: str) -> None:
    """Missing values, values that nothing uses and names that tell nothing apart have their line."""
    with pytest.raises(DefinitionError) as caught:
        read_scenarios(written(tmp_path, f"{STORY}variants:\n{rows}\n"))

    assert any(
        str(problem).removeprefix(f"{tmp_path}/story.scenario.yaml:").startswith(message)
        for problem in caught.value.problems
    )


def test_what_is_wrong_in_every_variant_is_told_once(tmp_path: Path) -> None:
    """Values that are wrong are told at the line that uses them; a mistake of the story is not multiplied."""
    path = written(tmp_path, STORY.replace("by: receiver", "by: nobody") + ROWS)
    with pytest.raises(DefinitionError) as caught:
        read_scenarios(path)

    assert [problem.line for problem in caught.value.problems] == [15]
