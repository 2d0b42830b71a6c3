"""The page about PostgreSQL does what it says, on a real server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine

from dossierflow.store.sql import SqlStore, sql_units
from dossierflow.store.sql.partitions import partitions_of

if TYPE_CHECKING:
    import pytest

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "how-to" / "run-on-postgresql.md"
EXAMPLE_URL = "postgresql+psycopg://office@/office"


def test_the_page_about_postgresql_runs(postgres_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Its Python, from beginning to end with only the address changed, leaves what it promises."""
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    program = "\n".join(blocks)
    assert program.count(EXAMPLE_URL) == 1
    names: dict[str, object] = {"__name__": "page"}
    program = program.replace("engine.url)", "engine.url, poolclass=NullPool)").replace(EXAMPLE_URL, postgres_url)
    exec(compile(f"from sqlalchemy import NullPool\n{program}", str(PAGE), "exec"), names)  # noqa: S102 -- our own page

    assert capsys.readouterr().out.split() == ["S-1", "2", "S-2", "11", "S-3", "11"]
    names["engine"].dispose()  # type: ignore[attr-defined] # what the page calls its engine
    engine = create_engine(postgres_url)
    with sql_units(engine)() as unit:
        assert isinstance(unit.store, SqlStore)
        assert unit.store.load("S-1", verify=True) is not None
        assert unit.outbox.backlog(channel="portal").waiting == 2
        assert len(partitions_of(unit.session.connection())) == 16
    engine.dispose()
