"""
Reading scenario files: from YAML to a story that can be played.

What a story names must exist: the people of its timeline, their agencies and
roles, the limits of its expectations. All mistakes are told at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from dossierflow.engine.actors import APPLICANT_ACTOR, Actor
from dossierflow.errors import DefinitionError, DossierflowError, Problem, UnknownNameError
from dossierflow.procedure.catalogue import shipped
from dossierflow.procedure.limits import APPLICANT
from dossierflow.procedure.reader import load_procedures
from dossierflow.reading import load, read_document
from dossierflow.simulate.acting import command_of
from dossierflow.simulate.calendars import layered
from dossierflow.simulate.moments import DUE, END, anchor_in, is_offset
from dossierflow.simulate.places import place_of
from dossierflow.simulate.scenario import ActEntry, Checks, InForce, KnownOn, Layered, Scenario
from dossierflow.simulate.variants import variants_of
from dossierflow.worktime.vietnam import vietnam

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from dossierflow.procedure.library import ProcedureLibrary
    from dossierflow.procedure.model import Procedure
    from dossierflow.reading import Document
    from dossierflow.simulate.variants import Variant
    from dossierflow.worktime import WorkCalendar

_Path = tuple[str | int, ...]
_NO_PLACE = "a text has no place of its own, so {} cannot be found from it; read the scenario from a file"


@dataclass(frozen=True, slots=True)
class ScenarioFile:
    """A scenario, the file in which it stands, and what it is played with."""

    scenario: Scenario
    document: Document
    library: ProcedureLibrary
    procedure: str
    """Identifier of the procedure."""

    version: str | None
    """The version asked for; none leaves it to the day of filing."""

    calendar: WorkCalendar
    variant: str | None = None
    """Which variant of the file it is; none where the file has none."""

    line: int = 1
    """Where the story, or its variant, begins in the file."""

    @property
    def name(self) -> str:
        """The number of the dossier whose story it is, and the variant where there are several."""
        number = self.scenario.dossier
        return number if self.variant is None else f"{number} [{self.variant}]"

    @property
    def actors(self) -> dict[str, Actor]:
        """Who may be named in the timeline, the applicant included."""
        return {APPLICANT: APPLICANT_ACTOR, **self.scenario.actors}

    def problem(self, path: Iterable[str | int], message: str) -> Problem:
        """Return a mistake at *path* of the file."""
        return _problem(self.document, tuple(path), message)

    def place(self, path: tuple[str | int, ...]) -> Problem:
        """Return where *path* stands in the file, as a problem that says nothing yet."""
        return self.problem(path, "")


def read_scenario(path: Path, *, library: ProcedureLibrary | None = None, variant: str | None = None) -> ScenarioFile:
    """
    Read a scenario from its file.

    Args:
        path: The file; a folder that it names is relative to it.

        library: Procedures to play with instead of those that the file names.

        variant: Which variant of the file; needed exactly where it has several.

    Raises:
        DefinitionError: With everything that is wrong, by line.
    """
    return scenario_from(read_document(path), folder=place_of(path), library=library, variant=variant)


def read_scenarios(path: Path, *, library: ProcedureLibrary | None = None) -> tuple[ScenarioFile, ...]:
    """
    Read every variant of a scenario from its file; the scenario itself where it has none.

    Raises:
        DefinitionError: With everything that is wrong in any variant, by line.
    """
    document = read_document(path)
    found: list[ScenarioFile] = []
    wrong: dict[Problem, list[Variant]] = {}
    variants = variants_of(document)
    for one in variants:
        try:
            found.append(_scenario(one, place_of(path), library))
        except DefinitionError as error:
            for problem in dict.fromkeys(error.problems):
                wrong.setdefault(problem, []).append(one)
    if wrong:
        raise DefinitionError(_of_variants(problem, those, len(variants)) for problem, those in wrong.items())
    return tuple(found)


def _of_variants(problem: Problem, those: list[Variant], of: int) -> Problem:
    """Return *problem* with the variants that it is about; what is wrong in all of them is a mistake of the story."""
    if len(those) == of:
        return problem
    named = ", ".join(f"{one.name!r} in line {one.line}" for one in those)
    return replace(problem, message=f"{problem.message} (variant {named})")


def scenario_from(
    document: Document,
    *,
    folder: Path | None = None,
    library: ProcedureLibrary | None = None,
    variant: str | None = None,
) -> ScenarioFile:
    """
    Return the scenario that *document* tells.

    Args:
        document: The file, read.

        folder: What the folder in ``procedures`` is relative to; none for a text without a place.

        library: Procedures to play with instead of those that the file names.

        variant: Which variant of the file; needed exactly where it has several.

    Raises:
        DefinitionError: With everything that is wrong, by line.
    """
    variants = variants_of(document)
    for one in variants:
        if one.name == variant or (variant is None and len(variants) == 1):
            return _scenario(one, folder, library)
    known = ", ".join(one.name for one in variants if one.name is not None) or "none"
    asked = "the file tells several stories; name one" if variant is None else f"there is no variant {variant!r}"
    raise DefinitionError([_problem(document, ("variants",), f"{asked}; known: {known}")])


def _scenario(variant: Variant, folder: Path | None, library: ProcedureLibrary | None) -> ScenarioFile:
    document = variant.document
    scenario = load(Scenario, document)
    if library is None:
        library = _library(scenario, document, folder)
    procedure, version = _version(scenario, document, library)
    calendar = _calendar(scenario, document, folder)
    file = ScenarioFile(scenario, document, library, procedure, version, calendar, variant.name, variant.line)
    problems = [*_unknown_people(file), *_unplaced(file), *_unknown_limits(file), *_unknown_rights(file)]
    if problems:
        raise DefinitionError(problems)
    return file


def _library(scenario: Scenario, document: Document, folder: Path | None) -> ProcedureLibrary:
    if scenario.procedures is None:
        name = (
            scenario.procedure.id if isinstance(scenario.procedure, InForce) else scenario.procedure.partition("@")[0]
        )
        try:
            return shipped(name)
        except UnknownNameError as error:
            raise DefinitionError([_problem(document, ("procedure",), str(error))]) from error
    if folder is None:
        raise DefinitionError([_problem(document, ("procedures",), _NO_PLACE.format("a folder"))])
    return load_procedures(folder / scenario.procedures)


def _calendar(scenario: Scenario, document: Document, folder: Path | None) -> WorkCalendar:
    wanted = scenario.calendar
    if not isinstance(wanted, Layered):
        return vietnam(as_known_on=wanted.known_on if isinstance(wanted, KnownOn) else None)
    if folder is None:
        raise DefinitionError([_problem(document, ("calendar",), _NO_PLACE.format("a calendar file"))])
    return layered([folder / file for file in wanted.layers], as_known_on=wanted.known_on)


def _version(scenario: Scenario, document: Document, library: ProcedureLibrary) -> tuple[str, str | None]:
    asked = scenario.procedure
    try:
        if isinstance(asked, InForce):
            return asked.id, library.in_force(asked.id, asked.on).version
        name, _, version = asked.partition("@")
        if version:
            return name, library.get(name, version).version
        library.versions(name)
    except DossierflowError as error:
        raise DefinitionError([_problem(document, ("procedure",), str(error))]) from error
    else:
        return name, None


def _versions(file: ScenarioFile) -> tuple[Procedure, ...]:
    return file.library.versions(file.procedure)


def _unknown_people(file: ScenarioFile) -> Iterator[Problem]:
    roles: dict[str, set[str]] = {}
    for one in _versions(file):
        for name, agency in one.agencies.items():
            roles.setdefault(name, set()).update(agency.roles)
    for name, actor in file.scenario.actors.items():
        if name == APPLICANT:
            yield file.problem(("actors", name), "the applicant is always there; use another name")
        elif actor.agency != APPLICANT and actor.agency not in roles:
            yield file.problem(("actors", name, "agency"), _no_such("agency", actor.agency, [*roles, APPLICANT]))
        elif actor.agency != APPLICANT and actor.role not in roles[actor.agency]:
            kind = f"role of {actor.agency!r}"
            yield file.problem(("actors", name, "role"), _no_such(kind, actor.role, roles[actor.agency]))
    for number, entry in enumerate(file.scenario.timeline):
        if isinstance(entry, ActEntry) and entry.by not in file.actors:
            yield file.problem(("timeline", number, "by"), _no_such("actor", entry.by, file.actors))


def _unknown_rights(file: ScenarioFile) -> Iterator[Problem]:
    for path, checks in _all_checks(file.scenario):
        for part in ("allowed", "forbidden"):
            for name, acts in getattr(checks, part).items():
                if name not in file.actors:
                    yield file.problem((*path, part, name), _no_such("actor", name, file.actors))
                for act in (acts,) if isinstance(acts, str) else acts:
                    try:
                        command_of(act)
                    except ValueError as error:
                        yield file.problem((*path, part, name, act), str(error))


def _unplaced(file: ScenarioFile) -> Iterator[Problem]:
    first = file.scenario.timeline[0]
    if is_offset(first.at):
        message = f"found {first.at!r}; the first entry has none before it, so write an instant as 2026-02-05T15:20"
        yield file.problem(("timeline", 0, "at"), message)
    yield from _unknown_anchors(file)
    for number, entry in enumerate(file.scenario.timeline):
        if isinstance(entry, ActEntry) and entry.occurred is not None and is_offset(entry.occurred):
            message = f"found {entry.occurred!r}; say when the act took place as an instant"
            yield file.problem(("timeline", number, "occurred"), message)


def _unknown_anchors(file: ScenarioFile) -> Iterator[Problem]:
    versions = _versions(file)
    known = {name for one in versions for name in one.milestones}
    known |= {f"{DUE}{limit}" for one in versions for limit in one.limits}
    later = [(("timeline", number, "at"), entry.at) for number, entry in enumerate(file.scenario.timeline) if number]
    places: list[tuple[_Path, str, set[str]]] = [(path, when, known) for path, when in later]
    for number, expectation in enumerate(file.scenario.expect):
        if expectation.at != END:
            places.append((("expect", number, "at"), expectation.at, known | {END}))
    for path, when, names in places:
        anchor = anchor_in(when)
        if anchor is not None and anchor not in names:
            yield file.problem(path, _no_such("milestone or due date", anchor, names))


def _unknown_limits(file: ScenarioFile) -> Iterator[Problem]:
    limits = {limit for one in _versions(file) for limit in one.limits}
    handoffs = {handoff for one in _versions(file) for handoff in one.handoffs}
    milestones = {milestone for one in _versions(file) for milestone in one.milestones}
    for path, checks in _all_checks(file.scenario):
        for part in ("due", "remaining", "state", "suspended", "explanation"):
            for name in getattr(checks, part):
                if name not in limits:
                    yield file.problem((*path, part, name), _no_such("limit", name, limits))
        for name in checks.milestones:
            if name not in milestones:
                yield file.problem((*path, "milestones", name), _no_such("milestone", name, milestones))
        for name in checks.handoffs:
            if name not in handoffs:
                yield file.problem((*path, "handoffs", name), _no_such("handoff", name, handoffs))


def _all_checks(scenario: Scenario) -> Iterator[tuple[_Path, Checks]]:
    for number, entry in enumerate(scenario.timeline):
        if isinstance(entry.expect, Checks):
            yield ("timeline", number, "expect"), entry.expect
    for number, expectation in enumerate(scenario.expect):
        yield ("expect", number), expectation


def _no_such(kind: str, name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    near = get_close_matches(name, names, n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    return f"there is no {kind} {name!r}; {hint}known: {', '.join(names) or 'none'}"


def _problem(document: Document, path: _Path, message: str) -> Problem:
    field = ""
    for part in path:
        field += f"[{part}]" if isinstance(part, int) else f".{part}" if field else part
    return Problem(document.file, document.line(path), field, message)
