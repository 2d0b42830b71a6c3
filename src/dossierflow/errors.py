"""
Every exception of the library, under one base.

An error says what is wrong, where, why, and what to do about it. The parts are
attributes, so that a host can translate them; the message is their English
rendering. What the *law* forbids is not an exception but a
`dossierflow.engine.Refusal`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class DossierflowError(Exception):
    """Base of all errors of the library; catch it to catch them all."""

    code: ClassVar[str] = "dossierflow"

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error cross from one process to another as it is, whatever its constructor asks for."""
        return _as_it_was, (type(self), self.args), self.__dict__


def _as_it_was(kind: type[DossierflowError], args: tuple[object, ...]) -> DossierflowError:
    """Return an error of *kind* with its message, without asking its constructor."""
    error = kind.__new__(kind)
    error.args = args
    return error


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in a file that a person wrote."""

    file: str
    line: int
    """Line of the mistake, counted from 1; 0 where there is no line."""
    field: str
    """Dotted path inside the document: ``limits.total.term``."""
    message: str
    """What was found and what is allowed instead."""

    def __str__(self) -> str:
        """Return ``file:line: field: message``, which editors make clickable."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.field}: {self.message}" if self.field else f"{where}: {self.message}"


class DefinitionError(DossierflowError):
    """A procedure, calendar or scenario file says something that cannot be meant; all its problems are listed."""

    code = "definition"

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep *problems* in the order of file and line."""
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class CalendarError(DossierflowError):
    """A working calendar cannot be built or asked what it was asked."""

    code = "calendar"


class CalendarCoverageError(CalendarError):
    """A day lies outside the years that a calendar covers."""

    code = "calendar_coverage"

    def __init__(self, calendar: str, day: date | None, first: date, last: date) -> None:
        """
        Say which *day* was asked of which *calendar*.

        Args:
            calendar: Name of the calendar.

            day: The day asked for; none where the count ran past the end.

            first: First day covered, inclusive.

            last: Last day covered, inclusive.
        """
        self.calendar, self.day, self.first, self.last = calendar, day, first, last
        asked = "the count runs to a day" if day is None else f"{day.isoformat()} is"
        super().__init__(
            f"calendar {calendar!r} covers {first.isoformat()} to {last.isoformat()}; {asked} outside it. "
            "Load the calendar of the missing years; days are never guessed."
        )


class TermError(DossierflowError):
    """A time limit has no unit, mixes units, or cannot be counted as asked."""

    code = "term"


class NaiveInstantError(DossierflowError):
    """An instant came without a time zone."""

    code = "naive_instant"


class VersionInForceError(DossierflowError):
    """No version of a procedure, or more than one, is in force on a date."""

    code = "version_in_force"


class UnknownNameError(DossierflowError):
    """A procedure, calendar, limit or dossier is asked for by a name that does not exist."""

    code = "unknown_name"

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        """Say which *name* of which *kind* is missing, and list the *known* ones."""
        self.kind, self.name, self.known = kind, name, tuple(sorted(known))
        listed = ", ".join(self.known) or "none"
        super().__init__(f"there is no {kind} {name!r}; known: {listed}")


class CommandRefusedError(DossierflowError):
    """Raised only on request (`Decision.or_raise`) for a command that the engine refused."""

    code = "command_refused"

    def __init__(self, refusal: object) -> None:
        """Carry the *refusal*, with its code, reason and legal basis."""
        self.refusal = refusal
        super().__init__(str(refusal))


class EventFormatError(DossierflowError):
    """An event log line is not an event of a format version this library reads."""

    code = "event_format"


class SealKeyError(DossierflowError):
    """A key cannot be read, or is asked for something that would give it away; the message never shows it."""

    code = "seal_key"


class StoreError(DossierflowError):
    """A store cannot keep or give back what it was asked for."""

    code = "store"


class VersionConflictError(StoreError):
    """Somebody else appended to the dossier first; load it again and decide again."""

    code = "version_conflict"

    def __init__(self, dossier: str, expected: int, actual: int) -> None:
        """Say which version was *expected* and which is *actual*."""
        self.dossier, self.expected, self.actual = dossier, expected, actual
        super().__init__(
            f"dossier {dossier!r} is at version {actual}, not {expected}; load it again and repeat the command"
        )


class DossierNumberError(DossierflowError):
    """A dossier number is not of the pattern that it must have."""

    code = "dossier_number"

    def __init__(self, part: str, found: str, allowed: str, pattern: str) -> None:
        """Say which *part* is wrong, what was *found*, what is *allowed*, and the whole *pattern*."""
        self.part, self.found, self.allowed, self.pattern = part, found, allowed, pattern
        super().__init__(f"dossier number: {part}: found {found!r}, give {allowed} (pattern {pattern})")


class FormFactMissingError(DossierflowError):
    """A form cannot be filled, because facts are missing that neither the events nor the host have given."""

    code = "form_fact_missing"

    def __init__(self, form: str, dossier: str, facts: Iterable[str]) -> None:
        """Name the *facts* that the host must give for *form* of *dossier*."""
        self.form, self.dossier, self.facts = form, dossier, tuple(facts)
        super().__init__(
            f"form {form!r} of dossier {dossier!r} lacks {', '.join(self.facts)}; give them in the file of facts"
        )


class FormNotDueError(DossierflowError):
    """A form is asked for that nothing in the life of the dossier has brought about."""

    code = "form_not_due"


class FormTemplateError(DossierflowError):
    """A template of a form is broken, asks for what the form does not have, or does what no template may."""

    code = "form_template"
