"""
Rule packs: law that applies to many procedures, written as data.

A rule names a predicate (`dossierflow.review.predicates`), its parameters, the
periods in which the law asks for it, and the sentences. Where a procedure
departs from a rule on the authority of another document than the pack's own,
sector law prevails: that is a note, not a breach.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from dossierflow.citation import Citation, LegalText
from dossierflow.errors import DefinitionError, Problem
from dossierflow.frozen import Frozen
from dossierflow.reading import load, read_document
from dossierflow.review.findings import FindingKind, Severity
from dossierflow.review.kinds import KINDS
from dossierflow.review.predicates import PREDICATES, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dossierflow.citation import Effective
    from dossierflow.reading import Document

Code = Annotated[str, Field(pattern=r"^[A-Z]{2,8}[0-9]{3}$")]


class Period(Frozen):
    """When the law asks for something, how gravely a breach weighs, and which text says so."""

    from_: date = Field(alias="from")
    to: date | None = None
    """Last day, inclusive; none means still."""

    severity: Severity
    cite: tuple[Citation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.to is not None and self.to < self.from_:
            msg = f"ends on {self.to}, before it starts on {self.from_}"
            raise ValueError(msg)
        return self

    def overlaps(self, effective: Effective) -> bool:
        """Tell whether some day of *effective* lies within, ends included."""
        starts_in_time = self.to is None or effective.from_ <= self.to
        return starts_in_time and (effective.to is None or self.from_ <= effective.to)


class Rule(Frozen):
    """One thing that the law asks of every procedure."""

    code: Code
    title: LegalText
    why: LegalText
    predicate: str
    """Name of the predicate that finds the breaches."""

    parameters: dict[str, Parameter] = Field(default={}, alias="with")
    in_force: tuple[Period, ...] = Field(min_length=1)
    sector: Literal["allowed", "note", "same"] = "note"
    """
    How a departure weighs that rests on another document: nothing at all, a
    note, or the same as any other.
    """

    message: LegalText
    fix: LegalText

    @property
    def kind(self) -> FindingKind:
        """The rule as an entry of the register, with the gravest weight and the newest source."""
        severity = min((period.severity for period in self.in_force), key=lambda one: one.rank)
        newest = max(self.in_force, key=lambda period: period.from_)
        return FindingKind(
            code=self.code,
            severity=severity,
            title=self.title,
            why=self.why,
            message=self.message,
            fix=self.fix,
            cite=newest.cite,
        )


class Pack(Frozen):
    """Rules of one body of law."""

    format: Literal["dossierflow/pack@1"]
    id: str = Field(alias="pack", min_length=1)
    name: LegalText
    documents: tuple[str, ...] = Field(min_length=1)
    """The documents of this law itself; a citation of any other is sector law."""

    note: str | None = None
    rules: tuple[Rule, ...] = Field(min_length=1)

    def is_own(self, cites: tuple[Citation, ...]) -> bool:
        """Tell whether *cites* name nothing but documents of this law."""
        return all(any(cite.doc.startswith(doc) for doc in self.documents) for cite in cites)


def read_pack(source: Path | str, *, file: str | None = None) -> Pack:
    """
    Read the pack in the YAML *source*, a path or the text itself.

    Raises:
        DefinitionError: With every mistake, by line: an unknown predicate or
            parameter, a code that is taken, a gap that no predicate fills.
    """
    document = read_document(source, file=file)
    pack = load(Pack, document)
    problems = [
        _problem(document, ("rules", number, *place), message)
        for number, rule in enumerate(pack.rules)
        for place, message in _mistakes(rule, {*KINDS, *(other.code for other in pack.rules[:number])})
    ]
    if problems:
        raise DefinitionError(problems)
    return pack


def _mistakes(rule: Rule, taken: set[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what is wrong with *rule*, with the place inside it."""
    if rule.code in taken:
        yield ("code",), f"the code {rule.code!r} is taken; choose another"
    predicate = PREDICATES.get(rule.predicate)
    if predicate is None:
        yield ("predicate",), f"there is no predicate {rule.predicate!r}; known: {', '.join(sorted(PREDICATES))}"
        return
    for message in predicate.mistakes(rule.parameters):
        yield ("with",), message
    for place, text in (("message", rule.message), ("fix", rule.fix)):
        for message in predicate.unfilled(text, rule.parameters):
            yield (place,), message


def _problem(document: Document, place: tuple[str | int, ...], message: str) -> Problem:
    path = ".".join(str(part) for part in place)
    return Problem(document.file, document.line(place), path, message)


@cache
def one_stop_pack() -> Pack:
    """
    Return the shipped pack: the law of the one-stop mechanism.

    >>> one_stop_pack().rules[0].code
    'DF501'
    """
    file = resources.files("dossierflow.review") / "packs" / "one-stop.yaml"
    return read_pack(file.read_text(encoding="utf-8"), file="one-stop.yaml")
