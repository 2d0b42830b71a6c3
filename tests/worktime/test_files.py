"""Calendar files with mistakes are refused with file, line and a sentence."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from dossierflow.errors import DefinitionError
from dossierflow.worktime import read_layer

FOLDER = Path(__file__).parent.parent / "broken" / "calendars"

MISTAKES = [
    ("unknown-key.yaml", 10, "days[0].kindd", "unknown key"),
    ("missing-citation.yaml", 9, "days[0].cite", "missing"),
    ("unknown-kind.yaml", 10, "days[0].kind", "swap_work"),
    ("no-such-day.yaml", 9, "days[0].day", "2026-02-30"),
    ("hours-as-words.yaml", 8, "weekly.monday[0]", "write opening hours as '08:00-12:00'"),
    ("lunch-overlaps.yaml", 7, "weekly", "12:00-17:00 must start after 08:00-12:30 has ended"),
    ("day-outside.yaml", 9, "days[0].day", "2027-02-16 lies outside 2026-01-01 to 2026-12-31"),
    ("half-a-swap.yaml", 14, "days[0].swap_with", "is exchanged for 2026-01-10, which is no swap_work here"),
    ("swap-elsewhere.yaml", 14, "days[0].swap_with", "which is exchanged for 2026-01-05; the two days must name each"),
    ("swap-two-dates.yaml", 14, "days[0].swap_with", "one decision has one date"),
    ("swap-without-partner.yaml", 9, "days[0]", "swap_off needs 'swap_with'"),
    ("twice.yaml", 16, "days[1].kind", "2026-05-06 is closure twice"),
    ("off-and-open.yaml", 16, "days[1].kind", "2026-05-06 cannot be closure and reception_only at once"),
    ("ends-before-it-starts.yaml", 6, "last", "the layer ends on 2025-12-31, before it starts on 2026-01-01"),
    ("confirmed-too-far.yaml", 7, "confirmed_until", "2027-12-31 lies outside 2026-01-01 to 2026-12-31"),
    ("schedule-confirms-nothing.yaml", 7, "schedule", "say until when with 'confirmed_until'"),
]


@pytest.mark.parametrize(("file", "line", "field", "message"), MISTAKES, ids=[mistake[0] for mistake in MISTAKES])
def test_names_file_line_and_mistake(file: str, line: int, field: str, message: str) -> None:
    """Each broken file has one mistake, found at its line, in words a person understands."""
    with pytest.raises(DefinitionError) as caught:
        read_layer(FOLDER / file, file=file)
    (problem,) = caught.value.problems

    assert (file, line, field) == (problem.file, problem.line, problem.field)
    assert message in problem.message


def test_no_broken_file_is_forgotten() -> None:
    """Every file in the folder has its line in the table."""
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(mistake[0] for mistake in MISTAKES)


def test_reports_all_mistakes_at_once() -> None:
    """A person is told of every mistake in one go, in the order of lines."""
    text = """
        name: office
        level: office
        first: 2026-01-01
        last: 2025-01-01
        confirmed_until: 2024-01-01
    """
    with pytest.raises(DefinitionError) as caught:
        read_layer(dedent(text), file="office.yaml")

    assert [problem.line for problem in caught.value.problems] == [5, 6]


def test_the_path_is_the_name_if_none_is_given() -> None:
    """Without a name for the file, messages show its path."""
    path = FOLDER / "twice.yaml"
    with pytest.raises(DefinitionError) as caught:
        read_layer(path)

    assert caught.value.problems[0].file == str(path)


def test_two_holidays_on_a_day_are_no_mistake() -> None:
    """Two holidays may fall on one day."""
    name = "name: {vi: a, en: b}"
    day = f"{{day: 2026-05-06, kind: holiday, {name}, status: enacted, known_from: 2026-01-01, cite: [{{doc: x}}]}}"
    text = f"name: two\nlevel: national\nfirst: 2026-01-01\nlast: 2026-12-31\ndays:\n  - {day}\n  - {day}\n"

    assert len(read_layer(text, file="two.yaml").days) == 2
