"""
Reading the cell that says how long a step may take.

The words are read by `Term.parse`; what this adds is what only a table knows:
the unit that the heading gives to bare numbers, the phrases by which a step has
no time of its own, and the same time written twice in two units. A range, a
day that Excel made of "1/2" and a number without a unit are not guessed at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from dossierflow.deadlines.term import Term, Unit
from dossierflow.deadlines.unit_names import UNITS_VI
from dossierflow.interop.internal_procedures.folding import folded

if TYPE_CHECKING:
    from dossierflow.deadlines.wording import Reading
    from dossierflow.office import Cell

HOURS_A_DAY = 8
"""Hours of a working day, by which provinces add days and hours (mỗi ngày 08 giờ)."""

LONGEST_TIME = 400
"""Most characters of a time cell that are looked at, which bounds the time of reading it."""

_HOURS: dict[Unit, Fraction] = {
    Unit.WORKING_DAY: Fraction(HOURS_A_DAY),
    Unit.DAY: Fraction(HOURS_A_DAY),
    Unit.WORKING_HOUR: Fraction(1),
    Unit.HOUR: Fraction(1),
    Unit.MINUTE: Fraction(1, 60),
}
_UNTIMED = re.compile(
    r"khong (tinh|quy dinh|xac dinh|bao gom|gioi han)|^gio hanh chinh|^trong gio hanh chinh|theo gio hanh chinh"
    r"|khong co thoi (gian|han)|^(khong|0|-+|–|—|/|x)$|theo (lich|giay|phieu) hen|^\.+$"
)
_BARE = re.compile(r"(?P<amount>\d+(?:[.,]\d+)?(?:\s*/\s*\d+)?|[½¼¾]|\d+\s+\d/\d)\s*(?P<rest>\(.*\))?", re.DOTALL)
_MIXED = re.compile(r"(?<![\d/.,])(\d+)\s+(\d)/(\d)(?!\d)")
_HOUR_SIGN = re.compile(r"(?<=\d)\s*[hH](?![\w])")
_MINUTE_SIGN = re.compile(r"(?<=\d)\s*['’′](?!\w)")
_SHORT_WORKING = re.compile(r"\b(ngày|giờ)\s+(?:LV|lv|Lv)\b")
_BOTH = re.compile(r"(.+?)\s*[(=|/;]\s*(?:tương đương|=|là)?\s*([^()|]+?)\)?", re.DOTALL)
_DAYS_AND_HOURS = re.compile(r"(.*?\bngày(?: làm việc)?)[\s,+]*(?:và\s+)?(\d.*?\bgiờ(?: làm việc)?)", re.DOTALL)
_SHOWN_UNIT = re.compile(r'"([^"]*)"')
_AMOUNT = re.compile(r"\d\s*(?:ngày|giờ|tháng|phút|năm|tuần)", re.IGNORECASE)
_SEPARATORS = re.compile(r"\n|;")
_CONDITION_AFTER = re.compile(r"(?P<time>[^()]+)\((?P<when>.+)\)\s*", re.DOTALL)
_CONDITION_BEFORE = re.compile(r"[-–+•*\s]*(?P<when>[^:()]*[^\W\d][^:()]*):(?P<time>.+)", re.DOTALL)


class TimeKind(StrEnum):
    """What a time cell says."""

    TIMED = "timed"
    UNTIMED = "untimed"
    """Not counted: office hours, the applicant's own time, nothing fixed."""
    BLANK = "blank"
    CASES = "cases"
    """Several times, each on a condition in words."""
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class StepTime:
    """What one time cell says."""

    kind: TimeKind
    quote: str = ""
    """The words of the cell."""

    terms: tuple[tuple[Term, str], ...] = ()
    """The time and what else its words say; several where each holds on a condition."""

    reason: str = ""
    """Stable name of why it was not read, or of what was assumed in reading it."""

    detail: str = ""
    """What the reader of wordings said."""

    @property
    def term(self) -> Term | None:
        """The one time; none where there is none, or where it depends."""
        return self.terms[0][0] if self.kind is TimeKind.TIMED else None

    @property
    def hours(self) -> Fraction | None:
        """The time in hours at eight hours a day; 0 where no time is counted, none where that cannot be said."""
        if self.kind in {TimeKind.UNTIMED, TimeKind.BLANK}:
            return Fraction(0)
        return None if self.term is None else hours_of(self.term)


def hours_of(term: Term) -> Fraction | None:
    """
    Return *term* in hours at eight hours a day; none for weeks, months and years.

    >>> hours_of(Term.of("0.5 working days")), hours_of(Term.of("1 month"))
    (Fraction(4, 1), None)
    """
    return Fraction(term.amount) * _HOURS[term.unit] if term.unit in _HOURS else None


def in_words(term: Term) -> str:
    """
    Return *term* as a published table writes it.

    >>> in_words(Term.of("0.5 working days")), in_words(Term.of("same day"))
    ('0,5 ngày làm việc', 'Trong ngày')
    """
    if term.amount == 0 and term.unit is Unit.WORKING_DAY:
        return "Trong ngày"
    return f"{term.amount} {UNITS_VI[term.unit]}".replace(".", ",")


def read_time(cell: Cell | None, unit: str | None = None) -> StepTime:
    """
    Read a time cell.

    Args:
        cell: The cell; none where it is empty.

        unit: The unit that the heading gives to bare numbers: ``ngày làm việc``.
    """
    if cell is None or not cell.text.strip():
        return StepTime(TimeKind.BLANK)
    if isinstance(cell.value, date | time | timedelta):
        return StepTime(TimeKind.UNREAD, cell.text, reason="time_is_date")
    if shown := _SHOWN_UNIT.search(cell.format):
        unit = shown.group(1).strip() or unit
    return read_words(cell.text, unit)


def read_words(text: str, unit: str | None = None) -> StepTime:
    """
    Read the words of a time cell.

    >>> str(read_words("1/2", "ngày làm việc").term), read_words("07").reason
    ('0.5 working days', 'no_unit')
    >>> read_words("Không tính thời gian").kind, read_words("2-3 ngày").reason
    (<TimeKind.UNTIMED: 'untimed'>, 'range')
    """
    if len(text) > LONGEST_TIME:
        return StepTime(TimeKind.UNREAD, text[:LONGEST_TIME], reason="time_unread", detail="the text is too long")
    words = _SHORT_WORKING.sub(r"\1 làm việc", _MINUTE_SIGN.sub(" phút", _HOUR_SIGN.sub(" giờ", text.strip())))
    words = _MIXED.sub(lambda found: _decimal(int(found[1]), int(found[2]), int(found[3])), words)
    bare = _BARE.fullmatch(words)
    if bare and not _UNTIMED.search(folded(words)):
        if unit is None:
            return StepTime(TimeKind.UNREAD, text, reason="no_unit", detail=bare["amount"])
        words = f"{bare['amount']} {unit} {bare['rest'] or ''}".strip()
    if (starts := _UNTIMED.search(folded(words))) and starts.start() == 0:
        return StepTime(TimeKind.UNTIMED, text)
    reading = Term.parse(words)
    if reading.term is not None:
        return _timed(text, words, reading.term, reading)
    if starts:
        return StepTime(TimeKind.UNTIMED, text)
    return _twice(text, words) or _cases(text, words) or _explained(text, words) or _unread(text, reading.error)


def _timed(text: str, words: str, term: Term, reading: Reading) -> StepTime:
    if {"approximate", "at_least", "before"}.intersection(reading.qualifiers):
        return StepTime(TimeKind.UNREAD, text, reason="loose", detail=", ".join(reading.qualifiers))
    rest = _rest(reading.text, reading.unread)
    if _AMOUNT.search(rest):
        return _cases(text, words) or StepTime(TimeKind.UNREAD, text, reason="two_times", detail=rest)
    reason = "excluded_time" if "not_counted" in reading.qualifiers else ""
    return StepTime(TimeKind.TIMED, text, ((term, rest),), reason)


def _unread(text: str, error: str | None) -> StepTime:
    code, _, sentence = (error or "").partition(": ")
    return StepTime(TimeKind.UNREAD, text, reason=_REASONS.get(code, "time_unread"), detail=sentence)


_REASONS = {"range": "range", "no_unit": "no_unit", "two_terms": "two_times", "estimate": "loose"}


def _explained(text: str, words: str) -> StepTime | None:
    """Read a time before words in brackets that name no other time, whatever they say."""
    found = _CONDITION_AFTER.fullmatch(words)
    if found is None or _AMOUNT.search(found["when"]):
        return None
    term = Term.parse(found["time"]).term
    return None if term is None else StepTime(TimeKind.TIMED, text, ((term, found["when"].strip()),))


def _twice(text: str, words: str) -> StepTime | None:
    """Read one time written in two units, or in days and hours together."""
    if (both := _BOTH.fullmatch(words)) and (pair := _pair(both)) and hours_of(pair[0]) == hours_of(pair[1]):
        return StepTime(TimeKind.TIMED, text, ((pair[0], ""),))
    if (both := _DAYS_AND_HOURS.fullmatch(words)) and (pair := _pair(both)):
        days, hours = hours_of(pair[0]), hours_of(pair[1])
        if days is not None and hours is not None and (days + hours).denominator == 1:
            term = Term.of(f"{days + hours} working hours")
            return StepTime(TimeKind.TIMED, text, ((term, ""),), reason="days_and_hours")
    return None


def _pair(found: re.Match[str]) -> tuple[Term, Term] | None:
    first, second = Term.parse(found[1]).term, Term.parse(found[2]).term
    return None if first is None or second is None else (first, second)


def _cases(text: str, words: str) -> StepTime | None:
    """Read several lines, each a time with its condition."""
    cases: list[tuple[Term, str]] = []
    for part in _SEPARATORS.split(words):
        if not part.strip():
            continue
        found = _CONDITION_AFTER.fullmatch(part) or _CONDITION_BEFORE.fullmatch(part)
        term = None if found is None else Term.parse(found["time"]).term
        if found is None or term is None:
            return None
        cases.append((term, found["when"].strip()))
    if len(cases) < 2:  # noqa: PLR2004 - one time is no case
        return None
    return StepTime(TimeKind.CASES, text, tuple(cases), reason="cases")


def _rest(text: str, unread: tuple[tuple[int, int], ...]) -> str:
    return " ".join(text[first:end].strip() for first, end in unread)


def _decimal(whole: int, above: int, below: int) -> str:
    value = Fraction(above, below) + whole if below else Fraction(0)
    return f"{float(value):g}".replace(".", ",")
