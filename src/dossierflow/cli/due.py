"""``dossierflow due``: when a term ends, for one case or a table of them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dossierflow.cli.batch import run_batch
from dossierflow.cli.forms import Form, told_in
from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say, say_error, say_json, say_table
from dossierflow.cli.profiles import choices_json, choices_table
from dossierflow.cli.saving import SaveCaseOption, save_term
from dossierflow.cli.words import word
from dossierflow.deadlines import due as due_of
from dossierflow.deadlines import explain as explain_ledger
from dossierflow.deadlines import profile as profile_of
from dossierflow.deadlines import sensitivity as sensitivity_of
from dossierflow.errors import DossierflowError
from dossierflow.render.explanation import explanation_json, explanation_text
from dossierflow.render.tables import table_text
from dossierflow.simulate.questions import COLUMNS, CaseError, CaseReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.deadlines import Explanation

ADDED = ("due_date", "due_at", "provisional", "error")
"""The columns that a batch adds."""


@command
def due(
    term: Annotated[
        str | None, typer.Argument(metavar="[TERM]", help="As '5 working days' or '5 ngày làm việc'.")
    ] = None,
    *,
    trigger: Annotated[
        str | None, typer.Option("--from", metavar="INSTANT", help="The event, 2024-04-24T09:30.")
    ] = None,
    profile: Annotated[str, typer.Option(help="The profile whose choices hold where no option says otherwise.")] = (
        "vn-general"
    ),
    starts: Annotated[str | None, typer.Option(help="next_day, same_day or instant.")] = None,
    receipt: Annotated[str | None, typer.Option(help="as_is or next_opening.")] = None,
    cutoff: Annotated[str | None, typer.Option(metavar="HH:MM", help="What comes later is late.")] = None,
    cutoff_effect: Annotated[str | None, typer.Option(help="starts_later (if not given) or result_later.")] = None,
    roll: Annotated[str | None, typer.Option(help="none, forward or backward.")] = None,
    direction: Annotated[str | None, typer.Option(help="after or before.")] = None,
    ends: Annotated[str | None, typer.Option(help="close_of_business, midnight or same_time.")] = None,
    pause: Annotated[
        list[str] | None,
        typer.Option(metavar="START/END", help="A suspension; an empty end is still open. Repeatable."),
    ] = None,
    calendar: Annotated[
        str | None, typer.Option(help="vn-public (if not given), or vn-public@DAY as it was known on a day.")
    ] = None,
    batch: Annotated[Path | None, typer.Option(metavar="CASES.csv", help="Answer a table of cases instead.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="RESULT.csv", help="Where the answered table goes.")] = None,
    explain: Annotated[bool, typer.Option(help="Explain step by step, and print every choice with its source.")] = True,
    form: Annotated[
        Form, typer.Option("--format", help="Form of the explanation; of all but text the choices are left out.")
    ] = Form.text,
    save_case: SaveCaseOption = None,
    sensitivity: Annotated[bool, typer.Option(help="Say what the due date would be if one thing differed.")] = False,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Compute when a term ends, and say why; or answer a table of cases."""
    values = {
        "term": term,
        "trigger": trigger,
        "from": starts,
        "receipt": receipt,
        "cutoff": cutoff,
        "cutoff_effect": cutoff_effect,
        "roll": roll,
        "direction": direction,
        "ends": ends,
        "pauses": ";".join(pause or ()),
        "calendar": calendar,
    }
    given = {name: value for name, value in values.items() if value}
    if out is not None and batch is None:
        raise CaseError("out", "takes the answers of a table; give the table with --batch")
    if batch is not None:
        _refuse_for_tables(given, form, save_case, sensitivity=sensitivity)
        return _batch(batch, out, profile, given, lang, as_json=as_json)
    found = _one(profile, given, lang, Form.json if as_json else form, explain=explain, sensitivity=sensitivity)
    if save_case is not None:
        save_term(save_case, profile, given, found)
        say_error(word("case_saved", lang, file=save_case))
    return Exit.FINE


def _refuse_for_tables(given: dict[str, str], form: Form, save_case: Path | None, *, sensitivity: bool) -> None:
    """Refuse options that say something about one case alone."""
    if not {"term", "trigger", "pauses"}.isdisjoint(given):
        raise CaseError("batch", "the term, --from and --pause are columns of the table; leave them out")
    if save_case is not None:
        raise CaseError("save-case", "saves one answer; a table of cases is answered with --out")
    if form is not Form.text or sensitivity:
        raise CaseError("format", "a table of cases is answered as a table; ask for one case to have it explained")


def _one(
    profile: str, given: dict[str, str], lang: Lang, form: Form, *, explain: bool, sensitivity: bool
) -> Explanation:
    """Answer one case in *form*, with every choice of counting beside text and JSON; return the answer."""
    ledger, known = CaseReader(profile).read(given)
    found = explain_ledger(ledger, known)
    variants = sensitivity_of(ledger, known) if sensitivity else None
    if form is Form.json:
        told = explanation_json(found, variants)
        say_json({"explanation": told, "choices": choices_json(ledger.counting, profile)})
    elif form is not Form.text or not explain:
        say(told_in(form, found, known, lang, variants or ()))
    else:
        say(explanation_text(found, lang.language, variants=variants or ()))
        say("")
        own = {"starts" if name == "from" else name for name in given}
        say_table(choices_table(profile_of(profile), lang, unit=ledger.term.unit, own=ledger.counting, given=own))
    return found


def _batch(source: Path, out: Path | None, profile: str, given: dict[str, str], lang: Lang, *, as_json: bool) -> Exit:
    reader = CaseReader(profile, given)
    table = choices_table(profile_of(profile), lang)
    result = run_batch(
        source,
        out,
        required=("trigger", "term"),
        known=COLUMNS,
        added=ADDED,
        answer=_answering(reader),
    )
    if as_json and out is not None:
        told = {"rows": result.rows, "errors": result.errors, "unused": list(result.unused), "out": str(out)}
        say_json({**told, "profile": profile})
    else:
        # the answered table owns the output where it goes nowhere else
        tell = say_error if out is None else say
        tell(f"{word('choices', lang)} ({profile})")
        tell(table_text(table))
        tell("")
        tell(word("rows", lang, rows=result.rows, errors=result.errors, out=out or "-"))
        if result.unused:
            tell(word("unused_columns", lang, columns=", ".join(result.unused)))
    return Exit.FINDINGS if result.errors else Exit.FINE


def _answering(reader: CaseReader) -> Callable[[dict[str, str]], dict[str, str]]:
    """Return what answers a row."""

    def answer(row: dict[str, str]) -> dict[str, str]:
        try:
            ledger, calendar = reader.read(row)
            found = due_of(ledger, calendar)
        except DossierflowError as error:
            return {"due_date": "", "due_at": "", "provisional": "", "error": str(error)}
        if found is None:
            return {"due_date": "", "due_at": "", "provisional": "", "error": ""}
        return {
            "due_date": found.day.isoformat(),
            "due_at": datetime.isoformat(found.at),
            "provisional": "true" if found.provisional else "false",
            "error": "",
        }

    return answer
