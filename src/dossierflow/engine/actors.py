"""Who acts: an officer of an agency, the applicant, or the system when a time limit runs out."""

from __future__ import annotations

from dossierflow.frozen import Canonical, Frozen
from dossierflow.procedure.limits import APPLICANT

SYSTEM = "system"
"""The agency name of acts that nobody takes: limits that run out."""


class Actor(Canonical, Frozen):
    """
    One who acts, in one role of one agency.

    >>> Actor(agency="authority", role="officer", person="NV-017")
    Actor(agency='authority', on_behalf_of=None, person='NV-017', role='officer')
    """

    agency: str
    """An agency of the procedure, ``applicant``, or ``system``."""

    role: str
    person: str | None = None
    """The host's own identifier of the person; never a name."""

    on_behalf_of: str | None = None
    """The party for which the act is entered: the one-stop officer for an applicant at the counter."""

    @property
    def party(self) -> str:
        """The party whose act it is."""
        return self.on_behalf_of or self.agency

    def __str__(self) -> str:
        """Return ``agency/role`` and for whom."""
        own = f"{self.agency}/{self.role}"
        return own if self.on_behalf_of is None else f"{own} for {self.on_behalf_of}"


APPLICANT_ACTOR = Actor(agency=APPLICANT, role=APPLICANT)
SYSTEM_ACTOR = Actor(agency=SYSTEM, role="timer")
