"""
Hypothesis strategies: calendars, edge days, terms, ledgers, procedures, and whole lives of dossiers.

Everything that comes out of them is valid: a generated procedure has no
mistakes that the reader would find, a generated life holds refused commands
beside accepted ones. Needs `hypothesis`, which only this package imports.
"""

from __future__ import annotations

from dossierflow.testing.strategies.edges import edge_days, edge_instants
from dossierflow.testing.strategies.lives import Act, Life, acts, finish, lives
from dossierflow.testing.strategies.procedures import personal_values, procedures, versions
from dossierflow.testing.strategies.time import calendars, instants, ledgers, terms

__all__ = [
    "Act",
    "Life",
    "acts",
    "calendars",
    "edge_days",
    "edge_instants",
    "finish",
    "instants",
    "ledgers",
    "lives",
    "personal_values",
    "procedures",
    "terms",
    "versions",
]
