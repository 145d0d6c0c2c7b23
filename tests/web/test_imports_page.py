"""/konsol/impor/: faults are said on the page, and an import of one city is nobody else's."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency
from lapor.agencies.roles import Role
from lapor.intake.imports import runs
from lapor.intake.models import ImportRun

pytestmark = pytest.mark.django_db
CSV = b"Tanggal,Aduan,Status\n2024-03-01,Jalan rusak,Rampung\nbesok,Lampu mati,Rampung\n"


@pytest.fixture
def admin(root, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    agency = Agency.objects.get(code="diskominfo")
    officer = create_officer(
        username="ade", password="Rahasia-2026-x", name="Ade", agency=agency, role=Role.ADMINISTRATOR
    )
    client = Client()
    client.force_login(officer, backend="lapor.agencies.officers.backend.OfficerBackend")
    return client


@pytest.fixture
def run(admin):
    answer = admin.post("/konsol/impor/", {"file": SimpleUploadedFile("aduan.csv", CSV, "text/csv")})
    found = ImportRun.objects.get()
    assert answer["Location"] == f"/konsol/impor/{found.pk}"
    runs.look_at_file(found.pk)
    return found


def test_needed_column_that_was_taken_away_is_asked_for(admin, run):
    answer = admin.post(f"/konsol/impor/{run.pk}", {"do": "check", "field_date": "", "field_text": "Aduan"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"field_date"}
    run.refresh_from_db()
    assert run.state == "mapping"


def test_import_waits_for_a_check_and_each_step_is_taken_once(admin, run):
    fields = {"field_date": "Tanggal", "field_text": "Aduan", "field_status": "Status"}
    admin.post(f"/konsol/impor/{run.pk}", {"do": "import", **fields})
    run.refresh_from_db()
    assert run.state == "mapping"
    admin.post(f"/konsol/impor/{run.pk}", {"do": "check", **fields})
    run.refresh_from_db()
    assert run.state == "checking"
    assert admin.get(f"/konsol/impor/{run.pk}?part=progress").headers.get("X-Reload") is None
    runs.import_file(run.pk, is_dry=True)
    assert admin.get(f"/konsol/impor/{run.pk}?part=progress")["X-Reload"] == "yes"
    page = admin.get(f"/konsol/impor/{run.pk}")
    assert page.context["form"]["state_0"].initial == "closed_unconfirmed"
    assert "besok" in admin.get(f"/konsol/impor/{run.pk}/kesalahan.csv").content.decode()
    admin.post(f"/konsol/impor/{run.pk}", {"do": "import", **fields, "state_0": "resolved", "profile": "lama"})
    admin.post(f"/konsol/impor/{run.pk}", {"do": "import", **fields, "state_0": "archived"})
    run.refresh_from_db()
    assert (run.state, run.mapping["states"]) == ("importing", {"Rampung": "resolved"})


def test_file_too_large_is_refused_with_a_sentence(admin, monkeypatch):
    monkeypatch.setattr(runs, "MOST_BYTES", 10)
    answer = admin.post("/konsol/impor/", {"file": SimpleUploadedFile("aduan.csv", CSV, "text/csv")})
    assert answer.status_code == 422
    assert "terlalu besar" in answer.content.decode()
    assert ImportRun.objects.count() == 0
