"""Where backups go: a folder or an S3 bucket, both through obstore. What lies there is sealed (sealing.py)."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

from lapor.core.errors import SetupError

TIMEOUT = timedelta(minutes=10)  # of one request; a large file goes in many
DELETED_AT_ONCE = 500


class StorageAway(SetupError):
    """The place of the backups cannot be reached or refuses; the message says why."""


class StoredObject(NamedTuple):
    name: str
    size: int  # bytes
    at: datetime


class Storage:
    """A place for backups. Every method raises StorageAway."""

    def __init__(self, url: str) -> None:
        """`url`: an absolute folder, or s3://bucket/prefix with the AWS_* variables that every S3 client knows."""
        self.url = url
        self._store = _open(url)

    def put(self, name: str, source: Path) -> None:
        try:
            with source.open("rb") as content:
                obstore.put(self._store, name, content)
        except (BaseError, OSError) as error:
            raise self._away(error) from error

    def put_bytes(self, name: str, content: bytes) -> None:
        try:
            obstore.put(self._store, name, content)
        except (BaseError, OSError) as error:
            raise self._away(error) from error

    def get(self, name: str, target: Path) -> None:
        try:
            with target.open("wb") as out:
                for chunk in obstore.get(self._store, name).stream():
                    out.write(chunk)
        except (BaseError, OSError) as error:
            raise self._away(error) from error

    def get_bytes(self, name: str) -> bytes:
        try:
            return bytes(obstore.get(self._store, name).bytes())
        except (BaseError, OSError) as error:
            raise self._away(error) from error

    def listed(self, prefix: str) -> Iterator[StoredObject]:
        """In no order."""
        try:
            for batch in obstore.list(self._store, prefix=prefix):
                for found in batch:
                    yield StoredObject(found["path"], found["size"], found["last_modified"])
        except (BaseError, OSError) as error:
            raise self._away(error) from error

    def delete(self, names: Sequence[str]) -> None:
        try:
            for start in range(0, len(names), DELETED_AT_ONCE):
                obstore.delete(self._store, list(names[start : start + DELETED_AT_ONCE]))
        except (BaseError, OSError) as error:
            raise self._away(error) from error

    def _away(self, error: Exception) -> StorageAway:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        return StorageAway(f"The place of the backups, {self.url}, cannot be used ({lines[0][:300]}).")


def _open(url: str) -> ObjectStore:
    if url.startswith("s3://"):
        if not re.match(r"s3://[a-z0-9][a-z0-9.-]+", url):
            raise SetupError(f"LAPOR_BACKUP_TO is {url}: name a bucket, as in s3://bucket/prefix.")
        return S3Store.from_url(url, client_options={"timeout": TIMEOUT, "allow_http": True})
    if not url.startswith("/"):
        raise SetupError(f"LAPOR_BACKUP_TO is {url}: name an absolute folder or s3://bucket/prefix.")
    try:
        return LocalStore(prefix=url, mkdir=True)
    except (BaseError, OSError) as error:
        raise StorageAway(f"The folder of the backups, {url}, cannot be made ({error}).") from error
