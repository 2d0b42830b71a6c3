"""One planted fault for every code, and what is said about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.review.planting import changed, look, planted, shipped, sound

from dossierflow.review import KINDS, one_stop_pack

if TYPE_CHECKING:
    from pathlib import Path

    from tests.review.planting import Planted

PLANTED = planted()
CODES = {*KINDS, *(rule.code for rule in one_stop_pack().rules)}


def of_static_checks(code: str) -> bool:
    """Tell whether a code is one of the checks that count no days along paths."""
    return not code.startswith("DF7")


def test_every_code_has_a_planted_fault() -> None:
    """No entry of the register is without an example that shows it."""
    assert {fault.code for fault in PLANTED.values()} == {code for code in CODES if of_static_checks(code)}


@pytest.mark.parametrize(("name", "fault"), PLANTED.items(), ids=PLANTED)
def test_the_planted_fault_is_found_where_it_is(name: str, fault: Planted, tmp_path: Path) -> None:
    """The finding has the code, the severity, the line, the field and the sentences, and the file is named after it."""
    text = shipped(fault.file)
    for change in fault.changes:
        text = changed(text, change.sound, change.planted)

    found = [
        one
        for one in look(tmp_path, fault.file, text, fault.beside).findings
        if one.code == fault.code and one.field == fault.field
    ]

    assert name.startswith(fault.code)
    assert [(one.severity, one.message) for one in found] == [(fault.severity, fault.message)]
    assert text.splitlines()[found[0].line - 1].strip() == fault.line


@pytest.mark.parametrize("fault", PLANTED.values(), ids=PLANTED)
def test_without_the_fault_nothing_is_found_there(fault: Planted) -> None:
    """The shipped file, read with the same files beside it, does not have the finding."""
    assert (fault.field, fault.message.en) not in sound(fault.file, fault.beside).of(fault.code)
