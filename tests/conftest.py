"""Shared fixtures: the Semarang preset, officers, a report on its way."""

import uuid

import pytest

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency, Role
from lapor.agencies.preset import load_preset, preset_dir
from lapor.intake.actions import NewReport, file_new_report
from lapor.reports.acting import reporter_actor


@pytest.fixture
def root(db):
    return load_preset(preset_dir("semarang"))


@pytest.fixture
def triage(root):
    agency = Agency.objects.get(code="diskominfo")
    return create_officer(username="vera", password="Rahasia-2026-x", name="Vera", agency=agency, role=Role.TRIAGE_OFFICER)


@pytest.fixture
def liaison(root):
    agency = Agency.objects.get(code="perkim")
    return create_officer(username="hana", password="Rahasia-2026-x", name="Hana", agency=agency, role=Role.LIAISON_OFFICER)


@pytest.fixture
def filed(root):
    new = NewReport(text="Lampu jalan mati sejak Senin", submission_key=str(uuid.uuid4()), channel="web", email="budi@contoh.example", name="Budi")
    return file_new_report(new, root=root, actor=reporter_actor(None))
