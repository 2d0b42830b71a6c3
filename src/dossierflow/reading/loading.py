"""
From a document to a model, with every mistake named where it stands.

pydantic decides what is valid; its complaints are put into the words of the
file: field, line, what was found, what is allowed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from dossierflow.errors import DefinitionError, Problem
from dossierflow.frozen import Frozen
from dossierflow.reading.allowed import keys_at
from dossierflow.reading.complaint import placed
from dossierflow.reading.document import child, dotted
from dossierflow.reading.unions import causes, closest
from dossierflow.reading.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossierflow.reading.complaint import Complaint
    from dossierflow.reading.document import Document, Path, Value

M = TypeVar("M", bound=Frozen)


def load(model: type[M], document: Document, *, at: Sequence[str | int] = ()) -> M:
    r"""
    Return a *model* filled from *document*, or from its part *at* a path.

    Types are strict: text in quotes is never read as a number, nor a number
    as text.

    Raises:
        DefinitionError: With all problems, or because there is nothing *at* the path.

    >>> from dossierflow.citation import LegalText
    >>> from dossierflow.reading import read_document
    >>> load(LegalText, read_document("vi: Cấp phép\nen: Issue")).text("vi")
    'Cấp phép'
    """
    text = json.dumps(_part(document, at), allow_nan=False, ensure_ascii=False)
    try:
        return model.model_validate_json(text, strict=True)
    except ValidationError as error:
        raise DefinitionError(problems_of(error, document, at, model=model)) from None


def problems_of(
    error: ValidationError,
    document: Document,
    prefix: Sequence[str | int] = (),
    *,
    model: type[Frozen] | None = None,
) -> list[Problem]:
    """
    Return what *error* says, as problems of *document* in the order of its lines.

    A value that fits none of several allowed forms gives the problems of the
    form that it comes closest to.

    Args:
        error: What pydantic raised.

        document: The document that the rejected values came from.

        prefix: Path of the part that was validated.

        model: The model that was filled; without it, an unknown key is told
            without the list of allowed ones.
    """
    part = _part(document, prefix)
    details = error.errors(include_url=False)
    complaints = closest(causes([placed(detail, part) for detail in details]))
    return sorted({_problem(complaint, document, tuple(prefix), model) for complaint in complaints})


def _part(document: Document, at: Sequence[str | int]) -> Value:
    part: Value = dict(document.data)
    for depth, key in enumerate(at, start=1):
        try:
            part = child(part, key)
        except LookupError:
            missing = at[:depth]
            problem = Problem(document.file, document.line(missing), dotted(missing), "the key is missing")
            raise DefinitionError([problem]) from None
    return part


def _problem(complaint: Complaint, document: Document, prefix: Path, model: type[Frozen] | None) -> Problem:
    path = (*prefix, *complaint.path)
    keys = keys_at(model, complaint.trail[:-1]) if model and complaint.kind == "extra_forbidden" else ()
    place = document.places.get(path)
    message = sentence(complaint, None if place is None else place.written, keys)
    return Problem(document.file, document.line(path), dotted(path), message)
