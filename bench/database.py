"""A database of a measurement's own, in a temporary folder, with Django set up on it; gone afterwards, unless it was
loaded and is kept."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lapor.core.files import claim_data_folder, folder_lock
from lapor.core.keys import create_keys
from lapor.runtime.cluster import Cluster

KEPT = Path(os.environ.get("BENCH_DIR", Path(tempfile.gettempdir()) / f"lapor-bench-{os.geteuid()}"))
LOADED = "loaded"
SERVED = "BENCH_DATABASE_URL"  # what the measured server logs in with: the application's role, as in real use (ADR 21)


@contextmanager
def own_database(*, is_durable: bool = False) -> Iterator[None]:
    """`is_durable`: every commit waits for the disk, as in real use; else it does not, for what only reads."""
    with tempfile.TemporaryDirectory(prefix="lapor-bench-") as folder:
        data_dir = Path(folder) / "data"
        cluster = prepared(data_dir, is_durable=is_durable)
        try:
            with set_up(cluster, data_dir):
                yield
        finally:
            cluster.destroy()


@contextmanager
def loaded_database(reports: int) -> Iterator[None]:
    """A durable one with the preset and so many made-up reports, kept for the next time below BENCH_DIR: a million take
    minutes to make."""
    data_dir = KEPT / f"reports-{reports}" / "data"
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    with folder_lock(data_dir.parent / "user.lock"), _loaded(data_dir, reports):
        yield


@contextmanager
def _loaded(data_dir: Path, reports: int) -> Iterator[None]:
    if data_dir.exists() and not (data_dir / LOADED).exists():  # it was stopped while it was being made
        Cluster(data_dir).destroy()
        shutil.rmtree(data_dir)
    cluster = prepared(data_dir, is_durable=True)
    try:
        with set_up(cluster, data_dir):
            from django.core.management import call_command  # noqa: PLC0415 - the settings are only known now

            if (data_dir / LOADED).exists():
                call_command("migrate", verbosity=0)
            else:
                _fill(reports)
                (data_dir / LOADED).touch()
            from django.db import connection  # noqa: PLC0415

            from lapor.runtime.grants import grant, role_of  # noqa: PLC0415

            grant(connection, role=role_of(cluster.url))
            yield
    finally:
        cluster.stop()


def prepare() -> None:
    """Tables, preset, two officers."""
    from django.core.management import call_command  # noqa: PLC0415 - the settings are only known now

    from lapor.agencies.actions import create_officer  # noqa: PLC0415
    from lapor.agencies.models import Agency  # noqa: PLC0415
    from lapor.agencies.preset import load_preset, preset_dir  # noqa: PLC0415
    from lapor.agencies.roles import Role  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    load_preset(preset_dir("semarang"))
    for name, role, code in (("vera", Role.TRIAGE_OFFICER, "diskominfo"), ("hana", Role.LIAISON_OFFICER, "perkim")):
        create_officer(
            username=name, password=uuid.uuid4().hex, name=name, agency=Agency.objects.get(code=code), role=role
        )


def _fill(reports: int) -> None:
    from django.db import connection  # noqa: PLC0415 - the settings are only known now

    from lapor.config.commands.bench import SEED  # noqa: PLC0415
    from lapor.config.load_generator.loading import load, sizes  # noqa: PLC0415

    prepare()
    made = load(reports, seed=SEED)
    found = sizes()
    print(
        f"{made.reports} reports, {made.events} events in {made.seconds:.0f} s,"
        f" {sum(found.values()) / made.reports:.0f} bytes a report"
    )
    for table, size in found.items():
        print(f"  {table:28}{size / 1e6:10.1f} MB")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def prepared(data_dir: Path, *, is_durable: bool) -> Cluster:
    """A running cluster on the folder."""
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    claim_data_folder(data_dir)
    if not (data_dir / "keys.json").exists():
        create_keys(data_dir / "keys.json")
    cluster = Cluster(data_dir, fast=not is_durable)
    cluster.prepare()
    cluster.start()
    return cluster


@contextmanager
def set_up(cluster: Cluster, data_dir: Path) -> Iterator[None]:
    os.environ.update(
        LAPOR_DATA_DIR=str(data_dir),
        LAPOR_DATABASE_URL=cluster.admin_url,
        DJANGO_SETTINGS_MODULE="lapor.config.settings",
    )
    os.environ.pop("LAPOR_KEYS_FILE", None)
    os.environ[SERVED] = cluster.url
    import django  # noqa: PLC0415 - the settings are only known now

    django.setup()
    try:
        yield
    finally:
        django.db.connections.close_all()
