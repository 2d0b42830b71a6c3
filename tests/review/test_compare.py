"""Two versions compared: no difference is missed, and every start day is counted as a second computation counts it."""

from __future__ import annotations

import json
from collections import Counter
from copy import deepcopy
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

import pytest
from pydantic import BaseModel
from tests.review.day_walker import ends, next_working, rule_of, works

from dossierflow.citation import Effective
from dossierflow.deadlines.term import Term
from dossierflow.engine.actors import APPLICANT_ACTOR, Actor
from dossierflow.engine.commands import Receive, Submit
from dossierflow.engine.engine import Engine
from dossierflow.engine.refusals import RefusalCode
from dossierflow.errors import CalendarCoverageError, CalendarError
from dossierflow.procedure import Procedure, catalogue, shipped
from dossierflow.render.words.comparison import FIELDS
from dossierflow.render.words.comparison import PARTS as NAMES
from dossierflow.review.compare.comparison import compare
from dossierflow.review.compare.differences import ChangeKind, differences
from dossierflow.review.compare.dossiers import Fate, OtherProcedureError, dossiers_between
from dossierflow.review.compare.importance import PARTS, Weight
from dossierflow.review.findings import Subject
from dossierflow.review.mutation.mutation import mutations
from dossierflow.store.memory import MemoryStore
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.reading.document import Path
    from dossierflow.review.compare.comparison import Comparison
    from dossierflow.review.compare.dossiers import DossierEffect

ROWS = {"cases": ("when",), "filing": ("before", "when")}
A_DAY = timedelta(days=1)


def version(name: str) -> Procedure:
    """Return a shipped version by ``id@version``."""
    identifier, _, number = name.partition("@")
    return shipped(identifier).get(identifier, number)


def neighbours() -> list[tuple[Procedure, Procedure]]:
    """Return all shipped versions that follow one another, and some pairs of different procedures."""
    every = list(catalogue())
    follow = [pair for name in catalogue().ids for pair in pairwise(shipped(name).versions(name))]
    return [*follow, *zip(every[::5], every[3::5], strict=False)]


def content(procedure: Procedure) -> dict[str, Any]:
    """Return what a procedure says, without what it leaves at the default."""
    return procedure.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def by_identity(value: Any, key: str = "") -> Any:
    """Return *value* with its rows under what they are recognised by, so that their positions do not matter."""
    if isinstance(value, dict):
        return {name: by_identity(one, name) for name, one in value.items()}
    if isinstance(value, list) and key in ROWS:
        return {json.dumps([row.get(name) for name in ROWS[key]], sort_keys=True): by_identity(row) for row in value}
    return value


def named(procedure: Procedure, path: Path) -> list[str]:
    """Return *path* with rows by what they are recognised by."""
    found: list[str] = []
    value: Any = content(procedure)
    last = ""
    for key in path:
        value = value[key]
        is_row = isinstance(key, int)
        found.append(json.dumps([value.get(name) for name in ROWS[last]], sort_keys=True) if is_row else str(key))
        last = str(key)
    return found


def applied(before: Procedure, after: Procedure) -> Any:
    """Return the content of *before* with every difference carried out."""
    result = deepcopy(by_identity(content(before)))
    for one in differences(before, after):
        if one.kind is ChangeKind.REORDERED:
            continue
        if one.path_before is not None:
            *way, last = named(before, one.path_before)
            holder = result
            for key in way:
                holder = holder[key]
            del holder[last]
        if one.path_after is not None:
            *way, last = named(after, one.path_after)
            holder = result
            for key in way:
                holder = holder.setdefault(key, {})
            holder[last] = by_identity(one.after, str(one.path_after[-1]))
    return without_nothing(result)


def without_nothing(value: Any) -> Any:
    """Return *value* without mappings that hold nothing, which a file leaves out."""
    if not isinstance(value, dict):
        return value
    left = {key: without_nothing(one) for key, one in value.items()}
    return {key: one for key, one in left.items() if one != {}}


@pytest.mark.parametrize(("before", "after"), neighbours(), ids=str)
def test_carrying_out_the_differences_gives_the_other_version(before: Procedure, after: Procedure) -> None:
    """Nothing is missed and nothing is made up: the differences turn the first version into the second."""
    assert applied(before, after) == without_nothing(by_identity(content(after)))


@pytest.mark.parametrize("procedure", list(catalogue()), ids=str)
def test_a_version_does_not_differ_from_itself(procedure: Procedure) -> None:
    """There is no difference where there is none."""
    assert differences(procedure, procedure) == ()


@pytest.mark.parametrize("name", ["building-permit@2026-07-01", "complaint@2018-01-01", "work-permit@2021-02-15"])
def test_every_small_change_is_told_at_its_place(name: str) -> None:
    """A rule changed by one notch is told where it stands, with both values, and nothing else is."""
    procedure = version(name)
    changed = list(mutations(procedure))

    assert len(changed) > 10
    for one in changed:
        found = differences(procedure, one.procedure)
        assert found
        for told in found:
            assert told.path[: len(one.path)] == one.path or one.path[: len(told.path)] == told.path
            assert told.before != told.after


def test_rows_are_recognised_by_their_condition() -> None:
    """Rows that stand in another order are the same rows; only the order is told."""
    procedure = version("building-permit@2026-07-01")
    total = procedure.limits["total"]
    turned = total.model_copy(update={"cases": tuple(reversed(total.cases))})
    other = procedure.model_copy(update={"limits": {**procedure.limits, "total": turned}})

    (found,) = differences(procedure, other)

    assert found.kind is ChangeKind.REORDERED
    assert found.field == "limits.total.cases"
    assert (found.before, found.after) == ([0, 1, 2, 3], [3, 2, 1, 0])


def test_a_number_is_not_taken_for_a_truth() -> None:
    """One and true are equal in Python and are two different values of a file."""
    procedure = version("work-permit@2021-02-15")
    fact = next(iter(procedure.facts))
    condition = {fact: True}
    limit = procedure.limits["total"].model_copy(update={"when": condition})
    other = limit.model_copy(update={"when": {fact: 1}})
    sides = [procedure.model_copy(update={"limits": {**procedure.limits, "total": one}}) for one in (limit, other)]

    assert [one.field for one in differences(sides[0], sides[1])] == ["limits.total.when"]


def test_what_moves_dates_comes_first() -> None:
    """Limits come before steps, and names and sources come last."""
    found = differences(version("building-permit@2021-01-01"), version("building-permit@2026-07-01"))
    weights = [one.weight for one in found]

    assert weights == sorted(weights, key=tuple(Weight).index)
    assert {one.weight for one in found if one.path[-1] in {"cite", "name"}} == {Weight.WORDS}
    assert found[0].path[0] == "limits"
    assert found[0].cite_before
    assert found[0].cite_after


def test_every_part_of_a_procedure_has_its_place_in_the_order() -> None:
    """A part that a later version of the format adds is given a weight by somebody."""
    assert {field.alias or name for name, field in Procedure.model_fields.items()} <= set(PARTS)


LAND = [version(f"land-registration@{number}") for number in ("2025-01-01", "2025-07-01")]
FIRST, LAST = date(2026, 1, 1), date(2026, 10, 30)


def land(first: date = FIRST, last: date = LAST) -> Comparison:
    """Return the two land registrations compared."""
    before, after = (Subject(one, str(one)) for one in LAND)
    return compare(before, after, calendar=vietnam(), first=first, last=last)


def nine(day: date) -> datetime:
    """Return nine o'clock of *day*, in local time."""
    return datetime.combine(day, time(9))


def walked(first: str, second: str) -> Iterator[tuple[date, datetime, datetime]]:
    """Yield every start day with its two due dates, by the second computation, where they differ."""
    day = FIRST
    while day <= LAST:
        before, after = (ends(rule_of(term), nine(day)) for term in (first, second))
        if before != after:
            yield day, before, after
        day += A_DAY


def working_days(first: date, last: date) -> int:
    """Count the working days after *first* up to *last*; negative when reversed."""
    if last < first:
        return -working_days(last, first)
    count, day = 0, first
    while (day := next_working(day)) <= last:
        count += 1
    return count


@pytest.mark.parametrize(("region", "term"), [("ordinary", "17 working days"), ("remote", "27 working days")])
def test_the_effect_is_that_of_every_start_day(region: str, term: str) -> None:
    """Which start days move, from when to when and by how much, is what walking from day to day gives."""
    (effect,) = [one for one in land().effects if one.limit == "registration" and one.kinds == ({"region": region},)]
    expected = list(walked("20 working days", term))

    assert [
        (one.start.date(), one.before.at.replace(tzinfo=None), one.after.at.replace(tzinfo=None))
        for one in effect.moved
    ] == expected
    assert effect.by_days == dict(sorted(Counter((b.date() - a.date()).days for _, a, b in expected).items()))
    assert effect.by_working_days == dict(
        sorted(Counter(working_days(a.date(), b.date()) for _, a, b in expected).items())
    )
    assert effect.counted == (LAST - FIRST).days + 1
    assert (effect.earlier, effect.later) == ((303, 0) if region == "ordinary" else (0, 303))


def test_examples_are_the_first_starts_and_the_longest_shifts() -> None:
    """The starts that are explained begin with the first two, and hold the longest way forward and back."""
    for effect in land().moving:
        shown = [one.shift for one in effect.examples]
        lengths = [one.after.at - one.before.at for one in effect.moved]

        assert shown[:2] == list(effect.moved[:2])
        assert {max(lengths), min(lengths)} <= {one.after.at - one.before.at for one in shown}
        for one in effect.examples:
            assert (one.before.due, one.after.due) == (one.shift.before, one.shift.after)


def test_limits_of_one_version_only_are_told_as_such() -> None:
    """A limit that only one version has moves nothing and is not left out."""
    found = {one.limit: (one.pair.before, one.pair.after) for one in land().one_sided}

    assert found["measuring"] == (None, Term.of("5 working days"))
    assert set(found) == {"measuring", "posting_time"}
    assert [one.limit for one in land().effects if not one.moved and one.counted] == ["certificate"]


def test_a_cut_off_is_seen_at_the_hours_at_which_it_matters() -> None:
    """A cut-off an hour earlier moves what comes in that hour, and nothing else."""
    procedure = version("birth-bundle@2024-06-10")
    limit = procedure.limits["total"]
    assert limit.count is not None
    earlier = limit.model_copy(update={"count": limit.count.model_copy(update={"cutoff": time(14)})})
    other = procedure.model_copy(update={"limits": {**procedure.limits, "total": earlier}})
    seen = compare(
        Subject(procedure, "a"), Subject(other, "b"), calendar=vietnam(), first=date(2026, 3, 2), last=date(2026, 3, 8)
    )

    (moving,) = seen.moving
    assert moving.hours == (time(14, 1), time(15, 0))
    assert [one.start.date() for one in moving.moved] == [date(2026, 3, day) for day in range(2, 7)]


def test_beyond_the_calendar_nothing_is_guessed() -> None:
    """Start days that lead past the calendar are counted apart; a day outside it is refused."""
    calendar = vietnam()
    seen = land(calendar.last - 40 * A_DAY, calendar.last)
    moving = seen.moving[0]

    assert moving.counted + moving.beyond == 41
    assert moving.beyond > 20
    with pytest.raises(CalendarCoverageError):
        land(calendar.last, calendar.last + A_DAY)
    with pytest.raises(CalendarError, match="swap them"):
        land(LAST, FIRST)


def engine_of(procedure: Procedure) -> Engine:
    """Return an engine with one version."""
    return Engine([procedure], vietnam())


def received(procedure: Procedure, number: str, day: str, facts: dict[str, Any]) -> tuple[Any, Any]:
    """Return a dossier that was filed and received on *day*, and its events."""
    engine, calendar = engine_of(procedure), vietnam()
    at = datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=calendar.tz)
    submit = Submit(
        dossier=number, procedure=procedure.procedure, version=procedure.version, channel="counter", facts=facts
    )
    filed = engine.handle(None, submit, by=APPLICANT_ACTOR, at=at)
    receiver = Actor(agency=procedure.reception.by.agency, role=procedure.reception.by.role or "")
    taken = engine.handle(filed.or_raise(), Receive(), by=receiver, at=at)
    return taken.or_raise(), (*filed.events, *taken.events)


def store_with(procedure: Procedure, days: dict[str, str], facts: dict[str, Any]) -> MemoryStore:
    """Return a store with one dossier of each number, received on its day."""
    store = MemoryStore()
    for number, day in days.items():
        dossier, events = received(procedure, number, day, facts)
        store.append(dossier, events, expected_version=0)
    return store


def seen_in(store: MemoryStore, before: Procedure, after: Procedure) -> list[DossierEffect]:
    """Return what becomes of the dossiers of *store*."""
    return list(dossiers_between(store, before, after, calendar=vietnam()))


def test_a_transition_clause_keeps_what_it_names() -> None:
    """Dossiers filed before the first day keep their due dates; the clause and the day of filing say why."""
    old, new = version("building-permit@2021-01-01"), version("building-permit@2026-07-01")
    store = store_with(old, {"A": "2026-06-29", "B": "2026-06-30"}, {"work": "house"})

    found = seen_in(store, old, new)

    assert [(one.id, one.fate, one.milestone, one.reached) for one in found] == [
        ("A", Fate.KEPT, "submitted", date(2026, 6, 29)),
        ("B", Fate.KEPT, "submitted", date(2026, 6, 30)),
    ]
    assert not any(one.has_changed for one in found)
    totals = [next(due for due in one.dues if due.limit == "total").before for one in found]
    assert [None if one is None else one.at.replace(tzinfo=None) for one in totals] == [
        ends(rule_of("15 days"), nine(date(2026, 6, day))) for day in (29, 30)
    ]


def test_without_a_clause_a_dossier_moves_and_is_due_as_the_new_version_says() -> None:
    """A dossier that moves is due as counted by the new version from the same start."""
    old = version("passport@2026-06-01")
    limit = old.limits["total"]
    term = Term(amount=limit.terms[0].amount + 3, unit=limit.terms[0].unit)
    longer = limit.model_copy(update={"term": term, "cases": ()})
    new = old.model_copy(
        update={
            "version": "2026-10-01",
            "effective": Effective.model_validate({"from": "2026-10-01"}),
            "limits": {**old.limits, "total": longer},
        }
    )
    facts = {name: fact.values[0] if fact.values else False for name, fact in old.facts.items()}
    store = store_with(old, {"A": "2026-09-29"}, facts)

    (found,) = seen_in(store, old, new)

    assert (found.fate, found.milestone) == (Fate.MOVED, None)
    (due,) = [one for one in found.dues if one.limit == "total"]
    assert due.after is not None
    assert due.has_moved
    assert due.after.at.replace(tzinfo=None) == ends(rule_of(str(term)), nine(date(2026, 9, 29)))


def test_what_cannot_move_says_why() -> None:
    """A dossier without a fact that the new version asks for is stuck, with the engine's own reason."""
    old = version("building-permit@2021-01-01")
    moved = version("building-permit@2026-07-01").model_copy(update={"transition": None})
    store = store_with(old, {"A": "2026-06-29"}, {"work": "house"})

    (found,) = seen_in(store, old, moved)

    assert found.fate is Fate.STUCK
    assert found.refusal is not None
    assert found.refusal.code is RefusalCode.FACT_MISSING
    assert not found.has_changed


def test_a_draft_of_the_same_version_is_compared_with_the_dossiers_too() -> None:
    """A file that is edited in place keeps name and dates; its dossiers are tried under it all the same."""
    old = version("land-registration@2025-07-01")
    limit = old.limits["registration"]
    rows = tuple(one.model_copy(update={"term": Term.of("10 working days")}) for one in limit.cases)
    draft = old.model_copy(update={"limits": {**old.limits, "registration": limit.model_copy(update={"cases": rows})}})
    facts = {"region": "ordinary", "map_exists": True, "certificate_wanted": True}
    store = store_with(old, {"A": "2026-03-02"}, facts)

    (found,) = seen_in(store, old, draft)

    (due,) = [one for one in found.dues if one.limit == "registration"]
    assert found.fate is Fate.MOVED
    assert due.after is not None
    assert due.after.at.replace(tzinfo=None) == ends(rule_of("10 working days"), nine(date(2026, 3, 2)))


def test_other_dossiers_are_named_and_left_alone() -> None:
    """A dossier of another version is told apart; versions of two procedures are refused."""
    old, new = LAND
    facts = {"region": "ordinary", "map_exists": True, "certificate_wanted": True}
    store = store_with(new, {"A": "2026-03-02"}, facts)

    assert [one.fate for one in seen_in(store, old, new)] == [Fate.OTHER_RULES]
    with pytest.raises(OtherProcedureError, match="different procedures"):
        seen_in(store, old, version("passport@2026-06-01"))


def test_the_second_computation_knows_what_is_off() -> None:
    """The days of the walker are those of the calendar; otherwise its dates would prove nothing."""
    calendar = vietnam()
    day = date(2018, 1, 1)
    while day <= date(2026, 12, 31):
        assert works(day) == calendar.is_working(day), day
        day += A_DAY


def fields_of(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[str]:
    """Yield the keys of *model* and of all models in it."""
    if model in seen:
        return
    seen.add(model)
    for name, field in model.model_fields.items():
        yield field.alias or name
        yield from inner(field.annotation, seen)


def inner(annotation: object, seen: set[type[BaseModel]]) -> Iterator[str]:
    """Yield the keys of the models in *annotation*."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from fields_of(annotation, seen)
    for one in get_args(annotation):
        yield from inner(one, seen)


def test_every_field_has_a_name_in_both_languages() -> None:
    """A field that the format gains cannot be compared without a word for it."""
    never_alone = {"amount", "unit", "vi", "en", "doc", "at", "quote", "agency", "role", "later_of", "at_least"}
    never_alone |= {"remaining_plus", "new_limit"}
    keys = set(fields_of(Procedure, set()))

    assert keys - never_alone <= set(FIELDS) | set(NAMES)
