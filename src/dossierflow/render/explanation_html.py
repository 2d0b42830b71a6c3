"""
An explanation as one HTML page: due date, week strip, the same days as a table, steps, sources.

The page needs nothing from elsewhere and runs no script. It can be printed
without colours and read aloud.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from dossierflow.render.explanation import heading, notes, term_line
from dossierflow.render.sensitivity import variants_in_words
from dossierflow.render.sentences import sentences_of, sources
from dossierflow.render.week_strip import week_svg
from dossierflow.render.week_view import week_table, week_view
from dossierflow.render.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossierflow.citation import Language
    from dossierflow.deadlines.explanation import Explanation
    from dossierflow.deadlines.variants import Variant
    from dossierflow.render.tables import Table
    from dossierflow.render.words import Words
    from dossierflow.worktime.calendar import WorkCalendar

_STYLE = """\
body { font: 1rem/1.5 sans-serif; color: #111111; background: #FFFFFF }
main { max-width: 62rem; margin: 1rem auto; padding: 0 1rem }
figure { margin: 1rem 0; overflow-x: auto }
table { border-collapse: collapse }
caption { text-align: left; font-weight: bold }
th, td { border: 1px solid #6B6B6B; padding: .25rem .5rem; text-align: left; vertical-align: top }
.sources { color: #333333; font-size: .9rem }"""


def explanation_html(
    explanation: Explanation, calendar: WorkCalendar, lang: Language, variants: Iterable[Variant] = ()
) -> str:
    """
    Return *explanation* as an HTML document.

    Args:
        explanation: What to tell.

        calendar: The calendar with which it was computed.

        lang: ``vi`` or ``en``.

        variants: What would be if one thing were different; none leaves the section out.

    Raises:
        UnknownNameError: *calendar* is another one than that of the explanation.
    """
    words = words_of(lang)
    title = escape(heading(explanation, words))
    view = week_view(explanation, calendar, lang)
    parts = [
        "<!doctype html>",
        f'<html lang="{lang}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>",
        f"<style>\n{_STYLE}\n</style>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>{title}</h1>",
        f"<p>{escape(term_line(explanation, words))}</p>",
        f"<figure>\n{week_svg(view)}\n</figure>",
        *_table(week_table(view), words.say("strip.as_table")),
        f"<h2>{escape(words.say('steps'))}</h2>",
        *_steps(explanation, words),
        *_what_if(variants, words),
        *(f"<p>{escape(note)}</p>" for note in notes(explanation, words)),
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def _table(table: Table, caption: str) -> Iterator[str]:
    headings = "".join(f'<th scope="col">{escape(column)}</th>' for column in table.columns)
    yield f"<table>\n<caption>{escape(caption)}</caption>\n<thead><tr>{headings}</tr></thead>\n<tbody>"
    for first, *rest in table.rows:
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        yield f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'
    yield "</tbody>\n</table>"


def _steps(explanation: Explanation, words: Words) -> Iterator[str]:
    yield "<ol>"
    for sentence in sentences_of(explanation, words):
        cited = f' <span class="sources">[{escape(sources(sentence.cite, words))}]</span>' if sentence.cite else ""
        yield f"<li>{escape(sentence.text)}{cited}</li>"
    yield "</ol>"


def _what_if(variants: Iterable[Variant], words: Words) -> Iterator[str]:
    lines = [f"<li>{escape(line)}</li>" for line in variants_in_words(variants, words)]
    if lines:
        yield f"<h2>{escape(words.say('what_if'))}</h2>\n<ul>"
        yield from lines
        yield "</ul>"
