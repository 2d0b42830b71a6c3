"""
The report of a forecast as one HTML file that needs nothing else.

Tables with captions and headings, plots beside them, no script: it can be read
aloud, printed in grey, and attached to a letter.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from dossierflow.render.forecast_plots import plot_svg
from dossierflow.render.words.forecast import word

if TYPE_CHECKING:
    from dossierflow.citation import Language
    from dossierflow.render.forecast_view import Report, Section
    from dossierflow.render.tables import Table

_NUMBER = re.compile(r"-|[±+-]? ?[0-9][0-9.,]*( (%|pp|điểm %))?")
"""Cells that are set against the right edge, so that their figures stand below each other."""

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1a1a1a;background:#fff}
.wide{overflow-x:auto;margin:.5rem 0 1.5rem}
table{border-collapse:collapse}
caption{text-align:left;padding:.25rem 0;white-space:nowrap}
th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top;min-width:9rem}
tbody th{font-weight:600}
td.n,th.n{text-align:right;min-width:4rem}
td.n{white-space:nowrap;font-variant-numeric:tabular-nums}
thead th{background:#eee;vertical-align:bottom}
figure{margin:0;overflow-x:auto;background:#fff;color:#1a1a1a}
svg{min-width:44rem;max-width:100%;height:auto}svg text{font:13px system-ui,sans-serif;fill:#1a1a1a}
@media (prefers-color-scheme:dark){body{color:#eee;background:#161616}thead th{background:#2a2a2a}}
@media print{body{color:#000;background:#fff;max-width:none;margin:0;font-size:9pt}
thead th{background:#eee}.wide,figure{overflow:visible}svg{min-width:0;width:100%}
th,td,td.n,th.n{min-width:0;padding:.15rem .3rem}caption{white-space:normal}
tr,figure{break-inside:avoid}h2{break-after:avoid}}
"""


def report_html(made: Report, lang: Language) -> str:
    """Return the report as one HTML document in *lang*."""
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{lang}">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(made.title)}</title>",
            f"<style>{_STYLE}</style>",
            "</head>",
            "<body>",
            "<main>",
            f"<h1>{escape(made.title)}</h1>",
            f"<p>{escape(made.lead)}</p>",
            *(_section(number, one, lang) for number, one in enumerate(made.sections, start=1)),
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _section(number: int, section: Section, lang: Language) -> str:
    name = f"s{number}"
    parts = [f'<section aria-labelledby="{name}">', f'<h2 id="{name}">{escape(section.heading)}</h2>']
    if section.note:
        parts.append(f"<p>{escape(section.note)}</p>")
    caption = ""
    if section.plot is not None:
        parts.append(f"<figure>\n{plot_svg(section.plot, f'{name}-plot', section.heading, lang)}\n</figure>")
        caption = word("as_table", lang)
    # a table wider than the window scrolls by itself, with the keyboard too
    parts.append(f'<div class="wide" role="region" aria-labelledby="{name}" tabindex="0">')
    parts += [_table(section.table, caption, name), "</div>", "</section>"]
    return "\n".join(parts)


def _table(table: Table, caption: str, name: str) -> str:
    numbers = [
        any(row[at] for row in table.rows) and all(_NUMBER.fullmatch(row[at]) for row in table.rows)
        for at in range(len(table.columns))
    ]
    headings = "".join(
        f'<th scope="col"{_class(is_number)}>{escape(column)}</th>'
        for column, is_number in zip(table.columns, numbers, strict=True)
    )
    rows = "\n".join(_row(row, numbers) for row in table.rows)
    begin = f'<table aria-labelledby="{name}">' if not caption else f"<table>\n<caption>{escape(caption)}</caption>"
    return f"{begin}\n<thead><tr>{headings}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _row(cells: tuple[str, ...], numbers: list[bool]) -> str:
    first, *others = cells
    rest = "".join(
        f"<td{_class(is_number)}>{escape(cell)}</td>" for cell, is_number in zip(others, numbers[1:], strict=True)
    )
    return f'<tr><th scope="row">{escape(first)}</th>{rest}</tr>'


def _class(is_number: bool) -> str:  # noqa: FBT001 -- private, and named at its only argument
    return ' class="n"' if is_number else ""
