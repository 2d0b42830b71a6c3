"""A refusal can be said again in the names of its procedure."""

from __future__ import annotations

import pytest

from dossierflow.engine.refusals import RefusalCode, refusal, sentence_of


@pytest.mark.parametrize(
    ("code", "params"),
    [
        (RefusalCode.STEP_WAITS, {"step": "check", "wait": "supplement"}),
        (RefusalCode.SUPPLEMENT_USED_UP, {"max": 1}),
        (RefusalCode.NOTHING_TO_STOP, {}),
    ],
)
def test_the_sentence_can_be_filled_again(code: RefusalCode, params: dict[str, object]) -> None:
    """The gaps and what filled them are kept apart, and make the same reason."""
    refused = refusal(code, **params)

    assert refused.reason.en == sentence_of(code).en.format(**dict(refused.params))
    assert refused.reason.vi == sentence_of(code).vi.format(**dict(refused.params))
