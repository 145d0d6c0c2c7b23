"""Accounts are set up on the page: secrets go in and never come out, and change without losing a delivery."""

import hmac
from datetime import timedelta

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency
from lapor.agencies.roles import Role
from lapor.channels.base import TOKEN, NeedsOperator, Setting
from lapor.channels.telegram.channel import TelegramChannel
from lapor.core import clock
from lapor.gateway.accounts.accounts import forget_accounts, opened
from lapor.gateway.accounts.live_check import check_account
from lapor.gateway.accounts.setup import forget_old_secrets, put_account
from lapor.gateway.channels import CHANNELS
from lapor.gateway.health.overview import health_of
from lapor.gateway.models import ChannelAccount, Delivery

pytestmark = pytest.mark.django_db
META = {"name": "kota", "page_id": "12", "app_secret": "rahasia-aplikasi", "token": "token-satu"}


def admin_of(agency, name="ada"):
    officer = create_officer(
        username=name, password="Rahasia-2026-x", name="Ada", agency=agency, role=Role.ADMINISTRATOR
    )
    client = Client()
    client.force_login(officer, backend="lapor.agencies.officers.backend.OfficerBackend")
    return client


@pytest.fixture
def admin(root):
    forget_accounts()
    return admin_of(root)


def secrets_of(channel):
    return dict(opened(ChannelAccount.objects.get(channel=channel)).account.secrets)


def test_account_is_made_and_what_we_made_is_shown_once(admin):
    page = admin.post("/konsol/kanal/baru/facebook", META).content.decode()
    verify_token = secrets_of("facebook")["verify_token"]
    assert verify_token in page
    assert "/webhooks/facebook/kota" in page
    assert "rahasia-aplikasi" not in page
    row = ChannelAccount.objects.get()
    again = admin.get(f"/konsol/kanal/akun/{row.pk}").content.decode()
    for secret in (verify_token, "rahasia-aplikasi", "token-satu"):
        assert secret not in again
        assert secret.encode() not in bytes(row.secrets)


def test_empty_secret_keeps_the_one_that_is_there(admin):
    admin.post("/konsol/kanal/baru/facebook", META)
    row = ChannelAccount.objects.get()
    assert admin.post(f"/konsol/kanal/akun/{row.pk}", {"page_id": "13", "silent_after_hours": "24"}).status_code == 302
    row.refresh_from_db()
    assert (row.settings["page_id"], row.silent_after_hours, secrets_of("facebook")["token"]) == (
        "13",
        24,
        "token-satu",
    )


def test_needed_field_that_is_missing_is_named_and_nothing_is_made(admin):
    answer = admin.post("/konsol/kanal/baru/facebook", {**META, "app_secret": ""})
    assert answer.status_code == 422
    assert ChannelAccount.objects.count() == 0
    assert admin.get("/konsol/kanal/baru/rokok").status_code == 404


def signed(secret, body=b'{"object": "page", "entry": []}'):
    return {
        "data": body,
        "content_type": "application/json",
        "headers": {"X-Hub-Signature-256": "sha256=" + hmac.new(secret.encode(), body, "sha256").hexdigest()},
    }


def test_replaced_secret_is_good_at_the_door_for_two_days_and_then_gone(admin, client):
    admin.post("/konsol/kanal/baru/facebook", META)
    row = ChannelAccount.objects.get()
    admin.post(f"/konsol/kanal/akun/{row.pk}", {"page_id": "12", "app_secret": "rahasia-baru"})
    assert client.post("/webhooks/facebook/kota", **signed("rahasia-baru", b"{}")).status_code == 200
    assert client.post("/webhooks/facebook/kota", **signed("rahasia-aplikasi")).status_code == 200
    assert client.post("/webhooks/facebook/kota", **signed("salah")).status_code == 403
    assert Delivery.objects.count() == 2
    with clock.at(clock.now() + timedelta(days=3)):
        assert forget_old_secrets() == 1
    assert client.post("/webhooks/facebook/kota", **signed("rahasia-aplikasi", b"[1]")).status_code == 403
    assert set(secrets_of("facebook")) == {"app_secret", "token", "verify_token"}


def test_secret_of_our_own_making_is_made_anew_on_demand_and_the_old_one_works_on(admin, client):
    admin.post("/konsol/kanal/baru/sms", {"name": "kota", "send_url": "https://contoh.example/kirim"})
    old, row = secrets_of("sms")["secret"], ChannelAccount.objects.get()
    page = admin.post(
        f"/konsol/kanal/akun/{row.pk}", {"send_url": "https://contoh.example/kirim", "renew_secret": "on"}
    ).content.decode()
    new = secrets_of("sms")["secret"]
    assert new != old
    assert new in page
    for secret in (old, new):
        assert client.get(f"/webhooks/sms/kota?secret={secret}&from=628112345678&text=Lampu+mati").status_code == 200
    assert Delivery.objects.count() == 2


def test_token_that_ends_soon_is_said_fourteen_days_ahead(admin, root):
    day = (clock.now() + timedelta(days=20)).date()
    admin.post("/konsol/kanal/baru/facebook", {**META, "token_expires_on": day.isoformat()})
    assert "expires" not in health_of(root)[0].alarms
    with clock.at(clock.now() + timedelta(days=7)):
        assert "expires" in health_of(root)[0].alarms
    assert day.isoformat() not in admin.get("/konsol/kanal/").content.decode()


def test_live_check_asks_by_a_job_and_its_word_stands_on_the_page(admin, monkeypatch):
    admin.post("/konsol/kanal/baru/telegram", {"name": "kota", "token": "1:a"})
    row = ChannelAccount.objects.get()
    admin.post("/konsol/kanal/", {"do": "check", "id": str(row.pk)})
    assert ProcrastinateJob.objects.filter(task_name="gateway.check").count() == 1
    monkeypatch.setattr(TelegramChannel, "check", lambda *_: "@semarang_bot, no webhook")
    check_account(row.pk)
    assert "@semarang_bot" in admin.get("/konsol/kanal/").content.decode()

    def revoked(*_):
        raise NeedsOperator("the token is wrong or was revoked")

    monkeypatch.setattr(TelegramChannel, "check", revoked)
    check_account(row.pk)
    row.refresh_from_db()
    assert (row.check_is_fine, row.check_text) == (False, "the token is wrong or was revoked")


def test_another_city_neither_sees_nor_takes_an_account(admin):
    admin.post("/konsol/kanal/baru/facebook", META)
    other = Agency.objects.create(code="kota-lain", kind="city", name="Kota Lain")
    other.path = [other.pk]
    other.save()
    stranger = admin_of(other, "xena")
    assert stranger.get(f"/konsol/kanal/akun/{ChannelAccount.objects.get().pk}").status_code == 404
    answer = stranger.post("/konsol/kanal/baru/facebook", {**META, "token": "dicuri"})
    assert answer.status_code == 422
    assert secrets_of("facebook")["token"] == "token-satu"


def test_what_only_a_terminal_sets_outlives_the_page(admin, root):
    """The page asks for none of these: it must not take them away either."""
    put_account("sms", "uji", root=root, settings={"charset": "latin-1", "sender": "1708"}, secrets={"secret": "uji"})
    row = ChannelAccount.objects.get()
    assert 'name="charset"' not in admin.get(f"/konsol/kanal/akun/{row.pk}").content.decode()
    assert admin.post(f"/konsol/kanal/akun/{row.pk}", {"sender": "1709"}).status_code == 302
    assert ChannelAccount.objects.get().settings == {"charset": "latin-1", "sender": "1709"}


def test_a_platform_of_ones_own_is_a_folder_and_a_line(admin, monkeypatch):
    """Its name, its settings and their words are its own; no other list has to know it."""
    own = TelegramChannel()
    own.name, own.label = "pigeon", "Carrier pigeon"
    own.settings = (TOKEN, Setting("loft", is_needed=True, label="Where its loft is"))
    monkeypatch.setitem(CHANNELS, "pigeon", own)
    assert "Carrier pigeon" in admin.get("/konsol/kanal/").content.decode()
    page = admin.get("/konsol/kanal/baru/pigeon").content.decode()
    assert "Carrier pigeon" in page
    assert "Where its loft is" in page
    assert (
        admin.post("/konsol/kanal/baru/pigeon", {"name": "kota", "token": "rahasia", "loft": "Tugu Muda"}).status_code
        == 302
    )
    assert ChannelAccount.objects.get().settings["loft"] == "Tugu Muda"
