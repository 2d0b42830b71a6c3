"""
Internal procedures (quy trình nội bộ), as provinces publish them, and back.

Tables in .xlsx, .docx and .csv with columns in many wordings become drafts of
procedure files; the steps are added up and held to the stated total; what is
mistaken or unread is named with its cell. Any procedure becomes such a table.
"""

from __future__ import annotations

from dossierflow.interop.internal_procedures.drafting import Settings
from dossierflow.interop.internal_procedures.importing import Import, Imported, import_procedures, import_source
from dossierflow.interop.internal_procedures.kinds import KINDS, RemarkKind, Weight, weight
from dossierflow.interop.internal_procedures.rows import StepRow
from dossierflow.interop.internal_procedures.sources import Source, open_source
from dossierflow.interop.internal_procedures.sums import Sum
from dossierflow.interop.internal_procedures.times import StepTime, TimeKind, read_words

__all__ = [
    "KINDS",
    "Import",
    "Imported",
    "RemarkKind",
    "Settings",
    "Source",
    "StepRow",
    "StepTime",
    "Sum",
    "TimeKind",
    "Weight",
    "import_procedures",
    "import_source",
    "open_source",
    "read_words",
    "weight",
]
