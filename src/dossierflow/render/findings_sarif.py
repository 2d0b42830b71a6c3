"""
The findings of a review as SARIF 2.1.0, which editors and code hosts show beside the lines.

Every code that was found is a rule of the tool with its title, reason and
source; every finding is a result at its line. The sentence of another language
stands among the properties.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote

from dossierflow.render.findings import sources_of

if TYPE_CHECKING:
    from dossierflow.citation import Language
    from dossierflow.reading.document import Value
    from dossierflow.review.findings import Finding, FindingKind
    from dossierflow.review.review import Review

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
SARIF_VERSION = "2.1.0"


def findings_sarif(review: Review, lang: Language, *, version: str) -> dict[str, Value]:
    """
    Return the findings as one SARIF run.

    Args:
        review: What was found.

        lang: Language of the messages.

        version: Version of the library, as the tool's.
    """
    codes = sorted({one.code for one in review.findings})
    return {
        "$schema": SARIF_SCHEMA,
        "version": SARIF_VERSION,
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "dossierflow",
                        "semanticVersion": version,
                        "rules": [_rule(review.kinds[code], lang) for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "artifacts": [{"location": {"uri": _uri(file)}} for file in review.files],
                "results": [_result(one, codes.index(one.code), lang) for one in review.findings],
            }
        ],
    }


def _rule(kind: FindingKind, lang: Language) -> dict[str, Value]:
    return {
        "id": kind.code,
        "shortDescription": {"text": kind.title.text(lang)},
        "fullDescription": {"text": kind.why.text(lang)},
        "defaultConfiguration": {"level": kind.severity.value},
    }


def _result(finding: Finding, rule: int, lang: Language) -> dict[str, Value]:
    physical: dict[str, Value] = {"artifactLocation": {"uri": _uri(finding.file)}}
    if finding.line:
        physical["region"] = {"startLine": finding.line}
    location: dict[str, Value] = {"physicalLocation": physical}
    if finding.field:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.field}]
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity.value,
        "message": {"text": f"{finding.message.text(lang)}\n{finding.fix.text(lang)}"},
        "locations": [location],
        "properties": {
            "message": {"vi": finding.message.vi, "en": finding.message.en},
            "cite": sources_of(finding.cite),
            "details": dict(finding.details),
        },
    }


def _uri(file: str) -> str:
    """
    Return the name of a file as a URI reference; one that is not absolute stays relative.

    >>> _uri("rules/giấy phép.yaml")
    'rules/gi%E1%BA%A5y%20ph%C3%A9p.yaml'
    """
    path = PurePath(file)
    return f"file://{quote(path.as_posix())}" if path.is_absolute() else quote(path.as_posix())
