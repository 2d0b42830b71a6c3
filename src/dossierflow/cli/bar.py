"""How far something has come, where a person watches the error stream; in a pipe nothing is shown."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from dossierflow.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from rich.progress import ProgressColumn

    from dossierflow.simulate.cases import CaseResult


@contextmanager
def counted(description: str = "") -> Generator[Callable[[int, int], None] | None]:
    """Give what moves a bar under one name: how many are done, and of how many; none where nobody watches."""
    with named() as move:
        yield None if move is None else lambda done, total: move(description, done, total)


@contextmanager
def named() -> Generator[Callable[[str, int, int], None] | None]:
    """Give what moves a bar whose name changes: the name, how many are done, and of how many (0: not known)."""
    if not sys.stderr.isatty():
        yield None
        return
    with _progress() as progress:
        task = progress.add_task("", total=None)
        yield lambda name, done, total: progress.update(task, description=name, completed=done, total=total or None)


@contextmanager
def searched() -> Generator[Callable[[int, int], None] | None]:
    """Give what shows how far a search has come whose end nobody knows: how many are followed, how many wait."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (SpinnerColumn(), TextColumn("{task.completed} + {task.fields[waiting]}"), TimeElapsedColumn())
    with _progress(*columns) as progress:
        task = progress.add_task("", total=None, waiting=0)
        yield lambda followed, waiting: progress.update(task, completed=followed, waiting=waiting)


def shown(
    results: Iterable[CaseResult], total: int, told: Callable[[CaseResult], str] | None = None
) -> Iterator[CaseResult]:
    """
    Yield *results*, moving a bar where a person watches.

    Args:
        results: How cases go, one after the other.

        total: How many there will be.

        told: Returns what is to be printed of a result at once, or nothing. The
            bar is taken away meanwhile: both would write into one line.
    """
    if not sys.stderr.isatty():
        for one in results:
            _say(one, told)
            yield one
        return
    with _progress() as progress:
        task = progress.add_task("", total=total)
        for one in results:
            _say(one, told, progress)
            progress.advance(task)
            yield one


def _say(one: CaseResult, told: Callable[[CaseResult], str] | None, progress: Progress | None = None) -> None:
    text = "" if told is None else told(one)
    if not text:
        return
    if progress is not None:
        progress.stop()
    say(text)
    if progress is not None:
        progress.start()


def _progress(*columns: ProgressColumn) -> Progress:
    from rich.console import Console  # noqa: PLC0415 -- only where a person watches

    usual = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # what is printed goes where it is sent, also when the output is kept in a file
    return Progress(
        *(columns or usual), console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False
    )
