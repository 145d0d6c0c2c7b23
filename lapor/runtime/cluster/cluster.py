"""One data folder's PostgreSQL: made, found, started and stopped. Called by lapor.cli, the supervisor and the tests."""

import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from lapor.core.errors import explain_os_error
from lapor.core.files import claim_data_folder, folder_lock, take_lock
from lapor.runtime.cluster import server
from lapor.runtime.cluster.binaries import Binaries, copy_binaries, find_binaries
from lapor.runtime.cluster.configuration import (
    APPLICATION,
    DATABASE,
    OWNER,
    SUPERUSER,
    include_settings,
    write_configuration,
)
from lapor.runtime.cluster.errors import ClusterError
from lapor.runtime.cluster.passwords import password, password_file, set_password
from lapor.runtime.cluster.place import ROOT_STORAGE, ClusterPlace, known_place, make_private, new_place
from lapor.runtime.cluster.roles import TEMPLATE, provision

SET_UP = "furnished"  # file in the cluster's home: roles, database and extensions are there


def say_nothing(_message: str) -> None:
    """For callers that show no messages."""


class Cluster:
    """The embedded database of `data_dir`; `fast` gives up durability (tests only)."""

    def __init__(
        self,
        data_dir: Path,
        *,
        fast: bool = False,
        say: server.Say = say_nothing,
        root_storage: Path = ROOT_STORAGE,
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.fast = fast
        self.say = say
        self.root_storage = root_storage

    # What it is and where

    def exists(self) -> bool:
        """Whether initdb has finished here once."""
        place = self.find_place()
        return place is not None and (place.cluster / "PG_VERSION").exists()

    def is_running(self) -> bool:
        place = self.find_place()
        return place is not None and server.running_pid(place) is not None

    @property
    def url(self) -> str:
        """For web and worker."""
        return self.url_for(APPLICATION, DATABASE)

    @property
    def admin_url(self) -> str:
        """For migrations."""
        return self.url_for(OWNER, DATABASE)

    @property
    def superuser_url(self) -> str:
        """For tests, which make databases, and for repair."""
        return self.url_for(SUPERUSER, DATABASE)

    @property
    def identity(self) -> str:
        """Changes when the database was made anew under the same paths."""
        return self.place.identity

    def url_for(self, role: str, database: str) -> str:
        """The password of owner and superuser is not in it, only where it lies."""
        url = f"postgresql://{role}@/{database}?host={quote(self.place.sockets)}"
        return url if role == APPLICATION else f"{url}&passfile={quote(str(password_file(self.data_dir)))}"

    @property
    def place(self) -> ClusterPlace:
        place = self.find_place()
        if place is None:
            raise ClusterError(f"{self.data_dir} has no database yet: start `lapor run` once.")
        return place

    def find_place(self) -> ClusterPlace | None:
        with explained(self.data_dir):
            return known_place(self.data_dir)

    # What is done with it

    def prepare(self) -> None:
        """Claim the data folder and create the cluster where there is none; a broken-off creation is begun again."""
        with explained(self.data_dir):
            claim_data_folder(self.data_dir)
            with folder_lock(self.data_dir / "database.lock"):
                place = self.find_place() or new_place(self.data_dir, self.root_storage)
                if not (place.cluster / "PG_VERSION").exists():
                    self.create(place)

    def create(self, place: ClusterPlace) -> None:
        account = place.account
        binaries = self.binaries_for(place)
        shutil.rmtree(place.draft, ignore_errors=True)
        server.initialise(place, binaries, fast=self.fast)
        include_settings(place.draft, account)
        write_configuration(place.draft, place, account=account, major=binaries.major, fast=self.fast)
        # of an earlier cluster; the first start makes the new one's
        password_file(self.data_dir).unlink(missing_ok=True)
        place.draft.rename(place.cluster)

    def binaries_for(self, place: ClusterPlace) -> Binaries:
        """The programs that fit the cluster and that its account can reach."""
        version_file = place.cluster / "PG_VERSION"
        major = int(version_file.read_text(encoding="ascii")) if version_file.exists() else None
        binaries = find_binaries(major=major)
        return binaries if place.account.is_ours else copy_binaries(binaries, self.root_storage / "binaries")

    def start(self) -> None:
        """Start the server unless it runs; waits until it answers. Raises ClusterError."""
        place = self.place
        with explained(Path(place.home)), folder_lock(self.data_dir / "database.lock"):
            has_password = password_file(self.data_dir).exists()
            if not has_password and (pid := server.running_pid(place)):  # left running by a version that needed none
                server.stop(pid, place)
            if server.running_pid(place) is None:
                binaries = self.binaries_for(place)
                make_private(Path(place.sockets), place.account)
                write_configuration(place.cluster, place, account=place.account, major=binaries.major, fast=self.fast)
                if not has_password:
                    server.remove_stale_files(place)
                    (Path(place.home) / SET_UP).unlink(missing_ok=True)  # the owner needs the new one too
                    set_password(place, binaries, SUPERUSER)
                server.start(place, binaries, url=self.url_for(SUPERUSER, TEMPLATE), say=self.say)
            self.set_up_once(place)

    def set_up_once(self, place: ClusterPlace) -> None:
        mark = Path(place.home) / SET_UP
        if mark.exists():
            return
        try:
            urls = {name: self.url_for(SUPERUSER, name) for name in (TEMPLATE, "postgres", DATABASE)}
            provision(urls, password=password(self.data_dir))
        except psycopg.Error as error:
            raise ClusterError(
                f"The database in {place.home} could not be furnished ({str(error).strip()}): see {place.log}."
            ) from error
        mark.touch()

    def stop(self) -> None:
        """Stop the server, whoever started it."""
        place = self.find_place()
        pid = server.running_pid(place) if place else None
        if place and pid:
            server.stop(pid, place)

    def destroy(self) -> None:
        """Stop the server and delete the cluster; for tests and for `lapor restore`."""
        place = self.find_place()
        if place is None:
            return
        self.stop()
        for folder in (place.home, place.sockets):
            shutil.rmtree(folder, ignore_errors=True)
        (self.data_dir / "database.json").unlink(missing_ok=True)


@contextmanager
def running(
    data_dir: Path,
    *,
    create: bool = False,
    fast: bool = False,
    say: server.Say = say_nothing,
    others_end_within: float = 0.0,
) -> Iterator[Cluster]:
    """The data folder's database, running for the duration of the block; the last one who uses it stops it.

    With `create` a missing one is made. `others_end_within`: seconds that are waited for who uses it too: whoever
    started others knows that they are ending. Raises ClusterError.
    """
    cluster = Cluster(data_dir, fast=fast, say=say)
    if create:
        cluster.prepare()
    if not cluster.exists():
        raise ClusterError(f"{cluster.data_dir} has no database yet: start `lapor run` once.")
    with ExitStack() as stack:
        with explained(cluster.data_dir):
            users = stack.enter_context(folder_lock(cluster.data_dir / "database.users", shared=True))
        cluster.start()
        try:
            yield cluster
        finally:
            if users is not None and _is_last(users, others_end_within):
                cluster.stop()


def _is_last(users: int, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while not take_lock(users, shared=False, wait=False):
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.05)
    return True


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what the system says about files into a sentence."""
    try:
        yield
    except OSError as error:
        raise ClusterError(explain_os_error(error, Path(error.filename or path))) from error
