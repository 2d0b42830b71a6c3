"""Writing result files: all or none, and never over somebody's work unless told to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.errors import DefinitionError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write_files(files: Mapping[Path, bytes], *, force: bool) -> None:
    """
    Write *files*; a failure before the last of them is complete leaves every old one as it was.

    Args:
        files: The bytes of each file by its path; missing folders are made.

        force: Whether a file that exists may be replaced.

    Raises:
        DefinitionError: A file exists, and *force* is false; then none is written.

        OSError: A folder cannot be written to.
    """
    taken = [] if force else [path for path in files if path.exists()]
    if taken:
        raise DefinitionError([Problem(str(path), 0, "", _EXISTS) for path in taken])
    ready: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            # beside its goal, so that the last move happens inside one file system
            part = path.with_name(f".{path.name}.part")
            ready[path] = part
            part.write_bytes(content)
        for path in files:
            ready[path].replace(path)
            del ready[path]
    finally:
        for part in ready.values():
            part.unlink(missing_ok=True)


_EXISTS = "the file exists; give another name, or --force to replace it"
