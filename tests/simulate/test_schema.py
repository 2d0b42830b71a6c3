"""The scenario format as JSON Schema: kept and complete; examples are held to it where they are played."""

from __future__ import annotations

import json

from jsonschema import Draft202012Validator
from tests.reading.schemas import undescribed, wrong_examples
from tests.simulate.stories import ROOT, STORIES, validator

from dossierflow.engine.dossier import NationalStatus
from dossierflow.reading import read_document
from dossierflow.simulate import scenario_schema
from dossierflow.simulate.scenario import COMMANDS, ENTRIES, StatusName

VALIDATOR = validator()


def test_the_kept_schema_is_the_one_of_the_models() -> None:
    """The file that editors use says what the library reads."""
    kept = json.loads((ROOT / "docs/reference/scenario.schema.json").read_text(encoding="utf-8"))

    assert kept == scenario_schema()
    Draft202012Validator.check_schema(kept)


def test_a_misspelt_key_fails_the_schema() -> None:
    """An editor marks what the library would refuse."""
    data = dict(read_document(STORIES[0]).data)

    assert not VALIDATOR.is_valid({**data, "timelin": []})


def test_every_command_has_its_entry() -> None:
    """Whatever somebody may ask of a dossier can be told in a story."""
    assert set(ENTRIES) == set(COMMANDS)
    assert not {"elapse", "reproject"} & set(ENTRIES)
    assert all(entry.model_fields["do"].default == do for do, entry in ENTRIES.items())


def test_statuses_are_the_ten_of_the_portal() -> None:
    """The names in files are those of the national statuses, in lower case."""
    assert set(StatusName.__args__) == {status.name.lower() for status in NationalStatus}


def test_an_editor_lets_a_variant_value_stand_anywhere() -> None:
    """Where a choice, a number or a term is expected, `$name` is accepted and other text is not."""
    text = (ROOT / "tests/broken/scenarios/base.yaml").read_text(encoding="utf-8")
    good = text.replace("status: received", "status: $status\n    remaining: {total: $left}")
    variants = "variants:\n  - {variant: a, status: received, left: 15 days}\n"

    assert list(VALIDATOR.iter_errors(read_document(good + variants).data)) == []
    assert not VALIDATOR.is_valid(read_document(good.replace("$left", "soon") + variants).data)
    assert not VALIDATOR.is_valid(read_document(good.replace("$status", "fine") + variants).data)


def test_an_editor_explains_every_key() -> None:
    """Every key has words of its own, and what is offered beside it passes the schema."""
    assert undescribed(scenario_schema()) == []
    assert wrong_examples(scenario_schema()) == []
