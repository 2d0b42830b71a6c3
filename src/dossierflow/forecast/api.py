"""The function that plays a plan; the packages that it needs are loaded when it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor
    from pathlib import Path

    from dossierflow.forecast.plan.files import PlanFile
    from dossierflow.forecast.results import Forecast
    from dossierflow.worktime import WorkCalendar


def forecast(
    plan: PlanFile,
    *,
    seed: int,
    calendar: WorkCalendar | None = None,
    executor: Executor | None = None,
    workers: int | None = None,
    out: Path | None = None,
    events: bool = False,
    progress: Callable[[int, int], object] | None = None,
) -> Forecast:
    """
    Play *plan* and return what came of it.

    The same plan and seed give the same bytes, however many workers there are and whichever executor is given.

    Args:
        plan: What `read_plan` has read.

        seed: Decides all luck; from 0.

        calendar: The calendar to play on instead of the plan's own.

        executor:
            Plays the offices; none makes a pool of processes, or plays them
            here where one worker is asked for.

        workers: How many processes the pool has; none means as many as there are processors.

        out: Folder for the tables, made if missing; none writes nothing.

        events:
            Whether the audit log is kept, under ``events`` in *out*. Workers
            write it themselves, so they must reach the folder; the tables come
            back through the executor.

        progress: Told after every office how many offices are done, and how many there are.

    Raises:
        ForecastError: The seed is negative, there are no workers, or a log is asked for without a folder.

        CalendarCoverageError: A deadline or some work runs past the calendar.

        ImportError: The extra ``forecast`` is not installed.
    """
    from dossierflow.forecast.running import run_plan  # noqa: PLC0415 -- needs packages of an extra

    return run_plan(
        plan,
        seed=seed,
        calendar=calendar,
        executor=executor,
        workers=workers,
        out=out,
        events=events,
        progress=progress,
    )
