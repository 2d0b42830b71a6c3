"""
What editors say of the keys of a procedure file, and the values that they offer.

Most keys are described where the model declares them. Here is what is said of a
key as those who write files meet it (``Limit.starts``), or of a key wherever it
stands (``when``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dossierflow.reading.schema import Json

_COUNTING = "Replaces the profile's choice for this limit, with its citation."

DESCRIBED: Mapping[str, str] = {
    "procedure": "Identifier of the procedure, the same in all versions: small letters, digits, hyphens.",
    "version": "Name of the version, usually its first day in force, in quotes; also the end of the file's name.",
    "note": "A remark for readers.",
    "channels": "The ways to file; conditions may use them as the fact 'channel'.",
    "from": "First day in force, in quotes.",
    "vi": "In Vietnamese.",
    "en": "In English.",
    "when": "Facts and the values they must have: one value, a list of values, or a range. All must hold.",
    "calendar": "The working calendar of this agency, where it is another than the procedure's.",
    "at_least": "The smallest whole number, itself included.",
    "at_most": "The largest whole number, itself included.",
    "agency": "The short name of an agency of this file, or 'applicant'.",
    "role": "The role that must act; without one, any role of the agency.",
    "Fee.by": "Who asks it; without it, the agency and role of the step.",
    "suspends": "Limits whose clock stands still meanwhile.",
    "Step.handoffs": "Work that the step passes to other agencies and waits for.",
    "join": "How many of several must be in before the work goes on: all, any, or a number.",
    "marks": "Milestones that are reached with it.",
    "max": "How often it may be done.",
    "limit": "The limit that is lengthened.",
    "start": "The first step of the track.",
    "new_limit": "The limit that takes the place of this one.",
    "later_of": "Milestones; the clock starts when the last of them is reached.",
    "duty": "What the agency owes besides when it misses the limit.",
    "Limit.starts": "The milestone that starts the clock, or the later of several: {later_of: [...]}.",
    "Limit.term": "How long: an amount and one unit. Instead of it, 'cases'.",
    "Limit.count": "How time is counted here, where it differs from the profile.",
    "Handoff.kind": "consult: an opinion is asked; transfer: the case is handed over; forward: a part is passed on.",
    "Supplement.clock": "What a supplement does to each limit: restart, resume, runs, unstated, or a new time.",
    "Policy.clock": "What is done to the limit here, where the law is silent.",
    "CountOverride.starts": f"From when days count: the next day, the same day, or the instant. {_COUNTING}",
    "CountOverride.receipt": f"Whether what comes outside office hours counts as come at the next opening. {_COUNTING}",
    "CountOverride.cutoff": 'The hour after which it is too late for the same day, as "15:00".',
    "CountOverride.cutoff_effect": "After the cut-off, counting starts later, or the result is due later.",
    "CountOverride.roll": f"Where the end goes if the last day is a day off. {_COUNTING}",
    "CountOverride.direction": f"Whether the term runs after its start, or back from it. {_COUNTING}",
    "CountOverride.ends": f"At which time of the last day the term ends. {_COUNTING}",
    "CountOverride.month_end": f"What is done where the month has no such day: its last day, or a refusal. {_COUNTING}",
    "CountOverride.broken_term": f"How a term in months or years that stood still is counted. {_COUNTING}",
    "CountOverride.clear": f"Whether neither the first nor the last day counts. {_COUNTING}",
    "CountOverride.min_working_days": "The least number of working days that a term in days must hold.",
    "CountOverride.min_working_days_from": "The length of term, in days, from which that least number holds.",
}
"""Descriptions by ``Definition.key`` or ``key``."""

EXAMPLES: Mapping[str, Sequence[Json]] = {
    "procedure": ["stall-permit"],
    "code": ["1.004946"],
    "version": ["2026-07-01"],
    "Effective.from": ["2026-07-01"],
    "Effective.to": ["2027-12-31"],
    "Action.to": ["decide", "end.granted", "fork.review", "join"],
    "OnMissed.to": ["closed"],
    "Fee.to": ["check"],
    "doc": ["118/2025/NĐ-CP"],
    "at": ["Điều 17 khoản 1"],
    "counting": ["vn-general"],
    "calendar": ["vn-public"],
    "channels": [["counter", "online", "post"]],
    "starts": ["complete", "received", "check.entered", "opinion.sent", {"later_of": ["complete", "fee.paid"]}],
    "CountOverride.starts": ["same_day"],
    "stops": [["decided"]],
    "term": ["7 working days", "20 days", "8 working hours", "1 month", "same day"],
    "CountOverride.cutoff": ["15:00"],
    "when": [{"kind": "new"}, {"kind": ["new", "reissue"]}, {"area": {"at_most": 50}}],
    "by": [{"agency": "office", "role": "officer"}],
    "cite": [[{"doc": "118/2025/NĐ-CP", "at": "Điều 17"}]],
    "on_missed": [{"effect": "overdue", "duty": "apology"}, {"effect": "end", "to": "closed"}],
    "join": ["all", "any", 2],
    "marks": [["complete"]],
    "suspends": [["total"]],
    "Supplement.clock": [{"total": "restart"}, {"total": "resume"}, {"total": "unstated"}],
    "Supplement.max": [1, "unlimited"],
    "Agency.acts_for": [["applicant"]],
    "values": [["new", "reissue"]],
    "rule": ["DF502"],
    "appointment": ["total"],
    "within": ["total"],
    "at_least_before": ["1 day"],
    "remaining_plus": ["5 working days"],
    "name": [{"vi": "Thời hạn giải quyết", "en": "Time limit"}],
}
"""Values as they may stand in a file, by ``Definition.key`` or ``key``."""
