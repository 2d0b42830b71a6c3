"""What the outside world hears: event logs, CloudEvents, and proof that nothing in them was touched."""

from __future__ import annotations

from dossierflow.audit.cloudevents import (
    BATCH_CONTENT_TYPE,
    CONTENT_TYPE,
    TYPE_PREFIX,
    from_batch,
    from_cloudevent,
    to_batch,
    to_cloudevent,
)
from dossierflow.audit.findings import ChainCode, ChainFinding, Verification
from dossierflow.audit.log import read_log, write_log
from dossierflow.audit.schema import EVENT_SCHEMA_ID, event_schema
from dossierflow.audit.verify import verify

__all__ = [
    "BATCH_CONTENT_TYPE",
    "CONTENT_TYPE",
    "EVENT_SCHEMA_ID",
    "TYPE_PREFIX",
    "ChainCode",
    "ChainFinding",
    "Verification",
    "event_schema",
    "from_batch",
    "from_cloudevent",
    "read_log",
    "to_batch",
    "to_cloudevent",
    "verify",
    "write_log",
]
