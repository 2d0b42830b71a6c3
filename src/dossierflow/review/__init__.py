"""
Is the rule right? Procedure files are checked before a dossier depends on them.

Every finding has a stable code, a place in the file, a sentence in Vietnamese
and English, what to do about it, and the law it rests on.
"""

from __future__ import annotations

from dossierflow.review.findings import Finding, FindingKind, Severity, Subject, finding
from dossierflow.review.kinds import KINDS
from dossierflow.review.pack import Pack, Rule, one_stop_pack, read_pack
from dossierflow.review.predicates import PREDICATES, Breach, Predicate
from dossierflow.review.review import Review, review

__all__ = [
    "KINDS",
    "PREDICATES",
    "Breach",
    "Finding",
    "FindingKind",
    "Pack",
    "Predicate",
    "Review",
    "Rule",
    "Severity",
    "Subject",
    "finding",
    "one_stop_pack",
    "read_pack",
    "review",
]
