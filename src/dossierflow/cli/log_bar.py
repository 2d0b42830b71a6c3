"""A bar that moves while a log is read, where a person watches."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from dossierflow.citation import LegalText

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from dossierflow.cli.output import Lang

_SAID = {"lines": LegalText(vi="Đọc nhật ký", en="Reading"), "cases": LegalText(vi="Tính hồ sơ", en="Cases")}


@contextmanager
def log_bar(lang: Lang) -> Generator[Callable[[str, int, int], None] | None]:
    """Give what moves the bar: the stage, how far it is, and of how much; none where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")

        def progress(stage: str, done: int, total: int) -> None:
            bar.update(task, description=_SAID[stage].text(lang.language), completed=done, total=total or None)

        yield progress
