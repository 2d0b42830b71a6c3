"""From files to procedures: single files, folders, names of files."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dossierflow.deadlines.counting import profile
from dossierflow.errors import DefinitionError, UnknownNameError
from dossierflow.procedure import load_procedure, load_procedures, mistakes_in, problems_in, procedure_from
from dossierflow.reading import read_document

if TYPE_CHECKING:
    from dossierflow.deadlines.counting import CountingProfile

FILE = Path(__file__).parent / "market-stall@2026-01-01.yaml"
TEXT = FILE.read_text(encoding="utf-8")


def test_a_sound_file_has_no_problems() -> None:
    """The sample that uses every construct is read without a complaint."""
    document = read_document(FILE)
    procedure = procedure_from(document)

    assert list(mistakes_in(procedure)) == []
    assert problems_in(procedure, document) == ()


def test_a_file_may_have_any_name_without_an_at_sign(tmp_path: Path) -> None:
    """Only names that look like a version must be the right one."""
    shutil.copy(FILE, tmp_path / "draft.yaml")

    assert load_procedure(tmp_path / "draft.yaml").version == "2026-01-01"


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    """Nobody has to run the check once for each mistake."""
    text = TEXT.replace("starts: complete", "starts: completed").replace("back_to: check", "back_to: chek")
    text = text.replace("at_most: 20}", "at_most: 19}")

    with pytest.raises(DefinitionError) as refused:
        procedure_from(read_document(text, file="stall.yaml"))

    assert [problem.field for problem in refused.value.problems] == [
        "limits.total.starts",
        "limits.total.cases",
        "supplement.back_to",
    ]


def test_problems_of_form_come_first() -> None:
    """While a value has no form, nothing is said about how values fit together."""
    text = TEXT.replace("starts: complete", "starts: completed").replace("kind: internal", "kind: inner")

    with pytest.raises(DefinitionError) as refused:
        procedure_from(read_document(text))

    assert {problem.field for problem in refused.value.problems} == {"limits.check.kind", "limits.visit.kind"}


def test_a_host_may_bring_its_own_counting_profiles() -> None:
    """The name of a profile is looked up where the host says."""

    def ours(name: str) -> CountingProfile:
        if name != "city":
            kind = "counting profile"
            raise UnknownNameError(kind, name, ["city"])
        return profile("vn-civil")

    document = read_document(TEXT.replace("counting: vn-general", "counting: city"))

    assert procedure_from(document, profiles=ours).counting == "city"
    with pytest.raises(DefinitionError, match="there is no counting profile 'vn-general'; known: city"):
        load_procedure(FILE, profiles=ours)


def test_a_folder_is_read_as_a_library(tmp_path: Path) -> None:
    """Every YAML file of the folder is a version; other files and subfolders are left alone."""
    shutil.copy(FILE, tmp_path)
    (tmp_path / "notes.txt").write_text("not a procedure", encoding="utf-8")
    (tmp_path / "old.yaml").mkdir()

    assert [str(procedure) for procedure in load_procedures(tmp_path)] == ["market-stall@2026-01-01"]


def test_the_problems_of_all_files_of_a_folder_are_told(tmp_path: Path) -> None:
    """A broken file does not hide the problems of the next one."""
    (tmp_path / "a.yaml").write_text(TEXT.replace("first: check", "first: chek"), encoding="utf-8")
    (tmp_path / "b.yaml").write_text("procedure: [", encoding="utf-8")
    shutil.copy(FILE, tmp_path)

    with pytest.raises(DefinitionError) as refused:
        load_procedures(tmp_path)

    assert {Path(problem.file).name for problem in refused.value.problems} == {"a.yaml", "b.yaml"}


def test_a_folder_without_procedures_is_an_error(tmp_path: Path) -> None:
    """A mistyped path must not look like an empty library."""
    with pytest.raises(DefinitionError, match=r"there are no procedure files \(\*\.yaml\) in this folder"):
        load_procedures(tmp_path / "missing")
