"""
Other people's logs, held to the rule.

A mapping file says what the columns and activities of a log mean; the replay
recomputes every due date, lists what the procedure would have refused, and
compares the rates of what was on time.
"""

from __future__ import annotations

from dossierflow.interop.replay.files import MappingFile, read_mapping
from dossierflow.interop.replay.mapping import LogMapping
from dossierflow.interop.replay.outputs import Tables, findings_json
from dossierflow.interop.replay.replaying import Alternatives, replay
from dossierflow.interop.replay.results import CaseResult, Findings, Outcome, Reason, Remark, View
from dossierflow.interop.replay.schema import mapping_schema

__all__ = [
    "Alternatives",
    "CaseResult",
    "Findings",
    "LogMapping",
    "MappingFile",
    "Outcome",
    "Reason",
    "Remark",
    "Tables",
    "View",
    "findings_json",
    "mapping_schema",
    "read_mapping",
    "replay",
]
