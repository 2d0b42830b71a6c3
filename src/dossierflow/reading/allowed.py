"""
Which keys a model allows at a place of a document.

The complaint about an unknown key does not name the known ones; the
annotations of the model do.
"""

from __future__ import annotations

import re
import types
from typing import TYPE_CHECKING, Annotated, Literal, TypeGuard, Union, get_args, get_origin

from pydantic import BaseModel

from dossierflow.reading.complaint import Label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

    from dossierflow.reading.complaint import Trail


def keys_at(model: type[BaseModel], trail: Trail) -> tuple[str, ...]:
    """
    Return the keys that *model* allows in the mapping at *trail*, in the order of its fields.

    >>> from dossierflow.citation import Citation
    >>> keys_at(Citation, ())
    ('doc', 'at', 'quote', 'status', 'note')
    """
    forms: list[object] = [model]
    for step in trail:
        if isinstance(step, Label):
            # A label that names no form leaves the choice open.
            forms = [form for form in forms if _names(step.text, form)] or forms
        else:
            forms = [inner for form in forms for inner in _under(form, step)]
    return tuple(dict.fromkeys(key for form in forms if _is_model(form) for key in _fields(form)))


def _under(form: object, step: str | int) -> Iterator[object]:
    if _is_model(form):
        found = _fields(form).get(str(step))
        if found is not None:
            yield from _forms(found.annotation)
        return
    for inner in get_args(form):
        yield from _forms(inner)


def _forms(annotation: object) -> Iterator[object]:
    """Yield the forms that *annotation* allows, with unions and aliases opened."""
    aliased = getattr(annotation, "__value__", annotation)
    origin = get_origin(aliased)
    if origin is Annotated:
        yield from _forms(get_args(aliased)[0])
    elif origin is Union or origin is types.UnionType:
        for form in get_args(aliased):
            yield from _forms(form)
    else:
        yield aliased


def _names(label: str, form: object) -> bool:
    if not _is_model(form):
        return label.startswith(str(getattr(get_origin(form), "__name__", form)))
    # A model with validators is labelled function-after[check(), Name].
    if re.search(rf"(?<!\w){re.escape(form.__name__)}(?!\w)", label) and not label.startswith(("list[", "dict[")):
        return True
    tags = [tag for found in form.model_fields.values() for tag in _literals(found)]
    return label in tags


def _literals(found: FieldInfo) -> list[str]:
    if get_origin(found.annotation) is not Literal:
        return []
    return [str(getattr(value, "value", value)) for value in get_args(found.annotation)]


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    return {found.alias or name: found for name, found in model.model_fields.items()}


def _is_model(form: object) -> TypeGuard[type[BaseModel]]:
    return isinstance(form, type) and issubclass(form, BaseModel)
