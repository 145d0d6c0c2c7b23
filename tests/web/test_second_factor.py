"""The second factor: roles that open identities cannot work without one; a code counts once; a lost phone is no lost
account."""

import json
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency
from lapor.agencies.officers.second_factor import NEEDS_ONE, forget_second_factor
from lapor.agencies.roles import Can, Role, roles_that
from lapor.casework.rotation import reseal_everything, sealed_with_older_keys

pytestmark = pytest.mark.django_db
PASSWORD = "Rahasia-2026-x"
PAGES = ("console:inbox", "console:consents", "console:incidents", "console:deliveries", "desk:file", "desk:lookup")


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture(autouse=True)
def empty_cache():
    from django.core.cache import cache  # noqa: PLC0415 - after Django's set-up

    cache.clear()
    yield
    cache.clear()


def sign_in(client, officer, password=PASSWORD):
    return client.post("/masuk", {"login": officer.username, "password": password})


def code_now(secret, steps=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up_app(client):
    """Through the pages, as an officer does. Gives the secret that the phone would keep."""
    again = client.get("/masuk/aman/aplikasi")["Location"]  # the password once more
    assert client.post(again, {"password": PASSWORD})["Location"] == "/masuk/aman/aplikasi"
    secret = client.get("/masuk/aman/aplikasi").context["form"].secret
    response = client.post("/masuk/aman/aplikasi", {"code": code_now(secret)})
    assert (response.status_code, response["Location"]) == (302, reverse("mfa_view_recovery_codes"))
    return secret


@pytest.fixture
def with_app(triage):
    client = Client()
    sign_in(client, triage)
    secret = set_up_app(client)
    return client, triage, secret


def test_whoever_may_open_identities_needs_one():
    assert set(roles_that(Can.OPEN_IDENTITIES, Can.CONSENT_FOR_PROTECTED, Can.ADMINISTER)) <= set(
        roles_that(*NEEDS_ONE)
    )


@pytest.mark.parametrize("role", roles_that(*NEEDS_ONE))
def test_without_a_second_factor_every_page_leads_to_its_set_up(root, role):
    officer = create_officer(
        username="o", password=PASSWORD, name="O", agency=Agency.objects.get(code="diskominfo"), role=role
    )
    client = Client()
    sign_in(client, officer)
    for page in PAGES:
        response = client.get(reverse(page))
        # a role without an inbox is led to its own page
        if response.get("Location", "").startswith(("/konsol/", "/loket/")):
            response = client.get(response["Location"])
        assert response.status_code == 403 or response["Location"] == "/masuk/aman/", page
    assert b"Pasang langkah kedua" in client.get("/masuk/aman/").content


def test_a_desk_works_without(root):
    officer = create_officer(username="o", password=PASSWORD, name="O", agency=root, role=Role.DESK_OFFICER)
    client = Client()
    sign_in(client, officer)
    assert client.get("/loket/").status_code == 200


def test_set_up_gives_recovery_codes_and_opens_the_console(with_app):
    client, triage, _secret = with_app
    page = client.get("/masuk/aman/cadangan/")
    assert len(page.context["unused_codes"]) == 10
    assert client.get("/konsol/").status_code == 200
    assert client.get("/masuk/aman/cadangan/unduh")["Content-Type"].startswith("text/plain")
    assert set(Authenticator.objects.filter(user=triage).values_list("type", flat=True)) == {"totp", "recovery_codes"}


def test_secret_is_sealed_and_survives_a_new_key(with_app, settings, tmp_path):
    _client, triage, secret = with_app
    kept = Authenticator.objects.get(user=triage, type="totp").data["secret"]
    assert secret not in kept
    assert Authenticator.objects.get(user=triage, type="totp").wrap().validate_code(code_now(secret, 1))
    reseal_everything()
    assert Authenticator.objects.get(user=triage, type="totp").data["secret"] != kept
    assert sealed_with_older_keys() == 0
    assert Authenticator.objects.get(user=triage, type="totp").wrap().validate_code(code_now(secret, -1))


def test_sign_in_asks_for_the_code_and_takes_it_once(with_app):
    _client, triage, secret = with_app
    client = Client()
    assert sign_in(client, triage)["Location"] == "/masuk/kode"
    assert client.get("/konsol/").status_code == 302  # a password alone opens nothing
    wrong = client.post("/masuk/kode", {"code": "000000"})
    assert wrong.status_code == 200
    assert wrong.context["form"].errors
    assert client.post("/masuk/kode", {"code": code_now(secret, 1)})["Location"] == "/masuk/percaya"
    assert client.post("/masuk/percaya", {"action": "skip"})["Location"] == "/konsol/"
    assert client.get("/konsol/").status_code == 200
    second = Client()
    sign_in(second, triage)
    # somebody looked over the shoulder
    assert second.post("/masuk/kode", {"code": code_now(secret, 1)}).status_code == 200


def test_own_device_is_trusted_for_a_time_and_only_it(with_app):
    _client, triage, secret = with_app
    client = Client()
    sign_in(client, triage)
    client.post("/masuk/kode", {"code": code_now(secret, 1)})
    client.post("/masuk/percaya", {"action": "trust"})
    client.post("/masuk/keluar")
    assert sign_in(client, triage)["Location"] == "/konsol/"
    assert sign_in(Client(), triage)["Location"] == "/masuk/kode"


def test_recovery_code_lets_in_once(with_app):
    client, triage, _secret = with_app
    code = client.get("/masuk/aman/cadangan/").context["unused_codes"][0]
    for expected in (302, 200):
        other = Client()
        sign_in(other, triage)
        assert other.post("/masuk/kode", {"code": code}).status_code == expected


def test_guessing_codes_is_stopped(with_app):
    _client, triage, secret = with_app
    client = Client()
    sign_in(client, triage)
    answers = [client.post("/masuk/kode", {"code": f"{guess:06}"}) for guess in range(8)]
    assert all(answer.status_code in {200, 429} for answer in answers)
    assert client.post("/masuk/kode", {"code": code_now(secret, 1)}).status_code in {200, 429}
    assert client.get("/konsol/").status_code == 302


def test_taking_the_app_away_asks_who_it_is_and_leads_back_to_set_up(with_app, settings):
    client, _triage, secret = with_app
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    away = client.get("/masuk/aman/aplikasi/lepas")
    assert away.status_code == 302
    assert away["Location"].startswith("/masuk/ulang")
    assert client.get(away["Location"], follow=True).status_code == 200
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    assert (
        client.post("/masuk/ulang/kode?next=/masuk/aman/aplikasi/lepas", {"code": code_now(secret, 1)}).status_code
        == 302
    )
    assert client.get("/masuk/aman/aplikasi/lepas").status_code == 200
    assert client.post("/masuk/aman/aplikasi/lepas").status_code == 302
    assert client.get("/konsol/")["Location"] == "/masuk/aman/"


def test_lost_phone_is_forgotten_by_the_administrator(with_app):
    _client, triage, _secret = with_app
    assert forget_second_factor(triage) == 2
    client = Client()
    assert sign_in(client, triage)["Location"] == "/konsol/"
    assert client.get("/konsol/")["Location"] == "/masuk/aman/"


def passkey(response, **other):
    return json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": response, **other})


NEW = {"clientDataJSON": "e30", "attestationObject": "oA"}  # "{}" and an empty CBOR map, in base64url
KNOWN = {"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AAAA", "userHandle": "AAAA"}
RUBBISH = [
    "",
    "{",
    "[]",
    '"x"',
    '{"id": "a"}',
    '{"response": {}}',
    passkey({}),
    passkey([]),
    passkey(NEW),
    passkey(KNOWN),
    passkey(NEW, id=5),
    passkey({**KNOWN, "userHandle": {"a": 1}}),
    passkey({**KNOWN, "signature": "?"}),
    passkey({**NEW, "clientDataJSON": "A" * 30_000}),
    passkey({**KNOWN, "userHandle": "A" * 400}),
]


@pytest.mark.parametrize("rubbish", RUBBISH)
def test_rubbish_instead_of_a_passkey_is_refused_without_an_error(with_app, rubbish):
    client, triage, _secret = with_app
    assert client.get("/masuk/aman/kunci/tambah").context["js_data"]
    assert client.post("/masuk/aman/kunci/tambah", {"name": "x", "credential": rubbish}).status_code == 200
    other = Client()
    other.get("/masuk/kunci", headers={"Accept": "application/json"})
    assert other.post("/masuk/kunci", {"credential": rubbish}).status_code == 302
    sign_in(other, triage)
    assert other.post("/masuk/kode", {"credential": rubbish}).status_code == 200
