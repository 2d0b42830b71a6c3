"""Golden cases against rules that were changed on purpose: the part of ``test`` behind ``--mutate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dossierflow.cli.versions import document_of, documents_in
from dossierflow.review.mutation.mutation import mutations
from dossierflow.review.mutation.trial import MutationReport, trials_of
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dossierflow.procedure import Procedure
    from dossierflow.reading import Document
    from dossierflow.review.mutation.trial import Trial
    from dossierflow.simulate.cases import Suite
    from dossierflow.worktime import WorkCalendar


def mutation_reports(
    suite: Suite,
    *,
    folders: Iterable[Path] = (),
    calendar: WorkCalendar | None = None,
    progress: Callable[[str, int, int], None] | None = None,
    numbers_only: bool = False,
) -> Iterator[MutationReport]:
    """
    Yield, for every version that the cases of *suite* are about, which changes of its rules they notice.

    A version is taken from the library of the case: the folder that its file
    names, or the shipped one.

    Args:
        suite: The cases; one that fails without any change notices nothing.

        folders: Where files of procedures are, so that changes can be told with their lines.

        calendar: On which everything is counted, whatever the cases name; by default each case's own.

        progress: Is told the version, how many changes have been tried, and how many there are.

        numbers_only: Whether only numbers are changed, and no other rules.
    """
    documents = documents_in([*folders, *(Path(case.file).parent for case in suite.cases)])
    for procedure in versions_in(suite):
        document = documents.get(procedure.hash) or document_of(procedure)
        own = suite.of(procedure.procedure)
        yield _report(procedure, document, own, calendar, progress, numbers_only=numbers_only)


def versions_in(suite: Suite) -> tuple[Procedure, ...]:
    """Return the versions of the procedures that the cases are about, by name and first day in force."""
    found: dict[str, Procedure] = {}
    for case in suite.cases:
        found |= {str(one): one for one in case.library.versions(case.procedure)}
    return tuple(sorted(found.values(), key=lambda one: (one.procedure, one.effective.from_)))


def _report(
    procedure: Procedure,
    document: Document | None,
    suite: Suite,
    calendar: WorkCalendar | None,
    progress: Callable[[str, int, int], None] | None,
    *,
    numbers_only: bool,
) -> MutationReport:
    def play(changed: Procedure) -> Iterator[tuple[str, bool]]:
        for one in suite.results((changed,), calendar):
            yield f"{one.place} {one.case.name}", one.is_fine

    candidates = list(mutations(procedure, document=document))
    if numbers_only:
        candidates = [one for one in candidates if one.is_number]
    passing = tuple(name for name, is_fine in play(procedure) if is_fine)
    trials: list[Trial] = []
    for trial in trials_of(procedure, candidates, play, passing, calendar=calendar or vietnam()):
        trials.append(trial)
        if progress is not None:
            progress(str(procedure), len(trials), len(candidates))
    return MutationReport(procedure=procedure, cases=passing, trials=tuple(trials))
