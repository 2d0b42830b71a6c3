"""The sections of a forecast's report, each from the counts of the forecast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from dossierflow.forecast.differences import SHARES, Measure, estimates, mean_of
from dossierflow.forecast.outcome import Outcome
from dossierflow.forecast.tally import Key, table, under
from dossierflow.procedure.limits import APPLICANT
from dossierflow.render.forecast_view import Plot, Section
from dossierflow.render.tables import Table
from dossierflow.render.words.dossier import SHORT_ACTS
from dossierflow.render.words.forecast import number, percent, points, whole, word

if TYPE_CHECKING:
    from dossierflow.citation import Language
    from dossierflow.forecast.results import Forecast

_MOST_STEPS = 25
_MOST_BARS = 12
_MOST_DAYS = 15
_HOUR = 60
_FIGURES = ("supplements", "suspended", "apologies_due", "apologies", "events")
_LIMIT_STATES = ("early", "on_time", "met_late", "missed", "lapsed")


def figures(forecast: Forecast, lang: Language) -> Section:
    """Return how many dossiers came off how, and what that cost: in all, or in a replication on average."""
    counted: list[tuple[str, Callable[[Counts], float]]] = [
        (word("arrivals", lang), lambda counts: counts["sum", "arrivals"]),
        (word("decided", lang), lambda counts: sum(counts["outcome", one] for one in Outcome if one.is_decided)),
    ]
    counted += [(word(one.value, lang), _counter("outcome", one.value)) for one in Outcome]
    counted += [(word(name, lang), _counter("sum", name)) for name in _FIGURES]
    if forecast.replications == 1:
        rows = tuple((name, _whole(count(forecast.tally), lang)) for name, count in counted)
        return Section(word("figures", lang), Table((word("figure", lang), word("value", lang)), rows))
    each = _by_replication(forecast)
    found: list[tuple[str, ...]] = []
    for name, count in counted:
        mean, reach = mean_of([count(one) for one in each])
        found.append((name, number(mean, lang), f"± {number(reach or 0.0, lang)}"))
    columns = tuple(word(one, lang) for one in ("figure", "mean", "reach"))
    note = word("figures.note", lang, replications=forecast.replications)
    return Section(word("figures", lang), Table(columns, tuple(found)), note)


Counts = Mapping[Key, int]


def _counter(*key: str) -> Callable[[Counts], float]:
    hours = key == ("sum", "suspended")
    return lambda counts: counts[key] / _HOUR if hours else counts[key]


def _whole(value: float, lang: Language) -> str:
    return whole(int(value), lang)


def _by_replication(forecast: Forecast) -> list[Counter[Key]]:
    found = [Counter[Key]() for _ in range(forecast.replications)]
    for unit in forecast.units:
        found[unit.replication].update(unit.counts)
    return found


def rates(forecast: Forecast, lang: Language) -> Section:
    """Return the shares and means that what-ifs are judged by, and how sure they are."""
    rows: list[tuple[str, ...]] = []
    for one in estimates(forecast):
        interval = between(one.measure, one.low, one.high, lang)
        rows.append((word(f"measure.{one.measure.value}", lang), measured(one.measure, one.value, lang), interval))
    columns = tuple(word(one, lang) for one in ("measure", "value", "interval"))
    return Section(
        word("rates", lang), Table(columns, tuple(rows)), word("rates.note", lang, count=len(forecast.units))
    )


def between(measure: Measure, low: float | None, high: float | None, lang: Language, *, signed: bool = False) -> str:
    """Write a confidence interval; where there is none, or nothing varied from which one could be had, say so."""
    if low is None or high is None:
        return word("no_interval", lang)
    if low == high:
        return word("no_variation", lang)
    return f"{measured(measure, low, lang, signed=signed)} … {measured(measure, high, lang, signed=signed)}"


def measured(measure: Measure, value: float, lang: Language, *, signed: bool = False) -> str:
    """Write a value of *measure*: shares in hundredths, their differences in points, apologies for 100 dossiers."""
    if measure in SHARES:
        return points(value, lang) if signed else percent(value, lang)
    return number(100 * value if measure is Measure.APOLOGIES_DUE else value, lang, signed=signed)


def by_procedure(forecast: Forecast, lang: Language) -> Section:
    """Return the outcomes of every procedure."""
    return _by_outcome(forecast, lang, "procedure", lambda name: forecast.procedures[name].text(lang))


def by_office(forecast: Forecast, lang: Language) -> Section:
    """Return the outcomes of every kind of office."""

    def named(kind: str) -> str:
        name, count = forecast.offices[kind]
        return f"{name.text(lang)} × {count}" if count > 1 else name.text(lang)

    return _by_outcome(forecast, lang, "office", named)


def _by_outcome(forecast: Forecast, lang: Language, kind: str, named: Callable[[str], str]) -> Section:
    counts = table(forecast.tally, kind, 1)
    outcomes = [one for one in Outcome if forecast.outcomes[one]]
    rows = [
        (
            named(key[0]),
            whole(found.total(), lang),
            percent(_kept(found), lang),
            *(whole(found[one.value], lang) for one in outcomes),
        )
        for key, found in counts.items()
    ]
    columns = (word(kind, lang), word("total", lang), word("rate", lang), *(word(one.value, lang) for one in outcomes))
    bars = tuple(
        (named(key[0]), tuple(100 * found[one.value] / found.total() for one in outcomes))
        for key, found in counts.items()
    )
    plot = Plot("bars", tuple(word(one.value, lang) for one in outcomes), bars, "%")
    return Section(word(f"by_{kind}", lang), Table(columns, tuple(rows)), plot=plot)


def by_limit(forecast: Forecast, lang: Language) -> Section:
    """Return how the runs of every limit ended, by who owed them."""
    rows: list[tuple[str, ...]] = []
    for (procedure, limit, party), found in table(forecast.tally, "limit", 3).items():
        name = forecast.limits[procedure, limit].text(lang)
        rows.append((
            forecast.procedures[procedure].text(lang), name, _party(forecast, procedure, party, lang),
            *_judged(found, lang),
        ))  # fmt: skip
    columns = ("procedure", "limit", "party", "rate", *_LIMIT_STATES, "without")
    wanted = Table(tuple(word(one, lang) for one in columns), tuple(rows))
    return Section(word("by_limit", lang), wanted, word("by_limit.note", lang))


def by_agency(forecast: Forecast, lang: Language) -> Section:
    """Return how the limits of every agency, and of applicants, came off; agencies of one name are one."""
    counts: dict[str, Counter[str]] = {}
    for (procedure, _, party), found in table(forecast.tally, "limit", 3).items():
        counts.setdefault(_party(forecast, procedure, party, lang), Counter()).update(found)
    rows = tuple((name, *_judged(found, lang)) for name, found in sorted(counts.items()))
    columns = ("party", "rate", *_LIMIT_STATES, "without")
    shares = tuple(
        (name, tuple(100 * found[state] / told for state in _LIMIT_STATES))
        for name, found in sorted(counts.items())
        if (told := sum(found[state] for state in _LIMIT_STATES))
    )
    plot = Plot("bars", tuple(word(state, lang) for state in _LIMIT_STATES), shares, "%") if shares else None
    wanted = Table(tuple(word(one, lang) for one in columns), rows)
    return Section(word("by_agency", lang), wanted, word("by_agency.note", lang), plot)


def _judged(found: Counter[str], lang: Language) -> tuple[str, ...]:
    told = [found[state] for state in _LIMIT_STATES]
    kept = found["early"] + found["on_time"]
    judged = kept + found["met_late"] + found["missed"]
    share = percent(kept / judged if judged else None, lang)
    return share, *(whole(count, lang) for count in told), whole(found.total() - sum(told), lang)


def _party(forecast: Forecast, procedure: str, party: str, lang: Language) -> str:
    name = forecast.parties.get((procedure, party))
    return word(APPLICANT, lang) if name is None and party == APPLICANT else party if name is None else name.text(lang)


def waiting(forecast: Forecast, lang: Language) -> Section:
    """Return where dossiers spend their time, the steps with the longest queues first."""
    kinds = ("worked", "waited_staff", "waited_applicant", "waited_agencies", "paused")
    counts = sorted(table(forecast.tally, "step", 3).items(), key=lambda pair: (-pair[1]["waited_staff"], pair[0]))
    rows: list[tuple[str, ...]] = []
    bars: list[tuple[str, tuple[float, ...]]] = []
    for (procedure, step, who), found in counts[:_MOST_STEPS]:
        hours = tuple(found[kind] / found["visits"] / _HOUR for kind in kinds)
        name = forecast.steps[procedure, step].text(lang)
        by = _party(forecast, procedure, who, lang)
        place = (forecast.procedures[procedure].text(lang), name, by, whole(found["visits"], lang))
        rows.append((*place, *(number(one, lang) for one in hours)))
        bars.append((name, hours))
    columns = ("procedure", "step", "who", "visits", *kinds)
    plot = Plot("bars", tuple(word(kind, lang) for kind in kinds), tuple(bars[:_MOST_BARS]), "h")
    wanted = Table(tuple(word(one, lang) for one in columns), tuple(rows))
    return Section(word("waiting", lang), wanted, word("waiting.note", lang), plot)


def staff(forecast: Forecast, lang: Language) -> Section:
    """Return how busy every group of officers is, and how long work waits for it."""
    rows: list[tuple[str, ...]] = []
    bars: list[tuple[str, tuple[float, ...]]] = []
    for (office, group), found in table(forecast.tally, "group", 2).items():
        share = forecast.utilisation[office, group]
        wait = found["waited"] / found["pieces"] if found["pieces"] else 0.0
        name = forecast.offices[office][0].text(lang)
        told = percent(share if found["present"] else None, lang)
        rows.append((name, group, told, whole(found["pieces"], lang), number(wait, lang)))
        bars.append((f"{name}: {group}", (100 * share,)))
    columns = tuple(word(one, lang) for one in ("office", "group", "busy", "pieces", "wait"))
    plot = Plot("bars", (word("busy", lang),), tuple(bars), "%") if bars else None
    return Section(word("staff", lang), Table(columns, tuple(rows)), word("staff.note", lang), plot)


def lateness(forecast: Forecast, lang: Language) -> Section:
    """Return by how many working days late dossiers are late."""
    days: dict[int, int] = {}
    for key, count in under(forecast.tally, "days_late"):
        days[min(int(key[0]), _MOST_DAYS)] = days.get(min(int(key[0]), _MOST_DAYS), 0) + count

    def named(day: int) -> str:
        return word("lateness.more", lang, days=day) if day == _MOST_DAYS else str(day)

    # days on which none was late are shown too, so that the bars are a picture of time
    found = [(named(day), days.get(day, 0)) for day in range(min(days), max(days) + 1)] if days else []
    columns = (word("days", lang), word("dossiers", lang))
    rows = tuple((name, whole(count, lang)) for name, count in found)
    bars = tuple((name, (float(count),)) for name, count in found)
    plot = Plot("bars", (word("dossiers", lang),), bars) if bars else None
    return Section(word("lateness", lang), Table(columns, rows), plot=plot)


def weeks(forecast: Forecast, lang: Language) -> Section:
    """Return how many dossiers came and were finished, week by week."""
    counts = table(forecast.tally, "week", 1)
    names = ("filed", "finished")
    rows = tuple((key[0], *(whole(found[name], lang) for name in names)) for key, found in counts.items())
    lines = tuple((key[0], tuple(float(found[name]) for name in names)) for key, found in counts.items())
    columns = (word("week", lang), *(word(name, lang) for name in names))
    plot = Plot("lines", tuple(word(name, lang) for name in names), lines)
    return Section(word("weeks", lang), Table(columns, rows), plot=plot)


def refused(forecast: Forecast, lang: Language) -> Section:
    """Return the acts that the engine refused."""
    rows = tuple(
        (forecast.procedures[procedure].text(lang), _act(act, lang), code, whole(count, lang))
        for (procedure, act, code), count in under(forecast.tally, "refused")
    )
    columns = tuple(word(one, lang) for one in ("procedure", "act", "code", "count"))
    return Section(word("refused", lang), Table(columns, rows), word("refused.note", lang))


def stuck(forecast: Forecast, lang: Language) -> Section:
    """Return the dossiers with which nobody can go on."""
    rows = tuple(
        (forecast.procedures[procedure].text(lang), _act(where, lang), whole(count, lang))
        for (procedure, where), count in under(forecast.tally, "stuck")
    )
    return Section(word("stuck", lang), Table(tuple(word(one, lang) for one in ("procedure", "act", "count")), rows))


def _act(name: str, lang: Language) -> str:
    """Return what the word of a command says; other words are shown as they are."""
    known = SHORT_ACTS.get(name)
    return name if known is None else known.text(lang)


def _kept(counts: Counter[str]) -> float | None:
    decided = counts["early"] + counts["on_time"] + counts["late"]
    return (counts["early"] + counts["on_time"]) / decided if decided else None
