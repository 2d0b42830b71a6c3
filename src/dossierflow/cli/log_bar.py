"""A bar that moves while a log is read, where a person watches."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.cli.bar import named

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from dossierflow.cli.output import Lang

_SAID = {"lines": LegalText(vi="Đọc nhật ký", en="Reading"), "cases": LegalText(vi="Tính hồ sơ", en="Cases")}


@contextmanager
def log_bar(lang: Lang) -> Generator[Callable[[str, int, int], None] | None]:
    """Give what moves the bar: the stage, how far it is, and of how much; none where nobody watches."""
    with named() as move:
        yield None if move is None else lambda stage, done, total: move(_SAID[stage].text(lang.language), done, total)
