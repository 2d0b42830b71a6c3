"""
The named predicates that rules of packs may use.

A predicate looks at one version of a procedure and yields its breaches. What
follows from one (how grave it is, in which words, on whose authority) is up to
the rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.deadlines.term import Term
from dossierflow.review.predicates import agency, applicant, clock
from dossierflow.review.predicates.predicate import Breach, Parameter, Predicate

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PREDICATES", "Breach", "Parameter", "Predicate"]

PREDICATES: Mapping[str, Predicate] = {
    "apology_comes_before": Predicate(agency.apology_comes_before, {"at_least": Term}, frozenset({"lead"})),
    "committed_within_statutory": Predicate(
        agency.committed_within_statutory, {}, frozenset({"limit", "other", "term", "other_term", "example"})
    ),
    "consent_is_not_deemed": Predicate(clock.consent_is_not_deemed, {}, frozenset({"handoff"})),
    "consultation_keeps_clock": Predicate(clock.consultation_keeps_clock, {}, frozenset({"handoff", "limits"})),
    "duty_on_miss": Predicate(agency.duty_on_miss, {}, frozenset({"limits"})),
    "handoff_has_limit": Predicate(clock.handoff_has_limit, {}, frozenset({"handoff"})),
    "pause_is_bounded": Predicate(clock.pause_is_bounded, {}, frozenset({"what"})),
    "reappointment_at_most": Predicate(agency.reappointment_at_most, {"times": int}, frozenset({"max"})),
    "refusal_within_limit": Predicate(agency.refusal_within_limit, {}, frozenset({"step", "action"})),
    "result_returned_by_receiver": Predicate(
        agency.result_returned_by_receiver, {}, frozenset({"returner", "receiver"})
    ),
    "silence_is_defined": Predicate(applicant.silence_is_defined, {}, frozenset({"what"})),
    "supplement_asked_within": Predicate(applicant.supplement_asked_within, {"term": Term}, frozenset({"asked"})),
    "supplement_at_most": Predicate(applicant.supplement_at_most, {"times": int}, frozenset({"max"})),
    "supplement_restarts": Predicate(applicant.supplement_restarts, {}, frozenset({"limit", "model"})),
}
"""Every predicate by its name."""
