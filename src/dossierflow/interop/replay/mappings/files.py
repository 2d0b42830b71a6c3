"""Reading mappings: from YAML to everything that a replay needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dossierflow.deadlines.counting import profile
from dossierflow.errors import DefinitionError, DossierflowError, Problem
from dossierflow.interop.replay.mappings.mapping import FiledDays, LogMapping, PackagedDays
from dossierflow.interop.replay.mappings.other_days import names_other_days, other_days
from dossierflow.procedure.catalogue import shipped
from dossierflow.procedure.reader import load_procedures
from dossierflow.reading import load, read_document
from dossierflow.worktime.compiling import compile_calendar
from dossierflow.worktime.files import read_layer
from dossierflow.worktime.importers import holidays_layer
from dossierflow.worktime.instants import zone
from dossierflow.worktime.vietnam import vietnam, vietnam_layers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from dossierflow.deadlines.choices import Counting
    from dossierflow.procedure.library import ProcedureLibrary
    from dossierflow.reading import Document
    from dossierflow.worktime.calendar import WorkCalendar
    from dossierflow.worktime.layers import CalendarLayer


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingFile:
    """A mapping, with what it names."""

    mapping: LogMapping
    zone: ZoneInfo
    calendar: WorkCalendar
    layers: tuple[CalendarLayer, ...]
    """Of which the calendar is made."""

    library: ProcedureLibrary | None = None
    """The versions of the procedure; none for a single limit."""


def read_mapping(path: Path) -> MappingFile:
    """
    Read a mapping from its file.

    Raises:
        DefinitionError: With all that is wrong, by line.

        ImportError: The calendar needs the package ``holidays``, which is not installed.
    """
    document = read_document(path)
    mapping = load(LogMapping, document)
    problems: list[Problem] = []

    def resolved(at: Sequence[str | int], make: Callable[[], object]) -> None:
        try:
            make()
        except DossierflowError as error:
            problems.append(Problem(document.file, document.line(tuple(at)), ".".join(map(str, at)), str(error)))

    resolved(("zone",), lambda: zone(mapping.zone))
    resolved(("calendar",), lambda: _calendar(mapping, path))
    if mapping.limit is not None:
        resolved(("limit", "profile"), lambda: counting_of(mapping))
    if mapping.procedure is not None:
        resolved(("procedure",), lambda: _library(mapping, path))
        problems += _missing_actors(mapping, document)
    if problems:
        raise DefinitionError(problems)
    library = None if mapping.procedure is None else _library(mapping, path)
    calendar, layers = _calendar(mapping, path)
    return MappingFile(mapping=mapping, zone=zone(mapping.zone), calendar=calendar, layers=layers, library=library)


def counting_of(mapping: LogMapping) -> Counting:
    """
    Return how the limit of *mapping* is counted.

    Raises:
        UnknownNameError: There is no such profile.

        TermError: The choices contradict each other, or do not fit the term.
    """
    limit = mapping.limit
    assert limit is not None  # noqa: S101 -- asked only of mappings with a limit
    override = limit.count
    given = {} if override is None else override.model_dump(exclude_none=True, exclude={"cite"})
    return profile(limit.profile).counting(limit.term.unit, cite=() if override is None else override.cite, **given)


def _calendar(mapping: LogMapping, path: Path) -> tuple[WorkCalendar, tuple[CalendarLayer, ...]]:
    """Return the calendar of *mapping* with the layers of which it is made."""
    source = mapping.calendar
    if isinstance(source, PackagedDays):
        layer = holidays_layer(
            source.country,
            range(source.first_year, source.last_year + 1),
            subdivision=source.subdivision,
            known_from=date(source.first_year, 1, 1),
            confirmed_until=source.confirmed_until,
            weekly=source.weekly,
            zone=mapping.zone,
        )
        layers = (layer, *(read_layer(path.parent / name) for name in source.files))
        return compile_calendar(layers, name=" + ".join(one.name for one in layers)), layers
    if isinstance(source, FiledDays):
        layers = _layers(source.files, path.parent, ())
        return compile_calendar(layers, name=_name(source.files, layers)), layers
    return vietnam(), vietnam_layers()


def layered(names: Sequence[str], folder: Path, own: Sequence[CalendarLayer] = ()) -> WorkCalendar:
    """
    Return the calendar of the layers in files, the later over the earlier; ``vn-public`` is that calendar's.

    Args:
        names: Files, ``vn-public``, and what `other_days` knows where there is something to lay it in.

        folder: From which files are named.

        own: Layers of the mapping, whose zone, hours and years other days have.

    Raises:
        DossierflowError: A layer cannot be read, or they do not fit each other.

        OSError: A file is missing.

        ImportError: The days of a country need the package ``holidays``, which is not installed.
    """
    layers = _layers(names, folder, own)
    return compile_calendar(layers, name=_name(names, layers))


def _layers(names: Sequence[str], folder: Path, own: Sequence[CalendarLayer]) -> tuple[CalendarLayer, ...]:
    layers: list[CalendarLayer] = []
    for name in names:
        if name == "vn-public":
            layers += vietnam_layers()
        elif own and names_other_days(name):
            layers += other_days(name, own)
        else:
            layers.append(read_layer(folder / name))
    return tuple(layers)


def _name(names: Sequence[str], layers: Sequence[CalendarLayer]) -> str:
    """Return the names as given where one of them stands for several layers, else those of the layers."""
    return " + ".join(names if len(names) != len(layers) else [one.name for one in layers])


def _library(mapping: LogMapping, path: Path) -> ProcedureLibrary:
    mode = mapping.procedure
    assert mode is not None  # noqa: S101 -- asked only of mappings with a procedure
    library = shipped(mode.id) if mode.folder is None else load_procedures(path.parent / mode.folder)
    for version in library.versions(mode.id) if mode.version is None else [library.get(mode.id, mode.version)]:
        if mode.limit not in version.limits:
            known = ", ".join(sorted(version.limits))
            message = f"{version} has no limit {mode.limit!r}; it has: {known}"
            raise DefinitionError([Problem(str(path), 0, "procedure.limit", message)])
    return library


def _missing_actors(mapping: LogMapping, document: Document) -> list[Problem]:
    mode = mapping.procedure
    if mode is None or (mapping.columns.agency is not None and mapping.columns.role is not None):
        return []
    message = "nobody is said to act; give 'by', or the columns of agency and role"
    return [
        Problem(document.file, document.line(("procedure", "acts", place)), f"procedure.acts.{place}", message)
        for place, rule in enumerate(mode.acts)
        if rule.by is None
    ]
