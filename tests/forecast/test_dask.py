"""A real local Dask cluster plays a plan, with the bytes of one process."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from dask.distributed import Client, LocalCluster
from tests.forecast.plans import plan_of

from dossierflow.forecast import forecast

if TYPE_CHECKING:
    from pathlib import Path


def digests(folder: Path) -> dict[str, str]:
    """Return the digest of every file below *folder*."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_dask_cluster_gives_the_same_bytes(tmp_path: Path) -> None:
    """A scheduler with two workers writes what one process writes."""
    plan = plan_of()
    forecast(plan, seed=7, workers=1, out=tmp_path / "here", events=True)
    cluster = LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, protocol="tcp", host="127.0.0.1", dashboard_address=None
    )
    with cluster, Client(cluster) as client:
        forecast(plan, seed=7, executor=client.get_executor(), out=tmp_path / "there", events=True)

    assert digests(tmp_path / "here") == digests(tmp_path / "there")
    assert len(digests(tmp_path / "here")) == 6
