"""What a replay finds of one case, and in all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from dossierflow.engine.refusals import RefusalCode
from dossierflow.interop.replay.logs.records import Fault
from dossierflow.interop.replay.mappings.naming import is_named

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from dossierflow.citation import LegalText
    from dossierflow.interop.replay.logs.records import Unreadable

MOST_EXAMPLES: Final = 20
"""How many cases, remarks and lines a report shows of each kind; the tables have all."""


class Outcome(StrEnum):
    """How a case stands against a due date."""

    ON_TIME = "on_time"
    LATE = "late"
    OVERDUE = "overdue"
    """Not finished when the log ends, and due before."""

    OPEN = "open"
    """Not finished when the log ends, and not due."""

    NO_DUE = "no_due"
    """There is no due date to hold it to."""


class Reason(StrEnum):
    """Why a line could not be used as it is, besides the engine's refusals."""

    NOT_STARTED = "not_started"
    """The case never reaches the start of its limit."""

    ENDS_BEFORE_START = "ends_before_start"
    NOT_SUSPENDED = "not_suspended"
    """A suspension ends that never began."""

    SUSPENDED_TWICE = "suspended_twice"
    NOT_COUNTABLE = "not_countable"
    """The term cannot be counted: outside the calendar, or not as asked."""

    DUE_UNREADABLE = "due_unreadable"
    """The log's own due date, or another instant of a column, cannot be read."""

    NOT_AN_ACT = "not_an_act"
    """The mapping says of no act that this activity is it."""

    CASE_TOO_LONG = "case_too_long"
    CASE_TWICE = "case_twice"
    """Several traces of the log have the name; they are taken as one case."""


class Remark(NamedTuple):
    """A line of the log that the rule would not have had."""

    case: str
    line: int
    """0 for the case as a whole."""

    at: datetime | None
    activity: str
    code: RefusalCode | Reason
    sentence: LegalText

    @property
    def is_refusal(self) -> bool:
        """Tell whether the procedure would have refused the act."""
        return isinstance(self.code, RefusalCode)


class View(NamedTuple):
    """A due date, and how the case stands against it."""

    day: date | None
    at: datetime | None
    """None where only the day is known."""

    outcome: Outcome


NOTHING: Final = View(None, None, Outcome.NO_DUE)
"""Of a case of which nothing is known."""


class CaseResult(NamedTuple):
    """One case."""

    case: str
    line: int
    """Its first line."""

    started: datetime | None
    ended: datetime | None
    views: dict[str, View]
    """By name: ``log``, ``recomputed``, and ``rule`` or ``calendar`` where another was asked for."""

    differs: bool
    """Whether the log's due date is another one than the recomputed; false where one of them is missing."""

    remarks: tuple[Remark, ...]


@dataclass(slots=True)
class Findings:
    """What a replay finds in all; of single cases only examples."""

    views: tuple[str, ...] = ("log", "recomputed")
    lines: int = 0
    skipped: Counter[str] = field(default_factory=Counter[str])
    """Lines that the mapping leaves out, by the column and value that do."""

    cases: int = 0
    until: datetime | None = None
    """The last instant of the log."""

    outcomes: dict[str, Counter[Outcome]] = field(default_factory=dict[str, "Counter[Outcome]"])
    """By view."""

    compared: int = 0
    """Cases of which both the log and the rule know a due date."""

    different: int = 0
    refused: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    """Refused acts by code and activity."""

    remarked: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    """Other remarks by reason and activity."""

    unreadable: int = 0
    faulty: Counter[Fault] = field(default_factory=Counter["Fault"])
    """Lines that could not be read, by why."""

    activities: Counter[str] = field(default_factory=Counter[str])
    """Lines by activity, of those that are used."""

    unnamed: dict[str, int] = field(default_factory=dict[str, int])
    """Activities that the mapping says nothing of, the most frequent first."""

    absent: tuple[str, ...] = ()
    """Activities that the mapping names and the log has not got."""

    differences: list[CaseResult] = field(default_factory=list[CaseResult])
    remarks: list[Remark] = field(default_factory=list[Remark])
    faults: list[Unreadable] = field(default_factory=list["Unreadable"])

    def take(self, result: CaseResult) -> None:
        """Count one case."""
        self.cases += 1
        for name, view in result.views.items():
            self.outcomes.setdefault(name, Counter())[view.outcome] += 1
        log, ours = result.views["log"], result.views["recomputed"]
        self.compared += log.day is not None and ours.day is not None
        self.different += result.differs
        if result.differs and len(self.differences) < MOST_EXAMPLES:
            self.differences.append(result)
        for remark in result.remarks:
            count = self.refused if remark.is_refusal else self.remarked
            count[remark.code.value, remark.activity] += 1
            shown = remark.code is not Reason.NOT_AN_ACT and len(self.remarks) < MOST_EXAMPLES
            if shown:
                self.remarks.append(remark)

    def take_faults(self, faults: Iterable[Unreadable]) -> None:
        """Count lines that could not be read."""
        for fault in faults:
            self.unreadable += 1
            self.faulty[fault.fault] += 1
            if len(self.faults) < MOST_EXAMPLES:
                self.faults.append(fault)

    def take_activities(self, counts: Counter[str], named: tuple[str, ...]) -> None:
        """Compare the activities of the log with those that the mapping names."""
        self.activities = counts
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        self.unnamed = {name: count for name, count in ordered if not is_named(name, named)}
        self.absent = tuple(one for one in named if not any(is_named(name, (one,)) for name in counts))

    @property
    def left_out(self) -> int:
        """How many lines the mapping leaves out."""
        return sum(self.skipped.values())

    @property
    def used(self) -> int:
        """How many lines the cases are made of."""
        return self.lines - self.left_out - (self.unreadable - self.faulty[Fault.NO_EVENTS])

    def count(self, view: str, outcome: Outcome) -> int:
        """Return how many cases stand so against the due dates of *view*."""
        return self.outcomes.get(view, Counter())[outcome]

    def rate(self, view: str) -> float | None:
        """Return the share of finished cases that were on time, from 0 to 1; none where none is finished."""
        on_time, late = self.count(view, Outcome.ON_TIME), self.count(view, Outcome.LATE)
        return on_time / (on_time + late) if on_time + late else None

    @property
    def is_clean(self) -> bool:
        """Tell whether every line was read, no due date differs, and nothing would have been refused."""
        remarked = sum(count for (code, _), count in self.remarked.items() if code != Reason.NOT_AN_ACT)
        return not (self.different or self.unreadable or self.refused or remarked)
