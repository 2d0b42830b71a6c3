"""English, in the words of the glossary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.deadlines.term import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

UNITS_EN: Mapping[Unit, tuple[str, str]] = {
    Unit.WORKING_DAY: ("working day", "working days"),
    Unit.DAY: ("day", "days"),
    Unit.WEEK: ("week", "weeks"),
    Unit.MONTH: ("month", "months"),
    Unit.YEAR: ("year", "years"),
    Unit.WORKING_HOUR: ("working hour", "working hours"),
    Unit.HOUR: ("hour", "hours"),
    Unit.MINUTE: ("minute", "minutes"),
}

WORDS_EN: Mapping[str, str] = {
    # Headings
    "due": "Due: {day}, {time}",
    "due.close_of_business": "close of business ({at})",
    "due.midnight": "24:00",
    "due.same_time": "{at}",
    "no_due": "Due: not known while the term is suspended",
    "term": "Term: {term}",
    "term.same_day": "the same day",
    "calendar": "Calendar {name} ({hash}), decided up to and including {until}",
    "provisional": "Provisional: the days off after {until} are not decided yet, so the date may change.",
    "unverified": "Unverified: nobody has compared the sources marked “{mark}” with the original text.",
    "unverified.mark": "unverified",
    # Steps
    "received.after": "Starting event: {after}",
    "received.before": "Event to be preceded: {after}",
    "next_opening": "{before} is outside office hours and counts as {after}",
    "next_opening.skipped": "{before} is outside office hours and counts as {after}. Days off: {skipped}",
    "deemed.after": "{name}: {amount}, {counted}; the event counts as one of {day}",
    "deemed.after.skipped": "{name}: {amount}, {counted}; the event counts as one of {day}. Not counted: {skipped}",
    "deemed.day": "{name}: {which} is {day}",
    "named.start_of_month": "the start of the month",
    "named.middle_of_month": "the middle of the month",
    "named.end_of_month": "the end of the month",
    "named.start_of_year": "the start of the year",
    "named.middle_of_year": "the middle of the year",
    "named.end_of_year": "the end of the year",
    "cutoff.starts_later": "Received after {cutoff}, so it counts as {after}",
    "cutoff.result_later": "Received after {cutoff}, so the result is due on the next working day",
    "start.next_day.after": "{day} is not counted; counting starts with the day after",
    "start.next_day.before": "{day} is not counted; counting goes back from the day before",
    "start.same_day.after": "{day} counts as the first day",
    "start.same_day.before": "{day} counts as the first day, and counting goes back from it",
    "start.instant.after": "Counting starts at once: {at}",
    "start.instant.before": "Counting goes back at once from {at}",
    "worked": "of which {days}: {name} [{cite}]",
    "count": "{amount}: {counted}",
    "count.skipped": "{amount}: {counted}. Not counted: {skipped}",
    "count.none": "No day is added: the term ends on {day} itself",
    "corresponding": "{amount}: to {day}",
    "corresponding.clamped": "{amount}: the month has no corresponding day, so its last day is taken, {day}",
    "broken_term": "The term is interrupted and is counted in days: {days} for {amount}",
    "clear": "The last day is not counted, so the term ends on {counted}",
    "clear.skipped": "The last day is not counted, so the term ends on {counted}. Not counted: {skipped}",
    "elapse": "{minutes}: from {before} to {after}",
    "work": "{minutes}: {counted}, until {after}",
    "work.skipped": "{minutes}: {counted}, until {after}. Days off: {skipped}",
    "work.none": "No working time from {before} to {after}",
    "suspended": "Suspended from {before} to {after}: {reason}",
    "extended.due": "Extended by {term} from the end of the term: {reason}",
    "extended.rolled_due": "Extended by {term} from the due date as moved: {reason}",
    "extended.trigger": "A new term of {term} replaces the old one, from the starting event: {reason}",
    "minimum": "The term has too few working days; added: {counted}",
    "minimum.skipped": "The term has too few working days; added: {counted}. Not counted: {skipped}",
    "roll.stays": "The last day is a working day: not moved",
    "roll.off": "The last day is a day off, and this way of counting does not move it",
    "roll.forward": "The last day, {before}, is off ({skipped}), so it moves forward to {after}",
    "roll.backward": "The last day, {before}, is off ({skipped}), so it moves back to {after}",
    "result_later": "Received too late in the day, so the due date moves to {after}",
    "result_later.skipped": "Received too late in the day, so the due date moves to {after}. Days off: {skipped}",
    "end.close_of_business": "The term ends at the close of business: {at}",
    "end.midnight": "The term ends at 24:00 on {day}",
    "end.same_time": "The term ends at {at}",
    "stands_still": "Suspended since {since}: {reason}",
    "stands_still.left": "Suspended since {since}: {reason}; {left} left",
    # Days passed over
    "skip.weekend": "{days}: weekend",
    "skip.holiday": "{days}: {name}",
    "skip.compensatory_off": "{days}: {name}",
    "skip.swap_off": "{days}: {name}",
    "skip.closure": "{days}: office closed, {name}",
    "skip.reception_only": "{days}: reception only, {name}",
    "skip.suspended": "{days}: suspended, {name}",
}
