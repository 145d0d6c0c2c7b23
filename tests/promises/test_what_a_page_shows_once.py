"""The word on what was done, an act that can be undone and typed words that were not taken are for whoever looks: pages
that a program asks for, to keep them, show none of it and take it from nobody."""

import re

import pytest
from django.test import Client

from lapor.core import clock
from lapor.notify.models import OfficerNotice
from lapor.ui.shown_once import HEADER
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
PASSWORD = "Rahasia-2026-x"  # of the fixture `people`
AHEAD = {"Purpose": "prefetch"}
AHEAD_BY_BROWSER = {"Sec-Purpose": "prefetch;prerender"}
OFFICERS_PAGES = ("/konsol/", "/konsol/tugas/", "/konsol/tugas/{}", "/konsol/laporan/{}", "/konsol/kabar/")
PAGES = (*OFFICERS_PAGES, "/", "/lapor", "/laporan-saya/", "/bantuan/")
SAID = 'class="notice tone-good"'


@pytest.fixture
def at_work(root, people):  # noqa: F811
    """A field officer's browser after an act that can be undone, sent by a script; the report's number."""
    report = forward(new_report(root, "Lampu mati"), people).report
    do(report, "assign_officer", people["hana"], officer=people["landung"])
    client = Client()
    client.force_login(people["landung"])
    page = client.get(f"/konsol/tugas/{report.tracking_id}").content.decode()
    version = re.findall(r'name="version" value="([^"]+)"', page)
    data = {"act": "start", "text": "Kabel kami sambung.", "version": version[0]}
    answer = client.post(f"/konsol/tugas/{report.tracking_id}", data, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.content
    return client, report.tracking_id


@pytest.mark.parametrize("asked", [AHEAD, AHEAD_BY_BROWSER], ids=["script", "browser"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_asked_for_to_be_kept_leaves_it_to_the_one_that_is_looked_at(at_work, path, asked):
    client, number = at_work
    address = path.format(number)
    for answer in (client.get(address, headers=asked), client.head(address)):
        assert answer.status_code == 200
        assert SAID not in answer.content.decode()
        assert "data-undo=" not in answer.content.decode()
        assert HEADER not in answer.headers
    seen = client.get(address)
    assert SAID in seen.content.decode()
    assert ("data-undo=" in seen.content.decode()) == (path in OFFICERS_PAGES)
    assert seen[HEADER] == "1"
    assert SAID not in client.get(address).content.decode()


def test_typed_words_are_not_on_pages_that_are_kept(at_work):
    """The session had ended; they stand beside every page after signing in."""
    client, number = at_work
    client.logout()
    words = "Kabel di tiang ketiga putus"
    assert client.post(f"/konsol/tugas/{number}", {"act": "respond", "text": words}).status_code == 302
    client.post("/masuk", {"login": "landung", "password": PASSWORD})
    for address in ("/konsol/", "/konsol/tugas/"):
        assert words not in client.get(address, headers=AHEAD).content.decode()
        seen = client.get(address)
        assert words in seen.content.decode()
        assert seen[HEADER] == "1"


@pytest.mark.parametrize("path", ["/konsol/tugas/{}", "/konsol/laporan/{}"])
def test_notices_of_a_report_are_read_when_its_page_is_looked_at(root, people, path):  # noqa: F811
    report = forward(new_report(root, "Lampu mati"), people).report
    do(report, "assign_officer", people["hana"], officer=people["landung"])
    OfficerNotice.objects.create(
        root=root, officer=people["landung"].person, report_id=report.pk, kind="given", at=clock.now(), dedupe_key="one"
    )
    client = Client()
    client.force_login(people["landung"])
    unread = OfficerNotice.objects.filter(officer=people["landung"].person, read_at=None)
    assert unread.exists()
    for ask in (
        client.get(path.format(report.tracking_id), headers=AHEAD),
        client.head(path.format(report.tracking_id)),
    ):
        assert ask.status_code == 200
        assert unread.exists()
    client.get(path.format(report.tracking_id))
    assert not unread.exists()


def test_a_page_with_nothing_to_say_may_be_kept(people):  # noqa: F811
    client = Client()
    client.force_login(people["landung"])
    assert HEADER not in client.get("/konsol/tugas/").headers
    assert HEADER not in Client().get("/").headers
