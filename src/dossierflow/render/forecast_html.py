"""
The report of a forecast as one HTML file that needs nothing else.

Tables with captions and headings, plots beside them, no script: it can be read
aloud, printed in grey, and attached to a letter.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from dossierflow.render.forecast_plots import plot_svg
from dossierflow.render.words.forecast import word

if TYPE_CHECKING:
    from dossierflow.citation import Language
    from dossierflow.render.forecast_view import Report, Section
    from dossierflow.render.tables import Table

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1a1a1a;background:#fff}
table{border-collapse:collapse;margin:.5rem 0 1.5rem}
caption{text-align:left;padding:.25rem 0}
th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top}
td{font-variant-numeric:tabular-nums}
thead th{background:#eee}
figure{margin:0;overflow-x:auto;background:#fff;color:#1a1a1a}
svg{max-width:100%;height:auto}svg text{font:13px system-ui,sans-serif;fill:#1a1a1a}
@media (prefers-color-scheme:dark){body{color:#eee;background:#161616}thead th{background:#2a2a2a}}
@media print{body{color:#000;background:#fff;max-width:none;margin:0}tr,figure{break-inside:avoid}}
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
    caption = section.heading
    if section.plot is not None:
        parts.append(f"<figure>\n{plot_svg(section.plot, f'{name}-plot', section.heading, lang)}\n</figure>")
        caption = word("as_table", lang)
    parts += [_table(section.table, caption), "</section>"]
    return "\n".join(parts)


def _table(table: Table, caption: str) -> str:
    headings = "".join(f'<th scope="col">{escape(column)}</th>' for column in table.columns)
    rows = "\n".join(_row(row) for row in table.rows)
    head = f"<caption>{escape(caption)}</caption>\n<thead><tr>{headings}</tr></thead>"
    return f"<table>\n{head}\n<tbody>\n{rows}\n</tbody>\n</table>"


def _row(cells: tuple[str, ...]) -> str:
    first, *others = cells
    return f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in others)}</tr>'
