"""
Pictures of lives as HTML pages: the picture, then the same as tables.

A page needs nothing from elsewhere and runs no script. It is read aloud in
order, moved through with the keyboard, and printed on A4 across.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from dossierflow.render.lives.compared import comparison_svg, differences_table
from dossierflow.render.lives.life_svg import life_svg, summary_of, title_of
from dossierflow.render.lives.many import many_table
from dossierflow.render.lives.many_svg import many_svg
from dossierflow.render.lives.tables import bars_table, clocks_table, marks_table
from dossierflow.render.words.lives import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossierflow.citation import Language
    from dossierflow.render.lives.compared import Comparison
    from dossierflow.render.lives.life import Life
    from dossierflow.render.lives.many import Many
    from dossierflow.render.tables import Table

_STYLE = """\
body { font: 1rem/1.5 Arial, Helvetica, "Liberation Sans", sans-serif; color: #111111; background: #FFFFFF; margin: 0 }
main { max-width: 75rem; margin: 1rem auto; padding: 0 1rem }
h1 { font-size: 1.4rem; line-height: 1.25 }
h2 { font-size: 1.15rem; margin-top: 2rem }
.skip { position: absolute; left: -999rem }
.skip:focus { position: static; display: inline-block; padding: .5rem; outline: 3px solid #0B2E4F }
.scroll { overflow-x: auto; margin: 1rem 0 }
.scroll:focus-visible { outline: 3px solid #0B2E4F; outline-offset: 2px }
svg { display: block }
table { border-collapse: collapse; width: 100% }
caption { text-align: left; font-weight: bold; padding: .25rem 0 }
th, td { border: 1px solid #6B6B6B; padding: .25rem .5rem; text-align: left; vertical-align: top }
td { overflow-wrap: anywhere; min-width: 6.5rem }
th { background: #ECECEC; color: #111111 }
@page { size: A4 landscape; margin: 10mm }
@media print {
  body { font-size: 9pt }
  main { max-width: none; margin: 0; padding: 0 }
  .skip { display: none }
  .scroll { overflow: visible }
  td { min-width: 0; overflow-wrap: break-word }
  svg { width: 100%; height: auto; max-height: 185mm; break-inside: avoid }
  section + section { break-before: page }
  thead { display: table-header-group }
  tr { break-inside: avoid }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact }
}"""


def life_html(life: Life) -> str:
    """Return one life as an HTML document: picture, work, time limits, acts."""
    tables = ("bars", bars_table(life)), ("clocks", clocks_table(life)), ("marks", marks_table(life))
    body = [
        f"<p>{escape(summary_of(life))}</p>",
        *_scrolled(life_svg(life), life.lang),
        '<div id="tables" tabindex="-1">',
    ]
    for name, table in tables:
        body += _table(table, said(f"table.{name}", life.lang), life.lang)
    return _page(title_of(life), life.lang, [*body, "</div>"])


def many_html(many: Many) -> str:
    """Return many dossiers as an HTML document: one section a page, picture and table of the same rows in each."""
    body = [f"<p>{escape(many.summary)}</p>"]
    for page, rows in enumerate(many.pages, start=1):
        first = (page - 1) * many.page_size + 1
        head = said("many.rows", many.lang, first=first, last=first + len(rows) - 1, count=len(many.rows))
        ids = ' id="tables" tabindex="-1"' if page == 1 else ""
        body += ["<section>", f"<h2>{escape(head)}</h2>"]
        body += _scrolled(many_svg(many, page=page, prefix=f"many{page}"), many.lang)
        body += [f"<div{ids}>", *_table(many_table(many, rows), head, many.lang), "</div>", "</section>"]
    return _page(many.title, many.lang, body)


def comparison_html(comparison: Comparison) -> str:
    """Return two lives as an HTML document: both pictures, the differences, then the time limits of each."""
    lang = comparison.first.lang
    body = [f"<p>{escape(comparison.summary)}</p>", *_scrolled(comparison_svg(comparison), lang)]
    body.append('<div id="tables" tabindex="-1">')
    if comparison.differences:
        body += _table(differences_table(comparison), said("two.table", lang), lang)
    for name, life in (("A", comparison.first), ("B", comparison.second)):
        body.append(f"<h2>{escape(f'{name}. {title_of(life)}')}</h2>")
        body += _table(bars_table(life), f"{name}. {said('table.bars', lang)}", lang)
        body += _table(clocks_table(life), f"{name}. {said('table.clocks', lang)}", lang)
    return _page(comparison.title, lang, [*body, "</div>"])


def _page(title: str, lang: Language, body: Iterable[str]) -> str:
    lines = [
        "<!doctype html>",
        f'<html lang="{lang}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="color-scheme" content="light">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        # without it browsers ask the server for a picture of the page
        '<link rel="icon" href="data:,">',
        f"<title>{escape(title)}</title>",
        f"<style>\n{_STYLE}\n</style>",
        "</head>",
        "<body>",
        f'<a class="skip" href="#tables">{escape(said("skip", lang))}</a>',
        "<main>",
        f"<h1>{escape(title)}</h1>",
        *body,
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _scrolled(picture: str, lang: Language) -> Iterator[str]:
    # what scrolls must be reached with the keyboard, and so needs a name
    yield f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(said("scroll", lang))}">'
    yield picture
    yield "</div>"


def _table(table: Table, caption: str, lang: Language) -> Iterator[str]:
    label = escape(said("scroll.table", lang, name=caption))
    yield f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">'
    yield "<table>"
    yield f"<caption>{escape(caption)}</caption>"
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in table.columns)
    yield f"<thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        yield f'<tr><th scope="row">{escape(row[0])}</th>{cells}</tr>'
    yield "</tbody>"
    yield "</table>"
    yield "</div>"
