"""How far a run of cases has come, where a person watches the error stream."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from dossierflow.cli.output import Lang, say
from dossierflow.cli.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from dossierflow.simulate.cases import CaseResult


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
    with _bar() as progress:
        task = progress.add_task("", total=total)
        for one in results:
            _say(one, told, progress)
            progress.advance(task)
            yield one


@contextmanager
def reading(lang: Lang) -> Generator[Callable[[int, int], None] | None]:
    """Give what moves a bar while files are read, where a person watches; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    with _bar() as progress:
        task = progress.add_task(word("reading_files", lang), total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _say(one: CaseResult, told: Callable[[CaseResult], str] | None, progress: Progress | None = None) -> None:
    text = "" if told is None else told(one)
    if not text:
        return
    if progress is not None:
        progress.stop()
    say(text)
    if progress is not None:
        progress.start()


def _bar() -> Progress:
    from rich.console import Console  # noqa: PLC0415 -- only where a person watches

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # what is printed goes where it is sent, also when the output is kept in a file
    return Progress(
        *columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False
    )
