"""``dossierflow import``: other people's files become drafts of procedure files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dossierflow.citation import LegalText
from dossierflow.cli.files import write_files
from dossierflow.cli.instants import day_of
from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say, say_error, say_json
from dossierflow.errors import DefinitionError, Problem
from dossierflow.interop.internal_procedures import Settings, Weight, import_procedures, weight
from dossierflow.interop.internal_procedures.times import in_words
from dossierflow.render.findings import summary
from dossierflow.review import Severity, review
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dossierflow.interop.drafts import Draft, Remark
    from dossierflow.interop.internal_procedures import Imported


@dataclass(frozen=True, slots=True)
class Item:
    """One draft, with what else is to be told of it."""

    draft: Draft
    facts: Mapping[str, str | int | bool | None] = field(default_factory=dict[str, "str | int | bool | None"])
    """For programs: how many steps, the sum and the stated total in hours."""

    told: LegalText | None = None
    """The same, for people."""

    asks: bool = False
    """Whether a remark asks for a correction or an addition."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a reader made of one file."""

    items: tuple[Item, ...]
    remarks: tuple[Remark, ...] = ()
    """What concerns the file as a whole."""


def _internal_procedures(path: Path, known: Settings) -> Batch:
    found = import_procedures(path, known=known)
    return Batch(tuple(_item(one) for one in found.procedures), found.remarks)


READERS: Mapping[str, Callable[[Path, Settings], Batch]] = {
    ".xlsx": _internal_procedures,
    ".docx": _internal_procedures,
    ".csv": _internal_procedures,
}
"""What reads a file, by its suffix."""


@command
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=f"A published file: {', '.join(READERS)}.")],
    *,
    out: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Write the drafts there, one file each.")] = None,
    code: Annotated[str, typer.Option(help="Code of the procedure, where the file has one procedure.")] = "",
    decision: Annotated[str, typer.Option(help="The decision that approved it: '2022/QĐ-UBND'.")] = "",
    effective: Annotated[str | None, typer.Option(metavar="DAY", help="First day in force, where not said.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that exist.")] = False,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Make drafts of procedure files from a publication; 1 means that something in them needs a person."""
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        message = f"the name ends in {file.suffix or 'no suffix'!r}; what can be imported ends in {', '.join(READERS)}"
        raise DefinitionError([Problem(str(file), 0, "", message)])
    known = Settings(code=code, decision=decision, effective=None if effective is None else day_of(effective))
    try:
        batch = reader(file, known)
    except ImportError as error:
        say_error(str(error))
        return Exit.BAD_INPUT
    if out is not None:
        texts = {out / item.draft.file_name: item.draft.text.encode() for item in batch.items}
        write_files(texts, force=force)
    checks = {item.draft.file_name: _checked(item.draft, lang) for item in batch.items}
    if as_json:
        say_json(_json(batch, checks))
    else:
        say("\n".join(_lines(file, batch, checks, lang, out)))
    fine = all(item.draft.is_whole and not item.asks and checks[item.draft.file_name][1] for item in batch.items)
    return Exit.FINE if fine else Exit.FINDINGS


def _item(one: Imported) -> Item:
    added, stated = one.sum.added, one.sum.stated
    total = "" if one.sum.term is None else in_words(one.sum.term)
    verdict = _VERDICTS[one.sum.agrees]
    steps = len(one.rows)
    told = LegalText(
        vi=f"{steps} bước; {verdict.vi.format(total=total)}", en=f"{steps} steps; {verdict.en.format(total=total)}"
    )
    facts = {
        "steps": len(one.rows),
        "added_hours": None if added is None else f"{float(added):g}",
        "stated_hours": None if stated is None else f"{float(stated):g}",
        "agrees": one.sum.agrees,
    }
    asks = any(weight(remark.code) is not Weight.NOTE for remark in one.draft.remarks)
    return Item(one.draft, facts, told, asks)


_VERDICTS = {
    True: LegalText(vi="tổng {total}, khớp với các bước", en="total {total}, which the steps give"),
    False: LegalText(
        vi="ghi tổng {total}, không khớp với các bước", en="{total} is stated, which the steps do not give"
    ),
    None: LegalText(vi="không đối chiếu được tổng {total}", en="the total cannot be held to the steps: {total}"),
}


def _checked(draft: Draft, lang: Lang) -> tuple[str, bool]:
    """Return what `check` says of a draft, and whether that is nothing grave."""
    if draft.procedure is None:
        return "", False
    found = review([draft.procedure], calendar=vietnam())
    worst = [one for one in found.findings if one.severity is not Severity.NOTE]
    lines = [f"  check: {summary(found, lang.language)}"]
    lines += [f"  check: {one.code} {one.field}: {one.message.text(lang.language)}" for one in worst]
    return "\n".join(lines), not worst


def _lines(file: Path, batch: Batch, checks: Mapping[str, tuple[str, bool]], lang: Lang, out: Path | None) -> list[str]:
    lines: list[str] = []
    for item in batch.items:
        draft = item.draft
        where = str(draft.file_name if out is None else out / draft.file_name)
        lines.append(where if item.told is None else f"{where}: {item.told.text(lang.language)}")
        lines += [f"  {problem}" for problem in draft.problems]
        lines += [checks[draft.file_name][0]] if checks[draft.file_name][0] else []
        lines += [f"  {_told(file, remark, lang)}" for remark in draft.remarks]
    lines += [_told(file, remark, lang) for remark in batch.remarks]
    return lines


def _told(file: Path, remark: Remark, lang: Lang) -> str:
    quote = f" [{' '.join(remark.quote.split())[:_LONGEST_QUOTE]}]" if remark.quote else ""
    return f"{file.name}: {remark.place}: {remark.code}: {remark.message.text(lang.language)}{quote}"


_LONGEST_QUOTE = 120


def _json(batch: Batch, checks: Mapping[str, tuple[str, bool]]) -> dict[str, object]:
    return {
        "drafts": [
            {
                "name": item.draft.name,
                "file": item.draft.file_name,
                "is_whole": item.draft.is_whole,
                "passes_check": checks[item.draft.file_name][1],
                **item.facts,
                "problems": [str(problem) for problem in item.draft.problems],
                "remarks": [_remark_json(remark) for remark in item.draft.remarks],
                "text": item.draft.text,
            }
            for item in batch.items
        ],
        "remarks": [_remark_json(remark) for remark in batch.remarks],
    }


def _remark_json(remark: Remark) -> dict[str, str]:
    message = remark.message
    return {
        "code": remark.code,
        "place": remark.place,
        "quote": remark.quote,
        "message_vi": message.vi,
        "message_en": message.en,
    }
