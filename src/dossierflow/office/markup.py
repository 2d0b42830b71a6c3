"""
Looking through the XML of an office file before any other program parses it.

An office file needs no document type, hence no entities: any declaration is
refused, so nothing can be expanded or fetched. The parser here is the standard
library's, and what it cannot read nobody else gets to see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dossierflow.office.values import Limits


class RefusedMarkupError(Exception):
    """What is wrong with one part; `dossierflow.office.package` turns it into a problem of the file."""


class Inspector:
    """Looks through the parts of one file, which share one allowance of elements."""

    def __init__(self, limits: Limits) -> None:
        """Take the bounds of *limits*."""
        self._limits = limits
        self._elements = 0

    def inspect(
        self,
        raw: bytes,
        *,
        start: Callable[[str, Mapping[str, str]], None] | None = None,
        end: Callable[[str], None] | None = None,
    ) -> None:
        """
        Look through one part.

        Args:
            raw: The part.

            start: Called with the local name and the attributes of each element.

            end: Called with the local name when the element ends.

        Raises:
            RefusedMarkupError: It is no XML, declares a document type, or is too large or too deep.
        """
        depth = 0

        def started(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            self._elements += 1
            if depth > self._limits.depth:
                msg = f"XML elements are nested more than {self._limits.depth} deep"
                raise RefusedMarkupError(msg)
            if self._elements > self._limits.elements:
                msg = f"the file has more than {self._limits.elements:,} XML elements; split it"
                raise RefusedMarkupError(msg)
            if start is not None:
                start(_local(name), {_local(key): value for key, value in attributes.items()})

        def ended(name: str) -> None:
            nonlocal depth
            depth -= 1
            if end is not None:
                end(_local(name))

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = started
        parser.EndElementHandler = ended
        parser.StartDoctypeDeclHandler = _refuse_declaration
        try:
            parser.Parse(raw, True)  # noqa: FBT003 - the parser takes it by position only
        except expat.ExpatError as error:
            msg = f"the XML cannot be read: {expat.ErrorString(error.code)}, line {error.lineno}"
            raise RefusedMarkupError(msg) from None
        except (LookupError, ValueError) as error:
            # an unknown or a multi-byte encoding
            msg = f"the XML cannot be read: {error}"
            raise RefusedMarkupError(msg) from None


def _refuse_declaration(*_declaration: object) -> None:
    msg = "the XML declares a document type (DTD), which can expand or fetch entities; office programs write none"
    raise RefusedMarkupError(msg)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
