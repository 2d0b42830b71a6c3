"""
What YAML's own complaints mean, in a sentence for the author of the file.

PyYAML speaks of tokens and blocks; authors see lines, brackets and quotes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dossierflow.errors import Problem

if TYPE_CHECKING:
    import yaml

_AT_START = frozenset(
    {
        # An opening that is never closed is noticed at the end of the file, far from the mistake.
        "found unexpected end of stream",
        "expected ',' or ']', but got '<stream end>'",
        "expected ',' or '}', but got '<stream end>'",
        "could not find expected ':'",
        "found unexpected document separator",
    }
)

_SENTENCES = (
    (r"found unexpected end of stream", "the quotation mark opened here is never closed"),
    (r"found unexpected document separator", "the quotation mark opened here is not closed before '---' or '...'"),
    (r"expected ',' or '([\]}])', but got '<stream end>'", "the bracket opened here is never closed; '{0}' is missing"),
    (r"expected ',' or '([\]}])'.*", "a ',' or the closing '{0}' is missing"),
    (r"could not find expected ':'", "a key without ':', or a text that goes on in a wrongly indented line"),
    (
        r"mapping values are not allowed here",
        "a second ':' in one line, or a wrong indentation; put a text that contains ': ' in quotes",
    ),
    (
        r"expected <block end>, but found.*",
        "this line does not fit the lines before it; check its indentation, brackets and '-'",
    ),
    (r"found character '(.)' that cannot start any token", "a text cannot begin with '{0}'; put the text in quotes"),
    (r"found unknown escape character '(.)'", "'\\{0}' means nothing inside double quotes; use single quotes"),
    (r"but found another document", "a second document begins here; a file holds one document, so split the file"),
    (r"expected the node content, but found.*", "a value is missing here, or a bracket or '...' is one too many"),
    (r"sequence entries are not allowed here", "a list cannot begin here; begin it in a line of its own"),
)
_COMPILED = tuple((re.compile(pattern, re.DOTALL), sentence) for pattern, sentence in _SENTENCES)


def explain(error: yaml.MarkedYAMLError, file: str) -> Problem:
    """Return *error* as a problem of *file*, with the line where the author has to look."""
    complaint = error.problem or ""
    mark = error.problem_mark
    if complaint in _AT_START or mark is None:
        mark = error.context_mark or mark
    line = 0 if mark is None else mark.line + 1
    return Problem(file, line, "", sentence_for(complaint))


def sentence_for(complaint: str) -> str:
    r"""
    Return what PyYAML's *complaint* means.

    >>> sentence_for("found unknown escape character 'q'")
    "'\\q' means nothing inside double quotes; use single quotes"
    """
    for pattern, sentence in _COMPILED:
        if match := pattern.fullmatch(complaint):
            return sentence.format(*match.groups())
    return f"this is not YAML: {complaint}"
