"""Waiting for files to change, so that cases are run again while somebody writes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dossierflow.simulate.cases import Suite

_ENDINGS = (".yaml", ".yml", ".csv", ".xlsx")
_LOOK = 1000
"""Milliseconds after which a wait looks up whether there is something else to watch."""


def watched_paths(paths: Iterable[Path], suite: Suite | None, more: Iterable[Path]) -> list[Path]:
    """
    Return what to watch: the paths given, what their cases name, and *more*.

    Args:
        paths: Files and folders of cases.

        suite: The cases in them; none where they cannot be read as they are.

        more: Further files and folders.
    """
    cases = () if suite is None else suite.cases
    named = dict.fromkeys(path for case in cases for path in (case.rules, *case.layers) if path is not None)
    return [*dict.fromkeys([*paths, *more, *named])]


def changes(watched: Callable[[], Iterable[Path]]) -> Iterator[None]:
    """
    Yield each time that a file of cases or rules has changed, until somebody interrupts.

    Args:
        watched: Returns the files and folders; asked again after each change,
            because a case may name others by then.
    """
    # costs time to load, and only who watches needs it
    from watchfiles import watch  # noqa: PLC0415

    while True:
        asked = _split(watched())
        places = _places(*asked)
        try:
            for found in watch(*places, yield_on_timeout=True, rust_timeout=_LOOK, recursive=False):
                if any(_is_ours(Path(path), *asked) for _, path in found):
                    yield None
                asked_now = _split(watched())
                if (asked_now, _places(*asked_now)) != (asked, places):
                    break
            else:
                return
        except KeyboardInterrupt:
            return


def _split(paths: Iterable[Path]) -> tuple[frozenset[Path], frozenset[Path]]:
    """Return files and folders, as they are called when every link has been followed."""
    found = {path.resolve() for path in paths}
    folders = frozenset(path for path in found if path.is_dir())
    return frozenset(found - folders), folders


def _places(files: Iterable[Path], folders: Iterable[Path]) -> list[Path]:
    """Return the folders to listen to; all below the folders that are watched, and none below those of a file."""
    # a file that an editor replaces is another file of the same name, which only its folder knows
    places = {*folders, *(_nearest(file.parent) for file in files)}
    for folder in folders:
        places.update(path for path in folder.rglob("*") if path.is_dir() and not path.is_symlink())
    return sorted(places)


def _nearest(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.is_dir())


def _is_ours(path: Path, files: frozenset[Path], folders: frozenset[Path]) -> bool:
    return path in files or (path.name.endswith(_ENDINGS) and not folders.isdisjoint(path.parents))
