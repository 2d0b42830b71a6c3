"""A small procedure with forks, fees and pauses, to be varied by tests."""

from __future__ import annotations

from tests.review.planting import changed

from dossierflow.procedure import Procedure
from dossierflow.reading import load, read_document
from dossierflow.review.findings import Subject

TEXT = """\
procedure: lodging-permit
code: "9.000001"
version: "2026-01-01"
name: {vi: Cấp phép lưu trú, en: Lodging permit}
effective: {from: "2026-01-01"}
status: enacted
basis: [{doc: 01/2026/QĐ-UBND, at: Điều 1}]
counting: vn-general
calendar: vn-public
channels: [counter]
agencies:
  office:
    name: {vi: Phòng Văn hóa, en: Culture office}
    roles: {officer: {name: {vi: Công chức, en: Officer}}}
  fire:
    name: {vi: Cảnh sát phòng cháy, en: Fire police}
    roles: {officer: {name: {vi: Cán bộ, en: Officer}}}
facts:
  rooms: {name: {vi: Số phòng, en: Rooms}, type: integer, at_least: 1, at_most: 500}
  pool: {name: {vi: Có hồ bơi, en: Has a pool}, type: boolean}
  town: {name: {vi: Xã, en: Commune}, type: text}
reception:
  by: {agency: office, role: officer}
  first: check
  marks: [complete]
  cite: [{doc: 01/2026/QĐ-UBND, at: Điều 2}]
limits:
  total:
    name: {vi: Thời hạn giải quyết, en: Time limit}
    kind: statutory
    party: office
    starts: complete
    stops: [decided]
    term: 20 working days
    on_missed: {effect: overdue}
    cite: [{doc: 01/2026/QĐ-UBND, at: Điều 3}]
  visit_time:
    name: {vi: Thời hạn kiểm tra, en: Time for the visit}
    kind: internal
    party: office
    starts: visit.entered
    stops: [seen]
    term: 3 working days
    on_missed: {effect: overdue}
    cite: [{doc: 01/2026/QĐ-UBND, at: Điều 3}]
  storm_bound:
    name: {vi: Thời hạn tạm dừng, en: Longest pause}
    kind: statutory
    party: office
    starts: storm.started
    stops: [storm.ended]
    term: 1 month
    on_missed: {effect: resume}
    cite: [{doc: 01/2026/QĐ-UBND, at: Điều 4}]
  payment:
    name: {vi: Thời hạn nộp phí, en: Time for paying}
    kind: statutory
    party: applicant
    starts: fee.requested
    stops: [fee.paid]
    term: 5 working days
    on_missed: {effect: end, to: unpaid}
    cite: [{doc: 01/2026/QĐ-UBND, at: Điều 5}]
steps:
  check:
    name: {vi: Kiểm tra hồ sơ, en: Check}
    by: {agency: office, role: officer}
    actions:
      valid: {name: {vi: Hợp lệ, en: Valid}, to: fork.review}
  visit:
    name: {vi: Kiểm tra cơ sở, en: Visit}
    by: {agency: office, role: officer}
    actions:
      seen: {name: {vi: Đã kiểm tra, en: Seen}, to: join, marks: [seen]}
  hear:
    name: {vi: Lấy ý kiến, en: Hear}
    by: {agency: office, role: officer}
    handoffs: [fire_opinion]
    actions:
      heard: {name: {vi: Đã có ý kiến, en: Heard}, to: join, marks: [heard]}
  sign:
    name: {vi: Ký giấy phép, en: Sign}
    by: {agency: office, role: officer}
    actions:
      grant: {name: {vi: Cấp phép, en: Grant}, to: end.granted}
forks:
  review:
    tracks:
      place: {name: {vi: Cơ sở, en: Place}, start: visit}
      opinion: {name: {vi: Ý kiến, en: Opinion}, start: hear}
    join: all
    then: sign
    marks: [reviewed]
handoffs:
  fire_opinion:
    name: {vi: Ý kiến phòng cháy, en: Fire opinion}
    kind: consult
    to: {agency: fire, role: officer}
    silence: escalate
    cite: [{doc: 01/2026/QĐ-UBND, at: Điều 6}]
fees:
  fee:
    name: {vi: Lệ phí, en: Fee}
    steps: [check]
    confirm_by: {agency: office, role: officer}
    suspends: [total]
    cite: [{doc: 01/2026/QĐ-UBND, at: Điều 5}]
pauses:
  storm:
    name: {vi: Bão, en: Storm}
    by: {agency: office, role: officer}
    suspends: [total]
    steps: [visit]
    cite: [{doc: 01/2026/QĐ-UBND, at: Điều 4}]
returning:
  by: {agency: office, role: officer}
ends:
  granted: {name: {vi: Đã cấp phép, en: Granted}, kind: granted}
  unpaid: {name: {vi: Không nộp phí, en: Unpaid}, kind: closed}
"""


def lodging(*changes: tuple[str, str]) -> Procedure:
    """Return the procedure with each sound text of *changes* replaced by the other one; it need not make sense."""
    text = TEXT
    for sound, other in changes:
        text = changed(text, sound, other)
    return load(Procedure, read_document(text, file="lodging.yaml"))


def subject(*changes: tuple[str, str]) -> Subject:
    """Return the same under review, without lines."""
    return Subject(lodging(*changes), "lodging.yaml")
