"""
The ways through a procedure, without a calendar: which moves may follow which.

`paths_of` cuts the facts into situations that no rule tells apart and goes, for
each, every way with loops bounded. Checks of time and generated tests start
from there.
"""

from __future__ import annotations

from dossierflow.procedure.paths.moves import MAIN, Move, MoveKind, Walk, batches
from dossierflow.procedure.paths.situations import MOST_CELLS, Partition, Situation, axes_of, situations
from dossierflow.procedure.paths.walks import MOST_WALKS, Bounds, Paths, paths_of, shortest, walks

__all__ = [
    "MAIN",
    "MOST_CELLS",
    "MOST_WALKS",
    "Bounds",
    "Move",
    "MoveKind",
    "Partition",
    "Paths",
    "Situation",
    "Walk",
    "axes_of",
    "batches",
    "paths_of",
    "shortest",
    "situations",
    "walks",
]
