"""Promised: nothing that an officer or reporter typed is lost when the session has ended, the act is no longer offered,
the report has moved on, too much came or the form has expired: the words stand in the form again, or beside the page to
copy. The one place: lapor/casework/kept_words.py. Walked: every address of the console and the desk that takes what is
typed, from Django's table of addresses; every act of the table that has words.
"""

import re
import uuid
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from lapor.casework.kept_words import KEPT, LAST, words_in
from lapor.core import clock
from lapor.gateway import rate_limits
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.reporters.models import Reporter
from lapor.reports.models import Report
from lapor.reports.vocabulary import State
from lapor.reports.workflow import table as workflow
from lapor.reports.workflow.acting import reporter_actor
from lapor.web import proofs
from tests.routes import routes

pytestmark = pytest.mark.django_db
PASSWORD = "Rahasia-2026-x"  # of tests.reports.conftest.people
WORDS = "Mohon dicek tiang nomor 17, kabelnya menjuntai ke jalan."
SAMPLES = {
    "str:number": "4821093762",
    "uuid": str(uuid.UUID(int=7)),
    "slug:channel": "telegram",
    "slug": "cara",
    "str": "cara",
}
SECRET_PAGES = ("/konsol/kanal/",)  # tokens and passwords are typed there: never kept


def addresses():
    def filled(route):
        return "/" + re.sub(r"<([^>]+)>", lambda match: SAMPLES.get(match[1], SAMPLES[match[1].split(":")[0]]), route)

    return sorted(filled(route) for route, _name, _pattern in routes() if route.startswith(("konsol/", "loket/")))


@pytest.fixture
def report(root):
    reporter = Reporter.objects.create(created_at="2026-01-01T00:00:00Z")
    new = NewReport(
        text="Lampu mati di depan musala", submission_key=str(uuid.uuid4()), channel="web", reporter=reporter
    )
    return file_new_report(new, root=root, actor=reporter_actor(reporter.pk)).report


@pytest.mark.parametrize("address", addresses())
def test_words_come_back_after_signing_in(people, address):
    browser = Client()
    sent = browser.post(address, {"text": WORDS, "reason": "sebab", "version": "3"})
    if sent.status_code == 405:  # nothing is typed there
        return
    assert (sent.status_code, sent["Location"].split("?")[0]) == (302, "/masuk")
    browser.post("/masuk", {"login": "vera", "password": PASSWORD})
    page = browser.get("/konsol/")
    assert page.status_code == 200
    assert (WORDS in page.content.decode()) == (not address.startswith(SECRET_PAGES))
    if not address.startswith(SECRET_PAGES):
        assert WORDS in browser.get("/konsol/").content.decode()  # a reload keeps them


def signed_in_as(browser, name):
    browser.post("/masuk", {"login": name, "password": PASSWORD})
    page = browser.get("/konsol/")
    assert page.status_code == 200
    return page.content.decode()


def after_the_session(browser):
    """As it is when the hours of a session are over; what the browser remembers stays."""
    del browser.cookies[settings.SESSION_COOKIE_NAME]


@pytest.mark.parametrize("address", addresses())
def test_words_are_their_writers_whoever_signs_in_next_on_that_browser(people, address):
    browser = Client()
    signed_in_as(browser, "vera")
    after_the_session(browser)
    sent = browser.post(address, {"text": WORDS, "reason": "sebab", "version": "3"})
    if sent.status_code == 405:  # nothing is typed there
        return
    assert WORDS not in browser.get(sent["Location"]).content.decode()  # the page to sign in is anybody's
    assert WORDS not in signed_in_as(browser, "hana")
    if not address.startswith(SECRET_PAGES):
        assert KEPT in browser.session  # it was kept, for somebody else


def test_words_wait_for_their_writer(people):
    browser = Client()
    signed_in_as(browser, "vera")
    after_the_session(browser)
    browser.post("/konsol/laporan/4821093762", {"act": "work_note", "text": WORDS})
    assert WORDS in signed_in_as(browser, "vera")


def test_words_of_a_browser_where_nobody_was_belong_to_who_signs_in_first(people):
    browser = Client()
    browser.post("/konsol/laporan/4821093762", {"act": "work_note", "text": WORDS})
    assert WORDS in signed_in_as(browser, "vera")
    session = browser.session
    assert session[KEPT]["of"] == str(people["vera"].pk)
    session[KEPT] = {**session[KEPT], "of": str(people["hana"].pk)}
    session.save()
    assert WORDS not in browser.get("/konsol/").content.decode()


def test_a_cookie_that_was_made_up_names_nobody(people):
    browser = Client()
    signed_in_as(browser, "vera")
    after_the_session(browser)
    browser.cookies[LAST] = f"{people['hana'].pk}:made:up"
    browser.post("/konsol/laporan/4821093762", {"act": "work_note", "text": WORDS})
    assert browser.session[KEPT]["of"] == ""


def test_the_way_back_leads_to_the_page_where_they_were_typed(people):
    sent = Client().post(
        "/konsol/laporan/4821093762/tutup",
        {"reason": WORDS},
        headers={"Referer": "http://testserver/konsol/laporan/4821093762?queue=open&q=lampu+mati"},
    )
    back = parse_qs(urlsplit(sent["Location"]).query)["next"]
    assert back == ["/konsol/laporan/4821093762?queue=open&q=lampu+mati"]
    foreign = Client().post(
        "/konsol/laporan/4821093762/tutup", {"reason": WORDS}, headers={"Referer": "http://jahat.example/konsol/"}
    )
    assert foreign["Location"].endswith("next=/konsol/laporan/4821093762/tutup")


def test_they_are_gone_once_they_are_taken(people, report):
    browser = Client()
    address = f"/konsol/laporan/{report.tracking_id}"
    browser.post(address, {"act": "work_note", "text": WORDS})
    browser.post("/masuk", {"login": "vera", "password": PASSWORD})
    assert browser.post(address, {"act": "work_note", "text": WORDS}).status_code == 302
    page = browser.get(address).content.decode()
    assert "data-kept-words" not in page
    assert WORDS in page


def kept(people, address, **sent):
    """A browser of Vera's whose session had ended when this was sent."""
    browser = Client()
    browser.post(address, {"act": "work_note", "text": WORDS, **sent})
    browser.post("/masuk", {"login": "vera", "password": PASSWORD})
    assert WORDS in browser.get("/konsol/").content.decode()
    return browser


def test_they_are_gone_once_others_were_sent_by_their_form(people, report):
    """Who mended a word has sent what was kept; what was typed for another act still waits."""
    address = f"/konsol/laporan/{report.tracking_id}"
    browser = kept(people, address)
    browser.post(address, {"act": "make_confidential", "text": "Pelapor memintanya."})
    assert "data-kept-words" in browser.get(address).content.decode()
    browser.post(address, {"act": "work_note", "text": f"{WORDS} Sudah diperiksa."})
    assert "data-kept-words" not in browser.get(address).content.decode()


def test_their_report_is_named_and_who_needs_them_no_more_says_so(people, report):
    address = f"/konsol/laporan/{report.tracking_id}"
    browser = kept(people, address)
    [box] = re.findall(r"data-kept-words.*?</section>", browser.get("/konsol/").content.decode(), re.DOTALL)
    assert f'href="{address}"' in box
    assert 'action="/konsol/tulisan/buang"' in box
    assert (
        browser.post("/konsol/tulisan/buang", {"next": f"{address}?queue=open"})["Location"] == f"{address}?queue=open"
    )
    assert "data-kept-words" not in browser.get("/konsol/").content.decode()
    assert browser.post("/konsol/tulisan/buang", {"next": "//elsewhere.example/"})["Location"] == "/konsol/"


@pytest.mark.parametrize("chosen", ["2020-01-01", "2020-01-01T10:00", "10:30", str(uuid.UUID(int=7))])
def test_a_day_or_an_hour_is_chosen_and_not_typed(rf, chosen):
    assert words_in(rf.post("/konsol/laporan/4821093762", {"until": chosen, "text": WORDS})) == [WORDS]


def worded_acts(*actors):
    rows = [row for row in workflow.TABLE if "text" in (*row.needs, *row.may) and set(row.actors) & set(actors)]
    return sorted({row.name for row in rows} - {row.name for row in rows if not_offering(row.name) is None})


def not_offering(act):
    """A state in which nobody may do it."""
    return next(
        (state for state in State if not any(row.name == act and state in row.sources for row in workflow.TABLE)), None
    )


@pytest.mark.parametrize("act", worded_acts("triage_officer", "liaison_officer", "head", "overseer"))
def test_an_officers_words_stand_beside_the_act_that_is_no_longer_offered(people, report, act):
    Report.objects.filter(pk=report.pk).update(state=not_offering(act), state_since=clock.now())
    browser = Client()
    browser.force_login(people["vera"], backend="lapor.agencies.officers.backend.OfficerBackend")
    page = browser.post(f"/konsol/laporan/{report.tracking_id}", {"act": act, "text": WORDS})
    assert page.status_code in {409, 422}
    assert WORDS in page.content.decode()


@pytest.mark.parametrize("act", worded_acts("reporter"))
def test_a_reporters_words_stand_beside_the_act_that_is_no_longer_offered(client, report, monkeypatch, act):
    monkeypatch.setattr(proofs, "has_proof", lambda _request, _report: True)
    Report.objects.filter(pk=report.pk).update(state=not_offering(act), state_since=clock.now(), archive_reason="")
    page = client.post(f"/laporan/{report.tracking_id}", {"act": act, "text": WORDS})
    assert page.status_code == 409
    assert WORDS in page.content.decode()


def test_a_version_that_changed_keeps_them_in_the_form(people, report):
    browser = Client()
    browser.force_login(people["vera"], backend="lapor.agencies.officers.backend.OfficerBackend")
    page = browser.post(f"/konsol/laporan/{report.tracking_id}", {"act": "ask", "text": WORDS, "version": "99"})
    assert page.status_code == 422
    assert WORDS in page.content.decode()


def test_a_reporter_whose_proof_has_ended_gets_them_back_with_the_code(client, root):
    new = NewReport(text="Lampu mati", submission_key=str(uuid.uuid4()), channel="web", email="budi@contoh.example")
    filed = file_new_report(new, root=root, actor=reporter_actor(None))
    address = f"/laporan/{filed.report.tracking_id}"
    Report.objects.filter(pk=filed.report.pk).update(publication="published")
    refused = client.post(address, {"act": "note", "text": WORDS})
    assert refused.status_code == 403
    assert 'name="kept"' in refused.content.decode()
    wrong = client.post(address, {"receipt_code": "0000000000000000", "kept": WORDS})
    assert f'name="kept" value="{WORDS}"' in wrong.content.decode()
    proved = client.post(address, {"receipt_code": filed.receipt_code, "kept": WORDS})
    assert proved.status_code == 200
    assert WORDS in proved.content.decode()


def test_too_often_and_an_expired_form_keep_them(report, monkeypatch):
    monkeypatch.setattr(proofs, "has_proof", lambda _request, _report: True)
    monkeypatch.setattr(rate_limits, "seconds_to_wait", lambda *_args: 60)
    often = Client().post(f"/laporan/{report.tracking_id}", {"act": "note", "text": WORDS})
    assert (often.status_code, WORDS in often.content.decode()) == (429, True)
    strict = Client(enforce_csrf_checks=True)
    expired = strict.post(f"/laporan/{report.tracking_id}", {"act": "note", "text": WORDS})
    assert (expired.status_code, WORDS in expired.content.decode()) == (403, True)
    from_elsewhere = strict.post(
        f"/laporan/{report.tracking_id}", {"text": WORDS}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert WORDS not in from_elsewhere.content.decode()


def test_secrets_are_never_kept(rf):
    sent = {
        "password": "rahasia sekali",
        "receipt_code": "1234567890123456",
        "access_token": "EAAB123",
        "smtp_url": "smtp://a:b@c",
        "text": WORDS,
    }
    assert words_in(rf.post("/laporan/4821093762", sent)) == [WORDS]


def test_every_page_shows_what_was_kept_and_a_reload_keeps_what_is_typed():
    base = Path("lapor/ui/templates/ui/base.html").read_text()
    assert "ui/parts/kept_words.html" in base
    assert "form[data-once] textarea" in Path("frontend/scripts/public.js").read_text()
