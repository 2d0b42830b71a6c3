"""
A dossier as JSON, so that loading one does not replay its life.

A snapshot is a convenience: the events are the truth, and it can be made anew
from them at any time.
"""

from __future__ import annotations

from typing import Final

from pydantic import TypeAdapter, ValidationError

from dossierflow.engine.dossier import Dossier
from dossierflow.errors import StoreError

_ADAPTER: Final[TypeAdapter[Dossier]] = TypeAdapter(Dossier)


def dossier_to_json(dossier: Dossier) -> str:
    """Return *dossier* as one line of JSON."""
    return _ADAPTER.dump_json(dossier).decode()


def dossier_from_json(text: str | bytes) -> Dossier:
    """
    Read a snapshot.

    Raises:
        StoreError: It is not one, or one of another version of the library;
            replay the events and write it anew.
    """
    try:
        return _ADAPTER.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "snapshot"
        msg = f"not the snapshot of a dossier: {where}: {first['msg']}; replay its events and write it anew"
        raise StoreError(msg) from error
