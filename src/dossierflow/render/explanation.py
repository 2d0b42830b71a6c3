"""
An explanation as text, as Markdown and as JSON.

All three tell the same steps in the same order. What is unverified or
provisional is said in words, never only by a colour or a mark.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from dossierflow.citation import Status
from dossierflow.render.explanation_json import explanation_json
from dossierflow.render.sensitivity import variants_in_words
from dossierflow.render.sentences import sentences_of, sources, term_in_words
from dossierflow.render.words import words_of
from dossierflow.worktime.instants import human_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossierflow.citation import Citation, Language
    from dossierflow.deadlines.explanation import Due, Explanation
    from dossierflow.deadlines.variants import Variant
    from dossierflow.render.words import Words

__all__ = ["explanation_json", "explanation_markdown", "explanation_text"]


def explanation_text(
    explanation: Explanation, lang: Language, width: int | None = None, variants: Iterable[Variant] = ()
) -> str:
    """
    Return *explanation* as plain text: the due date, numbered steps with their sources, the calendar.

    Args:
        explanation: What to tell.

        lang: ``vi`` or ``en``.

        width: Longest line, in characters; none for one line a sentence.

        variants: What would be if one thing were different; none leaves the section out.
    """
    words = words_of(lang)
    lines = [heading(explanation, words), *_wrapped(term_line(explanation, words), " ", " ", width)]
    for number, sentence in enumerate(sentences_of(explanation, words), start=1):
        cited = f"  [{sources(sentence.cite, words)}]" if sentence.cite else ""
        lines += _wrapped(f"{sentence.text}{cited}", f"{number:>2}. ", "    ", width)
    told = list(variants_in_words(variants, words))
    lines += [f" {words.say('what_if')}"] if told else []
    for line in told:
        lines += _wrapped(line, "  - ", "    ", width)
    for note in notes(explanation, words):
        lines += _wrapped(note, " ", " ", width)
    return "\n".join(lines)


def explanation_markdown(explanation: Explanation, lang: Language, variants: Iterable[Variant] = ()) -> str:
    """Return *explanation* as Markdown: a bold due date, a numbered list, sources in italics."""
    words = words_of(lang)
    lines = [f"**{heading(explanation, words)}**", "", term_line(explanation, words), ""]
    for number, sentence in enumerate(sentences_of(explanation, words), start=1):
        cited = f" *[{sources(sentence.cite, words)}]*" if sentence.cite else ""
        lines.append(f"{number}. {sentence.text}{cited}")
    told = [f"- {line}" for line in variants_in_words(variants, words)]
    if told:
        lines += ["", f"**{words.say('what_if')}**", "", *told]
    return "\n\n".join(["\n".join(lines), *notes(explanation, words)]) + "\n"


def heading(explanation: Explanation, words: Words) -> str:
    """Return the due date in one line."""
    due = explanation.due
    if due is None:
        return words.say("no_due")
    return words.say("due", day=human_day(due.day, words.lang), time=_time(explanation, due, words))


def notes(explanation: Explanation, words: Words) -> Iterator[str]:
    """Yield what must be known to rely on the date: the calendar, and what is provisional or unverified."""
    used, due = explanation.calendar, explanation.due
    until = words.short_day(used.confirmed_until, year=True)
    yield words.say("calendar", name=used.name, hash=used.hash[:15], until=until)
    if due is not None and due.provisional:
        yield words.say("provisional", until=until)
    if any(cite.status is Status.UNVERIFIED for cite in _all_sources(explanation)):
        yield words.say("unverified", mark=words.say("unverified.mark"))


def term_line(explanation: Explanation, words: Words) -> str:
    """Return the term with its source, in one line."""
    ledger = explanation.ledger
    cited = f"  [{sources(ledger.cite, words)}]" if ledger.cite else ""
    return words.say("term", term=term_in_words(ledger.term, words)) + cited


def _time(explanation: Explanation, due: Due, words: Words) -> str:
    # A day ends as it should only where no minutes were counted last.
    ends = explanation.steps[-1].param("ends") if explanation.steps[-1].before == due.day else "same_time"
    return words.say(f"due.{ends}", at=f"{due.at:%H:%M}")


def _all_sources(explanation: Explanation) -> Iterator[Citation]:
    yield from explanation.ledger.cite
    for step in explanation.steps:
        yield from step.cite
        for skip in step.skipped:
            yield from skip.cite
        for worked in step.worked:
            yield from worked.cite


def _wrapped(text: str, first: str, rest: str, width: int | None) -> list[str]:
    if width is None:
        return [f"{first}{text}"]
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
