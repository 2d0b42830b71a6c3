"""Every remark is in the reference, with its weight and its sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossierflow.interop.internal_procedures import KINDS, RemarkKind

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "internal-procedures.md"


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_a_remark_is_documented(kind: RemarkKind) -> None:
    """The page lists the code with its weight; the sentence is there in both languages."""
    assert f"| `{kind.code}` | {kind.weight.value} |" in PAGE.read_text("utf-8")
    assert kind.message.vi
    assert kind.message.en
