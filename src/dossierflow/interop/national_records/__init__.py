"""
Records of the national database of procedures, made into drafts.

The portal prints tables whose columns have run together, numbers without units
and decisions without dates. What is certain goes into the draft; every word about
time that did not is a remark, with its place and its quotation.
"""

from __future__ import annotations

from dossierflow.interop.national_records.drafting import draft_of
from dossierflow.interop.national_records.records import NationalRecord, read_records, record_of
from dossierflow.interop.national_records.remarks import NOTES

__all__ = ["NOTES", "NationalRecord", "draft_of", "read_records", "record_of"]
