"""Officers sign in with a password of their own; guessing is slow, and what went wrong says nothing of who has an
account."""

import pytest
from django.test import Client

from lapor.gateway.rate_limits import FILE_REPORT

pytestmark = pytest.mark.django_db
PASSWORD = "Rahasia-2026-x"


@pytest.fixture(autouse=True)
def empty_cache():
    from django.core.cache import cache  # noqa: PLC0415 - after Django's set-up

    cache.clear()
    yield
    cache.clear()


def sign_in(client, login="vera", password=PASSWORD):
    return client.post("/masuk", {"login": login, "password": password})


def test_officer_signs_in_and_lands_in_the_inbox(triage):
    response = sign_in(Client())
    assert (response.status_code, response["Location"]) == (302, "/konsol/")


def test_session_cookie_is_out_of_reach_of_scripts(triage):
    client = Client()
    sign_in(client)
    cookie = client.cookies["lapor_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_wrong_password_and_unknown_account_answer_alike(triage):
    client = Client()
    known, unknown = (
        sign_in(client, password="salah-salah-1"),
        sign_in(client, login="tidakada", password="salah-salah-1"),
    )
    assert known.status_code == unknown.status_code == 200
    assert str(known.context["form"].errors) == str(unknown.context["form"].errors) != ""


def test_account_is_locked_after_five_wrong_passwords(triage):
    client = Client()
    for _ in range(5):
        sign_in(client, password="salah-salah-1")
    right = sign_in(client)
    assert right.status_code in {200, 429}
    assert "lapor_session" not in client.cookies or client.get("/konsol/").status_code == 302


def test_disabled_account_stays_outside(triage):
    triage.is_active = False
    triage.save()
    client = Client()
    assert sign_in(client)["Location"] == "/masuk/nonaktif"
    assert client.get("/konsol/").status_code == 302
    assert client.get("/masuk/nonaktif").status_code == 200


def test_sixty_reports_an_hour_from_one_address_then_wait(root):
    from lapor.gateway.rate_limits import seconds_to_wait  # noqa: PLC0415 - beside its use

    for _ in range(FILE_REPORT.count):
        seconds_to_wait(FILE_REPORT, "127.0.0.1")
    response = Client().post("/lapor", {"text": "Lampu mati di <gang> kami"})
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "Lampu mati di &lt;gang&gt; kami" in response.content.decode()
