"""The register: one line for every dossier that was received, numbered through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.engine.effects import AppointmentSet
from dossierflow.errors import FormFactMissingError, FormNotDueError
from dossierflow.onestop.forms.kinds import FORMS, FormKind
from dossierflow.onestop.forms.slips import Slip, Source, channel_vi
from dossierflow.onestop.forms.words import OPEN
from dossierflow.onestop.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossierflow.onestop.forms.slips import Value


def register_of(sources: Sequence[Source], *, first: int = 1) -> Slip:
    """
    Return the register of the dossiers of *sources* that were received, in the order of reception.

    Args:
        sources: The dossiers; those that were not received are left out.

        first: The number of the first line; a register is numbered through the year.

    Raises:
        FormNotDueError: There are no dossiers at all.

        FormFactMissingError: With everything that the host has to give for one of the dossiers.
    """
    if not sources:
        msg = "a register lists dossiers; there are none"
        raise FormNotDueError(msg)
    received = [(one.dossier.milestones["received"], one) for one in sources if "received" in one.dossier.milestones]
    ordered = [one for _, one in sorted(received, key=lambda pair: (pair[0], pair[1].dossier.id))]
    rows = [_row(number, source) for number, source in enumerate(ordered, start=first)]
    office = sources[0].facts.office
    agency = office.agency
    if agency is None:
        raise FormFactMissingError(FormKind.DOSSIER_REGISTER.value, "-", ["office.agency"])
    rule = FORMS[FormKind.DOSSIER_REGISTER]
    years = sorted({at.astimezone(one.zone).year for at, one in received})
    values: dict[str, Value] = {
        "above": visible(office.above or ""),
        "agency": visible(agency),
        "form": f"Mẫu số {rule.number_2025} (03/2025/TT-VPCP)",
        "title": rule.title.vi,
        "year": ", ".join(str(year) for year in years) or OPEN,
        "rows": rows,
    }
    return Slip(kind=FormKind.DOSSIER_REGISTER, dossier="", ordinal=1, values=values)


def _row(number: int, source: Source) -> dict[str, str]:
    milestones = source.dossier.milestones
    slips = [effect for one in source.events for effect in one.effects if isinstance(effect, AppointmentSet)]
    name = source.need("applicant.name", source.applicant("name"))
    address = source.need("applicant.address", source.applicant("address"))
    phone = source.need("applicant.phone", source.applicant("phone"))
    if source.missing:
        raise FormFactMissingError(FormKind.DOSSIER_REGISTER.value, source.dossier.id, dict.fromkeys(source.missing))
    first = source.procedure.steps[source.procedure.reception.first]
    agency = source.procedure.agencies.get(first.by.agency)
    return {
        "number": str(number),
        "code": source.code,
        "procedure": visible(source.procedure.name.vi),
        "applicant": name,
        "contact": f"{address}; {phone}",
        "solver": visible(first.by.agency if agency is None else agency.name.vi),
        "received": source.at(milestones["received"]),
        "appointed": source.at(slips[-1].at) if slips else "",
        "returned": source.at(milestones["returned"]) if "returned" in milestones else "",
        "channel": channel_vi(source),
        "signature": "",
    }
