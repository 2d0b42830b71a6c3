"""A forecast on a Dask cluster: the offices of a plan spread over its workers, with the bytes of a single process."""

from __future__ import annotations

import sys
import tempfile
from hashlib import sha256
from pathlib import Path

from dask.distributed import Client, LocalCluster

from dossierflow.forecast import forecast, read_plan

PLAN = Path(__file__).parent.parent / "province" / "two-communes.plan.yaml"


def digest(folder: Path) -> str:
    """Return one digest over the names and bytes of all files below *folder*."""
    found = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(path.relative_to(folder).as_posix().encode())
        found.update(path.read_bytes())
    return found.hexdigest()


def main(scheduler: str | None = None) -> None:
    """
    Play the plan on a cluster and here, and compare every byte of what they write.

    Args:
        scheduler: Address of a cluster that runs already; none starts one on this machine.
    """
    plan = read_plan(PLAN)
    with tempfile.TemporaryDirectory() as folder:
        there, here = Path(folder) / "there", Path(folder) / "here"
        with _client(scheduler) as client:
            found = forecast(plan, seed=1, executor=client.get_executor(), out=there)
        forecast(plan, seed=1, workers=1, out=here)
        print(f"{found.arrivals} dossiers, {found.sum('events')} audit events")
        print(f"decided in time: {found.on_time_rate:.1%}")
        print("the same bytes" if digest(there) == digest(here) else "other bytes")


def _client(scheduler: str | None) -> Client:
    # dask's constructors have no types
    if scheduler is not None:
        return Client(scheduler)  # type: ignore[no-untyped-call]
    cluster = LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, processes=True, protocol="tcp", host="127.0.0.1", dashboard_address=None
    )
    return Client(cluster)  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main(*sys.argv[1:2])
