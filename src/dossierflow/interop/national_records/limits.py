"""Which limit each way to file has, where the portal leaves no doubt, and every doubt where it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.deadlines.wording import read_wording
from dossierflow.interop.national_records.channels import ways_of
from dossierflow.interop.national_records.remarks import remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.deadlines.term import Term
    from dossierflow.deadlines.wording import Reading
    from dossierflow.interop.drafts import Remark
    from dossierflow.interop.national_records.channels import Way

PLACE = "cach_thuc_thuc_hien"
_TIME_WORDS = ("ngày", "giờ", "tháng", "tuần", "phút")
_LONGEST_QUOTE = 200


@dataclass(frozen=True, slots=True)
class ChannelLimits:
    """The ways to file in the order of the table, and the limit of each that has one without doubt."""

    channels: tuple[str, ...]
    terms: dict[str, Term]
    remarks: tuple[Remark, ...]


def limits_of(text: str) -> ChannelLimits:
    """
    Read the limits of the table of channels.

    >>> table = "Trực tuyến8 Ngày làm việcMiễn phíTrực tiếp18 Ngày làm việcMiễn phí"
    >>> {channel: str(term) for channel, term in limits_of(table).terms.items()}
    {'online': '8 working days', 'counter': '18 working days'}
    >>> [remark.code for remark in limits_of("Trực tiếp1100 VNĐ").remarks]
    ['run_together', 'no_limit']
    """
    ways = ways_of(text)
    remarks: list[Remark] = []
    if ways.unread:
        remarks.append(remark("channels_unread", PLACE, ways.unread[:_LONGEST_QUOTE]))
    channels = tuple(dict.fromkeys(row.channel for row in ways.rows))
    terms: dict[str, Term] = {}
    for channel in channels:
        rows = [row for row in ways.rows if row.channel == channel]
        found = [(row, term, notes) for row in rows for term, notes in [_term_of(row)]]
        remarks += (note for _, _, notes in found for note in notes)
        said = {str(term): term for _, term, _ in found if term is not None}
        if len(said) > 1:
            remarks.append(remark("limits_differ", f"{PLACE}.{channel}", "; ".join(row.printed for row in rows)))
        elif said and all(term is not None for _, term, _ in found):
            terms.update(dict.fromkeys([channel], *said.values()))
    if not channels:
        remarks.append(remark("no_channels", PLACE))
    if not terms:
        remarks.append(remark("no_limit", PLACE))
    elif len(set(terms.values())) > 1:
        told = "; ".join(f"{channel}: {term}" for channel, term in terms.items())
        remarks.append(remark("channels_differ", PLACE, told))
    return ChannelLimits(channels, terms, tuple(dict.fromkeys(remarks)))


def _term_of(row: Way) -> tuple[Term | None, list[Remark]]:
    """Return the limit of one row, and what is doubtful about it."""
    place = f"{PLACE}.{row.channel}"
    told = read_wording(row.said) if row.said else None
    if row.limit is None:
        if told is not None and _is_plain(told):
            return told.term, [remark("from_description", place, row.said)]
        return None, list(_about_description(row, told, place))
    if row.limit.term is None:
        code = "run_together" if "VNĐ" in row.printed or "Đồng" in row.printed else "no_unit"
        if row.limit.error is not None and code == "no_unit" and not row.limit.error.startswith("no_unit"):
            code = "unread_limit"
        return None, [remark(code, place, row.printed)]
    notes: list[Remark] = []
    if "ambiguous_unit" in row.limit.qualifiers:
        notes.append(remark("ambiguous_hours", place, row.printed))
    if told is not None and told.term is not None and told.term != row.limit.term:
        notes.append(remark("contradiction", place, f"{row.printed} / {row.said[:_LONGEST_QUOTE]}"))
    elif told is not None and told.term is None:
        notes += _about_description(row, told, place)
    return row.limit.term, notes


def _is_plain(told: Reading) -> bool:
    """Tell whether a description is a limit and nothing else."""
    return told.term is not None and not told.unread and not {"conditional", "parts", "extension"} & {*told.qualifiers}


def _about_description(row: Way, told: Reading | None, place: str) -> Iterator[Remark]:
    if told is not None and any(word in row.said.lower() for word in _TIME_WORDS):
        yield remark("description_unread", place, row.said[:_LONGEST_QUOTE])
