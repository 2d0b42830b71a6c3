"""Whatever is done to a log is found, and the place is named."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossierflow.audit import ChainCode, Verification, verify
from dossierflow.audit.records import read_record
from dossierflow.citation import LegalText
from dossierflow.engine import event_to_json, redacted
from dossierflow.engine.events import GENESIS, digest, sealed
from dossierflow.testing.sample import sample_log

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dossierflow.engine import Event

LIFE = sample_log("S-1")
OTHER = sample_log("S-2")
LINES = [event_to_json(event).encode() + b"\n" for event in LIFE]
TWO = [line for pair in zip(LIFE, OTHER, strict=True) for line in (event_to_json(one).encode() + b"\n" for one in pair)]
HEAD = LIFE[-1].hash
LAST = len(LIFE)
HEADS = {"S-1": HEAD, "S-2": OTHER[-1].hash}


def found(verification: Verification) -> list[tuple[str, str | None, int | None, int | None]]:
    """Return code, dossier, sequence and line of every finding."""
    return [(one.code.value, one.dossier, one.sequence, one.line) for one in verification.findings]


def test_an_untouched_log_is_intact() -> None:
    """Events, lines of text and lines of bytes verify alike, alone and interleaved, with heads and count."""
    assert verify(LIFE, dossier="S-1", head=HEAD, count=len(LIFE)).is_intact
    assert verify(LINES).is_intact
    assert verify([line.decode().removesuffix("\n") for line in LINES], head=HEAD).is_intact
    both = verify(TWO, head=HEADS, count=len(TWO))

    assert both.is_intact
    assert both.heads == HEADS
    assert both.count == len(LIFE) + len(OTHER)


def test_a_dossier_may_be_interleaved_or_in_a_row() -> None:
    """Only the order within a dossier counts."""
    assert verify([*OTHER, *LIFE], head=HEADS).is_intact


def test_redacted_events_stay_valid() -> None:
    """Without their personal values the events prove as much as before."""
    assert LIFE[0].personal is not None
    assert verify(map(redacted, LIFE), head=HEAD).is_intact


def test_an_open_file_will_do(tmp_path: Path) -> None:
    """The lines of a file are verified as they are read."""
    path = tmp_path / "log"
    path.write_bytes(b"".join(LINES))

    with path.open("rb") as file:
        assert verify(file, head=HEAD).is_intact


def forged(event: Event, **changes: object) -> Event:
    """Return *event* changed, with a hash that fits the change."""
    return sealed(replace(event, **changes))


def rechained(events: list[Event]) -> list[Event]:
    """Return *events* as somebody who rewrites the whole chain leaves them."""
    previous, chain = GENESIS, []
    for sequence, event in enumerate(events, start=1):
        link = forged(event, sequence=sequence, previous=previous)
        previous = link.hash
        chain.append(link)
    return chain


def with_personal(value: object) -> str:
    """Return the first line with other personal data."""
    return json.dumps(json.loads(LINES[0]) | {"personal": value}, ensure_ascii=False)


def spelt(change: dict[str, object]) -> str:
    """Return the third line with other fields, its hash made to fit."""
    logged = json.loads(LINES[2]) | change
    hashed = {name: value for name, value in logged.items() if name not in {"hash", "personal"}}
    text = json.dumps(hashed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    logged["hash"] = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    return json.dumps(logged, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def lines(*changes: tuple[int, bytes | str | Event | None]) -> list[Event | bytes | str]:
    """Return the log with the lines of those numbers replaced, or dropped."""
    log: dict[int, Event | bytes | str | None] = dict(enumerate(LINES, start=1))
    log.update(changes)
    return [line for line in log.values() if line is not None]


SALT = {"salt": "0123456789abcdef"}
TAMPERED: list[tuple[str, list[Event | bytes | str], list[tuple[str, str | None, int | None, int | None]]]] = [
    ("a changed field", lines((4, replace(LIFE[3], type="paid"))), [("changed", "S-1", 4, 4)]),
    ("a changed hash", lines((4, replace(LIFE[3], hash=GENESIS))), [("changed", "S-1", 4, 4)]),
    (
        "a changed field with a hash that fits",
        lines((4, forged(LIFE[3], type="paid"))),
        [("unlinked", "S-1", 5, 5)],
    ),
    ("a changed last event", lines((LAST, forged(LIFE[-1], type="paid"))), [("head_not_reached", "S-1", LAST, LAST)]),
    (
        "another beginning",
        lines((1, forged(LIFE[0], previous=HEAD))),
        [
            ("unlinked", "S-1", 1, 1),
            ("unlinked", "S-1", 2, 2),
        ],
    ),
    ("a dropped event", lines((4, None)), [("missing", "S-1", 4, 4)]),
    ("dropped events", lines((4, None), (5, None), (8, None)), [("missing", "S-1", 4, 4), ("missing", "S-1", 8, 6)]),
    ("a lost beginning", lines((1, None)), [("missing", "S-1", 1, 1)]),
    ("a lost end", lines((LAST, None)), [("head_not_reached", "S-1", LAST - 1, LAST - 1)]),
    ("two events swapped", [*LINES[:3], LINES[4], LINES[3], *LINES[5:]], [("out_of_order", "S-1", 4, 5)]),
    ("an event moved to the end", [*LINES[:3], *LINES[4:], LINES[3]], [("out_of_order", "S-1", 4, LAST)]),
    ("an event twice", [*LINES[:5], LINES[3], *LINES[5:]], [("duplicated", "S-1", 4, 6)]),
    ("an event once more, redacted", [*LINES, redacted(LIFE[0])], [("duplicated", "S-1", 1, LAST + 1)]),
    (
        "an event twice, once changed",
        [*LINES[:4], replace(LIFE[3], type="paid"), *LINES[4:]],
        [("changed", "S-1", 4, 5)],
    ),
    (
        "another event in between",
        [*LINES[:5], forged(LIFE[4], type="paid"), *LINES[5:]],
        [("inserted", "S-1", 5, 6)],
    ),
    (
        "another event before it",
        [*LINES[:4], forged(LIFE[4], type="paid", previous=HEAD), *LINES[4:]],
        [("inserted", "S-1", 5, 5)],
    ),
    ("an event before the first", [forged(LIFE[0], sequence=0), *LINES], [("inserted", "S-1", 0, 1)]),
    (
        "an event after the end",
        [*LINES, forged(LIFE[-1], sequence=LAST + 1, previous=HEAD)],
        [("beyond_head", "S-1", LAST + 1, LAST + 1)],
    ),
    ("a rewritten chain", list(rechained([*LIFE[:3], *LIFE[4:]])), [("head_not_reached", "S-1", LAST - 1, LAST - 1)]),
    ("an event of another dossier", [*LINES[:5], OTHER[5], *LINES[5:]], [("foreign", "S-2", 6, 6)]),
    (
        "another personal value",
        lines((1, with_personal({"owner": SALT | {"value": "Trần Thị B"}}))),
        [("personal_changed", "S-1", 1, 1)],
    ),
    (
        "a personal value that was never committed to",
        lines((1, with_personal({"wife": SALT | {"value": "Trần Thị B"}}))),
        [("personal_changed", "S-1", 1, 1)],
    ),
    ("a personal value without salt", lines((1, with_personal({"owner": "B"}))), [("personal_changed", "S-1", 1, 1)]),
    ("personal data of another shape", lines((1, with_personal(["B"]))), [("personal_changed", "S-1", 1, 1)]),
    ("a line that is no JSON", lines((4, b"{\n")), [("broken_line", None, None, 4), ("missing", "S-1", 4, 5)]),
    ("an empty line in between", [*LINES[:4], b"\n", *LINES[4:]], [("broken_line", None, None, 5)]),
    ("a line in another encoding", [*LINES, b"\xff\n"], [("broken_line", None, None, LAST + 1)]),
    ("a line that is a list", [*LINES, "[]\n"], [("broken_line", None, None, LAST + 1)]),
    ("a line that is no event", [*LINES, "{}\n"], [("broken_line", None, None, LAST + 1)]),
    ("a constant that is no JSON", [*LINES, '{"x":NaN}\n'], [("broken_line", None, None, LAST + 1)]),
    ("a key twice", [*LINES, '{"x":1,"x":1}\n'], [("broken_line", None, None, LAST + 1)]),
    ("a bottomless line", [*LINES, "[" * 100_000 + "\n"], [("broken_line", None, None, LAST + 1)]),
    (
        "a lone surrogate",
        lines((3, spelt({"x": "y"}).replace('"y"', r'"\ud800"'))),
        [
            ("broken_line", None, None, 3),
            ("missing", "S-1", 3, 4),
        ],
    ),
    (
        "a sequence that is no number",
        lines((3, spelt({"sequence": True}))),
        [
            ("broken_line", None, None, 3),
            ("missing", "S-1", 3, 4),
        ],
    ),
    (
        "effects that are no list",
        lines((3, spelt({"effects": 5}))),
        [
            ("broken_line", "S-1", 3, 3),
            ("unlinked", "S-1", 4, 4),
        ],
    ),
    ("another spelling", lines((3, LINES[2].replace(b":", b": ", 1))), [("rewritten_line", "S-1", 3, 3)]),
    (
        "the line ends of another system",
        [line.replace(b"\n", b"\r\n") for line in LINES[:1]] + LINES[1:],
        [("rewritten_line", "S-1", 1, 1)],
    ),
    (
        "a line that breaks off",
        [*LINES[:-1], LINES[-1][:-20]],
        [
            ("head_not_reached", "S-1", LAST - 1, LAST - 1),
            ("truncated_line", None, None, LAST),
        ],
    ),
    ("nothing at all", [], [("head_not_reached", "S-1", 0, None)]),
    (
        "an event before the first and nothing else",
        [forged(LIFE[0], sequence=0)],
        [
            ("inserted", "S-1", 0, 1),
            ("head_not_reached", "S-1", 0, None),
        ],
    ),
]


@pytest.mark.parametrize(
    ("log", "expected"), [(log, expected) for _, log, expected in TAMPERED], ids=[name for name, _, _ in TAMPERED]
)
def test_a_touched_log_is_found_out(
    log: list[Event | bytes | str], expected: list[tuple[str, str | None, int | None, int | None]]
) -> None:
    """Each way to touch a log gives its finding, at its place, and no other."""
    assert found(verify(log, dossier="S-1", head=HEAD)) == expected


def test_every_code_has_a_case() -> None:
    """No finding is left untried; the count is tried on its own."""
    tried = {code for _, _, expected in TAMPERED for code, *_ in expected}

    assert tried == {code.value for code in ChainCode} - {"count_differs"}


def test_dossiers_are_told_apart() -> None:
    """In a log of several dossiers the one that was touched is named."""
    log = [line for number, line in enumerate(TWO, start=1) if number != 7]

    assert found(verify(log, head=HEADS)) == [("missing", "S-1", 4, 8)]


def test_a_whole_dossier_that_is_gone_is_missed() -> None:
    """A head that was kept for a dossier without events is a finding; dossiers without a head are verified without."""
    assert found(verify(LINES, head=HEADS)) == [("head_not_reached", "S-2", 0, None)]
    assert verify(TWO[:-2], head={}).is_intact


def test_one_head_means_one_dossier() -> None:
    """With a single head and no name, the first line says whose log it is."""
    assert found(verify([*LINES, OTHER[0]], head=HEAD)) == [("foreign", "S-2", 1, LAST + 1)]


@pytest.mark.parametrize("count", [LAST - 1, LAST + 1])
def test_a_count_that_differs_is_found(count: int) -> None:
    """Without a head, the number of lines that was kept shows a cut at a line's end."""
    verification = verify(LINES, count=count)

    assert found(verification) == [("count_differs", None, None, None)]
    assert str(verification.findings[0]) == f"log: count_differs: the log has {LAST} lines; {count} were kept"


def test_findings_speak_both_languages() -> None:
    """A finding is a sentence for an inspector in either language."""
    only = verify(lines((4, None))).findings[0]

    assert str(only) == "line 4: missing: before this line, events 4 to 4 of dossier 'S-1' are missing"
    assert only.sentence == LegalText(
        vi="trước dòng này thiếu các sự kiện từ 4 đến 4 của hồ sơ 'S-1'",
        en="before this line, events 4 to 4 of dossier 'S-1' are missing",
    )


def test_the_hash_is_rebuilt_from_the_log_alone() -> None:
    """Verification hashes the JSON object as logged and comes to what the engine sealed."""
    for event in LIFE:
        record, faults = read_record(1, event_to_json(event))

        assert faults == []
        assert record.actual == digest(event) == event.hash


WHOLE = b"".join(TWO)
STARTS = [sum(map(len, TWO[:number])) for number in range(len(TWO))]


ENDS = [*STARTS[1:], len(WHOLE)]


def line_of(offset: int) -> int:
    """Return the number of the line in which the byte lies."""
    return sum(start <= offset for start in STARTS)


def verified(log: bytes) -> Verification:
    """Verify bytes as a file of them would be."""
    return verify(io.BytesIO(log), head=HEADS)


@given(offset=st.integers(0, len(WHOLE) - 1), byte=st.integers(0, 255))
def test_any_changed_byte_is_found_and_located(offset: int, byte: int) -> None:
    """One byte of a log of two dossiers becomes another: its line is named."""
    if WHOLE[offset] == byte:
        return
    verification = verified(WHOLE[:offset] + bytes([byte]) + WHOLE[offset + 1 :])

    assert line_of(offset) in {one.line for one in verification.findings}


@given(st.integers(1, len(WHOLE)))
def test_any_truncation_is_found_and_located(length: int) -> None:
    """A log of two dossiers cut off anywhere: the dossiers that lost events are named, and the line that broke off."""
    kept = WHOLE[:-length]
    whole = [end for end in ENDS if end - 1 <= len(kept)]  # a last line feed can be spared
    verification = verified(kept)

    lost = {("S-1", "S-2")[number % 2] for number in range(len(whole), len(TWO))}
    assert {one.dossier for one in verification.findings if one.code is ChainCode.HEAD_NOT_REACHED} == lost
    cut = {one.line for one in verification.findings if one.code is ChainCode.TRUNCATED_LINE}
    assert cut == (set() if len(kept) in {0, *ENDS, *(end - 1 for end in ENDS)} else {len(whole) + 1})


def gap(log: list[bytes], at: int) -> list[bytes]:
    """Drop a line."""
    return [*log[:at], *log[at + 1 :]]


def swap(log: list[bytes], at: int) -> list[bytes]:
    """Exchange a line with the next of its dossier, which is two further."""
    changed = list(log)
    changed[at], changed[at + 2] = changed[at + 2], changed[at]
    return changed


def repeat(log: list[bytes], at: int) -> list[bytes]:
    """Write a line again at the end."""
    return [*log, log[at]]


@given(st.sampled_from([gap, swap, repeat]), st.integers(0, len(TWO) - 3))
def test_any_moved_line_is_found_in_its_dossier(change: Callable[[list[bytes], int], list[bytes]], at: int) -> None:
    """A line dropped, swapped or repeated is found, with dossier and sequence, and the other dossier stays clean."""
    verification = verify(change(TWO, at), head=HEADS)

    touched = "S-1" if at % 2 == 0 else "S-2"
    assert {one.dossier for one in verification.findings} == {touched}
    assert at // 2 + 1 in {one.sequence for one in verification.findings}
