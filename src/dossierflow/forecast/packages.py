"""
The one door to the packages that playing a forecast needs; the extra ``forecast`` installs them.

Reading a plan needs none of them.
"""

from __future__ import annotations

from typing import Any

from dossierflow.worktime.numeric import np

try:
    import pyarrow as _arrow  # type: ignore[import-untyped] # noqa: ICN001 # pyright: ignore[reportMissingTypeStubs]
    import simpy
    from pyarrow import parquet as _parquet  # pyright: ignore[reportMissingTypeStubs]
except ImportError as error:  # pragma: no cover - the tests have all of them
    _MSG = "a forecast needs numpy, pyarrow and simpy; install them with: pip install 'dossierflow[forecast]'"
    raise ImportError(_MSG) from error

pa: Any = _arrow
parquet: Any = _parquet

__all__ = ["np", "pa", "parquet", "simpy"]
