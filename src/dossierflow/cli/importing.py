"""``dossierflow import``: other people's files become drafts of procedure files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
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
from dossierflow.interop.national_records import NOTES, draft_of, read_records
from dossierflow.render.findings import summary
from dossierflow.review import Severity, review
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dossierflow.interop.drafts import Draft, Remark
    from dossierflow.interop.internal_procedures import Imported
    from dossierflow.interop.national_records import NationalRecord


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


def _national_records(path: Path, known: Settings) -> Batch:
    records = list(read_records(path))
    if len(records) > 1 and (known.code or known.decision):
        message = f"the file has {len(records)} records; a code or a decision can be given for one"
        raise DefinitionError([Problem(str(path), 0, "", message)])
    return Batch(tuple(_record_item(record, known) for record in records))


READERS: Mapping[str, Callable[[Path, Settings], Batch]] = {
    ".xlsx": _internal_procedures,
    ".docx": _internal_procedures,
    ".csv": _internal_procedures,
    ".json": _national_records,
}
"""What reads a file, by its suffix."""


@command
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=f"A published file: {', '.join(READERS)}.")],
    *,
    out: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Write the drafts there, one file each.")] = None,
    code: Annotated[str, typer.Option(help="Code of the procedure, where the file has one procedure.")] = "",
    decision: Annotated[str, typer.Option(help="The decision that approved it: '2022/QĐ-UBND'.")] = "",
    effective: Annotated[
        str | None, typer.Option("--effective", "--since", metavar="DAY", help="First day in force, where not said.")
    ] = None,
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
        write_files(_texts(file, batch, out), force=force)
    checks = [_checked(item.draft, lang) for item in batch.items]
    if as_json:
        say_json(_json(batch, checks))
    else:
        say("\n".join(_lines(file, batch, checks, lang, out)))
    fine = all(
        item.draft.is_whole and not item.asks and passes for item, (_, passes) in zip(batch.items, checks, strict=True)
    )
    return Exit.FINE if fine else Exit.FINDINGS


def _texts(file: Path, batch: Batch, out: Path) -> dict[Path, bytes]:
    """Return the files to be written, by their paths; two drafts of one name would lose one of them."""
    names = Counter(item.draft.file_name for item in batch.items)
    if twice := [name for name, times in names.items() if times > 1]:
        message = "several drafts would have this name; give each procedure of the file its own code, or split the file"
        raise DefinitionError([Problem(str(file), 0, name, message) for name in twice])
    return {out / item.draft.file_name: item.draft.text.encode() for item in batch.items}


def _record_item(record: NationalRecord, known: Settings) -> Item:
    said = replace(record, code=known.code or record.code, decision=known.decision or record.decision)
    draft = draft_of(said, since=known.effective)
    asks = any(remark.code not in NOTES for remark in draft.remarks)
    if draft.procedure is None:
        return Item(draft, {"steps": None, "limits": None}, asks=asks)
    steps, terms = len(draft.procedure.steps), draft.procedure.limits["total"].terms
    told = LegalText(
        vi=f"{steps} bước; thời hạn {', '.join(map(in_words, terms))}",
        en=f"{steps} step(s); time limit {', '.join(map(str, terms))}",
    )
    return Item(draft, {"steps": steps, "limits": ", ".join(map(str, terms))}, told, asks)


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


def _lines(file: Path, batch: Batch, checks: Sequence[tuple[str, bool]], lang: Lang, out: Path | None) -> list[str]:
    lines: list[str] = []
    for item, (check, _) in zip(batch.items, checks, strict=True):
        draft = item.draft
        where = str(draft.file_name if out is None else out / draft.file_name)
        lines.append(where if item.told is None else f"{where}: {item.told.text(lang.language)}")
        lines += [f"  {problem}" for problem in draft.problems]
        lines += [check] if check else []
        lines += [f"  {_told(file, remark, lang)}" for remark in draft.remarks]
    lines += [_told(file, remark, lang) for remark in batch.remarks]
    return lines


def _told(file: Path, remark: Remark, lang: Lang) -> str:
    quote = f" [{' '.join(remark.quote.split())[:_LONGEST_QUOTE]}]" if remark.quote else ""
    place = f"{remark.place}: " if remark.place else ""
    return f"{file.name}: {place}{remark.code}: {remark.message.text(lang.language)}{quote}"


_LONGEST_QUOTE = 120


def _json(batch: Batch, checks: Sequence[tuple[str, bool]]) -> dict[str, object]:
    return {
        "drafts": [
            {
                "name": item.draft.name,
                "file": item.draft.file_name,
                "is_whole": item.draft.is_whole,
                "passes_check": passes,
                **item.facts,
                "problems": [str(problem) for problem in item.draft.problems],
                "remarks": [_remark_json(remark) for remark in item.draft.remarks],
                "text": item.draft.text,
            }
            for item, (_, passes) in zip(batch.items, checks, strict=True)
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
