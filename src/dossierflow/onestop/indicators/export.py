"""A report as JSON and as a table of its dossiers, from which every number can be counted again."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Final

from dossierflow.office.formulas import as_text
from dossierflow.onestop.indicators.rates import INDICATOR_GROUPS, NO_FORMULA
from dossierflow.onestop.indicators.scoring import SCORING_RULES
from dossierflow.onestop.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.citation import Citation, LegalText
    from dossierflow.onestop.indicators.indicators import Figures, Grouping, Indicators
    from dossierflow.onestop.indicators.limits import LimitFigures, LimitKey
    from dossierflow.onestop.indicators.rates import Rate
    from dossierflow.onestop.indicators.rows import Row
    from dossierflow.onestop.reported import Synchronisation
    from dossierflow.reading.schema import Json

GROUPINGS: Final[tuple[Grouping, ...]] = ("agency", "level", "procedure", "channel")


def indicators_json(report: Indicators) -> dict[str, Json]:
    """Return *report* as values that JSON knows; every dossier names the numbers in which it counts."""
    return {**_without_dossiers(report), "dossiers": list(_dossiers(report))}


def json_text(report: Indicators) -> Iterator[str]:
    """Yield the same as text, piece by piece, so that a nation's dossiers need not be held as text at once."""
    head = json.dumps(_without_dossiers(report), ensure_ascii=False, indent=2).removesuffix("\n}")
    yield f'{head},\n  "dossiers": ['
    separator = "\n    "
    for told in _dossiers(report):
        yield f"{separator}{json.dumps(told, ensure_ascii=False)}"
        separator = ",\n    "
    yield "\n  ]\n}\n"


def _dossiers(report: Indicators) -> Iterator[dict[str, Json]]:
    for row, keys in zip(report.total.rows, report.total.marks, strict=True):
        yield row_json(row, keys)


def _without_dossiers(report: Indicators) -> dict[str, Json]:
    period, scoring = report.period, report.scoring
    return {
        "period": {
            "first": period.first.isoformat(),
            "last": period.last.isoformat(),
            "zone": period.zone.key,
            "as_of": None if period.as_of is None else period.as_of.isoformat(),
        },
        "scoring": {
            "compare": scoring.compare,
            "most_supplements": scoring.most_supplements,
            "subtract_supplement": scoring.subtract_supplement,
            "reappointment": scoring.reappointment,
            "unanswered": scoring.unanswered,
        },
        "rules": [
            {"rule": key, "text": _both(rule.name), "source": _source(rule.cite)} for key, rule in SCORING_RULES.items()
        ],
        "groups": [
            {"group": key, "name": _both(one.name), "most": one.most, "source": _source(one.cite)}
            for key, one in INDICATOR_GROUPS.items()
        ],
        "measures": {key: _both(one.name) for key, one in report.measures.items()},
        "total": figures_json(report.total),
        "by": {
            grouping: {name: figures_json(figures) for name, figures in report.by(grouping).items()}
            for grouping in GROUPINGS
        },
        "limits": [_limit_json(key, one) for key, one in report.limits.items()],
        "unknown_procedures": list(report.unknown_procedures),
        "unused_records": list(report.unused_records),
    }


def figures_json(figures: Figures) -> dict[str, Json]:
    """Return the numbers and rates of some dossiers."""
    mean = figures.mean_processing
    return {
        "numbers": dict(figures.numbers),
        "rates": [_rate_json(rate) for rate in figures.rates],
        "mean_processing_days": None if mean is None else round(mean.total_seconds() / 86400, 2),
    }


def dossiers_csv(report: Indicators) -> Iterator[str]:
    """
    Yield the table of dossiers as lines of CSV, heading first.

    Text that a spreadsheet could take for a formula has an apostrophe before it.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    keys = tuple(report.measures)
    columns = _COLUMNS
    for cells in (
        (*columns, *keys),
        *_cells(report, columns, keys),
    ):
        writer.writerow(cells)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _cells(report: Indicators, columns: tuple[str, ...], keys: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for row, marks in zip(report.total.rows, report.total.marks, strict=True):
        told = row_json(row, frozenset())
        flat = {**told, **_nested(told, "official"), **_nested(told, "legal")}
        yield (
            *(_safe(flat.get(name)) for name in columns),
            *("1" if key in marks else "" for key in keys),
        )


def _nested(told: dict[str, Json], view: str) -> dict[str, Json]:
    inner = told[view]
    return {f"{view}_{name}": value for name, value in inner.items()} if isinstance(inner, dict) else {}


def _safe(value: Json) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(str(one) for one in value)
    return as_text(visible(str(value)).replace("\n", " "))


_COLUMNS: Final = (
    "dossier",
    "number",
    "procedure",
    "version",
    "channel",
    "agency",
    "level",
    "status",
    "submitted_on",
    "received_on",
    "finished_on",
    "supplements",
    "official_result",
    "official_appointment",
    "official_end",
    "official_counted_at",
    "official_subtracted_seconds",
    "legal_result",
    "legal_limit",
    "legal_due",
    "legal_ended_at",
    "differences",
)


def row_json(row: Row, keys: frozenset[str]) -> dict[str, Json]:
    """Return one dossier, with the *keys* of the numbers in which it counts."""
    official, legal = row.official, row.legal
    return {
        "dossier": row.dossier,
        "number": row.number,
        "procedure": row.procedure,
        "version": row.version,
        "channel": row.channel,
        "agency": row.agency,
        "level": row.level,
        "status": int(row.status),
        "submitted_on": row.submitted_on.isoformat(),
        "received_on": None if row.received_on is None else row.received_on.isoformat(),
        "finished_on": None if row.finished_on is None else row.finished_on.isoformat(),
        "supplements": row.supplements,
        "official": None
        if official is None
        else {
            "result": official.result.value,
            "appointment": None if official.appointment is None else official.appointment.isoformat(),
            "end": official.end.value,
            "counted_at": official.counted_at.isoformat(),
            "subtracted_seconds": official.subtracted.total_seconds(),
            "by_count": official.by_count,
        },
        "legal": None
        if legal is None
        else {
            "result": legal.result.value,
            "limit": legal.limit,
            "due": None if legal.due is None else legal.due.isoformat(),
            "ended_at": None if legal.ended_at is None else legal.ended_at.isoformat(),
            "unknown": None if legal.unknown is None else legal.unknown.value,
        },
        "differences": [one.value for one in row.differences],
        "sync": None if row.sync is None else _sync_json(row.sync),
        "counts_in": [*sorted(keys)],
    }


def _sync_json(sync: Synchronisation) -> dict[str, Json]:
    return {
        "changes": sync.changes,
        "reported": sync.reported,
        "longest_seconds": None if sync.longest is None else sync.longest.total_seconds(),
        "differences": [
            {
                "at": one.at.isoformat(),
                "fault": one.fault.value,
                "reported": None if one.reported is None else int(one.reported),
                "actual": None if one.actual is None else int(one.actual),
            }
            for one in sync.differences
        ],
    }


def _rate_json(rate: Rate) -> dict[str, Json]:
    value, points = rate.value, rate.points
    reason = None
    if value is None:
        reason = _both(rate.rule.unknown)
    elif points is None:
        reason = _both(NO_FORMULA)
    return {
        "rate": rate.rule.key,
        "group": rate.rule.group,
        "name": _both(rate.rule.name),
        "part": rate.part,
        "whole": rate.whole,
        "value": None if value is None else round(float(value), 6),
        "points": None if points is None else round(float(points), 4),
        "not_computed": reason,
        "source": _source(rate.rule.cite),
    }


def _limit_json(key: LimitKey, one: LimitFigures) -> dict[str, Json]:
    return {
        "procedure": key.procedure,
        "limit": key.limit,
        "party": key.party,
        "met": one.met,
        "early": one.early,
        "on_time": one.on_time,
        "late": len(one.late),
        "running": one.running,
        "suspended": one.suspended,
        "overdue": len(one.overdue),
        "lapsed": one.lapsed,
        "late_dossiers": [*one.late],
        "overdue_dossiers": [*one.overdue],
    }


def _both(text: LegalText) -> dict[str, Json]:
    return {"vi": text.vi, "en": text.en}


def _source(cite: Citation) -> dict[str, Json]:
    return {"doc": str(cite), "status": cite.status.value, "note": cite.note}
