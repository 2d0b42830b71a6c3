"""What pages show: dossiers as they stand now, sorted by what is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow import ClockState, NationalStatus, evolve
from dossierflow.procedure.limits import APPLICANT
from dossierflow.render.acts import event_in_words
from dossierflow.render.dossier import clocks_of, deadlines_table, names_of
from dossierflow.render.effects import effects_in_words
from dossierflow.render.sentences import sentences_of
from dossierflow.render.week_strip import week_svg
from dossierflow.render.week_view import week_view
from dossierflow.render.words import words_of
from dossierflow.render.words.dossier import STATUSES

from .desk import DeskAct, desk_acts
from .office import HANOI

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from dossierflow import Dossier
    from dossierflow.render.tables import Table
    from dossierflow.store.sql import SqlUnit

    from .office import Office
    from .people import Clerk


@dataclass(frozen=True)
class Line:
    """One dossier in a list."""

    id: str
    procedure: str
    applicant: str
    status: str
    limit: str
    due: datetime | None
    is_late: bool
    is_over: bool
    waits_for: str
    """Who has to act next: the applicant, or an agency."""

    @property
    def due_text(self) -> str:
        """When the next limit runs out."""
        return "" if self.due is None else f"{self.due.astimezone(HANOI):%H:%M %d/%m/%Y}"


@dataclass(frozen=True)
class Happened:
    """One event in a history."""

    at: str
    act: str
    effects: tuple[str, ...]
    by: str


@dataclass(frozen=True)
class Why:
    """A due date explained: a picture, and every step with its source."""

    title: str
    picture: str
    steps: tuple[tuple[str, str], ...]


def lines(office: Office, unit: SqlUnit) -> tuple[Line, ...]:
    """Return all dossiers as of now."""
    return tuple(_line(office, unit, one) for one in office.ids(unit))


def _line(office: Office, unit: SqlUnit, dossier: str) -> Line:
    found = office.dossier(unit, dossier)
    names = names_of(office.engine, found, "vi")
    _, applicant = office.applicant(unit, dossier)
    owed = [one for one in found.deadlines.values() if one.is_open and one.due is not None]
    mine = min(owed, key=lambda one: one.due.at if one.due else found.last_at, default=None)
    late = any(one.state is ClockState.MISSED for one in found.deadlines.values())
    party = "" if mine is None else mine.party
    if found.status is NationalStatus.SUBMITTED:
        party = names.procedure.reception.by.agency
    agency = names.procedure.agencies.get(party)
    return Line(
        id=dossier,
        procedure=names.procedure.name.vi,
        applicant=applicant.name,
        status=STATUSES[found.status].vi,
        limit="" if mine is None else names.limit(mine.limit),
        due=None if mine is None or mine.due is None else mine.due.at,
        is_late=late and not found.lifecycle.is_over,
        is_over=found.lifecycle.is_over,
        waits_for="Người nộp hồ sơ" if party == APPLICANT else "" if agency is None else agency.name.vi,
    )


def by_due(office: Office, unit: SqlUnit) -> dict[str, list[Line]]:
    """Return the open dossiers by when something of them is due."""
    found: dict[str, list[Line]] = {"Đã quá hạn": [], "Hôm nay": [], "Ba ngày làm việc tới": [], "Sau đó": []}
    today = office.today
    soon = office.calendar.nth_working_day(today, 3)
    for line in sorted((one for one in lines(office, unit) if one.due is not None), key=lambda one: str(one.due)):
        assert line.due is not None
        day = line.due.astimezone(HANOI).date()
        late = line.is_late or line.due < office.clock()
        group = (
            "Đã quá hạn" if late else "Hôm nay" if day == today else "Ba ngày làm việc tới" if day <= soon else "Sau đó"
        )
        found[group].append(line)
    return found


def deadlines(office: Office, dossier: Dossier) -> tuple[Table, tuple[str, ...]]:
    """Return the table of deadlines, and beside each row the identifier of its limit."""
    clocks = clocks_of(office.engine, dossier, office.clock())
    return deadlines_table(clocks, names_of(office.engine, dossier, "vi")), tuple(one.deadline.limit for one in clocks)


def acts(office: Office, dossier: Dossier, clerk: Clerk) -> tuple[DeskAct, ...]:
    """Return what *clerk* may do now, in any of the posts."""
    given: dict[str, DeskAct] = {}
    allowed = [
        (one.act, actor)
        for actor in clerk.actors
        for one in office.engine.allowed(dossier, by=actor, at=office.clock())
        if one.is_given
    ]
    for made in desk_acts(allowed, names_of(office.engine, dossier, "vi")):
        given.setdefault(made.act, made)
    return tuple(given.values())


def history(office: Office, unit: SqlUnit, dossier: str) -> Iterator[Happened]:
    """Yield what has happened, the newest last."""
    before: Dossier | None = None
    for event in unit.store.events(dossier):
        after = evolve(before, event)
        names = names_of(office.engine, after, "vi")
        yield Happened(
            f"{event.occurred_at.astimezone(HANOI):%H:%M %d/%m/%Y}",
            event_in_words(event, names),
            effects_in_words(event, before, names),
            event.actor.person or event.actor.agency,
        )
        before = after


def why(office: Office, dossier: Dossier, limit: str) -> Why:
    """
    Explain a due date.

    Raises:
        UnknownNameError: The limit has never started.
    """
    explained, words = office.engine.explain(dossier, limit), words_of("vi")
    steps = tuple(
        (one.text, "; ".join(str(citation) for citation in one.cite)) for one in sentences_of(explained, words)
    )
    names = names_of(office.engine, dossier, "vi")
    return Why(names.limit(limit), week_svg(week_view(explained, office.calendar, "vi")), steps)
