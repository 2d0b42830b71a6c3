"""The list of the stories of the catalogue: every story is in it, and each says in words what it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.simulate.stories_page import FOLDER, PAGE, page, title_of

from dossierflow.procedure import catalogue

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted(FOLDER.rglob("*.scenario.yaml"))


def test_the_list_names_every_story() -> None:
    """It is what the files say, and every shipped procedure has stories."""
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.simulate.stories_page"
    assert {file.parent.name for file in FILES} == {one.procedure for one in catalogue()}


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name.partition('.')[0]}")
def test_a_story_is_told_in_words_first(file: Path) -> None:
    """It begins with a comment that tells it in Vietnamese, then in English."""
    text = file.read_text(encoding="utf-8")
    intro = text.partition("\nscenario:")[0]
    paragraphs = [part for part in intro.split("\n#\n") if part.startswith("# ")]

    assert len(paragraphs) >= 2, "Vietnamese first, then English"
    assert not paragraphs[0].isascii()


def test_titles_are_told_apart() -> None:
    """No two stories of one procedure have the same title in either language."""
    for folder in sorted({file.parent for file in FILES}):
        told = [title_of(file) for file in FILES if file.parent == folder]
        for titles in ([one.vi for one in told], [one.en for one in told]):
            assert len(set(titles)) == len(titles), folder.name
            assert all(title and title[0].isupper() and not title.endswith(".") for title in titles), folder.name
