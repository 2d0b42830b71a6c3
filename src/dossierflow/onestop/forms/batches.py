"""Forms of many dossiers: one printable page after the other, or one Word file each in a zip."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from dossierflow.onestop.forms.filling import docx_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from dossierflow.onestop.forms.slips import Slip

_UNSAFE = re.compile(r"[^0-9A-Za-z._-]+|\.{2,}")
_LONGEST = 80
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def docx_files(slips: Iterable[Slip], *, templates: Path | None = None) -> Iterator[tuple[str, bytes]]:
    """
    Yield a file name and a Word document for each form, in their order.

    Names are made of the form and the dossier, of plain letters, digits, dots
    and dashes; no two are the same, on any system.
    """
    taken: set[str] = set()
    for slip in slips:
        dossier = _UNSAFE.sub("_", slip.dossier)[:_LONGEST].strip(".")
        stem = "-".join(part for part in (slip.kind.value, dossier, f"{slip.ordinal:02d}") if part)
        name, count = stem, 1
        while name.lower() in taken:
            count += 1
            name = f"{stem}-{count}"
        taken.add(name.lower())
        yield f"{name}.docx", docx_of(slip, templates=templates)


def docx_zip(slips: Iterable[Slip], *, templates: Path | None = None) -> bytes:
    """Return the Word documents of *slips* in one zip, the same bytes every time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as out:
        for name, raw in docx_files(slips, templates=templates):
            member = zipfile.ZipInfo(name, _FIRST_DAY)
            member.create_system = 3
            member.external_attr = 0o644 << 16
            out.writestr(member, raw)
    return packed.getvalue()
