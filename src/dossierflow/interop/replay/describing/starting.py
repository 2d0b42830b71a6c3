"""A mapping to begin with, for a log that nobody has described; what is guessed says so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from dossierflow.errors import DefinitionError, Problem
from dossierflow.interop.replay.logs.records import shown
from dossierflow.worktime.instants import zone as find_zone
from dossierflow.worktime.vietnam import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.interop.replay.describing.looking import LogDescription

_VIETNAM: Final = "Asia/Ho_Chi_Minh"
_COUNTRIES: Final = {"Europe/Amsterdam": "NL", "Europe/Berlin": "DE", "Europe/Paris": "FR", "Europe/Brussels": "BE"}
_PROFILES: Final = {"NL": "nl-atw", "DE": "de-bgb"}
_TERMS: Final = {"NL": 56}
_MOST_SHOWN: Final = 200
_CHECK: Final = "# check"


class Place(NamedTuple):
    """Where a log is from."""

    zone: str
    country: str
    """Empty: Vietnam, whose calendar is the library's own."""

    is_said: bool


def place_of(found: LogDescription, zone: str | None, country: str | None) -> Place:
    """
    Return where a log is from: as told, else as the offsets of its times let one think.

    Raises:
        UnknownNameError: There is no such zone.

        DefinitionError: Nothing says where the log is from, or of which country the zone is.
    """
    offsets = {one.replace(":", "") for one in found.columns[found.roles.timestamp].offsets if one}
    likely = "Europe/Amsterdam" if offsets and offsets <= {"+0100", "+0200", "+01", "+02"} else _VIETNAM
    name = zone or likely
    find_zone(name)
    if zone is None and not country and name == _VIETNAM and _is_elsewhere(found):
        message = (
            f"where is the log from? Its times, of {found.first:%Y} to {found.last:%Y}, do not say it, and are outside "
            f"the Vietnamese calendar ({FIRST_YEAR} to {LAST_YEAR}); give a zone such as Europe/Amsterdam"
        )
        raise DefinitionError([Problem("--zone", 0, "", message)])
    if name == _VIETNAM and country in (None, "VN"):
        return Place(name, "", zone is not None)
    known = country or _COUNTRIES.get(name)
    if known is None:
        message = f"whose holidays count in {name}? Give the country, as NL"
        raise DefinitionError([Problem("--country", 0, "", message)])
    return Place(name, known, zone is not None)


def _is_elsewhere(found: LogDescription) -> bool:
    return bool(found.first and found.last and (found.last.year < FIRST_YEAR or found.first.year > LAST_YEAR))


def starting_mapping(found: LogDescription, *, zone: str | None = None, country: str | None = None) -> str:
    """
    Return the text of a mapping file for a log that was looked at.

    It can be replayed with at once; every line that is a guess is marked.

    Args:
        found: What was seen in the log.

        zone: Of times without an offset, and of the days.

        country: Whose holidays count, as the package ``holidays`` names it; by default that of *zone*.

    Raises:
        UnknownNameError: There is no such zone.

        DefinitionError: Nothing says where the log is from, or of which country the zone is.
    """
    place = place_of(found, zone, country)
    lines = [*_head(found, place), *_columns(found), *_calendar(found, place), *_limit(found, place), *_notes(found)]
    return "\n".join(lines) + "\n"


def _head(found: LogDescription, place: Place) -> Iterator[str]:
    seen = f"{found.lines:,} line(s), {found.cases:,} case(s)" + ("" if found.is_whole else ", the first of more")
    yield f"# A mapping to begin with, written by looking at {_shown(found.name)}: {seen}."
    yield f"# What is guessed is marked '{_CHECK[2:]}'. All keys: 'dossierflow schema mapping'."
    yield f"log: {_text(found.name)}"
    times = found.columns[found.roles.timestamp]
    reason = "" if place.is_said else f"  {_CHECK}: {_zone_reason(times.offsets)}"
    yield f"zone: {place.zone}{reason}"
    orders = [facts.order for name, facts in found.columns.items() if name in _dated(found)]
    order = next((one for one in orders if one not in {None, "iso"}), "iso")
    doubt = any(found.columns[name].is_ambiguous for name in _dated(found))
    yield f"dates: {order}" + (f"  {_CHECK}: the day could also be the month: mdy" if doubt else "")
    if found.encoding:
        yield f"encoding: {found.encoding}"
    yield f"compare: day  {_CHECK}: or 'instant', where lateness is a matter of minutes"


def _zone_reason(offsets: dict[str, int]) -> str:
    if not any(offsets):
        return "the log's times have no offset"
    return f"the log's times have {', '.join(sorted(filter(None, offsets)))}"


def _dated(found: LogDescription) -> list[str]:
    roles = found.roles
    return [name for name in (roles.timestamp, roles.due, roles.starts, roles.ends) if name]


def _columns(found: LogDescription) -> Iterator[str]:
    roles = found.roles
    if found.case_object:
        others = ", ".join(f"{_shown(name)} ({count:,})" for name, count in found.objects.items())
        yield f"case_object: {_text(found.case_object)}  {_CHECK}: the types are {others}"
    yield "columns:"
    names = roles.by_role()
    for role in ("case", "activity", "timestamp", "resource"):
        name = names[role]
        if name:
            yield f"  {role}: {_text(name)}"
    if roles.due:
        yield f"  due: {{column: {_text(roles.due)}, take: last}}  {_CHECK}: the log's own due date"
    missing = sorted({value for name in _used(found) for value in found.columns[name].missing})
    if missing:
        yield f"missing: [{', '.join(map(_text, missing))}]  {_CHECK}: what stands for no value"
    lifecycle = found.columns.get(roles.lifecycle)
    if lifecycle is not None and len(lifecycle.values) > 1:
        known = ", ".join(f"{_shown(value)} ({count:,})" for value, count in lifecycle.values.most_common(10))
        done = next((value for value in lifecycle.values if value.lower() in {"complete", "completed"}), None)
        line = f"lines: {{{_text(roles.lifecycle)}: [{_text(done or '')}]}}"
        yield f"{line if done else '# lines: ...'}  {_CHECK}: there are {known}"


def _used(found: LogDescription) -> list[str]:
    roles = found.roles
    return [name for name in (roles.case, roles.activity, roles.resource, *_dated(found)) if name]


def _calendar(found: LogDescription, place: Place) -> Iterator[str]:
    years = (found.first.year if found.first else 2026, found.last.year if found.last else 2026)
    if not place.country:
        outside = years[0] < FIRST_YEAR or years[1] > LAST_YEAR
        known = f"is known from {FIRST_YEAR} to {LAST_YEAR}, the log is of {years[0]} to {years[1]}"
        yield "calendar: vn-public" + (f"  {_CHECK}: it {known}; give --zone" if outside else "")
        return
    yield f"calendar:  {_CHECK}: the days of the Python package 'holidays', the hours of an ordinary week"
    yield f"  country: {place.country}"
    yield f"  first_year: {years[0] - 1}"
    yield f"  last_year: {years[1] + 2}"
    yield "  weekly:"
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday"):
        yield f'    {day}: ["09:00-17:00"]'
    yield "    cite: [{doc: an ordinary week, status: unverified}]"


def _limit(found: LogDescription, place: Place) -> Iterator[str]:
    roles = found.roles
    if roles.ends:
        yield f"ends: {{column: {_text(roles.ends)}, take: last}}  {_CHECK}: when the limit was kept or not"
    else:
        most = _text(_most(found.ends))
        yield f"ends: {{activity: [{most}], take: last}}  {_CHECK}: the activity with which most end"
    yield "limit:"
    yield f"  name: time limit  {_CHECK}"
    days, count = max(found.terms.items(), key=lambda item: (item[1], -item[0]), default=(0, 0))
    if days > 0:
        cases = sum(found.terms.values())
        reason = f"the log's own due date is {days} days after its start in {count:,} of {cases:,} case(s)"
        yield f"  term: {days} days  {_CHECK}: {reason}"
    elif place.country:
        yield f"  term: {_TERMS.get(place.country, 30)} days  {_CHECK}: an example; take the law's"
    else:
        yield f"  term: 20 working days  {_CHECK}: an example; take the law's"
    profile = _PROFILES.get(place.country, "eu-1182-71") if place.country else "vn-general"
    yield f"  profile: {profile}  {_CHECK}: how the term is counted"
    if roles.starts:
        yield f"  starts: {{column: {_text(roles.starts)}, take: first}}  {_CHECK}"
    else:
        begin = _text(_most(found.begins))
        yield f"  starts: {{activity: [{begin}], take: first}}  {_CHECK}: the activity with which most begin"
    yield "  # suspended:  # between which activities the term does not run"
    yield "  #   - {since: [ACTIVITY], until: [ACTIVITY], reason: request incomplete}"


def _most(counts: dict[str, int]) -> str:
    return max(counts.items(), key=lambda item: (item[1], item[0]), default=("?", 0))[0] or "?"


def _notes(found: LogDescription) -> Iterator[str]:
    yield ""
    yield f"# The activities of the log ({found.roles.activity and _shown(found.roles.activity)}), with their lines:"
    for name, count in found.activities.most_common(_MOST_SHOWN):
        yield f"#   {count:>8,}  {_shown(name)[:200]}"
    if len(found.activities) > _MOST_SHOWN:
        yield f"#   and {len(found.activities) - _MOST_SHOWN:,} more"


def _text(text: str) -> str:
    """Return *text* as YAML reads it back; what cannot be seen may be anything."""
    return json.dumps("".join(one if one.isprintable() else "*" for one in text), ensure_ascii=False)


def _shown(text: str) -> str:
    """Return *text* as a comment may have it."""
    return shown(text).replace("\ufffd", "?")
