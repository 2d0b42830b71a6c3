"""
A rule changed on purpose: would any golden case notice?

If a term may be a day longer and every case still passes, no case covers it,
however many there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.reading.document import dotted
from dossierflow.review.mutation.edits import NUMBERS, content_of, edited
from dossierflow.review.mutation.numbers import numbers
from dossierflow.review.mutation.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.procedure import Procedure
    from dossierflow.reading.document import Document, Path
    from dossierflow.review.mutation.edits import Edit, MutationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """One rule of a procedure, changed by one notch."""

    id: str
    """The same from run to run, as long as the rule is: ``limits.total.term: 7 working days -> 8 working days``."""

    kind: MutationKind
    rule: str
    """The rule that is changed: ``limits.total``."""

    path: Path
    file: str
    line: int
    """Line of the rule in its file, from 1; 0 without a file."""

    sentence: LegalText
    """What was changed."""

    procedure: Procedure
    """The procedure with the change; id, version and all the rest are the same."""

    @property
    def is_number(self) -> bool:
        """Tell whether a single number was changed."""
        return self.kind in NUMBERS

    @property
    def place(self) -> str:
        """``file:line``, or the file alone."""
        return f"{self.file}:{self.line}" if self.line else self.file


def mutations(procedure: Procedure, *, document: Document | None = None) -> Iterator[Mutation]:
    """
    Yield every mutation of *procedure*, in the order of its file, numbers first.

    Args:
        procedure: What is changed.

        document: The file it was read from; without it, mutations have no line.

    >>> from dossierflow.procedure import shipped
    >>> print(next(mutations(shipped("passport").versions("passport")[0])).id)
    effective.from: 2026-06-01 -> 2026-06-02
    """
    content = content_of(procedure)
    seen: set[str] = {procedure.hash}
    for edit in chain(numbers(content), rules(procedure)):
        changed = edited(content, edit)
        if changed is None or changed.hash in seen:
            continue
        seen.add(changed.hash)
        yield Mutation(
            id=edit.id,
            kind=edit.kind,
            rule=edit.rule,
            path=edit.path,
            file=str(procedure) if document is None else document.file,
            line=0 if document is None else document.line(edit.path),
            sentence=_sentence(edit),
            procedure=changed,
        )


def _sentence(edit: Edit) -> LegalText:
    kind = _KINDS[edit.kind.value]
    place = dotted(edit.path)
    return LegalText(
        vi=f"{kind.vi}, {place}: {edit.was} → {edit.becomes}",
        en=f"{kind.en}, {place}: {edit.was} → {edit.becomes}",
    )


_KINDS: Mapping[str, LegalText] = {
    "amount": LegalText(vi="Con số", en="Number"),
    "date": LegalText(vi="Ngày hiệu lực", en="Day in force"),
    "unit": LegalText(vi="Đơn vị đếm", en="Unit"),
    "start": LegalText(vi="Bắt đầu đếm", en="Start of the count"),
    "roll": LegalText(vi="Ngày cuối là ngày nghỉ", en="Last day off"),
    "cutoff": LegalText(vi="Giờ chốt nhận", en="Cut-off"),
    "profile": LegalText(vi="Bộ quy tắc đếm", en="Counting profile"),
    "missed": LegalText(vi="Hậu quả khi hết hạn", en="Consequence of a miss"),
    "silence": LegalText(vi="Ý nghĩa của im lặng", en="Meaning of silence"),
    "pause": LegalText(vi="Tạm dừng", en="Pause"),
    "excluded": LegalText(vi="Thời gian không tính", en="Time that does not count"),
    "supplement": LegalText(vi="Bổ sung hồ sơ", en="Supplement"),
    "extension": LegalText(vi="Gia hạn", en="Extension"),
}
