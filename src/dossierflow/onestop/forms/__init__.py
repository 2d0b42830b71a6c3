"""
The forms of the circulars, filled from events.

`Source` is one dossier with what the host knows of it; `slips_of` and
`register_of` make forms of it; `html_of`, `docx_of` and `docx_zip` print them.
Needs the extra ``forms``.
"""

from __future__ import annotations

from dossierflow.onestop.forms.batches import docx_files, docx_zip
from dossierflow.onestop.forms.facts import (
    ApplicantFacts,
    AuthorisedFacts,
    DossierFacts,
    FormFacts,
    OfficeFacts,
    read_form_facts,
)
from dossierflow.onestop.forms.filling import docx_of, html_of
from dossierflow.onestop.forms.kinds import FORMS, FormKind, FormRule
from dossierflow.onestop.forms.register import register_of
from dossierflow.onestop.forms.slips import Slip, Source, slips_of

__all__ = [
    "FORMS",
    "ApplicantFacts",
    "AuthorisedFacts",
    "DossierFacts",
    "FormFacts",
    "FormKind",
    "FormRule",
    "OfficeFacts",
    "Slip",
    "Source",
    "docx_files",
    "docx_of",
    "docx_zip",
    "html_of",
    "read_form_facts",
    "register_of",
    "slips_of",
]
