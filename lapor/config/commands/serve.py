"""`lapor serve`: the web server (granian, WSGI). Called by `run` and by real deployments."""

import argparse
import os

from lapor.config import database
from lapor.config.bind import read_bind, refuse_public_demo, refuse_taken_port

WORKERS = 2
THREADS = 4  # a worker's requests at a time; each may hold a database connection
BACKLOG = 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workers", type=int, default=WORKERS, help=f"processes (default {WORKERS})")
    parser.add_argument("--threads", type=int, default=THREADS, help=f"threads in each process (default {THREADS})")


def run(args: argparse.Namespace) -> int:
    from granian import Granian  # noqa: PLC0415 - its loading costs nothing to the other commands
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    bind = read_bind()
    refuse_public_demo(bind)
    refuse_taken_port(bind)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.config.settings")
    os.environ["LAPOR_DIE_WITH_PARENT"] = "1"
    with database.provided():
        Granian(
            "lapor.config.wsgi:application",
            address=bind.host,
            port=bind.port,
            interface=Interfaces.WSGI,
            workers=args.workers,
            blocking_threads=args.threads,
            backlog=BACKLOG,
            respawn_failed_workers=True,
            workers_kill_timeout=10,
            log_level=LogLevels.warning,
            log_access=False,  # the proxy in front keeps the access log; here it would hold people's addresses
        ).serve()
    return 0
