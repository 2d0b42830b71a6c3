"""
Other people's files: what they publish becomes drafts of ours, what we keep becomes logs of theirs.

Nothing is imported silently: what could not be read is listed with its place
and its words, and a draft that does not pass the reader says why.
"""

from __future__ import annotations
