"""
Who does a step: the words of the table, and the agency that they point to.

Provinces name a desk, a person or a whole office in one cell. The words are
kept as they are; only the agency is read from them, by a few words that leave
little doubt. Everything else belongs to the agency that decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dossierflow.interop.internal_procedures.folding import folded

if TYPE_CHECKING:
    from collections.abc import Mapping

APPLICANT = "applicant"
CENTRE = "centre"
OFFICE = "office"


class AgencyName(NamedTuple):
    """How an agency is called."""

    vi: str
    en: str


AGENCIES: Mapping[str, AgencyName] = {
    CENTRE: AgencyName("Bộ phận một cửa", "One-stop unit"),
    OFFICE: AgencyName("Cơ quan giải quyết", "Deciding agency"),
    "committee": AgencyName("Ủy ban nhân dân cấp tỉnh", "Provincial People's Committee"),
    "commune": AgencyName("Ủy ban nhân dân cấp xã", "Commune People's Committee"),
    "consulted": AgencyName("Cơ quan được lấy ý kiến", "Consulted agencies"),
    "tax": AgencyName("Cơ quan thuế", "Tax authority"),
}
_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        CENTRE,
        re.compile(
            r"mot cua|\btt ?pvhcc\b|phuc vu hanh chinh cong|\btn ?(&|va) ?tkq\b|"
            r"tiep nhan (ho so )?va (hen )?tra ket qua|"
            r"\bbptn|\btnhs\b|bo phan tiep nhan|\bccmc\b"
        ),
    ),
    ("tax", re.compile(r"\bthue\b(?! (nha|dat|muon))")),
    ("consulted", re.compile(r"duoc lay y kien|lay y kien|cac so\b|so,? (ban,? )?nganh|co quan lien quan|phoi hop")),
    ("commune", re.compile(r"\b(ubnd|uy ban nhan dan|cap) (cac )?(xa|phuong|dac khu)\b")),
    (
        "committee",
        re.compile(r"\b(ubnd|uy ban nhan dan) (cap )?(tinh|thanh pho|tp)\b|van phong ubnd|\bvp ?ubnd|chu tich ubnd"),
    ),
    (APPLICANT, re.compile(r"^(to chuc|ca nhan|cong dan|nguoi (nop|dan|de nghi|yeu cau)|chu dau tu|doanh nghiep)\b")),
)


def agency_of(actor: str) -> str:
    """
    Return the agency that the words of an actor point to.

    >>> agency_of("Công chức TN&TKQ"), agency_of("Lãnh đạo phòng QLVH"), agency_of("Tổ chức, cá nhân")
    ('centre', 'office', 'applicant')
    """
    words = folded(actor)
    return next((agency for agency, pattern in _WORDS if pattern.search(words)), OFFICE)
