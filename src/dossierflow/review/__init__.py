"""
Is the rule right? Procedure files are checked before a dossier depends on them.

Every finding has a stable code, a place in the file, a sentence in Vietnamese
and English, what to do about it, and the law it rests on.
"""

from __future__ import annotations

from dossierflow.review.findings import Finding, FindingKind, Severity, Subject, finding

__all__ = ["Finding", "FindingKind", "Severity", "Subject", "finding"]
