"""What the due date would be if one thing were different, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.worktime.instants import human_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossierflow.deadlines.variants import Variant
    from dossierflow.render.words import Words


def variants_in_words(variants: Iterable[Variant], words: Words) -> Iterator[str]:
    """Yield one sentence for each variant: what is different, and what becomes of the due date."""
    for variant in variants:
        if not variant.moved:
            outcome = words.say("what_if.same")
        elif variant.due is None:
            outcome = words.say("what_if.none")
        else:
            outcome = words.say("what_if.due", day=human_day(variant.due.day, words.lang), at=f"{variant.due.at:%H:%M}")
        yield f"{words.say(f'change.{variant.change.value}')}: {outcome}"
