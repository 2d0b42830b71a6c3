"""
Logs in XES, of any size.

Lists, containers and attributes of attributes are passed over; so are the values
that a log declares for all (``global``), because they say what an attribute is
like, and not what it is.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final

from dossierflow.interop.replay.logs.records import (
    MOST_OF_A_CASE,
    Fault,
    Record,
    Records,
    Source,
    Unreadable,
    composed,
    fault_in,
)
from dossierflow.interop.replay.logs.xml_feed import RefusedError, feed, local, new_parser

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.parsers.expat import XMLParserType

NUMBER: Final = "case:number"
"""The column that has the number of the trace, from 1, for logs whose traces have no names."""

_DEEPEST: Final = 64
_VALUES: Final = frozenset({"string", "date", "int", "float", "boolean", "id"})


@dataclass(frozen=True, slots=True)
class XesReader:
    """Reads XES."""

    opened: BinaryIO
    encoding: str | None = None
    """Instead of the one that the file declares."""

    def __call__(self, source: Source) -> Records:
        """
        Yield the events of *source*, each with its trace's attributes.

        Raises:
            DefinitionError: It is not XML to its end, declares a document
                type, or is no log.
        """
        parser = new_parser(self.encoding)
        traces = _Traces(source, parser)
        parser.StartElementHandler = traces.start
        parser.EndElementHandler = traces.end
        for _ in feed(parser, self.opened, source):
            while traces.ready:
                yield traces.ready.popleft()


@dataclass(slots=True)
class _Traces:
    """Puts events together while the parser runs."""

    source: Source
    parser: XMLParserType
    ready: deque[Record | Unreadable] = field(default_factory=deque["Record | Unreadable"])
    stack: list[str] = field(default_factory=list[str])
    trace: dict[str, str] = field(default_factory=dict[str, str])
    event: dict[str, str] = field(default_factory=dict[str, str])
    events: list[tuple[int, dict[str, str]]] = field(default_factory=list[tuple[int, dict[str, str]]])
    lines: tuple[int, int] = (0, 0)
    """Where the trace and the event begin."""

    number: int = 0
    """Of the trace."""

    count: int = 0
    """Its events so far."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take an element that begins."""
        name = local(name)
        above = self.stack[-1] if self.stack else ""
        if not self.stack and name != "log":
            msg = f"the first element is {name[:40]!r}; a log in XES begins with 'log'"
            raise RefusedError(msg)
        self.stack.append(name)
        if len(self.stack) > _DEEPEST:
            msg = f"elements are nested more than {_DEEPEST} deep"
            raise RefusedError(msg)
        if name == "trace" and above == "log":
            self.number += 1
            self.trace, self.events, self.count = {}, [], 0
            if self.source.wanted is None or NUMBER in self.source.wanted:
                self.trace[NUMBER] = str(self.number)
            self.lines = (self.parser.CurrentLineNumber, 0)
        elif name == "event" and above in {"trace", "log"}:
            self.event = {}
            self.lines = (self.lines[0], self.parser.CurrentLineNumber)
        elif name in _VALUES and above in {"trace", "event"}:
            self._value(above, attributes)

    def end(self, name: str) -> None:
        """Take an element that ends."""
        self.stack.pop()
        name = local(name)
        above = self.stack[-1] if self.stack else ""
        if name == "event" and above == "trace":
            self.events.append((self.lines[1], self.event))
            self.count += 1
            if len(self.events) > MOST_OF_A_CASE:
                # too long to be looked at; what is counted later is its lines
                self._give()
        elif name == "event":
            self.ready.append(Unreadable(self.lines[1], "the event belongs to no trace", Fault.NO_CASE))
        elif name == "trace" and above == "log":
            self._finish()

    def _value(self, above: str, attributes: Mapping[str, str]) -> None:
        key, value = attributes.get("key", ""), attributes.get("value", "")
        name = f"case:{key}" if above == "trace" else key
        if name not in self.source.seen:
            self.source.see((name,))
        if self.source.wanted is None or name in self.source.wanted:
            kept = self.trace if above == "trace" else self.event
            kept[name] = composed(value.strip())

    def _finish(self) -> None:
        self.source.see((NUMBER,))
        if not self.count:
            name = self.trace.get("case:concept:name", f"number {self.number}")[:80]
            self.ready.append(Unreadable(self.lines[0], f"the trace {name!r} has no events", Fault.NO_EVENTS))
        self._give()

    def _give(self) -> None:
        for line, event in self.events:
            cells = {**self.trace, **event}
            fault = fault_in(cells, None)
            if fault is None:
                self.ready.append(Record(line, cells, self.number))
            else:
                self.ready.append(Unreadable(line, fault, Fault.VALUE))
        self.events = []
