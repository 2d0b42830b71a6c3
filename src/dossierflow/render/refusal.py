"""A refusal, as the person reads it who asked: why, on what basis, and what may be done instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.render.acts import allowed_in_words
from dossierflow.render.words.labels import label

if TYPE_CHECKING:
    from dossierflow.engine.refusals import Refusal
    from dossierflow.render.explanation_json import Json
    from dossierflow.render.names import Names


def refusal_text(refusal: Refusal, names: Names) -> str:
    """Return code, reason, legal basis, and what the same person may do now."""
    lang = names.lang
    lines = [refusal_line(refusal, names)]
    if refusal.basis:
        lines.append(f"  {label('basis', lang)}: {names.cites(refusal.basis)}")
    if refusal.allowed:
        listed = "; ".join(dict.fromkeys(allowed_in_words(act, names) for act in refusal.allowed))
        lines.append(f"  {label('instead', lang)}: {listed}")
    return "\n".join(lines)


def refusal_line(refusal: Refusal, names: Names) -> str:
    """Return code and reason in one line."""
    return f"{label('refused', names.lang)} [{refusal.code.value}]: {refusal.reason.text(names.lang)}"


def refusal_json(refusal: Refusal) -> Json:
    """Return a refusal as values that JSON knows, with its reason in both languages."""
    return {
        "code": refusal.code.value,
        "reason": {"vi": refusal.reason.vi, "en": refusal.reason.en},
        "basis": [cite.model_dump(mode="json", exclude_none=True) for cite in refusal.basis],
        "allowed": list(refusal.allowed),
    }
