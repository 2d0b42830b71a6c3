"""Findings as text, JSON, SARIF and HTML: the same content in every form."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft7Validator
from tests.review.planting import changed, shipped

from dossierflow.render.findings import findings_json, findings_text
from dossierflow.render.findings_html import findings_html
from dossierflow.render.findings_sarif import findings_sarif
from dossierflow.review import Review, Severity, finding, review
from dossierflow.review.register.structure import UNREACHABLE_END

if TYPE_CHECKING:
    from dossierflow.citation import Language

LANGUAGES: tuple[Language, ...] = ("vi", "en")
FILE = "building-permit@2026-07-01"

# What the schema of SARIF 2.1.0 (OASIS, 27 March 2020) demands of the parts that are written here.
_TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"enum": ["2.1.0"]},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "name": {"type": "string"},
                                    "semanticVersion": {"type": "string"},
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id"],
                                            "properties": {
                                                "id": {"type": "string"},
                                                "shortDescription": _TEXT,
                                                "fullDescription": _TEXT,
                                                "defaultConfiguration": {
                                                    "type": "object",
                                                    "properties": {"level": _LEVEL},
                                                },
                                            },
                                        },
                                    },
                                },
                            }
                        },
                    },
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "artifacts": {"type": "array", "uniqueItems": True, "items": {"type": "object"}},
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message"],
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": -1},
                                "level": _LEVEL,
                                "message": _TEXT,
                                "locations": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "properties": {
                                            "physicalLocation": {
                                                "type": "object",
                                                "properties": {
                                                    "artifactLocation": {
                                                        "type": "object",
                                                        "properties": {
                                                            "uri": {"type": "string", "format": "uri-reference"}
                                                        },
                                                    },
                                                    "region": {
                                                        "type": "object",
                                                        "properties": {"startLine": {"type": "integer", "minimum": 1}},
                                                    },
                                                },
                                            },
                                            "logicalLocations": {"type": "array", "items": {"type": "object"}},
                                        },
                                    },
                                },
                                "properties": {"type": "object"},
                            },
                        },
                    },
                },
            },
        },
    },
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Review:
    """Return a review with findings of every severity, one of them with a scenario, one without line and field."""
    folder = tmp_path_factory.mktemp("rules")
    text = changed(shipped(FILE), "max: 1\nat_least_before: null", "max: 2\nat_least_before: null")
    text = changed(
        text,
        "- {when: {kind: [extend, reissue]}, term: 5 working days}",
        "- {when: {kind: extend}, term: 5 working days}",
    )
    (folder / f"{FILE}.yaml").write_text(text, encoding="utf-8")
    more = finding(UNREACHABLE_END, file="quy tắc.yaml", end="<b>", name="A & B", cite=(), reproducer="scenario: <x>\n")
    return review([folder]).with_findings([more])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_text_has_place_code_remedy_and_source(found: Review, lang: Language) -> None:
    """Each finding begins with a clickable line; what to do and the source follow; the last line counts."""
    lines = findings_text(found, lang).splitlines()
    first = [line for line in lines if not line.startswith("    ")]

    assert len(first) == len(found.findings) + 1
    for line, one in zip(first, found.findings, strict=False):
        place = f"{one.file}:{one.line}" if one.line else one.file
        assert line.startswith(f"{place}: {one.code} ")
        assert line.endswith(one.message.text(lang))
    assert sum(line.startswith(("    Cách sửa: ", "    What to do: ")) for line in lines) == len(found.findings)
    assert sum(line.startswith(("    Căn cứ: ", "    Source: ")) for line in lines) == sum(
        bool(one.cite) for one in found.findings
    )


def test_the_text_counts_in_both_languages(found: Review) -> None:
    """The last line names files, errors, warnings and notes."""
    errors, warnings, notes = (found.count(severity) for severity in Severity)

    assert (errors, warnings) == (1, 2)
    assert findings_text(found, "vi").endswith(f"1 tệp: 1 lỗi, 2 cảnh báo, {notes} ghi chú.")
    assert findings_text(found, "en").endswith(f"1 file(s): 1 error(s), 2 warning(s), {notes} note(s).")


def test_the_json_has_both_languages_and_the_figures(found: Review) -> None:
    """The JSON survives writing and reading, and says what the findings say."""
    data = json.loads(json.dumps(findings_json(found), ensure_ascii=False))

    assert data["format"] == "dossierflow/review@1"
    assert data["counts"]["error"] == 1
    assert [one["code"] for one in data["findings"]] == [one.code for one in found.findings]
    (gap,) = (one for one in data["findings"] if one["code"] == "DF401")
    assert gap["details"]["facts"] == {"work": "house", "kind": "reissue"}
    assert set(gap["message"]) == {"vi", "en"}
    assert [one["reproducer"] for one in data["findings"]].count("scenario: <x>\n") == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sarif_has_the_shape_that_the_standard_demands(found: Review, lang: Language) -> None:
    """The log is valid against the parts of the schema that it uses."""
    data = json.loads(json.dumps(findings_sarif(found, lang, version="1.2.3"), ensure_ascii=False))

    assert list(Draft7Validator(SARIF).iter_errors(data)) == []


def test_every_sarif_result_names_its_rule_and_line(found: Review) -> None:
    """Results point to the rule of their code; a finding without line has no region, one without field no name."""
    (run,) = findings_sarif(found, "vi", version="1.2.3")["runs"]
    rules = run["tool"]["driver"]["rules"]

    assert len(run["results"]) == len(found.findings)
    for one, result in zip(found.findings, run["results"], strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == one.code
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert physical.get("region") == ({"startLine": one.line} if one.line else None)
        assert ("logicalLocations" in location) is bool(one.field)
        assert re.fullmatch(r"(file://)?[\x21-\x7e]+", physical["artifactLocation"]["uri"])
    assert "quy%20t%E1%BA%AFc.yaml" in {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]
    }


class Page(HTMLParser):
    """Collects tags, attributes and text, and whether every tag is closed in order."""

    VOID = ("meta", "br")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Collect text."""
        self.text += data


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_html_is_one_accessible_file(found: Review, lang: Language) -> None:
    """The page names its language and title, its table has a caption and headings, and nothing is loaded or run."""
    page = Page()
    page.feed(findings_html(found, lang))
    tags = [tag for tag, _ in page.tags]
    scopes = [attributes["scope"] for tag, attributes in page.tags if tag == "th"]

    assert page.open == []
    assert page.tags[0] == ("html", {"lang": lang})
    assert tags.count("title") == tags.count("h1") == tags.count("table") == tags.count("caption") == 1
    assert scopes == ["col"] * 4 + ["row"] * len(found.findings)
    assert {"script", "link", "img", "iframe"}.isdisjoint(tags)
    assert not any({"src", "href", "onclick"} & attributes.keys() for _, attributes in page.tags)
    for one in found.findings:
        assert one.message.text(lang) in page.text
        assert one.fix.text(lang) in page.text
    assert "scenario: <x>" in page.text


def test_html_without_findings_says_so() -> None:
    """Nothing found is said in words, without a table."""
    empty = Review(findings=(), files=("a.yaml",), subjects=(), kinds={})

    assert "<p>Nothing was found.</p>" in findings_html(empty, "en")
    assert "<table>" not in findings_html(empty, "vi")


def test_absolute_files_are_file_uris(found: Review) -> None:
    """A file outside the working folder keeps its full path."""
    (run,) = findings_sarif(found, "en", version="1.2.3")["runs"]
    (artifact,) = run["artifacts"]

    assert Path(found.files[0]).is_absolute()
    assert artifact["location"]["uri"].startswith("file:///")
