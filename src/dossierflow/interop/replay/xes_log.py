"""
Logs in XES, of any size.

The parser is the standard library's; a document type is refused, so nothing can
be expanded or fetched. Lists, containers and attributes of attributes are
passed over.
"""

from __future__ import annotations

import unicodedata
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final
from xml.parsers import expat

from dossierflow.interop.replay.records import MOST_OF_A_CASE, Record, Records, Source, Unreadable, fault_in

if TYPE_CHECKING:
    from collections.abc import Mapping

_CHUNK: Final = 1 << 16
_LONGEST_TAG: Final = 1 << 22
_DEEPEST: Final = 64
_VALUES: Final = frozenset({"string", "date", "int", "float", "boolean", "id"})


class _RefusedError(Exception):
    """What makes the file unfit; raised inside the parser."""


@dataclass(frozen=True, slots=True)
class XesReader:
    """Reads XES."""

    opened: BinaryIO

    def __call__(self, source: Source) -> Records:
        """
        Yield the events of *source*, each with its trace's attributes.

        Raises:
            DefinitionError: It is not XML to its end, declares a document
                type, or is no log.
        """
        traces = _Traces(source)
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = traces.start
        parser.EndElementHandler = traces.end
        parser.StartDoctypeDeclHandler = _refuse_doctype
        traces.parser = parser
        fed = 0
        try:
            while chunk := self.opened.read(_CHUNK):
                parser.Parse(chunk, False)  # noqa: FBT003 - the parser takes it by position only
                fed += len(chunk)
                if fed - max(parser.CurrentByteIndex, 0) > _LONGEST_TAG:
                    raise source.refused(parser.CurrentLineNumber, f"one element is longer than {_LONGEST_TAG:,} bytes")
                while traces.ready:
                    yield traces.ready.popleft()
            parser.Parse(b"", True)  # noqa: FBT003 - as above
        except expat.ExpatError as error:
            message = f"the XML breaks off: {expat.ErrorString(error.code)}"
            raise source.refused(error.lineno, message) from None
        except _RefusedError as error:
            raise source.refused(parser.CurrentLineNumber, str(error)) from None
        except (LookupError, ValueError) as error:
            raise source.refused(0, f"the XML cannot be read: {error}") from None
        yield from traces.ready


def _refuse_doctype(*_declaration: object) -> None:
    raise _RefusedError("the XML declares a document type (DTD), which can expand or fetch entities; XES has none")


@dataclass(slots=True)
class _Traces:
    """Puts events together while the parser runs."""

    source: Source
    parser: expat.XMLParserType = field(init=False)
    ready: deque[Record | Unreadable] = field(default_factory=deque["Record | Unreadable"])
    stack: list[str] = field(default_factory=list[str])
    trace: dict[str, str] = field(default_factory=dict[str, str])
    event: dict[str, str] = field(default_factory=dict[str, str])
    events: list[tuple[int, dict[str, str]]] = field(default_factory=list[tuple[int, dict[str, str]]])
    lines: tuple[int, int] = (0, 0)
    """Where the trace and the event begin."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take an element that begins."""
        name = name.rpartition(" ")[2]
        above = self.stack[-1] if self.stack else ""
        if not self.stack and name != "log":
            msg = f"the first element is {name[:40]!r}; a log in XES begins with 'log'"
            raise _RefusedError(msg)
        self.stack.append(name)
        if len(self.stack) > _DEEPEST:
            msg = f"elements are nested more than {_DEEPEST} deep"
            raise _RefusedError(msg)
        if name == "trace" and above == "log":
            self.trace, self.events = {}, []
            self.lines = (self.parser.CurrentLineNumber, 0)
        elif name == "event" and above in {"trace", "log"}:
            self.event = {}
            self.lines = (self.lines[0], self.parser.CurrentLineNumber)
        elif name in _VALUES and above in {"trace", "event"}:
            self._value(above, attributes)

    def end(self, name: str) -> None:
        """Take an element that ends."""
        self.stack.pop()
        name = name.rpartition(" ")[2]
        above = self.stack[-1] if self.stack else ""
        if name == "event" and above == "trace":
            self.events.append((self.lines[1], self.event))
            if len(self.events) > MOST_OF_A_CASE:
                msg = f"a trace has more than {MOST_OF_A_CASE:,} events"
                raise _RefusedError(msg)
        elif name == "event":
            self.ready.append(Unreadable(self.lines[1], "the event belongs to no trace"))
        elif name == "trace" and above == "log":
            self._finish()

    def _value(self, above: str, attributes: Mapping[str, str]) -> None:
        key, value = attributes.get("key", ""), attributes.get("value", "")
        name = f"case:{key}" if above == "trace" else key
        self.source.see((name,))
        if name in self.source.wanted:
            kept = self.trace if above == "trace" else self.event
            kept[name] = unicodedata.normalize("NFC", value.strip())

    def _finish(self) -> None:
        if not self.events:
            name = next(iter(self.trace.values()), "")[:80]
            self.ready.append(Unreadable(self.lines[0], f"the trace {name!r} has no events"))
        for line, event in self.events:
            cells = {**self.trace, **event}
            fault = fault_in(cells, self.source.wanted)
            self.ready.append(Record(line, cells) if fault is None else Unreadable(line, fault))
        self.events = []
