"""New procedure files: sound from the first line on, in both languages, and never taken for law."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations

import pytest

from dossierflow.procedure import procedure_from
from dossierflow.procedure.scaffold import Template, file_name, scaffold
from dossierflow.reading import read_document

SINCE = date(2026, 7, 1)
PARTS = [part for part in Template if part is not Template.minimal]
CHOICES = [chosen for count in range(len(PARTS) + 1) for chosen in combinations(PARTS, count)]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("templates", CHOICES, ids=lambda chosen: "+".join(chosen) or "minimal")
def test_every_choice_of_templates_is_a_procedure(templates: tuple[Template, ...], lang: str) -> None:
    """The reader takes the text under its own name, and it has exactly the parts that were asked for."""
    text = scaffold("my-permit", SINCE, templates=templates, lang="vi" if lang == "vi" else "en")

    procedure = procedure_from(read_document(text, file=file_name("my-permit", SINCE)))

    assert str(procedure) == "my-permit@2026-07-01"
    assert (procedure.supplement is not None) == (Template.supplement in templates)
    assert bool(procedure.handoffs) == (Template.handoff in templates)
    assert ("inspect" in procedure.steps) == (Template.inspection in templates)


def test_both_languages_say_the_same_but_for_sources_and_comments() -> None:
    """The language changes what people read, not the rules."""
    texts = [scaffold("my-permit", SINCE, templates=PARTS, lang=lang) for lang in ("vi", "en")]
    rules = [
        re.sub(r'doc: "[^"]*", at: "[^"]*"', "", "\n".join(line for line in text.splitlines() if "#" not in line))
        for text in texts
    ]

    assert rules[0] == rules[1]
    assert texts[0] != texts[1]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_part_of_a_new_file_is_explained(lang: str) -> None:
    """Each top-level part has a comment above it, in the language that was asked for and in no other."""
    text = scaffold("my-permit", SINCE, templates=PARTS, lang="vi" if lang == "vi" else "en")

    comments = [line for line in text.splitlines() if line.lstrip().startswith("#")]
    assert comments[0] == "# yaml-language-server: $schema=procedure.schema.json"
    has_accents = [re.search("[ăâđêôơưạảấầế]", line.lower()) is not None for line in comments[1:]]
    assert not any(has_accents) if lang == "en" else sum(has_accents) > len(has_accents) * 0.9
    assert not re.search(r"#(vi|en|\+|-)|<[a-z ]+>", text)


def test_a_new_file_is_marked_as_unverified() -> None:
    """Nobody can take the examples of a new file for law: version, limits and their sources say so."""
    procedure = procedure_from(read_document(scaffold("p", SINCE, templates=PARTS), file="p@2026-07-01.yaml"))

    assert procedure.status.value == "unverified"
    assert {limit.status.value for limit in procedure.limits.values()} == {"unverified"}
    assert {cite.status.value for limit in procedure.limits.values() for cite in limit.cite} == {"unverified"}


@pytest.mark.parametrize("identifier", ["", "Permit", "cấp-phép", "1st", "a b", "a_b", "../a", "a\n"])
def test_an_identifier_that_the_reader_would_refuse_is_refused(identifier: str) -> None:
    """A file is not begun under a name that it could never have."""
    with pytest.raises(ValueError, match="write small letters, digits and hyphens"):
        scaffold(identifier, SINCE)
