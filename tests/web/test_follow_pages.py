"""/ikuti: by mail only after a yes, by a device at once; ended by one call; nobody's address is shown to who typed
it."""

import json
import re

import pytest
from django.test import Client, override_settings

from lapor.agencies.models import Area
from lapor.channels.push import sender
from lapor.gateway.models import OutboundMessage
from lapor.gateway.outbound.push import push_account, push_key
from lapor.notify import follows
from lapor.reporters.models import Follow
from lapor.reports.models import Report

pytestmark = pytest.mark.django_db
DEVICE = json.dumps(
    {
        "endpoint": "https://fcm.googleapis.com/fcm/send/x",
        "keys": {"p256dh": sender.public_key("peramban"), "auth": "A" * 22},
    }
)


@pytest.fixture
def area(root):
    return Area.objects.filter(root=root, level="district").first()


def by_mail(client, where, email="warga@contoh.example", **more):
    return client.post(f"/ikuti?{where}", {"way": "email", "email": email, "rhythm": "daily", **more})


def test_mail_is_asked_first_and_the_page_shows_no_link_to_it(client, area):
    page = by_mail(client, f"area={area.pk}")
    assert "warga@contoh.example" in page.content.decode()
    row = Follow.objects.get()
    assert (row.confirmed_at, row.rhythm, row.area_id) == (None, "daily", area.pk)
    assert follows.token_of(row) not in page.content.decode()
    link = re.search(r"https?://[^/]+(/ikuti/\S+)", OutboundMessage.objects.get().said.text).group(1)
    other = Client()
    assert "Ya, kirimkan" in other.get(link).content.decode()
    row.refresh_from_db()
    assert row.confirmed_at is None  # a scanner that follows links says yes to nothing
    other.post(link, {"do": "confirm"})
    row.refresh_from_db()
    assert row.confirmed_at


def test_one_call_of_a_mail_program_ends_it(area, client):
    by_mail(client, f"area={area.pk}")
    by_mail(client, "category=jalan-rusak")
    first, second = Follow.objects.order_by("created_at")
    strict = Client(enforce_csrf_checks=True)
    link = f"/ikuti/{follows.token_of(first)}/berhenti"
    assert strict.get(link).status_code == 302
    assert Follow.objects.count() == 2
    assert strict.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert list(Follow.objects.all()) == [second]
    assert strict.post(f"/ikuti/{follows.token_of(second)}/berhenti?semua=1").status_code == 200
    assert not Follow.objects.exists()
    assert strict.post(link).status_code == 200  # again: nothing to end


def test_device_follows_at_once_and_sees_what_it_follows(client, area):
    page = client.post(f"/ikuti?area={area.pk}", {"way": "push", "subscription": DEVICE, "rhythm": "at_once"})
    assert page.status_code == 302
    client.post("/ikuti?category=jalan-rusak", {"way": "push", "subscription": DEVICE, "rhythm": "weekly"})
    shown = client.get(page["Location"]).content.decode()
    assert area.name in shown
    assert shown.count('value="stop"') == 2
    client.post(page["Location"], {"do": "stop", "row": Follow.objects.first().pk.hex})
    assert Follow.objects.count() == 1
    client.post(f"/ikuti/{follows.token_of(Follow.objects.get())}", {"do": "all"})
    assert not Follow.objects.exists()


@pytest.mark.parametrize("subscription", ["", "{}", DEVICE.replace("fcm.googleapis.com", "evil.example")])
def test_what_no_push_service_gave_is_refused_with_words(client, area, subscription):
    page = client.post(f"/ikuti?area={area.pk}", {"way": "push", "subscription": subscription})
    assert page.status_code == 422
    assert "Email selalu bisa" in page.content.decode()


@pytest.mark.parametrize(
    "where",
    [
        "report=9999999999",
        "area=00",
        "category=x",
        "latitude=abc&longitude=110",
        "latitude=-7&longitude=110&metres=99999",
        "metres=500",
        "",
    ],
)
def test_what_is_not_there_cannot_be_followed(client, where):
    assert by_mail(client, where).status_code == 422
    assert not Follow.objects.exists()
    assert client.get(f"/ikuti?{where}").status_code == 200


def test_confidential_report_is_as_unknown_as_any_number(client, filed):
    Report.objects.filter(pk=filed.report.pk).update(visibility="confidential")
    assert by_mail(client, f"report={filed.report.tracking_id}").status_code == 422


def test_wrong_address_keeps_what_was_chosen(client, area):
    page = by_mail(client, f"area={area.pk}", email="bukan surel").content.decode()
    assert "bukan surel" in page
    assert area.name in page


def test_a_mailbox_is_not_pestered(client, area):
    answers = [by_mail(client, f"area={area.pk}").status_code for _turn in range(6)]
    assert answers[-1] == 429
    assert OutboundMessage.objects.count() == 1


def test_circle_of_the_address_is_followed(client, root):
    by_mail(client, "latitude=-7.005&longitude=110.438&metres=800")
    row = Follow.objects.get()
    assert (row.latitude, row.longitude, row.metres) == (-7.005, 110.438, 800)


@pytest.mark.parametrize(
    ("mail_from", "contact"), [("", "mailto:lapor@"), ("Lapor <lapor@smg.example>", "mailto:lapor@smg.example")]
)
def test_push_services_are_told_whom_to_write_to(settings, mail_from, contact):
    settings.MAIL_FROM = mail_from
    account = push_account()
    assert account.settings["contact"].startswith(contact)
    assert sender._signature(account, "https://fcm.googleapis.com/fcm/send/x")["Authorization"].startswith("vapid ")


def test_page_offers_the_key_of_the_installation(client, area):
    with override_settings(PUSH_SECRET="a"):
        assert push_key() in client.get(f"/ikuti?area={area.pk}").content.decode()
