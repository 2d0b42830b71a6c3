"""Week strips: what a day looks like, that states compose, and that nothing rests on colour alone."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from dossierflow.citation import Citation, LegalText
from dossierflow.deadlines import Deeming, Ledger, Term, explain, profile, sensitivity
from dossierflow.errors import UnknownNameError
from dossierflow.render.day_styles import DUE_FILL, DUE_TEXT, STYLES, DayState
from dossierflow.render.explanation import explanation_json, explanation_markdown, explanation_text
from dossierflow.render.explanation_html import explanation_html
from dossierflow.render.week_strip import week_svg
from dossierflow.render.week_view import EDGE_WEEKS, week_table, week_view
from dossierflow.render.words.pictures import PICTURES_EN, PICTURES_VI
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.citation import Language
    from dossierflow.render.week_view import DayCell

CALENDAR = vietnam()
SVG = "{http://www.w3.org/2000/svg}"


def ledger(term: str, trigger: str, *pauses: str, deeming: Deeming | None = None, **choices: object) -> Ledger:
    """Return a ledger of the general profile, with pauses written ``start/end``."""
    wanted = Term.of(term)
    counting = profile("vn-general").counting(wanted.unit, **choices)
    made = Ledger(wanted, counting, datetime.fromisoformat(trigger).replace(tzinfo=CALENDAR.tz), deeming=deeming)
    for pause in pauses:
        start, end = pause.split("/")
        made = made.suspend(datetime.fromisoformat(start).replace(tzinfo=CALENDAR.tz), "chờ bổ sung <hồ sơ>")
        made = made.resume(datetime.fromisoformat(end).replace(tzinfo=CALENDAR.tz)) if end else made
    return made


SWAP = ledger("5 working days", "2024-04-24 09:30")
TET = ledger("10 working days", "2026-02-09 09:00", "2026-02-11 09:00/2026-02-13 09:00")


def cells(of: Ledger, lang: Language = "en") -> dict[str, DayCell]:
    """Return the cells of a strip by day."""
    view = week_view(explain(of, CALENDAR), CALENDAR, lang)
    return {cell.day.isoformat(): cell for week in view.weeks if week is not None for cell in week}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("name", "of"), [("swap-2024", SWAP), ("tet-2026", TET)], ids=["swap", "tet"])
def test_pictures_are_drawn_as_they_were(
    name: str, of: Ledger, lang: Language, golden: Callable[[str, str], None]
) -> None:
    """The whole picture and the whole page are kept and compared."""
    explanation = explain(of, CALENDAR)
    page = explanation_html(explanation, CALENDAR, lang, sensitivity(of, CALENDAR))
    stable = page.replace(CALENDAR.hash[:15], "sha256:########")

    golden(f"pictures/{name}.{lang}.svg", week_svg(week_view(explanation, CALENDAR, lang)) + "\n")
    golden(f"pictures/{name}.{lang}.html", stable)


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB`` as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_rightly() -> None:
    """Black on white is 21 to 1, a colour on itself 1."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#1D5C96", "#1D5C96") == 1


@pytest.mark.parametrize("state", DayState)
def test_texts_and_borders_stand_out(state: DayState) -> None:
    """Text has 7 to 1 against its fill; a border 4.5 to 1 against its fill and the page."""
    style = STYLES[state]
    assert contrast(style.text, style.fill) >= 7
    assert contrast(style.line, style.fill) >= 4.5
    assert contrast(style.line, "#FFFFFF") >= 4.5


def test_the_due_day_stands_out() -> None:
    """The flag has 7 to 1, and so has the outline against every fill under it."""
    assert contrast(DUE_TEXT, DUE_FILL) >= 7
    assert all(contrast(DUE_FILL, style.fill) >= 7 for style in STYLES.values())


def test_no_state_rests_on_colour() -> None:
    """Symbol and border together differ between any two states that a word does not part."""
    looks = [(style.symbol, style.border) for style in STYLES.values()]
    assert len(set(looks)) == len(STYLES) == len(DayState)


def test_states_compose_on_the_due_day() -> None:
    """The due Saturday is still a day worked in exchange, the fifth one, under the flag."""
    due = cells(SWAP)["2024-05-04"]
    assert (due.state, due.number, due.is_due) == (DayState.SWAP_WORK, 5, True)
    assert due.word == "Worked in exchange for 29 April 2024; Day 5"
    assert [day for day, cell in cells(SWAP).items() if cell.is_due] == ["2024-05-04"]


def test_every_day_of_the_weeks_says_what_it_is() -> None:
    """From Monday of the first week to Sunday of the last: event, counted, off, and the days around them."""
    assert {day[5:]: (cell.state.value, cell.number) for day, cell in cells(SWAP).items()} == {
        "04-22": ("plain", None),
        "04-23": ("plain", None),
        "04-24": ("trigger", None),
        "04-25": ("counted", 1),
        "04-26": ("counted", 2),
        "04-27": ("weekend", None),
        "04-28": ("weekend", None),
        "04-29": ("swap_off", None),
        "04-30": ("holiday", None),
        "05-01": ("holiday", None),
        "05-02": ("counted", 3),
        "05-03": ("counted", 4),
        "05-04": ("swap_work", 5),
        "05-05": ("weekend", None),
    }


def test_pauses_hours_months_and_deemed_days_are_shown() -> None:
    """A paused day says why; hours have no number; a month only its ends; days in the post are not counted."""
    post = Deeming(name=LegalText(vi="x", en="x"), after=Term.of("2 days"), cite=(Citation(doc="x"),))
    assert cells(TET)["2026-02-12"].word == "Suspended: chờ bổ sung <hồ sơ>"
    assert cells(TET)["2026-02-14"].state is DayState.WEEKEND
    hours = cells(ledger("8 working hours", "2026-03-06 15:00"))
    assert (hours["2026-03-09"].state, hours["2026-03-09"].word) == (DayState.COUNTED, "Hours counted")
    month = cells(ledger("1 month", "2026-03-02 09:00"))
    assert month["2026-04-02"].is_due
    assert not any(cell.number for cell in month.values())
    posted = cells(ledger("1 working day", "2026-03-02 09:00", deeming=post))
    assert [day for day, cell in posted.items() if cell.number] == ["2026-03-05"]
    same_day = cells(ledger("2 days", "2026-03-02 09:00", starts="same_day"))
    assert same_day["2026-03-02"].word == "Starting event; Day 1"


def test_what_stands_still_has_no_flag() -> None:
    """Without a due date no day is flagged, and the summary says why."""
    waiting = ledger("10 working days", "2026-03-02 09:00", "2026-03-04 09:00/")
    view = week_view(explain(waiting, CALENDAR), CALENDAR, "en")
    assert view.summary == "Due: not known while the term is suspended"
    assert not any(cell.is_due for cell in cells(waiting).values())


def test_a_long_term_leaves_weeks_out() -> None:
    """Of a year the first and the last weeks are drawn, with a gap that is named."""
    view = week_view(explain(ledger("1 year", "2025-03-03 09:00"), CALENDAR), CALENDAR, "en")
    assert len(view.weeks) == 2 * EDGE_WEEKS + 1
    assert view.weeks[EDGE_WEEKS] is None
    assert "… weeks left out …" in week_svg(view)


def test_days_outside_the_calendar_are_left_blank() -> None:
    """The week around the calendar's last day is complete, and nothing is claimed of days that are not known."""
    last = cells(ledger("1 day", "2027-12-30 09:00"))
    assert last["2028-01-01"].word == ""
    assert last["2028-01-01"].state is DayState.PLAIN


def test_the_picture_is_one_named_image() -> None:
    """It is well formed, has role, title and description, and escapes what people wrote."""
    root = ET.fromstring(week_svg(week_view(explain(TET, CALENDAR), CALENDAR, "vi"), prefix="a"))  # noqa: S314 - ours
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "a-title a-desc"
    assert root.findtext(f"{SVG}title") == "Các tuần từ 09/02/2026 đến 04/03/2026"
    assert "Ngày cuối cùng là" in (root.findtext(f"{SVG}desc") or "")
    assert any("chờ bổ sung <hồ sơ>" in (title.text or "") for title in root.iter(f"{SVG}title"))


def test_the_table_says_what_the_picture_shows() -> None:
    """Each cell is a row, in order, and the last day is marked in words."""
    view = week_view(explain(SWAP, CALENDAR), CALENDAR, "en")
    table = week_table(view)
    assert len(table.rows) == 14
    assert [row[2] for row in table.rows if row[2]] == ["LAST DAY"]
    assert table.rows[2] == ("Wednesday 24 April 2024", "Starting event, not counted", "")


def test_another_calendar_is_refused() -> None:
    """The days of one calendar are not drawn over the explanation of another."""
    with pytest.raises(UnknownNameError, match="calendar of this explanation"):
        week_view(explain(SWAP, CALENDAR), vietnam(as_known_on=date(2024, 1, 1)), "en")


def test_what_if_is_told_in_every_form() -> None:
    """Text, Markdown, page and JSON say the same changes, and nothing of them where they were not asked for."""
    explanation, variants = explain(SWAP, CALENDAR), sensitivity(SWAP, CALENDAR)
    line = "One day later: Monday 6 May 2024, 17:00"
    assert f"  - {line}" in explanation_text(explanation, "en", variants=variants)
    assert f"- {line}" in explanation_markdown(explanation, "en", variants)
    assert f"<li>{line}</li>" in explanation_html(explanation, CALENDAR, "en", variants)
    told = explanation_json(explanation, variants)["sensitivity"]
    assert isinstance(told, list)
    assert len(told) == len(variants)
    assert explanation_json(explanation)["sensitivity"] is None
    assert "One day later" not in explanation_text(explanation, "en")
    assert "<ul>" not in explanation_html(explanation, CALENDAR, "en")


def test_a_change_may_leave_no_due_date() -> None:
    """While a pause lasts, other choices leave the term without a due date as well, and moved ones say so."""
    waiting = ledger("2 working days", "2026-03-02 09:00", "2026-03-04 08:00/")
    told = explanation_text(explain(waiting, CALENDAR), "en", variants=sensitivity(waiting, CALENDAR))
    assert "One day later: no due date while the term is suspended" in told


def test_both_languages_say_all_of_it() -> None:
    """The two tables of words have the same keys."""
    assert PICTURES_EN.keys() == PICTURES_VI.keys()
