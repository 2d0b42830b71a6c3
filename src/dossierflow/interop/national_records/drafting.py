"""
From a national record to a draft procedure file.

The draft says only what the record says: who, which ways to file, which limit.
What the portal does not print (dates of effect, the effect of a supplement, the
meaning of silence) is not made up: it is missing, the reader says so by line, and
a remark says what to look up.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from dossierflow.interop.drafts import Draft, draft_from
from dossierflow.interop.national_records.limits import limits_of
from dossierflow.interop.national_records.outline import office_steps, steps_of
from dossierflow.interop.national_records.remarks import remark
from dossierflow.interop.national_records.sources import sources_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from dossierflow.deadlines.term import Term
    from dossierflow.interop.drafts import Remark
    from dossierflow.interop.national_records.limits import ChannelLimits
    from dossierflow.interop.national_records.records import NationalRecord

_TIME_IN_STEPS = re.compile(r"(?i)(?:trong (?:thời hạn|thời gian|vòng)|không quá|chậm nhất)[^.;\n]{0,120}")
_SUPPLEMENT = re.compile(r"(?i)\bbổ sung\b")
_SENTENCE_END = re.compile(r"[.;\n]")
_QUOTED_AROUND = 80
_RESULT_END = re.compile(r"Mã:|Từ khóa|\n")
_MOST_QUOTES = 8


def draft_of(record: NationalRecord, *, since: date | None = None) -> Draft:
    """
    Return the draft that *record* makes.

    Args:
        record: As read by `read_records`.

        since: The first day of the version; without it the draft has none, and the reader says so.
    """
    name = _identifier(record.code)
    limits = limits_of(record.channels)
    told = office_steps(steps_of(record.steps))
    sources = sources_of(record.basis)
    documents = [*([record.decision] if record.decision else []), *sources.documents]
    remarks = [*_about(record, since=since), *limits.remarks]
    remarks += (remark("basis_unread", "can_cu_phap_ly", number) for number in sources.unread)
    if not told:
        remarks.append(remark("steps_unread", "trinh_tu_thuc_hien", record.steps[:120]))
    remarks += _unsaid(record)
    lines = [
        *_head(record, name, since, documents),
        *_agencies(record),
        *_reception(limits, documents),
        *_limits(limits, documents),
        *_steps([step.title for step in told] or ["Giải quyết hồ sơ"]),
        *_end(record, documents),
    ]
    version = "" if since is None else f"@{since.isoformat()}"
    return draft_from(record.code, f"{name}{version}.yaml", "\n".join(lines) + "\n", remarks)


def _identifier(code: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", code.lower()).strip("-")
    return f"tthc-{slug}" if slug else "tthc"


def _about(record: NationalRecord, *, since: date | None) -> Iterator[Remark]:
    missing = (
        ("no_code", "ma_thu_tuc", record.code),
        ("no_name", "ten_thu_tuc", record.name),
        ("no_agency", "co_quan_thuc_hien", record.agency or record.competent),
        ("no_result", "ket_qua_xu_ly", record.result),
    )
    yield from (remark(code, place) for code, place, said in missing if not said)
    if since is None:
        yield remark("no_date", "so_quyet_dinh", record.decision)
    yield from (remark("unknown_key", key) for key in record.unknown)
    yield from (remark("mended", key) for key in record.mended)


def _unsaid(record: NationalRecord) -> Iterator[Remark]:
    """Yield what the text of the steps says about time, supplements and others, which no draft says by itself."""
    quotes = dict.fromkeys(match.group().strip() for match in _TIME_IN_STEPS.finditer(record.steps))
    yield from (remark("limit_in_steps", "trinh_tu_thuc_hien", quote) for quote in list(quotes)[:_MOST_QUOTES])
    if supplement := _SUPPLEMENT.search(record.steps):
        yield remark("supplement", "trinh_tu_thuc_hien", _around(record.steps, supplement))
    if record.consulted:
        yield remark("consulted", "co_quan_phoi_hop", record.consulted)
    yield remark("untranslated", "")


def _around(text: str, match: re.Match[str]) -> str:
    """Return the words of the match with what stands before and after it in its sentence."""
    # looked for from the words outwards: a pattern that begins with the sentence tries every character of the text
    before = _SENTENCE_END.split(text[max(0, match.start() - _QUOTED_AROUND) : match.start()])[-1]
    after = _SENTENCE_END.split(text[match.end() : match.end() + _QUOTED_AROUND], maxsplit=1)[0]
    return f"{before}{match.group()}{after}".strip()


def _head(record: NationalRecord, name: str, since: date | None, documents: Sequence[str]) -> Iterator[str]:
    yield "# Dự thảo lập từ bản ghi trên Cổng Dịch vụ công quốc gia; chưa đối chiếu với văn bản."
    yield "# Drafted from a record of the national portal; not yet compared with the law."
    yield f"procedure: {name}"
    if record.code:
        yield f"code: {_quoted(record.code)}"
    if since is not None:
        yield f"version: {_quoted(since.isoformat())}"
    yield from _name("", record.name)
    if since is not None:
        yield f"effective: {{from: {_quoted(since.isoformat())}}}"
    yield "status: unverified"
    if documents:
        yield "basis:"
        first = record.decision
        for document in documents:
            note = ", note: quyết định công bố thủ tục" if document == first else ""
            yield f"  - {{doc: {_quoted(document)}, status: unverified{note}}}"
    yield "counting: vn-general"
    yield "calendar: vn-public"


def _agencies(record: NationalRecord) -> Iterator[str]:
    yield "agencies:"
    yield "  agency:"
    yield from _name("    ", record.agency or record.competent)
    yield "    roles:"
    yield "      receiver: {name: {vi: Người tiếp nhận và trả kết quả, en: Receiving officer}}"
    yield "      officer: {name: {vi: Người thụ lý, en: Case officer}}"
    yield "    acts_for: [applicant]"


def _reception(limits: ChannelLimits, documents: Sequence[str]) -> Iterator[str]:
    if limits.channels:
        yield f"channels: [{', '.join(sorted(limits.channels))}]"
    yield "reception:"
    yield "  by: {agency: agency, role: receiver}"
    yield "  first: step_1"
    yield "  marks: [complete]"
    if limits.terms:
        yield "  appointment: total"
    yield _cite("  ", documents)


def _limits(limits: ChannelLimits, documents: Sequence[str]) -> Iterator[str]:
    if not limits.terms:
        yield "# limits: không có thời hạn nào đọc được / no time limit could be read"
        return
    yield "limits:"
    yield "  total:"
    yield "    name: {vi: Thời hạn giải quyết, en: Time limit}"
    yield "    kind: statutory"
    yield "    party: agency"
    yield "    starts: complete"
    yield "    stops: [decided]"
    if len(set(limits.terms.values())) == 1 and set(limits.terms) == set(limits.channels):
        yield f"    term: {next(iter(limits.terms.values()))}"
    else:
        yield "    cases:"
        yield from (f"      - {{when: {{channel: {_some(ways)}}}, term: {term}}}" for term, ways in _by_term(limits))
        missing = [channel for channel in limits.channels if channel not in limits.terms]
        if missing:
            yield f"      # chưa đọc được thời hạn của / no limit could be read for: {', '.join(missing)}"
    yield "    on_missed: {effect: overdue}"
    yield "    status: unverified"
    yield _cite("    ", documents)


def _by_term(limits: ChannelLimits) -> Iterator[tuple[Term, list[str]]]:
    for term in dict.fromkeys(limits.terms.values()):
        yield term, [channel for channel, found in limits.terms.items() if found == term]


def _some(channels: Sequence[str]) -> str:
    return channels[0] if len(channels) == 1 else f"[{', '.join(channels)}]"


def _steps(titles: Sequence[str]) -> Iterator[str]:
    yield "steps:"
    for number, title in enumerate(titles, start=1):
        yield f"  step_{number}:"
        yield from _name("    ", title)
        yield "    by: {agency: agency, role: officer}"
        yield "    actions:"
        if number < len(titles):
            yield f"      done: {{name: {{vi: Xong, en: Done}}, to: step_{number + 1}}}"
        else:
            yield "      grant: {name: {vi: Trình kết quả, en: Grant}, to: end.granted}"
            yield "      refuse: {name: {vi: Từ chối, en: Refuse}, to: end.refused, reason: true}"


def _end(record: NationalRecord, documents: Sequence[str]) -> Iterator[str]:
    result = _RESULT_END.split(record.result, maxsplit=1)[0].strip(" .;-")
    yield "ends:"
    yield "  granted:"
    yield "    name: {vi: Đã giải quyết, en: Granted}"
    yield "    kind: granted"
    if result:
        yield f"    result: {{vi: {_quoted(result)}, en: {_quoted(result)}}}"
    yield "  refused: {name: {vi: Từ chối giải quyết, en: Refused}, kind: refused}"
    yield "returning:"
    yield "  by: {agency: agency, role: receiver}"
    yield _cite("  ", documents)


def _name(indent: str, text: str) -> Iterator[str]:
    if text:
        yield f"{indent}name: {{vi: {_quoted(text)}, en: {_quoted(text)}}}"


def _cite(indent: str, documents: Sequence[str]) -> str:
    if not documents:
        return f"{indent}# cite: bản ghi không nêu văn bản nào / the record names no document"
    return f"{indent}cite: [{{doc: {_quoted(documents[0])}, status: unverified}}]"


def _quoted(text: str) -> str:
    """Return *text* in double quotes, as YAML and JSON both write it, on one line."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
