"""
Counting every start day on every path: ``python benchmarks/exhaustive.py [--quick]``.

A chain of fifty steps with a refusal in each, ten years of start days; then the
whole shipped catalogue. Beside them the engine plays some of the same start
days, command by command, and every due instant is compared.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

if __name__ == "__main__":
    # A file that is started is looked for its neighbours in its own folder; the package is one folder up.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from dossierflow.engine import Engine
from dossierflow.engine.rulebook import CompiledProcedure
from dossierflow.procedure import Procedure, catalogue
from dossierflow.procedure.paths import paths_of
from dossierflow.review.time import Tables, exhaust
from dossierflow.review.time.acts import acts_of
from dossierflow.review.time.chain import Chains, Made
from dossierflow.review.time.columns import Columns
from dossierflow.review.time.tables import MINUTES_A_DAY
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

STEPS = 50
PLAYED = 5
"""Start days that the engine plays, of the longest path."""

BUDGET = 0.1
"""Seconds for 10,000 pairs of a state and a start day."""

_CALENDAR = vietnam()
_CITE = [{"doc": "04/2018/QĐ-VD", "at": "Điều 1"}]


def chain(steps: int = STEPS) -> Procedure:
    """Return a procedure of so many steps of a working day each, any of which may refuse."""
    names = [f"step_{number}" for number in range(steps)]
    limits = {name: _limit(f"{name}.entered", f"{name}.completed", "1 working day", "internal") for name in names}
    limits["total"] = _limit("complete", "decided", f"{steps * 3 // 2} days", "statutory")
    following = dict(zip(names, [*names[1:], "end.granted"], strict=True))
    content = {
        "procedure": "chain",
        "code": "0",
        "version": "2018-01-01",
        "name": _name("Chuỗi"),
        "effective": {"from": "2018-01-01"},
        "status": "unverified",
        "basis": _CITE,
        "counting": "vn-general",
        "calendar": "vn-public",
        "channels": ["online"],
        "agencies": {"office": {"name": _name("Cơ quan"), "roles": {"officer": {"name": _name("Công chức")}}}},
        "reception": {"by": {"agency": "office"}, "first": names[0], "marks": ["complete"], "cite": _CITE},
        "limits": limits,
        "steps": {
            name: {
                "name": _name(name),
                "by": {"agency": "office"},
                "actions": {
                    "done": {"name": _name("Xong"), "to": following[name]},
                    "refuse": {"name": _name("Từ chối"), "to": "end.refused"},
                },
            }
            for name in names
        },
        "returning": {"by": {"agency": "office"}},
        "ends": {
            "granted": {"name": _name("Cấp"), "kind": "granted"},
            "refused": {"name": _name("Không"), "kind": "refused"},
        },
    }
    return Procedure.model_validate_json(json.dumps(content))


def _name(text: str) -> dict[str, str]:
    return {"vi": text, "en": text}


def _limit(starts: str, stops: str, term: str, kind: str) -> dict[str, Any]:
    missed = {"effect": "overdue"}
    given = {"name": _name(starts), "kind": kind, "party": "office", "on_missed": missed, "cite": _CITE}
    return {**given, "starts": starts, "stops": [stops], "term": term}


def played(procedure: Procedure, days: int = PLAYED) -> tuple[float, int]:
    """
    Return how long the engine takes for one start day of the longest path, and how many due instants differ.

    The engine fires timers, checks authority and seals events; counting does none of that.
    """
    tables = Tables(_CALENDAR)
    rows = [(number * 97 + 11) * MINUTES_A_DAY + 540 for number in range(days)]
    columns = Columns(rows)
    made = Made(CompiledProcedure(procedure, {"vn-public": _CALENDAR}), tables, columns)
    walk = max(paths_of(procedure).walks, key=lambda one: len(one.moves))
    counted = Chains(walk, made).chain("total", theirs=True)
    engine, wrong, begun = Engine([procedure], _CALENDAR), 0, process_time()
    for row in range(days):
        dossier = None
        instants = [tables.instant(columns[node][row]) for node in counted.moments]
        for act in acts_of(procedure, walk, instants, _CALENDAR, dossier="B"):
            dossier = engine.handle(dossier, act.command, by=act.by, at=act.at).or_raise()
        due = dossier.deadlines["total"].due if dossier is not None else None
        wrong += due is None or tables.minute(due.at) != columns[counted.runs[-1][0]][row]
    return (process_time() - begun) / days, wrong


def main(arguments: Sequence[str]) -> int:
    """Time both, and say whether the budget is kept."""
    steps = 10 if "--quick" in arguments else STEPS
    procedure = chain(steps)
    begun = process_time()
    report = exhaust(procedure, _CALENDAR)
    seconds = process_time() - begun
    pairs = steps * report.days
    per_ten_thousand = seconds / pairs * 10_000
    print(f"{steps} steps, {report.days:,} start days, {report.ways} paths, {report.nodes} different instants")
    print(f"  {seconds:.2f} s, {per_ten_thousand * 1000:.1f} ms for 10,000 pairs of step and day (budget {BUDGET} s)")
    one_day, wrong = played(procedure)
    print(
        f"  the engine plays one start day of the longest path in {one_day * 1000:.1f} ms; {wrong} due instants differ"
    )
    tables, begun = Tables(_CALENDAR), process_time()
    reports = [exhaust(one, _CALENDAR, tables=tables) for one in catalogue()]
    seconds = process_time() - begun
    ways, days = sum(one.ways for one in reports), sum(one.days for one in reports)
    print(f"the catalogue: {len(reports)} versions, {ways:,} paths, {days:,} start days: {seconds:.2f} s")
    return 0 if per_ten_thousand <= BUDGET and not wrong else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
