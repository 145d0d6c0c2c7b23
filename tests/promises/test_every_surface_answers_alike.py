"""Promised: whoever acts on a report, and wherever, is answered alike: no longer offered, sent before, changed
meanwhile, a field at fault, done; and the words are never lost. The one place: lapor/casework/performing.py, answered
by casework/act_pages.py and lapor/api/v1/acting.py. Walked: the console's report, the reporter's own page, the desk,
words that move, photos that are blurred, and REST as an officer, as a reporter and at the desk.
"""

import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from lapor.agencies.actions import create_token
from lapor.desk.lookup import SESSION_KEY
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.reports.actions import perform_action
from lapor.reports.models import Attachment, Entry, Report
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor
from lapor.web import proofs
from tests import makers
from tests.web.test_files import report_with  # noqa: F401

pytestmark = pytest.mark.django_db
WORDS = "Tiang nomor 17, kabelnya menjuntai ke jalan."


@dataclass
class Surface:
    """A way to act on one report: what is sent with the words, and what it answers when it was done."""

    report: Report
    act: str
    send: Callable[..., Any]
    page: Callable[[Any], str]
    is_program: bool = False

    @property
    def done(self) -> int:
        return 200 if self.is_program else 302

    def said(self) -> int:
        return Entry.objects.filter(act=self.act, text=WORDS).count()


def browser_of(officer):
    client = Client()
    client.force_login(officer, backend="lapor.agencies.officers.backend.OfficerBackend")
    return client


def shown(client):
    """The words of an answer, or of the page that it leads to."""
    return lambda answer: (answer if answer.status_code != 302 else client.get(answer["Location"])).content.decode()


def by_page(client, url, report, act):
    def send(**fields):
        return client.post(url, {"act": act, "text": WORDS, "version": report.version, **fields})

    return Surface(report, act, send, shown(client))


def by_program(report, act, **headers):
    def send(**fields):
        body = {"act": act, "text": WORDS, **fields}
        url = f"/api/v1/reports/{report.tracking_id}/acts"
        return Client().post(url, json.dumps(body), "application/json", headers=headers)

    return Surface(report, act, send, lambda answer: answer.content.decode(), is_program=True)


@pytest.fixture
def filed(root):
    new = NewReport(text="Lampu mati di depan musala", submission_key=str(uuid.uuid4()), channel="web")
    return file_new_report(new, root=root, actor=reporter_actor(None))


@pytest.fixture
def asked(filed, people):
    """A question waits for the reporter's answer."""
    perform_action(filed.report.pk, "ask", actor=officer_actor(people["vera"]), data=ActData(text="Yang mana?"))
    filed.report.refresh_from_db()
    return filed


@pytest.fixture
def console(filed, people):
    report = filed.report
    return by_page(browser_of(people["vera"]), f"/konsol/laporan/{report.tracking_id}", report, "ask")


@pytest.fixture
def own_page(asked, client, monkeypatch):
    monkeypatch.setattr(proofs, "has_proof", lambda _request, _report: True)
    return by_page(client, f"/laporan/{asked.report.tracking_id}", asked.report, "reply")


@pytest.fixture
def desk(asked, people):
    client, number = browser_of(people["dewi"]), asked.report.tracking_id
    session = client.session
    session[SESSION_KEY] = {number: time.time() + 60}
    session.save()
    return by_page(client, f"/loket/laporan/{number}", asked.report, "reply")


@pytest.fixture
def moving(filed, people):
    """Words of the reporter that belong elsewhere."""
    report = filed.report
    actor = reporter_actor(report.reporter_id)
    entry = perform_action(report.pk, "note", actor=actor, data=ActData(text="Sampah menumpuk")).entry
    report.refresh_from_db()
    return by_page(browser_of(people["vera"]), f"/konsol/pindah/{entry.pk}", report, "move_out")


@pytest.fixture
def rest_officer(filed, people):
    return by_program(filed.report, "ask", Authorization=f"Bearer {create_token(people['vera'])}")


@pytest.fixture
def rest_reporter(asked):
    return by_program(asked.report, "reply", **{"X-Receipt-Code": asked.receipt_code})


@pytest.fixture
def rest_desk(asked, people):
    token = create_token(people["dewi"])
    return by_program(asked.report, "reply", Authorization=f"Bearer {token}", **{"X-Receipt-Code": asked.receipt_code})


PAGES = ("console", "own_page", "desk", "moving")
SURFACES = (*PAGES, "rest_officer", "rest_reporter", "rest_desk")


@pytest.fixture
def surface(request):
    return request.getfixturevalue(request.param)


def everywhere(*names):
    return pytest.mark.parametrize("surface", names, indirect=True)


@everywhere(*SURFACES)
def test_done(surface):
    answer = surface.send()
    assert answer.status_code == surface.done, answer.content.decode()
    assert surface.said() == 1


@everywhere(*SURFACES)
def test_sent_twice_is_done_once_and_answered_as_the_first_time(surface):
    version = {"version": surface.report.version}
    first, again = surface.send(**version), surface.send(**version)
    assert (first.status_code, again.status_code) == (surface.done, surface.done)
    assert surface.said() == 1
    if surface.is_program:
        assert again.json() == first.json()


@everywhere(*SURFACES)
def test_no_longer_offered_is_said_and_the_words_are_kept(surface):
    if surface.act == "move_out":
        surface.send(text="Sudah dipindah orang lain")
    Report.objects.filter(pk=surface.report.pk).update(state="archived", archive_reason="test")
    answer = surface.send()
    assert answer.status_code == (302 if surface.act == "move_out" else 409)
    assert surface.said() == 0
    if surface.is_program:
        assert answer.json()["type"] == "urn:lapor:problem:not-possible"
    else:
        assert WORDS in surface.page(answer)


@everywhere(*(name for name in SURFACES if name != "moving"))  # which words belong where does not grow old
def test_changed_meanwhile_is_said_and_the_words_are_kept(surface):
    answer = surface.send(version=99)
    assert surface.said() == 0
    if surface.is_program:
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:lapor:problem:changed")
    else:
        assert answer.status_code == 422
        assert WORDS in surface.page(answer)


@everywhere(*SURFACES)
def test_a_field_at_fault_is_named_and_the_rest_is_kept(surface):
    fault = {"parent": "tidak ada"} if surface.act == "move_out" else {"text": ""}
    answer = surface.send(**fault)
    assert answer.status_code == 422
    assert surface.said() == 0
    if surface.is_program:
        assert [error["field"] for error in answer.json()["errors"]] == ["text"]
    elif "parent" in fault:
        assert WORDS in surface.page(answer)


def test_a_photo_is_blurred_or_its_ticked_squares_stay(report_with, people):  # noqa: F811
    photo = report_with(makers.photo()).attachments.get()
    client, url = browser_of(people["vera"]), f"/konsol/samarkan/{photo.pk}"
    assert client.post(url, {"cells": []}).status_code == 422
    Report.objects.update(state="unheard-of")  # each state of the table offers it
    late = client.post(url, {"cells": ["44", "45"]})
    assert late.status_code == 409
    assert late.content.decode().count("checked") == 2
    assert not Attachment.objects.get().is_masked
    Report.objects.update(state="received")
    assert client.post(url, {"cells": ["44", "45"]}).status_code == 302
    assert Attachment.objects.get().is_masked
