"""
From a published table to the text of a procedure file.

The steps follow each other as printed; each printed time is an internal limit
within the total. What the table cannot say stays out and is a remark: what
else may come of a step, which law asks for it, how it is called in English.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

from dossierflow.interop.drafts import draft_from
from dossierflow.interop.internal_procedures.actors import AGENCIES, APPLICANT, CENTRE, agency_of
from dossierflow.interop.internal_procedures.folding import folded
from dossierflow.interop.internal_procedures.kinds import remark
from dossierflow.interop.internal_procedures.sums import parts_of
from dossierflow.interop.internal_procedures.times import TimeKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.interop.drafts import Draft, Remark
    from dossierflow.interop.internal_procedures.publication import Published
    from dossierflow.interop.internal_procedures.rows import StepRow
    from dossierflow.interop.internal_procedures.sums import Sum

_RECEPTION = re.compile(r"^\W*(\d+\.\s*)?tiep nhan")
_RETURN = re.compile(r"^\W*(\d+\.\s*)?(thong bao va |thong bao, )?(tra|giao|ban giao|chuyen tra|nhan) (ket qua|giay)")
_LONGEST_NAME = 240
_LONGEST_ID = 60
_UNNAMED = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the person who imports knows better than the file."""

    code: str = ""
    decision: str = ""
    effective: date | None = None
    counting: str = "vn-general"
    calendar: str = "vn-public"


@dataclass
class _Roles:
    """Agencies and roles in the order of their first step."""

    names: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    """For each agency, its roles by the words of the table."""

    def who(self, actor: str) -> tuple[str, str | None]:
        """Return agency and role of an actor."""
        agency = agency_of(actor)
        if agency == APPLICANT:
            return agency, None
        roles = self.names.setdefault(agency, {})
        return agency, roles.setdefault(actor or "Người thực hiện", f"role_{len(roles) + 1}")


@dataclass(frozen=True, slots=True)
class _Step:
    key: str
    row: StepRow
    agency: str
    role: str | None

    @property
    def by(self) -> str:
        """Who does it, as the file says it."""
        return _by(self.agency, self.role)


def draft_of(published: Published, total: Sum, file: str, name: str, known: Settings, remarks: list[Remark]) -> Draft:
    """
    Return the draft of one published procedure.

    Args:
        published: What its table states.

        total: What its steps add up to.

        file: The publication.

        name: Identifier of the procedure.

        known: What the person knows better.

        remarks: What was found so far; the draft's own are added.
    """
    writer = _Writer(published, total, file, name, known)
    text = writer.text()
    return draft_from(name, f"{name}@{writer.version}.yaml", text, [*remarks, *writer.remarks])


def identifier(published: Published, taken: set[str], file: str) -> str:
    """Return an identifier that no other draft of the file has, and take it."""
    base = f"tthc-{published.code}" if published.code else published.title or PurePath(file).stem
    name = _UNNAMED.sub("-", folded(base)).strip("-")[:_LONGEST_ID].strip("-") or "quy-trinh"
    name = name if name[0].isalpha() else f"quy-trinh-{name}"
    number, unique = 1, name
    while unique in taken:
        number += 1
        unique = f"{name}-{number}"
    taken.add(unique)
    return unique


class _Writer:
    """Writes one file."""

    def __init__(self, published: Published, total: Sum, file: str, name: str, known: Settings) -> None:
        self.remarks: list[Remark] = []
        self._published = published
        self._total = total
        self._file = PurePath(file).name
        self._name = name
        self._known = known
        self._place = published.table.place
        self._decision = known.decision or published.decision
        self._code = known.code or published.code
        self._day = known.effective or _date(published.day)
        self.version = "draft" if self._day is None else self._day.isoformat()
        self._roles = _Roles()
        rows = [row for row in published.table.rows if not (row.is_parent and parts_of(row, published.table.rows))]
        self._reception, rows, self._return = _framed(rows)
        self._steps = [_Step(f"step_{at}", row, *self._roles.who(row.actor)) for at, row in enumerate(rows, start=1)]
        self._receiver = self._roles.who(self._reception.actor) if self._reception else self._any_receiver()
        self._returner = self._roles.who(self._return.actor) if self._return else self._receiver

    def text(self) -> str:
        """Return the whole file."""
        limits = list(self._limits())
        return "\n".join(
            [
                *self._head(),
                "",
                *self._agencies(),
                "",
                *self._receiving(),
                "",
                "limits:",
                *limits,
                "",
                "steps:",
                *(line for step in self._steps for line in self._step(step)),
                "",
                "returning:",
                f"  by: {_by(*self._returner)}",
                f"  cite: {self._cite(self._return)}",
                "",
                "ends:",
                "  granted:",
                f"    name: {_both('Đã giải quyết', 'Decided')}",
                "    kind: granted",
                *self._result(),
                "",
            ]
        )

    def _head(self) -> Iterator[str]:
        published, title = self._published, self._published.title or self._published.table.variant
        if not title:
            self.remarks.append(remark("title_unknown", self._place))
        if not self._code:
            self.remarks.append(remark("code_unknown", self._place))
        if not self._decision:
            self.remarks.append(remark("decision_unknown", self._place))
        if self._day is None:
            self.remarks.append(remark("day_unknown", self._place))
        self.remarks.append(remark("english_missing", self._place))
        yield f"# Draft made from the internal procedure in {_comment(self._file)}, {_comment(self._place)}."
        yield "# Compare every line with the decision itself, then set the status."
        yield f"procedure: {self._name}"
        yield f"code: {_quoted(self._code)}"
        yield f"version: {_quoted(self.version)}"
        variant = published.table.variant if published.table.variant != title else ""
        shown = ", ".join(_short(part, _LONGEST_NAME) for part in (title, variant) if part) or self._name
        yield f"name: {_both(shown, f'Procedure {self._code or self._name}')}"
        if self._day is None:
            yield "# effective: {from: ...}  # the first day in force; the publication does not say it"
        else:
            yield f"effective: {{from: {_quoted(self._day.isoformat())}}}"
        yield "status: unverified"
        yield f"basis: {self._cite(None)}"
        yield f"counting: {self._known.counting}"
        yield f"calendar: {self._known.calendar}"
        yield "channels: [counter, online, post]"

    def _agencies(self) -> Iterator[str]:
        yield "agencies:"
        grouped: list[str] = []
        for agency, roles in self._roles.names.items():
            named = AGENCIES[agency]
            yield f"  {agency}:"
            yield f"    name: {_both(named.vi, named.en)}"
            yield "    roles:"
            for number, (words, role) in enumerate(roles.items(), start=1):
                yield f"      {role}: {{name: {_both(_short(words, _LONGEST_NAME), f'{named.en}, role {number}')}}}"
            if agency == self._receiver[0]:
                yield f"    acts_for: [{APPLICANT}]"
            grouped.append(f"{named.vi}: {', '.join(_short(words, 60) for words in roles)}")
        self.remarks.append(remark("actors_grouped", self._place, detail="; ".join(grouped)))

    def _receiving(self) -> Iterator[str]:
        yield "reception:"
        yield from self._printed(self._reception)
        yield f"  by: {_by(*self._receiver)}"
        yield f"  first: {self._steps[0].key}" if self._steps else "  first: none"
        yield "  marks: [complete]"
        if self._total.term is not None:
            yield "  appointment: total"
        yield f"  cite: {self._cite(self._reception)}"

    def _limits(self) -> Iterator[str]:
        party = next((step.agency for step in self._steps if step.agency not in {CENTRE, APPLICANT}), CENTRE)
        if self._total.term is not None:
            yield "  total:"
            yield f"    name: {_both('Thời hạn giải quyết', 'Time limit')}"
            yield from _limit("committed", party, "complete", "decided", str(self._total.term), "effect: overdue")
            yield f"    cite: {self._cite(None)}"
        inside = self._total.term is not None
        for first, last, row in self._timed():
            yield f"  {first.key}_time:"
            yield f"    # {_comment(row.time_place)}: {_comment(row.time.quote)}"
            said = f"Thời gian bước {row.number or first.key.removeprefix('step_')}"
            yield f"    name: {_both(said, f'Time of {first.key}'.replace('_', ' '))}"
            owner = APPLICANT if first.agency == APPLICANT else first.agency
            term = "" if row.time.term is None else str(row.time.term)
            yield from _limit(
                "internal", owner, f"{first.key}.entered", f"{last.key}.completed", term, "effect: overdue"
            )
            if inside:
                yield "    within: total"
            yield f"    cite: {self._cite(row)}"

    def _timed(self) -> Iterator[tuple[_Step, _Step, StepRow]]:
        """Yield first and last step of each printed time, and the row that prints it."""
        rows = self._published.table.rows
        for parent in (row for row in rows if row.is_parent and row.time.term is not None):
            inside = [step for step in self._steps if step.row in parts_of(parent, rows)]
            if inside and not any(step.row.time.term is not None for step in inside):
                yield inside[0], inside[-1], parent
        for at, step in enumerate(self._steps):
            if step.row.time.term is None or step.row.shares_time:
                continue
            last = step
            for other in self._steps[at + 1 :]:
                if not (other.row.shares_time and other.row.time_place == step.row.time_place):
                    break
                last = other
            yield step, last, step.row

    def _step(self, step: _Step) -> Iterator[str]:
        at = self._steps.index(step)
        following = self._steps[at + 1].key if at + 1 < len(self._steps) else "end.granted"
        yield f"  {step.key}:"
        yield from (f"  {line}" for line in self._printed(step.row))
        yield f"    name: {_both(_step_name(step.row), step.key.replace('_', ' ').capitalize())}"
        yield f"    by: {step.by}"
        if self._stands_still(step):
            self.remarks.append(remark("not_counted", step.row.time_place, step.row.time.quote, step=step.row.label))
            yield "    suspends: [total]"
        yield "    actions:"
        yield f"      done: {{name: {_both('Chuyển bước tiếp theo', 'Pass it on')}, to: {following}}}"
        yield f"    cite: {self._cite(step.row)}"

    def _stands_still(self, step: _Step) -> bool:
        return (
            self._total.term is not None
            and step.row.time.kind is TimeKind.UNTIMED
            and "khong tinh" in folded(step.row.time.quote)
            and step is not self._steps[0]
            and step is not self._steps[-1]
        )

    def _printed(self, row: StepRow | None) -> Iterator[str]:
        """Yield comments with what the table prints."""
        if row is None:
            return
        number = f"{row.number}. " if row.number else ""
        yield f"  # {_comment(row.place)}: {number}{_comment(row.actor) or '?'}; {_comment(row.time.quote) or '?'}"
        for label, words in (("section", row.section), ("result", row.result), ("note", row.note)):
            if words:
                yield f"  # {label}: {_comment(words)}"

    def _result(self) -> Iterator[str]:
        results = [row.result for row in self._published.table.rows if row.result]
        if results:
            yield f"    result: {_both(_short(results[-1], _LONGEST_NAME), 'Result')}"

    def _cite(self, row: StepRow | None) -> str:
        doc = self._decision or self._file
        at = "Quy trình nội bộ" if row is None or not row.number else f"Quy trình nội bộ, bước {row.number}"
        place = self._place if row is None else row.place
        return f"[{{doc: {_quoted(doc)}, at: {_quoted(at)}, status: unverified, note: {_quoted(place)}}}]"

    def _any_receiver(self) -> tuple[str, str | None]:
        for step in self._steps:
            if step.agency == CENTRE:
                return step.agency, step.role
        self.remarks.append(remark("reception_assumed", self._place))
        return self._roles.who("Bộ phận tiếp nhận và trả kết quả")


def _framed(rows: list[StepRow]) -> tuple[StepRow | None, list[StepRow], StepRow | None]:
    """Part the rows of reception and return, which take no counted time, from the steps between them."""
    reception = returning = None
    if len(rows) > 1 and _is_frame(rows[0], _RECEPTION):
        reception, rows = rows[0], rows[1:]
    if len(rows) > 1 and _is_frame(rows[-1], _RETURN):
        rows, returning = rows[:-1], rows[-1]
    return reception, rows, returning


def _is_frame(row: StepRow, pattern: re.Pattern[str]) -> bool:
    untimed = row.time.kind is TimeKind.UNTIMED
    return untimed and agency_of(row.actor) != APPLICANT and pattern.match(folded(row.content)) is not None


def _limit(kind: str, party: str, starts: str, stops: str, term: str, missed: str) -> Iterator[str]:
    yield f"    kind: {kind}"
    yield f"    party: {party}"
    yield f"    starts: {starts}"
    yield f"    stops: [{stops}]"
    yield f"    term: {term}"
    yield f"    on_missed: {{{missed}}}"
    yield "    status: unverified"


def _by(agency: str, role: str | None) -> str:
    return f"{{agency: {agency}}}" if role is None else f"{{agency: {agency}, role: {role}}}"


def _step_name(row: StepRow) -> str:
    return _short(row.content or row.actor or f"Bước {row.number}", _LONGEST_NAME)


def _date(day: tuple[int, int, int] | None) -> date | None:
    try:
        return None if day is None else date(day[2], day[1], day[0])
    except ValueError:
        return None


def _short(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _comment(text: str) -> str:
    return _short(text, 400)


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _both(vi: str, en: str) -> str:
    return f"{{vi: {_quoted(vi)}, en: {_quoted(en)}}}"
