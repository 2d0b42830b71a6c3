"""What was seen in somebody's log, as a page: its columns, activities, cases and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossierflow.citation import LegalText
from dossierflow.interop.replay.describing.columns import Kind
from dossierflow.interop.replay.logs.records import shown
from dossierflow.render.forecast_view import Report, Section
from dossierflow.render.tables import Table
from dossierflow.render.words import words_of

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping, Sequence

    from dossierflow.citation import Language
    from dossierflow.interop.replay.describing.columns import ColumnFacts
    from dossierflow.interop.replay.describing.looking import LogDescription
    from dossierflow.reading.schema import Json

_MOST_ROWS: Final = 100
_MOST_EXAMPLES: Final = 3
_LONGEST: Final = 40


def _t(vi: str, en: str) -> LegalText:
    return LegalText(vi=vi, en=en)


_SAID: Final[Mapping[str, LegalText]] = {
    "title": _t("Nhật ký: {name}", "A log: {name}"),
    "lead": _t(
        "{lines} dòng, {cases} hồ sơ, {activities} loại hoạt động, từ {first} đến {last}. "
        "{unreadable} dòng không đọc được.",
        "{lines} line(s), {cases} case(s), {activities} kind(s) of activities, from {first} to {last}. "
        "{unreadable} line(s) cannot be read.",
    ),
    "not_whole": _t(" Nhật ký còn dài hơn; chỉ xem phần đầu.", " The log is longer; only its beginning was looked at."),
    "columns": _t("Các cột", "Columns"),
    "columns_note": _t(
        "Cột nào là gì: đoán theo tên và giá trị. Giá trị khác nhau được đếm đến 1000.",
        "Which column is what is guessed from names and values. Different values are counted up to 1000.",
    ),
    "column": _t("Cột", "Column"),
    "role": _t("Là", "Is"),
    "kind": _t("Kiểu", "Kind"),
    "filled": _t("Có giá trị", "Filled"),
    "different": _t("Khác nhau", "Different"),
    "examples": _t("Ví dụ", "Examples"),
    "activities": _t("Hoạt động", "Activities"),
    "activity": _t("Hoạt động", "Activity"),
    "count": _t("Số dòng", "Lines"),
    "begins": _t("Bắt đầu hồ sơ", "Begins"),
    "ends": _t("Kết thúc hồ sơ", "Ends"),
    "missing": _t("Giá trị có vẻ là không có gì", "Values that seem to stand for none"),
    "value": _t("Giá trị", "Value"),
    "terms": _t("Từ ngày bắt đầu đến hạn, theo nhật ký", "From the start to the due date, as the log has them"),
    "days": _t("Số ngày", "Days"),
    "cases": _t("Số hồ sơ", "Cases"),
    "objects": _t("Loại đối tượng", "Types of objects"),
    "type": _t("Loại", "Type"),
    "objects_count": _t("Số đối tượng", "Objects"),
    "first_of": _t("{shown} đầu trong {all}.", "The first {shown} of {all}."),
    "kind.instant": _t("thời điểm", "instant"),
    "kind.number": _t("số", "number"),
    "kind.yes_no": _t("có/không", "yes or no"),
    "kind.text": _t("chữ", "text"),
    "kind.empty": _t("trống", "empty"),
    "role.case": _t("hồ sơ", "case"),
    "role.activity": _t("hoạt động", "activity"),
    "role.timestamp": _t("thời điểm", "time"),
    "role.resource": _t("người thực hiện", "resource"),
    "role.lifecycle": _t("giai đoạn của việc", "lifecycle"),
    "role.due": _t("hạn?", "due date?"),
    "role.starts": _t("bắt đầu?", "start?"),
    "role.ends": _t("kết thúc?", "end?"),
}


def log_report(found: LogDescription, lang: Language) -> Report:
    """Return the page that tells what was seen in a log."""
    lead = _say(
        "lead",
        lang,
        lines=found.lines,
        cases=found.cases,
        activities=len(found.activities),
        first="-" if found.first is None else words_of(lang).short_day(found.first, year=True),
        last="-" if found.last is None else words_of(lang).short_day(found.last, year=True),
        unreadable=found.unreadable,
    )
    if not found.is_whole:
        lead += _say("not_whole", lang)
    return Report(_say("title", lang, name=_cell(found.name)), lead, tuple(_sections(found, lang)))


def _sections(found: LogDescription, lang: Language) -> Iterator[Section]:
    if found.objects:
        rows = [(_cell(name), str(count)) for name, count in found.objects.items()]
        yield _listed("objects", ("type", "objects_count"), rows, lang)
    roles = {name: role for role, name in reversed(found.roles.by_role().items())}
    columns = [_column(name, facts, roles.get(name), lang) for name, facts in found.columns.items()]
    heads = ("column", "role", "kind", "filled", "different", "examples")
    yield _listed("columns", heads, columns, lang, _say("columns_note", lang))
    missing = [
        (_cell(name), _cell(value), str(count))
        for name, facts in found.columns.items()
        for value, count in _ranked(facts.missing)
    ]
    if missing:
        yield _listed("missing", ("column", "value", "count"), missing, lang)
    activities = [
        (str(count), str(found.begins[name]), str(found.ends[name]), _cell(name))
        for name, count in _ranked(found.activities)
    ]
    yield _listed("activities", ("count", "begins", "ends", "activity"), activities, lang)
    if found.terms:
        terms = [(str(days), str(count)) for days, count in sorted(found.terms.items(), key=lambda one: (-one[1], one))]
        yield _listed("terms", ("days", "cases"), terms[:10], lang)


def _column(name: str, facts: ColumnFacts, role: str | None, lang: Language) -> tuple[str, ...]:
    kind = _say(f"kind.{facts.kind.value}", lang)
    if facts.kind is Kind.INSTANT:
        offsets = ", ".join(one or "-" for one in sorted(facts.offsets)[:4])
        kind += f" ({facts.order}; {offsets})"
    examples = "; ".join(_cell(value)[:_LONGEST] for value, _ in _ranked(facts.values)[:_MOST_EXAMPLES])
    different = f"{len(facts.values)}{'' if facts.is_all else '+'}"
    return _cell(name), _say(f"role.{role}", lang) if role else "", kind, str(facts.filled), different, examples


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _listed(
    key: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], lang: Language, note: str = ""
) -> Section:
    table = Table(tuple(_say(one, lang) for one in columns), tuple(rows[:_MOST_ROWS]))
    if len(rows) > _MOST_ROWS:
        note = " ".join(filter(None, (note, _say("first_of", lang, shown=_MOST_ROWS, all=len(rows)))))
    return Section(_say(key, lang), table, note)


def _cell(text: str) -> str:
    return shown(" ".join(text.split()))[:160]


def log_json(found: LogDescription) -> dict[str, Json]:
    """Return what was seen in a log as JSON knows it."""
    return {
        "lines": found.lines,
        "unreadable": found.unreadable,
        "is_whole": found.is_whole,
        "cases": found.cases,
        "first": found.first.isoformat() if found.first else None,
        "last": found.last.isoformat() if found.last else None,
        "object_types": dict(found.objects),
        "case_object": found.case_object or None,
        "roles": {role: name or None for role, name in found.roles.by_role().items()},
        "columns": {
            name: {
                "kind": facts.kind.value,
                "dates": facts.order,
                "filled": facts.filled,
                "different": len(facts.values) if facts.is_all else None,
                "examples": [value for value, _ in _ranked(facts.values)[:_MOST_EXAMPLES]],
                "missing": dict(_ranked(facts.missing)),
            }
            for name, facts in found.columns.items()
        },
        "activities": [
            {"activity": name, "lines": count, "begins": found.begins[name], "ends": found.ends[name]}
            for name, count in _ranked(found.activities)
        ],
        "terms": {str(days): count for days, count in sorted(found.terms.items())},
    }


def _say(key: str, lang: Language, **gaps: object) -> str:
    text = _SAID[key].text(lang)
    return text.format(**gaps) if gaps else text
