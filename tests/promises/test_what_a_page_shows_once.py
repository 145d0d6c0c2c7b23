"""The word on what was done, an act that can be undone and typed words that were not taken are for whoever looks: pages
that a program asks for, to keep them, show none of it and take it from nobody."""

import re
from pathlib import Path

import pytest
from django.test import Client

from lapor.core import clock
from lapor.notify.models import OfficerNotice
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
PASSWORD = "Rahasia-2026-x"  # of the fixture `people`
AHEAD = {"Purpose": "prefetch"}
AHEAD_BY_BROWSER = {"Sec-Purpose": "prefetch;prerender"}
OFFICERS_PAGES = ("/konsol/", "/konsol/tugas/", "/konsol/tugas/{}", "/konsol/laporan/{}", "/konsol/kabar/")
PAGES = (*OFFICERS_PAGES, "/", "/lapor", "/laporan-saya/", "/bantuan/")
SAID = 'class="notice tone-good"'
HELD = "data-kept-words"
SCRIPT = Path(__file__).resolve().parents[2] / "frontend" / "scripts" / "offline" / "network.js"


def cut(answer):
    """As frontend/scripts/offline/network.js keeps it."""
    [pattern] = re.findall(r"const NOW = /(.+)/g;", SCRIPT.read_text(encoding="utf-8"))
    return re.sub(pattern, "", answer.content.decode())


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
        assert HELD not in answer.content.decode()
    seen = client.get(address)
    assert SAID in seen.content.decode()
    assert ("data-undo=" in seen.content.decode()) == (path in OFFICERS_PAGES)
    assert SAID not in cut(seen)
    assert "data-undo=" not in cut(seen)
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
        assert words not in cut(seen)


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


@pytest.mark.parametrize(
    "asked",
    [
        {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
        {"Sec-Fetch-Mode": "same-origin", "Sec-Fetch-Dest": "empty"},
        {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
    ],
    ids=lambda asked: asked["Sec-Fetch-Dest"],
)
def test_what_a_script_or_a_picture_is_answered_takes_it_from_nobody(at_work, asked):
    """A draft that is sent late, after the report has gone to another office, is answered with a page of 404."""
    client, _number = at_work
    refused = client.post("/konsol/laporan/0000000000/hadir", {"writing": "1"}, headers=asked)
    assert refused.status_code in {403, 404}
    assert SAID not in refused.content.decode()
    assert client.get("/lampiran/00000000-0000-0000-0000-000000000000/full", headers=asked).status_code == 404
    assert SAID in client.get("/konsol/", headers={"Sec-Fetch-Mode": "navigate"}).content.decode()


@pytest.mark.parametrize(
    "asked", [{"Sec-Fetch-Mode": "navigate"}, {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "document"}]
)
def test_a_navigation_that_a_service_worker_hands_on_is_looked_at(at_work, asked):
    client, _number = at_work
    assert SAID in client.get("/konsol/tugas/", headers=asked).content.decode()


def test_words_of_a_person_cannot_end_what_is_cut_out(at_work):
    client, number = at_work
    client.logout()
    words = "Kabel <!--/now--> putus"
    client.post(f"/konsol/tugas/{number}", {"act": "respond", "text": words})
    client.post("/masuk", {"login": "landung", "password": PASSWORD})
    seen = client.get("/konsol/tugas/")
    assert "putus" in seen.content.decode()
    assert "putus" not in cut(seen)
