"""
Why a command was refused: a stable code, a reason in both languages, the legal basis.

A refusal is a value, not an exception: what the law forbids is an ordinary
answer, and whoever asked must be able to read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossierflow.citation import LegalText
from dossierflow.engine.refusal_codes import RefusalCode
from dossierflow.engine.refusal_sentences import SENTENCES, WITHOUT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.citation import Citation

__all__ = ["NOTHING", "Refusal", "RefusalCode", "refusal", "sentence_of"]

NOTHING: Final = "-"
"""What fills a gap where there is nothing to name."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A command that the engine did not carry out."""

    code: RefusalCode
    reason: LegalText
    basis: tuple[Citation, ...] = ()
    allowed: tuple[str, ...] = ()
    """What the same actor may do instead, now: ``answer_supplement``, ``complete_step check sufficient``."""

    params: tuple[tuple[str, str], ...] = ()
    """What fills the gaps of the sentence, by name: a host with names for them may say it again."""

    def __str__(self) -> str:
        """Return code, English reason and basis."""
        basis = "".join(f" [{citation}]" for citation in self.basis)
        return f"{self.code.value}: {self.reason.en}{basis}"


def refusal(code: RefusalCode, *basis: Citation, **params: object) -> Refusal:
    """
    Make a refusal with its sentence.

    >>> print(refusal(RefusalCode.SUPPLEMENT_USED_UP, max=1).reason.en)
    a supplement has been asked for as often as the procedure allows (1)
    """
    said = {name: str(value) for name, value in params.items()}
    template = sentence_of(code, said)
    reason = LegalText(vi=template.vi.format(**said), en=template.en.format(**said))
    return Refusal(code, reason, basis, params=tuple(said.items()))


def sentence_of(code: RefusalCode, params: Mapping[str, str] | None = None) -> LegalText:
    """
    Return the sentence of *code* with its gaps.

    Args:
        code: The code.

        params: What will fill the gaps; a dash says that there is nothing to name,
            and then another sentence may be meant.

    >>> sentence_of(RefusalCode.REAPPOINTMENT_USED_UP).en
    'another day has been appointed as often as is allowed ({max})'
    """
    for name, value in (params or {}).items():
        if value == NOTHING and (code, name) in WITHOUT:
            return WITHOUT[code, name]
    return SENTENCES[code]
