"""Terms, units and days as the sentences of findings write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.deadlines.term import Unit
from dossierflow.procedure.rules import NewLimit, RemainingPlus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from dossierflow.deadlines.term import Term
    from dossierflow.procedure.rules import SettledClockModel

_UNITS: Mapping[Unit, LegalText] = {
    Unit.WORKING_DAY: LegalText(vi="ngày làm việc", en="working days"),
    Unit.DAY: LegalText(vi="ngày", en="days"),
    Unit.WEEK: LegalText(vi="tuần", en="weeks"),
    Unit.MONTH: LegalText(vi="tháng", en="months"),
    Unit.YEAR: LegalText(vi="năm", en="years"),
    Unit.WORKING_HOUR: LegalText(vi="giờ làm việc", en="working hours"),
    Unit.HOUR: LegalText(vi="giờ", en="hours"),
    Unit.MINUTE: LegalText(vi="phút", en="minutes"),
}


def unit_in_words(unit: Unit) -> LegalText:
    """
    Return what *unit* is called.

    >>> unit_in_words(Unit.WORKING_DAY).vi
    'ngày làm việc'
    """
    return _UNITS[unit]


def term_in_words(term: Term) -> LegalText:
    """
    Return *term* as people say it, with a decimal comma in Vietnamese.

    >>> from dossierflow.deadlines.term import Term
    >>> term_in_words(Term.of("0.5 working days")).vi
    '0,5 ngày làm việc'
    >>> term_in_words(Term.of("same day")).vi
    'trong ngày'
    """
    if str(term) == "same day":
        return LegalText(vi="trong ngày", en="same day")
    return LegalText(vi=f"{str(term.amount).replace('.', ',')} {_UNITS[term.unit].vi}", en=str(term))


def day_in_words(day: date) -> LegalText:
    """
    Return *day* as 30/06/2026 in Vietnamese and 2026-06-30 in English.

    >>> from datetime import date
    >>> day_in_words(date(2026, 6, 30)).vi
    '30/06/2026'
    """
    return LegalText(vi=f"{day:%d/%m/%Y}", en=day.isoformat())


def model_in_words(model: SettledClockModel) -> str:
    """
    Return what a supplement does to a clock as the file writes it.

    >>> model_in_words("restart")
    'restart'
    """
    if isinstance(model, RemainingPlus):
        return f"remaining_plus: {model.remaining_plus}"
    return f"new_limit: {model.new_limit}" if isinstance(model, NewLimit) else model


def listed(parts: Iterable[LegalText]) -> LegalText:
    """
    Return *parts* with commas between them.

    >>> listed([LegalText(vi="phí", en="fee"), LegalText(vi="tạm dừng", en="pause")]).en
    'fee, pause'
    """
    many = tuple(parts)
    return LegalText(vi=", ".join(part.vi for part in many), en=", ".join(part.en for part in many))
