"""Dossier numbers: made, read, and refused with the part that is wrong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossierflow.errors import DossierNumberError
from dossierflow.onestop import NUMBER_PATTERNS, DossierNumber, NumberPattern, parse_number

P18, P25, PAF = NumberPattern.CIRCULAR_2018, NumberPattern.CIRCULAR_2025_CENTRAL, NumberPattern.AGENCY_FIRST
DAY = date(2026, 2, 5)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (DossierNumber("000.00.01.H22", DAY, 17), "000.00.01.H22-260205-0017"),
        (DossierNumber("000.00.01.H22", date(2099, 12, 31), 9999), "000.00.01.H22-991231-9999"),
        (DossierNumber("G01.001.02", DAY, 17, P25, "07"), "G01.001.02-260205-070017"),
        (DossierNumber("G01.001.02", DAY, 123456, P25, "07"), "G01.001.02-260205-07123456"),
        (DossierNumber("H49.22", DAY, 1, PAF), "H49.22-260205-0001"),
        (DossierNumber("H49", DAY, 1, PAF), "H49-260205-0001"),
        (DossierNumber("H49.22.01.003", DAY, 1, PAF), "H49.22.01.003-260205-0001"),
    ],
)
def test_a_number_is_written_and_read(number: DossierNumber, text: str) -> None:
    """What is written reads back as the same parts."""
    assert str(number) == text
    assert parse_number(text, number.pattern) == number


@pytest.mark.parametrize(
    ("text", "pattern", "part"),
    [
        ("", P18, "number"),
        ("000.00.01.H22", P18, "number"),
        ("000.00.01.H22-260205-0017-1", P18, "number"),
        (" 000.00.01.H22-260205-0017", P18, "agency"),
        ("000.00.01.h22-260205-0017", P18, "agency"),
        ("00.00.01.H22-260205-0017", P18, "agency"),
        ("H22.01.00.000-260205-0017", P18, "agency"),
        ("000.00.01.Đ22-260205-0017", P18, "agency"),
        ("٠٠٠.00.01.H22-260205-0017", P18, "agency"),
        ("000.00.01.H22-260230-0017", P18, "day"),
        ("000.00.01.H22-261301-0017", P18, "day"),
        ("000.00.01.H22-20260205-0017", P18, "day"),
        ("000.00.01.H22-٢60205-0017", P18, "day"),
        ("000.00.01.H22-260205-0000", P18, "sequence"),
        ("000.00.01.H22-260205-017", P18, "sequence"),
        ("000.00.01.H22-260205-00017", P18, "sequence"),
        ("000.00.01.H22-260205-0017\n", P18, "sequence"),
        ("000.00.01.H22-260205-٠٠١٧", P18, "sequence"),
        ("G01.001.02-260205-0017", P25, "sequence"),
        ("G01.001.02-260205-0700017", P25, "sequence"),
        ("G01.01.02-260205-070017", P25, "agency"),
        ("H49.22.01.003.04-260205-0001", PAF, "agency"),
        ("H49.2-260205-0001", PAF, "agency"),
        ("0" * 10_000, P18, "number"),
    ],
)
def test_a_wrong_number_is_refused_with_its_part(text: str, pattern: NumberPattern, part: str) -> None:
    """The error names the part, what was found and the pattern, and is never long."""
    with pytest.raises(DossierNumberError) as caught:
        parse_number(text, pattern)

    assert caught.value.part == part
    assert NUMBER_PATTERNS[pattern].written in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"agency": "H22"}, "agency"),
        ({"day": date(1999, 12, 31)}, "day"),
        ({"day": date(2100, 1, 1)}, "day"),
        ({"sequence": 0}, "sequence"),
        ({"sequence": 10_000}, "sequence"),
        ({"owner": "07"}, "owner"),
        ({"pattern": P25, "agency": "G01.001.02"}, "owner"),
        ({"pattern": P25, "agency": "G01.001.02", "owner": "7"}, "owner"),
    ],
)
def test_a_number_cannot_be_made_of_wrong_parts(given: dict[str, object], part: str) -> None:
    """A sequence that the day has no place for, or an owner where there is none, is refused."""
    parts: dict[str, object] = {"agency": "000.00.01.H22", "day": DAY, "sequence": 1} | given
    with pytest.raises(DossierNumberError) as caught:
        DossierNumber(**parts)  # type: ignore[arg-type] # the table mixes types on purpose

    assert caught.value.part == part


@given(
    st.from_regex(NUMBER_PATTERNS[P18].agency, fullmatch=True),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.integers(1, 9999),
)
def test_every_number_reads_back(agency: str, day: date, sequence: int) -> None:
    """Writing and reading are inverse, and different parts give different numbers."""
    number = DossierNumber(agency, day, sequence)

    assert parse_number(str(number)) == number


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text makes the reader fail in another way, and what is read is written the same."""
    for pattern in NumberPattern:
        try:
            number = parse_number(text, pattern)
        except DossierNumberError:
            continue
        assert str(number) == text
