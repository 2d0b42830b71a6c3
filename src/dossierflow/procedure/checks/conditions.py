"""Cross-checks of conditions and decision tables against the declared facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.procedure.checks.mistakes import Mistake, Place, unknown
from dossierflow.procedure.facts import Ask, Fact, FactType, FactValue, Matcher, Range
from dossierflow.procedure.tables import COUNTABLE, MOST_CELLS, FindingKind, analyse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.procedure.limits import Limit
    from dossierflow.procedure.model import Procedure
    from dossierflow.procedure.rules import FilingWindow
    from dossierflow.procedure.tables import Finding


def check_conditions(procedure: Procedure) -> Iterator[Mistake]:
    """Yield what is wrong with the conditions and tables of *procedure*."""
    facts = procedure.known_facts
    for name, limit in procedure.limits.items():
        yield from _check_limit(limit, facts, ("limits", name))
        yield from _check_quantities(limit, facts, ("limits", name))
    for number, window in enumerate(procedure.filing):
        yield from _check_window(window, facts, ("filing", number))
    for name, step in procedure.steps.items():
        for key, action in step.actions.items():
            yield from _check(action.when, facts, ("steps", name, "actions", key, "when"))
    for name, handoff in procedure.handoffs.items():
        yield from _check(handoff.when, facts, ("handoffs", name, "when"))
    for name, rule in procedure.extensions.items():
        yield from _check(rule.when, facts, ("extensions", name, "when"))
    for name, fork in procedure.forks.items():
        for key, track in fork.tracks.items():
            yield from _check(track.when, facts, ("forks", name, "tracks", key, "when"))


def _check_limit(limit: Limit, facts: Mapping[str, Fact], place: Place) -> Iterator[Mistake]:
    found = [*_check(limit.when, facts, (*place, "when"))]
    for number, case in enumerate(limit.cases):
        at = (*place, "cases", number, "when")
        found += _check(case.when, facts, at)
        for name in case.when:
            if name in facts and facts[name].type not in COUNTABLE:
                kind = facts[name].type.value
                found.append(((*at, name), f"a table cannot use {name!r}, a {kind}; its values cannot be gone through"))
    if limit.cases and not found:
        rows = [case.when for case in limit.cases]
        found += [_told(finding, (*place, "cases")) for finding in analyse(rows, facts, given=limit.when)]
    yield from found


def _check_quantities(limit: Limit, facts: Mapping[str, Fact], place: Place) -> Iterator[Mistake]:
    named: dict[Place, str | None] = {(*place, "per"): limit.per}
    named |= {(*place, "cases", number, "per"): case.per for number, case in enumerate(limit.cases)}
    for at, name in named.items():
        if name is not None and name not in facts:
            yield at, unknown("fact", name, facts)
        elif name is not None and facts[name].personal:
            yield at, f"{name!r} is personal: events do not hold its value, so no term can use it; declare another fact"
        elif name is not None and (facts[name].type is not FactType.INTEGER or (facts[name].at_least or 0) < 1):
            yield at, f"a term is multiplied by a whole number of at least 1; {name!r} can be something else"


def _check_window(window: FilingWindow, facts: Mapping[str, Fact], place: Place) -> Iterator[Mistake]:
    yield from _check(window.when, facts, (*place, "when"))
    if window.before not in facts:
        yield (*place, "before"), unknown("fact", window.before, facts)
        return
    fact = facts[window.before]
    if fact.type is not FactType.DATE or fact.ask is not Ask.SUBMISSION or fact.personal:
        message = f"days are counted back from a date that anybody may know at submission; {window.before!r} is none"
        yield (*place, "before"), message


def _told(finding: Finding, place: Place) -> Mistake:
    example = finding.shown()
    match finding.kind:
        case FindingKind.GAP:
            return place, f"no row fits a dossier with {example or 'any facts'}; add a row for it"
        case FindingKind.OVERLAP:
            first, second = finding.rows
            return (*place, second), f"rows {first + 1} and {second + 1} both fit a dossier with {example}; keep one"
        case FindingKind.DEAD_ROW if finding.cells:
            first, second = finding.rows
            message = f"row {second + 1} is never needed: earlier rows fit every dossier that it fits"
            return (*place, second), f"{message}, such as {example} (row {first + 1}); remove it"
        case FindingKind.DEAD_ROW:
            (row,) = finding.rows
            return (*place, row), f"row {row + 1} fits no dossier; no dossier of this limit has {example}"
        case _:
            message = f"the table has {finding.cells:,} combinations of facts, too many to examine with its rows"
            return place, f"{message} (at most {MOST_CELLS:,}); split the limit with 'when'"


def _check(condition: Mapping[str, Matcher], facts: Mapping[str, Fact], place: Place) -> Iterator[Mistake]:
    for name, matcher in condition.items():
        at = (*place, name)
        if name not in facts:
            yield at, unknown("fact", name, facts)
        elif facts[name].personal:
            yield at, f"{name!r} is personal: events do not hold its value, so no rule can use it; declare another fact"
        elif isinstance(matcher, Range):
            yield from _check_range(matcher, facts[name], at)
        elif isinstance(matcher, tuple):
            yield from _check_values(matcher, facts[name], at)
        elif reason := facts[name].refuses(matcher):
            yield at, reason


def _check_values(values: tuple[FactValue, ...], fact: Fact, place: Place) -> Iterator[Mistake]:
    for number, value in enumerate(values):
        if reason := fact.refuses(value):
            yield (*place, number), reason
        elif value in values[:number]:
            yield (*place, number), f"{value!r} is listed twice"


def _check_range(wanted: Range, fact: Fact, place: Place) -> Iterator[Mistake]:
    if fact.type is not FactType.INTEGER:
        yield place, f"found a range of whole numbers; the fact is of type {fact.type.value}"
        return
    above = wanted.at_least is not None and fact.at_most is not None and wanted.at_least > fact.at_most
    below = wanted.at_most is not None and fact.at_least is not None and wanted.at_most < fact.at_least
    if above or below:
        yield place, "no value of the fact lies in this range; compare it with the fact's at_least and at_most"
