"""Layers are put together day by day, and contradictions are refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from dossierflow.citation import Citation
from dossierflow.errors import CalendarError, UnknownNameError
from dossierflow.worktime import DayKind, Interval, Level, Schedule, compile_calendar

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.worktime import CalendarLayer, DayFact, OfficeHours

    Layers = Callable[..., CalendarLayer]
    Facts = Callable[..., DayFact]
    Swaps = Callable[..., tuple[DayFact, DayFact]]
    Weeks = Callable[..., OfficeHours]

MORNING = (Interval.parse("08:00-11:00"),)
MONDAY, TUESDAY, SATURDAY = date(2024, 5, 6), date(2024, 5, 7), date(2024, 5, 11)


def test_a_higher_layer_overrides_a_day(layer: Layers, fact: Facts) -> None:
    """Where two levels speak of a day, only the higher one is heard."""
    national = layer(days=(fact("2024-05-06", DayKind.HOLIDAY), fact("2024-05-07", DayKind.HOURS, hours=MORNING)))
    province = layer(
        "province",
        Level.PROVINCE,
        days=(fact("2024-05-06", DayKind.RECEPTION_ONLY), fact("2024-05-07", DayKind.CLOSURE)),
    )
    calendar = compile_calendar([province, national], name="both")

    assert [[fact.kind for fact in calendar.facts(day)] for day in (MONDAY, TUESDAY)] == [
        [DayKind.RECEPTION_ONLY],
        [DayKind.CLOSURE],
    ]
    assert [calendar.is_working(MONDAY), calendar.is_reception(MONDAY), calendar.is_working(TUESDAY)] == [
        False,
        True,
        False,
    ]


def test_levels_stack_in_their_order(layer: Layers, fact: Facts) -> None:
    """Office over province over ministry over nation, in whatever order they are given."""
    stack = [
        layer(days=(fact("2024-05-06", DayKind.HOURS, hours=(Interval.parse("08:00-09:00"),)),)),
        layer("m", Level.MINISTRY, days=(fact("2024-05-06", DayKind.HOURS, hours=(Interval.parse("08:00-10:00"),)),)),
        layer("p", Level.PROVINCE, days=(fact("2024-05-06", DayKind.HOURS, hours=(Interval.parse("08:00-11:00"),)),)),
        layer("o", Level.OFFICE, days=(fact("2024-05-06", DayKind.HOURS, hours=(Interval.parse("08:00-12:00"),)),)),
    ]
    closings = [
        str(compile_calendar(stack[height::-1], name="stack").closing(MONDAY))[11:16] for height in range(len(stack))
    ]

    assert closings == ["09:00", "10:00", "11:00", "12:00"]


def test_hours_of_a_higher_layer_keep_the_reason_of_a_lower_one(layer: Layers, fact: Facts, swap: Swaps) -> None:
    """Other hours on a swapped Saturday do not undo the swap; they replace other hours only."""
    national = layer(days=swap("2024-05-06", "2024-05-11"))
    ministry = layer("m", Level.MINISTRY, days=(fact("2024-05-11", DayKind.HOURS, hours=MORNING),))
    office = layer("o", Level.OFFICE, days=(fact("2024-05-11", DayKind.HOURS, hours=(Interval.parse("09:00-10:00"),)),))
    calendar = compile_calendar([national, ministry, office], name="short Saturday")

    assert [fact.kind for fact in calendar.facts(SATURDAY)] == [DayKind.SWAP_WORK, DayKind.HOURS]
    assert calendar.hours(SATURDAY) == ((540, 600),)


def test_a_province_may_swap_back(layer: Layers, swap: Swaps) -> None:
    """A province that does not follow a national swap exchanges the two days back."""
    national = layer(days=swap("2024-05-06", "2024-05-11"))
    province = layer("province", Level.PROVINCE, days=swap("2024-05-11", "2024-05-06"))
    calendar = compile_calendar([national, province], name="ordinary")

    assert [calendar.is_working(MONDAY), calendar.is_working(SATURDAY)] == [True, False]
    assert calendar.hours(MONDAY) == ((480, 720), (780, 1020))


def test_weekly_hours_hold_where_their_layer_speaks(layer: Layers, week: Weeks) -> None:
    """Summer hours of a province hold in summer; before and after, the nation's."""
    summer = layer(
        "summer",
        Level.PROVINCE,
        first=date(2024, 4, 15),
        last=date(2024, 10, 15),
        weekly=week("tuesday wednesday thursday friday saturday", "07:00-11:30 13:30-17:00"),
    )
    calendar = compile_calendar([layer(), summer], name="summer")

    assert [calendar.is_working(date(2024, 4, day)) for day in (8, 13, 15, 16, 20)] == [True, False, False, True, True]
    assert str(calendar.opening(date(2024, 10, 15)))[11:16] == "07:00"
    assert str(calendar.opening(date(2024, 10, 16)))[11:16] == "08:00"
    assert calendar.is_weekend(MONDAY)


def test_swaps_of_the_nation_are_judged_by_the_nations_week(layer: Layers, week: Weeks, swap: Swaps) -> None:
    """An office that works on Saturdays anyway simply works on the swapped one, by its own hours."""
    national = layer(days=swap("2024-05-06", "2024-05-11"))
    office = layer("o", Level.OFFICE, weekly=week("tuesday saturday", "09:00-12:00"))
    calendar = compile_calendar([national, office], name="Saturdays")

    assert calendar.hours(SATURDAY) == ((540, 720),)
    assert not calendar.is_working(MONDAY)


def test_swapped_days_have_their_own_hours_if_given(layer: Layers, swap: Swaps) -> None:
    """Hours on the swap itself win over Friday's pattern."""
    off, work = swap("2024-05-06", "2024-05-11")
    calendar = compile_calendar([layer(days=(off, work.model_copy(update={"hours": MORNING})))], name="short")

    assert calendar.hours(SATURDAY) == ((480, 660),)


def test_layers_outside_the_years_change_nothing(layer: Layers, week: Weeks, fact: Facts) -> None:
    """A higher layer of other years is carried along without effect, also where it overlaps in part."""
    plain = compile_calendar([layer()], name="plain")
    before = layer("b", Level.PROVINCE, first=date(2022, 1, 1), last=date(2022, 12, 31), weekly=week("monday"))
    after = layer("a", Level.PROVINCE, first=date(2025, 1, 1), last=date(2025, 12, 31), weekly=week("monday"))
    across = layer(
        "c",
        Level.OFFICE,
        first=date(2023, 1, 1),
        last=date(2023, 12, 31),
        days=(fact("2023-12-29", DayKind.CLOSURE),),
    )

    assert plain == compile_calendar([layer(), before, after, across], name="plain")


def test_two_holidays_may_coincide(layer: Layers, fact: Facts) -> None:
    """A lunar holiday on a fixed one leaves both reasons on the day."""
    both = (fact("2024-05-06", DayKind.HOLIDAY), fact("2024-05-06", DayKind.HOLIDAY))
    calendar = compile_calendar([layer(days=both)], name="both")

    assert both == calendar.facts(MONDAY)
    assert not calendar.is_working(MONDAY)


def test_swaps_reach_across_layers_of_a_level(layer: Layers, swap: Swaps) -> None:
    """A swap over the turn of the year lies in two files."""
    off, work = swap("2024-12-31", "2025-01-04")
    years = [layer(days=(off,)), layer("2025", first=date(2025, 1, 1), last=date(2025, 12, 31), days=(work,))]
    calendar = compile_calendar(years, name="two years")

    assert calendar.nth_working_day(date(2024, 12, 30), 1) == date(2025, 1, 1)
    assert calendar.is_working(date(2025, 1, 4))
    assert compile_calendar(years[:1], name="one year").last == date(2024, 12, 31)


def a_refusal(layers: list[CalendarLayer]) -> str:
    """Return the message with which *layers* are refused."""
    with pytest.raises(CalendarError) as caught:
        compile_calendar(layers, name="refused")
    return str(caught.value)


def test_refuses_layers_that_contradict_each_other(layer: Layers, week: Weeks) -> None:
    """No layer, two of one level on one day, a gap, no zone, two zones, no hours: each is refused in words."""
    second = layer("second", first=date(2024, 12, 31), last=date(2025, 12, 31))
    far = layer("far", first=date(2025, 1, 2), last=date(2025, 12, 31))
    half = layer("half", first=date(2025, 1, 1), last=date(2025, 12, 31), weekly=None)

    assert a_refusal([]) == "a calendar needs at least one layer"
    assert "'base' and 'second' of level national both speak of 2024-12-31" in a_refusal([layer(), second])
    assert "no layer of level national speaks of the days between 2024-12-31 and 2025-01-02" in a_refusal(
        [layer(), far]
    )
    assert a_refusal([layer(zone=None)]) == "the layers of a calendar give one time zone; found none"
    assert "Asia/Ho_Chi_Minh in 'base' and Asia/Tokyo in 'o'" in a_refusal(
        [layer(), layer("o", Level.OFFICE, zone="Asia/Tokyo")]
    )
    assert "no layer gives weekly hours for 2025-01-01" in a_refusal([layer(), half])
    assert "weekly hours for 2024-01-01" in a_refusal(
        [layer(weekly=None), layer("o", Level.OFFICE, first=date(2024, 2, 1), weekly=week())]
    )
    with pytest.raises(UnknownNameError, match="there is no time zone 'Asia/Hanoi'"):
        compile_calendar([layer(zone="Asia/Hanoi")], name="refused")


def test_refuses_half_a_swap_across_layers(layer: Layers, swap: Swaps) -> None:
    """A swap whose partner is missing in the neighbouring file names both days."""
    off, _ = swap("2024-12-31", "2025-01-04")
    message = a_refusal([layer(days=(off,)), layer("2025", first=date(2025, 1, 1), last=date(2025, 12, 31))])

    assert (
        message
        == "2024-12-31 (swap_off) is exchanged for 2025-01-04, which is no swap_work here; a swap needs both days"
    )


def test_refuses_half_a_swap_of_a_short_layer(layer: Layers, swap: Swaps) -> None:
    """A partner that the calendar covers must be there, also where the layer itself does not reach."""
    _, work = swap("2024-04-29", "2024-05-04")
    may = layer("may", Level.PROVINCE, first=date(2024, 5, 1), last=date(2024, 5, 31), days=(work,))

    assert "2024-05-04 (swap_work) is exchanged for 2024-04-29, which is no swap_off here" in a_refusal([layer(), may])


def test_refuses_a_layer_with_a_mistake_of_its_own(layer: Layers, fact: Facts) -> None:
    """A mistake within one layer is refused under its name."""
    assert a_refusal([layer(days=(fact("2025-05-06", DayKind.HOLIDAY),))]) == (
        "layer 'base': 2025-05-06 lies outside 2024-01-01 to 2024-12-31"
    )


@pytest.mark.parametrize(
    ("day", "kind", "message"),
    [
        ("2024-05-11", DayKind.COMPENSATORY_OFF, "2024-05-11 is compensatory_off, but it is no working day anyway"),
        ("2024-05-11", DayKind.HOURS, "2024-05-11 is hours, but it is no working day anyway"),
    ],
)
def test_refuses_days_off_that_are_off_anyway(
    layer: Layers, fact: Facts, day: str, kind: DayKind, message: str
) -> None:
    """A day off in lieu on a Saturday is a mistyped date."""
    more = {"hours": MORNING} if kind is DayKind.HOURS else {}

    assert message in a_refusal([layer(days=(fact(day, kind, **more),))])


def test_refuses_swaps_that_change_nothing(layer: Layers, swap: Swaps) -> None:
    """Working on a Tuesday or resting on a Sunday is no swap."""
    assert "2024-05-07 is swap_work, but it is a working day anyway" in a_refusal(
        [layer(days=swap("2024-05-06", "2024-05-07"))]
    )
    assert "2024-05-12 is swap_off, but it is no working day anyway" in a_refusal(
        [layer(days=swap("2024-05-12", "2024-05-11"))]
    )


def test_as_known_on_leaves_out_later_decisions(layer: Layers, fact: Facts) -> None:
    """A decision counts from its date on, in the layer that it belongs to."""
    storm = fact("2024-05-06", DayKind.CLOSURE, known_from=date(2024, 5, 5))
    layers = [layer(), layer("province", Level.PROVINCE, days=(storm,))]

    assert compile_calendar(layers, name="x", as_known_on=date(2024, 5, 4)).is_working(MONDAY)
    assert not compile_calendar(layers, name="x", as_known_on=date(2024, 5, 5)).is_working(MONDAY)


def a_year(layer: Layers, number: int, known_from: date | None, *, confirmed: bool = True) -> CalendarLayer:
    """Return a national layer of one year, confirmed on *known_from*, or always."""
    last = date(number, 12, 31)
    schedule = known_from and Schedule(known_from=known_from, cite=(Citation(doc="notice"),))
    return layer(
        str(number),
        first=date(number, 1, 1),
        last=last,
        confirmed_until=last if confirmed else None,
        schedule=schedule,
    )


def test_confirmation_is_an_unbroken_run(layer: Layers) -> None:
    """A year is confirmed only if all years before it are."""
    years = [
        a_year(layer, 2024, date(2023, 11, 3)),
        a_year(layer, 2025, None, confirmed=False),
        a_year(layer, 2026, date(2025, 10, 16)),
    ]

    assert compile_calendar(years, name="x").confirmed_until == date(2024, 12, 31)
    assert compile_calendar(years, name="x", as_known_on=date(2023, 11, 2)).confirmed_until == date(2023, 12, 31)
    years[1] = a_year(layer, 2025, None)
    assert compile_calendar(years, name="x").confirmed_until == date(2026, 12, 31)
    assert compile_calendar(years, name="x", as_known_on=date(2025, 10, 15)).confirmed_until == date(2025, 12, 31)


def test_confirmation_stops_within_a_year(layer: Layers) -> None:
    """A layer confirmed until June does not reach over to the next year."""
    half = a_year(layer, 2024, None).model_copy(update={"confirmed_until": date(2024, 6, 30)})

    assert compile_calendar([half, a_year(layer, 2025, None)], name="x").confirmed_until == date(2024, 6, 30)


def test_every_level_that_confirms_has_a_say(layer: Layers) -> None:
    """The earliest confirmation of all levels counts; a level that confirms nothing has no say."""
    nation = a_year(layer, 2024, None)
    province = layer("province", Level.PROVINCE, confirmed_until=date(2024, 3, 31))

    assert compile_calendar([nation, layer("o", Level.OFFICE)], name="x").confirmed_until == date(2024, 12, 31)
    assert compile_calendar([nation, province], name="x").confirmed_until == date(2024, 3, 31)
    assert compile_calendar([layer()], name="x").confirmed_until == date(2024, 12, 31)


def test_the_hash_is_about_content(layer: Layers, week: Weeks, fact: Facts) -> None:
    """Names of layers and how the years are cut do not change the hash; days, hours, zone and coverage do."""
    base = compile_calendar([layer()], name="base").hash
    halves = [layer("one", last=date(2024, 6, 30)), layer("two", first=date(2024, 7, 1))]
    others = [
        [layer(last=date(2024, 12, 30))],
        [layer(zone="Asia/Tokyo")],
        [layer(weekly=week("monday"))],
        [layer(reception=week("saturday"))],
        [layer(days=(fact("2024-05-06", DayKind.HOLIDAY),))],
        [layer(days=(fact("2024-05-06", DayKind.CLOSURE),))],
        [layer(confirmed_until=date(2024, 6, 30))],
    ]

    assert base == compile_calendar([layer("renamed")], name="other").hash
    assert base == compile_calendar(halves, name="base").hash
    assert len({base, *(compile_calendar(layers, name="base").hash for layers in others)}) == len(others) + 1


def test_order_of_layers_and_days_does_not_matter(layer: Layers, fact: Facts) -> None:
    """The same layers in another order are the same calendar."""
    days = [fact("2024-05-06", DayKind.HOLIDAY), fact("2024-05-08", DayKind.CLOSURE)]
    one = [layer(days=tuple(days)), layer("o", Level.OFFICE, first=date(2024, 5, 1))]
    other = [one[1], layer(days=tuple(days[::-1]))]

    assert compile_calendar(one, name="x") == compile_calendar(other, name="x")


def test_every_day_of_a_mixed_calendar_has_one_meaning(layer: Layers, week: Weeks, swap: Swaps) -> None:
    """A working day has hours and an opening, any other day has neither."""
    office = layer("o", Level.OFFICE, first=date(2024, 3, 1), weekly=week("monday sunday"), reception=week("friday"))
    calendar = compile_calendar([layer(days=swap("2024-02-05", "2024-02-10")), office], name="mixed")
    for number in range(366):
        day = calendar.first + timedelta(days=number)
        assert calendar.is_working(day) == bool(calendar.hours(day)) == (calendar.opening(day) is not None)
        assert calendar.is_reception(day) == bool(calendar.reception_hours(day))
