"""
Reading files that people wrote, and telling them what is wrong with them.

YAML is read in its plainest form, and every mistake is a
`dossierflow.errors.Problem` with file, line, field and a sentence.
"""

from __future__ import annotations

from dossierflow.reading.document import Document
from dossierflow.reading.loading import load, problems_of
from dossierflow.reading.source import read_document

__all__ = ["Document", "load", "problems_of", "read_document"]
