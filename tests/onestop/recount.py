"""
The numbers of a report counted again, from JSON lines alone.

Plain dictionaries, no library: the rules of the official score and of the law's
view are written down here a second time, by reading the events.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
OVER = {"reception_refused", "stopped", "closed", "returned"}
WORK = {"step_started", "step_completed", "supplement_requested", "payment_requested", "paused", "handed_off"}


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _day(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def recount(
    lines: Iterable[str], first: date, last: date, promised: Mapping[str, tuple[str, ...]], most: int | None = 1
) -> dict[str, dict[str, Any]]:
    """
    Return what each dossier is, by its id.

    Args:
        lines: A log.

        first: First day of the period.

        last: Last day of the period.

        promised: For each procedure the limits that its slip promises.

        most: How many supplements do not make a dossier late; none for any number.
    """
    start = datetime(first.year, first.month, first.day, tzinfo=ZONE)
    end = datetime(last.year, last.month, last.day, tzinfo=ZONE) + timedelta(days=1)
    told: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        event = json.loads(line)
        if _at(event["occurred_at"]) < end:
            told.setdefault(event["dossier"], []).append(event)
    found = {}
    for dossier, events in told.items():
        life = _life(events)
        if _belongs(life, start, end):
            found[dossier] = _view(life, start, end, promised, most)
    return found


def _life(events: list[dict[str, Any]]) -> dict[str, Any]:
    life: dict[str, Any] = {
        "procedure": events[0]["act"]["procedure"],
        "channel": events[0]["act"]["channel"],
        "number": events[0]["dossier"],
        "milestones": {},
        "lifecycle": "submitted",
        "tracks": {},
        "begun": False,
        "asked": [],
        "slips": [],
        "clocks": {},
        "ended": None,
        "done": False,
        "apologies": 0,
    }
    for event in events:
        act = event["act"]
        if act["do"] == "receive":
            life["number"] = act["number"] or life["number"]
        if act["do"] == "apologise":
            life["apologies"] += 1
        for effect in event["effects"]:
            _follow(life, event, act, effect)
        if event["type"] in WORK:
            life["begun"] = True
    return life


def _follow(  # noqa: PLR0912 -- one branch a kind of effect, read side by side
    life: dict[str, Any], event: dict[str, Any], act: dict[str, Any], effect: dict[str, Any]
) -> None:
    kind = effect["kind"]
    if kind == "milestone_reached":
        life["milestones"][effect["milestone"]] = _at(effect["at"])
        if effect["milestone"] == "supplement_requested":
            if act["do"] == "request_supplement":
                life["asked"].append([_at(effect["at"]), None])
            elif act["do"] == "correct":
                life["asked"][-1][0] = _at(effect["at"])
        if effect["milestone"] == "supplement_answered":
            life["asked"][-1][1] = _at(effect["at"])
    elif kind == "track_moved":
        if effect["to"] is None:
            life["tracks"].pop(effect["track"], None)
        else:
            life["tracks"][effect["track"]] = effect["to"]
    elif kind == "lifecycle_changed":
        life["lifecycle"] = effect["to"]
        life["done"] = life["done"] or effect["to"] == "decided"
        if effect["to"] in OVER - {"returned"}:
            life["ended"] = _at(event["occurred_at"])
    elif kind == "appointment_set":
        if act["do"] != "answer_supplement":
            answered = sum(pair[1] is not None for pair in life["asked"])
            life["slips"].append((date.fromisoformat(effect["day"]), effect["cause"], answered))
    elif kind.startswith("deadline") or kind == "suspension_corrected":
        _tick(life, effect, kind)


def _tick(life: dict[str, Any], effect: dict[str, Any], kind: str) -> None:
    if kind == "deadline_started":
        life["clocks"][effect["limit"]] = {"due": effect["due"], "ending": None, "ended": None, "missed": False}
        return
    clock = life["clocks"][effect["limit"]]
    if kind == "deadline_ended":
        clock["ending"], clock["ended"] = effect["ending"], _at(effect["at"])
    elif kind == "deadline_missed":
        clock["missed"] = True
    else:
        if kind in {"deadline_revised", "suspension_corrected"} and effect["due"] != clock["due"]:
            clock["missed"] = False
        clock["due"] = effect["due"]


def _finished(life: dict[str, Any]) -> datetime | None:
    return life["milestones"]["decided"] if life["done"] else life["ended"]


def _belongs(life: dict[str, Any], start: datetime, end: datetime) -> bool:
    received, finished = life["milestones"].get("received"), _finished(life)
    if received is None:
        return finished is None or start <= finished < end
    return finished is None or finished >= start or start <= received < end


def _status(life: dict[str, Any]) -> int:
    fixed = {
        "submitted": 1,
        "reception_refused": 3,
        "withdrawing": 7,
        "stopped": 8,
        "closed": 8,
        "decided": 9,
        "returned": 10,
    }
    if life["lifecycle"] in fixed:
        return fixed[life["lifecycle"]]
    waits = [state.partition("?")[2] for state in life["tracks"].values()]
    if "supplement" in waits:
        return 5
    if any(wait.startswith("fee.") for wait in waits):
        return 6
    return 4 if life["begun"] else 2


def _view(
    life: dict[str, Any],
    start: datetime,
    end: datetime,
    promised: Mapping[str, tuple[str, ...]],
    most: int | None,
) -> dict[str, Any]:
    received, finished = life["milestones"].get("received"), _finished(life)
    return {
        "status": _status(life),
        "channel": life["channel"],
        "number": life["number"],
        "procedure": life["procedure"],
        "received": received,
        "finished": finished,
        "is_received": received is not None and start <= received < end,
        "is_finished": received is not None and finished is not None and start <= finished < end,
        "official": None if received is None else _official(life, finished, end, most),
        "legal": None if received is None else _legal(life, end, promised.get(life["procedure"], ())),
        "supplements": len(life["asked"]),
        "reappointed": bool(life["slips"]) and life["slips"][-1][1] == "reappointment",
    }


def _official(life: dict[str, Any], finished: datetime | None, end: datetime, most: int | None) -> str:
    counted = finished
    if counted is None:
        counted = life["asked"][-1][0] if _status(life) == 5 else end - timedelta(microseconds=1)
    late, fine = ("late", None) if finished is not None else ("overdue", "in_term")
    if most is not None and len(life["asked"]) > most:
        return late
    if not life["slips"]:
        return "not_computed"
    day, _, answered = life["slips"][-1]
    total = timedelta(0)
    seen = 0
    for asked_at, answered_at in life["asked"]:
        if answered_at is None:
            continue
        seen += 1
        if seen > answered:
            total += max(min(answered_at, counted) - asked_at, timedelta(0))
    ended = _day(counted - total)
    if ended > day:
        return late
    return fine or ("early" if ended < day else "on_time")


def _legal(life: dict[str, Any], end: datetime, limits: tuple[str, ...]) -> str:
    clock = next((life["clocks"][name] for name in reversed(limits) if name in life["clocks"]), None)
    if clock is None:
        return "unknown"
    due = None if clock["due"] is None else _at(clock["due"]["at"])
    if clock["ending"] == "met":
        if due is not None and clock["ended"] > due:
            return "late"
        is_early = due is not None and _day(clock["ended"]) < date.fromisoformat(clock["due"]["day"])
        return "early" if is_early else "on_time"
    if clock["ending"] is not None:
        return "not_owed"
    if clock["missed"] or (due is not None and due < end):
        return "overdue"
    return "suspended" if due is None else "in_term"


def numbers(views: Iterable[dict[str, Any]]) -> Counter[str]:
    """Return the numbers that these dossiers make, by the keys of the report."""
    found: Counter[str] = Counter()
    for view in views:
        found.update(_counted(view))
    return found


def _counted(view: dict[str, Any]) -> set[str]:
    official, status = view["official"], view["status"]
    keys = set()
    if view["received"] is not None:
        keys.add("received" if view["is_received"] else "carried_over")
    if view["is_received"]:
        keys.add(
            {"not_computed": "not_scored", "late": "scored_late", "overdue": "scored_late"}.get(
                official, "scored_on_time"
            )
        )
        keys |= {"asked_again"} if view["supplements"] > 1 else set()
        keys |= {"reappointed"} if view["reappointed"] else set()
        keys |= {"online"} if view["channel"] == "online" else set()
    if view["is_finished"]:
        keys |= {"finished", f"finished_{official}"}
        keys |= {"finished_in_time"} if official in {"early", "on_time"} else set()
        keys |= {"stopped"} if status == 8 else set()
    if view["received"] is not None and view["finished"] is None:
        keys |= {"open", f"open_{official}"}
    states = {
        5: "awaiting_supplement",
        6: "awaiting_payment",
        7: "withdrawing",
        3: "reception_refused",
        1: "not_received_yet",
    }
    if status in states:
        keys.add(states[status])
    return keys
