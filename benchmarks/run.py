"""
Run the benchmarks: ``python benchmarks/run.py [--quick] [--only NAME] [--write docs/benchmarks.md]``.

The peers come with ``pip install --group benchmarks``.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    # A file that is started is looked for its neighbours in its own folder; the package is one folder up.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    from benchmarks.command_line import main

    raise SystemExit(main())
