"""
Logs in OCEL 2.0, laid flat: every event once for each object of the type that is the case.

Flat lines have the names that XES gives them: ``case:concept:name``,
``concept:name``, ``time:timestamp``; ``case:NAME`` is an attribute of the
case's object as it was at that instant. ``TYPE:NAME`` is one of another object:
of the one that the event touches, and, on lines of their own that are no
events, every value that the objects took on which belong to the case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossierflow.interop.replay.logs.ocel_files import ACTIVITY, TIMESTAMP
from dossierflow.interop.replay.logs.ocel_spool import ALWAYS, micros, ocel_spool
from dossierflow.interop.replay.logs.records import VALUE, Fault, Record, Records, Source, Unreadable, fault_in, picked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossierflow.interop.replay.logs.ocel_spool import Change, Event, OcelSpool
    from dossierflow.interop.replay.logs.records import Laying

CASE: Final = "case:concept:name"
_CASES: Final = "case"
_ID: Final = "id"


@dataclass(frozen=True, slots=True)
class OcelReader:
    """Reads OCEL 2.0 in whatever form."""

    form: Laying
    case_object: str | None
    """None: the type that a person would most likely call the case; for looking at a log only."""

    through: tuple[str, ...] = ()

    def __call__(self, source: Source) -> Records:
        """
        Yield the events of *source*, case by case.

        Raises:
            DefinitionError: It is not such a log, or has no objects of the type.
        """
        with ocel_spool() as spool:
            yield from self.form(source, spool)
            spool.finish()
            known = spool.types()
            for kind in (self.case_object or "", *self.through):
                if kind not in known and kind:
                    message = f"there are no objects of the type {kind!r}; there are: {', '.join(known)[:400]}"
                    raise source.refused(0, message)
            kind = self.case_object or likely_case(spool)
            source.objects, source.case_object = known, kind
            yield from _Flattening(source, spool, kind, self.through).records()


def likely_case(spool: OcelSpool) -> str:
    """Return the type that a person would most likely call the case: by its name, else the one most events touch."""
    touched = spool.events_by_type()
    known = spool.types()
    for word in ("dossier", "hồ sơ", "case", "application", "permit", "request", "order"):
        for kind in known:
            if word in kind.lower() and touched.get(kind):
                return kind
    return max(known, key=lambda one: (touched.get(one, 0), one), default="")


class _Flattening:
    """Lays one log flat."""

    def __init__(self, source: Source, spool: OcelSpool, kind: str, through: Sequence[str]) -> None:
        self._source, self._spool, self._kind, self._through = source, spool, kind, through
        self._used: set[int] = set()
        columns = [(other, f"{other}:{name}") for other, name in spool.attributes()]
        columns += [(other, f"{other}:{_ID}") for other in spool.types() if other != kind]
        source.see((CASE, ACTIVITY, TIMESTAMP))
        source.see(self._named(other, column) for other, column in columns)
        wanted = source.wanted
        self._others = [
            other
            for other in spool.types()
            if other != kind and (wanted is None or any(one.startswith(f"{other}:") for one in wanted))
        ]
        self._tied = {other: spool.are_related(kind, other) for other in self._others}
        self._wants_values = wanted is None or any(one.startswith(f"{_CASES}:") and one != CASE for one in wanted)

    def records(self) -> Records:
        for case in self._spool.objects(self._kind):
            yield from self._case(case)
        loose = 0
        for number in self._spool.loose():
            loose += 1
            yield Unreadable(number, "the event relates to no object that the log has", Fault.NO_CASE)
        self._source.elsewhere = self._spool.count() - len(self._used) - loose

    def _named(self, kind: str, column: str) -> str:
        return f"{_CASES}:{column.partition(f'{kind}:')[2]}" if kind == self._kind else column

    def _case(self, case: str) -> Iterator[Record | Unreadable]:
        near = [one for other in self._through for one in self._spool.related(case, other)]
        events = self._spool.events_of([case, *near])
        if not events:
            yield Unreadable(0, f"the object {case!r} has no events", Fault.NO_EVENTS)
            return
        own = self._spool.changes(case)
        for event in events:
            self._used.add(event.number)
            self._source.see(event.cells)
            yield self._event(case, event, own)
        if self._wants_values:
            yield from self._values(case, _CASES, own, {})
        for other in self._others:
            found = self._spool.related(case, other) if self._tied[other] else self._spool.sharing(case, other)
            for one in found:
                yield from self._values(case, other, self._spool.changes(one), {f"{other}:{_ID}": one})

    def _event(self, case: str, event: Event, own: Sequence[Change]) -> Record | Unreadable:
        at = micros(event.time)
        named = {f"{_CASES}:{name}": value for name, value in _at(own, at).items()}
        for other in self._others:
            touched = self._spool.touched(event.number, other)
            if len(touched) == 1:
                # of several nobody can say whose value it is
                values = _at(self._spool.changes(touched[0]), at)
                named.update({f"{other}:{name}": value for name, value in values.items()})
            named[f"{other}:{_ID}"] = ", ".join(touched)[:1000]
        named |= {**event.cells, TIMESTAMP: event.time, CASE: case}
        return self._record(event.number, named, 0)

    def _values(
        self, case: str, kind: str, changes: Sequence[Change], more: Mapping[str, str]
    ) -> Iterator[Record | Unreadable]:
        held: dict[str, str] = {}
        for place, change in enumerate(changes):
            held[f"{kind}:{change.name}"] = change.value
            following = changes[place + 1] if place + 1 < len(changes) else None
            if following is None or following.at != change.at:
                time = "" if change.at == ALWAYS else change.time
                yield self._record(0, {**held, **more, CASE: case, TIMESTAMP: time}, VALUE)

    def _record(self, number: int, named: Mapping[str, str], part: int) -> Record | Unreadable:
        kept = picked(named, self._source.wanted)
        fault = fault_in(kept, None)
        return Record(number, kept, part) if fault is None else Unreadable(number, fault, Fault.VALUE)


def _at(changes: Sequence[Change], at: int) -> dict[str, str]:
    """Return the values that held at an instant; of an instant that cannot be read, the last ones."""
    return {one.name: one.value for one in changes if at == ALWAYS or one.at <= at}
