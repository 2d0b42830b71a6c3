"""What desks and tables file: days as they are, and personal facts as commitments."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from dossierflow.engine import Engine
from dossierflow.procedure.catalogue import shipped
from dossierflow.simulate.cases import run_cases
from dossierflow.simulate.clock import VirtualClock
from dossierflow.simulate.desk import Desk
from dossierflow.worktime import vietnam

RULE = Path(__file__).parents[2] / "examples" / "one_stop_office" / "procedures"


def test_a_row_files_personal_facts_as_commitments(tmp_path: Path) -> None:
    """A life in a table may know what is personal; it goes as any other."""
    table = tmp_path / "own.cases.csv"
    rows = [
        "case,procedure,procedures,fact.witness,limit,received,due,status",
        f"known,banner-permit,{RULE},Ngân,total,2026-03-02T09:00,2026-03-05,received",
    ]
    table.write_text("\n".join([*rows, ""]), encoding="utf-8")

    (result,) = run_cases([table]).results

    assert result.error is None
    assert [str(failure) for failure in result.failures] == []
    assert len(result.outcomes) == 2


def test_days_may_be_given_as_days() -> None:
    """A fact that is a day is the same as text and as a date."""
    at = VirtualClock(datetime(2026, 3, 2, 9, tzinfo=vietnam().tz))
    engine = Engine(shipped("work-permit-exemption"), vietnam())
    desks = Desk(engine, at), Desk(engine, at)
    values: tuple[str | date, ...] = ("2026-04-06", date(2026, 4, 6))

    first, second = (
        desk.file("work-permit-exemption", facts={"starts_work": value})
        for desk, value in zip(desks, values, strict=True)
    )

    assert first.facts == second.facts
    assert first.facts["starts_work"] == "2026-04-06"
