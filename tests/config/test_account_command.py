"""`lapor account`: doors are made with a secret shown once, listed, shut and opened."""

import argparse
from datetime import timedelta

import pytest

from lapor.config.commands import account
from lapor.core import clock
from lapor.gateway.accounts.accounts import account_at_door
from lapor.gateway.accounts.setup import as_before
from lapor.gateway.channels import CHANNELS, QUIET_HOURS
from lapor.gateway.models import ChannelAccount

pytestmark = pytest.mark.django_db


def lapor(*arguments):
    parser = argparse.ArgumentParser()
    account.add_arguments(parser)
    return account.run(parser.parse_args(arguments))


def test_account_is_made_with_a_secret_that_is_kept_sealed(root, capsys):
    assert lapor("add", "webhook", "kios", "--set", "send_url=https://kios.example/kirim") == 0
    door, secret = capsys.readouterr().out.strip().splitlines()
    assert door == "/webhooks/webhook/kios"
    found = account_at_door("webhook", "kios")
    assert found.account.secrets["secret"] == secret.rsplit(" ", 1)[-1]
    assert found.account.settings == {"send_url": "https://kios.example/kirim"}
    assert secret.encode() not in bytes(ChannelAccount.objects.get().secrets)


def test_new_settings_leave_the_secrets_and_a_new_secret_leaves_the_one_before_for_a_while(root, capsys):
    lapor("add", "facebook", "kota", "--secret", "app_secret=satu", "--secret", "token=t")
    lapor("add", "facebook", "kota", "--set", "page_id=12", "--secret", "app_secret=dua")
    assert "stays" in capsys.readouterr().out
    found = account_at_door("facebook", "kota").account
    assert (found.secrets["app_secret"], found.secrets["token"], found.settings["page_id"]) == ("dua", "t", "12")
    assert as_before(found).secrets["app_secret"] == "satu"
    lapor("add", "facebook", "kota", "--set", "page_id=13")
    assert as_before(account_at_door("facebook", "kota").account).secrets["app_secret"] == "satu"
    with clock.at(clock.now() + timedelta(days=3)):
        assert as_before(account_at_door("facebook", "kota").account) is None


def test_door_is_shut_and_opened_and_shown_so(root, capsys):
    lapor("add", "webhook", "kios")
    assert lapor("off", "webhook", "kios") == 0
    assert not account_at_door("webhook", "kios").is_active
    lapor("list")
    assert "off" in capsys.readouterr().out.splitlines()[-1]
    assert lapor("on", "webhook", "kios") == 0
    assert account_at_door("webhook", "kios").is_active


@pytest.mark.parametrize("channel", sorted(CHANNELS))
def test_every_channel_may_ring_at_night_where_the_city_wants_it(root, channel):
    """No account's page asks for it everywhere; notify heeds it on all of them."""
    assert lapor("add", channel, "kota", "--set", "quiet_hours=none") == 0
    assert QUIET_HOURS.among(ChannelAccount.objects.get().settings) == "none"


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "webhook", "kios", "--set", "send_url"),
        ("add", "webhook", "kios", "--city", "lain"),
        ("add", "webhook", "kios", "--set", "sendurl=https://kios.example/"),  # no code would read it
        ("add", "webhook", "kios", "--set", "secret=terbuka"),  # a secret is no open setting
        ("add", "webhook", "kios", "--secret", "send_url=https://kios.example/"),
        ("off", "webhook", "hantu"),
    ],
)
def test_what_cannot_be_done_is_said(root, capsys, arguments):
    assert lapor(*arguments) == 1
    assert capsys.readouterr().err.strip().endswith(".")
    assert not ChannelAccount.objects.exists()
