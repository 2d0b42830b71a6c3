"""
The one door to numpy, which the extra ``bulk`` installs.

Nothing that the library imports by itself comes through here.
"""

from __future__ import annotations

try:
    import numpy as np
except ImportError as error:  # pragma: no cover - the tests have numpy
    _MSG = "arithmetic on columns needs numpy; install it with: pip install 'dossierflow[bulk]'"
    raise ImportError(_MSG) from error

__all__ = ["np"]
