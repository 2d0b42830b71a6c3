"""The published JSON Schema is the one of the models, and the shipped files pass it."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.reading.schemas import undescribed, wrong_examples

from dossierflow.deadlines.term import Term
from dossierflow.errors import TermError
from dossierflow.procedure import procedure_schema
from dossierflow.reading import read_document

PUBLISHED = Path(__file__).parents[2] / "docs" / "reference" / "procedure.schema.json"
SHIPPED = sorted(Path(str(resources.files("dossierflow.procedure") / "catalogue")).glob("*.yaml"))
VALIDATOR = Draft202012Validator(procedure_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
TERM = Draft202012Validator(Term.model_json_schema())


def test_the_published_schema_is_the_current_one() -> None:
    """Whoever changes the format publishes the new schema with it."""
    text = json.dumps(procedure_schema(), ensure_ascii=False, indent=2) + "\n"

    assert PUBLISHED.read_text(encoding="utf-8") == text


def test_the_schema_is_one_of_its_dialect() -> None:
    """Draft 2020-12 accepts it, and editors find the dialect named."""
    Draft202012Validator.check_schema(procedure_schema())

    assert procedure_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_the_shipped_files_pass_the_schema(file: Path) -> None:
    """An editor shows no mistake in what the library ships."""
    data = json.loads(json.dumps(dict(read_document(file).data)))

    assert [error.message for error in VALIDATOR.iter_errors(data)] == []


def test_descriptions_speak_to_authors_of_files() -> None:
    """No Python example and no markup of docstrings is left."""
    text = json.dumps(procedure_schema())

    assert ">>>" not in text
    assert "``" not in text


@pytest.mark.parametrize(
    "words",
    [
        *("7 working days", "1 working day", "20 days", "1 month", "2 years", "3 weeks", "90 minutes"),
        *("8 working hours", "0.5 days", "0.25 working days", "1.5 hours", "2.0 weeks", "same day", "0 days"),
    ],
)
def test_the_schema_accepts_what_can_be_read(words: str) -> None:
    """A term that the library reads is one for the schema too."""
    assert TERM.is_valid(words)
    assert Term.of(words)


@pytest.mark.parametrize(
    "words",
    [
        *("7", "", "days", "seven days", "7 work days", "-1 days", "1 month 5 days", "7  days", " 7 days", "7 days "),
        *("0.5 months", "1.5 weeks", "0.5 minutes", "٧ days", "1,5 days", "Same day"),
    ],
)
def test_the_schema_refuses_what_cannot_be_read(words: str) -> None:
    """A term that the library refuses is none for the schema either."""
    assert not TERM.is_valid(words)
    with pytest.raises((TermError, ValueError)):
        Term.of(words)


@pytest.mark.parametrize("number", [7, 0.5, True])
def test_a_term_without_a_unit_is_refused_with_an_example(number: object) -> None:
    """A bare number is neither days nor working days."""
    assert not TERM.is_valid(number)
    with pytest.raises(ValueError, match=f"found the number {number}; a term has a unit too"):
        Term.model_validate(number)


def test_an_editor_explains_every_key() -> None:
    """Every key has words of its own, and what is offered beside it passes the schema."""
    assert undescribed(procedure_schema()) == []
    assert wrong_examples(procedure_schema()) == []
