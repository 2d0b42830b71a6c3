"""The forms in which an explanation is printed: text, Markdown, a page, JSON, a picture."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from dossierflow.render.explanation import explanation_markdown, heading
from dossierflow.render.explanation_html import explanation_html
from dossierflow.render.week_strip import week_svg
from dossierflow.render.week_view import week_view
from dossierflow.render.words import words_of

if TYPE_CHECKING:
    from dossierflow.cli.output import Lang
    from dossierflow.deadlines import Explanation, Variant
    from dossierflow.worktime import WorkCalendar


class Form(StrEnum):
    """In which form an explanation is printed."""

    text = "text"
    markdown = "markdown"
    html = "html"
    json = "json"
    svg = "svg"


def told_in(form: Form, found: Explanation, known: WorkCalendar, lang: Lang, variants: tuple[Variant, ...]) -> str:
    """Return *found* in *form*; as text, only its heading."""
    if form is Form.markdown:
        return explanation_markdown(found, lang.language, variants).rstrip("\n")
    if form is Form.html:
        return explanation_html(found, known, lang.language, variants).rstrip("\n")
    if form is Form.svg:
        return week_svg(week_view(found, known, lang.language))
    return heading(found, words_of(lang.language))
