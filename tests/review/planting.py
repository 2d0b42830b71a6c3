"""
Planted faults: a sound shipped file with one thing changed, and what must be found.

A change is two texts, the sound one and the faulty one, both without their
indentation. It is made where the sound text stands, exactly once.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pydantic import Field

from dossierflow.citation import LegalText
from dossierflow.frozen import Frozen
from dossierflow.reading import load, read_document
from dossierflow.review import review
from dossierflow.review.findings import Severity
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from dossierflow.review import Finding

FOLDER = Path(__file__).parent / "planted"
PAGES = Path(__file__).parents[2] / "docs" / "reference" / "findings"
CATALOGUE = resources.files("dossierflow.procedure") / "catalogue"


class Change(Frozen):
    """One text in place of another."""

    sound: str
    planted: str


class Planted(Frozen):
    """One planted fault, and what is found."""

    code: str
    severity: Severity
    file: str
    """The shipped version that is changed."""

    beside: tuple[str, ...] = ()
    """Versions that are read together with it, unchanged."""

    changes: tuple[Change, ...] = Field(min_length=1)
    line: str
    """The text of the line that the finding names."""

    field: str
    message: LegalText


def shipped(version: str) -> str:
    """Return the text of a shipped file."""
    return (CATALOGUE / f"{version}.yaml").read_text(encoding="utf-8")


def planted() -> dict[str, Planted]:
    """Return every planted fault by the name of its file."""
    return {path.stem: load(Planted, read_document(path)) for path in sorted(FOLDER.glob("*.yaml"))}


def changed(text: str, sound: str, faulty: str) -> str:
    """
    Return *text* with *faulty* where *sound* stands.

    Both are without their indentation, which is found. They must stand in the
    text exactly once, else nobody knows what was changed.
    """
    found = []
    for width in range(0, 14, 2):
        # A text that begins in the middle of a line cannot be meant.
        indented = textwrap.indent(sound.rstrip("\n") + "\n", " " * width)
        found += [(match.start(), match.end(), width) for match in re.finditer(f"(?m)^{re.escape(indented)}", text)]
    assert len(found) == 1, f"stands {len(found)} times:\n{sound}"
    start, end, width = found[0]
    return text[:start] + textwrap.indent(faulty.rstrip("\n") + "\n", " " * width) + text[end:]


@dataclass(frozen=True)
class Look:
    """What a review of a changed file and those beside it found."""

    text: str
    findings: tuple[Finding, ...]

    def of(self, code: str) -> set[tuple[str, str]]:
        """Return place and sentence of the findings of *code*."""
        return {(one.field, one.message.en) for one in self.findings if one.code == code}


def look(folder: Path, file: str, text: str, beside: tuple[str, ...]) -> Look:
    """Review *text* as *file*, together with the shipped files *beside*, written into *folder*."""
    # A second file of the same version cannot have the same name.
    name = "changed" if file in beside else file
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    for other in beside:
        (folder / f"{other}.yaml").write_text(shipped(other), encoding="utf-8")
    found = review([folder], calendar=vietnam())
    return Look(text, tuple(one for one in found.findings if Path(one.file) == path))


@cache
def sound(file: str, beside: tuple[str, ...]) -> Look:
    """Return what is found in a shipped file as it is; many faults are planted in the same one."""
    with TemporaryDirectory() as folder:
        return look(Path(folder), file, shipped(file), beside)
