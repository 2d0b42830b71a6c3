"""
The review of procedure files: every check on every file, nothing stops at the first.

>>> from dossierflow.procedure import catalogue
>>> permit = catalogue().get("building-permit", "2026-07-01")
>>> found = review([permit])
>>> found.count(Severity.ERROR), found.is_clean
(0, True)
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dossierflow.deadlines.counting import profile
from dossierflow.review import (
    ambiguity,
    citations,
    decision_tables,
    horizon,
    law,
    overtaking,
    sources,
    structure,
    versions,
)
from dossierflow.review.findings import Severity
from dossierflow.review.kinds import KINDS
from dossierflow.review.pack import one_stop_pack

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from dossierflow.deadlines.counting import CountingProfile
    from dossierflow.procedure import Procedure
    from dossierflow.procedure.checks.mistakes import Mistake
    from dossierflow.review.findings import Finding, FindingKind, Subject
    from dossierflow.review.pack import Pack
    from dossierflow.review.sources import Read
    from dossierflow.worktime import WorkCalendar


_UNUSABLE = ("DF1", "DF2", "DF4")
"""Families whose errors leave nothing that could be counted."""


@dataclass(frozen=True, slots=True)
class Review:
    """What a review found."""

    findings: tuple[Finding, ...]
    """In the order of files and lines."""

    files: tuple[str, ...]
    """Every file that was looked at, in the order given."""

    subjects: tuple[Subject, ...]
    """The versions that could be read and do not contradict themselves."""

    kinds: Mapping[str, FindingKind]
    """The register that holds here: the library's own entries, and those of the packs."""

    def count(self, severity: Severity) -> int:
        """Return how many findings are of *severity*."""
        return sum(one.severity is severity for one in self.findings)

    @property
    def is_clean(self) -> bool:
        """Tell whether there is neither an error nor a warning."""
        return all(one.severity is Severity.NOTE for one in self.findings)

    def with_findings(self, more: Iterable[Finding], *, only: Collection[str] | None = None) -> Review:
        """Return the same review with *more* findings put in their places; of codes, *only* those that begin so."""
        return Review(_sorted([*self.findings, *more], only), self.files, self.subjects, self.kinds)


def review(
    procedures: Iterable[Path | Procedure],
    *,
    calendar: WorkCalendar | None = None,
    packs: Sequence[Pack] | None = None,
    only: Collection[str] | None = None,
    profiles: Callable[[str], CountingProfile] = profile,
) -> Review:
    """
    Review procedures: files, folders of files, or procedures that are already read.

    Args:
        procedures: A folder stands for its ``*.yaml`` files, scenarios left out.

        calendar: Counts days for the checks that need them (who files later is
            served earlier, due dates beyond the decided schedule, the end of
            the last version). Without it these are left out.

        packs: Rules of law; the shipped one of the one-stop mechanism by default.

        only: Beginnings of codes: ``{"DF3", "DF501"}``; all by default.

        profiles: Gives the counting profile of a name; the shipped ones by default.

    Raises:
        DefinitionError: A path does not exist, or a folder holds no file. What
            is wrong *in* a file is a finding.
    """
    chosen = (one_stop_pack(),) if packs is None else tuple(packs)
    reads = [*_reads(procedures, profiles)]
    found: list[Finding] = []
    consistent: list[Subject] = []
    for read in reads:
        found += read.findings
        if read.subject is not None:
            own, agrees = _at_first_sight(read.subject, read.mistakes)
            found += own
            if agrees:
                consistent.append(read.subject)
                found += _of_version(read.subject, calendar, chosen, profiles)
    found += _of_lines([read.subject for read in reads if read.subject is not None], consistent, calendar)
    # What breaks the law, or leaves a step unreached, can still be counted and compared.
    broken = {one.file for one in found if one.severity is Severity.ERROR and one.code.startswith(_UNUSABLE)}
    return Review(
        findings=_sorted(found, only),
        files=tuple(read.file for read in reads),
        subjects=tuple(subject for subject in consistent if subject.file not in broken),
        kinds={**KINDS, **{rule.code: rule.kind for pack in chosen for rule in pack.rules}},
    )


def _reads(procedures: Iterable[Path | Procedure], profiles: Callable[[str], CountingProfile]) -> Iterator[Read]:
    for one in procedures:
        if isinstance(one, Path):
            for path in sources.files_in([one]):
                yield sources.read(path, file=str(path), profiles=profiles)
        else:
            yield sources.checked(one, profiles=profiles)


def _at_first_sight(subject: Subject, mistakes: Iterable[Mistake]) -> tuple[list[Finding], bool]:
    """Return what is told of a version even if it contradicts itself, and whether it does not."""
    tables = [*decision_tables.check_tables(subject)]
    reach = [*structure.check_reach(subject)]
    wrong = [*sources.contradictions(subject, mistakes, [*tables, *reach])]
    told = [*wrong, *tables, *citations.check_articles(subject), *citations.check_statuses(subject)]
    # What cannot be reached follows from a wrong name; telling it as well would hide the name.
    return (told, False) if wrong else ([*told, *reach], True)


def _of_version(
    subject: Subject,
    calendar: WorkCalendar | None,
    packs: Iterable[Pack],
    profiles: Callable[[str], CountingProfile],
) -> Iterator[Finding]:
    yield from decision_tables.check_outcomes(subject)
    yield from structure.check_use(subject)
    yield from structure.check_flow_of_time(subject)
    yield from ambiguity.check_unstated(subject)
    yield from ambiguity.check_months(subject, profiles(subject.procedure.counting))
    yield from ambiguity.check_units(subject)
    yield from law.check_packs(subject, tuple(packs))
    if calendar is not None:
        yield from horizon.check_horizon(subject, calendar)


def _of_lines(
    subjects: Sequence[Subject], consistent: Sequence[Subject], calendar: WorkCalendar | None
) -> Iterator[Finding]:
    yield from versions.check_doubles(subjects)
    for line in versions.lines_of_versions(subjects).values():
        yield from versions.check_line(line, calendar)
    if calendar is not None:
        for line in versions.lines_of_versions(consistent).values():
            yield from overtaking.check_overtaking(line, calendar)


def _sorted(findings: Iterable[Finding], only: Collection[str] | None) -> tuple[Finding, ...]:
    wanted = None if only is None else tuple(only)
    chosen = (one for one in findings if wanted is None or one.code.startswith(wanted))
    # A place that stands in two lists is told once; `Finding` holds a mapping and has no hash.
    told = {(*one.order, one.severity): one for one in chosen}
    return tuple(sorted(told.values(), key=lambda one: one.order))
