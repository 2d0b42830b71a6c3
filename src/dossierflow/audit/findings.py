"""What a verification finds, where, and in words that an inspector reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from dossierflow.citation import LegalText

if TYPE_CHECKING:
    from collections.abc import Mapping


class ChainCode(StrEnum):
    """Stable codes of findings; a code never changes its meaning."""

    BROKEN_LINE = "broken_line"
    """The line is not JSON, or not an event."""
    TRUNCATED_LINE = "truncated_line"
    """The last line breaks off, as after a power cut."""
    REWRITTEN_LINE = "rewritten_line"
    """The event is unchanged, but not spelt as the library writes it."""
    CHANGED = "changed"
    """The content does not match its own hash."""
    PERSONAL_CHANGED = "personal_changed"
    """A personal value is not the one the event committed to."""
    MISSING = "missing"
    """Events are gone from the middle or the beginning."""
    OUT_OF_ORDER = "out_of_order"
    """The event stands after one that followed it."""
    DUPLICATED = "duplicated"
    """The same event stands in the log twice."""
    INSERTED = "inserted"
    """Another event has this place in the chain."""
    UNLINKED = "unlinked"
    """The event does not name the one before it: one of the two was replaced."""
    FOREIGN = "foreign"
    """The event belongs to another dossier."""
    HEAD_NOT_REACHED = "head_not_reached"
    """The log ends otherwise than the head that was kept says: cut off, or rewritten to its end."""
    BEYOND_HEAD = "beyond_head"
    """Events follow the head that was kept."""
    COUNT_DIFFERS = "count_differs"
    """There are more or fewer lines than were kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainFinding:
    """One thing that is wrong with a log."""

    code: ChainCode
    dossier: str | None
    """None where the line could not be read, or the whole log is meant."""

    sequence: int | None
    """Position in the dossier's chain, from 1."""

    line: int | None
    """Line of the log, or position among the events given, from 1."""

    sentence: LegalText

    def __str__(self) -> str:
        """Return place, code and English sentence."""
        where = "log" if self.line is None else f"line {self.line}"
        return f"{where}: {self.code.value}: {self.sentence.en}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What came of verifying a log."""

    findings: tuple[ChainFinding, ...]
    """In the order of lines; those about the whole log last."""

    count: int
    """How many lines there were."""

    heads: Mapping[str, str] = field(default_factory=dict[str, str])
    """Hash of the last event of every dossier; keep it elsewhere to prove later that nothing was cut off."""

    @property
    def is_intact(self) -> bool:
        """Tell whether nothing was found."""
        return not self.findings


def finding(
    code: ChainCode,
    *,
    dossier: str | None = None,
    sequence: int | None = None,
    line: int | None = None,
    **params: object,
) -> ChainFinding:
    """
    Make a finding with its sentence.

    >>> print(finding(ChainCode.MISSING, dossier="H1", sequence=3, line=3, first=3, last=4))
    line 3: missing: before this line, events 3 to 4 of dossier 'H1' are missing
    """
    template = _SENTENCES[code]
    named = {"dossier": dossier, "sequence": sequence, **params}
    sentence = LegalText(vi=template.vi.format(**named), en=template.en.format(**named))
    return ChainFinding(code=code, dossier=dossier, sequence=sequence, line=line, sentence=sentence)


def _s(en: str, vi: str) -> LegalText:
    return LegalText(vi=vi, en=en)


_C = ChainCode
_SENTENCES: Mapping[ChainCode, LegalText] = {
    _C.BROKEN_LINE: _s("the line cannot be read: {why}", "không đọc được dòng này: {why}"),
    _C.TRUNCATED_LINE: _s(
        "the last line is cut off; the event it held was not written to its end: {why}",
        "dòng cuối bị cắt; sự kiện trong dòng chưa được ghi hết: {why}",
    ),
    _C.REWRITTEN_LINE: _s(
        "event {sequence} of dossier {dossier!r} is unchanged, but its line is not as it was written",
        "sự kiện {sequence} của hồ sơ {dossier!r} không đổi nhưng dòng ghi không còn như lúc ghi",
    ),
    _C.CHANGED: _s(
        "event {sequence} of dossier {dossier!r} was changed: its content does not match its hash",
        "sự kiện {sequence} của hồ sơ {dossier!r} đã bị sửa: nội dung không khớp mã băm",
    ),
    _C.PERSONAL_CHANGED: _s(
        "the personal fact {fact!r} of event {sequence} of dossier {dossier!r} is not what the event committed to",
        "dữ liệu cá nhân {fact!r} của sự kiện {sequence}, hồ sơ {dossier!r}, không khớp cam kết trong sự kiện",
    ),
    _C.MISSING: _s(
        "before this line, events {first} to {last} of dossier {dossier!r} are missing",
        "trước dòng này thiếu các sự kiện từ {first} đến {last} của hồ sơ {dossier!r}",
    ),
    _C.OUT_OF_ORDER: _s(
        "event {sequence} of dossier {dossier!r} stands after event {after}, which follows it",
        "sự kiện {sequence} của hồ sơ {dossier!r} đứng sau sự kiện {after}, là sự kiện xảy ra sau nó",
    ),
    _C.DUPLICATED: _s(
        "event {sequence} of dossier {dossier!r} stands already in line {first}",
        "sự kiện {sequence} của hồ sơ {dossier!r} đã có ở dòng {first}",
    ),
    _C.INSERTED: _s(
        "this event claims place {sequence} of dossier {dossier!r}, which is not its own",
        "sự kiện này chiếm vị trí {sequence} của hồ sơ {dossier!r} không phải của nó",
    ),
    _C.UNLINKED: _s(
        "event {sequence} of dossier {dossier!r} does not continue the event before it: one of the two was replaced",
        "sự kiện {sequence} của hồ sơ {dossier!r} không nối tiếp sự kiện trước: một trong hai đã bị thay",
    ),
    _C.FOREIGN: _s(
        "this event belongs to dossier {dossier!r}; the log is that of {owner!r}",
        "sự kiện này thuộc hồ sơ {dossier!r}; nhật ký là của hồ sơ {owner!r}",
    ),
    _C.HEAD_NOT_REACHED: _s(
        "the log of dossier {dossier!r} ends with event {sequence}, which is not the head that was kept: "
        "its end was cut off or rewritten",
        "nhật ký của hồ sơ {dossier!r} kết thúc ở sự kiện {sequence}, không phải sự kiện cuối đã lưu: "
        "phần cuối bị cắt hoặc bị viết lại",
    ),
    _C.BEYOND_HEAD: _s(
        "event {sequence} of dossier {dossier!r} follows event {kept}, the head that was kept",
        "sự kiện {sequence} của hồ sơ {dossier!r} nằm sau sự kiện {kept}, là sự kiện cuối đã lưu",
    ),
    _C.COUNT_DIFFERS: _s(
        "the log has {actual} lines; {expected} were kept",
        "nhật ký có {actual} dòng; đã lưu {expected} dòng",
    ),
}
