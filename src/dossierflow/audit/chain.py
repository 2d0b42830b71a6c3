"""The chain of one dossier: each event names the hash of the one before it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from dossierflow.audit.findings import ChainCode, finding
from dossierflow.audit.records import at
from dossierflow.engine.events import GENESIS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossierflow.audit.findings import ChainFinding
    from dossierflow.audit.records import Record


def broken_links(dossier: str, records: Sequence[Record], head: str | None) -> Iterator[ChainFinding]:
    """
    Find what is wrong between the events of one dossier.

    Args:
        dossier: Whose chain it is.

        records: Its events in the order of the log; not empty.

        head: The hash of its last event, where one was kept.
    """
    yield from _disorder(records)
    claimed: dict[int, list[Record]] = {}
    for record in records:
        claimed.setdefault(record.sequence, []).append(record)
    chain: dict[int, Record] = {}
    for sequence, claims in sorted(claimed.items()):
        named = {record.previous for record in claimed.get(sequence + 1, ())}
        rightful = _rightful(claims, chain.get(sequence - 1), named)
        yield from _pretenders(claims, rightful)
        if sequence >= 1:
            chain[sequence] = rightful
    yield from _gaps(dossier, chain)
    yield from _links(chain)
    if head is not None:
        yield from _ending(dossier, list(chain.values()), head)


def _disorder(records: Sequence[Record]) -> Iterator[ChainFinding]:
    highest = 0
    seen: set[str] = set()
    for record in records:
        # an event whose content was changed says nothing reliable about its place
        if not record.is_whole or record.stated in seen:
            continue
        seen.add(record.stated)
        if record.sequence < highest:
            yield at(record, ChainCode.OUT_OF_ORDER, after=highest)
        highest = max(highest, record.sequence)


def _rightful(claims: Sequence[Record], before: Record | None, named: set[str]) -> Record:
    expected = GENESIS if before is None else before.stated
    # the first of those that fit best between their neighbours
    return max(claims, key=lambda claim: (claim.is_whole, claim.previous == expected, claim.stated in named))


def _pretenders(claims: Sequence[Record], rightful: Record) -> Iterator[ChainFinding]:
    if rightful.sequence < 1:
        yield from (at(claim, ChainCode.INSERTED) for claim in claims)
        return
    for claim in claims:
        if claim is not rightful and claim.is_whole:
            if claim.stated == rightful.stated:
                yield at(claim, ChainCode.DUPLICATED, first=rightful.line)
            else:
                yield at(claim, ChainCode.INSERTED)


def _gaps(dossier: str, chain: dict[int, Record]) -> Iterator[ChainFinding]:
    for before, after in pairwise((0, *chain)):
        if after > before + 1:
            line = chain[after].line
            span = {"first": before + 1, "last": after - 1}
            yield finding(ChainCode.MISSING, dossier=dossier, sequence=before + 1, line=line, **span)


def _links(chain: dict[int, Record]) -> Iterator[ChainFinding]:
    for sequence, record in chain.items():
        if not record.is_whole:
            continue
        if sequence == 1:
            expected = {GENESIS}
        elif sequence - 1 in chain:
            before = chain[sequence - 1]
            expected = {before.stated, before.actual}
        else:
            continue
        if record.previous not in expected:
            yield at(record, ChainCode.UNLINKED)


def _ending(dossier: str, chain: Sequence[Record], head: str) -> Iterator[ChainFinding]:
    if not chain:
        yield finding(ChainCode.HEAD_NOT_REACHED, dossier=dossier, sequence=0)
        return
    last = chain[-1]
    if head in {last.stated, last.actual}:
        return
    kept = next((record for record in chain if record.stated == head), None)
    if kept is None:
        yield at(last, ChainCode.HEAD_NOT_REACHED)
    else:
        later = (record for record in chain if record.sequence > kept.sequence)
        yield from (at(record, ChainCode.BEYOND_HEAD, kept=kept.sequence) for record in later)
