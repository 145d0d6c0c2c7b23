"""Every page of the officers, for those who see it: the same promises as for the public pages."""

import pytest

from tests.journeys import steps
from tests.journeys.audit import look_at
from tests.journeys.browser import Visitor

pytestmark = pytest.mark.journey
OFFICERS = (("verifikator", "/konsol/"), ("verifikator", "/konsol/?q=kosong-tiada-apa-apa"), ("verifikator", "/konsol/pesan/"),
            ("penghubung", "/konsol/"), ("loket", "/loket/"), ("pimpinan", "/konsol/"), ("pengawas", "/konsol/"),
            ("admin", "/konsol/pesan/"), ("perlindungan", "/konsol/"))  # fmt: skip


@pytest.fixture(scope="module")
def signed_in(browser, installation):
    """The cookies of an officer who signed in once."""
    known = {}

    def cookies_of(username):
        if username not in known:
            one = Visitor(browser, installation.url)
            steps.sign_in(one, username)
            known[username] = one.context.storage_state()
            one.close()
        return known[username]

    return cookies_of


@pytest.mark.parametrize(("username", "path"), OFFICERS)
def test_officers_page(visitor, signed_in, username, path):
    page = visitor(storage_state=signed_in(username)).page
    page.goto(path)
    look_at(page)


@pytest.mark.parametrize(("username", "state"), [("verifikator", "received"), ("penghubung", "forwarded"), ("penghubung", "in_progress"),
                                                 ("pengawas", "resolved")])  # fmt: skip
def test_report_in_the_console(visitor, signed_in, username, state):
    page = visitor(storage_state=signed_in(username)).page
    page.goto(f"/konsol/?state={state}")
    page.click("[data-row] a >> nth=0")
    page.locator("#acts").wait_for()
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    look_at(page)
