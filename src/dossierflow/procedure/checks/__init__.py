"""Cross-checks of one procedure, each by the part of the file that it looks at."""

from __future__ import annotations
