"""
As many random cases as one cares to wait for, through the command line and the second computation.

``python -m tests.cli.compare_due [ROWS [SEED]]`` prints what came out, and the rows that differ.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.cli.test_due_oracle import compared


def main(arguments: list[str]) -> int:
    """Compare the rows and return whether any differ."""
    rows = int(arguments[0]) if arguments else 40_000
    seed = int(arguments[1]) if len(arguments) > 1 else 7
    with TemporaryDirectory() as folder:
        seen, different = compared(Path(folder), seed, rows)
    told = [f"{rows:,} rows of seed {seed}: {dict(seen)}; {len(different)} differ"]
    sys.stdout.write("\n".join([*told, *map(str, different[:10]), ""]))
    return bool(different)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
