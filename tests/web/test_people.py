"""Signing in by a code: who can read what comes to an address sees the reports made with it, and nobody else; several
people on one phone."""

import re

import pytest
from django.test import Client

from lapor.core import clock
from lapor.gateway.models import ChannelAccount, OutboundMessage
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.reporters import sign_in, vault
from lapor.reporters.models import ContactPoint, Follow, SignedIn, SignInCode
from lapor.reports.models import Report
from lapor.reports.workflow.acting import reporter_actor
from tests.signing_in import ask, newest_code, run_code_jobs

pytestmark = pytest.mark.django_db
MAIL, PHONE = "siti@contoh.example", "0812-3456-7890"


def file(root, key, text="Lampu mati di Kelud", **contact):
    return file_new_report(
        NewReport(text=text, submission_key=key, channel="web", **contact), root=root, actor=reporter_actor(None)
    ).report


@pytest.fixture
def report(root):
    return file(root, "satu", email=MAIL, name="Siti", visibility="confidential")


code = newest_code


def enter(client, contact=MAIL):
    ask(client, contact)
    return client.post("/laporan-saya/masuk", {"contact": contact, "code": code()})


def test_code_to_the_address_opens_its_reports(client, report, root):
    other = file(root, "dua", email="lain@contoh.example")
    assert client.get(f"/laporan/{report.tracking_id}").status_code == 404
    assert enter(client)["Location"] == "/laporan-saya/akun"
    page = client.get("/laporan-saya/akun").content.decode()
    assert "Lampu mati di Kelud" in page
    assert report.tracking_id in page
    assert other.tracking_id not in page
    assert MAIL not in page
    assert "s…i@contoh.example" in page
    opened = client.get(f"/laporan/{report.tracking_id}").content.decode()
    assert 'id="acts"' in opened  # may act as its reporter
    assert 'id="acts"' not in client.get(f"/laporan/{other.tracking_id}").content.decode()


def test_answer_is_the_same_for_an_address_nobody_reported_with(client, report):
    known = client.post("/laporan-saya/masuk", {"contact": MAIL}).content.decode()
    unknown = client.post("/laporan-saya/masuk", {"contact": "tiada@contoh.example"}).content.decode()
    assert run_code_jobs() == 2
    strip = lambda page: re.sub(r"siti@|tiada@|value=\"[^\"]*\"", "", page)  # noqa: E731
    assert strip(known) == strip(unknown)
    assert OutboundMessage.objects.count() == 1


def test_code_is_used_once_and_tried_five_times(client, report):
    ask(client, MAIL)
    right = code()
    for _turn in range(sign_in.TRIES):
        assert (
            client.post(
                "/laporan-saya/masuk", {"contact": MAIL, "code": "00000000" if right != "0000 0000" else "00000001"}
            ).status_code
            == 422
        )
    assert client.post("/laporan-saya/masuk", {"contact": MAIL, "code": right}).status_code == 422
    ask(client, MAIL)
    again = code()
    assert client.post("/laporan-saya/masuk", {"contact": MAIL, "code": again}).status_code == 302
    assert Client().post("/laporan-saya/masuk", {"contact": MAIL, "code": again}).status_code == 422


def test_code_ends_after_ten_minutes(client, report, monkeypatch):
    ask(client, MAIL)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + sign_in.VALID)
    assert client.post("/laporan-saya/masuk", {"contact": MAIL, "code": code()}).status_code == 422


def test_phone_gets_its_code_by_sms_where_the_city_has_an_account(client, root):
    file(root, "tiga", phone=PHONE)
    ask(client, PHONE)
    assert not OutboundMessage.objects.exists()
    ChannelAccount.objects.create(root=root, channel="sms", name="kota", made_at=clock.now())
    assert enter(client, "+62 812 3456 7890").status_code == 302
    message = OutboundMessage.objects.get(cause="sign_in.code")
    assert (message.channel, vault.open_sealed(bytes(message.address))) == ("sms", "+6281234567890")


def test_one_telephone_is_not_pestered_by_many_ways_to_write_it(client, root):
    ways = (
        "081234567890",
        "0812 3456 7890",
        "0812-3456-7890",
        "+62 812 3456 7890",
        "(0812) 34567890",
        "0812.3456.7890",
    )
    assert [client.post("/laporan-saya/masuk", {"contact": one}).status_code for one in ways] == [200] * 5 + [429]


def test_protected_report_is_never_shown_by_sign_in(client, root):
    protected = file(root, "empat", text="Petugas minta pungli", email=MAIL)
    assert protected.is_protected
    enter(client)
    assert protected.tracking_id not in client.get("/laporan-saya/akun").content.decode()
    assert client.get(f"/laporan/{protected.tracking_id}").status_code == 404


def test_two_people_of_one_phone_each_with_their_own(client, report, root):
    second = file(root, "lima", text="Sampah menumpuk", email="budi@contoh.example")
    enter(client)
    enter(client, "budi@contoh.example")
    page = client.get("/laporan-saya/akun").content.decode()
    assert report.tracking_id in page
    assert second.tracking_id in page
    person = SignedIn.objects.get(lookup=vault.contact_lookup("email", MAIL))
    client.post("/laporan-saya/akun", {"do": "out", "person": str(person.pk)})
    page = client.get("/laporan-saya/akun").content.decode()
    assert report.tracking_id not in page
    assert second.tracking_id in page


def test_signing_out_everywhere_ends_the_lost_phone_too(client, report):
    lost = Client()
    enter(lost)
    enter(client)
    # another browser's row: refused
    client.post("/laporan-saya/akun", {"do": "everywhere", "person": str(SignedIn.objects.first().pk)})
    assert SignedIn.objects.count() == 2
    mine = SignedIn.objects.order_by("-created_at").first()
    client.post("/laporan-saya/akun", {"do": "everywhere", "person": str(mine.pk)})
    assert lost.get("/laporan-saya/akun")["Location"] == "/laporan-saya/masuk"
    assert lost.get(f"/laporan/{report.tracking_id}").status_code == 404


def test_erasing_needs_the_tick_and_takes_name_contact_and_sign_in(client, report):
    enter(client)
    person = str(SignedIn.objects.get().pk)
    client.post("/ikuti?category=jalan-rusak", {"way": "email", "email": MAIL, "rhythm": "daily"})
    client.post("/laporan-saya/akun", {"do": "erase", "person": person})
    assert ContactPoint.objects.exists()
    assert Follow.objects.exists()
    client.post("/laporan-saya/akun", {"do": "erase", "person": person, "sure": "1"})
    assert not ContactPoint.objects.exists()
    assert not SignedIn.objects.exists()
    assert not Follow.objects.exists()
    report.refresh_from_db()
    assert report.reporter_id is None
    assert Report.objects.count() == 1


@pytest.mark.parametrize("contact", ["", "bukan alamat", "@", "x" * 300, "12", "a@b"])
def test_what_is_no_address_is_said_to_be_none(client, root, contact):
    assert client.post("/laporan-saya/masuk", {"contact": contact}).status_code == 422


def test_forged_cookie_opens_nothing(client, report):
    client.cookies["lapor_people"] = "eyJhIjoxfQ:forged:forged"
    assert client.get("/laporan-saya/akun")["Location"] == "/laporan-saya/masuk"


def test_codes_and_silent_browsers_end(client, report, monkeypatch):
    enter(client)
    ask(client, MAIL)
    now = clock.now()
    assert sign_in.forget_old(now) == 0
    assert SignInCode.objects.count() == 1
    assert sign_in.forget_old(now + sign_in.KEPT * 2) == 1
    assert not SignInCode.objects.exists()
