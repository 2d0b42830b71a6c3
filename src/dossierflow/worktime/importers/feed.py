"""
Cutting an iCalendar feed into events, whatever its author intended.

A feed comes from outside. It is read in one pass, with bounds on everything
that could grow; only events, and of them only the lines that say when and
what they are, ever reach the parser. Time zones, alarms and whatever else a
feed may carry stay out.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dossierflow.errors import DefinitionError, Problem
from dossierflow.reading.characters import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 2_000_000
MOST_EVENTS = 5_000
LONGEST_LINE = 10_000
"""Characters of one line, once its folded parts are put together."""

DEEPEST = 8
"""Components inside one another."""

_KEPT = frozenset(
    {"DTSTART", "DTEND", "DURATION", "SUMMARY", "CATEGORIES", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS"}
)
_NAME = re.compile(r"[A-Za-z0-9-]+(?=[;:])")
_BREAK = re.compile(r"\r\n|\n|\r")


class RawEvent(NamedTuple):
    """One event as it stands in the feed."""

    line: int
    """Line of its ``BEGIN``, counted from 1."""

    text: str
    """Its lines that matter, unfolded, from ``BEGIN`` to ``END``."""


def raw_events(source: Path | str | bytes, file: str | None) -> tuple[str, tuple[RawEvent, ...]]:
    """
    Return the name by which messages call *source*, and its events.

    Args:
        source: A file, or what is in one.

        file: The name; that of the file if left out.

    Raises:
        DefinitionError: The feed is no iCalendar, or larger or deeper than any honest one.
    """
    name = file or (str(source) if isinstance(source, Path) else "feed.ics")
    return name, tuple(_events(_text(source, name), name))


def _text(source: Path | str | bytes, name: str) -> str:
    if isinstance(source, Path):
        with source.open("rb") as stream:
            source = stream.read(MOST_BYTES + 1)
    if len(source) > MOST_BYTES:
        raise _refused(name, 0, f"the feed is larger than {MOST_BYTES:,} bytes; cut it to the years that are needed")
    return source.removeprefix("\ufeff") if isinstance(source, str) else decoded(source, name)


def _lines(text: str, name: str) -> Iterator[tuple[int, str]]:
    """Yield every unfolded line with the number of its first part."""
    start, parts, length = 1, [""], 0
    for number, part in enumerate(_BREAK.split(text), start=1):
        if part[:1] in {" ", "\t"} and number > 1:
            parts.append(part[1:])
            length += len(part) - 1
        else:
            yield start, "".join(parts)
            start, parts, length = number, [part], len(part)
        if length > LONGEST_LINE:
            raise _refused(name, start, f"the line has more than {LONGEST_LINE:,} characters")
    yield start, "".join(parts)


def _events(text: str, name: str) -> Iterator[RawEvent]:
    inside: list[str] = []
    begun, kept, count, calendars = 0, list[str](), 0, 0
    for number, line in _lines(text, name):
        found = _NAME.match(line)
        word = found.group().upper() if found else ""
        if word == "BEGIN":
            inside.append(line[len("BEGIN:") :].strip().upper())
            if len(inside) > DEEPEST:
                raise _refused(name, number, f"components lie more than {DEEPEST} deep in one another")
            if inside == ["VCALENDAR"]:
                calendars += 1
            elif inside == ["VCALENDAR", "VEVENT"]:
                begun, kept, count = number, [], count + 1
            if count > MOST_EVENTS:
                raise _refused(name, number, f"the feed has more than {MOST_EVENTS:,} events; cut it to some years")
        elif word == "END":
            _end(inside, line, name, number)
            if inside == ["VCALENDAR"] and begun:
                yield RawEvent(begun, "\r\n".join(["BEGIN:VEVENT", *kept, "END:VEVENT", ""]))
                begun = 0
        elif word in _KEPT and inside == ["VCALENDAR", "VEVENT"]:
            kept.append(line)
    if inside or not calendars:
        what = f"{inside[-1]} is not ended" if inside else "there is no VCALENDAR"
        raise _refused(name, 0, f"{what}; the feed is cut off, or no iCalendar")


def _end(inside: list[str], line: str, name: str, number: int) -> None:
    ended = line[len("END:") :].strip().upper()
    if not inside or inside[-1] != ended:
        begun = f"inside {inside[-1]}" if inside else "outside everything"
        raise _refused(name, number, f"{ended} ends {begun}; the feed is damaged")
    inside.pop()


def _refused(name: str, line: int, message: str) -> DefinitionError:
    return DefinitionError([Problem(name, line, "", message)])
