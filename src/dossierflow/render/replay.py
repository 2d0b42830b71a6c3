"""What a replay of a log found, as a page: rates side by side, what differs, what would have been refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossierflow.citation import LegalText
from dossierflow.interop.replay.logs.records import Fault, shown
from dossierflow.interop.replay.outputs import ranked
from dossierflow.interop.replay.results import Outcome, Reason
from dossierflow.interop.replay.sorting import REST
from dossierflow.render.forecast_view import Report, Section
from dossierflow.render.tables import Table
from dossierflow.render.words import words_of

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping
    from datetime import date

    from dossierflow.citation import Language
    from dossierflow.interop.replay.logs.records import Unreadable
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
    "read": _t("Đã đọc những gì", "What was read"),
    "what": _t("Là gì", "What"),
    "lines": _t("dòng trong nhật ký", "lines of the log"),
    "used": _t("dòng được dùng", "lines that are used"),
    "left": _t("không xét: {why}", "left out: {why}"),
    "left_object": _t(
        "không xét: việc của đối tượng không thuộc hồ sơ nào", "left out: events of objects that belong to no case"
    ),
    "left_rest": _t("không xét: lý do khác", "left out: for other reasons"),
    "cases_read": _t("hồ sơ", "cases"),
    "cases_compared": _t(
        "hồ sơ có cả hạn trong nhật ký và hạn tính lại", "cases with both the log's due date and ours"
    ),
    "fault.cells": _t("không đọc được: số ô khác với dòng tiêu đề", "cannot be read: not as many cells as the heading"),
    "fault.quotes": _t("không đọc được: dấu ngoặc kép sai", "cannot be read: quotes are wrong"),
    "fault.value": _t(
        "không đọc được: giá trị quá dài hoặc sai bảng mã", "cannot be read: a value too long or badly encoded"
    ),
    "fault.empty": _t(
        "không đọc được: thiếu mã hồ sơ, hoạt động hoặc thời điểm", "cannot be read: no case, activity or time"
    ),
    "fault.instant": _t("không đọc được: thời điểm không hiểu được", "cannot be read: the time is none"),
    "fault.no_events": _t("hồ sơ không có hoạt động nào", "cases without events"),
    "fault.no_case": _t("không đọc được: không thuộc hồ sơ nào", "cannot be read: belongs to no case"),
    "fault.form": _t("không đọc được: không phải một hoạt động", "cannot be read: is no event"),
    "unnamed": _t("Hoạt động mà tệp ánh xạ không nói đến", "Activities of which the mapping says nothing"),
    "unnamed_note": _t(
        "Nếu hoạt động nào làm thời hạn bắt đầu, tạm dừng hay kết thúc, ghi tên nó vào tệp ánh xạ.",
        "Where one of them starts, suspends or ends the limit, or is an act, name it in the mapping.",
    ),
    "absent": _t("Hoạt động mà nhật ký không có", "Activities that the log has not got"),
    "absent_note": _t(
        "Tệp ánh xạ nói đến chúng; nếu viết sai tên thì thời hạn đã bị tính sai.",
        "The mapping names them; a name written wrongly would have made the result wrong.",
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
    until = _say("empty", lang) if found.until is None else f"{_day(found.until, lang)} {found.until:%H:%M %z}"
    lead = _say(
        "lead",
        lang,
        lines=found.lines,
        cases=found.cases,
        until=until,
        unreadable=found.unreadable - found.faulty[Fault.NO_EVENTS],
        left_out=found.left_out,
        different=found.different,
        compared=found.compared,
    )
    return Report(_say("title", lang, log=title.text(lang)), lead, tuple(_sections(found, lang)))


def _sections(found: Findings, lang: Language) -> Iterator[Section]:
    yield Section(_say("read", lang), Table((_say("what", lang), _say("count", lang)), tuple(_read(found, lang))))
    rows = tuple(_rate_row(found, view, lang) for view in found.views)
    columns = tuple(_say(key, lang) for key in ("view", "rate", *(one.value for one in Outcome)))
    yield Section(_say("rates", lang), Table(columns, rows), _say("rates_note", lang))
    if found.differences:
        rows = tuple(
            (one.case, str(one.line), _due(one.views["log"], lang), _due(one.views["recomputed"], lang))
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
        rows = tuple((str(one.line), _why(one, lang)) for one in found.faults)
        yield _listed("unreadable", ("line", "why"), rows, found.unreadable, lang)

    if found.absent:
        yield _listed(
            "absent", ("activity",), tuple((name,) for name in found.absent[:_MOST_ROWS]), len(found.absent), lang
        )
    if found.unnamed:
        rows = tuple((name, str(count)) for name, count in [*found.unnamed.items()][:_MOST_ROWS])
        yield _listed("unnamed", ("activity", "count"), rows, len(found.unnamed), lang)


def _why(fault: Unreadable, lang: Language) -> str:
    """Return why a line cannot be read; the detail is in English, as all errors are, after what it is about."""
    if lang == "en":
        return fault.why
    return (
        f"{_say(f'fault.{fault.fault.value}', lang).partition(': ')[2] or _say('fault.no_events', lang)} ({fault.why})"
    )


def _read(found: Findings, lang: Language) -> Iterator[tuple[str, str]]:
    yield _say("lines", lang), str(found.lines)
    yield _say("used", lang), str(found.used)
    for why, count in sorted(found.skipped.items(), key=lambda item: (-item[1], item[0]))[:_MOST_ROWS]:
        special = {"case_object": "left_object", REST: "left_rest"}.get(why)
        yield _say(special, lang) if special else _say("left", lang, why=_cell(why)), str(count)
    for fault, count in sorted(found.faulty.items()):
        yield _say(f"fault.{fault.value}", lang), str(count)
    yield _say("cases_read", lang), str(found.cases)
    yield _say("cases_compared", lang), str(found.compared)


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
    first = _say("first", lang, shown=len(rows), all=count) if count > len(rows) else ""
    own = _say(f"{key}_note", lang) if f"{key}_note" in _SAID else ""
    note = " ".join(filter(None, (own, first)))
    one_line = tuple(tuple(_cell(cell) for cell in row) for row in rows)
    return Section(_say(key, lang), Table(tuple(_say(one, lang) for one in columns), one_line), note)


def _cell(text: str) -> str:
    """Return what a log says as one line that does nothing to a terminal, and that fits one."""
    line = shown(" ".join(text.split()))
    return line if len(line) <= _LONGEST_CELL else f"{line[:_LONGEST_CELL]}…"


def _due(view: View, lang: Language) -> str:
    if view.day is None:
        return "-"
    return _day(view.day, lang) if view.at is None else f"{_day(view.at, lang)} {view.at:%H:%M}"


def _day(day: date, lang: Language) -> str:
    return words_of(lang).short_day(day, year=True)


def _say(key: str, lang: Language, **gaps: object) -> str:
    text = _SAID[key].text(lang)
    return text.format(**gaps) if gaps else text
