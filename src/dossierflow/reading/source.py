"""
The door: from a file or a text to a `Document`.

Bytes, characters, nodes and values are checked in this order, so that a later
check may rely on the earlier ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from dossierflow.errors import DefinitionError, Problem
from dossierflow.reading.build import Builder, line_of
from dossierflow.reading.characters import check_text, decoded
from dossierflow.reading.compose import compose
from dossierflow.reading.document import Document, digest_of

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_FILE = 1 << 20
"""Bytes that a file may have unless the caller allows more: 1 MiB."""


def read_document(source: Path | str, *, file: str | None = None, max_bytes: int = LARGEST_FILE) -> Document:
    """
    Read one YAML document.

    Args:
        source: A path is opened; a string is the text itself, never a file name.

        file: The name that messages show; by default the path, or ``<text>``.

        max_bytes: The largest size that is read, in bytes of UTF-8.

    Raises:
        DefinitionError:
            If the file cannot be read, is not YAML, uses what this library
            refuses (anchors, tags, duplicate keys, invisible characters ...),
            or holds no mapping.

    >>> read_document("term: 7 working days  # by law").data
    {'term': '7 working days'}
    """
    if isinstance(source, str):
        shown = file or "<text>"
        # A lone surrogate counts here and is refused with its line further down.
        raw_size = len(source.encode("utf-8", "surrogatepass"))
        _check_size(raw_size, max_bytes, shown)
        return _document(source.removeprefix("\ufeff"), shown)
    shown = file or str(source)
    return _document(decoded(_bytes_of(source, max_bytes, shown), shown), shown)


def _bytes_of(path: Path, max_bytes: int, file: str) -> bytes:
    # A pipe or a device could be read for ever.
    if not path.is_file():
        raise _refused(file, 0, "there is no such file")
    try:
        with path.open("rb") as stream:
            raw = stream.read(max_bytes + 1)
    except OSError as error:
        raise _refused(file, 0, f"the file cannot be read: {error.strerror}") from error
    _check_size(len(raw), max_bytes, file)
    return raw


def _check_size(size: int, max_bytes: int, file: str) -> None:
    if size > max_bytes:
        raise _refused(file, 0, f"the file is larger than {max_bytes:,} bytes; split it")


def _document(text: str, file: str) -> Document:
    check_text(text, file)
    root = compose(text, file)
    if root is None or (isinstance(root, yaml.ScalarNode) and not root.value and root.style is None):
        raise _refused(file, 1, "the file is empty; write at least one 'key: value'")
    if not isinstance(root, yaml.MappingNode):
        kind = "a list" if isinstance(root, yaml.SequenceNode) else "a single value"
        raise _refused(file, line_of(root), f"found {kind} at the top level; write 'key: value' lines")
    builder = Builder(file)
    data = builder.mapping(root, (), line_of(root))
    if builder.problems:
        raise DefinitionError(builder.problems)
    return Document(file=file, data=data, digest=digest_of(data), places=builder.places)


def _refused(file: str, line: int, message: str) -> DefinitionError:
    return DefinitionError([Problem(file, line, "", message)])
