"""A comparison of two versions as JSON: the same facts, with stable keys, in both languages where there are words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from dossierflow.render.comparison import line_of
from dossierflow.render.comparison_text import why_in_words
from dossierflow.render.explanation import explanation_json

if TYPE_CHECKING:
    from dossierflow.citation import Citation, Language
    from dossierflow.deadlines.explanation import Due
    from dossierflow.reading.document import Value
    from dossierflow.render.comparison import CasesTried, ComparisonView
    from dossierflow.review.compare.differences import Difference
    from dossierflow.review.compare.dossiers import DossierEffect
    from dossierflow.review.compare.effect import Effect, Explained, Shift
    from dossierflow.review.findings import Subject

COMPARISON_FORMAT = "dossierflow/comparison@1"
"""Names the JSON format and its version."""

_BOTH: tuple[Language, Language] = ("vi", "en")


def comparison_json(view: ComparisonView, *, explain: bool = True) -> dict[str, Value]:
    """
    Return the whole comparison; the parts that were not asked for are null.

    Args:
        view: What to write.

        explain: Whether the examples come with the steps that lead to both dates.
    """
    seen = view.comparison
    return {
        "format": COMPARISON_FORMAT,
        "before": _side(seen.before),
        "after": _side(seen.after),
        "same": seen.is_same,
        "calendar": {"name": seen.calendar.name, "hash": seen.calendar.hash},
        "first": seen.first.isoformat(),
        "last": seen.last.isoformat(),
        "differences": [_difference(view, one) for one in seen.differences],
        "effects": [_effect(one, explain=explain) for one in seen.effects],
        "cases": None if view.cases is None else _cases(view.cases),
        "dossiers": None if view.dossiers is None else [_dossier(view, one) for one in view.dossiers],
    }


def _side(subject: Subject) -> dict[str, Value]:
    procedure = subject.procedure
    return {
        "procedure": procedure.procedure,
        "version": procedure.version,
        "hash": procedure.hash,
        "file": subject.file,
        "name": {"vi": procedure.name.vi, "en": procedure.name.en},
    }


def _difference(view: ComparisonView, one: Difference) -> dict[str, Value]:
    lines = {lang: line_of(replace(view, lang=lang), one) for lang in _BOTH}
    words: dict[str, Value] = {
        lang: {"field": line.what, "before": line.before, "after": line.after} for lang, line in lines.items()
    }
    return {
        "kind": one.kind.value,
        "weight": one.weight.value,
        "field": one.field,
        "before": one.before,
        "after": one.after,
        "words": words,
        "cite_before": _cites(one.cite_before),
        "cite_after": _cites(one.cite_after),
        "place_before": None if one.path_before is None else lines["en"].place_before,
        "place_after": None if one.path_after is None else lines["en"].place_after,
    }


def _cites(cites: tuple[Citation, ...]) -> list[Value]:
    return [cite.model_dump(mode="json", exclude_none=True) for cite in cites]


def _effect(one: Effect, *, explain: bool) -> dict[str, Value]:
    pair = one.pair
    return {
        "limit": one.limit,
        "term_before": None if pair.before is None else str(pair.before),
        "term_after": None if pair.after is None else str(pair.after),
        "facts": [dict(kind) for kind in one.kinds],
        "hours": [f"{hour:%H:%M}" for hour in one.hours],
        "counted": one.counted,
        "beyond": one.beyond,
        "moved": len(one.moved),
        "earlier": one.earlier,
        "later": one.later,
        "by_days": {str(days): count for days, count in one.by_days.items()},
        "by_working_days": {str(days): count for days, count in one.by_working_days.items()},
        "examples": [_example(example, explain=explain) for example in one.examples],
        "starts": [_shift(shift) for shift in one.moved],
    }


def _shift(one: Shift) -> dict[str, Value]:
    return {
        "start": one.start.isoformat(),
        "before": one.before.at.isoformat(),
        "after": one.after.at.isoformat(),
        "days": one.days,
        "working_days": one.working_days,
    }


def _example(one: Explained, *, explain: bool) -> dict[str, Value]:
    found = _shift(one.shift)
    if explain:
        found["explanation_before"] = cast("Value", explanation_json(one.before))
        found["explanation_after"] = cast("Value", explanation_json(one.after))
    return found


def _cases(tried: CasesTried) -> dict[str, Value]:
    return {
        "count": tried.count,
        "changes": [
            {
                "name": one.name,
                "file": one.file,
                "line": one.line,
                "answers": [
                    {"field": answer.field, "expected": answer.expected, "before": answer.before, "after": answer.after}
                    for answer in one.answers
                ],
            }
            for one in tried.changes
        ],
    }


def _dossier(view: ComparisonView, one: DossierEffect) -> dict[str, Value]:
    return {
        "dossier": one.id,
        "fate": one.fate.value,
        "rules": one.rules,
        "milestone": one.milestone,
        "reached": None if one.reached is None else one.reached.isoformat(),
        "refusal": None if one.refusal is None else one.refusal.code.value,
        "why": {lang: why_in_words(replace(view, lang=lang), one) for lang in _BOTH},
        "changed": one.has_changed,
        "dues": [
            {
                "limit": due.limit,
                "before": _due(due.before),
                "after": _due(due.after),
                "begins": due.begins,
                "ends": due.ends,
                "moved": due.has_moved,
            }
            for due in one.dues
        ],
    }


def _due(due: Due | None) -> str | None:
    return None if due is None else due.at.isoformat()
