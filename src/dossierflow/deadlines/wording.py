"""
Read a time limit from the law's own words; never guess.

A portal prints "7 Ngày làm việc", a decree "trong thời hạn 15 (mười lăm) ngày kể
từ ngày nhận đủ hồ sơ hợp lệ". `read_wording` returns the term, the event it is
counted from, a cut-off hour and every word it did not understand; or it refuses
and says why. A text with two limits, a range, a bare number or a fee is refused,
because a wrong limit costs an applicant more than an unread one.

>>> reading = read_wording("không quá 03 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ")
>>> str(reading.term), reading.starts, reading.qualifiers
('3 working days', 'complete', ('at_most',))
>>> read_wording("1").error
"no_unit: a number stands without a unit; say working days, days, hours or months (found '1')"
>>> read_wording("Ngay trong ngày; nhận hồ sơ sau 15 giờ thì trả kết quả trong ngày làm việc tiếp theo").cutoff
datetime.time(15, 0)
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from dossierflow.deadlines.term import Term, Unit
from dossierflow.deadlines.words import frames, lexicon
from dossierflow.deadlines.words.days import cutoff_of
from dossierflow.deadlines.words.items import Role, items_of
from dossierflow.deadlines.words.refusals import refusal
from dossierflow.deadlines.words.starts import event_at, start_of
from dossierflow.deadlines.words.tokens import Kind, tokenise
from dossierflow.deadlines.words.verdict import decide

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import time

    from dossierflow.deadlines.words.days import Cutoff, CutoffEffect
    from dossierflow.deadlines.words.items import Item
    from dossierflow.deadlines.words.starts import Start
    from dossierflow.deadlines.words.tokens import Token
    from dossierflow.deadlines.words.verdict import Verdict

LONGEST = 10_000
"""Most characters that are looked at; a longer text is refused unread, which bounds the time of a reading."""

COLUMNS = ("amount", "unit", "starts", "cutoff", "qualifiers", "unread", "error")
"""The columns of `reading_row`, in order."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a wording says, and what of it was not understood."""

    text: str
    """The wording, in NFC (as given where it is too long); spans count its code points."""

    term: Term | None
    """The limit; None where *error* says why there is none."""

    starts: str | None
    """
    The event the limit is counted from, or None where the words name none.

    ``complete`` (dossier complete and valid), ``received`` (dossier received), ``submitted``, ``fee_paid``,
    ``complete_and_paid`` (the later of the two), ``accepted`` (thụ lý), ``requested`` (a request received),
    ``decided``, ``notified`` (notice given), ``notice_received``, ``consulted`` (opinions received),
    ``supplemented``, and ``event`` for any other, whose words then stand in *unread*.
    """

    cutoff: time | None
    """The hour after which something moves to the next working day."""

    cutoff_effect: CutoffEffect | None
    """Whether the count starts later or the result comes later."""

    qualifiers: tuple[str, ...]
    """
    Sorted names of what else the words say.

    ``after`` and ``before`` (the amount runs after or back from the event), ``ambiguous_unit`` (bare *giờ*, or a
    fraction of a bare *ngày*: office time may be meant), ``at_least``, ``at_most``, ``conditional``, ``consecutive``,
    ``equivalent`` (the same amount in a second unit), ``extension`` (the words lengthen a limit or allow it),
    ``immediately``, ``not_counted`` (an excluded period), ``parts`` (of the whole), ``per_item``, ``restart``,
    ``same_day``, ``unless_otherwise`` (another law may differ).
    """

    unread: tuple[tuple[int, int], ...]
    """Spans of *text* nobody understood: first code point, and the one after the last."""

    error: str | None
    """A stable code, a colon and a sentence; None for a wording that was read."""


def read_wording(text: str) -> Reading:
    """
    Read one wording; never raises, whatever *text* is.

    The time needed grows with the length of *text*, which may be in any Unicode
    form. Numbers are digits with a comma or a point, of minutes, hours and days up to six, or words up to 999.

    >>> read_wording("30 ngày (đường bộ 15 ngày)").error
    "two_terms: more than one amount is named; write one wording per case (found '30 ngày, 15 ngày')"
    """
    if len(text) > LONGEST:
        return _unread(text, "too_long")
    text = unicodedata.normalize("NFC", text)
    tokens = tokenise(text)
    if not tokens:
        return _unread(text, "empty")
    words = [token.text for token in tokens]
    items = items_of(tokens, words)
    cutoff = cutoff_of(words, items)
    return _assemble(text, tokens, words, items, cutoff, decide(words, items, cutoff))


def read_wordings(rows: Iterable[str]) -> Iterator[Reading]:
    """Read many wordings, one `Reading` for each, in order and as they come."""
    return map(read_wording, rows)


def reading_row(reading: Reading) -> dict[str, str]:
    """
    Return a reading as a row of a table, with the columns `COLUMNS`.

    The cut-off is followed by its effect; several unread pieces are divided by `` | ``.

    >>> row = reading_row(read_wording("0,5 ngày làm việc"))
    >>> row["amount"], row["unit"]
    ('0.5', 'working_day')
    """
    term, cutoff = reading.term, reading.cutoff
    effect = f" {reading.cutoff_effect}" if reading.cutoff_effect else ""
    return {
        "amount": "" if term is None else f"{Decimal(term.amount):f}",
        "unit": "" if term is None else term.unit.value,
        "starts": reading.starts or "",
        "cutoff": "" if cutoff is None else f"{cutoff:%H:%M}{effect}",
        "qualifiers": ";".join(reading.qualifiers),
        "unread": " | ".join(reading.text[first:end] for first, end in reading.unread),
        "error": reading.error or "",
    }


def _unread(text: str, code: str) -> Reading:
    spans = ((0, len(text)),) if text else ()
    return Reading(text, None, None, None, None, (), spans, refusal(code))


def _assemble(
    text: str,
    tokens: Sequence[Token],
    words: Sequence[str],
    items: Sequence[Item],
    cutoff: Cutoff | None,
    said: Verdict,
) -> Reading:
    start = _start(words, said)
    stated = frames.qualifiers(words, said.main)
    names = {name for name, _, _ in stated} | set(said.named)
    if start is not None and start.before:
        names = (names - {"at_most"}) | {"before"}
    if said.same_day is not None:
        names.add("same_day")
    if said.main is not None and _is_ambiguous(words, said.main):
        names.add("ambiguous_unit")
    places = [(first, end) for _, first, end in stated]
    places += [(item.first, item.end) for item in items if item.role is Role.REFERENCE]
    places += [(place.first, place.end) for place in (said.main, start, cutoff) if place is not None]
    places += [] if said.same_day is None else [said.same_day]
    places += [] if said.main is None else [(said.main.first, max(said.main.end, said.read_to))]
    places += _announcing(words, said)
    return Reading(
        text=text,
        term=_term(said),
        starts=None if start is None else start.event,
        cutoff=None if cutoff is None else cutoff.at,
        cutoff_effect=None if cutoff is None else cutoff.effect,
        qualifiers=tuple(sorted(names)),
        unread=_gaps(tokens, places),
        error=None if said.code is None else refusal(said.code, said.detail),
    )


def _term(said: Verdict) -> Term | None:
    if said.same_day is not None:
        return Term(amount=0, unit=Unit.WORKING_DAY)
    if said.main is None or said.main.amount is None or said.main.unit is None:
        return None
    return Term(amount=said.main.amount, unit=said.main.unit)


def _start(words: Sequence[str], said: Verdict) -> Start | None:
    if said.same_day is not None:
        end = said.same_day[1]
        named = end < len(words) and words[end] in {"nhận", "tiếp", "nộp", "cơ"}
        return event_at(words, end, first=end) if named else None
    if said.main is None:
        return None
    return start_of(words, said.read_to or said.main.end, said.main.first)


def _is_ambiguous(words: Sequence[str], main: Item) -> bool:
    unit = next((at for at in range(main.first, main.end) if lexicon.UNIT_PHRASES.at(words, at)), main.first)
    if main.unit is Unit.HOUR:
        return not lexicon.SETTLED_HOURS.at(words, unit)
    split = main.amount is not None and main.amount != main.amount.to_integral_value()
    return main.unit is Unit.DAY and split


def _announcing(words: Sequence[str], said: Verdict) -> list[tuple[int, int]]:
    """Return the places of the phrases that lead up to the amount."""
    if said.main is None:
        return []
    places: list[tuple[int, int]] = []
    at = frames.clause_start(words, said.main.first)
    while at < said.main.first:
        length = frames.announces(words, at)
        if length:
            places.append((at, at + length))
        at += length or 1
    return places


def _gaps(tokens: Sequence[Token], places: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the spans of text between the *places* that were read; symbols alone leave no gap."""
    read = {at for first, end in places for at in range(first, end)}
    spans: list[tuple[int, int]] = []
    joins = False
    for at, token in enumerate(tokens):
        if at in read:
            joins = False
        elif token.kind is not Kind.SYMBOL:
            start = spans.pop()[0] if joins else token.start
            spans.append((start, token.end))
            joins = True
    return tuple(spans)
