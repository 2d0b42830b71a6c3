"""Where a value may have several forms, the problems of the meant form are told."""

# ruff: noqa: E501 - a message is compared as the one line that it is

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Annotated, Any, Literal

import pytest
from pydantic import (
    AwareDatetime,
    BeforeValidator,
    Discriminator,
    Field,
    NaiveDatetime,
    Tag,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from dossierflow.errors import DefinitionError, Problem
from dossierflow.frozen import Frozen
from dossierflow.reading import load, problems_of, read_document
from dossierflow.reading.allowed import keys_at
from dossierflow.reading.complaint import Label


class Days(Frozen):
    """Some days."""

    unit: Literal["day", "week"]
    count: int


class Months(Frozen):
    """Some months."""

    months: int
    roll: bool = False


class Fixed(Frozen):
    """A kind with more keys than its sister."""

    kind: Literal["fixed"]
    first: int
    second: int
    third: int


class Open(Frozen):
    """A kind with few keys."""

    kind: Literal["open"]
    first: int = 0


class Checked(Frozen):
    """A form with a rule of its own."""

    first: int

    @model_validator(mode="after")
    def _not_nine(self) -> Checked:
        if self.first == 9:
            msg = "nine is taken"
            raise ValueError(msg)
        if self.first == 8:
            raise ValueError
        return self


class Tree(Frozen):
    """A form that holds itself."""

    all_: list[Tree] | None = Field(default=None, alias="all")
    word: str | Tree | None = None


class Outer(Frozen):
    """A form whose validator fills another one."""

    inner: dict[str, int]

    @field_validator("inner", mode="before")
    @classmethod
    def _of_months(cls, value: Any) -> Any:
        return Months.model_validate(value)


def _shout(value: Any) -> Any:
    return str(value).upper()


def _own(_: Any) -> Any:
    raise PydanticCustomError("own", "this is our own sentence")


def _kind_of(value: Any) -> str | None:
    return value.get("kind") if isinstance(value, dict) else None


class Sample(Frozen):
    """Each way of allowing several forms."""

    term: Days | Months | None = None
    kind: Fixed | Open | None = None
    checked: Checked | list[Checked] | Annotated[str, Field(pattern="^[a-z]+$")] | None = None
    choice: Literal["new", 3, "it's"] | None = None
    either: Literal["one", "two"] | int | None = None
    tagged: (
        Annotated[Annotated[Days, Tag("days")] | Annotated[Months, Tag("months")], Discriminator(_kind_of)] | None
    ) = None
    tree: Tree | None = None
    outer: Outer | None = None
    months: dict[str, Months] = {}
    years: dict[int, date] = {}
    named: dict[Annotated[str, Field(pattern="^[a-z]+$")], int] = {}
    pair: tuple[int, str] | None = None
    loud: Annotated[Literal["A"], BeforeValidator(_shout)] | None = None
    own: Annotated[str, BeforeValidator(_own)] | None = None
    short: Annotated[str, Field(min_length=1, max_length=3)] = "x"
    long: Annotated[str, Field(min_length=2)] = "xx"
    share: Annotated[float, Field(ge=0, le=1, multiple_of=0.5)] = 0
    rows: Annotated[list[int], Field(max_length=2)] = []
    aware: AwareDatetime | None = None
    naive: NaiveDatetime | None = None
    clock: time | None = None
    length: timedelta | None = None
    text: str = ""
    flag: bool | int = False
    nothing: None = None
    data: bytes | None = None


def told(text: str) -> list[str]:
    """Return the problems of *text*, without file and line."""
    with pytest.raises(DefinitionError) as caught:
        load(Sample, read_document(text))
    return [f"{problem.field}: {problem.message}" for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("term: {unit: day}", ["term.count: the key is missing"]),
        ("term: {unit: dya, count: 1}", ["term.unit: found the text 'dya'; did you mean 'day'? allowed: day, week"]),
        ("term: {months: 1, rol: true}", ["term.rol: unknown key 'rol'; did you mean 'roll'? allowed: months, roll"]),
        ("term: 5", ["term: found the number 5; allowed: a mapping ('key: value')"]),
        # One form refuses the choice, its sister accepts it but has more mistakes.
        (
            "kind: {kind: fixed, first: 1}",
            ["kind.second: the key is missing", "kind.third: the key is missing"],
        ),
        ("checked: 7", ["checked: found the number 7; write it in quotes"]),
        ("checked: A", ["checked: found the text 'A'; allowed: text of the form ^[a-z]+$"]),
        ("checked: {first: 9}", ["checked: nine is taken"]),
        ("checked: {first: 8}", ["checked: this is not allowed here"]),
        ("checked: {frist: 1}", [
            "checked.first: the key is missing",
            "checked.frist: unknown key 'frist'; did you mean 'first'? allowed: first",
        ]),
        ("checked: [{first: 1}, {first: x}]", ["checked[1].first: found the text 'x'; allowed: a whole number"]),
        ("checked: [{first: 1, x: 1}]", ["checked[0].x: unknown key 'x'; allowed: first"]),
        ("choice: '3'", ["choice: found the text '3'; write it without quotes"]),
        ("choice: its", ["choice: found the text 'its'; did you mean \"it's\"? allowed: new, 3, it's"]),
        ("choice: {}", ["choice: found a mapping; allowed: new, 3, it's"]),
        ("choice: " + "n" * 100, [f"choice: found the text '{'n' * 59}…'; allowed: new, 3, it's"]),
        ("either: tow", ["either: found the text 'tow'; did you mean 'two'? allowed: one, two"]),
        ("either: []", ["either: found an empty list; allowed: one, two"]),
        ("tagged: {kind: years}", ["tagged: found a mapping; allowed: days, months"]),
        ("tagged: 5", ["tagged: found the number 5; allowed: one of the documented forms"]),
        ("tagged: {kind: days, unit: day, count: 1}", [
            "tagged.kind: unknown key 'kind'; allowed: unit, count, months, roll",
        ]),
        ("tree: {all: [{all: [{wrd: x}]}]}", [
            "tree.all[0].all[0].wrd: unknown key 'wrd'; did you mean 'word'? allowed: all, word",
        ]),
        ("tree: {word: {word: {word: 5}}}", ["tree.word.word.word: found the number 5; write it in quotes"]),
        # The model that complains was never in the document: its keys are not known.
        ("outer: {inner: {month: 1}}", [
            "outer.inner.month: unknown key 'month'",
            "outer.inner.months: the key is missing",
        ]),
        ("months: {a: {months: 1}, b: {month: 1}}", [
            "months.b.month: unknown key 'month'; did you mean 'months'? allowed: months, roll",
            "months.b.months: the key is missing",
        ]),
        ("years: {2026: 2026-02-30, x: 2026-01-01}", [
            "years.x: found the key 'x'; allowed: a whole number",
            "years[\"2026\"]: found the text '2026-02-30' (day value is outside expected range); allowed: a date as 2026-07-01",
        ]),
        ("named: {A: 1}", ["named.A: found the key 'A'; allowed: text of the form ^[a-z]+$"]),
        ("pair: [1]", ["pair[1]: the item is missing"]),
        ("pair: [1, 2]", ["pair[1]: found the number 2; write it in quotes"]),
        ("loud: b", ["loud: found the text 'B'; allowed: A"]),
        ("own: a", ["own: this is our own sentence"]),
        ("short: ''", ["short: found empty text; allowed: text of at least 1 character"]),
        ("short: abcd", ["short: found the text 'abcd'; allowed: text of at most 3 characters"]),
        ("long: a", ["long: found the text 'a'; allowed: text of at least 2 characters"]),
        ("share: -1", ["share: found the number -1; allowed: a number of at least 0"]),
        ("share: 1.50", ["share: found the number 1.50; allowed: a number of at most 1"]),
        ("share: 0.3", ["share: found the number 0.3; allowed: a multiple of 0.5"]),
        ("share: '0.5'", ["share: found the text '0.5'; write it without quotes"]),
        ("share: half", ["share: found the text 'half'; allowed: a number"]),
        ("rows: [1, 2, 3]", ["rows: found a list of 3; allowed: at most 2 of them"]),
        ("rows: 1", ["rows: found the number 1; allowed: a list"]),
        ("aware: 2026-07-01T08:00:00", [
            "aware: found the text '2026-07-01T08:00:00'; allowed: a date and time as 2026-07-01T08:00:00+07:00, with the offset from UTC",
        ]),
        ("naive: 2026-07-01T08:00:00+07:00", [
            "naive: found the text '2026-07-01T08:00:00+07:00'; allowed: a date and time as 2026-07-01T08:00:00, without an offset from UTC",
        ]),
        ("clock: 25:00", [
            "clock: found the text '25:00' (hour value is outside expected range of 0-23); allowed: a time as 15:00",
        ]),
        ("length: soon", ["length: found the text 'soon'; allowed: a duration as PT2H30M"]),
        ("text: ~", ["text: found ~; allowed: text"]),
        ("text:", ["text: found nothing; allowed: text"]),
        ("text: FALSE", ["text: found the word FALSE; write it in quotes"]),
        ("text: [a]", ["text: found a list of 1; allowed: text"]),
        ("flag: 'yes'", ["flag: found the text 'yes'; allowed: true or false or a whole number"]),
        ("nothing: 1", ["nothing: found the number 1; allowed: nothing"]),
        ("data: 1", ["data: the value should be a valid bytes"]),
    ],
)  # fmt: skip
def test_one_mistake_is_one_problem(text: str, problems: list[str]) -> None:
    """The problem names the deepest place and what is allowed in the form that was meant."""
    assert problems == told(text)


def test_a_step_that_no_form_has_leads_to_no_keys() -> None:
    """Rather no list of allowed keys than a wrong one."""
    assert keys_at(Months, ("years", 0)) == ()
    assert keys_at(Months, (Label("Years"),)) == ("months", "roll")


def test_without_the_model_unknown_keys_have_no_list() -> None:
    """A host that validated by itself gets the same problems, but for the allowed keys."""
    document = read_document("parts:\n- months: 1\n  rol: true", file="f")
    with pytest.raises(ValidationError) as caught:
        Months.model_validate(document.data["parts"][0], strict=True)  # type: ignore[index,call-overload]  # a list

    assert problems_of(caught.value, document, ["parts", 0]) == [Problem("f", 3, "parts[0].rol", "unknown key 'rol'")]


def test_a_key_named_like_a_form_is_a_key() -> None:
    """What the document holds decides whether a step is a key or the name of a form."""
    assert told("term: {Months: {}, months: x}") == [
        "term.Months: unknown key 'Months'; did you mean 'months'? allowed: months, roll",
        "term.months: found the text 'x'; allowed: a whole number",
    ]


def test_a_value_that_a_validator_made_is_described() -> None:
    """What pydantic saw may be no value of YAML at all."""
    document = read_document("a: 1\nmonths: 1")
    with pytest.raises(ValidationError) as caught:
        Months.model_validate({"months": Label("x")})

    assert [str(problem) for problem in problems_of(caught.value, document)] == [
        "<text>:2: months: found the value 1; allowed: a whole number"
    ]
