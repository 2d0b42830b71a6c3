"""Does a log agree with the seals that were made of it, and are the seals what they say they are?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dossierflow.audit.records import read_record
from dossierflow.audit.seals import FIRST, is_genuine
from dossierflow.citation import LegalText
from dossierflow.engine.events import Event, event_to_json
from dossierflow.errors import EventFormatError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dossierflow.audit.keys import PublicKey
    from dossierflow.audit.seals import Seal


class SealCode(StrEnum):
    """Stable codes of what may be wrong with a seal, or with a log against one."""

    FORGED = "seal_forged"
    """The signature does not fit: the seal was changed, or made with another key."""
    UNKNOWN_KEY = "seal_unknown_key"
    """The seal names a key that was not given."""
    OUT_OF_CHAIN = "seal_out_of_chain"
    """Seals before this one are missing, or stand in another order."""
    BACKWARD = "seal_backward"
    """A later seal of the dossier says that its chain was shorter than before, or other at the same place."""
    NOT_REACHED = "seal_not_reached"
    """The log ends before the event that was sealed: it was cut off."""
    CONTRADICTED = "seal_contradicted"
    """At the sealed place the log holds another event: it was written anew."""
    CUT_OFF = "seals_cut_off"
    """The last seal that was kept elsewhere is not in the file: seals were taken off its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealFinding:
    """One thing that is wrong."""

    code: SealCode
    number: int
    """Number of the seal in its file."""

    dossier: str
    sequence: int
    """The sealed place in the dossier's chain."""

    sentence: LegalText

    def __str__(self) -> str:
        """Return the seal, the code and the English sentence."""
        return f"seal {self.number}: {self.code.value}: {self.sentence.en}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealReport:
    """What came of comparing a log with its seals."""

    findings: tuple[SealFinding, ...]
    """In the order of the seals."""

    count: int
    """How many seals there were."""

    unsealed: Mapping[str, int]
    """For each dossier of the log, how many of its events follow its last genuine seal; where there are any."""

    @property
    def is_intact(self) -> bool:
        """Tell whether nothing was found; events that nobody sealed yet are no finding."""
        return not self.findings


def check_seals(
    log: Iterable[Event | str | bytes], seals: Sequence[Seal], keys: Iterable[PublicKey], *, last: str | None = None
) -> SealReport:
    """
    Compare a log with the seals that were made of it.

    Every place that a genuine seal names must hold the event that was sealed.
    What a log says between and after these places is the business of
    `verify`, which follows the chain itself.

    Args:
        log: Events, or lines as `write_log` writes them; lines that are no events are passed over here.

        seals: All of one file, in its order.

        keys: Public keys that are trusted, old ones included.

        last:
            `Seal.digest` of the last seal, kept elsewhere. A file from whose
            end seals were taken off, or all of them, looks whole by itself.
    """
    known = {key.id: key for key in keys}
    found: list[SealFinding] = [] if last is None else list(_cut_off(seals, last))
    trusted: list[Seal] = []
    for seal, before in zip(seals, (None, *seals), strict=False):
        faults = list(_faults(seal, before, known))
        found += faults
        if not any(fault.code in {SealCode.FORGED, SealCode.UNKNOWN_KEY} for fault in faults):
            trusted.append(seal)
    found += _backward(trusted)
    wanted = {(seal.dossier, seal.sequence) for seal in trusted}
    hashes, lengths = _hashes(log, wanted)
    found += (fault for seal in trusted for fault in _against(seal, hashes))
    furthest = {seal.dossier: seal.sequence for seal in trusted}
    tails = {dossier: length - furthest.get(dossier, 0) for dossier, length in lengths.items()}
    found.sort(key=lambda one: one.number)
    return SealReport(
        findings=tuple(found),
        count=len(seals),
        unsealed={dossier: tail for dossier, tail in sorted(tails.items()) if tail > 0},
    )


def _faults(seal: Seal, before: Seal | None, keys: Mapping[str, PublicKey]) -> Iterator[SealFinding]:
    number, previous = (1, FIRST) if before is None else (before.number + 1, before.digest)
    if (seal.number, seal.previous) != (number, previous):
        yield _found(SealCode.OUT_OF_CHAIN, seal)
    key = keys.get(seal.key)
    if key is None:
        yield _found(SealCode.UNKNOWN_KEY, seal, key=seal.key)
    elif not is_genuine(seal, key):
        yield _found(SealCode.FORGED, seal)


def _cut_off(seals: Sequence[Seal], last: str) -> Iterator[SealFinding]:
    if last not in {seal.digest for seal in seals}:
        vi, en = _SENTENCES[SealCode.CUT_OFF]
        dossier, sequence = (seals[-1].dossier, seals[-1].sequence) if seals else ("", 0)
        sentence = LegalText(vi=vi.format(count=len(seals)), en=en.format(count=len(seals)))
        yield SealFinding(
            code=SealCode.CUT_OFF, number=len(seals), dossier=dossier, sequence=sequence, sentence=sentence
        )


def _backward(seals: Sequence[Seal]) -> Iterator[SealFinding]:
    furthest: dict[str, Seal] = {}
    for seal in seals:
        before = furthest.get(seal.dossier)
        is_other = before is not None and before.sequence == seal.sequence and before.head != seal.head
        if before is not None and (before.sequence > seal.sequence or is_other):
            yield _found(SealCode.BACKWARD, seal, before=before.number, reached=before.sequence)
        else:
            furthest[seal.dossier] = seal


def _hashes(
    log: Iterable[Event | str | bytes], wanted: set[tuple[str, int]]
) -> tuple[dict[tuple[str, int], set[str]], dict[str, int]]:
    """Return, of the sealed places alone, the hashes of what stands there, and how long each chain is."""
    hashes: dict[tuple[str, int], set[str]] = {}
    lengths: dict[str, int] = {}
    for number, entry in enumerate(log, start=1):
        try:
            record, _ = read_record(number, event_to_json(entry) if isinstance(entry, Event) else entry)
        except EventFormatError:
            continue
        place = (record.dossier, record.sequence)
        lengths[record.dossier] = max(record.sequence, lengths.get(record.dossier, 0))
        if place in wanted:
            hashes.setdefault(place, set()).add(record.actual)
    return hashes, lengths


def _against(seal: Seal, hashes: Mapping[tuple[str, int], set[str]]) -> Iterator[SealFinding]:
    standing = hashes.get((seal.dossier, seal.sequence))
    if standing is None:
        yield _found(SealCode.NOT_REACHED, seal)
    elif standing != {seal.head}:
        yield _found(SealCode.CONTRADICTED, seal)


def _found(code: SealCode, seal: Seal, **params: object) -> SealFinding:
    vi, en = _SENTENCES[code]
    named = {"dossier": seal.dossier, "sequence": seal.sequence, "at": seal.sealed_at.isoformat(), **params}
    return SealFinding(
        code=code,
        number=seal.number,
        dossier=seal.dossier,
        sequence=seal.sequence,
        sentence=LegalText(vi=vi.format(**named), en=en.format(**named)),
    )


_SENTENCES: Mapping[SealCode, tuple[str, str]] = {
    SealCode.FORGED: (
        "chữ ký không khớp: niêm phong đã bị sửa hoặc do khóa khác ký",
        "the signature does not fit: the seal was changed, or made with another key",
    ),
    SealCode.UNKNOWN_KEY: (
        "niêm phong do khóa {key!r} ký, không có trong các khóa công khai đã cho",
        "the seal was made with key {key!r}, which is not among the public keys given",
    ),
    SealCode.OUT_OF_CHAIN: (
        "niêm phong không nối tiếp niêm phong đứng trước: có niêm phong bị mất hoặc bị đổi chỗ",
        "the seal does not follow the one before it: seals are missing or were moved",
    ),
    SealCode.BACKWARD: (
        "niêm phong {before} đã ghi sự kiện {reached} của hồ sơ {dossier!r}; niêm phong sau lại ghi sự kiện {sequence}",
        "seal {before} had reached event {reached} of dossier {dossier!r}; this later one says event {sequence}",
    ),
    SealCode.NOT_REACHED: (
        "nhật ký không có sự kiện {sequence} của hồ sơ {dossier!r}, đã được niêm phong lúc {at}: phần cuối bị cắt",
        "the log has no event {sequence} of dossier {dossier!r}, which was sealed at {at}: its end was cut off",
    ),
    SealCode.CONTRADICTED: (
        "sự kiện {sequence} của hồ sơ {dossier!r} không phải sự kiện đã được niêm phong lúc {at}: nhật ký bị viết lại",
        "event {sequence} of dossier {dossier!r} is not the one that was sealed at {at}: the log was written anew",
    ),
    SealCode.CUT_OFF: (
        "tệp có {count} niêm phong, không có niêm phong cuối đã lưu: các niêm phong cuối bị cắt hoặc bị thay",
        "the file has {count} seals, and not the last one that was kept: seals were cut off its end, or exchanged",
    ),
}
