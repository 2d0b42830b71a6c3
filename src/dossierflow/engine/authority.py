"""Who may act: a step belongs to an agency and a role, and nobody else moves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.procedure.limits import APPLICANT
from dossierflow.procedure.steps import Who

if TYPE_CHECKING:
    from dossierflow.engine.actors import Actor
    from dossierflow.procedure.model import Procedure

APPLICANT_WHO = Who(agency=APPLICANT)


def may(procedure: Procedure, actor: Actor, owner: Who) -> bool:
    """
    Tell whether *actor* may do what belongs to *owner*.

    The agency and, where one is named, the role must be the owner's. An agency
    may enter the acts of a party for which the procedure says that it acts; the
    role is then any of its own.
    """
    agency = procedure.agencies.get(actor.agency)
    if actor.on_behalf_of is not None:
        entitled = agency is not None and actor.on_behalf_of in agency.acts_for and actor.role in agency.roles
        return entitled and actor.on_behalf_of == owner.agency
    if actor.agency != owner.agency:
        return False
    if owner.agency == APPLICANT:
        return True
    known = agency is not None and actor.role in agency.roles
    return known and owner.role in {None, actor.role}
