"""
What a procedure calls things, in one language.

Identifiers are for files and code; people read the names that the procedure
gives. What has no name there (the applicant, the system) is named here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.citation import Status
from dossierflow.engine.actors import SYSTEM
from dossierflow.engine.dossier import Wait, step_of, wait_of
from dossierflow.procedure.limits import APPLICANT
from dossierflow.render.words import words_of
from dossierflow.render.words.dossier import CHANNELS
from dossierflow.render.words.labels import label

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from dossierflow.citation import Citation, Language, LegalText
    from dossierflow.deadlines.explanation import Due
    from dossierflow.deadlines.term import Term
    from dossierflow.engine.actors import Actor
    from dossierflow.procedure.model import Procedure
    from dossierflow.procedure.steps import Who


_NAMED_AS_LIMITS = ("Thời hạn", "Time limit", "Time for")
"""How names begin that need no word before them to be known as those of time limits."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one procedure version in one language, with times in one zone."""

    procedure: Procedure
    lang: Language
    zone: ZoneInfo

    def limit(self, limit: str) -> str:
        """Return the name of a limit."""
        return self._name(self.procedure.limits, limit)

    def limit_in_sentence(self, limit: str) -> str:
        """Return the name of a limit as part of a sentence: ``the time limit “Appraisal”``."""
        name = self.limit(limit)
        if name.startswith(_NAMED_AS_LIMITS):
            return label("limit.named", self.lang, name=name[:1].lower() + name[1:])
        return label("limit.quoted", self.lang, name=name)

    def step(self, step: str) -> str:
        """Return the name of a step."""
        return self._name(self.procedure.steps, step)

    def action(self, step: str, action: str) -> str:
        """Return the name of an outcome of a step."""
        known = self.procedure.steps.get(step)
        return action if known is None else self._name(known.actions, action)

    def handoff(self, handoff: str) -> str:
        """Return the name of a handoff."""
        return self._name(self.procedure.handoffs, handoff)

    def fee(self, fee: str) -> str:
        """Return the name of a fee."""
        return self._name(self.procedure.fees, fee)

    def pause(self, pause: str) -> str:
        """Return the name of a reason for a pause."""
        return self._name(self.procedure.pauses, pause)

    def extension(self, extension: str) -> str:
        """Return the name of an extension rule."""
        return self._name(self.procedure.extensions, extension)

    def fact(self, fact: str) -> str:
        """Return the name of a fact."""
        return self._name(self.procedure.known_facts, fact)

    def ground(self, ground: str) -> str:
        """Return the wording of a ground on which reception may be refused."""
        known = self.procedure.reception.grounds.get(ground)
        return ground if known is None else known.text(self.lang)

    def end(self, end: str) -> str:
        """Return the name of an end."""
        return self._name(self.procedure.ends, end)

    def fork(self, fork: str) -> str:
        """Return the names of the tracks that a fork opens."""
        known = self.procedure.forks.get(fork)
        return fork if known is None else " + ".join(track.name.text(self.lang) for track in known.tracks.values())

    def channel(self, channel: str) -> str:
        """Return the name of a filing channel."""
        known = CHANNELS.get(channel)
        return channel if known is None else known.text(self.lang)

    def agency(self, agency: str) -> str:
        """Return the name of an agency, of the applicant, or of the system."""
        if agency in {APPLICANT, SYSTEM}:
            return label(agency, self.lang)
        return self._name(self.procedure.agencies, agency)

    def agency_in_sentence(self, agency: str) -> str:
        """Return the same within a sentence, where the applicant and the system have no capital."""
        name = self.agency(agency)
        return name[:1].lower() + name[1:] if agency in {APPLICANT, SYSTEM} else name

    def who(self, who: Who) -> str:
        """Return agency and role, as in ``Case officer (Permit authority)``."""
        return self._position(who.agency, who.role)

    def actor(self, actor: Actor) -> str:
        """Return who acts, and for whom: role, agency, the host's identifier of the person."""
        who = self._position(actor.agency, actor.role)
        if actor.person is not None:
            who = f"{actor.person}, {who}"
        if actor.on_behalf_of is None:
            return who
        return label("on_behalf", self.lang, who=who, party=self.agency_in_sentence(actor.on_behalf_of))

    def state(self, state: str) -> str:
        """Return what a track is in: a step, with what it waits for."""
        step = step_of(state)
        name = self.fork(step.removeprefix("fork.")) if step.startswith("fork.") else self.step(step)
        wait = wait_of(state)
        if wait is None:
            return name
        return f"{name} – {self.reason('.'.join(part for part in (wait[0].value, wait[1]) if part))}"

    def reason(self, reason: str) -> str:
        """Return why a clock stands still, from the reason that the ledger keeps."""
        kind, _, name = reason.partition(".")
        if kind == Wait.SUPPLEMENT.value:
            return label("reason.supplement", self.lang)
        of = {"fee": self.fee, "pause": self.pause, "handoff": self.handoff, "step": self.step}.get(kind)
        return reason if of is None else label(f"reason.{kind}", self.lang, name=of(name))

    def term(self, term: Term) -> str:
        """Return an amount and a unit in words."""
        if str(term) == "same day":
            return words_of(self.lang).say("term.same_day")
        return words_of(self.lang).amount(term.amount, term.unit)

    def instant(self, at: datetime) -> str:
        """Return day, month, year and the time to the minute."""
        local = at.astimezone(self.zone)
        day = words_of(self.lang).short_day(local.date(), year=True)
        seconds = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
        return f"{day} {seconds}"

    def day(self, day: date) -> str:
        """Return day, month and year."""
        return words_of(self.lang).short_day(day, year=True)

    def due(self, due: Due | None) -> str:
        """Return a due date, or that it is not known."""
        return label("unknown_due", self.lang) if due is None else self.instant(due.at)

    def cite(self, cite: Citation) -> str:
        """Return a source, marked where nobody has read it."""
        mark = f" ({label('unverified', self.lang)})" if cite.status is Status.UNVERIFIED else ""
        return f"{cite}{mark}"

    def cites(self, cites: tuple[Citation, ...]) -> str:
        """Return several sources in one line."""
        return "; ".join(dict.fromkeys(self.cite(one) for one in cites))

    def _position(self, agency: str, role: str | None) -> str:
        known = self.procedure.agencies.get(agency)
        if known is None or role is None or role not in known.roles:
            return self.agency(agency)
        name = known.roles[role].name.text(self.lang)
        return label("role_of", self.lang, role=name, agency=known.name.text(self.lang))

    def _name(self, things: Mapping[str, _Named], key: str) -> str:
        found = things.get(key)
        return key if found is None else found.name.text(self.lang)


if TYPE_CHECKING:
    from typing import Protocol

    class _Named(Protocol):
        @property
        def name(self) -> LegalText: ...
