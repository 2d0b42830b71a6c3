"""
The outside of an office file: a zip, checked before anything inside is parsed.

What a person's own program would never have written is refused: more or larger
members than a document has, members that unpack to hundreds of times their
size, encryption, macros, embedded files, links that fetch content, and XML that
declares entities. Nothing is written to disk and nothing is fetched, ever.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from dossierflow.errors import DefinitionError, Problem
from dossierflow.office.markup import Inspector, RefusedMarkupError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dossierflow.office.values import Limits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_CENTRAL = b"PK\x01\x02"
_ENCRYPTED_NAME = "EncryptedPackage".encode("utf-16-le")
_TYPES = "[Content_Types].xml"
_MIB = 1 << 20
_HEAD = 64
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_WORDS = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml."


class Kind(NamedTuple):
    """One of the two kinds of office files."""

    suffix: str
    name: str
    main: str
    """Content type of the main part."""


XLSX = Kind(".xlsx", "an Excel workbook", f"{_SHEETS}sheet.main+xml")
DOCX = Kind(".docx", "a Word document", f"{_WORDS}document.main+xml")
_OTHER_MAINS = {
    f"{_SHEETS}template.main+xml": "an Excel template",
    f"{_WORDS}template.main+xml": "a Word template",
    "application/vnd.ms-excel.sheet.binary.macroEnabled.main": "a binary Excel workbook (.xlsb)",
}


@dataclass(frozen=True, slots=True)
class Package:
    """An office file whose outside is sound, and its XML parts."""

    file: str
    raw: bytes
    parts: Mapping[str, bytes]
    """The XML parts by their name inside the zip."""

    main: str
    """Name of the main part."""

    limits: Limits

    def inspect(
        self,
        part: str,
        *,
        start: Callable[[str, Mapping[str, str]], None] | None = None,
        end: Callable[[str], None] | None = None,
    ) -> None:
        """
        Look through one part again, which has been looked through before.

        Raises:
            RefusedMarkupError: *start* or *end* raised it, or a value error.
        """
        Inspector(self.limits).inspect(self.parts[part], start=start, end=end)

    def refuse(self, place: str, message: str) -> NoReturn:
        """Refuse the file for what stands at *place*."""
        raise DefinitionError([Problem(self.file, 0, place, message)])


def open_package(source: Path | bytes, kind: Kind, *, file: str | None, limits: Limits) -> Package:
    """
    Return the file *source* with its outside checked.

    Args:
        source: A path, or the bytes of the file.

        kind: What the file must be.

        file: The name that messages show; by default the path, or ``<bytes>``.

        limits: The largest sizes that are read.

    Raises:
        DefinitionError: The file is not of that *kind*, is damaged, or holds what is refused.
    """
    shown = file or (str(source) if isinstance(source, Path) else "<bytes>")

    def refuse(message: str, place: str = "") -> NoReturn:
        raise DefinitionError([Problem(shown, 0, place, message)])

    raw = _bytes_of(source, kind, limits, refuse)
    _check_magic(raw, kind, refuse)
    if raw.count(_CENTRAL) > limits.members:
        refuse(f"the file holds more than {limits.members:,} members; no document has so many")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = dict(_parts(archive, limits, refuse))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError) as error:
        refuse(f"the file is damaged or cut off: {error}; open it in its program and save it again")
    _inspect(parts, Inspector(limits), refuse)
    return Package(shown, raw, parts, _main_part(parts, kind, limits, refuse), limits)


def _bytes_of(source: Path | bytes, kind: Kind, limits: Limits, refuse: Callable[[str], NoReturn]) -> bytes:
    if isinstance(source, Path):
        if source.suffix.lower() != kind.suffix:
            refuse(f"the name ends in {source.suffix or 'no suffix'!r}; {kind.name} ends in {kind.suffix!r}")
        # a pipe or a device could be read for ever
        if not source.is_file():
            refuse("there is no such file")
        try:
            with source.open("rb") as stream:
                raw = stream.read(limits.file_bytes + 1)
        except OSError as error:
            refuse(f"the file cannot be read: {error.strerror}")
    else:
        raw = source
    if len(raw) > limits.file_bytes:
        refuse(f"the file is larger than {limits.file_bytes:,} bytes; split it")
    return raw


def _check_magic(raw: bytes, kind: Kind, refuse: Callable[[str], NoReturn]) -> None:
    if not raw:
        refuse("the file is empty")
    if raw.startswith(_OLE):
        if _ENCRYPTED_NAME in raw:
            refuse("the file is encrypted with a password; save it without one")
        refuse(f"this is a file of the time before 2007 (.xls, .doc); save it as {kind.suffix}")
    if not raw.startswith(_ZIP):
        refuse(f"this is not {kind.name}: it does not begin as one; save it as {kind.suffix} in its program")


def _parts(
    archive: zipfile.ZipFile, limits: Limits, refuse: Callable[[str, str], NoReturn]
) -> Iterator[tuple[str, bytes]]:
    """Check every member, and yield those that are XML."""
    members = archive.infolist()
    seen: set[str] = set()
    if sum(member.file_size for member in members) > limits.unpacked_bytes:
        refuse(f"the file unpacks to more than {limits.unpacked_bytes:,} bytes; split it", "")
    for member in members:
        name = member.filename
        if name.lower() in seen or name.startswith("/") or "\\" in name or ".." in name.split("/"):
            refuse("the zip has a member of this name twice, or outside the file; no office program writes that", name)
        seen.add(name.lower())
        if member.flag_bits & 1:
            refuse("the file is encrypted with a password; save it without one", name)
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            refuse("the file is packed in a way that office programs do not use; save it again", name)
        if member.file_size > _MIB and member.file_size > limits.ratio * member.compress_size:
            refuse(f"the member unpacks to more than {limits.ratio} times its size, as only a zip bomb does", name)
        _check_name(name, refuse)
        with archive.open(member) as stream:
            head = stream.read(_HEAD)
            if head.startswith((_ZIP, _OLE)):
                refuse("another file is embedded; remove it, or write its content into the document", name)
            if _is_xml(name, head):
                yield name, head + stream.read()


def _check_name(name: str, refuse: Callable[[str, str], NoReturn]) -> None:
    lower = name.lower()
    if "vbaproject" in lower or "/macrosheets/" in lower or "vbadata" in lower:
        refuse("the file holds macros; save it in the format without macros", name)
    if "/activex/" in lower or "/embeddings/" in lower:
        refuse("another file or a control is embedded; remove it, or write its content into the document", name)
    if "/externallinks/" in lower:
        refuse("the workbook takes values from another file; paste them as values and break the link", name)


def _is_xml(name: str, head: bytes) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml")) or b"<" in head.lstrip()[:4] or head.startswith(_BOMS)


def _inspect(parts: Mapping[str, bytes], inspector: Inspector, refuse: Callable[[str, str], NoReturn]) -> None:
    def relationship(name: str, attributes: Mapping[str, str]) -> None:
        external = attributes.get("TargetMode", "").lower() == "external"
        if name == "Relationship" and external and not attributes.get("Type", "").endswith("/hyperlink"):
            target = attributes.get("Target", "")[:80]
            msg = f"the file takes content from elsewhere ({target}); put the content itself into the document"
            raise RefusedMarkupError(msg)

    for part, raw in parts.items():
        try:
            inspector.inspect(raw, start=relationship if part.endswith(".rels") else None)
        except RefusedMarkupError as error:
            refuse(str(error), part)


def _main_part(parts: Mapping[str, bytes], kind: Kind, limits: Limits, refuse: Callable[[str], NoReturn]) -> str:
    if _TYPES not in parts:
        open_document = "; this is an OpenDocument file" if "content.xml" in parts else ""
        refuse(f"this is not {kind.name}{open_document}; save it as {kind.suffix} in its program")
    types: list[tuple[str, str]] = []

    def collect(name: str, attributes: Mapping[str, str]) -> None:
        if name in {"Override", "Default"}:
            types.append((attributes.get("PartName", ""), attributes.get("ContentType", "")))

    Inspector(limits).inspect(parts[_TYPES], start=collect)
    for part, content in types:
        if "macroenabled" in content.lower():
            refuse(f"the file may hold macros; save it as {kind.suffix}, the format without macros")
        if content == kind.main and part.removeprefix("/") in parts:
            return part.removeprefix("/")
    found = {content for _, content in types}
    others = {XLSX.main: XLSX.name, DOCX.main: DOCX.name, **_OTHER_MAINS}
    what = next((f"; it is {name}" for content, name in others.items() if content in found), "")
    return refuse(f"this is not {kind.name}{what}; save it as {kind.suffix} in its program")
