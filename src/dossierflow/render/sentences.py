"""
One sentence for each step of an explanation, and the sources that it rests on.

Sentences say what the step says and nothing more; a renderer never looks at a
calendar.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from dossierflow.citation import Status
from dossierflow.deadlines.explanation import SkipKind, Step, StepKind
from dossierflow.deadlines.term import Term, Unit
from dossierflow.render.runs import runs_of
from dossierflow.worktime.instants import human_instant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dossierflow.citation import Citation
    from dossierflow.deadlines.explanation import Explanation, Skipped
    from dossierflow.render.words import Words


class Sentence(NamedTuple):
    """A step in words."""

    text: str
    cite: tuple[Citation, ...]
    """What the step itself rests on; the sources of single days stand in the text."""


def sentences_of(explanation: Explanation, words: Words) -> tuple[Sentence, ...]:
    """Return the steps of *explanation* as sentences, in their order."""
    teller = _Teller(explanation, words)
    return tuple(Sentence(teller.tell(step), step.cite) for step in explanation.steps)


def sources(cites: Iterable[Citation], words: Words) -> str:
    """
    Return *cites* as a list, each document named once, the unverified ones marked.

    >>> from dossierflow.citation import Citation
    >>> from dossierflow.render.words import words_of
    >>> code = "Bộ luật Dân sự 2015"
    >>> both = [Citation(doc=code, at="Điều 147 khoản 2"), Citation(doc=code, at="Điều 147 khoản 3")]
    >>> sources(both, words_of("vi"))
    'Bộ luật Dân sự 2015, Điều 147 khoản 2; Điều 147 khoản 3'
    """
    parts: list[str] = []
    doc = None
    for cite in cites:
        name = cite.at if cite.at is not None and cite.doc == doc else str(cite)
        mark = f" ({words.say('unverified.mark')})" if cite.status is Status.UNVERIFIED else ""
        parts.append(f"{name}{mark}")
        doc = cite.doc
    return "; ".join(dict.fromkeys(parts))


def term_in_words(term: Term, words: Words) -> str:
    """Return *term* in the language of *words*."""
    same_day = term.amount == 0 and term.unit is Unit.WORKING_DAY
    return words.say("term.same_day") if same_day else words.amount(term.amount, term.unit)


class _Teller:
    """Tells the steps of one explanation in one language."""

    def __init__(self, explanation: Explanation, words: Words) -> None:
        self._words = words
        day = explanation.due.day if explanation.due is not None else explanation.ledger.trigger.date()
        self._year = day.year
        self._way = explanation.ledger.counting.direction.value

    def tell(self, step: Step) -> str:
        """Return the sentence of *step*."""
        key = self._key(step)
        gaps = {
            "before": self._place(step.before),
            "after": self._place(step.after),
            "day": self._day(step.after or step.before),
            "at": self._place(step.after),
            "amount": self._amount(step),
            "minutes": self._minutes(step),
            "counted": self._counted(step),
            "skipped": self._skipped(step.skipped),
            **self._params(step),
        }
        return self._words.say(key, **gaps)

    def _key(self, step: Step) -> str:
        kind = step.kind.value
        special = _KEYS.get(step.kind)
        if special is not None:
            kind = special(step, self._way)
        return f"{kind}.skipped" if step.skipped and f"{kind}.skipped" in self._words.sentences else kind

    def _place(self, place: date | datetime | None) -> str:
        if isinstance(place, datetime):
            return human_instant(place, self._words.lang)
        return "" if place is None else self._day(place)

    def _day(self, place: date | datetime) -> str:
        day = place.date() if isinstance(place, datetime) else place
        return self._words.short_day(day, year=True)

    def _amount(self, step: Step) -> str:
        return "" if step.amount is None or step.unit is None else self._words.amount(step.amount, step.unit)

    def _minutes(self, step: Step) -> str:
        if step.amount is None or step.unit is not Unit.MINUTE:
            return ""
        return self._words.minutes(step.amount, working=step.kind is StepKind.WORK)

    def _counted(self, step: Step) -> str:
        if step.kind is StepKind.WORK:
            days = ((date.fromisoformat(day), Decimal(minutes)) for day, minutes in step.params)
            text = ", ".join(f"{self._runs([day])} ({self._words.minutes(minutes)})" for day, minutes in days)
        else:
            text = self._runs(step.counted)
        for worked in step.worked:
            name, cite = worked.name.text(self._words.lang), sources(worked.cite, self._words)
            text += f", {self._words.say('worked', days=self._runs([worked.day]), name=name, cite=cite)}"
        return text

    def _skipped(self, skipped: tuple[Skipped, ...]) -> str:
        """Return the days passed over, those together that have kind, name and source in common."""
        groups: dict[tuple[SkipKind, str, tuple[Citation, ...]], list[date]] = {}
        for skip in skipped:
            name = skip.reason or ("" if skip.name is None else skip.name.text(self._words.lang))
            # Days of one feast differ only in what stands in brackets.
            groups.setdefault((skip.kind, name.split(" (", maxsplit=1)[0], skip.cite), []).append(skip.day)
        texts: list[str] = []
        for (kind, name, cite), days in groups.items():
            text = self._words.say(f"skip.{kind.value}", name=name, days=self._runs(days))
            texts.append(f"{text} [{sources(cite, self._words)}]" if cite else text)
        return "; ".join(texts)

    def _runs(self, days: Iterable[date]) -> str:
        return runs_of(days, self._words, year=self._year)

    def _params(self, step: Step) -> dict[str, str]:
        """Return the parameters of *step* that a sentence has gaps for, in words."""
        if step.kind is StepKind.WORK:
            return {}
        words, params = self._words, dict(step.params)
        if step.kind is StepKind.BROKEN_TERM:
            params["days"] = words.amount(int(params["days"]), Unit.DAY)
        elif step.kind is StepKind.EXTENDED:
            params["term"] = term_in_words(Term.of(params["term"]), words)
        elif step.kind is StepKind.STANDS_STILL:
            params["since"] = human_instant(datetime.fromisoformat(params["since"]), words.lang)
            params["left"] = self._minutes(step) or self._amount(step)
        elif step.kind is StepKind.DEEMED:
            named = params.pop("day", None)
            params = {"name": params[f"name.{words.lang}"]}
            if named is not None:
                params["which"] = words.say(f"named.{named}")
        elif step.kind in {StepKind.START, StepKind.END}:
            params["day"] = self._day(step.before)
        return params


def _roll_key(step: Step) -> str:
    if step.before != step.after:
        return f"roll.{step.param('roll')}"
    return "roll.stays" if step.param("working") == "yes" else "roll.off"


_KEYS: dict[StepKind, Callable[[Step, str], str]] = {
    StepKind.RECEIVED: lambda _, way: f"received.{way}",
    StepKind.DEEMED: lambda step, _: "deemed.after" if step.param("day") is None else "deemed.day",
    StepKind.CUTOFF: lambda step, _: f"cutoff.{step.param('effect')}",
    StepKind.START: lambda step, way: f"start.{step.param('starts')}.{way}",
    StepKind.COUNT: lambda step, _: "count" if step.counted else "count.none",
    StepKind.CORRESPONDING: lambda step, _: (
        "corresponding.clamped" if step.param("clamped") == "yes" else "corresponding"
    ),
    StepKind.WORK: lambda step, _: "work" if step.counted else "work.none",
    StepKind.EXTENDED: lambda step, _: f"extended.{step.param('anchor')}",
    StepKind.ROLL: lambda step, _: _roll_key(step),
    StepKind.END: lambda step, _: f"end.{step.param('ends')}",
    StepKind.STANDS_STILL: lambda step, _: "stands_still" if step.amount is None else "stands_still.left",
}
