"""
What a review finds: where, how grave, in words a policy officer reads, and what to do about it.

A `FindingKind` is an entry of the register: one stable code with its title, the
reason for it, and the sentences in both languages with named gaps. A `Finding`
is one such entry at one place, with the gaps filled. The code of a kind never
changes its meaning: ``DF1xx`` schema and files, ``DF2xx`` citations, dates and
versions, ``DF3xx`` structure, ``DF4xx`` decision tables, ``DF5xx`` the law of
the one-stop mechanism, ``DF6xx`` ambiguity, ``DF7xx`` time.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as made_by
from enum import StrEnum
from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.reading.document import Document, dotted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.citation import Citation
    from dossierflow.procedure import Procedure
    from dossierflow.reading.document import Path, Value


class Severity(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    """The file cannot be used, or contradicts itself or the law."""

    WARNING = "warning"
    """Some dossiers will come to harm; somebody must decide."""

    NOTE = "note"
    """Worth knowing; nothing has to be done."""

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return tuple(Severity).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingKind:
    """One entry of the register of findings."""

    code: str
    """``DF`` and three digits."""

    severity: Severity
    """How grave it usually is; a finding may say otherwise of one case."""

    title: LegalText
    why: LegalText
    """Why it matters to an applicant or an agency."""

    message: LegalText
    """What was found, with named gaps: ``step {step!r} is never reached``."""

    fix: LegalText
    """What to do about it, with the same gaps."""

    cite: tuple[Citation, ...] = ()
    """The law that asks for it, where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a review found."""

    code: str
    severity: Severity
    file: str
    line: int
    """Line of the key or list item, from 1; 0 where the file as a whole is meant."""

    field: str
    """Dotted path inside the file: ``limits.total.cases[2]``."""

    message: LegalText
    fix: LegalText
    cite: tuple[Citation, ...] = ()
    details: Mapping[str, Value] = made_by(default_factory=dict[str, "Value"])
    """The figures behind the sentence, for programs."""

    reproducer: str | None = None
    """A scenario file that shows it when it is run."""

    def __str__(self) -> str:
        """Return place, code, severity and English sentence, which editors make clickable."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.code} {self.severity.value}: {self.message.en}"

    @property
    def order(self) -> tuple[str, int, str, str, str]:
        """What findings are sorted by: file, line, code."""
        return self.file, self.line, self.code, self.field, self.message.en


@dataclass(frozen=True, slots=True)
class Subject:
    """One version of a procedure under review, and where its parts stand."""

    procedure: Procedure
    file: str
    document: Document | None = None
    """The file it was read from; without it, findings have no line."""

    def line(self, place: Path) -> int:
        """Return the line of the key or list item at *place*; 0 without a document."""
        return 0 if self.document is None else self.document.line(place)

    def found(
        self,
        kind: FindingKind,
        place: Path,
        /,
        *,
        severity: Severity | None = None,
        cite: tuple[Citation, ...] | None = None,
        details: Mapping[str, Value] | None = None,
        reproducer: str | None = None,
        **gaps: object,
    ) -> Finding:
        """
        Return a finding of *kind* at *place*.

        Args:
            kind: The entry of the register.

            place: Keys and list positions (from 0) that lead to what is meant.

            severity: Where this case is graver or less grave than usual.

            cite: The law that this case offends, instead of the kind's.

            details: The figures behind the sentence.

            reproducer: A scenario file that shows it.

            **gaps:
                Values for the gaps of the sentences; the gap ``field`` is
                filled with the place. A `LegalText` is put in in the language
                of the sentence.
        """
        return finding(
            kind,
            file=self.file,
            line=self.line(place),
            field=dotted(place),
            severity=severity,
            cite=cite,
            details=details,
            reproducer=reproducer,
            **gaps,
        )


def finding(
    kind: FindingKind,
    /,
    *,
    file: str,
    line: int = 0,
    field: str = "",
    severity: Severity | None = None,
    cite: tuple[Citation, ...] | None = None,
    details: Mapping[str, Value] | None = None,
    reproducer: str | None = None,
    **gaps: object,
) -> Finding:
    """
    Return a finding of *kind* with its sentences filled.

    >>> def both(text: str) -> LegalText:
    ...     return LegalText(vi=text, en=text)
    >>> kind = FindingKind(
    ...     code="DF301", severity=Severity.ERROR, title=both("Unreachable step"), why=both("It is never done."),
    ...     message=both("no dossier comes to step {step!r}"), fix=both("let an action lead to {step!r}"),
    ... )
    >>> print(finding(kind, file="permit.yaml", line=12, field="steps.sign", step="sign"))
    permit.yaml:12: DF301 error: no dossier comes to step 'sign'
    """
    filling = {"field": field, **gaps}
    return Finding(
        code=kind.code,
        severity=severity or kind.severity,
        file=file,
        line=line,
        field=field,
        message=filled(kind.message, filling),
        fix=filled(kind.fix, filling),
        cite=kind.cite if cite is None else cite,
        details=details or {},
        reproducer=reproducer,
    )


def filled(template: LegalText, gaps: Mapping[str, object]) -> LegalText:
    """
    Return *template* with its *gaps* filled, each in the language of its sentence.

    >>> filled(LegalText(vi="bước {step}", en="step {step}"), {"step": LegalText(vi="Ký", en="Sign")}).vi
    'bước Ký'
    """
    vi = {name: gap.vi if isinstance(gap, LegalText) else gap for name, gap in gaps.items()}
    en = {name: gap.en if isinstance(gap, LegalText) else gap for name, gap in gaps.items()}
    return LegalText(vi=template.vi.format(**vi), en=template.en.format(**en))
