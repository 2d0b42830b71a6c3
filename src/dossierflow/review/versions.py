"""Checks of the line of versions: gaps, overlaps, doubles, and the end of the last one (``DF204`` to ``DF207``)."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from pathlib import PurePath
from typing import TYPE_CHECKING

from dossierflow.review.register import dates as kinds
from dossierflow.review.register.entries import both
from dossierflow.review.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossierflow.review.findings import Finding, Subject
    from dossierflow.worktime import WorkCalendar

_A_DAY = timedelta(days=1)


def lines_of_versions(subjects: Sequence[Subject]) -> Mapping[str, tuple[Subject, ...]]:
    """Return the versions of each procedure by their first day in force; of equal ones, the first is taken."""
    lines: dict[str, list[Subject]] = {}
    for subject in subjects:
        line = lines.setdefault(subject.procedure.procedure, [])
        if all(other.procedure.version != subject.procedure.version for other in line):
            line.append(subject)
    return {name: tuple(sorted(line, key=_first_day)) for name, line in sorted(lines.items())}


def _first_day(subject: Subject) -> tuple[str, str]:
    return subject.procedure.effective.from_.isoformat(), subject.procedure.version


def check_doubles(subjects: Sequence[Subject]) -> Iterator[Finding]:
    """Yield the files that say otherwise than another file of the same version."""
    first: dict[str, Subject] = {}
    for subject in subjects:
        known = first.setdefault(str(subject.procedure), subject)
        if known.procedure.hash != subject.procedure.hash:
            yield subject.found(
                kinds.SAME_VERSION, ("version",), procedure=str(subject.procedure), other=PurePath(known.file).name
            )


def check_line(line: Sequence[Subject], calendar: WorkCalendar | None) -> Iterator[Finding]:
    """
    Yield what is wrong with the versions of one procedure, given by their first day.

    Args:
        line: The versions.

        calendar: Says up to which day somebody will want to know a due date;
            without it, nothing is said about the end of the last version.
    """
    for earlier, later in pairwise(line):
        ends, starts = earlier.procedure.effective.to, later.procedure.effective.from_
        before, after = str(earlier.procedure), str(later.procedure)
        place = ("effective", "from")
        if ends is None or starts <= ends:
            both_end = [one.procedure.effective.to for one in (earlier, later)]
            last = min((end for end in both_end if end is not None), default=None)
            until = both("now on", "về sau") if last is None else day_in_words(last)
            first_day = day_in_words(starts)
            yield later.found(kinds.VERSION_OVERLAP, place, earlier=before, later=after, first=first_day, last=until)
        elif starts - ends > _A_DAY:
            first, last = ends + _A_DAY, starts - _A_DAY
            yield later.found(
                kinds.VERSION_GAP,
                place,
                procedure=later.procedure.procedure,
                first=day_in_words(first),
                last=day_in_words(last),
                days=(starts - ends).days - 1,
                earlier=before,
                later=after,
            )
    yield from _check_last(line[-1], calendar)


def _check_last(last: Subject, calendar: WorkCalendar | None) -> Iterator[Finding]:
    ends = last.procedure.effective.to
    if calendar is None or ends is None or not calendar.first <= ends < calendar.last:
        return
    yield last.found(
        kinds.NO_SUCCESSOR,
        ("effective", "to"),
        procedure=last.procedure.procedure,
        last=day_in_words(ends),
    )
