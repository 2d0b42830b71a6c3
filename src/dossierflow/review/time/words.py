"""Days, paths, facts and parts as the sentences about time say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.procedure.flow import END
from dossierflow.procedure.paths import MoveKind
from dossierflow.review.register.entries import both
from dossierflow.review.time.report import stretches
from dossierflow.review.words import day_in_words, listed, term_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from dossierflow.procedure.facts import FactValue
    from dossierflow.procedure.model import Procedure
    from dossierflow.procedure.paths import Walk
    from dossierflow.review.time.chain import Part

MOST_STRETCHES = 60
"""How many stretches of days a sentence lists; the figures behind it have all."""

_INTERRUPTIONS = {
    MoveKind.ANSWER: both("(supplement)", "(bổ sung hồ sơ)"),
    MoveKind.RESUME: both("(pause)", "(tạm dừng)"),
    MoveKind.PAY: both("(payment)", "(nộp nghĩa vụ tài chính)"),
}


def days_in_words(days: Sequence[date]) -> LegalText:
    """
    Return *days* as stretches: ``2026-02-05 to 2026-02-06, 2026-04-24``.

    >>> from datetime import date
    >>> days_in_words([date(2026, 2, 5), date(2026, 2, 6), date(2026, 4, 24)]).vi
    '05/02/2026 đến 06/02/2026, 24/04/2026'
    """
    found = stretches(days)
    told = [_stretch(first, last) for first, last in found[:MOST_STRETCHES]]
    more = len(found) - len(told)
    if more:
        told.append(both(f"and {more} more stretches", f"và {more} đợt nữa"))
    return listed(told)


def _stretch(first: date, last: date) -> LegalText:
    one, other = day_in_words(first), day_in_words(last)
    return one if first == last else both(f"{one.en} to {other.en}", f"{one.vi} đến {other.vi}")


def path_in_words(procedure: Procedure, walk: Walk) -> LegalText:
    """Return the way as a chain of names, interruptions in brackets, the end last."""
    names: list[LegalText] = []
    step = None
    for move in walk.moves:
        if move.kind in _INTERRUPTIONS:
            names.append(_INTERRUPTIONS[move.kind])
        elif move.kind is MoveKind.REPLY:
            names.append(_in_brackets(procedure.handoffs[str(move.name)].name))
        elif move.step not in {None, step}:
            step = str(move.step)
            names.append(procedure.steps[step].name)
    names.append(procedure.ends[walk.end.removeprefix(END)].name)
    return LegalText(vi=" → ".join(name.vi for name in names), en=" → ".join(name.en for name in names))


def _in_brackets(name: LegalText) -> LegalText:
    return both(f"({name.en})", f"({name.vi})")


def facts_in_words(procedure: Procedure, facts: Iterable[tuple[str, FactValue]]) -> LegalText:
    """Return *facts* as what follows a day: `` (Kind of works: house)``; without any, that all dossiers are alike."""
    known = procedure.known_facts
    told = [(known[name].name, _value(value)) for name, value in facts]
    if not told:
        return both(" (any dossier)", " (mọi hồ sơ)")
    en = ", ".join(f"{name.en}: {value.en}" for name, value in told)
    vi = ", ".join(f"{name.vi}: {value.vi}" for name, value in told)
    return both(f" ({en})", f" ({vi})")


def _value(value: FactValue) -> LegalText:
    if isinstance(value, bool):
        return both("yes", "có") if value else both("no", "không")
    return both(str(value), str(value))


def parts_in_words(procedure: Procedure, parts: Sequence[Part], *, theirs: bool = True) -> LegalText:
    """Return what uses up the time, ours before theirs: ``ours: check 3 working days; theirs: ...``."""
    told: list[LegalText] = []
    for ours, label in ((True, both("ours", "của cơ quan")), (False, both("theirs", "của bên khác"))):
        chosen = [part for part in parts if part.ours is ours and (ours or theirs)]
        if chosen:
            terms = listed([_part(procedure, part) for part in chosen])
            told.append(both(f"{label.en}: {terms.en}", f"{label.vi}: {terms.vi}"))
    return LegalText(vi="; ".join(one.vi for one in told) or "-", en="; ".join(one.en for one in told) or "-")


def _part(procedure: Procedure, part: Part) -> LegalText:
    name, term = procedure.limits[part.limit].name, term_in_words(part.term)
    return both(f"{name.en} {term.en}", f"{name.vi} {term.vi}")


def instant_in_words(at: datetime) -> LegalText:
    """
    Return *at* with its day in both languages: ``2026-02-27 17:00``.

    >>> from datetime import datetime
    >>> instant_in_words(datetime(2026, 2, 27, 17, 0)).vi
    '27/02/2026 17:00'
    """
    day = day_in_words(at.date())
    return both(f"{day.en} {at:%H:%M}", f"{day.vi} {at:%H:%M}")
