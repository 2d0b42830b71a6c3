"""
JUnit XML of a suite of cases, which build servers show as test results.

Nothing is written that the schema of Jenkins does not know.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias
from xml.sax.saxutils import escape, quoteattr

from dossierflow.render.cases import failure_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dossierflow.citation import Language
    from dossierflow.errors import Problem
    from dossierflow.simulate.cases.suite import CaseResult, SuiteResult
    from dossierflow.worktime import WorkCalendar

_Timed: TypeAlias = "tuple[CaseResult, float | None]"
"""A result, and how many seconds it took."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
# What XML 1.0 cannot hold, not even as a reference.
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def suite_junit(
    result: SuiteResult,
    lang: Language,
    *,
    seconds: Sequence[float] | None = None,
    calendar: WorkCalendar | None = None,
) -> str:
    """
    Return *result* as JUnit XML: a suite for each file, a test for each case.

    Args:
        result: How the cases went.

        lang: Language of explanations.

        seconds: How long each case took, in their order; none writes no times,
            so that the same cases give the same bytes.

        calendar: On which all of them were counted; none for each case's own.
    """
    times = [None] * len(result.results) if seconds is None else seconds
    timed = [*zip(result.results, times, strict=True)]
    lines = [_HEAD, f"<testsuites {_counts(timed, 'dossierflow')}>"]
    for file, group in groupby(timed, key=lambda one: one[0].case.file):
        cases = [*group]
        lines += [
            f'  <testsuite {_counts(cases, file)} skipped="0" file={_attribute(file)}>',
            *_properties(cases, calendar),
        ]
        for one, took in cases:
            lines += _case(one, took, lang)
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>", ""])


def problems_junit(problems: Iterable[Problem]) -> str:
    """Return what is wrong with files as JUnit XML: a suite for each file, whose reading is the test that failed."""
    by_file: dict[str, list[Problem]] = {}
    for one in problems:
        by_file.setdefault(one.file, []).append(one)
    lines = [_HEAD, f'<testsuites name="dossierflow" tests="{len(by_file)}" failures="0" errors="{len(by_file)}">']
    for file, those in by_file.items():
        name, told = _attribute(file), "\n".join(map(str, those))
        lines += [
            f'  <testsuite name={name} tests="1" failures="0" errors="1" skipped="0" file={name}>',
            '    <testcase name="read" classname="file">',
            f"      <error message={_attribute(those[0].message)}>{escape(_clean(told))}</error>",
            "    </testcase>",
            "  </testsuite>",
        ]
    return "\n".join([*lines, "</testsuites>", ""])


def _counts(timed: Sequence[_Timed], name: str) -> str:
    errors = sum(one.error is not None for one, _ in timed)
    failures = sum(not one.is_fine for one, _ in timed) - errors
    took = [seconds for _, seconds in timed if seconds is not None]
    time = f' time="{sum(took):.3f}"' if took else ""
    return f'name={_attribute(name)} tests="{len(timed)}" failures="{failures}" errors="{errors}"{time}'


def _properties(timed: Sequence[_Timed], calendar: WorkCalendar | None) -> Iterator[str]:
    """Yield by which rules and on which calendars the cases of a file were tried, with their hashes."""
    cases = [one.case for one, _ in timed]
    rules = {f"{one} {one.hash}" for case in cases if case.procedure for one in case.library.versions(case.procedure)}
    days = {f"{one.name} {one.hash}" for one in (calendar or case.calendar for case in cases)}
    yield "    <properties>"
    yield from (f'      <property name="procedure" value={_attribute(one)}/>' for one in sorted(rules))
    yield from (f'      <property name="calendar" value={_attribute(one)}/>' for one in sorted(days))
    yield "    </properties>"


def _case(result: CaseResult, took: float | None, lang: Language) -> Iterator[str]:
    case = result.case
    time = "" if took is None else f' time="{took:.3f}"'
    head = f"<testcase name={_attribute(case.name)} classname={_attribute(case.procedure or 'term')}{time}"
    if result.is_fine:
        yield f"    {head}/>"
        return
    first = result.failures[0] if result.failures else None
    kind = "error" if first is None else "failure"
    short = result.error if first is None else f"{first.field}: expected {first.expected}, found {first.actual}"
    told = f"{result.place}\n{failure_text(result, lang)}"
    yield f"    {head}>"
    yield f"      <{kind} message={_attribute(short or '')}>{escape(_clean(told))}</{kind}>"
    yield "    </testcase>"


def _attribute(text: str) -> str:
    return quoteattr(_clean(text), {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
