"""
What the host must give for forms: the office, the people, what events do not hold.

Events hold no names of people. A file of facts gives them, or says from which
fact of the dossier they are taken while the log still has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from dossierflow.frozen import Frozen
from dossierflow.procedure.facts import Name
from dossierflow.reading import load, read_document

if TYPE_CHECKING:
    from pathlib import Path

Text = Annotated[str, Field(min_length=1, max_length=4000)]
ApplicantField = Literal["name", "id", "address", "phone", "email"]


class OfficeFacts(Frozen):
    """The office that issues the forms."""

    agency: Text | None = None
    """The receiving centre, as printed at the head."""

    above: Text | None = None
    """The body above it, printed over it."""

    place: Text | None = None
    """Where papers are dated."""

    phone: Text | None = None
    receiver: Text | None = None
    """Who signs for the counter."""

    head: Text | None = None
    """Who signs for the agency."""

    head_title: Text | None = None


class ApplicantFacts(Frozen):
    """The person or organisation whose dossier it is."""

    name: Text | None = None
    id: Text | None = None
    """Personal or organisation identifier (số định danh)."""

    address: Text | None = None
    phone: Text | None = None
    email: Text | None = None


class AuthorisedFacts(Frozen):
    """Who gave the applicant authority to act, where somebody did."""

    name: Text
    id: Text
    address: Text | None = None
    phone: Text | None = None
    paper: Text
    """The paper by which it was given."""


class DossierFacts(Frozen):
    """What is known of one dossier beside its events."""

    number: Text | None = None
    """Number of the paper; left open for the clerk where it is not given."""

    applicant: ApplicantFacts = ApplicantFacts()
    authorised: AuthorisedFacts | None = None
    content: Text | None = None
    """What is asked for; the name of the procedure where it is not given."""

    components: tuple[Text, ...] = ()
    """Papers of the dossier, in their order."""

    sets: int | None = Field(default=None, ge=1, le=100)
    """How many sets of papers were handed in."""

    result_place: Text | None = None
    register_volume: Text | None = None
    register_sequence: Text | None = None
    stage: Text | None = None
    """How far the work had come when it was stopped."""

    fees: Text | None = None
    """What becomes of fees already paid."""

    note: Text | None = None


class FormFacts(Frozen):
    """
    A file of facts for forms.

    >>> FormFacts().dossier("H-1").sets is None
    True
    """

    office: OfficeFacts = OfficeFacts()
    take: dict[ApplicantField, Name] = {}
    """From which fact of the dossier a field of the applicant is taken, where the file does not give it."""

    common: DossierFacts = DossierFacts()
    """What holds for every dossier that does not say otherwise."""

    dossiers: dict[str, DossierFacts] = {}
    people: dict[str, Text] = {}
    """Names of people by the identifiers that events have for them."""

    channels: dict[Name, Text] = {}
    """Names of channels that the library does not name."""

    def dossier(self, dossier: str) -> DossierFacts:
        """Return what is known of one dossier: its own facts, and the common ones where it has none."""
        own = self.dossiers.get(dossier)
        if own is None:
            return self.common
        return self.common.model_copy(update={name: getattr(own, name) for name in own.model_fields_set})


def read_form_facts(path: Path) -> FormFacts:
    """
    Read a file of facts (YAML).

    Raises:
        DefinitionError: With everything that is wrong, by line.
    """
    return load(FormFacts, read_document(path))
