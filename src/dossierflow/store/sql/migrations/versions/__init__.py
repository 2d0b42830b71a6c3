"""One module for each revision, never changed once it was released."""

from __future__ import annotations
