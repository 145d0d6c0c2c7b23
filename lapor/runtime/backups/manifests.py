"""What a backup says of itself: a signed JSON beside its parts. Without the signature whoever can write to the storage
could put a backup of their own there, since everybody may know the recipient."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from lapor.core.errors import SetupError
from lapor.ledger.signing import is_genuine, signed
from lapor.runtime.backups.storage import Storage

FORMAT = "lapor-backup-1"
NAME = "manifest.json"
FOLDER = "backups"
FULL, INCREMENTAL, LOGICAL = "full", "incremental", "logical"


@dataclass(frozen=True)
class Manifest:
    """`id`: the time it began (UTC, sorts). `parts`: name of the sealed file -> SHA-256 of what it holds."""

    id: str
    kind: str  # full, incremental, logical
    began_at: str  # ISO, UTC
    ended_at: str
    lapor: str  # version of the program
    postgresql: int  # major
    parent: str  # of an incremental one, else empty
    position: int  # of the ledger, when it began
    epoch: int
    recipient: str  # for whom it is sealed
    system: str  # the cluster's identifier: its log lies apart from those of others
    wal: str  # the first segment of the log that it needs; empty for a logical one
    bytes: int
    parts: Mapping[str, str]

    @property
    def is_base(self) -> bool:
        return self.kind != LOGICAL

    @property
    def ended(self) -> datetime:
        return datetime.fromisoformat(self.ended_at)


def write_manifest(storage: Storage, manifest: Manifest) -> None:
    """Last of all: a backup without it was broken off and counts for nothing."""
    document = signed({"format": FORMAT, **asdict(manifest), "parts": dict(manifest.parts)})
    storage.put_bytes(f"{FOLDER}/{manifest.id}/{NAME}", json.dumps(document, indent=1, sort_keys=True).encode())


def read_manifests(storage: Storage) -> tuple[list[Manifest], list[str]]:
    """Those that this installation's keys signed, oldest first; and the names of what others put there."""
    genuine, others = [], []
    for name in sorted(found.name for found in storage.listed(f"{FOLDER}/") if found.name.endswith(f"/{NAME}")):
        manifest = _read(storage, name)
        if manifest is None:
            others.append(name)
        else:
            genuine.append(manifest)
    return genuine, others


def _read(storage: Storage, name: str) -> Manifest | None:
    try:
        document: dict[str, Any] = json.loads(storage.get_bytes(name))
        if document.get("format") == FORMAT and is_genuine(document):
            return Manifest(**{field: document[field] for field in Manifest.__dataclass_fields__})
    except (ValueError, AttributeError, KeyError):
        return None  # as one that another key signed: whoever asked names it
    return None


def chain_of(manifests: list[Manifest], last: Manifest) -> list[Manifest]:
    """The full backup and the incremental ones up to `last`. Raises SetupError where one is gone."""
    by_id, chain = {one.id: one for one in manifests}, [last]
    while chain[0].parent:
        parent = by_id.get(chain[0].parent)
        if parent is None:
            raise SetupError(f"The backup {chain[0].id} needs {chain[0].parent}, which is gone.")
        chain.insert(0, parent)
    return chain


def past_their_time(manifests: list[Manifest], now: datetime, keep: timedelta) -> list[Manifest]:
    """Chains whose newest backup ended before `keep`, but never the last whole chain."""
    fulls = [one for one in manifests if one.kind == FULL]
    heads = {one.id: _first_of(manifests, one) for one in manifests if one.is_base}
    newest = {head: max(one.ended for one in manifests if heads.get(one.id) == head) for head in set(heads.values())}
    last = fulls[-1].id if fulls else ""
    dead = {head for head, ended in newest.items() if head != last and ended < now - keep}
    logical = [one for one in manifests if one.kind == LOGICAL]
    old = {one.id for one in logical[:-1] if one.ended < now - keep}
    # the newest first: one that is broken off leaves whole chains
    return [one for one in reversed(manifests) if heads.get(one.id) in dead or one.id in old]


def _first_of(manifests: list[Manifest], last: Manifest) -> str:
    """The full backup of its chain; itself where a part is gone, so that it ends alone."""
    try:
        return chain_of(manifests, last)[0].id
    except SetupError:
        return last.id


def sha256_of(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
