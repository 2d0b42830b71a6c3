"""The pages of the counting rules: all 33, in one shape, with fragments of files that the models accept."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dossierflow.procedure.limits import Limit
from dossierflow.procedure.rules import (
    Apology,
    ExtensionRule,
    FilingWindow,
    Handoff,
    PauseReason,
    Reception,
    Supplement,
    Transition,
)
from dossierflow.reading import read_document
from dossierflow.simulate.scenario import ENTRIES

if TYPE_CHECKING:
    from pydantic import BaseModel

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "explanation" / "rules"
PAGES = sorted(FOLDER.glob("[0-9]*.md"))
SECTIONS = ["What the law says", "What goes wrong otherwise", "Example", "In a procedure file"]
YAML = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ONE: dict[str, type[BaseModel]] = {
    "apology": Apology,
    "reception": Reception,
    "supplement": Supplement,
    "transition": Transition,
}
MANY: dict[str, type[BaseModel]] = {"extensions": ExtensionRule, "handoffs": Handoff, "pauses": PauseReason}
CITE = [{"doc": "x"}]
FILLED: dict[str, Any] = {
    "name": {"vi": "x", "en": "x"},
    "kind": "statutory",
    "party": "office",
    "starts": "complete",
    "stops": ["decided"],
    "on_missed": {"effect": "overdue"},
    "cite": CITE,
}
"""What a fragment of a limit leaves out because it is not its point."""


def check(fragment: dict[str, Any]) -> int:
    """Let the models read every part of a fragment; return how many parts there were."""
    read = 0
    for key, value in fragment.items():
        if key in ONE:
            ONE[key].model_validate(value)
            read += 1
        elif key in MANY:
            read += len([MANY[key].model_validate(one) for one in value.values()])
        elif key == "filing":
            read += len([FilingWindow.model_validate(one) for one in value])
        elif key == "timeline":
            read += len([ENTRIES[one["do"]].model_validate(one) for one in value])
        else:
            assert key == "limits"
            filled = [{**FILLED, **({} if "cases" in one else {"term": "5 days"}), **one} for one in value.values()]
            read += len([Limit.model_validate(one) for one in filled])
    return read


def test_there_are_33_pages_and_an_index() -> None:
    """Every rule has its number, its page and its line in the index."""
    index = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert [page.name[:2] for page in PAGES] == [f"{number:02}" for number in range(1, 34)]
    assert all(f"({page.name})" in index for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_has_its_parts(page: Path) -> None:
    """Law with status, harm, an example that is executed, and the words of a file or why there are none."""
    text = page.read_text(encoding="utf-8")
    law = text.partition("## What the law says")[2].partition("## ")[0]
    example = text.partition("## Example")[2].partition("## ")[0]

    assert text.startswith(f"# Rule {int(page.name[:2])}. ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    assert all(
        re.search(r"\((enacted|announced|unverified)\): \*", " ".join(entry.split()))
        for entry in re.split(r"^- ", law.strip(), flags=re.MULTILINE)[1:]
    )
    assert ">>> " in example or "$ dossierflow " in example
    assert len(text.splitlines()) <= 90


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_fragments_of_files_are_read(page: Path) -> None:
    """What a page tells people to write is what the models read."""
    text = page.read_text(encoding="utf-8").partition("## In a procedure file")[2]
    for fragment in YAML.findall(text):
        document = read_document(fragment, file=page.name)
        assert check(dict(document.data)) > 0
    assert YAML.search(text) or page.name.startswith("12-")
