"""Which version governs: by the day of filing, and by the transition clause at reception."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dossierflow.engine import commands as c
from dossierflow.engine.events import GENESIS
from dossierflow.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable


def older(written: dict[str, Any]) -> None:
    """The first version, in force to the end of February 2026, with a clock from submission."""
    written["effective"] = {"from": "2021-01-01", "to": "2026-02-28"}
    written["limits"]["forward"] = dict(
        written["limits"]["ask"], starts="submitted", stops=["received"], term="5 working days"
    )


def newer(keep_if: str | None) -> Callable[[dict[str, Any]], None]:
    """Return the second version, in force from March 2026, with or without a transition clause."""

    def change(written: dict[str, Any]) -> None:
        older(written)
        written |= {"version": "2", "effective": {"from": "2026-03-01"}}
        written["limits"]["forward"]["term"] = "1 working day"
        if keep_if is not None:
            written["transition"] = {"keep_if": keep_if, "cite": [{"doc": "Luật mới", "at": "Điều 76"}]}

    return change


# Filed on 27 February (Friday) and received either the same day or on Monday 2 March.
CLAUSES = [
    (None, "2026-02-27", "1"),
    (None, "2026-03-02", "2"),
    ("filed_before", "2026-03-02", "1"),
    ("received_before", "2026-02-27", "1"),
    ("received_before", "2026-03-02", "2"),
]


@pytest.mark.parametrize(("keep_if", "received", "version"), CLAUSES)
def test_the_transition_clause_decides_at_reception(
    open_desk: Callable[..., Any], keep_if: str | None, received: str, version: str
) -> None:
    """A dossier in transit stays under the older law exactly where the clause says so."""
    desk = open_desk(older, newer(keep_if))
    desk.submit("2026-02-27 09:00")
    assert desk.now.procedure.version == "1"
    desk.did(f"{received} 10:00", "receiver", c.Receive())
    assert desk.now.procedure.version == version
    assert desk.log[-1].procedure.version == version
    assert all(one.ending is not None for one in desk.now.past_deadlines)


def test_the_clock_of_submission_is_counted_anew_under_the_governing_version(open_desk: Callable[..., Any]) -> None:
    """What ran under the older version ends superseded; the newer one counts from the filing as well."""
    desk = open_desk(older, newer(None))
    desk.submit("2026-02-27 09:00")
    assert desk.due("forward").isoformat() == "2026-03-06"
    desk.did("2026-03-02 10:00", "receiver", c.Receive())
    assert desk.now.past_deadlines[0].ending.value == "superseded"
    clock = desk.now.deadlines["forward"]
    assert (clock.run, clock.due.day.isoformat(), clock.state.value) == (2, "2026-03-02", "met")


def test_the_source_of_the_transition_is_cited(open_desk: Callable[..., Any]) -> None:
    """The event that moves the dossier to another version names the clause, where there is one."""
    desk = open_desk(older, newer("received_before"))
    desk.submit("2026-02-27 09:00")
    desk.did("2026-03-02 10:00", "receiver", c.Receive())
    assert "Luật mới, Điều 76" in map(str, desk.log[-1].basis)


@pytest.mark.parametrize(("filed", "version"), [("2026-02-28 23:59", "1"), ("2026-03-01 00:00", "2")])
def test_the_day_of_filing_is_local(open_desk: Callable[..., Any], filed: str, version: str) -> None:
    """Midnight in Hanoi parts the versions, not midnight anywhere else."""
    desk = open_desk(older, newer(None))
    desk.submit(filed)
    assert desk.now.procedure.version == version


def test_a_version_that_is_not_in_force_is_never_the_last_one_known(open_desk: Callable[..., Any]) -> None:
    """After the last day of the only version there is no filing, and no reception of what was filed before."""
    desk = open_desk(older)
    filing = c.Submit(dossier="H1", procedure="permit", channel="online", facts={"work": "house"})
    assert desk.code("2026-03-02 09:00", "applicant", filing) == "version_not_in_force"
    desk.submit("2026-02-27 09:00")
    assert desk.code("2026-03-02 09:00", "receiver", c.Receive()) == "version_not_in_force"
    desk.did("2026-03-02 10:00", "receiver", c.RefuseReception(ground="wrong_office", reason="hết hiệu lực"))


def test_a_version_may_be_named_and_is_settled_at_reception(open_desk: Callable[..., Any]) -> None:
    """Naming a version files under it; at reception the law decides all the same."""
    desk = open_desk(older, newer(None))
    filing = c.Submit(dossier="H1", procedure="permit", version="1", channel="online", facts={"work": "house"})
    desk.did("2026-03-02 09:00", "applicant", filing)
    assert desk.now.procedure.version == "1"
    desk.did("2026-03-02 10:00", "receiver", c.Receive())
    assert desk.now.procedure.version == "2"


def test_what_does_not_exist_is_an_error(open_desk: Callable[..., Any]) -> None:
    """An unknown procedure or version is the host's mistake, not a refusal of law."""
    desk = open_desk(older)
    for wrong in ({"procedure": "permits"}, {"version": "9"}):
        given = {"dossier": "H1", "procedure": "permit", "channel": "online"} | wrong
        with pytest.raises(UnknownNameError):
            desk.do("2026-02-02 09:00", "applicant", c.Submit.model_validate(given))


def test_a_pinned_version_must_be_loaded_with_the_same_content(open_desk: Callable[..., Any]) -> None:
    """A file changed after the fact no longer governs the dossiers that it was pinned by."""
    desk = open_desk(older)
    desk.receive()
    other = open_desk(lambda written: (older(written), written.update(note="sửa"))[0])
    other.dossier = desk.now
    with pytest.raises(UnknownNameError, match="with this content"):
        other.do("2026-02-03 09:00", "officer", c.StartStep(step="check"))


def test_the_first_event_begins_the_chain(desk: Any) -> None:
    """The predecessor of the first event is the genesis hash."""
    desk.submit()
    assert desk.log[0].previous == GENESIS
