"""The part of ``dossierflow check`` that counts days: its window, and the scenario files of the first breaches."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dossierflow.cli.instants import day_of
from dossierflow.review.time import TimeCheck, Window, check_times

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossierflow.review import Subject
    from dossierflow.worktime import WorkCalendar


def window_of(calendar: str, first: str | None, last: str | None, handover: str | None) -> Window:
    """
    Return the start days that the options ask for.

    Raises:
        DossierflowError: A day is not one.
        typer.BadParameter: The last day comes before the first, or the hour is none.
    """
    begins, ends = (None if day is None else day_of(day) for day in (first, last))
    if begins is not None and ends is not None and ends < begins:
        message = f"the last start day, {ends}, comes before the first, {begins}"
        raise typer.BadParameter(message)
    known_on = calendar.partition("@")[2] or None
    return Window(first=begins, last=ends, handover=_hour(handover), known_on=known_on)


def timed_checks(
    subjects: Iterable[Subject], calendar: WorkCalendar, window: Window, *, folder: Path | None
) -> tuple[TimeCheck, ...]:
    """Return what is found about time; the first breaches are written into *folder*, if one is given."""
    checks = tuple(check_times(subjects, calendar, window, scenarios=folder is not None))
    return checks if folder is None else tuple(_kept(check, folder) for check in checks)


def _kept(check: TimeCheck, folder: Path) -> TimeCheck:
    """Write the scenarios of *check*, and let its findings say where they are."""
    for told in check.scenarios:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / told.name).write_text(told.text, encoding="utf-8")
        if told.folder is not None:
            beside = folder / told.folder
            beside.mkdir(exist_ok=True)
            (beside / f"{check.subject.procedure}.yaml").write_bytes(Path(check.subject.file).read_bytes())
    findings = tuple(
        one if one.reproducer is None else replace(one, reproducer=str(folder / one.reproducer))
        for one in check.findings
    )
    return replace(check, findings=findings)


def _hour(text: str | None) -> time | None:
    if text is None:
        return None
    try:
        found = time.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.second or found.microsecond or found.tzinfo:
        message = f"found {text!r}; write the hour as 15:00"
        raise typer.BadParameter(message)
    return found
