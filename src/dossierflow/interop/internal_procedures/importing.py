"""Reading a published file to its end: every procedure in it as a draft, and everything that is to be said about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.errors import DefinitionError, Problem
from dossierflow.interop.internal_procedures.drafting import Settings, draft_of, identifier
from dossierflow.interop.internal_procedures.kinds import Weight, remark, weight
from dossierflow.interop.internal_procedures.publication import publication_of
from dossierflow.interop.internal_procedures.remarks import row_remarks
from dossierflow.interop.internal_procedures.sources import open_source
from dossierflow.interop.internal_procedures.sums import settle_units, sum_of

if TYPE_CHECKING:
    from pathlib import Path

    from dossierflow.interop.drafts import Draft, Remark
    from dossierflow.interop.internal_procedures.publication import Published
    from dossierflow.interop.internal_procedures.rows import StepRow
    from dossierflow.interop.internal_procedures.sources import Source
    from dossierflow.interop.internal_procedures.sums import Sum

MOST_PROCEDURES = 500
"""How many procedures of one file are drafted."""

MOST_STEPS = 500
"""How many steps a procedure may have."""

_LONGEST_QUOTE = 200
_NO_TABLE = (
    "no table of steps was found; its head must name the time (Thời gian, Thời hạn) and the work or who does it "
    "(Nội dung, Trình tự, Đơn vị, Trách nhiệm)"
)


@dataclass(frozen=True, slots=True)
class Imported:
    """One procedure of a publication."""

    published: Published
    sum: Sum
    draft: Draft

    @property
    def rows(self) -> tuple[StepRow, ...]:
        """The steps, as printed."""
        return tuple(self.published.table.rows)

    @property
    def mistakes(self) -> tuple[Remark, ...]:
        """The remarks about what is wrong in the publication, or keeps a time from being read."""
        return tuple(one for one in self.draft.remarks if weight(one.code) is Weight.MISTAKE)


@dataclass(frozen=True, slots=True)
class Import:
    """A published file, read to its end."""

    file: str
    procedures: tuple[Imported, ...]
    remarks: tuple[Remark, ...]
    """What concerns the file as a whole: hidden rows, text put into NFC, texts around the tables."""

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """The drafts, in the order of the file."""
        return tuple(one.draft for one in self.procedures)


def import_procedures(path: Path, *, known: Settings | None = None) -> Import:
    """
    Read the internal procedures (quy trình nội bộ) in a published file.

    Args:
        path: A file .xlsx, .docx or .csv.

        known: What the person who imports knows better than the file.

    Raises:
        DefinitionError: The file is damaged, hostile or too large, or holds no table of steps.

        ImportError: It is an office file, and the extra ``office`` is not installed.
    """
    return import_source(open_source(path), known=known)


def import_source(source: Source, *, known: Settings | None = None) -> Import:
    """
    Read the internal procedures of an opened file.

    Raises:
        DefinitionError: It holds no table of steps.
    """
    publication = publication_of(source)
    if not publication.procedures:
        raise DefinitionError([Problem(source.file, 0, "", _NO_TABLE)])
    if len(publication.procedures) > MOST_PROCEDURES:
        message = f"the file has more than {MOST_PROCEDURES} procedures; split it"
        raise DefinitionError([Problem(source.file, 0, "", message)])
    for published in publication.procedures:
        if len(published.table.rows) > MOST_STEPS:
            message = f"the table has more than {MOST_STEPS} steps; no procedure has so many"
            raise DefinitionError([Problem(source.file, 0, published.table.place, message)])
    taken: set[str] = set()
    procedures: list[Imported] = []
    for published in publication.procedures:
        remarks = list(settle_units(published))
        total, mistakes = sum_of(published)
        remarks = [*remarks, *mistakes, *row_remarks(published)]
        name = identifier(published, taken, source.file)
        draft = draft_of(published, total, source.file, name, known or Settings(), remarks)
        procedures.append(Imported(published, total, draft))
    about = [remark("odd", notice.place, "", detail=notice.message) for notice in publication.notices]
    about += [remark("passage_unread", one.place, one.text[:_LONGEST_QUOTE]) for one in publication.unused]
    return Import(source.file, tuple(procedures), tuple(about))
