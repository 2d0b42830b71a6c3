"""
Every start day, every kind of dossier, every path: does the time of the parts fit into the whole?

>>> from dossierflow.procedure import catalogue
>>> from dossierflow.worktime import vietnam
>>> found = exhaust(catalogue().get("building-permit", "2026-07-01"), vietnam())
>>> found.is_complete, found.days, [one.limit for one in found.broken]
(True, 549, [])
"""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from dossierflow.engine.rulebook import CompiledProcedure
from dossierflow.procedure.flow import FORK
from dossierflow.procedure.limits import LimitKind
from dossierflow.procedure.paths import Bounds, Walk, paths_of
from dossierflow.review.overtaking import calendars_for
from dossierflow.review.time.chain import Chain, Chains, Made
from dossierflow.review.time.clocks import Clocks
from dossierflow.review.time.columns import START, Columns
from dossierflow.review.time.course import AtOnce, Course
from dossierflow.review.time.measure import Measure
from dossierflow.review.time.report import Breach, LimitTime, PathTime, Promise, TimeReport
from dossierflow.review.time.tables import MINUTES_A_DAY, Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.procedure.facts import FactValue
    from dossierflow.procedure.limits import Limit
    from dossierflow.procedure.model import Procedure
    from dossierflow.worktime import WorkCalendar

NINE = time(9)

MOST_WAYS = 5_000
"""How many ways are timed at most, those of all situations together."""

MOST_NODES = 1_000
"""How many different instants are counted at most; each is counted for every start day."""

_Key = tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...], int]


def exhaust(
    procedure: Procedure,
    calendar: WorkCalendar,
    *,
    first: date | None = None,
    last: date | None = None,
    filed_at: time = NINE,
    handover: time | None = None,
    tables: Tables | None = None,
) -> TimeReport:
    """
    Examine the time of *procedure*, which must not contradict itself.

    Args:
        procedure: The version.

        calendar: Its working days; stands in for every calendar that the
            version names.

        first: First start day, inclusive; by default, and at the earliest, the
            first that calendar and version cover.

        last: Last start day, inclusive; by default, and at the latest, the
            last that calendar and version cover.

        filed_at: When on its start day a dossier is filed, and received.

        handover: The last minute of a day at which a step of the internal
            procedure is handed over on that day; later ones cost a day. None
            where the hour does not matter.

        tables: What was counted on *calendar* for other procedures.
    """
    tables = tables or Tables(calendar)
    begins = max(procedure.effective.from_, calendar.first, first or calendar.first)
    ends = min(procedure.effective.to or calendar.last, calendar.last, last or calendar.last)
    days = [begins + timedelta(days=number) for number in range((ends - begins).days + 1)]
    minute = filed_at.hour * 60 + filed_at.minute
    columns = Columns([(day - calendar.first).days * MINUTES_A_DAY + minute for day in days])
    made = Made(CompiledProcedure(procedure, calendars_for(procedure, calendar)), tables, columns, handover)
    # A pause without a bound has no length that could be used up: it changes nothing here.
    unbounded = frozenset(name for name, pause in procedure.pauses.items() if pause.unbounded)
    paths = paths_of(procedure, Bounds(without=unbounded))
    ways = [Walk(one, walk.moves) for group, walks in paths.groups for one in group for walk in walks] if days else []
    chains: list[tuple[Chain, Chain]] = []
    gone = 0
    while gone < min(len(ways), MOST_WAYS) and len(columns) <= MOST_NODES:
        chains += _chains(Chains(ways[gone], made))
        gone += 1
    return TimeReport(
        procedure=procedure,
        calendar=calendar.name,
        first=begins,
        last=ends,
        days=len(days),
        ways=gone,
        situations=len(paths.partition.situations),
        is_complete=paths.is_complete and gone == len(ways),
        limits=tuple(_limits(chains, Measure(procedure, tables, columns, days))),
        promises=tuple(_promises(ways[:gone], made, days)),
        nodes=len(columns),
    )


def _chains(found: Chains) -> Iterator[tuple[Chain, Chain]]:
    for limit in found.limits():
        yield found.chain(limit, theirs=True), found.chain(limit, theirs=False)


def _limits(chains: list[tuple[Chain, Chain]], measure: Measure) -> Iterator[LimitTime]:
    """Yield the limits, with the paths of each, those with the same instants together."""
    groups: dict[str, dict[_Key, list[tuple[Chain, Chain]]]] = {}
    for whole, ours in chains:
        key = whole.runs, ours.runs, whole.begins
        groups.setdefault(whole.limit, {}).setdefault(key, []).append((whole, ours))
    procedure = measure.procedure
    for limit, alike in sorted(groups.items()):
        timed = [(path, pairs[0]) for pairs in alike.values() if (path := _path(pairs, measure)) is not None]
        timed.sort(key=lambda one: (one[0].slack.days, one[0].slack.working_days, -len(one[0].breaking)))
        yield LimitTime(limit, procedure.limits[limit], tuple(path for path, _ in timed), _first(timed, measure))


def _path(pairs: list[tuple[Chain, Chain]], measure: Measure) -> PathTime | None:
    """Return the time of one path for all start days that the calendar decides; none if it decides none."""
    whole, ours = pairs[0]
    rows = measure.decided(whole, ours)
    if not rows:
        return None
    breaking = measure.breaking(whole, rows)
    broken = set(breaking)
    return PathTime(
        walk=whole.walk,
        term=whole.term,
        facts=_relevant(measure.procedure, whole),
        alike=len(pairs),
        parts=whole.parts,
        idle=whole.idle,
        worst=measure.longest(whole, rows),
        best=measure.shortest(whole, rows),
        ours=measure.longest(ours, rows),
        slack=measure.slack(whole, rows),
        breaking=breaking,
        ours_breaking=measure.breaking(ours, rows),
        exhausted=tuple(day for day in measure.exhausted(whole, rows) if day not in broken),
        decided=len(rows),
    )


def _first(timed: list[tuple[PathTime, tuple[Chain, Chain]]], measure: Measure) -> Breach | None:
    """Return the first breach; where our own steps are enough for one, the first of those."""
    ours = [(path.ours_breaking[0], path, pair[1], False) for path, pair in timed if path.ours_breaking]
    any_of_them = [(path.breaking[0], path, pair[0], True) for path, pair in timed if path.breaking]
    chosen = ours or any_of_them
    if not chosen:
        return None
    day, path, chain, theirs = min(chosen, key=lambda one: (one[0], len(one[1].walk.moves)))
    due, stopped = measure.broken_run(chain, day)
    return Breach(day, path, theirs, due, stopped, measure.instants(chain, day))


def _promises(ways: list[Walk], made: Made, days: list[date]) -> Iterator[Promise]:
    """Yield the committed limits that start and stop with a statutory one and may end after it."""
    found: dict[tuple[str, str], set[date]] = {}
    limits = made.compiled.procedure.limits
    if not any(limit.kind is LimitKind.COMMITTED for limit in limits.values()):
        return
    for walk in ways:
        clocks = Course(walk, Clocks(made.compiled, walk.facts, made.tables, made.columns), AtOnce()).clocks
        runs = [run for run in clocks.runs if run.trigger == START and run.ended is not None]
        for one in runs:
            for other in runs:
                if one.begun != other.begun or not _is_promise(limits[one.limit], other.limit, limits[other.limit]):
                    continue
                if not one.stops and not other.stops:
                    pairs = zip(days, made.columns[clocks.due(one)], made.columns[clocks.due(other)], strict=True)
                    late = {day for day, promised, due in pairs if due < promised < made.tables.beyond}
                    found.setdefault((one.limit, other.limit), set()).update(late)
    yield from (Promise(*names, tuple(sorted(late))) for names, late in sorted(found.items()) if late)


def _is_promise(promise: Limit, name: str, law: Limit) -> bool:
    """Tell whether *promise* shortens the limit *name*, which is *law*."""
    if promise.kind is not LimitKind.COMMITTED or law.kind is not LimitKind.STATUTORY:
        return False
    alike = promise.start_milestones == law.start_milestones and set(promise.stops) == set(law.stops)
    return promise.within == name if promise.within is not None else alike


def _relevant(procedure: Procedure, chain: Chain) -> tuple[tuple[str, FactValue], ...]:
    """Return the facts on which the limits or the course of *chain* depend."""
    limits = [procedure.limits[name] for name in {chain.limit, *(part.limit for part in chain.parts)}]
    named = {name for limit in limits for name in (*limit.when, *limit.quantities)}
    named |= {name for limit in limits for case in limit.cases for name in case.when}
    for name in chain.walk.steps:
        step = procedure.steps[name]
        conditions = [action.when for action in step.actions.values()]
        conditions += [procedure.handoffs[handoff].when for handoff in step.handoffs]
        forks = [action.to.removeprefix(FORK) for action in step.actions.values() if action.to.startswith(FORK)]
        conditions += [track.when for fork in forks for track in procedure.forks[fork].tracks.values()]
        named |= {fact for condition in conditions for fact in condition}
    facts = chain.walk.facts
    return tuple((name, value) for name, value in facts.items() if name in named)
