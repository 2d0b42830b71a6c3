"""Waiting for files to change, so that cases are run again while somebody writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from dossierflow.simulate.cases import Suite

_ENDINGS = (".yaml", ".yml", ".csv", ".xlsx")


def watched_paths(paths: Iterable[Path], suite: Suite | None, folders: Iterable[Path]) -> list[Path]:
    """
    Return what to watch: the paths given, the folders of procedures that their cases name, and *folders*.

    Args:
        paths: Files and folders of cases.

        suite: The cases in them; none where they cannot be read as they are.

        folders: Further folders.
    """
    named = {} if suite is None else dict.fromkeys(case.rules for case in suite.cases if case.rules is not None)
    return [path for path in dict.fromkeys([*paths, *folders, *named]) if path.exists()]


def changes(paths: Iterable[Path]) -> Iterator[None]:
    """Yield each time that a file of cases or rules below *paths* has changed, until somebody interrupts."""
    # costs time to load, and only who watches needs it
    from watchfiles import Change, watch  # noqa: PLC0415

    def is_ours(_: Change, path: str) -> bool:
        return path.endswith(_ENDINGS)

    for _ in watch(*paths, watch_filter=is_ours, raise_interrupt=False):
        yield None
