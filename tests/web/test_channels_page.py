"""/konsol/kanal/: what waits and what failed is seen; quarantine is read again; only an administrator shuts a door."""

from datetime import timedelta

import pytest
from django.test import Client

from lapor.agencies.actions import create_officer
from lapor.agencies.roles import Role
from lapor.channels.base import Permanent, Received
from lapor.core import clock
from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.health.overview import health_of
from lapor.gateway.inbound.media import fetch_file
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import ChannelAccount, Delivery, InboundFile
from lapor.intake.conversations.reading import read_channel
from tests.contract.channels import SPOKEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(root):
    return make_account("webhook", "uji", root=root, settings={}, secrets={"secret": "rahasia-sekali"})


@pytest.fixture
def admin(root):
    officer = create_officer(
        username="ada", password="Rahasia-2026-x", name="Ada", agency=root, role=Role.ADMINISTRATOR
    )
    client = Client()
    client.force_login(officer, backend="lapor.agencies.officers.backend.OfficerBackend")
    return client


def deliver(account, body):
    return store(opened(account), Received(body))


def test_numbers_and_alarms_of_an_account(account, root):
    deliver(account, SPOKEN["webhook"].message("Lampu mati"))
    [health] = health_of(root)
    assert (health.waiting, health.aside, health.alarms) == (1, 0, ())
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert health_of(root)[0].alarms == ("waits",)
    read_channel("webhook")
    [health] = health_of(root)
    assert (health.waiting, health.account.received_count, health.outgoing) == (0, 1, 1)
    ChannelAccount.objects.update(silent_after_hours=24)
    with clock.at(clock.now() + timedelta(hours=25)):
        assert health_of(root)[0].alarms == ("silent",)


def test_quarantine_is_shown_and_read_again(account, admin):
    bad = deliver(account, b"bukan json")
    read_channel("webhook")
    page = admin.get("/konsol/kanal/").content.decode()
    assert "no JSON" in page
    admin.post("/konsol/kanal/", {"do": "delivery", "id": str(bad.id)})
    assert Delivery.objects.get(id=bad.id).state == "waiting"
    answer = admin.post("/konsol/kanal/", {"do": "delivery", "id": str(bad.id)}, follow=True)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "fields", [{}, {"do": "delivery", "id": "x"}, {"do": "off", "id": "x"}, {"do": "lain", "id": ""}]
)
def test_rubbish_changes_nothing(account, admin, fields):
    assert admin.post("/konsol/kanal/", fields, follow=True).status_code == 200
    assert ChannelAccount.objects.get().is_active


def test_only_an_administrator_shuts_a_door(account, admin, triage):
    other = Client()
    other.force_login(triage, backend="lapor.agencies.officers.backend.OfficerBackend")
    other.post("/konsol/kanal/", {"do": "off", "id": str(account.pk)})
    assert ChannelAccount.objects.get().is_active
    admin.post("/konsol/kanal/", {"do": "off", "id": str(account.pk)})
    assert not ChannelAccount.objects.get().is_active
    call = SPOKEN["webhook"].call(SPOKEN["webhook"].message())
    assert (
        Client()
        .post("/webhooks/webhook/uji", call.body, content_type="application/json", headers=dict(call.headers))
        .status_code
        == 404
    )


def test_other_citys_accounts_are_not_shown(account, admin):
    from lapor.agencies.models import Agency  # noqa: PLC0415 - beside its use

    other = Agency.objects.create(code="kota-lain", kind="city", name="Kota Lain")
    ChannelAccount.objects.update(root=other)
    assert "webhook/uji" not in admin.get("/konsol/kanal/").content.decode()
    admin.post("/konsol/kanal/", {"do": "off", "id": str(account.pk)})
    assert ChannelAccount.objects.get().is_active


def test_file_that_was_not_had_is_shown_with_why(admin, root, monkeypatch):
    def gone(*_):
        raise Permanent("the platform answered 404")

    monkeypatch.setattr("lapor.channels.telegram.channel.TelegramChannel.fetch_media", gone)
    bot = make_account("telegram", "bot", root=root, settings={}, secrets={"secret": "rahasia-sekali"})
    deliver(bot, SPOKEN["telegram"].message("Lampu mati", extra=SPOKEN["telegram"].file))
    read_channel("telegram")
    assert "answered 404" not in admin.get("/konsol/kanal/").content.decode()
    fetch_file(InboundFile.objects.get().pk)
    assert "1: the platform answered 404" in admin.get("/konsol/kanal/").content.decode()
