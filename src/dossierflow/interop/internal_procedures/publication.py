"""A published file as a list of procedures: each table with the title, code, decision and limit around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dossierflow.interop.internal_procedures.folding import folded
from dossierflow.interop.internal_procedures.rows import Passage, Stated, Table
from dossierflow.interop.internal_procedures.tables import pieces_in
from dossierflow.interop.internal_procedures.times import TimeKind, read_words
from dossierflow.office import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.interop.internal_procedures.sources import Source
    from dossierflow.office import Notice

_CODE = re.compile(r"\b(\d\.\d{6}(?:\.[A-Z0-9]+(?:\.[A-Z0-9]+)*)?)\b")
_DECISION = re.compile(
    r"(?:Quyết định(?: số)?|QĐ)\s*:?\s*(\d+(?:/\d{4})?/QĐ-[\wĐđ]+)(?:[\s,]*(?:ngày\s*)?(\d{1,2})"
    r"(?:/|\s*tháng\s*|-|\.)(\d{1,2})(?:/|\s*năm\s*|-|\.)(\d{4}))?",
    re.IGNORECASE,
)
_MARKED_CODE = re.compile(rf"Mã(?: số)?(?: TTHC| thủ tục(?: hành chính)?)?\s*[:：]?\s*{_CODE.pattern}", re.IGNORECASE)
_IN_FORCE = re.compile(
    r"hiệu lực(?: thi hành)?(?: kể)? từ(?: ngày)?\s*(\d{1,2})(?:/|\s*tháng\s*|-)(\d{1,2})(?:/|\s*năm\s*|-)(\d{4})",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:tên )?(?:thủ tục(?: hành chính)?|tthc)(?:\s*\([^)]*\))?\s*[:：]\s*(.+)", re.IGNORECASE | re.DOTALL
)
_HEADED = re.compile(r"^(?:[\d.]+|[A-Z]|[IVX]+)[.)]?\s+")
_NAMED = re.compile(r"\b(thu tuc|tthc|quy trinh)\b")
_NO_TITLE = re.compile(r"\(|can cu\b|theo\b|(thoi han|thoi gian|tong thoi)\b")
_LIMIT = re.compile(r"\b(thoi han giai quyet|tong thoi (gian|giai|han)|thoi gian giai quyet|tong cong thoi gian)\b")


@dataclass
class Published:
    """One procedure of a publication."""

    table: Table
    title: str = ""
    code: str = ""
    decision: str = ""
    """Number of the decision that approved it, perhaps with its day: ``2022/QĐ-UBND ngày 27/11/2025``."""

    day: tuple[int, int, int] | None = None
    """Day, month and year from which it is in force where that is said, or else of the decision."""

    limit: Stated | None = None
    """The limit that the words around the table state, apart from its row of totals."""


@dataclass
class Publication:
    """Everything that a published file says about internal procedures."""

    file: str
    procedures: list[Published] = field(default_factory=list[Published])
    notices: tuple[Notice, ...] = ()
    unused: list[Passage] = field(default_factory=list[Passage])
    """Texts that gave a procedure nothing."""


def publication_of(source: Source) -> Publication:
    """Gather the procedures of an opened file."""
    publication = Publication(source.file, notices=source.notices)
    above: list[Passage] = []
    known: Published | None = None
    for piece in _pieces(source):
        if isinstance(piece, Passage):
            passage = Passage(piece.place, piece.line)
            if known is None or not _adds_total(known, passage):
                above.append(passage)
            continue
        known = _published(piece, above, known)
        publication.procedures.append(known)
        publication.unused += [passage for passage in above if not _gave(passage, known)]
        above = []
    publication.unused += above
    return publication


def _pieces(source: Source) -> Iterator[Table | Passage]:
    for block in source.blocks:
        if isinstance(block, Paragraph):
            yield Passage(block.place, block.text)
        elif not block.hidden:
            yield from pieces_in(block)


def _adds_total(known: Published, passage: Passage) -> bool:
    """Tell whether a text below a table states its total, and keep it."""
    words = folded(passage.text)
    if known.table.totals or known.limit is not None or not _LIMIT.search(words) or _CODE.search(passage.text):
        return False
    known.limit = _limit_in(passage, known.table.unit)
    return known.limit is not None


def _published(table: Table, above: list[Passage], before: Published | None) -> Published:
    text = "\n".join([*(passage.text for passage in above), table.title])
    own = Published(table, title=_title(above, table), code=table.code, decision=table.decision)
    if not own.code and (codes := _MARKED_CODE.findall(text) or _CODE.findall(text)):
        own.code = codes[-1]
    if found := list(_DECISION.finditer(table.decision or text)):
        own.decision = _decision(found[-1])
        approved = found[-1].groups()[1:]
        own.day = (int(approved[0]), int(approved[1]), int(approved[2])) if all(approved) else None
    elif before is not None:
        # one decision approves all the procedures of its annex
        own.decision, own.day = before.decision, before.day
    if found := list(_IN_FORCE.finditer(text)):
        day, month, year = found[-1].groups()
        own.day = (int(day), int(month), int(year))
    if table.variant and before is not None and not own.title:
        own.title = before.title
    if table.variant and before is not None and not own.code and own.title == before.title:
        own.code = before.code
    for passage in reversed(above):
        if own.limit is None and _LIMIT.search(folded(passage.text)):
            own.limit = _limit_in(passage, table.unit)
    return own


def _gave(passage: Passage, known: Published) -> bool:
    """Tell whether a text above a table gave its title, code, decision or limit."""
    limit = known.limit is not None and known.limit.place == passage.place
    title = bool(known.title) and _bare(passage.text) == known.title
    return (
        limit
        or title
        or bool(_CODE.search(passage.text) or _DECISION.search(passage.text) or _IN_FORCE.search(passage.text))
    )


def _decision(found: re.Match[str]) -> str:
    number, day, month, year = found.groups()
    return f"{number} ngày {int(day):02d}/{int(month):02d}/{year}" if day else str(number)


def _title(above: list[Passage], table: Table) -> str:
    """Return the last text above a table that names a procedure, without its number and code."""
    if table.title:
        return _bare(table.title)
    for passage in reversed(above):
        words = folded(passage.text)
        if _NAMED.search(words) and not _NO_TITLE.match(words):
            return _bare(passage.text)
    return ""


def _bare(text: str) -> str:
    """Return the name in a title, without number, code and the word for procedure before it."""
    words = " ".join(_CODE_PART.sub(" ", " ".join(text.split())).split())
    found = _TITLE.search(words)
    words = _HEADED.sub("", found.group(1) if found else words)
    # "Thủ tục Đăng ký ..." is named after what follows; in "Thủ tục hải quan ..." the word is part of the name
    if (word := _PROCEDURE_WORD.match(words)) and words[word.end() :][:1].isupper():
        words = words[word.end() :]
    name = words.strip(" .;:,-“”\"'")
    return name if name.count("(") == name.count(")") else name.strip("() ")


_CODE_PART = re.compile(
    r"[(\[]?\s*(?:Mã(?: số)? (?:TTHC|thủ tục(?: hành chính)?))?\s*[:：]?\s*\b\d\.\d{6}[^)\]\s;,]*\s*[)\]]?",
    re.IGNORECASE,
)
_PROCEDURE_WORD = re.compile(r"^(?:thủ tục(?: hành chính)?|tthc)\s+", re.IGNORECASE)


def _limit_in(passage: Passage, unit: str | None) -> Stated | None:
    match = _LIMIT_WORDS.search(passage.text)
    if match is None:
        return None
    said = match.group(1).strip(" :.;")
    head = re.split(r"[.;(\n](?!\d)", said)[0]
    rest = said[len(head) :]
    for words in (said, head) if _PARTS.match(rest) or not _AMOUNT.search(rest) else (said,):
        time = read_words(words, unit)
        if time.kind is TimeKind.TIMED:
            return Stated(passage.place, time, passage.text)
    return None


_AMOUNT = re.compile(r"\d\s*(?:\([^)]*\)\s*)?(?:ngày|giờ|tháng|phút|năm|tuần)", re.IGNORECASE)
_PARTS = re.compile(r"[\s.;,(]*(?:trong đó|gồm|bao gồm|cụ thể|tương đương|=)", re.IGNORECASE)
_LIMIT_WORDS = re.compile(
    r"(?:thời hạn giải quyết|tổng thời (?:gian|giai|hạn)|thời gian giải quyết|tổng cộng thời gian)"
    r"(?:[^:：\n]*[:：]|(?:\s+(?:giải quyết|thực hiện|TTHC|thủ tục(?: hành chính)?|là|quy trình))*)\s*(.+)",
    re.IGNORECASE | re.DOTALL,
)
