"""
One question about one term, as a command or a row of a table asks it.

What is left out takes the profile's choice; what is given is read strictly, and
what cannot be meant is an error with the name of its column.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cache
from typing import TYPE_CHECKING

from dossierflow.deadlines import Ledger, Suspension, Term, Unit, profile
from dossierflow.deadlines.conventions import BROKEN_DAYS, BrokenTerm, Starts
from dossierflow.deadlines.wording import read_wording
from dossierflow.errors import DossierflowError, TermError
from dossierflow.simulate.calendars import calendar_named
from dossierflow.worktime import parse_instant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.citation import Citation
    from dossierflow.deadlines import Counting
    from dossierflow.deadlines.wording import Reading
    from dossierflow.worktime import WorkCalendar

_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?([+-][0-9]{2}:[0-9]{2})?")
_A_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HARMLESS = frozenset({"at_most", "after", "same_day", "immediately"})
_NO_WORDING = ("no_amount", "empty", "unknown_unit")

# Bound once: a test clock swaps the class datetime for its own, but not this.
_from_iso = datetime.fromisoformat

COLUMNS = (
    "trigger",
    "term",
    "from",
    "receipt",
    "cutoff",
    "cutoff_effect",
    "roll",
    "direction",
    "ends",
    "pauses",
    "calendar",
)
"""The columns that a case is read from, besides ``id``."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "from": ("next_day", "same_day", "instant"),
    "receipt": ("as_is", "next_opening"),
    "cutoff_effect": ("starts_later", "result_later"),
    "roll": ("none", "forward", "backward"),
    "direction": ("after", "before"),
    "ends": ("close_of_business", "midnight", "same_time"),
}
"""The columns that hold a choice, and its values."""


_ALIKE = ("term", "calendar", *CHOICES, "cutoff")
"""The columns by which cases are counted alike."""


class CaseError(DossierflowError):
    """A value of a case cannot be meant; the message begins with its column."""

    code = "case"

    def __init__(self, column: str, message: str) -> None:
        """Say what is wrong in *column*."""
        self.column = column
        super().__init__(f"{column}: {message}")


@dataclass(frozen=True, slots=True)
class _Rule:
    """What many cases have in common: all but the event and the days of the pauses."""

    calendar: WorkCalendar
    term: Term
    counting: Counting
    cite: tuple[Citation, ...]

    needs_time: str
    """Why an event needs a time of day; nothing where a day is enough."""


@dataclass(frozen=True, slots=True)
class CaseReader:
    """Reads cases under one profile; what many rows say alike is read once, and so is what is wrong with it."""

    profile_id: str

    given: Mapping[str, str] = field(default_factory=dict[str, str])
    """Text by column, for cases that leave the column empty."""

    days: WorkCalendar | None = None
    """A calendar in place of those that the cases name."""

    _rules: dict[tuple[str | bool | None, ...], _Rule | CaseError] = field(
        default_factory=dict[tuple[str | bool | None, ...], "_Rule | CaseError"], repr=False
    )
    _countings: dict[tuple[Unit, tuple[str, ...]], Counting] = field(
        default_factory=dict[tuple[Unit, tuple[str, ...]], "Counting"], repr=False
    )

    def read(self, values: Mapping[str, str]) -> tuple[Ledger, WorkCalendar]:
        """
        Return the ledger and the calendar of one case.

        Args:
            values: Text by column; a missing or empty one takes the profile's choice.

        Raises:
            CaseError: a value is missing, misspelt, or does not fit the others.
        """
        pauses = values.get("pauses") or self.given.get("pauses") or ""
        paused = bool(pauses) and not pauses.isspace()
        key = (*map(values.get, _ALIKE), paused)
        rule = self._rules.get(key)
        if rule is None:
            rule = self._rules[key] = self._rule_or_error(values, paused=paused)
        if isinstance(rule, CaseError):
            raise rule.with_traceback(None)
        trigger = _trigger(values.get("trigger") or self.given.get("trigger") or "", rule)
        suspensions = _suspensions(pauses, rule.calendar) if paused else ()
        return Ledger(rule.term, rule.counting, trigger, suspensions, cite=rule.cite), rule.calendar

    def _rule_or_error(self, values: Mapping[str, str], *, paused: bool) -> _Rule | CaseError:
        told = {name: (values.get(name) or self.given.get(name) or "").strip() for name in _ALIKE}
        try:
            return self._rule(told, paused=paused)
        except CaseError as error:
            return error

    def _rule(self, told: Mapping[str, str], *, paused: bool) -> _Rule:
        calendar = self.days or _calendar(told["calendar"] or "vn-public")
        term = _term(told["term"])
        counting = self._counting_of(term.unit, told)
        cite: tuple[Citation, ...] = ()
        # Who lists pauses asks about a term that does not run continuously; a dossier's clock
        # becomes one only where a pause really takes a day out, and the kernel sees to that.
        if paused and term.unit in BROKEN_DAYS and counting.broken_term is BrokenTerm.ART146:
            term, cite = _broken(term), counting.cite("broken_term")
            counting = self._counting_of(term.unit, told)
        _refuse_what_does_not_fit(term, counting)
        needs_time = "hours and minutes need" if term.unit.is_clock else "a cut-off needs" if counting.cutoff else ""
        return _Rule(calendar, term, counting, cite, needs_time)

    def _counting_of(self, unit: Unit, told: Mapping[str, str]) -> Counting:
        key = (unit, tuple([told[name] for name in (*CHOICES, "cutoff")]))
        known = self._countings.get(key)
        if known is None:
            known = self._countings[key] = self._counting(unit, told)
        return known

    def _counting(self, unit: Unit, told: Mapping[str, str]) -> Counting:
        choices: dict[str, object] = {}
        for name in (*CHOICES, "cutoff"):
            value = told[name]
            if not value:
                continue
            if name in CHOICES and value not in CHOICES[name]:
                raise CaseError(name, f"found {value!r}; allowed: {', '.join(CHOICES[name])}")
            choices["starts" if name == "from" else name] = _hour(value) if name == "cutoff" else value
        if "cutoff_effect" in choices and "cutoff" not in choices:
            raise CaseError("cutoff_effect", "given without a cut-off hour; give 'cutoff' too, or neither")
        if "cutoff" in choices:
            # said on the page of the command: an hour alone makes the event count as one of the next opening
            choices.setdefault("cutoff_effect", "starts_later")
        try:
            return profile(self.profile_id).counting(unit, cite=(), **choices)
        except TermError as error:
            raise CaseError("choices", str(error)) from error


def instant_in(text: str, calendar: WorkCalendar) -> datetime:
    """
    Read an instant in the zone of *calendar*.

    Raises:
        CalendarError: it is written otherwise, or does not exist in that zone.
    """
    # a hundred thousand rows are read in a second only where the plain case needs no full parser
    if _SHAPE.fullmatch(text):
        try:
            at = _from_iso(text)
        except ValueError:
            return parse_instant(text, zone=calendar.tz)
        if at.tzinfo is not None:
            # the full parser says it in words where there is no such date in that zone
            with suppress(OverflowError):
                return at.astimezone(calendar.tz)
            return parse_instant(text, zone=calendar.tz)
        local = at.replace(tzinfo=calendar.tz)
        if local.utcoffset() == local.replace(fold=1).utcoffset():
            return local
    return parse_instant(text, zone=calendar.tz)


def _term(text: str) -> Term:
    found = _term_or_error(text)
    if isinstance(found, CaseError):
        raise found.with_traceback(None)
    return found


@cache
def _term_or_error(text: str) -> Term | CaseError:
    """Read a term once for all rows that have it; a refusal is remembered too."""
    try:
        return _read_term(text)
    except CaseError as error:
        return error


def _read_term(words: str) -> Term:
    if not words:
        raise CaseError("term", "a term is missing; write it as '5 working days' or '5 ngày làm việc'")
    try:
        return Term.of(words)
    except TermError as error:
        reading = read_wording(words)
        term = reading.term
        if term is None or reading.error is not None:
            why = reading.error or ""
            # where the words were understood well enough to say what is wrong, that helps more
            told = str(error) if why.startswith(_NO_WORDING) else f"{error}; {why}"
            raise CaseError("term", told) from error
        more = _more_than_a_term(reading, term)
        if more:
            message = f"found {words!r}, which reads as {str(term)!r} but says more ({more}); give the term alone"
            raise CaseError("term", message) from error
        return term


def _more_than_a_term(reading: Reading, term: Term) -> str:
    # in a cell that could have said "giờ làm việc", a whole number of "giờ" is of hours
    plain = term.unit is Unit.HOUR and isinstance(term.amount, int)
    more = sorted({*reading.qualifiers} - _HARMLESS - ({"ambiguous_unit"} if plain else set()))
    more += [repr(reading.text[first:end]) for first, end in reading.unread]
    more += [f"a cut-off at {reading.cutoff:%H:%M}"] if reading.cutoff is not None else []
    return ", ".join(more)


@cache
def _calendar(text: str) -> WorkCalendar:
    try:
        return calendar_named(text)
    except DossierflowError as error:
        raise CaseError("calendar", str(error)) from error


def _hour(text: str) -> time | str:
    if text == "none":
        return text
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise CaseError("cutoff", f"found {text!r}; write the hour as '15:00'")
    return time.fromisoformat(text)


def _broken(term: Term) -> Term:
    return Term(amount=term.amount * BROKEN_DAYS[term.unit], unit=Unit.DAY)


def _refuse_what_does_not_fit(term: Term, counting: Counting) -> None:
    refusal = counting.refuses(term.unit)
    if refusal is not None:
        column = "from" if (counting.starts is Starts.INSTANT) != term.unit.is_clock else "ends"
        raise CaseError(column, f"cannot count {str(term)!r}: {refusal}")


def _trigger(text: str, rule: _Rule) -> datetime:
    text = text.strip()
    if not text:
        raise CaseError("trigger", "the instant is missing; write it as 2024-04-24T09:30")
    if _A_DAY.fullmatch(text):
        if rule.needs_time:
            raise CaseError("trigger", f"found the day {text!r}; {rule.needs_time} the time of day, as in {text}T09:30")
        text = f"{text}T00:00"
    try:
        return instant_in(text, rule.calendar)
    except DossierflowError as error:
        raise CaseError("trigger", str(error)) from error


def _suspensions(text: str, calendar: WorkCalendar) -> tuple[Suspension, ...]:
    return tuple(_suspension(part.strip(), calendar) for part in text.split(";") if part.strip())


def _suspension(text: str, calendar: WorkCalendar) -> Suspension:
    start, slash, end = text.partition("/")
    if not slash or "/" in end:
        raise CaseError("pauses", f"found {text!r}; write start/end, with an empty end for one that lasts")
    try:
        since = _edge(start, calendar, is_end=False)
        return Suspension(since, _edge(end, calendar, is_end=True) if end.strip() else None, "pause")
    except DossierflowError as error:
        raise CaseError("pauses", str(error)) from error


def _edge(text: str, calendar: WorkCalendar, *, is_end: bool) -> datetime:
    # of days alone: from the first minute of the first to the last minute of the last
    text = text.strip()
    if _A_DAY.fullmatch(text):
        text = f"{text}T23:59" if is_end else f"{text}T00:00"
    return instant_in(text, calendar)
