"""
Lists of days as people write them: runs of consecutive days, with their length.

>>> from datetime import date, timedelta
>>> from dossierflow.render.words import words_of
>>> week = [date(2026, 2, 9) + timedelta(days=index) for index in range(5)]
>>> runs_of([*week, date(2026, 2, 23)], words_of("vi"), year=2026)
'09-13/02 (5), 23/02'
>>> runs_of(week, words_of("en"), year=2025)
'9-13 Feb 2026 (5)'
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dossierflow.render.words import Words

_DAY = timedelta(days=1)


def runs_of(days: Iterable[date], words: Words, *, year: int) -> str:
    """
    Return *days*, in order of time, as runs.

    Args:
        days: The days, each once, in any order.

        words: The language.

        year: The year that goes without saying; days of others show theirs.
    """
    runs: list[tuple[date, date]] = []
    for day in sorted(days):
        if runs and runs[-1][1] + _DAY == day:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return ", ".join(_run(first, last, words, year) for first, last in runs)


def _run(first: date, last: date, words: Words, year: int) -> str:
    shows_year = last.year != year
    end = words.short_day(last, year=shows_year)
    if first == last:
        return end
    length = (last - first).days + 1
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day:02d}-{end} ({length})" if words.lang == "vi" else f"{first.day}-{end} ({length})"
    return f"{words.short_day(first, year=first.year != year)}-{end} ({length})"
