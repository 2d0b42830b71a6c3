"""
The house keeps its shape: floors, doors, sizes.

The rules read the source with `ast`. Each is tried on a planted tree that
breaks it, so that a rule which stopped looking is noticed.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SOURCE = Path(__file__).resolve().parent.parent / "src" / "dossierflow"

# Lowest first; a module may import only from strictly lower rows. Floor 0 has four steps of its own.
FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"errors", "frozen"}),
    frozenset({"citation"}),
    frozenset({"reading"}),
    frozenset({"office"}),
    frozenset({"worktime"}),
    frozenset({"deadlines"}),
    frozenset({"procedure"}),
    frozenset({"engine"}),
    frozenset({"audit", "store"}),
    frozenset({"simulate", "review", "forecast", "interop", "onestop", "delivery"}),
    frozenset({"render"}),
    frozenset({"cli", "workbench", "pytest_plugin", "testing"}),
    frozenset({"__init__"}),
)
HEIGHT = {name: height for height, names in enumerate(FLOORS) for name in names}

# Package -> the one place that may import it; a trailing slash means the whole folder.
DOORS = {
    "transitions": "engine/machine.py",
    "pendulum": "worktime/instants.py",
    "sqlmodel": "store/",
    "sqlalchemy": "store/",
    "alembic": "store/",
    "psycopg": "store/",
    "yaml": "reading/",
    "openpyxl": "office/",
    "docx": "office/",
    "docxtpl": "onestop/",
    "jinja2": "onestop/",
    "simpy": "forecast/",
    "cryptography": "audit/",
    "dbos": "delivery/",
    "httpx": "delivery/",
    "nats": "delivery/",
    "opentelemetry": "delivery/",
    "tenacity": "delivery/",
    "typer": "cli/",
    "rich": "cli/",
    "watchfiles": "cli/",
}
CLOCK_PLACES = ("simulate/clock.py", "cli/")
CLOCK_READINGS = {"now", "utcnow", "today"}
TIME_READINGS = {"time", "time_ns", "localtime", "gmtime", "sleep"}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|raise NotImplementedError|(?i:placeholder))\b")
LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
DEEPEST_CLASS = 1
FREE_BASES = {"Frozen", "Canonical", "BaseModel", "SQLModel", "Protocol", "Generic"}
FREE_TREES = {"BaseException", "Exception", "Enum", "StrEnum", "IntEnum", "Flag"}


@dataclass(frozen=True)
class Module:
    """One source file of the tree under examination."""

    path: str
    """Path inside the package, with forward slashes: ``engine/machine.py``."""

    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Return the parsed file."""
        return ast.parse(self.text)

    @property
    def component(self) -> str:
        """Return the first part of the path, which decides the floor."""
        return self.path.split("/")[0].removesuffix(".py")

    @property
    def package(self) -> list[str]:
        """Return the dotted parts against which a relative import counts."""
        return ["dossierflow", *self.path.split("/")[:-1]]


def modules_of(source: Path) -> list[Module]:
    """Read every Python file under *source*."""
    files = sorted(source.rglob("*.py"))
    return [Module(file.relative_to(source).as_posix(), file.read_text("utf-8")) for file in files]


@cache
def library() -> tuple[Module, ...]:
    """Return the modules of the library; each file is read and parsed once for all rules."""
    return tuple(modules_of(SOURCE))


def imports_of(module: Module) -> Iterator[tuple[int, str]]:
    """Yield the line and the absolute dotted name of everything a module imports, by statement or by call."""
    for node in ast.walk(module.tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=name, names=names, level=level):
                stem = module.package[: len(module.package) + 1 - level] if level else []
                base = ".".join([*stem, *([name] if name else [])])
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in names)
            case ast.Call(
                func=ast.Name(id="__import__" | "import_module") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield node.lineno, name
            case _:
                pass


def climbing_imports(modules: list[Module]) -> Iterator[str]:
    """Find imports from the same floor or a higher one, and modules that stand on no floor."""
    for module in modules:
        here = HEIGHT.get(module.component)
        if here is None:
            yield f"{module.path}: {module.component!r} stands on no floor; add it to the plan of the house"
            continue
        for line, name in imports_of(module):
            package, _, rest = name.partition(".")
            target = rest.split(".")[0]
            if package != "dossierflow" or target == module.component:
                continue
            if target not in HEIGHT or target == "__init__":
                yield f"{module.path}:{line}: imports {name}: inside the house, import from the module that defines it"
            elif HEIGHT[target] >= here:
                kind = "its sibling" if HEIGHT[target] == here else "the higher floor"
                yield f"{module.path}:{line}: imports {kind} {target!r}"


def second_doors(modules: list[Module]) -> Iterator[str]:
    """Find imports of a wrapped package outside its one door."""
    for module in modules:
        for line, name in imports_of(module):
            package = name.split(".")[0]
            door = DOORS.get(package)
            if door is not None and not _is_in(module.path, (door,)):
                yield f"{module.path}:{line}: imports {package!r}, which belongs to {door} alone"


def wall_clocks(modules: list[Module]) -> Iterator[str]:
    """Find readings of the machine's clock, and sleeping, outside the clock adapter and the command line."""
    for module in modules:
        if _is_in(module.path, CLOCK_PLACES):
            continue
        for node in ast.walk(module.tree):
            match node:
                case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name in CLOCK_READINGS:
                    yield f"{module.path}:{node.lineno}: calls {name}(); time is a parameter"
                case ast.Attribute(value=ast.Name(id="time"), attr=name) if name in TIME_READINGS:
                    yield f"{module.path}:{node.lineno}: uses time.{name}; time is a parameter"
                case ast.ImportFrom(module="time", names=names) if {alias.name for alias in names} & TIME_READINGS:
                    yield f"{module.path}:{node.lineno}: imports a clock from time; time is a parameter"
                case _:
                    pass


def oversized(modules: list[Module]) -> Iterator[str]:
    """Find modules and functions too long to be one idea; docstrings of functions do not count."""
    for module in modules:
        length = len(module.text.splitlines())
        if length > LONGEST_MODULE:
            yield f"{module.path}: {length} lines, more than {LONGEST_MODULE}"
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = _lines(node) - (_lines(node.body[0]) if ast.get_docstring(node) else 0)
                if lines > LONGEST_FUNCTION:
                    yield f"{module.path}:{node.lineno}: {node.name}() has {lines} lines, more than {LONGEST_FUNCTION}"


def undocumented(modules: list[Module]) -> Iterator[str]:
    """Find modules without a docstring."""
    for module in modules:
        if not ast.get_docstring(module.tree):
            yield f"{module.path}: has no docstring"


def unfinished(modules: list[Module]) -> Iterator[str]:
    """Find words that say the work is not done."""
    for module in modules:
        for number, line in enumerate(module.text.splitlines(), start=1):
            if found := UNFINISHED.search(line):
                yield f"{module.path}:{number}: says {found.group()!r}"


def deep_classes(modules: list[Module]) -> Iterator[str]:
    """Find classes more than one base of our own below the free bases; exceptions and enumerations are free."""
    bases: dict[str, list[str]] = {}
    places: dict[str, str] = {}
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                bases.setdefault(node.name, []).extend(_base_names(node))
                places[node.name] = f"{module.path}:{node.lineno}"

    def chain(name: str, below: tuple[str, ...] = ()) -> list[str] | None:
        """Return our classes above *name*, the longest way up; none if the tree is a free one."""
        if name in FREE_TREES:
            return None
        if name in FREE_BASES or name not in bases or name in below:
            return []
        ways = [chain(base, (*below, name)) for base in bases[name]]
        if None in ways:
            return None
        return [name, *max((way for way in ways if way is not None), key=len, default=[])]

    for name in bases:
        way = chain(name)
        if way is not None and len(way) - 1 > DEEPEST_CLASS:
            yield f"{places[name]}: {' < '.join(way)} is deeper than one base"


def _base_names(node: ast.ClassDef) -> list[str]:
    names = []
    for base in node.bases:
        bare = base.value if isinstance(base, ast.Subscript) else base
        names.append(ast.unparse(bare).split(".")[-1])
    return names


def _lines(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _is_in(path: str, places: tuple[str, ...]) -> bool:
    return any(path.startswith(place) if place.endswith("/") else path == place for place in places)


RULES: tuple[Callable[[list[Module]], Iterator[str]], ...] = (
    climbing_imports,
    second_doors,
    wall_clocks,
    oversized,
    undocumented,
    unfinished,
    deep_classes,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_library_keeps_the_rule(rule: Callable[[list[Module]], Iterator[str]]) -> None:
    """No file of the library breaks the rule."""
    modules = list(library())

    assert modules
    assert list(rule(modules)) == []


TALL = "'''Doc.'''\n" + "x = 1\n" * LONGEST_MODULE
LONG = "'''Doc.'''\ndef f():\n" + "    x = 1\n" * LONGEST_FUNCTION
CHAIN = "'''Doc.'''\nclass A(Frozen): pass\nclass B(A): pass\nclass C(m.B[int]): pass\n"
BROKEN = [
    ("worktime/a.py", "from dossierflow.deadlines import Term", "the higher floor 'deadlines'"),
    ("worktime/a.py", "from ..engine.machine import run", "the higher floor 'engine'"),
    ("worktime/a.py", "from .. import engine", "the higher floor 'engine'"),
    ("worktime/a.py", "import dossierflow.cli.main", "the higher floor 'cli'"),
    ("errors.py", "if TYPE_CHECKING:\n    from dossierflow.citation import Citation", "the higher floor 'citation'"),
    ("audit/a.py", "def f():\n    import dossierflow.store", "its sibling 'store'"),
    ("simulate/a.py", "import_module('dossierflow.review')", "its sibling 'review'"),
    ("engine/a.py", "from dossierflow import Engine", "import from the module that defines it"),
    ("engine/a.py", "import dossierflow", "import from the module that defines it"),
    ("utils/a.py", "x = 1", "'utils' stands on no floor"),
    ("engine/other.py", "import transitions", "belongs to engine/machine.py alone"),
    ("worktime/a.py", "from pendulum.tz import timezone", "belongs to worktime/instants.py alone"),
    ("audit/a.py", "from sqlmodel import SQLModel", "belongs to store/ alone"),
    ("audit/a.py", "from sqlalchemy import text", "belongs to store/ alone"),
    ("audit/a.py", "importlib.import_module('sqlalchemy.orm')", "belongs to store/ alone"),
    ("procedure/a.py", "import yaml as y", "belongs to reading/ alone"),
    ("render/a.py", "import typer", "belongs to cli/ alone"),
    ("render/a.py", "__import__('rich.table')", "belongs to cli/ alone"),
    ("engine/a.py", "datetime.now(UTC)", "calls now()"),
    ("engine/a.py", "date.today()", "calls today()"),
    ("engine/a.py", "datetime.datetime.utcnow()", "calls utcnow()"),
    ("simulate/run.py", "stamp = time.time()", "uses time.time"),
    ("engine/a.py", "default_factory = time.time_ns", "uses time.time_ns"),
    ("engine/a.py", "from time import sleep as nap", "imports a clock from time"),
    ("engine/tall.py", TALL, "401 lines, more than 400"),
    ("engine/long.py", LONG, "f() has 61 lines, more than 60"),
    ("engine/bare.py", "", "has no docstring"),
    ("engine/a.py", "x = 1  # TODO: later", "says 'TODO'"),
    ("engine/a.py", "x = 1  # FIXME", "says 'FIXME'"),
    ("engine/a.py", "raise NotImplementedError", "says 'raise NotImplementedError'"),
    ("engine/a.py", "x = 'Placeholder'", "says 'Placeholder'"),
    ("engine/deep.py", CHAIN, "C < B < A is deeper than one base"),
]


@pytest.mark.parametrize(("path", "text", "expected"), BROKEN)
def test_a_planted_fault_is_found(tmp_path: Path, path: str, text: str, expected: str) -> None:
    """Every rule sees the fault it is for, names the file, and nothing else is reported."""
    _plant(tmp_path, path, text)

    found = [fault for rule in RULES for fault in rule(modules_of(tmp_path))]

    assert len(found) == 1
    assert found[0].startswith(path)
    assert expected in found[0]


SOUND = [
    ("__init__.py", "from dossierflow.engine import Engine\nfrom dossierflow.errors import TermError"),
    ("citation.py", "from dossierflow.frozen import Frozen"),
    ("engine/machine.py", "import transitions\nfrom . import events\nfrom ..worktime import day\nimport timeit"),
    ("worktime/instants.py", "import pendulum\nfrom dossierflow.errors import TermError"),
    ("store/sql.py", "def f():\n    import sqlmodel, sqlalchemy.orm"),
    ("reading/compose.py", "import yaml"),
    ("cli/main.py", "import typer, rich.table\nfrom dossierflow import render\nx = datetime.now(UTC)"),
    ("simulate/clock.py", "import time\nx = datetime.now(UTC), time.time()"),
    ("engine/time.py", "class Clock(Protocol):\n    def now(self) -> datetime: ...\nx = now, y.time()"),
    ("engine/long.py", 'def f():\n    """' + "long\n" * 80 + '"""\n' + "    x = 1\n" * (LONGEST_FUNCTION - 1)),
    ("engine/flat.py", "class A(Frozen): pass\nclass B(A): pass\nclass C(Protocol[T]): pass\nclass D(C): pass"),
    ("engine/errors.py", "class A(Exception): pass\nclass B(A): pass\nclass C(B, Mixin): pass\nclass D(C): pass"),
]


@pytest.mark.parametrize(("path", "text"), SOUND)
def test_sound_code_passes(tmp_path: Path, path: str, text: str) -> None:
    """What the rules allow is not reported."""
    _plant(tmp_path, path, text)

    assert [fault for rule in RULES for fault in rule(modules_of(tmp_path))] == []


def _plant(folder: Path, path: str, text: str) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    starts_itself = text == "" or text.startswith("'''")
    file.write_text(text if starts_itself else f'"""\nDoc.\n"""\n{text}\n', "utf-8")


def loaded_by(statement: str) -> set[str]:
    """Return the top-level packages loaded in a fresh interpreter that runs *statement*."""
    program = f"{statement}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True)
    return set(finished.stdout.split())


def test_importing_the_library_loads_no_optional_package() -> None:
    """A host that only computes deadlines pays for no database, no terminal and no test tool."""
    optional = {"sqlmodel", "sqlalchemy", "typer", "rich", "numpy", "pytest", "hypothesis"}

    assert loaded_by("import dossierflow") & optional == set()
    assert loaded_by("import dossierflow, typer") & optional >= {"typer"}
