"""Cross-checks of who acts: agencies, their roles, and the reserved names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.procedure.checks.mistakes import Mistake, Place, repeated, unknown
from dossierflow.procedure.limits import APPLICANT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.procedure.model import Procedure
    from dossierflow.procedure.steps import Who

SYSTEM = "system"
"""The party that acts when a time limit runs out; reserved, never declared."""

_NO_SYSTEM = f"{SYSTEM!r} acts only when a time limit runs out; name an agency"


def check_actors(procedure: Procedure) -> Iterator[Mistake]:
    """Yield what is wrong with the agencies of *procedure* and with those who act."""
    for name, agency in procedure.agencies.items():
        if name in {APPLICANT, SYSTEM}:
            yield ("agencies", name), f"the name {name!r} is reserved; choose another"
        place: Place = ("agencies", name, "acts_for")
        yield from repeated(agency.acts_for, place)
        for number, party in enumerate(agency.acts_for):
            if party == name:
                yield (*place, number), f"{name!r} acts for itself anyway; remove it"
            else:
                yield from check_party(procedure, party, (*place, number))
    for who, by in _agencies_acting(procedure):
        yield from _check_who(procedure, who, by, applicant=False)
    for who, by in _anybody_acting(procedure):
        yield from _check_who(procedure, who, by, applicant=True)


def check_party(procedure: Procedure, party: str, place: Place) -> Iterator[Mistake]:
    """Yield a mistake unless *party* is an agency of *procedure* or the applicant."""
    if party == SYSTEM:
        yield place, _NO_SYSTEM
    elif party != APPLICANT and party not in procedure.agencies:
        yield place, unknown("agency", party, (*procedure.agencies, APPLICANT))


def _check_who(procedure: Procedure, who: Who, place: Place, *, applicant: bool) -> Iterator[Mistake]:
    if who.agency == APPLICANT:
        if not applicant:
            yield (*place, "agency"), "this is an act of an agency, not of the applicant"
        if who.role is not None:
            yield (*place, "role"), "the applicant has no roles; remove it"
    elif who.agency == SYSTEM:
        yield (*place, "agency"), _NO_SYSTEM
    elif who.agency not in procedure.agencies:
        known = (*procedure.agencies, APPLICANT) if applicant else tuple(procedure.agencies)
        yield (*place, "agency"), unknown("agency", who.agency, known)
    elif who.role is not None and who.role not in (roles := procedure.agencies[who.agency].roles):
        yield (*place, "role"), unknown("role", who.role, roles)


def _anybody_acting(procedure: Procedure) -> Iterator[tuple[Who, Place]]:
    """Yield those who may be the applicant."""
    for name, step in procedure.steps.items():
        yield step.by, ("steps", name, "by")
        for key, action in step.actions.items():
            if action.by:
                yield action.by, ("steps", name, "actions", key, "by")
    for name, pause in procedure.pauses.items():
        yield pause.by, ("pauses", name, "by")
        if pause.lift_by:
            yield pause.lift_by, ("pauses", name, "lift_by")


def _agencies_acting(procedure: Procedure) -> Iterator[tuple[Who, Place]]:
    """Yield those who must be agencies."""
    yield procedure.reception.by, ("reception", "by")
    yield procedure.returning.by, ("returning", "by")
    if procedure.supplement and procedure.supplement.by:
        yield procedure.supplement.by, ("supplement", "by")
    if procedure.withdrawal:
        yield procedure.withdrawal.stop_by, ("withdrawal", "stop_by")
    if procedure.apology:
        yield procedure.apology.by, ("apology", "by")
    for name, fee in procedure.fees.items():
        if fee.by:
            yield fee.by, ("fees", name, "by")
        yield fee.confirm_by, ("fees", name, "confirm_by")
    for name, handoff in procedure.handoffs.items():
        yield handoff.to, ("handoffs", name, "to")
    for name, rule in procedure.extensions.items():
        yield rule.by, ("extensions", name, "by")
