"""
Make two logs to replay: a spreadsheet of a Vietnamese office, and a municipal permit log in XES.

Nobody's dossiers are in them. The same seed makes the same bytes, so that the
reports beside this file can be compared with what is printed.

    python generate.py FOLDER
"""

from __future__ import annotations

import csv
import random
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 2026
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HEADING = ("Mã hồ sơ", "Hoạt động", "Thời điểm", "Cán bộ", "Loại đề nghị", "Hạn trả")


def main(folder: Path) -> None:
    """Write ``permits.csv`` and ``permits.xes`` into *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "permits.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(HEADING)
        writer.writerows(office_rows())
    (folder / "permits.xes").write_bytes("".join(municipal_xes()).encode())


def office_rows() -> Iterator[tuple[str, ...]]:
    """
    Yield the lines of an office that counts weekdays and forgets every holiday.

    Some officers ask for a supplement twice; one line is nonsense.
    """
    luck = random.Random(SEED)  # noqa: S311 - the luck of an example, not a secret
    for number in range(1, 41):
        filed = datetime.combine(date(2026, 8, 10) + timedelta(days=luck.randrange(40)), time(9, luck.randrange(60)))
        filed = weekday(filed)
        yield from one_dossier(f"H49-2608-{number:04d}", filed, luck)
    yield "H49-2608-0041", "Nộp hồ sơ", "31/02/2026 09:00", "NV-103", "new", ""


def one_dossier(name: str, filed: datetime, luck: random.Random) -> Iterator[tuple[str, ...]]:
    """Yield the lines of one dossier, as its office wrote them down."""
    kind = luck.choice(["new", "new", "adjust", "extend"])
    term = 5 if kind == "extend" else 7

    def line(activity: str, at: datetime, who: str, due: str = "") -> tuple[str, ...]:
        return name, activity, f"{at:%d/%m/%Y %H:%M}", who, kind, due

    received = weekday(filed + timedelta(hours=4))
    yield line("Nộp hồ sơ", filed, "")
    yield line("Tiếp nhận", received, "NV-103", f"{weekdays_after(received, term):%d/%m/%Y}")
    at = received
    if luck.random() < 0.3:
        at = weekdays_after(at, 1)
        yield line("Yêu cầu bổ sung", at, "NV-217")
        at = weekdays_after(at, 1)
        yield line("Nộp bổ sung", at, "", f"{weekdays_after(at, term):%d/%m/%Y}")
        if luck.random() < 0.3:
            yield line("Yêu cầu bổ sung", at + timedelta(minutes=30), "NV-217")
        at = weekdays_after(at, 1)
        yield line("Thẩm định bổ sung đạt", at, "NV-217")
    else:
        at = weekdays_after(at, 2)
        yield line("Thẩm định đạt", at, "NV-217")
    if luck.random() < 0.1:
        return
    at = weekdays_after(at, luck.choice([2, 3, 4, 5]))
    yield line("Trình ký", at, "NV-217")
    yield line("Ký giấy phép", at + timedelta(hours=1), "NV-201")
    yield line("Trả kết quả", at + timedelta(hours=2), "NV-103")


def municipal_xes() -> Iterator[str]:
    """
    Yield a log in the shape of public municipal permit logs: coded activities, dates as attributes of cases.

    Its due dates are eight weeks after the start, whatever day that is.
    """
    luck = random.Random(SEED)  # noqa: S311 - as above
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0" xes.features="nested-attributes">\n'
    yield '<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>\n'
    yield '<string key="concept:name" value="permits"/>\n'
    for number in range(1, 61):
        start = datetime.combine(date(2011, 1, 3) + timedelta(days=luck.randrange(700)), time(), AMSTERDAM)
        yield from one_permit(3_000_000 + number * 37, start, luck)
    yield "</log>\n"


def one_permit(number: int, start: datetime, luck: random.Random) -> Iterator[str]:
    """Yield one trace."""
    due = start + timedelta(weeks=8)
    asks, finished = luck.random() < 0.25, luck.random() < 0.9
    days = luck.choice([20, 35, 50, 54, 55, 56, 57, 58, 60, 70])
    end = start + timedelta(days=days)
    yield "<trace>\n"
    yield tag("string", "concept:name", str(number))
    yield tag("string", "caseStatus", "G" if finished else "O")
    yield tag("date", "startDate", start.isoformat())
    if finished:
        yield tag("date", "endDate", end.isoformat())
    yield tag("string", "parts", "Bouw,Milieu (vergunning)")
    yield tag("float", "SUMleges", f"{luck.randrange(100, 9000)}.5")
    yield from event("01_HOOFD_010", "register submission date request", start + timedelta(hours=9), due)
    yield from event("01_HOOFD_030_2", "send confirmation receipt", start + timedelta(days=1, hours=10), due)
    if asks:
        yield from event("01_HOOFD_196", "request complete: no", start + timedelta(days=7, hours=11), due)
        yield from event("01_HOOFD_250", "applicant completes the request", start + timedelta(days=19, hours=9), due)
    yield from event("01_HOOFD_380", "draft decision", start + timedelta(days=min(days, 30), hours=14), due)
    if finished:
        yield from event("01_HOOFD_490_2", "create environmental permit decision", end + timedelta(hours=13), due)
    yield "</trace>\n"


def event(code: str, label: str, at: datetime, due: datetime) -> Iterator[str]:
    """Yield one event."""
    yield "<event>\n"
    yield tag("string", "org:resource", "560872")
    yield tag("date", "time:timestamp", at.isoformat(timespec="milliseconds"))
    yield tag("date", "dueDate", due.isoformat())
    yield tag("string", "activityNameEN", label)
    yield tag("string", "concept:name", code)
    yield tag("string", "lifecycle:transition", "complete")
    yield "</event>\n"


def tag(kind: str, key: str, value: str) -> str:
    """Return one attribute."""
    return f"<{kind} key={quoteattr(key)} value={quoteattr(value)}/>\n"


def weekday(at: datetime) -> datetime:
    """Return *at*, or the same time of the Monday after its weekend."""
    while at.weekday() > 4:
        at += timedelta(days=1)
    return at


def weekdays_after(at: datetime, days: int) -> datetime:
    """Return the same time so many weekdays later; holidays are forgotten."""
    for _ in range(days):
        at = weekday(at + timedelta(days=1))
    return at


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
