"""The codes under which commands are refused; hosts branch on them, so a code never changes its meaning."""

from __future__ import annotations

from enum import StrEnum


class RefusalCode(StrEnum):
    """Stable codes of refusals; a code never changes its meaning."""

    # who and when
    NOT_AUTHORISED = "not_authorised"
    TIME_GOES_BACK = "time_goes_back"
    RECORDED_TOO_EARLY = "recorded_too_early"
    VERSION_CONFLICT = "version_conflict"
    COMMAND_ID_REUSED = "command_id_reused"
    # the dossier as a whole
    ALREADY_SUBMITTED = "already_submitted"
    NOT_SUBMITTED = "not_submitted"
    NOT_RECEIVED = "not_received"
    ALREADY_RECEIVED = "already_received"
    DOSSIER_ENDED = "dossier_ended"
    DECISION_EXISTS = "decision_exists"
    WITHDRAWAL_PENDING = "withdrawal_pending"
    NOTHING_TO_STOP = "nothing_to_stop"
    NOTHING_TO_RETURN = "nothing_to_return"
    RIGHT_NOT_GIVEN = "right_not_given"
    # submission and facts
    CHANNEL_UNKNOWN = "channel_unknown"
    FACT_UNKNOWN = "fact_unknown"
    FACT_MISSING = "fact_missing"
    FACT_INVALID = "fact_invalid"
    FACT_PERSONAL = "fact_personal"
    GROUND_UNKNOWN = "ground_unknown"
    FILING_WINDOW = "filing_window"
    # steps
    STEP_NOT_OPEN = "step_not_open"
    STEP_AMBIGUOUS = "step_ambiguous"
    STEP_WAITS = "step_waits"
    ACTION_UNKNOWN = "action_unknown"
    ACTION_NEEDS_ANOTHER_COMMAND = "action_needs_another_command"
    CONDITION_NOT_MET = "condition_not_met"
    REASON_MISSING = "reason_missing"
    HANDOFFS_OPEN = "handoffs_open"
    # supplement
    SUPPLEMENT_NOT_HERE = "supplement_not_here"
    SUPPLEMENT_USED_UP = "supplement_used_up"
    SUPPLEMENT_TOO_LATE = "supplement_too_late"
    SUPPLEMENT_PENDING = "supplement_pending"
    NOTHING_TO_ANSWER = "nothing_to_answer"
    # pauses and fees
    PAUSE_NOT_LISTED = "pause_not_listed"
    NOT_PAUSED = "not_paused"
    FEE_UNKNOWN = "fee_unknown"
    PAYMENT_NOT_REQUESTED = "payment_not_requested"
    # handoffs
    HANDOFF_UNKNOWN = "handoff_unknown"
    HANDOFF_NOT_NEEDED = "handoff_not_needed"
    HANDOFF_ALREADY_SENT = "handoff_already_sent"
    HANDOFF_NOT_OPEN = "handoff_not_open"
    HANDOFF_ACKNOWLEDGED = "handoff_acknowledged"
    # extensions and apologies
    EXTENSION_UNKNOWN = "extension_unknown"
    EXTENSION_USED_UP = "extension_used_up"
    EXTENSION_TOO_LONG = "extension_too_long"
    EXTENSION_TOO_LATE = "extension_too_late"
    EXTENSION_NOT_LONGER = "extension_not_longer"
    AGREEMENT_MISSING = "agreement_missing"
    LIMIT_NOT_RUNNING = "limit_not_running"
    REAPPOINTMENT_USED_UP = "reappointment_used_up"
    REAPPOINTMENT_TOO_LATE = "reappointment_too_late"
    REAPPOINTMENT_NOT_LATER = "reappointment_not_later"
    # corrections and versions
    CORRECTION_UNCLEAR = "correction_unclear"
    MILESTONE_NOT_REACHED = "milestone_not_reached"
    CORRECTION_IN_THE_FUTURE = "correction_in_the_future"
    CORRECTION_OUT_OF_ORDER = "correction_out_of_order"
    VERSION_UNKNOWN = "version_unknown"
    VERSION_NOT_IN_FORCE = "version_not_in_force"
    MIGRATION_IMPOSSIBLE = "migration_impossible"
    # what cannot be counted
    NOT_COUNTABLE = "not_countable"
