"""Write points: the moments before and after every statement that writes, and before and after every commit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

Strike: TypeAlias = "Callable[[str, Any], None]"
"""Given the name of a point and the driver's connection; drivers have no type in common."""

# a claim is a SELECT, but it locks
_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|BEGIN|SAVEPOINT|RELEASE|SELECT\b.*\bFOR (NO KEY )?UPDATE)", re.DOTALL)


class WritePoints:
    """Counts the write points that a database passes, and strikes at one of them."""

    def __init__(self, database: Engine, *, at: int, strike: Strike) -> None:
        """
        Watch *database*.

        Args:
            database: All connections of it.

            at: Number of the point, counted from 1; 0 for none.

            strike: Called there, with the name of the point and the driver's connection.
        """
        self.passed = 0
        self._at, self._strike = at, strike
        event.listen(database, "before_cursor_execute", self._before)
        event.listen(database, "after_cursor_execute", self._after)
        commit = database.dialect.do_commit

        def do_commit(dbapi_connection: Any) -> None:
            driver = dbapi_connection.driver_connection
            self._pass("before the commit", driver)
            commit(dbapi_connection)
            self._pass("after the commit", driver)

        database.dialect.do_commit = do_commit  # type: ignore[method-assign]  # no event tells of the end of a commit

    def _before(self, _: object, cursor: Any, statement: str, *_rest: object) -> None:
        if _WRITES.match(statement):
            self._pass(f"before {_short(statement)}", cursor.connection)

    def _after(self, _: object, cursor: Any, statement: str, *_rest: object) -> None:
        if _WRITES.match(statement):
            self._pass(f"after {_short(statement)}", cursor.connection)

    def _pass(self, name: str, connection: Any) -> None:
        self.passed += 1
        if self.passed == self._at:
            self._strike(name, connection)


def _short(statement: str) -> str:
    """
    Return what a statement does, to which table.

    >>> _short("INSERT INTO dossierflow_event (dossier) VALUES (?)"), _short("SAVEPOINT sa_1")
    ('INSERT dossierflow_event', 'SAVEPOINT')
    """
    table = re.search(r"dossierflow_\w+", statement)
    verb = statement.split(maxsplit=1)[0]
    return f"{verb} {table.group()}" if table else verb
