"""
The findings of a review as one HTML file that needs nothing else.

A table with a caption, headings for columns and rows, and no script: it can be
read aloud, printed, and attached to a letter.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.render.findings import SEVERITIES, label, place_of, sources_of, summary
from dossierflow.review.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dossierflow.citation import Language
    from dossierflow.review.findings import Finding
    from dossierflow.review.review import Review

_TITLE = LegalText(vi="Kết quả kiểm tra tệp thủ tục", en="Review of procedure files")
_NOTHING = LegalText(vi="Không có phát hiện nào.", en="Nothing was found.")
_COLUMNS: tuple[LegalText, ...] = (
    LegalText(vi="Vị trí", en="Place"),
    LegalText(vi="Mã", en="Code"),
    LegalText(vi="Mức độ", en="Severity"),
    LegalText(vi="Phát hiện và cách sửa", en="Finding and what to do"),
)
# Colour is never the only sign: each severity has its word and its mark.
_MARKS: Mapping[Severity, str] = {Severity.ERROR: "✖", Severity.WARNING: "▲", Severity.NOTE: "ℹ"}
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1a1a1a;background:#fff}
table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:600;padding:.5rem 0}
th,td{border:1px solid #767676;padding:.5rem;text-align:left;vertical-align:top}
thead th{background:#eee}
td p{margin:.25rem 0}
.place,pre{font-family:ui-monospace,monospace;overflow-wrap:anywhere}
pre{white-space:pre-wrap}
.error{color:#a80000}.warning{color:#7a4a00}.note{color:#00509e}
@media (prefers-color-scheme:dark){
body{color:#eee;background:#161616}thead th{background:#2a2a2a}
.error{color:#ff9c9c}.warning{color:#ffc66d}.note{color:#8ec5ff}}
"""


def findings_html(review: Review, lang: Language, more: Sequence[str] = ()) -> str:
    """Return the findings as one HTML document in *lang*, with *more* parts of it at its end."""
    title = _TITLE.text(lang)
    body = _table(review, lang) if review.findings else f"<p>{escape(_NOTHING.text(lang))}</p>"
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{lang}">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>",
            f"<style>{_STYLE}</style>",
            "</head>",
            "<body>",
            "<main>",
            f"<h1>{escape(title)}</h1>",
            f"<p>{escape(summary(review, lang))}</p>",
            body,
            *more,
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _table(review: Review, lang: Language) -> str:
    headings = "".join(f'<th scope="col">{escape(column.text(lang))}</th>' for column in _COLUMNS)
    rows = "\n".join(_row(one, lang) for one in review.findings)
    head = f"<caption>{escape(', '.join(review.files))}</caption>\n<thead><tr>{headings}</tr></thead>"
    return f"<table>\n{head}\n<tbody>\n{rows}\n</tbody>\n</table>"


def _row(finding: Finding, lang: Language) -> str:
    severity = finding.severity
    parts = [f"<p>{escape(finding.message.text(lang))}</p>", _said("fix", finding.fix.text(lang), lang)]
    if finding.cite:
        parts.append(_said("basis", sources_of(finding.cite), lang))
    if finding.reproducer:
        shown = escape(finding.reproducer)
        parts.append(f"<details><summary>{escape(label('reproducer', lang))}</summary><pre>{shown}</pre></details>")
    return (
        f'<tr><th scope="row" class="place">{escape(place_of(finding))}<br>{escape(finding.field)}</th>'
        f"<td>{escape(finding.code)}</td>"
        f'<td class="{severity.value}"><span aria-hidden="true">{_MARKS[severity]}</span> '
        f"{escape(SEVERITIES[severity].text(lang))}</td>"
        f"<td>{''.join(parts)}</td></tr>"
    )


def _said(key: str, text: str, lang: Language) -> str:
    return f"<p><strong>{escape(label(key, lang))}:</strong> {escape(text)}</p>"
