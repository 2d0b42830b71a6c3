"""The forms: filled from events, the same in HTML and Word, and deaf to what hostile facts say."""

from __future__ import annotations

import importlib.util
import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import docx
import pytest
from tests.onestop.population import library

from dossierflow.engine import APPLICANT_ACTOR, Engine, redacted
from dossierflow.engine import commands as c
from dossierflow.errors import (
    DefinitionError,
    EventFormatError,
    FormFactMissingError,
    FormNotDueError,
    FormTemplateError,
)
from dossierflow.onestop.forms import (
    FORMS,
    ApplicantFacts,
    AuthorisedFacts,
    DossierFacts,
    FormFacts,
    FormKind,
    OfficeFacts,
    Slip,
    Source,
    docx_files,
    docx_of,
    docx_zip,
    html_of,
    read_form_facts,
    register_of,
    slips_of,
)
from dossierflow.onestop.forms.layouts import LAYOUTS, Listed, Ruled, Said, Signed
from dossierflow.procedure import catalogue
from dossierflow.simulate import read_scenario, run_scenario
from dossierflow.testing.sample import RECEIVER, SAMPLE_PROCEDURE, instant, sample_log
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossierflow.engine import Event

ROOT = Path(__file__).resolve().parents[2]
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
OFFICE = OfficeFacts(
    agency="TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
    above="ỦY BAN NHÂN DÂN TỈNH",
    place="Quy Nhơn",
    phone="0256 3 822 000",
    receiver="Trần Thị Bích",
    head="Lê Văn Cường",
    head_title="Giám đốc",
)
APPLICANT = ApplicantFacts(name="Nguyễn Văn An", id="079200000001", address="12 Lê Lợi", phone="0905 000 001")
FACTS = FormFacts(
    office=OFFICE,
    common=DossierFacts(applicant=APPLICANT, components=("Đơn", "Bản vẽ"), sets=1, result_place="Tại Trung tâm"),
    people={"NV-103": "Phạm Thu Dung"},
)
LETTERS = [kind for kind in FormKind if kind not in {FormKind.DOSSIER_REGISTER, FormKind.CONTROL_SLIP}]


@cache
def tet() -> tuple[Event, ...]:
    """Return the log of the story over Tết: supplement, opinions, an extension, lateness, an apology."""
    return run_scenario(read_scenario(ROOT / "examples/building-permit/tet-2026.scenario.yaml")).events


@cache
def refused() -> tuple[Event, ...]:
    """Return the log of a dossier that was not received."""
    engine = Engine(library(), vietnam())
    filing = c.Submit(dossier="R-1", procedure="loose-permit", channel="online", facts={"kind": "house"})
    filed = engine.handle(None, filing, by=APPLICANT_ACTOR, at=instant("2026-02-05T15:20"))
    act = c.RefuseReception(reason="Không thuộc thẩm quyền")
    done = engine.handle(filed.or_raise(), act, by=RECEIVER, at=instant("2026-02-06T08:00"))
    done.or_raise()
    return (*filed.events, *done.events)


@cache
def stopped() -> tuple[Event, ...]:
    """Return the log of a dossier that was withdrawn."""
    engine = Engine(library(), vietnam())
    filing = c.Submit(dossier="W-1", procedure="loose-permit", channel="online", facts={"kind": "house"})
    dossier, events = None, []
    for at, by, command in (
        ("2026-02-05T15:20", APPLICANT_ACTOR, filing),
        ("2026-02-06T08:00", RECEIVER, c.Receive(number="H49.22-260206-0001")),
        ("2026-02-09T10:00", APPLICANT_ACTOR, c.RequestWithdrawal(reason="Bán nhà")),
        ("2026-02-09T14:30", RECEIVER, c.Stop()),
    ):
        decision = engine.handle(dossier, command, by=by, at=instant(at))
        dossier = decision.or_raise()
        events += decision.events
    return tuple(events)


def source(events: Sequence[Event], facts: FormFacts = FACTS) -> Source:
    """Return what the forms of a log are made of."""
    reference = events[-1].procedure
    known = library() if reference.id in library().ids else catalogue()
    return Source(events, known.get(reference.id, reference.version), facts, HANOI)


def slip(kind: FormKind, facts: FormFacts = FACTS) -> Slip:
    """Return one form of *kind*, from the log that brings it about."""
    if kind is FormKind.DOSSIER_REGISTER:
        return register_of([source(tet(), facts), source(stopped(), facts), source(refused(), facts)])
    log = {FormKind.REFUSAL_SLIP: refused, FormKind.STOP_NOTICE: stopped}.get(kind, tet)
    (found,) = slips_of(kind, source(log(), facts))
    return found


class Page(HTMLParser):
    """An HTML page: its texts, its tags, and whether every tag is closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "link", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if self.open[-1:] != ["style"]:
            self.texts.append(data)

    @property
    def text(self) -> str:
        """Return all that is read."""
        return " ".join(" ".join(self.texts).split())


def word_text(raw: bytes) -> str:
    """Return all that a Word document says, tables in their place."""
    document = docx.Document(io.BytesIO(raw))
    parts = [paragraph.text for paragraph in document.paragraphs]
    parts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join(parts).split())


def flat(value: Any) -> list[str]:
    """Return every text in a value of a form."""
    if isinstance(value, str):
        return [value]
    return [text for one in value for text in (one.values() if isinstance(one, dict) else [one])]


def used(kind: FormKind) -> set[str]:
    """Return the names that a layout prints."""
    names: set[str] = set()
    for part in LAYOUTS[kind].parts:
        match part:
            case Said(value=value):
                names |= {value} - {""}
            case Listed(values=values):
                names.add(values)
            case Ruled(rows=rows):
                names.add(rows)
            case Signed(left, right):
                names |= {left[1], right[1]} - {""}
    return names


@pytest.mark.parametrize("kind", list(FormKind))
def test_a_form_says_the_same_in_html_and_in_word(kind: FormKind) -> None:
    """Title, labels and every value stand in both, and the page closes every tag in order."""
    found = slip(kind)
    page, word = Page(html_of([found])), word_text(docx_of(found))

    assert page.open == []
    assert dict(page.tags)["html"] == {"lang": "vi"}
    for name in used(kind):
        for text in flat(found.values[name]):
            told = " ".join(text.split())
            assert told in page.text
            assert told in word
    for part in LAYOUTS[kind].parts:
        if isinstance(part, Said) and (not part.when or found.values[part.when]):
            assert part.label in page.text
            assert part.label in word
    assert FORMS[kind].title.vi in page.text
    assert "Độc lập - Tự do - Hạnh phúc" in page.text
    assert "Độc lập - Tự do - Hạnh phúc" in word


@pytest.mark.parametrize("kind", list(FormKind))
def test_the_same_form_is_the_same_bytes(kind: FormKind) -> None:
    """Filled twice, a form is the same bytes in both formats; what Word opens is a sound archive."""
    assert docx_of(slip(kind)) == docx_of(slip(kind))
    assert html_of([slip(kind)]) == html_of([slip(kind)])
    with zipfile.ZipFile(io.BytesIO(docx_of(slip(kind)))) as packed:
        assert packed.testzip() is None
        assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        (FormKind.RECEIPT_SLIP, "code", "H49.22-260205-0017"),
        (FormKind.RECEIPT_SLIP, "term", "15 ngày"),
        (FormKind.RECEIPT_SLIP, "received_at", "08 giờ 00 phút, ngày 06/02/2026"),
        (FormKind.RECEIPT_SLIP, "result_at", "17 giờ 00 phút, ngày 23/02/2026"),
        (FormKind.RECEIPT_SLIP, "issued_on", "ngày 06 tháng 02 năm 2026"),
        (FormKind.RECEIPT_SLIP, "number", "…………/-TTPVHCC (BPTNTKQ)"),
        (FormKind.APOLOGY_LETTER, "new_at", "17 giờ 00 phút, ngày 25/03/2026"),
        (FormKind.APOLOGY_LETTER, "head", "Lê Văn Cường"),
        (FormKind.REFUSAL_SLIP, "reason", "Không thuộc thẩm quyền"),
        (FormKind.REFUSAL_SLIP, "stage", "tiếp nhận"),
        (FormKind.STOP_NOTICE, "reason", "Bán nhà"),
        (FormKind.STOP_NOTICE, "asked_at", "10 giờ 00 phút, ngày 09/02/2026"),
        (FormKind.STOP_NOTICE, "stopped_at", "14 giờ 30 phút, ngày 09/02/2026"),
    ],
)
def test_a_form_is_filled_from_events(kind: FormKind, name: str, text: str) -> None:
    """What the events say is printed as they say it, on the clock of Vietnam."""
    assert slip(kind).values[name] == text


def test_the_supplement_request_lists_what_is_asked() -> None:
    """Items, reason and the applicant's own term come from the request and its clock."""
    event = next(one for one in tet() if one.type == "supplement_requested")
    values = slip(FormKind.SUPPLEMENT_REQUEST).values

    assert isinstance(event.act, c.RequestSupplement)
    assert values["items"] == list(event.act.items)
    assert values["reason"] == event.act.reason


def test_the_control_slip_follows_the_dossier() -> None:
    """Each unit's stay is a row; who is named by the host is named; silence is said and late."""
    rows = slip(FormKind.CONTROL_SLIP).values["rows"]

    assert [row["result"] for row in rows] == ["", "", "", "Trước hạn", "Quá hạn", ""]
    assert rows[0]["giver"] == "Phạm Thu Dung"
    assert rows[4]["note"] == "không trả lời: coi như đồng ý"
    assert all(row["since"] and row["unit"] for row in rows)


def test_the_register_is_numbered_by_reception() -> None:
    """Dossiers that were received stand in the order of reception; others are left out."""
    values = slip(FormKind.DOSSIER_REGISTER).values

    assert [(row["number"], row["code"]) for row in values["rows"]] == [
        ("1", "H49.22-260205-0017"),
        ("2", "H49.22-260206-0001"),
    ]
    assert values["year"] == "2026"
    assert [row["number"] for row in register_of([source(tet())], first=41).values["rows"]] == ["41"]


def test_what_is_missing_is_named_at_once() -> None:
    """One error names the form, the dossier and every fact that the host has to give."""
    with pytest.raises(FormFactMissingError) as caught:
        slips_of(FormKind.RECEIPT_SLIP, source(tet(), FormFacts()))

    assert caught.value.facts == (
        "components",
        "office.agency",
        "office.place",
        "applicant.name",
        "applicant.id",
        "applicant.address",
        "applicant.phone",
        "sets",
        "result_place",
        "office.receiver",
    )
    with pytest.raises(FormFactMissingError, match=r"applicant\.name"):
        register_of([source(tet(), FormFacts(office=OFFICE))])
    with pytest.raises(FormFactMissingError, match=r"office\.agency"):
        register_of([source(tet(), FACTS.model_copy(update={"office": OfficeFacts()}))])


def test_a_personal_fact_is_taken_while_the_log_has_it() -> None:
    """The applicant's name comes from the dossier's own fact, and is missing once it has been redacted."""
    facts = FACTS.model_copy(
        update={
            "take": {"name": "owner"},
            "common": FACTS.common.model_copy(update={"applicant": APPLICANT.model_copy(update={"name": None})}),
        }
    )
    (found,) = slips_of(FormKind.RECEIPT_SLIP, Source(sample_log(), SAMPLE_PROCEDURE, facts, HANOI))
    assert found.values["applicant"] == "Nguyễn Văn A"
    with pytest.raises(FormFactMissingError, match=r"lacks applicant\.name;"):
        slips_of(FormKind.RECEIPT_SLIP, Source([*map(redacted, sample_log())], SAMPLE_PROCEDURE, facts, HANOI))


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</w:t></w:r></w:p><w:p><w:r><w:t>planted",
    "&lt;b&gt; &amp; &#x3C;",
    "{{ 7 * 7 }}",
    "{{ ''.__class__.__mro__ }}",
    "{% for x in y %}{% endfor %}",
    "{%p if x %}",
    "{_{ 7 }_} {_% x %_}",
    "{# comment #}",
    "]]> <!-- --> <?php ?>",
    "một\nhai",
    "=1+1",
    "a" * 3000,
]


@pytest.mark.parametrize("kind", [FormKind.RECEIPT_SLIP, FormKind.DOSSIER_REGISTER])
def test_a_hostile_fact_is_printed_as_it_is(kind: FormKind) -> None:
    """Markup and template syntax in a fact are text on paper, in both formats, and plant nothing."""
    applicant = APPLICANT.model_copy(update={"name": " | ".join(HOSTILE)})
    common = FACTS.common.model_copy(update={"applicant": applicant, "components": tuple(HOSTILE)})
    harmless = FACTS.common.model_copy(update={"components": ("a",) * len(HOSTILE)})
    found = slip(kind, FACTS.model_copy(update={"common": common}))
    page, word = Page(html_of([found])), word_text(docx_of(found))
    plain = Page(html_of([slip(kind, FACTS.model_copy(update={"common": harmless}))]))

    for text in HOSTILE:
        told = " ".join(text.split())
        assert told in page.text
        assert told in word
    assert page.tags == plain.tags


def test_a_character_that_no_page_may_hold_is_marked() -> None:
    """Control characters, hidden ones and halves of characters become a visible mark."""
    chars = ("\x00", "\x07", "\x0c", "\x1b", "\u202e", "\u2066", "\u200b", "\ufffe", "\ud800")
    items = tuple(f"bản{number}{char}vẽ" for number, char in enumerate(chars))
    changed = FACTS.model_copy(update={"common": FACTS.common.model_copy(update={"components": items})})
    found = slip(FormKind.RECEIPT_SLIP, changed)
    page, word = Page(html_of([found])), word_text(docx_of(found))

    for number in range(len(chars)):
        assert f"bản{number}□vẽ" in page.text
        assert f"bản{number}□vẽ" in word


def test_a_batch_is_one_page_each_and_one_file_each() -> None:
    """Many forms are one HTML document with an article each, and a zip with a file each, the same bytes twice."""
    slips = [slip(kind) for kind in LETTERS[:3]]

    page = Page(html_of(slips))
    assert sum(tag == "article" for tag, _ in page.tags) == len(slips)
    assert docx_zip(slips) == docx_zip(slips)
    with zipfile.ZipFile(io.BytesIO(docx_zip(slips))) as packed:
        assert len(packed.namelist()) == len(slips)
        for name in packed.namelist():
            assert docx.Document(io.BytesIO(packed.read(name))).paragraphs


def test_file_names_stay_where_they_are_put() -> None:
    """No dossier's id can name another folder, hide another file, or a file that a system cannot have."""
    ids = ["../../etc/passwd", "C:\\x", "a/b", "A_B", "..", "", "x" * 500]
    base = slip(FormKind.STOP_NOTICE)
    slips = [Slip(kind=base.kind, dossier=one, ordinal=1, values=base.values) for one in ids]
    names = [name for name, _ in docx_files(slips)]

    assert len({name.lower() for name in names}) == len(ids)
    assert all(re.fullmatch(r"stop_notice-[0-9A-Za-z._-]+\.docx", name) and len(name) < 120 for name in names)
    assert not any(".." in name.removesuffix(".docx") for name in names)


def test_nothing_to_print_is_an_error() -> None:
    """A form that nothing brought about is not printed empty."""
    assert slips_of(FormKind.STOP_NOTICE, source(tet())) == ()
    with pytest.raises(FormNotDueError, match="no form to print"):
        html_of([])
    with pytest.raises(FormNotDueError, match="there are none"):
        register_of([])
    with pytest.raises(FormNotDueError, match="there are none"):
        Source([], SAMPLE_PROCEDURE, FACTS, HANOI)


def test_a_log_that_does_not_follow_is_refused() -> None:
    """A gap, and an act on a clock that never began, are errors and no form."""
    log = sample_log()
    for broken in (log[1:], (log[0], replace(log[1], effects=()), *log[2:])):
        with pytest.raises(EventFormatError, match="S-1"):
            Source(broken, SAMPLE_PROCEDURE, FACTS, HANOI)


def test_an_office_has_its_own_templates(tmp_path: Path) -> None:
    """A template in the office's folder takes the place of the shipped one; what is not there is shipped."""
    (tmp_path / "stop_notice.html").write_text("<article><p>{{ code }} của tỉnh</p></article>", "utf-8")
    document = docx.Document()
    document.add_paragraph("{{ code }} của tỉnh")
    document.save(str(tmp_path / "stop_notice.docx"))

    assert "H49.22-260206-0001 của tỉnh" in html_of([slip(FormKind.STOP_NOTICE)], templates=tmp_path)
    assert word_text(docx_of(slip(FormKind.STOP_NOTICE), templates=tmp_path)) == "H49.22-260206-0001 của tỉnh"
    assert docx_of(slip(FormKind.RECEIPT_SLIP), templates=tmp_path) == docx_of(slip(FormKind.RECEIPT_SLIP))


@pytest.mark.parametrize(
    "body",
    [
        "{{ nobody }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{% for x in %}",
        "{{ code.format_map(self) }}{{ cycler.__init__.__globals__ }}",
    ],
)
def test_a_template_may_not_do_everything(tmp_path: Path, body: str) -> None:
    """A template that asks for what there is not, or reaches out of its sandbox, is an error that names the form."""
    (tmp_path / "stop_notice.html").write_text(body, "utf-8")
    document = docx.Document()
    document.add_paragraph(body)
    document.save(str(tmp_path / "stop_notice.docx"))

    with pytest.raises(FormTemplateError, match="stop_notice"):
        html_of([slip(FormKind.STOP_NOTICE)], templates=tmp_path)
    with pytest.raises(FormTemplateError, match="stop_notice"):
        docx_of(slip(FormKind.STOP_NOTICE), templates=tmp_path)


def test_a_broken_template_is_an_error(tmp_path: Path) -> None:
    """What is no Word file, or not UTF-8, is refused with the form's name."""
    (tmp_path / "stop_notice.docx").write_bytes(b"no zip")
    (tmp_path / "stop_notice.html").write_bytes(b"\xff\xfe")

    with pytest.raises(FormTemplateError, match="stop_notice"):
        docx_of(slip(FormKind.STOP_NOTICE), templates=tmp_path)
    with pytest.raises(FormTemplateError, match="UTF-8"):
        html_of([slip(FormKind.STOP_NOTICE)], templates=tmp_path)


def test_the_shipped_templates_are_those_of_the_layouts() -> None:
    """The kept templates are what the script makes of the layouts today."""
    spec = importlib.util.spec_from_file_location("form_templates", ROOT / "tools" / "form_templates.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    for kind in FormKind:
        kept = script.TEMPLATES / f"{kind.value}.docx"
        with zipfile.ZipFile(kept) as old, zipfile.ZipFile(io.BytesIO(script.docx_template(kind))) as new:
            assert old.read("word/document.xml") == new.read("word/document.xml")
        assert (script.TEMPLATES / f"{kind.value}.html").read_text("utf-8") == script.html_template(kind)


def test_own_facts_stand_before_common_ones() -> None:
    """What a dossier says of itself replaces what holds for all; the rest stays."""
    authorised = AuthorisedFacts(name="Bà Mai", id="079", paper="số 1")
    facts = FACTS.model_copy(
        update={"dossiers": {"H49.22-260205-0017": DossierFacts(number="12", authorised=authorised)}}
    )
    values = slip(FormKind.RECEIPT_SLIP, facts).values

    assert values["number"] == "12/-TTPVHCC (BPTNTKQ)"
    assert values["authorised"] == ["Bà Mai; số định danh 079; giấy ủy quyền: số 1"]
    assert values["components"] == ["Đơn", "Bản vẽ"]


def test_a_file_of_facts_is_read_strictly(tmp_path: Path) -> None:
    """A misspelt key is an error with its line; what is right is read."""
    path = tmp_path / "facts.yaml"
    path.write_text("office: {agency: Trung tâm}\ntake: {name: owner}\ndossiers:\n  H-1: {sets: 2}\n", "utf-8")
    read = read_form_facts(path)
    assert read.dossier("H-1").sets == 2
    assert read.take == {"name": "owner"}

    path.write_text("office:\n  agancy: Trung tâm\ncommon: {sets: 0}\n", "utf-8")
    with pytest.raises(DefinitionError) as caught:
        read_form_facts(path)
    assert [problem.line for problem in caught.value.problems] == [2, 3]


def test_the_numbers_of_forms_are_those_of_the_lists() -> None:
    """The circular of 2025 has seven forms, that of 2018 six; the stop notice is new."""
    assert [rule.number_2025 for rule in FORMS.values()] == ["01", "02", "03", "04", "05", "06", "07"]
    assert [rule.number_2018 for rule in FORMS.values()] == ["01", "02", "03", "04", None, "05", "06"]
    assert all(rule.cite for rule in FORMS.values())
