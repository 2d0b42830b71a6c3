"""Documents: reading, lines, digests."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from dossierflow.citation import LegalText
from dossierflow.errors import DefinitionError, Problem
from dossierflow.reading import load, read_document
from dossierflow.reading.document import child, digest_of, dotted

TEXT = """\
# a comment
name: Cấp phép
limits:
  total:
    cases:
      - term: 5 working days

      - when: {kind: new}
        term: >
          7 working
          days
"""


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Return a file with `TEXT`."""
    path = tmp_path / "sample.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


class TestLine:
    """Where a value stands."""

    @pytest.mark.parametrize(
        ("path", "line"),
        [
            ((), 2),
            (("name",), 2),
            (("limits",), 3),
            (("limits", "total", "cases"), 5),
            (("limits", "total", "cases", 0), 6),
            (("limits", "total", "cases", 0, "term"), 6),
            (("limits", "total", "cases", 1), 8),
            (("limits", "total", "cases", 1, "when", "kind"), 8),
            (("limits", "total", "cases", 1, "term"), 9),
            (("limits", "total", "cases", 1, "until"), 8),
            (("limits", "total", "cases", 2, "term"), 5),
            (("limits", "total", "cases", -1), 5),
            (("nothing", "here"), 2),
        ],
    )
    def test_the_nearest_line(self, path: tuple[str | int, ...], line: int) -> None:
        """A key has its own line; what is absent has that of its nearest ancestor."""
        assert line == read_document(TEXT).line(path)

    def test_a_list_may_be_given(self) -> None:
        """Any sequence of keys is a path."""
        assert read_document(TEXT).line(["limits", "total"]) == 4


class TestReading:
    """From file or text to values."""

    def test_values_keep_the_order_of_the_file(self) -> None:
        """Readers of a procedure rely on the order of its steps."""
        assert list(read_document("c: 1\na: 2\nb: 3").data) == ["c", "a", "b"]

    def test_values_are_plain(self, sample: Path) -> None:
        """Only what JSON knows comes out."""
        document = read_document(sample)

        expected = {
            "name": "Cấp phép",
            "limits": {
                "total": {
                    "cases": [
                        {"term": "5 working days"},
                        {"when": {"kind": "new"}, "term": "7 working days\n"},
                    ]
                }
            },
        }
        assert (expected, str(sample)) == (document.data, document.file)

    def test_the_file_name_may_be_chosen(self, sample: Path) -> None:
        """Messages show the name that the user typed."""
        assert read_document(sample, file="mine.yaml").file == "mine.yaml"

    def test_a_text_is_no_file_name(self, sample: Path) -> None:
        """A string is never opened, whatever it looks like."""
        with pytest.raises(DefinitionError, match=r"^<text>:1: found a single value at the top level"):
            read_document(str(sample))

    def test_all_keys_are_text(self) -> None:
        """A year as a key needs no quotes."""
        assert read_document("2026: a\ntrue: b\nnull: c").data == {"2026": "a", "true": "b", "null": "c"}

    def test_quotes_make_text(self) -> None:
        """What would be a number or nothing is text in quotes."""
        assert read_document("""{a: "1", b: '', c: 'null', d: "<<"}""").data == {
            "a": "1",
            "b": "",
            "c": "null",
            "d": "<<",
        }

    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
    def test_what_windows_editors_write_is_read(self, tmp_path: Path, mark: bytes) -> None:
        """A byte order mark at the start and carriage returns change nothing."""
        path = tmp_path / "windows.yaml"
        path.write_bytes(mark + b"name: |\r\n  a\r\n  b\r\ncode: c\r\n")
        document = read_document(path)

        assert document.data == {"name": "a\nb\n", "code": "c"}
        assert document.line(["code"]) == 4

    def test_a_mark_before_a_text_is_dropped(self) -> None:
        """A text that was read with its byte order mark is the same text."""
        assert read_document("\ufeffa: b").data == {"a": "b"}

    def test_a_bad_byte_after_a_mark_has_its_line(self, tmp_path: Path) -> None:
        """The dropped mark does not move the line of a mistake."""
        path = tmp_path / "marked.yaml"
        path.write_bytes(b"\xef\xbb\xbf\n\n\xff")

        with pytest.raises(DefinitionError, match=r"marked\.yaml:3: found the byte 0xFF"):
            read_document(path)

    def test_a_document_start_is_allowed(self) -> None:
        """Three dashes before and three dots after the only document do no harm."""
        assert read_document("---\na: b\n...\n").data == {"a": "b"}


class TestFiles:
    """Files that cannot be read."""

    @pytest.mark.parametrize("name", ["absent.yaml", ".", "nul\0.yaml"])
    def test_what_is_no_file_is_refused(self, tmp_path: Path, name: str) -> None:
        """A missing file or a folder is said to be no file."""
        with pytest.raises(DefinitionError) as caught:
            read_document(tmp_path / name, file="here")
        assert caught.value.problems == (Problem("here", 0, "", "there is no such file"),)

    def test_a_file_that_does_not_open_is_refused(self, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The reason of the operating system is passed on."""

        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
        with pytest.raises(DefinitionError, match=r"^here: the file cannot be read: Permission denied$"):
            read_document(sample, file="here")

    @pytest.mark.parametrize("as_text", [True, False])
    def test_the_size_is_bounded(self, tmp_path: Path, *, as_text: bool) -> None:
        """One byte more than allowed is refused, in a file as in a text."""
        content = "name: Cấp"
        path = tmp_path / "large.yaml"
        path.write_text(content, encoding="utf-8")
        size = len(content.encode())
        source = content if as_text else path

        assert read_document(source, max_bytes=size).data == {"name": "Cấp"}
        with pytest.raises(DefinitionError, match=f"the file is larger than {size - 1} bytes; split it"):
            read_document(source, max_bytes=size - 1)


class TestDigest:
    """What a digest depends on."""

    @pytest.mark.parametrize(
        "text",
        [
            "b: [1, 2]\na: x",
            "# comment\n\na: 'x'  # more\nb:\n- 1\n- 2\n",
            'a: "\\x78"\nb: [1, 2]',
            "{b: [1, 2], a: x}",
        ],
    )
    def test_layout_does_not_count(self, text: str) -> None:
        """Comments, blank lines, quotes, style and key order leave the digest alone."""
        assert read_document(text).digest == read_document("a: x\nb: [1, 2]").digest

    @pytest.mark.parametrize("text", ["a: x\nb: [2, 1]", "a: y\nb: [1, 2]", "a: x\nb: ['1', 2]", "a: x\nb: [1.0, 2]"])
    def test_values_count(self, text: str) -> None:
        """Another value, type or list order is another digest."""
        assert read_document(text).digest != read_document("a: x\nb: [1, 2]").digest

    def test_the_digest_is_that_of_canonical_json(self) -> None:
        """Anybody can recompute the digest with a JSON library and SHA-256."""
        canonical = '{"a":[1,null,true],"b":"Điều"}'
        expected = "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()

        assert expected == read_document("b: Điều\na: [1, ~, true]").digest

    def test_text_is_normalised(self) -> None:
        """Data built by a program has the digest of the file with composed letters."""
        assert digest_of({"a": "e\u0301"}) == digest_of({"a": "é"})

    def test_equal_documents(self) -> None:
        """Documents are equal, and hash alike, by file name and digest."""
        first, second = read_document("a: 1\nb: 2", file="f"), read_document("b: 2\na: 1", file="f")

        assert (first, hash(first)) == (second, hash(second))
        assert first != read_document("a: 1\nb: 2", file="g")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("a", 0, 1, "b"), "a[0][1].b"),
        ((0,), "[0]"),
        (("a.b", "c d"), '["a.b"]["c d"]'),
        (("hạn", "7"), 'hạn["7"]'),
    ],
)
def test_dotted_paths(path: tuple[str | int, ...], text: str) -> None:
    """A path is shown so that it can be read back without doubt."""
    assert text == dotted(path)


@pytest.mark.parametrize(
    ("value", "key"), [({}, "a"), ({"a": 1}, 0), ([1], "0"), ([1], 1), ([1], -1), ("a", 0), (1, "a")]
)
def test_there_is_no_child(value: object, key: str | int) -> None:
    """Asking for what is not there is a lookup error, never a guess."""
    with pytest.raises(LookupError):
        child(value, key)  # type: ignore[arg-type]  # parametrised


class TestPart:
    """Loading a part of a document."""

    def test_a_part_is_loaded(self) -> None:
        """Only the part at the path has to fit the model."""
        document = read_document("other: 1\nnames:\n- {vi: Cấp, en: Issue}")

        assert load(LegalText, document, at=["names", 0]) == LegalText(vi="Cấp", en="Issue")

    def test_problems_of_a_part_have_whole_paths(self) -> None:
        """A message about a part can be found in the whole file."""
        document = read_document("other: 1\nnames:\n- vi: Cấp\n  en: 7", file="f")

        with pytest.raises(DefinitionError) as caught:
            load(LegalText, document, at=["names", 0])
        assert str(caught.value) == "f:4: names[0].en: found the number 7; write it in quotes"

    @pytest.mark.parametrize(
        ("at", "message"),
        [
            (["name", 0], "f:1: name: the key is missing"),
            (["names", 3], "f:2: names[3]: the key is missing"),
            (["names", 0, "vi", "x"], "f:3: names[0].vi.x: the key is missing"),
        ],
    )
    def test_an_absent_part_is_refused(self, at: list[str | int], message: str) -> None:
        """The first key that is not there is named."""
        document = read_document("other: 1\nnames:\n- vi: Cấp\n  en: 7", file="f")

        with pytest.raises(DefinitionError) as caught:
            load(LegalText, document, at=at)
        assert message == str(caught.value)
