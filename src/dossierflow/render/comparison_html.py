"""
A comparison of two versions as one HTML file that needs nothing else.

Tables with captions and headings, no script; every histogram is a picture with
a title and a table of the same figures, so that it can be read aloud, printed
and attached to a letter. A change has a word and a mark besides its colour.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from dossierflow.render.comparison import bars, limit_of, line_of
from dossierflow.render.comparison_text import (
    MOST_DAYS,
    answers_of,
    count_of,
    dossier_count,
    due_in_words,
    effect_lines,
    effect_title,
    effects_heading,
    example_title,
    fate_in_words,
    one_sided,
    title_of,
    unmoved,
    why_in_words,
)
from dossierflow.render.explanation import explanation_text
from dossierflow.render.words.comparison import said
from dossierflow.review.compare.differences import ChangeKind
from dossierflow.review.compare.importance import Weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dossierflow.render.comparison import CasesTried, ComparisonView, Line
    from dossierflow.review.compare.dossiers import DossierEffect
    from dossierflow.review.compare.effect import Effect, Explained

_MARKS: Mapping[ChangeKind, str] = {
    ChangeKind.CHANGED: "≠",
    ChangeKind.ADDED: "+",
    ChangeKind.REMOVED: "−",
    ChangeKind.REORDERED: "↕",
}
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem;color:#1a1a1a;background:#fff}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}
caption{text-align:left;font-weight:600;padding:.5rem 0}
th,td{border:1px solid #767676;padding:.4rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
thead th{background:#eee}
.figures{width:auto}.figures td{text-align:right}
del{color:#a80000}ins{color:#00602b}
pre{white-space:pre-wrap;font:14px/1.4 ui-monospace,monospace}
small{color:#555}
svg{max-width:100%;height:auto}svg rect{fill:#00509e}svg text{font:12px system-ui,sans-serif;fill:#1a1a1a}
@media (prefers-color-scheme:dark){
body{color:#eee;background:#161616}thead th{background:#2a2a2a}small{color:#bbb}
del{color:#ff9c9c}ins{color:#8fe0a8}svg rect{fill:#8ec5ff}svg text{fill:#eee}}
@media print{body{color:#000;background:#fff;max-width:none;margin:0}section{break-inside:auto}
tr,svg,figure{break-inside:avoid}}
"""
_BAR, _GAP, _LEFT, _RIGHT, _LONGEST = 18, 4, 110, 70, 420


def comparison_html(view: ComparisonView, *, explain: bool = True) -> str:
    """
    Return the whole comparison as one HTML document.

    Args:
        view: What to show.

        explain: Whether the examples come with the steps that lead to both dates.
    """
    title = escape(title_of(view))
    body: list[str] = [
        f"<h1>{title}</h1>",
        *(
            f"<p>{escape(f'{one.procedure}: {one.procedure.name.text(view.lang)}')}</p>"
            for one in (view.before, view.after)
        ),
        f"<p><strong>{escape(count_of(view))}</strong></p>",
        *_differences(view),
        *_effects(view, explain=explain),
        *(() if view.cases is None else _cases(view, view.cases)),
        *(() if view.dossiers is None else _dossiers(view, view.dossiers)),
    ]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{view.lang}">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>",
            f"<style>{_STYLE}</style>",
            "</head>",
            "<body>",
            "<main>",
            *body,
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _differences(view: ComparisonView) -> Iterator[str]:
    if view.comparison.is_same:
        return
    lang = view.lang
    yield f"<section><h2>{escape(said('differences', lang))}</h2>"
    headings = [said(key, lang) for key in ("change", "field", "before", "after", "source")]
    for weight in Weight:
        lines = [line_of(view, one) for one in view.of(weight)]
        if lines:
            yield _table(said(weight.value, lang), headings, (_difference(one, view) for one in lines))
    yield "</section>"


def _difference(line: Line, view: ComparisonView) -> str:
    word = said(line.kind.value, view.lang)
    place = line.place_before if line.kind is ChangeKind.REMOVED else line.place_after
    sources = " → ".join(dict.fromkeys(one for one in (line.source_before, line.source_after) if one))
    return (
        f'<tr><td><span aria-hidden="true">{_MARKS[line.kind]}</span> {escape(word)}</td>'
        f'<th scope="row">{escape(line.what)}<br><small>{escape(place)}: {escape(line.field)}</small></th>'
        f"<td><del>{escape(line.before)}</del></td><td><ins>{escape(line.after)}</ins></td>"
        f"<td>{escape(sources)}</td></tr>"
    )


def _effects(view: ComparisonView, *, explain: bool) -> Iterator[str]:
    lang, seen = view.lang, view.comparison
    yield f"<section><h2>{escape(effects_heading(view))}</h2>"
    if not seen.moving:
        yield f"<p>{escape(said('no_effect', lang))}</p>"
    for effect in seen.moving:
        yield from _effect(view, effect, explain=explain)
    if seen.one_sided:
        items = (
            f"<li>{escape(limit_of(view, one).limit(one.limit))}: {escape(one_sided(view, one))}</li>"
            for one in seen.one_sided
        )
        yield f"<ul>{''.join(items)}</ul>"
    still = unmoved(view)
    if still:
        yield f"<p>{escape(said('unmoved', lang, limits=still))}</p>"
    yield "</section>"


def _effect(view: ComparisonView, effect: Effect, *, explain: bool) -> Iterator[str]:
    yield f"<h3>{escape(effect_title(view, effect))}</h3>"
    yield from (f"<p>{escape(line)}</p>" for line in effect_lines(view, effect))
    for key, counts in (("by_days", effect.by_days), ("by_working_days", effect.by_working_days)):
        yield _histogram(view, key, list(bars(counts)), effect.counted)
    yield from (_example(view, one, explain=explain) for one in effect.examples)
    if len(effect.moved) > MOST_DAYS:
        days = ", ".join(view.after.day(one.start.date()) for one in effect.moved)
        yield f"<details><summary>{escape(said('starts', view.lang))}: {len(effect.moved)}</summary>{days}</details>"


def _histogram(view: ComparisonView, key: str, found: list[tuple[str, int]], counted: int) -> str:
    lang = view.lang
    title = f"{said('histogram', lang)} – {said(key, lang)}"
    most = max(count for _, count in found)
    width, height = _LEFT + _LONGEST + _RIGHT, len(found) * (_BAR + _GAP) + _GAP
    drawn = "".join(_bar(number, name, count, most) for number, (name, count) in enumerate(found))
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img"><title>{escape(title)}</title>{drawn}</svg>'
    )
    rows = (
        f'<tr><th scope="row">{escape(name)}</th><td>{count}</td><td>{count / max(counted, 1):.1%}</td></tr>'
        for name, count in found
    )
    headings = [said(one, lang) for one in (key, "starts", "share")]
    figures = _table(said(key, lang), headings, rows).replace("<table>", '<table class="figures">', 1)
    return f"<figure>{picture}<figcaption>{escape(title)}</figcaption>{figures}</figure>"


def _bar(number: int, name: str, count: int, most: int) -> str:
    top = _GAP + number * (_BAR + _GAP)
    length = max(1, round(_LONGEST * count / most))
    base = top + _BAR - 5
    return (
        f'<text x="{_LEFT - 8}" y="{base}" text-anchor="end">{escape(name)}</text>'
        f'<rect x="{_LEFT}" y="{top}" width="{length}" height="{_BAR}"/>'
        f'<text x="{_LEFT + length + 6}" y="{base}">{count}</text>'
    )


def _example(view: ComparisonView, example: Explained, *, explain: bool) -> str:
    title = escape(example_title(view, example))
    if not explain:
        return f"<p>{title}</p>"
    told = "".join(
        f"<h4>{escape(said(key, view.lang))}</h4><pre>{escape(explanation_text(one, view.lang))}</pre>"
        for key, one in (("before", example.before), ("after", example.after))
    )
    return f"<details><summary>{title}</summary>{told}</details>"


def _cases(view: ComparisonView, tried: CasesTried) -> Iterator[str]:
    lang = view.lang
    yield f"<section><h2>{escape(said('cases', lang))}</h2>"
    if not tried.changes:
        yield f"<p>{escape(said('no_cases', lang, n=tried.count))}</p>"
    else:
        caption = said("some_cases", lang, n=len(tried.changes), all=tried.count)
        rows = (
            f'<tr><th scope="row">{escape(one.name)}<br><small>{escape(f"{one.file}:{one.line}")}</small></th>'
            f"<td>{'<br>'.join(map(escape, answers_of(view, one)))}</td></tr>"
            for one in tried.changes
        )
        yield _table(caption, [said(key, lang) for key in ("case", "change")], rows)
    yield "</section>"


def _dossiers(view: ComparisonView, dossiers: tuple[DossierEffect, ...]) -> Iterator[str]:
    lang = view.lang
    yield f"<section><h2>{escape(said('dossiers', lang))}</h2>"
    rows = (
        f'<tr><th scope="row">{escape(one.id)}</th><td>{escape(fate_in_words(view, one))}</td>'
        f"<td>{escape(why_in_words(view, one))}</td>"
        f"<td>{'<br>'.join(escape(due_in_words(view, due)) for due in one.dues)}</td></tr>"
        for one in dossiers
    )
    headings = [said(key, lang) for key in ("dossier", "fate", "why", "limit")]
    count = dossier_count(view, dossiers)
    yield _table(count, headings, rows) if dossiers else f"<p>{escape(count)}</p>"
    yield "</section>"


def _table(caption: str, headings: Iterable[str], rows: Iterable[str]) -> str:
    columns = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    body = "\n".join(rows)
    head = f"<caption>{escape(caption)}</caption>\n<thead><tr>{columns}</tr></thead>"
    return f"<table>\n{head}\n<tbody>\n{body}\n</tbody>\n</table>"
