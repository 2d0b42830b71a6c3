"""Checks of sources: rules without an article, and texts that nobody has read (``DF202``, ``DF203``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from dossierflow.citation import Citation, Status
from dossierflow.frozen import Frozen
from dossierflow.reading.document import dotted
from dossierflow.review.findings import Severity
from dossierflow.review.register import dates as kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.reading.document import Path, Value
    from dossierflow.review.findings import Finding, Subject

_MUST_NAME_AN_ARTICLE = ("limits", "supplement", "fees", "pauses", "handoffs", "extensions", "transition", "apology")
"""Parts of a file whose every rule must be found in the text: those that give, stop or lengthen time."""


def check_articles(subject: Subject) -> Iterator[Finding]:
    """Yield, once for each document, the rules about time of which nothing says where in it they are found."""
    places: dict[tuple[str, Severity], list[Path]] = {}
    for place, value in _with_sources(subject.procedure, ()):
        cites: tuple[Citation, ...] = getattr(value, "cite", ())
        # What nobody has read cannot name its article; that it was not read is told besides.
        read = [cite for cite in cites if cite.status not in _UNREAD]
        if place and place[0] in _MUST_NAME_AN_ARTICLE and read and not any(cite.at or cite.quote for cite in cites):
            docs = ", ".join(dict.fromkeys(cite.doc for cite in cites))
            # A remark says how the rule was read.
            severity = Severity.NOTE if all(cite.note for cite in read) else Severity.WARNING
            places.setdefault((docs, severity), []).append((*place, "cite"))
    for (docs, severity), found in places.items():
        details: dict[str, Value] = {"places": [dotted(place) for place in found]}
        yield subject.found(kinds.NO_ARTICLE, found[0], severity=severity, details=details, docs=docs, count=len(found))


def check_statuses(subject: Subject) -> Iterator[Finding]:
    """Yield, once for each document, the citations, limits and versions that were not read in the text of the law."""
    procedure = subject.procedure
    declared = procedure.status in _UNREAD
    if declared:
        yield _unread(subject, [("status",)], str(procedure), procedure.status, declared=True)
    places: dict[tuple[str, Status], list[Path]] = {}
    for place, cite in citations_in(procedure):
        if cite.status in _UNREAD:
            places.setdefault((cite.doc, cite.status), []).append(place)
    for name, limit in procedure.limits.items():
        if limit.status in _UNREAD and all(cite.status is not limit.status for cite in limit.cite):
            places.setdefault((name, limit.status), []).append(("limits", name, "status"))
    for (doc, status), found in places.items():
        yield _unread(subject, found, doc, status, declared=declared)


_UNREAD = {Status.UNVERIFIED, Status.ANNOUNCED}


def _unread(subject: Subject, places: list[Path], doc: str, status: Status, *, declared: bool) -> Finding:
    # What was read at second hand is known; a version that admits that it is not read hides nothing.
    severity = Severity.NOTE if declared or status is Status.ANNOUNCED else None
    return subject.found(
        kinds.NOT_READ,
        places[0],
        severity=severity,
        details={"places": [dotted(place) for place in places]},
        doc=doc,
        status=status.value,
        count=len(places),
    )


def citations_in(value: object, place: Path = ()) -> Iterator[tuple[Path, Citation]]:
    """Yield every citation within *value*, which stands at *place*, with its own place."""
    if isinstance(value, Citation):
        yield place, value
    else:
        for key, part in _parts(value):
            yield from citations_in(part, (*place, key))


def _with_sources(value: object, place: Path) -> Iterator[tuple[Path, object]]:
    """Yield every part of *value* that carries citations of its own."""
    if hasattr(value, "cite") and not isinstance(value, Citation):
        yield place, value
    for key, part in _parts(value):
        yield from _with_sources(part, (*place, key))


def _parts(value: object) -> Iterator[tuple[str | int, object]]:
    if isinstance(value, Frozen):
        for name, field in type(value).model_fields.items():
            yield field.alias or name, getattr(value, name)
    elif isinstance(value, dict):
        yield from cast("dict[str, object]", value).items()
    elif isinstance(value, tuple):
        yield from enumerate(cast("tuple[object, ...]", value))
