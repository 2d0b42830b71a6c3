"""
The page that lists the shipped procedures: derived from them, and complete.

Run as a program, this file writes the page.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dossierflow.deadlines.term import Term, Unit
from dossierflow.procedure import MissEffect, Procedure, Silence, catalogue
from dossierflow.procedure.rules import RemainingPlus
from dossierflow.simulate import read_scenarios, run_scenario

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "catalogue.md"
EXAMPLES = Path(__file__).parents[2] / "examples"
LIBRARY = catalogue()
CLOCK = {Unit.HOUR, Unit.WORKING_HOUR, Unit.MINUTE}
SITE = ("thực địa", "thực tế", "giám định", "trích đo", "khảo sát", "sát hạch")
REFUSAL = ("từ chối", "không cấp", "không chấp thuận", "chưa đủ")


def terms(procedure: Procedure) -> Iterator[Term]:
    """Yield every term of a limit."""
    for limit in procedure.limits.values():
        yield from [limit.term] if limit.term is not None else [case.term for case in limit.cases]


def models(procedure: Procedure) -> list[object]:
    """Return what a supplement does to each clock."""
    rule = procedure.supplement
    return [] if rule is None else [rule.model_of(limit) for limit in rule.clock]


def stands_still(procedure: Procedure) -> bool:
    """Tell whether some clock stands still for a step, a fee, a pause, a handoff or a supplement."""
    parts = (procedure.steps, procedure.fees, procedure.pauses, procedure.handoffs)
    holding = any(one.suspends for part in parts for one in part.values())
    return holding or "resume" in models(procedure)


def several_agencies(procedure: Procedure) -> bool:
    """Tell whether work is passed between agencies: in tracks, by a handoff, or from step to step."""
    at_work = {step.by.agency for step in procedure.steps.values()} - {"applicant"}
    return bool(procedure.forks or procedure.handoffs) or len(at_work) > 1


def says(names: Sequence[str], procedure: Procedure, *parts: str) -> bool:
    """Tell whether the Vietnamese name of something in *parts* has one of *names* in it."""
    found = [one.name.vi.lower() for part in parts for one in getattr(procedure, part).values()]
    return any(name in text for name in names for text in found)


RULES: dict[str, tuple[str, Callable[[Procedure], bool]]] = {
    "A": (
        "same day, or a cut-off hour",
        lambda p: Term.of("same day") in terms(p) or any(one.count and one.count.cutoff for one in p.limits.values()),
    ),
    "B": ("working days", lambda p: any(one.unit is Unit.WORKING_DAY and one.amount for one in terms(p))),
    "C": ("calendar days", lambda p: any(one.unit is Unit.DAY for one in terms(p))),
    "D": ("hours or minutes", lambda p: any(one.unit in CLOCK for one in terms(p))),
    "E": (
        "months",
        lambda p: (
            any(one.unit is Unit.MONTH for one in terms(p))
            or any(one.at_most is not None and one.at_most.unit is Unit.MONTH for one in p.extensions.values())
        ),
    ),
    "F": (
        "limits of single steps, or within another",
        lambda p: any(
            one.within is not None or any(name.endswith(".entered") for name in one.start_milestones)
            for one in p.limits.values()
        ),
    ),
    "G": ("one supplement at most", lambda p: p.supplement is not None and p.supplement.max == 1),
    "H": ("the applicant's own time", lambda p: any(one.party == "applicant" for one in p.limits.values())),
    "I": ("counting anew after a supplement", lambda p: "restart" in models(p)),
    "J": ("time that is not counted", stands_still),
    "K": ("remaining time and more", lambda p: any(isinstance(one, RemainingPlus) for one in models(p))),
    "L": ("extension", lambda p: bool(p.extensions)),
    "M": (
        "silence that counts",
        lambda p: (
            any(one.silence is Silence.DEEMED_CONSENT for one in p.handoffs.values())
            or any(one.on_missed.effect is MissEffect.ACTION and one.party == "applicant" for one in p.limits.values())
        ),
    ),
    "N": ("public posting", lambda p: says(("niêm yết",), p, "limits")),
    "O": ("fee or levy", lambda p: bool(p.fees) or "fee_unpaid" in p.reception.grounds),
    "P": ("expertise or site visit", lambda p: says(SITE, p, "steps", "facts", "limits")),
    "Q": ("terms that depend on conditions", lambda p: any(one.cases or one.when for one in p.limits.values())),
    "R": ("several agencies: parallel tracks, handoffs, or a chain of steps", several_agencies),
    "S": (
        "versions with dates",
        lambda p: len(LIBRARY.versions(p.procedure)) > 1 or p.effective.to is not None or p.transition is not None,
    ),
    "T": ("a term of its own for refusing or sending back", lambda p: says(REFUSAL, p, "limits")),
    "U": (
        "ended by silence",
        lambda p: any(one.on_missed.effect is MissEffect.END for one in p.limits.values()),
    ),
    "V": ("a window for filing", lambda p: bool(p.filing)),
    "W": ("a term per unit", lambda p: any(one.quantities for one in p.limits.values())),
    "X": ("several appointments", lambda p: len(p.reception.appointments) > 1),
}


def rules_of(procedure: Procedure) -> str:
    """Return the letters of the rules that *procedure* uses."""
    return "".join(letter for letter, (_, uses) in RULES.items() if uses(procedure))


def in_force(procedure: Procedure) -> str:
    """Return the days on which a version is in force."""
    first, last = procedure.effective.from_, procedure.effective.to
    return f"from {first}" if last is None else f"{first} to {last}"


def page() -> str:
    """Return the page as it must be."""
    rows = [
        f"| `{one.procedure}` | {one.version} | {one.code} | {one.name.vi} | {in_force(one)} | {one.status.value} | "
        f"{rules_of(one)} |"
        for one in LIBRARY
    ]
    legend = [f"| {letter} | {meaning} |" for letter, (meaning, _) in RULES.items()]
    return "\n".join(
        [
            "# Shipped procedures",
            "",
            "Real procedures of Vietnam, one file for each version, as they were read: each file begins with what",
            "it leaves out and why, and what it settles where the law is silent. They are examples to build on, not",
            "certified law: compare them with the law before anybody relies on a date. Under `announced` the text was",
            "read at second hand; `unpublished` stands where the code in the national database has not been seen.",
            "",
            "Dossiers that go as these rules say are in the [examples](../../examples/catalogue).",
            "",
            "| procedure | version | code | name | in force | status | rules |",
            "|---|---|---|---|---|---|---|",
            *rows,
            "",
            "The letters say which rules a version uses:",
            "",
            "| letter | rule |",
            "|---|---|",
            *legend,
            "",
        ]
    )


def test_the_page_is_the_one_of_the_shipped_files() -> None:
    """Whoever adds a procedure runs this file, and the page follows."""
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("letter", RULES)
def test_every_rule_is_used_by_some_procedure(letter: str) -> None:
    """Nothing that the format can say is without an example in real law."""
    assert any(letter in rules_of(procedure) for procedure in LIBRARY)


EXPECTED = {
    "birth-registration": "AHMNR",
    "birth-bundle": "ABCDFLQRS",
    "death-bundle": "ABFHJLQRS",
    "certification": "AL",
    "building-permit": "BCFGHLMPQST",
    "land-registration": "BCFJNOPQRSX",
    "secured-transaction": "AJLO",
    "enterprise-registration": "BHRU",
    "criminal-record": "BCDOQS",
    "work-permit": "BQSTV",
    "work-permit-exemption": "BTV",
    "environmental-permit": "CEFHJPQ",
    "air-transport-licence": "BFGHIMORSU",
    "air-licence-reissue": "BFGHIOQU",
    "height-approval": "BCHJQRTU",
    "social-allowance": "BFNRS",
    "sea-area-allocation": "BCFHIJPRU",
    "mineral-licence-reissue": "BCKMR",
    "foreign-loan-registration": "BCHISTU",
    "complaint": "BCLQ",
    "investment-certificate": "BQ",
    "foreign-marriage": "CHMU",
    "parent-child-recognition": "BCHIJLM",
    "domestic-adoption": "BCFIJR",
    "driving-licence": "COPQV",
    "vehicle-registration-reissue": "BCFJOQ",
    "vehicle-registration-temporary": "DO",
    "permanent-residence": "BEHL",
    "food-safety-certificate": "BCOQ",
    "counterfeit-money-test": "BCQWX",
    "irrigation-works-permit": "ABQ",
    "vehicle-quality-certificate": "BQR",
    "aircraft-clearance": "DT",
    "port-entry": "DR",
    "child-protection": "DF",
}
"""What each procedure is there for, by the letters of the rules."""


@pytest.mark.parametrize("name", EXPECTED)
def test_a_procedure_uses_the_rules_that_it_is_there_for(name: str) -> None:
    """All versions together have at least these."""
    used = {letter for one in LIBRARY.versions(name) for letter in rules_of(one)}

    assert set(EXPECTED[name]) - used == set()


def test_every_version_has_a_dossier_among_the_examples() -> None:
    """Some story of each version is governed by it to its end."""
    files = sorted(EXAMPLES.rglob("*.scenario.yaml"))
    runs = (run_scenario(scenario) for file in files for scenario in read_scenarios(file))
    told = {str(run.dossier.procedure) for run in runs if run.dossier is not None}

    assert {str(procedure) for procedure in LIBRARY} - told == set()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
