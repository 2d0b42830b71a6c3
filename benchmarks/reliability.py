"""
Make every fault at full size: ``python benchmarks/reliability.py --write docs/reliability.md``.

Starts a PostgreSQL of its own that waits for the disk. Must run as a user who
may mount a small disk for the figures of a full one; they are left out otherwise.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

if __name__ == "__main__":
    # a file that is started is looked for its neighbours in its own folder; the package is one folder up
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from benchmarks import machine
from benchmarks.faults.connections import cut_everywhere
from benchmarks.faults.crowds import crowd
from benchmarks.faults.disks import fill_postgres, fill_sqlite
from benchmarks.faults.disorder import jump, shuffle
from benchmarks.faults.examination import Findings
from benchmarks.faults.locks import lock
from benchmarks.faults.orders import prepared
from benchmarks.faults.servers import empty_database, own_server

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator

    from benchmarks.faults.crowds import Crowd
    from benchmarks.faults.disks import Filled
    from benchmarks.faults.servers import Server

ROOT = Path(__file__).resolve().parent.parent
HEAD = (ROOT / "benchmarks" / "faults" / "page.md").read_text("utf-8")
COLUMNS = (
    "fault|database|how often|acknowledged|events|lost|doubled|broken chains|not their replay|wrong deadlines|"
    "wrong outbox|seconds"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page."""

    fault: str
    database: str
    often: str
    findings: Findings
    note: str = ""


def main(arguments: list[str] | None = None) -> int:
    """Make the faults and print or write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, help="write the page to this file")
    parser.add_argument("--commands", type=int, default=10_000, help="of the crowd")
    parser.add_argument("--acts", type=int, default=8, help="acts of the lives that are killed, at most 8")
    parser.add_argument("--only", help="only faults whose line begins so")
    given = parser.parse_args(arguments)
    before, lines, notes = machine.load(), list[str](), list[str]()
    with own_server() as server:
        for fault, work in faults(given.commands, given.acts, server):
            if given.only and not fault.startswith(given.only):
                continue
            began = perf_counter()
            row = work()
            if row is None:
                notes.append(f"- {fault}: not measured on this machine")
                continue
            lines.append(_line(row, perf_counter() - began))
            notes += [f"- {row.fault}, {row.database}: {row.note}"] if row.note else []
            print(lines[-1], row.note, sep="\n  ", file=sys.stderr, flush=True)
    text = _page(lines, notes, before)
    if given.write is None:
        print(text)
    else:
        given.write.write_text(text, "utf-8")
    return 0


def faults(commands: int, acts: int, server: Server | None) -> Iterator[tuple[str, Callable[[], Row | None]]]:
    """Yield every fault with what makes it."""
    both: dict[str, Callable[[str, str], Row]] = {
        "kill -9": lambda name, target: _killed(name, target, acts),
        "locked": _locked,
        "disorder": _shuffled,
        "clock": _jumped,
        "crowd": lambda name, target: _crowded(name, target, commands),
    }
    for fault, work in both.items():
        yield fault, partial(_in_file, work)
        if server:
            yield fault, partial(_on_server, work, server)
    yield "full disk", lambda: _filled("SQLite", fill_sqlite(6_000))
    if server:
        yield "full disk", lambda: _filled("PostgreSQL", fill_postgres(server.url, 2_000))
        yield "connection", partial(_on_server, _cut, server)
        yield "crash", partial(_on_server, lambda name, target: _crashed(name, target, commands // 10, server), server)


def _in_file(work: Callable[[str, str], Row]) -> Row:
    with tempfile.TemporaryDirectory(prefix="dossierflow-") as folder:
        return work("SQLite", str(Path(folder) / "office.sqlite"))


def _on_server(work: Callable[[str, str], Row], server: Server) -> Row:
    with empty_database(server.url) as url:
        return work("PostgreSQL", url)


def _killed(name: str, target: str, acts: int) -> Row:
    command = [sys.executable, "-m", "benchmarks.faults.kills", target, "--acts", str(acts)]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = json.loads(finished.stdout)
    torn, whole = Findings(**found["torn"]), Findings(**found["whole"])
    kinds = ", ".join(found["kinds"])
    note = (
        f"{found['points']} kills at {len(found['kinds'])} kinds of points ({kinds}). {found['in_doubt']} commands had "
        f"been kept when the process died before it could say so; repeated under the same id, they changed nothing. "
        f"{found['told_again']} messages were delivered again, {found['out_of_order']} dossiers out of order. "
        f"Right after the kills: {_faults(torn)}"
    )
    return Row("kill -9 at every write point", name, f"{found['points']} kills", _both(torn, whole), note)


def _locked(name: str, target: str) -> Row:
    found = lock(target, 5)
    note = f"the database said: {'; '.join(sorted(found.errors))}"
    return Row("locked by another writer", name, f"{found.refused} commands", found.findings, note)


def _shuffled(name: str, target: str) -> Row:
    database = prepared(target)
    found = shuffle(database, 25, seed=2026)
    database.dispose()
    note = f"{found.carried_out} carried out, {found.repeats} known already, refused: {_codes(found.refused)}"
    return Row("duplicate and reordered commands", name, f"{found.sent} arrivals", found.findings, note)


def _jumped(name: str, target: str) -> Row:
    database = prepared(target)
    found = jump(database, 25)
    database.dispose()
    note = f"{found.carried_out} carried out, {found.repeats} known already, refused: {_codes(found.refused)}"
    return Row("clock of the host jumps", name, f"{found.sent} arrivals", found.findings, note)


def _crowded(name: str, target: str, commands: int) -> Row:
    found = crowd(target, commands=commands)
    return Row(
        f"{commands:,} commands at once on 100 dossiers", name, f"{found.sent:,} sent", found.findings, _of(found)
    )


def _crashed(name: str, target: str, commands: int, server: Server) -> Row:
    found = crowd(target, commands=commands, crash=str(server.folder))
    return Row("server falls over in a crowd", name, f"{found.interrupted} interrupted", found.findings, _of(found))


def _cut(name: str, target: str) -> Row:
    found = cut_everywhere(target, acts=3)
    note = f"the host saw {found.errors} errors, in {found.in_doubt} of which the command had been kept"
    return Row("connection ended at every write point", name, f"{found.points} cuts", found.findings, note)


def _filled(name: str, found: Filled | None) -> Row | None:
    if found is None:
        return None
    said = "; ".join(sorted({re.sub(r' "[^"]*"', "", one) for one in found.errors}))
    kept = f"{found.full.acknowledged} commands were kept before, all of them repeated ones after"
    note = f"{kept}. The database said: {said}"
    return Row("full disk, then room again", name, f"{found.refused} refused", _both(found.full, found.whole), note)


def _of(found: Crowd) -> str:
    rate = found.commands / found.seconds
    return (
        f"{found.workers} writers, {found.seconds:,.0f} s, {rate:,.0f} commands a second; {found.conflicts:,} times "
        f"another was faster, {found.repeats:,} ids were known already, {found.interrupted:,} times "
        "the database was away"
    )


def _both(during: Findings, after: Findings) -> Findings:
    """Return what was found after, with the faults that were found during added."""
    return after + replace(during, dossiers=0, events=0, acknowledged=0)


def _faults(found: Findings) -> str:
    return ", ".join(f"{count} {name}" for name, count in found.faults.items()) or "nothing torn"


def _codes(refused: Counter[str]) -> str:
    return ", ".join(f"{count} `{code}`" for code, count in sorted(refused.items()))


def _line(row: Row, seconds: float) -> str:
    one = row.findings
    counts = (
        one.acknowledged,
        one.events,
        one.lost,
        one.doubled,
        one.broken,
        one.differing,
        one.misindexed,
        one.untold,
    )
    cells = (row.fault, row.database, row.often, *(f"{count:,}" for count in counts), f"{seconds:,.0f}")
    return f"| {' | '.join(cells)} |"


def _page(lines: list[str], notes: list[str], load: float) -> str:
    here = machine.describe(load)
    head = f"| {COLUMNS.replace('|', ' | ')} |"
    rule = f"|---|---|---|{'---:|' * (COLUMNS.count('|') - 2)}"
    where = (
        f"Measured on {datetime.now(UTC):%d %B %Y} at commit {here.revision}: {here.processor}, {here.cores} cores; "
        f"{here.system}; {here.python}; load {here.load_before} before, {here.load_after} after."
    )
    table = "\n".join([head, rule, *lines])
    return HEAD.replace("{table}", table).replace("{notes}", "\n".join(notes)).replace("{where}", where)


if __name__ == "__main__":
    raise SystemExit(main())
