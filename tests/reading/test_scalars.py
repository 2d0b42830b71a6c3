"""What an unquoted word means."""

from __future__ import annotations

import pytest

from dossierflow.reading.scalars import LARGEST, plain


@pytest.mark.parametrize("word", ["", "~", "null", "Null", "NULL"])
def test_nothing_has_five_spellings(word: str) -> None:
    """YAML 1.2 knows these words for nothing."""
    assert plain(word) is None


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("false", False),
        ("False", False),
        ("FALSE", False),
        ("0", 0),
        ("-0", 0),
        ("7", 7),
        ("-7", -7),
        ("+7", 7),
        ("007", 7),  # YAML 1.1 reads an octal number
        (str(LARGEST), LARGEST),
        (str(-LARGEST), -LARGEST),
        ("1.5", 1.5),
        ("-1.5", -1.5),
        ("1.", 1.0),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1.5E-1", 0.15),
    ],
)
def test_numbers_and_truth(word: str, meaning: object) -> None:
    """Decimal numbers and the two truth words have their JSON meaning and type."""
    assert (plain(word), type(plain(word))) == (meaning, type(meaning))


@pytest.mark.parametrize(
    "word",
    [
        "yes", "no", "on", "off", "y", "n", "tRUE", "nULL", "none",
        "15:00", "1:30:00", "2026-07-01", "2026-07-01T08:00:00+07:00",
        "0o7", "0x1F", "0b1", "1_000", "1,000", "1.2.3", "1.013225.1",
        ".", "-", "+", "e3", ".e3", "1e", ".inf", "-.inf", ".nan", "nan", "inf", "infinity",
        "٣", "१", "１", "1 ", " 1", "=", "<<",
    ],
)  # fmt: skip
def test_everything_else_is_text(word: str) -> None:
    """What YAML 1.1 or Python would turn into something else stays as written."""
    assert plain(word) == word


@pytest.mark.parametrize("word", [str(LARGEST + 1), str(-LARGEST - 1), "9" * 5000, "1e999", "-1e999"])
def test_a_number_that_cannot_be_kept_is_refused(word: str) -> None:
    """Digits are never dropped silently, and the message stays short."""
    with pytest.raises(ValueError, match="too large to be kept exactly; write it in quotes") as caught:
        plain(word)
    assert len(str(caught.value)) < 120
