"""Points in time come from the database as Django reads them."""

from datetime import UTC

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import BaseTzLoader

from lapor.db.postgresql.base import UtcLoader

pytestmark = pytest.mark.django_db
WRITTEN = [
    "2026-11-30 07:31:54.141169+07",
    "2026-11-30 07:31:54.1+07",
    "2026-11-30 07:31:54.00002+00",
    "2026-11-30 07:31:54Z",
    "1945-08-17 10:00:00+07:30",
    "0001-01-01 00:00:00+00",
    "9999-12-31 23:59:59.999999+00",
]
NOT_READ = ["infinity", "-infinity", "0044-03-15 12:00:00+00 BC", "10000-01-01 00:00:00+00"]


class DjangosLoader(BaseTzLoader):  # type: ignore[misc]  # Django's has no types
    timezone = UTC


def read(written, reader=None, zone="UTC"):
    with connection.cursor() as cursor:
        if reader:
            cursor.cursor.adapters.register_loader("timestamptz", reader)
        cursor.execute("SELECT set_config('TimeZone', %s, true)", [zone])
        cursor.execute("SELECT %s::timestamptz", [written])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("written", WRITTEN)
def test_as_django_reads_them(written):
    at = read(written)
    assert at == read(written, DjangosLoader)
    assert at.tzinfo is UTC


def test_ours_is_used():
    with connection.cursor() as cursor:
        assert cursor.cursor.adapters.get_loader(1184, 0) is UtcLoader


@pytest.mark.parametrize("written", NOT_READ)
def test_what_python_cannot_hold_is_refused_in_the_same_words(written):
    with pytest.raises(Exception, match=r"too (?:large|small)|can't parse") as ours:
        read(written)
    with pytest.raises(type(ours.value)) as djangos:
        read(written, DjangosLoader)
    assert str(ours.value) == str(djangos.value)


def test_a_session_in_another_zone_gives_utc():
    """Django's gives the other zone's hours as UTC there; no session of ours is in one."""
    at = read("2026-11-30 07:31:54+07", zone="Asia/Jakarta")
    assert (at.hour, at.tzinfo) == (0, UTC)
