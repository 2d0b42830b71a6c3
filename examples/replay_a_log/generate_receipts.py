"""
Make a municipal log to look at and replay: how permit applications are received, in XES.

It has the shape of the public logs of this kind, with what makes them hard to
read: attributes of attributes, values declared for all that mean "unknown",
cases without an end, acts out of order, times that are none. Nobody's
applications are in it. The same seed makes the same bytes.

    python generate_receipts.py FOLDER
"""

from __future__ import annotations

import random
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 2027
CASES = 48
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HOLD = "R07 Ask applicant to complete the request"
COMPLETED = "R08 Applicant completes the request"
STEPS = (
    "Confirmation of receipt",
    "R02 Check confirmation",
    "R04 Settle confirmation",
    "R05 Send confirmation",
    "R06 Is advice needed to stop",
    "R10 Is a stop needed",
)

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!-- Made up: nobody's applications are in it. -->
<log xes.version="1.0" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">
	<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
	<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
	<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
	<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
	<global scope="trace">
		<string key="concept:name" value="UNKNOWN"/>
		<date key="startdate" value="1970-01-01T00:00:00.000+01:00"/>
		<date key="enddate" value="1970-01-01T00:00:00.000+01:00"/>
		<date key="deadline" value="1970-01-01T00:00:00.000+01:00"/>
		<string key="reason_extension" value="UNKNOWN"/>
	</global>
	<global scope="event">
		<string key="concept:name" value="UNKNOWN"/>
		<string key="org:group" value="UNKNOWN"/>
		<date key="time:timestamp" value="1970-01-01T00:00:00.000+01:00"/>
		<string key="lifecycle:transition" value="UNKNOWN"/>
	</global>
	<classifier name="Activity classifier" keys="concept:name lifecycle:transition"/>
	<int key="meta_concept:named_events_total" value="288">
		<int key="Confirmation of receipt" value="48"/>
		<float key="deeper" value="1.5"><string key="concept:name" value="not an activity"/></float>
	</int>
	<string key="concept:name" value="Receipt of permit applications"/>
"""


def main(folder: Path) -> None:
    """Write ``receipts.xes`` into *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "receipts.xes").write_bytes("".join(receipts()).encode())


def receipts() -> Iterator[str]:
    """Yield the log."""
    luck = random.Random(SEED)  # noqa: S311 - the luck of an example, not a secret
    yield HEAD
    for number in range(CASES):
        start = datetime(2012, 1, 9, 1, 6, 40, 20_000, AMSTERDAM) + timedelta(days=luck.randrange(300))
        yield from application(f"case-{11_000 + number * 7}", start, luck)
    yield from odd_ones()
    yield "</log>\n"


def application(name: str, start: datetime, luck: random.Random) -> Iterator[str]:
    """Yield one application: due after eight weeks, whatever day that is; six more where it was extended."""
    extended, finished, held = luck.random() < 0.12, luck.random() < 0.85, luck.random() < 0.2
    deadline = start + timedelta(weeks=14 if extended else 8)
    end = start + timedelta(
        days=luck.choice([9, 15, 22, 30, 41, 52, 55, 56, 57, 58, 63, 80]), hours=luck.randrange(7, 16)
    )
    yield "\t<trace>\n"
    yield tag("date", "startdate", stamp(start), 2)
    yield tag("string", "responsible", f"Officer{luck.randrange(1, 9):02d}", 2)
    if finished:
        yield tag("date", "enddate", stamp(end), 2)
    yield tag("string", "concept:name", name, 2)
    yield tag("date", "deadline", stamp(deadline), 2)
    if extended:
        yield tag("string", "reason_extension", "more advice needed", 2)
    yield tag("string", "channel", luck.choice(["Internet", "Internet", "Desk", "Post"]), 2)
    at = start + timedelta(days=1, hours=8)
    acts: list[str] = []
    for step in STEPS:
        at += timedelta(minutes=luck.choice([0, 3, 45, 1500]))
        acts.append("".join(act(step, at, luck)))
    if held:
        asked = at + timedelta(days=2)
        acts.append("".join(act(HOLD, asked, luck)))
        acts.append("".join(act(COMPLETED, asked + timedelta(days=luck.randrange(3, 15)), luck)))
    if luck.random() < 0.15:
        # registers write down what they are told, when they are told it
        acts[2], acts[3] = acts[3], acts[2]
    yield from acts
    yield "\t</trace>\n"


def odd_ones() -> Iterator[str]:
    """Yield what is found in real logs too: no events, one name for two cases, no time, a time that is none."""
    start = datetime(2012, 5, 7, 1, 6, 40, 20_000, AMSTERDAM)
    luck = random.Random(SEED)  # noqa: S311 - as above
    yield "\t<trace>\n" + tag("string", "concept:name", "case-empty", 2) + "\t</trace>\n"
    for _ in range(2):
        yield "\t<trace>\n" + tag("date", "startdate", stamp(start), 2) + tag("string", "concept:name", "case-twice", 2)
        yield from act(STEPS[0], start + timedelta(hours=9), luck)
        yield "\t</trace>\n"
    yield "\t<trace>\n" + tag("date", "startdate", stamp(start), 2) + tag("string", "concept:name", "case-untimed", 2)
    yield tag("date", "deadline", "1970-01-01T00:00:00.000+01:00", 2)
    yield from act(STEPS[0], start + timedelta(hours=9), luck)
    yield "\t\t<event>\n" + tag("string", "concept:name", STEPS[1], 3) + "\t\t</event>\n"
    yield "\t\t<event>\n" + tag("string", "concept:name", STEPS[3], 3)
    yield tag("date", "time:timestamp", "1970-01-01T00:00:00.000+01:00", 3) + "\t\t</event>\n"
    yield "\t</trace>\n"


def act(name: str, at: datetime, luck: random.Random) -> Iterator[str]:
    """Yield one event."""
    yield "\t\t<event>\n"
    yield tag("string", "org:group", luck.choice(["EMPTY", "Group 1", "Group 4"]), 3)
    yield tag("string", "org:resource", f"Officer{luck.randrange(1, 9):02d}", 3)
    yield tag("string", "concept:name", name, 3)
    yield tag("date", "time:timestamp", stamp(at), 3)
    yield tag("string", "lifecycle:transition", "complete", 3)
    yield "\t\t</event>\n"


def stamp(at: datetime) -> str:
    """Return an instant as logs of this kind have it."""
    return at.isoformat(timespec="milliseconds")


def tag(kind: str, key: str, value: str, depth: int) -> str:
    """Return one attribute."""
    return f"{'	' * depth}<{kind} key={quoteattr(key)} value={quoteattr(value)}/>\n"


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
