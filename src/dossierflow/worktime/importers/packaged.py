"""
A calendar layer from the ``holidays`` package, and where the two differ.

The package knows the days of many countries, but not who decided them, nor
when. It is a base to start from and a cross-check, never a source of law: in
every explanation its days cite the package and its version.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from dossierflow.citation import Citation, LegalText, Status
from dossierflow.errors import CalendarError
from dossierflow.worktime.day import DayFact, DayKind
from dossierflow.worktime.importers.extras import missing
from dossierflow.worktime.layers import CalendarLayer, Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossierflow.worktime.calendar import WorkCalendar
    from dossierflow.worktime.hours import OfficeHours


class Days(Protocol):
    """What this module asks of the days that the package computes."""

    start_year: int
    end_year: int
    default_language: str | None
    supported_languages: tuple[str, ...]
    weekend: set[int]
    weekend_workdays: set[date]

    def __iter__(self) -> Iterator[date]:
        """Yield the days off."""
        ...

    def __contains__(self, day: date) -> bool:
        """Tell whether *day* is off."""
        ...

    def __getitem__(self, day: date) -> str:
        """Return the names of *day*."""
        ...

    def get(self, day: date) -> str | None:
        """Return the names of *day*, or none."""
        ...

    def get_list(self, day: date) -> list[str]:
        """Return the names of *day* one by one."""
        ...

    def is_working_day(self, day: date) -> bool:
        """Tell whether *day* is worked."""
        ...

    def tr(self, text: str) -> str:
        """Translate a label."""
        ...


class Disagreement(NamedTuple):
    """A day of which a calendar and the package say different things."""

    day: date
    ours: bool
    """Whether the calendar counts it as a working day."""

    theirs: bool
    """Whether the package does."""

    facts: tuple[DayFact, ...]
    """Why the calendar says so; nothing for an ordinary day of the week."""

    their_name: str | None
    """What the package calls the day, in English if it can; none for an ordinary one."""

    @property
    def cite(self) -> tuple[Citation, ...]:
        """The sources of the calendar."""
        return tuple(dict.fromkeys(cite for fact in self.facts for cite in fact.cite))


def holidays_layer(
    country: str,
    years: Iterable[int],
    *,
    known_from: date,
    confirmed_until: date | None,
    subdivision: str | None = None,
    status: Status = Status.COMPUTED,
    categories: tuple[str, ...] = ("public",),
    level: Level = Level.NATIONAL,
    zone: str | None = None,
    weekly: OfficeHours | None = None,
    name: str | None = None,
) -> CalendarLayer:
    """
    Return the days of *country* in *years*, as the installed package computes them.

    Args:
        country: ISO 3166-1 code, such as ``VN``.

        years: Years that follow one another.

        known_from: Since when the days are taken as known; the package does not tell.

        confirmed_until:
            Through which day somebody has compared them with the decisions;
            none if this layer is to say nothing about that.

        subdivision: Code of a province or state.

        status: How sure the days are. Days that the package itself calls estimated are unverified.

        categories: Which of the package's categories are days off; those of half days are refused.

        level: Whose layer it is.

        zone: Time zone; the lowest layer must name it.

        weekly: Ordinary hours; the lowest layer must give them, for the package has none.

        name: Name of the layer; ``holidays VN`` if left out.

    Raises:
        CalendarError: The package does not know the country, the years or a
            category, or says of a worked rest day not for which day it is exchanged.

        ImportError: The package is not installed.
    """
    span = _span(years)
    if any("half" in category for category in categories):
        msg = "the package does not tell the hours of a half day; give such days in a layer of your own, as 'hours'"
        raise CalendarError(msg)
    english = _country(country, subdivision, span, categories, "en_US")
    vietnamese = _country(country, subdivision, span, categories, "vi")
    first, last = date(span.start, 1, 1), date(span.stop - 1, 12, 31)
    place = country if subdivision is None else f"{country}, {subdivision}"
    named = _Named(english, vietnamese, weekly, Citation(doc=_package(), at=place, note=_NOTE), status, known_from)
    return CalendarLayer(
        name=name or f"holidays {place}",
        level=level,
        zone=zone,
        first=first,
        last=last,
        confirmed_until=confirmed_until,
        weekly=weekly,
        days=tuple(named.facts(first, last)),
    )


def disagreements(
    calendar: WorkCalendar, country: str, years: Iterable[int], *, subdivision: str | None = None
) -> tuple[Disagreement, ...]:
    """
    Return the days of *years* of which *calendar* and the installed package say different things.

    It is a list to look through, not a list of mistakes: either may be right.

    Raises:
        CalendarCoverageError: *calendar* does not cover the years.

        CalendarError: The package does not know the country or the years.

        ImportError: The package is not installed.
    """
    span = _span(years)
    theirs = _country(country, subdivision, span, ("public",), "en_US")
    return tuple(
        Disagreement(one.day, one.working, theirs.is_working_day(one.day), one.facts, theirs.get(one.day))
        for one in calendar.days(date(span.start, 1, 1), date(span.stop - 1, 12, 31))
        if one.working != theirs.is_working_day(one.day)
    )


_NOTE = "Computed by the package; no decision was read."


def _span(years: Iterable[int]) -> range:
    given = sorted(set(years))
    if not given or given[-1] - given[0] + 1 != len(given):
        msg = f"years must follow one another without a gap; found {given}"
        raise CalendarError(msg)
    return range(given[0], given[-1] + 1)


def _package() -> str:
    return f"Python package holidays {version('holidays')}"


def _country(country: str, subdivision: str | None, span: range, categories: tuple[str, ...], language: str) -> Days:
    """Return the days of a country, in *language* if it has it, with a year more on either side."""
    try:
        # An extra, loaded only where it is asked.
        from holidays.utils import country_holidays, list_supported_countries  # noqa: PLC0415
    except ImportError as error:
        raise missing("holidays", "holidays") from error
    try:
        plain = cast("Days", country_holidays(country, subdiv=subdivision, categories=categories, expand=False))
        known = plain.supported_languages
        if span.start < plain.start_year or span.stop - 1 > plain.end_year:
            asked = f"{span.start} to {span.stop - 1}"
            msg = f"holidays knows {country} from {plain.start_year} to {plain.end_year}, not {asked}"
            raise CalendarError(msg)
        around = range(max(span.start - 1, plain.start_year), min(span.stop, plain.end_year) + 1)
        # Without a language the package takes that of the machine it runs on.
        chosen = language if language in known else plain.default_language
        days = country_holidays(
            country, subdiv=subdivision, categories=categories, years=around, expand=False, language=chosen
        )
        return cast("Days", days)
    except (NotImplementedError, ValueError) as error:
        countries = list_supported_countries(include_aliases=False)
        others = "" if country in list_supported_countries() else f"; it knows {', '.join(sorted(countries))}"
        msg = f"the package holidays cannot give the days of {country!r}: {error}{others}"
        raise CalendarError(msg) from error


class _Named(NamedTuple):
    """The days of the package, about to become facts."""

    english: Days
    vietnamese: Days
    weekly: OfficeHours | None
    cite: Citation
    status: Status
    known_from: date

    def facts(self, first: date, last: date) -> Iterator[DayFact]:
        """Yield the facts of the days from *first* to *last*."""
        partners = self._partners()
        worked = {day for day in self.english.weekend_workdays if first <= day <= last}
        unpaired = sorted(worked - partners.keys())
        if unpaired:
            msg = (
                f"the package says that {unpaired[0]} is worked, but not in exchange for which day; "
                "give the swap in a layer of your own"
            )
            raise CalendarError(msg)
        exchanged = {off: work for work, off in partners.items()}
        for day in sorted({day for day in self.english if first <= day <= last} | worked):
            if day in worked:
                yield self._fact(day, DayKind.SWAP_WORK, partners[day], f"worked for {partners[day]}")
            elif day in exchanged:
                yield self._fact(day, DayKind.SWAP_OFF, exchanged[day], "")
            else:
                moved = _wears(self.english, "observed_label", day) and self._is_usual(day)
                yield self._fact(day, DayKind.COMPENSATORY_OFF if moved else DayKind.HOLIDAY, None, "")

    def _fact(self, day: date, kind: DayKind, partner: date | None, name: str) -> DayFact:
        estimated = _wears(self.english, "estimated_label", day)
        status = Status.UNVERIFIED if estimated else self.status
        vietnamese = f"làm bù cho {partner}" if name else _nfc(self.vietnamese[day])
        return DayFact(
            day=day,
            kind=kind,
            name=LegalText(vi=vietnamese, en=name or _nfc(self.english[day])),
            status=status,
            known_from=self.known_from,
            cite=(self.cite.model_copy(update={"status": status}),),
            swap_with=partner,
        )

    def _is_usual(self, day: date) -> bool:
        """Tell whether *day* is worked in an ordinary week."""
        if self.weekly is not None:
            return bool(self.weekly.week[day.weekday()])
        return day.weekday() not in self.english.weekend

    def _partners(self) -> dict[date, date]:
        """Return for each worked rest day the day off that names it."""
        days = self.english
        label: str | None = getattr(days, "substituted_label", None)
        if label is None:
            return {}
        form = days.tr(str(getattr(days, "substituted_date_format", "")))
        words = {days.tr(label).replace("%s", work.strftime(form)): work for work in days.weekend_workdays}
        return {work: off for off in days for word, work in words.items() if word in days[off]}


def _wears(days: Days, label: str, day: date) -> bool:
    """Tell whether the name of *day* has the package's *label* around it."""
    form: str | None = getattr(days, label, None)
    if form is None or day not in days:
        return False
    before, _, after = days.tr(form).partition("%s")
    return any(name.startswith(before) and name.endswith(after) for name in days.get_list(day))


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
