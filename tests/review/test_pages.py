"""The pages about findings: one for each code, and their examples do what they say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.review.planting import PAGES, changed, look, shipped, sound

from dossierflow.review import KINDS, one_stop_pack

if TYPE_CHECKING:
    from pathlib import Path


EVERY_KIND = {**KINDS, **{rule.code: rule.kind for rule in one_stop_pack().rules}}
FENCE = re.compile(r"^```yaml (failing|fixed)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"`([\w-]+@[\w-]+)\.yaml`")


def pages() -> dict[str, str]:
    """Return the text of every page by its code; those about time are tried elsewhere."""
    found = {path.stem: path.read_text(encoding="utf-8") for path in PAGES.glob("DF*.md")}
    return {code: text for code, text in sorted(found.items()) if not code.startswith("DF7")}


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    """The folder and the register name the same codes."""
    assert {path.stem for path in PAGES.glob("DF*.md")} == set(EVERY_KIND)


def test_the_index_lists_every_page() -> None:
    """The index has a row for each page, with the title and the usual severity of the register."""
    index = (PAGES / "README.md").read_text(encoding="utf-8")

    for code, kind in EVERY_KIND.items():
        row = f"| [{code}]({code}.md) | {kind.severity.value} | {kind.title.en} | {kind.title.vi} |"
        assert row in index


@pytest.mark.parametrize(("code", "text"), pages().items(), ids=pages())
def test_a_page_says_what_the_register_says(code: str, text: str) -> None:
    """Title, reason and severity stand on the page in both languages."""
    kind = EVERY_KIND[code]

    assert text.startswith(f"# {code}: {kind.title.en}\n\n*{kind.title.vi}*\n")
    assert f"Usually: {kind.severity.value} (" in text
    for sentence in (kind.why.en, kind.why.vi):
        assert sentence in text


@pytest.mark.parametrize(("code", "text"), pages().items(), ids=pages())
def test_the_examples_of_a_page_fail_and_are_fixed(code: str, text: str, tmp_path: Path) -> None:
    """With the failing example the finding is there as quoted; with the fixed one it is not."""
    file, *others = FILE.findall(text)
    beside = tuple(others) or ((file,) if "put beside the unchanged file" in text else ())
    examples = FENCE.findall(text)
    failing = [example for kind, example in examples if kind == "failing"]
    fixed = [example for kind, example in examples if kind == "fixed"]
    faulty = shipped(file)
    for before, after in zip(fixed, failing, strict=True):
        faulty = changed(faulty, before, after)

    found = look(tmp_path, file, faulty, beside)
    gone = found.of(code) - sound(file, beside).of(code)

    assert failing
    assert len(gone) == 1
    told = next(one for one in found.findings if one.code == code and (one.field, one.message.en) in gone)
    assert f"> {told.severity.value}: {told.message.en}\n" in text
    assert f": {told.message.vi}\n" in text
    assert told.fix.en in text
    assert told.fix.vi in text
