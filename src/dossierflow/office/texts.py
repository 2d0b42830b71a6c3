"""
Reading .docx: paragraphs and tables in their order, as a person sees them.

The text is taken from the document's XML rather than from python-docx's own
view of it, which passes over content controls, proposed changes and fields
without a word. What is proposed and not yet accepted is refused: nobody can say
which of the two texts holds.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, cast

from dossierflow.office.characters import Texts
from dossierflow.office.values import Cell, Document, Grid, Paragraph, address

try:
    import docx
except ImportError as error:  # pragma: no cover - the tests have python-docx
    _MSG = "reading and writing .docx needs python-docx; install it with: pip install 'dossierflow[office]'"
    raise ImportError(_MSG) from error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.office.package import Package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TRACKED = frozenset({"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge"})
_DYNAMIC = re.compile(r"\s*(?:=|(?:formula|dde|ddeauto|include\w*|link|import|database|macrobutton)\b)", re.IGNORECASE)
_NOTES = {
    "footnoteReference": ("footnote", "a footnote, which is not read"),
    "endnoteReference": ("footnote", "an endnote, which is not read"),
    "commentReference": ("comment", "a comment, which is not read"),
    "drawing": ("picture", "a picture, which is not read"),
    "pict": ("picture", "a picture, which is not read"),
    "object": ("picture", "an object, which is not read"),
    "AlternateContent": ("picture", "a drawing or a text box, which is not read"),
    "txbxContent": ("text_box", "a text box, which is not read"),
    "sym": ("symbol", "a letter of a picture font, which is not read"),
}
_AS_SHOWN = {"br": "\n", "cr": "\n", "tab": " ", "ptab": " ", "noBreakHyphen": "-"}
_SILENT = frozenset({"rPr", "sectPr", "softHyphen", "delText", "delInstrText"})
_WIDEST = 63
"""Columns that a table of Word can have."""


class _Node(Protocol):
    """What is used of an XML element."""

    @property
    def tag(self) -> object: ...
    @property
    def text(self) -> str | None: ...
    def __iter__(self) -> Iterator[_Node]: ...
    def get(self, key: str) -> str | None: ...


@dataclass
class _Passage:
    """Text under way, and whether a number of the program's own stands before it."""

    place: str
    pieces: list[str] = field(default_factory=list[str])
    numbered: bool = False


def document_of(package: Package) -> Document:
    """
    Return the text of a document whose outside has been checked.

    Raises:
        DefinitionError: It holds refused characters, formulas or proposed changes, too much, or cannot be read.
    """
    try:
        opened = docx.Document(io.BytesIO(package.raw))
        body = cast("_Node", opened.element.body)  # pyright: ignore[reportUnknownMemberType] # lxml is untyped
    except (AttributeError, LookupError, OSError, SyntaxError, TypeError, ValueError) as error:
        said = str(error).partition("\n")[0][:200]
        package.refuse("", f"the document cannot be read: {said}; open it in its program and save it again")
    reader = _Reader(Texts(package.file, package.limits), package.limits.positions)
    reader.read(body)
    reader.texts.settle()
    return Document(package.file, tuple(reader.blocks), tuple(reader.texts.notices))


class _Reader:
    """Walks the body of one document."""

    def __init__(self, texts: Texts, positions: int) -> None:
        self.texts = texts
        self.blocks: list[Paragraph | Grid] = []
        self._positions = positions
        self._paragraphs = 0
        self._tables = 0

    def read(self, container: _Node) -> None:
        """Read the paragraphs and tables of *container*, and of what only wraps them."""
        for node in container:
            match _name(node):
                case "p":
                    self._paragraph(node)
                case "tbl":
                    self._tables += 1
                    self.blocks.append(self._table(node, f"table {self._tables}"))
                case "sdt" | "sdtContent" | "customXml" | "smartTag":
                    self.read(node)
                case name if name in _TRACKED:
                    self._refuse_tracked(f"paragraph {self._paragraphs + 1}")
                case _:
                    continue

    def _paragraph(self, node: _Node) -> None:
        self._paragraphs += 1
        passage = _Passage(f"paragraph {self._paragraphs}")
        self._gather(node, passage)
        text = self.texts.clean("".join(passage.pieces), passage.place).strip()
        if text:
            self.blocks.append(Paragraph(self._paragraphs, text, passage.numbered))

    def _table(self, table: _Node, name: str) -> Grid:
        cells: dict[tuple[int, int], Cell] = {}
        open_above: dict[int, tuple[int, int]] = {}
        hidden: set[int] = set()
        row = 0
        for line in _rows(table):
            if _name(line) in _TRACKED:
                self._refuse_tracked(f"{name}!A{row + 1}")
                continue
            row += 1
            if self._row_properties(line, f"{name}!A{row}"):
                hidden.add(row)
                self.texts.tell("hidden_row", f"{name}!{row}", f"row {row} is hidden")
            column = 1 + _grid_before(line)
            for raw in _cells(line):
                wide = _span(raw)
                place = f"{name}!{address(row, column)}"
                if column + wide - 1 > _WIDEST or row * column > self._positions:
                    self.texts.refuse(place, f"the table has more than {_WIDEST} columns, or too many rows; split it")
                    self.texts.settle()
                self._one(raw, row, column, wide, place, cells, open_above)
                column += wide
        held = (cell for _, cell in sorted(cells.items()) if cell.text or cell.numbered)
        return Grid(name, tuple(held), hidden_rows=frozenset(hidden))

    def _one(
        self,
        raw: _Node,
        row: int,
        column: int,
        wide: int,
        place: str,
        cells: dict[tuple[int, int], Cell],
        open_above: dict[int, tuple[int, int]],
    ) -> None:
        """Read one cell; one that goes on from above lengthens that cell."""
        passage = _Passage(place)
        self._gather_cell(raw, passage)
        text = self.texts.clean("".join(passage.pieces), place).strip()
        merge = _merge(raw)
        above = open_above.get(column)
        if merge == "continue" and above is not None and cells[above].columns == wide:
            cell = cells[above]
            joined = "\n".join(part for part in (cell.text, text) if part)
            cells[above] = Cell(cell.row, cell.column, joined, joined, row - cell.row + 1, wide, numbered=cell.numbered)
            return
        cells[row, column] = Cell(row, column, text, text, 1, wide, numbered=passage.numbered)
        if merge is None:
            open_above.pop(column, None)
        else:
            open_above[column] = (row, column)

    def _gather_cell(self, cell: _Node, passage: _Passage) -> None:
        first = True
        for node in cell:
            match _name(node):
                case "p":
                    passage.pieces.append("" if first else "\n")
                    first = False
                    self._gather(node, passage)
                case "tbl":
                    self.texts.tell("nested_table", passage.place, "the cell holds a table, which is read as lines")
                    for line in _rows(node):
                        passage.pieces.append("\n")
                        for number, inner in enumerate(_cells(line)):
                            passage.pieces.append(" | " if number else "")
                            self._gather_cell(inner, passage)
                case "sdt" | "sdtContent" | "customXml":
                    self._gather_cell(node, passage)
                case "tcPr":
                    if any(_name(part) in _TRACKED for part in node):
                        self._refuse_tracked(passage.place)
                case name if name in _TRACKED:
                    self._refuse_tracked(passage.place)
                case _:
                    continue

    def _gather(self, node: _Node, passage: _Passage) -> None:
        """Append the text of *node* as it is shown."""
        for part in node:
            self._take(part, _name(part), passage)

    def _take(self, part: _Node, name: str, passage: _Passage) -> None:
        pieces = passage.pieces
        if name in _TRACKED:
            self._refuse_tracked(passage.place)
        elif name == "pPr":
            self._paragraph_properties(part, passage)
        elif name in {"t", "m:t"}:
            pieces.append(part.text or "")
        elif name in _AS_SHOWN:
            pieces.append(_AS_SHOWN[name])
        elif name == "m:f":
            self._fraction(part, passage)
        elif name in {"instrText", "fldSimple"}:
            self._field(part, name, passage)
        elif name in _NOTES:
            kind, message = _NOTES[name]
            self.texts.tell(kind, passage.place, message)
        elif name == "r":
            self._run(part, passage)
        elif name not in _SILENT:
            self._gather(part, passage)

    def _fraction(self, part: _Node, passage: _Passage) -> None:
        """Write a fraction that is drawn as an equation on one line."""
        for bar, side in enumerate(side for side in part if _name(side) in {"m:num", "m:den"}):
            passage.pieces.append("/" if bar else "")
            self._gather(side, passage)

    def _run(self, run: _Node, passage: _Passage) -> None:
        for properties in run:
            if _name(properties) == "rPr" and any(_name(one) == "vanish" and _is_on(one) for one in properties):
                self.texts.tell("hidden_text", passage.place, "some text is hidden; it is not read")
                return
        self._gather(run, passage)

    def _field(self, part: _Node, name: str, passage: _Passage) -> None:
        code = (part.text if name == "instrText" else part.get(f"{_W}instr")) or ""
        if _DYNAMIC.match(code):
            self.texts.refuse(passage.place, f"found the field {code.strip()[:40]!r}; write its value as text")
        if name == "fldSimple":
            self._gather(part, passage)

    def _paragraph_properties(self, properties: _Node, passage: _Passage) -> None:
        for one in properties:
            if _name(one) == "numPr":
                passage.numbered = any(_name(part) == "numId" and part.get(f"{_W}val") != "0" for part in one)
            if _name(one) == "rPr" and any(_name(part) in _TRACKED for part in one):
                self._refuse_tracked(passage.place)

    def _row_properties(self, line: _Node, place: str) -> bool:
        """Tell whether a row of a table is hidden; refuse one that is proposed."""
        names = [_name(one) for properties in line if _name(properties) == "trPr" for one in properties if _is_on(one)]
        if _TRACKED.intersection(names):
            self._refuse_tracked(place)
        return "hidden" in names

    def _refuse_tracked(self, place: str) -> None:
        self.texts.refuse(place, "found a proposed change (tracked); accept or reject all changes")


def _name(node: _Node) -> str:
    """Return the local name of an element; that of an equation begins with ``m:``."""
    if not isinstance(node.tag, str):
        return ""
    if node.tag.startswith(_M):
        return f"m:{node.tag.removeprefix(_M)}"
    return node.tag.rpartition("}")[2]


def _rows(table: _Node) -> Iterator[_Node]:
    for node in table:
        if _name(node) == "tr" or _name(node) in _TRACKED:
            yield node
        elif _name(node) in {"sdt", "sdtContent", "customXml"}:
            yield from _rows(node)


def _cells(line: _Node) -> Iterator[_Node]:
    for node in line:
        if _name(node) == "tc":
            yield node
        elif _name(node) in {"sdt", "sdtContent", "customXml"}:
            yield from _cells(node)


def _properties(cell: _Node, wanted: str) -> Iterator[_Node]:
    for properties in cell:
        if _name(properties) == "tcPr":
            yield from (one for one in properties if _name(one) == wanted)


def _span(cell: _Node) -> int:
    return max((_whole(one) for one in _properties(cell, "gridSpan")), default=1) or 1


def _merge(cell: _Node) -> str | None:
    """Return whether a cell begins (``restart``) or goes on with (``continue``) a vertical merge, or neither."""
    for one in _properties(cell, "vMerge"):
        return one.get(f"{_W}val") or "continue"
    return None


def _grid_before(line: _Node) -> int:
    return sum(
        _whole(one)
        for properties in line
        if _name(properties) == "trPr"
        for one in properties
        if _name(one) == "gridBefore"
    )


def _whole(node: _Node) -> int:
    """Return a small number; a larger or unreadable one becomes one that no table has."""
    written = node.get(f"{_W}val") or ""
    return int(written) if written.isdecimal() and len(written) <= len(str(_WIDEST)) else _WIDEST + 1


def _is_on(node: _Node) -> bool:
    return node.get(f"{_W}val") not in {"0", "false", "off"}
