"""Rules of packs that do not bind a procedure: told as notes with their reason, and never without effect."""

from __future__ import annotations

import pytest
from tests.review.planting import changed, planted, shipped

from dossierflow.procedure import Procedure
from dossierflow.reading import load, read_document
from dossierflow.review import one_stop_pack
from dossierflow.review.findings import Severity, Subject
from dossierflow.review.law import check_packs

EXCEPTION = """\
exceptions:
  - rule: RULE
    reason: {vi: Luật khác quy định, en: Another law rules}
    cite: [{doc: 1/2026/QH16, at: Điều 1}]
returning:
"""


def subject(fault: str, *rules: str) -> Subject:
    """Return a shipped procedure with a planted fault, excepted from *rules*."""
    one = planted()[fault]
    text = shipped(one.file)
    for change in one.changes:
        text = changed(text, change.sound, change.planted)
    for rule in rules:
        text = changed(text, "returning:\n", EXCEPTION.replace("RULE", rule))
    return Subject(load(Procedure, read_document(text, file="p.yaml")), "p.yaml")


def test_an_excepted_departure_is_a_note_with_its_reason() -> None:
    """The rule is told all the same, with the reason and both sources; nothing else changes."""
    bare = list(check_packs(subject("DF505-appointed-twice-more"), [one_stop_pack()]))
    found = list(check_packs(subject("DF505-appointed-twice-more", "DF505"), [one_stop_pack()]))

    assert [(one.code, one.field) for one in bare] == [(one.code, one.field) for one in found]
    ((before, after),) = [(one, other) for one, other in zip(bare, found, strict=True) if one != other]
    assert (before.code, before.severity, after.severity) == ("DF505", Severity.WARNING, Severity.NOTE)
    assert after.message.en == f"{before.message.en} (excepted: Another law rules)"
    assert after.message.vi == f"{before.message.vi} (ngoại lệ: Luật khác quy định)"
    assert [*map(str, after.cite)] == [*map(str, before.cite), "1/2026/QH16, Điều 1"]


EMPTY = [
    ("DF501", "the file does not depart from it"),
    ("DF507", "no procedure is excepted from this rule"),
    ("DF301", "no pack that is used has this code"),
    ("TOWN001", "no pack that is used has this code"),
]


@pytest.mark.parametrize(("rule", "why"), EMPTY)
def test_an_exception_that_excepts_nothing_is_told(rule: str, why: str) -> None:
    """A rule that is kept, that binds everybody, or that nobody knows needs no exception."""
    excepted = subject("DF505-appointed-twice-more", rule)
    found = [one for one in check_packs(excepted, [one_stop_pack()]) if one.code == "DF309"]

    assert [(one.field, one.message.en) for one in found] == [
        ("exceptions[0].rule", f"'{rule}' is excepted for nothing: {why}")
    ]


def test_a_rule_that_binds_everybody_keeps_its_weight() -> None:
    """A promise that is longer than the law is an error, whatever the file says of it."""
    found = check_packs(subject("DF507-promise-of-eight-days", "DF507"), [one_stop_pack()])
    told = {one.code: one.severity for one in found}

    assert (told["DF507"], told["DF309"]) == (Severity.ERROR, Severity.WARNING)


def test_without_packs_exceptions_are_not_judged() -> None:
    """Where no rules are checked, an exception from one may be right."""
    assert list(check_packs(subject("DF505-appointed-twice-more", "TOWN001"), [])) == []


def test_an_exception_needs_a_source_and_a_code() -> None:
    """An exception without a citation, or from something that is no code, is refused by the model."""
    schema = {"rule": "DF505", "reason": {"vi": "a", "en": "a"}, "cite": [{"doc": "a"}]}
    base = subject("DF505-appointed-twice-more").procedure.model_dump(mode="json", by_alias=True)

    assert Procedure.model_validate({**base, "exceptions": [schema]}).exceptions[0].rule == "DF505"
    for wrong in ({**schema, "cite": []}, {**schema, "rule": "supplement"}):
        with pytest.raises(ValueError, match=r"exceptions\.0"):
            Procedure.model_validate({**base, "exceptions": [wrong]})
