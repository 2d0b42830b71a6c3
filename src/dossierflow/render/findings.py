"""
The findings of a review as text and JSON.

The text has one line for each finding that editors make clickable
(``file:line: code severity: sentence``), then what to do and the source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.render.tables import indented
from dossierflow.review.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.citation import Citation, Language
    from dossierflow.reading.document import Value
    from dossierflow.review.findings import Finding
    from dossierflow.review.review import Review

FINDINGS_FORMAT = "dossierflow/review@1"
"""Names the JSON format and its version."""

SEVERITIES: Mapping[Severity, LegalText] = {
    Severity.ERROR: LegalText(vi="lỗi", en="error"),
    Severity.WARNING: LegalText(vi="cảnh báo", en="warning"),
    Severity.NOTE: LegalText(vi="ghi chú", en="note"),
}
_LABELS: Mapping[str, LegalText] = {
    "fix": LegalText(vi="Cách sửa", en="What to do"),
    "basis": LegalText(vi="Căn cứ", en="Source"),
    "reproducer": LegalText(vi="Kịch bản tái hiện", en="Scenario that shows it"),
    "count": LegalText(
        vi="{files} tệp: {errors} lỗi, {warnings} cảnh báo, {notes} ghi chú.",
        en="{files} file(s): {errors} error(s), {warnings} warning(s), {notes} note(s).",
    ),
}


def findings_text(review: Review, lang: Language) -> str:
    """Return the findings as plain text, and a line that counts them."""
    parts = [_finding_text(one, lang) for one in review.findings]
    return "\n".join([*parts, summary(review, lang)])


def summary(review: Review, lang: Language) -> str:
    """Return the line that counts files and findings."""
    return (
        _LABELS["count"]
        .text(lang)
        .format(
            files=len(review.files),
            errors=review.count(Severity.ERROR),
            warnings=review.count(Severity.WARNING),
            notes=review.count(Severity.NOTE),
        )
    )


def findings_json(review: Review) -> dict[str, Value]:
    """Return the findings in both languages, with the figures behind them."""
    return {
        "format": FINDINGS_FORMAT,
        "files": [*review.files],
        "counts": {severity.value: review.count(severity) for severity in Severity},
        "findings": [_finding_json(one) for one in review.findings],
    }


def place_of(finding: Finding) -> str:
    """Return ``file:line``, or the file where there is no line."""
    return f"{finding.file}:{finding.line}" if finding.line else finding.file


def sources_of(cites: tuple[Citation, ...]) -> str:
    """Return the sources of a finding as a list, each once."""
    return "; ".join(dict.fromkeys(str(cite) for cite in cites))


def label(key: str, lang: Language) -> str:
    """Return what stands before the remedy (``fix``), the sources (``basis``) and the ``reproducer``."""
    return _LABELS[key].text(lang)


def _finding_text(finding: Finding, lang: Language) -> str:
    severity = SEVERITIES[finding.severity].text(lang)
    first = f"{place_of(finding)}: {finding.code} {severity}: {finding.message.text(lang)}"
    return "\n".join([first, *(indented(line, by=4) for line in _more(finding, lang))])


def _more(finding: Finding, lang: Language) -> Iterator[str]:
    yield f"{label('fix', lang)}: {finding.fix.text(lang)}"
    if finding.cite:
        yield f"{label('basis', lang)}: {sources_of(finding.cite)}"
    if finding.reproducer:
        yield f"{label('reproducer', lang)}: {finding.reproducer}"


def _finding_json(finding: Finding) -> dict[str, Value]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "file": finding.file,
        "line": finding.line,
        "field": finding.field,
        "message": {"vi": finding.message.vi, "en": finding.message.en},
        "fix": {"vi": finding.fix.vi, "en": finding.fix.en},
        "cite": [cite.model_dump(mode="json", exclude_none=True) for cite in finding.cite],
        "details": dict(finding.details),
        "reproducer": finding.reproducer,
    }
