"""
From rows to cases: what a row names must exist, and what it says must fit together.

All mistakes of a table are told at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from dossierflow.errors import DefinitionError, DossierflowError, UnknownNameError
from dossierflow.procedure.catalogue import shipped
from dossierflow.procedure.facts import CHANNEL, FactType
from dossierflow.procedure.reader import load_procedures
from dossierflow.simulate.calendars import layered
from dossierflow.simulate.cases.acts import acts_of
from dossierflow.simulate.cases.columns import COUNTED, LIVED, TERM, column_of, is_expected
from dossierflow.simulate.cases.life import LivedCase
from dossierflow.simulate.cases.single import CountedCase, instant_of, suspensions_of
from dossierflow.simulate.cases.terms import TermCase, term_case
from dossierflow.simulate.moments import is_offset
from dossierflow.simulate.scenario import Checks
from dossierflow.worktime import parse_day, vietnam

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dossierflow.errors import Problem
    from dossierflow.procedure.facts import Fact, FactValue
    from dossierflow.procedure.library import ProcedureLibrary
    from dossierflow.procedure.model import Procedure
    from dossierflow.simulate.cases.table import Row
    from dossierflow.worktime import WorkCalendar

TableCase = CountedCase | LivedCase | TermCase
"""A case that stands in one row of a table."""

NONE = "none"
"""In a cell: there must be none."""

_BOOLEANS = {"true": True, "false": False}


def cases_of(rows: Sequence[Row], folder: Path | None, library: ProcedureLibrary | None) -> list[TableCase]:
    """
    Return the cases that *rows* state.

    Args:
        rows: The rows of one table.

        folder: What the column ``procedures`` is relative to; none for rows without a place.

        library: Procedures to use instead of those that the rows name.

    Raises:
        DefinitionError: With everything that is wrong, by line and column.
    """
    reader = _Reader(folder, library)
    problems: list[Problem] = []
    found: list[TableCase] = []
    for row in rows:
        try:
            found.append(reader.case(row, len(found) + 1))
        except DefinitionError as error:
            problems += error.problems
    problems += _same_names(found)
    if problems:
        raise DefinitionError(problems)
    return found


def _same_names(cases: list[TableCase]) -> Iterator[Problem]:
    seen: dict[str, Row] = {}
    for case in cases:
        first = seen.setdefault(case.name, case.row)
        if first is not case.row:
            _, _, sheet = first.file.rpartition("!") if first.file != case.row.file else ("", "", "")
            where = f"line {first.line} of {sheet!r}" if sheet else f"line {first.line}"
            yield case.row.problem("case", f"{case.name!r} is the name of the case in {where} too")


class _Reader:
    """Reads the rows of one table; what many rows name is loaded once."""

    def __init__(self, folder: Path | None, library: ProcedureLibrary | None) -> None:
        self._folder, self._given = folder, library
        self._libraries: dict[tuple[str | None, str], ProcedureLibrary] = {}
        self._layered: dict[tuple[str, ...], WorkCalendar] = {}

    def case(self, row: Row, number: int) -> TableCase:
        name = row.cells.get("case") or f"row-{number}"
        kind = _kind(row)
        if kind == TERM:
            problems = [*_misplaced(row, kind)]
            if problems:
                raise DefinitionError(problems)
            days = self._own_days(row)
            return term_case(row, name, _checks(row, "term").due["term"], days)
        procedure, _, version = row.cells.get("procedure", "").partition("@")
        library = self._library(row, procedure)
        versions = _versions(row, library, procedure, version)
        problems = [*_misplaced(row, kind), *_unknown_limits(row, versions)]
        facts: dict[str, FactValue] = {}
        for fact, text in _family(row, "fact"):
            value, problem = _fact(row, versions, fact, text)
            problems += [] if problem is None else [problem]
            facts |= {} if value is None else {fact: value}
        if problems:
            raise DefinitionError(problems)
        if kind == COUNTED and "channel" in row.cells:
            facts[CHANNEL] = row.cells["channel"]
        calendar = self._own_days(row) or _calendar(row)
        known = version or None
        if kind == COUNTED:
            return _counted(row, name, procedure, known, library, calendar, facts)
        return _lived(row, name, procedure, known, library, calendar, facts)

    def _library(self, row: Row, procedure: str) -> ProcedureLibrary:
        if not procedure:
            raise DefinitionError([row.problem("procedure", "the cell is empty; write id or id@version")])
        if self._given is not None:
            return self._given
        folder = row.cells.get("procedures")
        key = (folder, "" if folder is not None else procedure)
        if key not in self._libraries:
            try:
                self._libraries[key] = shipped(procedure) if folder is None else self._own(row, folder)
            except UnknownNameError as error:
                raise DefinitionError([row.problem("procedure", str(error))]) from error
        return self._libraries[key]

    def _own(self, row: Row, folder: str) -> ProcedureLibrary:
        if self._folder is None:
            message = "the table has no place of its own, so a folder cannot be found from it"
            raise DefinitionError([row.problem("procedures", message)])
        return load_procedures(self._folder / folder)

    def _own_days(self, row: Row) -> WorkCalendar | None:
        """Return the calendar of the files that *row* names; none where it takes one by its name."""
        names = row.layer_names
        if not names:
            return None
        if self._folder is None:
            message = "the table has no place of its own, so a calendar file cannot be found from it"
            raise DefinitionError([row.problem("calendar", message)])
        if names not in self._layered:
            wrong = [row.problem("calendar", told) for told in _unfit_files(row, names, self._folder)]
            if wrong:
                raise DefinitionError(wrong)
            self._layered[names] = layered([self._folder / name for name in names])
        return self._layered[names]


def _unfit_files(row: Row, names: tuple[str, ...], folder: Path) -> Iterator[str]:
    text = row.cells["calendar"]
    if len(names) < len([part for part in text.split(";") if part.strip()]):
        yield f"found {text!r}; a calendar is named, or laid out in files that are divided by semicolons, not both"
    yield from (f"there is no file {name!r} beside the table" for name in names if not (folder / name).is_file())


def _kind(row: Row) -> str:
    has_life = "received" in row.cells or "submitted" in row.cells
    if "term" in row.cells and "procedure" in row.cells:
        raise DefinitionError([row.problem("term", "a procedure states its own terms; fill in 'procedure' or 'term'")])
    if "term" not in row.cells and ("from" in row.cells) == has_life:
        found = "both" if has_life else "neither"
        message = f"{found} filled in; give 'from' to count one limit, or 'received' to play a life"
        raise DefinitionError([row.problem("from", message)])
    if not any(is_expected(name) for name in row.cells):
        raise DefinitionError([row.problem("due", "the row expects nothing; fill in 'due' or another expected column")])
    return TERM if "term" in row.cells else LIVED if has_life else COUNTED


_DOES = {COUNTED: "counts one limit ('from')", LIVED: "plays a life ('received')", TERM: "counts a bare term ('term')"}
_NEEDS = {COUNTED: ("limit", "due"), LIVED: (), TERM: ("from", "due")}


def _misplaced(row: Row, kind: str) -> Iterator[Problem]:
    for name in row.cells:
        column = column_of(name)
        if column is not None and kind not in column.rows:
            yield row.problem(name, f"the row {_DOES[kind]}, which this column says nothing about; empty the cell")
    wanted = [name for name in _NEEDS[kind] if name not in row.cells]
    yield from (row.problem(name, f"the cell is empty; a row that {_DOES[kind]} needs it") for name in wanted)
    if kind == LIVED and "limit" not in row.cells:
        nameless = [name for name in ("due", "state", "remaining") if name in row.cells]
        yield from (row.problem(name, "says nothing without the name of the limit in 'limit'") for name in nameless)


def _versions(row: Row, library: ProcedureLibrary, procedure: str, version: str) -> tuple[Procedure, ...]:
    try:
        return (library.get(procedure, version),) if version else library.versions(procedure)
    except UnknownNameError as error:
        raise DefinitionError([row.problem("procedure", str(error))]) from error


def _family(row: Row, family: str) -> Iterator[tuple[str, str]]:
    prefix = f"{family}."
    yield from ((name.removeprefix(prefix), text) for name, text in row.cells.items() if name.startswith(prefix))


def _unknown_limits(row: Row, versions: tuple[Procedure, ...]) -> Iterator[Problem]:
    limits = {limit for one in versions for limit in one.limits}
    named = [("limit", row.cells["limit"])] if "limit" in row.cells else []
    named += [
        (f"{family}.{name}", name) for family in ("due", "state", "remaining") for name, _ in _family(row, family)
    ]
    for column, name in named:
        if name not in limits:
            yield row.problem(column, f"there is no limit {name!r}; known: {', '.join(sorted(limits))}")


def _fact(row: Row, versions: tuple[Procedure, ...], name: str, text: str) -> tuple[FactValue | None, Problem | None]:
    known = [one.known_facts[name] for one in versions if name in one.known_facts]
    if not known:
        names = ", ".join(sorted({fact for one in versions for fact in one.known_facts})) or "none"
        return None, row.problem(f"fact.{name}", f"there is no fact {name!r}; known: {names}")
    value = _value(known[-1], text)
    refused = [fact.refuses(value) for fact in known]
    if all(refused):
        return None, row.problem(f"fact.{name}", str(refused[-1]))
    return value, None


def _value(fact: Fact, text: str) -> FactValue:
    # spreadsheets write TRUE
    if fact.type is FactType.BOOLEAN:
        return _BOOLEANS.get(text.lower(), text)
    if fact.type is FactType.INTEGER and text.removeprefix("-").isdecimal():
        return int(text)
    return text


def _calendar(row: Row) -> WorkCalendar:
    text = row.cells.get("calendar", "vn-public")
    name, at, day = text.partition("@")
    if name != "vn-public":
        known = "vn-public, vn-public@<day known on>, or a file of a layer beside the table (office.yaml)"
        message = f"there is no calendar {text!r}; known: {known}"
        raise DefinitionError([row.problem("calendar", message)])
    try:
        return vietnam(as_known_on=parse_day(day) if at else None)
    except DossierflowError as error:
        raise DefinitionError([row.problem("calendar", str(error))]) from error


def _counted(
    row: Row,
    name: str,
    procedure: str,
    version: str | None,
    library: ProcedureLibrary,
    calendar: WorkCalendar,
    facts: dict[str, FactValue],
) -> CountedCase:
    checks = _checks(row)
    instant_of(row, "from", row.cells["from"], calendar, of_day="00:00")
    suspensions_of(row, calendar)
    return CountedCase(
        row=row,
        name=name,
        procedure=procedure,
        version=version,
        library=library,
        calendar=calendar,
        limit=row.cells["limit"],
        facts=facts,
        due=checks.due[row.cells["limit"]],
    )


def _lived(
    row: Row,
    name: str,
    procedure: str,
    version: str | None,
    library: ProcedureLibrary,
    calendar: WorkCalendar,
    facts: dict[str, FactValue],
) -> LivedCase:
    acts = acts_of(row)
    for column in ("submitted", "received"):
        if column in row.cells:
            instant_of(row, column, row.cells[column], calendar)
    for act in acts:
        if not is_offset(act.when):
            instant_of(row, act.column, act.when, calendar)
    return LivedCase(
        row=row,
        name=name,
        procedure=procedure,
        version=version,
        library=library,
        calendar=calendar,
        channel=row.cells.get("channel"),
        facts=facts,
        acts=tuple(acts),
        checks=_checks(row),
    )


def _checks(row: Row, limit: str | None = None) -> Checks:
    values: dict[str, object] = {}
    for name in ("status", "end", "version", "refused"):
        if name in row.cells:
            values[name] = row.cells[name]
    if "appointment" in row.cells:
        values["appointment"] = _or_none(row.cells["appointment"])
    for family in ("due", "state", "remaining"):
        named = dict(_family(row, family))
        if family in row.cells:
            named[limit or row.cells["limit"]] = row.cells[family]
        if named:
            values[family] = {limit: _or_none(text) for limit, text in named.items()}
    try:
        return Checks.model_validate(values)
    except ValidationError as error:
        problems = [_of_a_cell(row, one["loc"], one["msg"]) for one in error.errors(include_url=False)]
        raise DefinitionError(dict.fromkeys(problems)) from error


def _of_a_cell(row: Row, where: tuple[str | int, ...], message: str) -> Problem:
    dotted = ".".join(str(part) for part in where[:2])
    column = dotted if dotted in row.cells else str(where[0])
    told = message.removeprefix("Value error, ")
    return row.problem(column, f"found {row.cells.get(column, '')!r}; {told}")


def _or_none(text: str) -> str | None:
    return None if text == NONE else text
