"""Why a wording is not read: one stable code and one sentence for each reason."""

from __future__ import annotations

REFUSALS: dict[str, str] = {
    "empty": "there are no words",
    "too_long": "the text is longer than any wording of a limit; give the sentence that states it",
    "not_stated": "the text says that no limit is stated",
    "no_amount": "no amount of time is named",
    "no_unit": "a number stands without a unit; say working days, days, hours or months",
    "unknown_unit": "the unit is none in which a limit is counted, or its length is open",
    "zero": "a limit of nothing is read only from the words 'trong ngày' or 'same day'",
    "fraction": "a week, a month or a year cannot be split",
    "ambiguous_number": "the number can be read in two ways",
    "contradictory_number": "the digits and the words of the number differ",
    "contradictory_unit": "the amounts said to be equal are not",
    "stray_number": "a number is not explained by the words around it",
    "two_terms": "more than one amount is named; write one wording per case",
    "range": "a range is no limit; write its end",
    "unbounded": "the amount has no upper end",
    "fixed_date": "the text depends on a day of the calendar",
    "days_off": "days off are named for a unit that does not skip them; say whether working days are meant",
    "mixed_day": "the text speaks of working time elsewhere; say which unit is meant",
    "not_a_limit": "the amount is a fee, a validity, a rate, opening hours or a count",
    "condition": "the amount is how long something lasts before something else follows, and limits no act",
    "estimate": "the amount is an estimate and no limit",
    "start_day": "the day of the event is said to be counted; count it by the choice 'starts', and give the term alone",
    "reduction": "the amount is a difference from another limit",
    "unframed": "the words around the amount do not say that it limits an act",
    "unread_after_unit": "the words right after the unit may change it and are not known",
    "cutoff_unread": "the words do not say whether the count or the result moves to the next working day",
}
"""Code to sentence; codes are stable, sentences may be reworded."""

_LONGEST_DETAIL = 80


def refusal(code: str, detail: str = "") -> str:
    """
    Return the error of a reading.

    >>> refusal("no_unit", "1")
    "no_unit: a number stands without a unit; say working days, days, hours or months (found '1')"
    """
    found = f" (found {detail[:_LONGEST_DETAIL]!r})" if detail else ""
    return f"{code}: {REFUSALS[code]}{found}"
