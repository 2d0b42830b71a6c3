"""
All versions of all procedures, and which of them governs.

The version in force is found by date. Where none is, or the law's transition
clause points to one that is not there, that is an error; the last known
version is never taken instead.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from dossierflow.errors import DefinitionError, Problem, UnknownNameError, VersionInForceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from dossierflow.procedure.model import Procedure


class ProcedureLibrary:
    """
    Versions of procedures, found by name or by date.

    Immutable. Between two versions of a procedure there may be days on which
    none is in force, but never days on which two are.
    """

    def __init__(self, procedures: Iterable[Procedure]) -> None:
        """
        Put *procedures* in order.

        The same version may come twice if both say the same.

        Raises:
            DefinitionError:
                If two with the same name and version differ, or two versions
                of a procedure are in force on the same day.
        """
        self._by_id = _ordered(procedures)

    def __iter__(self) -> Iterator[Procedure]:
        """Yield all versions, by procedure and first day in force."""
        for versions in self._by_id.values():
            yield from versions

    def __len__(self) -> int:
        """Return the number of versions."""
        return sum(len(versions) for versions in self._by_id.values())

    @property
    def ids(self) -> tuple[str, ...]:
        """The identifiers of the procedures, sorted."""
        return tuple(self._by_id)

    def versions(self, procedure_id: str) -> tuple[Procedure, ...]:
        """
        Return the versions of a procedure by their first day in force.

        Raises:
            UnknownNameError: There is no such procedure.
        """
        if procedure_id not in self._by_id:
            kind = "procedure"
            raise UnknownNameError(kind, procedure_id, self._by_id)
        return self._by_id[procedure_id]

    def get(self, procedure_id: str, version: str) -> Procedure:
        """
        Return one version of a procedure.

        Raises:
            UnknownNameError: There is no such procedure, or no such version of it.
        """
        versions = self.versions(procedure_id)
        for procedure in versions:
            if procedure.version == version:
                return procedure
        kind = f"version of {procedure_id!r}"
        raise UnknownNameError(kind, version, (procedure.version for procedure in versions))

    def in_force(self, procedure_id: str, on: date) -> Procedure:
        """
        Return the version that is in force on a day.

        Raises:
            UnknownNameError: There is no such procedure.

            VersionInForceError: No version of it is in force on that day.
        """
        versions = self.versions(procedure_id)
        for procedure in versions:
            if procedure.effective.covers(on):
                return procedure
        msg = (
            f"no version of {procedure_id!r} is in force on {on.isoformat()}; known: {_periods(versions)}. "
            "Load the version of that day; none is taken in its place."
        )
        raise VersionInForceError(msg)

    def governing(self, procedure_id: str, milestones: Mapping[str, date]) -> Procedure:
        """
        Return the version under which a dossier is handled.

        It begins with the version in force on the latest of the dates. As long
        as that version's transition clause keeps older dossiers under older
        law, and the dossier reached the clause's milestone before the
        version's first day, the version in force on the day before that first
        day takes its place.

        Args:
            procedure_id: The procedure.

            milestones:
                Days on which the dossier reached its milestones, by name, such
                as ``submitted``, ``received``, ``complete``. Other names, such
                as the day on which one asks, count for the latest date only.

        Raises:
            UnknownNameError: There is no such procedure.

            VersionInForceError:
                There is no date, or no version is in force on a day that
                decides.
        """
        if not milestones:
            msg = f"no date says which version of {procedure_id!r} governs; give at least the day of submission"
            raise VersionInForceError(msg)
        candidate = self.in_force(procedure_id, max(milestones.values()))
        while _keeps_older_law(candidate, milestones):
            candidate = self.in_force(procedure_id, candidate.effective.from_ - timedelta(days=1))
        return candidate


def _keeps_older_law(candidate: Procedure, milestones: Mapping[str, date]) -> bool:
    if candidate.transition is None:
        return False
    reached = milestones.get(candidate.transition.keep_if.milestone)
    return reached is not None and reached < candidate.effective.from_


def _ordered(procedures: Iterable[Procedure]) -> dict[str, tuple[Procedure, ...]]:
    by_name: defaultdict[str, list[Procedure]] = defaultdict(list)
    for procedure in procedures:
        same = by_name[str(procedure)]
        if all(other.hash != procedure.hash for other in same):
            same.append(procedure)
    problems = [
        Problem(name, 0, "version", f"{len(same)} different procedures have this name and version; give each its own")
        for name, same in by_name.items()
        if len(same) > 1
    ]
    by_id: defaultdict[str, list[Procedure]] = defaultdict(list)
    for same in by_name.values():
        by_id[same[0].procedure].append(same[0])
    ordered = {
        name: tuple(sorted(by_id[name], key=lambda procedure: (procedure.effective.from_, procedure.version)))
        for name in sorted(by_id)
    }
    problems += [problem for versions in ordered.values() for problem in _overlaps(versions)]
    if problems:
        raise DefinitionError(problems)
    return ordered


def _overlaps(versions: tuple[Procedure, ...]) -> Iterator[Problem]:
    for earlier, later in pairwise(versions):
        if earlier.effective.to is None or later.effective.from_ <= earlier.effective.to:
            message = (
                f"{later} is in force from {later.effective.from_.isoformat()}, when this version still is; "
                "end this one the day before with 'effective.to'"
            )
            yield Problem(str(earlier), 0, "effective", message)


def _periods(versions: Iterable[Procedure]) -> str:
    return ", ".join(
        f"{procedure.version} ({procedure.effective.from_.isoformat()} to "
        f"{procedure.effective.to.isoformat() if procedure.effective.to else 'now'})"
        for procedure in versions
    )
