"""How an entry of the register is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.review.findings import FindingKind, Severity

if TYPE_CHECKING:
    from dossierflow.citation import Citation


def both(en: str, vi: str) -> LegalText:
    """
    Return the same sentence in both languages.

    >>> both("dead row", "hàng thừa").text("vi")
    'hàng thừa'
    """
    return LegalText(vi=vi, en=en)


def entry(
    code: str,
    severity: str,
    *,
    title: LegalText,
    why: LegalText,
    message: LegalText,
    fix: LegalText,
    cite: tuple[Citation, ...] = (),
) -> FindingKind:
    """Return an entry; *severity* is the name of one."""
    return FindingKind(
        code=code, severity=Severity(severity), title=title, why=why, message=message, fix=fix, cite=cite
    )
