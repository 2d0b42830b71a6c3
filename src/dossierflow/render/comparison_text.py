"""A comparison of two versions as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.render.comparison import (
    MOST_ANSWERS,
    ComparisonView,
    bars,
    kinds_in_words,
    limit_of,
    line_of,
    signed,
    terms_of,
)
from dossierflow.render.explanation import explanation_text
from dossierflow.render.refusal import reason_in_words
from dossierflow.render.rules import milestone_in_words
from dossierflow.render.tables import Table, indented, table_text
from dossierflow.render.words.comparison import said
from dossierflow.review.compare.differences import ChangeKind
from dossierflow.review.compare.dossiers import Fate
from dossierflow.review.compare.importance import Weight

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.render.comparison import CaseChange, Line
    from dossierflow.review.compare.dossiers import DossierEffect, DueChange
    from dossierflow.review.compare.effect import Effect, Explained

_MARKS: Mapping[ChangeKind, str] = {
    ChangeKind.CHANGED: "~",
    ChangeKind.ADDED: "+",
    ChangeKind.REMOVED: "-",
    ChangeKind.REORDERED: "^",
}
_WIDTH = 30
MOST_DAYS = 24
"""How many start days are listed one by one; more are only counted and drawn."""


def comparison_text(view: ComparisonView, *, explain: bool = True) -> str:
    """
    Return the whole comparison as plain text.

    Args:
        view: What to tell.

        explain: Whether the examples come with the steps that lead to both dates.
    """
    parts = ["\n".join(_head(view))]
    parts += [_differences(view), _effects(view, explain=explain)]
    if view.cases is not None:
        parts.append(_section(said("cases", view.lang), "\n".join(_cases(view))))
    if view.dossiers is not None:
        parts.append(_section(said("dossiers", view.lang), "\n".join(_dossiers(view, view.dossiers))))
    return "\n\n".join(part for part in parts if part)


def title_of(view: ComparisonView) -> str:
    """Return what is compared with what."""
    sides = view.comparison.before.procedure, view.comparison.after.procedure
    return said("title", view.lang, before=sides[0], after=sides[1])


def count_of(view: ComparisonView) -> str:
    """Return how many differences there are, by weight; or that there are none."""
    if view.comparison.is_same:
        return said("same", view.lang)
    counts = {weight.value: len(view.of(weight)) for weight in Weight}
    return said("count", view.lang, all=len(view.comparison.differences), **counts)


def _head(view: ComparisonView) -> Iterator[str]:
    yield title_of(view)
    for names in (view.before, view.after):
        yield f"  {names.procedure}: {names.procedure.name.text(view.lang)}"
    yield count_of(view)


def _section(heading: str, body: str) -> str:
    return f"{heading.upper()}\n\n{body}"


def _differences(view: ComparisonView) -> str:
    parts = [
        "\n".join([said(weight.value, view.lang), *(_line_text(line_of(view, one)) for one in view.of(weight))])
        for weight in Weight
        if view.of(weight)
    ]
    return _section(said("differences", view.lang), "\n\n".join(parts)) if parts else ""


def _line_text(line: Line) -> str:
    said_now = f"  {_MARKS[line.kind]} {line.what}: {line.before} → {line.after}"
    sources = " → ".join(dict.fromkeys(one for one in (line.source_before, line.source_after) if one))
    place = line.place_before if line.kind is ChangeKind.REMOVED else line.place_after
    return f"{said_now}  [{sources}]\n      {place}: {line.field}"


def effects_heading(view: ComparisonView) -> str:
    """Return the heading of the effects, with the days and the calendar that were counted."""
    seen = view.comparison
    first, last = view.after.day(seen.first), view.after.day(seen.last)
    return said("effects", view.lang, first=first, last=last, calendar=seen.calendar.name)


def _effects(view: ComparisonView, *, explain: bool) -> str:
    seen = view.comparison
    blocks = [_effect(view, one, explain=explain) for one in seen.moving]
    lines = [f"{limit_of(view, one).limit(one.limit)}: {one_sided(view, one)}" for one in seen.one_sided]
    still = unmoved(view)
    if not blocks:
        lines.insert(0, said("no_effect", view.lang))
    if still:
        lines.append(said("unmoved", view.lang, limits=still))
    return "\n\n".join([effects_heading(view).upper(), *blocks, "\n".join(lines)]).rstrip()


def unmoved(view: ComparisonView) -> str:
    """Return the names of the limits that both versions have and no start day moves."""
    moving = {one.limit for one in view.comparison.moving} | {one.limit for one in view.comparison.one_sided}
    names = [limit_of(view, one).limit(one.limit) for one in view.comparison.effects if one.limit not in moving]
    return ", ".join(f"“{name}”" for name in dict.fromkeys(names))


def one_sided(view: ComparisonView, effect: Effect) -> str:
    """Return the term that only one of the versions gives, and to whom."""
    terms = terms_of(view, effect)
    only = "only_after" if effect.pair.before is None else "only_before"
    term = terms[1] if effect.pair.before is None else terms[0]
    return f"{term} – {said(only, view.lang)} ({kinds_in_words(effect, limit_of(view, effect))})"


def _effect(view: ComparisonView, effect: Effect, *, explain: bool) -> str:
    return "\n".join(
        [
            effect_title(view, effect),
            *(f"  {line}" for line in effect_lines(view, effect)),
            "",
            indented(table_text(_histogram(view, effect, "by_days", effect.by_days))),
            "",
            indented(table_text(_histogram(view, effect, "by_working_days", effect.by_working_days))),
            "",
            *(_example(view, one, explain=explain) for one in effect.examples),
        ]
    ).rstrip()


def effect_title(view: ComparisonView, effect: Effect) -> str:
    """Return which limit becomes how long, and for whom."""
    names = limit_of(view, effect)
    before, after = terms_of(view, effect)
    hours = said("hours", view.lang, hours=", ".join(f"{one:%H:%M}" for one in effect.hours))
    return f"{names.limit(effect.limit)}: {before} → {after} ({hours}); {kinds_in_words(effect, names)}"


def effect_lines(view: ComparisonView, effect: Effect) -> Iterator[str]:
    """Yield what happens to the start days, in sentences."""
    lang = view.lang
    yield said(
        "moved", lang, moved=len(effect.moved), counted=effect.counted, earlier=effect.earlier, later=effect.later
    )
    if len(effect.moved) <= MOST_DAYS:
        yield said("which", lang, days=", ".join(view.after.day(one.start.date()) for one in effect.moved))
    if effect.beyond:
        yield said("beyond", lang, n=effect.beyond)
    starts = [names.procedure.limits[effect.limit].start_milestones for names in (view.before, view.after)]
    if starts[0] != starts[1]:
        told = [
            ", ".join(milestone_in_words(one, names) for one in which)
            for which, names in zip(starts, (view.before, view.after), strict=True)
        ]
        yield said("start_differs", lang, before=told[0], after=told[1])


def _histogram(view: ComparisonView, effect: Effect, key: str, counts: Mapping[int, int]) -> Table:
    found = list(bars(counts))
    most = max(count for _, count in found)
    rows = tuple(
        (name, str(count), f"{count / max(effect.counted, 1):.1%}", "█" * max(1, round(_WIDTH * count / most)))
        for name, count in found
    )
    return Table((*(said(one, view.lang) for one in (key, "starts", "share")), ""), rows)


def example_title(view: ComparisonView, example: Explained) -> str:
    """Return one start with both dates and the shift between them."""
    names, one = view.after, example.shift
    return said(
        "example",
        view.lang,
        start=names.instant(one.start),
        before=names.instant(one.before.at),
        after=names.instant(one.after.at),
        days=signed(one.days),
        working=signed(one.working_days),
    )


def _example(view: ComparisonView, example: Explained, *, explain: bool) -> str:
    lines = [f"  {example_title(view, example)}"]
    if explain:
        for key, explanation in (("before", example.before), ("after", example.after)):
            lines.append(f"    {said(key, view.lang)}:")
            lines.append(indented(explanation_text(explanation, view.lang), 6))
    return "\n".join(lines)


def _cases(view: ComparisonView) -> Iterator[str]:
    tried = view.cases
    if tried is None or not tried.changes:
        yield said("no_cases", view.lang, n=0 if tried is None else tried.count)
        return
    yield said("some_cases", view.lang, n=len(tried.changes), all=tried.count)
    for one in tried.changes:
        yield f"  {one.file}:{one.line}: {one.name}"
        yield from (f"    {line}" for line in answers_of(view, one))


def answers_of(view: ComparisonView, case: CaseChange) -> Iterator[str]:
    """Yield the first answers of a case that change, and how many more there are."""
    yield from map(str, case.answers[:MOST_ANSWERS])
    more = len(case.answers) - MOST_ANSWERS
    if more > 0:
        yield said("more_answers", view.lang, n=more)


def _dossiers(view: ComparisonView, dossiers: tuple[DossierEffect, ...]) -> Iterator[str]:
    yield dossier_count(view, dossiers)
    for one in dossiers:
        yield f"  {one.id}: {fate_in_words(view, one)} ({why_in_words(view, one)})"
        yield from (f"    {due_in_words(view, due)}" for due in one.dues)


def dossier_count(view: ComparisonView, dossiers: tuple[DossierEffect, ...]) -> str:
    """Return how many dossiers stay, move, and become due at another time."""
    if not dossiers:
        return said("no_dossiers", view.lang)
    fates = {fate.value: sum(1 for one in dossiers if one.fate is fate) for fate in Fate}
    changed = sum(1 for one in dossiers if one.has_changed)
    return said("dossier_count", view.lang, all=len(dossiers), changed=changed, **fates)


def fate_in_words(view: ComparisonView, dossier: DossierEffect) -> str:
    """Return what becomes of a dossier."""
    return said(f"fate.{dossier.fate.value}", view.lang, rules=dossier.rules)


def why_in_words(view: ComparisonView, dossier: DossierEffect) -> str:
    """Return why: the milestone that the transition clause asks for, or what keeps it from moving."""
    if dossier.refusal is not None:
        return reason_in_words(dossier.refusal, view.before)
    if dossier.milestone is None:
        return said("no_clause", view.lang)
    milestone = milestone_in_words(dossier.milestone, view.after)
    if dossier.reached is None:
        return said("clause.not_reached", view.lang, milestone=milestone)
    return said("clause", view.lang, milestone=milestone, day=view.after.day(dossier.reached))


def due_in_words(view: ComparisonView, due: DueChange) -> str:
    """Return one open deadline before and after."""
    names = view.after if due.limit in view.after.procedure.limits else view.before
    absent, standing = said("absent", view.lang), said("standing", view.lang)
    before = absent if due.begins else standing if due.before is None else names.instant(due.before.at)
    after = absent if due.ends else standing if due.after is None else names.instant(due.after.at)
    return f"{names.limit(due.limit)}: {before} → {after}" if due.has_moved else f"{names.limit(due.limit)}: {before}"
