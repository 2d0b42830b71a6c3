"""``dossierflow verify``: is a log the one that was written?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dossierflow.audit import verify as verify_log
from dossierflow.cli.keeping import log_lines
from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say, say_json
from dossierflow.cli.words import word


@command
def verify(
    log: Annotated[Path, typer.Argument(metavar="LOG", help="A log (JSON Lines) or a SQLite file.")],
    *,
    head: Annotated[str | None, typer.Option(help="Last hash that was kept elsewhere, sha256:...")] = None,
    count: Annotated[int | None, typer.Option(min=0, help="How many events there were.")] = None,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Check every hash and every link of an event log, and say where it was changed."""
    lines, heads = log_lines(log)
    found = verify_log(lines, head=head or heads or None, count=count)
    if as_json:
        say_json(
            {
                "file": str(log),
                "events": found.count,
                "intact": found.is_intact,
                "heads": dict(found.heads),
                "findings": [
                    {
                        "code": one.code.value,
                        "dossier": one.dossier,
                        "sequence": one.sequence,
                        "line": one.line,
                        "sentence": {"vi": one.sentence.vi, "en": one.sentence.en},
                    }
                    for one in found.findings
                ],
            }
        )
        return Exit.FINE if found.is_intact else Exit.FINDINGS
    for one in found.findings:
        place = f"{log}:{one.line}" if one.line is not None else str(log)
        say(f"{place}: {one.code.value}: {one.sentence.text(lang.language)}")
    if found.is_intact:
        say(word("intact", lang, events=found.count, dossiers=len(found.heads)))
        for dossier, last in found.heads.items():
            say(f"  {dossier}: {last}")
    else:
        say(word("not_intact", lang, findings=len(found.findings), events=found.count))
    return Exit.FINE if found.is_intact else Exit.FINDINGS
