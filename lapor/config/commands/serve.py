"""`lapor serve`: the web server (granian, WSGI). Called by `run` and by real deployments."""

import argparse
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lapor.config import preparation
from lapor.config.bind import read_bind, refuse_public_demo, refuse_taken_port
from lapor.core import environment
from lapor.runtime import programs

WORKERS = 2
AT_WORK = "4"  # requests of a process at a time; each may use a database connection
BESIDE = 44  # threads for those who wait in line (ops.shedding) and for saying no to the rest
BACKLOG = 1024
PLACES = "LAPOR_WEB_PLACES"
SHARED_MEMORY, METRICS = Path("/dev/shm"), "lapor-metrics"  # noqa: S108 - mkdtemp makes a folder there


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workers", type=int, default=WORKERS, help=f"processes (default {WORKERS})")
    parser.add_argument(
        "--threads",
        type=int,
        default=int(environment.read(PLACES, AT_WORK)),
        help=f"requests that each process works on at a time (default {PLACES}, else {AT_WORK})",
    )


@contextmanager
def counted_together() -> Iterator[None]:
    """The processes write what they count into one folder (ops.metrics), which begins empty.

    In memory where the machine has such a place: the files are mapped, and who writes into a mapped file of a full
    disk is ended by a signal (mmap(2), SIGBUS)."""
    place = SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else environment.data_dir() / "tmp"
    for left in place.glob(f"{METRICS}-*"):
        if not Path("/proc", left.name.split("-")[2]).exists():
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f"{METRICS}-{os.getpid()}-", dir=place) as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        yield


def run(args: argparse.Namespace) -> int:
    from granian import Granian  # noqa: PLC0415 - its loading costs nothing to the other commands
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    bind = read_bind()
    refuse_public_demo(bind)
    refuse_taken_port(bind)
    if not os.environ.get(programs.PREPARED):
        preparation.run_step("doctor", "--start")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.config.settings")
    os.environ.update({"LAPOR_DIE_WITH_PARENT": "1", "LAPOR_IS_WEB": "1", PLACES: str(args.threads)})
    # so many are meant: see BESIDE
    logging.getLogger("_granian").addFilter(lambda record: "Python threads" not in record.getMessage())
    with programs.confined(), counted_together():
        Granian(
            "lapor.config.wsgi:application",
            address=bind.host,
            port=bind.port,
            interface=Interfaces.WSGI,
            workers=args.workers,
            blocking_threads=args.threads + BESIDE,
            backlog=BACKLOG,
            respawn_failed_workers=True,
            workers_kill_timeout=10,
            log_level=LogLevels.warning,
            log_access=False,  # the proxy in front keeps the access log; here it would hold people's addresses
        ).serve()
    return 0
