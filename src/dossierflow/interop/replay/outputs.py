"""
The tables of a replay: every case, every remark, every line that could not be read.

CSV in UTF-8, written as the replay goes, so that a large log needs no memory. Cells that a
spreadsheet would compute are marked as text.
"""

from __future__ import annotations

import csv
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self, TextIO

from dossierflow.interop.replay.results import Findings, Outcome, Reason
from dossierflow.office.formulas import as_text

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from dossierflow.interop.replay.logs.records import Unreadable
    from dossierflow.interop.replay.results import CaseResult
    from dossierflow.reading.schema import Json

REMARK_COLUMNS = ("case", "line", "at", "activity", "refused", "code", "sentence_vi", "sentence_en")
UNREADABLE_COLUMNS = ("line", "code", "why")


class Tables:
    """Writes ``cases.csv``, ``remarks.csv`` and ``unreadable.csv`` into a folder."""

    def __init__(self, folder: Path, views: tuple[str, ...]) -> None:
        """
        Prepare to write.

        Args:
            folder: Made if it is missing; tables of an earlier replay are replaced
                when all new ones are complete, and stay when something fails.

            views: Besides ``log`` and ``recomputed``: ``rule``, ``calendar``.
        """
        self._folder, self._views = folder, ("log", "recomputed", *views)
        self._stack = ExitStack()
        self._parts: dict[Path, Path] = {}
        self._is_new = False

    def __enter__(self) -> Self:
        """Open the files and write their headings."""
        self._is_new = not self._folder.exists()
        self._folder.mkdir(parents=True, exist_ok=True)
        dues = [column for view in self._views for column in (f"due_{view}", f"outcome_{view}")]
        heading = ("case", "line", "started", "ended", *dues, "differs", "remarks")
        try:
            self._cases = self._open("cases.csv", heading)
            self._remarks = self._open("remarks.csv", REMARK_COLUMNS)
            self._unreadable = self._open("unreadable.csv", UNREADABLE_COLUMNS)
        except OSError:
            self._drop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        """Put the files in their places, or drop them where something failed."""
        try:
            self._stack.close()
            if kind is None:
                for part, path in self._parts.items():
                    part.replace(path)
                return
        finally:
            self._drop(keep=kind is None)

    def _drop(self, *, keep: bool = False) -> None:
        self._stack.close()
        for part in self._parts:
            part.unlink(missing_ok=True)
        if self._is_new and not keep and not any(self._folder.iterdir()):
            self._folder.rmdir()

    def take(self, result: CaseResult) -> None:
        """Write one case."""
        told: list[str] = []
        for name in self._views:
            view = result.views[name]
            told += [_instant(view.at) or (view.day.isoformat() if view.day else ""), view.outcome.value]
        head = (result.case, result.line, _instant(result.started), _instant(result.ended))
        self._cases.writerow(_safe(*head, *told, "yes" if result.differs else "no", len(result.remarks)))
        self._remarks.writerows(
            _safe(
                one.case, one.line, _instant(one.at), one.activity, "yes" if one.is_refusal else "no",
                one.code.value, one.sentence.vi, one.sentence.en,
            )
            for one in result.remarks
        )  # fmt: skip

    def take_faults(self, faults: Iterable[Unreadable]) -> None:
        """Write lines that could not be read."""
        self._unreadable.writerows(_safe(one.line, one.fault.value, one.why) for one in faults)

    def _open(self, name: str, columns: tuple[str, ...]) -> Any:  # noqa: ANN401 - the module has no public type for it
        part = self._folder / f".{name}.part"
        self._parts[part] = self._folder / name
        file: TextIO = self._stack.enter_context(part.open("w", encoding="utf-8", newline=""))
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        return writer


def _safe(*cells: str | int | None) -> tuple[str | int | None, ...]:
    """Return cells that no spreadsheet computes: names in a foreign log may come from anybody."""
    return tuple(as_text(cell) if isinstance(cell, str) else cell for cell in cells)


def findings_json(found: Findings) -> dict[str, Json]:
    """Return the findings as JSON knows them; of single cases the examples only."""
    return {
        "lines": found.lines,
        "used": found.used,
        "left_out": found.left_out,
        "left_out_by": dict(found.skipped.most_common()),
        "unreadable": found.unreadable,
        "unreadable_by": {fault.value: found.faulty[fault] for fault in sorted(found.faulty)},
        "cases": found.cases,
        "unnamed_activities": dict(found.unnamed),
        "absent_activities": list(found.absent),
        "until": None if found.until is None else found.until.isoformat(),
        "compared": found.compared,
        "different": found.different,
        "views": {
            view: {
                **{outcome.value: found.count(view, outcome) for outcome in Outcome},
                "on_time_rate": found.rate(view),
            }
            for view in found.views
        },
        "refused": [
            {"code": code, "activity": activity, "count": count} for (code, activity), count in ranked(found.refused)
        ],
        "remarks": [
            {"code": code, "activity": activity, "count": count} for (code, activity), count in ranked(found.remarked)
        ],
        "differences": [
            {
                "case": one.case,
                "line": one.line,
                "log": _view_json(one, "log"),
                "recomputed": _view_json(one, "recomputed"),
            }
            for one in found.differences
        ],
        "examples": [
            {
                "case": one.case,
                "line": one.line,
                "activity": one.activity,
                "code": one.code.value,
                "sentence": {"vi": one.sentence.vi, "en": one.sentence.en},
            }
            for one in found.remarks
            if one.code is not Reason.NOT_AN_ACT
        ],
        "unreadable_lines": [{"line": one.line, "code": one.fault.value, "why": one.why} for one in found.faults],
    }


def ranked(counts: Counter[tuple[str, str]]) -> list[tuple[tuple[str, str], int]]:
    """Return *counts*, the highest first, equal ones by name."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _view_json(result: CaseResult, name: str) -> dict[str, Json]:
    view = result.views[name]
    return {
        "day": None if view.day is None else view.day.isoformat(),
        "at": _instant(view.at) or None,
        "outcome": view.outcome.value,
    }


def _instant(at: datetime | None) -> str:
    return "" if at is None else at.isoformat()
