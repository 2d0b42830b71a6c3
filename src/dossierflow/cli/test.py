"""``dossierflow test``: run golden cases, scenarios and tables, against the rules as they are."""

# ruff: noqa: PT028 -- a command of that name, not a test
from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from dossierflow.cli import watching
from dossierflow.cli.mutating import mutation_bar, mutation_reports
from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say, say_error, say_json
from dossierflow.cli.words import word
from dossierflow.errors import DefinitionError, Problem
from dossierflow.procedure import load_procedures
from dossierflow.render.cases import result_line, result_text, suite_json, suite_summary
from dossierflow.render.junit import suite_junit
from dossierflow.render.mutations import mutations_json, mutations_text
from dossierflow.render.paths import coverage_json, coverage_text
from dossierflow.simulate.calendars import calendar_named
from dossierflow.simulate.cases import SuiteResult, load_suite
from dossierflow.simulate.paths import Listener, coverage_of, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossierflow.simulate.cases import Case, CaseResult, Suite
    from dossierflow.worktime import WorkCalendar


@command
def test(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="Scenarios, case tables, and folders in which they are looked for."),
    ],
    *,
    chosen: Annotated[
        list[str] | None,
        typer.Option("-k", metavar="TEXT", help="Run only cases whose file, name or procedure has it. Repeatable."),
    ] = None,
    procedures: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Run against these procedure files, whatever the cases name.")
    ] = None,
    calendar: Annotated[
        str | None, typer.Option(help="Count on this calendar, whatever the cases name: vn-public@2026-01-05.")
    ] = None,
    junit: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the results as JUnit XML.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell the cases that passed too.")] = False,
    mutate: Annotated[
        bool, typer.Option("--mutate", help="Change each rule by one notch, and tell which changes no case notices.")
    ] = False,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Tell which steps, acts, ends, timers and refusals no case comes to.")
    ] = False,
    fail_under: Annotated[
        float | None,
        typer.Option(metavar="N", min=0, max=100, help="With --coverage: fail where less than N % is come to."),
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Run again whenever a file changes, until interrupted.")
    ] = False,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Run golden cases; exit code 1 means that one did not come as its file says."""
    round_ = _Round(paths, chosen or [], procedures, calendar, junit, lang, verbose=verbose, as_json=as_json)
    if fail_under is not None and not coverage:
        message = "only with --coverage"
        raise typer.BadParameter(message, param_hint="--fail-under")
    if coverage:
        return round_.cover(round_.load(), fail_under)
    if mutate:
        return round_.mutate(round_.load())
    if not watch:
        return round_.run(round_.load())
    code = round_.try_once()
    say_error(word("watching", lang))
    for _ in watching.changes(watching.watched_paths(paths, round_.suite, [procedures] if procedures else [])):
        code = round_.try_once()
        say_error(word("watching", lang))
    return code


class _Round:
    """One run of the cases, as often as it is asked for."""

    def __init__(
        self,
        paths: list[Path],
        chosen: list[str],
        procedures: Path | None,
        calendar: str | None,
        junit: Path | None,
        lang: Lang,
        *,
        verbose: bool,
        as_json: bool,
    ) -> None:
        self._paths, self._chosen, self._procedures = paths, [text.casefold() for text in chosen], procedures
        self._calendar: WorkCalendar | None = None if calendar is None else calendar_named(calendar)
        self._junit, self._lang, self._verbose, self._as_json = junit, lang, verbose, as_json
        self.suite: Suite | None = None

    def try_once(self) -> Exit:
        """Read and run the cases; mistakes of files are told, and are no reason to stop watching."""
        try:
            return self.run(self.load())
        except DefinitionError as error:
            say_error(str(error))
            return Exit.BAD_INPUT

    def load(self) -> Suite:
        """
        Read the cases that are wanted.

        Raises:
            DefinitionError: A file is wrong, or no case is wanted.
        """
        library = None if self._procedures is None else load_procedures(self._procedures)
        self.suite = load_suite(self._paths, library=library)
        wanted = self.suite.choose(self._is_wanted)
        if not len(wanted):
            message = f"no case has {' or '.join(map(repr, self._chosen))} in its file, name or procedure"
            raise DefinitionError([Problem("-k", 0, "", message)])
        return wanted

    def run(self, suite: Suite) -> Exit:
        """Run *suite* and tell how it went."""
        results: list[CaseResult] = []
        for one in _shown(suite.results(calendars=self._calendar), len(suite)):
            results.append(one)
            if not self._as_json and (self._verbose or not one.is_fine):
                say(result_line(one, self._lang.language) if one.is_fine else result_text(one, self._lang.language))
        whole = SuiteResult(tuple(results))
        if self._junit is not None:
            self._junit.write_text(suite_junit(whole, self._lang.language), encoding="utf-8")
        if self._as_json:
            say_json(suite_json(whole))
        else:
            say(suite_summary(whole, self._lang.language))
        return Exit.FINE if whole.is_fine else Exit.FINDINGS

    def cover(self, suite: Suite, fail_under: float | None) -> Exit:
        """Tell what the cases of *suite* come to; a case that fails, or too small a share, is a finding."""
        heard = Listener(self._calendar)
        results = [*_shown((heard.result(case) for case in suite.cases), len(suite))]
        coverages = [*coverage_of(suite, heard)]
        failed = [one for one in results if not one.is_fine]
        if self._as_json:
            say_json(coverage_json(coverages))
        else:
            for one in failed:
                say(result_text(one, self._lang.language))
            say(coverage_text(coverages, self._lang.language))
        is_enough = fail_under is None or total(coverages) >= fail_under
        return Exit.FINE if is_enough and not failed else Exit.FINDINGS

    def mutate(self, suite: Suite) -> Exit:
        """Change the rules that *suite* is about, and tell which changes no case notices."""
        folders = [] if self._procedures is None else [self._procedures]
        with mutation_bar() as progress:
            reports = list(mutation_reports(suite, folders=folders, progress=progress))
        if self._as_json:
            say_json(mutations_json(reports))
        else:
            say(mutations_text(reports, self._lang.language))
        return Exit.FINDINGS if any(one.unnoticed for one in reports) else Exit.FINE

    def _is_wanted(self, case: Case) -> bool:
        text = f"{case.file}\n{case.name}\n{case.procedure}".casefold()
        return not self._chosen or any(one in text for one in self._chosen)


def _shown(results: Iterator[CaseResult], total: int) -> Iterable[CaseResult]:
    """Yield *results*, moving a bar where a person watches the error stream."""
    if not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console  # noqa: PLC0415 -- only where a person watches

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        for one in results:
            progress.advance(task)
            yield one
