"""``dossierflow test``: run golden cases, scenarios and tables, against the rules as they are."""

# ruff: noqa: PT028 -- a command of that name, not a test
from __future__ import annotations

from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from dossierflow.cli import watching
from dossierflow.cli.bar import counted, named, shown
from dossierflow.cli.mutating import mutation_reports
from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say, say_error, say_json
from dossierflow.cli.words import word
from dossierflow.errors import DefinitionError, DossierflowError, Problem
from dossierflow.procedure import load_procedures
from dossierflow.render.cases import result_line, result_text, suite_json, suite_summary
from dossierflow.render.junit import problems_junit, suite_junit
from dossierflow.render.mutations import mutations_json, mutations_text
from dossierflow.render.paths import coverage_json, coverage_text
from dossierflow.simulate.calendars import calendar_from
from dossierflow.simulate.cases import SuiteResult, load_suite
from dossierflow.simulate.paths import Listener, coverage_of, total

if TYPE_CHECKING:
    from dossierflow.simulate.cases import Case, CaseResult, Suite


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
        str | None,
        typer.Option(help="Count on this calendar, whatever the cases name: vn-public@2026-01-05, or a file."),
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
    return _watch(round_)


def _watch(round_: _Round) -> Exit:
    """Run until somebody interrupts, and return how the last whole run went."""
    code = Exit.BAD_INPUT
    # whoever interrupts a run has seen enough of it
    with suppress(KeyboardInterrupt):
        code = round_.try_once()
        for _ in watching.changes(round_.watched):
            code = round_.try_once()
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
        self._days, self._calendar = calendar, None if calendar is None else calendar_from(calendar)
        self._junit, self._lang, self._verbose, self._as_json = junit, lang, verbose, as_json
        self._suite: Suite | None = None
        self._wrong: tuple[Path, ...] = ()

    def try_once(self) -> Exit:
        """Read and run the cases; mistakes of files are told, and are no reason to stop watching."""
        code = self._tried()
        say_error(word("watching", self._lang))
        return code

    def _tried(self) -> Exit:
        self._wrong = ()
        try:
            if self._days is not None:
                self._calendar = calendar_from(self._days)
            return self.run(self.load())
        except DefinitionError as error:
            self._wrong = tuple(Path(problem.file) for problem in error.problems)
            say_error(str(error))
        except (DossierflowError, ImportError) as error:
            say_error(str(error))
        except OSError as error:
            say_error(f"{error.filename}: {error.strerror}")
        return Exit.BAD_INPUT

    def watched(self) -> list[Path]:
        """Return the files and folders on which the result depends, as far as they are known."""
        named = [Path(text) for text in (self._procedures, self._days) if text is not None]
        return watching.watched_paths([*self._paths, *self._wrong], self._suite, named)

    def load(self) -> Suite:
        """
        Read the cases that are wanted.

        Raises:
            DefinitionError: A file is wrong, or no case is wanted.
        """
        try:
            library = None if self._procedures is None else load_procedures(self._procedures)
            with counted(word("reading_files", self._lang)) as progress:
                self._suite = load_suite(self._paths, library=library, progress=progress)
        except DefinitionError as error:
            if self._junit is not None:
                # a build server that finds no file shows the results of the run before
                self._junit.write_text(problems_junit(error.problems), encoding="utf-8")
            raise
        wanted = self._suite.choose(self._is_wanted)
        if not len(wanted):
            message = f"no case has {' or '.join(map(repr, self._chosen))} in its file, name or procedure"
            raise DefinitionError([Problem("-k", 0, "", message)])
        return wanted

    def run(self, suite: Suite) -> Exit:
        """Run *suite* and tell how it went."""
        ticks = [perf_counter()]
        results: list[CaseResult] = []
        for one in shown(suite.results(calendars=self._calendar), len(suite), self._told):
            results.append(one)
            ticks.append(perf_counter())
        whole = SuiteResult(tuple(results))
        if self._junit is not None:
            seconds = [end - start for start, end in pairwise(ticks)]
            text = suite_junit(whole, self._lang.language, seconds=seconds, calendar=self._calendar)
            self._junit.write_text(text, encoding="utf-8")
        if self._as_json:
            say_json(suite_json(whole))
        else:
            say(suite_summary(whole, self._lang.language))
        return Exit.FINE if whole.is_fine else Exit.FINDINGS

    def cover(self, suite: Suite, fail_under: float | None) -> Exit:
        """Tell what the cases of *suite* come to; a case that fails, or too small a share, is a finding."""
        heard = Listener(self._calendar)
        results = [*shown((heard.result(case) for case in suite.cases), len(suite))]
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
        with named() as progress:
            reports = list(mutation_reports(suite, folders=folders, calendar=self._calendar, progress=progress))
        if self._as_json:
            say_json(mutations_json(reports))
        else:
            say(mutations_text(reports, self._lang.language))
        return Exit.FINDINGS if any(one.unnoticed for one in reports) else Exit.FINE

    def _told(self, one: CaseResult) -> str:
        if self._as_json:
            return ""
        if not one.is_fine:
            return result_text(one, self._lang.language)
        return result_line(one, self._lang.language) if self._verbose else ""

    def _is_wanted(self, case: Case) -> bool:
        text = f"{case.file}\n{case.name}\n{case.procedure}".casefold()
        return not self._chosen or any(one in text for one in self._chosen)
