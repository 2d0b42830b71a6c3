"""Which column of an unknown log is most likely what: by its name, then by its values."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from dossierflow.interop.replay.describing.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dossierflow.interop.replay.describing.columns import ColumnFacts
    from dossierflow.interop.replay.logs.records import Source

_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "case": (
        "case:concept:name", "case:case_id", "case:caseid", "caseconceptname", "caseid", "case", "casenumber",
        "casekey", "dossier", "dossierid", "mãhồsơ", "sốhồsơ", "hồsơ", "applicationid", "application",
        "applicationnumber", "permitnumber", "requestid", "zaaknummer", "zaakid", "zaak", "trace", "traceid", "id",
    ),
    "activity": (
        "concept:name", "activity", "activityname", "conceptname", "action_code", "actioncode", "activityid", "event",
        "eventname", "task", "taskname", "action", "step", "hoạtđộng", "việc", "côngviệc", "bước", "activiteit", "taak",
    ),
    "timestamp": (
        "time:timestamp", "timestamp", "timetimestamp", "completetimestamp", "completedtimestamp", "endtimestamp",
        "eventtime", "datetime", "occurredat", "completedat", "thờiđiểm", "thờigian", "ngàygiờ", "time", "date",
        "starttimestamp", "starttime", "ngày", "tijdstip", "datum",
    ),
    "resource": ("org:resource", "resource", "orgresource", "user", "officer", "employee", "cánbộ", "medewerker"),
    "lifecycle": ("lifecycle:transition", "lifecycletransition", "lifecycle", "transition", "eventtype"),
}  # fmt: skip
_DATES: Final[Mapping[str, tuple[re.Pattern[str], ...]]] = {
    "due": tuple(
        map(re.compile, (r"deadline", r"due", r"hạn", r"uiterste", r"enddateplanned|plannedend", r"expected"))
    ),
    "starts": tuple(
        map(
            re.compile,
            (r"startdate|datestart|ngàynhận|ngàytiếpnhận|ngàynộp", r"received|submi|register|ontvang", r"start|begin"),
        )
    ),
    "ends": tuple(
        map(
            re.compile,
            (r"enddate(?!plan)|dateend(?!plan)|ngàytrả|kếtthúc", r"decided|closed|finished|completed|besluit"),
        )
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Columns by what they are; empty where there is none."""

    case: str = ""
    activity: str = ""
    timestamp: str = ""
    resource: str = ""
    lifecycle: str = ""
    due: str = ""
    starts: str = ""
    ends: str = ""

    def by_role(self) -> dict[str, str]:
        """Return every column by what it is."""
        return {one.name: str(getattr(self, one.name)) for one in fields(self)}


def roles_of(columns: Mapping[str, ColumnFacts], given: Roles | None, source: Source) -> Roles:
    """
    Return what the columns most likely are.

    Raises:
        DefinitionError: A column that is given is not there, or none could be the case, the activity or the time.
    """
    if not columns:
        raise source.refused(0, "there is nothing in the log")
    found = (given or Roles()).by_role()
    for role, name in found.items():
        if name and name not in columns:
            raise source.refused(0, f"the log has no {name!r}, given as the {role}; it has: {_listed(columns)}")
    for role, names in _NAMES.items():
        if not found.get(role):
            taken = {one for one in found.values() if one}
            found[role] = _by_name(columns, names, taken, is_instant=role == "timestamp")
    taken = set(found.values())
    found["timestamp"] = found["timestamp"] or next(
        (one for one, facts in columns.items() if facts.kind is Kind.INSTANT and one not in taken), ""
    )
    for role in ("case", "activity", "timestamp"):
        if not found[role]:
            option = {"timestamp": "--time"}.get(role, f"--{role}")
            raise source.refused(0, f"which column is the {role}? Say it with {option}; there are: {_listed(columns)}")
    taken = set(found.values())
    for role, patterns in _DATES.items():
        if not found.get(role):
            found[role] = _by_pattern(columns, patterns, taken)
            taken.add(found[role])
    for role in ("timestamp", *_DATES):
        facts = columns.get(found[role])
        if facts is not None and facts.kind is not Kind.INSTANT and facts.counted_order:
            # its name says that its numbers are times
            facts.is_counted = True
    return Roles(**found)


def _could_be(facts: ColumnFacts) -> bool:
    return facts.kind in {Kind.INSTANT, Kind.EMPTY} or facts.counted_order is not None


def _by_name(columns: Mapping[str, ColumnFacts], names: Iterable[str], taken: set[str], *, is_instant: bool) -> str:
    for wanted in names:
        for name, facts in columns.items():
            is_it = wanted in {name, _letters(name)} and name not in taken
            if is_it and (not is_instant or _could_be(facts)):
                return name
    return ""


def _by_pattern(columns: Mapping[str, ColumnFacts], patterns: Iterable[re.Pattern[str]], taken: set[str]) -> str:
    """Return the first instant whose name has a pattern; what stands at the case before what stands at an event."""
    instants = [
        name
        for name, facts in columns.items()
        if name not in taken and (facts.kind is Kind.INSTANT or facts.counted_order is not None)
    ]
    ordered = sorted(instants, key=lambda name: not name.lower().startswith(("case", "(case)")))
    for pattern in patterns:
        for name in ordered:
            if pattern.search(_plain(name)):
                return name
    return ""


def _plain(name: str) -> str:
    return _letters(re.sub(r"^(?:case:|\(case\) |case_)(?=.)", "", name, flags=re.IGNORECASE))


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(sorted(columns)[:100]) or "nothing"
