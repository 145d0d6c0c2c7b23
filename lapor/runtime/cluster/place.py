"""Where a data folder's database lies: cluster, socket folder, log. Called by Cluster.

An ordinary user has all of it in the data folder. Root has it under /var/lib/lapor, where the system user that runs
PostgreSQL can reach it without anybody changing the permissions of root's home; `database.json` in the data folder
points there.
"""

import hashlib
import os
import secrets
import stat
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from lapor.core.files import read_json, write_json
from lapor.runtime.cluster.account import SystemAccount, account_of, database_account
from lapor.runtime.cluster.errors import ClusterError

POINTER = "database.json"
ROOT_STORAGE = Path("/var/lib/lapor")
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 107  # sockaddr_un on Linux


@dataclass(frozen=True)
class ClusterPlace:
    """The pointer's content: paths as text, `identity` tells a cluster made anew from its predecessor."""

    data_dir: str
    home: str
    sockets: str
    identity: str

    @property
    def cluster(self) -> Path:
        return Path(self.home) / "cluster"

    @property
    def draft(self) -> Path:
        """Where initdb works; renamed to `cluster` when it is done, so that a broken-off one is simply made again."""
        return Path(self.home) / "cluster.new"

    @property
    def log(self) -> Path:
        return Path(self.home) / "server.log"

    @property
    def account(self) -> SystemAccount:
        return account_of(Path(self.home).stat().st_uid)


def known_place(data_dir: Path) -> ClusterPlace | None:
    """What the pointer says, None where this data folder has no database. Raises ClusterError for a copied folder."""
    if not (data_dir / POINTER).exists():
        return None
    content = read_json(data_dir / POINTER)
    try:
        # an absolute home stays what it is
        place = ClusterPlace(**{**content, "home": str(data_dir / content["home"])})
    except (KeyError, TypeError):
        raise ClusterError(
            f"{data_dir / POINTER} is damaged: put it back from the backup, it says where the database is."
        ) from None
    if not Path(place.home).is_dir():
        raise ClusterError(
            f"The database of {data_dir} is no longer in {place.home}: put that folder back from a backup,"
            f" or remove {data_dir / POINTER} to begin with an empty one."
        )
    return place if place.data_dir == str(data_dir) else adopt(place, data_dir)


def adopt(place: ClusterPlace, data_dir: Path) -> ClusterPlace:
    """The place after its data folder was moved. Raises ClusterError where a copy would share root's database."""
    old = Path(place.data_dir)
    if Path(place.home).parent != data_dir and read_json(old / POINTER).get("identity") == place.identity:
        raise ClusterError(
            f"{data_dir} is a copy of {old} and would share its database: move the folder instead of copying it,"
            f" or remove {data_dir / POINTER} to begin with an empty one."
        )
    moved = ClusterPlace(str(data_dir), place.home, str(socket_folder(Path(place.home), data_dir)), place.identity)
    remember(moved)
    return moved


def new_place(data_dir: Path, root_storage: Path = ROOT_STORAGE) -> ClusterPlace:
    """Choose and make the folders for a new cluster, and remember them in the data folder. Raises OSError."""
    account = database_account()
    if account.is_ours:
        home = data_dir / "database"
    else:
        root_storage.mkdir(parents=True, exist_ok=True, mode=0o755)
        home = root_storage / short_hash(data_dir)
        move_aside(home)
    make_private(home, account)
    place = ClusterPlace(str(data_dir), str(home), str(socket_folder(home, data_dir)), secrets.token_hex(8))
    remember(place)
    return place


def move_aside(home: Path) -> None:
    """Keep the database of an earlier, deleted data folder of the same name as `….old-TIME`: a person removes it."""
    if home.exists():
        home.rename(home.with_name(f"{home.name}.old-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"))


def remember(place: ClusterPlace) -> None:
    data_dir, home = Path(place.data_dir), Path(place.home)
    inside = home.name if home.parent == data_dir else place.home  # so that a moved folder still finds it
    write_json(data_dir / POINTER, {**asdict(place), "home": inside})


def short_hash(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def socket_folder(home: Path, data_dir: Path) -> Path:
    """`home`/s, or a short folder where the socket's path would be longer than the system allows or, with a comma, be
    read as two."""
    folder = home / "s"
    if len(os.fsencode(folder / SOCKET)) <= LONGEST_SOCKET_PATH and "," not in str(folder):
        return folder
    base = Path("/run") if os.geteuid() == 0 else Path("/tmp")  # noqa: S108 - owner and mode are checked below
    return base / f"lapor-{os.geteuid()}-{short_hash(data_dir)}"


def make_private(folder: Path, account: SystemAccount) -> None:
    """Make `folder` 0700 for `account`; refuses one that somebody else put there (a link, another owner)."""
    folder.mkdir(exist_ok=True, mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), account.uid}:
        raise ClusterError(f"{folder} belongs to somebody else: remove it or choose another LAPOR_DATA_DIR.")
    if not account.is_ours:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)
