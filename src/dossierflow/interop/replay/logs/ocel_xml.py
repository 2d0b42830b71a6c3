"""OCEL 2.0 in XML, of any size."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final

from dossierflow.interop.replay.logs.ocel_files import ACTIVITY, as_value
from dossierflow.interop.replay.logs.records import LONGEST_CELL
from dossierflow.interop.replay.logs.xml_feed import RefusedError, feed, local, new_parser

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.interop.replay.logs.ocel_spool import OcelSpool
    from dossierflow.interop.replay.logs.records import Source, Unreadable

_DEEPEST: Final = 64


@dataclass(frozen=True, slots=True)
class OcelXml:
    """OCEL 2.0 in XML."""

    opened: BinaryIO
    encoding: str | None = None

    def __call__(self, source: Source, spool: OcelSpool) -> Iterator[Unreadable]:
        """
        Lay the log out.

        Raises:
            DefinitionError: It is not XML to its end, or declares a document type.
        """
        parser = new_parser(self.encoding)
        things = _Things(spool)
        parser.StartElementHandler = things.start
        parser.EndElementHandler = things.end
        parser.CharacterDataHandler = things.text
        for _ in feed(parser, self.opened, source):
            pass
        return iter(())


@dataclass(slots=True)
class _Things:
    """Puts objects and events together while the parser runs."""

    spool: OcelSpool
    stack: list[str] = field(default_factory=list[str])
    about: dict[str, str] = field(default_factory=dict[str, str])
    """The attributes of the object or event that is open."""

    values: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    others: list[str] = field(default_factory=list[str])
    told: str = ""
    value: tuple[str, str] | None = None
    """Name and time of the attribute that is open."""

    events: int = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take an element that begins."""
        self.stack.append(local(name))
        if len(self.stack) > _DEEPEST:
            msg = f"elements are nested more than {_DEEPEST} deep"
            raise RefusedError(msg)
        if self.stack in (["log", "objects", "object"], ["log", "events", "event"]):
            self.about, self.values, self.others = dict(attributes), [], []
        elif self.stack[3:] == ["attributes", "attribute"] and self.stack[1] in {"objects", "events"}:
            self.value, self.told = (attributes.get("name", ""), attributes.get("time", "")), ""
        elif self.stack[3:] == ["objects", "relationship"]:
            self.others.append(attributes.get("object-id", ""))

    def text(self, text: str) -> None:
        """Take text; more of it than anybody would write makes the value too long, not the memory full."""
        if self.value is not None and len(self.told) <= LONGEST_CELL:
            self.told += text

    def end(self, _name: str) -> None:
        """Take an element that ends."""
        if self.value is not None and self.stack[3:] == ["attributes", "attribute"]:
            self.values.append((*self.value, as_value(self.told.strip())))
            self.value = None
        elif self.stack == ["log", "objects", "object"]:
            name = self.about.get("id", "")
            self.spool.add_object(name, self.about.get("type", ""))
            self.spool.add_values(name, self.values)
            self.spool.relate(name, self.others)
        elif self.stack == ["log", "events", "event"]:
            self.events += 1
            cells = {name: value for name, _, value in self.values}
            cells[ACTIVITY] = self.about.get("type", "")
            self.spool.add_event(self.events, self.about.get("time", ""), cells, self.others)
        self.stack.pop()
