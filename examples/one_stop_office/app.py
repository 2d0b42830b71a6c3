"""The application: pages, errors, and the sweep that goes round."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request

from dossierflow.errors import DossierflowError, UnknownNameError

from .delivery import Outlets, deliver
from .web import routes, the_clerk, told

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from fastapi.responses import Response

    from .office import Office

_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}


def create_app(office: Office, outlets: Outlets, *, every: float | None = None) -> FastAPI:
    """
    Return the application.

    Args:
        office: What it serves.

        outlets: Where messages go.

        every: Seconds between two sweeps; none leaves sweeping to ``POST /sweep``.
    """

    def go_round() -> None:
        office.sweep()
        deliver(office, outlets)

    async def keep_sweeping(seconds: float) -> None:
        while True:
            await asyncio.to_thread(go_round)
            await asyncio.sleep(seconds)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        task = None if every is None else asyncio.create_task(keep_sweeping(every))
        yield
        if task is not None:
            task.cancel()
        office.database.dispose()

    app = FastAPI(title="One-stop office", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.office, app.state.outlets = office, outlets
    app.include_router(routes)
    app.add_exception_handler(DossierflowError, _failed)

    @app.middleware("http")
    async def guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        """Give every answer the headers that keep pages apart from strangers."""
        answer = await call_next(request)
        answer.headers.update(_HEADERS)
        return answer

    return app


def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, DossierflowError)
    status = 404 if isinstance(error, UnknownNameError) else 409
    title = "Không tìm thấy" if status == 404 else "Không thực hiện được"
    return told(request.app.state.office, the_clerk(request), status, title, str(error))
