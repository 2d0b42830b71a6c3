"""
A comparison of two versions as readers see it, and as plain text.

The view model is the same for text, JSON and HTML: differences in words with
their sources, effects with their histograms, cases and dossiers that change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.render.comparison_fields import field_in_words, words_at
from dossierflow.render.names import Names
from dossierflow.render.words.comparison import said
from dossierflow.review.cells import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.citation import Citation, Language
    from dossierflow.procedure import Procedure
    from dossierflow.reading.document import Value
    from dossierflow.review.compare.comparison import Comparison
    from dossierflow.review.compare.differences import ChangeKind, Difference
    from dossierflow.review.compare.dossiers import DossierEffect
    from dossierflow.review.compare.effect import Effect
    from dossierflow.review.compare.importance import Weight
    from dossierflow.review.findings import Subject

MOST_KINDS = 3
"""How many kinds of dossiers are named; the rest is counted."""

MOST_ANSWERS = 3
"""How many of the answers of one case are shown; the rest is counted."""

MOST_BARS = 15
"""How many bars a histogram has; more shifts than that are put together."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing that a golden case looks at and that comes out otherwise."""

    field: str
    """Its place in the case; empty where the case cannot be played at all."""

    expected: str
    before: str
    after: str

    def __str__(self) -> str:
        """Return what it was and becomes."""
        return f"{self.field}: {self.before} → {self.after}" if self.field else f"{self.before} → {self.after}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChange:
    """A golden case that comes out otherwise under the second version."""

    name: str
    file: str
    line: int
    answers: tuple[Answer, ...]
    """What differs, in the order of the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesTried:
    """The golden cases that were tried under both versions."""

    count: int
    changes: tuple[CaseChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """Everything that is known of two versions, ready to be written."""

    comparison: Comparison
    lang: Language
    cases: CasesTried | None = None
    """None where no cases were tried."""

    dossiers: tuple[DossierEffect, ...] | None = None
    """None where no store was looked at."""

    @property
    def before(self) -> Names:
        """The names of the first version."""
        return self._names(self.comparison.before.procedure)

    @property
    def after(self) -> Names:
        """The names of the second version."""
        return self._names(self.comparison.after.procedure)

    def of(self, weight: Weight) -> tuple[Difference, ...]:
        """Return the differences of one weight, in their order."""
        return tuple(one for one in self.comparison.differences if one.weight is weight)

    def _names(self, procedure: Procedure) -> Names:
        return Names(procedure, self.lang, self.comparison.calendar.tz)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One difference in words."""

    kind: ChangeKind
    what: str
    before: str
    after: str
    source_before: str
    source_after: str
    place_before: str
    """``file:line``, or the file alone where there is no line."""

    place_after: str
    field: str


def line_of(view: ComparisonView, difference: Difference) -> Line:
    """Return *difference* in words."""
    old, new = view.before, view.after
    names = new if difference.path_after is not None else old
    before, after = words_at(_place(difference, new=False), old), words_at(_place(difference, new=True), new)
    if before == after:
        # a text that differs in the other language only, or rows in another order
        before, after = (_raw(one) for one in (difference.before, difference.after))
    subjects = view.comparison.before, view.comparison.after
    return Line(
        kind=difference.kind,
        what=_capital(field_in_words(difference.path, names)),
        before=before,
        after=after,
        source_before=_sources(difference.cite_before, old),
        source_after=_sources(difference.cite_after, new),
        place_before=_where(subjects[0], difference.path_before),
        place_after=_where(subjects[1], difference.path_after),
        field=difference.field,
    )


def _place(difference: Difference, *, new: bool) -> tuple[str | int, ...]:
    """Return where to read the value of one side; a path through rows leads to nothing on the other side."""
    own, other = difference.path_after, difference.path_before
    if not new:
        own, other = other, own
    if own is not None:
        return own
    is_a_row = other is None or any(isinstance(key, int) for key in other)
    return ("absent",) if is_a_row else other or ()


def _raw(value: Value) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {one}" for key, one in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sources(cites: tuple[Citation, ...], names: Names) -> str:
    return names.cites(cites)


def _where(subject: Subject, path: tuple[str | int, ...] | None) -> str:
    line = 0 if path is None else subject.line(path)
    return f"{subject.file}:{line}" if line else subject.file


def kinds_in_words(effect: Effect, names: Names) -> str:
    """Return for which dossiers an effect holds: every one, or the first kinds and how many more."""
    kinds = [shown(kind) for kind in effect.kinds if kind]
    if not kinds:
        return said("everybody", names.lang)
    named = " | ".join(kinds[:MOST_KINDS])
    more = len(kinds) - MOST_KINDS
    return named if more <= 0 else f"{named} | {said('more_kinds', names.lang, n=more)}"


def limit_of(view: ComparisonView, effect: Effect) -> Names:
    """Return the names of the version that has the limit of *effect*; the second one if both have it."""
    return view.after if effect.limit in view.comparison.after.procedure.limits else view.before


def terms_of(view: ComparisonView, effect: Effect) -> tuple[str, str]:
    """Return the two terms of *effect* in words; one that does not exist is said to be none."""
    pair = effect.pair
    absent = said("absent", view.lang)
    return (
        absent if pair.before is None else view.before.term(pair.before),
        absent if pair.after is None else view.after.term(pair.after),
    )


def bars(counts: Mapping[int, int], most: int = MOST_BARS) -> Iterator[tuple[str, int]]:
    """
    Yield the bars of a histogram: the shift, or from which to which, and how many starts have it.

    >>> list(bars({-2: 5, 3: 1}))
    [('-2', 5), ('+3', 1)]
    >>> list(bars({number: 1 for number in range(20)}, most=10))[:2]
    [('0 … +1', 2), ('+2 … +3', 2)]
    """
    if not counts:
        return
    low, high = min(counts), max(counts)
    width = 1 if len(counts) <= most else -(-(high - low + 1) // most)
    grouped: dict[int, int] = {}
    for number, count in counts.items():
        first = low + (number - low) // width * width
        grouped[first] = grouped.get(first, 0) + count
    for first, count in sorted(grouped.items()):
        name = signed(first) if width == 1 else f"{signed(first)} … {signed(first + width - 1)}"
        yield name, count


def signed(number: int) -> str:
    """
    Return *number* with its sign.

    >>> signed(3), signed(0), signed(-1)
    ('+3', '0', '-1')
    """
    return f"{number:+d}" if number else "0"
