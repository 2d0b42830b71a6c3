"""
One line of a log, taken apart for verification.

The hash is computed anew from the JSON object as logged, without the event
model: any language can do the same, and events of older formats stay
verifiable.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from dossierflow.audit.findings import ChainCode, finding
from dossierflow.engine.events import event_from_json
from dossierflow.errors import EventFormatError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.audit.findings import ChainFinding
    from dossierflow.reading.schema import Json

_OUTSIDE_THE_HASH: Final = ("hash", "personal")
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Record:
    """What verification needs to know about one event."""

    line: int
    dossier: str
    sequence: int
    previous: str
    stated: str
    """The hash that the event names as its own."""

    actual: str
    """The hash of what the event says."""

    @property
    def is_whole(self) -> bool:
        """Tell whether the event is what it was when it was hashed."""
        return self.stated == self.actual


def read_record(line: int, text: str | bytes) -> tuple[Record, list[ChainFinding]]:
    """
    Take one line apart.

    Args:
        line: Its number, from 1.

        text: The line, with or without its line feed.

    Returns:
        The record, and what is wrong with the line by itself.

    Raises:
        EventFormatError: It is not a JSON object with the fields by which events are chained.
    """
    try:
        spelt = (text.decode() if isinstance(text, bytes) else text).removesuffix("\n")
        logged = _decode(spelt)
        record = _record(line, logged)
        # half a surrogate pair, which JSON can spell and no text can hold, fails only when it is hashed
        faults = list(_faults(record, logged, spelt))
    except (ValueError, RecursionError) as error:
        raise EventFormatError(str(error)) from error
    return record, faults


def _decode(spelt: str) -> Mapping[str, Json]:
    logged = json.loads(spelt, object_pairs_hook=_without_repeats, parse_constant=_refuse_constant)
    if not isinstance(logged, dict):
        msg = "it is not a JSON object"
        raise ValueError(msg)  # noqa: TRY004 -- all that is wrong with a line is one kind of error
    return cast("Mapping[str, Json]", logged)


def _without_repeats(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) < len(pairs):
        msg = "it names the same key twice"
        raise ValueError(msg)
    return found


def _refuse_constant(name: str) -> Json:
    msg = f"{name} is not JSON"
    raise ValueError(msg)


def _record(line: int, logged: Mapping[str, Json]) -> Record:
    dossier, sequence = logged.get("dossier"), logged.get("sequence")
    previous, stated = logged.get("previous"), logged.get("hash")
    if (
        not isinstance(dossier, str)
        or not isinstance(sequence, int)
        or isinstance(sequence, bool)
        or not isinstance(previous, str)
        or not isinstance(stated, str)
    ):
        msg = "it lacks the dossier, the sequence, the hash or the hash before, by which events are chained"
        raise ValueError(msg)  # noqa: TRY004 -- as above
    hashed = {name: value for name, value in logged.items() if name not in _OUTSIDE_THE_HASH}
    return Record(line, dossier, sequence, previous, stated, _hash(hashed))


def _faults(record: Record, logged: Mapping[str, Json], spelt: str) -> Iterator[ChainFinding]:
    if not record.is_whole:
        yield at(record, ChainCode.CHANGED)
    changed = list(_changed_personal_facts(logged))
    yield from (at(record, ChainCode.PERSONAL_CHANGED, fact=fact) for fact in changed)
    if record.is_whole and not changed:
        try:
            event_from_json(spelt)
        except EventFormatError as error:
            yield at(record, ChainCode.BROKEN_LINE, why=error)
        else:
            if _encode(logged) != spelt:
                yield at(record, ChainCode.REWRITTEN_LINE)


def at(record: Record, code: ChainCode, **params: object) -> ChainFinding:
    """Return a finding about *record*, with its place."""
    return finding(code, dossier=record.dossier, sequence=record.sequence, line=record.line, **params)


def _changed_personal_facts(logged: Mapping[str, Json]) -> Iterator[str]:
    personal = logged.get("personal")
    if personal is None:
        return
    if not isinstance(personal, dict):
        yield "personal"
        return
    committed = _commitments(logged.get("effects"))
    for fact, given in personal.items():
        opened = _hash([given.get("salt"), given.get("value")]) if isinstance(given, dict) else None
        if opened is None or committed.get(fact) != opened:
            yield fact


def _commitments(effects: Json) -> dict[Json, Json]:
    listed = effects if isinstance(effects, list) else []
    return {
        str(effect.get("fact")): effect.get("commitment")
        for effect in listed
        if isinstance(effect, dict) and effect.get("kind") == "personal_fact_committed"
    }


def _hash(value: Json | dict[str, Json]) -> str:
    return "sha256:" + hashlib.sha256(_encode(value).encode()).hexdigest()
