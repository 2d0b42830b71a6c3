"""
Putting values into templates: HTML for the screen and the printer, Word for those who must sign.

Values are values: whatever markup or template syntax they hold is printed as it
is. Templates run in a sandbox, and a name that they ask for and nobody gives is
an error. Needs the extra ``forms``.
"""

from __future__ import annotations

import io
from importlib.resources import files
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile

from dossierflow.errors import FormNotDueError, FormTemplateError
from dossierflow.office.zips import settled
from dossierflow.onestop.forms.kinds import FORMS

try:
    from docxtpl import DocxTemplate  # type: ignore[import-untyped] # it has neither stubs nor a marker
    from jinja2 import StrictUndefined
    from jinja2.exceptions import TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup, escape
except ImportError as error:  # pragma: no cover - the tests have them
    _MSG = "forms need jinja2 and docxtpl; install them with: pip install 'dossierflow[forms]'"
    raise ImportError(_MSG) from error

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dossierflow.onestop.forms.kinds import FormKind
    from dossierflow.onestop.forms.slips import Slip

_SHELL: Final = "page.html"


def _printed(value: object) -> object:
    # docxtpl turns {_{ into {{ after rendering; written as an entity it stays what it was
    return Markup(str(escape(value)).replace("{_", "{&#95;").replace("_}", "&#95;}"))  # noqa: S704 -- escaped before


_ENVIRONMENT: Final = ImmutableSandboxedEnvironment(
    autoescape=True,
    undefined=StrictUndefined,
    finalize=_printed,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def html_of(slips: Iterable[Slip], *, templates: Path | None = None) -> str:
    """
    Return *slips* as one HTML document, each on a page of its own.

    Args:
        slips: Forms of any kinds.

        templates:
            A folder whose ``<kind>.html`` takes the place of the shipped one;
            what is not there is taken from the library.

    Raises:
        FormNotDueError: There is none.

        FormTemplateError: A template is broken, or asks for what the form does not have.
    """
    found = tuple(slips)
    if not found:
        msg = "there is no form to print: nothing in the life of these dossiers has brought one about"
        raise FormNotDueError(msg)
    bodies = [Markup(_rendered(_text(slip.kind, templates), slip)) for slip in found]  # noqa: S704 -- made here
    shell = _ENVIRONMENT.from_string(_shipped(_SHELL).decode())
    is_wide = any(LANDSCAPE in body for body in bodies)
    return shell.render(title=FORMS[found[0].kind].title.vi, forms=bodies, wide=is_wide)


LANDSCAPE: Final = 'class="form wide"'
"""How a form says that it is printed on its side."""


def docx_of(slip: Slip, *, templates: Path | None = None) -> bytes:
    """
    Return one form as a Word document, the same bytes every time.

    Args:
        slip: The form.

        templates: A folder whose ``<kind>.docx`` takes the place of the shipped one.

    Raises:
        FormTemplateError: The template is broken, or asks for what the form does not have.
    """
    own = None if templates is None else templates / f"{slip.kind.value}.docx"
    raw = own.read_bytes() if own is not None and own.is_file() else _shipped(f"{slip.kind.value}.docx")
    template = DocxTemplate(io.BytesIO(raw))
    try:
        template.render(dict(slip.values), _ENVIRONMENT.overlay(), autoescape=True)
    except (TemplateError, BadZipFile, KeyError, ValueError) as error:
        raise _unfit(slip, error) from error
    written = io.BytesIO()
    template.save(written)  # pyright: ignore[reportUnknownMemberType] -- docxtpl leaves a type open
    return settled(written.getvalue(), title=FORMS[slip.kind].title.vi)


def _rendered(template: str, slip: Slip) -> str:
    try:
        return _ENVIRONMENT.from_string(template).render(dict(slip.values))
    except TemplateError as error:
        raise _unfit(slip, error) from error


def _unfit(slip: Slip, error: Exception) -> FormTemplateError:
    msg = f"the template of {slip.kind.value!r} cannot be filled for dossier {slip.dossier!r}: {error}"
    return FormTemplateError(msg)


def _text(kind: FormKind, templates: Path | None) -> str:
    own = None if templates is None else templates / f"{kind.value}.html"
    raw = own.read_bytes() if own is not None and own.is_file() else _shipped(f"{kind.value}.html")
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        msg = f"{own}: the template is not UTF-8; save it as UTF-8"
        raise FormTemplateError(msg) from error


def _shipped(name: str) -> bytes:
    return (files("dossierflow.onestop.forms") / "templates" / name).read_bytes()
