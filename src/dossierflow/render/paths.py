"""Paths, the coverage of a suite of cases, and what came of every path from every edge: text and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.render.tables import Table, indented, table_text
from dossierflow.simulate.paths.coverage import COUNTED, general, percent, total
from dossierflow.simulate.paths.goals import GoalKind
from dossierflow.simulate.paths.words import way_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossierflow.citation import Language
    from dossierflow.simulate.paths import Coverage, Cut, EdgeReport, Goal, Path, Search

COVERAGE_FORMAT = "dossierflow/coverage@1"
"""Names the JSON format of a coverage and its version."""

MOST_BROKEN = 20
"""How many broken invariants a text lists; JSON has all."""

KINDS: Mapping[GoalKind, LegalText] = {
    GoalKind.STEP: LegalText(vi="bước", en="steps"),
    GoalKind.ACTION: LegalText(vi="kết quả xử lý", en="actions"),
    GoalKind.ACT: LegalText(vi="việc khác", en="other acts"),
    GoalKind.END: LegalText(vi="kết thúc", en="ends"),
    GoalKind.TIMER: LegalText(vi="hết hạn", en="timers"),
    GoalKind.SILENCE: LegalText(vi="im lặng", en="silences"),
    GoalKind.REFUSAL: LegalText(vi="từ chối", en="refusals"),
    GoalKind.DOOR: LegalText(vi="từ chối chung", en="general refusals"),
}
"""How the kinds of goals are called."""

_SAID: Mapping[str, LegalText] = {
    "found": LegalText(
        vi="{procedure}: {paths} lối đi ngắn nhất tới {goals} điểm đến ({standings} tình trạng hồ sơ đã xét)",
        en="{procedure}: {paths} shortest path(s) to {goals} goal(s) ({standings} standings of dossiers looked at)",
    ),
    "left": LegalText(
        vi="Chưa xét hết: mọi lối đi có đến {turns} việc đã được xét; {left} tình trạng hồ sơ dài hơn thì chưa.",
        en="Not everything was looked at: every way of up to {turns} turns was; {left} standings farther on were not.",
    ),
    "combinations": LegalText(
        vi="Có {combinations} cách kết hợp thông tin được hỏi cùng lúc; chỉ xét một số, để mỗi điều kiện có lúc đúng, "
        "có lúc sai.",
        en="Facts asked at once combine in {combinations} ways; only some were tried, so that each condition held and "
        "did not hold.",
    ),
    "longer": LegalText(vi="Có thể còn lối đi ngắn hơn tới:", en="There may be a shorter way to:"),
    "trapped": LegalText(
        vi="Từ đây không thể kết thúc được nữa, trừ khi người nộp rút hồ sơ:",
        en="From here no end can be reached any more, unless the applicant withdraws:",
    ),
    "unreached": LegalText(vi="Không có lối đi nào tới:", en="No path leads to:"),
    "not_found": LegalText(vi="Chưa tìm thấy lối đi tới:", en="No path was found to:"),
    "coverage": LegalText(
        vi="{procedure}: {cases} ca đi tới {met} trong {known} điểm đến ({share} %)",
        en="{procedure}: {cases} case(s) come to {met} of {known} goal(s) ({share} %)",
    ),
    "missing": LegalText(vi="Chưa ca nào đi tới, và lối đi ngắn nhất:", en="No case comes to, and the shortest path:"),
    "kind": LegalText(vi="Loại", en="Kind"),
    "met": LegalText(vi="Đã tới", en="Met"),
    "all": LegalText(vi="Tất cả", en="All"),
    "general": LegalText(
        vi="Từ chối chung, hỏi một lần cho cả bộ ca: đã gặp {met} trong {known}.",
        en="General refusals, asked once of all cases together: {met} of {known} met.",
    ),
    "never": LegalText(vi="Chưa gặp: {names}.", en="Not met: {names}."),
    "total": LegalText(vi="Tổng cộng: {share} %", en="In all: {share} %"),
    "edges": LegalText(
        vi="{procedure}: {paths} lối đi từ {days} ngày: {timelines} dòng thời gian, {decisions} quyết định, "
        "{deadlines} thời hạn; {diverted} rẽ lối khác, {beyond} vượt ngoài lịch",
        en="{procedure}: {paths} path(s) from {days} day(s): {timelines} timelines, {decisions} decisions, "
        "{deadlines} deadlines; {diverted} diverted, {beyond} beyond the calendar",
    ),
    "sound": LegalText(vi="Mọi điều luôn phải đúng đều đúng.", en="Everything that must always be true was true."),
    "broken": LegalText(
        vi="{many} lần không đúng điều luôn phải đúng:", en="{many} time(s) something was not as it must always be:"
    ),
}


def paths_text(search: Search, paths: Sequence[Path], lang: Language) -> str:
    """Return the paths, one a line under its key, and what no path leads to."""
    head = _say(
        "found",
        lang,
        procedure=search.procedure,
        paths=len(paths),
        goals=len({goal for path in paths for goal in path.shortest}),
        standings=search.standings,
    )
    lines = [head]
    for path in paths:
        lines += [f"  {path.key}", f"    {path.name.text(lang)}"]
    lines += _left_out(search, lang)
    if search.cut is not None and search.cut.longer:
        lines += [_say("longer", lang), *(f"  {goal}" for goal in search.cut.longer)]
    if search.trapped:
        lines += [_say("trapped", lang), *(f"  {way_in_words(way).text(lang)}" for way in search.trapped)]
    if search.unreached:
        said = "unreached" if search.is_complete else "not_found"
        lines += [_say(said, lang), *(f"  {goal}" for goal in search.unreached)]
    return "\n".join(lines)


def _left_out(search: Search, lang: Language) -> Iterator[str]:
    cut = search.cut
    if cut is None:
        return
    if cut.left:
        yield _say("left", lang, turns=cut.turns, left=cut.left)
    if cut.combinations:
        yield _say("combinations", lang, combinations=cut.combinations)


def paths_json(search: Search, paths: Sequence[Path], files: Mapping[str, str]) -> dict[str, object]:
    """
    Return the paths as values that JSON knows; keys are stable.

    Args:
        search: What was found.

        paths: Those that are kept.

        files: Where each was written, by its key.
    """
    return {
        "procedure": str(search.procedure),
        "complete": search.is_complete,
        "left_out": _cut_json(search.cut),
        "standings": search.standings,
        "paths": [
            {
                "key": path.key,
                "vi": path.name.vi,
                "en": path.name.en,
                "shortest": [str(goal) for goal in path.shortest],
                "refused": None if path.way.refusal is None else path.way.refusal.value,
                "acts": len(path.way.taken),
                "file": files.get(path.key),
            }
            for path in paths
        ],
        "unreached": [str(goal) for goal in search.unreached],
        "trapped": [
            {"vi": name.vi, "en": name.en, "steps": [*steps]}
            for way in search.trapped
            for name, steps in ((way_in_words(way), () if way.dossier is None else way.dossier.steps),)
        ],
    }


def _cut_json(cut: Cut | None) -> dict[str, object] | None:
    if cut is None:
        return None
    return {
        "turns": cut.turns,
        "standings": cut.left,
        "combinations": cut.combinations,
        "longer": [str(goal) for goal in cut.longer],
    }


def coverage_text(coverages: Sequence[Coverage], lang: Language) -> str:
    """Return what the cases come to, one version after the other, and the share of all."""
    parts = ["\n".join(_coverage(one, lang)) for one in coverages]
    met, known = general(coverages)
    missing = sorted(goal.name for goal in known - met)
    once = _say("general", lang, met=len(met), known=len(known))
    never = [_say("never", lang, names=", ".join(missing))] if missing else []
    return "\n\n".join([*parts, "\n".join([once, *never]), _say("total", lang, share=total(coverages))])


def coverage_json(coverages: Sequence[Coverage]) -> dict[str, object]:
    """Return the coverage as values that JSON knows; keys are stable."""
    met, known = general(coverages)
    return {
        "format": COVERAGE_FORMAT,
        "share": total(coverages),
        "general_refusals": {
            "met": sorted(goal.name for goal in met),
            "missing": sorted(goal.name for goal in known - met),
        },
        "procedures": [_one_json(one) for one in coverages],
    }


def _coverage(one: Coverage, lang: Language) -> Iterator[str]:
    met, known = one.counted
    yield _say("coverage", lang, procedure=one.procedure, cases=one.cases, met=met, known=known, share=one.share)
    rows = [(KINDS[kind].text(lang), *map(str, one.of(kind))) for kind in COUNTED if one.of(kind)[1]]
    columns = tuple(_say(key, lang) for key in ("kind", "met", "all"))
    yield indented(table_text(Table(columns, tuple(rows))))
    yield from _left_out(one.search, lang)
    if one.missing:
        yield _say("missing", lang)
    told: set[Goal] = set()
    for path in one.paths:
        new = [goal for goal in path.shortest if goal not in told]
        told.update(new)
        yield f"  {', '.join(map(str, new))}"
        yield f"    {path.name.text(lang)}"


def _one_json(one: Coverage) -> dict[str, object]:
    leading = {goal: path for path in one.paths for goal in path.shortest}
    return {
        "procedure": str(one.procedure),
        "cases": one.cases,
        "complete": one.search.is_complete,
        "share": one.share,
        "kinds": {kind.value: _figures(one, kind) for kind in GoalKind},
        "missing": [
            {"goal": str(goal), "path": None if goal not in leading else leading[goal].key}
            | ({} if goal not in leading else {"vi": leading[goal].name.vi, "en": leading[goal].name.en})
            for goal in one.missing
        ],
    }


def _figures(one: Coverage, kind: GoalKind) -> dict[str, object]:
    met, known = one.of(kind)
    return {"met": met, "known": known, "share": percent(met, known), "counts": kind in COUNTED}


def edges_text(report: EdgeReport, lang: Language) -> str:
    """Return what came of every path from every edge."""
    lines = [_say("edges", lang, **_edge_figures(report))]
    if not report.broken:
        return "\n".join([*lines, _say("sound", lang)])
    lines.append(_say("broken", lang, many=sum(report.kinds.values())))
    return "\n".join([*lines, *(f"  {one}" for one in report.broken[:MOST_BROKEN])])


def edges_json(report: EdgeReport) -> dict[str, object]:
    """Return the same as values that JSON knows; keys are stable."""
    return {
        **_edge_figures(report),
        "first": report.days[0].isoformat() if report.days else None,
        "last": report.days[-1].isoformat() if report.days else None,
        "broken": dict(sorted(report.kinds.items())),
        "violations": [
            {"path": one.path.key, "start": one.start.isoformat(), "what": one.what, "detail": one.detail}
            for one in report.broken
        ],
    }


def _edge_figures(report: EdgeReport) -> dict[str, object]:
    return {
        "procedure": str(report.procedure),
        "paths": report.paths,
        "days": len(report.days),
        "timelines": report.timelines,
        "decisions": report.decisions,
        "deadlines": report.deadlines,
        "diverted": report.diverted,
        "beyond": report.beyond,
    }


def _say(key: str, lang: Language, **gaps: object) -> str:
    return _SAID[key].text(lang).format(**gaps)
