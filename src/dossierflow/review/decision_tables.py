"""Checks of decision tables, and of the conditions under which outcomes are open (``DF401`` to ``DF405``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.procedure.tables import COUNTABLE, FindingKind, analyse
from dossierflow.review.register import tables as kinds
from dossierflow.review.register.entries import both

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossierflow.citation import LegalText
    from dossierflow.procedure.facts import Fact, Matcher
    from dossierflow.procedure.steps import Step
    from dossierflow.procedure.tables import Finding as TableFinding
    from dossierflow.reading.document import Value
    from dossierflow.review.findings import Finding, Subject


def check_tables(subject: Subject) -> Iterator[Finding]:
    """Yield gaps, overlaps and dead rows of every table whose conditions can be examined, with an example."""
    facts = subject.procedure.known_facts
    for name, limit in subject.procedure.limits.items():
        rows = [case.when for case in limit.cases]
        if rows and _can_examine([*rows, limit.when], facts):
            for found in analyse(rows, facts, given=limit.when):
                yield _told(subject, name, found)


def check_outcomes(subject: Subject) -> Iterator[Finding]:
    """Yield the steps in which some dossier has no outcome at all."""
    procedure = subject.procedure
    facts = procedure.known_facts
    for name, step in procedure.steps.items():
        rows = [action.when for action in step.actions.values()]
        if all(rows) and _can_examine(rows, facts) and not _left_otherwise(subject, name, step):
            for found in analyse(rows, facts):
                if found.kind is FindingKind.GAP:
                    yield subject.found(
                        kinds.NO_OUTCOME,
                        ("steps", name, "actions"),
                        details={"facts": dict(found.example)},
                        step=name,
                        example=found.shown(),
                    )


def _can_examine(rows: Sequence[Mapping[str, Matcher]], facts: Mapping[str, Fact]) -> bool:
    return all(name in facts and facts[name].type in COUNTABLE for row in rows for name in row)


def _left_otherwise(subject: Subject, name: str, step: Step) -> bool:
    """Tell whether payment or a supplement leads out of the step whatever the facts are."""
    procedure = subject.procedure
    paid = any(fee.to not in {None, name} and name in fee.steps for fee in procedure.fees.values())
    rule = procedure.supplement
    answered = rule is not None and name in rule.steps and rule.back_to not in {None, name}
    return paid or answered or not step.actions


def _told(subject: Subject, limit: str, found: TableFinding) -> Finding:
    place = ("limits", limit, "cases")
    rows = [row + 1 for row in found.rows]
    example = both(found.shown() or "any facts", found.shown() or "dữ kiện bất kỳ")
    details: dict[str, Value] = {"facts": dict(found.example), "rows": [*rows], "cells": found.cells}
    match found.kind:
        case FindingKind.GAP:
            return subject.found(kinds.GAP, place, details=details, limit=limit, example=example)
        case FindingKind.OVERLAP:
            first, second = rows
            at = (*place, second - 1)
            return subject.found(
                kinds.OVERLAP, at, details=details, limit=limit, first=first, second=second, example=example
            )
        case FindingKind.DEAD_ROW:
            row, reason = rows[-1], _reason(rows[0] if found.cells else None, example)
            at = (*place, row - 1)
            return subject.found(kinds.DEAD_ROW, at, details=details, limit=limit, row=row, reason=reason)
        case _:
            return subject.found(kinds.TOO_LARGE, place, details=details, limit=limit, cells=f"{found.cells:,}")


def _reason(earlier: int | None, example: LegalText) -> LegalText:
    """Say why a row is dead: row number *earlier* fits what it fits, or nothing does."""
    if earlier is None:
        return both(f"no dossier of this limit has {example.en}", f"không hồ sơ nào của thời hạn này có {example.vi}")
    return both(
        f"earlier rows fit every dossier that it fits, such as {example.en} (row {earlier})",
        f"mọi hồ sơ khớp hàng này đã khớp hàng trước, ví dụ {example.vi} (hàng {earlier})",
    )
