"""Every file in `tests/broken/yaml` holds one mistake, and the reader says where it is and what to do."""

# ruff: noqa: E501 - a message is compared as the one line that it is

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

import pytest
from pydantic import Field, model_validator

from dossierflow.citation import Status
from dossierflow.errors import DefinitionError
from dossierflow.frozen import Frozen
from dossierflow.reading import load, read_document

BROKEN = Path(__file__).parents[1] / "broken" / "yaml"


class Milestone(StrEnum):
    """When something starts."""

    COMPLETE = "complete"
    FEE_PAID = "fee_paid"


class LaterOf(Frozen):
    """The later of several milestones."""

    later_of: tuple[Milestone, ...]


class Case(Frozen):
    """One row of a decision table."""

    days: int = Field(gt=0)


class Limit(Frozen):
    """A time limit."""

    cases: tuple[Case, ...] = Field(min_length=1)


class Restart(Frozen):
    """The clock starts again."""

    model: Literal["restart"]


class RemainingPlus(Frozen):
    """The clock goes on with some days more."""

    model: Literal["remaining_plus"]
    days: int


class Sample(Frozen):
    """Something of each kind that a file may hold."""

    name: str
    code: str
    status: Status = Status.ENACTED
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    online: bool = False
    limits: dict[str, Limit] = {}
    starts: Milestone | LaterOf = Milestone.COMPLETE
    clock: Annotated[Restart | RemainingPlus, Field(discriminator="model")] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ is not None and self.to is not None and self.to < self.from_:
            msg = f"ends on {self.to}, before it starts on {self.from_}"
            raise ValueError(msg)
        return self


TABLE: dict[str, tuple[str, ...]] = {
    "alias": ("2: the alias '*who' is not allowed; write the value out",),
    "anchor": ("2: the anchor '&who' is not allowed; write the value where it is used",),
    "bidi-isolate": (
        "2: found the invisible character U+2066, which changes the order in which text is shown; remove it",
    ),
    "bidi-override": (
        "2: found the invisible character U+202E, which changes the order in which text is shown; remove it",
    ),
    "byte-order-mark-inside": ("2: found the character U+FEFF, which cannot be seen or exchanged safely; remove it",),
    "control": ("2: found the control character U+0007; remove it",),
    "directive": ("1: a '%' directive is not allowed; remove it",),
    "duplicate-key-nested": ("4: party.name: the key 'name' stands in line 2 already; keep one",),
    "duplicate-key": ("3: name: the key 'name' stands in line 1 already; keep one",),
    "duplicate-quoted-key": ("3: counts[\"2026\"]: the key '2026' stands in line 2 already; keep one",),
    "empty-key": ("2: a key is empty; write the key before ':'",),
    "empty": ("1: the file is empty; write at least one 'key: value'",),
    "escape-out-of-range": ("2: found an escape or a version number that is out of range; correct it",),
    "escaped-bidi": (
        "2: code: found the invisible character U+202E, which changes the order in which text is shown; remove it (it is written as an escape)",
    ),
    "escaped-in-key": (
        "2: found the character U+200B, which cannot be seen or exchanged safely; remove it (it is written as an escape)",
    ),
    "escaped-not-nfc": (
        "2: code: found 'é', which is not in Unicode NFC, the composed form; save the text in NFC, for example with Python's unicodedata.normalize('NFC', text) (it is written as an escape)",
    ),
    "escaped-nul": ("2: code: found the control character U+0000; remove it (it is written as an escape)",),
    "escaped-surrogate": (
        "2: code: found the character U+D800, which cannot be seen or exchanged safely; remove it (it is written as an escape)",
    ),
    "huge-directive": ("1: found an escape or a version number that is out of range; correct it",),
    "item-after-key": ("2: this line does not fit the lines before it; check its indentation, brackets and '-'",),
    "key-without-colon": ("2: a key without ':', or a text that goes on in a wrongly indented line",),
    "line-separator": ("2: found the character U+2028, which cannot be seen or exchanged safely; remove it",),
    "list-as-key": ("2: a key must be a word, not a list or a mapping",),
    "list-at-top": ("1: found a list at the top level; write 'key: value' lines",),
    "list-on-key-line": ("2: a list cannot begin here; begin it in a line of its own",),
    "lone-carriage-return": ("1: found the control character U+000D; remove it",),
    "merge-key": ("3: party: the merge key '<<' is not allowed; write the keys out",),
    "missing-comma": ("1: a ',' or the closing ']' is missing",),
    "model-all-problems": (
        "1: code: the key is missing",
        "1: name: found the number 1; write it in quotes",
        "2: coda: unknown key 'coda'; did you mean 'code'? allowed: name, code, status, from, to, online, limits, starts, clock",
        "4: limits.total.cases[0].days: found the text 'x'; allowed: a whole number",
        "5: online: found the number 1; allowed: true or false",
    ),
    "model-clock-without-model": ("3: clock.model: the key is missing",),
    "model-date": (
        "3: from: found the text '2026-13-01' (month value is outside expected range of 1-12); allowed: a date as 2026-07-01",
    ),
    "model-empty-list": ("5: limits.total.cases: found an empty list; allowed: at least 1 of them",),
    "model-fraction-for-whole": ("6: limits.total.cases[0].days: found the number 1.5; allowed: a whole number",),
    "model-list-for-mapping": ("3: limits: found an empty list; allowed: a mapping ('key: value')",),
    "model-mapping-for-list": ("5: limits.total.cases: found a mapping; allowed: a list",),
    "model-missing-key": ("1: code: the key is missing",),
    "model-nothing-for-text": ("2: code: found nothing; allowed: text",),
    "model-number-for-text": ("2: code: found the number 1.013225; write it in quotes",),
    "model-own-rule": ("1: ends on 2026-06-30, before it starts on 2026-07-01",),
    "model-quoted-number": ("6: limits.total.cases[0].days: found the text '5'; write it without quotes",),
    "model-start-item": (
        "4: starts.later_of[1]: found the text 'fee_payed'; did you mean 'fee_paid'? allowed: complete, fee_paid",
    ),
    "model-start-mapping": (
        "3: starts.later_of: the key is missing",
        "4: starts.later_off: unknown key 'later_off'; did you mean 'later_of'? allowed: later_of",
    ),
    "model-start-misspelt": (
        "3: starts: found the text 'complet'; did you mean 'complete'? allowed: complete, fee_paid",
    ),
    "model-start-number": ("3: starts: found the number 3; allowed: complete, fee_paid",),
    "model-text-for-number": ("8: limits.total.cases[2].days: found the text 'seven'; allowed: a whole number",),
    "model-too-small": ("6: limits.total.cases[0].days: found the number 0; allowed: a number greater than 0",),
    "model-unknown-choice": (
        "3: status: found the text 'enactd'; did you mean 'enacted'? allowed: enacted, announced, computed, unverified",
    ),
    "model-unknown-clock": (
        "4: clock.model: found the text 'restrat'; did you mean 'restart'? allowed: restart, remaining_plus",
    ),
    "model-unknown-key": (
        "2: coda: unknown key 'coda'; did you mean 'code'? allowed: name, code, status, from, to, online, limits, starts, clock",
    ),
    "model-unknown-nested-key": ("5: limits.total.case: unknown key 'case'; did you mean 'cases'? allowed: cases",),
    "model-word-for-text": ("2: code: found the word true; write it in quotes",),
    "model-wrong-clock-key": (
        "3: clock.days: the key is missing",
        "5: clock.day: unknown key 'day'; did you mean 'days'? allowed: model, days",
    ),
    "model-yes-for-true": ("3: online: found the text 'yes'; allowed: true or false",),
    "not-nfc": (
        "2: found 'Cấp', which is not in Unicode NFC, the composed form; save the text in NFC, for example with Python's unicodedata.normalize('NFC', text)",
    ),
    "not-utf8": ("2: found the byte 0xE9, which is not UTF-8; save the file as UTF-8",),
    "nul": ("2: found the control character U+0000; remove it",),
    "null-document": ("1: the file is empty; write at least one 'key: value'",),
    "number-infinite": ("2: share: found the number 1e999, too large to be kept exactly; write it in quotes",),
    "number-too-large": (
        "2: code: found the number 90071992547409920, too large to be kept exactly; write it in quotes",
    ),
    "open-brace": ("1: the bracket opened here is never closed; '}' is missing",),
    "open-bracket": ("2: the bracket opened here is never closed; ']' is missing",),
    "open-quote-document-end": ("1: the quotation mark opened here is not closed before '---' or '...'",),
    "open-quote": ("1: the quotation mark opened here is never closed",),
    "reserved-character": ("2: a text cannot begin with '@'; put the text in quotes",),
    "second-colon": ("1: a second ':' in one line, or a wrong indentation; put a text that contains ': ' in quotes",),
    "standard-tag": ("2: the tag '!!str' is not allowed; remove it, values say their type themselves",),
    "stray-end": ("1: a value is missing here, or a bracket or '...' is one too many",),
    "tab-in-text": ("2: found a tab; write spaces instead",),
    "tab-indent": ("2: found a tab; write spaces instead",),
    "tag": ("2: the tag '!!python/object:os.system' is not allowed; remove it, values say their type themselves",),
    "too-deep": ("2: lists and mappings stand more than 40 deep inside each other",),
    "two-documents": ("2: a second document begins here; a file holds one document, so split the file",),
    "unknown-escape": ("2: '\\q' means nothing inside double quotes; use single quotes",),
    "utf-16": ("1: found the byte 0xFF, which is not UTF-8; save the file as UTF-8",),
    "value-at-top": ("1: found a single value at the top level; write 'key: value' lines",),
    "wrong-indent": ("2: a second ':' in one line, or a wrong indentation; put a text that contains ': ' in quotes",),
    "zero-width": ("2: found the character U+200B, which cannot be seen or exchanged safely; remove it",),
}


def problems(name: str) -> tuple[str, ...]:
    """Return what the reader says about the file *name*, one line for each problem."""
    with pytest.raises(DefinitionError) as caught:
        load(Sample, read_document(BROKEN / f"{name}.yaml", file=f"{name}.yaml"))
    return tuple(str(problem).removeprefix(f"{name}.yaml:") for problem in caught.value.problems)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_mistake_is_named_with_line_field_and_advice(name: str) -> None:
    """The reader says line, field, what was found and what to do, and nothing else."""
    assert TABLE[name] == problems(name)


def test_every_broken_file_is_in_the_table() -> None:
    """A new broken file cannot be forgotten, nor a row outlive its file."""
    assert {file.stem for file in BROKEN.glob("*.yaml")} == set(TABLE)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_no_message_speaks_of_the_libraries_behind(name: str) -> None:
    """Authors of rules need not know pydantic, JSON Schema or PyYAML."""
    jargon = ("Input", "pydantic", "validat", "Traceback", "yaml.", "dict", "None", "str ", "object")
    ours = [message for message in TABLE[name] if "python/object" not in message]

    assert not [word for word in jargon for message in ours if word in message]
