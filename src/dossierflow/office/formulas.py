"""Text that a spreadsheet would take for a formula, made text again."""

from __future__ import annotations

import re
from typing import Final

_BEGINS_A_FORMULA: Final = re.compile(r"[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


def as_text(cell: str) -> str:
    """
    Return the text of a CSV cell so that no spreadsheet computes it: an apostrophe stands before what it might.

    A formula can call other programs and send what is in the sheet elsewhere,
    and the name of a dossier or a reason may come from anybody. Plain numbers
    are left alone: computing them gives themselves.

    >>> as_text("=HYPERLINK(A1)"), as_text("-5"), as_text("-5+cmd"), as_text("Điều 5"), as_text("-")
    ("'=HYPERLINK(A1)", '-5', "'-5+cmd", 'Điều 5', '-')
    """
    if len(cell) < 2 or not _BEGINS_A_FORMULA.match(cell) or _NUMBER.fullmatch(cell):  # noqa: PLR2004 -- one sign says nothing
        return cell
    return f"'{cell}"
