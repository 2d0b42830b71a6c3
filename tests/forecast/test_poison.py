"""Names may come from anybody: no report runs them, no spreadsheet computes them."""

from __future__ import annotations

import csv
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from tests.forecast.plans import COMMUNE, plan_of

from dossierflow.citation import LegalText
from dossierflow.forecast import compare, forecast, what_if
from dossierflow.forecast.arrivals import OfficeKey
from dossierflow.forecast.office import OfficeResult
from dossierflow.forecast.outputs import Tables
from dossierflow.forecast.rows import DOSSIER_COLUMNS, STEP_COLUMNS, TEXT, RowBuffer, schema_of
from dossierflow.forecast.tally import new_tally
from dossierflow.procedure import ProcedureLibrary, catalogue
from dossierflow.render.forecast import report, report_text
from dossierflow.render.forecast_html import report_html

if TYPE_CHECKING:
    from pathlib import Path

    from dossierflow.citation import Language
    from dossierflow.procedure import Procedure

POISON = "=cmd|' /C calc'!A0\n</title></text><script>alert(1)</script><img src=x onerror=\"alert(2)\">'&"
NAME = LegalText(vi=POISON, en=POISON)


def poisoned(procedure: Procedure) -> Procedure:
    """Return *procedure* with every name in it replaced."""
    agencies = {}
    for key, agency in procedure.agencies.items():
        roles = {role: one.model_copy(update={"name": NAME}) for role, one in agency.roles.items()}
        agencies[key] = agency.model_copy(update={"name": NAME, "roles": roles})
    return procedure.model_copy(
        update={
            "name": NAME,
            "agencies": agencies,
            "limits": {key: one.model_copy(update={"name": NAME}) for key, one in procedure.limits.items()},
            "steps": {key: one.model_copy(update={"name": NAME}) for key, one in procedure.steps.items()},
        }
    )


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_name_becomes_part_of_the_page(lang: Language) -> None:
    """Names of offices, procedures, steps, limits, agencies and roles are shown as they are, and do nothing."""
    known = catalogue()
    asked = [one for name in ("certification", "building-permit") for one in known.versions(name)]
    library = ProcedureLibrary(poisoned(one) for one in asked)
    plan = plan_of(COMMUNE, library=library, forecast={"vi": POISON, "en": POISON})
    commune = plan.plan.offices["commune"].model_copy(update={"name": NAME})
    object.__setattr__(plan, "plan", plan.plan.model_copy(update={"offices": {"commune": commune}}))
    found = forecast(plan, seed=1, workers=1)
    other = forecast(what_if(plan, "staff.justice+1"), seed=1, workers=1)
    made = report(found, lang, [(POISON, compare(found, other))])
    page = report_html(made, lang)
    seen: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.append(tag)
            assert not [name for name, _ in attrs if name.startswith("on")]

    Reader(convert_charrefs=True).feed(page)
    assert not {"script", "img"} & set(seen)
    assert unescape(page).count("<script>alert(1)</script>") > 20
    rows = [row for section in made.sections for row in section.table.rows]
    assert len(report_text(made).splitlines()) < len(rows) + 8 * len(made.sections)


def test_no_cell_of_a_table_is_computed(tmp_path: Path) -> None:
    """Text that a spreadsheet would take for a formula has an apostrophe before it; figures are left alone."""
    packed: list[bytes] = []
    for columns in (DOSSIER_COLUMNS, STEP_COLUMNS):
        buffer = RowBuffer(schema_of(columns, "UTC"))
        buffer.add([POISON if kind == TEXT else None if kind is None else -5 for _, kind in columns])
        packed.append(buffer.close())
    key = OfficeKey(seed=1, replication=0, office="a", copy=1, count=1)
    with Tables(tmp_path, "UTC") as tables:
        tables.add(OfficeResult(key=key, tally=new_tally(), dossiers=packed[0], steps=packed[1]))

    for name, columns in (("dossiers", DOSSIER_COLUMNS), ("steps", STEP_COLUMNS)):
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            (row,) = csv.DictReader(file)
        assert {row[column] for column, kind in columns if kind == TEXT} == {f"'{POISON}"}
        assert {row[column] for column, kind in columns if kind not in {TEXT, None}} == {"-5"}
