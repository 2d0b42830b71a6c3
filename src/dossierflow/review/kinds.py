"""
The register of findings: every code, in one place.

The entries stand beside the checks that use them. A new family of checks adds
its tuple here; codes are unique, and the codes of rule packs come besides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.review.findings import FindingKind

KINDS: Mapping[str, FindingKind] = {}
"""Every entry by its code, in the order of codes."""
