"""One file for each mistake that a procedure file can make, and what is said about it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from dossierflow.deadlines.counting import profile
from dossierflow.errors import DefinitionError, UnknownNameError
from dossierflow.procedure import load_procedure, procedure_schema
from dossierflow.reading import read_document

if TYPE_CHECKING:
    from dossierflow.deadlines.counting import CountingProfile

FOLDER = Path(__file__).parents[1] / "broken" / "procedure"
FILES = sorted(FOLDER.glob("*.yaml"))
EXPECTED = dict(line.split(":", 1) for line in (FOLDER / "expected.txt").read_text(encoding="utf-8").splitlines())
PROFILES = ("vn-civil", "vn-general")
VALIDATOR = Draft202012Validator(procedure_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def names(files: list[Path]) -> list[str]:
    """Name test cases after their files."""
    return [file.stem for file in files]


def two_profiles(name: str) -> CountingProfile:
    """Know two profiles, so that messages do not change with those that ship."""
    if name not in PROFILES:
        kind = "counting profile"
        raise UnknownNameError(kind, name, PROFILES)
    return profile(name)


def test_every_file_is_expected_and_every_expectation_has_a_file() -> None:
    """The folder and its list of messages name the same files, at least forty."""
    assert sorted(EXPECTED) == [file.name for file in FILES]
    assert len(FILES) >= 40


@pytest.mark.parametrize("file", FILES, ids=names(FILES))
def test_the_one_mistake_is_told_with_line_field_and_remedy(file: Path) -> None:
    """A file with one mistake gives one problem, where it is, in these words."""
    with pytest.raises(DefinitionError) as refused:
        load_procedure(file, profiles=two_profiles)

    told = [str(problem).removeprefix(f"{FOLDER}/") for problem in refused.value.problems]

    assert told == [f"{file.name}:{EXPECTED[file.name]}"]


@pytest.mark.parametrize("file", FILES, ids=names(FILES))
def test_mistakes_of_form_and_only_they_fail_the_json_schema(file: Path) -> None:
    """An editor with the published schema sees mistakes of form; mistakes of sense need the reader."""
    data = json.loads(json.dumps(dict(read_document(file).data)))
    first_line = file.read_text(encoding="utf-8").splitlines()[0]
    of_form = first_line.startswith("# Mistake of form: ")

    assert of_form or first_line.startswith("# Mistake of sense: ")
    assert VALIDATOR.is_valid(data) is not of_form
