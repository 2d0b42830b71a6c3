"""The papers that a dossier has brought about, filled from its events and from the host's tables."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dossierflow.errors import DossierflowError, UnknownNameError
from dossierflow.onestop.forms import (
    FORMS,
    ApplicantFacts,
    DossierFacts,
    FormFacts,
    FormKind,
    OfficeFacts,
    Slip,
    Source,
    register_of,
    slips_of,
)
from dossierflow.onestop.indicators import Indicators, Period
from dossierflow.onestop.records import HostRecord

from .office import HANOI
from .people import CLERKS
from .tables import Filing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.store.sql import SqlUnit

    from .office import Office

THE_OFFICE = OfficeFacts(
    above="ỦY BAN NHÂN DÂN TỈNH",
    agency="TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
    place="Quy Nhơn",
    phone="0256 3 822 000",
    receiver=CLERKS["NV-01"].name,
    head=CLERKS["NV-03"].name,
    head_title="Giám đốc",
)


def source_of(office: Office, unit: SqlUnit, dossier: str) -> Source:
    """Return a dossier with what the host knows of it."""
    found = office.dossier(unit, dossier)
    filing, applicant = office.applicant(unit, dossier)
    own = DossierFacts(
        applicant=ApplicantFacts(
            name=applicant.name, id=applicant.number, address=applicant.address, phone=applicant.phone
        ),
        content=filing.content or None,
        components=tuple(filing.components.splitlines()),
        sets=1,
        result_place=THE_OFFICE.agency,
    )
    facts = FormFacts(office=THE_OFFICE, people={one.id: one.name for one in CLERKS.values()}, dossiers={dossier: own})
    return Source(unit.store.events(dossier), office.engine.procedure_of(found), facts, HANOI)


def papers_of(office: Office, unit: SqlUnit, dossier: str) -> Mapping[FormKind, tuple[Slip, ...]]:
    """Return the papers of a dossier by kind, leaving out those it has not brought about."""
    source = source_of(office, unit, dossier)
    made = {kind: slips_of(kind, source) for kind in FORMS if kind is not FormKind.DOSSIER_REGISTER}
    return {kind: slips for kind, slips in made.items() if slips}


def slips_named(office: Office, unit: SqlUnit, dossier: str, kind: str) -> tuple[Slip, ...]:
    """
    Return the papers of one kind.

    Raises:
        UnknownNameError: The dossier has brought about none of that kind.
    """
    papers = {found.value: slips for found, slips in papers_of(office, unit, dossier).items()}
    if kind not in papers:
        form = "form"
        raise UnknownNameError(form, kind, papers)
    return papers[kind]


def register(office: Office, unit: SqlUnit) -> Slip:
    """
    Return the register of all dossiers that were received.

    Raises:
        DossierflowError: None was.
    """
    sources = [source_of(office, unit, one) for one in office.ids(unit)]
    if not sources:
        msg = "there are no dossiers to register yet"
        raise DossierflowError(msg)
    return register_of(sources)


def report(office: Office, unit: SqlUnit, period: str) -> Indicators:
    """Return the indicators of *period*, ``2026-08``, with everything that has happened up to now."""
    records = {
        one: HostRecord(dossier=one, agency=THE_OFFICE.agency, level="xã", digitised=filing.digitised)
        for one in office.ids(unit)
        if (filing := unit.session.get(Filing, one)) is not None
    }
    return Indicators.of(
        office.events(unit),
        period=Period.parse(period, zone=HANOI, as_of=office.clock() + timedelta(microseconds=1)),
        procedures=office.procedures,
        records=records,
        by_dossier=True,
    )
