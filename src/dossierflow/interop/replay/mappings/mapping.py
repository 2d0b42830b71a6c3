"""
The mapping file: what the columns and activities of somebody's log mean.

Nothing about a foreign log is guessed. The zone of its times, the order of day
and month, which of several due dates counts, and whether lateness is measured
by the day or by the minute are all said here.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from dossierflow.citation import Citation, LegalText
from dossierflow.deadlines.ledger import Anchor
from dossierflow.deadlines.term import Term
from dossierflow.engine import commands as c
from dossierflow.engine.actors import Actor
from dossierflow.frozen import Frozen
from dossierflow.interop.replay.instants import Order, Twice
from dossierflow.procedure.facts import FactValue, Name
from dossierflow.procedure.limits import CountOverride
from dossierflow.procedure.model import ProcedureId
from dossierflow.worktime.hours import OfficeHours

Encoding = Literal["utf-8", "utf-16", "cp1258", "cp1252", "latin-1"]

Column = Annotated[str, Field(min_length=1, max_length=200)]
"""
Name of a column.

Of XES an attribute of the event, or ``case:`` and an attribute of the trace;
of OCEL an attribute of the event, or ``case:`` and one of the case's object, or
the type of another object, a colon, and one of that object's.
"""

Activities = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]
"""Names of activities, as the log has them; ``*`` stands for any characters."""


Values = Annotated[tuple[str, ...], Field(min_length=1)]
"""Values of a column; ``*`` stands for any characters, an empty text for no value."""


def _either(activity: object, column: object) -> None:
    if (activity is None) == (column is None):
        msg = "give either 'activity' or 'column'"
        raise ValueError(msg)


class PackagedDays(Frozen):
    """A calendar of the days that the Python package ``holidays`` computes."""

    country: str = Field(pattern=r"^[A-Z]{2}$")
    subdivision: str | None = None
    first_year: int
    last_year: int
    weekly: OfficeHours
    """Hours of an ordinary week."""

    confirmed_until: date | None = None
    """Up to when somebody has compared the days; what is due later is provisional."""

    files: tuple[str, ...] = ()
    """Layers laid over these days, relative to the mapping: closures of a province, hours of an office."""

    @model_validator(mode="after")
    def _years_are_in_order(self) -> Self:
        if not self.first_year <= self.last_year <= self.first_year + 200:
            msg = f"first_year ({self.first_year}) and last_year ({self.last_year}) must follow each other"
            raise ValueError(msg)
        return self


class FiledDays(Frozen):
    """A calendar of layers in files, relative to the mapping."""

    files: tuple[str, ...] = Field(min_length=1)
    """``vn-public`` stands for the layers of that calendar."""


class Point(Frozen):
    """An instant of a case: of an activity, or from a column."""

    activity: Activities | None = None
    column: Column | None = None
    take: Literal["first", "last"]
    """Which, where the case has several."""

    otherwise: Point | None = None
    """What stands for it in cases that have none."""

    @property
    def activities(self) -> tuple[str, ...]:
        """The activities that it names, with what stands for it."""
        return (*(self.activity or ()), *(self.otherwise.activities if self.otherwise else ()))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it reads, with what stands for it."""
        own = () if self.column is None else (self.column,)
        return (*own, *(self.otherwise.columns if self.otherwise else ()))

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        _either(self.activity, self.column)
        return self


class DueColumn(Frozen):
    """Where the log says when it was due."""

    column: Column
    take: Literal["first", "last"]
    """Which, where the lines of a case differ; empty cells say nothing."""

    lines: dict[Column, Values] = {}
    """Only lines of which each of these columns has one of the values."""


class Columns(Frozen):
    """Which column is what."""

    case: Column
    activity: Column | Annotated[tuple[Column, ...], Field(min_length=1, max_length=4)]
    """Several are put together with ``+``, as in ``send letter+complete``."""

    timestamp: Column
    resource: Column | None = None
    """Who acted; only told."""

    agency: Column | None = None
    """Agency of the procedure, for acts that do not say by whom."""

    role: Column | None = None
    due: DueColumn | None = None

    @property
    def activities(self) -> tuple[str, ...]:
        """The columns that make up the activity."""
        return (self.activity,) if isinstance(self.activity, str) else self.activity


class Suspending(Frozen):
    """Activities, or instants of two columns, between which the term does not run."""

    since: Activities | None = None
    until: Activities | None = None
    since_column: Column | None = None
    """Every pair of instants that the case has is a suspension; one without an end lasts."""

    until_column: Column | None = None
    reason: str = Field(min_length=1)

    @model_validator(mode="after")
    def _says_one_pair(self) -> Self:
        acts, columns = (self.since, self.until), (self.since_column, self.until_column)
        if (None in acts) == (None in columns) or any(acts) == any(columns):
            msg = "give either 'since' and 'until' (activities), or 'since_column' and 'until_column'"
            raise ValueError(msg)
        return self


class Extending(Frozen):
    """What lengthens the term: an activity, each time it is there; or a column, once, where it has a value."""

    activity: Activities | None = None
    column: Column | None = None
    term: Term
    anchor: Anchor
    reason: str = Field(min_length=1)

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        _either(self.activity, self.column)
        return self


class LimitMode(Frozen):
    """One time limit, with what starts and suspends it: for logs of procedures that are not modelled."""

    name: LegalText | str
    term: Term
    profile: str
    """How it is counted: ``vn-general``, ``nl-atw``…"""

    count: CountOverride | None = None
    """In what it departs from the profile."""

    starts: Point
    suspended: tuple[Suspending, ...] = ()
    extended: tuple[Extending, ...] = ()
    cite: tuple[Citation, ...] = ()


Act = Annotated[
    c.Receive
    | c.RefuseReception
    | c.StartStep
    | c.CompleteStep
    | c.Decide
    | c.Refuse
    | c.RequestSupplement
    | c.AnswerSupplement
    | c.Pause
    | c.Resume
    | c.RequestPayment
    | c.ConfirmPayment
    | c.Extend
    | c.HandOff
    | c.AcknowledgeHandoff
    | c.AnswerHandoff
    | c.RecallHandoff
    | c.Apologise
    | c.RequestWithdrawal
    | c.Stop
    | c.ReturnResult,
    Field(discriminator="do"),
]


class ActRule(Frozen):
    """Which act an activity is; several rules for one activity are acts one after the other."""

    activity: Activities
    act: Act
    by: Actor | None = None
    """Who acts; without it, the columns of agency and role say."""


class Filing(Frozen):
    """How a case is filed."""

    activity: Activities | None = None
    """Which activity it is; without it, the case is filed at its first line."""

    channel: Name
    facts: dict[Name, FactValue] = {}
    facts_from: dict[Name, Column] = {}
    """Facts that are texts in a column."""

    by: Actor = Actor(agency="applicant", role="applicant")


class ProcedureMode(Frozen):
    """A modelled procedure: every line becomes an act that the engine decides."""

    id: ProcedureId
    version: str | None = None
    """None: the version that governs on the day of filing."""

    folder: str | None = None
    """Folder of procedure files, relative to the mapping; none takes the shipped ones."""

    limit: Name
    """Whose due date is compared."""

    filing: Filing
    acts: tuple[ActRule, ...] = Field(min_length=1)
    ignore: tuple[str, ...] = ()
    """Activities that are no acts, so that they need not be listed."""


class LogMapping(Frozen):
    """What a log means, as its file states it."""

    log: LegalText | str
    """Whose log it is."""

    zone: str
    """Zone of times that are written without an offset."""

    dates: Order
    """How instants are written besides ISO 8601: 31/12/2026, 12/31/2026, serial numbers, seconds since 1970."""

    twice: Twice | None = None
    """Which of two instants a time without an offset is that the clocks show twice; none refuses its line."""

    compare: Literal["day", "instant"]
    """Whether due dates are compared, and lateness is measured, by the day or by the instant."""

    encoding: Encoding | None = None
    """Of CSV without a byte order mark, by default UTF-8; of XES, instead of the one that the file declares."""

    delimiter: Literal[",", ";", "tab", "|"] | None = None
    """Of CSV; none takes the one that divides the heading into the columns named here."""

    case_object: str | None = None
    """Of OCEL: the type of the objects that are the cases."""

    case_through: tuple[str, ...] = ()
    """Of OCEL: types of objects whose events belong to the cases that they are related to."""

    columns: Columns
    missing: tuple[str, ...] = ()
    """Texts that stand for no value at all, whatever the column: UNKNOWN, NULL."""

    defaults: dict[Column, str] = {}
    """What is taken for an empty value, and where the log has not got the column."""

    lines: dict[Column, Values] = {}
    """Only lines of which each of these columns has one of the values; the others are counted."""

    leave_out: dict[Column, Values] = {}
    """Lines of which one of these columns has one of the values are left out, and counted."""

    calendar: Literal["vn-public"] | PackagedDays | FiledDays
    ends: Point
    """When the case was finished, as far as its time limit goes."""

    limit: LimitMode | None = None
    procedure: ProcedureMode | None = None

    @model_validator(mode="after")
    def _has_one_mode(self) -> Self:
        if (self.limit is None) == (self.procedure is None):
            msg = "give either 'limit' (one time limit) or 'procedure' (a modelled procedure)"
            raise ValueError(msg)
        return self

    @property
    def title(self) -> LegalText:
        """Whose log it is, in both languages; one sentence given for both serves for both."""
        return self.log if isinstance(self.log, LegalText) else LegalText(vi=self.log, en=self.log)

    @property
    def wanted(self) -> tuple[str, ...]:
        """The columns that are read, each once."""
        columns = self.columns
        named = [columns.case, *columns.activities, columns.timestamp, columns.resource, columns.agency, columns.role]
        named += [] if columns.due is None else [columns.due.column, *columns.due.lines]
        named += [*self.lines, *self.leave_out, *self.ends.columns]
        if self.limit is not None:
            named += self.limit.starts.columns
            named += [name for one in self.limit.suspended for name in (one.since_column, one.until_column)]
            named += [one.column for one in self.limit.extended]
        if self.procedure is not None:
            named += self.procedure.filing.facts_from.values()
        return tuple(dict.fromkeys(name for name in named if name is not None))

    @property
    def named(self) -> tuple[str, ...]:
        """The activities that it says something of, each once; ``*`` in them stands for any characters."""
        found = [*self.ends.activities]
        if self.limit is not None:
            found += self.limit.starts.activities
            found += [name for one in self.limit.suspended for name in (*(one.since or ()), *(one.until or ()))]
            found += [name for one in self.limit.extended for name in one.activity or ()]
        if self.procedure is not None:
            found += [*(self.procedure.filing.activity or ()), *self.procedure.ignore]
            found += [name for one in self.procedure.acts for name in one.activity]
        return tuple(dict.fromkeys(found))
