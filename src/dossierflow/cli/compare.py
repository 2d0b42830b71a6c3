"""``dossierflow compare``: what does a new version change, and for whom?"""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dossierflow.cli.instants import day_of
from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say, say_json
from dossierflow.cli.versions import subject_named
from dossierflow.render.calendars_compared import calendars_json, calendars_text
from dossierflow.render.comparison import Answer, CaseChange, CasesTried, ComparisonView
from dossierflow.render.comparison_html import comparison_html
from dossierflow.render.comparison_json import comparison_json
from dossierflow.render.comparison_text import comparison_text, count_of
from dossierflow.review.compare.calendars import compare_calendars
from dossierflow.review.compare.comparison import compare as compared
from dossierflow.review.compare.dossiers import dossiers_between
from dossierflow.simulate.calendars import calendar_named
from dossierflow.simulate.cases import load_suite

if TYPE_CHECKING:
    from dossierflow.procedure import Procedure
    from dossierflow.review.compare.comparison import Comparison
    from dossierflow.review.compare.dossiers import DossierEffect
    from dossierflow.simulate.cases import CaseResult


class ComparisonFormat(StrEnum):
    """How a comparison is written."""

    text = "text"
    json = "json"
    html = "html"


_A_CALENDAR = "vn-"
"""How the names of calendars begin, and those of no procedure."""

Version = Annotated[
    str, typer.Argument(help="A procedure file, id@version or id (newest) of a shipped one; or two calendars.")
]


@command
def compare(
    before: Version,
    after: Version,
    *,
    first: Annotated[str | None, typer.Option("--from", metavar="DAY", help="First start day.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last start day, inclusive.")] = None,
    calendar: Annotated[str, typer.Option(help="vn-public, or vn-public@DAY as it was known on a day.")] = "vn-public",
    cases: Annotated[
        list[Path] | None, typer.Option(metavar="PATH", help="Golden cases to try under both. Repeatable.")
    ] = None,
    store: Annotated[Path | None, typer.Option(metavar="FILE", help="SQLite file with dossiers; only read.")] = None,
    form: Annotated[ComparisonFormat, typer.Option("--format", help="html is one file.")] = ComparisonFormat.text,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the comparison there.")] = None,
    explain: Annotated[bool, typer.Option(help="Explain both dates of every example.")] = True,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Compare two versions: fields, due dates of every start day, cases, dossiers; 1 if they differ."""
    if before.startswith(_A_CALENDAR) and after.startswith(_A_CALENDAR):
        if first or last or cases or store or out or form is ComparisonFormat.html:
            msg = "two calendars are compared as a whole, as text or JSON; leave the other options out"
            raise typer.BadParameter(msg)
        return _calendars(before, after, lang, as_json=as_json or form is ComparisonFormat.json)
    known = calendar_named(calendar)
    found = compared(
        subject_named(before),
        subject_named(after),
        calendar=known,
        first=None if first is None else day_of(first),
        last=None if last is None else day_of(last),
    )
    view = ComparisonView(
        comparison=found,
        lang=lang.language,
        cases=None if not cases else cases_between(cases, found),
        dossiers=None if store is None else _dossiers(store, found),
    )
    text = _written(view, ComparisonFormat.json if as_json else form, explain=explain)
    if out is None:
        say(text.removesuffix("\n"))
    else:
        out.write_text(text if text.endswith("\n") else f"{text}\n", encoding="utf-8")
        say(count_of(view))
    return Exit.FINE if found.is_same else Exit.FINDINGS


def _calendars(before: str, after: str, lang: Lang, *, as_json: bool) -> Exit:
    """Compare two calendars instead, or one as it was known on two days."""
    seen = compare_calendars(calendar_named(before), calendar_named(after))
    if as_json:
        say_json(calendars_json(seen))
    else:
        say(calendars_text(seen, lang.language))
    return Exit.FINE if seen.is_same else Exit.FINDINGS


def _written(view: ComparisonView, form: ComparisonFormat, *, explain: bool) -> str:
    if form is ComparisonFormat.html:
        return comparison_html(view, explain=explain)
    if form is ComparisonFormat.json:
        return json.dumps(comparison_json(view, explain=explain), ensure_ascii=False, indent=2)
    return comparison_text(view, explain=explain)


def cases_between(paths: list[Path], comparison: Comparison) -> CasesTried:
    """
    Return the golden cases of the first version's procedure that come out otherwise under the second one.

    The second version is tried in the place of the first: under its name and
    its time, so that a case which names the first version is played by the
    rules of the second.

    Raises:
        DefinitionError: A file of cases has mistakes.
    """
    old, new = comparison.before.procedure, comparison.after.procedure
    suite = load_suite(paths).of(old.procedure)
    results = zip(suite.run((old,)).results, suite.run((_in_place_of(old, new),)).results, strict=True)
    changes = tuple(_change(*pair) for pair in results if _told(pair[0]) != _told(pair[1]))
    return CasesTried(count=len(suite), changes=changes)


def _in_place_of(old: Procedure, new: Procedure) -> Procedure:
    update = {name: getattr(old, name) for name in ("procedure", "version", "effective", "transition", "calendar")}
    return new.model_copy(update=update)


def _told(result: CaseResult) -> str:
    """Return what came of a case: everything that it looks at, or why it could not be played."""
    if result.error is not None:
        return result.error
    return "; ".join(f"{one.field}: {one.actual}" for one in result.outcomes)


def _change(before: CaseResult, after: CaseResult) -> CaseChange:
    """Return what differs between the two results of one case."""
    answers = tuple(
        Answer(was.field, was.expected, was.actual, becomes.actual)
        for was, becomes in zip(before.outcomes, after.outcomes, strict=False)
        if was.actual != becomes.actual
    )
    if not answers:
        answers = (Answer("", "", _told(before), _told(after)),)
    case = before.case
    return CaseChange(name=case.name, file=case.file, line=case.line, answers=answers)


def _dossiers(path: Path, comparison: Comparison) -> tuple[DossierEffect, ...]:
    # the database costs more time to load than a comparison takes
    from dossierflow.store.sql.files import sqlite_store  # noqa: PLC0415

    old, new = comparison.before.procedure, comparison.after.procedure
    with sqlite_store(path, create=False) as store:
        return tuple(dossiers_between(store, old, new, calendar=comparison.calendar))
