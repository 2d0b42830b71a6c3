"""
A procedure file to begin with: commented, sound, and unverified.

One text holds all templates, so that what they share is written once. Lines of
comment are in one language (``#vi``, ``#en``), and what belongs to a template
stands between ``#+template`` and ``#-``.
"""

from __future__ import annotations

import re
from enum import StrEnum
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from dossierflow.citation import Language

IDENTIFIER = re.compile(r"[a-z][a-z0-9-]*")
"""What the identifier of a procedure looks like, from its first character to its last."""

_LAW = {"vi": ("(số văn bản)", "(điều, khoản)"), "en": ("(number of the law)", "(article, clause)")}
_COMMENT = re.compile(r"(?P<indent> *)#(?P<lang>vi|en) ?(?P<text>.*)")


class Template(StrEnum):
    """What a new file may have besides reception, check, decision and return."""

    minimal = "minimal"
    """Nothing besides."""
    supplement = "supplement"
    """A request to complete the dossier, with its terms, its effect on the clock and what silence means."""
    handoff = "handoff"
    """The opinion of another agency, with its term and what its silence means."""
    inspection = "inspection"
    """A visit to the place, with a term within the whole."""


def scaffold(identifier: str, since: date, *, templates: Collection[Template] = (), lang: Language = "vi") -> str:
    """
    Return the text of a new procedure file, which the reader takes as it stands.

    Args:
        identifier: Identifier of the procedure: small letters, digits, hyphens.

        since: First day in force, which also names the version.

        templates: What the file has besides the least; any number of them.

        lang: Language of the comments; names are in both.

    Raises:
        ValueError: The identifier is none.

    >>> from datetime import date
    >>> print(*[line for line in scaffold("stall-permit", date(2026, 7, 1)).splitlines() if line.startswith("code")])
    code: "0.000000"
    """
    if IDENTIFIER.fullmatch(identifier) is None:
        message = f"found {identifier!r}; write small letters, digits and hyphens, a letter first: stall-permit"
        raise ValueError(message)
    source = (resources.files("dossierflow.procedure") / "templates" / "procedure.yaml.template").read_text("utf-8")
    law, article = _LAW[lang]
    after_consult = "inspect" if Template.inspection in templates else "decide"
    gaps = {
        "<id>": identifier,
        "<day>": since.isoformat(),
        "<file>": file_name(identifier, since),
        "<law>": law,
        "<article>": article,
        "<after check>": "consult" if Template.handoff in templates else after_consult,
        "<after consult>": after_consult,
    }
    text = "\n".join(_lines(source, templates, lang)) + "\n"
    for gap, said in gaps.items():
        text = text.replace(gap, said)
    return text


def file_name(identifier: str, since: date) -> str:
    """
    Return the name under which the reader expects the file.

    >>> from datetime import date
    >>> file_name("stall-permit", date(2026, 7, 1))
    'stall-permit@2026-07-01.yaml'
    """
    return f"{identifier}@{since.isoformat()}.yaml"


def _lines(source: str, templates: Collection[Template], lang: Language) -> Iterator[str]:
    """Yield the lines of *source* that belong to *templates*, with the comments of one language."""
    wanted = True
    for line in source.splitlines():
        if line.startswith("#+"):
            wanted = Template(line[2:]) in templates
        elif line == "#-":
            wanted = True
        elif wanted:
            comment = _COMMENT.fullmatch(line)
            if comment is None:
                yield line
            elif comment["lang"] == lang:
                yield f"{comment['indent']}# {comment['text']}"
