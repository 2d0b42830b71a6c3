"""
The other way: any procedure as the table of an internal procedure, fit to be filed as an annex.

One row for each step in the order in which a dossier meets them, with reception
before and the return after. A time in a row is a limit that starts with the
step and ends with it at the latest; every other limit stands in a list below,
so that nothing that binds is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from dossierflow.deadlines.term import Term, Unit
from dossierflow.interop.internal_procedures.times import hours_of, in_words
from dossierflow.office import HEADING, Box, Line, Page, Style, Table, letterhead
from dossierflow.procedure.facts import Range
from dossierflow.procedure.limits import APPLICANT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossierflow.office.pages import Block
    from dossierflow.procedure.limits import Case, Limit
    from dossierflow.procedure.model import Procedure
    from dossierflow.procedure.steps import Who

UNTIMED = "Không tính thời gian"
RECEIVED = "Tiếp nhận hồ sơ"
RETURNED = "Trả kết quả"
COLUMNS = ("TT", "Nội dung công việc", "Đơn vị/Người thực hiện", "Thời gian", "Kết quả/Ghi chú")
_WIDTHS = (14.0, 92.0, 62.0, 40.0, 44.0)
_SMALL = Style(size=11)
_CENTRED = Style(size=11, align="center")
_BOLD = Style(bold=True, size=11)
_LIST_ITEM = Style(size=11, align="justify")


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """One step of the table."""

    content: str
    actor: str
    times: tuple[tuple[Term, str], ...]
    """Its times, each with the condition on which it holds; empty where no time is counted."""

    result: str = ""
    is_ours: bool = True
    """Whether the deciding agency or the one-stop unit does it, rather than another agency or the applicant."""

    @property
    def time(self) -> str:
        """The cell of the time."""
        if not self.times:
            return UNTIMED
        if len(self.times) == 1 and not self.times[0][1]:
            return in_words(self.times[0][0])
        return "\n".join(f"{in_words(term)} ({when or 'các trường hợp khác'})" for term, when in self.times)


def annex_rows(procedure: Procedure) -> tuple[AnnexRow, ...]:
    """Return the steps of *procedure* as rows, in the order in which a dossier meets them."""
    ours = _our_agencies(procedure)
    return tuple(
        AnnexRow(
            content=_line(procedure.steps[step].name.vi),
            actor=_actor(procedure, procedure.steps[step].by),
            times=tuple(_times(procedure, step)),
            result=_results(procedure, step),
            is_ours=procedure.steps[step].by.agency in ours,
        )
        for step in _in_order(procedure)
    )


def annex(procedure: Procedure, *, agency: str = "", decision: str = "") -> Page:
    """
    Return *procedure* as a page with the table of its internal procedure.

    Args:
        procedure: Any version of any procedure.

        agency: The agency that files it, for the head of the page; without one, a line to fill in.

        decision: The decision that the annex belongs to, as it is to be printed.
    """
    rows = annex_rows(procedure)
    issued = f"(Kèm theo {decision})" if decision else "(Kèm theo Quyết định số ……/QĐ-UBND ngày … tháng … năm ……)"
    blocks: list[Block] = [
        letterhead(agency or "…………………………"),
        Line(""),
        Line("PHỤ LỤC", HEADING),
        Line(f"QUY TRÌNH NỘI BỘ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH: {_line(procedure.name.vi)}", HEADING),
        Line(
            f"(Mã TTHC: {procedure.code}; có hiệu lực từ ngày {procedure.effective.from_:%d/%m/%Y})",
            Style(align="center"),
        ),
        Line(issued, Style(italic=True, align="center")),
        Line(""),
        Line(f"Căn cứ: {'; '.join(dict.fromkeys(str(cite) for cite in procedure.basis))}.", _LIST_ITEM),
        *_appointed(procedure),
        Line(""),
        _table(procedure, rows),
        Line(""),
        *_limits(procedure),
    ]
    return Page(title=f"Quy trình nội bộ: {_line(procedure.name.vi)}", blocks=tuple(blocks))


def _appointed(procedure: Procedure) -> Iterator[Line]:
    """Yield the limit that is promised on the slip, where it is one."""
    name = procedure.reception.appointment
    cases = [] if name is None else list(_cases(procedure, procedure.limits[name]))
    if len(cases) == 1 and not cases[0][1]:
        yield Line(f"Thời hạn giải quyết: {in_words(cases[0][0])}.", _LIST_ITEM)


def _table(procedure: Procedure, rows: tuple[AnnexRow, ...]) -> Table:
    reception, returning = _actor(procedure, procedure.reception.by), _actor(procedure, procedure.returning.by)
    body = [
        AnnexRow(RECEIVED, reception, ()),
        *rows,
        AnnexRow(RETURNED, returning, ()),
    ]
    # what runs side by side has no sum
    totals: tuple[tuple[str, str, str], ...] = () if procedure.forks else tuple(_totals(rows))
    lines: list[tuple[Box, ...]] = [
        tuple(Box(name, Style(bold=True, size=11, align="center"), shaded=True) for name in COLUMNS)
    ]
    lines += [
        (
            Box(number, _CENTRED),
            Box(row.content, _SMALL),
            Box(row.actor, _SMALL),
            Box(row.time, _CENTRED),
            Box(row.result, _SMALL),
        )
        for number, row in enumerate(body, start=1)
    ]
    lines += [
        (Box(label, _BOLD, columns=3), Box(words, Style(bold=True, size=11, align="center")), Box(note, _SMALL))
        for label, words, note in totals
    ]
    return Table(_WIDTHS, tuple(lines), header_rows=1)


def _totals(rows: tuple[AnnexRow, ...]) -> Iterator[tuple[str, str, str]]:
    """Yield the total of the steps, which follow each other, with our share and theirs, where they can be added."""
    timed = [row for row in rows if row.times]
    total = _added(timed)
    if total is None or not timed:
        return
    ours, theirs = _added([row for row in timed if row.is_ours]), _added([row for row in timed if not row.is_ours])
    note = ""
    if theirs is not None and ours is not None and theirs.amount:
        note = f"Cơ quan giải quyết: {in_words(ours)}; cơ quan phối hợp, người nộp: {in_words(theirs)}"
    yield "Tổng thời gian các bước", in_words(total), note


def _added(rows: list[AnnexRow]) -> Term | None:
    """Return the sum of the rows in their common unit; none where a time depends or cannot be added."""
    if any(len(row.times) != 1 or row.times[0][1] for row in rows):
        return None
    terms = [row.times[0][0] for row in rows]
    hours = [hours_of(term) for term in terms]
    units = {term.unit for term in terms if term.amount}
    if None in hours or len(units) > 1:
        return None
    unit = next(iter(units), Unit.WORKING_DAY)
    amount = sum((Fraction(term.amount) for term in terms), Fraction(0))
    return Term.of(f"{float(amount):.6f}".rstrip("0").rstrip(".") + f" {unit.value.replace('_', ' ')}s")


def _limits(procedure: Procedure) -> Iterator[Line]:
    """Yield the limits that belong to no single step, in words."""
    shown = {name for step in procedure.steps for name in _own_limits(procedure, step)}
    others = [name for name in procedure.limits if name not in shown]
    if not others:
        return
    yield Line("Các thời hạn khác của thủ tục", _BOLD)
    for name in others:
        limit = procedure.limits[name]
        cases = "; ".join(f"{in_words(term)}{f' ({when})' if when else ''}" for term, when in _cases(procedure, limit))
        cite = "; ".join(dict.fromkeys(str(cite) for cite in limit.cite))
        yield Line(f"- {_line(limit.name.vi)} ({_party(procedure, limit.party)}): {cases}. {cite}.", _LIST_ITEM)


def _own_limits(procedure: Procedure, step: str) -> list[str]:
    """Return the limits that start with a step and end with it at the latest."""
    starts = {f"{step}.entered", f"{step}.started"}
    return [
        name
        for name, limit in procedure.limits.items()
        if limit.starts in starts and f"{step}.completed" in limit.stops
    ]


def _times(procedure: Procedure, step: str) -> Iterator[tuple[Term, str]]:
    names = _own_limits(procedure, step)
    for name in names:
        limit = procedure.limits[name]
        for term, when in _cases(procedure, limit):
            # two limits of one step are told apart by their names
            parts = [part for part in (_line(limit.name.vi) if len(names) > 1 else "", when) if part]
            yield term, _plain(", ".join(parts))


def _cases(procedure: Procedure, limit: Limit) -> Iterator[tuple[Term, str]]:
    for case in limit.cases:
        yield case.term, _plain(_condition(procedure, case, limit))
    if limit.term is not None:
        parts = [_when(procedure, limit.when), _per(procedure, limit.per)]
        yield limit.term, _plain(", ".join(part for part in parts if part))


def _condition(procedure: Procedure, case: Case, limit: Limit) -> str:
    parts = [_when(procedure, {**limit.when, **case.when}), _per(procedure, case.per)]
    return ", ".join(part for part in parts if part)


def _per(procedure: Procedure, fact: str | None) -> str:
    return "" if fact is None else f"nhân với {procedure.known_facts[fact].name.vi}"


def _when(procedure: Procedure, condition: Mapping[str, object]) -> str:
    return ", ".join(f"{procedure.known_facts[name].name.vi} = {_value(value)}" for name, value in condition.items())


def _value(value: object) -> str:
    if isinstance(value, Range):
        low = "" if value.at_least is None else f"từ {value.at_least}"
        high = "" if value.at_most is None else f"đến {value.at_most}"
        return f"{low} {high}".strip()
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list | tuple):
        return " hoặc ".join(_value(one) for one in cast("Sequence[object]", value))
    return str(value)


def _in_order(procedure: Procedure) -> list[str]:
    """Return the steps in the order in which a dossier first meets them; those that it never meets, last."""
    found: dict[str, None] = {}
    waiting = [procedure.reception.first]
    while waiting:
        target = waiting.pop(0)
        if target in found:
            continue
        if target in procedure.steps:
            found[target] = None
            waiting += [action.to for action in procedure.steps[target].actions.values()]
        elif target.startswith("fork."):
            fork = procedure.forks[target.removeprefix("fork.")]
            waiting = [*(track.start for track in fork.tracks.values()), *waiting, fork.then]
    return [*found, *(step for step in procedure.steps if step not in found)]


def _our_agencies(procedure: Procedure) -> set[str]:
    parties = {limit.party for name, limit in procedure.limits.items() if name == procedure.reception.appointment}
    parties = parties or {procedure.steps[_in_order(procedure)[-1]].by.agency}
    return {procedure.reception.by.agency, *parties} - {APPLICANT}


def _actor(procedure: Procedure, who: Who) -> str:
    if who.agency == APPLICANT:
        return "Tổ chức, cá nhân"
    agency = procedure.agencies[who.agency]
    role = "" if who.role is None else _line(agency.roles[who.role].name.vi)
    return ", ".join(part for part in (role, _line(agency.name.vi)) if part)


def _party(procedure: Procedure, party: str) -> str:
    return "Tổ chức, cá nhân" if party == APPLICANT else _line(procedure.agencies[party].name.vi)


def _results(procedure: Procedure, step: str) -> str:
    ends = [
        action.to.removeprefix("end.")
        for action in procedure.steps[step].actions.values()
        if action.to.startswith("end.")
    ]
    named = [procedure.ends[end] for end in ends]
    return "; ".join(dict.fromkeys(_line((end.result or end.name).vi) for end in named))


def _line(text: str) -> str:
    return " ".join(text.split())


def _plain(condition: str) -> str:
    """Return a condition without the signs by which a cell with several times is read back."""
    return _line(condition).replace("(", "[").replace(")", "]").replace(";", ",")
