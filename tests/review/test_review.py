"""A review as a whole: every file is looked at, nothing stops at the first, and the catalogue is sound."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.review.lodging import TEXT, lodging
from tests.review.planting import CATALOGUE, changed, shipped

from dossierflow.deadlines import profile
from dossierflow.errors import DefinitionError
from dossierflow.procedure import catalogue
from dossierflow.review import KINDS, Severity, finding, read_pack, review
from dossierflow.review.findings import Finding, Subject
from dossierflow.review.register.files import UNREADABLE
from dossierflow.worktime import vietnam

BROKEN = Path(__file__).parents[1] / "broken" / "procedure"
GOLDEN = Path(__file__).parent / "golden"


def test_every_broken_file_has_an_error_and_none_stops_the_others() -> None:
    """Of a folder of files with one mistake each, each is told at its own line."""
    files = sorted(BROKEN.glob("*.yaml"))
    found = review(files, calendar=vietnam())
    errors = {one.file for one in found.findings if one.severity is Severity.ERROR}

    assert len(files) > 40
    assert found.files == tuple(str(file) for file in files)
    assert errors == set(found.files)
    assert found.subjects == ()


def test_a_broken_file_keeps_its_line(tmp_path: Path) -> None:
    """The mistakes of several files are told together, in the order of files and lines."""
    for name, broken in (("a", "party: nobody"), ("b", "party: ["), ("c", "party: office")):
        text = TEXT.replace("party: office\n    starts: complete", f"{broken}\n    starts: complete")
        text = text.replace("procedure: lodging-permit", f"procedure: permit-{name}")
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    found = review([tmp_path], only=["DF1"])

    party = TEXT.splitlines().index("    party: office") + 1

    assert [(Path(one.file).name, one.code) for one in found.findings] == [("a.yaml", "DF105"), ("b.yaml", "DF101")]
    assert found.findings[0].line == party
    assert party <= found.findings[1].line <= party + 2
    assert [Path(one.file).name for one in found.subjects] == ["c.yaml"]


def test_a_contradiction_is_told_once_and_hides_what_follows_from_it() -> None:
    """A wrong name is told; the steps that are not reached because of it are not."""
    wrong = lodging(
        (
            "valid: {name: {vi: Hợp lệ, en: Valid}, to: fork.review}",
            "valid: {name: {vi: Hợp lệ, en: Valid}, to: fork.revue}",
        )
    )
    codes = {one.code for one in review([wrong]).findings}

    assert codes == {"DF105"}


def test_a_table_with_a_gap_does_not_hide_the_rest() -> None:
    """What does not rest on the table is still told, but time is not counted with it."""
    gap = lodging(
        ("stops: [decided]\nterm: 20 working days", "stops: [decided]\ncases:\n  - {when: {pool: true}, term: 5 days}")
    )
    found = review([gap])

    assert {one.code for one in found.findings} >= {"DF401", "DF511"}
    assert not any(one.code == "DF105" for one in found.findings)
    assert found.subjects == ()


def test_a_folder_leaves_scenarios_out(tmp_path: Path) -> None:
    """Scenario files beside procedures are of another kind; files of other kinds are not looked at."""
    for name in ("lodging.yaml", "lodging.scenario.yaml", "notes.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")

    assert [Path(file).name for file in review([tmp_path]).files] == ["lodging.yaml"]


def test_a_path_that_holds_nothing_is_no_finding(tmp_path: Path) -> None:
    """A wrong path, and a folder without files, is a wrong call."""
    with pytest.raises(DefinitionError, match="there is no such file or folder"):
        review([tmp_path / "gone.yaml"])
    with pytest.raises(DefinitionError, match="there are no procedure files"):
        review([tmp_path])


NAMES = [("lodging-permit@2026-01-01.yaml", []), ("lodging.yaml", []), ("lodging-permit@2026-02-01.yaml", ["version"])]


@pytest.mark.parametrize(("name", "fields"), NAMES)
def test_a_file_named_after_another_version_is_told(name: str, fields: list[str], tmp_path: Path) -> None:
    """A name with an @ must be that of the version; other names are free."""
    (tmp_path / name).write_text(TEXT, encoding="utf-8")

    assert [one.field for one in review([tmp_path], only=["DF105"]).findings] == fields


FORMS = [
    (
        "by: {agency: office, role: officer}\nfirst: check",
        "by: {agency: office, role: officer}",
        "DF104",
        "reception.first",
    ),
    ("basis: [{doc: 01/2026/QĐ-UBND, at: Điều 1}]", "basis: []", "DF201", "basis"),
    ("basis: [{doc: 01/2026/QĐ-UBND, at: Điều 1}]", "basis: [{at: Điều 1}]", "DF104", "basis[0].doc"),
    ("status: enacted", "status: passed", "DF103", "status"),
    ("status: enacted", "state: enacted\nstatus: enacted", "DF102", "state"),
]


@pytest.mark.parametrize(("sound", "other", "code", "field"), FORMS)
def test_mistakes_of_form_have_codes_of_their_own(
    sound: str, other: str, code: str, field: str, tmp_path: Path
) -> None:
    """Unknown keys, wrong values, missing keys and missing sources are told apart."""
    (tmp_path / "lodging.yaml").write_text(changed(TEXT, sound, other), encoding="utf-8")

    assert [(one.code, one.field) for one in review([tmp_path]).findings] == [(code, field)]


def test_only_some_codes_are_told() -> None:
    """Beginnings of codes choose; without any, nothing is left."""
    permit = catalogue().get("building-permit", "2026-07-01")

    assert {one.code for one in review([permit], only=["DF60", "DF510"]).findings} == {"DF510", "DF601"}
    assert review([permit], only=[]).findings == ()


def test_packs_replace_the_shipped_one() -> None:
    """Without packs no law is asked; the codes of a pack join the register of the review."""
    text = (Path(__file__).parent / "test_pack.py").read_text(encoding="utf-8")
    pack = read_pack(text.split('PACK = """\\\n')[1].split('"""')[0])
    permit = lodging()

    assert not any(one.code.startswith("DF5") for one in review([permit], packs=()).findings)
    found = review([permit], packs=[pack])
    assert "TOWN001" in {one.code for one in found.findings}
    assert found.kinds["TOWN001"].title.en == "Answers have a term"
    assert set(KINDS) < set(found.kinds)


def test_profiles_are_the_hosts() -> None:
    """The counting profile is asked of the caller."""
    asked: list[str] = []

    def profiles(name: str) -> object:
        asked.append(name)
        return profile(name)

    review([lodging()], profiles=profiles)  # type: ignore[arg-type]

    assert set(asked) == {"vn-general"}


def test_findings_are_put_in_their_places() -> None:
    """Further findings are sorted among the others, and counted; the same one is told once."""
    found = review([lodging()])
    more = [finding(UNREADABLE, file="a.yaml", message="x"), finding(UNREADABLE, file="z.yaml", line=3, message="y")]
    longer = found.with_findings([*more, more[0]])

    assert longer.findings == (more[0], *found.findings, more[1])
    assert (found.is_clean, longer.is_clean) == (True, False)
    assert [longer.count(severity) for severity in Severity] == [2, 0, len(found.findings)]
    assert longer.with_findings([], only=["DF1"]).findings == tuple(more)


def test_a_finding_prints_its_place() -> None:
    """With a line it is clickable; without, the file alone is named."""
    here = finding(UNREADABLE, file="a.yaml", line=7, message="x")
    whole = finding(UNREADABLE, file="a.yaml", message="x", severity=Severity.NOTE)

    assert str(here) == "a.yaml:7: DF101 error: the file cannot be read: x"
    assert str(whole) == "a.yaml: DF101 note: the file cannot be read: x"
    assert [severity.rank for severity in Severity] == [0, 1, 2]


def test_a_subject_without_a_document_has_no_lines() -> None:
    """A procedure that was not read from a file is reviewed all the same."""
    assert Subject(lodging(), "lodging").line(("limits", "total")) == 0


def notes(found: tuple[Finding, ...]) -> list[str]:
    """Return findings as the golden file lists them."""
    return [f"{Path(one.file).name}: {one.code} {one.severity.value} {one.field}" for one in found]


def test_the_first_shipped_procedures_have_the_notes_that_are_known(tmp_path: Path) -> None:
    """The notes about the four oldest files are listed, one by one; there is no error and no warning."""
    expected = (GOLDEN / "notes.txt").read_text(encoding="utf-8").splitlines()
    names = dict.fromkeys(line.split(": ")[0] for line in expected)
    for name in names:
        (tmp_path / name).write_text(shipped(name.removesuffix(".yaml")), encoding="utf-8")
    found = review([tmp_path], calendar=vietnam())

    assert len(names) == 4
    assert notes(found.findings) == expected
    assert found.is_clean


def test_the_whole_catalogue_has_no_errors_and_only_warnings_with_a_reason(tmp_path: Path) -> None:
    """What the law itself leaves open is a warning; each is listed with the reason why it stays."""
    for entry in CATALOGUE.iterdir():
        with entry.open("rb") as source, (tmp_path / entry.name).open("wb") as copy:
            shutil.copyfileobj(source, copy)
    found = review([tmp_path], calendar=vietnam())
    lines = (GOLDEN / "warnings.txt").read_text(encoding="utf-8").splitlines()
    known = {line.split("  # ")[0] for line in lines}

    assert all(line.partition("  # ")[2] for line in lines)
    assert found.count(Severity.ERROR) == 0
    assert [one for one in notes(found.findings) if " warning " in one and one not in known] == []
