"""Files made to confuse or to exhaust the reader are refused in bounded work."""

from __future__ import annotations

import tracemalloc
import unicodedata
from typing import TYPE_CHECKING

import pytest

from dossierflow.errors import DefinitionError
from dossierflow.reading import read_document
from dossierflow.reading.characters import MOST_PROBLEMS
from dossierflow.reading.compose import DEEPEST, MOST_NODES
from dossierflow.reading.source import LARGEST_FILE

if TYPE_CHECKING:
    from pathlib import Path


def nested(depth: int) -> str:
    """Return a document that is *depth* deep, the top level included."""
    return "a: " + "[" * (depth - 1) + "]" * (depth - 1)


def test_the_deepest_document_is_read() -> None:
    """Depth is refused one past the bound, not at it."""
    assert read_document(nested(DEEPEST)).line(("a", *[0] * (DEEPEST - 2))) == 1
    with pytest.raises(DefinitionError, match=f"more than {DEEPEST} deep"):
        read_document(nested(DEEPEST + 1))


def test_depth_counts_what_is_open() -> None:
    """Many shallow lists side by side are not deep."""
    assert len(read_document("\n".join(f"k{n}: [[a]]" for n in range(DEEPEST * 2))).data) == DEEPEST * 2


def test_the_largest_document_is_read() -> None:
    """Values are refused one past the bound, with the line of the first too many."""
    # The mapping, its key and the list are nodes too.
    most = "a:\n" + "- b\n" * (MOST_NODES - 3)

    assert read_document(most).data == {"a": ["b"] * (MOST_NODES - 3)}
    with pytest.raises(
        DefinitionError, match=rf"^<text>:{MOST_NODES - 1}: the file holds more than 20,000 values; split it$"
    ):
        read_document(most + "- b\n- b\n")


@pytest.mark.parametrize(
    "text",
    [
        "[" * LARGEST_FILE,
        "{" * LARGEST_FILE,
        "a: " + "[" * 500_000 + "]" * 500_000,
        "? " * 500_000,
        "- " * 500_000,
        "a:\n" + "- b\n" * 250_000,
        "---\n" * 250_000,
        "%A\n" * 300_000,
        "&a " * 300_000,
        "!a " * 300_000,
        "a: " + "1" * 1_000_000 + "x:",
        "a: '" + "b" * 1_000_000,
        'a: "' + "\\" * 999_999,
        "a" * 1_000_000,
        "a: " + "9" * 1_000_000,
        "a: 1e" + "9" * 1_000_000,
        "a: " + "\u0315\u0316" * 200_000,
        "a: " + "e" + "\u0301" * 400_000,
        "\ufeff" * 300_000,
        "\x00" * 1_000_000,
        "\n" * 1_000_000,
        "a: |\n" + " x\n" * 300_000 + "b",
        ": " * 500_000,
        "a: b\n" * 200_000,
    ],
    ids=lambda text: ascii(text[:8]),
)
def test_a_megabyte_of_malice_is_refused(text: str) -> None:
    """Each is a definition error; none runs into Python's recursion limit or takes quadratic time."""
    with pytest.raises(DefinitionError) as caught:
        read_document(text)
    assert len(str(caught.value)) < 10_000_000


def test_ten_megabytes_are_not_even_read(tmp_path: Path) -> None:
    """Of a file of 10 MiB one byte more than the bound is read, and the refusal names the bound."""
    path = tmp_path / "large.yaml"
    path.write_bytes(b"a: " + b"x" * (10 << 20))

    tracemalloc.start()
    with pytest.raises(DefinitionError, match=f"larger than {LARGEST_FILE:,} bytes; split it"):
        read_document(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 3 * LARGEST_FILE


def test_aliases_cannot_multiply() -> None:
    """Values that grow exponentially are refused at the first anchor."""
    bomb = "a: &a [x, x]\n" + "\n".join(f"{b}: &{b} [*{a}, *{a}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True))

    with pytest.raises(DefinitionError, match=r"^<text>:1: the anchor '&a' is not allowed"):
        read_document(bomb)


def test_refused_characters_are_listed_by_line() -> None:
    """Each line has one problem, and a broken file does not give thousands."""
    lines = [f"k{n}: a\u200bb\tc" for n in range(MOST_PROBLEMS * 2)]

    with pytest.raises(DefinitionError) as caught:
        read_document("a: b\n" + "\n".join(lines))
    assert [problem.line for problem in caught.value.problems] == list(range(2, MOST_PROBLEMS + 2))


@pytest.mark.parametrize("number", [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
def test_control_and_reordering_characters(number: int) -> None:
    """Of all control characters only the line feed may stand in a file."""
    text = f"a: 'b{chr(number)}c'"
    if chr(number) == "\n":
        assert read_document(text).data == {"a": "b c"}
        return
    with pytest.raises(DefinitionError, match=r"^<text>:1: found (a tab|the)"):
        read_document(text)


def test_vietnamese_must_be_composed() -> None:
    """The same sentence is read in NFC and refused in NFD, with the first word that is at fault."""
    text = "name: tra ket qua, Cấp phép xây dựng nhà ở riêng lẻ"

    assert read_document(text).data == {"name": text.removeprefix("name: ")}
    with pytest.raises(DefinitionError, match=unicodedata.normalize("NFD", "found 'Cấp', which is not in")):
        read_document(unicodedata.normalize("NFD", text))


def test_a_space_with_two_spellings_is_refused() -> None:
    """Where no word is at fault the line is shown."""
    with pytest.raises(DefinitionError, match="found 'a: b\u2000c', which is not in Unicode NFC"):
        read_document("a: b\u2000c")


def test_all_mistakes_of_a_document_are_listed() -> None:
    """Mistakes in values do not hide each other."""
    with pytest.raises(DefinitionError) as caught:
        read_document('a: 1e999\na: 2\n? [b]\n: c\n"\\u200b": 1\nd: "\\u202e"\n')
    assert [problem.line for problem in caught.value.problems] == [1, 2, 3, 5, 6]
