"""What must hold where several workers have connections of their own."""

from __future__ import annotations

from threading import Barrier, Lock, Thread
from typing import TYPE_CHECKING

from dossierflow.store.sweep import Sweeper, SweepReport
from dossierflow.testing.contracts.life import ENGINE, LATER, live
from dossierflow.testing.contracts.outbox import MINUTE, note
from dossierflow.testing.sample import instant

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.store.units import Units

WORKERS = 4


def together(work: Callable[[int], None]) -> None:
    """Run *work* in several threads that begin at the same moment; raise what one of them raised."""
    meet, failures = Barrier(WORKERS, timeout=30), list[BaseException]()

    def run(number: int) -> None:
        try:
            meet.wait()
            work(number)
        except BaseException as failure:  # noqa: BLE001 -- raised again below
            failures.append(failure)

    workers = [Thread(target=run, args=(number,)) for number in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    if failures:
        raise failures[0]


class SharedUnitsContract:
    """Tests of several workers; needs the fixture ``units``, whose units have connections of their own."""

    def test_many_sweeps_at_once_fire_everything_once(self, units: Units) -> None:
        """Between them they fire every clock; no event is doubled and none is lost."""
        with units() as unit:
            for number in range(24):
                live(unit.store, f"S-{number:02}", 1)
        reports = list[SweepReport]()
        together(lambda _: reports.append(Sweeper(ENGINE, units, batch=3).sweep(LATER)))

        with units() as unit:
            versions = [one.version for one in unit.store.find()]
            assert all(unit.store.load(f"S-{number:02}", verify=True) is not None for number in range(24))
        assert versions == [4] * 24
        assert sum(one.dossiers for one in reports) == 24
        assert sum(one.events for one in reports) == 48
        assert all(one.is_clean for one in reports)

    def test_many_sweeps_at_once_warn_once(self, units: Units) -> None:
        """Of every clock there is one warning, whoever came first."""
        with units() as unit:
            for number in range(12):
                live(unit.store, f"S-{number:02}", 1)
        at, counts = instant("2026-02-13T09:00"), list[int]()
        together(lambda _: counts.append(Sweeper(ENGINE, units, leads=["2 working days"], batch=5).sweep(at).warnings))

        with units() as unit:
            assert sum(counts) == unit.outbox.backlog().waiting == 24

    def test_many_publishers_keep_every_dossier_in_order(self, units: Units) -> None:
        """However they interleave, the messages of one dossier arrive in order, each once."""
        with units() as unit:
            unit.outbox.append([note(f"S-{number % 5}", number) for number in range(60)])
        arrived, lock = list[str](), Lock()

        def publish(_: int) -> None:
            idle = 0
            while idle < 30:
                with units() as unit:
                    taken = unit.outbox.claim(LATER, lease=MINUTE, limit=4)
                idle = 0 if taken else idle + 1
                with lock:
                    arrived.extend(one.id for one in taken)
                with units() as unit:
                    unit.outbox.delivered([one.id for one in taken], at=LATER)

        together(publish)

        assert len(arrived) == 60
        for dossier in range(5):
            mine = [int(name.rpartition("/")[2]) for name in arrived if name.startswith(f"S-{dossier}/")]
            assert mine == sorted(mine)
