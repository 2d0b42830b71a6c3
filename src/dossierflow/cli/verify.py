"""``dossierflow verify``: is a log the one that was written?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dossierflow.audit import verify as verify_log
from dossierflow.audit.sealed import check_seals
from dossierflow.cli.keeping import log_lines
from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say, say_error, say_json
from dossierflow.cli.seal import PublicKeyOption, public_keys, read_seal_file
from dossierflow.cli.words import on_one_line, word

if TYPE_CHECKING:
    from dossierflow.audit.findings import ChainFinding
    from dossierflow.audit.sealed import SealReport


@command
def verify(
    log: Annotated[Path, typer.Argument(metavar="LOG", help="A log (JSON Lines) or a SQLite file.")],
    *,
    head: Annotated[str | None, typer.Option(help="Last hash that was kept elsewhere, sha256:...")] = None,
    count: Annotated[int | None, typer.Option(min=0, help="How many events there were.")] = None,
    seals: Annotated[Path | None, typer.Option(metavar="FILE", help="Seals that were made of the log.")] = None,
    public_key: PublicKeyOption = None,
    last_seal: Annotated[
        str | None, typer.Option(help="Hash of the last seal that was kept elsewhere, sha256:...")
    ] = None,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Check every hash and every link of an event log, and say where it was changed."""
    lines, heads = log_lines(log)
    found = verify_log(lines, head=head or heads or None, count=count)
    if (seals is None) != (not public_key) or (seals is None and last_seal is not None):
        say_error(word("seals_and_keys", lang))
        return Exit.BAD_INPUT
    made = () if seals is None else read_seal_file(seals)
    if seals is not None and not made:
        # nothing was sealed, so nothing is proved; somebody may have emptied it
        say_error(word("no_seals", lang, file=seals))
        return Exit.BAD_INPUT
    sealed = check_seals(lines, made, public_keys(public_key or []), last=last_seal) if made else None
    is_intact = found.is_intact and (sealed is None or sealed.is_intact)
    if as_json:
        say_json(
            {
                "file": str(log),
                "events": found.count,
                "intact": is_intact,
                "heads": dict(found.heads),
                "findings": [_finding_json(one) for one in found.findings],
                "seals": None if sealed is None else _seals_json(sealed),
            }
        )
        return Exit.FINE if is_intact else Exit.FINDINGS
    for one in found.findings:
        place = f"{log}:{one.line}" if one.line is not None else str(log)
        say(f"{place}: {one.code.value}: {one.sentence.text(lang.language)}")
    for fault in sealed.findings if sealed is not None else ():
        say(f"{seals}:{fault.number}: {fault.code.value}: {fault.sentence.text(lang.language)}")
    if found.is_intact:
        say(word("intact", lang, events=found.count, dossiers=len(found.heads)))
        for dossier, last in found.heads.items():
            say(f"  {on_one_line(dossier)}: {last}")
    else:
        say(word("not_intact", lang, findings=len(found.findings), events=found.count))
    if sealed is not None:
        _say_seals(sealed, lang)
    return Exit.FINE if is_intact else Exit.FINDINGS


def _finding_json(one: ChainFinding) -> dict[str, object]:
    return {
        "code": one.code.value,
        "dossier": one.dossier,
        "sequence": one.sequence,
        "line": one.line,
        "sentence": {"vi": one.sentence.vi, "en": one.sentence.en},
    }


def _say_seals(report: SealReport, lang: Lang) -> None:
    say(word("seals_fit" if report.is_intact else "seals_broken", lang, seals=report.count))
    for dossier, events in report.unsealed.items():
        say(f"  {word('unsealed', lang, dossier=dossier, events=events)}")


def _seals_json(report: SealReport) -> dict[str, object]:
    return {
        "count": report.count,
        "unsealed": dict(report.unsealed),
        "findings": [
            {
                "code": one.code.value,
                "seal": one.number,
                "dossier": one.dossier,
                "sequence": one.sequence,
                "sentence": {"vi": one.sentence.vi, "en": one.sentence.en},
            }
            for one in report.findings
        ],
    }
