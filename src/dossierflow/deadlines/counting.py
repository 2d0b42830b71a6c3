"""
How a term is counted: every choice explicit, every choice cited.

A `CountingProfile` supplies all the choices for a unit, and a time limit
departs from it by name:

>>> counting = profile("vn-general").counting(Unit.DAY, receipt="next_opening")
>>> counting.starts.value, counting.receipt.value, counting.roll.value
('next_day', 'next_opening', 'forward')
>>> [str(cite) for cite in profile("vn-general").cite("roll")][-1]
'Bộ luật Dân sự 2015, Điều 148 khoản 5'
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Literal

from pydantic import Field, ValidationError

from dossierflow.citation import Citation, LegalText
from dossierflow.deadlines.choices import PARAMETERS, ChoiceSource, Counting
from dossierflow.deadlines.conventions import FractionOfDay
from dossierflow.deadlines.term import Unit
from dossierflow.errors import DefinitionError, Problem, TermError, UnknownNameError
from dossierflow.frozen import Frozen
from dossierflow.reading import load, read_document

if TYPE_CHECKING:
    from pathlib import Path

    from dossierflow.reading import Document

__all__ = ["PARAMETERS", "Choice", "ChoiceByUnit", "Choices", "Counting", "CountingProfile", "profile", "read_profile"]


class Choice(Frozen):
    """One choice and its sources."""

    value: bool | int | str | FractionOfDay
    cite: tuple[Citation, ...] = Field(min_length=1)


class ChoiceByUnit(Frozen):
    """A choice that depends on what is counted."""

    days: Choice
    """Of days, weeks, months and years."""

    working_days: Choice

    clock: Choice
    """Of hours and minutes."""

    working_hours: Choice | None = None
    """Of working hours; none means as *clock*."""

    years: Choice | None = None
    """Of years; none means as *days*."""

    def of(self, unit: Unit) -> Choice:
        """Return the choice for terms of *unit*."""
        if unit is Unit.WORKING_HOUR:
            return self.working_hours or self.clock
        if unit is Unit.WORKING_DAY:
            return self.working_days
        if unit is Unit.YEAR:
            return self.years or self.days
        return self.clock if unit.is_clock else self.days

    @property
    def all(self) -> tuple[Choice, ...]:
        """All the different choices."""
        given = (self.days, self.working_days, self.clock, self.working_hours, self.years)
        return tuple(choice for choice in given if choice is not None)


class Choices(Frozen):
    """All the choices of a profile, by name."""

    starts: Choice | ChoiceByUnit
    receipt: Choice | ChoiceByUnit
    cutoff: Choice | ChoiceByUnit
    cutoff_effect: Choice | ChoiceByUnit
    roll: Choice | ChoiceByUnit
    direction: Choice | ChoiceByUnit
    ends: Choice | ChoiceByUnit
    month_end: Choice | ChoiceByUnit
    broken_term: Choice | ChoiceByUnit
    clear: Choice | ChoiceByUnit
    min_working_days: Choice | ChoiceByUnit
    min_working_days_from: Choice | ChoiceByUnit
    fraction_of_day: Choice | ChoiceByUnit


class CountingProfile(Frozen):
    """A complete, cited set of choices: the counting rules of one body of law."""

    format: Literal["dossierflow/profile@1"]
    id: str = Field(alias="profile", min_length=1)
    name: LegalText
    choices: Choices

    def counting(self, unit: Unit, *, cite: tuple[Citation, ...] = (), **overrides: object) -> Counting:
        """
        Return the choices for terms of *unit*.

        Args:
            unit: What the term is counted in.

            cite: Source of the *overrides*.

            overrides: Choices by name that replace the profile's own.

        Raises:
            TermError: An override names no choice, or is not one of its values.

        >>> profile("vn-general").counting(Unit.DAY, rolls="none")
        Traceback (most recent call last):
        ...
        dossierflow.errors.TermError: cannot count like this: 'rolls' is no choice; known: ...
        """
        unknown = [name for name in overrides if name not in PARAMETERS]
        if unknown:
            msg = f"cannot count like this: {unknown[0]!r} is no choice; known: {', '.join(PARAMETERS)}"
            raise TermError(msg)
        try:
            return _counting(self.choices, unit, overrides, cite)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"]) or "the choices together"
            msg = f"cannot count like this: {where}: {_sentence(first['msg'])}"
            raise TermError(msg) from None

    def cite(self, parameter: str) -> tuple[Citation, ...]:
        """
        Return the sources of the choice *parameter*, of all units.

        Raises:
            UnknownNameError: There is no such choice.
        """
        if parameter not in PARAMETERS:
            kind = "counting choice"
            raise UnknownNameError(kind, parameter, PARAMETERS)
        choice = getattr(self.choices, parameter)
        chosen = choice.all if isinstance(choice, ChoiceByUnit) else (choice,)
        return tuple(dict.fromkeys(cite for one in chosen for cite in one.cite))


def _counting(choices: Choices, unit: Unit, overrides: dict[str, object], cite: tuple[Citation, ...]) -> Counting:
    values: dict[str, object] = {}
    sources: list[ChoiceSource] = []
    for name in PARAMETERS:
        given = getattr(choices, name)
        choice = given.of(unit) if isinstance(given, ChoiceByUnit) else given
        values[name] = overrides.get(name, choice.value)
        sources.append(_source(name, cite if name in overrides else choice.cite))
    return Counting.model_validate({**values, "sources": tuple(sources)})


@lru_cache(maxsize=1024)
def _source(parameter: str, cite: tuple[Citation, ...]) -> ChoiceSource:
    """Return the source of a choice; tables of cases ask for the same few over and over."""
    return ChoiceSource(parameter=parameter, cite=cite)


def read_profile(source: Path | str, *, file: str | None = None) -> CountingProfile:
    """
    Read the profile in the YAML *source*, a path or the text itself.

    Raises:
        DefinitionError: With every mistake, where it stands. A choice that does
            not fit a unit is one.
    """
    document = read_document(source, file=file)
    read = load(CountingProfile, document)
    problems = {problem for unit in Unit for problem in _problems(read, unit, document)}
    if problems:
        raise DefinitionError(problems)
    return read


@cache
def profile(profile_id: str) -> CountingProfile:
    """
    Return the shipped profile *profile_id*.

    ``vn-general`` counts as the Vietnamese Civil Code 2015 does and lets days
    end when the office closes; ``vn-civil`` lets them end at 24:00, as the
    Code itself says. ``eu-1182-71``, ``de-bgb`` and ``nl-atw`` count as the law
    of the Union, of Germany and of the Netherlands does; a calendar of the
    place goes with each.

    Raises:
        UnknownNameError: No such profile is shipped.
    """
    shipped = {entry.name.removesuffix(".yaml"): entry for entry in _FOLDER.iterdir() if entry.name.endswith(".yaml")}
    if profile_id not in shipped:
        kind = "counting profile"
        raise UnknownNameError(kind, profile_id, shipped)
    return read_profile(shipped[profile_id].read_text(encoding="utf-8"), file=shipped[profile_id].name)


_FOLDER = resources.files("dossierflow.deadlines") / "profiles"


def _problems(read: CountingProfile, unit: Unit, document: Document) -> list[Problem]:
    try:
        counting = _counting(read.choices, unit, {}, ())
    except ValidationError as error:
        return [
            _problem(document, str(detail["loc"][0]) if detail["loc"] else "", _sentence(detail["msg"]))
            for detail in error.errors(include_url=False)
        ]
    refusal = counting.refuses(unit)
    return [_problem(document, "", f"of {unit.value}s: {refusal}")] if refusal else []


def _problem(document: Document, parameter: str, message: str) -> Problem:
    path = ("choices", parameter) if parameter else ("choices",)
    return Problem(document.file, document.line(path), ".".join(path), message)


def _sentence(message: str) -> str:
    return message.removeprefix("Value error, ").removeprefix("Input ")
