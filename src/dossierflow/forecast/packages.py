"""
The one door to the packages that playing a forecast needs; the extra ``forecast`` installs them.

Reading a plan needs none of them.
"""

from __future__ import annotations

from dossierflow.worktime.numeric import np

try:
    import pyarrow as pa  # type: ignore[import-untyped] # it ships no types
    import simpy
    from pyarrow import parquet
except ImportError as error:  # pragma: no cover - the tests have all of them
    _MSG = "a forecast needs numpy, pyarrow and simpy; install them with: pip install 'dossierflow[forecast]'"
    raise ImportError(_MSG) from error

__all__ = ["np", "pa", "parquet", "simpy"]
