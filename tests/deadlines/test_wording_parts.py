"""The parts of the reader of wordings: tokens, numbers, and what hostile text does to them."""

from __future__ import annotations

import itertools
import time
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossierflow.deadlines.wording import LONGEST, Reading, read_wording, reading_row
from dossierflow.deadlines.words.numbers import number_words, numeral
from dossierflow.deadlines.words.tokens import tokenise

ONES = ["", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
HEAP = (
    "5 15 0,5 1.000 24 năm mười lăm ngày tháng giờ làm việc trong thời hạn không quá kể từ nhận đủ hồ sơ hợp lệ và "
    "hoặc sau trước ( ) ; , . / - : 15 giờ tiếp theo ngay thứ điều số đến gia hạn days working within lần đồng"
)


def spell(number: int) -> str:
    """Write 1 to 999 as a primer of Vietnamese does."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = [f"{ONES[hundreds]} trăm"] if hundreds else []
    if tens:
        last = {1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(ones, ONES[ones])
        said += ["mười" if tens == 1 else f"{ONES[tens]} mươi", last]
    elif ones:
        said += [*(["linh"] if hundreds else []), ONES[ones]]
    return " ".join(filter(None, said))


def test_every_number_in_words_is_read() -> None:
    """The words of 1 to 999, written by the rules of the language, give the number back."""
    spelt = {number: spell(number).split() for number in range(1, 1000)}

    assert {number: (number, len(words)) for number, words in spelt.items()} == {
        number: number_words(words, 0) for number, words in spelt.items()
    }


def test_every_number_in_words_agrees_with_its_digits() -> None:
    """The wording "n (words) ngày" is read for 1 to 999 and refused when the words are of the next number."""
    wrong = [n for n in range(1, 999) if read_wording(f"{n} ({spell(n)}) ngày").term is None]
    lenient = [n for n in range(1, 999) if read_wording(f"{n} ({spell(n + 1)}) ngày").term is not None]

    assert (wrong, lenient) == ([], [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", Decimal(5)),
        ("05", Decimal(5)),
        ("13,5", Decimal("13.5")),
        ("10,0", Decimal(10)),
        ("0,125", Decimal("0.125")),
        ("1.125", None),
        ("1,234,5", None),
        ("1234", Decimal(1234)),
        ("0123", None),
        ("1234567", None),
        ("1234,5", None),
        ("0,12345", None),
        ("²", None),
        ("١", None),
    ],
)
def test_digits_that_can_mean_two_things_mean_nothing(text: str, value: Decimal | None) -> None:
    """Decimals are read with a comma or a point; groups of thousands and long numbers are not."""
    assert value == numeral(text)


@given(st.text(max_size=400))
def test_tokens_cover_all_that_is_not_space(text: str) -> None:
    """Tokens are in order, do not overlap, and leave out nothing but white space."""
    tokens = tokenise(text)
    covered = "".join(text[token.start : token.end] for token in tokens)

    assert covered == "".join(character for character in text if not character.isspace())
    assert all(one.end <= two.start for one, two in itertools.pairwise(tokens))


def check(text: str) -> Reading:
    """Read *text* and check what holds for every reading."""
    reading = read_wording(text)
    assert (reading.term is None) == (reading.error is not None)
    assert reading.text == unicodedata.normalize("NFC", text)
    ends = [0, *(at for span in reading.unread for at in span)]
    assert ends == sorted(ends)
    assert ends[-1] <= len(reading.text)
    assert list(reading.qualifiers) == sorted(set(reading.qualifiers))
    assert all(isinstance(cell, str) for cell in reading_row(reading).values())
    return reading


@given(st.text(max_size=300))
def test_any_text_gives_a_reading(text: str) -> None:
    """Nothing that can be typed raises."""
    check(text)


@given(st.lists(st.sampled_from(HEAP.split()), max_size=25).map(" ".join))
def test_any_heap_of_legal_words_gives_a_reading(text: str) -> None:
    """Words of the trade in any order never raise, and case and Unicode form do not matter."""
    reading = check(text)
    shouted = read_wording(unicodedata.normalize("NFD", text.upper()))

    assert (shouted.term, shouted.starts, shouted.qualifiers) == (reading.term, reading.starts, reading.qualifiers)


@pytest.mark.parametrize(
    "piece",
    [
        "9", "(", ")", "()", "năm ", "một trăm ", "kể từ ngày ", "5 ngày ", "5 ngày (", "1/", "số 1, ", "1/2026/NĐ-A",
        "sau 15 giờ ngày làm việc tiếp theo ", "5 ngày, trong đó ", "và ", "không ", "trong ngày ",
        "\u0301\u0323", "\0",
    ],
)  # fmt: skip
def test_time_is_bounded_on_hostile_text(piece: str) -> None:
    """The longest text of any repeated piece is read in well under two seconds."""
    text = (piece * LONGEST)[:LONGEST]
    started = time.perf_counter()
    check(text)

    assert time.perf_counter() - started < 2


def test_time_grows_with_the_length() -> None:
    """Four times the text takes nearer to four times than to sixteen times as long."""

    def seconds(text: str) -> float:
        best = []
        for _ in range(3):
            started = time.perf_counter()
            read_wording(text)
            best.append(time.perf_counter() - started)
        return min(best)

    sentence = "5 ngày kể từ ngày nhận đủ hồ sơ và (sau 15 giờ) "
    short = sentence * (LONGEST // len(sentence) // 4)

    assert seconds(short * 4) < 9 * seconds(short)
