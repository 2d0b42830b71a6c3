"""
The account of one running time limit: what started it, what stopped it, what lengthened it.

A ledger never holds a due date. `dossierflow.deadlines.compute.due` derives it,
so that a corrected calendar or a late-reported pause changes the answer and
nothing that was stored.
"""

from __future__ import annotations

# Models that hold a suspension or an extension resolve the annotations at run time.
# ruff: noqa: TC001, TC003
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from dossierflow.citation import Citation
from dossierflow.deadlines.anchors import Deeming
from dossierflow.deadlines.choices import Counting
from dossierflow.deadlines.term import Term
from dossierflow.errors import NaiveInstantError, TermError


class Anchor(StrEnum):
    """From where an extension counts."""

    DUE = "due"
    """From the end of the term as counted, before it rolled off a day off."""

    ROLLED_DUE = "rolled_due"
    """From the end of the term after it rolled."""

    TRIGGER = "trigger"
    """From the event that started the term; the extension replaces the whole term."""


@dataclass(frozen=True, slots=True)
class Suspension:
    """
    A time during which the term does not run.

    Of terms in whole days it takes out the days after its first day, up to and
    including its last day; of hours and minutes, the time from *start* to *end*.
    """

    start: datetime
    end: datetime | None
    """When the term ran on; none while it still stands still."""

    reason: str
    cite: tuple[Citation, ...] = ()

    def __post_init__(self) -> None:
        """
        Check the two ends.

        Raises:
            NaiveInstantError: An end has no time zone.

            TermError: The suspension ends before it starts.
        """
        _aware(self.start, "a suspension starts")
        if self.end is not None:
            _aware(self.end, "a suspension ends")
            if self.end < self.start:
                msg = (
                    f"the suspension {self.reason!r} ends at {self.end.isoformat()}, before it starts at "
                    f"{self.start.isoformat()}; correct one of the two"
                )
                raise TermError(msg)


@dataclass(frozen=True, slots=True)
class Extension:
    """A lengthening of the term; it may be of another unit than the term itself."""

    term: Term
    anchor: Anchor
    reason: str
    cite: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """
    A term, how it is counted, what started it, and all that happened to it since.

    Suspensions may overlap and come in any order; extensions apply in their order.
    """

    term: Term
    counting: Counting
    trigger: datetime
    """The event that starts the term (or, of a term before an event, that event)."""

    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extension, ...] = ()
    cite: tuple[Citation, ...] = ()
    """Where the term itself stands."""

    deeming: Deeming | None = None
    """What the trigger counts as, where the law puts another day in its place."""

    def __post_init__(self) -> None:
        """
        Check that the term can be counted as asked.

        Raises:
            NaiveInstantError: The trigger has no time zone.

            TermError: The choices of counting, or a deemed day, do not fit the unit of the term.
        """
        _aware(self.trigger, "a term is triggered")
        refusal = self.counting.refuses(self.term.unit)
        if refusal is not None:
            msg = f"cannot count {str(self.term)!r}: {refusal}"
            raise TermError(msg)
        if self.deeming is not None and (self.term.unit.is_clock or not isinstance(self.term.amount, int)):
            msg = (
                f"cannot count {str(self.term)!r} from a deemed day, which has no time of day; "
                "give the term in whole days, or the event itself"
            )
            raise TermError(msg)

    @property
    def suspended(self) -> bool:
        """Whether a suspension is open (the term may nevertheless have run out before it)."""
        return any(suspension.end is None for suspension in self.suspensions)

    @property
    def chain(self) -> tuple[Term, ...]:
        """The terms that follow one another; one that counts from the trigger replaces all before it."""
        terms = [self.term]
        for extension in self.extensions:
            if extension.anchor == Anchor.TRIGGER:
                terms.clear()
            terms.append(extension.term)
        return tuple(terms)

    def suspend(self, at: datetime, reason: str, cite: tuple[Citation, ...] = ()) -> Ledger:
        """
        Return this ledger with a suspension that begins *at*.

        Raises:
            TermError: A suspension is open already.
        """
        if self.suspended:
            msg = f"the term is suspended already; end that suspension before {at.isoformat()} or leave it"
            raise TermError(msg)
        return replace(self, suspensions=(*self.suspensions, Suspension(at, None, reason, cite)))

    def resume(self, at: datetime) -> Ledger:
        """
        Return this ledger with its open suspension ended *at*.

        Raises:
            TermError: No suspension is open, or it began after *at*.
        """
        if not self.suspended:
            msg = f"no suspension is open that could end at {at.isoformat()}"
            raise TermError(msg)
        return replace(
            self,
            suspensions=tuple(
                replace(suspension, end=at) if suspension.end is None else suspension for suspension in self.suspensions
            ),
        )

    def extend(self, extension: Extension) -> Ledger:
        """Return this ledger with one more *extension* at the end."""
        return replace(self, extensions=(*self.extensions, extension))


def _aware(at: datetime, what: str) -> None:
    if at.utcoffset() is None:
        msg = f"{what} at {at.isoformat()}, which has no time zone; give an aware datetime"
        raise NaiveInstantError(msg)
