"""
Logs as XES (IEEE 1849): one trace for each dossier.

Acts are complete when they are told. Clocks are activities of their own that
start, are suspended, resume and end, so that a tool which knows the lifecycle
extension sees the time that does not count. The run of a clock is its instance.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO, Final
from xml.sax.saxutils import escape

from dossierflow.interop.exports.lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.interop.exports.lines import Line
    from dossierflow.interop.exports.spool import Spool
    from dossierflow.interop.exports.told import Told

_HEAD: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<global scope="trace">
<string key="concept:name" value="unknown"/>
</global>
<global scope="event">
<string key="concept:name" value="unknown"/>
<date key="time:timestamp" value="1970-01-01T00:00:00Z"/>
<string key="lifecycle:transition" value="complete"/>
</global>
<classifier name="Activity" keys="concept:name"/>
<classifier name="Activity and transition" keys="concept:name lifecycle:transition"/>
<string key="concept:name" value="dossierflow"/>
<string key="lifecycle:model" value="standard"/>
"""
_PLAIN: Final = ("event", "step", "action", "limit", "change", "reason", "party", "term", "status", "end", "hash")
# what XML 1.0 cannot hold, not even as a reference
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_xes(spool: Spool, out: BinaryIO) -> None:
    """Write the log; characters that XML cannot hold become U+FFFD."""
    out.write(_HEAD.encode())
    out.writelines("".join(_trace(dossier, events)).encode() for dossier, events in spool.dossiers())
    out.write(b"</log>\n")


def _trace(dossier: str, events: list[Told]) -> Iterator[str]:
    first, facts = events[0], dict[str, str | int | bool]()
    for event in events:
        facts.update(event.facts)
    yield "<trace>\n"
    yield _element("string", "concept:name", dossier)
    for key in ("procedure", "version", "calendar", "calendar_hash", "channel"):
        yield _element("string", key, getattr(first, key))
    for fact, value in facts.items():
        kind = "boolean" if isinstance(value, bool) else "int" if isinstance(value, int) else "string"
        yield _element(kind, f"fact:{fact}", str(value).lower() if isinstance(value, bool) else str(value))
    for line in lines_of(events):
        yield "<event>\n"
        yield from _event(line)
        yield "</event>\n"
    yield "</trace>\n"


def _event(line: Line) -> Iterator[str]:
    yield _element("string", "concept:name", line.activity)
    if line.run is not None:
        yield _element("string", "concept:instance", f"{line.dossier}/{line.limit}/{line.run}")
    yield _element("date", "time:timestamp", line.occurred_at)
    yield _element("string", "lifecycle:transition", line.lifecycle)
    yield _element("string", "org:resource", line.person)
    yield _element("string", "org:role", line.role)
    yield _element("string", "org:group", line.agency)
    yield _element("string", "on_behalf_of", line.on_behalf_of)
    yield _element("int", "sequence", str(line.sequence))
    yield _element("int", "part", str(line.part))
    yield _element("date", "recorded_at", line.recorded_at)
    yield _element("date", "effective_at", line.effective_at)
    yield _element("date", "due_at", line.due_at)
    yield _element("string", "due_day", line.due_day)
    for key in _PLAIN:
        yield _element("string", key, getattr(line, key))


def _element(kind: str, key: str, value: str) -> str:
    """Return one attribute; nothing for an empty value, which says nothing."""
    if not value:
        return ""
    text = _NOT_XML.sub("\ufffd", value)
    quoted = escape(text, {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
    return f'<{kind} key="{key}" value="{quoted}"/>\n'
