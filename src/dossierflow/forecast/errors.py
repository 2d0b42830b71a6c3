"""The error of this room."""

from __future__ import annotations

from dossierflow.errors import DossierflowError


class ForecastError(DossierflowError):
    """A forecast cannot be played, or a what-if cannot be meant, as asked."""

    code = "forecast"
