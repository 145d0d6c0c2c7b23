"""Which workers of this machine are dead, known at once and without guessing: each holds a lock on a file of its own,
and the kernel drops it with the process.

Called by the worker. What a dead one had in hand is taken up by the next that starts; the jobs of a machine that is
gone are taken up after a time without a sign of life (gateway.tasks.stalled).
"""

import logging
import os
from pathlib import Path

from asgiref.sync import sync_to_async
from django.conf import settings
from procrastinate.connector import BaseConnector
from procrastinate.manager import JobManager

from lapor.core.files import folder_lock, take_lock
from lapor.gateway.stalled_jobs import take_up_jobs_of
from lapor.ledger.epochs import current_epoch

logger = logging.getLogger(__name__)
FOLDER = "workers"
ALL = "all.lock"  # while a file is made or looked at: between making and locking it would look like a dead one's


class LivenessLock:
    """Held from the worker's registration until nothing of its jobs runs any more."""

    def __init__(self, epoch: int) -> None:
        self.epoch = epoch
        self._handle = -1

    def take(self, worker_id: int) -> None:
        """A full disk stops no worker: its jobs are taken up as those of another machine then."""
        self.release()
        try:
            with folder_lock(_folder() / ALL):
                self._handle = os.open(_folder() / f"{self.epoch}-{worker_id}", os.O_RDWR | os.O_CREAT, 0o600)
                take_lock(self._handle, shared=False, wait=True)
        except OSError as error:
            logger.warning(
                "a worker that dies is not noticed at once: %s cannot be written (%s)", FOLDER, error.strerror
            )

    def release(self) -> None:
        """The file stays: whatever is still its worker's in the database was broken off."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


class LivenessJobManager(JobManager):
    """Procrastinate's, which says who it is before it has the first job."""

    def __init__(self, connector: BaseConnector, lock: LivenessLock) -> None:
        super().__init__(connector)
        self._lock = lock

    async def register_worker(self) -> int:
        worker_id = await super().register_worker()
        await sync_to_async(self._lock.take)(worker_id)
        return worker_id


def take_up_left_jobs() -> int:
    """The jobs that dead workers of this machine had in hand; how many."""
    epoch = current_epoch()  # a restored database gives numbers a second time
    try:
        with folder_lock(_folder() / ALL):
            dead = [path for path in _folder().glob("*-*") if not _is_held(path)]
            taken = take_up_jobs_of([number for began, number in map(_named, dead) if began == epoch])
            for path in dead:
                path.unlink()
    except OSError as error:
        logger.warning("what a dead worker left is found later: %s cannot be used (%s)", FOLDER, error.strerror)
        return 0
    return taken


def _named(path: Path) -> tuple[int, int]:
    """Epoch and worker."""
    epoch, _dash, number = path.name.partition("-")
    return int(epoch), int(number)


def _is_held(path: Path) -> bool:
    with folder_lock(path, wait=False) as handle:
        return handle is None


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
