"""An officer sets up a passkey and an authenticator app in a real browser, and signs in with the passkey alone."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.journeys import steps
from tests.journeys.audit import look_at

pytestmark = pytest.mark.journey


@pytest.fixture
def officer(installation):
    """An account of its own, made as an administrator does: other journeys sign in with the demo's."""
    installation.lapor("officer", "add", "kunci", "--name", "Kunci", "--role", "liaison_officer", "--agency", "perkim")
    shown = installation.lapor("officer", "password", "kunci")
    return "kunci", shown.stdout.strip().rsplit(" ", 1)[-1]


def prove_it_is_you(page, password):
    """Asked once before the security of an account is changed."""
    if "/masuk/ulang" in page.url:
        look_at(page)
        page.fill("#id_password", password)
        page.click("main button[type=submit]")


def test_passkey_and_app(here, officer):
    username, password = officer
    here.sign_in(username, password)
    set_up_passkey(here.page, password)
    set_up_app(here.page)
    sign_out(here.page)
    here.page.click("text=Masuk dengan kunci sandi")
    here.page.wait_for_url("**/konsol/")
    sign_out(here.page)
    sign_in_with_both(here.page, username, password)


def set_up_passkey(page, password):
    page.goto("/masuk/aman/")
    look_at(page)
    page.click("a[href$='kunci/tambah']")
    prove_it_is_you(page, password)
    look_at(page)
    page.check("[name=passwordless]")
    page.click("[data-passkey] button")
    page.wait_for_url("**/cadangan/")
    look_at(page)


def set_up_app(page):
    page.goto("/masuk/aman/aplikasi")
    secret = page.locator("code").inner_text().strip()
    look_at(page)
    page.fill("#id_code", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.click("main button[type=submit]")
    page.wait_for_url("**/masuk/aman/")
    look_at(page)


def sign_out(page):
    page.goto("/konsol/")
    with page.expect_navigation():
        page.click("form[action$=keluar] button")
    page.goto("/masuk")


def sign_in_with_both(page, username, password):
    page.fill("#id_login", username)
    page.fill("#id_password", password)
    page.click("main form:not([data-passkey]) button[type=submit]")
    page.wait_for_url("**/masuk/kode")
    look_at(page)
    page.click("[data-passkey] button")
    page.wait_for_url("**/masuk/percaya")
    look_at(page)
    page.click("[value=skip]")
    page.wait_for_url("**/konsol/")


def test_substitutes_page(visitor, installation):
    one = visitor()
    steps.sign_in(one, "pimpinan")
    one.page.goto("/konsol/pengganti/")
    look_at(one.page)
    one.page.goto("/masuk/aman/sandi")
    look_at(one.page)
