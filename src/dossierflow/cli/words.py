"""What the commands themselves say, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from dossierflow.citation import LegalText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.cli.output import Lang

T = TypeVar("T")


def _t(vi: str, en: str) -> LegalText:
    return LegalText(vi=vi, en=en)


_WORDS: Mapping[str, LegalText] = {
    "intact": _t(
        "Nhật ký nguyên vẹn: {events} sự kiện của {dossiers} hồ sơ.",
        "The log is intact: {events} events of {dossiers} dossier(s).",
    ),
    "not_intact": _t(
        "Nhật ký KHÔNG nguyên vẹn: {findings} phát hiện trong {events} dòng.",
        "The log is NOT intact: {findings} finding(s) in {events} lines.",
    ),
    "exists": _t("tệp đã có; chọn tên khác", "the file exists; choose another name"),
    "sealed": _t(
        "Đã ghi {seals} niêm phong vào {file} bằng khóa {signer}.", "Added {seals} seal(s) to {file} with key {signer}."
    ),
    "seals_fit": _t("Nhật ký khớp với {seals} niêm phong.", "The log agrees with {seals} seal(s)."),
    "seals_broken": _t(
        "Nhật ký KHÔNG khớp với {seals} niêm phong, hoặc niêm phong không đáng tin.",
        "The log does NOT agree with its {seals} seal(s), or they cannot be trusted.",
    ),
    "last_seal": _t("Niêm phong cuối, hãy lưu ở nơi khác: {digest}", "The last seal, to be kept elsewhere: {digest}"),
    "no_seals": _t(
        "{file}: không có niêm phong nào, nên không chứng minh được gì",
        "{file}: holds no seal, so nothing is proved",
    ),
    "unsealed": _t(
        "{dossier}: {events} sự kiện sau niêm phong cuối", "{dossier}: {events} event(s) after the last seal"
    ),
    "seals_and_keys": _t(
        "--seals và --public-key đi cùng nhau: cần niêm phong và khóa công khai để kiểm tra",
        "--seals and --public-key go together: seals are checked with a public key",
    ),
    "procedure": _t("Thủ tục", "Procedure"),
    "name": _t("Tên", "Name"),
    "effective": _t("Hiệu lực", "In force"),
    "status": _t("Tình trạng", "Status"),
    "code": _t("Mã", "Code"),
    "choices": _t("Các lựa chọn cách tính", "Choices of counting"),
    "choice": _t("Lựa chọn", "Choice"),
    "units": _t("Áp dụng cho", "For"),
    "value": _t("Giá trị", "Value"),
    "basis": _t("Căn cứ", "Source"),
    "own_choice": _t("(chọn khi chạy lệnh)", "(chosen on the command line)"),
    "day": _t("Ngày", "Day"),
    "kind": _t("Loại", "Kind"),
    "known_from": _t("Biết từ", "Known from"),
    "not_announced": _t(
        "Lịch nghỉ năm {year} chưa được công bố đầy đủ (mới xác định đến hết {until}): các ngày dưới đây là tạm tính.",
        "The schedule of {year} has not been announced (decided only up to {until}): the days below are provisional.",
    ),
    "announced_in_part": _t(
        "Lịch nghỉ năm {year} mới xác định đến hết {until}.", "The schedule of {year} is decided only up to {until}."
    ),
    "working_days": _t("Số ngày làm việc trong năm {year}: {count}", "Working days in {year}: {count}"),
    "swap_with": _t("đổi với {day}", "exchanged for {day}"),
    "rows": _t(
        "{rows} dòng, {errors} dòng có lỗi; kết quả trong {out}", "{rows} rows, {errors} with an error; result in {out}"
    ),
    "unused_columns": _t("Các cột không dùng đến: {columns}", "Columns that are not used: {columns}"),
    "never_started": _t("Đến {at}, thời hạn này chưa được tính.", "Up to {at}, this time limit has not started."),
    "wording": _t("Cách viết", "Wording"),
    "reading": _t("{column}: {value}", "{column}: {value}"),
    "tables_made": _t("Đã tạo các bảng, phiên bản {revision}.", "Made the tables, revision {revision}."),
    "tables_current": _t("Các bảng đã ở phiên bản {revision}.", "The tables have revision {revision} already."),
    "tables_upgraded": _t(
        "Đã nâng cấp các bảng từ phiên bản {before} lên {revision}.",
        "Brought the tables from revision {before} to {revision}.",
    ),
    "log_exported": _t("Đã ghi {events} sự kiện vào {out}", "Wrote {events} event(s) to {out}"),
    "no_incidents": _t("Không có sự cố nào.", "There are no incidents."),
    "resolved": _t(
        "Đã xử lý sự cố của hồ sơ {dossier} ({attempts} lần thử); lần quét sau sẽ thử lại.",
        "Resolved the incident of dossier {dossier} ({attempts} attempt(s)); the next sweep tries it again.",
    ),
    "dossier": _t("Hồ sơ", "Dossier"),
    "attempts": _t("Số lần thử", "Attempts"),
    "opened": _t("Từ lúc", "Since"),
    "retry": _t("Thử lại lúc", "Tried again"),
    "error": _t("Lỗi", "Error"),
    "reason": _t("Lý do", "Reason"),
    "swept": _t(
        "{at}: {dossiers} hồ sơ, {events} sự kiện, {warnings} cảnh báo, {incidents} sự cố, trễ nhất {latest}",
        "{at}: {dossiers} dossier(s), {events} event(s), {warnings} warning(s), {incidents} incident(s), "
        "at most {latest} late",
    ),
    "relayed": _t(
        "Đã chuyển {delivered} thông điệp; {failed} lỗi, {buried} không gửi nữa; còn chờ {waiting}, dừng hẳn {dead}.",
        "Delivered {delivered} message(s); {failed} failed, {buried} given up; {waiting} waiting, {dead} dead.",
    ),
    "incident": _t("sự cố: hồ sơ {dossier}: {error}: {reason}", "incident: dossier {dossier}: {error}: {reason}"),
    "provisional": _t("tạm tính", "provisional"),
    "holiday": _t("nghỉ lễ, tết", "public holiday"),
    "compensatory_off": _t("nghỉ bù", "day off in lieu"),
    "swap_off": _t("nghỉ hoán đổi", "day off by exchange"),
    "swap_work": _t("làm bù", "worked in exchange"),
    "reading_files": _t("Đọc tệp", "Reading files"),
    "watching": _t(
        "Đang chờ tệp thay đổi; nhấn Ctrl+C để dừng.", "Waiting for a file to change; press Ctrl+C to stop."
    ),
    "case_saved": _t("Đã lưu trường hợp vào {file}", "Saved as a case in {file}"),
    "closure": _t("đóng cửa", "closed"),
    "hours": _t("giờ làm việc khác", "other hours"),
    "reception_only": _t("chỉ tiếp nhận", "reception only"),
}


def word(key: str, lang: Lang, **gaps: object) -> str:
    """Return the sentence *key* in *lang* with its *gaps* filled; a gap stays on its line."""
    text = _WORDS[key].text(lang.language)
    return text.format(**{name: on_one_line(gap) for name, gap in gaps.items()}) if gaps else text


def on_one_line(gap: T) -> T | str:
    """Return what a sentence tells of; a name with a line feed in it could add a line that nobody said."""
    return gap.replace("\n", "\\n") if isinstance(gap, str) else gap
