"""Promise: whoever reads the database signs in as nobody, and an officer's open session alone opens no identity.

The places: `lapor/agencies/officers/sessions.py`, `Officer._get_session_auth_hash`, `lapor/console/identities/views.py`
(OPENS).
"""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from lapor.agencies.actions import set_active
from lapor.agencies.models import Officer
from lapor.agencies.officers.sessions import SessionStore, stored_key
from lapor.casework import identities
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.reports.workflow.acting import reporter_actor
from tests.officers import gave_password_again

pytestmark = pytest.mark.django_db
PASSWORD = "Rahasia-2026-x"


def sign_in(officer):
    client = Client()
    client.post("/masuk", {"login": officer.username, "password": PASSWORD})
    assert client.get("/konsol/").status_code == 200
    return client


def test_key_in_the_table_is_nobodys_cookie(triage):
    client = sign_in(triage)
    key = client.cookies["lapor_session"].value
    stored = Session.objects.values_list("session_key", flat=True)
    assert list(stored) == [stored_key(key)]
    thief = Client()
    thief.cookies["lapor_session"] = stored[0]
    assert thief.get("/konsol/").status_code == 302


def test_store_does_all_that_sessions_need(triage):
    store = SessionStore()
    store["a"] = 1
    store.create()
    assert SessionStore(store.session_key)["a"] == 1
    before = store.session_key
    assert before is not None
    assert store.exists(before)
    store.cycle_key()
    assert not SessionStore(None).exists(before)
    assert SessionStore(store.session_key)["a"] == 1
    store.flush()
    assert not Session.objects.exists()
    client = sign_in(triage)
    client.post("/masuk/keluar")
    assert client.get("/konsol/").status_code == 302


def test_account_switched_off_and_on_revives_no_session(triage):
    client = sign_in(triage)
    set_active(Officer.objects.get(pk=triage.pk), is_active=False)
    assert client.get("/konsol/").status_code == 302
    set_active(Officer.objects.get(pk=triage.pk), is_active=True)
    assert client.get("/konsol/").status_code == 302
    sign_in(triage)


@pytest.mark.parametrize("do", ["open", "original"])
def test_identity_asks_for_the_password_again_and_goes_on(root, triage, do):
    new = NewReport(text="Lampu mati", submission_key="x", channel="web", name="Zebedeus", email="z@contoh.example")
    report = file_new_report(new, root=root, actor=reporter_actor(None)).report
    opening = identities.ask_to_open(report, by=triage, reason="Perlu menelepon pelapor untuk tempatnya")
    client, page = sign_in(triage), f"/konsol/laporan/{report.tracking_id}/identitas"
    answer = client.post(page, {"do": do, "opening": str(opening.pk)})
    assert answer["Location"].startswith("/masuk/ulang?next=")
    opening.refresh_from_db()
    assert opening.opened_at is None
    assert client.post(answer["Location"], {"password": "salah"}).status_code == 200
    opening.refresh_from_db()
    assert opening.opened_at is None
    if do == "open":
        shown = client.post(answer["Location"], {"password": PASSWORD, "next": page}).content.decode()
        assert "Zebedeus" in shown
        assert f'<form method="post" action="{page}"' in shown  # asking again goes there, not to the password's page


def test_password_given_again_is_good_for_ten_minutes(root, triage, settings):
    new = NewReport(text="Lampu mati", submission_key="x", channel="web", name="Zebedeus")
    report = file_new_report(new, root=root, actor=reporter_actor(None)).report
    opening = identities.ask_to_open(report, by=triage, reason="Perlu menelepon pelapor untuk tempatnya")
    client, page = sign_in(triage), f"/konsol/laporan/{report.tracking_id}/identitas"
    gave_password_again(client)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    assert client.post(page, {"do": "open", "opening": str(opening.pk)}).status_code == 302
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
    assert "Zebedeus" in client.post(page, {"do": "open", "opening": str(opening.pk)}).content.decode()
