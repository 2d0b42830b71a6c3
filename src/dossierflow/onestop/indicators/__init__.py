"""
The indicators that events can answer: progress in full, with the list behind every number.

`Indicators.of` reads a stream of events once; `Indicators.total` and
`Indicators.by` give the numbers, of everything or of each agency, level,
procedure or channel.
"""

from __future__ import annotations

from dossierflow.onestop.indicators.export import indicators_json
from dossierflow.onestop.indicators.indicators import Figures, Grouping, Indicators
from dossierflow.onestop.indicators.legal import LegalStanding, Unknown
from dossierflow.onestop.indicators.limits import LimitFigures, LimitKey
from dossierflow.onestop.indicators.measures import MEASURES, Measure
from dossierflow.onestop.indicators.period import Period
from dossierflow.onestop.indicators.rates import INDICATOR_GROUPS, NO_FORMULA, RATES, IndicatorGroup, Rate, RateRule
from dossierflow.onestop.indicators.rows import NOT_RECORDED, Difference, Row
from dossierflow.onestop.indicators.scoring import SCORING_RULES, Score, ScoredEnd, Scoring, ScoringRule, Timeliness
from dossierflow.onestop.indicators.workbook import report_workbook

__all__ = [
    "INDICATOR_GROUPS",
    "MEASURES",
    "NOT_RECORDED",
    "NO_FORMULA",
    "RATES",
    "SCORING_RULES",
    "Difference",
    "Figures",
    "Grouping",
    "IndicatorGroup",
    "Indicators",
    "LegalStanding",
    "LimitFigures",
    "LimitKey",
    "Measure",
    "Period",
    "Rate",
    "RateRule",
    "Row",
    "Score",
    "ScoredEnd",
    "Scoring",
    "ScoringRule",
    "Timeliness",
    "Unknown",
    "indicators_json",
    "report_workbook",
]
