"""
Logs for other people's tools: OCEL 2.0, XES, CSV, Parquet, CloudEvents.

All forms are written from the same flat view of events, which leaves personal
facts and free text behind; the same log gives the same bytes.
"""

from __future__ import annotations

from dossierflow.interop.exports.writing import LogFormat, export_log

__all__ = ["LogFormat", "export_log"]
