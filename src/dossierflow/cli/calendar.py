"""``dossierflow calendar``: the days of a year that differ from the ordinary week, and who decided them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from dossierflow.cli.instants import day_of
from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say, say_json, say_table
from dossierflow.cli.words import word
from dossierflow.errors import CalendarError
from dossierflow.render.tables import Table
from dossierflow.render.words import words_of
from dossierflow.render.words.procedures import LEGAL_STATUSES
from dossierflow.worktime import human_day, vietnam

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.worktime import DayFact, WorkCalendar


@command
def calendar(
    year: Annotated[
        int | None, typer.Argument(metavar="[YEAR]", help="The year; by default the last decided one.")
    ] = None,
    *,
    known_on: Annotated[
        str | None, typer.Option(metavar="DATE", help="Leave out what was decided after this day.")
    ] = None,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """List holidays, days in lieu and swapped days of a year, each with its decision and status."""
    known = vietnam(as_known_on=None if known_on is None else day_of(known_on))
    wanted = known.confirmed_until.year if year is None else year
    if not known.first.year <= wanted <= known.last.year:
        msg = f"the calendar covers {known.first.year} to {known.last.year}; {wanted} is not among them"
        raise CalendarError(msg)
    facts = list(_facts(known, wanted))
    count = known.working_days_between(date(wanted, 1, 1), date(wanted, 12, 31)) + known.is_working(date(wanted, 1, 1))
    if as_json:
        say_json(
            {
                "calendar": known.name,
                "hash": known.hash,
                "year": wanted,
                "confirmed_until": known.confirmed_until.isoformat(),
                "working_days": count,
                "days": [fact.model_dump(mode="json", exclude_none=True) for fact in facts],
            }
        )
        return Exit.FINE
    until = words_of(lang.language).short_day(known.confirmed_until, year=True)
    if known.confirmed_until < date(wanted, 1, 1):
        say(word("not_announced", lang, year=wanted, until=until) + "\n")
    elif known.confirmed_until < date(wanted, 12, 31):
        say(word("announced_in_part", lang, year=wanted, until=until) + "\n")
    columns = ("day", "kind", "name", "status", "known_from", "basis")
    say_table(Table(tuple(word(key, lang) for key in columns), tuple(_row(fact, lang) for fact in facts)))
    say("\n" + word("working_days", lang, year=wanted, count=count))
    return Exit.FINE


def _facts(known: WorkCalendar, year: int) -> Iterator[DayFact]:
    for day in known.days(date(year, 1, 1), date(year, 12, 31)):
        yield from day.facts


def _row(fact: DayFact, lang: Lang) -> tuple[str, ...]:
    words = words_of(lang.language)
    name = fact.name.text(lang.language)
    if fact.swap_with is not None:
        name = f"{name} ({word('swap_with', lang, day=words.short_day(fact.swap_with, year=True))})"
    return (
        human_day(fact.day, lang.language),
        word(fact.kind.value, lang),
        name,
        LEGAL_STATUSES[fact.status].text(lang.language),
        words.short_day(fact.known_from, year=True),
        "; ".join(str(cite) for cite in fact.cite),
    )
