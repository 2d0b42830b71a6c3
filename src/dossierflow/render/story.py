"""
A whole scenario as it went: timeline, explanations, refusals, standing, log, expectations.

One `Story` is made for a run; text and JSON are written from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from dossierflow.render.acts import after_in_words
from dossierflow.render.audit import audit_json, audit_parts
from dossierflow.render.differences import finding_in_words
from dossierflow.render.dossier import dossier_json, dossier_parts
from dossierflow.render.effects import moved_limits
from dossierflow.render.explanation import explanation_json, explanation_text
from dossierflow.render.names import Names
from dossierflow.render.reasons import named_reasons
from dossierflow.render.refusal import refusal_text
from dossierflow.render.tables import indented, parts_text
from dossierflow.render.timeline import timeline_json, timeline_rows, timeline_text
from dossierflow.render.words.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.citation import Language
    from dossierflow.deadlines.explanation import Explanation
    from dossierflow.engine.events import Event
    from dossierflow.render.explanation_json import Json
    from dossierflow.render.tables import Part
    from dossierflow.render.timeline import Row
    from dossierflow.simulate.runner import ScenarioRun


class Explained(NamedTuple):
    """Why a due date is what it is, after the act that set or moved it."""

    row: Row
    event: Event
    limit: str
    explanation: Explanation


class Section(NamedTuple):
    """One part of a story: a heading, and what stands under it."""

    heading: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A run in one language, ready to be written."""

    run: ScenarioRun
    lang: Language
    rows: tuple[Row, ...]
    explained: tuple[Explained, ...]

    @property
    def names(self) -> Names:
        """The names of the version that governs at the end."""
        if self.rows:
            return self.rows[-1].names
        file = self.run.file
        return Names(file.library.versions(file.procedure)[-1], self.lang, file.calendar.tz)


def story_of(run: ScenarioRun, lang: Language) -> Story:
    """Return the story of *run* in *lang*."""
    rows = timeline_rows(run, lang)
    return Story(run, lang, rows, tuple(_explained(run, rows)))


def story_text(story: Story, *, explain: bool = True) -> str:
    """
    Return a story as plain text.

    Args:
        story: What `story_of` returned.

        explain: Whether to explain every due date step by step.
    """
    parts = [story_head(story)]
    for number, section in enumerate(story_sections(story, explain=explain), start=1):
        parts.append(f"{number}. {section.heading.upper()}\n\n{parts_text(section.parts)}")
    return "\n\n".join(parts)


def story_head(story: Story) -> str:
    """Return what a story is about: title, procedure, dossier, calendar, how far it is told."""
    run, lang, names = story.run, story.lang, story.names
    calendar = run.file.calendar
    until = label("calendar.confirmed", lang, name=calendar.name, until=names.day(calendar.confirmed_until))
    lines = [
        (label("scenario", lang), run.file.scenario.title.text(lang)),
        (label("procedure", lang), f"{names.procedure.name.text(lang)} ({names.procedure})"),
        (label("dossier", lang), run.file.scenario.dossier),
        (label("calendar", lang), until),
        (label("until", lang), names.instant(run.until)),
    ]
    return "\n".join(f"{key}: {value}" for key, value in lines)


def story_sections(story: Story, *, explain: bool = True) -> Iterator[Section]:
    """Yield the parts of a story in order."""
    run, lang = story.run, story.lang
    yield Section(label("timeline", lang), (timeline_text(story.rows) or label("nothing", lang),))
    if explain:
        yield Section(label("explanations", lang), (_explanations(story),))
    yield Section(label("refused_acts", lang), (_refusals(story),))
    standing = label("standing", lang, at=story.names.instant(run.until))
    yield Section(standing, tuple(dossier_parts(run.engine, run.dossier, run.until, lang)))
    yield Section(label("audit", lang), tuple(audit_parts(run.engine, run.events, lang)))
    yield Section(label("expectations", lang), (_expectations(story),))


def story_json(story: Story, *, explain: bool = True) -> dict[str, Json]:
    """Return a story as values that JSON knows; keys are stable, sentences are in the story's language."""
    run = story.run
    calendar = run.file.calendar
    told: dict[str, Json] = {
        "format": "dossierflow/run@1",
        "scenario": {"vi": run.file.scenario.title.vi, "en": run.file.scenario.title.en},
        "file_digest": run.file.document.digest,
        "calendar": {
            "name": calendar.name,
            "hash": calendar.hash,
            "confirmed_until": calendar.confirmed_until.isoformat(),
        },
        "until": run.until.isoformat(),
        "timeline": timeline_json(story.rows),
        "dossier": dossier_json(run.engine, run.dossier, run.until),
        "events": audit_json(run.events),
        "expectations": [
            {
                "line": one.line,
                "field": one.field,
                "at": one.at.isoformat(),
                "expected": one.expected,
                "actual": one.actual,
                "met": one.is_met,
            }
            for one in run.outcomes
        ],
        "as_expected": run.is_as_expected,
    }
    if explain:
        told["explanations"] = [
            {
                "at": one.row.at.isoformat(),
                "event": one.event.id,
                "limit": one.limit,
                "explanation": explanation_json(one.explanation),
                "text": explanation_text(one.explanation, story.lang),
            }
            for one in story.explained
        ]
    return told


def _explained(run: ScenarioRun, rows: tuple[Row, ...]) -> Iterator[Explained]:
    for row in rows:
        if row.event is None or row.dossier is None:
            continue
        for limit in moved_limits(row.event):
            # a limit that the same act started and ended is told by its effects
            if row.dossier.deadlines[limit].is_open and limit in run.engine.procedure_of(row.dossier).limits:
                explanation = named_reasons(run.engine.explain(row.dossier, limit), row.names)
                yield Explained(row, row.event, limit, explanation)


def _explanations(story: Story) -> str:
    blocks: list[str] = []
    for one in story.explained:
        names = one.row.names
        act = after_in_words(one.event, names)
        head = label("moved_by", story.lang, limit=names.limit(one.limit), at=names.instant(one.row.at), act=act)
        blocks.append(f"{head}\n{indented(explanation_text(one.explanation, story.lang))}")
    return "\n\n".join(blocks) or label("nothing", story.lang)


def _refusals(story: Story) -> str:
    blocks = [
        f"{row.names.instant(row.at)}  {row.who}: {row.act}\n{indented(refusal_text(row.refusal, row.names))}"
        for row in story.rows
        if row.refusal is not None
    ]
    return "\n\n".join(blocks) or label("nothing", story.lang)


def _expectations(story: Story) -> str:
    run, lang = story.run, story.lang
    if run.is_as_expected:
        return label("all_met", lang, count=len(run.outcomes))
    lines = [label("some_failed", lang, failed=len(run.failures), count=len(run.outcomes))]
    lines += [
        "  "
        + label(
            "outcome",
            lang,
            line=one.line,
            field=one.field,
            expected=finding_in_words(one.expected, lang),
            actual=finding_in_words(one.actual, lang),
        )
        for one in run.failures
    ]
    return "\n".join(lines)
