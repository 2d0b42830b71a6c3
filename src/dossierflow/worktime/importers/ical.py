"""
A calendar layer from an iCalendar feed.

Feeds carry unofficial days, and none says on whose authority a day is off. So
every entry needs a rule that says what it is; what has none is reported and
not taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dossierflow.citation import LegalText, Status
from dossierflow.errors import CalendarError, DefinitionError, Problem
from dossierflow.worktime.day import DayFact
from dossierflow.worktime.importers.entries import days_of
from dossierflow.worktime.importers.feed import raw_events
from dossierflow.worktime.layers import CalendarLayer, mistakes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from dossierflow.citation import Citation
    from dossierflow.worktime.hours import OfficeHours
    from dossierflow.worktime.importers.rules import FeedEvent, FeedRule
    from dossierflow.worktime.layers import Level, Place


class ImportedLayer(NamedTuple):
    """What a feed came to."""

    layer: CalendarLayer
    left_out: tuple[FeedEvent, ...]
    """Entries within the years of the layer that no rule is for, or that cannot be taken, each with its reason."""


def read_icalendar(
    source: Path | str | bytes,
    *,
    name: str,
    level: Level,
    first: date,
    last: date,
    status: Status,
    known_from: date,
    cite: Sequence[Citation],
    rules: Sequence[FeedRule],
    confirmed_until: date | None = None,
    zone: str | None = None,
    weekly: OfficeHours | None = None,
    file: str | None = None,
) -> ImportedLayer:
    """
    Read a layer from an iCalendar feed, with a report of what was left out.

    Args:
        source: A file, or what is in one; nothing is fetched.

        name: Name of the layer.

        level: Whose layer it is.

        first: First day the layer speaks of, inclusive; entries before it do not matter.

        last: Last day, inclusive.

        status: How sure its days are, where a rule does not say otherwise.

        known_from: Since when they are known, where a rule does not say otherwise.

        cite: The feed and its authority, where a rule does not say otherwise.

        rules: What the entries are; the first that matches decides.

        confirmed_until: Last day whose schedule is decided, as in any layer.

        zone: Time zone, if this is the lowest layer.

        weekly: Ordinary hours, if this is the lowest layer.

        file: What messages call the feed.

    Raises:
        CalendarError: No source is cited.

        DefinitionError: The feed is no iCalendar, is beyond every honest
            size, or its days contradict each other.

        ImportError: The package ``icalendar`` is not installed.
    """
    if not cite:
        msg = "a feed needs a citation: who publishes it, and on whose authority"
        raise CalendarError(msg)
    file, events = raw_events(source, file)
    facts: dict[DayFact, int] = {}
    left_out: list[FeedEvent] = []
    for raw in events:
        event, days = days_of(raw, first, last)
        if not event.reason and not days:
            continue
        rule = next((rule for rule in rules if rule.matches(event.summary, event.categories)), None)
        if rule is not None and rule.kind is None:
            continue
        if event.reason or rule is None:
            left_out.append(event if event.reason else event._replace(reason="no rule says what it is"))
            continue
        values = {
            "kind": rule.kind,
            "name": rule.name or LegalText(vi=event.summary, en=event.summary),
            "status": rule.status or status,
            "known_from": rule.known_from or known_from,
            "cite": rule.cite or tuple(cite),
            "swap_with": rule.swap_with,
            "hours": rule.hours,
        }
        for day in days:
            facts.setdefault(DayFact.model_validate({"day": day, **values}), raw.line)
    ordered = sorted(facts, key=lambda fact: fact.day)
    layer = CalendarLayer(
        name=name,
        level=level,
        zone=zone,
        first=first,
        last=last,
        confirmed_until=confirmed_until,
        weekly=weekly,
        days=tuple(ordered),
    )
    _check(layer, [facts[fact] for fact in ordered], file)
    return ImportedLayer(layer, tuple(left_out))


def icalendar_layer(
    source: Path | str | bytes,
    *,
    name: str,
    level: Level,
    first: date,
    last: date,
    status: Status,
    known_from: date,
    cite: Sequence[Citation],
    rules: Sequence[FeedRule],
    confirmed_until: date | None = None,
    zone: str | None = None,
    weekly: OfficeHours | None = None,
    file: str | None = None,
) -> CalendarLayer:
    """
    Read a layer from an iCalendar feed of which every entry is accounted for.

    The arguments are those of `read_icalendar`. A rule whose kind is none
    accounts for entries that change nothing.

    Raises:
        DefinitionError: Also with every entry that `read_icalendar` would leave out.
    """
    file = file or ("feed.ics" if isinstance(source, str | bytes) else str(source))
    found = read_icalendar(
        source,
        name=name,
        level=level,
        first=first,
        last=last,
        status=status,
        known_from=known_from,
        cite=cite,
        rules=rules,
        confirmed_until=confirmed_until,
        zone=zone,
        weekly=weekly,
        file=file,
    )
    if found.left_out:
        raise DefinitionError(
            Problem(file, event.line, "", f"{event.summary!r} was not taken: {event.reason}; add a rule for it")
            for event in found.left_out
        )
    return found.layer


def _check(layer: CalendarLayer, lines: Sequence[int], file: str) -> None:
    problems = [Problem(file, _line(place, lines), "", message) for place, message in mistakes(layer)]
    if problems:
        raise DefinitionError(problems)


def _line(place: Place, lines: Sequence[int]) -> int:
    """Return the line of the entry in which a mistake is; 0 for one of the layer itself."""
    return next((lines[step] for step in place if isinstance(step, int)), 0)
