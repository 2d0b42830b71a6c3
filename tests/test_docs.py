"""The pages say what is so: links, file names, commands, printed output, identifiers."""

from __future__ import annotations

import ast
import importlib
import re
import shutil
import subprocess
import unicodedata
from dataclasses import dataclass
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path
from shlex import split
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "dossierflow"
READMES = ("README.md", "README.vi.md")
DECISION_PARTS = ["Context", "Decision", "Status", "Consequences"]

FENCE = re.compile(r"^```(?P<language>\S*)[^\n]*\n(?P<body>.*?)^```[ \t]*$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\[[^\]\n]*(?:\n[^\]\n]*)?\]\((?P<target>[^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"[\w./-]+\.(?:py|md|ya?ml|csv|toml)|(?:[\w.-]+/)+")
# A lesson has its reader write a file (its name after the language) or change lines in it (diff; after the name, the
# file that it is first copied from).
OF_A_LESSON = re.compile(
    r"^```(?P<language>\S+)(?: (?P<name>my-\S+))?(?: (?P<copied>my-\S+))?[ \t]*\n(?P<body>.*?)^```[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
# A page may have its reader write files; their names say so, and all others must exist.
OF_THE_READER = re.compile(r"(?:.*/)?my-[^/]*")


def pages() -> list[Path]:
    """Return every page of the project."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")])


def shown(path: Path) -> str:
    """Return the path as the tests name it."""
    return path.relative_to(ROOT).as_posix()


def fences(text: str) -> list[tuple[str, str]]:
    """Return language and body of every fenced block, in order."""
    return [(match["language"], match["body"]) for match in FENCE.finditer(text)]


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as the usual hosts derive them."""
    headings = re.findall(r"^#+ +(.+?) *$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(page: Path) -> Iterator[str]:
    """Find relative links whose file or heading does not exist."""
    for match in LINK.finditer(FENCE.sub("", page.read_text("utf-8"))):
        target = match["target"]
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = page.parent / name if name else page
        if not file.exists():
            yield f"{target}: no such file"
        elif anchor and anchor not in anchors(file.read_text("utf-8")):
            yield f"{target}: no such heading"


def missing_files(page: Path, root: Path = ROOT) -> Iterator[str]:
    """Find file names in running text, and paths in shell commands, that do not exist."""
    text = page.read_text("utf-8")
    words = [word for code in CODE.findall(FENCE.sub("", text)) for word in code.split()]
    for language, body in fences(text):
        if language in {"sh", "console"}:
            words += [word for word in body.split() if "/" in word]
    for word in words:
        if FILE.fullmatch(word) and not OF_THE_READER.fullmatch(word):
            places = (page.parent, root, root / "src" / "dossierflow")
            if not any((place / word).exists() for place in places):
                yield f"{word}: no such file"


@pytest.mark.parametrize("page", pages(), ids=shown)
def test_links_and_file_names_resolve(page: Path) -> None:
    """Every relative link, heading and file name on a page exists."""
    assert [*broken_links(page), *missing_files(page)] == []


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    """A dead link, a dead heading and a dead file name are each reported; sound ones are not."""
    (tmp_path / "there.md").write_text("# One heading, here\n", "utf-8")
    page = tmp_path / "page.md"
    page.write_text(
        "# Top\n[a](there.md) [b](there.md#one-heading-here) [c](https://example.org/x) [d](#top)\n"
        "[e](gone.md) [f](there.md#two) [two\nlines](lost.md) `there.md` `tests/gone.py` `old/` `a/b` `x/my-own.yaml`\n"
        "```sh\nrun examples/none.yaml there.md\n```\n```yaml\nx: [y](z)\n```\n",
        "utf-8",
    )

    assert list(broken_links(page)) == [
        "gone.md: no such file",
        "there.md#two: no such heading",
        "lost.md: no such file",
    ]
    assert list(missing_files(page, tmp_path)) == [
        "tests/gone.py: no such file",
        "old/: no such file",
        "examples/none.yaml: no such file",
    ]


@pytest.mark.parametrize("name", READMES)
def test_a_readme_is_short(name: str) -> None:
    """The page a newcomer opens first is read to its end."""
    assert len((ROOT / name).read_text("utf-8").splitlines()) <= 150


@pytest.mark.parametrize("name", READMES)
def test_a_readme_begins_with_two_commands(name: str) -> None:
    """The first two fenced blocks are one line each: run the main job, pass the tests; both READMEs agree."""
    first, second = fences((ROOT / name).read_text("utf-8"))[:2]

    for language, body in (first, second):
        assert language == "sh"
        assert body.count("\n") == 1
        assert body.startswith("python3 -m venv ")
        assert " -q" not in body
    assert "/dossierflow run examples/" in first[1]
    assert second[1].rstrip().endswith("-m pytest -n auto")
    assert [first, second] == fences((ROOT / "README.md").read_text("utf-8"))[:2]


@pytest.mark.parametrize("number", [1, 2])
def test_the_merge_check_runs_what_the_readme_says(number: int) -> None:
    """The script takes exactly the fenced commands of the README and adds nothing to them."""
    command = [str(ROOT / ".ci" / "run"), "show", str(number)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert printed == fences((ROOT / "README.md").read_text("utf-8"))[number - 1][1]
    assert f"from_readme {number}" in (ROOT / ".ci" / "run").read_text("utf-8")


@dataclass(frozen=True)
class Block:
    """One console block of a page."""

    page: str
    number: int
    body: str

    def steps(self) -> list[tuple[str, str]]:
        """Return each command after its prompt, with the output printed under it."""
        found: list[tuple[str, list[str]]] = []
        for line in self.body.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif found and found[-1][0].endswith("\\"):
                found[-1] = (found[-1][0][:-1] + line.strip(), [])
            elif found:
                found[-1][1].append(line.rstrip())
            else:
                message = f"{self.page}: a console block begins with a prompt, not with {line!r}"
                raise ValueError(message)
        return [(command, "\n".join(output).strip("\n")) for command, output in found]


def console_blocks() -> list[Block]:
    """Return every console block that calls the command line of the library."""
    return [
        Block(shown(page), number, body)
        for page in pages()
        for number, (language, body) in enumerate(fences(page.read_text("utf-8")), start=1)
        if language == "console" and re.search(r"^\$ dossierflow ", body, re.MULTILINE)
        if page not in lessons()
    ]


def lessons() -> list[Path]:
    """Return the pages that have their reader write files: they are one session from the first line to the last."""
    return [page for page in pages() if any(match["name"] for match in OF_A_LESSON.finditer(page.read_text("utf-8")))]


def changed(text: str, diff: str) -> str:
    """
    Return *text* with every hunk of *diff* replaced wherever its old lines stand.

    Hunks are divided by empty lines. Raises ValueError where old lines do not stand in *text*.
    """
    for hunk in diff.strip("\n").split("\n\n"):
        lines = hunk.splitlines()
        old, new = ("\n".join(line[1:] for line in lines if line[0] in signs) for signs in (" -", " +"))
        if old not in text:
            message = f"these lines are not in the file: {old}"
            raise ValueError(message)
        text = text.replace(old, new)
    return text


def lesson_faults(page: str, text: str, folder: Path, app: typer.Typer) -> Iterator[str]:
    """Do what a lesson says, in *folder*, and find output that is not as printed."""
    for number, match in enumerate(OF_A_LESSON.finditer(text), start=1):
        if match["name"]:
            file = folder / match["name"]
            if match["copied"]:
                shutil.copyfile(folder / match["copied"], file)
            is_diff = match["language"] == "diff"
            file.write_text(changed(file.read_text("utf-8"), match["body"]) if is_diff else match["body"], "utf-8")
        elif match["language"] == "console":
            yield from differences(Block(page, number, match["body"]), app)


@pytest.mark.parametrize("page", lessons(), ids=shown)
def test_a_lesson_goes_as_it_says(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who follows a lesson from an empty folder, writing what it says, sees what it shows."""
    monkeypatch.chdir(tmp_path)

    app = importlib.import_module("dossierflow.cli").app
    assert list(lesson_faults(shown(page), page.read_text("utf-8"), tmp_path, app)) == []


def test_a_lesson_that_goes_otherwise_is_found(tmp_path: Path) -> None:
    """Files are written, copied and changed in order; lines that are not there, and other output, are faults."""
    text = (
        "```yaml my-a.yaml\na: 1\nb: 1\n```\n```diff my-b.yaml my-a.yaml\n-b: 1\n+b: 2\n```\n"
        "```console\n$ dossierflow other\nelse\n```\n```yaml\nno: file\n```\n"
    )

    assert len(list(lesson_faults("page.md", text, tmp_path, echoing_app()))) == 1
    assert (tmp_path / "my-b.yaml").read_text("utf-8") == "a: 1\nb: 2\n"
    with pytest.raises(ValueError, match="these lines are not in the file: c: 3"):
        list(lesson_faults("page.md", "```diff my-b.yaml\n-c: 3\n```\n", tmp_path, echoing_app()))


def differences(block: Block, app: typer.Typer) -> Iterator[str]:
    """Run the commands of a block one after the other and find output that is not as printed."""
    checker = OutputChecker()
    runner = CliRunner(env={"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"})
    status, stated = 0, True
    for command, expected in block.steps():
        if command == "echo $?":
            actual, stated = str(status), True
        else:
            if not stated:
                yield f"the command before {command!r} exits with {status}; show it with 'echo $?'"
            program, *arguments = split(command)
            if program != "dossierflow":
                yield f"{command!r} cannot be checked; console blocks call dossierflow only"
                continue
            result = runner.invoke(app, arguments)
            status, stated = result.exit_code, result.exit_code == 0
            actual = "\n".join(line.rstrip() for line in result.output.splitlines()).strip("\n")
        if not checker.check_output(f"{expected}\n", f"{actual}\n", ELLIPSIS):
            yield f"$ {command}\nexpected:\n{expected}\nprinted:\n{actual}"
    if not stated:
        yield f"the last command exits with {status}; show it with 'echo $?'"


@pytest.mark.parametrize("block", console_blocks(), ids=lambda block: f"{block.page}:{block.number}")
def test_console_blocks_print_what_they_show(block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command on a page, run in a fresh folder with the examples, prints what the page shows."""
    if (ROOT / "examples").exists():
        shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)

    assert list(differences(block, importlib.import_module("dossierflow.cli").app)) == []


def echoing_app() -> typer.Typer:
    """Return a small command line to try the comparison on."""
    app = typer.Typer()

    @app.command()
    def due(word: str, status: int = 0) -> None:
        typer.echo(f"{word}  \nsecond line")
        raise typer.Exit(status)

    @app.command()
    def other() -> None:
        typer.echo("other")

    return app


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ("$ dossierflow due one\none\nsecond line\n\n$ dossierflow other\nother\n", 0),
        ("$ dossierflow due \\\n    one\n...\nsecond ...\n", 0),
        ("$ dossierflow due one --status 1\none\nsecond line\n$ echo $?\n1\n", 0),
        ("$ dossierflow due one\ntwo\nsecond line\n", 1),
        ("$ dossierflow due one\n", 1),
        ("$ dossierflow due one --status 1\none\nsecond line\n", 1),
        ("$ dossierflow due one --status 1\none\nsecond line\n$ dossierflow other\nother\n", 1),
        ("$ dossierflow other\nother\n$ echo $?\n1\n", 1),
        ("$ dossierflow other\nother\n$ rm -r /\n", 1),
    ],
)
def test_the_comparison_of_output_can_fail(body: str, faults: int) -> None:
    """Wrong output, a hidden exit code and a foreign command are each reported once."""
    assert len(list(differences(Block("page.md", 1, body), echoing_app()))) == faults


def test_a_console_block_starts_with_a_prompt() -> None:
    """Output without a command above it is a mistake of the page."""
    with pytest.raises(ValueError, match="begins with a prompt"):
        Block("page.md", 1, "one\n$ dossierflow due one\n").steps()


def test_every_decision_has_its_parts_and_is_listed() -> None:
    """A decision bears the number of its file, has its four parts in order, and is in the index."""
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text("utf-8")
    records = sorted(folder.glob("[0-9]*.md"))

    assert [record.name[:3] for record in records] == [f"{number:03}" for number in range(1, len(records) + 1)]
    for record in records:
        text = record.read_text("utf-8")
        assert text.startswith(f"# {record.name[:3]}. ")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == DECISION_PARTS
        assert f"({record.name})" in index


@dataclass(frozen=True)
class Row:
    """One term of the glossary."""

    vietnamese: str
    english: str
    identifier: str
    statute: str
    state: str


def glossary(text: str) -> list[Row]:
    """Return the rows of every table of the page, without headings."""
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")
    ]
    return [Row(*row) for row in cells if row[0] != "Vietnamese" and not set(row[0]) <= {"-"}]


def defined_names(sources: list[str]) -> set[str]:
    """Return what the sources define: names, members as ``Class.member``, and whole string values."""
    found: set[str] = set()
    for text in sources:
        for node in ast.walk(ast.parse(text)):
            match node:
                case ast.ClassDef(name=name, body=body):
                    found |= {name, *(f"{name}.{member}" for line in body for member in _targets(line))}
                case ast.Constant(value=str(value)):
                    found.add(value)
                case _:
                    found |= set(_targets(node))
    return found


def _targets(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name):
            yield name
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.Assign(targets=targets):
            yield from (target.id for target in targets if isinstance(target, ast.Name))
        case _:
            pass


def unknown_identifiers(rows: list[Row], known: set[str]) -> list[str]:
    """Return the identifiers that the code does not define, except those said to be planned."""
    return [row.identifier for row in rows if row.state != "planned" and row.identifier.strip("`") not in known]


def test_the_glossary_names_what_exists() -> None:
    """Every identifier of the glossary is defined in the code, unless its row says planned."""
    rows = glossary((ROOT / "docs" / "glossary.md").read_text("utf-8"))
    sources = [file.read_text("utf-8") for file in SOURCE.rglob("*.py")]

    assert len(rows) >= 60
    assert unknown_identifiers(rows, defined_names(sources)) == []


def test_every_glossary_row_is_complete() -> None:
    """A row has a Vietnamese term in NFC, an English one, one identifier in code marks, a statute, a known state."""
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    rows = glossary(text)

    assert unicodedata.is_normalized("NFC", text)
    assert len({row.vietnamese for row in rows}) == len(rows)
    for row in rows:
        assert row.vietnamese
        assert row.english
        assert row.statute
        assert re.fullmatch(r"`[A-Za-z_]\w*(\.[A-Za-z_]\w*)?`", row.identifier)
        assert row.state in {"", "planned"}


def test_an_invented_identifier_is_found() -> None:
    """A name that is only mentioned in running text does not count as defined."""
    source = (
        '"""Mentions Ghost."""\nclass Real(Frozen):\n    A = "a_value"\n    field: int\n\ndef make() -> Ghost: ...\n'
    )
    known = defined_names([source])
    names = ["Real", "Real.A", "Real.field", "a_value", "make", "field", "Ghost", "Real.B"]
    rows = [Row("x", "x", f"`{name}`", "x", "") for name in names] + [Row("x", "x", "`Soon`", "x", "planned")]

    assert unknown_identifiers(rows, known) == ["`Ghost`", "`Real.B`"]
