"""
Golden cases: what the law gives in a situation, written down so that it can be tried again.

A case is a row of a table (one time limit counted, or a short life played) or a
whole scenario. A suite of them is run against procedures and a calendar by one
function, whoever asks: the command line, pytest, or a review that changes a
rule on purpose to see whether any case notices.
"""

from __future__ import annotations

from dossierflow.simulate.cases.answers import rows_of_run, story_with
from dossierflow.simulate.cases.finding import case_files
from dossierflow.simulate.cases.saving import append_rows, save_story
from dossierflow.simulate.cases.suite import (
    Case,
    CaseResult,
    Suite,
    SuiteResult,
    load_suite,
    read_cases,
    run_cases,
)

__all__ = [
    "Case",
    "CaseResult",
    "Suite",
    "SuiteResult",
    "append_rows",
    "case_files",
    "load_suite",
    "read_cases",
    "rows_of_run",
    "run_cases",
    "save_story",
    "story_with",
]
