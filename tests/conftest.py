"""Shared fixtures: the Semarang preset, officers, a report on its way."""

import uuid

import hypothesis
import pytest
from django.test import override_settings
from pytest_django.plugin import blocking_manager_key

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency
from lapor.agencies.queries import jurisdiction
from lapor.agencies.roles import Role
from lapor.agencies.routing import queries as routing_queries
from lapor.core import ttl_cache
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.ledger.cursors import catch_up
from lapor.reports.workflow.acting import reporter_actor
from lapor.runtime.consumers import CONSUMERS
from tests import database, sampling

# the same cases each time, however busy the machine
hypothesis.settings.register_profile("lapor", deadline=None, derandomize=True)
hypothesis.settings.load_profile("lapor")

PLAIN_FILES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


QUICK_PASSWORDS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one takes half a second on purpose


@pytest.fixture(autouse=True)
def quick_settings():
    """Pages are made without the collected files' manifest, accounts without the slow hash and (but in its own tests)
    second factor."""
    with override_settings(STORAGES=PLAIN_FILES, PASSWORD_HASHERS=QUICK_PASSWORDS, SECOND_FACTOR_REQUIRED=False):
        yield


@pytest.fixture(autouse=True)
def nothing_is_kept(monkeypatch):
    """What one test loaded is not believed in the next: each begins with the first version of the routing again."""
    monkeypatch.setattr(ttl_cache, "SECONDS", 0.0)
    ttl_cache.clear_all()
    routing_queries._table.cache_clear()
    routing_queries._layer.cache_clear()


@pytest.fixture
def caught_up():
    """Brings every reader of events to the end."""
    return lambda: catch_up(CONSUMERS)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker, request):
    """The test database holds the Semarang preset (tests.database)."""
    with django_db_blocker.unblock():
        database.ready()
    request.config.lapor_database_is_ready = True


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items):
    sampling.mark_cases_beyond(items)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """A test with real transactions empties the tables when it ends: what every test may count on is put back before
    the next."""
    is_ready = getattr(item.config, "lapor_database_is_ready", False)
    if not is_ready or (
        not {"db", "transactional_db"} & set(item.fixturenames) and item.get_closest_marker("django_db") is None
    ):
        return
    with item.config.stash[blocking_manager_key].unblock():
        if not Agency.objects.exists():
            database.put_back()


@pytest.fixture
def root(db):
    return jurisdiction()


@pytest.fixture
def triage(root):
    agency = Agency.objects.get(code="diskominfo")
    return create_officer(
        username="vera", password="Rahasia-2026-x", name="Vera", agency=agency, role=Role.TRIAGE_OFFICER
    )


@pytest.fixture
def liaison(root):
    agency = Agency.objects.get(code="perkim")
    return create_officer(
        username="hana", password="Rahasia-2026-x", name="Hana", agency=agency, role=Role.LIAISON_OFFICER
    )


@pytest.fixture
def filed(root):
    new = NewReport(
        text="Lampu jalan mati sejak Senin",
        submission_key=str(uuid.uuid4()),
        channel="web",
        email="budi@contoh.example",
        name="Budi",
    )
    return file_new_report(new, root=root, actor=reporter_actor(None))
