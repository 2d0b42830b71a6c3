"""Drawn lives: what is in them, that nothing lies upon anything else, and that nothing rests on colour."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dossierflow.engine.dossier import ClockState
from dossierflow.errors import DefinitionError, EventFormatError
from dossierflow.procedure import catalogue
from dossierflow.render.lives import (
    Order,
    comparison_html,
    comparison_json,
    comparison_of,
    comparison_svg,
    comparison_text,
    life_html,
    life_json,
    life_of,
    life_of_run,
    life_svg,
    life_text,
    many_html,
    many_json,
    many_of,
    many_svg,
    many_text,
)
from dossierflow.render.lives.axis import axis_of
from dossierflow.render.lives.clean import clean
from dossierflow.render.lives.life import Bar, BarKind, Clock, Flag, FlagKind, Life, Mark, MarkKind, Stop
from dossierflow.render.lives.looks import (
    BARS,
    CLOCK,
    FLAGS,
    GREY,
    INK,
    LATE,
    MARKS,
    PAPER,
    SHADE,
    SUSPENDED,
    SYMBOLS,
    width_of,
)
from dossierflow.render.lives.many import Verdict
from dossierflow.render.lives.many_svg import SYMBOLS as VERDICT_SYMBOLS
from dossierflow.render.lives.many_svg import VERDICTS
from dossierflow.simulate import read_scenario, read_scenarios, run_scenario
from dossierflow.worktime import vietnam, zone

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.citation import Language

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
TET = "building-permit/tet-2026"
STORIES = {
    "tet": TET,
    "moved": "building-permit/transition-2026",
    "day": "birth-registration/same-day",
    "closed": "air-transport-licence/supplement-and-silence",
    "fees": "catalogue/sea-area-allocation/one-ministry-stays-silent",
}
SVG = "{http://www.w3.org/2000/svg}"
CALENDAR = vietnam()
HOSTILE = '<script>alert("x")</script> & \x00\x1b[31m\u202e]]> ' + "ạ" * 90


@cache
def drawn(name: str, lang: Language = "en", until: str | None = None) -> Life:
    """Return the life of an example."""
    file = read_scenario(EXAMPLES / f"{name}.scenario.yaml")
    stop = None if until is None else datetime.fromisoformat(until).replace(tzinfo=zone("Asia/Ho_Chi_Minh"))
    return life_of_run(run_scenario(file, until=stop), lang)


def made(days: float, count: int, *, text: str = "Thẩm định") -> Life:
    """Return a life that lasts so many *days*, with so many steps, clocks and acts spread over them."""
    start = datetime(2023, 3, 1, 8, tzinfo=CALENDAR.tz)
    at = [start + timedelta(days=days * number / count) for number in range(count + 1)]
    pairs = list(itertools.pairwise(at))
    bars = tuple(
        Bar(
            key=f"step.{number}",
            lane=f"agency{number % 3}",
            kind=list(BarKind)[number % 3],
            text=f"{text} {number}",
            start=begin,
            end=end,
            stops=(Stop(begin, end, text),) if number % 5 == 0 else (),
        )
        for number, (begin, end) in enumerate(pairs)
    )
    clocks = tuple(
        Clock(
            key=f"limit{number}.1",
            limit=f"limit{number % 6}",
            text=f"{text} {number}",
            party="x",
            term="1 day",
            start=begin,
            end=end,
            stops=(),
            flags=(Flag(begin, FlagKind.MOVED), Flag(end, list(FlagKind)[number % 3])),
            late_from=None,
            outcome=ClockState.MET,
        )
        for number, (begin, end) in enumerate(pairs)
    )
    return Life(
        dossier=text,
        procedure=text,
        lang="vi",
        calendar=CALENDAR,
        lanes=tuple((f"agency{number}", f"{text} {number}") for number in range(3)),
        bars=bars,
        clocks=clocks,
        marks=tuple(Mark(number, one, one, list(MarkKind)[number % 5], text, text) for number, one in enumerate(at, 1)),
        eras=(),
        until=at[-1],
        state=text,
        is_over=True,
        main=clocks[0].key,
    )


def parsed(picture: str) -> ET.Element:
    """Return a picture as XML, or fail."""
    return ET.fromstring(picture)  # noqa: S314 -- our own


def boxes(picture: str) -> list[tuple[str, float, float, float, float]]:
    """Return every text of a picture with the room that it takes."""
    found: list[tuple[str, float, float, float, float]] = []
    for one in parsed(picture).iter(f"{SVG}text"):
        size = float(one.get("font-size", "12"))
        x, foot, text = float(one.get("x", "0")), float(one.get("y", "0")), one.text or ""
        # letters are a little narrower in every font than the pictures reckon
        wide = width_of(text, size) * 0.93
        left = x - wide / 2 if one.get("text-anchor") == "middle" else x
        found.append((text, left, foot - size * 0.75, left + wide, foot + size * 0.1))
    return found


def overlaps(picture: str) -> list[tuple[str, str]]:
    """Return the pairs of texts that lie upon one another."""
    return [
        (one[0], other[0])
        for one, other in itertools.combinations(boxes(picture), 2)
        if one[1] < other[3] and other[1] < one[3] and one[2] < other[4] and other[2] < one[4]
    ]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", ["tet", "day"])
def test_pictures_are_drawn_as_they_were(name: str, lang: Language, golden: Callable[[str, str], None]) -> None:
    """Picture, page and text of a life are kept and compared."""
    life = drawn(STORIES[name], lang)
    golden(f"lives/{name}.{lang}.svg", life_svg(life) + "\n")
    golden(f"lives/{name}.{lang}.html", life_html(life))
    golden(f"lives/{name}.{lang}.txt", life_text(life) + "\n")


def test_many_and_two_are_drawn_as_they_were(golden: Callable[[str, str], None]) -> None:
    """Rows of many dossiers, and two lives beside one another, are kept and compared."""
    lives = [drawn(name) for name in STORIES.values()]
    golden("lives/many.en.svg", many_svg(many_of(lives)) + "\n")
    golden("lives/many.en.txt", many_text(many_of(lives)) + "\n")
    two = comparison_of(drawn(TET), drawn(TET, until="2026-02-20T12:00"))
    golden("lives/two.en.svg", comparison_svg(two) + "\n")
    golden("lives/two.en.txt", comparison_text(two) + "\n")


def test_the_pictures_of_the_manual_are_those_that_are_drawn(golden: Callable[[str, str], None]) -> None:
    """What the manual shows is what the command writes today."""
    open_one = drawn(TET, until="2026-02-20T12:00")
    golden("../../docs/how-to/timeline-life.svg", life_svg(drawn(TET)) + "\n")
    golden("../../docs/how-to/timeline-two.svg", comparison_svg(comparison_of(drawn(TET), open_one)) + "\n")
    folder = [drawn(f"building-permit/{name}") for name in ("tet-2026", "transition-2026", "v2-2026")]
    golden("../../docs/how-to/timeline-many.svg", many_svg(many_of(folder)) + "\n")


def test_the_life_tells_what_happened() -> None:
    """Steps, the wait for the supplement, handoffs, both runs of the limit, moved dates, refused acts, a timer."""
    life = drawn(TET)
    bars = {bar.key: bar for bar in life.bars}
    appraised, wait = bars["step.appraise.1"], bars["supplement.1"]
    assert [stop.start for stop in appraised.stops] == [wait.start]
    assert appraised.end == wait.end
    assert (wait.lane, wait.kind) == ("applicant", BarKind.WAIT)
    assert {"handoff.fire_opinion.1", "handoff.planning_opinion.1"} <= bars.keys()
    clocks = {clock.key: clock for clock in life.clocks}
    assert clocks["total.1"].outcome is ClockState.SUPERSEDED
    assert clocks["total.1"].due is None
    last = clocks["total.2"]
    assert [(flag.at.isoformat()[:10], flag.kind.value) for flag in last.flags] == [
        ("2026-03-11", "moved"),
        ("2026-03-23", "statutory"),
    ]
    assert last.late_from == last.flags[-1].at
    assert clocks["appointment"].flags[-1] == Flag(
        datetime(2026, 3, 25, 17, tzinfo=life.calendar.tz), FlagKind.PROMISED
    )
    kinds = [mark.kind for mark in life.marks]
    assert kinds.count(MarkKind.REFUSED) == 7
    assert kinds.count(MarkKind.TIMER) == 2
    assert life.main == "total.2"


def test_a_log_draws_the_same_life() -> None:
    """The events alone give the same bars and clocks as the run that they come from."""
    run = run_scenario(read_scenario(EXAMPLES / f"{TET}.scenario.yaml"))
    of_log = life_of(run.events, catalogue(), run.file.calendar, "en", until=run.until)
    life = life_of_run(run, "en")
    assert (of_log.bars, of_log.clocks, of_log.lanes, of_log.state) == (life.bars, life.clocks, life.lanes, life.state)
    early = life_of(run.events, catalogue(), run.file.calendar, "en", until=run.events[3].occurred_at)
    assert any(bar.end is None for bar in early.bars)


def test_logs_that_tell_nothing_are_refused() -> None:
    """No events, a gap, and a log that does not begin with the filing are told, not drawn."""
    run = run_scenario(read_scenario(EXAMPLES / f"{TET}.scenario.yaml"))
    with pytest.raises(EventFormatError, match="nothing to draw"):
        life_of((), catalogue(), CALENDAR, "en")
    with pytest.raises(EventFormatError, match="does not follow"):
        life_of(run.events[1:], catalogue(), CALENDAR, "en")
    with pytest.raises(EventFormatError, match="pin no procedure version"):
        life_of([replace(run.events[2], sequence=1)], catalogue(), CALENDAR, "en")


@cache
def pictures() -> dict[str, str]:
    """Return a picture of every kind, some of them of lives that nobody would wish for."""
    found = {f"{name}-{lang}": life_svg(drawn(story, lang)) for name, story in STORIES.items() for lang in ("vi", "en")}
    for days, count in ((0.02, 3), (1, 12), (40, 40), (400, 9), (1826, 70), (1826, 4)):
        found[f"{days} days, {count} steps"] = life_svg(made(days, count))
    lives = [replace(made(30 * number, 4), dossier=f"H-{number}") for number in range(1, 40)]
    found["many"] = many_svg(many_of(lives), page=2)
    found["two"] = comparison_svg(comparison_of(drawn(TET, "vi"), drawn(STORIES["moved"], "vi")))
    found["open"] = life_svg(drawn(TET, until="2026-02-20T12:00"))
    return found


def test_no_text_lies_upon_another() -> None:
    """From minutes to five years, three acts to a hundred: texts are apart, inside the sheet, and the width is one."""
    for name, picture in pictures().items():
        assert not overlaps(picture), name
        root = parsed(picture)
        assert root.get("width") == "1160", name
        height = float(root.get("height", "0"))
        for text, left, top, right, bottom in boxes(picture):
            assert min(left, top) >= 0, (name, text)
            assert right <= 1160, (name, text)
            assert bottom <= height, (name, text)


def test_every_picture_names_itself() -> None:
    """Role, title and description are there, identifiers are unique, and nothing comes from elsewhere."""
    for name, picture in pictures().items():
        root = parsed(picture)
        ids = [one.get("id") for one in root.iter() if one.get("id")]
        assert root.get("role") == "img", name
        assert set((root.get("aria-labelledby") or "").split()) <= set(ids), name
        assert len(ids) == len(set(ids)), name
        assert (root.findtext(f"{SVG}desc") or "").strip(), name
        assert not re.search(r"<script|<image|href=|@import|url\((?!#)", picture), name


def test_hostile_names_stay_text() -> None:
    """Markup is escaped, control characters and those that turn text around are made visible, long words are cut."""
    life = made(9, 4, text=HOSTILE)
    two = comparison_of(life, life)
    for text in (life_html(life), many_html(many_of([life])), comparison_html(two)):
        assert "<script" not in text
    cleaned = clean(HOSTILE)
    assert not set(cleaned) & {"\x00", "\x1b", "\u202e"}
    assert not overlaps(life_svg(made(9, 4, text=cleaned)))


def test_idle_time_is_left_out_and_told() -> None:
    """A year in which nothing happens becomes a break with its length; short and even lives have none."""
    start = datetime(2024, 3, 4, 9, tzinfo=CALENDAR.tz)
    later = start + timedelta(days=400)
    axis = axis_of([start, start + timedelta(days=3), later, later + timedelta(days=2)], CALENDAR.tz, 900, 80)
    (left_out,) = axis.breaks
    assert left_out.days == 394
    assert axis.right == pytest.approx(900)
    assert axis.x(start) < axis.x(start + timedelta(days=3)) < left_out.left
    assert axis.x(later) > left_out.right
    assert "394 days left out" not in life_svg(drawn(TET))
    assert not axis_of([start, start + timedelta(days=10)], CALENDAR.tz, 900, 80).breaks


def test_places_keep_the_order_of_time() -> None:
    """Later is never further left, within pieces and across breaks."""
    life = made(1826, 7)
    axis = axis_of(life.instants(), CALENDAR.tz, 900, 80)
    places = [axis.x(at) for at in sorted(life.instants())]
    assert places == sorted(places)


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB`` as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrasts_are_enough() -> None:
    """Text has 7 to 1 against what it stands on; borders 4.5 to 1 against fill, page and shade."""
    for look in (*BARS.values(), CLOCK, SUSPENDED, *MARKS.values(), *VERDICTS.values()):
        assert contrast(look.text, look.fill) >= 7, look
        assert contrast(look.line, PAPER) >= 4.5, look
        assert look.fill == look.line or contrast(look.line, SHADE) >= 3.5, look
    assert all(contrast(colour, SHADE) >= 4.5 for colour in FLAGS.values())
    assert contrast(INK, SHADE) >= 7
    assert contrast(GREY, SHADE) >= 7
    assert contrast(LATE.line, CLOCK.fill) >= 7


def test_nothing_rests_on_colour() -> None:
    """In grey, kinds still differ: bars by border, marks and verdicts by symbol or border."""
    assert len({(look.dashes, look.width) for look in BARS.values()}) == len(BARS)
    assert len({(SYMBOLS[kind], look.dashes, look.width) for kind, look in MARKS.items() if kind}) == len(MARKS) - 1
    assert len(set(VERDICT_SYMBOLS.values())) == len(VERDICTS) == len(Verdict)
    assert SUSPENDED.pattern
    assert LATE.pattern
    assert SUSPENDED.pattern != LATE.pattern


def test_the_page_can_be_used_without_seeing() -> None:
    """Language, a skip link, a named region for the keyboard, captions, headed rows and columns, no script."""
    page = life_html(drawn(TET, "vi"))
    assert '<html lang="vi">' in page
    assert 'href="#tables"' in page
    assert '<div id="tables" tabindex="-1">' in page
    assert 'role="region" tabindex="0" aria-label=' in page
    assert page.count("<caption>") == 3
    assert '<th scope="col">' in page
    assert '<th scope="row">' in page
    assert "A4 landscape" in page
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=\"(?!#|data:,)", page)
    rows = page.count("<tr>") - 3
    life = drawn(TET, "vi")
    assert rows == len(life.bars) + len(life.clocks) + len(life.marks)


def test_text_keeps_to_its_columns() -> None:
    """No line of the lanes is wider than promised, in any life."""
    for life in (drawn(TET), drawn(STORIES["day"]), made(1826, 30), made(0.02, 3)):
        assert max(map(len, life_text(life, acts=False).splitlines()[2:])) <= 130
    open_life = life_text(drawn(TET, until="2026-02-20T12:00"), acts=False)
    assert ">" in open_life


def test_many_are_sorted_counted_and_paged() -> None:
    """Rows come in the order that was asked for, each with its verdict; pages share one axis."""
    lives = [drawn(name) for name in STORIES.values()] + [drawn(TET, until="2026-02-20T12:00")]
    lives.append(drawn(TET, until="2026-03-10T12:00"))
    many = many_of(lives, order=Order.start, page_size=3)
    assert [len(page) for page in many.pages] == [3, 3, 1]
    assert [row.start for row in many.rows] == sorted(row.start for row in many.rows)
    verdicts = {row.verdict for row in many.rows}
    assert {Verdict.LATE, Verdict.SUSPENDED, Verdict.OPEN} <= verdicts
    by_verdict = many_of(lives, order=Order.verdict).rows
    order = list(Verdict)
    assert [order.index(row.verdict) for row in by_verdict] == sorted(order.index(row.verdict) for row in by_verdict)
    dues = [row.due for row in many_of(lives).rows if row.due is not None]
    assert dues == sorted(dues)
    assert sum(many.counts.values()) == 7
    assert many_html(many).count("<svg") == 3
    assert len(many_json(many)["dossiers"]) == 7  # type: ignore[arg-type] # a list
    assert many_text(many, page=3).count("\n") < many_text(many).count("\n")


def test_a_lapsed_overdue_or_missing_clock_has_its_own_verdict() -> None:
    """What ran out in silence, what is past its date, and what has no date are told apart."""
    life = made(10, 2)
    for outcome, verdict in (
        (ClockState.LAPSED, Verdict.LAPSED),
        (ClockState.MISSED, Verdict.OVERDUE),
        (ClockState.CANCELLED, Verdict.NONE),
        (ClockState.MET, Verdict.ON_TIME),
    ):
        clocks = tuple(replace(clock, outcome=outcome) for clock in life.clocks)
        assert many_of([replace(life, clocks=clocks)]).rows[0].verdict is verdict
    assert many_of([replace(life, main=None)]).rows[0].verdict is Verdict.NONE


def test_differences_are_marked_and_listed() -> None:
    """The same life has none; a life cut short lacks what came later, and ends elsewhere."""
    whole, cut = drawn(TET), drawn(TET, until="2026-03-05T12:00")
    assert comparison_of(whole, whole).differences == ()
    assert "There is no difference." in comparison_text(comparison_of(whole, whole))
    two = comparison_of(whole, cut)
    found = {(one.key, one.field): one for one in two.differences}
    assert found["step.decide.1", "there or not"].change == "only in A"
    moved = found["total.2", "due"]
    assert (moved.first[:11], moved.second[:11], moved.change) == ("23 Mar 2026", "11 Mar 2026", "12 days earlier")
    assert "*" in comparison_text(two)
    assert "#6A1B9A" in comparison_svg(two)
    assert "#6A1B9A" not in comparison_svg(comparison_of(whole, whole))
    assert len(comparison_json(two)["differences"]) == len(two.differences)  # type: ignore[arg-type] # a list
    other = replace(cut, calendar=replace(cut.calendar, zone="UTC"))
    with pytest.raises(DefinitionError, match="no common axis"):
        comparison_of(whole, other)


def test_values_are_those_of_the_picture() -> None:
    """Bars, clocks, marks and versions come with stable keys."""
    life = drawn(STORIES["moved"])
    told = life_json(life)
    assert [bar["key"] for bar in told["bars"]] == [bar.key for bar in life.bars]  # type: ignore[index,union-attr,call-overload] # a list of objects
    assert told["versions"] == [{"at": life.eras[0].at.isoformat(), "version": "2021-01-01"}]


def test_variants_of_one_story_are_told_apart() -> None:
    """Two variants have one number; their pictures, and the comparison, give the name of the variant too."""
    path = EXAMPLES / "test_your_procedure" / "cases" / "pavement.scenario.yaml"
    first, second = (life_of_run(run_scenario(file), "en") for file in read_scenarios(path))

    assert first.dossier != second.dossier
    assert first.dossier.partition(" [")[0] == second.dossier.partition(" [")[0]
    assert all(one.dossier in comparison_svg(comparison_of(first, second)) for one in (first, second))
