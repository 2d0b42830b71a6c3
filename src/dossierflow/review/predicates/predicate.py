"""What a predicate is: a named question to a procedure, answered with breaches."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING

from dossierflow.deadlines.term import Term
from dossierflow.deadlines.term import Unit as _Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dossierflow.citation import Citation, LegalText
    from dossierflow.procedure import Procedure
    from dossierflow.reading.document import Path

Parameter = bool | int | Term
"""What a predicate may be told: a switch, a number of times, or a length of time."""

_HOURS_A_DAY = 8
"""Working hours of a working day, as internal procedures reckon (3857/QĐ-UBND, Nghệ An, 26/11/2025)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One place in which a procedure departs from what is asked."""

    place: Path
    cites: tuple[Citation, ...]
    """On whose authority the procedure says what it says."""

    gaps: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Predicate:
    """A named question to a procedure."""

    find: Callable[[Procedure, Mapping[str, Parameter]], Iterator[Breach]]
    needs: Mapping[str, type[int | Term]]
    """The parameters that it must be told, and what each is."""

    gaps: frozenset[str]
    """What its breaches fill into sentences, besides the parameters and ``field``."""

    def mistakes(self, parameters: Mapping[str, Parameter]) -> Iterator[str]:
        """Yield what is wrong with the *parameters* of a rule."""
        for name, wanted in self.needs.items():
            kind = "a length of time" if wanted is Term else "a number"
            if name not in parameters:
                yield f"the parameter {name!r} is missing: {kind}"
            elif type(parameters[name]) is not wanted:
                yield f"the parameter {name!r} must be {kind}"
        for name in parameters:
            if name not in self.needs:
                yield f"there is no parameter {name!r}; known: {', '.join(sorted(self.needs)) or 'none'}"

    def unfilled(self, text: LegalText, parameters: Mapping[str, Parameter]) -> Iterator[str]:
        """Yield the gaps of *text* that nothing fills."""
        known = {*self.gaps, *parameters, "field"}
        for sentence in (text.vi, text.en):
            for _, gap, _, _ in Formatter().parse(sentence):
                if gap is not None and gap not in known:
                    yield f"nothing fills the gap {{{gap}}}; known: {', '.join(sorted(known))}"


def is_within(term: Term, most: Term) -> bool:
    """
    Tell whether *term* is certainly no longer than *most*.

    So many days are never longer than as many working days; hours are held
    against working days of eight hours. Where units cannot be held against each
    other, the answer is no.

    >>> is_within(Term.of("3 days"), Term.of("3 working days"))
    True
    >>> is_within(Term.of("3 working days"), Term.of("3 days"))
    False
    """
    if term.unit is most.unit or (term.unit is _Unit.DAY and most.unit is _Unit.WORKING_DAY):
        return term.amount <= most.amount
    if most.unit is _Unit.WORKING_DAY and term.unit in {_Unit.HOUR, _Unit.WORKING_HOUR}:
        return term.amount <= most.amount * _HOURS_A_DAY
    return False
