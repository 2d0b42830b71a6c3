"""What an explanation names: the same in every language, so that a story can ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.deadlines.explanation import Explanation, Step


def named_in(explanation: Explanation) -> list[str]:
    """
    Return every source, day, holiday and reason that *explanation* names, once each, in its order.

    >>> from datetime import datetime
    >>> from dossierflow.deadlines import Ledger, Term, explain, profile
    >>> from dossierflow.worktime import vietnam
    >>> calendar, term = vietnam(), Term.of("1 working day")
    >>> filed = datetime(2026, 2, 13, 9, tzinfo=calendar.tz)
    >>> named = named_in(explain(Ledger(term, profile("vn-general").counting(term.unit), filed), calendar))
    >>> "2026-02-23" in named, any("Tết" in one for one in named)
    (True, True)
    """
    found = [str(cite) for cite in explanation.ledger.cite]
    for step in explanation.steps:
        found += _named(step)
    if explanation.due is not None:
        found.append(explanation.due.at.isoformat())
    return list(dict.fromkeys(found))


def _named(step: Step) -> Iterator[str]:
    yield from (str(cite) for cite in step.cite)
    yield from (day.isoformat() for day in step.counted)
    yield from (value for name, value in step.params if name == "reason")
    for skip in step.skipped:
        yield skip.day.isoformat()
        if skip.name is not None:
            yield skip.name.vi
            yield skip.name.en
        yield from (str(cite) for cite in skip.cite)
