"""
Why something came otherwise than expected: the count of a due date, the reason of a refusal, or what had happened.

A story often expects several things of one limit at one instant; what was told
once is not told again, but referred to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.render.explanation import explanation_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dossierflow.citation import Language
    from dossierflow.simulate.checks import Outcome

_WORDS: Mapping[str, LegalText] = {
    "expected": LegalText(vi="mong đợi", en="expected"),
    "found": LegalText(vi="thực tế", en="found"),
    "why": LegalText(vi="vì sao", en="why"),
    "as_above": LegalText(vi="như ở trên ({place})", en="as above ({place})"),
    "basis": LegalText(vi="căn cứ", en="basis"),
    "instead": LegalText(vi="được làm", en="allowed"),
    "log": LegalText(vi="đã diễn ra đến lúc đó", en="what had happened by then"),
    "earlier": LegalText(vi="... {count} sự kiện trước đó", en="... {count} events before"),
}
_MOST_EVENTS = 8
_FINDINGS: Mapping[str, str] = {
    "none": "không có",
    "never started": "chưa bắt đầu tính",
    "not sent": "chưa gửi",
    "accepted": "được chấp nhận",
    "allowed": "được phép",
}
"""The findings that are no names of files, in Vietnamese."""


def finding_in_words(finding: str, lang: Language) -> str:
    """
    Return what was expected or found: words of the library in *lang*, names and values as files write them.

    >>> finding_in_words("return_result: allowed", "vi")
    'return_result: được phép'
    >>> finding_in_words("no consent_deemed", "vi")
    'không có consent_deemed'
    """
    if lang == "en":
        return finding
    act, mark, answer = finding.rpartition(": ")
    if finding.startswith("no ") and " " not in finding[3:]:
        return f"không có {finding[3:]}"
    return f"{act}{mark}{_FINDINGS.get(answer, answer)}"


def differences(unmet: Iterable[tuple[str, Outcome]], lang: Language) -> Iterator[str]:
    """
    Yield what was expected, what was found and why, line by line.

    Args:
        unmet: The place of each expectation, and what came of it.

        lang: Language of the words; names and values stay as files write them.
    """
    told: dict[tuple[str, ...], str] = {}
    for place, one in unmet:
        yield f"{place} ({one.at.isoformat(timespec='minutes')})"
        yield f"  {_say('expected', lang)}: {finding_in_words(one.expected, lang)}"
        yield f"  {_say('found', lang)}: {finding_in_words(one.actual, lang)}"
        why = tuple(_why(one, lang))
        if why in told:
            yield f"  {_say('why', lang)}: {_say('as_above', lang, place=told[why])}"
        elif why:
            told[why] = place
            yield f"  {_say('why', lang)}:"
            yield from (f"    {line}" for line in why)


def _why(one: Outcome, lang: Language) -> Iterator[str]:
    if one.explanation is not None:
        yield from explanation_text(one.explanation, lang).splitlines()
    elif one.refusal is not None:
        yield f"{one.refusal.code.value}: {one.refusal.reason.text(lang)}"
        if one.refusal.basis:
            yield f"{_say('basis', lang)}: {'; '.join(str(cite) for cite in one.refusal.basis)}"
        if one.refusal.allowed:
            yield f"{_say('instead', lang)}: {'; '.join(one.refusal.allowed)}"
    elif one.events:
        yield f"{_say('log', lang)}:"
        if len(one.events) > _MOST_EVENTS:
            yield f"  {_say('earlier', lang, count=len(one.events) - _MOST_EVENTS)}"
        for event in one.events[-_MOST_EVENTS:]:
            at = event.occurred_at.astimezone(one.at.tzinfo).isoformat(timespec="minutes")
            yield f"  {at} {event.type} ({event.actor})"


def _say(key: str, lang: Language, **gaps: object) -> str:
    return _WORDS[key].text(lang).format(**gaps)
