"""Finding files of cases: by their names, by patterns of names, and in folders at any depth."""

from __future__ import annotations

import os
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING

from dossierflow.errors import DefinitionError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

SUFFIXES = (".scenario.yaml", ".cases.csv", ".cases.xlsx")
"""How the names of files end that hold cases."""


def found_at(paths: Iterable[Path]) -> tuple[list[Path], list[Problem]]:
    """
    Return the files at *paths*, each once, and what is wrong with the paths.

    Args:
        paths: Files, patterns of names, and folders.
    """
    problems: list[Problem] = []
    files: dict[Path, Path] = {}
    for named in paths:
        try:
            for path in _meant(named):
                found, wrong = _found(path)
                problems += wrong
                for file in found:
                    # a file that is named twice, or linked to, holds the same cases
                    files.setdefault(file.resolve(), file)
        except OSError as error:
            problems.append(unreadable(named, error))
    return [*files.values()], problems


def case_files(path: Path) -> list[Path]:
    """
    Return the files of cases at *path*: the file itself, or those in a folder, in the order of their names.

    Raises:
        DefinitionError: There are none, or a folder cannot be looked into.
    """
    found, problems = _found(path)
    if problems:
        raise DefinitionError(problems)
    return found


def _found(path: Path) -> tuple[list[Path], list[Problem]]:
    if not path.is_dir():
        return [path], []
    closed: list[OSError] = []
    found: list[Path] = []
    for folder, _, names in os.walk(path, onerror=closed.append):
        found += [Path(folder) / name for name in names if name.endswith(SUFFIXES) and not name.startswith((".", "~"))]
    found = sorted(one for one in found if one.is_file())
    # cases that nobody could see would pass unplayed
    problems = [unreadable(Path(str(error.filename)), error, "folder") for error in closed]
    if not found and not problems:
        message = f"there are no cases here; name them *{' or *'.join(SUFFIXES)}"
        problems.append(Problem(str(path), 0, "", message))
    return found, problems


def unreadable(path: Path, error: OSError, what: str = "file") -> Problem:
    """Return that the file or folder at *path* cannot be read, and why."""
    return Problem(str(path), 0, "", f"the {what} cannot be read: {error.strerror}")


def _meant(path: Path) -> list[Path]:
    """Return the paths that a pattern stands for, which a shell has left as it is; otherwise the path itself."""
    if not has_magic(str(path)) or path.exists():
        return [path]
    return [Path(one) for one in sorted(glob(str(path), recursive=True))] or [path]  # noqa: PTH207 -- a pattern may be absolute
