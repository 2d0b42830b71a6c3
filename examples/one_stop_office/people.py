"""Who works in the office. A real host has its login and its directory; here a clerk is picked from a list."""

from __future__ import annotations

from dataclasses import dataclass

from dossierflow import APPLICANT_ACTOR, Actor


@dataclass(frozen=True)
class Clerk:
    """A person with the posts that procedures know."""

    id: str
    name: str
    title: str
    posts: tuple[tuple[str, str], ...]
    """Agency and role."""

    @property
    def actors(self) -> tuple[Actor, ...]:
        """The clerk in each post."""
        return tuple(Actor(agency=agency, role=role, person=self.id) for agency, role in self.posts)


CLERKS = {
    one.id: one
    for one in (
        Clerk("NV-01", "Trần Thị Bích", "Tiếp nhận và trả kết quả", (("one_stop", "receiver"),)),
        Clerk("NV-02", "Phạm Quốc Đạt", "Thụ lý hồ sơ", (("authority", "officer"), ("commune", "officer"))),
        Clerk("NV-03", "Lê Văn Cường", "Lãnh đạo", (("authority", "leader"), ("commune", "chairman"))),
        Clerk("CB-04", "Võ Minh Hải", "Cảnh sát phòng cháy và chữa cháy", (("fire", "officer"),)),
        Clerk(
            "PORTAL",
            "Cổng dịch vụ công",
            "Người nộp trực tuyến",
            ((APPLICANT_ACTOR.agency, APPLICANT_ACTOR.role),),
        ),
    )
}
FIRST = "NV-01"
PORTAL = "PORTAL"
