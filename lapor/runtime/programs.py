"""Web, worker and listener as processes: they log in to the database as the application's role only and cannot reach
what would make more of them.

Called by `lapor run`, `serve`, `worker` and `listen`. What they cannot reach: the cluster's files, the password of its
owner, another process, writing anywhere but in the data folder's working folders (runtime.sandbox).
tests/promises/test_the_application_cannot_rewrite.py walks over it.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lapor.core import environment
from lapor.runtime import database
from lapor.runtime.cluster import Cluster, running
from lapor.runtime.cluster.passwords import password_file
from lapor.runtime.cluster.place import ROOT_STORAGE
from lapor.runtime.sandbox import confine
from lapor.runtime.supervisor import Child, Supervisor

PREPARED = "LAPOR_IS_PREPARED"  # internal: whoever starts us has looked whether this version fits the database
_OWNERS = (database.ADMIN_URL, f"{database.ADMIN_URL}_FILE")  # variables that no program but `migrate` needs


def child(name: str, words: list[str], cluster: Cluster | None) -> Child:
    """`lapor WORDS` as the application's role of `cluster`, else of the database that is given."""
    inherited = {key: value for key, value in os.environ.items() if key not in _OWNERS}
    if cluster is not None:
        inherited[database.URL] = cluster.url
    more = {"PYTHONUNBUFFERED": "1", PREPARED: "1"}
    return Child(name, [sys.executable, "-m", "lapor.cli", *words], {**inherited, **more})


@contextmanager
def confined() -> Iterator[None]:
    """The database that is given, in a process that is shut in for good.

    Without one, the same command is run on the embedded database as a child.

    That ends with SystemExit, since whoever starts and stops the database cannot be shut in.
    """
    if not environment.read(database.URL):
        with running(environment.data_dir(), say=database.say) as cluster:
            raise SystemExit(Supervisor([child(sys.argv[1], sys.argv[1:], cluster)], say=database.say).run())
    with database.provided():
        shut_in()
        yield


def shut_in() -> bool:
    """False where this machine cannot do it; `lapor doctor` says so."""
    folders = environment.working_folders()
    for folder in folders:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in ("backups", "maps", "suggest"):
        (environment.data_dir() / name).mkdir(mode=0o700, exist_ok=True)  # else it is unreadable if it comes later
    hidden = secret_paths(environment.data_dir())
    for name in _OWNERS:
        os.environ.pop(name, None)
    os.environ["TMPDIR"] = str(folders[-1])
    tempfile.tempdir = None  # asked anew
    return confine(hidden=hidden, writable=folders)


def secret_paths(data_dir: Path) -> list[Path]:
    """What gives more than the application's role: passwords, and the files of the database itself."""
    given = os.environ.get(f"{database.ADMIN_URL}_FILE")
    place = Cluster(data_dir).find_place()
    return [
        password_file(data_dir),
        ROOT_STORAGE,
        *([Path(given)] if given else []),
        *([Path(place.home)] if place else []),
    ]
