"""The database of the tests: all migrations and the Semarang preset, made once a day and then copied.

To make it takes some ten seconds of each test process, to copy its files a quarter of one. What it is made from names
the copy, so that a changed migration or preset makes a new one. A second copy of its rows lies in the schema `kept`:
a test with real transactions empties all tables when it ends, and gets them back from there.
"""

import hashlib
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from lapor.agencies.preset import load_preset, preset_dir
from lapor.core.environment import PROJECT_DIR
from lapor.core.files import folder_lock
from lapor.runtime.cluster import Cluster
from lapor.runtime.cluster.cluster import SET_UP
from lapor.runtime.cluster.passwords import password_file
from tests.plugin import SERVER, base_folder

NAME = "test_lapor"
MADE_FROM = (
    "lapor/*/migrations/*.py",
    "lapor/agencies/**/*.py",
    "lapor/core/*.py",
    "lapor/ledger/*.py",
    "lapor/publish/remaking.py",
    "lapor/reporters/vault.py",
    "lapor/runtime/cluster/*.py",
    "deploy/presets/semarang/**/*",
    "requirements/dev.txt",
    "tests/database.py",
)
REMADE = ("django_content_type", "auth_permission", "django_site", "django_migrations")  # by Django, after a flush
ROWS_TABLES = """
    SELECT c.relname, array_agg(quote_ident(a.attname) ORDER BY a.attnum)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND c.relname <> ALL(%s)
    GROUP BY c.relname
"""


def ready() -> None:
    """The server of this process runs, and Django is connected to a database with the preset."""
    if "LAPOR_TEST_DATABASE_URL" in os.environ:
        make()
        return
    connection.settings_dict["TEST"]["NAME"] = NAME
    cluster = Cluster(Path(os.environ[SERVER]), fast=True)
    with folder_lock(base_folder() / "prepared.lock"):
        copy = base_folder() / f"prepared-{fingerprint()}"
        if copy.exists():
            take(copy, cluster)
        else:
            cluster.prepare()
            cluster.start()
            make()
            connection.close()
            cluster.stop()
            keep(cluster, copy)
    cluster.start()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = NAME


def fingerprint() -> str:
    """Of everything that the database is made from; the day too, since there are partitions for the months to come."""
    found = hashlib.sha256(f"{datetime.now(UTC):%Y-%m-%d} {os.environ.get('LAPOR_POSTGRES_BIN', '')}".encode())
    found.update(Path(os.environ["LAPOR_DATA_DIR"], "keys.json").read_bytes())
    for path in sorted(path for pattern in MADE_FROM for path in PROJECT_DIR.glob(pattern) if path.is_file()):
        found.update(str(path.relative_to(PROJECT_DIR)).encode() + path.read_bytes())
    return found.hexdigest()[:20]


def make() -> None:
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    load_preset(preset_dir("semarang"))
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA kept")
        for table, columns in rows_tables(cursor):
            cursor.execute(f"CREATE TABLE kept.{table} AS SELECT {columns} FROM public.{table}")  # noqa: S608
            cursor.execute(f"SELECT EXISTS (SELECT FROM kept.{table})")  # noqa: S608
            if not cursor.fetchone()[0]:
                cursor.execute(f"DROP TABLE kept.{table}")


def put_back() -> None:
    """The rows of the preset, after a test with real transactions has emptied the tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'kept'::regnamespace AND relkind = 'r'")
        kept = {name for (name,) in cursor.fetchall()}
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "TRUNCATE ledger_event, ledger_position, ledger_tail, gateway_delivery"
        )  # tables that Django does not manage
        for table, columns in rows_tables(cursor):
            if table in kept:
                cursor.execute(
                    f"INSERT INTO public.{table} ({columns}) OVERRIDING SYSTEM VALUE"  # noqa: S608
                    f" SELECT {columns} FROM kept.{table} ON CONFLICT DO NOTHING"
                )
        cursor.execute("SET session_replication_role = DEFAULT")


def rows_tables(cursor) -> list[tuple[str, str]]:
    """Tables whose rows are kept, each with its columns as SQL."""
    cursor.execute(ROWS_TABLES, [list(REMADE)])
    return [(name, ", ".join(columns)) for name, columns in cursor.fetchall()]


def keep(cluster: Cluster, copy: Path) -> None:
    """Lay the stopped cluster aside; of older ones the last stays, for another branch."""
    for old in sorted(base_folder().glob("prepared-*"), key=lambda path: path.stat().st_mtime)[:-1]:
        shutil.rmtree(old, ignore_errors=True)
    draft = base_folder() / "prepared.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    copy_files(cluster.place.cluster, draft / "cluster")
    shutil.copy(password_file(cluster.data_dir), draft)
    draft.rename(copy)


def take(copy: Path, cluster: Cluster) -> None:
    copy_files(copy / "cluster", cluster.place.cluster)
    shutil.copy(copy / password_file(cluster.data_dir).name, password_file(cluster.data_dir))
    (Path(cluster.place.home) / SET_UP).touch()


def copy_files(source: Path, target: Path) -> None:
    """With owners and times."""
    subprocess.run(["cp", "-a", source, target], check=True)
