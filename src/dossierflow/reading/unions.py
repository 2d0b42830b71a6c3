"""
One mistake, one problem: which form of a value its author meant.

For a value that fits none of several allowed forms pydantic complains once
for each form. Only the complaints of the form that comes closest are kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossierflow.reading.complaint import Complaint, Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossierflow.reading.document import Path

_CHOICE_KINDS = frozenset({"literal_error", "enum"})


def causes(complaints: Sequence[Complaint]) -> list[Complaint]:
    """
    Return *complaints* without those that only follow from others.

    A list whose items are wrong counts as too short for pydantic, which has
    dropped them.
    """
    wrong_inside = {complaint.trail[:end] for complaint in complaints for end in range(len(complaint.trail))}
    return [one for one in complaints if one.kind != "too_short" or one.trail not in wrong_inside]


def closest(complaints: Iterable[Complaint], *, level: int = 0) -> list[Complaint]:
    """
    Return *complaints* without those of forms that were not meant.

    Args:
        complaints: About one document, or about one form of a value in it.

        level: How many labels of the trails are already decided.
    """
    kept: list[Complaint] = []
    choices: dict[Path, dict[str, list[Complaint]]] = {}
    for complaint in complaints:
        labels = [index for index, step in enumerate(complaint.trail) if isinstance(step, Label)]
        if len(labels) <= level:
            kept.append(complaint)
            continue
        before = complaint.trail[: labels[level]]
        site = tuple(step for step in before if not isinstance(step, Label))
        label = str(complaint.trail[labels[level]])
        choices.setdefault(site, {}).setdefault(label, []).append(complaint)
    for site, forms in choices.items():
        narrowed = [closest(form, level=level + 1) for form in forms.values()]
        kept.extend(_chosen(site, narrowed))
    return kept


def _chosen(site: Path, forms: Sequence[list[Complaint]]) -> list[Complaint]:
    inside = [form for form in forms if any(len(complaint.path) > len(site) for complaint in form)]
    if inside:
        return min(inside, key=lambda form: (_tries_another(form, inside), len(form)))
    # All forms reject the value itself: those that accept its type know more about it.
    first, *others = [complaint for form in forms for complaint in form]
    fitting = [complaint for complaint in (first, *others) if not complaint.kind.endswith("_type")]
    if fitting:
        first, *others = fitting
    return [replace(first, others=tuple(others))]


def _tries_another(form: Iterable[Complaint], rivals: Iterable[Iterable[Complaint]]) -> bool:
    # A form that refuses a choice which a rival accepts is not the form that the author chose.
    refused = {complaint.path for complaint in form if complaint.kind in _CHOICE_KINDS}
    return any(refused - {complaint.path for complaint in rival} for rival in rivals)
