"""A comparison as text, JSON and HTML: complete, readable in both languages, and the same bytes every time."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from dossierflow.procedure import Procedure, catalogue, shipped
from dossierflow.render.comparison import Answer, CaseChange, CasesTried, ComparisonView, bars, line_of
from dossierflow.render.comparison_html import comparison_html
from dossierflow.render.comparison_json import comparison_json
from dossierflow.render.comparison_text import comparison_text, count_of
from dossierflow.render.words.comparison import FIELDS, PARTS, SAID, VALUES
from dossierflow.review.compare.comparison import compare
from dossierflow.review.compare.dossiers import DossierEffect, DueChange, Fate
from dossierflow.review.findings import Subject
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.citation import Language

LANGUAGES: tuple[Language, ...] = ("vi", "en")
FOLLOWING = [pair for name in catalogue().ids for pair in pairwise(shipped(name).versions(name))]


def view_of(before: Procedure, after: Procedure, lang: Language, last: date = date(2026, 2, 13)) -> ComparisonView:
    """Return two versions compared on some days of February 2026."""
    sides = (Subject(one, f"{one}.yaml") for one in (before, after))
    seen = compare(*sides, calendar=vietnam(), first=date(2026, 2, 2), last=last)
    return ComparisonView(comparison=seen, lang=lang)


def land(lang: Language) -> ComparisonView:
    """Return the two land registrations compared, with a case and dossiers that change."""
    before, after = shipped("land-registration").versions("land-registration")
    view = view_of(before, after, lang)
    moved = view.comparison.moving[0].moved[0]
    answers = tuple(Answer(f"expect[{number}].due", "-", "2026-03-09", "2026-03-04") for number in range(5))
    return ComparisonView(
        comparison=view.comparison,
        lang=lang,
        cases=CasesTried(count=9, changes=(CaseChange(name="<x>", file="a.csv", line=2, answers=answers),)),
        dossiers=(
            DossierEffect(id="A", fate=Fate.KEPT, rules=str(before), milestone="submitted", reached=date(2026, 2, 2)),
            DossierEffect(
                id="B",
                fate=Fate.MOVED,
                rules=str(before),
                dues=(
                    DueChange("registration", moved.before, moved.after),
                    DueChange("certificate", None, None),
                    DueChange("posting_time", None, moved.after, begins=True),
                ),
            ),
            DossierEffect(id="C", fate=Fate.MOVED, rules=str(before), milestone="received"),
            DossierEffect(id="D", fate=Fate.OTHER_RULES, rules="land-registration@2024"),
            DossierEffect(id="E", fate=Fate.OVER, rules=str(before)),
        ),
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_outputs_are_as_kept(lang: Language, golden: Callable[[str, str], None]) -> None:
    """Text, HTML and JSON of one comparison are, byte for byte, what somebody has looked at."""
    view = land(lang)

    golden(f"comparisons/land-registration.{lang}.txt", comparison_text(view, explain=False) + "\n")
    golden(f"comparisons/land-registration.{lang}.html", comparison_html(view))
    if lang == "en":
        found = json.dumps(comparison_json(view, explain=False), ensure_ascii=False, indent=2)
        golden("comparisons/land-registration.json", found + "\n")


@pytest.mark.parametrize(("before", "after"), FOLLOWING, ids=str)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_difference_is_said_in_words(before: Procedure, after: Procedure, lang: Language) -> None:
    """Each difference of real versions has a name, two values that differ, and a place; no raw object is printed."""
    view = view_of(before, after, lang)

    for one in view.comparison.differences:
        line = line_of(view, one)
        assert line.what
        assert line.before != line.after
        assert line.field
        assert not re.search(r"Term\(|Limit\(|Citation\(|<[A-Z]\w+\.|=None", f"{line.what} {line.before} {line.after}")


def test_examples_come_with_both_explanations() -> None:
    """The text tells the steps to both dates of an example, and leaves them out on request."""
    view = land("en")

    told, short = comparison_text(view), comparison_text(view, explain=False)

    assert told.count("Starting event:") == 2 * sum(len(one.examples) for one in view.comparison.moving)
    assert "Starting event:" not in short


def test_two_equal_versions_say_so() -> None:
    """Where nothing differs, one sentence says it."""
    (version,) = shipped("passport").versions("passport")
    view = view_of(version, version, "vi")

    assert count_of(view) in comparison_text(view)
    assert count_of(view) == "Hai phiên bản giống hệt nhau."
    assert "<table>" not in comparison_html(view)


@pytest.mark.parametrize("most", [1, 2, 5, 15])
def test_a_histogram_loses_nobody(most: int) -> None:
    """However shifts are put together, the bars count every start once and there are not too many of them."""
    counts = {number: abs(number) + 1 for number in range(-17, 40, 3)}

    found = list(bars(counts, most))

    assert sum(count for _, count in found) == sum(counts.values())
    assert len(found) <= most + 1


class Page(HTMLParser):
    """Collects what a reader of an HTML page without eyes depends on."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.count: dict[str, int] = {}
        self.faults: list[str] = []
        self.lang: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of an opening tag."""
        given = dict(attrs)
        self.count[tag] = self.count.get(tag, 0) + 1
        if tag == "html":
            self.lang = given.get("lang")
        if tag == "th" and given.get("scope") not in {"col", "row"}:
            self.faults.append("a heading of a table without its scope")
        if tag == "svg" and given.get("role") != "img":
            self.faults.append("a picture that is not said to be one")
        if tag in {"script", "link", "img"} or "src" in given or "onclick" in given:
            self.faults.append(f"something from outside: {tag}")
        if tag not in {"meta", "br", "rect"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Take note of a closing tag, which must close the one that was opened last."""
        if tag == "rect":
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_can_be_read_aloud_and_printed(lang: Language) -> None:
    """Every table has a caption and scoped headings, every picture a title and its figures; nothing is loaded."""
    text = comparison_html(land(lang))
    page = Page()
    page.feed(text)

    assert page.faults == []
    assert page.open == []
    assert page.lang == lang
    assert page.count["table"] == page.count["caption"]
    assert page.count["svg"] == text.count("<title>") - 1 == text.count('class="figures"') > 0
    assert "@media print" in text
    assert "&lt;x&gt;" in text


def test_all_words_are_there_in_both_languages() -> None:
    """No sentence is the same in both languages by oversight, and both have the same gaps."""
    for table in (SAID, FIELDS, PARTS, VALUES):
        for key, words in table.items():
            gaps = [sorted(re.findall(r"{(\w+)}", words.text(lang))) for lang in LANGUAGES]
            assert gaps[0] == gaps[1], key
            assert words.vi != words.en or key == "clause", key
