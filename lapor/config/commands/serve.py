"""`lapor serve`: the web server (granian, WSGI). Called by `run` and by real deployments."""

import argparse
import logging
import os
import shutil
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


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workers", type=int, default=WORKERS, help=f"processes (default {WORKERS})")
    parser.add_argument(
        "--threads",
        type=int,
        default=int(environment.read(PLACES, AT_WORK)),
        help=f"requests that each process works on at a time (default {PLACES}, else {AT_WORK})",
    )


def count_together() -> None:
    """The processes write what they count into one folder (ops.metrics), which begins empty."""
    folder = environment.data_dir() / "tmp" / f"metrics-{os.getpid()}"
    for left in folder.parent.glob("metrics-*"):
        if not Path("/proc", left.name.removeprefix("metrics-")).exists():
            shutil.rmtree(left, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


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
    with programs.confined():
        count_together()
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
