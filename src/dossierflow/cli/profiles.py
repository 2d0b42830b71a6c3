"""The choices of a counting profile as a table: what was chosen, and on whose authority."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.citation import Status
from dossierflow.cli.words import word
from dossierflow.deadlines.counting import PARAMETERS, ChoiceByUnit
from dossierflow.render.tables import Table
from dossierflow.render.words.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.citation import Citation
    from dossierflow.cli.output import Lang
    from dossierflow.deadlines import Choice, Counting, CountingProfile, Unit

_GROUPS = ("days", "working_days", "clock", "working_hours", "years")


def choices_table(
    profile: CountingProfile,
    lang: Lang,
    *,
    unit: Unit | None = None,
    own: Counting | None = None,
    given: set[str] | None = None,
) -> Table:
    """
    Return every choice with its value and its sources.

    Args:
        profile: The profile.

        lang: Language of the headings.

        unit: Only the choices for terms of this unit; none for all of them.

        own: The choices as they were made, where some depart from the profile.

        given: Names of the choices that were made on the command line.
    """
    rows = tuple(_rows(profile, lang, unit, own, given or set()))
    columns = ("choice", "value", "basis") if unit is not None else ("choice", "units", "value", "basis")
    return Table(tuple(word(key, lang) for key in columns), rows)


def choices_json(counting: Counting, profile_id: str) -> dict[str, object]:
    """Return the choices as they were made, each with its sources."""
    values = counting.model_dump(mode="json", exclude={"sources"})
    return {
        "profile": profile_id,
        "choices": [
            {
                "choice": name,
                "value": values[name],
                "cite": [cite.model_dump(mode="json", exclude_none=True) for cite in counting.cite(name)],
            }
            for name in PARAMETERS
        ],
    }


def _rows(
    profile: CountingProfile, lang: Lang, unit: Unit | None, own: Counting | None, given: set[str]
) -> Iterator[tuple[str, ...]]:
    for name in PARAMETERS:
        choice = getattr(profile.choices, name)
        if unit is not None:
            one = choice.of(unit) if isinstance(choice, ChoiceByUnit) else choice
            chosen = name in given or (name == "cutoff_effect" and "cutoff" in given)
            value = getattr(own, name) if own is not None else one.value
            yield name, _value(value), word("own_choice", lang) if chosen else _sources(one.cite, lang)
            continue
        for group, one in _groups(choice):
            yield name, group, _value(one.value), _sources(one.cite, lang)


def _groups(choice: Choice | ChoiceByUnit) -> Iterator[tuple[str, Choice]]:
    if not isinstance(choice, ChoiceByUnit):
        yield "*", choice
        return
    for group in _GROUPS:
        one = getattr(choice, group)
        if one is not None:
            yield group, one


def _value(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    hours = getattr(value, "hours", None)
    return f"{hours} h" if hours is not None else str(getattr(value, "value", value))


def _sources(cite: tuple[Citation, ...], lang: Lang) -> str:
    mark = f" ({label('unverified', lang.language)})"
    return "; ".join(f"{one}{mark if one.status is Status.UNVERIFIED else ''}" for one in cite)
