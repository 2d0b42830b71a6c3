"""The example prints what its reader is told it prints."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def test_the_example_prints_due_date_explanation_and_refusal(capsys: pytest.CaptureFixture[str]) -> None:
    """Run as a program, it tells the due date after the National Day holidays, its reasons, and a refusal."""
    runpy.run_path(str(Path(__file__).with_name("main.py")), run_name="__main__")
    printed = capsys.readouterr().out

    assert printed.startswith("H29-0001: RECEIVED, appraise\ndue 2026-09-11 17:00\n")
    assert "Hạn: thứ Sáu, ngày 11/09/2026" in printed
    assert "217/2026/NĐ-CP, Điều 54" in printed
    assert "refused: nothing_to_return: there is no result to return yet [118/2025/NĐ-CP, Điều 22]" in printed
