"""
Is the log the one that was written?

Every event is hashed anew, and the chain of every dossier is followed from its
first event to its last. What is found is located: the line, the dossier, the
place in its chain. A log that was cut off at a line's end looks whole by
itself; only a head or a count that was kept elsewhere shows it.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from dossierflow.audit.chain import broken_links
from dossierflow.audit.findings import ChainCode, Verification, finding
from dossierflow.audit.records import read_record
from dossierflow.engine.events import Event, event_to_json
from dossierflow.errors import EventFormatError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dossierflow.audit.findings import ChainFinding
    from dossierflow.audit.records import Record


def verify(
    log: Iterable[Event | str | bytes],
    *,
    dossier: str | None = None,
    head: str | Mapping[str, str] | None = None,
    count: int | None = None,
) -> Verification:
    """
    Verify a log of one dossier, or of several whose events are interleaved.

    Events whose personal facts were redacted are as valid as before.

    Args:
        log: Events, or lines as `write_log` writes them (an open file will do).

        dossier:
            The one dossier whose log this is; events of others are findings.

        head:
            The hash of the last event, kept elsewhere: of the one dossier, or
            by dossier. Dossiers for which no head was kept are verified
            without.

        count: How many lines were kept.

    >>> verify([]).is_intact
    True
    """
    lines, chains, findings = _read(log)
    owner, heads = _expectations(dossier, head, chains)
    for name, records in chains.items():
        if owner not in {None, name}:
            findings.extend(
                finding(ChainCode.FOREIGN, dossier=name, sequence=one.sequence, line=one.line, owner=owner)
                for one in records
            )
        else:
            findings.extend(broken_links(name, records, heads.get(name)))
    findings.extend(
        finding(ChainCode.HEAD_NOT_REACHED, dossier=name, sequence=0) for name in heads if name not in chains
    )
    if count not in {None, lines}:
        findings.append(finding(ChainCode.COUNT_DIFFERS, actual=lines, expected=count))
    ends = {name: max(records, key=lambda one: one.sequence).stated for name, records in chains.items()}
    findings.sort(key=lambda one: inf if one.line is None else one.line)
    return Verification(findings=tuple(findings), count=lines, heads=ends)


def _read(log: Iterable[Event | str | bytes]) -> tuple[int, dict[str, list[Record]], list[ChainFinding]]:
    chains: dict[str, list[Record]] = {}
    findings: list[ChainFinding] = []
    unreadable: dict[int, str] = {}
    lines, is_ended = 0, True
    for entry in log:
        lines += 1
        text = event_to_json(entry) if isinstance(entry, Event) else entry
        is_ended = text.endswith(b"\n") if isinstance(text, bytes) else text.endswith("\n")
        try:
            record, faults = read_record(lines, text)
        except EventFormatError as error:
            unreadable[lines] = str(error)
        else:
            findings.extend(faults)
            chains.setdefault(record.dossier, []).append(record)
    for line, why in unreadable.items():
        is_cut = line == lines and not is_ended
        code = ChainCode.TRUNCATED_LINE if is_cut else ChainCode.BROKEN_LINE
        findings.append(finding(code, line=line, why=why))
    return lines, chains, findings


def _expectations(
    dossier: str | None, head: str | Mapping[str, str] | None, chains: Mapping[str, list[Record]]
) -> tuple[str | None, Mapping[str, str]]:
    if isinstance(head, str):
        # a single head means the log of a single dossier
        owner = dossier if dossier is not None else next(iter(chains), "")
        return owner, {owner: head}
    return dossier, head or {}
