"""`lapor officer` and `lapor keys sign-anew`: accounts and keys in the hands of whoever runs the machine."""

import argparse
import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from lapor.agencies.actions import create_token, officer_with_token
from lapor.agencies.models import Delegation, Officer
from lapor.config.commands import keys, officer
from lapor.core import clock
from lapor.core.keys import create_keys, load_keys
from lapor.ledger.models import Event
from lapor.ledger.verifying import verify

pytestmark = pytest.mark.django_db


def lapor(*arguments):
    parser = argparse.ArgumentParser()
    officer.add_arguments(parser)
    return officer.run(parser.parse_args(arguments))


def add(user="siti", role="liaison_officer", agency="perkim", *more):
    return lapor("add", user, "--name", "Siti", "--role", role, "--agency", agency, *more)


def test_account_is_made_with_a_password_that_lets_in(root, capsys):
    assert add() == 0
    password = capsys.readouterr().out.strip().rsplit(" ", 1)[-1]
    answer = Client().post("/masuk", {"login": "siti", "password": password})
    assert answer["Location"] == "/konsol/"
    event = Event.objects.get(name="officer.added")
    assert "Siti" not in json.dumps(event.data)
    assert verify().faults == []


def test_what_cannot_be_made_is_said(root, capsys):
    add()
    assert add() == 1
    assert add("lain", "head", "tidak-ada") == 1
    assert add("x y", "head", "perkim", "--email", "bukan-email") == 1
    said = capsys.readouterr().err
    assert "already" in said
    assert "'tidak-ada'" in said
    assert Officer.objects.filter(username__in=["lain", "x y"]).count() == 0
    for action in ("off", "on", "password", "forget-factor"):
        assert lapor(action, "hantu") == 1


def test_account_switched_off_keeps_its_name_and_loses_its_tokens(liaison, capsys):
    token = create_token(liaison)
    assert lapor("off", "hana") == 0
    assert officer_with_token(token) is None
    assert Client().post("/masuk", {"login": "hana", "password": "Rahasia-2026-x"})["Location"] == "/masuk/nonaktif"
    assert lapor("on", "hana") == 0
    assert Client().post("/masuk", {"login": "hana", "password": "Rahasia-2026-x"})["Location"] == "/konsol/"
    assert lapor("list") == 0
    assert "liaison_officer" in capsys.readouterr().out


def test_new_password_ends_the_old_one(liaison, capsys):
    client = Client()
    client.post("/masuk", {"login": "hana", "password": "Rahasia-2026-x"})
    assert lapor("password", "hana") == 0
    assert client.get("/konsol/").status_code == 302
    assert Client().post("/masuk", {"login": "hana", "password": "Rahasia-2026-x"}).status_code == 200


def test_forgotten_factor_is_told_in_the_ledger(liaison, capsys):
    assert lapor("forget-factor", "hana") == 0
    assert "had none" in capsys.readouterr().out
    Authenticator.objects.create(user=liaison, type="totp", data={"secret": "x"})
    assert lapor("forget-factor", "hana") == 0
    assert not Authenticator.objects.exists()
    assert Event.objects.filter(name="officer.factor_forgotten").count() == 2


def test_role_is_lent_by_command(liaison, root, capsys):
    add()
    assert lapor("lend", "hana", "siti", "--until", "2020-01-01") == 1
    last_day = f"{clock.now() + timedelta(days=30):%Y-%m-%d}"
    assert lapor("lend", "hana", "hana", "--until", last_day) == 1
    assert lapor("lend", "hana", "siti", "--until", last_day) == 0
    assert Delegation.objects.get().substitute.username == "siti"


def test_new_signing_key_keeps_the_old_one_published(tmp_path, monkeypatch, capsys):
    path = tmp_path / "keys.json"
    create_keys(path)
    monkeypatch.setenv("LAPOR_KEYS_FILE", str(path))
    before = load_keys(path)
    assert keys.sign_anew() == 0
    after = load_keys(path)
    assert after.signing != before.signing
    assert len(after.former_signing) == len(before.former_signing) + 1
    assert after.vault == before.vault
