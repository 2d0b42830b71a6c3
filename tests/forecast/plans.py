"""Plans for the tests: a commune in a few lines, and one that asks for every shipped procedure."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from dossierflow.forecast import PlanFile, plan_from
from dossierflow.procedure import Ask, FactType, Procedure, ProcedureLibrary
from dossierflow.reading import read_document

if TYPE_CHECKING:
    from pathlib import Path

    from dossierflow.worktime import WorkCalendar

COMMUNE = """
forecast: {vi: Một xã, en: A commune}
first: "2026-08-03"
last: "2026-08-07"
until: "2026-12-31"
takes: {triangular: {low: 3, mode: 8, high: 25}}
procedures:
  certification:
    steps:
      compare: {takes: {lognormal: {median: 12, sigma: 0.6}}, outcomes: {same: 97, refuse: 3}}
  building-permit:
    facts:
      work: {one_of: {house: 8, other: 2}}
      kind: {one_of: {new: 8, adjust: 1, extend: 1}}
      fire_concerned: {true: 0.4}
      planning_concerned: {true: 0.2}
      heritage_concerned: {always: false}
      defence_concerned: {true: 0.1}
    steps:
      appraise: {takes: {gamma: {mean: 60, shape: 2}}, supplement: 0.4}
      recheck: {outcomes: {valid: 7, unsatisfactory: 3}}
      decide: {takes: {fixed: 15}, outcomes: {issue: 8, refuse: 2}}
    supplement: {after: {lognormal: {median: 1, sigma: 0.7}, unit: days}, never: 0.1}
    handoffs:
      fire_opinion: {takes: {uniform: {low: 200, high: 1200}}, silent: 0.3}
      planning_opinion: {takes: {empirical: [120, 480, 2400]}}
      heritage_opinion: {takes: {fixed: 300}}
      defence_opinion: {takes: {fixed: 2, unit: days}}
    withdraw: {chance: 0.1, after: {uniform: {low: 1, high: 5}, unit: days}}
    apologises: 0.8
offices:
  commune:
    name: {vi: Xã, en: Commune}
    count: 2
    arrivals:
      - channel: counter
        during: opening
        per_hour: 1
        weekdays: {monday: 1.5}
        hours: {"08": 1.5}
        mix: {certification: 1}
      - {channel: online, during: always, dossiers: 41, hours: {"20": 2}, mix: {building-permit: 1}}
    staff:
      receivers: {roles: [one_stop/receiver], officers: 1, leave_days: 12}
      justice: {roles: [commune/officer], officers: 1, queue: earliest_due}
      builders: {roles: ["building-permit:authority/officer"], officers: 1, queue: {fact: work, first: [other]}}
      leaders: {roles: [commune/chairman, authority/leader], officers: 1}
"""
"""Two communes for one week, with everything that may happen to a building permit."""


def plan_of(
    text: str = COMMUNE,
    *,
    folder: Path | None = None,
    calendar: WorkCalendar | None = None,
    library: ProcedureLibrary | None = None,
    **changes: object,
) -> PlanFile:
    """Return the plan that *text* states, with some keys at its head changed."""
    document = read_document(text)
    if changes:
        # JSON is YAML, so a changed plan is read like any other
        document = read_document(json.dumps({**document.data, **changes}))
    return plan_from(document, folder=folder, calendar=calendar, library=library)


def plan_of_everything(library: ProcedureLibrary, first: str, until: str, each: int) -> PlanFile:
    """Return a plan in which *each* so many dossiers of every procedure come, and all may happen that the law knows."""
    day = date.fromisoformat(first)
    newest = {one.procedure: one for one in library if one.effective.covers(day)}
    arrivals = [
        {"channel": one.channels[0], "during": "always", "dossiers": each, "mix": {name: 1}}
        for name, one in newest.items()
    ]
    plan = {
        "forecast": "everything",
        "first": first,
        "last": first,
        "until": until,
        "takes": {"uniform": {"low": 10, "high": 40}},
        "procedures": {name: _said(one) for name, one in newest.items()},
        "offices": {"one": {"name": {"vi": "Một cửa", "en": "One stop"}, "arrivals": arrivals}},
    }
    own = ProcedureLibrary(newest.values())
    return plan_from(read_document(json.dumps(plan)), library=own)


def _said(procedure: Procedure) -> dict[str, Any]:
    quick = {"uniform": {"low": 20, "high": 600}}
    said: dict[str, Any] = {
        "version": procedure.version,
        "facts": {
            name: _fact(procedure, name) for name, fact in procedure.facts.items() if _is_needed(procedure, name)
        },
        "steps": {
            name: {
                "outcomes": dict.fromkeys(step.actions, 1),
                "supplement": 0.3 if procedure.supplement and name in procedure.supplement.steps else 0,
            }
            for name, step in procedure.steps.items()
        },
        "handoffs": {
            name: {"takes": quick, "silent": 0.3, "reminded": {"fixed": 20, "unit": "days"}}
            for name in procedure.handoffs
        },
        "fees": {name: {"after": quick} for name in procedure.fees},
        "pauses": {name: {"chance": 0.3, "lasts": quick} for name in procedure.pauses},
        "extensions": {
            name: {"chance": 0.3, "term": str(rule.at_most or "1 day")} for name, rule in procedure.extensions.items()
        },
        "apologises": 0.5,
    }
    if procedure.supplement is not None:
        said["supplement"] = {"after": quick}
    if procedure.withdrawal is not None:
        said["withdraw"] = {"chance": 0.1, "after": quick}
    return said


def _is_needed(procedure: Procedure, name: str) -> bool:
    sets = {one for step in procedure.steps.values() for action in step.actions.values() for one in action.sets}
    return procedure.facts[name].ask is Ask.SUBMISSION or name in sets


def _fact(procedure: Procedure, name: str) -> dict[str, Any]:
    fact = procedure.facts[name]
    match fact.type:
        case FactType.ENUM:
            return {"one_of": dict.fromkeys(fact.values, 1)}
        case FactType.BOOLEAN:
            return {"true": 0.5}
        case FactType.INTEGER:
            return {"number": {"uniform": {"low": fact.at_least or 1, "high": (fact.at_least or 1) + 3}}}
        case FactType.DATE:
            return {"days_after_filing": {"uniform": {"low": 12, "high": 40}}}
        case FactType.TEXT:
            return {"always": "-"}
