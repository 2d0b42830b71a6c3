"""What a plan must say of its offices: who comes must be able to come, and who works must have something to do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dossierflow.forecast.plan.offices import FactFirst
from dossierflow.forecast.plan.opening import flows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.forecast.plan.model import Plan
    from dossierflow.forecast.plan.offices import Group, Office, Stream
    from dossierflow.procedure.library import ProcedureLibrary
    from dossierflow.procedure.model import Procedure
    from dossierflow.worktime import WorkCalendar

Path = tuple[str | int, ...]
Mistake = tuple[Path, str]


def versions_of(plan: Plan, library: ProcedureLibrary, procedure_id: str) -> tuple[Procedure, ...]:
    """Return the versions of a procedure that may come to govern a dossier of *plan*."""
    said = plan.procedures.get(procedure_id)
    versions = library.versions(procedure_id)
    if said is not None and said.version is not None:
        return tuple(one for one in versions if one.version == said.version)
    return tuple(
        one
        for one in versions
        if one.effective.from_ <= plan.until and (one.effective.to is None or one.effective.to >= plan.first)
    )


def of_office(
    plan: Plan,
    office_id: str,
    office: Office,
    library: ProcedureLibrary,
    listed: Mapping[tuple[str, int], frozenset[str]],
    calendar: WorkCalendar | None,
) -> Iterator[Mistake]:
    """
    Yield what is wrong with one kind of office.

    Args:
        plan: The plan.

        office_id: Key of the office in it.

        office: The office.

        library: The procedures that the plan asks for.

        listed: The procedures named in lists of arrivals, by office and number of the list.

        calendar: The calendar of the offices; none where it does not cover the plan.
    """
    path: Path = ("offices", office_id)
    handled: set[str] = set()
    for number in range(len(office.arrivals_from)):
        handled |= listed.get((office_id, number), frozenset()) & set(library.ids)
    for number, stream in enumerate(office.arrivals):
        where = (*path, "arrivals", number)
        yield from _of_stream(where, stream, plan, library)
        handled |= stream.mix.keys() & set(library.ids)
        if calendar is not None and not flows(stream, calendar, plan.first, plan.last):
            yield where, f"nothing can come from {plan.first} to {plan.last}: every open hour has the weight 0"
    known = [one for name in sorted(handled) for one in versions_of(plan, library, name)]
    for name, group in office.staff.items():
        yield from _of_group((*path, "staff", name), group, known)
    times = Counter(role for group in office.staff.values() for role in set(group.roles))
    for role in sorted(role for role, count in times.items() if count > 1):
        groups = ", ".join(name for name, group in office.staff.items() if role in group.roles)
        yield (*path, "staff"), f"the work of {role} belongs to one queue, but stands in several groups: {groups}"


def _of_stream(where: Path, stream: Stream, plan: Plan, library: ProcedureLibrary) -> Iterator[Mistake]:
    for name in stream.mix:
        if name not in library.ids:
            yield (*where, "mix", name), "there is no procedure of this name"
            continue
        for procedure in versions_of(plan, library, name):
            if stream.channel not in procedure.channels:
                channels = ", ".join(procedure.channels)
                yield (*where, "channel"), f"{procedure} has no channel {stream.channel!r}, only {channels}"


def _of_group(path: Path, group: Group, known: list[Procedure]) -> Iterator[Mistake]:
    roles = {f"{agency}/{role}" for one in known for agency, rule in one.agencies.items() for role in rule.roles}
    narrow = {
        f"{one.procedure}:{agency}/{role}"
        for one in known
        for agency, rule in one.agencies.items()
        for role in rule.roles
    }
    for number, role in enumerate(group.roles):
        if role not in roles | narrow:
            listed = ", ".join(sorted(roles))
            yield (*path, "roles", number), f"no procedure of the office has the role {role!r}; its roles: {listed}"
    for number, leave in enumerate(group.leave):
        if leave.officers > group.strength:
            away = f"{leave.officers} officers are on leave, but the group has only {group.strength}"
            yield (*path, "leave", number), away
    if isinstance(group.queue, FactFirst):
        yield from _of_queue((*path, "queue"), group.queue, known)


def _of_queue(path: Path, queue: FactFirst, known: list[Procedure]) -> Iterator[Mistake]:
    facts = [one.known_facts[queue.fact] for one in known if queue.fact in one.known_facts]
    if not facts:
        yield (*path, "fact"), f"no procedure of the office has the fact {queue.fact!r}"
        return
    if any(fact.personal for fact in facts):
        yield (*path, "fact"), f"the fact {queue.fact!r} is personal: whoever orders a queue must not know it"
        return
    for number, value in enumerate(queue.first):
        whys = [fact.refuses(value) for fact in facts]
        if all(why is not None for why in whys):
            yield (*path, "first", number), str(whys[0])
