"""
The bases of every value that is read from a file or written to one.

Values are immutable and refuse keys they do not know: a misspelt key in a
procedure file must be an error, never a silently ignored rule.

What events are made of is `Canonical` besides. The hash of an event covers its
canonical form: JSON with keys sorted and no white space (RFC 8785, of which
events use only objects, arrays, strings, integers and literals). Sorting every
event anew costs more than all the rest of a command; sorting the serialiser
once, when a class is made, costs nothing. A test holds every kind of event to
the form that sorting would give.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


class Frozen(BaseModel):
    """
    An immutable value with no unknown fields.

    >>> class Point(Frozen):
    ...     x: int
    >>> Point(x=1)
    Point(x=1)
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_default=True,
        ser_json_timedelta="iso8601",
        populate_by_name=True,
    )

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Describe each field by the docstring below it; read only when a schema is asked for."""
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema).get("properties", {})
        for name, text in _field_docstrings(cls).items():
            key = cls.model_fields[name].alias or name
            if key in properties:
                properties[key]["description"] = text
        return schema


def _field_docstrings(model: type[BaseModel]) -> dict[str, str]:
    """
    Return the docstring below each field of *model*, own fields and inherited ones.

    Read from the source when a schema is asked for: pydantic can do the same
    for every class when it is made, which took a quarter of the import time.
    """
    found: dict[str, str] = {}
    for cls in reversed(model.__mro__):
        if not issubclass(cls, BaseModel) or cls.__module__.startswith("pydantic"):
            continue
        try:
            source = inspect.getsource(cls)
        except (OSError, TypeError):
            # a class that was made at run time stands in no file, and so do its docstrings
            continue
        (definition,) = ast.parse(textwrap.dedent(source)).body
        assert isinstance(definition, ast.ClassDef)  # noqa: S101 -- what else is the source of a class
        for field, below in pairwise(definition.body):
            match field, below:
                case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                    found[name] = inspect.cleandoc(text)
                case _:
                    continue
    return {name: text for name, text in found.items() if name in model.model_fields}


class Canonical:
    """
    Mixed into what events are made of: its JSON has its keys in alphabetical order.

    >>> class Place(Canonical, Frozen):
    ...     street: str
    ...     city: str
    >>> Place(street="Tràng Tiền", city="Hà Nội").model_dump_json()
    '{"city":"Hà Nội","street":"Tràng Tiền"}'
    """

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        """Sort the fields of the schema that pydantic makes of *source*."""
        schema = handler(source)
        _sort_fields(schema)
        return schema


def _sort_fields(schema: Any) -> None:  # noqa: ANN401 -- a core schema is an open family of dictionaries
    """Sort, in place, the fields of the model or dataclass inside *schema*, below its validators."""
    kind, fields = schema["type"], schema.get("fields")
    if kind == "model-fields":
        schema["fields"] = dict(sorted(fields.items()))
    elif kind == "dataclass-args":
        fields.sort(key=itemgetter("name"))
    else:
        if kind == "dataclass":
            fields.sort()
        if "schema" in schema:
            _sort_fields(schema["schema"])
