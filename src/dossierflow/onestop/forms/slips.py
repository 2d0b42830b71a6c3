"""
From the events of a dossier to the words of its forms.

What the events say is taken from them; what they cannot say is taken from the
host's facts. Whatever is missing is collected, so that one error names it all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from dossierflow.engine.commands import Apologise, Receive, Refuse, RefuseReception, RequestSupplement, Stop
from dossierflow.engine.draft import fold
from dossierflow.engine.effects import AppointmentSet, DeadlineStarted
from dossierflow.errors import EventFormatError, FormFactMissingError, FormNotDueError
from dossierflow.onestop.forms.control import control_rows
from dossierflow.onestop.forms.kinds import FORMS, FormKind
from dossierflow.onestop.forms.words import CHANNELS_VI, OPEN, day_vi, instant_vi, long_day_vi, term_vi
from dossierflow.onestop.visible import visible
from dossierflow.procedure.limits import APPLICANT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.events import Event
    from dossierflow.onestop.forms.facts import DossierFacts, FormFacts
    from dossierflow.procedure.model import Procedure

Value: TypeAlias = "str | Sequence[str] | Sequence[Mapping[str, str]]"
"""What a template is given under one name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One form, ready to be put into a template."""

    kind: FormKind
    dossier: str
    ordinal: int
    """Which of its kind in the dossier, from 1."""

    values: Mapping[str, Value]


class Source:
    """What the values of one dossier's forms are taken from."""

    def __init__(self, events: Sequence[Event], procedure: Procedure, facts: FormFacts, zone: ZoneInfo) -> None:
        """
        Fold *events*, the whole log of one dossier that *procedure* governs.

        Raises:
            FormNotDueError: There are no events.

            EventFormatError: An event does not follow the one before it.
        """
        try:
            dossier = fold(events)
        except KeyError as error:
            msg = f"the log of dossier {events[0].dossier!r} changes {error}, which nothing before it began"
            raise EventFormatError(msg) from error
        if dossier is None:
            msg = "a form is made of a dossier's events; there are none"
            raise FormNotDueError(msg)
        self.events, self.procedure, self.facts, self.zone = events, procedure, facts, zone
        self.dossier: Dossier = dossier
        self.own: DossierFacts = facts.dossier(dossier.id)
        self.missing: list[str] = []

    def need(self, name: str, given: str | None) -> str:
        """Return what was *given*; where nothing was, note that *name* is missing."""
        if given is None:
            self.missing.append(name)
            return OPEN
        return visible(given)

    def applicant(self, field: str) -> str | None:
        """Return a field of the applicant: as the file gives it, or as a fact of the dossier has it."""
        given: str | None = getattr(self.own.applicant, field)
        taken = self.facts.take.get(field)  # type: ignore[call-overload] # the fields are the keys
        if given is not None or taken is None:
            return given
        if taken in self.dossier.facts:
            return str(self.dossier.facts[taken])
        personal = (event.personal for event in self.events if event.personal is not None and taken in event.personal)
        found = next(personal, None)
        return None if found is None else str(found[taken].value)

    def person(self, identifier: str | None) -> str:
        """Return who that is: the name that the host gives, or the identifier itself."""
        return OPEN if identifier is None else visible(self.facts.people.get(identifier, identifier))

    @property
    def code(self) -> str:
        """The dossier number that was given at reception, or the dossier's own id."""
        received = (event.act for event in self.events if isinstance(event.act, Receive))
        numbers = [act.number for act in received if act.number is not None]
        return visible(numbers[-1] if numbers else self.dossier.id)

    def at(self, instant: datetime) -> str:
        """Return an instant in words."""
        return instant_vi(instant, self.zone)


def slips_of(kind: FormKind, source: Source) -> tuple[Slip, ...]:
    """
    Return every form of *kind* that the dossier has brought about, oldest first; none is possible.

    Raises:
        FormFactMissingError: With everything that the host has to give.
    """
    rule = FORMS[kind]
    if kind is FormKind.CONTROL_SLIP:
        received = [event for event in source.events if event.type == "received"]
        found = [_control(source, received[0])] if received else []
    else:
        found = [_BUILDERS[kind](source, event) for event in source.events if event.type in rule.events]
    if source.missing:
        raise FormFactMissingError(kind.value, source.dossier.id, dict.fromkeys(source.missing))
    return tuple(
        Slip(kind=kind, dossier=source.dossier.id, ordinal=number, values=values)
        for number, values in enumerate(found, start=1)
    )


def _head(source: Source, event: Event, kind: FormKind) -> dict[str, Value]:
    office, rule = source.facts.office, FORMS[kind]
    return {
        "above": visible(office.above or ""),
        "agency": source.need("office.agency", office.agency),
        "place": source.need("office.place", office.place),
        "issued_on": long_day_vi(event.occurred_at.astimezone(source.zone).date()),
        "number": f"{visible(source.own.number or OPEN)}{rule.mark}",
        "form": f"Mẫu số {rule.number_2025} (03/2025/TT-VPCP)",
        "title": rule.title.vi,
        "code": source.code,
        "content": visible(source.own.content or source.procedure.name.vi),
        "procedure": visible(source.procedure.name.vi),
        "procedure_code": visible(source.procedure.code),
    }


def _whose(source: Source) -> dict[str, Value]:
    return {
        "applicant": source.need("applicant.name", source.applicant("name")),
        "applicant_id": source.need("applicant.id", source.applicant("id")),
        "address": source.need("applicant.address", source.applicant("address")),
        "phone": source.need("applicant.phone", source.applicant("phone")),
        "email": visible(source.applicant("email") or OPEN),
    }


def _receipt(source: Source, event: Event) -> dict[str, Value]:
    own, given = source.own, source.own.authorised
    slip = next((one for one in event.effects if isinstance(one, AppointmentSet)), None)
    promised = source.procedure.reception.appointment
    started = (one for one in event.effects if isinstance(one, DeadlineStarted) and one.limit == promised)
    term = next(started, None)
    if not own.components:
        source.missing.append("components")
    return {
        **_head(source, event, FormKind.RECEIPT_SLIP),
        **_whose(source),
        "authorised": []
        if given is None
        else [_authority(given.name, given.id, given.paper, given.address, given.phone)],
        "components": [visible(one) for one in own.components],
        "sets": source.need("sets", None if own.sets is None else f"{own.sets:02d}"),
        "term": OPEN if term is None else term_vi(term.term),
        "received_at": source.at(event.occurred_at),
        "result_at": "trong ngày, ngay khi có kết quả" if slip is None else source.at(slip.at),
        "result_place": source.need("result_place", own.result_place),
        "register": visible(f"Quyển số {own.register_volume or OPEN}, số thứ tự {own.register_sequence or OPEN}"),
        "receiver": source.need("office.receiver", source.facts.office.receiver),
    }


def _authority(name: str, number: str, paper: str, address: str | None, phone: str | None) -> str:
    told = (f"số định danh {number}", address, phone and f"điện thoại {phone}", f"giấy ủy quyền: {paper}")
    return visible("; ".join((name, *(one for one in told if one))))


def _supplement(source: Source, event: Event) -> dict[str, Value]:
    act = event.act
    assert isinstance(act, RequestSupplement)  # noqa: S101 -- the type of the event says so
    clocks = (one for one in event.effects if isinstance(one, DeadlineStarted) and one.party == APPLICANT)
    due = next((one.due for one in clocks if one.due is not None), None)
    return {
        **_head(source, event, FormKind.SUPPLEMENT_REQUEST),
        **_whose(source),
        "items": [visible(one) for one in act.items],
        "reason": visible(act.reason),
        "until": OPEN if due is None else day_vi(due.day),
        "receiver": source.need("office.receiver", source.facts.office.receiver),
        "office_phone": source.need("office.phone", source.facts.office.phone),
    }


def _refusal(source: Source, event: Event) -> dict[str, Value]:
    act = event.act
    ground = None
    if isinstance(act, RefuseReception) and act.ground is not None:
        ground = source.procedure.reception.grounds.get(act.ground)
    reason = act.reason if isinstance(act, Refuse | RefuseReception) else ""
    told = reason if ground is None else f"{ground.vi}: {reason}"
    return {
        **_head(source, event, FormKind.REFUSAL_SLIP),
        **_whose(source),
        "stage": "tiếp nhận" if isinstance(act, RefuseReception) else "giải quyết",
        "reason": visible(told),
        "receiver": source.need("office.receiver", source.facts.office.receiver),
    }


def _apology(source: Source, event: Event) -> dict[str, Value]:
    act = event.act
    assert isinstance(act, Apologise)  # noqa: S101 -- the type of the event says so
    earlier = [one for one in source.events if one.sequence < event.sequence]
    slips = [effect for one in earlier for effect in one.effects if isinstance(effect, AppointmentSet)]
    received = [one for one in earlier if one.type == "received"]
    office = source.facts.office
    return {
        **_head(source, event, FormKind.APOLOGY_LETTER),
        **_whose(source),
        "received_on": source.at(received[-1].occurred_at) if received else OPEN,
        "appointed_at": source.at(slips[-1].at) if slips else OPEN,
        "reason": visible(act.reason),
        "new_at": "" if act.appointment is None else source.at(act.appointment),
        "head": source.need("office.head", office.head),
        "head_title": source.need("office.head_title", office.head_title),
    }


def _stop(source: Source, event: Event) -> dict[str, Value]:
    act = event.act
    reason = act.reason if isinstance(act, Stop) else None
    asked = [one for one in source.events if one.type == "withdrawal_requested" and one.sequence < event.sequence]
    wish = getattr(asked[-1].act, "reason", None) if asked else None
    return {
        **_head(source, event, FormKind.STOP_NOTICE),
        **_whose(source),
        "asked_at": source.at(asked[-1].occurred_at) if asked else OPEN,
        "reason": visible(reason or wish or "theo đề nghị của người nộp hồ sơ"),
        "stage": visible(source.own.stage or "chưa có kết quả giải quyết"),
        "stopped_at": source.at(event.occurred_at),
        "fees": visible(source.own.fees or OPEN),
        "receiver": source.need("office.receiver", source.facts.office.receiver),
    }


def _control(source: Source, event: Event) -> dict[str, Value]:
    slips = [effect for one in source.events for effect in one.effects if isinstance(effect, AppointmentSet)]
    names = source.procedure.agencies
    sent = (rule for name, rule in source.procedure.handoffs.items() if name in source.dossier.handoffs)
    asked = [names[one.to.agency].name.vi for one in sent if one.to.agency in names]
    first = source.procedure.steps[source.procedure.reception.first]
    return {
        **_head(source, event, FormKind.CONTROL_SLIP),
        "solver": visible(names[first.by.agency].name.vi if first.by.agency in names else first.by.agency),
        "partners": visible(", ".join(dict.fromkeys(asked)) or "không"),
        "received_at": source.at(event.occurred_at),
        "result_at": source.at(slips[-1].at) if slips else OPEN,
        "rows": control_rows(source.events, source.procedure, source.person, source.at),
    }


_BUILDERS = {
    FormKind.RECEIPT_SLIP: _receipt,
    FormKind.SUPPLEMENT_REQUEST: _supplement,
    FormKind.REFUSAL_SLIP: _refusal,
    FormKind.APOLOGY_LETTER: _apology,
    FormKind.STOP_NOTICE: _stop,
}


def channel_vi(source: Source) -> str:
    """Return the channel of a dossier in words."""
    channel = source.dossier.channel
    return visible(source.facts.channels.get(channel) or CHANNELS_VI.get(channel, channel))
