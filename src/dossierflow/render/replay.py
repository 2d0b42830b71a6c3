"""What a replay of a log found, as a page: rates side by side, what differs, what would have been refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossierflow.citation import LegalText
from dossierflow.interop.replay.outputs import ranked
from dossierflow.interop.replay.records import shown
from dossierflow.interop.replay.results import Outcome, Reason
from dossierflow.render.forecast_view import Report, Section
from dossierflow.render.tables import Table

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping

    from dossierflow.citation import Language
    from dossierflow.interop.replay.results import Findings, View

_MOST_ROWS: Final = 40
_LONGEST_CELL: Final = 160


def _t(vi: str, en: str) -> LegalText:
    return LegalText(vi=vi, en=en)


_SAID: Final[Mapping[str, LegalText]] = {
    "title": _t("Chạy lại nhật ký: {log}", "Replay of a log: {log}"),
    "lead": _t(
        "{lines} dòng, {cases} hồ sơ, đến {until}. {unreadable} dòng không đọc được, {left_out} dòng không xét. "
        "Hạn trong nhật ký khác hạn tính lại ở {different} trên {compared} hồ sơ có cả hai.",
        "{lines} line(s), {cases} case(s), up to {until}. {unreadable} line(s) cannot be read, {left_out} left out. "
        "The log's due date is not the recomputed one in {different} of {compared} case(s) that have both.",
    ),
    "rates": _t("Tỷ lệ đúng hạn", "On time"),
    "rates_note": _t(
        "Tỷ lệ tính trên hồ sơ đã xong và có hạn; hồ sơ chưa xong được so với thời điểm cuối của nhật ký.",
        "The rate is of cases that are finished and have a due date; the others are held to the end of the log.",
    ),
    "view": _t("Theo", "By"),
    "rate": _t("Tỷ lệ", "Rate"),
    "log": _t("hạn ghi trong nhật ký", "the log's own due dates"),
    "recomputed": _t("hạn tính lại", "the due dates recomputed"),
    "rule": _t("quy tắc khác", "another rule"),
    "calendar": _t("lịch khác", "another calendar"),
    "on_time": _t("Đúng hạn", "On time"),
    "late": _t("Trễ", "Late"),
    "overdue": _t("Chưa xong, quá hạn", "Open, overdue"),
    "open": _t("Chưa xong, trong hạn", "Open, in time"),
    "no_due": _t("Không có hạn", "No due date"),
    "differences": _t("Hạn khác nhau", "Due dates that differ"),
    "case": _t("Hồ sơ", "Case"),
    "line": _t("Dòng", "Line"),
    "in_log": _t("Trong nhật ký", "In the log"),
    "ours": _t("Tính lại", "Recomputed"),
    "refused": _t("Việc mà thủ tục không cho phép", "Acts that the procedure would have refused"),
    "remarked": _t("Những gì không dùng được như đã ghi", "What could not be used as it is"),
    "examples": _t("Ví dụ", "Examples"),
    "code": _t("Mã", "Code"),
    "activity": _t("Hoạt động", "Activity"),
    "count": _t("Số lần", "Count"),
    "why": _t("Lý do", "Reason"),
    "unreadable": _t("Dòng không đọc được", "Lines that cannot be read"),
    "first": _t("{shown} trường hợp đầu trong {all}.", "The first {shown} of {all}."),
    "empty": _t("(nhật ký trống)", "(the log is empty)"),
}


def replay_report(found: Findings, title: LegalText, lang: Language) -> Report:
    """Return the page of a replay of the log called *title*; of single cases it shows the first."""
    until = _say("empty", lang) if found.until is None else f"{found.until:%d/%m/%Y %H:%M %z}"
    lead = _say(
        "lead",
        lang,
        lines=found.lines,
        cases=found.cases,
        until=until,
        unreadable=found.unreadable,
        left_out=found.left_out,
        different=found.different,
        compared=found.compared,
    )
    return Report(_say("title", lang, log=title.text(lang)), lead, tuple(_sections(found, lang)))


def _sections(found: Findings, lang: Language) -> Iterator[Section]:
    rows = tuple(_rate_row(found, view, lang) for view in found.views)
    columns = tuple(_say(key, lang) for key in ("view", "rate", *(one.value for one in Outcome)))
    yield Section(_say("rates", lang), Table(columns, rows), _say("rates_note", lang))
    if found.differences:
        rows = tuple(
            (one.case, str(one.line), _due(one.views["log"]), _due(one.views["recomputed"]))
            for one in found.differences
        )
        yield _listed("differences", ("case", "line", "in_log", "ours"), rows, found.different, lang)
    for key, counts in (("refused", found.refused), ("remarked", found.remarked)):
        if counts:
            yield _counted(key, counts, lang)
    if found.remarks:
        rows = tuple(
            (one.case, str(one.line), one.activity, one.code.value, one.sentence.text(lang)) for one in found.remarks
        )
        all_of_them = sum(found.refused.values()) + sum(
            count for (code, _), count in found.remarked.items() if code != Reason.NOT_AN_ACT
        )
        yield _listed("examples", ("case", "line", "activity", "code", "why"), rows, all_of_them, lang)
    if found.faults:
        rows = tuple((str(one.line), one.why) for one in found.faults)
        yield _listed("unreadable", ("line", "why"), rows, found.unreadable, lang)


def _rate_row(found: Findings, view: str, lang: Language) -> tuple[str, ...]:
    rate = found.rate(view)
    told = "-" if rate is None else f"{rate:.1%}"
    if lang == "vi":
        told = told.replace(".", ",")
    return (_say(view, lang), told, *(str(found.count(view, outcome)) for outcome in Outcome))


def _counted(key: str, counts: Counter[tuple[str, str]], lang: Language) -> Section:
    rows = tuple((code, activity, str(count)) for (code, activity), count in ranked(counts)[:_MOST_ROWS])
    return _listed(key, ("code", "activity", "count"), rows, len(counts), lang)


def _listed(
    key: str, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...], count: int, lang: Language
) -> Section:
    note = _say("first", lang, shown=len(rows), all=count) if count > len(rows) else ""
    one_line = tuple(tuple(_cell(cell) for cell in row) for row in rows)
    return Section(_say(key, lang), Table(tuple(_say(one, lang) for one in columns), one_line), note)


def _cell(text: str) -> str:
    """Return what a log says as one line that does nothing to a terminal, and that fits one."""
    line = shown(" ".join(text.split()))
    return line if len(line) <= _LONGEST_CELL else f"{line[:_LONGEST_CELL]}…"


def _due(view: View) -> str:
    if view.day is None:
        return "-"
    return f"{view.day:%d/%m/%Y}" if view.at is None else f"{view.at:%d/%m/%Y %H:%M}"


def _say(key: str, lang: Language, **gaps: object) -> str:
    text = _SAID[key].text(lang)
    return text.format(**gaps) if gaps else text
