"""What mutations of rules found: which changes no golden case notices, per rule and as a score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.render.tables import Table, indented, table_text
from dossierflow.review.mutation.trial import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossierflow.citation import Language
    from dossierflow.reading.document import Value
    from dossierflow.review.mutation.trial import MutationReport, Trial

MUTATIONS_FORMAT = "dossierflow/mutations@1"
"""Names the JSON format and its version."""

_SAID: Mapping[str, LegalText] = {
    "head": LegalText(
        vi="{procedure}: {cases} ca mẫu phát hiện {noticed} trong {all} thay đổi ({score})",
        en="{procedure}: {cases} golden case(s) notice {noticed} of {all} change(s) ({score})",
    ),
    "equivalent": LegalText(
        vi="{n} thay đổi không làm đổi ngày hết hạn nào trên toàn bộ lịch, nên không ca nào có thể phát hiện:",
        en="{n} change(s) move no due date on the whole calendar, so no case could notice them:",
    ),
    "unnoticed": LegalText(vi="Không ca nào phát hiện:", en="No case notices:"),
    "rule": LegalText(vi="Quy tắc", en="Rule"),
    "changes": LegalText(vi="Thay đổi", en="Changes"),
    "noticed": LegalText(vi="Phát hiện", en="Noticed"),
    "score": LegalText(vi="Tỷ lệ", en="Score"),
    "total": LegalText(
        vi="Tổng cộng: {noticed} trong {all} thay đổi được phát hiện ({score}); {equivalent} thay đổi tương đương.",
        en="In all: {noticed} of {all} change(s) are noticed ({score}); {equivalent} equivalent.",
    ),
}


def mutations_text(reports: Sequence[MutationReport], lang: Language) -> str:
    """Return what was found of one procedure after the other, and the score of all."""
    return "\n\n".join([*("\n".join(_report(one, lang)) for one in reports), total_line(reports, lang)])


def total_line(reports: Sequence[MutationReport], lang: Language) -> str:
    """Return the line that counts the changes of all procedures."""
    counts = {verdict: sum(one.count(verdict) for one in reports) for verdict in Verdict}
    noticed, tried = counts[Verdict.NOTICED], counts[Verdict.NOTICED] + counts[Verdict.UNNOTICED]
    return _say(
        "total",
        lang,
        noticed=noticed,
        all=tried,
        score=percent(noticed / tried if tried else 1.0),
        equivalent=counts[Verdict.EQUIVALENT],
    )


def mutations_json(reports: Sequence[MutationReport]) -> dict[str, Value]:
    """Return every change that was tried, with what came of it."""
    return {
        "format": MUTATIONS_FORMAT,
        "procedures": [
            {
                "procedure": str(one.procedure),
                "hash": one.procedure.hash,
                "cases": len(one.cases),
                "score": round(one.score(), 4),
                "counts": {verdict.value: one.count(verdict) for verdict in Verdict},
                "rules": {rule: round(one.score(rule), 4) for rule in one.rules},
                "mutations": [_trial(trial) for trial in one.trials],
            }
            for one in reports
        ],
    }


def percent(part: float) -> str:
    """
    Return *part* of 1 in percent, rounded down: only what is whole is 100 %.

    >>> percent(1.0), percent(0.999)
    ('100 %', '99 %')
    """
    return f"{int(part * 100)} %"


def _report(report: MutationReport, lang: Language) -> Iterator[str]:
    noticed, missed = report.count(Verdict.NOTICED), report.count(Verdict.UNNOTICED)
    yield _say(
        "head",
        lang,
        procedure=report.procedure,
        cases=len(report.cases),
        noticed=noticed,
        all=noticed + missed,
        score=percent(report.score()),
    )
    rows = tuple(
        (
            rule,
            str(report.count(Verdict.NOTICED, rule) + report.count(Verdict.UNNOTICED, rule)),
            str(report.count(Verdict.NOTICED, rule)),
            percent(report.score(rule)),
        )
        for rule in report.rules
    )
    if rows:
        yield indented(
            table_text(Table(tuple(_say(key, lang) for key in ("rule", "changes", "noticed", "score")), rows))
        )
    if missed:
        yield f"  {_say('unnoticed', lang)}"
        yield from (f"    {one.place}: {one.sentence.text(lang)}" for one in report.unnoticed)
    same = [one.mutation for one in report.trials if one.verdict is Verdict.EQUIVALENT]
    if same:
        yield f"  {_say('equivalent', lang, n=len(same))}"
        yield from (f"    {one.place}: {one.sentence.text(lang)}" for one in same)


def _trial(trial: Trial) -> dict[str, Value]:
    mutation = trial.mutation
    return {
        "id": mutation.id,
        "kind": mutation.kind.value,
        "rule": mutation.rule,
        "file": mutation.file,
        "line": mutation.line,
        "sentence": {"vi": mutation.sentence.vi, "en": mutation.sentence.en},
        "verdict": trial.verdict.value,
        "noticed_by": trial.by,
    }


def _say(key: str, lang: Language, **gaps: object) -> str:
    text = _SAID[key].text(lang)
    return text.format(**gaps) if gaps else text
