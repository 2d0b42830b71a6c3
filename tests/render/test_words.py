"""Whatever can happen has words, in both languages, with the same gaps."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from dossierflow.citation import LegalText, Status
from dossierflow.engine.acts import ACTS as CARRIED_OUT
from dossierflow.engine.dossier import ClockState, NationalStatus
from dossierflow.engine.effects import Ending, HandoffStatus, Lifecycle
from dossierflow.engine.refusals import RefusalCode, sentence_of
from dossierflow.procedure import LimitKind, MissEffect, Silence
from dossierflow.render.words import dossier, labels, procedures

TABLES = {
    "statuses": (dossier.STATUSES, NationalStatus),
    "clocks": (dossier.CLOCKS, ClockState),
    "endings": (dossier.ENDINGS, Ending),
    "handoffs": (dossier.HANDOFFS, HandoffStatus),
    "lifecycles": (dossier.LIFECYCLES, Lifecycle),
    "limit kinds": (procedures.LIMIT_KINDS, LimitKind),
    "misses": (procedures.MISSES, MissEffect),
    "silences": (procedures.SILENCES, Silence),
    "legal statuses": (procedures.LEGAL_STATUSES, Status),
}
SENTENCES: dict[str, LegalText] = {
    **{f"act {key}": text for key, text in dossier.ACTS.items()},
    **{f"after {key}": text for key, text in dossier.AFTER.items()},
    **{f"allowed {key}": text for key, text in dossier.ALLOWED.items()},
    **{f"event {key}": text for key, text in dossier.EVENTS.items()},
    **{f"label {key}": text for key, text in labels.LABELS.items()},
    **{f"phrase {key}": text for key, text in procedures.PHRASES.items()},
    **{f"derived {key}": text for key, text in procedures.DERIVED.items()},
    **{f"refusal {code.value}": sentence_of(code) for code in RefusalCode},
}


def gaps(text: str) -> set[str]:
    """Return the names of the gaps in a sentence."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_complete(name: str) -> None:
    """Every member of the enumeration has words, and nothing else has."""
    table, members = TABLES[name]

    assert set(table) == set(members)


def test_every_act_has_words() -> None:
    """Whatever somebody may do, and what only the engine does, can be said."""
    commands = {command.model_fields["do"].default for command in CARRIED_OUT}

    assert set(dossier.ACTS) == commands | {"wait", "reproject"}
    assert set(dossier.SHORT_ACTS) == set(dossier.ACTS)


@pytest.mark.parametrize("name", SENTENCES)
def test_both_languages_have_the_same_gaps(name: str) -> None:
    """A sentence tells the same things in Vietnamese and in English."""
    text = SENTENCES[name]

    assert gaps(text.vi) == gaps(text.en)


@pytest.mark.parametrize("name", [name for name in SENTENCES if not name.startswith("refusal ")])
def test_vietnamese_is_not_english(name: str) -> None:
    """Nobody forgot to translate: where there are words besides gaps, they differ."""
    text = SENTENCES[name]
    words = re.sub(r"\{[^}]*\}|[^a-zA-Z]", "", text.vi)

    assert not words or text.vi != text.en


def test_every_act_has_words_for_what_followed_from_it() -> None:
    """Whatever can move a due date is told after “after” as well, from the same gaps; only waiting moves none."""
    assert set(dossier.AFTER) == set(dossier.ACTS) - {"wait"}
    assert [do for do, text in dossier.AFTER.items() if not gaps(text.vi) <= gaps(dossier.ACTS[do].vi)] == []
