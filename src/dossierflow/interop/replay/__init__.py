"""
Other people's logs, held to the rule.

`describe_log` tells what is in a log, and `starting_mapping` writes a mapping to
begin with. A mapping file says what columns and activities mean; the replay
recomputes every due date, lists what the procedure would have refused, and
compares the rates of what was on time.
"""

from __future__ import annotations

from dossierflow.interop.replay.describing.looking import LogDescription, describe_log
from dossierflow.interop.replay.describing.roles import Roles
from dossierflow.interop.replay.describing.starting import starting_mapping
from dossierflow.interop.replay.mappings.files import MappingFile, layered, read_mapping
from dossierflow.interop.replay.mappings.mapping import Encoding, LogMapping
from dossierflow.interop.replay.mappings.other_days import OTHER_DAYS, names_other_days
from dossierflow.interop.replay.mappings.schema import mapping_schema
from dossierflow.interop.replay.opening import Way
from dossierflow.interop.replay.outputs import Tables, findings_json
from dossierflow.interop.replay.replaying import Alternatives, replay
from dossierflow.interop.replay.results import CaseResult, Findings, Outcome, Reason, Remark, View

__all__ = [
    "OTHER_DAYS",
    "Alternatives",
    "CaseResult",
    "Encoding",
    "Findings",
    "LogDescription",
    "LogMapping",
    "MappingFile",
    "Outcome",
    "Reason",
    "Remark",
    "Roles",
    "Tables",
    "View",
    "Way",
    "describe_log",
    "findings_json",
    "layered",
    "mapping_schema",
    "names_other_days",
    "read_mapping",
    "replay",
    "starting_mapping",
]
