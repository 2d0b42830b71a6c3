"""
JUnit XML of a suite of cases, which build servers show as test results.

No times are written: the same cases give the same bytes.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from dossierflow.render.cases import failure_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.citation import Language
    from dossierflow.simulate.cases.suite import CaseResult, SuiteResult

# What XML 1.0 cannot hold, not even as a reference.
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def suite_junit(result: SuiteResult, lang: Language) -> str:
    """Return *result* as JUnit XML: a suite for each file, a test for each case."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites {_counts(result.results, 'dossierflow')}>"]
    for file, group in groupby(result.results, key=lambda one: one.case.file):
        results = tuple(group)
        lines.append(f"  <testsuite {_counts(results, file)}>")
        for one in results:
            lines += _case(one, lang)
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>", ""])


def _counts(results: tuple[CaseResult, ...], name: str) -> str:
    errors = sum(one.error is not None for one in results)
    failures = sum(not one.is_fine for one in results) - errors
    return f'name={_attribute(name)} tests="{len(results)}" failures="{failures}" errors="{errors}" skipped="0"'


def _case(result: CaseResult, lang: Language) -> Iterator[str]:
    case = result.case
    about = _attribute(case.procedure or "term")
    head = f'<testcase name={_attribute(case.name)} classname={about} file={_attribute(case.file)} line="{case.line}"'
    if result.is_fine:
        yield f"    {head}/>"
        return
    first = result.failures[0] if result.failures else None
    kind = "error" if first is None else "failure"
    short = result.error if first is None else f"{first.field}: expected {first.expected}, found {first.actual}"
    yield f"    {head}>"
    yield f"      <{kind} message={_attribute(short or '')}>{escape(_clean(failure_text(result, lang)))}</{kind}>"
    yield "    </testcase>"


def _attribute(text: str) -> str:
    return quoteattr(_clean(text), {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
