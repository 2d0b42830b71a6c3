"""
The register of findings: every code of the library's own checks, in one place.

Each family of checks has its module of entries; a new one adds its tuple here.
The codes of rule packs (``DF5xx`` for the one-stop mechanism) stand in the
packs.

>>> KINDS["DF301"].title.en
'A step that no dossier reaches'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.review.register import ambiguity, dates, files, structure, tables, time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.review.findings import FindingKind

_FAMILIES = (files.KINDS, dates.KINDS, structure.KINDS, tables.KINDS, ambiguity.KINDS, time.KINDS)

KINDS: Mapping[str, FindingKind] = {kind.code: kind for family in _FAMILIES for kind in family}
"""Every entry by its code, in the order of codes."""
