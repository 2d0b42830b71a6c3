"""
XML of any size, fed to a parser piece by piece.

The parser is the standard library's. A document type is refused, so nothing can
be expanded or fetched, and no single element may fill the memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Final
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.interop.replay.logs.records import Source

_CHUNK: Final = 1 << 16
_LONGEST_TAG: Final = 1 << 22
_NOT_A_TOKEN: Final = expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]


class RefusedError(Exception):
    """What makes the file unfit; raised inside the parser."""


def new_parser(encoding: str | None) -> expat.XMLParserType:
    """Return a parser that refuses document types; with an *encoding*, the declared one is not believed."""
    parser = expat.ParserCreate(encoding, namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_declaration: object) -> None:
    raise RefusedError("the XML declares a document type (DTD), which can expand or fetch entities; logs have none")


def feed(parser: expat.XMLParserType, opened: BinaryIO, source: Source) -> Iterator[None]:
    """
    Feed a file to *parser*, and yield after every piece, so that what it made can be taken.

    Raises:
        DefinitionError: It is not XML to its end, declares a document type, or
            the parser's handlers refuse it.
    """
    fed = 0
    try:
        while chunk := opened.read(_CHUNK):
            parser.Parse(chunk, False)  # noqa: FBT003 - the parser takes it by position only
            fed += len(chunk)
            if fed - max(parser.CurrentByteIndex, 0) > _LONGEST_TAG:
                raise source.refused(parser.CurrentLineNumber, f"one element is longer than {_LONGEST_TAG:,} bytes")
            yield
        parser.Parse(b"", True)  # noqa: FBT003 - as above
    except expat.ExpatError as error:
        message = f"the XML breaks off: {expat.ErrorString(error.code)}"
        if error.code == _NOT_A_TOKEN:
            message += "; if its encoding is not the one that it declares, give 'encoding' in the mapping"
        raise source.refused(error.lineno, message) from None
    except RefusedError as error:
        raise source.refused(parser.CurrentLineNumber, str(error)) from None
    except (LookupError, ValueError) as error:
        raise source.refused(0, f"the XML cannot be read: {error}") from None
    yield


def local(name: str) -> str:
    """Return the name of an element without its name space."""
    return name.rpartition(" ")[2]
