"""A database of a measurement's own, in a temporary folder, with Django set up on it; gone afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lapor.core.cluster import Cluster
from lapor.core.files import claim_data_folder
from lapor.core.keys import create_keys


@contextmanager
def own_database(*, is_durable: bool = False) -> Iterator[None]:
    """`is_durable`: every commit waits for the disk, as in real use; else it does not, for what only reads."""
    with tempfile.TemporaryDirectory(prefix="lapor-bench-") as folder:
        data_dir = Path(folder) / "data"
        claim_data_folder(data_dir)
        create_keys(data_dir / "keys.json")
        cluster = Cluster(data_dir, fast=not is_durable)
        cluster.prepare()
        cluster.start()
        try:
            url = cluster.admin_url
            os.environ.update(LAPOR_DATA_DIR=str(data_dir), LAPOR_DATABASE_URL=url, DJANGO_SETTINGS_MODULE="lapor.config.settings")
            os.environ.pop("LAPOR_KEYS_FILE", None)
            import django  # noqa: PLC0415 - the settings are only known now

            django.setup()
            yield
            django.db.connections.close_all()
        finally:
            cluster.destroy()
