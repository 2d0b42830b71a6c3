"""The scenarios that pages show go as they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dossierflow.reading import read_document
from dossierflow.simulate import run_scenario, scenario_from
from dossierflow.simulate.variants import variants_of

DOCS = Path(__file__).parents[2] / "docs"
SHOWN = [
    (page, found[1])
    for page in sorted(DOCS.rglob("*.md"))
    for found in re.finditer(
        r"^```yaml\n(scenario:.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
]


def test_the_pages_show_scenarios() -> None:
    """The reference and both tutorials have one each."""
    assert {page.name for page, _ in SHOWN} >= {"scenario-file.md", "first-dossier.md", "first-dossier.vi.md"}


@pytest.mark.parametrize(("page", "text"), SHOWN, ids=lambda value: value.name if isinstance(value, Path) else "")
def test_a_scenario_on_a_page_goes_as_it_says(page: Path, text: str) -> None:
    """What a reader copies works."""
    document = read_document(text, file=page.name)
    for variant in variants_of(document):
        run = run_scenario(scenario_from(document, variant=variant.name))

        assert [str(failure) for failure in run.failures] == []
        assert run.outcomes
