"""Names in procedures and logs may come from anybody: no picture runs them, and no line is moved by them."""

from __future__ import annotations

import json
import unicodedata
from datetime import datetime
from functools import cache
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from dossierflow.citation import LegalText
from dossierflow.engine import Actor, Engine
from dossierflow.engine import commands as c
from dossierflow.procedure import ProcedureLibrary, catalogue
from dossierflow.procedure.facts import Ask
from dossierflow.render.lives import (
    Comparison,
    Life,
    Many,
    comparison_html,
    comparison_json,
    comparison_of,
    comparison_svg,
    comparison_text,
    life_html,
    life_json,
    life_of,
    life_svg,
    life_text,
    many_html,
    many_json,
    many_of,
    many_svg,
    many_text,
)
from dossierflow.simulate.desk import sample_of
from dossierflow.simulate.paths import find_ways
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from dossierflow.citation import Language
    from dossierflow.engine.events import Event
    from dossierflow.procedure import Procedure

CALENDAR = vietnam()
MARKUP = '</title></text><script>alert(1)</script><img src=x onerror="alert(2)">\'&]]>'
CONTROL = "\x00\x07\x1b[31m\r\n\u202e\u2066\u200b\u00ad\ufeff\ue000\U000e0041"
POISONS = {
    "markup": MARKUP,
    "control": f"a{CONTROL}b{MARKUP}",
    "spaces": "  \t \u2028 \u00a0 ",
    "long": "W" * 400,
    "stacked": "Z" + "\u0301" * 200,
    "wide": "漢字" * 60,
    "right to left": "שלום עולם مرحبا",
    "vietnamese": "Giấy chứng nhận đủ điều kiện an toàn thực phẩm, vệ sinh môi trường và phòng cháy",
}


def poisoned(procedure: Procedure, text: str) -> Procedure:
    """Return *procedure* with every name in it replaced; texts of the library are told to be checked elsewhere."""
    name = LegalText.model_construct(vi=text, en=text)

    def renamed(group: str) -> dict[str, object]:
        return {key: one.model_copy(update={"name": name}) for key, one in getattr(procedure, group).items()}

    agencies: dict[str, object] = {}
    for key, agency in procedure.agencies.items():
        roles = {role: one.model_copy(update={"name": name}) for role, one in agency.roles.items()}
        agencies[key] = agency.model_copy(update={"name": name, "roles": roles})
    steps: dict[str, object] = {}
    for key, step in procedure.steps.items():
        actions = {action: one.model_copy(update={"name": name}) for action, one in step.actions.items()}
        steps[key] = step.model_copy(update={"name": name, "actions": actions})
    groups = ("limits", "ends", "handoffs", "pauses", "fees", "extensions", "facts")
    changed: dict[str, object] = {group: renamed(group) for group in groups}
    return procedure.model_copy(update={"name": name, "agencies": agencies, "steps": steps, **changed})


@cache
def logs() -> tuple[Procedure, tuple[tuple[Event, ...], ...]]:
    """Return the longest ways through a procedure with everything in it, as logs."""
    procedure = catalogue().get("air-licence-reissue", "2026-07-01")
    ways = find_ways(procedure, CALENDAR, library=ProcedureLibrary([procedure])).ways.values()
    told = sorted((tuple(event for one in way.taken for event in one.decision.events) for way in ways), key=len)
    return procedure, tuple(told[-3:])


def drawn(text: str, lang: Language) -> list[Life]:
    """Return the lives of the logs under the names of the poisoned procedure."""
    procedure, told = logs()
    bad = poisoned(procedure, text)

    class Library(ProcedureLibrary):
        def get(self, *_: object, **__: object) -> Procedure:
            return bad

    return [life_of(log, Library([procedure]), CALENDAR, lang) for log in told]


def pictures(text: str, lang: Language) -> tuple[dict[str, str], dict[str, str], dict[str, str], list[object]]:
    """Return every SVG, every page, every text in 80 columns, and every JSON."""
    lives = drawn(text, lang)
    two: Comparison = comparison_of(lives[0], lives[-1])
    many: Many = many_of(lives)
    svgs = {"two": comparison_svg(two), "many": many_svg(many)} | {str(n): life_svg(one) for n, one in enumerate(lives)}
    pages = {"life": life_html(lives[-1]), "two": comparison_html(two), "many": many_html(many)}
    texts = {
        "life": life_text(lives[-1], width=80),
        "two": comparison_text(two, width=80),
        "many": many_text(many, width=80),
    }
    return svgs, pages, texts, [life_json(lives[-1]), comparison_json(two), many_json(many)]


class Tags(HTMLParser):
    """Notes the elements of a page, and refuses attributes that run something or fetch something."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a beginning element."""
        self.seen.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on") or name == "src"]
        assert not [value for name, value in attrs if name == "href" and value not in {"#tables", "data:,"}]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("kind", POISONS)
def test_no_name_becomes_part_of_a_picture(kind: str, lang: Language) -> None:
    """Each SVG is XML with a title and a description; no page has an element that a name brought."""
    svgs, pages, _, values = pictures(POISONS[kind], lang)
    for picture in svgs.values():
        root = ET.fromstring(picture)  # noqa: S314 -- written by the library
        tags = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert tags <= {"svg", "title", "desc", "defs", "pattern", "path", "rect", "g", "text"}
        assert root.findtext("{http://www.w3.org/2000/svg}title")
        assert root.findtext("{http://www.w3.org/2000/svg}desc")
    for page in pages.values():
        tags_of = Tags()
        tags_of.feed(page)
        assert not tags_of.seen & {"script", "img", "iframe", "object", "foreignobject"}
        if kind == "markup":
            assert unescape(page).count("<script>alert(1)</script>") > 5
    json.dumps(values)


@pytest.mark.parametrize("kind", POISONS)
def test_no_letter_breaks_out_of_its_line(kind: str) -> None:
    """Nothing that moves a cursor, turns the reading direction or is not seen is left in what is written."""
    svgs, pages, texts, _ = pictures(POISONS[kind], "en")
    for written in (*svgs.values(), *pages.values(), *texts.values()):
        assert not {one for one in written if unicodedata.category(one) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}} - {
            "\n"
        }


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("kind", ["vietnamese", "markup", "long"])
def test_text_fits_into_the_terminal(kind: str, width: int) -> None:
    """No line is longer than the terminal is wide, whatever the names."""
    lives = drawn(POISONS[kind], "vi")
    two = comparison_of(lives[0], lives[-1])
    texts = [life_text(life, width=width) for life in lives] + [comparison_text(two, width=width)]
    if width >= 70:
        texts.append(many_text(many_of(lives), width=width))

    assert [line for text in texts for line in text.splitlines() if len(line) > width] == []


@pytest.mark.parametrize("kind", POISONS)
def test_a_dossier_of_a_strange_number_is_drawn(kind: str) -> None:
    """Numbers of dossiers and names of people come from logs; both are shown as text, with a single event too."""
    procedure, _ = logs()
    told = {key: sample_of(fact) for key, fact in procedure.facts.items() if fact.ask is Ask.SUBMISSION}
    filed = c.Submit(
        dossier=POISONS[kind],
        procedure=procedure.procedure,
        version=procedure.version,
        channel=procedure.channels[0],
        facts=told,
    )
    by = Actor(agency="applicant", role="", person=POISONS[kind])
    decision = Engine([procedure], CALENDAR).handle(None, filed, by=by, at=datetime(2026, 7, 6, 9, tzinfo=CALENDAR.tz))
    life = life_of(decision.events, ProcedureLibrary([procedure]), CALENDAR, "vi")
    ET.fromstring(life_svg(life))  # noqa: S314 -- written by the library

    assert len(life.marks) == 1
    assert all(len(line) <= 80 for line in life_text(life, width=80).splitlines())
    assert "<script>" not in life_html(life)
