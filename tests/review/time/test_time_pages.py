"""One planted fault for every code about time, and the pages that tell them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from tests.review.planting import PAGES, Planted, changed, shipped
from tests.review.test_pages import FENCE, FILE

from dossierflow.reading import load, read_document
from dossierflow.review import KINDS, review
from dossierflow.review.time import Tables, check_time
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from dossierflow.review import Finding

FOLDER = Path(__file__).parent / "planted"
PLANTED = {path.stem: load(Planted, read_document(path)) for path in sorted(FOLDER.glob("*.yaml"))}
CODES = sorted(code for code in KINDS if code.startswith("DF7"))
CALENDAR = vietnam()
TABLES = Tables(CALENDAR)


def look(file: str, text: str) -> tuple[Finding, ...]:
    """Return what is found about time in *text*."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{file}.yaml"
        path.write_text(text, encoding="utf-8")
        (subject,) = review([path]).subjects
        return check_time(subject, CALENDAR, tables=TABLES).findings


@cache
def sound(file: str) -> tuple[Finding, ...]:
    """Return what is found about time in a shipped file as it is."""
    return look(file, shipped(file))


def test_every_code_has_a_planted_fault() -> None:
    """No entry about time is without an example that shows it."""
    assert sorted(fault.code for fault in PLANTED.values()) == CODES


@pytest.mark.parametrize(("name", "fault"), PLANTED.items(), ids=PLANTED)
def test_the_planted_fault_is_found_where_it_is(name: str, fault: Planted) -> None:
    """The finding has the code, the severity, the line, the field and the sentences; the sound file has it not."""
    text = shipped(fault.file)
    for change in fault.changes:
        text = changed(text, change.sound, change.planted)
    found = [one for one in look(fault.file, text) if (one.code, one.field) == (fault.code, fault.field)]

    assert name.startswith(fault.code)
    assert [(one.severity, one.message) for one in found] == [(fault.severity, fault.message)]
    assert text.splitlines()[found[0].line - 1].strip() == fault.line
    assert found[0].message not in {one.message for one in sound(fault.file)}


@pytest.mark.parametrize("code", CODES)
def test_a_page_says_what_the_register_and_the_check_say(code: str) -> None:
    """Title, reason and severity stand on the page, and its failing example is told as quoted."""
    text, kind = (PAGES / f"{code}.md").read_text(encoding="utf-8"), KINDS[code]
    (file,) = FILE.findall(text)
    examples = FENCE.findall(text)
    faulty = shipped(file)
    for before, after in zip(
        [example for kind_, example in examples if kind_ == "fixed"],
        [example for kind_, example in examples if kind_ == "failing"],
        strict=True,
    ):
        faulty = changed(faulty, before, after)
    (told, *_) = [one for one in look(file, faulty) if one.code == code and one not in sound(file)]

    assert text.startswith(f"# {code}: {kind.title.en}\n\n*{kind.title.vi}*\n")
    assert f"Usually: {kind.severity.value} (" in text
    assert f"> {told.severity.value}: {told.message.en}\n" in text
    assert f": {told.message.vi}\n" in text
    for sentence in (kind.why.en, kind.why.vi, told.fix.en, told.fix.vi):
        assert sentence in text
