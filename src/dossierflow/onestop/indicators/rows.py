"""One dossier in a report: when it came and went, how it scores, how it stands in law, and where these differ."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dossierflow.errors import DossierNumberError
from dossierflow.onestop.indicators.legal import legal_standing, longest_limit
from dossierflow.onestop.indicators.scoring import ZERO, ScoredEnd, Timeliness, score
from dossierflow.onestop.numbers import NumberPattern, parse_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime, timedelta

    from dossierflow.engine.dossier import NationalStatus
    from dossierflow.onestop.indicators.course import Course
    from dossierflow.onestop.indicators.legal import LegalStanding
    from dossierflow.onestop.indicators.period import Period
    from dossierflow.onestop.indicators.scoring import Score, Scoring
    from dossierflow.onestop.records import HostRecord
    from dossierflow.onestop.reported import Synchronisation
    from dossierflow.procedure.model import Procedure

NOT_RECORDED = "-"
"""Stands for an agency or a level that nobody has recorded."""


class Difference(StrEnum):
    """Why the official score of a dossier is not what the law says."""

    SECOND_SUPPLEMENT = "second_supplement"
    """Late by the number of supplement requests, whatever the law allows."""
    SUPPLEMENT_TIME = "supplement_time"
    """The score subtracts the applicant's time; the law restarts the clock, replaces it or lets it stand still."""
    AWAITING_SUPPLEMENT = "awaiting_supplement"
    """The score takes the day of the request as the end."""
    REAPPOINTED = "reappointed"
    """The score measures against the day appointed anew; the law's due date did not move."""
    STANDS_STILL = "stands_still"
    """The law's clock stands or stood still for another reason than a supplement; the score counts on."""
    NOT_OWED = "not_owed"
    """The dossier ended in a way that leaves nothing owed in law."""
    HOUR_OF_THE_DAY = "hour_of_the_day"
    """Late in law by hours, on the day of the appointment."""
    ANOTHER_DAY = "another_day"
    """The due date in law is another day than the appointment: a correction, an extension, or a calendar moved it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One dossier, as it stands at the end of the period."""

    dossier: str
    number: str
    """The number on its slip; its own id where none was given."""

    procedure: str
    version: str
    channel: str
    agency: str
    """Who received it: as the host records, or by its number, or `NOT_RECORDED`."""

    level: str
    status: NationalStatus
    submitted_on: date
    received_on: date | None
    finished_on: date | None
    """Decided, stopped or closed; none while it is open."""

    is_received_in_period: bool
    is_finished_in_period: bool
    supplements: int
    apologies: int
    is_paid_for: bool
    """Whether a payment was confirmed."""

    processing: timedelta | None
    """From reception to the end, less the applicant's time for supplements; none while it is open."""

    official: Score | None
    """None where it was never received."""

    legal: LegalStanding | None
    differences: tuple[Difference, ...]
    record: HostRecord | None
    sync: Synchronisation | None


def row_of(
    course: Course,
    *,
    period: Period,
    scoring: Scoring,
    procedure: Procedure | None,
    record: HostRecord | None,
    sync: Synchronisation | None,
) -> Row | None:
    """
    Return the row of a dossier; none where it has nothing to do with *period*.

    Args:
        course: Its life up to the end of the period.

        period: Of the report.

        scoring: The choices of the official view.

        procedure: The version that governs it; none if it is not known.

        record: What the host has recorded about it.

        sync: How its status reports compare.
    """
    draft = course.draft
    received, submitted = course.received_at, draft.milestones["submitted"]
    finished = course.decided_at or course.ended_at
    if not _belongs(received, finished, period):
        return None
    is_received = received is not None
    scored = score(course, scoring, period, longest_limit(course, procedure)) if is_received else None
    standing = legal_standing(course, procedure, period) if is_received else None
    number = course.number or draft.id
    reference = draft.procedure
    return Row(
        dossier=draft.id,
        number=number,
        procedure="" if reference is None else reference.id,
        version="" if reference is None else reference.version,
        channel=draft.channel,
        agency=(record.agency if record is not None else None) or _agency_of(number),
        level=(record.level if record is not None else None) or NOT_RECORDED,
        status=course.status,
        submitted_on=period.day(submitted),
        received_on=period.day(received) if received is not None else None,
        finished_on=period.day(finished) if finished is not None else None,
        is_received_in_period=period.holds(received),
        is_finished_in_period=is_received and period.holds(finished),
        supplements=len(course.supplements),
        apologies=course.apologies,
        is_paid_for=any(name.endswith(".paid") for name in draft.milestones),
        processing=_processing(course),
        official=scored,
        legal=standing,
        differences=tuple(_differences(scored, standing)),
        record=record,
        sync=sync,
    )


def _belongs(received: datetime | None, finished: datetime | None, period: Period) -> bool:
    if received is None:
        return finished is None or period.holds(finished)
    return period.holds(received) or finished is None or finished >= period.start


def _agency_of(number: str) -> str:
    for pattern in NumberPattern:
        try:
            return parse_number(number, pattern).agency
        except DossierNumberError:
            continue
    return NOT_RECORDED


def _processing(course: Course) -> timedelta | None:
    received, finished = course.received_at, course.decided_at or course.ended_at
    if received is None or finished is None:
        return None
    return finished - received - sum((one.took for one in course.supplements if one.took is not None), ZERO)


def _differences(scored: Score | None, standing: LegalStanding | None) -> Iterator[Difference]:
    if scored is None or standing is None or not _differ(scored.result, standing.result):
        return
    found = list(_reasons(scored, standing))
    yield from found or [Difference.ANOTHER_DAY]


def _differ(official: Timeliness, legal: Timeliness) -> bool:
    if Timeliness.NOT_COMPUTED in {official, legal}:
        return False
    finished = {Timeliness.EARLY, Timeliness.ON_TIME, Timeliness.LATE}
    return official.is_late != legal.is_late or ({official, legal} <= finished and official is not legal)


def _reasons(scored: Score, standing: LegalStanding) -> Iterator[Difference]:
    if scored.by_count:
        yield Difference.SECOND_SUPPLEMENT
    if scored.end is ScoredEnd.SUPPLEMENT_REQUESTED:
        yield Difference.AWAITING_SUPPLEMENT
    elif scored.subtracted:
        yield Difference.SUPPLEMENT_TIME
    if scored.is_reappointed:
        yield Difference.REAPPOINTED
    if standing.result is Timeliness.NOT_OWED:
        yield Difference.NOT_OWED
    if set(standing.stood_still_for) - {"supplement"}:
        yield Difference.STANDS_STILL
    if standing.result.is_late and standing.due == scored.appointment and not scored.subtracted:
        yield Difference.HOUR_OF_THE_DAY
