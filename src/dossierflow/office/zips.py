"""
The same bytes every time: an office file packed without the hour at which it was written.

Programs stamp each member with the clock. Here every member has the earliest
day that a zip can hold, and the properties name the title alone.
"""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_CORE_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_READABLE = 0o644 << 16


def settled(raw: bytes, *, title: str) -> bytes:
    """Return the office file *raw* with fixed stamps, its members by name, and *title* as its only property."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as written,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as out,
    ):
        # the types come first, where programs look for them
        for name in sorted(written.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            member = zipfile.ZipInfo(name, _FIRST_DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = _READABLE
            member.create_system = 3
            out.writestr(member, _properties(title) if name == _CORE else written.read(name))
    return packed.getvalue()


def _properties(title: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<cp:coreProperties xmlns:cp="{_CORE_NAMESPACE}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title></cp:coreProperties>"
    ).encode()
