"""Personal facts: committed to, never told, and gone when they are redacted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from dossierflow.engine import commands as c
from dossierflow.engine import event_from_json, event_to_json, redacted
from dossierflow.engine.events import commitment, digest

if TYPE_CHECKING:
    from collections.abc import Callable

OWNER = c.Personal(value="Nguyễn Văn A", salt="0123456789abcdef")


def filing(**personal: c.Personal) -> c.Submit:
    """Return a submission with personal facts."""
    return c.Submit(dossier="H1", procedure="permit", channel="online", facts={"work": "house"}, personal=personal)


def test_the_log_commits_to_a_personal_fact_and_tells_it_apart(desk: Any) -> None:
    """The value stands in one place of the event, outside the hash; the dossier knows the commitment alone."""
    desk.did("2026-02-02 08:00", "applicant", filing(owner=OWNER))
    (event,) = desk.log
    assert event.personal == {"owner": OWNER}
    assert event.act.personal == {}
    assert desk.now.personal == {"owner": commitment(OWNER)}
    assert "owner" not in desk.now.facts


def test_redaction_leaves_no_value_and_breaks_nothing(desk: Any) -> None:
    """Without the value the event has the same hash, reads back, and replays to the same dossier."""
    desk.did("2026-02-02 08:00", "applicant", filing(owner=OWNER))
    bare = redacted(desk.log[0])
    text = event_to_json(bare)
    assert "Nguyễn" not in text
    assert OWNER.salt not in text
    assert digest(event_from_json(text)) == desk.log[0].hash
    assert desk.engine.replay([bare]) == desk.now


def test_a_salt_hides_what_could_be_guessed() -> None:
    """The same value under two salts has two commitments, and a short salt is refused."""
    other = c.Personal(value=OWNER.value, salt="fedcba9876543210")
    assert commitment(OWNER) != commitment(other)
    with pytest.raises(ValidationError, match="at least 16"):
        c.Personal(value="x", salt="short")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"height": OWNER}, "fact_unknown"),
        ({"owner": c.Personal(value=7, salt="0123456789abcdef")}, "fact_invalid"),
        ({"floors": c.Personal(value=3, salt="0123456789abcdef")}, "fact_invalid"),
    ],
    ids=["unknown", "wrong type", "not personal"],
)
def test_personal_facts_are_checked_like_others(desk: Any, given: Any, code: str) -> None:
    """An unknown fact, a wrong value, and a fact that is not personal are refused."""
    assert desk.code("2026-02-02 08:00", "applicant", filing(**given)) == code


def test_a_personal_fact_asked_at_submission_must_come(open_desk: Callable[..., Any]) -> None:
    """Personal or not, what is asked at submission is asked."""
    desk = open_desk(lambda written: written["facts"]["owner"].update(ask="submission"))
    assert desk.code("2026-02-02 08:00", "applicant", filing()) == "fact_missing"
    desk.did("2026-02-02 08:00", "applicant", filing(owner=OWNER))


def test_a_repeated_submission_is_known_without_its_personal_facts(desk: Any) -> None:
    """A key is held against the command as the log knows it."""
    desk.did("2026-02-02 08:00", "applicant", filing(owner=OWNER), command_id="k")
    assert desk.do("2026-02-02 08:00", "applicant", filing(owner=OWNER), command_id="k").is_repeat
