"""What editors say of the keys of a scenario, by ``Definition.key`` or ``key``, and the values that they offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dossierflow.reading.schema import Json

DESCRIBED: Mapping[str, str] = {
    "Scenario.calendar": "The working calendar, as known on a day ({known_on: ...}), or with one's own layers.",
    "Scenario.channel": "How the dossier is filed: one of the channels of the procedure.",
    "Scenario.facts": "What is known about the dossier at filing.",
    "Scenario.personal": "Facts that are personal data, each with its value and a salt.",
    "Scenario.timeline": "What happens, in order: when, who, what, and what must come of it.",
    "Expectation.at": "The instant that is looked at, or how long after the last entry.",
    "at": "When: an instant, or how long after the entry above.",
    "do": "What is done.",
    "by": "Who does it: a name from 'actors', or 'applicant'.",
    "expected_version": "The number of the dossier's last event that the act rests on; another one refuses it.",
    "step": "A step of the procedure; without it, the one that is open.",
    "action": "The outcome of the step.",
    "reason": "The reason, in words; of a pause, the name of a reason that the procedure lists.",
    "facts": "Facts that are found out with it.",
    "handoff": "A handoff of the procedure.",
    "Checks.handoffs": "How each handoff stands.",
    "Expectation.handoffs": "How each handoff stands.",
    "handoffs": "Handoffs of the procedure.",
    "opinion": "What the other agency answers.",
    "note": "A remark.",
    "items": "The papers that are asked for or handed in.",
    "appointment": "The day and time that are promised.",
    "fee": "A fee of the procedure.",
    "receipt": "The number of the receipt.",
    "fact": "The fact that is corrected.",
    "value": "Its value.",
    "salt": "At least 16 random characters, without which the value could be guessed from its hash.",
    "milestone": "The milestone that is corrected.",
    "instant": "When it was reached in truth.",
    "extension": "An extension rule of the procedure.",
    "term": "By how much.",
    "agreed": "Whether the applicant has agreed.",
    "content": "What is passed on.",
    "id": "Identifier of the procedure.",
    "on": "The day on which the version must be in force.",
    "known_on": "What was decided after this day is left out of the calendar.",
    "layers": "Files of one calendar layer each, relative to the scenario.",
    "vi": "In Vietnamese.",
    "en": "In English.",
    "version": "The version to which the dossier moves.",
    "ground": "One of the grounds on which the procedure lets reception be refused.",
    "number": "The number that the dossier receives.",
    "agency": "The short name of an agency of the procedure.",
    "role": "A role of the agency.",
    "status": "The status on the national portal.",
    "state": "Where the clock of each limit stands.",
    "amount": "How much, in whole đồng.",
}

EXAMPLES: Mapping[str, Sequence[Json]] = {
    "procedure": ["building-permit", "building-permit@2026-07-01"],
    "channel": ["counter", "online"],
    "at": ["2026-02-06T08:00", "+3 working days 09:00"],
    "by": ["applicant"],
    "due": [{"total": "2026-02-24"}],
    "remaining": [{"total": "3 working days"}],
    "on": ["2026-07-01"],
    "known_on": ["2026-01-05"],
    "layers": [["../calendars/office.yaml"]],
    "actors": [{"officer": {"agency": "office", "role": "officer"}}],
}
