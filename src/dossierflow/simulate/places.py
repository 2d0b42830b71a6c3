"""Where the files lie that a file of cases names: beside it, wherever somebody has linked it from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def place_of(file: Path) -> Path:
    """Return the folder in which *file* really lies, which is what the paths that it names are relative to."""
    return (file.resolve() if file.is_symlink() else file).parent
