"""How golden cases went: what was expected, what was found, and why, for people and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.render.differences import differences
from dossierflow.render.explanation_json import explanation_json
from dossierflow.render.refusal import refusal_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.citation import Language
    from dossierflow.render.explanation_json import Json
    from dossierflow.simulate.cases.suite import Case, CaseResult, SuiteResult
    from dossierflow.simulate.checks import Outcome

_WORDS: Mapping[str, LegalText] = {
    "error": LegalText(vi="không tính được", en="cannot be run"),
    "passed": LegalText(vi="ĐÚNG", en="PASSED"),
    "failed": LegalText(vi="SAI", en="FAILED"),
    "all_fine": LegalText(
        vi="{cases} trường hợp trong {files} tệp: tất cả đều đúng.",
        en="{cases} case(s) in {files} file(s): all passed.",
    ),
    "some_failed": LegalText(
        vi="{cases} trường hợp trong {files} tệp: {passed} đúng, {failed} sai.",
        en="{cases} case(s) in {files} file(s): {passed} passed, {failed} failed.",
    ),
}


def case_title(case: Case) -> str:
    """Return place, name and procedure of a case, in one line."""
    about = f" ({case.procedure})" if case.procedure else ""
    return f"{case.file}:{case.line} {case.name}{about}"


def result_line(result: CaseResult, lang: Language) -> str:
    """Return how a case went, in one line."""
    return f"{_say('passed' if result.is_fine else 'failed', lang)} {case_title(result.case)}"


def result_text(result: CaseResult, lang: Language) -> str:
    """Return how a case went: one line, and below it everything that was not as expected."""
    return "\n".join([result_line(result, lang), *_details(result, lang)])


def failure_text(result: CaseResult, lang: Language) -> str:
    """Return what was not as expected in a case; empty where all was."""
    return "\n".join(_details(result, lang))


def failure_headline(result: CaseResult) -> str:
    """Return the first thing that was not as expected, and how many more there are, in one line; empty for none."""
    if result.error is not None:
        return result.error.partition("\n")[0]
    if not result.failures:
        return ""
    first, *others = result.failures
    more = f" (+{len(others)})" if others else ""
    return f"{first.field}: expected {first.expected}, found {first.actual}{more}"


def suite_summary(result: SuiteResult, lang: Language) -> str:
    """Return how many cases went as their files say, in one line."""
    cases, failed = len(result.results), len(result.failed)
    files = len({one.case.file for one in result.results})
    key = "some_failed" if failed else "all_fine"
    return _say(key, lang, cases=cases, files=files, passed=cases - failed, failed=failed)


def suite_json(result: SuiteResult) -> dict[str, Json]:
    """Return how a suite went as values that JSON knows; keys are stable."""
    return {
        "cases": len(result.results),
        "failed": len(result.failed),
        "results": [result_json(one) for one in result.results],
    }


def result_json(result: CaseResult) -> dict[str, Json]:
    """Return how a case went as values that JSON knows, its unmet expectations with their explanations."""
    case = result.case
    return {
        "case": case.name,
        "file": case.file,
        "line": case.line,
        "procedure": case.procedure or None,
        "passed": result.is_fine,
        "expectations": len(result.outcomes),
        "error": result.error,
        "failures": [_failure_json(one) for one in result.failures],
    }


def _details(result: CaseResult, lang: Language) -> Iterator[str]:
    if result.error is not None:
        yield f"  {_say('error', lang)}: {result.error}"
    unmet = [(f"{result.case.file}:{one.line}: {one.field}", one) for one in result.failures]
    yield from (f"  {line}" for line in differences(unmet, lang))


def _failure_json(one: Outcome) -> dict[str, Json]:
    return {
        "line": one.line,
        "field": one.field,
        "at": one.at.isoformat(),
        "expected": one.expected,
        "found": one.actual,
        "explanation": None if one.explanation is None else explanation_json(one.explanation),
        "refusal": None if one.refusal is None else refusal_json(one.refusal),
        "events": [event.type for event in one.events],
    }


def _say(key: str, lang: Language, **gaps: object) -> str:
    return _WORDS[key].text(lang).format(**gaps)
