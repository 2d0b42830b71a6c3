"""What the law calls its units of time in Vietnamese, for everybody who prints a term and has no language to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossierflow.deadlines.term import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

UNITS_VI: Final[Mapping[Unit, str]] = {
    Unit.WORKING_DAY: "ngày làm việc",
    Unit.DAY: "ngày",
    Unit.WEEK: "tuần",
    Unit.MONTH: "tháng",
    Unit.YEAR: "năm",
    Unit.WORKING_HOUR: "giờ làm việc",
    Unit.HOUR: "giờ",
    Unit.MINUTE: "phút",
}
"""The name of each unit, which has no plural."""
