"""
Records of the national database of procedures, as crawlers of its portal keep them.

A record is one JSON object of texts: the code, the name, and the tables of the
page run together into single lines. A file holds one record, a list of them, or
one a line. What is missing is empty; keys that nobody here knows are told.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, cast

from dossierflow.errors import DefinitionError, Problem
from dossierflow.reading.characters import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST_FILE = 64 << 20
"""Bytes of a file of records that is read: 64 MiB, many times the largest ministry."""

NOTHING = "Không có thông tin"
"""What the portal prints where a field is empty."""

KEYS = {
    "ma_thu_tuc": "code",
    "ten_thu_tuc": "name",
    "so_quyet_dinh": "decision",
    "cap_thuc_hien": "level",
    "linh_vuc": "sector",
    "co_quan_thuc_hien": "agency",
    "co_quan_co_tham_quyen": "competent",
    "co_quan_phoi_hop": "consulted",
    "trinh_tu_thuc_hien": "steps",
    "cach_thuc_thuc_hien": "channels",
    "can_cu_phap_ly": "basis",
    "ket_qua_xu_ly": "result",
}
"""Key of the record, and the field of `NationalRecord` that holds it."""

PASSED_OVER = frozenset(
    {
        "detail_url", "formality_id", "loai_thu_tuc", "doi_tuong_thuc_hien", "dia_chi_tiep_nhan",
        "co_quan_duoc_uy_quyen", "thu_tuc_lien_quan", "thanh_phan_ho_so", "yeu_cau_dieu_kien", "raw_text",
    }
)  # fmt: skip
"""Keys that are known and that no procedure file says: papers, conditions, addresses."""

_ODD_SPACES = re.compile(r"[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLOCKS = frozenset({"br", "p", "div", "li", "tr", "ul", "ol", "table"})
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>|&[#A-Za-z0-9]{2,10};")


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalRecord:
    """One procedure as the portal prints it; a missing field is the empty text."""

    code: str = ""
    name: str = ""
    decision: str = ""
    """Number of the decision that published the procedure."""

    level: str = ""
    sector: str = ""
    agency: str = ""
    """Who carries the procedure out."""

    competent: str = ""
    consulted: str = ""
    steps: str = ""
    channels: str = ""
    """The table of ways to file, limits and fees, run together."""

    basis: str = ""
    result: str = ""
    place: str = ""
    """File, and the number of the record where it holds several."""

    unknown: tuple[str, ...] = field(default=())
    """Keys with something under them that nobody here knows."""

    mended: tuple[str, ...] = field(default=())
    """Keys whose text held mark-up or characters that nobody sees; both were taken out."""


def read_records(path: Path) -> Iterator[NationalRecord]:
    """
    Yield the records of the JSON file at *path*, in order.

    Raises:
        DefinitionError: The file cannot be read, is too large, is not JSON, or
            holds something else than objects of texts.
    """
    name = str(path)
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise _broken(name, 0, "", f"the file has {size:,} bytes; at most {LARGEST_FILE:,} are read; split it")
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _broken(name, 0, "", f"cannot be read as text in UTF-8: {error}") from error
    found = _objects(text, name)
    for number, (line, value) in enumerate(found, start=1):
        place = name if len(found) == 1 else f"{name}#{number}"
        yield record_of(value, place=place, line=line)


def record_of(value: object, *, place: str, line: int = 0) -> NationalRecord:
    """
    Return the record that a JSON object states.

    Raises:
        DefinitionError: It is not an object, or a known key holds something else than text.
    """
    if not isinstance(value, dict):
        raise _broken(place, line, "", f"found {_kind(value)}; a record is an object with keys such as 'ma_thu_tuc'")
    # JSON has no other keys than texts
    record = cast("dict[str, object]", value)
    if not KEYS.keys() & record.keys():
        raise _broken(place, line, "", f"none of the keys of a record is here: {', '.join(KEYS)}")
    texts: dict[str, str] = {}
    mended: list[str] = []
    for key, name in KEYS.items():
        said = record.get(key)
        if said is None:
            continue
        if not isinstance(said, str):
            raise _broken(place, line, key, f"found {_kind(said)}; the portal prints text here")
        texts[name] = clean(said)
        if _is_mended(said):
            mended.append(key)
    known = KEYS.keys() | PASSED_OVER
    unknown = tuple(key for key, said in record.items() if key not in known and said not in (None, "", [], {}))
    return NationalRecord(**texts, place=place, unknown=unknown, mended=tuple(mended))


def clean(text: str) -> str:
    """
    Return *text* without mark-up, in NFC, without characters that nobody sees; empty where it says "nothing".

    >>> clean("<p>05&nbsp;ngày</p>"), clean("Không có thông tin")
    ('05 ngày', '')
    """
    if _TAG.search(text):
        text = _without_tags(text)
    text = _ODD_SPACES.sub(" ", _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)))
    if refusal(text.replace("\t", " ")) is not None:
        text = "".join(c for c in text if c in "\n\t" or refusal(c) is None)
    text = re.sub(r"[ \t]+", " ", text).strip()
    return "" if text == NOTHING else text


def _is_mended(text: str) -> bool:
    return _TAG.search(text) is not None or any(
        refusal(character) is not None for character in set(_ODD_SPACES.sub(" ", text)) - set("\n\t\r")
    )


def _objects(text: str, name: str) -> list[tuple[int, object]]:
    """Return every record of a file with its line: one object, a list, or one object a line."""
    stripped = text.lstrip()
    first = stripped.partition("\n")[0].strip()
    if stripped.startswith("{") and first.endswith("}") and "\n" in stripped.strip():
        lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
        return [(number, _json(line, name, number)) for number, line in lines]
    whole = _json(text, name, 0)
    return [(0, one) for one in cast("list[object]", whole)] if isinstance(whole, list) else [(0, whole)]


def _json(text: str, name: str, line: int) -> object:
    try:
        return json.loads(text, object_pairs_hook=lambda pairs: _once(pairs, name, line), parse_constant=_no_constant)
    except RecursionError as error:
        raise _broken(name, line, "", "is nested too deeply; a record is one object of texts") from error
    except json.JSONDecodeError as error:
        raise _broken(name, line or error.lineno, "", f"is not JSON: {error.msg} in column {error.colno}") from error
    except ValueError as error:
        raise _broken(name, line, "", f"is not JSON: {error}") from error


def _once(pairs: list[tuple[str, object]], name: str, line: int) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        twice = next(key for key in value if sum(key == one for one, _ in pairs) > 1)
        raise _broken(name, line, twice, "the key stands twice in one record; keep one")
    return value


def _no_constant(said: str) -> object:
    message = f"{said} is not a value of JSON"
    raise ValueError(message)


def _kind(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case str():
            return "text"
        case dict():
            return "an object"
        case list():
            return "a list"
        case _:
            return "a number"


def _broken(file: str, line: int, field_name: str, message: str) -> DefinitionError:
    return DefinitionError([Problem(file, line, field_name, message)])


class _Text(HTMLParser):
    """Gathers the text of a piece of HTML, with a line for every block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- the base's
        if tag in _BLOCKS:
            self.parts.append("\n")


def _without_tags(text: str) -> str:
    parser = _Text()
    parser.feed(text)
    parser.close()
    return re.sub(r"\s*\n\s*", "\n", "".join(parser.parts))
